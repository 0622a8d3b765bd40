//! Switching recipes on and off. From when one is on, new things count; what is there does not.

use std::path::PathBuf;

use rusqlite::Transaction;

use super::store::Recipe;
use super::{Inner, noticing, store};
use crate::error::CoreError;
use crate::view::{RecipeKey, RecipeWhen};

impl Inner {
    pub(super) async fn switch_on(&self, recipe: &Recipe) -> Result<(), CoreError> {
        let (key, when) = (recipe.key, recipe.spec.when.clone());
        if let RecipeWhen::EntersAlbum { album } = when
            && !self
                .frame
                .index
                .read(move |db| store::is_listed(db, album))
                .await?
        {
            return Err(CoreError::RecipeNotReady {
                why: "Albumen has not looked into this album yet. Switch the recipe on when the first look at your library is over."
                    .to_owned(),
            });
        }
        let now = self.frame.clock.local();
        let today = match when {
            // Its time of today is over: tomorrow is its first day.
            RecipeWhen::EveryDay { minute, .. } if noticing::minute_of(now) >= minute => {
                Some(now.date().to_string())
            }
            _ => None,
        };
        let begin = move |tx: &Transaction<'_>| {
            store::begin_anew(tx, key, &when, today.as_deref())?;
            store::set_on(tx, key, true)
        };
        self.frame.index.write(begin).await?;
        if let RecipeWhen::FileAppears { folder, subfolders } = &recipe.spec.when {
            let watched =
                self.folders
                    .watch_for(key, recipe.connection, PathBuf::from(folder), *subfolders);
            if let Err(error) = watched.await {
                self.switch_off(key).await?;
                return Err(error);
            }
        }
        self.wake.notify_one();
        Ok(())
    }

    pub(super) async fn switch_off(&self, key: RecipeKey) -> Result<(), CoreError> {
        let off = move |tx: &Transaction<'_>| store::set_on(tx, key, false);
        self.frame.index.write(off).await?;
        self.folders.unwatch_for(key).await
    }
}
