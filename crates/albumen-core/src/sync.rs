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
mod look;
mod pages;
mod plan;
mod store;
mod sweep;
mod videos;
mod watch;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::albums::Albums;
use crate::connections::Connections;
use crate::engine::Frame;
use crate::error::CoreError;
use crate::jobs::JobHandle;
use crate::view::{ConnectionKey, JobId, JobKind};

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
    /// The connections whose videos are being asked for.
    watched: Mutex<std::collections::HashSet<ConnectionKey>>,
}

/// How far a look goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// To what is known, and a piece of the comparison with Google when the program looks by itself.
    AsNeeded,
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
        self.connections.set_syncing(key, true);
        let (cancelled, stopped) = (job.cancellation(), self.frame.tasks.clone());
        let looked = tokio::select! {
            looked = self.look(key, depth, &job) => looked,
            () = cancelled.cancelled() => Err(CoreError::Cancelled),
            () = stopped.stopped() => Err(CoreError::Cancelled),
        };
        if let Err(error) = self.connections.keep_refresh_token(key).await {
            tracing::warn!(%error, "a renewed sign-in was not saved");
        }
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
}
