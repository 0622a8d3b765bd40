//! One look at a connection: albums, media items, contents of albums. What was seen is kept page by page.

use google_photos::{ApiError, GooglePhotos, MediaItem, PageToken};
use rusqlite::Transaction;

use super::pages::{Next, Pages, Until};
use super::store::{self, Unfinished};
use super::{Depth, Inner};
use crate::error::CoreError;
use crate::items::Put;
use crate::jobs::JobHandle;
use crate::view::ConnectionKey;
use crate::{albums, items};

/// What is said when the day's share of requests for looking is used up.
const ENOUGH_FOR_TODAY: &str =
    "Most of today's requests to Google are used. The rest is looked at tomorrow, or when you ask.";

/// One look under way.
pub(super) struct Look<'a> {
    pub(super) sync: &'a Inner,
    pub(super) key: ConnectionKey,
    pub(super) client: GooglePhotos,
    job: &'a JobHandle,
    seen: u64,
}

impl Inner {
    /// Looks; gives a sentence where the look ended early.
    pub(super) async fn look(
        &self,
        key: ConnectionKey,
        depth: Depth,
        job: &JobHandle,
    ) -> Result<Option<&'static str>, CoreError> {
        let client = self.connections.client(key).await?;
        self.albums.settle_wishes(key).await?;
        let now_ms = self.frame.clock.now_ms();
        let standing = self
            .frame
            .index
            .read(move |db| store::standing(db, key))
            .await?;
        let day_ms =
            i64::try_from(self.frame.policy.full_look_every.as_millis()).unwrap_or(i64::MAX);
        let is_old = |at_ms: i64| now_ms.saturating_sub(at_ms) >= day_ms;
        let full = depth == Depth::Full || standing.full_look_ms.is_none_or(is_old);
        let mut look = Look {
            sync: self,
            key,
            client,
            job,
            seen: 0,
        };
        look.albums(now_ms).await?;
        let unfinished = standing
            .unfinished
            .filter(|look| full && !is_old(look.began_ms));
        let finished = match (full, unfinished) {
            (false, _) => look.items(Until::Known).await?,
            (true, None) => look.all_items(None).await?,
            // Order: first what came since, because the unfinished look is past it.
            (true, Some(unfinished)) => {
                look.items(Until::Known).await? && look.all_items(Some(unfinished)).await?
            }
        };
        if !finished || !look.contents(full).await? {
            return Ok(Some(ENOUGH_FOR_TODAY));
        }
        let done_ms = self.frame.clock.now_ms();
        self.frame
            .index
            .write(move |tx| store::synced(tx, key, done_ms))
            .await?;
        Ok(None)
    }
}

impl Look<'_> {
    /// All albums: their list is short, and the only way to see that one changed.
    async fn albums(&self, began_ms: i64) -> Result<(), CoreError> {
        let mut pages = Pages::new(Until::End);
        let mut after = None;
        loop {
            let page = self
                .heard(self.client.albums_page(after.as_ref()).await)
                .await?;
            let (key, now_ms, length) = (self.key, self.now_ms(), page.items.len());
            let keep = move |tx: &Transaction<'_>| {
                let mut changed = false;
                for album in &page.items {
                    changed |= albums::seen(tx, key, album, now_ms)?.1;
                }
                Ok(((), changed))
            };
            self.sync.frame.index.write_telling(keep).await?;
            match pages.after(length, length, page.next) {
                Next::Page(token) => after = Some(token),
                Next::Over => break,
                Next::Endless => return Err(endless("albums.list")),
            }
        }
        let (key, settled_ms, now_ms) = (self.key, self.settled_before_ms(began_ms), self.now_ms());
        let mark = move |tx: &Transaction<'_>| {
            let marked = albums::mark_missing(tx, key, began_ms, settled_ms, now_ms)?;
            Ok(((), marked > 0))
        };
        Ok(self.sync.frame.index.write_telling(mark).await?)
    }

    /// Media items from the newest on. Gives whether it came as far as it was to go.
    async fn items(&mut self, until: Until) -> Result<bool, CoreError> {
        let mut pages = Pages::new(until);
        let mut after = None;
        loop {
            if self.enough_for_today().await? {
                return Ok(false);
            }
            let page = self
                .heard(self.client.media_items_page(after.as_ref()).await)
                .await?;
            let length = page.items.len();
            let new = self.keep_page(page.items, None).await?;
            match pages.after(length, new, page.next) {
                Next::Page(token) => after = Some(token),
                Next::Over => return Ok(true),
                Next::Endless => return Err(endless("mediaItems.list")),
            }
        }
    }

    /// All media items; where that was interrupted before, from there on. Gives whether it came to the end.
    async fn all_items(&mut self, unfinished: Option<Unfinished>) -> Result<bool, CoreError> {
        let mut began_ms = unfinished
            .as_ref()
            .map_or_else(|| self.now_ms(), |look| look.began_ms);
        self.seen += unfinished.as_ref().map_or(0, |look| look.seen);
        let mut resumed = unfinished.is_some();
        let mut after = unfinished.map(|look| PageToken::new(look.page));
        let mut pages = Pages::new(Until::End);
        loop {
            if self.enough_for_today().await? {
                return Ok(false);
            }
            let answer = self.client.media_items_page(after.as_ref()).await;
            // Google: a page token is not for ever.
            if resumed
                && matches!(
                    answer,
                    Err(ApiError::Refused { .. } | ApiError::NotFound { .. })
                )
            {
                (resumed, after, began_ms, self.seen) = (false, None, self.now_ms(), 0);
                let key = self.key;
                self.sync
                    .frame
                    .index
                    .write_quietly(move |tx| store::begin_anew(tx, key))
                    .await?;
                continue;
            }
            resumed = false;
            let page = self.heard(answer).await?;
            let length = page.items.len();
            let here = page.next.as_ref().map(|token| Unfinished {
                began_ms,
                page: token.as_str().to_owned(),
                seen: self.seen + length as u64,
            });
            self.keep_page(page.items, here).await?;
            match pages.after(length, length, page.next) {
                Next::Page(token) => after = Some(token),
                Next::Over => break,
                Next::Endless => return Err(endless("mediaItems.list")),
            }
        }
        let (key, settled_ms, now_ms) = (self.key, self.settled_before_ms(began_ms), self.now_ms());
        let mark = move |tx: &Transaction<'_>| {
            let marked = items::mark_missing(tx, key, began_ms, settled_ms, now_ms)?;
            store::finished(tx, key, began_ms)?;
            Ok(((), marked > 0))
        };
        self.sync.frame.index.write_telling(mark).await?;
        Ok(true)
    }

    /// Keeps a page of media items, and where the look stands with it. Gives how many were new.
    async fn keep_page(
        &mut self,
        page: Vec<MediaItem>,
        here: Option<Unfinished>,
    ) -> Result<usize, CoreError> {
        self.seen += page.len() as u64;
        self.job.progress(self.seen, None);
        let (key, now_ms) = (self.key, self.now_ms());
        let keep = move |tx: &Transaction<'_>| {
            let (mut new, mut changed) = (0, false);
            for item in &page {
                let (_, put) = items::seen(tx, key, item, now_ms)?;
                new += usize::from(put == Put::New);
                changed |= put != Put::Same;
            }
            if let Some(here) = &here {
                store::came_to(tx, key, here)?;
            }
            Ok((new, changed))
        };
        Ok(self.sync.frame.index.write_telling(keep).await?)
    }

    /// A look leaves the person some requests of the day, unless the person asked for it.
    pub(super) async fn enough_for_today(&self) -> Result<bool, CoreError> {
        if self.job.id().is_some() {
            return Ok(false);
        }
        let sent = self.sync.connections.requests_today(self.key).await?;
        Ok(sent >= self.sync.frame.policy.sync_stops_at_requests)
    }

    pub(super) async fn heard<T>(&self, answer: Result<T, ApiError>) -> Result<T, CoreError> {
        self.sync.connections.outcome(self.key, answer).await
    }

    pub(super) fn now_ms(&self) -> i64 {
        self.sync.frame.clock.now_ms()
    }

    /// What came later may not be in Google's lists yet.
    fn settled_before_ms(&self, began_ms: i64) -> i64 {
        let settles_ms =
            i64::try_from(self.sync.frame.policy.settles_within.as_millis()).unwrap_or(i64::MAX);
        began_ms.saturating_sub(settles_ms)
    }
}

pub(super) fn endless(call: &'static str) -> CoreError {
    let source = ApiError::Malformed {
        call,
        reason: "the list goes in circles".to_owned(),
    };
    CoreError::GoogleTrouble {
        source: std::sync::Arc::new(source),
    }
}
