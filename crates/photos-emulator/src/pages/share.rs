//! What anybody sees who has the link of a shared album.

use std::sync::Arc;

use axum::{
    extract::{Path, RawQuery, State},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use super::{
    album::{counted, tiles, title},
    html::{escape, message, page},
};
use crate::{app::App, oauth::fields::Fields};

/// `GET /share/{token}?key=…`: the album while the link is alive, 404 when it is not.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let fields = Fields::parse(query.unwrap_or_default().as_bytes());
    let world = app.world();
    let found = world.shared_album(&token);
    let found = found.filter(|(_, album)| {
        album
            .share
            .as_ref()
            .is_some_and(|share| share.key == fields.one("key"))
    });
    let Some((owner, album)) = found else {
        let page = message(
            "Not found",
            "This link is not shared any more, or it never was.",
        );
        return (
            StatusCode::NOT_FOUND,
            [(header::CACHE_CONTROL, "no-store")],
            Html(page),
        )
            .into_response();
    };
    let body = format!(
        "<main class=\"wide\"><header class=\"bar\"><div><p class=\"brand\">Shared album</p><h1>{}</h1>\
         <p class=\"quiet-text\">{} · shared by {}</p></div></header>{}</main>",
        escape(title(album)),
        counted(album.item_ids().count()),
        escape(&app.accounts.of(owner).name),
        tiles(&app, owner, album, |_| None)
    );
    (
        [(header::CACHE_CONTROL, "no-store")],
        Html(page(title(album), &body)),
    )
        .into_response()
}
