//! Who is signed in in the browser: a cookie, set by a page on which one chooses an account.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use super::html::{escape, page};
use crate::{account::Who, app::App, oauth::fields::Fields, random};

const COOKIE: &str = "emulator_session";

/// The account of the browser.
pub(super) fn signed_in(app: &App, headers: &HeaderMap) -> Option<Who> {
    let cookies = headers
        .get_all(header::COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok());
    let pairs = cookies
        .flat_map(|text| text.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    let session = pairs
        .into_iter()
        .find(|(name, _)| *name == COOKIE)?
        .1
        .to_owned();
    app.world().web_sessions.get(&session).copied()
}

/// The account of the browser, unless the address names another one: that one has to sign in first.
pub(super) fn signed_in_as(app: &App, headers: &HeaderMap, hint: &str) -> Option<Who> {
    let who = signed_in(app, headers)?;
    match app.accounts.find(hint) {
        Some(wanted) if wanted != who => None,
        _ => Some(who),
    }
}

/// The page on which to choose, which leads on to `next`.
pub(super) fn ask(app: &App, next: &str, hint: &str) -> Response {
    let chosen = app.accounts.find(hint).unwrap_or(Who::First);
    let people: String = Who::BOTH
        .into_iter()
        .map(|who| {
            let account = app.accounts.of(who);
            format!(
                "<label class=\"choice\"><input type=\"radio\" name=\"account\" value=\"{email}\"{checked}>\
                 <img src=\"/a/{id}=s96-c\" width=\"40\" height=\"40\" alt=\"\"><span><b>{name}</b><br>{email}</span></label>",
                email = escape(&account.email),
                checked = if who == chosen { " checked" } else { "" },
                id = escape(&account.id),
                name = escape(&account.name),
            )
        })
        .collect();
    let body = format!(
        "<main class=\"card\"><p class=\"brand\">Photos emulator</p><h1>Choose an account</h1>\
         <form method=\"post\" action=\"/signin\"><input type=\"hidden\" name=\"continue\" value=\"{}\">{people}\
         <div class=\"row\"><button id=\"sign-in\">Sign in</button></div></form></main>",
        escape(next)
    );
    Html(page("Choose an account", &body)).into_response()
}

/// `GET /signin`: also to change the account.
pub(super) async fn choose(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    let fields = Fields::parse(query.unwrap_or_default().as_bytes());
    ask(&app, local(fields.one("continue")), fields.one("authuser"))
}

/// Only an address of this very site is followed.
fn local(next: &str) -> &str {
    let is_path =
        next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n']);
    if is_path { next } else { "/albums" }
}

/// `POST /signin`.
pub(super) async fn sign_in(State(app): State<Arc<App>>, body: Bytes) -> Response {
    let form = Fields::parse(&body);
    let next = local(form.one("continue"));
    let Some(who) = app.accounts.find(form.one("account")) else {
        return ask(&app, next, "");
    };
    let session = random::token("", 24);
    let cookie = format!("{COOKIE}={session}; Path=/; HttpOnly; SameSite=Lax");
    {
        let mut world = app.world();
        world.web_sessions.insert(session, who);
        world.touch();
    }
    let mut response = see_other(next);
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    response
}

/// On to another page, to be read with GET.
pub(super) fn see_other(path: &str) -> Response {
    let to = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/albums"));
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(header::LOCATION, to);
    response
}
