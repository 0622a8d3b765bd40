//! The queue at work: one loop decides what may begin, the steps do it. The rows are the truth; a step is only somebody
//! working on a row.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::lane::{Lane, PARALLEL_READS, Sending};
use super::rules::{MAX_BATCH, PARALLEL_SENDS, batch_size};
use super::store::{self, Upload};
use super::trouble::{UploadPolicy, Wait, millis};
use super::{next, seam, shown, words};
use crate::connections::{Connections, Signal};
use crate::engine::Frame;
use crate::error::CoreError;
use crate::sync::Sync;
use crate::thumbs::Pictures;
use crate::view::{ConnectionKey, QueueState, UploadTotals, WaitCause};

/// How long the queue rests when the index does not answer, for instance because the disk is full.
const INDEX_REST_MS: i64 = 5_000;
/// The longest the loop sleeps: a clock may be set, a computer may have slept.
const MAX_SLEEP_MS: i64 = 60_000;

/// What the loop and the steps share.
pub struct Queue {
    pub(super) frame: Frame,
    pub(super) connections: Connections,
    pub(super) pictures: Pictures,
    pub(super) sync: Sync,
    die_at: Option<String>,
    lanes: Mutex<HashMap<ConnectionKey, Lane>>,
    paused: AtomicBool,
    wake: Notify,
    turns: watch::Sender<u64>,
}

impl Queue {
    pub fn new(
        frame: Frame,
        connections: Connections,
        pictures: Pictures,
        sync: Sync,
        die_at: Option<String>,
    ) -> Self {
        Self {
            frame,
            connections,
            pictures,
            sync,
            die_at,
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
                Some(_) = steps.join_next(), if !steps.is_empty() => {}
                () = self.wake.notified() => {}
                Ok(signal) = signals.recv() => self.heard(signal),
                () = tokio::time::sleep(Duration::from_millis(sleep_ms.unsigned_abs())) => {}
            }
        }
        // What is cut here stands in the index as under way, and is taken up at the next start.
        steps.shutdown().await;
    }

    /// Begins every step that may begin now. Gives when there may be more to do.
    async fn begin_what_can(
        self: &Arc<Self>,
        steps: &mut JoinSet<()>,
    ) -> Result<Option<i64>, CoreError> {
        let busy = self.frame.index.read(store::busy_connections).await?;
        let known: Vec<_> = self.lanes().keys().copied().collect();
        let mut next_ms: Option<i64> = None;
        for of in busy.iter().copied() {
            let now = self.now_ms();
            self.job(of);
            let waits = self.lane(of, |lane| {
                lane.end_wait(now);
                lane.wait.as_ref().map(|wait| wait.until_ms)
            });
            if !self.is_paused() {
                self.begin_reading(of, now, steps).await?;
                match waits {
                    Some(until_ms) => next_ms = earlier(next_ms, until_ms),
                    None => {
                        self.begin_sending(of, now, steps).await?;
                        next_ms = earlier(next_ms, self.begin_creating(of, now, steps).await?);
                    }
                }
                next_ms = earlier(
                    next_ms,
                    self.frame
                        .index
                        .read(move |db| next::next_retry_ms(db, of, now))
                        .await?,
                );
            }
            self.show_job(of, true).await?;
        }
        for of in known.into_iter().filter(|of| !busy.contains(of)) {
            self.show_job(of, false).await?;
        }
        Ok(next_ms)
    }

    async fn begin_reading(
        self: &Arc<Self>,
        of: ConnectionKey,
        now: i64,
        steps: &mut JoinSet<()>,
    ) -> Result<(), CoreError> {
        let files = self
            .frame
            .index
            .read(move |db| next::next_found(db, of, now, 2 * PARALLEL_READS))
            .await?;
        for file in files {
            {
                let mut lanes = self.lanes();
                let lane = lanes.entry(of).or_default();
                if lane.reading.len() >= PARALLEL_READS || !lane.reading.insert(file.key) {
                    continue;
                }
            }
            let queue = Arc::clone(self);
            steps.spawn(async move {
                let key = file.key;
                let outcome = queue.read_step(file).await;
                queue.lane(of, |lane| lane.reading.remove(&key));
                queue.note_index_trouble(outcome);
            });
        }
        Ok(())
    }

    async fn begin_sending(
        self: &Arc<Self>,
        of: ConnectionKey,
        now: i64,
        steps: &mut JoinSet<()>,
    ) -> Result<(), CoreError> {
        let files = self
            .frame
            .index
            .read(move |db| next::next_hashed(db, of, now, 2 * PARALLEL_SENDS))
            .await?;
        for file in files {
            let stop = CancellationToken::new();
            {
                let mut lanes = self.lanes();
                let lane = lanes.entry(of).or_default();
                if lane.sending.len() >= PARALLEL_SENDS || lane.sending.contains_key(&file.key) {
                    continue;
                }
                lane.sending.insert(
                    file.key,
                    Sending {
                        stop: stop.clone(),
                        sent_bytes: 0,
                    },
                );
            }
            let queue = Arc::clone(self);
            steps.spawn(async move {
                let key = file.key;
                let outcome = queue.send_step(file, stop).await;
                queue.lane(of, |lane| lane.sending.remove(&key));
                queue.note_index_trouble(outcome);
            });
        }
        Ok(())
    }

    /// Gives when a batch that is gathered now will be old enough to go.
    async fn begin_creating(
        self: &Arc<Self>,
        of: ConnectionKey,
        now: i64,
        steps: &mut JoinSet<()>,
    ) -> Result<Option<i64>, CoreError> {
        if self.lane(of, |lane| lane.creating) {
            return Ok(None);
        }
        let adding = self
            .frame
            .index
            .read(move |db| next::next_adding(db, of, now, MAX_BATCH))
            .await?;
        if !adding.is_empty() {
            self.begin_batch(of, adding, true, steps);
            return Ok(None);
        }
        let (mut sent, before) = self
            .frame
            .index
            .read(move |db| next::next_batch(db, of, now, 2 * MAX_BATCH))
            .await?;
        if sent.is_empty() {
            return Ok(None);
        }
        let in_order = sent
            .iter()
            .take_while(|one| before.is_none_or(|first| one.key < first))
            .count();
        let oldest_ms = sent.iter().map(|one| one.changed_ms).min().unwrap_or(now);
        let patience_ms = millis(self.policy().gather);
        let size = batch_size(
            sent.len(),
            in_order,
            before.is_some(),
            now - oldest_ms,
            patience_ms,
        );
        if size == 0 {
            return Ok(Some(oldest_ms + patience_ms));
        }
        sent.truncate(size);
        self.begin_batch(of, sent, false, steps);
        Ok(None)
    }

    fn begin_batch(
        self: &Arc<Self>,
        of: ConnectionKey,
        batch: Vec<Upload>,
        adding: bool,
        steps: &mut JoinSet<()>,
    ) {
        self.lane(of, |lane| lane.creating = true);
        let queue = Arc::clone(self);
        steps.spawn(async move {
            let outcome = if adding {
                queue.add_step(of, batch).await
            } else {
                queue.create_step(of, batch).await
            };
            queue.lane(of, |lane| lane.creating = false);
            queue.note_index_trouble(outcome);
        });
    }

    /// Brings the job of a connection up to date, and ends it when nothing is left to do.
    async fn show_job(&self, of: ConnectionKey, busy: bool) -> Result<(), CoreError> {
        let totals = self.totals(of).await?;
        let state = self.queue_state(of, &totals);
        if !busy && self.lane(of, |lane| lane.job.is_some() && lane.is_still()) {
            // The upload tokens of what went up are gone from the rows; now they go from the log too.
            self.frame.index.fold_in().await?;
        }
        let mut lanes = self.lanes();
        let Some(lane) = lanes.get_mut(&of) else {
            return Ok(());
        };
        let under_way: u64 = lane.sending.values().map(|one| one.sent_bytes).sum();
        (lane.settled_bytes, lane.total_bytes) =
            (totals.sent_bytes.saturating_sub(under_way), totals.bytes);
        let Some(job) = &lane.job else { return Ok(()) };
        if busy || !lane.is_still() {
            job.progress(totals.sent_bytes, Some(totals.bytes));
            match state {
                QueueState::Waiting { message, .. } => job.waiting(&message),
                QueueState::Paused => job.waiting("Paused. The queue is kept."),
                _ => job.note(&format!(
                    "{} of {} files",
                    totals.done,
                    totals.done + totals.left
                )),
            }
        } else if let Some(job) = lane.job.take() {
            lane.wait = None;
            lane.resent.clear();
            match totals.failed {
                0 => job.finish(),
                1 => job.finish_with("1 file was not uploaded. It is at the top of the queue with its reason."),
                many => job.finish_with(&format!("{many} files were not uploaded. They are at the top of the queue with their reasons.")),
            }
        }
        Ok(())
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
        let Some(Wait {
            cause,
            until_ms,
            message,
        }) = self.lane(of, |lane| lane.wait.clone())
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
        let (busy, now) = (
            self.frame.index.read(store::busy_connections).await?,
            self.now_ms(),
        );
        let mut lanes = self.lanes();
        if lanes.values().any(|lane| !lane.is_still()) {
            return Ok(false);
        }
        Ok(self.is_paused()
            || busy.iter().all(|of| {
                let wait = lanes.entry(*of).or_default().wait.as_ref();
                // A wait whose time has come is about to end.
                let holds = |wait: &Wait| wait.until_ms.is_none_or(|until| until > now);
                wait.is_some_and(|wait| wait.cause != WaitCause::SlowDown && holds(wait))
            }))
    }

    fn heard(&self, signal: Signal) {
        match signal {
            Signal::SignedIn(of) => {
                self.lane(of, |lane| {
                    lane.end_wait_for(&[
                        WaitCause::SignInNeeded,
                        WaitCause::ConsentMissing,
                        WaitCause::Offline,
                    ])
                });
            }
            Signal::Reachable(of) => self.lane(of, |lane| lane.end_wait_for(&[WaitCause::Offline])),
        }
    }

    /// The person pressed Go on: whatever it waited for is tried again.
    pub fn go_on(&self) {
        for lane in self.lanes().values_mut() {
            lane.wait = None;
            lane.offline_tries = 0;
        }
        self.wake();
    }

    fn note_index_trouble(&self, outcome: Result<(), CoreError>) {
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

    fn lanes(&self) -> MutexGuard<'_, HashMap<ConnectionKey, Lane>> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn policy(&self) -> &UploadPolicy {
        &self.frame.policy.uploads
    }

    pub(super) fn now_ms(&self) -> i64 {
        self.frame.clock.now_ms()
    }

    pub(crate) fn point(&self, name: &'static str) {
        seam::point(self.die_at.as_deref(), name);
    }
}

fn earlier(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    a.into_iter().chain(b).min()
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
