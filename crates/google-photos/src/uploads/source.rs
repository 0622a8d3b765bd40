//! A file to be sent: a body that can be made again as often as it is needed, without holding the file in memory.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures::{Stream, stream};
use reqwest::Body;
use tokio::task::JoinHandle;

use super::{Motion, UploadPace};
use crate::error::ApiError;

/// How much is read at once. Two such pieces of one upload are in memory: the one that leaves and the one after it.
const PIECE_BYTES: usize = 512 * 1024;
/// How often a body that waits for its turn says that it does not stand still.
const ALIVE_EVERY: Duration = Duration::from_secs(5);

/// Told how many bytes of the file have been handed to the network so far; a repeat begins again where it begins.
pub type UploadProgress = Arc<dyn Fn(u64) + Send + Sync>;

/// A file to be sent.
#[derive(Clone)]
pub struct UploadSource {
    /// Where it is.
    pub path: PathBuf,
    /// How long it was when the upload was planned. Another length is `FileChanged`.
    pub size_bytes: u64,
    /// Its type, such as `image/jpeg`.
    pub mime_type: String,
    /// Its name in Google Photos.
    pub file_name: String,
    /// Its hash. With it, Google notices damage on the way, which is `ChecksumMismatch`.
    pub sha1: Option<[u8; 20]>,
    /// Who wants to know how far it is.
    pub progress: Option<UploadProgress>,
    /// Who says how fast; none for as fast as the line.
    pub pace: Option<Arc<dyn UploadPace>>,
    /// The first bytes of the chunk after the last one, read while Google answered to that.
    pub ahead: ReadAhead,
}

/// Bytes of a file that were read before they are asked for. Clones share them.
#[derive(Clone, Default)]
pub struct ReadAhead(Arc<Mutex<Option<(u64, Reader)>>>);

type Reader = JoinHandle<io::Result<(File, Vec<u8>)>>;

impl ReadAhead {
    fn keep(&self, at: u64, reader: Reader) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((at, reader));
    }

    fn take(&self, at: u64) -> Option<Reader> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        kept.filter(|(kept_at, _)| *kept_at == at)
            .map(|(_, reader)| reader)
    }
}

impl fmt::Debug for ReadAhead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadAhead").finish_non_exhaustive()
    }
}

impl fmt::Debug for UploadSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadSource")
            .field("path", &self.path)
            .field("size_bytes", &self.size_bytes)
            .field("mime_type", &self.mime_type)
            .finish_non_exhaustive()
    }
}

impl UploadSource {
    /// Looks at the file before a request is spent on it.
    ///
    /// Errors: `File`, `FileChanged`, `Invalid` for an empty one.
    pub(crate) async fn check(&self, call: &'static str) -> Result<(), ApiError> {
        if self.size_bytes == 0 {
            return Err(ApiError::Invalid {
                call,
                reason: "the file is empty",
            });
        }
        let about = tokio::fs::metadata(&self.path)
            .await
            .map_err(|source| file_error(call, source))?;
        if about.is_file() && about.len() == self.size_bytes {
            Ok(())
        } else {
            Err(ApiError::FileChanged { call })
        }
    }

    /// The bytes from `offset` on, `length` of them.
    pub(crate) fn body(
        &self,
        call: &'static str,
        offset: u64,
        length: u64,
        motion: &Arc<Motion>,
    ) -> Body {
        motion.begin();
        let reading = Reading {
            call,
            source: self.clone(),
            next: None,
            rest: Bytes::new(),
            at: offset,
            end: offset.saturating_add(length),
            motion: Arc::clone(motion),
        };
        Body::wrap_stream(reading.into_stream())
    }
}

struct Reading {
    call: &'static str,
    source: UploadSource,
    /// The piece after the present one, while it is read.
    next: Option<Reader>,
    /// What was read and has not left yet.
    rest: Bytes,
    /// Where the rest begins.
    at: u64,
    end: u64,
    motion: Arc<Motion>,
}

impl Reading {
    fn into_stream(self) -> impl Stream<Item = io::Result<Bytes>> + Send {
        stream::try_unfold(self, |mut reading| async move {
            match reading.piece().await {
                Ok(piece) if piece.is_empty() => Ok(None),
                Ok(piece) => Ok(Some((piece, reading))),
                Err(trouble) => {
                    reading.motion.stop(trouble);
                    Err(io::Error::other("the file could not be sent"))
                }
            }
        })
    }

    /// The next piece; empty at the end.
    async fn piece(&mut self) -> Result<Bytes, ApiError> {
        // Being asked for more means that what came before has left.
        self.motion.moved();
        if self.at >= self.end {
            return Ok(Bytes::new());
        }
        if self.rest.is_empty() {
            self.rest = self.read().await?;
        }
        let allowed = self.allowed().await;
        let piece = self.rest.split_to(allowed);
        self.at += piece.len() as u64;
        if let Some(progress) = &self.source.progress {
            progress(self.at);
        }
        Ok(piece)
    }

    /// How much of the rest may leave now.
    async fn allowed(&self) -> usize {
        let all = self.rest.len();
        let Some(pace) = &self.source.pace else {
            return all;
        };
        let mut allowed = pace.allow(all);
        loop {
            tokio::select! {
                some = &mut allowed => return some.clamp(1, all),
                () = tokio::time::sleep(ALIVE_EVERY) => self.motion.moved(),
            }
        }
    }

    /// Reads a piece and begins to read the one after it, also where that is the first one of the next chunk.
    async fn read(&mut self) -> Result<Bytes, ApiError> {
        let call = self.call;
        let reader = match self.next.take().or_else(|| self.source.ahead.take(self.at)) {
            Some(reader) => reader,
            None => self.reader(None, self.at, self.end),
        };
        let (file, mut piece) = reader
            .await
            .map_err(|_| file_error(call, io::ErrorKind::Interrupted.into()))?
            .map_err(|source| file_error(call, source))?;
        let left = self.end - self.at;
        let most = usize::try_from(left).unwrap_or(usize::MAX);
        // Read ahead for a chunk that turned out shorter: the file stands beyond its end and is opened anew.
        let file = (piece.len() <= most).then_some(file);
        piece.truncate(most);
        let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(PIECE_BYTES);
        if piece.len() < wanted {
            return Err(ApiError::FileChanged { call });
        }
        let after = self.at + piece.len() as u64;
        if after < self.end {
            self.next = Some(self.reader(file, after, self.end));
        } else if after < self.source.size_bytes {
            let end = self.source.size_bytes;
            self.source.ahead.keep(after, self.reader(file, after, end));
        }
        Ok(Bytes::from(piece))
    }

    /// Reads up to a piece from `at` on, beside everything else.
    fn reader(&self, file: Option<File>, at: u64, end: u64) -> Reader {
        let (path, size_bytes) = (self.source.path.clone(), self.source.size_bytes);
        let wanted = (end - at).min(PIECE_BYTES as u64);
        tokio::task::spawn_blocking(move || {
            let mut file = match file {
                Some(file) => file,
                None => {
                    let mut file = File::open(path)?;
                    if file.metadata()?.len() != size_bytes {
                        // Nothing read is too little read.
                        return Ok((file, Vec::new()));
                    }
                    file.seek(SeekFrom::Start(at))?;
                    file
                }
            };
            let mut piece = Vec::with_capacity(usize::try_from(wanted).unwrap_or(PIECE_BYTES));
            (&mut file).take(wanted).read_to_end(&mut piece)?;
            Ok((file, piece))
        })
    }
}

fn file_error(call: &'static str, source: io::Error) -> ApiError {
    ApiError::File {
        call,
        source: Arc::new(source),
    }
}
