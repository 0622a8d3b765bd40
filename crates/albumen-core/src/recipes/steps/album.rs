//! Putting an item into an album, which is made where it has to be, once.

use rusqlite::{Connection, Transaction};

use super::{Doing, said};
use crate::albums;
use crate::error::CoreError;
use crate::recipes::Inner;
use crate::recipes::rules::again::Trouble;
use crate::recipes::rules::chain;
use crate::recipes::store::marks;
use crate::recipes::store::runs::Left;
use crate::view::{AlbumKey, ConnectionKey, RecipeAlbum, RecipeKey};

/// Google: the longest title of an album, in characters.
const TITLE_CHARS: usize = 500;

/// The title of an album, out of what was filled in.
pub fn title_of(filled: &str) -> String {
    let title: String = filled.trim().chars().take(TITLE_CHARS).collect();
    match title.is_empty() {
        true => "Untitled".to_owned(),
        false => title,
    }
}

impl Doing<'_> {
    pub(super) async fn add_to_album(&self, album: &RecipeAlbum) -> Result<Left, Trouble> {
        let item = self.item()?;
        let of = self.run.connection;
        let (key, title) = match album {
            RecipeAlbum::Existing { album } => (*album, self.inner.title(*album).await?),
            RecipeAlbum::Named { title } => {
                let title = title_of(&self.filled(title).await?);
                (self.inner.named(of, &title).await?, title)
            }
        };
        if let Some(id) = self.facts().await?.google_id {
            let chain = chain::after(&self.run.chain, self.run.recipe);
            self.inner.mark(marks::put(key, &id), chain).await?;
        }
        let new = self.inner.albums.put(key, item).await?;
        Ok(said(match new {
            true => format!("Added to \u{201c}{title}\u{201d}."),
            false => format!("It was in \u{201c}{title}\u{201d} already."),
        }))
    }
}

impl Inner {
    async fn title(&self, album: AlbumKey) -> Result<String, Trouble> {
        let read = move |db: &Connection| albums::title_of(db, album);
        let title = self.frame.index.read(read).await.map_err(CoreError::from)?;
        title.ok_or_else(|| {
            Trouble::Never(
                "The album of this recipe is not there any more. Choose another one.".to_owned(),
            )
        })
    }

    /// The album of this title that Albumen may write to; made where there is none.
    async fn named(&self, of: ConnectionKey, title: &str) -> Result<AlbumKey, Trouble> {
        let _one_at_a_time = self.naming.lock().await;
        let wanted = title.to_owned();
        let read = move |db: &Connection| albums::writable_of_title(db, of, &wanted);
        let found = self.frame.index.read(read).await.map_err(CoreError::from)?;
        match found {
            Some(album) => Ok(album),
            None => Ok(self.albums.create_in(of, title).await?),
        }
    }

    /// Leaves a mark on what a recipe is about to make.
    pub(super) async fn mark(&self, what: String, chain: Vec<RecipeKey>) -> Result<(), Trouble> {
        let now = self.frame.clock.now_ms();
        let leave = move |tx: &Transaction<'_>| marks::leave(tx, &what, &chain, now);
        let left = self.frame.index.write_quietly(leave).await;
        Ok(left.map_err(CoreError::from)?)
    }
}
