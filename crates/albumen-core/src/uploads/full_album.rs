//! An album that is full goes on in another one, when the person says so.

use super::{Uploads, holds};
use crate::albums;
use crate::error::CoreError;
use crate::view::{AlbumKey, AlbumView};

impl Uploads {
    /// Goes on with the files of an album that is full in a new one, "Name (2)" or the next free number. The new album is made
    /// at Google when its first file is ready; on return the files are meant for it for good.
    ///
    /// Errors: `NotFound`.
    pub async fn continue_album(&self, album: AlbumKey) -> Result<AlbumView, CoreError> {
        const GONE: CoreError = CoreError::NotFound { what: "album" };
        let of = self.queue.albums.find(album).await?.connection;
        let now = self.frame.clock.now_ms();
        let moved = self.frame.index.write(move |tx| {
            let Some(title) = albums::title_of(tx, album)? else {
                return Ok(None);
            };
            let taken = albums::titles(tx, of)?;
            let next = albums::rules::next_title(&title, &taken);
            let to = albums::wish(tx, of, &next, now)?;
            holds::move_to_album(tx, of, album, to)?;
            Ok(Some(to))
        });
        let to = moved.await?.ok_or(GONE)?;
        self.queue.wake();
        self.queue.albums.get(to).await
    }
}
