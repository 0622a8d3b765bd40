//! Looking for what is new at Google: albums, media items newest first, the contents of albums that changed. Stops at what is
//! known: N new items cost at most N/100, rounded up, and two requests; each album whose contents changed costs a hundredth of
//! its length more. The first sync of a library is shared among several readers and costs at most three requests in a hundred
//! more than its pages. A comparison, which finds what went missing, goes on in small pieces within a share of the day's
//! requests, or whole when the person asks.

mod asks;
mod came;
mod compare;
mod contents;
mod facts;
mod first;
mod listing;
mod look;
mod pages;
mod plan;
mod schedule;
mod seen;
mod store;
mod sweep;
mod videos;
mod watch;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rand::Rng as _;
use rusqlite::Transaction;
use tokio::sync::Notify;

use crate::albums::Albums;
use crate::connections::Connections;
use crate::engine::Frame;
use crate::error::CoreError;
use crate::jobs::JobHandle;
use crate::quota::rules::next_pacific_midnight_ms;
use crate::view::{ConnectionKey, JobId, JobKind};
use crate::watching;
use schedule::{Due, SPREAD, Schedule};

/// Sync. Clones share what runs.
#[derive(Clone)]
pub struct Sync {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    frame: Frame,
    connections: Connections,
    albums: Albums,
    /// One look at a time for each connection.
    lanes: Mutex<HashMap<ConnectionKey, Arc<tokio::sync::Mutex<()>>>>,
    /// The job that somebody asked for and that is not over.
    asked: Mutex<HashMap<ConnectionKey, JobId>>,
    /// When each connection is looked at by itself.
    schedule: Mutex<Schedule>,
    /// Rung when that may have changed.
    set_off: Notify,
    /// The connections whose videos are being asked for.
    watched: Mutex<std::collections::HashSet<ConnectionKey>>,
}

/// The longest day of Google's: the one on which clocks are set back.
const LONGEST_DAY_MS: i64 = 25 * 60 * 60 * 1000;

/// How far a look goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// To what is known, and a piece of the comparison with Google when the program looks by itself.
    AsNeeded,
    /// Only down the list of media items, to what is known.
    New,
    /// Only albums, what they hold, and a piece of the comparison.
    Albums,
    /// To what is known, and the whole comparison.
    Full,
}

impl Sync {
    pub(crate) fn new(frame: Frame, connections: Connections, albums: Albums) -> Self {
        let inner = Inner {
            frame,
            connections,
            albums,
            lanes: Mutex::default(),
            asked: Mutex::default(),
            schedule: Mutex::default(),
            set_off: Notify::new(),
            watched: Mutex::default(),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// Looks for what is new in the current connection. Gives the job at once.
    ///
    /// Errors: `NoConnection`.
    pub async fn now(&self) -> Result<JobId, CoreError> {
        let current = self
            .inner
            .connections
            .current()
            .await?
            .ok_or(CoreError::NoConnection)?;
        self.for_connection(current).await
    }

    /// Looks for what is new in a connection. Gives the job at once, the same one while it runs.
    ///
    /// Errors: `NotFound`.
    pub async fn for_connection(&self, key: ConnectionKey) -> Result<JobId, CoreError> {
        self.ask(key, Depth::AsNeeded).await
    }

    /// Compares the current connection with Google to its end, which finds what went missing. Costs a request for each 100
    /// items and for each 100 items of each album; goes on where an earlier comparison stopped. Gives the job at once.
    ///
    /// Errors: `NoConnection`.
    pub async fn compare(&self) -> Result<JobId, CoreError> {
        let current = self.inner.connections.current().await?;
        self.ask(current.ok_or(CoreError::NoConnection)?, Depth::Full)
            .await
    }

    async fn ask(&self, key: ConnectionKey, depth: Depth) -> Result<JobId, CoreError> {
        self.inner.connections.get(key).await?;
        let mut asked = self
            .inner
            .asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(running) = asked.get(&key) {
            return Ok(*running);
        }
        let job = self.inner.frame.jobs.begin(JobKind::Sync);
        let Some(id) = job.id() else {
            return Err(CoreError::Closed);
        };
        asked.insert(key, id);
        drop(asked);
        let inner = Arc::clone(&self.inner);
        self.inner.frame.tasks.spawn(async move {
            inner.run(key, depth, job).await;
        });
        Ok(id)
    }

    /// Asks after videos of a connection that Google is still working on, until it is done with them.
    pub(crate) fn watch_videos(&self, key: ConnectionKey) {
        Inner::watch_videos(&self.inner, key);
    }

    /// When a connection that is looked at so often is looked at next by itself; none while nothing is by itself.
    pub(crate) fn next_look_ms(&self, key: ConnectionKey, every_s: u32) -> Option<i64> {
        let every = Duration::from_secs(u64::from(every_s));
        self.inner.schedule().next_ms(key, every)
    }

    /// Whether Google, or the share of requests that looking by itself may use, allows no look for the rest of the day.
    pub(crate) async fn is_out_of_requests(&self, key: ConnectionKey) -> Result<bool, CoreError> {
        self.inner.is_out_of_requests(key).await
    }

    /// How often to look may have changed.
    pub(crate) fn set_off(&self) {
        self.inner.set_off.notify_one();
    }

    /// Begins to look by itself: at once, after sign-ins, when Google answers again, and every so often.
    pub(crate) fn start(&self) {
        if self.inner.frame.policy.sync_by_itself {
            self.inner
                .frame
                .tasks
                .spawn_until_stopped(watch::watch(Arc::clone(&self.inner)));
        }
    }
}

impl Inner {
    /// Looks, and says on the job how that went.
    async fn run(self: &Arc<Self>, key: ConnectionKey, depth: Depth, job: JobHandle) {
        let lane = {
            let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(lanes.entry(key).or_default())
        };
        let _one_at_a_time = lane.lock().await;
        // It may have fallen silent while this one waited for its turn.
        if matches!(depth, Depth::New | Depth::Albums) && !watch::answers(self, key).await {
            return;
        }
        self.began(key, depth);
        self.connections.set_syncing(key, true);
        let before = watching::last(&self.frame.index).await;
        let (cancelled, stopped) = (job.cancellation(), self.frame.tasks.clone());
        let looked = tokio::select! {
            looked = self.look(key, depth, &job) => looked,
            () = cancelled.cancelled() => Err(CoreError::Cancelled),
            () = stopped.stopped() => Err(CoreError::Cancelled),
        };
        if let Err(error) = self.connections.keep_refresh_token(key).await {
            tracing::warn!(%error, "a renewed sign-in was not saved");
        }
        self.after_look(key, &looked, before.unwrap_or(0)).await;
        self.connections.set_syncing(key, false);
        if job.id().is_some() {
            self.asked
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .remove(&key);
        }
        match looked {
            Ok(None) => job.finish(),
            Ok(Some(note)) => job.finish_with(note),
            Err(CoreError::Cancelled) => drop(job),
            Err(error) => {
                tracing::info!(code = error.code(), "a sync stopped");
                job.fail(&error.to_string());
            }
        }
        Self::watch_videos(self, key);
    }

    fn schedule(&self) -> std::sync::MutexGuard<'_, Schedule> {
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn began(&self, key: ConnectionKey, depth: Depth) {
        let what = match depth {
            Depth::New => Due::New,
            Depth::Albums => Due::Albums,
            Depth::AsNeeded | Depth::Full => Due::All,
        };
        let (now_ms, spread) = (self.frame.clock.now_ms(), rand::rng().random_range(SPREAD));
        self.schedule().began(key, what, now_ms, spread);
    }

    /// Settles what a look brought, however far it came, and says so where something is new.
    async fn after_look<T: std::marker::Sync>(
        &self,
        key: ConnectionKey,
        looked: &Result<T, CoreError>,
        before: i64,
    ) {
        let (index, clock) = (&self.frame.index, &self.frame.clock);
        let settled = async {
            watching::settle(index, key, clock).await?;
            let was = index
                .read(move |db| store::asleep_until_ms(db, key))
                .await?;
            let until_ms = match looked {
                Err(CoreError::QuotaSpent { .. }) => Some(next_pacific_midnight_ms(clock.now_ms())),
                Ok(_) => None,
                Err(_) => was,
            };
            if was != until_ms {
                let keep = move |tx: &Transaction<'_>| store::set_asleep(tx, key, until_ms);
                index.write_quietly(keep).await?;
            }
            watching::last(index).await
        };
        match settled.await {
            Ok(last) if last > before => self.frame.events.noticed(),
            Ok(_) => {}
            Err(error) => tracing::debug!(%error, "what a look brought was not settled"),
        }
    }

    async fn is_out_of_requests(&self, key: ConnectionKey) -> Result<bool, CoreError> {
        let read = self
            .frame
            .index
            .read(move |db| store::asleep_until_ms(db, key));
        let now_ms = self.frame.clock.now_ms();
        let until_ms = read.await?.unwrap_or(now_ms);
        // A clock that was set back makes no day longer.
        if (now_ms + 1..=now_ms + LONGEST_DAY_MS).contains(&until_ms) {
            return Ok(true);
        }
        let sent = self.connections.requests_today(key).await?;
        Ok(sent >= self.frame.policy.sync_stops_at_requests)
    }
}
