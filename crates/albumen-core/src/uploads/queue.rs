//! The queue at work: one loop decides what may begin, the steps do it. The rows are the truth; a step is only somebody
//! working on a row.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;

use super::lane::Lane;
use super::machine::Machine;
use super::pace::Pace;
use super::trouble::{UploadPolicy, Wait};
use super::{next, seam, shown, store, words};
use crate::albums::Albums;
use crate::connections::{Connections, Signal};
use crate::engine::Frame;
use crate::error::CoreError;
use crate::index::IndexError;
use crate::sync::Sync;
use crate::thumbs::Pictures;
use crate::view::{ConnectionKey, QueueState, UploadSettings, UploadTotals, WaitCause};

/// How long the queue rests when the index does not answer, for instance because the disk is full.
const INDEX_REST_MS: i64 = 5_000;
/// The longest the loop sleeps: a clock may be set, a computer may have slept.
const MAX_SLEEP_MS: i64 = 60_000;

/// What the loop and the steps share.
pub struct Queue {
    pub(super) frame: Frame,
    pub(super) connections: Connections,
    pub(super) albums: Albums,
    pub(super) pictures: Pictures,
    pub(super) sync: Sync,
    pub(super) pace: Arc<Pace>,
    settings: Mutex<UploadSettings>,
    machine: Mutex<Option<(Machine, i64)>>,
    lanes: Mutex<HashMap<ConnectionKey, Lane>>,
    paused: AtomicBool,
    wake: Notify,
    turns: watch::Sender<u64>,
}

impl Queue {
    pub fn new(
        frame: Frame,
        connections: Connections,
        albums: Albums,
        pictures: Pictures,
        sync: Sync,
    ) -> Self {
        Self {
            frame,
            connections,
            albums,
            pictures,
            sync,
            pace: Arc::new(Pace::new()),
            settings: Mutex::default(),
            machine: Mutex::default(),
            lanes: Mutex::default(),
            paused: AtomicBool::new(false),
            wake: Notify::new(),
            turns: watch::channel(0).0,
        }
    }

    /// Works until the engine closes.
    pub async fn run(self: Arc<Self>) {
        let mut signals = self.connections.signals();
        let mut steps = JoinSet::new();
        loop {
            let next_ms = match self.begin_what_can(&mut steps).await {
                Ok(next_ms) => next_ms,
                Err(CoreError::Closed) => break,
                Err(error) => {
                    tracing::warn!(%error, "the upload queue rests: the index does not answer");
                    Some(self.now_ms() + INDEX_REST_MS)
                }
            };
            self.turns.send_modify(|turn| *turn = turn.wrapping_add(1));
            let now = self.now_ms();
            let sleep_ms = next_ms.map_or(MAX_SLEEP_MS, |next| (next - now).clamp(1, MAX_SLEEP_MS));
            tokio::select! {
                () = self.frame.tasks.stopped() => break,
                // What ended together is looked at together.
                Some(_) = steps.join_next(), if !steps.is_empty() => while steps.try_join_next().is_some() {},
                () = self.wake.notified() => {}
                Ok(signal) = signals.recv() => self.heard(signal),
                () = tokio::time::sleep(Duration::from_millis(sleep_ms.unsigned_abs())) => {}
            }
        }
        // What is cut here stands in the index as under way, and is taken up at the next start.
        steps.shutdown().await;
    }

    /// Sums over the queue of a connection.
    pub async fn totals(&self, of: ConnectionKey) -> Result<UploadTotals, CoreError> {
        let under_way = self.lane(of, |lane| lane.under_way(self.now_ms()));
        Ok(self
            .frame
            .index
            .read(move |db| shown::totals(db, of, &under_way))
            .await?)
    }

    /// How the queue of a connection stands.
    pub fn queue_state(&self, of: ConnectionKey, totals: &UploadTotals) -> QueueState {
        if totals.left == 0 {
            return QueueState::Idle;
        }
        if self.is_paused() {
            return QueueState::Paused;
        }
        let waits_for = self.lane(of, |lane| lane.waits_for().cloned());
        let Some(Wait {
            cause,
            until_ms,
            message,
        }) = waits_for
        else {
            return QueueState::Running;
        };
        let clock = until_ms.and_then(local_clock);
        let message = message.unwrap_or_else(|| {
            words::wait_words(
                cause,
                totals.left,
                totals.done,
                until_ms,
                self.now_ms(),
                clock.as_deref(),
            )
        });
        QueueState::Waiting {
            cause,
            message,
            until_ms,
        }
    }

    /// Whether nothing can go on by itself for now.
    pub async fn is_idle(&self) -> Result<bool, CoreError> {
        let read = self.frame.index.read(|db| {
            let busy = store::busy_connections(db)?;
            let free = |of: ConnectionKey| Ok((of, next::has_free(db, of)?));
            busy.into_iter()
                .map(free)
                .collect::<Result<Vec<_>, IndexError>>()
        });
        let (busy, now) = (read.await?, self.now_ms());
        let mut lanes = self.lanes();
        if lanes.values().any(|lane| !lane.is_still()) {
            return Ok(false);
        }
        Ok(self.is_paused()
            || busy
                .iter()
                .all(|(of, has_free)| lanes.entry(*of).or_default().rests(*has_free, now)))
    }

    fn heard(&self, signal: Signal) {
        use WaitCause::{ConsentMissing, Offline, SignInNeeded};
        match signal {
            Signal::SignedIn(of) => self.lane(of, |lane| {
                lane.end_waits_for(&[SignInNeeded, ConsentMissing, Offline]);
            }),
            Signal::Reachable(of) => self.lane(of, |lane| lane.end_waits_for(&[Offline])),
        }
    }

    /// The person pressed Go on: whatever it waited for is tried again.
    pub fn go_on(&self) {
        for lane in self.lanes().values_mut() {
            lane.waits.clear();
            lane.went_well();
            lane.disks_looked_ms = i64::MIN;
        }
        self.wake();
    }

    /// Whether a file that is sent in chunks may go on with the next one.
    pub(super) fn may_go_on(&self, of: ConnectionKey) -> bool {
        !self.is_paused() && self.lane(of, |lane| lane.may_send())
    }

    /// What the person set; holds from now on, for bytes under way too.
    pub fn set_settings(&self, settings: UploadSettings) {
        self.pace.set_limit(settings.limit_bytes_per_s);
        *self.settings.lock().unwrap_or_else(PoisonError::into_inner) = settings;
        self.wake();
    }

    /// What the person set.
    pub fn settings(&self) -> UploadSettings {
        self.settings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(super) fn with_machine<T>(&self, work: impl FnOnce(&mut Option<(Machine, i64)>) -> T) -> T {
        work(&mut self.machine.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes up what was waited for when the program ended.
    pub async fn take_up(&self) -> Result<(), CoreError> {
        let now = self.now_ms();
        for (of, until_ms) in self.frame.index.read(store::asleep).await? {
            if until_ms > now {
                self.lane(of, |lane| {
                    lane.begin_wait(Wait {
                        cause: WaitCause::QuotaSpent,
                        until_ms: Some(until_ms),
                        message: None,
                    });
                });
            }
        }
        Ok(())
    }

    pub(super) fn note_index_trouble(&self, outcome: Result<(), CoreError>) {
        if let Err(error) = outcome
            && !matches!(error, CoreError::Closed)
        {
            tracing::warn!(%error, "a step of an upload could not be written down");
        }
    }

    /// Something of the queue changed.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Hears of each turn of the loop.
    pub fn turns(&self) -> watch::Receiver<u64> {
        self.turns.subscribe()
    }

    pub fn is_paused(&self) -> bool {
        self.paused.load(Ordering::SeqCst)
    }

    pub fn set_paused(&self, paused: bool) {
        self.paused.store(paused, Ordering::SeqCst);
    }

    /// Works on what is known of a connection's queue. Short, and never across an `await`.
    pub fn lane<T>(&self, of: ConnectionKey, work: impl FnOnce(&mut Lane) -> T) -> T {
        work(self.lanes().entry(of).or_default())
    }

    pub(super) fn lanes(&self) -> MutexGuard<'_, HashMap<ConnectionKey, Lane>> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn policy(&self) -> &UploadPolicy {
        &self.frame.policy.uploads
    }

    pub(super) fn now_ms(&self) -> i64 {
        self.frame.clock.now_ms()
    }

    pub(crate) fn point(&self, name: &'static str) {
        seam::point(self.frame.die_at.as_deref(), name);
    }
}

/// The time of day on this computer, such as `09:00`.
fn local_clock(at_ms: i64) -> Option<String> {
    let at = jiff::Timestamp::from_millisecond(at_ms).ok()?;
    Some(
        jiff::tz::TimeZone::system()
            .to_datetime(at)
            .strftime("%H:%M")
            .to_string(),
    )
}
