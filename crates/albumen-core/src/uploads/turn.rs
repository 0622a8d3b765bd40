//! One turn of the loop: what may begin begins. A turn asks the index once for each connection that has something to do, and
//! costs the same however long the queue is.

use std::sync::Arc;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::holds;
use super::lane::{PARALLEL_READS, Sending};
use super::next::{Next, Wanted, next};
use super::queue::Queue;
use super::store::{self, Upload};
use super::trouble::Wait;
use crate::error::CoreError;
use crate::view::{ConnectionKey, WaitCause};

/// Files that are read in one step, and their bytes together: what was learned of them is written down together.
const READ_AT_ONCE: usize = 32;
const READ_BYTES_AT_ONCE: u64 = 16 * 1024 * 1024;
/// Files that are looked at in one turn while the library turns out to have most of them.
const KNOWN_AT_ONCE: usize = 200;

impl Queue {
    /// Begins every step that may begin now. Gives when there may be more to do.
    pub(super) async fn begin_what_can(
        self: &Arc<Self>,
        steps: &mut JoinSet<()>,
    ) -> Result<Option<i64>, CoreError> {
        let busy = self.frame.index.read(store::busy_connections).await?;
        let known: Vec<_> = self.lanes().keys().copied().collect();
        let mut at_ms: Option<i64> = None;
        for of in busy.iter().copied() {
            at_ms = earlier(at_ms, self.turn_of(of, steps).await?);
        }
        for of in known.into_iter().filter(|of| !busy.contains(of)) {
            at_ms = earlier(at_ms, self.show_job(of, false).await?);
        }
        Ok(at_ms)
    }

    async fn turn_of(
        self: &Arc<Self>,
        of: ConnectionKey,
        steps: &mut JoinSet<()>,
    ) -> Result<Option<i64>, CoreError> {
        let now = self.now_ms();
        self.job(of);
        let mut at_ms = self.look_for_disks(of, now).await?;
        let gates = self.gates(of, now).await?;
        let wanted = self.wanted(of, now, gates);
        let mut next = self
            .frame
            .index
            .read(move |db| next(db, of, wanted))
            .await?;
        at_ms = earlier(at_ms, next.at_ms);
        let known = std::mem::take(&mut next.known);
        self.lane(of, |lane| lane.knew_some = !known.is_empty());
        if !known.is_empty() {
            self.settle_known(known).await?;
            // There may be more of them.
            self.wake();
        }
        let has_free = next.has_free;
        self.begin(of, next, steps);
        self.see_what_is_held(of, has_free).await?;
        at_ms = earlier(at_ms, self.lane(of, |lane| lane.next_ms()));
        Ok(earlier(at_ms, self.show_job(of, true).await?))
    }

    /// How much of what may begin.
    fn wanted(&self, of: ConnectionKey, now_ms: i64, gates: Vec<Wait>) -> Wanted {
        let (paused, parallel) = (self.is_paused(), self.parallel());
        let patience = self.policy().patience();
        self.lane(of, |lane| {
            lane.end_waits(now_ms);
            lane.gates = gates;
            let reads = PARALLEL_READS.saturating_sub(lane.read_steps);
            let sends = lane.room_to_send(parallel);
            let hashed = match (sends, lane.knew_some) {
                (_, true) => KNOWN_AT_ONCE,
                (0, false) => 0,
                // Files under way may stand where they stood a moment ago.
                (sends, false) => sends + lane.sending.len(),
            };
            let found = match reads {
                0 => 0,
                reads => reads * READ_AT_ONCE + lane.reading.len(),
            };
            Wanted {
                now_ms,
                found: if paused { 0 } else { found },
                hashed: if paused || !lane.may_send() {
                    0
                } else {
                    hashed
                },
                batch: (!paused && lane.may_create() && !lane.creating).then_some(patience),
            }
        })
    }

    fn parallel(&self) -> usize {
        usize::from(self.settings().parallel.clamp(1, 8))
    }

    fn begin(self: &Arc<Self>, of: ConnectionKey, next: Next, steps: &mut JoinSet<()>) {
        self.begin_reading(of, next.found, steps);
        for file in next.hashed {
            self.begin_sending(of, file, steps);
        }
        if !next.adding.is_empty() {
            self.begin_batch(of, next.adding, true, steps);
        } else if !next.batch.is_empty() {
            self.begin_batch(of, next.batch, false, steps);
        }
    }

    fn begin_reading(
        self: &Arc<Self>,
        of: ConnectionKey,
        found: Vec<Upload>,
        steps: &mut JoinSet<()>,
    ) {
        let mut found = found.into_iter();
        loop {
            let together = self.lane(of, |lane| {
                let (mut together, mut bytes) = (Vec::new(), 0);
                while lane.read_steps < PARALLEL_READS
                    && together.len() < READ_AT_ONCE
                    && bytes < READ_BYTES_AT_ONCE
                {
                    let Some(file) = found.next() else { break };
                    if lane.reading.insert(file.key) {
                        bytes += file.seen.size_bytes;
                        together.push(file);
                    }
                }
                lane.read_steps += usize::from(!together.is_empty());
                together
            });
            if together.is_empty() {
                return;
            }
            let queue = Arc::clone(self);
            steps.spawn(async move {
                let keys: Vec<_> = together.iter().map(|file| file.key).collect();
                let outcome = queue.read_step(together).await;
                queue.lane(of, |lane| {
                    lane.read_steps -= 1;
                    for key in keys {
                        lane.reading.remove(&key);
                    }
                });
                queue.note_index_trouble(outcome);
            });
        }
    }

    fn begin_sending(self: &Arc<Self>, of: ConnectionKey, file: Upload, steps: &mut JoinSet<()>) {
        let stop = CancellationToken::new();
        let parallel = self.parallel();
        let begins = self.lane(of, |lane| {
            let may = lane.room_to_send(parallel) > 0 && !lane.sending.contains_key(&file.key);
            if may {
                let sending = Sending {
                    stop: stop.clone(),
                    sent_bytes: file.sent_bytes,
                    kept_bytes: file.sent_bytes,
                    size_bytes: file.seen.size_bytes,
                };
                lane.sending.insert(file.key, sending);
            }
            may
        });
        if !begins {
            return;
        }
        let queue = Arc::clone(self);
        steps.spawn(async move {
            let key = file.key;
            let outcome = queue.send_step(file, stop).await;
            queue.lane(of, |lane| lane.sending.remove(&key));
            queue.note_index_trouble(outcome);
        });
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

    /// Where nothing else can go on, the queue waits for what its files are held for.
    async fn see_what_is_held(&self, of: ConnectionKey, has_free: bool) -> Result<(), CoreError> {
        let still = self.lane(of, |lane| lane.is_still());
        let held = if has_free || !still {
            None
        } else {
            self.frame
                .index
                .read(move |db| holds::held_for(db, of))
                .await?
        };
        let held = held.map(|held| Wait {
            cause: match held.as_str() {
                holds::ALBUM_FULL => WaitCause::AlbumFull,
                _ => WaitCause::DiskGone,
            },
            until_ms: None,
            message: None,
        });
        self.lane(of, |lane| lane.held = held);
        Ok(())
    }
}

/// The earlier of two moments.
pub(super) fn earlier(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    a.into_iter().chain(b).min()
}
