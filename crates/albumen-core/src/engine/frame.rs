//! What every room is built on.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::Clock;
use crate::config::Policy;
use crate::events::Events;
use crate::index::Index;
use crate::jobs::Jobs;
use crate::paths::Paths;
use crate::view::ConnectionKey;

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
    /// For changes at Google.
    pub(crate) lanes: Lanes,
    /// For tests: where the process ends itself.
    pub(crate) die_at: Option<Arc<str>>,
}

/// Google refuses writes of one account that come at the same time: albums and descriptions of a connection are changed one
/// after the other. Clones share the lanes.
#[derive(Clone, Default)]
pub(crate) struct Lanes {
    lanes: Arc<Mutex<HashMap<ConnectionKey, Arc<tokio::sync::Mutex<()>>>>>,
}

impl Lanes {
    /// The lane of a connection; to be held for as long as one change takes.
    pub(crate) fn of(&self, connection: ConnectionKey) -> Arc<tokio::sync::Mutex<()>> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(lanes.entry(connection).or_default())
    }
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
