//! The files of items, for a program that takes files: what is dragged out of the window.

use std::path::{Path, PathBuf};

use super::{Inner, Pictures, disk, store};
use crate::error::CoreError;
use crate::view::{CopyKind, ItemKey};

/// A file of an item, to be handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemFile {
    /// Where it lies.
    pub path: PathBuf,
    /// What it is.
    pub copy: CopyKind,
}

impl Pictures {
    /// So many files can be had at once: those from Google are fetched while a button of the mouse is held.
    pub const MOST_FILES: usize = 10;

    /// The files of items: the originals where they are on this computer, otherwise copies from Google under the items' own
    /// names, which stay until the next start. In the order asked for.
    ///
    /// Errors: as [`crate::Downloads::one`].
    pub async fn files(&self, keys: &[ItemKey]) -> Result<Vec<ItemFile>, CoreError> {
        futures::future::try_join_all(keys.iter().map(|key| self.inner.file_of(*key))).await
    }
}

impl Inner {
    async fn file_of(&self, key: ItemKey) -> Result<ItemFile, CoreError> {
        let gone = CoreError::NotFound { what: "photo" };
        let facts = self
            .frame
            .index
            .read(move |db| store::item_facts(db, key))
            .await?
            .ok_or(gone)?;
        // Each in a folder of its own: two photos may have the same name.
        let folder = self.frame.paths.dragged(key);
        let at = folder.clone();
        let found = tokio::task::spawn_blocking(move || {
            let own = facts
                .own_path()
                .filter(|path| disk::is_same(path, facts.size_bytes));
            let copy = match own {
                Some(_) if !facts.is_picked => CopyKind::Original,
                _ => CopyKind::Reduced,
            };
            let path = own.or_else(|| only_file(&at));
            path.map(|path| ItemFile { path, copy })
        });
        match found.await.map_err(|_| CoreError::Closed)? {
            Some(file) => Ok(file),
            None => {
                let made = folder.clone();
                tokio::task::spawn_blocking(move || crate::paths::private_folder(&made))
                    .await
                    .map_err(|_| CoreError::Closed)?
                    .map_err(|error| CoreError::file(&folder, error))?;
                let _place = self.fetches.place(super::pool::Rank::Visible).await;
                let path = self.downloads.one(key, &folder).await?;
                let copy = CopyKind::Reduced;
                Ok(ItemFile { path, copy })
            }
        }
    }
}

/// A copy that was fetched since the start and is whole.
fn only_file(folder: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(folder).ok()?;
    let mut files = entries.flatten().filter(|entry| {
        entry.metadata().is_ok_and(|known| known.len() > 0)
            && !entry.file_name().to_string_lossy().starts_with('.')
    });
    files.next().map(|entry| entry.path())
}
