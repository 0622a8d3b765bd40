//! What the person decided about pictures: kept as one row of `settings`.

use rusqlite::{Connection, OptionalExtension as _};
use tokio::sync::RwLock;

use super::Pictures;
use super::rules::MIN_CACHE_BYTES;
use crate::engine::Frame;
use crate::error::CoreError;
use crate::index::IndexError;
use crate::view::LibrarySettings;

/// The row of `settings`.
const NAME: &str = "library";

/// What holds now; read once.
pub struct Decided {
    frame: Frame,
    now: RwLock<Option<LibrarySettings>>,
}

impl Decided {
    pub fn new(frame: Frame) -> Self {
        Self {
            frame,
            now: RwLock::default(),
        }
    }

    /// What holds. What cannot be read, for instance because a newer version wrote it, counts as never set.
    pub async fn get(&self) -> LibrarySettings {
        if let Some(known) = self.now.read().await.clone() {
            return known;
        }
        let usual = LibrarySettings {
            keep_offline: false,
            cache_limit_bytes: self.frame.policy.pictures.cache_limit_bytes,
        };
        match self.frame.index.read(stored).await {
            Ok(found) => {
                let found = found
                    .and_then(|json| serde_json::from_str(&json).ok())
                    .unwrap_or(usual);
                self.now.write().await.get_or_insert(found).clone()
            }
            Err(error) => {
                tracing::warn!(%error, "what was decided about pictures was not read");
                usual
            }
        }
    }

    async fn set(&self, settings: LibrarySettings) -> Result<(), CoreError> {
        if settings.cache_limit_bytes < MIN_CACHE_BYTES {
            return Err(CoreError::BadSetting {
                why: "Pictures need at least 50 MB on the disk, so that a window full of them fits.",
            });
        }
        let json = serde_json::to_string(&settings).map_err(|_| CoreError::BadSetting {
            why: "These settings cannot be kept.",
        })?;
        self.frame
            .index
            .write(move |tx| {
                tx.execute(
                    "INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                    [NAME, &json],
                )?;
                Ok(())
            })
            .await?;
        *self.now.write().await = Some(settings);
        Ok(())
    }
}

fn stored(db: &Connection) -> Result<Option<String>, IndexError> {
    Ok(db
        .prepare_cached("SELECT value FROM settings WHERE name = ?")?
        .query_row([NAME], |row| row.get(0))
        .optional()?)
}

impl Pictures {
    /// What the person decided about the library on this computer; the usual where nothing was decided.
    pub async fn settings(&self) -> LibrarySettings {
        self.inner.decided.get().await
    }

    /// Keeps what the person decided and holds to it from now on: makes room, and takes Google's pictures whose hour is over off
    /// the disk where they are not wanted.
    ///
    /// Errors: `BadSetting` where the cache would be too small; nothing is kept then.
    pub async fn set_settings(&self, settings: LibrarySettings) -> Result<(), CoreError> {
        self.inner.decided.set(settings).await?;
        self.inner.cache.make_room().await?;
        self.inner.purge().await
    }
}
