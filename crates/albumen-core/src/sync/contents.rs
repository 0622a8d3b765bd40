//! What albums hold: listed where Google counts otherwise than at the last listing.

use std::collections::HashMap;

use futures::stream::{self, StreamExt as _, TryStreamExt as _};
use google_photos::{AlbumId, MediaItem, SearchRequest};
use rusqlite::Transaction;

use super::look::{Look, endless};
use super::pages::{Next, Pages, Until};
use super::seen::seen;
use crate::albums;
use crate::error::CoreError;
use crate::items::Put;
use crate::view::{AlbumKey, ItemKey};

/// So many albums are listed at once.
const ALBUMS_AT_ONCE: usize = 4;

impl Look<'_> {
    /// The contents of the albums that changed, several at once. Gives whether all were listed.
    pub(super) async fn contents(&self) -> Result<bool, CoreError> {
        let key = self.key;
        let to_list = self
            .sync
            .frame
            .index
            .read(move |db| albums::to_list(db, key, false))
            .await?;
        let mut listings = stream::iter(to_list)
            .map(|(album, google_id, counted)| async move {
                if self.enough_for_today().await? {
                    return Ok(false);
                }
                self.contents_of(album, &google_id, counted).await?;
                Ok::<_, CoreError>(true)
            })
            .buffer_unordered(ALBUMS_AT_ONCE);
        let mut all = true;
        while let Some(listed) = listings.try_next().await? {
            all &= listed;
        }
        Ok(all)
    }

    /// The contents of one album.
    pub(super) async fn contents_of(
        &self,
        album: AlbumKey,
        google_id: &str,
        counted: u32,
    ) -> Result<(), CoreError> {
        match self.list_album(google_id).await {
            Ok(listed) => self.keep_contents(album, listed, counted).await,
            // It went away between two calls; the next look marks it.
            Err(CoreError::NotFound { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn list_album(&self, google_id: &str) -> Result<Vec<MediaItem>, CoreError> {
        let request = SearchRequest::album(AlbumId::from(google_id));
        let mut pages = Pages::new(Until::End);
        let (mut after, mut listed) = (None, Vec::new());
        loop {
            let slot = self.slots.acquire().await;
            let answer = self.client.search_page(&request, after.as_ref()).await;
            drop(slot);
            let page = self.heard(answer).await?;
            let length = page.items.len();
            listed.extend(page.items);
            match pages.after(length, length, page.next) {
                Next::Page(token) => after = Some(token),
                Next::Over => return Ok(listed),
                Next::Endless => return Err(endless("mediaItems.search")),
            }
        }
    }

    async fn keep_contents(
        &self,
        album: AlbumKey,
        listed: Vec<MediaItem>,
        counted: u32,
    ) -> Result<(), CoreError> {
        let (key, at) = (self.key, self.moment());
        let keep = move |tx: &Transaction<'_>| {
            let mut changed = false;
            let mut keys: Vec<ItemKey> = Vec::with_capacity(listed.len());
            let mut known = HashMap::new();
            for item in &listed {
                let key = match known.get(&item.id) {
                    Some(key) => *key,
                    None => {
                        let (item_key, put) = seen(tx, key, item, &at)?;
                        changed |= put != Put::Same;
                        known.insert(&item.id, item_key);
                        item_key
                    }
                };
                keys.push(key);
            }
            changed |= albums::set_contents(tx, album, &keys, counted)?;
            Ok(((), changed))
        };
        Ok(self.sync.frame.index.write_telling(keep).await?)
    }
}
