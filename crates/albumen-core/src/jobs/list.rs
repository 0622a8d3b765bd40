//! The jobs, and when listeners hear of them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use crate::error::CoreError;
use crate::events::Events;
use crate::view::{JobEvent, JobId, JobKind, JobState, JobView};

/// How often listeners hear of one job.
const PACE: Duration = Duration::from_millis(100);

/// How many ended jobs stay in the list.
const ENDED_KEPT: usize = 20;

/// How long what a job did can be undone.
const UNDO_WITHIN: Duration = Duration::from_secs(60 * 60);

/// Begins the job that takes back what another did; gives its number.
pub(crate) type Undo = Box<dyn FnOnce() -> Option<JobId> + Send>;

struct Entry {
    view: JobView,
    undo: Option<(Undo, Instant)>,
    cancelled: CancellationToken,
    told: Option<Instant>,
    tell_later: bool,
}

impl Entry {
    fn ended(&self) -> bool {
        matches!(
            self.view.state,
            JobState::Done | JobState::Failed | JobState::Cancelled
        )
    }
}

impl Entry {
    fn forget_old_undo(&mut self) {
        if self
            .undo
            .as_ref()
            .is_some_and(|(_, kept)| kept.elapsed() > UNDO_WITHIN)
        {
            self.undo = None;
            self.view.undo = false;
        }
    }
}

/// All jobs by number.
pub(super) struct List {
    entries: Mutex<BTreeMap<JobId, Entry>>,
    events: Events,
}

impl List {
    pub(super) fn new(events: Events) -> Self {
        Self {
            entries: Mutex::default(),
            events,
        }
    }

    pub(super) fn views(&self) -> Vec<JobView> {
        let mut entries = self.lock();
        for entry in entries.values_mut() {
            entry.forget_old_undo();
        }
        entries.values().map(|entry| entry.view.clone()).collect()
    }

    pub(super) fn add(&self, kind: JobKind, cancelled: CancellationToken) -> JobId {
        let mut entries = self.lock();
        let id = JobId(
            entries
                .last_key_value()
                .map_or(1, |(last, _)| last.0.wrapping_add(1)),
        );
        let view = JobView {
            id,
            kind,
            state: JobState::Running,
            done: 0,
            total: None,
            note: None,
            undo: false,
        };
        self.events.job(JobEvent { job: view.clone() });
        entries.insert(
            id,
            Entry {
                view,
                undo: None,
                cancelled,
                told: Some(Instant::now()),
                tell_later: false,
            },
        );
        id
    }

    pub(super) fn cancel(&self, id: JobId) -> Result<(), CoreError> {
        let entries = self.lock();
        let entry = entries
            .get(&id)
            .ok_or(CoreError::NotFound { what: "task" })?;
        entry.cancelled.cancel();
        Ok(())
    }

    /// Changes a job and tells listeners now, or a little later if they were told a moment ago.
    pub(super) fn change(list: &Arc<Self>, id: JobId, change: impl FnOnce(&mut JobView)) {
        let mut entries = list.lock();
        let Some(entry) = entries.get_mut(&id).filter(|entry| !entry.ended()) else {
            return;
        };
        let before = entry.view.clone();
        change(&mut entry.view);
        if entry.view == before || entry.tell_later {
            return;
        }
        let wait = entry
            .told
            .map_or(Duration::ZERO, |told| PACE.saturating_sub(told.elapsed()));
        if wait.is_zero() {
            entry.told = Some(Instant::now());
            list.events.job(JobEvent {
                job: entry.view.clone(),
            });
        } else if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            entry.tell_later = true;
            let list = Arc::clone(list);
            runtime.spawn(async move {
                tokio::time::sleep(wait).await;
                list.tell(id);
            });
        }
    }

    pub(super) fn end(&self, id: JobId, state: JobState, note: Option<String>) {
        let mut entries = self.lock();
        let Some(entry) = entries.get_mut(&id).filter(|entry| !entry.ended()) else {
            return;
        };
        entry.view.state = state;
        entry.view.undo = entry.undo.is_some();
        if note.is_some() || state == JobState::Done {
            entry.view.note = note;
        }
        self.events.job(JobEvent {
            job: entry.view.clone(),
        });
        let ended: Vec<JobId> = entries
            .iter()
            .filter(|(_, entry)| entry.ended())
            .map(|(id, _)| *id)
            .collect();
        for old in ended.iter().take(ended.len().saturating_sub(ENDED_KEPT)) {
            entries.remove(old);
        }
    }

    pub(super) fn keep_undo(&self, id: JobId, undo: Undo) {
        if let Some(entry) = self.lock().get_mut(&id) {
            entry.undo = Some((undo, Instant::now()));
        }
    }

    /// What takes an ended job back, where that can be done; it can be taken once.
    pub(super) fn take_undo(&self, id: JobId) -> Option<Undo> {
        let mut entries = self.lock();
        let entry = entries.get_mut(&id).filter(|entry| entry.ended())?;
        entry.forget_old_undo();
        let (undo, _) = entry.undo.take()?;
        entry.view.undo = false;
        self.events.job(JobEvent {
            job: entry.view.clone(),
        });
        Some(undo)
    }

    fn tell(&self, id: JobId) {
        let mut entries = self.lock();
        let Some(entry) = entries.get_mut(&id).filter(|entry| !entry.ended()) else {
            return;
        };
        entry.tell_later = false;
        entry.told = Some(Instant::now());
        self.events.job(JobEvent {
            job: entry.view.clone(),
        });
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<JobId, Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
