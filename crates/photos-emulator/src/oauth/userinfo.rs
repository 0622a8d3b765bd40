//! Who is signed in, and their picture.

use std::{io::Cursor, sync::Arc};

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use image::{ImageFormat, Rgb, RgbImage};
use serde_json::json;

use super::scopes;
use crate::{account::Who, app::App, library::caller};

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
    let mut png = Cursor::new(Vec::new());
    if portrait(who, u32::clamp(side, 16, 512))
        .write_to(&mut png, ImageFormat::Png)
        .is_err()
    {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    (
        [
            (header::CONTENT_TYPE, "image/png"),
            (header::CACHE_CONTROL, "public, max-age=86400"),
        ],
        png.into_inner(),
    )
        .into_response()
}

/// Head and shoulders before a soft ground.
fn portrait(who: Who, side: u32) -> RgbImage {
    let (ground, coat, skin, hair) = match who {
        Who::First => (
            [236, 180, 120],
            [46, 84, 110],
            [242, 207, 178],
            [112, 62, 36],
        ),
        Who::Second => ([136, 178, 170], [150, 66, 52], [150, 104, 76], [38, 30, 28]),
    };
    let scale = 1.0 / f64::from(side);
    RgbImage::from_fn(side, side, |x, y| {
        // Four samples a pixel make the edges smooth.
        let mut sum = [0.0; 3];
        for (dx, dy) in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
            let (u, v) = ((f64::from(x) + dx) * scale, (f64::from(y) + dy) * scale);
            let inside = |cx: f64, cy: f64, rx: f64, ry: f64| {
                ((u - cx) / rx).powi(2) + ((v - cy) / ry).powi(2) < 1.0
            };
            let colour: [u8; 3] = if inside(0.5, 0.45, 0.155, 0.19) && v > 0.36 {
                skin
            } else if inside(0.5, 0.40, 0.195, 0.21) {
                hair
            } else if inside(0.5, 1.02, 0.36, 0.36) {
                coat
            } else {
                ground
            };
            let light = 1.06 - 0.14 * v;
            for (total, part) in sum.iter_mut().zip(colour) {
                *total += f64::from(part) * light / 4.0;
            }
        }
        Rgb(sum.map(|part| part.clamp(0.0, 255.0) as u8))
    })
}
