//! One item, for its owner.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Response},
};

use super::{
    html::{escape, message, page},
    session::{self, signed_in},
};
use crate::{app::App, clock, library::item::Kind, media::base_url};

/// `GET /lr/photo/{item}`.
pub(super) async fn alone(
    State(app): State<Arc<App>>,
    Path(item): Path<String>,
    headers: HeaderMap,
) -> Response {
    show(
        &app,
        &headers,
        &item,
        &format!("/lr/photo/{item}"),
        "/albums",
    )
}

/// `GET /lr/album/{album}/photo/{item}`.
pub(super) async fn in_album(
    State(app): State<Arc<App>>,
    Path((album, item)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    show(
        &app,
        &headers,
        &item,
        &format!("/lr/album/{album}/photo/{item}"),
        &format!("/lr/album/{album}"),
    )
}

fn show(app: &App, headers: &HeaderMap, id: &str, here: &str, back: &str) -> Response {
    let Some(who) = signed_in(app, headers) else {
        return session::ask(app, here, "");
    };
    let item = app
        .world()
        .shelves
        .of(who)
        .item(id)
        .map(|item| item.into_owned());
    let Some(item) = item else {
        let page = message(
            "Not found",
            "This item does not exist, or it belongs to another account.",
        );
        return (StatusCode::NOT_FOUND, Html(page)).into_response();
    };
    let url = escape(&base_url::mint(app, who, &item.id));
    let picture = match item.kind {
        Kind::Photo => format!("<img class=\"big\" src=\"{url}=w1600-h1200\" alt=\"\">"),
        Kind::Video => format!(
            "<video class=\"big\" controls poster=\"{url}=w1600-h1200-no\" src=\"{url}=dv\"></video>"
        ),
    };
    let words = item.description.as_deref().unwrap_or_default();
    let body = format!(
        "<main class=\"wide\"><p><a class=\"brand\" href=\"{}\">Back</a></p><figure>{picture}<figcaption><h1>{}</h1>\
         <p>{}</p><p class=\"quiet-text\">{}</p></figcaption></figure></main>",
        escape(back),
        escape(&item.filename),
        escape(words),
        escape(&clock::rfc3339(item.created_ms))
    );
    Html(page(&item.filename, &body)).into_response()
}
