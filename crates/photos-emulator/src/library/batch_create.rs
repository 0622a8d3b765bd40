//! `mediaItems.batchCreate`: uploaded bytes become media items, each with an outcome of its own.
//!
//! Source: <https://developers.google.com/photos/library/guides/upload-media#creating-media-item>

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Ask,
    albums::own_album,
    contents,
    item::{Item, Kind, Place},
    items::check_description,
    payload,
    position::AlbumPosition,
    wire,
};
use crate::{
    clock::now_ms,
    error::ApiError,
    faults::ForcedCode,
    media::probe::{self, Probe},
    random,
    uploads::tokens::Upload,
};

const MOST_ITEMS: usize = 50;
const MOST_NAME_CHARS: usize = 255;
/// Source: <https://developers.google.com/photos/library/guides/upload-media#file-types-sizes>
const MOST_PHOTO_BYTES: u64 = 200 * 1024 * 1024;

const NOT_CREATED: &str = "Failed: There was an error while trying to create this media item.";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CreateRequest {
    #[serde(default, alias = "albumId", deserialize_with = "payload::text")]
    album_id: String,
    #[serde(alias = "albumPosition")]
    album_position: Option<AlbumPosition>,
    #[serde(default, alias = "newMediaItems", deserialize_with = "payload::list")]
    new_media_items: Vec<NewItem>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewItem {
    #[serde(default, deserialize_with = "payload::text")]
    description: String,
    #[serde(alias = "simpleMediaItem")]
    simple_media_item: Option<SimpleItem>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SimpleItem {
    #[serde(default, alias = "uploadToken", deserialize_with = "payload::text")]
    upload_token: String,
    #[serde(default, alias = "fileName", deserialize_with = "payload::text")]
    file_name: String,
}

/// One checked entry of the request.
struct Wish {
    token: String,
    upload: Upload,
    name: String,
    description: String,
    probe: Option<Probe>,
}

/// `mediaItems.batchCreate`.
pub(super) async fn create(ask: &Ask) -> Result<Value, ApiError> {
    let request: CreateRequest = payload::parse(&ask.body)?;
    check_shape(&request)?;
    check_album(ask, &request)?;
    if ask.app.faults.storage_is_full() {
        return Err(ApiError::storage_full());
    }
    let mut wishes = wishes(ask, &request)?;
    let app = ask.app.clone();
    let who = ask.caller.who;
    // Reading dimensions and dates touches the disk.
    let wishes = tokio::task::spawn_blocking(move || {
        for wish in &mut wishes {
            let path = app.dirs.uploads.join(&wish.upload.blake3);
            wish.probe =
                probe::probe(&path, &wish.name).filter(|probe| fits(probe, wish.upload.size_bytes));
            app.learn_hashes(who, Some(wish.upload.size_bytes));
        }
        wishes
    })
    .await
    .map_err(|error| ApiError::disk(&std::io::Error::other(error)))?;
    settle(ask, &request, wishes)
}

fn fits(probe: &Probe, size_bytes: u64) -> bool {
    probe.kind == Kind::Video || size_bytes <= MOST_PHOTO_BYTES
}

fn check_shape(request: &CreateRequest) -> Result<(), ApiError> {
    if request.new_media_items.is_empty() {
        return Err(ApiError::invalid(
            "Request must have at least one new media item.",
        ));
    }
    if request.new_media_items.len() > MOST_ITEMS {
        return Err(ApiError::invalid("Request must have less than 50 items."));
    }
    if request.album_position.is_some() && request.album_id.is_empty() {
        return Err(ApiError::invalid(
            "Album position cannot be set without an album id.",
        ));
    }
    for item in &request.new_media_items {
        check_description(&item.description)?;
        let name = item
            .simple_media_item
            .as_ref()
            .map_or("", |simple| simple.file_name.as_str());
        if name.chars().count() > MOST_NAME_CHARS {
            return Err(ApiError::invalid(
                "File name must be less than or equal to 255 characters.",
            ));
        }
    }
    Ok(())
}

fn check_album(ask: &Ask, request: &CreateRequest) -> Result<(), ApiError> {
    if request.album_id.is_empty() {
        return Ok(());
    }
    let world = ask.app.world();
    let album = world.shelves.of(ask.caller.who).album(&request.album_id);
    let album =
        album.ok_or_else(|| ApiError::invalid("The provided ID does not match any albums"))?;
    if album.client_id != ask.caller.client_id {
        return Err(ApiError::invalid(
            "No permission to add media items to this album.",
        ));
    }
    let most = ask.app.faults.album_capacity();
    if album.item_ids().count() + request.new_media_items.len() > most {
        return Err(contents::full());
    }
    match &request.album_position {
        Some(position) => position.index(album).map(|_| ()),
        None => Ok(()),
    }
}

fn wishes(ask: &Ask, request: &CreateRequest) -> Result<Vec<Wish>, ApiError> {
    let world = ask.app.world();
    let life_ms = ask.app.faults.upload_token_life_ms();
    let wish = |item: &NewItem| {
        let simple = item.simple_media_item.as_ref()?;
        let upload = world
            .uploads
            .get(&simple.upload_token, ask.caller.who, life_ms)?;
        let name = [&simple.file_name, &upload.name]
            .into_iter()
            .find(|name| !name.is_empty());
        Some(Wish {
            token: simple.upload_token.clone(),
            upload: upload.clone(),
            name: name.map_or_else(|| upload.blake3.chars().take(12).collect(), String::clone),
            description: item.description.clone(),
            probe: None,
        })
    };
    let found: Option<Vec<Wish>> = request.new_media_items.iter().map(wish).collect();
    found.ok_or_else(|| ApiError::invalid("Request contains an invalid upload token."))
}

fn settle(ask: &Ask, request: &CreateRequest, wishes: Vec<Wish>) -> Result<Value, ApiError> {
    let forced = ask.app.faults.partial_batch();
    let capacity = ask.app.faults.album_capacity();
    let mut results = Vec::new();
    let mut created = 0;
    let mut world = ask.app.world();
    let shelf = world.shelves.of_mut(ask.caller.who);
    let mut at = match (shelf.album(&request.album_id), &request.album_position) {
        (Some(album), Some(position)) => Some(position.index(album)?),
        _ => None,
    };
    for (number, wish) in wishes.into_iter().enumerate() {
        let code = forced.get(number).copied().unwrap_or(ForcedCode::OK);
        if code.is_missing() {
            continue;
        }
        let status = match (&wish.probe, code.number()) {
            (_, failed) if failed != 0 && failed != 6 => {
                json!({ "code": failed, "message": message(failed) })
            }
            (None, _) => json!({ "code": 3, "message": NOT_CREATED }),
            (Some(probe), code) => {
                let (id, is_new) = match shelf.with_blake3(&wish.upload.blake3) {
                    Some(id) => (id.to_owned(), false),
                    None => (new_item(ask, &wish, probe, shelf), true),
                };
                created += u64::from(is_new);
                if let Some(album) = shelf.album_mut(&request.album_id) {
                    let album = own_album(Some(album), &ask.caller.client_id)?;
                    let before = album.entries.len();
                    contents::put(album, std::slice::from_ref(&id), at, capacity)?;
                    at = at.map(|index| index + album.entries.len() - before);
                }
                if code == 6 {
                    json!({ "code": 6, "message": "Failed: EXISTS: this media item already exists." })
                } else if let Some(item) = shelf.item(&id) {
                    let item = wire::item(&ask.app, ask.caller.who, &item, None);
                    results.push(json!({ "uploadToken": wish.token, "status": { "message": "Success" }, "mediaItem": item }));
                    continue;
                } else {
                    json!({ "code": 13, "message": message(13) })
                }
            }
        };
        results.push(json!({ "uploadToken": wish.token, "status": status }));
    }
    world.touch();
    drop(world);
    ask.app.stats.created(ask.caller.who, created);
    Ok(json!({ "newMediaItemResults": results }))
}

fn message(code: i32) -> &'static str {
    match code {
        13 => "Internal error",
        _ => NOT_CREATED,
    }
}

fn new_item(ask: &Ask, wish: &Wish, probe: &Probe, shelf: &mut super::shelf::Shelf) -> String {
    let now = now_ms();
    let item = Item {
        id: random::id(),
        client_id: ask.caller.client_id.clone(),
        filename: wish.name.clone(),
        mime_type: probe.mime_type.into(),
        description: Some(wish.description.clone()).filter(|words| !words.is_empty()),
        created_ms: probe.taken_ms.unwrap_or(now / 1000 * 1000),
        has_capture_date: probe.taken_ms.is_some(),
        uploaded_ms: now,
        size_bytes: wish.upload.size_bytes,
        blake3: Some(wish.upload.blake3.clone()),
        sha256: None,
        is_whole: wish.upload.is_whole,
        width_px: probe.width_px,
        height_px: probe.height_px,
        kind: probe.kind,
        camera: probe.camera.clone(),
        fps: probe.fps,
        favourite: false,
        categories: Vec::new(),
        place: Place::Upload(wish.upload.blake3.clone()),
    };
    let id = item.id.clone();
    shelf.insert(item);
    id
}
