//! `albums.list`, `get`, `create` and `patch`.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Ask,
    album::Album,
    listing::{At, Listing, Sizes, Slice},
    payload, search, wire,
};
use crate::{error::ApiError, random};

/// Page sizes of lists of albums.
///
/// Source: <https://developers.google.com/photos/library/reference/rest/v1/albums/list>
pub(super) const SIZES: Sizes = Sizes {
    usual: 20,
    most: 50,
};
const MOST_TITLE_CHARS: usize = 500;

/// `albums.list`.
pub(super) fn list(ask: &Ask) -> Result<Value, ApiError> {
    let size = ask.query.number("pageSize")?;
    let exclude = ask.query.one("excludeNonAppCreatedData");
    if !["", "true", "false"].contains(&exclude) {
        return Err(ApiError::invalid(format!(
            "Invalid value at 'exclude_non_app_created_data' (TYPE_BOOL), \"{exclude}\""
        )));
    }
    let listing = Listing::open(
        ask,
        "albums.list",
        SIZES,
        size,
        ask.query.one("pageToken"),
        exclude,
    )?;
    let world = ask.app.world();
    let shelf = world.shelves.of(ask.caller.who);
    let visible: Vec<&Album> = shelf
        .albums
        .iter()
        .filter(|album| ask.caller.sees(&album.client_id))
        .collect();
    let page = pages(listing, &visible);
    let albums: Vec<_> = page
        .entries
        .into_iter()
        .map(|album| wire::album(&ask.app, ask.caller.who, shelf, album, &ask.caller))
        .collect();
    Ok(search::list(
        "albums",
        json!(albums),
        page.next_page_token.as_deref(),
    ))
}

/// A page of a list that is all in memory.
pub(super) fn pages<'a, T: ?Sized>(
    listing: Listing<'_>,
    all: &[&'a T],
) -> super::listing::Page<&'a T> {
    let offset = |at: &At| {
        if let At::Offset(offset) = at {
            *offset
        } else {
            0
        }
    };
    listing.page(
        |at, count| {
            let (from, end) = (offset(at), offset(at) + count);
            let entries = all.iter().skip(from).take(count).copied().collect();
            Slice {
                entries,
                next: (end < all.len()).then_some(At::Offset(end)),
            }
        },
        |at| {
            offset(at)
                .checked_sub(1)
                .and_then(|last| all.get(last))
                .copied()
        },
    )
}

/// `albums.get`.
pub(super) fn get(ask: &Ask) -> Result<Value, ApiError> {
    let world = ask.app.world();
    let shelf = world.shelves.of(ask.caller.who);
    let album = shelf
        .album(&ask.id)
        .filter(|album| ask.caller.sees(&album.client_id))
        .ok_or_else(ApiError::not_found)?;
    Ok(json!(wire::album(
        &ask.app,
        ask.caller.who,
        shelf,
        album,
        &ask.caller
    )))
}

/// An album in a request. What only Google can set is read over, as its parser does.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AlbumBody {
    title: Option<String>,
    #[serde(rename = "coverPhotoMediaItemId", alias = "cover_photo_media_item_id")]
    cover: Option<String>,
    #[serde(rename = "id")]
    _id: Option<String>,
    #[serde(rename = "productUrl", alias = "product_url")]
    _product_url: Option<String>,
    #[serde(rename = "isWriteable", alias = "is_writeable")]
    _is_writeable: Option<bool>,
    #[serde(rename = "shareInfo", alias = "share_info")]
    _share_info: Option<Value>,
    #[serde(rename = "mediaItemsCount", alias = "media_items_count")]
    _media_items_count: Option<Value>,
    #[serde(rename = "coverPhotoBaseUrl", alias = "cover_photo_base_url")]
    _cover_photo_base_url: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CreateRequest {
    album: Option<AlbumBody>,
}

fn check_title(title: &str) -> Result<(), ApiError> {
    if title.chars().count() > MOST_TITLE_CHARS {
        return Err(ApiError::invalid(
            "Album title must be less than or equal to 500 characters.",
        ));
    }
    Ok(())
}

/// `albums.create`. A title need not be unique.
pub(super) fn create(ask: &Ask) -> Result<Value, ApiError> {
    let request: CreateRequest = payload::parse(&ask.body)?;
    let body = request
        .album
        .ok_or_else(|| ApiError::invalid("Request must have an album."))?;
    let title = body.title.unwrap_or_default();
    check_title(&title)?;
    let album = Album::new(random::id(), &ask.caller.client_id, &title);
    let mut world = ask.app.world();
    let shelf = world.shelves.of_mut(ask.caller.who);
    let answer = json!(wire::album(
        &ask.app,
        ask.caller.who,
        shelf,
        &album,
        &ask.caller
    ));
    shelf.albums.insert(0, album);
    world.touch();
    Ok(answer)
}

/// `albums.patch`: the title, the cover.
pub(super) fn patch(ask: &Ask) -> Result<Value, ApiError> {
    let mask = ask.query.mask()?;
    if mask
        .iter()
        .any(|name| name != "title" && name != "cover_photo_media_item_id")
    {
        return Err(ApiError::invalid(
            "Invalid update mask. Only title and cover_photo_media_item_id can be updated.",
        ));
    }
    let has = |name: &str| mask.iter().any(|kept| kept == name);
    let body: AlbumBody = payload::parse(&ask.body)?;
    let mut world = ask.app.world();
    let shelf = world.shelves.of_mut(ask.caller.who);
    let album = own_album(shelf.album_mut(&ask.id), &ask.caller.client_id)?;
    let title = body.title.unwrap_or_default();
    if has("title") {
        check_title(&title)?;
    }
    if has("cover_photo_media_item_id") {
        let cover = body.cover.filter(|id| album.holds(id));
        album.cover = Some(
            cover.ok_or_else(|| ApiError::invalid("Request contains an invalid media item id."))?,
        );
    }
    if has("title") {
        album.title = title;
    }
    let shelf = world.shelves.of(ask.caller.who);
    let album = shelf.album(&ask.id).ok_or_else(ApiError::not_found)?;
    let answer = json!(wire::album(
        &ask.app,
        ask.caller.who,
        shelf,
        album,
        &ask.caller
    ));
    world.touch();
    Ok(answer)
}

/// An album this very client created: no other may be changed.
pub(super) fn own_album<'a>(
    album: Option<&'a mut Album>,
    client_id: &str,
) -> Result<&'a mut Album, ApiError> {
    let album =
        album.ok_or_else(|| ApiError::invalid("The provided ID does not match any albums"))?;
    if album.client_id != client_id {
        return Err(ApiError::invalid("No permission to edit this album."));
    }
    Ok(album)
}
