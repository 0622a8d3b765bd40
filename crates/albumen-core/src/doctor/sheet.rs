//! What a running check has found so far.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::jobs::JobHandle;
use crate::view::{CheckKind, CheckView, ConnectionKey, DoctorState, DoctorView, JobId};

/// Written on by the one who checks, read by whoever wants to see.
pub(super) struct Sheet {
    view: Mutex<DoctorView>,
}

impl Sheet {
    pub(super) fn new(connection: ConnectionKey, job: Option<JobId>, now_ms: i64) -> Self {
        let view = DoctorView {
            connection,
            state: DoctorState::Running,
            job,
            step: None,
            checks: Vec::new(),
            total: u32::try_from(CheckKind::ALL.len()).unwrap_or(u32::MAX),
            requests: 0,
            began_ms: now_ms,
            ended_ms: None,
        };
        Self {
            view: Mutex::new(view),
        }
    }

    pub(super) fn view(&self) -> DoctorView {
        self.lock().clone()
    }

    /// Says what is done now.
    pub(super) fn step(&self, job: &JobHandle, step: &str) {
        self.lock().step = Some(step.to_owned());
        job.note(step);
    }

    /// A request goes out.
    pub(super) fn request(&self) {
        self.lock().requests += 1;
    }

    /// Adds what was found, and tells whoever follows the job.
    pub(super) fn add(&self, job: &JobHandle, checks: impl IntoIterator<Item = CheckView>) {
        let (done, total) = {
            let mut view = self.lock();
            view.checks.extend(checks);
            (view.checks.len() as u64, u64::from(view.total))
        };
        job.progress(done, Some(total));
    }

    pub(super) fn end(&self, state: DoctorState, now_ms: i64) -> DoctorView {
        let mut view = self.lock();
        view.state = state;
        view.job = None;
        view.step = None;
        view.ended_ms = Some(now_ms);
        view.clone()
    }

    fn lock(&self) -> MutexGuard<'_, DoctorView> {
        self.view.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
