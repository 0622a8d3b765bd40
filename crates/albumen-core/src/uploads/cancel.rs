//! Stopping files, and the job through which the person sees and stops all of them.

use std::sync::Arc;

use super::queue::Queue;
use super::rules::{Stage, StageName};
use super::store::{self, Move};
use crate::error::CoreError;
use crate::view::{ConnectionKey, JobId, JobKind, UploadKey};

impl Queue {
    /// The job of a connection's queue, begun if there is none. Cancelling it cancels the files.
    pub(super) fn job(self: &Arc<Self>, of: ConnectionKey) -> JobId {
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

    /// Takes all files of a connection out of what goes up.
    pub(super) async fn cancel_all(&self, of: ConnectionKey) -> Result<(), CoreError> {
        let open = self.frame.index.read(move |db| store::open(db, of)).await?;
        self.cancel(open.into_iter().map(|file| file.key).collect())
            .await
    }

    /// Takes files out of what goes up. One that is becoming a media item this very moment still does.
    pub(super) async fn cancel(&self, files: Vec<UploadKey>) -> Result<(), CoreError> {
        let now = self.now_ms();
        let stopped = self.frame.index.write(move |tx| {
            let mut stopped = Vec::new();
            for key in files {
                let Some(file) = store::upload(tx, key)? else {
                    continue;
                };
                let from = file.stage.name();
                let may_stop = from.is_open() && from != StageName::Creating;
                if may_stop
                    && store::move_to(tx, key, from, &Stage::Cancelled, Move::default(), now)?
                {
                    stopped.push((file.connection, key));
                }
            }
            Ok(stopped)
        });
        for (of, key) in stopped.await? {
            self.lane(of, |lane| {
                if let Some(sending) = lane.sending.get(&key) {
                    sending.stop.cancel();
                }
            });
        }
        self.wake();
        Ok(())
    }
}
