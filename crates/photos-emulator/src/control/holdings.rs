//! What the emulator counted and what it holds.

use std::{
    collections::HashMap,
    sync::{Arc, atomic::Ordering},
};

use axum::{
    Json,
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::Unclear;
use crate::{
    account::Who,
    app::App,
    clock,
    library::{
        album::{Album, Spot, What},
        item::Item,
        wire,
    },
    media,
    uploads::sink,
};

/// `GET /_control/stats`.
pub(super) async fn stats(State(app): State<Arc<App>>) -> Json<Value> {
    let (all, accounts) = app.stats.snapshot();
    let mut answer = json!(all);
    if let Some(fields) = answer.as_object_mut() {
        let each = Who::BOTH
            .into_iter()
            .map(|who| (app.accounts.of(who).email.clone(), json!(accounts.of(who))));
        fields.insert("accounts".into(), Value::Object(each.collect()));
        let world = app.world();
        let mut sessions: Vec<_> = world.sessions.values().collect();
        sessions.sort_by_key(|session| session.number);
        let told = sessions.into_iter().map(|session| session.told());
        fields.insert("upload_sessions".into(), told.collect());
    }
    Json(answer)
}

/// `DELETE /_control/stats`: counts from zero.
pub(super) async fn forget_stats(State(app): State<Arc<App>>) -> Json<Value> {
    app.stats.reset();
    for session in app.world().sessions.values() {
        session.seen.store(0, Ordering::SeqCst);
    }
    stats(State(app)).await
}

/// `GET /_control/accounts`, also how many tokens of each are alive.
pub(super) async fn accounts(State(app): State<Arc<App>>) -> Json<Value> {
    let world = app.world();
    let each = Who::BOTH.into_iter().map(|who| {
        let account = app.accounts.of(who);
        let (refresh, access) = world.grants.alive(who);
        json!({
            "id": account.id,
            "email": account.email,
            "name": account.name,
            "rules": account.rules,
            "refresh_tokens": refresh,
            "access_tokens": access,
        })
    });
    Json(Value::Array(each.collect()))
}

/// `GET /_control/items`: all that is kept, newest first. Computed items are not listed.
pub(super) async fn items(State(app): State<Arc<App>>) -> Result<Json<Value>, Unclear> {
    let learning = app.clone();
    let learned = tokio::task::spawn_blocking(move || {
        for who in Who::BOTH {
            learning.learn_hashes(who, None);
            learn_sha256(&learning, who);
        }
    });
    learned
        .await
        .map_err(|error| Unclear::bad(error.to_string()))?;
    let world = app.world();
    let mut found = Vec::new();
    for who in Who::BOTH {
        let shelf = world.shelves.of(who);
        let mut albums: HashMap<&str, Vec<&str>> = HashMap::new();
        for album in &shelf.albums {
            for id in album.item_ids() {
                albums.entry(id).or_default().push(&album.id);
            }
        }
        let mut items: Vec<&Item> = shelf.kept_items().collect();
        items.sort_by_key(|item| std::cmp::Reverse(item.key()));
        found.extend(items.into_iter().map(|item| {
            json!({
                "id": item.id,
                "filename": item.filename,
                "bytes": item.size_bytes,
                "sha256": item.sha256,
                "blake3": item.blake3,
                "mime_type": item.mime_type,
                "description": item.description,
                "creation_time": clock::rfc3339(item.created_ms),
                "albums": albums.get(item.id.as_str()).cloned().unwrap_or_default(),
                "account": app.accounts.of(who).email,
                "client_id": item.client_id,
            })
        }));
    }
    Ok(Json(Value::Array(found)))
}

/// Reads what was uploaded and not compared yet.
fn learn_sha256(app: &App, who: Who) {
    let unknown: Vec<_> = {
        let world = app.world();
        let items = world.shelves.of(who).kept_items();
        items
            .filter(|item| item.sha256.is_none() && item.is_whole)
            .filter_map(|item| Some((item.id.clone(), media::file_of(app, item)?)))
            .collect()
    };
    for (id, file) in unknown {
        match sink::sha256_of(&file) {
            Ok(sha256) => app.world().shelves.of_mut(who).learn_sha256(&id, sha256),
            Err(error) => tracing::warn!(%error, "an upload cannot be read"),
        }
    }
}

/// `GET /_control/albums`.
pub(super) async fn albums(State(app): State<Arc<App>>) -> Json<Value> {
    let world = app.world();
    let describe = |who: Who, album: &Album| {
        json!({
            "id": album.id,
            "title": album.title,
            "items": album.item_ids().collect::<Vec<_>>(),
            "enrichments": album.enrichments().map(enrichment).collect::<Vec<_>>(),
            "cover": album.cover_id(),
            "link": album.share.as_ref().map(|share| wire::share_url(&app, share)),
            "account": app.accounts.of(who).email,
            "client_id": album.client_id,
        })
    };
    let of = |who: Who| {
        world
            .shelves
            .of(who)
            .albums
            .iter()
            .map(move |album| (who, album))
    };
    let all = Who::BOTH
        .into_iter()
        .flat_map(of)
        .map(|(who, album)| describe(who, album));
    Json(Value::Array(all.collect()))
}

/// A text, a place or a map, and how many entries of the album are before it.
fn enrichment((at, what): (usize, &What)) -> Value {
    let spot = |spot: &Spot| json!({ "name": spot.name, "latitude": spot.latitude, "longitude": spot.longitude });
    match what {
        What::Text(text) => json!({ "at": at, "text": text }),
        What::Place(place) => json!({ "at": at, "place": spot(place) }),
        What::Map {
            origin,
            destination,
        } => json!({ "at": at, "map": [spot(origin), spot(destination)] }),
    }
}

/// `GET /_control/media/{id}/bytes`: exactly what was uploaded.
pub(super) async fn bytes(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
) -> Result<Response, Unclear> {
    let item = {
        let world = app.world();
        Who::BOTH.into_iter().find_map(|who| {
            world
                .shelves
                .of(who)
                .item(&id)
                .map(|item| item.into_owned())
        })
    };
    let item = item.ok_or_else(|| Unclear::missing("there is no such item"))?;
    if !item.is_whole {
        return Err(Unclear::missing("not all of its bytes were kept"));
    }
    match media::file_of(&app, &item) {
        Some(file) => {
            let answer = media::stream_file(&file, &item.mime_type, None).await;
            answer.map_err(|error| Unclear::missing(error.to_string()))
        }
        None => {
            let drawn =
                media::drawn(&item).ok_or_else(|| Unclear::missing("there is no such picture"))?;
            Ok(([(header::CONTENT_TYPE, "image/jpeg")], drawn).into_response())
        }
    }
}

/// `DELETE /_control/items/{id}`: as if the owner had deleted it in Google Photos.
pub(super) async fn delete_item(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Unclear> {
    let mut world = app.world();
    if !Who::BOTH
        .into_iter()
        .any(|who| world.shelves.of_mut(who).remove(&id))
    {
        return Err(Unclear::missing("there is no such item"));
    }
    world.touch();
    Ok(Json(json!({})))
}

/// `DELETE /_control/albums/{id}`: as if the owner had deleted it in Google Photos. Its items stay.
pub(super) async fn delete_album(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Unclear> {
    let mut world = app.world();
    let mut found = false;
    for who in Who::BOTH {
        let albums = &mut world.shelves.of_mut(who).albums;
        let before = albums.len();
        albums.retain(|album| album.id != id);
        found |= albums.len() != before;
    }
    if !found {
        return Err(Unclear::missing("there is no such album"));
    }
    world.touch();
    Ok(Json(json!({})))
}
