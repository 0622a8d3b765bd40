//! Media items: list, read, search, describe.

use futures::Stream;
use serde_json::json;

use super::page::{items, pages};
use super::{MAX_DESCRIPTION_CHARS, MAX_ITEMS_PER_PAGE, MediaItem, Page, SearchRequest, wire};
use crate::client::GooglePhotos;
use crate::error::ApiError;
use crate::http::Call;
use crate::ids::{AlbumId, MediaItemId, PageToken};
use crate::oauth::Scopes;

impl GooglePhotos {
    /// One page of the media items this client uploaded, newest first, at most 100.
    ///
    /// A page may be short or empty and still not be the last: only a missing page token ends the list.
    /// Errors: `SignInRequired`, `ConsentRequired`, `SlowDown`, `QuotaSpent`, `NoAnswer`.
    /// Source: <https://developers.google.com/photos/library/reference/rest/v1/mediaItems/list>
    pub async fn media_items_page(
        &self,
        after: Option<&PageToken>,
    ) -> Result<Page<MediaItem>, ApiError> {
        let call = Call::get("mediaItems.list", &["v1", "mediaItems"])
            .query("pageSize", MAX_ITEMS_PER_PAGE)
            .page(after);
        Ok(self.http.send::<wire::ListMediaItems>(call).await?.into())
    }

    /// All media items, as the stream is polled. Errors: as [`GooglePhotos::media_items_page`], `Malformed` for an
    /// endless list.
    pub fn media_items(&self) -> impl Stream<Item = Result<MediaItem, ApiError>> + Send + '_ {
        items("mediaItems.list", move |after| async move {
            self.media_items_page(after.as_ref()).await
        })
    }

    /// All media items, page by page, as the stream is polled; no page is empty.
    pub fn media_items_pages(
        &self,
    ) -> impl Stream<Item = Result<Vec<MediaItem>, ApiError>> + Send + '_ {
        pages("mediaItems.list", move |after| async move {
            self.media_items_page(after.as_ref()).await
        })
    }

    /// One media item, with a new base URL.
    ///
    /// Errors: as [`GooglePhotos::media_items_page`], and `NotFound`.
    /// Source: <https://developers.google.com/photos/library/reference/rest/v1/mediaItems/get>
    pub async fn media_item(&self, id: &MediaItemId) -> Result<MediaItem, ApiError> {
        self.one_item(Call::get(
            "mediaItems.get",
            &["v1", "mediaItems", id.as_str()],
        ))
        .await
    }

    /// One page of a search, newest first unless it says otherwise, or in the order of its album; at most 100.
    ///
    /// All pages of a search must be asked for with the same request. Errors: as [`GooglePhotos::media_items_page`], and
    /// `NotFound` for an album that is gone.
    /// Source: <https://developers.google.com/photos/library/reference/rest/v1/mediaItems/search>
    pub async fn search_page(
        &self,
        request: &SearchRequest,
        after: Option<&PageToken>,
    ) -> Result<Page<MediaItem>, ApiError> {
        let mut body = request.to_json();
        body.insert("pageSize".to_owned(), json!(MAX_ITEMS_PER_PAGE));
        if let Some(token) = after {
            body.insert("pageToken".to_owned(), json!(token));
        }
        let call = Call::post(
            "mediaItems.search",
            &["v1", "mediaItems:search"],
            Scopes::READ,
        )
        .reading()
        .json(&body)?;
        Ok(self.http.send::<wire::ListMediaItems>(call).await?.into())
    }

    /// All that a search finds, as the stream is polled. Errors: as [`GooglePhotos::search_page`].
    pub fn search(
        &self,
        request: SearchRequest,
    ) -> impl Stream<Item = Result<MediaItem, ApiError>> + Send + '_ {
        let request = std::sync::Arc::new(request);
        items("mediaItems.search", move |after| {
            let request = request.clone();
            async move { self.search_page(&request, after.as_ref()).await }
        })
    }

    /// All items of an album in its order, as the stream is polled. Errors: as [`GooglePhotos::search_page`].
    pub fn album_items(
        &self,
        id: &AlbumId,
    ) -> impl Stream<Item = Result<MediaItem, ApiError>> + Send + use<'_> {
        self.search(SearchRequest::album(id.clone()))
    }

    /// Writes the description of an item; empty takes it away.
    ///
    /// Errors: `Invalid` over 1,000 characters, `NotFound`, `NotAllowed`, and as [`GooglePhotos::media_items_page`].
    /// Source: <https://developers.google.com/photos/library/reference/rest/v1/mediaItems/patch>
    pub async fn media_item_describe(
        &self,
        id: &MediaItemId,
        text: &str,
    ) -> Result<MediaItem, ApiError> {
        const CALL: &str = "mediaItems.patch";
        if text.chars().count() > MAX_DESCRIPTION_CHARS {
            return Err(ApiError::Invalid {
                call: CALL,
                reason: "the description is over 1000 characters long",
            });
        }
        let call = Call::patch(CALL, &["v1", "mediaItems", id.as_str()])
            .query("updateMask", "description");
        self.one_item(call.json(&json!({ "description": text }))?)
            .await
    }

    async fn one_item(&self, call: Call) -> Result<MediaItem, ApiError> {
        let name = call.about.call;
        let item = self.http.send::<wire::MediaItem>(call).await?;
        item.into_item()
            .ok_or_else(|| ApiError::malformed(name, "the media item has no id"))
    }
}
