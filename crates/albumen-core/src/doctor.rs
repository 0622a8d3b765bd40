//! The doctor of connections: looks at everything that can stand between this computer and a library at Google, says of each
//! piece how it is, and names what mends it. Asks Google three times at most, and a fourth time where photos may be chosen from
//! the whole library: that is another API, which no answer of the first tells of. Changes nothing there.

mod proxy;
mod rules;
mod runner;
mod sheet;
mod store;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::connections::Connections;
use crate::engine::Frame;
use crate::error::CoreError;
use crate::jobs::JobHandle;
use crate::view::{CheckState, ConnectionKey, DoctorState, DoctorView, JobId, JobKind};
use sheet::Sheet;

/// The doctor. Clones share what runs.
#[derive(Clone)]
pub struct Doctor {
    inner: Arc<Inner>,
}

struct Inner {
    frame: Frame,
    connections: Connections,
    /// The checks that run. Those that are over are in the index.
    sheets: Mutex<HashMap<ConnectionKey, Arc<Sheet>>>,
}

impl Doctor {
    pub(crate) fn new(frame: Frame, connections: Connections) -> Self {
        Self {
            inner: Arc::new(Inner {
                frame,
                connections,
                sheets: Mutex::default(),
            }),
        }
    }

    /// Begins to check a connection. Gives the job at once, the same one while it runs; what it finds is in [`Doctor::view`].
    ///
    /// Errors: `NotFound`.
    pub async fn begin(&self, connection: ConnectionKey) -> Result<JobId, CoreError> {
        self.inner.connections.get(connection).await?;
        let mut sheets = self.inner.sheets();
        if let Some(running) = sheets.get(&connection).and_then(|sheet| sheet.view().job) {
            return Ok(running);
        }
        let job = self.inner.frame.jobs.begin(JobKind::Doctor);
        let Some(id) = job.id() else {
            return Err(CoreError::Closed);
        };
        let now_ms = self.inner.frame.clock.now_ms();
        let sheet = Arc::new(Sheet::new(connection, Some(id), now_ms));
        sheets.insert(connection, Arc::clone(&sheet));
        drop(sheets);
        let inner = Arc::clone(&self.inner);
        self.inner
            .frame
            .tasks
            .spawn(async move { inner.run(connection, &sheet, job).await });
        Ok(id)
    }

    /// Checks a connection and waits until that is over, or was cancelled.
    ///
    /// Errors: `NotFound`, `Closed`.
    pub async fn check(&self, connection: ConnectionKey) -> Result<DoctorView, CoreError> {
        // Order: listening before it begins, or its end could be missed.
        let mut events = self.inner.frame.events.listen();
        let job = self.begin(connection).await?;
        loop {
            let view = self.view(connection).await?.ok_or(CoreError::Closed)?;
            if view.state != DoctorState::Running {
                return Ok(view);
            }
            let heard = events.recv();
            tokio::select! {
                // Being too slow for events is as good a reason to look again as an event.
                _ = heard => {}
                () = self.inner.frame.tasks.stopped() => {
                    self.inner.frame.jobs.cancel(job).await?;
                    return Err(CoreError::Closed);
                }
            }
        }
    }

    /// The check of a connection that runs, or the last one; none where there was none yet.
    ///
    /// Errors: what the index says.
    pub async fn view(&self, connection: ConnectionKey) -> Result<Option<DoctorView>, CoreError> {
        let sheet = self.inner.sheets().get(&connection).cloned();
        if let Some(sheet) = sheet {
            return Ok(Some(sheet.view()));
        }
        let index = &self.inner.frame.index;
        Ok(index.read(move |db| store::last(db, connection)).await?)
    }
}

impl Inner {
    async fn run(&self, connection: ConnectionKey, sheet: &Arc<Sheet>, job: JobHandle) {
        let cancelled = job.cancellation();
        let looked = tokio::select! {
            looked = self.look(connection, sheet, &job) => looked,
            () = cancelled.cancelled() => Err(CoreError::Cancelled),
            () = self.frame.tasks.stopped() => Err(CoreError::Closed),
        };
        let now_ms = self.frame.clock.now_ms();
        let state = match looked {
            Ok(()) => DoctorState::Done,
            Err(_) => DoctorState::Cancelled,
        };
        let view = sheet.end(state, now_ms);
        tracing::info!(
            failed = view.count(CheckState::Failed),
            requests = view.requests,
            "a connection was checked"
        );
        // Order: it is in the index before it leaves the memory, and whoever follows the job hears of it after both.
        let closing = matches!(looked, Err(CoreError::Closed));
        if !closing && self.keep(view).await {
            // Another check may have begun in between.
            let is_it = |kept: &Arc<Sheet>| Arc::ptr_eq(kept, sheet);
            let mut sheets = self.sheets();
            if sheets.get(&connection).is_some_and(is_it) {
                sheets.remove(&connection);
            }
        }
        match looked {
            Ok(()) => job.finish(),
            Err(CoreError::Cancelled | CoreError::Closed) => drop(job),
            Err(error) => job.fail(&error.to_string()),
        }
    }

    /// The last check is there after a restart, too. Gives whether it will be.
    async fn keep(&self, view: DoctorView) -> bool {
        let kept = self
            .frame
            .index
            .write_quietly(move |tx| store::keep(tx, &view))
            .await;
        if let Err(error) = &kept {
            tracing::warn!(%error, "the check of a connection was not kept");
        }
        kept.is_ok()
    }

    fn sheets(&self) -> MutexGuard<'_, HashMap<ConnectionKey, Arc<Sheet>>> {
        self.sheets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
