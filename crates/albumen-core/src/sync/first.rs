//! The first sync of a connection: the whole library, shared among several readers, kept in large transactions.

use std::hash::{BuildHasher as _, RandomState};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use google_photos::{ApiError, GooglePhotos, MediaItem, Page};
use rusqlite::Transaction;
use tokio::task::JoinSet;

use super::asks;
use super::came::Hashes;
use super::look::{Look, endless};
use super::plan::{Ask, Came, Plan};
use super::store;
use crate::error::CoreError;
use crate::index::IndexError;
use crate::items::Bulk;

/// So many items are kept at once, if they come that fast.
const AT_ONCE: usize = 1_500;
/// More do not wait in memory.
const MOST_WAITING: usize = 3_000;
/// What came waits no longer than this.
const KEPT_WITHIN: Duration = Duration::from_millis(500);
/// How often listeners hear that there is more to show.
const TOLD_EVERY: Duration = Duration::from_secs(1);

type Answer = (Ask, Result<Page<MediaItem>, ApiError>);
type Keeping = Pin<Box<dyn Future<Output = Result<(), IndexError>> + Send>>;

/// A first sync under way.
struct First<'a> {
    look: &'a Look<'a>,
    began_ms: i64,
    plan: Plan,
    /// Whether one reader sees the whole list.
    whole: bool,
    /// Which items came or were there, by a hash of their ids: those look-ups would cost more than all the rest.
    known: Hashes,
    came: Hashes,
    hasher: RandomState,
    bulk: Arc<Mutex<Bulk>>,
    /// What came and is not kept yet, and whether it was not there before.
    waiting: Vec<(MediaItem, bool)>,
    kept: Instant,
    told: Option<Instant>,
}

impl Look<'_> {
    /// Reads the whole library; where that was interrupted before, what is left of it. Gives whether it came to the end.
    pub(super) async fn first(&self, by_days: bool) -> Result<bool, CoreError> {
        let key = self.key;
        let index = &self.sync.frame.index;
        let left = index
            .read(move |db| store::unfinished_first(db, key))
            .await?;
        if left.is_some() && !self.items().await? {
            return Ok(false);
        }
        let hasher = RandomState::new();
        let hash = hasher.clone();
        let (bulk, known) = index
            .read(move |db| {
                let mut known = Hashes::default();
                let there = |id: &str| {
                    known.insert(hash.hash_one(id));
                };
                let bulk = Bulk::begin(db, key, there)?;
                Ok((bulk, known))
            })
            .await?;
        let began_ms = left.as_ref().map_or_else(|| self.now_ms(), |left| left.1);
        let plan = match left {
            Some((gaps, _)) => Plan::of(gaps, by_days),
            None => Plan::new(by_days),
        };
        let first = First {
            look: self,
            began_ms,
            whole: plan.is_one_list(),
            plan,
            known,
            came: Hashes::default(),
            hasher,
            bulk: Arc::new(Mutex::new(bulk)),
            waiting: Vec::new(),
            kept: Instant::now(),
            told: None,
        };
        first.read().await
    }
}

impl First<'_> {
    async fn read(mut self) -> Result<bool, CoreError> {
        let mut asked: JoinSet<Answer> = JoinSet::new();
        let mut keeping: Option<Keeping> = None;
        let mut outcome = Ok(true);
        loop {
            if keeping.is_none() && self.is_time_to_keep(asked.is_empty()) {
                if self.look.enough_for_today().await? {
                    outcome = Ok(false);
                }
                keeping = Some(self.keep());
            }
            while matches!(outcome, Ok(true)) && self.waiting.len() < MOST_WAITING {
                let Some(ask) = self.plan.next() else { break };
                self.send(&mut asked, ask);
            }
            tokio::select! {
                Some(answer) = asked.join_next() => {
                    // One that was told to stop says nothing any more.
                    if let Ok((ask, answer)) = answer
                        && let Err(error) = self.take(&ask, answer).await
                    {
                        outcome = Err(error);
                        asked.abort_all();
                    }
                }
                kept = finished(&mut keeping), if keeping.is_some() => {
                    keeping = None;
                    kept?;
                }
                else => break,
            }
        }
        match outcome {
            Ok(true) if self.plan.is_over() => self.finish().await.map(|()| true),
            // Nothing was left to be asked for, and something was not read.
            Ok(true) => Err(endless("mediaItems.search")),
            other => other,
        }
    }

    fn send(&mut self, asked: &mut JoinSet<Answer>, ask: Ask) {
        self.whole &= ask.from == super::sweep::From::List;
        let client: GooglePhotos = self.look.client.clone();
        let slots = Arc::clone(&self.look.slots);
        asked.spawn(async move {
            let _slot = slots.acquire_owned().await;
            let answer = asks::page(&client, ask.from, ask.after.as_ref()).await;
            (ask, answer)
        });
    }

    async fn take(
        &mut self,
        ask: &Ask,
        answer: Result<Page<MediaItem>, ApiError>,
    ) -> Result<(), CoreError> {
        let was_refused = matches!(
            answer,
            Err(ApiError::Refused { .. } | ApiError::NotFound { .. })
        );
        if was_refused && self.plan.refused(ask.sweep) {
            return Ok(());
        }
        let page = self.look.heard(answer).await?;
        let times_ms = page.items.iter().filter_map(|item| item.created);
        let mut came = Came {
            times_ms: times_ms.map(jiff::Timestamp::as_millisecond).collect(),
            items: page.items.len() as u64,
            new: 0,
            next: page.next,
        };
        for item in page.items {
            let hash = self.hasher.hash_one(item.id.as_str());
            if self.came.insert(hash) {
                came.new += 1;
                self.waiting.push((item, !self.known.contains(hash)));
            }
        }
        if self.plan.took(ask.sweep, &came).is_err() {
            return Err(endless("mediaItems.list"));
        }
        self.look.saw(came.new);
        Ok(())
    }

    fn is_time_to_keep(&self, is_last: bool) -> bool {
        let much = self.waiting.len() >= AT_ONCE;
        // The first page is shown at once.
        let late = self.told.is_none() || self.kept.elapsed() >= KEPT_WITHIN;
        !self.waiting.is_empty() && (much || late || is_last)
    }

    /// Begins to keep what came, and where the readers are with it.
    fn keep(&mut self) -> Keeping {
        let items = std::mem::take(&mut self.waiting);
        let (key, began_ms, now_ms) = (self.look.key, self.began_ms, self.look.now_ms());
        let (gaps, by_days) = (self.plan.standing(), self.plan.by_days);
        let bulk = Arc::clone(&self.bulk);
        self.kept = Instant::now();
        let tell = self.told.is_none_or(|told| told.elapsed() >= TOLD_EVERY);
        if tell {
            self.told = Some(self.kept);
        }
        let keep = move |tx: &Transaction<'_>| {
            let mut bulk = bulk.lock().unwrap_or_else(PoisonError::into_inner);
            let changed = bulk.keep(tx, &items, now_ms)?;
            store::first_came_to(tx, key, began_ms, &gaps, by_days)?;
            Ok(((), changed && tell))
        };
        let index = self.look.sync.frame.index.clone();
        Box::pin(async move { index.write_much(keep).await })
    }

    async fn finish(self) -> Result<(), CoreError> {
        let (key, began_ms, whole) = (self.look.key, self.began_ms, self.whole);
        let by_days = self.plan.by_days;
        let finish = move |tx: &Transaction<'_>| {
            store::first_came_to(tx, key, began_ms, &[], by_days)?;
            store::first_finished(tx, key, began_ms, whole)
        };
        Ok(self.look.sync.frame.index.write(finish).await?)
    }
}

async fn finished(keeping: &mut Option<Keeping>) -> Result<(), IndexError> {
    match keeping {
        Some(keeping) => keeping.await,
        None => std::future::pending().await,
    }
}
