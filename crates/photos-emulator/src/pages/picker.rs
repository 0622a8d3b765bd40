//! The page on which a person picks: the whole library, a search, ticks, and Done.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use super::{
    album::counted,
    html::{escape, message, page},
    session::{self, signed_in},
};
use crate::{
    account::Who,
    app::App,
    clock::{self, now_ms},
    library::item::{Item, Kind},
    media::base_url,
    oauth::fields::Fields,
    picker::{
        session::{NotPicked, PickingSession},
        whole::{self, Search},
    },
};

/// Tiles at a time; the rest is a click away.
const TILES: usize = 120;

const STYLE: &str = "<style>
.picks{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:8px;padding-bottom:6rem}
.pick{position:relative;cursor:pointer;display:block}
.pick img{display:block;width:100%;aspect-ratio:1;object-fit:cover;border-radius:6px;background:var(--line)}
.pick input{position:absolute;top:8px;left:8px;width:1.35rem;height:1.35rem;accent-color:var(--accent)}
.pick:has(:checked) img{outline:4px solid var(--accent);outline-offset:-4px}
.pick small{position:absolute;right:6px;bottom:6px;background:#000a;color:#fff;border-radius:6px;padding:0 .4rem}
.foot{position:fixed;left:0;right:0;bottom:0;background:var(--card);border-top:1px solid var(--line);padding:.75rem 1.5rem;display:flex;gap:1rem;justify-content:space-between;align-items:center}
</style>";

/// Keeps the ticks over searches and pages, and counts them.
const SCRIPT: &str = "<script>
const form=document.getElementById('picks'),most=+form.dataset.most,key='picked '+form.dataset.session;
let picked=new Set(JSON.parse(sessionStorage.getItem(key)||'[]')),last=null;
const boxes=[...form.querySelectorAll('[name=item]')];
const show=()=>{document.getElementById('count').textContent=picked.size?picked.size+' picked':'Nothing picked yet';
document.getElementById('done').disabled=!picked.size;document.getElementById('full').hidden=picked.size<most;
sessionStorage.setItem(key,JSON.stringify([...picked]))};
const tick=(box,on)=>{if(on&&!picked.has(box.value)&&picked.size>=most)on=false;box.checked=on;
on?picked.add(box.value):picked.delete(box.value)};
boxes.forEach((box,at)=>{box.checked=picked.has(box.value);box.addEventListener('click',event=>{
const on=box.checked;if(event.shiftKey&&last!==null){const[a,b]=[Math.min(last,at),Math.max(last,at)];
boxes.slice(a,b+1).forEach(each=>tick(each,on))}else tick(box,on);last=at;show()})});
form.addEventListener('submit',()=>{const here=new Set(boxes.map(box=>box.value));
picked.forEach(id=>{if(!here.has(id)){const field=document.createElement('input');
field.type='hidden';field.name='item';field.value=id;form.append(field)}})});
show()</script>";

fn said(status: StatusCode, title: &str, words: &str) -> Response {
    let none = [(header::CACHE_CONTROL, "no-store")];
    (status, none, Html(message(title, words))).into_response()
}

/// `GET /picker/{id}`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    picks(&app, &id, "", query, &headers)
}

/// `GET /picker/{id}/autoclose`.
pub(super) async fn show_autoclose(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    picks(&app, &id, "/autoclose", query, &headers)
}

/// The session of this page for whom the browser is signed in as, or the page to show instead.
fn open(
    app: &App,
    id: &str,
    suffix: &str,
    headers: &HeaderMap,
    hint: &str,
) -> Result<PickingSession, Box<Response>> {
    let Some(who) = signed_in(app, headers) else {
        return Err(Box::new(session::ask(
            app,
            &format!("/picker/{id}{suffix}"),
            hint,
        )));
    };
    let life_ms = app.faults.picking_session_life_ms();
    let found = app
        .world()
        .picking
        .iter()
        .find(|kept| kept.id == id)
        .cloned();
    let Some(session) = found.filter(|kept| !kept.is_over(now_ms(), life_ms)) else {
        return Err(Box::new(said(
            StatusCode::NOT_FOUND,
            "This link has expired",
            "Go back to the app and begin again.",
        )));
    };
    if session.who != who {
        let body = format!(
            "<main class=\"card\"><p class=\"brand\">Photos emulator</p><h1>Another account</h1>\
             <p>This link is for {}. You are signed in as {}.</p>\
             <div class=\"row\"><a class=\"button\" href=\"/signin?continue=/picker/{}{suffix}\">Change account</a></div></main>",
            escape(&app.accounts.of(session.who).email),
            escape(&app.accounts.of(who).email),
            escape(id),
        );
        let page = Html(page("Another account", &body));
        return Err(Box::new((StatusCode::FORBIDDEN, page).into_response()));
    }
    if session.picked.is_some() {
        return Err(Box::new(said(
            StatusCode::GONE,
            "This link was used",
            "Go back to the app. To pick more, begin again there.",
        )));
    }
    Ok(session)
}

fn picks(
    app: &App,
    id: &str,
    suffix: &str,
    query: Option<String>,
    headers: &HeaderMap,
) -> Response {
    let fields = Fields::parse(query.unwrap_or_default().as_bytes());
    let session = match open(app, id, suffix, headers, fields.one("authuser")) {
        Ok(session) => session,
        Err(instead) => return *instead,
    };
    let words = fields.one("q");
    let from: usize = fields.one("from").parse().unwrap_or(0);
    let world = app.world();
    let search = Search::new(&world, session.who, words);
    let mut found = whole::items(app, &world, session.who)
        .filter(|item| search.finds(item))
        .skip(from);
    let tiles: String = found
        .by_ref()
        .take(TILES)
        .map(|item| tile(app, session.who, &item))
        .collect();
    let action = format!("/picker/{}{suffix}", escape(id));
    let link = |from: usize, text: &str| {
        let query: String = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("q", words)
            .append_pair("from", &from.to_string())
            .finish();
        format!(
            "<a class=\"button quiet\" href=\"{action}?{}\">{text}</a>",
            escape(&query)
        )
    };
    let newer = (from > 0).then(|| link(from.saturating_sub(TILES), "Newer"));
    let older = found.next().map(|_| link(from + TILES, "Older"));
    let empty = if tiles.is_empty() {
        "<p class=\"quiet-text\">Nothing was found. Try a month, a year or the name of an album.</p>"
    } else {
        ""
    };
    let body = format!(
        "{STYLE}<main class=\"wide\"><header class=\"bar\"><div><p class=\"brand\">Photos emulator</p><h1>Pick photos</h1>\
         <p class=\"quiet-text\">{} · up to {}</p></div></header>\
         <form class=\"panel row\" role=\"search\" action=\"{action}\"><input name=\"q\" type=\"search\" value=\"{}\" \
         aria-label=\"Search\" placeholder=\"Album, month or year\"><button class=\"quiet\">Search</button></form>\
         <form id=\"picks\" method=\"post\" action=\"{action}\" data-most=\"{}\" data-session=\"{}\">{empty}\
         <div class=\"picks\">{tiles}</div><div class=\"foot\"><span aria-live=\"polite\"><b id=\"count\"></b>\
         <span id=\"full\" class=\"quiet-text\" hidden> That is as many as this app takes.</span></span>\
         <span class=\"row\">{}{}<button id=\"done\" name=\"action\" value=\"done\">Done</button></span></div></form></main>{SCRIPT}",
        escape(&app.accounts.of(session.who).name),
        counted(session.most),
        escape(words),
        session.most,
        escape(id),
        newer.unwrap_or_default(),
        older.unwrap_or_default(),
    );
    let none = [(header::CACHE_CONTROL, "no-store")];
    (none, Html(page("Pick photos", &body))).into_response()
}

fn tile(app: &App, who: Who, item: &Item) -> String {
    let day = clock::rfc3339(item.created_ms);
    let day = day.get(..10).unwrap_or_default();
    let film = match item.kind {
        Kind::Photo => "",
        Kind::Video => "<small>Video</small>",
    };
    format!(
        "<label class=\"pick\"><img src=\"{}=w260-h260-c\" alt=\"{} {day}\" loading=\"lazy\">\
         <input type=\"checkbox\" name=\"item\" value=\"{}\">{film}</label>",
        escape(&base_url::mint(app, who, &item.id)),
        escape(&item.filename),
        escape(&item.id),
    )
}

/// `POST /picker/{id}`.
pub(super) async fn done(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match finish(&app, &id, &headers, &body) {
        Ok(count) => said(
            StatusCode::OK,
            "Done",
            &format!("{} picked. Go back to the app.", counted(count)),
        ),
        Err(instead) => *instead,
    }
}

/// `POST /picker/{id}/autoclose`.
pub(super) async fn done_autoclose(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match finish(&app, &id, &headers, &body) {
        Ok(_) => {
            let text = "<main class=\"card\"><p class=\"brand\">Photos emulator</p><h1>Done</h1>\
                        <p>You can close this page.</p></main><script>window.close()</script>";
            Html(page("Done", text)).into_response()
        }
        Err(instead) => *instead,
    }
}

fn finish(app: &App, id: &str, headers: &HeaderMap, body: &[u8]) -> Result<usize, Box<Response>> {
    let session = open(app, id, "", headers, "")?;
    let form = Fields::parse(body);
    let ids: Vec<String> = form.all("item").into_iter().map(String::from).collect();
    let bad = |words: &str| Err(Box::new(said(StatusCode::BAD_REQUEST, "Not done", words)));
    if form.one("action") != "done" {
        return bad("This button is not known.");
    }
    let mut world = app.world();
    if ids
        .iter()
        .any(|item| whole::item(app, &world, session.who, item).is_none())
    {
        return bad("Something you picked is not in your library any more.");
    }
    let kept = world.picking.iter_mut().find(|kept| kept.id == session.id);
    match kept.map(|kept| kept.pick(ids)) {
        Some(Ok(())) => {}
        Some(Err(NotPicked::Nothing)) => return bad("Pick at least one."),
        Some(Err(NotPicked::TooMany)) => {
            return bad(&format!(
                "This app takes {} at a time.",
                counted(session.most)
            ));
        }
        Some(Err(NotPicked::DoneAlready)) | None => return bad("This link was used."),
    }
    world.touch();
    let found = world.picking.iter().find(|kept| kept.id == session.id);
    Ok(found
        .and_then(|kept| kept.picked.as_ref())
        .map_or(0, Vec::len))
}
