//! Long work as the person sees it: what runs, how far it is, how it ended. Only in memory; what must survive a restart is
//! in the index, and whoever goes on with it begins a new job.

mod handle;
mod list;

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

pub use handle::JobHandle;
use list::List;

use crate::error::CoreError;
use crate::events::Events;
use crate::view::{JobId, JobKind, JobView};

/// The list of jobs. Clones share it.
#[derive(Clone)]
pub struct Jobs {
    list: Arc<List>,
}

impl Jobs {
    pub(crate) fn new(events: Events) -> Self {
        Self {
            list: Arc::new(List::new(events)),
        }
    }

    /// All jobs that run or ended lately, oldest first.
    pub async fn list(&self) -> Vec<JobView> {
        self.list.views()
    }

    /// Asks a job to stop; it ends as soon as it can. One that has ended stays as it is.
    ///
    /// Errors: [`CoreError::NotFound`] where there is no such job.
    pub async fn cancel(&self, id: JobId) -> Result<(), CoreError> {
        self.list.cancel(id)
    }

    /// Takes back what a job did; gives the job that does so. Each can be taken back once, within an hour and while it is in
    /// the list.
    ///
    /// Errors: `CannotUndo`.
    pub async fn undo(&self, id: JobId) -> Result<JobId, CoreError> {
        let undo = self.list.take_undo(id).ok_or(CoreError::CannotUndo)?;
        undo().ok_or(CoreError::Closed)
    }

    /// Begins a job. It runs until its handle says how it ended, or is dropped.
    #[must_use]
    pub fn begin(&self, kind: JobKind) -> JobHandle {
        let cancelled = CancellationToken::new();
        let id = self.list.add(kind, cancelled.clone());
        JobHandle::shown(Arc::clone(&self.list), id, cancelled)
    }

    /// Work of the same kind that nobody is told of.
    #[must_use]
    pub(crate) fn begin_quietly(&self) -> JobHandle {
        JobHandle::quiet()
    }
}
