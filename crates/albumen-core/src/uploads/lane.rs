//! What is known of one connection's queue only while the program runs: what is under way, what it waits for. Nothing here is
//! needed to go on after a restart.

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use tokio_util::sync::CancellationToken;

use super::meter::Meter;
use super::shown::UnderWay;
use super::trouble::{Wait, graver};
use crate::jobs::JobHandle;
use crate::view::{UploadKey, WaitCause};

/// Steps in which files are read at the same time.
pub const PARALLEL_READS: usize = 2;
/// How often in a row Google may ask to slow down before the wait grows no more.
const MOST_SLOW_DOWNS: u32 = 5;

/// One file whose bytes are being sent.
#[derive(Debug)]
pub struct Sending {
    /// To stop it.
    pub stop: CancellationToken,
    /// Bytes of it that left so far.
    pub sent_bytes: u64,
    /// Of these, those that the index knows of.
    pub kept_bytes: u64,
    /// How many bytes it has.
    pub size_bytes: u64,
}

/// The queue of one connection, while the program runs.
#[derive(Default)]
pub struct Lane {
    /// Files that are being read.
    pub reading: HashSet<UploadKey>,
    /// Steps that read.
    pub read_steps: usize,
    /// Files that are being sent.
    pub sending: HashMap<UploadKey, Sending>,
    /// Whether media items are being made: one call at a time for one account.
    pub creating: bool,
    /// What all of it waits for, because of what Google or the network said. One of each cause.
    pub waits: Vec<Wait>,
    /// What nothing new begins for, by the rules of the person or of the day. Found anew at each turn.
    pub gates: Vec<Wait>,
    /// What all files that are left wait for, each by itself.
    pub held: Option<Wait>,
    /// How often in a row the network was missed.
    pub offline_tries: u32,
    /// How often in a row Google asked to slow down.
    pub slow_downs: u32,
    /// When folders that were gone were last looked for.
    pub disks_looked_ms: i64,
    /// Whether the last look found files that the library has already: then there are probably many.
    pub knew_some: bool,
    /// Files whose token Google refused once already.
    pub resent: HashSet<UploadKey>,
    /// How fast bytes leave.
    pub meter: Meter,
    /// What the person sees of it beside the queue.
    pub job: Option<JobHandle>,
    /// When the job was last brought up to date.
    pub shown: Option<Instant>,
    /// Requests of the day of the connection's project, and when they were counted.
    pub requests: Option<(u32, Instant)>,
    /// Bytes that were sent when the sums were last made, without those under way.
    pub settled_bytes: u64,
    /// Bytes of all files when the sums were last made.
    pub total_bytes: u64,
}

impl Lane {
    /// Whether nothing is under way.
    pub fn is_still(&self) -> bool {
        self.read_steps == 0 && self.sending.is_empty() && !self.creating
    }

    /// How many more files may begin to be sent, where the bytes of `parallel` move at the same time. A file of which all
    /// bytes left only waits for its answer: it keeps a connection and no part of the line, so half as many more may begin.
    pub fn room_to_send(&self, parallel: usize) -> usize {
        let moving = self
            .sending
            .values()
            .filter(|one| one.sent_bytes < one.size_bytes);
        let by_bytes = parallel.saturating_sub(moving.count());
        let by_requests = (parallel + parallel.div_ceil(2)).saturating_sub(self.sending.len());
        by_bytes.min(by_requests)
    }

    /// The gravest of what it waits for.
    pub fn waits_for(&self) -> Option<&Wait> {
        let grave = |wait: &&Wait| graver(wait.cause);
        let first = self.waits.iter().chain(&self.gates).min_by_key(grave);
        first.or(self.held.as_ref())
    }

    /// Whether files may begin to be sent.
    pub fn may_send(&self) -> bool {
        self.waits.is_empty() && self.gates.is_empty()
    }

    /// Whether files that are at Google may become media items. The person's rules are about bytes; of those there are none.
    pub fn may_create(&self) -> bool {
        let of_the_day = |wait: &Wait| wait.cause == WaitCause::QuotaSpent;
        self.waits.is_empty() && !self.gates.iter().any(of_the_day)
    }

    /// The queue waits. Files under way at the same time meet different troubles: each is kept, the gravest is shown.
    pub fn begin_wait(&mut self, wait: Wait) {
        let again = self.waits.iter().any(|one| one.cause == wait.cause);
        match wait.cause {
            // Files that were under way together are told together: that is one wait, and not a longer one.
            WaitCause::Offline | WaitCause::SlowDown if again => return,
            WaitCause::Offline => self.offline_tries += 1,
            WaitCause::SlowDown => self.slow_downs = (self.slow_downs + 1).min(MOST_SLOW_DOWNS),
            _ => {}
        }
        self.waits.retain(|one| one.cause != wait.cause);
        self.waits.push(wait);
    }

    /// Google took something.
    pub fn went_well(&mut self) {
        self.offline_tries = 0;
        self.slow_downs = 0;
    }

    /// Ends the waits whose time has come.
    pub fn end_waits(&mut self, now_ms: i64) {
        self.waits
            .retain(|wait| wait.until_ms.is_none_or(|until| until > now_ms));
    }

    /// Ends the waits for these.
    pub fn end_waits_for(&mut self, causes: &[WaitCause]) {
        self.waits.retain(|wait| !causes.contains(&wait.cause));
        if causes.contains(&WaitCause::Offline) {
            self.offline_tries = 0;
        }
    }

    /// Whether nothing goes on by itself in a moment. `has_free`: whether there is a file that is not held.
    pub fn rests(&self, has_free: bool, now_ms: i64) -> bool {
        // A wait whose time has come is about to end.
        let lasts = |wait: &Wait| {
            wait.cause != WaitCause::SlowDown && wait.until_ms.is_none_or(|until| until > now_ms)
        };
        let all = self.waits.iter().chain(&self.gates);
        let first = all.min_by_key(|wait| graver(wait.cause));
        match first {
            Some(wait) => lasts(wait),
            // Files that came or were let go since are free and not looked at yet.
            None => !has_free && self.held.is_some(),
        }
    }

    /// When a wait ends by itself.
    pub fn next_ms(&self) -> Option<i64> {
        let all = self.waits.iter().chain(&self.gates).chain(&self.held);
        all.filter_map(|wait| wait.until_ms).min()
    }

    /// Takes note of how far a file is. Gives whether the last of its bytes left just now.
    pub fn progress(&mut self, key: UploadKey, sent_bytes: u64, now_ms: i64) -> bool {
        let Some(sending) = self.sending.get_mut(&key) else {
            return false;
        };
        let all_left = sent_bytes >= sending.size_bytes && sending.sent_bytes < sending.size_bytes;
        self.meter
            .add(sent_bytes.saturating_sub(sending.sent_bytes), now_ms);
        // A repeat begins again where it begins.
        sending.sent_bytes = sent_bytes;
        let under_way = self.beyond_index();
        if let Some(job) = &self.job {
            job.progress(
                (self.settled_bytes + under_way).min(self.total_bytes),
                Some(self.total_bytes),
            );
        }
        all_left
    }

    /// Takes note of how much of a file the index knows of.
    pub fn kept(&mut self, key: UploadKey, offset_bytes: u64) {
        if let Some(sending) = self.sending.get_mut(&key) {
            sending.sent_bytes = sending.sent_bytes.max(offset_bytes);
            sending.kept_bytes = offset_bytes;
        }
    }

    /// Bytes that left and that the index does not know of.
    pub fn beyond_index(&self) -> u64 {
        let each = self.sending.values();
        each.map(|one| one.sent_bytes.saturating_sub(one.kept_bytes))
            .sum()
    }

    /// What the index does not know of the files under way.
    pub fn under_way(&mut self, now_ms: i64) -> UnderWay {
        UnderWay {
            sent_bytes: self
                .sending
                .iter()
                .map(|(key, one)| (*key, one.sent_bytes))
                .collect(),
            beyond_index: self.beyond_index(),
            reading: self.reading.iter().copied().collect(),
            bytes_per_s: self.meter.bytes_per_s(now_ms),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(cause: WaitCause, until_ms: Option<i64>) -> Wait {
        Wait {
            cause,
            until_ms,
            message: None,
        }
    }

    #[test]
    fn of_several_waits_the_gravest_is_shown_and_each_ends_by_itself() {
        let mut lane = Lane::default();
        lane.gates.push(wait(WaitCause::Scheduled, Some(90)));
        lane.begin_wait(wait(WaitCause::SlowDown, Some(10)));
        lane.begin_wait(wait(WaitCause::StorageFull, None));
        let shown = |lane: &Lane| lane.waits_for().map(|wait| wait.cause);
        assert_eq!(shown(&lane), Some(WaitCause::StorageFull));
        lane.end_waits(10);
        lane.end_waits_for(&[WaitCause::StorageFull]);
        assert_eq!(
            shown(&lane),
            Some(WaitCause::Scheduled),
            "what the person set still holds"
        );
        assert!(!lane.may_send());
        assert!(
            lane.may_create(),
            "what is at Google already costs no bytes"
        );
    }

    #[test]
    fn a_file_that_only_waits_for_its_answer_keeps_no_other_from_its_bytes() {
        let mut lane = Lane::default();
        let begin = |lane: &mut Lane, key| {
            let sending = Sending {
                stop: CancellationToken::new(),
                sent_bytes: 0,
                kept_bytes: 0,
                size_bytes: 10,
            };
            lane.sending.insert(UploadKey(key), sending);
        };
        for key in 0..4 {
            begin(&mut lane, key);
        }
        assert_eq!(lane.room_to_send(4), 0, "the bytes of four move");
        assert!(!lane.progress(UploadKey(0), 9, 0));
        assert!(lane.progress(UploadKey(0), 10, 0), "the last one left");
        assert!(!lane.progress(UploadKey(0), 10, 0), "and is told once");
        assert_eq!(lane.room_to_send(4), 1);
        for key in 1..4 {
            lane.progress(UploadKey(key), 10, 0);
        }
        assert_eq!(
            lane.room_to_send(4),
            2,
            "answers are waited for by half as many more"
        );
    }

    #[test]
    fn files_that_are_told_together_to_slow_down_count_once() {
        let mut lane = Lane::default();
        for until_ms in [30, 60, 120] {
            lane.begin_wait(wait(WaitCause::SlowDown, Some(until_ms)));
        }
        assert_eq!(lane.slow_downs, 1);
        assert_eq!(lane.next_ms(), Some(30), "and wait no longer for it");
        lane.end_waits(30);
        lane.begin_wait(wait(WaitCause::SlowDown, Some(60)));
        assert_eq!(lane.slow_downs, 2, "this is the next time");
    }
}
