//! The picture of a media item: from the cache, from the person's own file, or from Google.

use std::sync::Arc;

use super::placeholder::Placeholder;
use super::pool::Rank;
use super::rules::{Age, FULL, age, rank};
use super::store::{self, Cached, ItemFacts};
use super::{Inner, PictureFile};
use crate::error::CoreError;
use crate::view::ItemKey;

/// A picture that stands for an album is best not smaller than this.
const SMALLEST_AT_HAND_PX: u32 = 256;

impl Inner {
    pub(super) async fn item(
        self: &Arc<Self>,
        key: ItemKey,
        size_px: u32,
    ) -> Result<PictureFile, CoreError> {
        let gone = CoreError::NotFound { what: "photo" };
        let facts = self
            .frame
            .index
            .read(move |db| store::item_facts(db, key))
            .await?
            .ok_or(gone)?;
        if size_px == FULL {
            return self.in_full(facts).await;
        }
        self.scaled(facts, size_px).await
    }

    pub(super) async fn scaled(
        self: &Arc<Self>,
        facts: ItemFacts,
        size_px: u32,
    ) -> Result<PictureFile, CoreError> {
        let cached = self.cache.list(facts.connection, &facts.google_id).await?;
        if let Some(picture) = self.kept(&facts, &cached, size_px).await {
            return Ok(picture);
        }
        if let Some(picture) = self.of_original(&facts, size_px).await? {
            return Ok(picture);
        }
        if facts.is_unready {
            return Ok(PictureFile::drawn(Placeholder::Video));
        }
        match self
            .fetch(facts.connection, &facts.google_id, size_px, rank(size_px))
            .await
        {
            Ok(picture) => Ok(picture),
            Err(error) => self.another_size(&facts, &cached).await.ok_or(error),
        }
    }

    /// A picture that is in the cache. One whose hour is over is fetched again while it is shown.
    pub(super) async fn kept(
        self: &Arc<Self>,
        facts: &ItemFacts,
        cached: &[Cached],
        size_px: u32,
    ) -> Option<PictureFile> {
        let same = cached.iter().find(|one| one.size_px == size_px)?;
        let picture = self
            .cache
            .open(facts.connection, &facts.google_id, *same)
            .await?;
        let stays = facts.is_sample || self.decided.get().await.keep_offline;
        let now = self.frame.clock.now_ms();
        if age(same.origin, same.made_ms, now, stays) == Age::Expired {
            self.refresh(facts.clone(), size_px);
        }
        Some(picture)
    }

    /// A picture of another size is better than none while Google cannot be asked.
    pub(super) async fn another_size(
        &self,
        facts: &ItemFacts,
        cached: &[Cached],
    ) -> Option<PictureFile> {
        for other in cached.iter().rev() {
            if let Some(picture) = self
                .cache
                .open(facts.connection, &facts.google_id, *other)
                .await
            {
                return Some(picture);
            }
        }
        None
    }

    /// A picture of an item as it lies in the cache, the one nearest above 256 pixels first. Nothing is made or fetched.
    pub(super) async fn at_hand(&self, key: ItemKey) -> Result<Option<PictureFile>, CoreError> {
        let facts = self.frame.index.read(move |db| store::item_facts(db, key));
        let Some(facts) = facts.await? else {
            return Ok(None);
        };
        let mut cached = self.cache.list(facts.connection, &facts.google_id).await?;
        cached.sort_by_key(|one| (one.size_px < SMALLEST_AT_HAND_PX, one.size_px));
        for one in cached {
            let picture = self.cache.open(facts.connection, &facts.google_id, one);
            if let Some(picture) = picture.await {
                return Ok(Some(picture));
            }
        }
        Ok(None)
    }

    /// Fetches an expired picture again while the old one is shown.
    fn refresh(self: &Arc<Self>, facts: ItemFacts, size_px: u32) {
        let inner = Arc::clone(self);
        self.frame.tasks.spawn_until_stopped(async move {
            if let Err(error) = inner
                .fetch(
                    facts.connection,
                    &facts.google_id,
                    size_px,
                    Rank::Background,
                )
                .await
            {
                tracing::debug!(
                    code = error.code(),
                    "an expired picture stays until Google can be reached"
                );
            }
        });
    }
}
