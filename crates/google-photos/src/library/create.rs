//! Making media items out of uploaded bytes.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::Value;

use super::{AlbumPosition, MAX_DESCRIPTION_CHARS, MAX_ITEMS_PER_BATCH, MediaItem, wire};
use crate::client::GooglePhotos;
use crate::error::{ApiError, without_secrets};
use crate::http::Call;
use crate::ids::{AlbumId, UploadToken};
use crate::oauth::Scopes;

/// Google: the longest file name, in characters.
const MAX_FILE_NAME_CHARS: usize = 255;

/// Uploaded bytes that shall become a media item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMediaItem {
    /// What the upload gave; valid one day.
    pub token: UploadToken,
    /// With its ending. Cut to 255 characters.
    pub file_name: String,
    /// Empty for none. Cut to 1,000 characters.
    pub description: String,
}

/// What became of one of them.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateOutcome {
    /// Which one.
    pub token: UploadToken,
    /// The item, or why there is none.
    pub result: Result<MediaItem, ItemRefusal>,
}

/// Why one item was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind}: {message}")]
pub struct ItemRefusal {
    /// What to do about it.
    pub kind: RefusalKind,
    /// What Google said.
    pub message: String,
}

/// What the refusal of one item means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum RefusalKind {
    /// Google cannot use the bytes (code 3): for good.
    #[error("not a photo or video that Google takes")]
    Unsupported,
    /// The bytes are in the library already (code 6): as good as done, though which item it is was not said.
    #[error("already in the library")]
    AlreadyExists,
    /// Trouble at Google (codes 2, 4, 8, 10, 13, 14): worth another try or two.
    #[error("Google has a problem")]
    Internal,
    /// Not allowed (codes 7 and 16).
    #[error("not allowed")]
    NotAllowed,
    /// The answer does not mention it, or mentions it without an item: ask again.
    #[error("no result")]
    Missing,
    /// Any other code.
    #[error("refused")]
    Other,
}

impl GooglePhotos {
    /// Makes up to 50 media items, straight into an album if one is given. The outcomes are in the order of `items` and
    /// matched by upload token; the call as a whole succeeds even if some of them were refused.
    ///
    /// Repeated after a lost answer, because the same bytes are the same item. Errors: `Invalid` for none, for over 50,
    /// or for a position without an album; `StorageFull`, `NotFound` for an album that is gone, `NotAllowed` for an album
    /// of another client, `SignInRequired`, `ConsentRequired`, `SlowDown`, `QuotaSpent`, `NoAnswer`.
    /// Source: <https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate>
    pub async fn media_items_create(
        &self,
        album: Option<&AlbumId>,
        position: Option<&AlbumPosition>,
        items: &[NewMediaItem],
    ) -> Result<Vec<CreateOutcome>, ApiError> {
        const CALL: &str = "mediaItems.batchCreate";
        let invalid = |reason| Err(ApiError::Invalid { call: CALL, reason });
        if items.is_empty() || items.len() > MAX_ITEMS_PER_BATCH {
            return invalid("1 to 50 items can be made at once");
        }
        if position.is_some() && album.is_none() {
            return invalid("a position needs an album");
        }
        let body = Request::new(album, position, items);
        let call = Call::post(CALL, &["v1", "mediaItems:batchCreate"], Scopes::ADD)
            .repeatable()
            .json(&body)?;
        let answer = self.http.send::<wire::BatchCreate>(call).await?;
        Ok(outcomes(
            items,
            answer.new_media_item_results.unwrap_or_default(),
        ))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Request<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    album_id: Option<&'a AlbumId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    album_position: Option<Value>,
    new_media_items: Vec<NewItem<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewItem<'a> {
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    simple_media_item: SimpleItem<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SimpleItem<'a> {
    upload_token: &'a str,
    #[serde(skip_serializing_if = "String::is_empty")]
    file_name: String,
}

impl<'a> Request<'a> {
    fn new(
        album: Option<&'a AlbumId>,
        position: Option<&AlbumPosition>,
        items: &'a [NewMediaItem],
    ) -> Self {
        let one = |item: &'a NewMediaItem| NewItem {
            description: item
                .description
                .chars()
                .take(MAX_DESCRIPTION_CHARS)
                .collect(),
            simple_media_item: SimpleItem {
                upload_token: item.token.expose(),
                file_name: short_name(&item.file_name),
            },
        };
        Self {
            album_id: album,
            album_position: position.map(AlbumPosition::to_json),
            new_media_items: items.iter().map(one).collect(),
        }
    }
}

/// A name of at most 255 characters that keeps its ending.
fn short_name(name: &str) -> String {
    let chars = name.chars().count();
    if chars <= MAX_FILE_NAME_CHARS {
        return name.to_owned();
    }
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| format!(".{ending}"));
    let ending = ending
        .filter(|ending| ending.chars().count() <= 16)
        .unwrap_or_default();
    let keep = MAX_FILE_NAME_CHARS - ending.chars().count();
    name.chars().take(keep).collect::<String>() + &ending
}

fn outcomes(items: &[NewMediaItem], results: Vec<wire::ItemResult>) -> Vec<CreateOutcome> {
    let mut by_token = HashMap::with_capacity(results.len());
    for result in results {
        let token = result.upload_token.clone().unwrap_or_default();
        by_token.insert(token, judged(result));
    }
    let missing = || {
        Err(ItemRefusal {
            kind: RefusalKind::Missing,
            message: "Google said nothing about it".to_owned(),
        })
    };
    let outcome = |item: &NewMediaItem| CreateOutcome {
        token: item.token.clone(),
        result: by_token
            .get(item.token.expose())
            .cloned()
            .unwrap_or_else(missing),
    };
    items.iter().map(outcome).collect()
}

fn judged(result: wire::ItemResult) -> Result<MediaItem, ItemRefusal> {
    let status = result.status.unwrap_or_default();
    let item = result.media_item.and_then(wire::MediaItem::into_item);
    let kind = match (status.code.unwrap_or_default(), item) {
        // Google: a repeated upload may come with code 6 and the item that is there already.
        (0 | 6, Some(item)) => return Ok(item),
        (0, None) => RefusalKind::Missing,
        (3, _) => RefusalKind::Unsupported,
        (6, None) => RefusalKind::AlreadyExists,
        (7 | 16, _) => RefusalKind::NotAllowed,
        (2 | 4 | 8 | 10 | 13 | 14, _) => RefusalKind::Internal,
        _ => RefusalKind::Other,
    };
    Err(ItemRefusal {
        kind,
        message: without_secrets(status.message.as_deref().unwrap_or_default()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn new(token: &str) -> NewMediaItem {
        NewMediaItem {
            token: token.into(),
            file_name: "a.jpg".into(),
            description: String::new(),
        }
    }

    fn results(body: Value) -> Vec<wire::ItemResult> {
        serde_json::from_value::<wire::BatchCreate>(body)
            .unwrap()
            .new_media_item_results
            .unwrap()
    }

    #[test]
    fn outcomes_are_matched_by_upload_token_and_not_by_place() {
        let answer = results(json!({ "newMediaItemResults": [
            { "uploadToken": "d", "status": { "code": 13, "message": "Internal" } },
            { "uploadToken": "stranger", "mediaItem": { "id": "9" } },
            { "uploadToken": "a", "status": { "message": "Success" }, "mediaItem": { "id": "1" } },
            { "uploadToken": "c", "status": { "code": 6 } },
            { "uploadToken": "b", "status": { "code": "3", "message": "Failed" } },
            { "uploadToken": "f", "status": { "message": "OK" } },
        ]}));
        let items = ["a", "b", "c", "d", "e", "f"].map(new);
        let kinds: Vec<_> = outcomes(&items, answer)
            .into_iter()
            .map(|outcome| {
                outcome
                    .result
                    .map(|item| item.id.to_string())
                    .map_err(|refusal| refusal.kind)
            })
            .collect();
        assert_eq!(
            kinds,
            [
                Ok("1".to_owned()),
                Err(RefusalKind::Unsupported),
                Err(RefusalKind::AlreadyExists),
                Err(RefusalKind::Internal),
                Err(RefusalKind::Missing),
                Err(RefusalKind::Missing),
            ]
        );
    }

    #[test]
    fn the_request_has_no_album_and_no_empty_description_unless_given() {
        let items = [new("t")];
        let body = serde_json::to_value(Request::new(None, None, &items)).unwrap();
        assert_eq!(
            body,
            json!({ "newMediaItems": [{ "simpleMediaItem": { "uploadToken": "t", "fileName": "a.jpg" } }] })
        );
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let name = short_name(&format!("{}.jpeg", "é".repeat(300)));
        assert_eq!(name.chars().count(), 255);
        assert!(name.ends_with("é.jpeg"));
    }
}
