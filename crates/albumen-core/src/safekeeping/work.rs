//! Work on reports beside the calls: none is begun twice at the same time.

use std::collections::HashMap;
use std::sync::{MutexGuard, PoisonError};

use super::Safekeeping;
use crate::error::CoreError;
use crate::jobs::JobHandle;
use crate::view::{ConnectionKey, JobId, JobKind};

/// Work that is not begun twice at the same time.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Work {
    pub(super) of: ConnectionKey,
    /// As the index writes it.
    pub(super) folder: String,
    /// Whether it asks Google, or checks the folder.
    pub(super) asks: bool,
}

/// How work came to its end, with a sentence.
pub(super) enum End {
    Done(String),
    Stopped(&'static str),
    Failed(String),
}

impl End {
    fn tell(self, job: JobHandle) {
        match self {
            Self::Done(sentence) => job.finish_with(&sentence),
            Self::Stopped(sentence) => job.stop_with(sentence),
            Self::Failed(sentence) => job.fail(&sentence),
        }
    }
}

impl From<CoreError> for End {
    fn from(error: CoreError) -> Self {
        Self::Failed(error.to_string())
    }
}

impl Safekeeping {
    /// Runs work beside the calls, unless it runs already.
    pub(super) fn begin<F>(
        &self,
        work: Work,
        run: impl FnOnce(Self, JobHandle, Work) -> F,
    ) -> Result<JobId, CoreError>
    where
        F: Future<Output = (JobHandle, End)> + Send + 'static,
    {
        let mut under_way = self.under_way();
        if let Some(job) = under_way.get(&work) {
            return Ok(*job);
        }
        let job = self.frame.jobs.begin(JobKind::Safekeeping);
        let id = job.id().ok_or(CoreError::Closed)?;
        under_way.insert(work.clone(), id);
        drop(under_way);
        let this = self.clone();
        let running = run(self.clone(), job, work.clone());
        self.frame.tasks.spawn_until_stopped(async move {
            let ends = Ends { of: this, work };
            let (job, end) = running.await;
            // Order: who hears that the job has ended can begin it again.
            drop(ends);
            end.tell(job);
        });
        Ok(id)
    }

    fn under_way(&self) -> MutexGuard<'_, HashMap<Work, JobId>> {
        self.under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// However work ends, it can begin again.
struct Ends {
    of: Safekeeping,
    work: Work,
}

impl Drop for Ends {
    fn drop(&mut self) {
        self.of.under_way().remove(&self.work);
    }
}
