//! Downloads: copies of items in a folder of the person's, named by a template, or in one archive.
//!
//! An order is a row, and so is each of its items, so a killed process goes on where it was. What lies where is registered by
//! the item's id: a second run fetches only what is new, never what is there, and a file whose album was renamed only moves.
//! The original on this computer is preferred; otherwise Google sends a copy, in which it leaves out the place and for which
//! it encodes videos anew. No file of the person's is ever written over.
//!
//! To have something downloaded and to wait for it:
//!
//! ```no_run
//! # async fn example(core: albumen_core::Core, item: albumen_core::view::ItemKey) -> Result<(), albumen_core::CoreError> {
//! use albumen_core::view::{DownloadRequest, DownloadState};
//!
//! let id = core
//!     .downloads()
//!     .start(DownloadRequest::of_items(vec![item], "/home/mara/Pictures".to_owned()))
//!     .await?;
//! // Comes back when it is done, failed, cancelled or paused; its message says in a sentence how it ended.
//! let view = core.downloads().ended(id).await?;
//! assert_eq!((view.state, view.failed), (DownloadState::Done, 0));
//! # Ok(())
//! # }
//! ```

mod actions;
mod archive;
mod beside;
mod bring;
mod fetch;
mod forecast;
mod free;
mod hold;
mod list;
mod look;
mod missing;
mod names;
mod one;
mod place;
mod prepare;
mod rules;
mod run;
mod sidecar;
mod store;
mod template;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use rusqlite::{Connection, Transaction};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

pub use rules::DownloadPolicy;

use crate::connections::Connections;
use crate::engine::Frame;
use crate::error::CoreError;
use crate::items::Items;
use crate::uploads::path_to_text;
use crate::view::{
    DownloadForecast, DownloadHabits, DownloadId, DownloadNames, DownloadRequest, DownloadRow,
    DownloadRows, DownloadState, DownloadView, ItemKey, JobId, JobKind,
};
use crate::whole_file::places as files;

const NO_DOWNLOAD: CoreError = CoreError::NotFound { what: "download" };

/// How files are named before the person says otherwise.
const USUAL: &str = "{album}/{filename}";

/// Rows that are given out at once.
const ROWS: u32 = 500;

/// Points of a download at which a test may have the process die, in the order in which an item meets them.
const POINTS: [&str; 6] = ["listed", "begun", "whole", "placing", "placed", "kept"];

/// Downloads. Clones share them.
#[derive(Clone)]
pub struct Downloads {
    inner: Arc<Inner>,
}

struct Inner {
    frame: Frame,
    connections: Connections,
    items: Items,
    runs: Mutex<HashMap<DownloadId, Run>>,
    /// One download at a time into a folder, so that no two give the same name away.
    lanes: Mutex<HashMap<PathBuf, Weak<tokio::sync::Mutex<()>>>>,
    /// Files that Google sends at the same time, whatever download they are of.
    transfers: Semaphore,
}

/// A download that somebody works on.
struct Run {
    job: Option<JobId>,
    stopped: CancellationToken,
}

impl Downloads {
    pub(crate) fn new(frame: Frame, connections: Connections, items: Items) -> Self {
        let transfers = Semaphore::new(frame.policy.downloads.at_once.max(1));
        Self {
            inner: Arc::new(Inner {
                frame,
                connections,
                items,
                runs: Mutex::default(),
                lanes: Mutex::default(),
                transfers,
            }),
        }
    }

    /// Takes up what was not finished.
    pub(crate) async fn start_again(&self) -> Result<(), CoreError> {
        for id in self.inner.frame.index.read(store::unfinished).await? {
            self.inner.spawn(id);
        }
        Ok(())
    }

    /// What a request would bring, and what it costs. Nothing is asked of Google, nothing is made.
    ///
    /// Errors: `NoConnection`, `NotFound`.
    pub async fn forecast(&self, request: &DownloadRequest) -> Result<DownloadForecast, CoreError> {
        self.inner.forecast(request).await
    }

    /// How the first few files of a request would be named, or what is wrong with its template.
    ///
    /// Errors: `NoConnection`, `NotFound`.
    pub async fn names(&self, request: &DownloadRequest) -> Result<DownloadNames, CoreError> {
        self.inner.names(request).await
    }

    /// Begins a download. Returns once it is durable; [`Downloads::ended`] waits for its end.
    ///
    /// Errors: `NoConnection`, `NotFound`, `NameRule`, `FolderNotUsable`, `DiskFull`.
    pub async fn start(&self, mut request: DownloadRequest) -> Result<DownloadId, CoreError> {
        let inner = &self.inner;
        template::Template::read(&request.template).map_err(|why| CoreError::NameRule { why })?;
        let of = inner.connection_of(&request.what).await?;
        let folder = files::usable(Path::new(&request.to)).await?;
        let folder = path_to_text(&folder).ok_or(CoreError::FolderNotUsable)?;
        request.zip = request.zip.as_deref().map(archive::file_name);
        let title = inner.title(of, &request.what).await?;
        let now_ms = inner.frame.clock.now_ms();
        let insert =
            move |tx: &Transaction<'_>| store::insert(tx, of, (&title, &folder), &request, now_ms);
        let id = inner.frame.index.write(insert).await?;
        inner.spawn(id);
        Ok(id)
    }

    /// Copies one item at once into a folder (under its own name, never over another file) or to a file. Nothing is
    /// remembered of it. Gives where it lies.
    ///
    /// Errors: `NotFound`, `StillProcessing`, `VideoFailed`, `CopyGone`, `File`, `DiskFull`, and what Google refuses.
    pub async fn one(&self, key: ItemKey, to: &Path) -> Result<PathBuf, CoreError> {
        self.inner.one(key, to).await
    }

    /// The downloads of the current connection, the newest first, at most 100.
    pub async fn list(&self) -> Result<Vec<DownloadView>, CoreError> {
        let Some(of) = self.inner.connections.current().await? else {
            return Ok(Vec::new());
        };
        let read = self.inner.frame.index.read(move |db| store::list(db, of));
        let mut found = read.await?;
        for view in &mut found {
            view.job = self.inner.job_of(view.id);
        }
        Ok(found)
    }

    /// One download.
    ///
    /// Errors: `NotFound`.
    pub async fn get(&self, id: DownloadId) -> Result<DownloadView, CoreError> {
        self.inner.view(id).await
    }

    /// What came of the items of a download: the next 500 behind a position.
    pub async fn rows(
        &self,
        id: DownloadId,
        which: DownloadRows,
        after: Option<u32>,
    ) -> Result<Vec<DownloadRow>, CoreError> {
        let read = move |db: &Connection| store::rows(db, id, which, after, ROWS);
        Ok(self.inner.frame.index.read(read).await?)
    }

    /// Where the files of a download lie: the archive, where it is one, otherwise its folder.
    ///
    /// Errors: `NotFound`.
    pub async fn place(&self, id: DownloadId) -> Result<PathBuf, CoreError> {
        let download = self.inner.download(id).await?;
        let archive = archive::place(&download).filter(|_| download.state == DownloadState::Done);
        Ok(archive.unwrap_or(download.folder))
    }

    /// How the last download of the current connection was wished for; before the first, what is usual.
    pub async fn habits(&self) -> Result<DownloadHabits, CoreError> {
        if let Some(of) = self.inner.connections.current().await? {
            let read = self.inner.frame.index.read(move |db| store::newest(db, of));
            if let Some(habits) = read.await? {
                return Ok(habits);
            }
        }
        let dirs = directories::UserDirs::new();
        let pictures = dirs.as_ref().and_then(|dirs| dirs.picture_dir());
        Ok(DownloadHabits {
            folder: pictures
                .and_then(|pictures| pictures.to_str())
                .map(str::to_owned),
            template: USUAL.to_owned(),
            sidecar: None,
            write_missing: false,
            last_everything_ms: None,
        })
    }

    /// Waits until nobody works on a download any more; gives it as it stands then: done, failed, cancelled or paused.
    ///
    /// Errors: `NotFound`.
    pub async fn ended(&self, id: DownloadId) -> Result<DownloadView, CoreError> {
        let mut events = self.inner.frame.events.listen();
        loop {
            let view = self.inner.view(id).await?;
            if !view.state.runs() && view.job.is_none() {
                return Ok(view);
            }
            // Being too slow for events is as good a reason to look again as an event.
            let _ = events.recv().await;
        }
    }
}

impl Inner {
    fn runs(&self) -> std::sync::MutexGuard<'_, HashMap<DownloadId, Run>> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn job_of(&self, id: DownloadId) -> Option<JobId> {
        self.runs().get(&id).and_then(|run| run.job)
    }

    /// What is held by the one download that works on a folder.
    fn lane(&self, folder: &Path) -> Arc<tokio::sync::Mutex<()>> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        lanes.retain(|_, lane| lane.strong_count() > 0);
        if let Some(lane) = lanes.get(folder).and_then(Weak::upgrade) {
            return lane;
        }
        let lane = Arc::default();
        lanes.insert(folder.to_owned(), Arc::downgrade(&lane));
        lane
    }

    async fn view(&self, id: DownloadId) -> Result<DownloadView, CoreError> {
        let read = move |db: &Connection| store::one(db, id);
        let mut view = self.frame.index.read(read).await?.ok_or(NO_DOWNLOAD)?;
        view.job = self.job_of(id);
        Ok(view)
    }

    /// Works on a download beside the calls.
    fn spawn(self: &Arc<Self>, id: DownloadId) {
        let job = self.frame.jobs.begin(JobKind::Download);
        let run = Run {
            job: job.id(),
            stopped: job.cancellation(),
        };
        self.runs().insert(id, run);
        let inner = Arc::clone(self);
        self.frame.tasks.spawn_until_stopped(async move {
            inner.run(id, job).await;
        });
    }

    /// Moves a download, if it stands where it is thought to stand.
    async fn step(
        &self,
        id: DownloadId,
        from: DownloadState,
        to: DownloadState,
        message: Option<String>,
    ) -> Result<bool, CoreError> {
        let now_ms = self.frame.clock.now_ms();
        let step =
            move |tx: &Transaction<'_>| store::step(tx, id, from, to, message.as_deref(), now_ms);
        Ok(self.frame.index.write(step).await?)
    }

    /// Ends the process at once, without a goodbye, if a test asked for it to die at this point.
    fn point(&self, name: &'static str) {
        debug_assert!(POINTS.contains(&name), "{name} is not in the list");
        let asked = self.frame.die_at.as_deref();
        if asked.and_then(|asked| asked.strip_prefix("download-")) == Some(name) {
            std::process::abort();
        }
    }
}
