//! Picking from the whole library: the person chooses on a page of Google's, and copies of what was chosen come into a folder.
//! The Library API shows only what this app added; everything else can be had in this way only.
//!
//! A pick is a row that says how it stands, so a killed process goes on where it was. An item is known by an id that lasts:
//! what was fetched once is not fetched again while its file is there.

mod addresses;
mod fetch;
mod round;
mod rules;
mod run;
mod store;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use google_photos::{ApiError, MAX_PICKED_ITEMS, PickingSession};
use tokio_util::sync::CancellationToken;

pub use rules::PickingPolicy;

use crate::connections::Connections;
use crate::engine::Frame;
use crate::error::CoreError;
use crate::index::IndexError;
use crate::items;
use crate::jobs::JobHandle;
use crate::uploads::{self, Uploads, path_to_text};
use crate::view::{
    ConnectionKey, JobId, JobKind, NotFetched, PickKey, PickOrder, PickState, PickView,
};
use crate::whole_file::places as files;

const NO_PICK: CoreError = CoreError::NotFound { what: "import" };

/// Picks. Clones share them.
#[derive(Clone)]
pub struct Picking {
    inner: Arc<Inner>,
}

struct Inner {
    frame: Frame,
    connections: Connections,
    uploads: Uploads,
    runs: Mutex<HashMap<PickKey, Run>>,
    /// One pick lists and fetches at a time, so that no two fetch the same item.
    fetching: tokio::sync::Mutex<()>,
}

/// A pick that somebody works on.
struct Run {
    job: Option<JobId>,
    cancelled: CancellationToken,
}

impl Picking {
    pub(crate) fn new(frame: Frame, connections: Connections, uploads: Uploads) -> Self {
        Self {
            inner: Arc::new(Inner {
                frame,
                connections,
                uploads,
                runs: Mutex::default(),
                fetching: tokio::sync::Mutex::default(),
            }),
        }
    }

    /// Takes up what was not finished.
    pub(crate) async fn start(&self) -> Result<(), CoreError> {
        for key in self.inner.frame.index.read(store::unfinished).await? {
            let view = self.inner.view(key).await?;
            self.inner.spawn(key, view.state.is_over());
        }
        Ok(())
    }

    /// Asks Google for a page on which to pick from the library of the current connection; its address is to be opened in
    /// the system's browser, where the same account is signed in. It is waited for, and what was picked is fetched, by
    /// itself.
    ///
    /// Errors: `NoConnection`, `FolderNotUsable`, `NotFound` for an album that is not there, `ConsentMissing`,
    /// `TooManyPicks`, `PickerDisabled`, `PhotosOff`, `SignInNeeded`, `Offline`.
    pub async fn begin(&self, order: PickOrder) -> Result<PickView, CoreError> {
        let inner = &self.inner;
        let of = inner.connections.current().await?;
        let of = of.ok_or(CoreError::NoConnection)?;
        if let Some(album) = order.album {
            let read = move |db: &rusqlite::Connection| uploads::album_connection(db, album);
            let owner = inner.frame.index.read(read).await?;
            if owner != Some(of) {
                return Err(CoreError::NotFound { what: "album" });
            }
        }
        let folder = files::usable(Path::new(&order.folder)).await?;
        let folder = path_to_text(&folder).ok_or(CoreError::FolderNotUsable)?;
        let most = order.most.unwrap_or(MAX_PICKED_ITEMS);
        let most = most.clamp(1, MAX_PICKED_ITEMS);
        let session = inner.open_session(of, most).await?;
        let now_ms = inner.frame.clock.now_ms();
        let until_ms = session.polling.map(|polling| {
            let wait = i64::try_from(polling.time_out.as_millis()).unwrap_or(i64::MAX);
            now_ms.saturating_add(wait)
        });
        let insert = move |tx: &rusqlite::Transaction<'_>| {
            let wish = (folder.as_str(), most, order.album);
            store::insert(tx, of, wish, &session, (now_ms, until_ms))
        };
        let key = inner.frame.index.write(insert).await?;
        inner.spawn(key, false);
        inner.view(key).await
    }

    /// The picks of the current connection, the newest first, at most 100.
    pub async fn list(&self) -> Result<Vec<PickView>, CoreError> {
        let Some(of) = self.inner.connections.current().await? else {
            return Ok(Vec::new());
        };
        let read = self.inner.frame.index.read(move |db| store::list(db, of));
        let mut found = read.await?;
        for view in &mut found {
            view.job = self.inner.job_of(view.key);
        }
        Ok(found)
    }

    /// One pick.
    ///
    /// Errors: `NotFound`.
    pub async fn get(&self, key: PickKey) -> Result<PickView, CoreError> {
        self.inner.view(key).await
    }

    /// What was left out of a pick, and why.
    pub async fn left_out(&self, key: PickKey) -> Result<Vec<NotFetched>, CoreError> {
        let read = move |db: &rusqlite::Connection| store::reasons(db, key);
        Ok(self.inner.frame.index.read(read).await?)
    }

    /// Waits until a pick is over; gives it as it ended.
    ///
    /// Errors: `NotFound`.
    pub async fn ended(&self, key: PickKey) -> Result<PickView, CoreError> {
        let mut events = self.inner.frame.events.listen();
        loop {
            let view = self.inner.view(key).await?;
            if view.state.is_over() && view.job.is_none() {
                return Ok(view);
            }
            // Being too slow for events is as good a reason to look again as an event.
            let _ = events.recv().await;
        }
    }

    /// Ends a pick; what was fetched is kept. The page is of no more use then. One that is over stays as it is.
    ///
    /// Errors: `NotFound`.
    pub async fn cancel(&self, key: PickKey) -> Result<(), CoreError> {
        let view = self.inner.view(key).await?;
        if let Some(run) = self.inner.runs().get(&key) {
            run.cancelled.cancel();
            return Ok(());
        }
        if view.state == PickState::Failed {
            self.inner
                .step(key, PickState::Failed, PickState::Cancelled, None)
                .await?;
            self.inner.spawn(key, true);
        }
        Ok(())
    }

    /// Tries a pick again that failed.
    ///
    /// Errors: `NotFound`, `PickOver` where what was picked cannot be had any more.
    pub async fn retry(&self, key: PickKey) -> Result<PickView, CoreError> {
        let read = move |db: &rusqlite::Connection| store::get(db, key);
        let pick = self.inner.frame.index.read(read).await?.ok_or(NO_PICK)?;
        if pick.session.is_none() {
            return Err(CoreError::PickOver);
        }
        let moved = self
            .inner
            .step(key, PickState::Failed, PickState::Waiting, None)
            .await?;
        if moved {
            self.inner.spawn(key, false);
        }
        self.inner.view(key).await
    }

    /// Takes a pick that is over out of the list. Its files stay, and are still known.
    ///
    /// Errors: `NotFound` for one that runs, or is not there.
    pub async fn forget(&self, key: PickKey) -> Result<(), CoreError> {
        let forget = move |tx: &rusqlite::Transaction<'_>| store::forget(tx, key);
        let gone = self.inner.frame.index.write(forget).await?;
        gone.then_some(()).ok_or(NO_PICK)
    }
}

impl Inner {
    fn runs(&self) -> std::sync::MutexGuard<'_, HashMap<PickKey, Run>> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn job_of(&self, key: PickKey) -> Option<JobId> {
        self.runs().get(&key).and_then(|run| run.job)
    }

    async fn view(&self, key: PickKey) -> Result<PickView, CoreError> {
        let read = move |db: &rusqlite::Connection| store::one(db, key);
        let mut view = self.frame.index.read(read).await?.ok_or(NO_PICK)?;
        view.job = self.job_of(key);
        Ok(view)
    }

    /// Works on a pick beside the calls. `quietly`: only what is left to tidy up at Google.
    fn spawn(self: &Arc<Self>, key: PickKey, quietly: bool) {
        let job: JobHandle = match quietly {
            true => self.frame.jobs.begin_quietly(),
            false => self.frame.jobs.begin(JobKind::Import),
        };
        let run = Run {
            job: job.id(),
            cancelled: job.cancellation(),
        };
        self.runs().insert(key, run);
        let inner = Arc::clone(self);
        self.frame.tasks.spawn_until_stopped(async move {
            inner.run(key, job).await;
        });
    }

    /// A session at Google. Where there are too many, those that are of no more use go first.
    async fn open_session(
        &self,
        of: ConnectionKey,
        most: u32,
    ) -> Result<PickingSession, CoreError> {
        let client = self.connections.client(of).await?;
        let mut answer = client.picking_session_create(most).await;
        if matches!(answer, Err(ApiError::TooManySessions { .. })) && self.tidy(of).await? > 0 {
            answer = client.picking_session_create(most).await;
        }
        self.connections.outcome_elsewhere(of, answer).await
    }

    /// Deletes sessions at Google that are over here; gives how many went.
    async fn tidy(&self, of: ConnectionKey) -> Result<usize, CoreError> {
        let read = move |db: &rusqlite::Connection| store::stale_sessions(db, of);
        let mut gone = 0;
        for (key, session) in self.frame.index.read(read).await? {
            let client = self.connections.client(of).await?;
            let answer = client.picking_session_delete(&session).await;
            self.connections.outcome_elsewhere(of, answer).await?;
            let forget = move |tx: &rusqlite::Transaction<'_>| store::forget_session(tx, key);
            self.frame.index.write(forget).await?;
            gone += 1;
        }
        Ok(gone)
    }

    /// Moves a pick, if it stands where it is thought to stand.
    async fn step(
        &self,
        key: PickKey,
        from: PickState,
        to: PickState,
        message: Option<String>,
    ) -> Result<bool, CoreError> {
        let now_ms = self.frame.clock.now_ms();
        let step = move |tx: &rusqlite::Transaction<'_>| {
            store::step(tx, key, from, to, message.as_deref(), now_ms)
        };
        Ok(self.frame.index.write(step).await?)
    }
}

/// A file is at Google as this media item. Picked items of which it is the copy are shown as that one from now on; their ids
/// stay known, so that they are not fetched or shown again. Gives those, whose pictures are of no more use. Within a
/// transaction.
pub(crate) fn uploaded(
    tx: &rusqlite::Transaction<'_>,
    of: ConnectionKey,
    (path, size_bytes): (&str, u64),
    google_id: &str,
) -> Result<Vec<(ConnectionKey, String)>, IndexError> {
    let mut gone = Vec::new();
    for picked in store::became(tx, of, (path, size_bytes), google_id)? {
        items::forget_picked(tx, of, &picked)?;
        gone.push((of, picked));
    }
    Ok(gone)
}
