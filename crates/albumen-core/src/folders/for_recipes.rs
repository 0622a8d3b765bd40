//! Folders that are watched for a recipe: what appears in them becomes a run of it, in the transaction in which it is known as
//! given on.

use std::path::PathBuf;

use super::store::{self, Look};
use super::{Folders, Inner, refused, rules};
use crate::error::CoreError;
use crate::recipes::{self, Appeared};
use crate::uploads::path_to_text;
use crate::view::{AlbumLayout, ConnectionKey, FolderKey, FolderRule, MissingDates, RecipeKey};

impl Folders {
    /// Watches a folder for a recipe. What lies there now stays.
    ///
    /// Errors: `FolderRefused` with the reason.
    pub(crate) async fn watch_for(
        &self,
        recipe: RecipeKey,
        of: ConnectionKey,
        path: PathBuf,
        subfolders: bool,
    ) -> Result<(), CoreError> {
        let inner = &self.inner;
        let _adding = inner.adding.lock().await;
        let path = inner.judge(path, Vec::new()).await?;
        let rule = FolderRule {
            albums: AlbumLayout::None,
            subfolders,
            existing: false,
            dates: MissingDates::Leave,
            captions: false,
        };
        let written = {
            let (path, rule) = (path.clone(), rule.clone());
            inner
                .frame
                .index
                .write_quietly(move |tx| store::insert(tx, of, &path, &rule, Some(recipe)))
        };
        let key = written
            .await?
            .ok_or_else(|| refused(&rules::Refusal::BadName))?;
        inner.make_ready(key, &path, &rule).await?;
        Inner::watch(inner, &inner.folder(key).await?);
        Ok(())
    }

    /// Watches no folder for a recipe any more.
    pub(crate) async fn unwatch_for(&self, recipe: RecipeKey) -> Result<(), CoreError> {
        let read = move |db: &rusqlite::Connection| store::for_recipe(db, recipe);
        for key in self.inner.frame.index.read(read).await? {
            match self.remove(key).await {
                Ok(()) | Err(CoreError::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

impl Inner {
    /// Gives files that have stopped growing to a recipe.
    pub(super) async fn give_to_recipe(
        &self,
        key: FolderKey,
        recipe: RecipeKey,
        ready: Vec<Look>,
    ) -> Result<(), CoreError> {
        let now_ms = self.frame.clock.now_ms();
        let files: Vec<Appeared> = ready.iter().filter_map(appeared).collect();
        let given = self.frame.index.write(move |tx| {
            let new = recipes::appeared(tx, recipe, &files, now_ms)?;
            store::given(tx, key, &ready, new, now_ms)
        });
        Ok(given.await?)
    }
}

/// A file as recipes know it. One that is empty is a place that somebody keeps free for what is to come.
fn appeared(look: &Look) -> Option<Appeared> {
    let name = look.path.file_name()?.to_string_lossy().into_owned();
    Some(Appeared {
        path: path_to_text(&look.path)?,
        name,
        look: (look.size_bytes, look.modified_ns),
    })
    .filter(|_| look.size_bytes > 0)
}
