//! Stopping files, and the job through which the person sees and stops all of them.

use std::sync::Arc;

use rusqlite::Transaction;

use super::pieces;
use super::queue::Queue;
use crate::error::CoreError;
use crate::index::IndexError;
use crate::view::{ConnectionKey, JobId, JobKind, UploadKey, UploadSectionKind};

impl Queue {
    /// The job of a connection's queue, begun if there is none. Cancelling it cancels the files.
    pub(crate) fn job(self: &Arc<Self>, of: ConnectionKey) -> JobId {
        let (id, begun) = self.lane(of, |lane| {
            let begun = lane.job.is_none();
            let job = lane
                .job
                .get_or_insert_with(|| self.frame.jobs.begin(JobKind::Upload));
            (
                job.id().unwrap_or(JobId(0)),
                begun.then(|| job.cancellation()),
            )
        });
        if let Some(cancellation) = begun {
            let queue = Arc::clone(self);
            self.frame.tasks.spawn_until_stopped(async move {
                cancellation.cancelled().await;
                if let Err(error) = queue.cancel_all(of).await {
                    tracing::warn!(%error, "the upload queue was not cancelled");
                }
            });
        }
        id
    }

    /// Takes all files of a connection out of what goes up, in pieces. One that is becoming a media item this very moment
    /// still does.
    pub(super) async fn cancel_all(&self, of: ConnectionKey) -> Result<(), CoreError> {
        loop {
            let mut cancelled = 0;
            // What waits before what is under way: the way leads from the one to the other. What went back meanwhile is
            // found in the next round.
            for section in [UploadSectionKind::Waiting, UploadSectionKind::UnderWay] {
                let mut after = Some(UploadKey(0));
                while let Some(key) = after {
                    let now = self.now_ms();
                    let moved = self
                        .frame
                        .index
                        .write(move |tx| cancel_piece(tx, of, section, key, now));
                    let (last, stopped) = moved.await?;
                    after = last;
                    cancelled += stopped.len();
                    self.stopped(stopped);
                }
            }
            if cancelled == 0 {
                return Ok(());
            }
        }
    }

    /// Ends the sending of files that were taken out of what goes up.
    pub(super) fn stopped(&self, files: Vec<(ConnectionKey, UploadKey)>) {
        for (of, key) in files {
            self.lane(of, |lane| {
                if let Some(sending) = lane.sending.get(&key) {
                    sending.stop.cancel();
                }
            });
        }
        self.wake();
    }
}

/// The last row looked at, and those that were cancelled.
type Cancelled = (Option<UploadKey>, Vec<(ConnectionKey, UploadKey)>);

fn cancel_piece(
    tx: &Transaction<'_>,
    of: ConnectionKey,
    section: UploadSectionKind,
    after: UploadKey,
    now_ms: i64,
) -> Result<Cancelled, IndexError> {
    let piece = pieces::next(tx, of, section, None, after)?;
    let mut stopped = Vec::new();
    for file in &piece {
        if pieces::cancel(tx, file, now_ms)? {
            stopped.push((of, file.key));
        }
    }
    Ok((piece.last().map(|file| file.key), stopped))
}
