//! What is known of one connection's queue only while the program runs: what is under way, what it waits for. Nothing here is
//! needed to go on after a restart.

use std::collections::{HashMap, HashSet};

use tokio_util::sync::CancellationToken;

use super::meter::Meter;
use super::shown::UnderWay;
use super::trouble::Wait;
use crate::jobs::JobHandle;
use crate::view::{UploadKey, WaitCause};

/// Files that are read at the same time.
pub const PARALLEL_READS: usize = 2;

/// One file whose bytes are being sent.
#[derive(Debug)]
pub struct Sending {
    /// To stop it.
    pub stop: CancellationToken,
    /// Bytes that left so far.
    pub sent_bytes: u64,
}

/// The queue of one connection, while the program runs.
#[derive(Default)]
pub struct Lane {
    /// Files that are being read.
    pub reading: HashSet<UploadKey>,
    /// Files that are being sent.
    pub sending: HashMap<UploadKey, Sending>,
    /// Whether media items are being made: one call at a time for one account.
    pub creating: bool,
    /// What all of it waits for.
    pub wait: Option<Wait>,
    /// How often in a row the network was missed.
    pub offline_tries: u32,
    /// Files whose token Google refused once already.
    pub resent: HashSet<UploadKey>,
    /// How fast bytes leave.
    pub meter: Meter,
    /// What the person sees of it beside the queue.
    pub job: Option<JobHandle>,
    /// Bytes that were sent when the sums were last made, without those under way.
    pub settled_bytes: u64,
    /// Bytes of all files when the sums were last made.
    pub total_bytes: u64,
}

impl Lane {
    /// Whether nothing is under way.
    pub fn is_still(&self) -> bool {
        self.reading.is_empty() && self.sending.is_empty() && !self.creating
    }

    /// The queue waits, unless it waits for something graver already.
    pub fn begin_wait(&mut self, wait: Wait) {
        if wait.cause == WaitCause::Offline {
            self.offline_tries += 1;
        }
        // Files under way at the same time meet different troubles: one that passes must not hide one that needs the person.
        let graver = self
            .wait
            .as_ref()
            .is_some_and(|now| now.until_ms.is_none() && wait.until_ms.is_some());
        if !graver {
            self.wait = Some(wait);
        }
    }

    /// Ends the wait if its time has come.
    pub fn end_wait(&mut self, now_ms: i64) {
        if self
            .wait
            .as_ref()
            .and_then(|wait| wait.until_ms)
            .is_some_and(|until| until <= now_ms)
        {
            self.wait = None;
        }
    }

    /// Ends the wait if it was for one of these.
    pub fn end_wait_for(&mut self, causes: &[WaitCause]) {
        if self
            .wait
            .as_ref()
            .is_some_and(|wait| causes.contains(&wait.cause))
        {
            self.wait = None;
            self.offline_tries = 0;
        }
    }

    /// Takes note of how far a file is.
    pub fn progress(&mut self, key: UploadKey, sent_bytes: u64, now_ms: i64) {
        let Some(sending) = self.sending.get_mut(&key) else {
            return;
        };
        self.meter
            .add(sent_bytes.saturating_sub(sending.sent_bytes), now_ms);
        // A repeat begins again where it begins.
        sending.sent_bytes = sent_bytes;
        let under_way: u64 = self.sending.values().map(|one| one.sent_bytes).sum();
        if let Some(job) = &self.job {
            job.progress(
                (self.settled_bytes + under_way).min(self.total_bytes),
                Some(self.total_bytes),
            );
        }
    }

    /// What the index does not know of the files under way.
    pub fn under_way(&mut self, now_ms: i64) -> UnderWay {
        UnderWay {
            sent_bytes: self
                .sending
                .iter()
                .map(|(key, one)| (*key, one.sent_bytes))
                .collect(),
            reading: self.reading.iter().copied().collect(),
            bytes_per_s: self.meter.bytes_per_s(now_ms),
        }
    }
}
