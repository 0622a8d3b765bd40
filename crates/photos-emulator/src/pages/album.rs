//! The owner's side: all albums, one album, and its link.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use super::{
    html::{escape, message, page},
    session::{self, see_other, signed_in, signed_in_as},
};
use crate::{
    account::Who,
    app::App,
    library::{
        album::{Album, Entry, What},
        sharing::{end_share, new_share},
        wire,
    },
    media::base_url,
    oauth::fields::Fields,
};

/// Tiles on one page; the rest is counted.
const MOST_TILES: usize = 300;

const COPY: &str = "<script>document.getElementById('copy')?.addEventListener('click',async()=>{\
    const field=document.getElementById('link');field.select();\
    try{await navigator.clipboard.writeText(field.value)}catch{document.execCommand('copy')}\
    document.getElementById('copy').textContent='Copied'})</script>";

fn hint(query: Option<String>) -> String {
    Fields::parse(query.unwrap_or_default().as_bytes())
        .one("authuser")
        .to_owned()
}

/// `GET /albums`.
pub(super) async fn home(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let hint = hint(query);
    let Some(who) = signed_in_as(&app, &headers, &hint) else {
        return session::ask(&app, "/albums", &hint);
    };
    let world = app.world();
    let tiles: String = world
        .shelves
        .of(who)
        .albums
        .iter()
        .map(|album| cover(&app, who, album))
        .collect();
    let account = app.accounts.of(who);
    let empty = if tiles.is_empty() {
        "<p class=\"quiet-text\">There are no albums yet.</p>"
    } else {
        ""
    };
    let body = format!(
        "<main class=\"wide\"><header class=\"bar\"><div><p class=\"brand\">Photos emulator</p><h1>Albums</h1></div>\
         <a class=\"button quiet\" href=\"/signin\">{}</a></header>{empty}<div class=\"albums\">{tiles}</div></main>",
        escape(&account.name)
    );
    Html(page("Albums", &body)).into_response()
}

fn cover(app: &App, who: Who, album: &Album) -> String {
    let picture = album
        .cover_id()
        .map_or("<span class=\"blank\"></span>".to_owned(), |id| {
            format!(
                "<img src=\"{}=w520-h390-c\" alt=\"\" loading=\"lazy\">",
                escape(&base_url::mint(app, who, id))
            )
        });
    format!(
        "<a href=\"/lr/album/{}\">{picture}<b>{}</b><br><small class=\"quiet-text\">{}</small></a>",
        escape(&album.id),
        escape(title(album)),
        counted(album.item_ids().count())
    )
}

/// The title as people see it.
pub(super) fn title(album: &Album) -> &str {
    if album.title.is_empty() {
        "Untitled"
    } else {
        &album.title
    }
}

/// So many items, in words.
pub(super) fn counted(count: usize) -> String {
    match count {
        0 => "No items".into(),
        1 => "1 item".into(),
        count => format!("{count} items"),
    }
}

/// The pictures of an album. `link` makes the address of one.
pub(super) fn tiles(
    app: &App,
    owner: Who,
    album: &Album,
    link: impl Fn(&str) -> Option<String>,
) -> String {
    let count = album.item_ids().count();
    let picture = |id: &str| {
        let picture = format!(
            "<img src=\"{}=w400-h400-c\" alt=\"\" loading=\"lazy\">",
            escape(&base_url::mint(app, owner, id))
        );
        match link(id) {
            Some(link) => format!("<a href=\"{}\">{picture}</a>", escape(&link)),
            None => picture,
        }
    };
    let mut shown = 0;
    let tiles: String = album
        .entries
        .iter()
        .take_while(|entry| {
            shown += usize::from(matches!(entry, Entry::Item(_)));
            shown <= MOST_TILES
        })
        .map(|entry| match entry {
            Entry::Item(id) => picture(id),
            Entry::Enrichment(enrichment) => {
                enrichment.what.as_ref().map_or_else(String::new, said)
            }
        })
        .collect();
    let more = count.saturating_sub(MOST_TILES);
    let rest = if more > 0 {
        format!("<p class=\"quiet-text\">and {}</p>", counted(more))
    } else {
        String::new()
    };
    format!("<div class=\"grid\">{tiles}</div>{rest}")
}

/// A text, a place or a map, over the whole width.
fn said(what: &What) -> String {
    let words = match what {
        What::Text(text) => escape(text),
        What::Place(place) => format!("\u{1f4cd} {}", escape(&place.name)),
        What::Map {
            origin,
            destination,
        } => format!(
            "\u{1f4cd} {} \u{2192} {}",
            escape(&origin.name),
            escape(&destination.name)
        ),
    };
    format!("<p style=\"grid-column:1/-1;white-space:pre-line\">{words}</p>")
}

fn not_yours() -> Response {
    let page = message(
        "Not found",
        "This album does not exist, or it belongs to another account.",
    );
    (StatusCode::NOT_FOUND, Html(page)).into_response()
}

/// `GET /lr/album/{id}`: the product URL.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let hint = hint(query);
    let Some(who) = signed_in_as(&app, &headers, &hint) else {
        return session::ask(&app, &format!("/lr/album/{id}"), &hint);
    };
    let world = app.world();
    let Some(album) = world.shelves.of(who).album(&id) else {
        return not_yours();
    };
    let link = |item: &str| Some(format!("/lr/album/{id}/photo/{item}"));
    let body = format!(
        "<main class=\"wide\"><header class=\"bar\"><div><a class=\"brand\" href=\"/albums\">Albums</a><h1>{}</h1>\
         <p class=\"quiet-text\">{} · {}</p></div></header>{}{}</main>{COPY}",
        escape(title(album)),
        counted(album.item_ids().count()),
        escape(&app.accounts.of(who).name),
        share_panel(&app, album),
        tiles(&app, who, album, link)
    );
    (
        [(header::CACHE_CONTROL, "no-store")],
        Html(page(title(album), &body)),
    )
        .into_response()
}

fn share_panel(app: &App, album: &Album) -> String {
    let action = format!("/lr/album/{}/link", escape(&album.id));
    match &album.share {
        None => format!(
            "<details class=\"panel\"><summary id=\"share\">Share</summary><p>Anybody with the link will see this album.</p>\
             <form method=\"post\" action=\"{action}\"><button name=\"action\" value=\"create\" id=\"create-link\">Create link\
             </button></form></details>"
        ),
        Some(share) => format!(
            "<details class=\"panel\" open><summary id=\"share\">Shared by link</summary>\
             <p>Anybody with this link sees the album.</p><form method=\"post\" action=\"{action}\" class=\"row\">\
             <input id=\"link\" readonly aria-label=\"Link\" value=\"{}\">\
             <button type=\"button\" id=\"copy\">Copy</button>\
             <button name=\"action\" value=\"off\" id=\"link-off\" class=\"quiet\">Turn link sharing off</button></form></details>",
            escape(&wire::share_url(app, share))
        ),
    }
}

/// `POST /lr/album/{id}/link` with `action=create` or `action=off`.
pub(super) async fn link(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(who) = signed_in(&app, &headers) else {
        return session::ask(&app, &format!("/lr/album/{id}"), "");
    };
    match Fields::parse(&body).one("action") {
        "create" => {
            let mut world = app.world();
            let Some(album) = world.shelves.of_mut(who).album_mut(&id) else {
                return not_yours();
            };
            album.share.get_or_insert_with(|| new_share(false, true));
            world.touch();
        }
        "off" => {
            end_share(&app, who, &id);
        }
        _ => {
            return (
                StatusCode::BAD_REQUEST,
                Html(message("Not done", "This button is not known.")),
            )
                .into_response();
        }
    }
    see_other(&format!("/lr/album/{id}"))
}
