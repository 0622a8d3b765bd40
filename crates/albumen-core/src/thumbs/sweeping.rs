//! Keeps the cache clean beside everything else: what is half written, and Google's pictures whose hour is over.

use std::sync::Arc;

use super::rules::{GOOGLE_LIFE_MS, PURGE_EVERY};
use super::{Inner, Pictures, disk, store};
use crate::error::CoreError;

impl Pictures {
    /// Begins to keep the cache clean, until the engine closes. Called once the window has drawn what it shows.
    pub(crate) fn start(&self) {
        let inner = Arc::clone(&self.inner);
        // Before anything can be dragged out anew.
        let dragged = inner.frame.paths.all_dragged();
        let old = dragged.with_extension("old");
        // Most starts find none.
        let moved = std::fs::rename(&dragged, &old).is_ok() || old.exists();
        self.inner.frame.tasks.spawn_until_stopped(async move {
            let thumbnails = inner.frame.paths.all_thumbnails();
            let swept = tokio::task::spawn_blocking(move || {
                disk::sweep(&thumbnails);
                if moved {
                    // The next start tries again.
                    drop(std::fs::remove_dir_all(old));
                }
            });
            // What is left over only takes room.
            drop(swept.await);
            loop {
                if let Err(error) = inner.purge().await {
                    tracing::debug!(%error, "pictures whose hour is over stay for now");
                }
                tokio::time::sleep(PURGE_EVERY).await;
            }
        });
    }

    /// What pictures take on the disk, in bytes.
    pub async fn bytes(&self) -> Result<u64, CoreError> {
        Ok(self.inner.frame.index.read(store::total_bytes).await?)
    }

    /// Takes all pictures of Google off the disk, however young.
    pub async fn clear(&self) -> Result<(), CoreError> {
        self.inner.cache.purge(None, i64::MAX).await
    }
}

impl Inner {
    /// Takes Google's pictures whose hour is over off the disk, unless they are wanted offline. Where Google has not answered
    /// since the start they stay: they are all there is to look at.
    pub(super) async fn purge(&self) -> Result<(), CoreError> {
        if self.decided.get().await.keep_offline {
            return Ok(());
        }
        let of = self.connections.answering().await?;
        if of.is_empty() {
            return Ok(());
        }
        let before_ms = self.frame.clock.now_ms() - GOOGLE_LIFE_MS;
        self.cache.purge(Some(of), before_ms).await
    }
}
