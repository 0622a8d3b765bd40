//! What the emulator counted and what it holds.

use std::sync::Arc;

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
    library::{album::Album, item::Item, wire},
    media,
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
    }
    Json(answer)
}

/// `DELETE /_control/stats`: counts from zero.
pub(super) async fn forget_stats(State(app): State<Arc<App>>) -> Json<Value> {
    app.stats.reset();
    stats(State(app)).await
}

/// `GET /_control/accounts`.
pub(super) async fn accounts(State(app): State<Arc<App>>) -> Json<Value> {
    let each = Who::BOTH.into_iter().map(|who| {
        let account = app.accounts.of(who);
        json!({ "id": account.id, "email": account.email, "name": account.name, "rules": account.rules })
    });
    Json(Value::Array(each.collect()))
}

/// `GET /_control/items`: all that is kept, newest first. Computed items are not listed.
pub(super) async fn items(State(app): State<Arc<App>>) -> Result<Json<Value>, Unclear> {
    let learning = app.clone();
    let learned = tokio::task::spawn_blocking(move || {
        for who in Who::BOTH {
            learning.learn_hashes(who, None);
        }
    });
    learned
        .await
        .map_err(|error| Unclear::bad(error.to_string()))?;
    let world = app.world();
    let mut found = Vec::new();
    for who in Who::BOTH {
        let shelf = world.shelves.of(who);
        let mut items: Vec<&Item> = shelf.kept_items().collect();
        items.sort_by_key(|item| std::cmp::Reverse(item.key()));
        found.extend(items.into_iter().map(|item| {
            let albums = shelf.albums.iter().filter(|album| album.holds(&item.id));
            json!({
                "id": item.id,
                "filename": item.filename,
                "bytes": item.size_bytes,
                "sha256": item.sha256,
                "mime_type": item.mime_type,
                "description": item.description,
                "creation_time": clock::rfc3339(item.created_ms),
                "albums": albums.map(|album| album.id.as_str()).collect::<Vec<_>>(),
                "account": app.accounts.of(who).email,
                "client_id": item.client_id,
            })
        }));
    }
    Ok(Json(Value::Array(found)))
}

/// `GET /_control/albums`.
pub(super) async fn albums(State(app): State<Arc<App>>) -> Json<Value> {
    let world = app.world();
    let describe = |who: Who, album: &Album| {
        json!({
            "id": album.id,
            "title": album.title,
            "items": album.item_ids().collect::<Vec<_>>(),
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
