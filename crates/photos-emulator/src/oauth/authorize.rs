//! The authorization endpoint: checks the request, shows the consent page, sends the answer back.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{RawQuery, State},
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use url::Url;

use super::{
    client::ClientKind,
    consent_page,
    fields::Fields,
    grants::{Consent, Pending},
    pkce::Challenge,
    scopes,
};
use crate::{account::Who, app::App, clock::now_ms};

/// A refusal the person sees in the browser; the application is not told.
pub(super) struct Refused {
    status: StatusCode,
    error: &'static str,
    words: String,
}

impl Refused {
    fn new(status: StatusCode, error: &'static str, words: impl Into<String>) -> Self {
        Self {
            status,
            error,
            words: words.into(),
        }
    }

    fn request(words: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_request", words)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let page = consent_page::refused(self.status.as_u16(), self.error, &self.words);
        (self.status, Html(page)).into_response()
    }
}

/// `GET /o/oauth2/v2/auth`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    let fields = Fields::parse(query.unwrap_or_default().as_bytes());
    let pending = check(&app, &fields)?;
    let id = app.world().grants.ask(pending.clone());
    let page = consent_page::consent(&app.accounts, &pending, &id);
    Ok((
        [
            (header::CACHE_CONTROL, "no-store"),
            (header::X_FRAME_OPTIONS, "DENY"),
        ],
        Html(page),
    )
        .into_response())
}

fn check(app: &App, fields: &Fields) -> Result<Pending, Refused> {
    let client_id = fields.one("client_id");
    if client_id.is_empty() {
        return Err(Refused::request("Missing required parameter: client_id"));
    }
    if app.faults.client_is_deleted(client_id) {
        return Err(Refused::new(
            StatusCode::UNAUTHORIZED,
            "deleted_client",
            "The OAuth client was deleted.",
        ));
    }
    if app.faults.admin_blocks() {
        return Err(Refused::new(
            StatusCode::BAD_REQUEST,
            "admin_policy_enforced",
            "Access to your account data is restricted by policies within your organization.",
        ));
    }
    let Some(client) = app.world().client(client_id).cloned() else {
        return Err(Refused::new(
            StatusCode::UNAUTHORIZED,
            "invalid_client",
            "The OAuth client was not found.",
        ));
    };
    let redirect_uri = fields.one("redirect_uri");
    if redirect_uri.is_empty() {
        return Err(Refused::request("Missing required parameter: redirect_uri"));
    }
    if !client.may_redirect_to(redirect_uri) {
        let words = format!(
            "You can't sign in to this app because it doesn't comply with Google's OAuth 2.0 policy. redirect_uri={redirect_uri}"
        );
        return Err(Refused::new(
            StatusCode::BAD_REQUEST,
            "redirect_uri_mismatch",
            words,
        ));
    }
    match fields.one("response_type") {
        "code" => {}
        "" => {
            return Err(Refused::request(
                "Required parameter is missing: response_type",
            ));
        }
        other => {
            return Err(Refused::new(
                StatusCode::BAD_REQUEST,
                "unsupported_response_type",
                format!("Invalid response_type: {other}"),
            ));
        }
    }
    let challenge = Challenge::of(
        fields.one("code_challenge"),
        fields.one("code_challenge_method"),
    )
    .ok_or_else(|| {
        Refused::request("Invalid parameter: code_challenge or code_challenge_method")
    })?;
    let prompt = fields.one("prompt");
    Ok(Pending {
        client_id: client.client_id,
        redirect_uri: redirect_uri.into(),
        state: Some(fields.one("state"))
            .filter(|state| !state.is_empty())
            .map(Into::into),
        scopes: asked(fields.one("scope"))?,
        challenge,
        offline: fields.one("access_type") == "offline",
        force_consent: prompt.split(' ').any(|word| word == "consent"),
        login_hint: fields.one("login_hint").into(),
        since_ms: now_ms(),
    })
}

fn asked(text: &str) -> Result<Vec<String>, Refused> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() {
        return Err(Refused::request("Missing required parameter: scope"));
    }
    // Google: Photos and Drive scopes cannot be asked for in one request.
    if words.iter().any(|scope| scopes::is_drive(scope))
        && words.iter().any(|scope| scope.contains("/auth/photos"))
    {
        return Err(Refused::request(
            "Some of the requested scopes cannot be requested together.",
        ));
    }
    let mut found: Vec<String> = Vec::new();
    for word in words {
        let scope = scopes::canonical(word).ok_or_else(|| {
            let words = format!("Some requested scopes were invalid. {{invalid=[{word}]}}");
            Refused::new(StatusCode::BAD_REQUEST, "invalid_scope", words)
        })?;
        if !found.iter().any(|kept| kept == scope) {
            found.push(scope.into());
        }
    }
    Ok(found)
}

/// `POST /o/oauth2/v2/auth/consent`: the form of the consent page.
pub(super) async fn decide(State(app): State<Arc<App>>, body: Bytes) -> Result<Response, Refused> {
    let form = Fields::parse(&body);
    let who = app.accounts.find(form.one("account"));
    let mut world = app.world();
    let Some(pending) = world.grants.answer(form.one("request")) else {
        return Err(Refused::request(
            "This page is too old. Start again from the app.",
        ));
    };
    let mut back = Url::parse(&pending.redirect_uri)
        .map_err(|_| Refused::request("Invalid parameter value for redirect_uri"))?;
    match (form.one("decision"), who) {
        ("allow", Some(who)) => {
            let consent = allowed(&pending, &form, who);
            let installed = world
                .client(&pending.client_id)
                .is_some_and(|client| client.kind == ClientKind::Installed);
            let granted = consent.scopes.join(" ");
            let code = world.grants.code(&pending, consent, installed);
            let mut query = back.query_pairs_mut();
            if let Some(state) = &pending.state {
                query.append_pair("state", state);
            }
            query
                .append_pair("code", &code)
                .append_pair("scope", &granted);
            query
                .append_pair("authuser", "0")
                .append_pair("prompt", "consent");
        }
        ("allow", None) => {
            return Err(Refused::request(
                "Choose an account. Start again from the app.",
            ));
        }
        _ => {
            let mut query = back.query_pairs_mut();
            query.append_pair("error", "access_denied");
            if let Some(state) = &pending.state {
                query.append_pair("state", state);
            }
        }
    }
    redirect(back.as_str())
}

fn allowed(pending: &Pending, form: &Fields, who: Who) -> Consent {
    let ticked = form.all("scope");
    let scopes = pending
        .scopes
        .iter()
        .filter(|scope| scopes::is_identity(scope) || ticked.contains(&scope.as_str()));
    Consent {
        who,
        client_id: pending.client_id.clone(),
        scopes: scopes.cloned().collect(),
    }
}

fn redirect(to: &str) -> Result<Response, Refused> {
    let to = HeaderValue::from_str(to)
        .map_err(|_| Refused::request("Invalid parameter value for redirect_uri"))?;
    let mut response = StatusCode::FOUND.into_response();
    response.headers_mut().insert(header::LOCATION, to);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
