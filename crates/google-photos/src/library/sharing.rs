//! Sharing through the API, as documented until March 2025. Google answers 403 to all of it since: `NotAllowed` here.

use futures::Stream;
use serde_json::json;

use super::album_contents::with_verb;
use super::page::items;
use super::{Album, MAX_ALBUMS_PER_PAGE, Page, ShareInfo, ShareOptions, wire};
use crate::client::GooglePhotos;
use crate::error::ApiError;
use crate::http::Call;
use crate::ids::{AlbumId, PageToken, ShareToken};
use crate::oauth::Scopes;

impl GooglePhotos {
    /// Switches the link of an album on.
    ///
    /// Errors: `NotAllowed` where Google shares through the API no more, `NotFound`, and as [`GooglePhotos::albums_page`].
    /// Source: <https://developers.google.com/photos/library/reference/rest/v1/albums/share>
    pub async fn album_share(
        &self,
        id: &AlbumId,
        options: ShareOptions,
    ) -> Result<ShareInfo, ApiError> {
        const CALL: &str = "albums.share";
        let options = json!({ "isCollaborative": options.collaborative, "isCommentable": options.commentable });
        let call = sharing(CALL, &["v1", "albums", &with_verb(id, "share")])
            .json(&json!({ "sharedAlbumOptions": options }))?;
        let answer = self.http.send::<wire::SharedAlbum>(call).await?;
        let info = answer
            .share_info
            .map(wire::ShareInfo::into_info)
            .filter(|info| info.link.is_some());
        info.ok_or_else(|| ApiError::malformed(CALL, "it holds no link"))
    }

    /// Switches the link of an album off; it is dead from then on.
    ///
    /// Errors: as [`GooglePhotos::album_share`].
    /// Source: <https://developers.google.com/photos/library/reference/rest/v1/albums/unshare>
    pub async fn album_unshare(&self, id: &AlbumId) -> Result<(), ApiError> {
        let call = sharing(
            "albums.unshare",
            &["v1", "albums", &with_verb(id, "unshare")],
        )
        .json(&json!({}))?;
        self.http.send::<wire::Nothing>(call).await.map(drop)
    }

    /// One page of the shared albums, at most 50.
    ///
    /// Errors: as [`GooglePhotos::album_share`].
    /// Source: <https://developers.google.com/photos/library/reference/rest/v1/sharedAlbums/list>
    pub async fn shared_albums_page(
        &self,
        after: Option<&PageToken>,
    ) -> Result<Page<Album>, ApiError> {
        let call = Call::get("sharedAlbums.list", &["v1", "sharedAlbums"])
            .needs(Scopes::SHARE)
            .query("pageSize", MAX_ALBUMS_PER_PAGE)
            .page(after);
        Ok(self.http.send::<wire::ListAlbums>(call).await?.into())
    }

    /// All shared albums, as the stream is polled. Errors: as [`GooglePhotos::shared_albums_page`].
    pub fn shared_albums(&self) -> impl Stream<Item = Result<Album, ApiError>> + Send + '_ {
        items("sharedAlbums.list", move |after| async move {
            self.shared_albums_page(after.as_ref()).await
        })
    }

    /// The album behind a share token.
    ///
    /// Errors: as [`GooglePhotos::album_share`].
    /// Source: <https://developers.google.com/photos/library/reference/rest/v1/sharedAlbums/get>
    pub async fn shared_album(&self, token: &ShareToken) -> Result<Album, ApiError> {
        self.one_album(
            Call::get("sharedAlbums.get", &["v1", "sharedAlbums", token.expose()])
                .needs(Scopes::SHARE),
        )
        .await
    }

    /// Joins the album behind a share token.
    ///
    /// Errors: as [`GooglePhotos::album_share`].
    /// Source: <https://developers.google.com/photos/library/reference/rest/v1/sharedAlbums/join>
    pub async fn shared_album_join(&self, token: &ShareToken) -> Result<Album, ApiError> {
        const CALL: &str = "sharedAlbums.join";
        let call = sharing(CALL, &["v1", "sharedAlbums:join"])
            .json(&json!({ "shareToken": token.expose() }))?;
        let joined = self.http.send::<wire::JoinedAlbum>(call).await?;
        joined
            .album
            .and_then(wire::Album::into_album)
            .ok_or_else(|| ApiError::malformed(CALL, "the album has no id"))
    }

    /// Leaves an album that was joined.
    ///
    /// Errors: as [`GooglePhotos::album_share`].
    /// Source: <https://developers.google.com/photos/library/reference/rest/v1/sharedAlbums/leave>
    pub async fn shared_album_leave(&self, token: &ShareToken) -> Result<(), ApiError> {
        let call = sharing("sharedAlbums.leave", &["v1", "sharedAlbums:leave"])
            .json(&json!({ "shareToken": token.expose() }))?;
        self.http.send::<wire::Nothing>(call).await.map(drop)
    }
}

fn sharing(call: &'static str, path: &[&str]) -> Call {
    Call::post(call, path, Scopes::SHARE)
}
