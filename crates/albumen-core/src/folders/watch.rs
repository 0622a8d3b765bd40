//! The task of one watched folder.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::Instant;

use super::eyes::{Changed, Eyes};
use super::look::{self, Where};
use super::store::{FileState, Folder};
use super::{Inner, Live, mount};
use crate::error::CoreError;
use crate::view::FolderState;

/// Watches one folder until it is stopped.
pub(super) struct Watch {
    pub(super) inner: Arc<Inner>,
    pub(super) live: Arc<Live>,
    pub(super) folder: Folder,
    place: Where,
    eyes: Option<Eyes>,
    /// Whether `eyes` hear of everything.
    hears_all: bool,
    /// What the folder was known by when it was last looked through.
    identity: Option<(u64, u64)>,
    looked: Option<Instant>,
    pub(super) settling: u32,
}

impl Watch {
    pub(super) fn new(inner: Arc<Inner>, live: Arc<Live>, folder: Folder) -> Self {
        let place = inner.place(&folder.path, folder.rule.subfolders);
        Self {
            inner,
            live,
            folder,
            place,
            eyes: None,
            hears_all: false,
            identity: None,
            looked: None,
            settling: 0,
        }
    }

    /// Runs until it is dropped, which may happen at any `await`: what is in the index is enough to go on.
    pub(super) async fn run(mut self) {
        loop {
            let rest = match self.turn().await {
                Ok(rest) => rest,
                Err(CoreError::Closed) => return,
                Err(CoreError::NotFound { .. }) if self.is_removed().await => return,
                Err(error) => {
                    self.tell(FolderState::Trouble {
                        message: error.to_string(),
                    });
                    self.inner.frame.policy.folders.look_every
                }
            };
            let wake = Arc::clone(&self.live.wake);
            tokio::select! {
                () = wake.notified() => {}
                () = tokio::time::sleep(rest) => {}
            }
        }
    }

    /// Does all there is to do now; gives how long to rest unless something happens.
    async fn turn(&mut self) -> Result<Duration, CoreError> {
        let policy = self.inner.frame.policy.folders.clone();
        let Some(identity) = self.look_at_root().await? else {
            self.eyes = None;
            self.identity = None;
            self.tell(FolderState::Gone);
            return Ok(policy.check_every);
        };
        if self.identity != Some(identity) {
            self.open_eyes(identity).await?;
        }
        self.look(&policy).await?;
        self.settle().await?;
        if self.look_at_root().await? != Some(identity) {
            return Ok(Duration::ZERO);
        }
        self.tell(match self.settling {
            0 => FolderState::Watching,
            files => FolderState::Settling { files },
        });
        Ok(if self.eyes.as_ref().is_some_and(Eyes::has_heard) {
            policy.gather
        } else if self.settling > 0 {
            policy.settle_every
        } else {
            policy.check_every
        })
    }

    /// What the folder is known by now; none while it is not there.
    async fn look_at_root(&self) -> Result<Option<(u64, u64)>, CoreError> {
        let root = self.place.root.clone();
        blocking(move || look::identity(&root)).await
    }

    async fn open_eyes(&mut self, identity: (u64, u64)) -> Result<(), CoreError> {
        // Order: what appears while the folder is looked through is heard of already.
        self.eyes = None;
        let (root, subfolders) = (self.place.root.clone(), self.place.subfolders);
        let wake = Arc::clone(&self.live.wake);
        let listen = self.inner.frame.policy.folders.listen;
        let opening = move || {
            let eyes = listen
                .then(|| Eyes::open(&root, subfolders, wake))
                .flatten();
            (eyes, mount::hears_all(&root))
        };
        (self.eyes, self.hears_all) = blocking(opening).await?;
        self.identity = Some(identity);
        self.looked = None;
        Ok(())
    }

    /// Looks at what changed, or through everything where that is due.
    async fn look(&mut self, policy: &super::FolderPolicy) -> Result<(), CoreError> {
        let again = if self.eyes.is_some() && self.hears_all {
            policy.look_anyway_every
        } else {
            policy.look_every
        };
        let is_due = self.looked.is_none_or(|looked| looked.elapsed() >= again);
        if !is_due && self.eyes.as_ref().is_some_and(Eyes::has_heard) {
            // Who writes one file often writes many.
            tokio::time::sleep(policy.gather).await;
        }
        let changed = self.eyes.as_ref().map_or(Changed::Nowhere, Eyes::take);
        match changed {
            Changed::Anywhere => self.look_through().await,
            _ if is_due => self.look_through().await,
            Changed::Places(places) => self.look_there(places).await,
            Changed::Nowhere => Ok(()),
        }
    }

    async fn look_through(&mut self) -> Result<(), CoreError> {
        self.tell(FolderState::Looking);
        let began = Instant::now();
        self.inner
            .note_all(self.folder.key, self.place.clone(), FileState::Settling)
            .await?;
        self.looked = Some(began);
        self.count().await
    }

    async fn look_there(&mut self, places: Vec<PathBuf>) -> Result<(), CoreError> {
        let place = self.place.clone();
        let (give, mut pieces) = mpsc::channel(2);
        let visiting = tokio::task::spawn_blocking(move || look::visit(&place, &places, &give));
        let mut new = 0;
        while let Some(piece) = pieces.recv().await {
            let noted = self
                .inner
                .note_new(self.folder.key, piece, FileState::Settling);
            new += noted.await?;
        }
        visiting.await.map_err(|_| CoreError::Closed)?;
        if new > 0 {
            self.count().await?;
        }
        Ok(())
    }

    /// Tells how the folder stands, if that is new.
    pub(super) fn tell(&self, state: FolderState) {
        if self.live.set(state) {
            self.inner.frame.events.index_changed();
        }
    }

    async fn is_removed(&self) -> bool {
        let found = self.inner.folder(self.folder.key).await;
        matches!(found, Err(CoreError::NotFound { .. }))
    }
}

/// Runs what waits for the disk beside the tasks.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, CoreError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| CoreError::Closed)
}
