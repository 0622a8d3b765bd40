//! Comparing the index with Google to its end: what went missing, what a search by days never shows, what albums hold.
//!
//! Done piece by piece within a daily share of requests when the program looks by itself, and whole when the person asks.
//! Where it stands is kept with each page, so that it goes on after a restart. An item that the list went past is asked for
//! by its id before it is marked as missing.

use google_photos::{ApiError, MediaItem, MediaItemId, Page};
use rusqlite::Transaction;

use super::look::{Look, endless};
use super::pages::{Next, Pages, Until};
use super::seen::seen;
use super::store::{self, Comparing};
use super::sweep::{From, day_of};
use super::{Depth, asks};
use crate::error::CoreError;
use crate::items::places;
use crate::quota::rules::pacific_day;
use crate::view::ItemKey;
use crate::{albums, items};

/// Google: so many items can be named in one request.
const NAMED_AT_ONCE: usize = 50;

impl Look<'_> {
    /// Compares as far as the share of requests allows.
    pub(super) async fn compare(&self, depth: Depth) -> Result<(), CoreError> {
        let policy = &self.sync.frame.policy;
        let standing = self.standing().await?;
        if standing.first_ms.is_none() {
            return Ok(());
        }
        let now_ms = self.now_ms();
        let every_ms = i64::try_from(policy.compare_every.as_millis()).unwrap_or(i64::MAX);
        let is_due = standing
            .compared_ms
            .is_none_or(|at_ms| now_ms.saturating_sub(at_ms) >= every_ms);
        let wanted = depth == Depth::Full;
        if !wanted && (self.job.id().is_some() || (standing.comparing.is_none() && !is_due)) {
            return Ok(());
        }
        let total = self.total().await?;
        let mut comparison = Comparison {
            look: self,
            at: standing.comparing.unwrap_or_else(|| Comparing::new(now_ms)),
            cost: standing.cost,
            left: (!wanted).then_some(policy.compare_requests_at_once),
            total,
        };
        if comparison.items().await? && comparison.albums().await? {
            let (key, began_ms) = (self.key, comparison.at.began_ms);
            let done = move |tx: &Transaction<'_>| store::compared(tx, key, began_ms);
            self.sync.frame.index.write(done).await?;
        }
        Ok(())
    }

    async fn total(&self) -> Result<u64, CoreError> {
        let key = self.key;
        let index = &self.sync.frame.index;
        Ok(index.read(move |db| super::facts::items(db, key)).await?)
    }
}

struct Comparison<'a> {
    look: &'a Look<'a>,
    at: Comparing,
    cost: (String, u32),
    /// Requests that may still be sent now; any number where the person asked.
    left: Option<u32>,
    total: u64,
}

impl Comparison<'_> {
    /// The media items. Gives whether it came to the end.
    async fn items(&mut self) -> Result<bool, CoreError> {
        let mut pages = Pages::new(Until::End);
        while self.at.album.is_none() {
            if !self.may_ask(1).await? {
                return Ok(false);
            }
            let answer = asks::page(&self.look.client, self.at.from, self.at.page.as_ref()).await;
            // Google: a page token is not for ever. It goes on by the day to which it came.
            if self.at.page.is_some()
                && matches!(
                    answer,
                    Err(ApiError::Refused { .. } | ApiError::NotFound { .. })
                )
            {
                self.begin_at_day();
                pages = Pages::new(Until::End);
                continue;
            }
            let page = self.look.heard(answer).await?;
            let length = page.items.len();
            let next = pages.after(length, length, page.next.clone());
            if next == Next::Endless {
                return Err(endless("mediaItems.list"));
            }
            self.keep(page).await?;
        }
        Ok(true)
    }

    fn begin_at_day(&mut self) {
        self.at.page = None;
        let day = self
            .at
            .at_ms
            .and_then(|at_ms| day_of(at_ms.saturating_add(super::plan::DAY_MARGIN_MS)));
        match day {
            Some(day) => self.at.from = From::Down(day),
            None => self.at.from = From::List,
        }
    }

    /// Keeps a page, and marks what should have been on it and is at Google no more.
    async fn keep(&mut self, page: Page<MediaItem>) -> Result<(), CoreError> {
        let (key, at) = (self.look.key, self.look.moment());
        let is_last = page.next.is_none();
        let times_ms = page.items.iter().filter_map(|item| item.created);
        let came_to = times_ms.map(|time| time.as_millisecond()).next_back();
        // The page may begin before where the last one ended: it was found again by its day.
        let before = self.at.at_ms;
        let at_ms = match (before, came_to) {
            (Some(before), Some(came_to)) => Some(before.min(came_to)),
            (before, came_to) => before.or(came_to),
        };
        self.at.seen += page.items.len() as u64;
        self.look
            .job
            .progress(self.at.seen, Some(self.total.max(self.at.seen)));
        (self.at.page, self.at.at_ms) = (page.next, at_ms);
        let all = places::of_connection(key);
        // Items of the moment to which it came may stand on the next page.
        let lower = match (is_last, at_ms) {
            (true, _) => *all.start(),
            (false, Some(at_ms)) => places::wish(key, at_ms.saturating_add(1)),
            (false, None) => *all.end(),
        };
        let upper = before.map_or(*all.end(), |at_ms| {
            *places::of_span(key, at_ms..=at_ms).end()
        });
        let (began_ms, items) = (self.at.began_ms, page.items);
        let settled_ms = self.look.settled_before_ms(began_ms);
        let keep = move |tx: &Transaction<'_>| {
            let mut changed = false;
            for item in &items {
                changed |= seen(tx, key, item, &at)?.1 != items::Put::Same;
            }
            let unseen = items::unseen(tx, &(lower..=upper), began_ms, settled_ms)?;
            Ok((unseen, changed))
        };
        let unseen = self.look.sync.frame.index.write_telling(keep).await?;
        self.mark(unseen).await?;
        if is_last {
            self.at.album = Some(crate::view::AlbumKey(0));
        }
        self.came_to().await
    }

    /// Asks for items by their ids, and marks those that are at Google no more.
    async fn mark(&mut self, unseen: Vec<(ItemKey, String)>) -> Result<(), CoreError> {
        let now_ms = self.look.now_ms();
        let at = self.look.moment();
        for some in unseen.chunks(NAMED_AT_ONCE) {
            self.spend(1);
            let ids: Vec<MediaItemId> = some
                .iter()
                .map(|(_, id)| MediaItemId::from(id.as_str()))
                .collect();
            let answer = self.look.client.media_items_get(&ids).await;
            let answer = self.look.heard(answer).await?;
            let (key, some, at) = (self.look.key, some.to_vec(), at.clone());
            let mark = move |tx: &Transaction<'_>| {
                let mut changed = false;
                let mut gone = Vec::new();
                for ((item_key, _), outcome) in some.iter().zip(&answer) {
                    match outcome {
                        Ok(item) => {
                            changed |= seen(tx, key, item, &at)?.1 != items::Put::Same;
                        }
                        Err(_) => gone.push(*item_key),
                    }
                }
                items::mark_missing(tx, &gone, now_ms)?;
                Ok(((), changed || !gone.is_empty()))
            };
            self.look.sync.frame.index.write_telling(mark).await?;
        }
        Ok(())
    }

    /// What albums hold, and in which order. Gives whether all were listed.
    async fn albums(&mut self) -> Result<bool, CoreError> {
        let (key, after) = (self.look.key, self.at.album);
        let to_list = self
            .look
            .sync
            .frame
            .index
            .read(move |db| albums::to_list(db, key, true))
            .await?;
        let mut to_list: Vec<_> = to_list
            .into_iter()
            .filter(|(album, ..)| Some(*album) > after)
            .collect();
        to_list.sort_by_key(|(album, ..)| *album);
        for (album, google_id, counted) in to_list {
            let pages = counted.div_ceil(100).max(1);
            if !self.may_ask(pages).await? {
                return Ok(false);
            }
            self.spend(pages - 1);
            self.look.contents_of(album, &google_id, counted).await?;
            self.at.album = Some(album);
            self.came_to().await?;
        }
        Ok(true)
    }

    /// Whether another request may be sent; counts it. A comparison by itself leaves the person and the uploads their share.
    async fn may_ask(&mut self, requests: u32) -> Result<bool, CoreError> {
        let today = pacific_day(self.look.now_ms());
        if self.cost.0 != today {
            self.cost = (today, 0);
        }
        if let Some(left) = self.left {
            let most = self.look.sync.frame.policy.compare_requests_a_day;
            // What is longer than a day's share goes when the share is whole.
            let too_many = self.cost.1 + requests > most && self.cost.1 > 0;
            if left == 0 || too_many || self.look.enough_for_today().await? {
                return Ok(false);
            }
        }
        self.spend(1);
        Ok(true)
    }

    fn spend(&mut self, requests: u32) {
        self.cost.1 = self.cost.1.saturating_add(requests);
        self.left = self.left.map(|left| left.saturating_sub(requests));
    }

    async fn came_to(&self) -> Result<(), CoreError> {
        let (key, at, cost) = (self.look.key, self.at.clone(), self.cost.clone());
        let keep = move |tx: &Transaction<'_>| store::came_to(tx, key, &at, &cost);
        Ok(self.look.sync.frame.index.write_quietly(keep).await?)
    }
}
