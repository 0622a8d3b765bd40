//! What every room is built on.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::Clock;
use crate::config::Policy;
use crate::events::Events;
use crate::index::Index;
use crate::jobs::Jobs;
use crate::paths::Paths;

/// What every room is built on. Clones share it.
#[derive(Clone)]
pub(crate) struct Frame {
    pub(crate) paths: Arc<Paths>,
    pub(crate) clock: Clock,
    pub(crate) policy: Arc<Policy>,
    pub(crate) events: Events,
    pub(crate) index: Index,
    pub(crate) jobs: Jobs,
    pub(crate) tasks: Tasks,
    /// For tests: where the process ends itself.
    pub(crate) die_at: Option<Arc<str>>,
}

/// How long a task may take to stop when the engine closes.
const STOP_WITHIN: Duration = Duration::from_secs(10);

/// The tasks that run beside the calls. Clones share them.
#[derive(Clone)]
pub(crate) struct Tasks {
    tracker: TaskTracker,
    stop: CancellationToken,
}

impl Tasks {
    pub(crate) fn new() -> Self {
        Self {
            tracker: TaskTracker::new(),
            stop: CancellationToken::new(),
        }
    }

    /// Runs a task that ends by itself soon after [`Tasks::stopped`].
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.tracker.spawn(task);
    }

    /// Runs a task that may end at any `await` when the engine closes.
    pub(crate) fn spawn_until_stopped(&self, task: impl Future<Output = ()> + Send + 'static) {
        let stop = self.stop.clone();
        self.tracker.spawn(async move {
            stop.run_until_cancelled_owned(task).await;
        });
    }

    /// Comes when the engine closes.
    pub(crate) async fn stopped(&self) {
        self.stop.cancelled().await;
    }

    /// Whether the engine closes.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.is_cancelled()
    }

    /// Asks all tasks to stop and waits for them.
    pub(crate) async fn stop(&self) {
        self.stop.cancel();
        self.tracker.close();
        if tokio::time::timeout(STOP_WITHIN, self.tracker.wait())
            .await
            .is_err()
        {
            tracing::warn!("a task did not stop in time");
        }
    }
}
