//! `POST /v1/uploads`: bytes in, an upload token out.
//!
//! Source: <https://developers.google.com/photos/library/guides/upload-media>

mod raw;
pub(crate) mod resumable;
pub(crate) mod sink;
pub(crate) mod tokens;

use std::sync::Arc;

use axum::{
    body::Body,
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};

use crate::{
    app::App,
    error::ApiError,
    library::{caller::Caller, drain},
    oauth::fields::Fields,
};

/// Source: <https://developers.google.com/photos/library/guides/upload-media#file-types-sizes>
pub(crate) const MOST_BYTES: u64 = 20 * 1024 * 1024 * 1024;

/// Any request to the upload endpoint.
pub(crate) async fn handle(
    app: Arc<App>,
    caller: Caller,
    parts: Parts,
    body: Body,
) -> Result<Response, ApiError> {
    let query = Fields::parse(parts.uri.query().unwrap_or_default().as_bytes());
    let session = query.one("upload_id");
    if !session.is_empty() {
        return resumable::command(&app, &caller, session, &parts.headers, body).await;
    }
    match value(&parts.headers, "x-goog-upload-protocol") {
        "raw" => raw::upload(&app, &caller, &parts.headers, body).await,
        "resumable" => {
            drain(body).await;
            resumable::start(&app, &caller, &parts.headers)
        }
        _ => {
            drain(body).await;
            Err(ApiError::invalid(
                "Unsupported or missing X-Goog-Upload-Protocol header.",
            ))
        }
    }
}

/// A header as text, empty if absent.
fn value<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .trim()
}

/// The SHA-1 a client announces, in base64.
fn announced_sha1(headers: &HeaderMap) -> Option<String> {
    let parts = value(headers, "x-goog-hash").split(',');
    parts
        .into_iter()
        .find_map(|part| part.trim().strip_prefix("sha1=").map(String::from))
}

/// The upload token as Google answers it: plain text.
fn token_answer(token: String) -> Response {
    (
        StatusCode::OK,
        [(header::CONTENT_TYPE, "text/plain")],
        token,
    )
        .into_response()
}
