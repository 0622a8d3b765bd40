//! Asking after videos that Google is still working on: more and more slowly, until it is done or a week is over.

use std::sync::{Arc, PoisonError};

use google_photos::MediaItemId;
use rusqlite::Transaction;

use super::Inner;
use super::seen::seen;
use crate::error::CoreError;
use crate::items::{self, Put};
use crate::view::ConnectionKey;
use crate::watching::Moment;

/// Google: a video can stay in processing for ever. After this long only a full look asks again.
const GIVEN_UP_AFTER_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// Google: so many items can be named in one request.
const VIDEOS_AT_ONCE: usize = 50;

impl Inner {
    pub(super) fn watch_videos(inner: &Arc<Self>, key: ConnectionKey) {
        let mut watched = inner.watched.lock().unwrap_or_else(PoisonError::into_inner);
        if !watched.insert(key) {
            return;
        }
        let task = Arc::clone(inner);
        inner.frame.tasks.spawn_until_stopped(async move {
            if let Err(error) = task.ask_after_videos(key).await {
                tracing::debug!(%error, "videos are not asked after for now");
            }
            task.watched
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .remove(&key);
        });
    }

    /// Ends with an error when Google refuses; the next sync begins again.
    async fn ask_after_videos(&self, key: ConnectionKey) -> Result<(), CoreError> {
        let policy = &self.frame.policy;
        let mut wait = policy.video_poll_first;
        loop {
            let since_ms = self.frame.clock.now_ms().saturating_sub(GIVEN_UP_AFTER_MS);
            let ids = self
                .frame
                .index
                .read(move |db| items::in_work(db, key, since_ms))
                .await?;
            if ids.is_empty() {
                return Ok(());
            }
            tokio::time::sleep(wait).await;
            let mut news = false;
            for some in ids.chunks(VIDEOS_AT_ONCE) {
                news |= self.ask_after(key, some).await?;
            }
            wait = if news {
                policy.video_poll_first
            } else {
                (wait * 2).min(policy.video_poll_longest)
            };
        }
    }

    /// Gives whether something changed.
    async fn ask_after(&self, key: ConnectionKey, ids: &[String]) -> Result<bool, CoreError> {
        let ids: Vec<MediaItemId> = ids
            .iter()
            .map(|id| MediaItemId::from(id.as_str()))
            .collect();
        let client = self.connections.client(key).await?;
        let answer = self
            .connections
            .outcome(key, client.media_items_get(&ids).await)
            .await?;
        let at = Moment::now(&self.frame.clock);
        let keep = move |tx: &Transaction<'_>| {
            let mut changed = false;
            // One that did not come is gone or foreign; a full look marks it.
            for item in answer.iter().flatten() {
                changed |= seen(tx, key, item, &at)?.1 != Put::Same;
            }
            Ok((changed, changed))
        };
        Ok(self.frame.index.write_telling(keep).await?)
    }
}
