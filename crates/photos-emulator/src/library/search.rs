//! `mediaItems.search`, and the walk through a library that `mediaItems.list` shares with it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Ask,
    caller::Caller,
    filters::{Filters, Wanted},
    item::Item,
    listing::{At, Listing, Page, Sizes, Slice},
    payload,
    shelf::{Found, Shelf},
    wire::{self, WireItem},
};
use crate::{error::ApiError, oauth::client::SAMPLE_CLIENT_ID};

/// Page sizes of lists of media items.
pub(super) const SIZES: Sizes = Sizes {
    usual: 25,
    most: 100,
};

/// A page that would look at more items than this ends early and may be empty.
const MOST_LOOKED_AT: usize = 4_000;

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct SearchRequest {
    #[serde(default, alias = "albumId", deserialize_with = "payload::text")]
    album_id: String,
    filters: Option<Filters>,
    #[serde(default, alias = "orderBy", deserialize_with = "payload::text")]
    order_by: String,
    #[serde(
        default,
        alias = "pageSize",
        deserialize_with = "payload::number",
        skip_serializing
    )]
    page_size: i64,
    #[serde(
        default,
        alias = "pageToken",
        deserialize_with = "payload::text",
        skip_serializing
    )]
    page_token: String,
}

/// A page of media items as Google sends it: without what is not there.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MediaItems {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    media_items: Vec<WireItem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_page_token: Option<String>,
}

/// `mediaItems.search`.
pub(super) fn search(ask: &Ask) -> Result<MediaItems, ApiError> {
    let request: SearchRequest = payload::parse(&ask.body)?;
    if !request.album_id.is_empty() && (request.filters.is_some() || !request.order_by.is_empty()) {
        return Err(ApiError::invalid("Cannot set both albumId and filters."));
    }
    let wanted = Wanted::of(
        &request.filters.clone().unwrap_or_default(),
        &request.order_by,
    )?;
    let words = serde_json::to_string(&request).unwrap_or_default();
    let listing = Listing::open(
        ask,
        "mediaItems.search",
        SIZES,
        request.page_size,
        &request.page_token,
        &words,
    )?;
    if request.album_id.is_empty() {
        return Ok(everything(ask, listing, &wanted));
    }
    in_album(ask, listing, &request.album_id)
}

/// A page of the items of a search.
pub(super) fn everything(ask: &Ask, listing: Listing<'_>, wanted: &Wanted) -> MediaItems {
    let world = ask.app.world();
    let shelf = world.shelves.of(ask.caller.who);
    let page = listing.page(
        |at, count| walk(shelf, &ask.caller, wanted, at, count),
        |at| match at {
            At::After(key) => shelf
                .item(&key.1)
                .filter(|item| wanted.admits(&Found::Kept(item), &ask.caller))
                .map(|item| item.into_owned()),
            _ => None,
        },
    );
    drop(world);
    wired(ask, page, None)
}

fn in_album(ask: &Ask, listing: Listing<'_>, album_id: &str) -> Result<MediaItems, ApiError> {
    let world = ask.app.world();
    let shelf = world.shelves.of(ask.caller.who);
    let album = shelf
        .album(album_id)
        .filter(|album| ask.caller.sees(&album.client_id));
    let album =
        album.ok_or_else(|| ApiError::invalid("The provided ID does not match any albums"))?;
    let ids: Vec<&str> = album.item_ids().collect();
    let items = |from: usize, count: usize| {
        let ids = ids.iter().skip(from).take(count);
        ids.filter_map(|id| shelf.item(id))
            .map(|item| item.into_owned())
            .collect::<Vec<Item>>()
    };
    let offset = |at: &At| {
        if let At::Offset(offset) = at {
            *offset
        } else {
            0
        }
    };
    let page = listing.page(
        |at, count| {
            let end = offset(at) + count;
            Slice {
                entries: items(offset(at), count),
                next: (end < ids.len()).then_some(At::Offset(end)),
            }
        },
        |at| {
            offset(at)
                .checked_sub(1)
                .and_then(|last| items(last, 1).pop())
        },
    );
    Ok(wired(ask, page, Some(album_id)))
}

fn walk(shelf: &Shelf, caller: &Caller, wanted: &Wanted, at: &At, count: usize) -> Slice<Item> {
    let after = if let At::After(key) = at {
        Some(key)
    } else {
        None
    };
    let computed = caller.sees(SAMPLE_CLIENT_ID);
    let spans: Box<dyn Iterator<Item = _>> = if wanted.newest_first {
        Box::new(wanted.spans.iter().rev())
    } else {
        Box::new(wanted.spans.iter())
    };
    let walk = spans.flat_map(|span| shelf.walk(*span, after, wanted.newest_first, computed));
    let mut entries: Vec<Item> = Vec::with_capacity(count);
    let mut last: Option<Found<'_>> = None;
    for (looked_at, found) in walk.enumerate() {
        if entries.len() == count || looked_at >= MOST_LOOKED_AT {
            return Slice {
                entries,
                next: last
                    .map(|last| last.key())
                    .or_else(|| after.cloned())
                    .map(At::After),
            };
        }
        if wanted.admits(&found, caller) {
            entries.extend(shelf.made(found));
        }
        last = Some(found);
    }
    Slice {
        entries,
        next: None,
    }
}

fn wired(ask: &Ask, page: Page<Item>, album: Option<&str>) -> MediaItems {
    let item = |item| wire::item(&ask.app, ask.caller.who, &item, album);
    MediaItems {
        media_items: page.entries.into_iter().map(item).collect(),
        next_page_token: page.next_page_token,
    }
}

/// A list as Google sends it: without the name when there is nothing in it.
pub(super) fn list(name: &str, entries: Value, next_page_token: Option<&str>) -> Value {
    let mut body = serde_json::Map::new();
    if entries
        .as_array()
        .is_some_and(|entries| !entries.is_empty())
    {
        body.insert(name.into(), entries);
    }
    if let Some(token) = next_page_token {
        body.insert("nextPageToken".into(), token.into());
    }
    Value::Object(body)
}
