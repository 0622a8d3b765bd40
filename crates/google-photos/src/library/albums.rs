//! Albums: list, read, make, change.

use futures::Stream;
use serde_json::json;

use super::page::{items, pages};
use super::{Album, MAX_ALBUMS_PER_PAGE, MAX_TITLE_CHARS, Page, wire};
use crate::client::GooglePhotos;
use crate::error::ApiError;
use crate::http::Call;
use crate::ids::{AlbumId, MediaItemId, PageToken};
use crate::oauth::Scopes;

/// Google: the discovery document spells it `cover_photo_media_item_id`; REST samples use the JSON spelling.
const COVER_FIELD: &str = "coverPhotoMediaItemId";

impl GooglePhotos {
    /// One page of the albums this client created, at most 50.
    ///
    /// A page may be short or empty and still not be the last: only a missing page token ends the list.
    /// Errors: `SignInRequired`, `ConsentRequired`, `SlowDown`, `QuotaSpent`, `NoAnswer`.
    /// Source: <https://developers.google.com/photos/library/reference/rest/v1/albums/list>
    pub async fn albums_page(&self, after: Option<&PageToken>) -> Result<Page<Album>, ApiError> {
        let call = Call::get("albums.list", &["v1", "albums"])
            .query("pageSize", MAX_ALBUMS_PER_PAGE)
            .page(after);
        Ok(self.http.send::<wire::ListAlbums>(call).await?.into())
    }

    /// All albums, as the stream is polled. Errors: as [`GooglePhotos::albums_page`], and `Malformed` for an endless list.
    pub fn albums(&self) -> impl Stream<Item = Result<Album, ApiError>> + Send + '_ {
        items("albums.list", move |after| async move {
            self.albums_page(after.as_ref()).await
        })
    }

    /// All albums, page by page, as the stream is polled; no page is empty.
    pub fn albums_pages(&self) -> impl Stream<Item = Result<Vec<Album>, ApiError>> + Send + '_ {
        pages("albums.list", move |after| async move {
            self.albums_page(after.as_ref()).await
        })
    }

    /// One album.
    ///
    /// Errors: as [`GooglePhotos::albums_page`], and `NotFound`.
    /// Source: <https://developers.google.com/photos/library/reference/rest/v1/albums/get>
    pub async fn album(&self, id: &AlbumId) -> Result<Album, ApiError> {
        self.one_album(Call::get("albums.get", &["v1", "albums", id.as_str()]))
            .await
    }

    /// Makes an album. Never repeated after a lost answer, because titles are not unique and albums cannot be deleted:
    /// after `NoAnswer { sent: true, .. }` look for the album before making another.
    ///
    /// Errors: `Invalid` for an empty title or one over 500 characters, `SignInRequired`, `ConsentRequired`, `SlowDown`,
    /// `QuotaSpent`, `StorageFull`, `NoAnswer`.
    /// Source: <https://developers.google.com/photos/library/reference/rest/v1/albums/create>
    pub async fn album_create(&self, title: &str) -> Result<Album, ApiError> {
        let title = checked_title("albums.create", title)?;
        let call = Call::post("albums.create", &["v1", "albums"], Scopes::ADD);
        self.one_album(call.json(&json!({ "album": { "title": title } }))?)
            .await
    }

    /// Gives an album another title.
    ///
    /// Errors: as [`GooglePhotos::album_create`], and `NotFound`, `NotAllowed`.
    /// Source: <https://developers.google.com/photos/library/reference/rest/v1/albums/patch>
    pub async fn album_rename(&self, id: &AlbumId, title: &str) -> Result<Album, ApiError> {
        let title = checked_title("albums.patch", title)?;
        self.patch_album(id, "title", &json!({ "title": title }))
            .await
    }

    /// Makes an item of the album its cover.
    ///
    /// Errors: `NotFound`, `Refused` for an item that is not in the album, and as [`GooglePhotos::albums_page`].
    /// Source: <https://developers.google.com/photos/library/reference/rest/v1/albums/patch>
    pub async fn album_set_cover(
        &self,
        id: &AlbumId,
        item: &MediaItemId,
    ) -> Result<Album, ApiError> {
        self.patch_album(id, COVER_FIELD, &json!({ (COVER_FIELD): item }))
            .await
    }

    async fn patch_album(
        &self,
        id: &AlbumId,
        field: &str,
        body: &serde_json::Value,
    ) -> Result<Album, ApiError> {
        let call =
            Call::patch("albums.patch", &["v1", "albums", id.as_str()]).query("updateMask", field);
        self.one_album(call.json(body)?).await
    }

    pub(super) async fn one_album(&self, call: Call) -> Result<Album, ApiError> {
        let name = call.about.call;
        let album = self.http.send::<wire::Album>(call).await?;
        album
            .into_album()
            .ok_or_else(|| ApiError::malformed(name, "the album has no id"))
    }
}

fn checked_title<'a>(call: &'static str, title: &'a str) -> Result<&'a str, ApiError> {
    let title = title.trim();
    if title.is_empty() {
        return Err(ApiError::Invalid {
            call,
            reason: "an album needs a title",
        });
    }
    if title.chars().count() > MAX_TITLE_CHARS {
        return Err(ApiError::Invalid {
            call,
            reason: "the title is over 500 characters long",
        });
    }
    Ok(title)
}
