//! Videos to be played: from the person's own file, or fetched from Google into a file that can be read while it grows.
//! Google's bytes are kept for an hour, no longer.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use bytes::{Bytes, BytesMut};
use futures::{Stream, StreamExt as _};
use google_photos::MediaBytes;
use tokio::fs::{self, File};
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _};
use tokio::sync::watch;

use super::Inner;
use crate::error::CoreError;
use crate::paths::private_folder;
use crate::view::{ItemKey, ItemKind};

/// Google: media may be kept for 60 minutes.
///
/// Source: <https://developers.google.com/photos/overview/best-practices>
const KEPT_MS: i64 = 60 * 60 * 1000;

/// How much is read at once.
const CHUNK_BYTES: usize = 256 * 1024;

/// From where a video can be played.
pub enum VideoSource {
    /// A file on this computer.
    File(PathBuf),
    /// Bytes that are arriving from Google.
    Google(RemoteVideo),
}

/// A video that is arriving from Google. It can be read from any place; what is not there yet is waited for.
#[derive(Clone)]
pub struct RemoteVideo {
    growing: Arc<Growing>,
}

/// The videos that are arriving.
#[derive(Default)]
pub(super) struct Videos {
    arriving: Mutex<HashMap<ItemKey, Weak<Growing>>>,
    starting: tokio::sync::Mutex<()>,
}

struct Growing {
    file: PathBuf,
    content_type: String,
    length: Option<u64>,
    arrived: watch::Receiver<Arrived>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Arrived {
    bytes: u64,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Coming,
    Whole,
    Broken,
}

impl RemoteVideo {
    /// Its type, such as `video/mp4`.
    #[must_use]
    pub fn content_type(&self) -> &str {
        &self.growing.content_type
    }

    /// Bytes in all, if Google said so.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.growing.length
    }

    /// The bytes from a place on, as they arrive. Errors: `UnexpectedEof` where Google stops sending.
    pub fn read_from(&self, start: u64) -> impl Stream<Item = io::Result<Bytes>> + Send + use<> {
        let growing = Arc::clone(&self.growing);
        futures::stream::try_unfold(
            (growing, start, None),
            |(growing, place, file)| async move {
                let Some((chunk, file)) = growing.next(place, file).await? else {
                    return Ok(None);
                };
                let place = place + chunk.len() as u64;
                Ok(Some((chunk, (growing, place, Some(file)))))
            },
        )
    }
}

impl Growing {
    async fn next(&self, place: u64, file: Option<File>) -> io::Result<Option<(Bytes, File)>> {
        let mut arrived = self.arrived.clone();
        let there = arrived
            .wait_for(|arrived| arrived.bytes > place || arrived.state != State::Coming)
            .await;
        let there = *there.map_err(|_| io::ErrorKind::UnexpectedEof)?;
        if there.bytes <= place {
            return match there.state {
                State::Broken => Err(io::ErrorKind::UnexpectedEof.into()),
                _ => Ok(None),
            };
        }
        let mut file = match file {
            Some(file) => file,
            None => {
                let mut file = File::open(&self.file).await?;
                file.seek(io::SeekFrom::Start(place)).await?;
                file
            }
        };
        let most = usize::try_from(there.bytes - place)
            .unwrap_or(CHUNK_BYTES)
            .min(CHUNK_BYTES);
        let mut chunk = BytesMut::zeroed(most);
        let read = file.read(&mut chunk).await?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        chunk.truncate(read);
        Ok(Some((chunk.freeze(), file)))
    }
}

impl Drop for Growing {
    fn drop(&mut self) {
        // Nobody reads it any more. A whole one has its lasting name beside this one.
        let _ = std::fs::remove_file(&self.file);
    }
}

impl Inner {
    pub(super) async fn video_source(&self, key: ItemKey) -> Result<VideoSource, CoreError> {
        let found = self.find(key).await?;
        if found.kind != ItemKind::Video {
            return Err(CoreError::NotFound { what: "video" });
        }
        if let Some(path) = super::still_there(found.local_path).await {
            return Ok(VideoSource::File(PathBuf::from(path)));
        }
        // Order: one start at a time, so that a video is fetched once however often it is asked for.
        let _starting = self.videos.starting.lock().await;
        let folder = self.frame.paths.videos(found.connection);
        self.forget_old(&folder).await;
        let whole = folder.join(format!("{}.video", key.0));
        if fs::metadata(&whole).await.is_ok() {
            return Ok(VideoSource::File(whole));
        }
        if let Some(growing) = self.videos.get(key) {
            return Ok(VideoSource::Google(RemoteVideo { growing }));
        }
        let bytes = self.bytes(key).await?;
        private_folder(&folder).map_err(|error| CoreError::file(&folder, error))?;
        let part = folder.join(format!("{}-{}.part", key.0, uuid::Uuid::new_v4()));
        let file = File::create(&part)
            .await
            .map_err(|error| CoreError::file(&part, error))?;
        let (tell, arrived) = watch::channel(Arrived {
            bytes: 0,
            state: State::Coming,
        });
        let growing = Arc::new(Growing {
            file: part.clone(),
            content_type: bytes.content_type.clone().unwrap_or(found.mime_type),
            length: bytes.length,
            arrived,
        });
        self.videos.add(key, &growing);
        self.frame
            .tasks
            .spawn_until_stopped(fetch(bytes, file, part, whole, tell));
        Ok(VideoSource::Google(RemoteVideo { growing }))
    }

    /// Removes what is older than an hour, and what a dead process left half fetched.
    async fn forget_old(&self, folder: &Path) {
        let Ok(mut entries) = fs::read_dir(folder).await else {
            return;
        };
        let now_ms = self.frame.clock.now_ms();
        while let Ok(Some(entry)) = entries.next_entry().await {
            let made = entry
                .metadata()
                .await
                .and_then(|known| known.modified())
                .ok();
            let made_ms = made
                .and_then(|made| jiff::Timestamp::try_from(made).ok())
                .map(jiff::Timestamp::as_millisecond);
            if made_ms.is_none_or(|made_ms| now_ms - made_ms > KEPT_MS) {
                // One that is being read stays readable; the next look takes what could not be removed.
                let _ = fs::remove_file(entry.path()).await;
            }
        }
    }
}

impl Videos {
    fn get(&self, key: ItemKey) -> Option<Arc<Growing>> {
        let arriving = self.arriving.lock().unwrap_or_else(PoisonError::into_inner);
        let growing = arriving.get(&key).and_then(Weak::upgrade)?;
        let broken = growing.arrived.borrow().state == State::Broken;
        (!broken).then_some(growing)
    }

    fn add(&self, key: ItemKey, growing: &Arc<Growing>) {
        let mut arriving = self.arriving.lock().unwrap_or_else(PoisonError::into_inner);
        arriving.retain(|_, growing| growing.strong_count() > 0);
        arriving.insert(key, Arc::downgrade(growing));
    }
}

/// Writes what arrives. Ends early when nobody reads any more.
async fn fetch(
    mut bytes: MediaBytes,
    mut file: File,
    part: PathBuf,
    whole: PathBuf,
    tell: watch::Sender<Arrived>,
) {
    let mut written = 0_u64;
    let state = loop {
        let chunk = tokio::select! {
            chunk = bytes.stream.next() => chunk,
            () = tell.closed() => return,
        };
        match chunk {
            Some(Ok(chunk))
                if file.write_all(&chunk).await.is_ok() && file.flush().await.is_ok() =>
            {
                written += chunk.len() as u64;
                tell.send_replace(Arrived {
                    bytes: written,
                    state: State::Coming,
                });
            }
            Some(_) => break State::Broken,
            None if bytes.length.is_some_and(|length| length != written) => break State::Broken,
            None => break State::Whole,
        }
    };
    // Order: readers that have the file open keep it, later ones find it under its own name.
    let kept = state == State::Whole && fs::hard_link(&part, &whole).await.is_ok();
    if state == State::Whole && !kept {
        tracing::debug!("a fetched video is not kept for the next time");
    }
    tell.send_replace(Arrived {
        bytes: written,
        state,
    });
}
