//! Bytes of an item from Google to a file.

use std::path::{Path, PathBuf};

use futures::StreamExt as _;
use google_photos::{ApiError, MediaBytes, MediaSize};
use tokio::fs::{self, File, OpenOptions};
use tokio::io::AsyncWriteExt as _;

use super::{Inner, NOT_FOUND, rules};
use crate::error::CoreError;
use crate::view::{ItemKey, ItemKind, ItemState};

/// How many names are tried before giving up: `a.jpg`, `a (2).jpg`, …
const NAMES_TRIED: u32 = 1_000;

impl Inner {
    /// Starts reading the bytes of an item, as large as Google has them.
    pub(super) async fn bytes(&self, key: ItemKey) -> Result<MediaBytes, CoreError> {
        match self.bytes_once(key).await? {
            Some(bytes) => Ok(bytes),
            // The base URL ran out between two calls: once more with a new one.
            None => self.bytes_once(key).await?.ok_or(NOT_FOUND),
        }
    }

    async fn bytes_once(&self, key: ItemKey) -> Result<Option<MediaBytes>, CoreError> {
        let item = self.fresh(key).await?;
        let found = self.find(key).await?;
        match found.state {
            ItemState::Processing => return Err(CoreError::StillProcessing),
            ItemState::Failed => return Err(CoreError::VideoFailed),
            ItemState::Ready => {}
        }
        let is_video = found.kind == ItemKind::Video;
        let size = if is_video {
            MediaSize::Video
        } else {
            MediaSize::Download
        };
        let base = item.base_url.ok_or(CoreError::StillProcessing)?;
        let client = self.connections.client(found.connection).await?;
        let answer = client.media_bytes(&base, size).await;
        if matches!(answer, Err(ApiError::BaseUrlExpired { .. })) {
            return Ok(None);
        }
        match self.connections.outcome(found.connection, answer).await {
            // Google: the bytes of a video may lag behind its state.
            Err(CoreError::NotFound { .. }) if is_video => Err(CoreError::StillProcessing),
            Err(CoreError::NotFound { .. }) => Err(NOT_FOUND),
            other => other.map(Some),
        }
    }

    pub(super) async fn download(&self, key: ItemKey, to: &Path) -> Result<PathBuf, CoreError> {
        let found = self.find(key).await?;
        let own = self.own_copy(key).await?;
        let bytes = match own {
            Some(_) => None,
            None => Some(self.bytes(key).await?),
        };
        let into_folder = fs::metadata(to).await.is_ok_and(|known| known.is_dir());
        let place = if into_folder {
            free_name(to, &rules::safe_name(&found.file_name)).await?
        } else {
            to.to_owned()
        };
        let part = beside(&place);
        let written = match (bytes, own) {
            (Some(bytes), _) => self.write_all(bytes, &part).await,
            (None, Some(own)) => match fs::copy(&own, &part).await {
                Ok(_) => Ok(()),
                Err(error) => Err(CoreError::file(&part, error)),
            },
            (None, None) => Err(CoreError::CopyGone),
        };
        let moved = match written {
            Ok(()) => fs::rename(&part, &place)
                .await
                .map_err(|error| CoreError::file(&place, error)),
            Err(error) => Err(error),
        };
        if moved.is_err() {
            // What was reserved and what was half written goes; there is nothing to do about it if it stays.
            let _ = fs::remove_file(&part).await;
            if into_folder {
                let _ = fs::remove_file(&place).await;
            }
        }
        moved.map(|()| place)
    }

    /// The copy of an item that was picked, which is all there is of it.
    ///
    /// Errors: `CopyGone`.
    async fn own_copy(&self, key: ItemKey) -> Result<Option<PathBuf>, CoreError> {
        match self.refuse_picked(key).await {
            Ok(()) => Ok(None),
            Err(CoreError::CopyGone) => {
                let path = super::still_there(self.find(key).await?.local_path).await;
                path.map(|path| Some(PathBuf::from(path)))
                    .ok_or(CoreError::CopyGone)
            }
            Err(error) => Err(error),
        }
    }

    async fn write_all(&self, mut bytes: MediaBytes, part: &Path) -> Result<(), CoreError> {
        let at = |error| CoreError::file(part, error);
        let mut file = File::create_new(part).await.map_err(at)?;
        let mut written = 0_u64;
        while let Some(chunk) = bytes.stream.next().await {
            let chunk =
                chunk.map_err(|error| CoreError::from_api(error, self.frame.clock.now_ms()))?;
            file.write_all(&chunk).await.map_err(at)?;
            written += chunk.len() as u64;
        }
        if bytes.length.is_some_and(|length| length != written) {
            return Err(CoreError::Offline { sent: true });
        }
        file.sync_all().await.map_err(at)
    }
}

/// Takes the first free name in a folder by making an empty file of it.
async fn free_name(folder: &Path, name: &str) -> Result<PathBuf, CoreError> {
    let mut last = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
    for number in 1..=NAMES_TRIED {
        let place = folder.join(rules::numbered(name, number));
        match OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&place)
            .await
        {
            Ok(_) => return Ok(place),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => last = error,
            Err(error) => return Err(CoreError::file(&place, error)),
        }
    }
    Err(CoreError::file(&folder.join(name), last))
}

/// A name for what is not whole yet, in the same folder, so that it can be renamed.
fn beside(place: &Path) -> PathBuf {
    place.with_file_name(format!(".albumen-{}.part", uuid::Uuid::new_v4()))
}
