//! Who is signed in, and their picture.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use photos_emulator_pixels as pixels;
use serde_json::json;

use super::scopes;
use crate::{app::App, library::caller};

/// `GET /v1/userinfo`.
pub(super) async fn userinfo(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let consent =
        caller::bearer(&headers).and_then(|token| app.world().grants.caller(token).cloned());
    let Some(consent) = consent.filter(|consent| {
        consent
            .scopes
            .iter()
            .any(|scope| scopes::is_identity(scope))
    }) else {
        let body =
            json!({ "error": "invalid_request", "error_description": "Invalid Credentials" });
        return (StatusCode::UNAUTHORIZED, Json(body)).into_response();
    };
    let account = app.accounts.of(consent.who);
    let has = |scope: &str| consent.scopes.iter().any(|kept| kept == scope);
    let mut info = json!({ "sub": account.id });
    if let Some(fields) = info.as_object_mut() {
        if has(scopes::EMAIL) {
            fields.insert("email".into(), account.email.clone().into());
            fields.insert("email_verified".into(), true.into());
        }
        if has(scopes::PROFILE) {
            let (given, family) = account.name.split_once(' ').unwrap_or((&account.name, ""));
            fields.insert("name".into(), account.name.clone().into());
            fields.insert("given_name".into(), given.into());
            fields.insert("family_name".into(), family.into());
            fields.insert(
                "picture".into(),
                format!("{}/a/{}=s96-c", app.origin, account.id).into(),
            );
        }
    }
    Json(info).into_response()
}

/// `GET /a/{sub}=s96-c`: a drawn portrait.
pub(super) async fn picture(State(app): State<Arc<App>>, Path(name): Path<String>) -> Response {
    let (sub, size) = name.split_once('=').unwrap_or((&name, "s96-c"));
    let Some(who) = app.accounts.find(sub) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let side = size
        .trim_start_matches('s')
        .split('-')
        .next()
        .and_then(|text| text.parse().ok())
        .unwrap_or(96);
    let drawn = pixels::draw::portrait(u32::from(who.number()), u32::clamp(side, 16, 512));
    let Ok(jpeg) = pixels::jpeg(&drawn) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::CACHE_CONTROL, "public, max-age=86400"),
    ];
    (headers, jpeg).into_response()
}
