//! `mediaItems.list`, `get`, `batchGet` and `patch`.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Ask, filters::Wanted, listing::Listing, payload, search, wire};
use crate::error::ApiError;

/// Source: <https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchGet>
const MOST_IDS: usize = 50;
const MOST_DESCRIPTION_CHARS: usize = 1000;

/// `mediaItems.list`.
pub(super) fn list(ask: &Ask) -> Result<search::MediaItems, ApiError> {
    let size = ask.query.number("pageSize")?;
    let listing = Listing::open(
        ask,
        "mediaItems.list",
        search::SIZES,
        size,
        ask.query.one("pageToken"),
        "",
    )?;
    Ok(search::everything(ask, listing, &Wanted::everything()))
}

/// `mediaItems.get`.
pub(super) fn get(ask: &Ask) -> Result<Value, ApiError> {
    let world = ask.app.world();
    if !is_well_formed(&ask.id) {
        return Err(ApiError::invalid("Invalid media item ID."));
    }
    let item = world
        .shelves
        .of(ask.caller.who)
        .item(&ask.id)
        .filter(|item| ask.caller.sees(&item.client_id));
    let item = item.ok_or_else(ApiError::not_found)?;
    Ok(json!(wire::item(&ask.app, ask.caller.who, &item, None)))
}

fn is_well_formed(id: &str) -> bool {
    id.len() >= 20
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// `mediaItems.batchGet`: every id has an outcome of its own.
pub(super) fn batch_get(ask: &Ask) -> Result<Value, ApiError> {
    let ids = ask.query.all("mediaItemIds");
    if ids.is_empty() {
        return Err(ApiError::invalid(
            "Request must have at least one media item id.",
        ));
    }
    if ids.len() > MOST_IDS {
        return Err(ApiError::invalid(
            "Request must have less than or equal to 50 media item ids.",
        ));
    }
    if ids.iter().collect::<HashSet<_>>().len() != ids.len() {
        return Err(ApiError::invalid(
            "Request must not contain duplicate media item ids.",
        ));
    }
    let world = ask.app.world();
    let shelf = world.shelves.of(ask.caller.who);
    let results: Vec<Value> = ids
        .into_iter()
        .map(|id| {
            match shelf
                .item(id)
                .filter(|item| ask.caller.sees(&item.client_id))
            {
                Some(item) => {
                    json!({ "mediaItem": wire::item(&ask.app, ask.caller.who, &item, None) })
                }
                None => json!({ "status": { "code": 3, "message": "Invalid media item ID." } }),
            }
        })
        .collect();
    Ok(json!({ "mediaItemResults": results }))
}

/// The body of a patch: a whole media item, of which only the description counts.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PatchRequest {
    #[serde(default, deserialize_with = "payload::text")]
    description: String,
    #[serde(rename = "id")]
    _id: Option<String>,
    #[serde(rename = "productUrl", alias = "product_url")]
    _product_url: Option<String>,
    #[serde(rename = "baseUrl", alias = "base_url")]
    _base_url: Option<String>,
    #[serde(rename = "mimeType", alias = "mime_type")]
    _mime_type: Option<String>,
    #[serde(rename = "mediaMetadata", alias = "media_metadata")]
    _media_metadata: Option<Value>,
    #[serde(rename = "contributorInfo", alias = "contributor_info")]
    _contributor_info: Option<Value>,
    #[serde(rename = "filename")]
    _filename: Option<String>,
}

/// `mediaItems.patch`: the description.
pub(super) fn patch(ask: &Ask) -> Result<Value, ApiError> {
    let mask = ask.query.mask()?;
    if mask.iter().any(|name| name != "description") {
        return Err(ApiError::invalid(
            "Invalid update mask. Only description can be updated.",
        ));
    }
    let request: PatchRequest = payload::parse(&ask.body)?;
    check_description(&request.description)?;
    let mut world = ask.app.world();
    let shelf = world.shelves.of_mut(ask.caller.who);
    // Google: only items this very client created can be edited.
    if shelf
        .item(&ask.id)
        .is_none_or(|item| item.client_id != ask.caller.client_id)
    {
        return Err(ApiError::invalid("Invalid media item ID."));
    }
    shelf.describe(&ask.id, &request.description);
    let item = shelf.item(&ask.id).ok_or_else(ApiError::not_found)?;
    let answer = json!(wire::item(&ask.app, ask.caller.who, &item, None));
    world.touch();
    Ok(answer)
}

/// A description has at most 1000 characters.
pub(super) fn check_description(words: &str) -> Result<(), ApiError> {
    if words.chars().count() > MOST_DESCRIPTION_CHARS {
        return Err(ApiError::invalid(
            "Description must be less than or equal to 1000 characters.",
        ));
    }
    Ok(())
}
