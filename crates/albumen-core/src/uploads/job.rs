//! The queue as the person sees it beside its rows: a job with how far it is and what it waits for.

use std::time::{Duration, Instant};

use super::lane::Lane;
use super::queue::Queue;
use crate::error::CoreError;
use crate::view::{ConnectionKey, QueueState, UploadTotals};

/// How often the job is brought up to date while nothing special happens.
const SHOWN_EVERY: Duration = Duration::from_millis(200);
const SHOWN_EVERY_MS: i64 = 200;

impl Queue {
    /// Brings the job of a connection up to date, and ends it when nothing is left to do. Gives when it is to be done again,
    /// if it was too early.
    pub(super) async fn show_job(
        &self,
        of: ConnectionKey,
        busy: bool,
    ) -> Result<Option<i64>, CoreError> {
        let too_early = self.lane(of, |lane| {
            let moving = busy && !lane.is_still();
            let early = moving && lane.shown.is_some_and(|at| at.elapsed() < SHOWN_EVERY);
            if !early {
                lane.shown = Some(Instant::now());
            }
            early
        });
        if too_early {
            return Ok(Some(self.now_ms() + SHOWN_EVERY_MS));
        }
        let (has_job, still) = self.lane(of, |lane| (lane.job.is_some(), lane.is_still()));
        if !has_job {
            return Ok(None);
        }
        let totals = self.totals(of).await?;
        let state = self.queue_state(of, &totals);
        if !busy && still {
            // The upload tokens of what went up are gone from the rows; now they go from the log too.
            self.frame.index.fold_in().await?;
        }
        self.lane(of, |lane| show(lane, busy, &totals, state));
        Ok(None)
    }
}

fn show(lane: &mut Lane, busy: bool, totals: &UploadTotals, state: QueueState) {
    lane.settled_bytes = totals.sent_bytes.saturating_sub(lane.beyond_index());
    lane.total_bytes = totals.bytes;
    if busy || !lane.is_still() {
        let Some(job) = &lane.job else { return };
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
        lane.waits.clear();
        lane.gates.clear();
        lane.held = None;
        lane.resent.clear();
        match totals.failed {
            0 => job.finish(),
            1 => job.finish_with(
                "1 file was not uploaded. It is at the top of the queue with its reason.",
            ),
            many => job.finish_with(&format!(
                "{many} files were not uploaded. They are at the top of the queue with their reasons."
            )),
        }
    }
}
