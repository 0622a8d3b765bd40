//! One item to a place that a person named, at once: nothing is queued and nothing is remembered.

use std::path::{Path, PathBuf};

use futures::StreamExt as _;
use google_photos::MediaBytes;
use tokio::fs::{self, File, OpenOptions};
use tokio::io::AsyncWriteExt as _;

use super::look::look;
use super::{Inner, names};
use crate::error::CoreError;
use crate::view::ItemKey;

/// How many names are tried before giving up: `a.jpg`, `a (2).jpg`, …
const NAMES_TRIED: u32 = 1_000;

impl Inner {
    pub(super) async fn one(&self, key: ItemKey, to: &Path) -> Result<PathBuf, CoreError> {
        let read = move |db: &rusqlite::Connection| look(db, key);
        let look = self.frame.index.read(read).await?;
        let look = look.ok_or(CoreError::NotFound { what: "photo" })?;
        let name = names::path(&names::plain(&look.known.file_name), "");
        let picked = look.known.picked;
        let own = tokio::task::spawn_blocking(move || look.original()).await;
        let own = own.map_err(|_| CoreError::Closed)?;
        let bytes = match own {
            None if picked => return Err(CoreError::CopyGone),
            None => Some(self.items.bytes(key).await?),
            Some(_) => None,
        };
        let into_folder = fs::metadata(to).await.is_ok_and(|known| known.is_dir());
        let place = if into_folder {
            free_name(to, &name).await?
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
        let place = folder.join(names::numbered(name, number));
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
