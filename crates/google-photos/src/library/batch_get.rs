//! Many media items in one request.

use futures::future::BoxFuture;

use super::{MAX_ITEMS_PER_BATCH, MediaItem, wire};
use crate::client::GooglePhotos;
use crate::error::{ApiError, without_secrets};
use crate::http::Call;
use crate::ids::MediaItemId;

const CALL: &str = "mediaItems.batchGet";

/// Google's code for trouble of its own.
const INTERNAL: u64 = 13;

type Outcome = Result<MediaItem, ItemError>;

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
    /// Up to 50 media items, usually in one request, in the order of `ids`, each with an outcome of its own.
    ///
    /// Errors: as [`GooglePhotos::media_items_page`], and `Invalid` for over 50.
    /// Source: <https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchGet>
    pub async fn media_items_get(&self, ids: &[MediaItemId]) -> Result<Vec<Outcome>, ApiError> {
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
        let outcomes = match self.batch(&once).await {
            Err(error @ ApiError::Unavailable { status: 500, .. }) => {
                self.narrowed(&once, error).await?
            }
            outcomes => outcomes?,
        };
        let of = |id: &MediaItemId| {
            once.iter()
                .zip(&outcomes)
                .find(|(known, _)| **known == id)
                .map(|(_, outcome)| outcome.clone())
        };
        Ok(ids
            .iter()
            .map(|id| of(id).unwrap_or_else(|| Err(absent(id))))
            .collect())
    }

    async fn batch(&self, ids: &[&MediaItemId]) -> Result<Vec<Outcome>, ApiError> {
        let call = Call::get(CALL, &["v1", "mediaItems:batchGet"]);
        let call = ids
            .iter()
            .fold(call, |call, id| call.query("mediaItemIds", id.as_str()));
        let answer = self.http.send::<wire::BatchGet>(call).await?;
        Ok(in_order(ids, answer.media_item_results.unwrap_or_default()))
    }

    /// Google: one bad item can fail the whole request with 500. Halves find it; if both fail, it is Google's trouble.
    fn narrowed<'a>(
        &'a self,
        ids: &'a [&'a MediaItemId],
        error: ApiError,
    ) -> BoxFuture<'a, Result<Vec<Outcome>, ApiError>> {
        Box::pin(async move {
            if let [bad] = ids {
                return Ok(vec![Err(ItemError {
                    id: (*bad).clone(),
                    code: INTERNAL,
                    message: "Google has a problem with it".to_owned(),
                })]);
            }
            let (left, right) = ids.split_at(ids.len() / 2);
            let (left, right) = match (self.batch(left).await, self.batch(right).await) {
                (Err(_), Err(_)) => return Err(error),
                (Ok(found), Err(error @ ApiError::Unavailable { status: 500, .. })) => {
                    (found, self.narrowed(right, error).await?)
                }
                (Err(error @ ApiError::Unavailable { status: 500, .. }), Ok(found)) => {
                    (self.narrowed(left, error).await?, found)
                }
                (left, right) => (left?, right?),
            };
            Ok(left.into_iter().chain(right).collect())
        })
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
