//! One look at a connection: albums, media items, contents of albums. What was seen is kept page by page.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use google_photos::{ApiError, GooglePhotos, MediaItem};
use rusqlite::Transaction;
use tokio::sync::Semaphore;

use super::listing::{self, Listing};
use super::pages::{Next, Pages, Until};
use super::plan::IN_FLIGHT;
use super::seen::seen;
use super::{Depth, Inner, store};
use crate::albums;
use crate::error::CoreError;
use crate::items::Put;
use crate::jobs::JobHandle;
use crate::view::ConnectionKey;
use crate::watching::Moment;

/// What is said when the day's share of requests for looking is used up.
const ENOUGH_FOR_TODAY: &str =
    "Most of today's requests to Google are used. The rest is looked at tomorrow, or when you ask.";

/// One look under way.
pub(super) struct Look<'a> {
    pub(super) sync: &'a Inner,
    pub(super) key: ConnectionKey,
    pub(super) client: GooglePhotos,
    pub(super) job: &'a JobHandle,
    /// Requests under way at once.
    pub(super) slots: Arc<Semaphore>,
    seen: AtomicU64,
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
        let look = Look {
            sync: self,
            key,
            client,
            job,
            slots: Arc::new(Semaphore::new(IN_FLIGHT)),
            seen: AtomicU64::new(0),
        };
        if look.enough_for_today().await? {
            return Ok(Some(ENOUGH_FOR_TODAY));
        }
        let standing = look.standing().await?;
        // Order: nothing is new in a library that was not looked through.
        let depth = match (depth, standing.first_ms) {
            (Depth::New | Depth::Albums, None) => Depth::AsNeeded,
            (depth, _) => depth,
        };
        if depth != Depth::New {
            self.albums.settle_wishes(key).await?;
            look.albums(look.now_ms()).await?;
        }
        let finished = match (standing.first_ms, depth) {
            (None, _) => {
                // What albums hold is asked for while few readers are at work.
                let (items, contents) = tokio::join!(look.first(standing.by_days), look.contents());
                items? && contents?
            }
            (_, Depth::New) => look.items().await?,
            (_, Depth::Albums) => look.contents().await?,
            _ => look.items().await? && look.contents().await?,
        };
        if !finished {
            return Ok(Some(ENOUGH_FOR_TODAY));
        }
        if depth != Depth::Albums {
            let done_ms = self.frame.clock.now_ms();
            let synced = move |tx: &Transaction<'_>| store::synced(tx, key, done_ms);
            self.frame.index.write(synced).await?;
        }
        if depth != Depth::New {
            look.compare(depth).await?;
        }
        Ok(None)
    }
}

impl Look<'_> {
    pub(super) async fn standing(&self) -> Result<store::Standing, CoreError> {
        let key = self.key;
        let index = &self.sync.frame.index;
        Ok(index.read(move |db| store::standing(db, key)).await?)
    }

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

    /// Media items from the newest to the first page on which nothing is new. Gives whether it came as far.
    ///
    /// New to the list is also what the index has in another way: what was uploaded from here, what an album showed, what a
    /// reading that was cut off brought. Below it there may be something that nobody has seen.
    pub(super) async fn items(&self) -> Result<bool, CoreError> {
        let mut pages = Pages::new(Until::Known);
        let mut after = None;
        let mut listing = self.listing().await?;
        loop {
            if self.enough_for_today().await? {
                return Ok(false);
            }
            let page = self
                .heard(self.client.media_items_page(after.as_ref()).await)
                .await?;
            let length = page.items.len();
            let new = self.keep_page(page.items, &mut listing).await?;
            match pages.after(length, new, page.next) {
                Next::Page(token) => after = Some(token),
                Next::Over => break,
                Next::Endless => return Err(endless("mediaItems.list")),
            }
        }
        self.listed(listing).await.map(|()| true)
    }

    async fn listing(&self) -> Result<Listing, CoreError> {
        let key = self.key;
        let index = &self.sync.frame.index;
        Ok(index.read(move |db| listing::begin(db, key)).await?)
    }

    /// Keeps how far was read, if that is news.
    async fn listed(&self, listing: Listing) -> Result<(), CoreError> {
        let key = self.key;
        let index = &self.sync.frame.index;
        let to = index.read(move |db| listing::came_to(db, key, &listing));
        if let Some(to) = to.await? {
            let keep = move |tx: &Transaction<'_>| listing::keep(tx, key, to);
            index.write_quietly(keep).await?;
        }
        Ok(())
    }

    /// Keeps a page of media items. Gives how many were new to the list.
    async fn keep_page(
        &self,
        page: Vec<MediaItem>,
        listing: &mut Listing,
    ) -> Result<usize, CoreError> {
        self.saw(page.len() as u64);
        let (key, at, known_to) = (self.key, self.moment(), listing.known_to);
        let keep = move |tx: &Transaction<'_>| {
            let (mut young, mut changed) = (Vec::new(), false);
            for item in &page {
                let (item_key, put) = seen(tx, key, item, &at)?;
                if put == Put::New || item_key.0 > known_to {
                    young.push(item_key);
                }
                changed |= put != Put::Same;
            }
            Ok((young, changed))
        };
        let young = self.sync.frame.index.write_telling(keep).await?;
        let new = young.len();
        listing.met.extend(young);
        Ok(new)
    }

    /// So many more items were seen.
    pub(super) fn saw(&self, items: u64) {
        let seen = self.seen.fetch_add(items, Ordering::Relaxed) + items;
        self.job.progress(seen, None);
    }

    /// A look leaves the person some requests of the day, unless the person asked for it.
    pub(super) async fn enough_for_today(&self) -> Result<bool, CoreError> {
        if self.job.id().is_some() {
            return Ok(false);
        }
        self.sync.is_out_of_requests(self.key).await
    }

    pub(super) async fn heard<T>(&self, answer: Result<T, ApiError>) -> Result<T, CoreError> {
        self.sync.connections.outcome(self.key, answer).await
    }

    pub(super) fn moment(&self) -> Moment {
        Moment::now(&self.sync.frame.clock)
    }

    pub(super) fn now_ms(&self) -> i64 {
        self.sync.frame.clock.now_ms()
    }

    /// What came later may not be in Google's lists yet.
    pub(super) fn settled_before_ms(&self, began_ms: i64) -> i64 {
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
