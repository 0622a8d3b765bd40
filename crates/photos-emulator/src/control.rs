//! `/_control`: for tests, tools and the curious. It needs no sign-in; the emulator listens on loopback only.

mod holdings;
mod picking;
mod setup;

use std::sync::Arc;

use axum::{
    Json, Router,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{delete, get, post},
};
use serde_json::json;

use crate::app::App;

/// The routes of the control endpoint.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route(
            "/_control/stats",
            get(holdings::stats).delete(holdings::forget_stats),
        )
        .route("/_control/accounts", get(holdings::accounts))
        .route("/_control/items", get(holdings::items))
        .route("/_control/items/{id}", delete(holdings::delete_item))
        .route("/_control/albums", get(holdings::albums))
        .route("/_control/albums/{id}", delete(holdings::delete_album))
        .route("/_control/media/{id}/bytes", get(holdings::bytes))
        .route("/_control/client", post(setup::client))
        .route("/_control/token", post(setup::token))
        .route(
            "/_control/faults",
            get(setup::faults)
                .post(setup::add_fault)
                .delete(setup::clear_faults),
        )
        .route(
            "/_control/picking",
            get(picking::sessions).post(picking::pick),
        )
        .route("/_control/reset", post(setup::reset))
}

/// A control request that makes no sense.
struct Unclear(StatusCode, String);

impl Unclear {
    fn bad(words: impl Into<String>) -> Self {
        Self(StatusCode::BAD_REQUEST, words.into())
    }

    fn missing(words: impl Into<String>) -> Self {
        Self(StatusCode::NOT_FOUND, words.into())
    }
}

impl IntoResponse for Unclear {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

fn parse<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Unclear> {
    serde_json::from_slice(body).map_err(|error| Unclear::bad(error.to_string()))
}
