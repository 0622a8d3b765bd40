//! Learns which files of a folder are new or look otherwise than before. Opens none of them.

use std::path::{Path, PathBuf};

use tokio::sync::mpsc;

use super::look::{self, Where};
use super::store::{self, FileState};
use super::{Inner, rules};
use crate::error::CoreError;
use crate::paths::Paths;
use crate::view::FolderKey;

impl Inner {
    pub(super) fn place(&self, root: &Path, subfolders: bool) -> Where {
        Where {
            root: root.to_owned(),
            subfolders,
            own: rules::own_folders(&real_home(&self.frame.paths))
                .map(Path::to_owned)
                .collect(),
        }
    }

    /// Keeps all files of a folder that are not known as they look now, in this state.
    pub(super) async fn note_all(
        &self,
        key: FolderKey,
        place: Where,
        state: FileState,
    ) -> Result<(), CoreError> {
        let (give, mut pieces) = mpsc::channel(2);
        let walking = tokio::task::spawn_blocking(move || look::walk(&place, &give));
        while let Some(piece) = pieces.recv().await {
            self.note_new(key, piece, state).await?;
        }
        walking.await.map_err(|_| CoreError::Closed)
    }

    /// Keeps those of these files that are not known as they look now. A file that stays and was only renamed still stays.
    /// Gives how many are new.
    pub(super) async fn note_new(
        &self,
        key: FolderKey,
        piece: Vec<store::Look>,
        state: FileState,
    ) -> Result<usize, CoreError> {
        let unknown = self
            .frame
            .index
            .read(move |db| store::unknown(db, key, piece))
            .await?;
        if unknown.is_empty() {
            return Ok(0);
        }
        let sorting = tokio::task::spawn_blocking(move || {
            let is_renamed =
                |before: &Option<PathBuf>| before.as_ref().is_some_and(|path| !path.exists());
            unknown
                .into_iter()
                .partition::<Vec<_>, _>(|(_, before)| is_renamed(before))
        });
        let (renamed, new) = sorting.await.map_err(|_| CoreError::Closed)?;
        let number = new.len();
        let now_ms = self.frame.clock.now_ms();
        let kept = self.frame.index.write_quietly(move |tx| {
            for (look, before) in renamed {
                if let Some(before) = before {
                    store::forget(tx, key, &before)?;
                }
                store::note(tx, key, &[look], FileState::Stays, now_ms)?;
            }
            let new: Vec<_> = new.into_iter().map(|(look, _)| look).collect();
            store::note(tx, key, &new, state, now_ms)
        });
        kept.await?;
        Ok(number)
    }
}

/// Albumen's own folders as they really are, behind links.
pub(super) fn real_home(home: &Paths) -> Paths {
    let real = |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone());
    Paths {
        data: real(&home.data),
        cache: real(&home.cache),
        config: real(&home.config),
    }
}
