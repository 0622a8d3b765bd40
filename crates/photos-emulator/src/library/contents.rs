//! `albums.batchAddMediaItems` and `batchRemoveMediaItems`: all of a request or nothing of it.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Ask,
    album::{Album, Entry},
    albums::own_album,
    payload,
};
use crate::error::ApiError;

/// Source: <https://developers.google.com/photos/library/guides/manage-albums>
const MOST_IDS: usize = 50;

/// What an album that is full answers.
pub(super) fn full() -> ApiError {
    ApiError::invalid("Album has reached the maximum number of media items.")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IdsRequest {
    #[serde(default, alias = "mediaItemIds", deserialize_with = "payload::list")]
    media_item_ids: Vec<String>,
}

fn ids(ask: &Ask) -> Result<Vec<String>, ApiError> {
    let request: IdsRequest = payload::parse(&ask.body)?;
    match request.media_item_ids.len() {
        0 => Err(ApiError::invalid(
            "Request must have at least one media item id.",
        )),
        count if count > MOST_IDS => Err(ApiError::invalid(
            "Request must have less than or equal to 50 media item ids.",
        )),
        _ => Ok(request.media_item_ids),
    }
}

fn bad_id() -> ApiError {
    ApiError::invalid("Request contains an invalid media item id.")
}

/// `albums.batchAddMediaItems`.
pub(super) fn add(ask: &Ask) -> Result<Value, ApiError> {
    let ids = ids(ask)?;
    let mut world = ask.app.world();
    let shelf = world.shelves.of_mut(ask.caller.who);
    if ids.iter().any(|id| {
        shelf
            .item(id)
            .is_none_or(|item| item.client_id != ask.caller.client_id)
    }) {
        return Err(bad_id());
    }
    let album = own_album(shelf.album_mut(&ask.id), &ask.caller.client_id)?;
    put(album, &ids, None, ask.app.faults.album_capacity())?;
    world.touch();
    Ok(json!({}))
}

/// Puts items into an album, at its end or at an index, leaving out those that are in it.
/// No more than `capacity` fit.
pub(super) fn put(
    album: &mut Album,
    ids: &[String],
    at: Option<usize>,
    capacity: usize,
) -> Result<(), ApiError> {
    let held: HashSet<&str> = album.item_ids().collect();
    let mut seen = HashSet::new();
    let new: Vec<Entry> = ids
        .iter()
        .filter(|id| !held.contains(id.as_str()) && seen.insert(id.as_str()))
        .map(|id| Entry::Item(id.clone()))
        .collect();
    if held.len() + new.len() > capacity {
        return Err(full());
    }
    let at = at.unwrap_or(album.entries.len()).min(album.entries.len());
    album.entries.splice(at..at, new);
    Ok(())
}

/// `albums.batchRemoveMediaItems`. The items stay in the library.
pub(super) fn remove(ask: &Ask) -> Result<Value, ApiError> {
    let ids = ids(ask)?;
    if ids.iter().collect::<HashSet<_>>().len() != ids.len() {
        return Err(ApiError::invalid(
            "Request must not contain duplicate media item ids.",
        ));
    }
    let mut world = ask.app.world();
    let shelf = world.shelves.of_mut(ask.caller.who);
    let album = own_album(shelf.album_mut(&ask.id), &ask.caller.client_id)?;
    if ids.iter().any(|id| !album.holds(id)) {
        return Err(bad_id());
    }
    for id in &ids {
        album.take(id);
    }
    world.touch();
    Ok(json!({}))
}
