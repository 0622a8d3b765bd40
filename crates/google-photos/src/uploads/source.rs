//! A file to be sent: a body that can be made again as often as it is needed, without holding the file in memory.

use std::fmt;
use std::io::{self, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use futures::{Stream, stream};
use reqwest::Body;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt};

use super::Motion;
use crate::error::ApiError;

/// How much is read at once.
const PIECE_BYTES: usize = 128 * 1024;

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
            file: None,
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
    file: Option<File>,
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
        let call = self.call;
        // Being asked for more means that what came before has left.
        self.motion.moved();
        if self.at >= self.end {
            return Ok(Bytes::new());
        }
        let wanted = usize::try_from(self.end - self.at)
            .unwrap_or(usize::MAX)
            .min(PIECE_BYTES);
        let mut piece = Vec::with_capacity(wanted);
        let file = self.open().await?;
        file.take(wanted as u64)
            .read_to_end(&mut piece)
            .await
            .map_err(|source| file_error(call, source))?;
        if piece.len() < wanted {
            return Err(ApiError::FileChanged { call });
        }
        self.at += piece.len() as u64;
        if let Some(progress) = &self.source.progress {
            progress(self.at);
        }
        Ok(Bytes::from(piece))
    }

    async fn open(&mut self) -> Result<&mut File, ApiError> {
        let call = self.call;
        let opened = match self.file.take() {
            Some(file) => file,
            None => {
                let mut file = File::open(&self.source.path)
                    .await
                    .map_err(|source| file_error(call, source))?;
                let about = file
                    .metadata()
                    .await
                    .map_err(|source| file_error(call, source))?;
                if about.len() != self.source.size_bytes {
                    return Err(ApiError::FileChanged { call });
                }
                file.seek(SeekFrom::Start(self.at))
                    .await
                    .map_err(|source| file_error(call, source))?;
                file
            }
        };
        Ok(self.file.insert(opened))
    }
}

fn file_error(call: &'static str, source: io::Error) -> ApiError {
    ApiError::File {
        call,
        source: Arc::new(source),
    }
}
