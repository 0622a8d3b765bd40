//! Media items: list, read, search, describe.

use futures::Stream;
use serde_json::json;

use super::page::{items, pages};
use super::{
    MAX_DESCRIPTION_CHARS, MAX_ITEMS_PER_BATCH, MAX_ITEMS_PER_PAGE, MediaItem, Page, SearchRequest,
    wire,
};
use crate::client::GooglePhotos;
use crate::error::{ApiError, without_secrets};
use crate::http::Call;
use crate::ids::{AlbumId, MediaItemId, PageToken};
use crate::oauth::Scopes;

/// Why one item of a `batchGet` did not come. A deleted item and one of another client look alike.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("media item {id}: {message} (code {code})")]
pub struct ItemError {
    /// Which one.
    pub id: MediaItemId,
    /// Google's code: 3 and 5 for an item that is gone or was never this client's.
    pub code: u64,
    /// What Google said.
    pub message: String,
}

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

    /// Up to 50 media items in one request, in the order of `ids`, each with an outcome of its own.
    ///
    /// Errors: as [`GooglePhotos::media_items_page`], and `Invalid` for over 50.
    /// Source: <https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchGet>
    pub async fn media_items_get(
        &self,
        ids: &[MediaItemId],
    ) -> Result<Vec<Result<MediaItem, ItemError>>, ApiError> {
        const CALL: &str = "mediaItems.batchGet";
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        if ids.len() > MAX_ITEMS_PER_BATCH {
            return Err(ApiError::Invalid {
                call: CALL,
                reason: "at most 50 items can be named at once",
            });
        }
        // Google: refuses an id that comes twice.
        let mut once: Vec<&MediaItemId> = Vec::with_capacity(ids.len());
        for id in ids {
            if !once.contains(&id) {
                once.push(id);
            }
        }
        let call = Call::get(CALL, &["v1", "mediaItems:batchGet"]);
        let call = once
            .iter()
            .fold(call, |call, id| call.query("mediaItemIds", id.as_str()));
        let answer = self.http.send::<wire::BatchGet>(call).await?;
        let results = answer.media_item_results.unwrap_or_default();
        let outcomes: Vec<_> = once.iter().copied().zip(in_order(&once, results)).collect();
        let of = |id: &MediaItemId| {
            outcomes
                .iter()
                .find(|(known, _)| *known == id)
                .map(|(_, outcome)| outcome.clone())
        };
        Ok(ids
            .iter()
            .map(|id| of(id).unwrap_or_else(|| Err(absent(id))))
            .collect())
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

/// The outcomes for `ids`. Google answers in the order of the request; an item is still taken by its own id.
fn in_order(
    ids: &[&MediaItemId],
    results: Vec<wire::ItemResult>,
) -> Vec<Result<MediaItem, ItemError>> {
    let mut found = Vec::new();
    let mut failed = Vec::new();
    let in_step = results.len() == ids.len();
    for (nth, result) in results.into_iter().enumerate() {
        match result.media_item.and_then(wire::MediaItem::into_item) {
            Some(item) => found.push(item),
            None => failed.push((nth, result.status.unwrap_or_default())),
        }
    }
    let outcome = |(nth, id): (usize, &&MediaItemId)| {
        if let Some(item) = found.iter().find(|item| item.id == **id) {
            return Ok(item.clone());
        }
        let status = failed
            .iter()
            .find(|(place, _)| in_step && *place == nth)
            .map(|(_, status)| status);
        Err(status.map_or_else(|| absent(id), |status| refused(id, status)))
    };
    ids.iter().enumerate().map(outcome).collect()
}

fn refused(id: &MediaItemId, status: &wire::Status) -> ItemError {
    let message = without_secrets(status.message.as_deref().unwrap_or("it did not come"));
    ItemError {
        id: id.clone(),
        code: status.code.unwrap_or_default(),
        message,
    }
}

fn absent(id: &MediaItemId) -> ItemError {
    ItemError {
        id: id.clone(),
        code: 0,
        message: "Google said nothing about it".to_owned(),
    }
}
