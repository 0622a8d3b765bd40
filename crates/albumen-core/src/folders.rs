//! Watched folders: what lies in them and what appears in them goes up by itself, through the same queue as a drop.
//!
//! Each folder has a task that hears of changes, or looks again where the system tells of none. A file is given to the queue
//! when it looks the same at two looks. What was given is in the index, so that a look through an unchanged folder opens no
//! file, and a restart loses nothing. A folder that is gone is waited for; nothing in it counts as deleted.

mod eyes;
mod for_recipes;
mod known;
mod look;
mod mount;
mod rules;
mod settle;
mod store;
mod watch;
mod writing;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::connections::Connections;
use crate::engine::Frame;
use crate::error::CoreError;
use crate::plans::Plans;
use crate::view::{FolderKey, FolderRule, FolderState, WatchedFolder};
use known::real_home;
use rules::Refusal;
pub(crate) use rules::is_passed_over;
use store::{FileState, Folder};

/// Waiting times of watched folders. Tests shorten them.
#[derive(Clone, Debug)]
pub struct FolderPolicy {
    /// Whether the system is asked to tell of changes. Otherwise each folder is looked through every `look_every`.
    pub listen: bool,
    /// How long a file must look the same to be complete.
    pub settles_after: Duration,
    /// How long to wait for more changes before looking at those that were told of.
    pub gather: Duration,
    /// How often files that may still grow are looked at.
    pub settle_every: Duration,
    /// How often to look whether the folder is there.
    pub check_every: Duration,
    /// How often to look through a folder of which the system does not tell, and to try again what failed.
    pub look_every: Duration,
    /// How often to look through a folder of which the system does tell, in case it told not all.
    pub look_anyway_every: Duration,
}

impl Default for FolderPolicy {
    fn default() -> Self {
        Self {
            listen: true,
            settles_after: Duration::from_secs(2),
            gather: Duration::from_millis(300),
            settle_every: Duration::from_millis(500),
            check_every: Duration::from_secs(5),
            look_every: Duration::from_secs(60),
            look_anyway_every: Duration::from_secs(30 * 60),
        }
    }
}

/// Watched folders. Clones share them.
#[derive(Clone)]
pub struct Folders {
    inner: Arc<Inner>,
}

struct Inner {
    frame: Frame,
    connections: Connections,
    plans: Plans,
    live: Mutex<HashMap<FolderKey, Arc<Live>>>,
    /// Held while a folder is added, so that two cannot be added into each other.
    adding: tokio::sync::Mutex<()>,
}

/// A folder that is being watched.
struct Live {
    state: Mutex<FolderState>,
    /// Rung when there may be something to do.
    wake: Arc<Notify>,
    stop: CancellationToken,
}

impl Folders {
    pub(crate) fn new(frame: Frame, connections: Connections, plans: Plans) -> Self {
        Self {
            inner: Arc::new(Inner {
                frame,
                connections,
                plans,
                live: Mutex::default(),
                adding: tokio::sync::Mutex::default(),
            }),
        }
    }

    /// Goes on with what is watched.
    pub(crate) async fn start(&self) -> Result<(), CoreError> {
        let index = &self.inner.frame.index;
        index.write_quietly(store::drop_unready).await?;
        for folder in index.read(store::list).await? {
            Inner::watch(&self.inner, &folder);
        }
        Ok(())
    }

    /// All watched folders of all connections, in the order in which they were added.
    pub async fn list(&self) -> Result<Vec<WatchedFolder>, CoreError> {
        let folders = self.inner.frame.index.read(store::list).await?;
        Ok(folders
            .into_iter()
            .filter(|folder| folder.recipe.is_none())
            .map(|folder| self.inner.shown(folder))
            .collect())
    }

    /// Watches a folder for the connection that is shown. On return it is watched over restarts. Where what lies there now
    /// is to stay, it is known by then.
    ///
    /// Errors: `FolderRefused` with the reason, `NotFound` where there is no connection, `DiskFull`.
    pub async fn add(&self, path: PathBuf, rule: FolderRule) -> Result<WatchedFolder, CoreError> {
        let inner = &self.inner;
        let of = inner
            .connections
            .current()
            .await?
            .ok_or(CoreError::NoConnection)?;
        let _adding = inner.adding.lock().await;
        let others = inner.frame.index.read(store::list).await?;
        // A folder may be watched for recipes beside.
        let uploaded = others.into_iter().filter(|folder| folder.recipe.is_none());
        let others = uploaded.map(|folder| folder.path).collect();
        let path = inner.judge(path, others).await?;
        let written = {
            let (path, rule) = (path.clone(), rule.clone());
            inner
                .frame
                .index
                .write_quietly(move |tx| store::insert(tx, of, &path, &rule, None))
        };
        let key = written.await?.ok_or_else(|| refused(&Refusal::BadName))?;
        let ready = inner.make_ready(key, &path, &rule).await;
        if let Err(error) = ready {
            // It was never watched; nothing of it stays.
            let undone = inner
                .frame
                .index
                .write_quietly(move |tx| store::remove(tx, key));
            undone.await?;
            return Err(error);
        }
        let folder = inner.folder(key).await?;
        Inner::watch(inner, &folder);
        Ok(inner.shown(folder))
    }

    /// Does something else with the files of a folder from now on. Files that went up already stay where they are.
    ///
    /// Errors: `NotFound`.
    pub async fn change(&self, key: FolderKey, rule: FolderRule) -> Result<(), CoreError> {
        let inner = &self.inner;
        let before = inner.folder(key).await?;
        if rule.subfolders && !before.rule.subfolders && !rule.existing {
            // What lies in the folders below now is to stay, as if they had counted from the start.
            let place = inner.place(&before.path, true);
            inner.note_all(key, place, FileState::Stays).await?;
        }
        let changed = inner
            .frame
            .index
            .write(move |tx| store::set_rule(tx, key, &rule));
        self.changed(key, changed.await?)
    }

    /// Pauses a folder, or lets it go on; what appeared meanwhile goes up then. What is in the queue is not held up.
    ///
    /// Errors: `NotFound`.
    pub async fn pause(&self, key: FolderKey, paused: bool) -> Result<(), CoreError> {
        let changed = self
            .inner
            .frame
            .index
            .write(move |tx| store::set_paused(tx, key, paused));
        self.changed(key, changed.await?)
    }

    /// Watches a folder no more. What was uploaded stays in Google Photos, what is in the queue still goes up, and the files
    /// on this computer stay as they are.
    ///
    /// Errors: `NotFound`.
    pub async fn remove(&self, key: FolderKey) -> Result<(), CoreError> {
        let gone = self
            .inner
            .frame
            .index
            .write(move |tx| store::remove(tx, key));
        let gone = gone.await?;
        let live = self.inner.live().remove(&key);
        if let Some(live) = live {
            live.stop.cancel();
        }
        found(gone)
    }

    fn changed(&self, key: FolderKey, there: bool) -> Result<(), CoreError> {
        let live = self.inner.live().get(&key).cloned();
        if let Some(live) = live.filter(|_| there) {
            // The task is begun anew: it looks through the folder by the new rule.
            live.stop.cancel();
            let inner = Arc::clone(&self.inner);
            self.inner.frame.tasks.spawn_until_stopped(async move {
                match inner.folder(key).await {
                    Ok(folder) => Inner::watch(&inner, &folder),
                    Err(error) => tracing::debug!(%error, "a changed folder is gone"),
                }
            });
        }
        found(there)
    }
}

impl Inner {
    fn live(&self) -> std::sync::MutexGuard<'_, HashMap<FolderKey, Arc<Live>>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins the task of a folder; one that runs for it already ends.
    fn watch(inner: &Arc<Self>, folder: &Folder) {
        let state = if folder.paused {
            FolderState::Paused
        } else {
            FolderState::Looking
        };
        let live = Arc::new(Live {
            state: Mutex::new(state),
            wake: Arc::default(),
            stop: CancellationToken::new(),
        });
        let before = inner.live().insert(folder.key, Arc::clone(&live));
        if let Some(before) = before {
            before.stop.cancel();
        }
        inner.frame.events.index_changed();
        if folder.paused {
            return;
        }
        let stop = live.stop.clone();
        let task = watch::Watch::new(Arc::clone(inner), live, folder.clone());
        inner.frame.tasks.spawn_until_stopped(async move {
            stop.run_until_cancelled_owned(task.run()).await;
        });
    }

    fn shown(&self, folder: Folder) -> WatchedFolder {
        let live = self.live().get(&folder.key).cloned();
        let state = live.map_or(FolderState::Looking, |live| live.state());
        WatchedFolder {
            key: folder.key,
            connection: folder.connection,
            path: folder.path.to_string_lossy().into_owned(),
            rule: folder.rule,
            state: if folder.paused {
                FolderState::Paused
            } else {
                state
            },
            files: folder.files,
            last_ms: folder.last_ms,
        }
    }

    async fn folder(&self, key: FolderKey) -> Result<Folder, CoreError> {
        self.frame
            .index
            .read(move |db| store::get(db, key))
            .await?
            .ok_or(CoreError::NotFound { what: "folder" })
    }

    /// The real path of a folder that may be watched.
    async fn judge(&self, path: PathBuf, others: Vec<PathBuf>) -> Result<PathBuf, CoreError> {
        let home = Arc::clone(&self.frame.paths);
        let judging = tokio::task::spawn_blocking(move || {
            let real = path.canonicalize().map_err(|_| Refusal::NoFolder)?;
            if !real.is_dir() {
                return Err(Refusal::NoFolder);
            }
            std::fs::read_dir(&real).map_err(|_| Refusal::Unreadable)?;
            rules::judge(&real, &others, &real_home(&home))?;
            Ok(real)
        });
        let judged = judging.await.map_err(|_| CoreError::Closed)?;
        judged.map_err(|refusal| refused(&refusal))
    }

    /// Learns what is to stay, where something is, and has the folder watched from then on.
    async fn make_ready(
        &self,
        key: FolderKey,
        path: &Path,
        rule: &FolderRule,
    ) -> Result<(), CoreError> {
        if !rule.existing {
            let place = self.place(path, rule.subfolders);
            self.note_all(key, place, FileState::Stays).await?;
        }
        let ready = self.frame.index.write(move |tx| store::set_ready(tx, key));
        Ok(ready.await?)
    }
}

impl Live {
    fn state(&self) -> FolderState {
        self.state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Gives whether it is another than before.
    fn set(&self, state: FolderState) -> bool {
        let mut now = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = *now != state;
        *now = state;
        changed
    }
}

fn found(there: bool) -> Result<(), CoreError> {
    there
        .then_some(())
        .ok_or(CoreError::NotFound { what: "folder" })
}

fn refused(refusal: &Refusal) -> CoreError {
    CoreError::FolderRefused {
        why: refusal.words(),
    }
}
