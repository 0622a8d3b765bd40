//! The Library API v1, and the door through which the Picker API comes in.
//!
//! Source: <https://developers.google.com/photos/library/reference/rest>

pub(crate) mod album;
mod albums;
mod batch_create;
pub(crate) mod caller;
mod contents;
mod dates;
mod enrichments;
mod fields;
mod filters;
pub(crate) mod item;
mod items;
pub(crate) mod listing;
pub(crate) mod payload;
mod position;
pub(crate) mod query;
mod search;
pub(crate) mod sharing;
pub(crate) mod shelf;
pub(crate) mod wire;

use std::sync::Arc;

use axum::{
    Json,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{Method as Verb, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    app::App,
    error::{self, ApiError},
    picker,
    route::{Call, Method},
    uploads,
};
use caller::Caller;
use query::Query;

/// JSON bodies beyond this are refused.
const MAX_BODY_BYTES: usize = 10 * 1024 * 1024;

/// One call with everything a method needs.
pub(crate) struct Ask {
    pub(crate) app: Arc<App>,
    pub(crate) caller: Caller,
    pub(crate) id: String,
    pub(crate) query: Query,
    pub(crate) body: Bytes,
}

/// Everything below `/v1/` but user info.
pub(crate) async fn handle(State(app): State<Arc<App>>, request: Request) -> Response {
    let Some(call) = Call::of(request.method(), request.uri()) else {
        return error::html(StatusCode::NOT_FOUND);
    };
    answer(app, call, request)
        .await
        .unwrap_or_else(IntoResponse::into_response)
}

async fn answer(app: Arc<App>, call: Call, request: Request) -> Result<Response, ApiError> {
    let (parts, body) = request.into_parts();
    let caller = match caller::of(&app, &parts, call.method) {
        Ok(caller) => caller,
        Err(refused) => {
            drain(body).await;
            return Err(refused);
        }
    };
    if call.method == Method::Uploads {
        return uploads::handle(app, caller, parts, body).await;
    }
    let query = Query::parse(call.method, parts.uri.query().unwrap_or_default())?;
    let body = to_bytes(body, MAX_BODY_BYTES)
        .await
        .map_err(|_| ApiError::invalid("Request body is too large or incomplete."))?;
    // Google: a GET with a body is refused before it reaches the API.
    if parts.method == Verb::GET && !body.is_empty() {
        return Ok(error::html(StatusCode::BAD_REQUEST));
    }
    let mask = query.one("fields").to_owned();
    let ask = Ask {
        app,
        caller,
        id: call.id,
        query,
        body,
    };
    match call.method {
        Method::MediaItemsList => shown(&items::list(&ask)?, &mask),
        Method::MediaItemsSearch => shown(&search::search(&ask)?, &mask),
        other => shown(&dispatch(other, ask).await?, &mask),
    }
}

/// An answer as JSON, or what the mask names of it.
fn shown(answer: &impl Serialize, mask: &str) -> Result<Response, ApiError> {
    if mask.is_empty() {
        return Ok(Json(answer).into_response());
    }
    Ok(Json(fields::select(json!(answer), mask)?).into_response())
}

async fn dispatch(method: Method, ask: Ask) -> Result<Value, ApiError> {
    use Method::*;
    match method {
        AlbumsList => albums::list(&ask),
        AlbumsGet => albums::get(&ask),
        AlbumsCreate => albums::create(&ask),
        AlbumsPatch => albums::patch(&ask),
        AlbumsAddEnrichment => enrichments::add(&ask),
        AlbumsBatchAdd => contents::add(&ask),
        AlbumsBatchRemove => contents::remove(&ask),
        AlbumsShare => sharing::share(&ask),
        AlbumsUnshare => sharing::unshare(&ask),
        MediaItemsGet => items::get(&ask),
        MediaItemsBatchGet => items::batch_get(&ask),
        MediaItemsPatch => items::patch(&ask),
        MediaItemsBatchCreate => batch_create::create(&ask).await,
        SharedAlbumsList => sharing::list(&ask),
        SharedAlbumsGet => sharing::get(&ask),
        SharedAlbumsJoin => sharing::join(&ask),
        SharedAlbumsLeave => sharing::leave(&ask),
        PickerSessionsCreate => picker::create(&ask),
        PickerSessionsGet => picker::get(&ask),
        PickerSessionsDelete => picker::delete(&ask),
        PickerItemsList => picker::list(&ask),
        MediaItemsList | MediaItemsSearch | Uploads => Err(ApiError::not_found()),
    }
}

/// Reads what a refused client still sends, so that it gets to see the refusal.
pub(crate) async fn drain(body: Body) {
    const ENOUGH: usize = 64 * 1024 * 1024;
    let mut stream = body.into_data_stream();
    let mut seen = 0;
    while let Some(Ok(chunk)) = futures::StreamExt::next(&mut stream).await {
        seen += chunk.len();
        if seen > ENOUGH {
            return;
        }
    }
}
