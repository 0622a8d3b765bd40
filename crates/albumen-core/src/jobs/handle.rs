//! What the one who works on a job holds.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::list::{List, Undo};
use crate::view::{JobId, JobState};

/// A running job. Dropping it without a word ends it as cancelled.
pub struct JobHandle {
    shown: Option<(Arc<List>, JobId)>,
    cancelled: CancellationToken,
    ended: bool,
}

impl JobHandle {
    pub(super) fn shown(list: Arc<List>, id: JobId, cancelled: CancellationToken) -> Self {
        Self {
            shown: Some((list, id)),
            cancelled,
            ended: false,
        }
    }

    pub(super) fn quiet() -> Self {
        Self {
            shown: None,
            cancelled: CancellationToken::new(),
            ended: false,
        }
    }

    /// Its number; none for work that nobody is told of.
    #[must_use]
    pub fn id(&self) -> Option<JobId> {
        self.shown.as_ref().map(|(_, id)| *id)
    }

    /// How much is done of how much. Listeners hear of it at most every 100 ms.
    pub fn progress(&self, done: u64, total: Option<u64>) {
        self.change(|job| {
            job.done = done;
            job.total = total;
            job.state = JobState::Running;
        });
    }

    /// A sentence for the person: the step it is at.
    pub fn note(&self, note: &str) {
        self.change(|job| job.note = Some(note.to_owned()));
    }

    /// It waits; the sentence says for what.
    pub fn waiting(&self, note: &str) {
        self.change(|job| {
            job.state = JobState::Waiting;
            job.note = Some(note.to_owned());
        });
    }

    /// It goes on after waiting.
    pub fn running(&self) {
        self.change(|job| {
            job.state = JobState::Running;
            job.note = None;
        });
    }

    /// It is done.
    pub fn finish(self) {
        self.end(JobState::Done, None);
    }

    /// It is done; the sentence says what is to know.
    pub fn finish_with(self, note: &str) {
        self.end(JobState::Done, Some(note.to_owned()));
    }

    /// It was stopped by the person; the sentence says what was done until then.
    pub(crate) fn stop_with(self, sentence: &str) {
        self.end(JobState::Cancelled, Some(sentence.to_owned()));
    }

    /// What it did can be taken back in this way, once it has ended.
    pub(crate) fn can_be_undone(&self, undo: Undo) {
        if let Some((list, id)) = &self.shown {
            list.keep_undo(*id, undo);
        }
    }

    /// It failed; the sentence says what happened, what is kept and what to do.
    pub fn fail(self, sentence: &str) {
        self.end(JobState::Failed, Some(sentence.to_owned()));
    }

    /// Whether the person asked it to stop.
    #[must_use]
    pub fn cancelled(&self) -> bool {
        self.cancelled.is_cancelled()
    }

    /// To wait for that, beside something else.
    #[must_use]
    pub fn cancellation(&self) -> CancellationToken {
        self.cancelled.clone()
    }

    fn change(&self, change: impl FnOnce(&mut crate::view::JobView)) {
        if let Some((list, id)) = &self.shown {
            List::change(list, *id, change);
        }
    }

    fn end(mut self, state: JobState, note: Option<String>) {
        self.ended = true;
        if let Some((list, id)) = &self.shown {
            list.end(*id, state, note);
        }
    }
}

impl Drop for JobHandle {
    fn drop(&mut self) {
        if let (false, Some((list, id))) = (self.ended, &self.shown) {
            list.end(*id, JobState::Cancelled, None);
        }
    }
}
