//! The token endpoint (exchange and refresh) and the revocation endpoint.

use std::sync::Arc;

use axum::{
    Extension, Json,
    body::Bytes,
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde_json::{Value, json};

use super::{client::Client, fields::Fields, grants::Consent, scopes};
use crate::{app::App, clock::now_ms, random};

/// A refusal in the flat shape of the token endpoint, which is not the envelope of the API.
pub(super) struct Refused(StatusCode, &'static str, String);

impl Refused {
    fn bad(error: &'static str, words: impl Into<String>) -> Self {
        Self(StatusCode::BAD_REQUEST, error, words.into())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let body = Json(json!({ "error": self.1, "error_description": self.2 }));
        (self.0, [(header::CACHE_CONTROL, "no-store")], body).into_response()
    }
}

/// Scopes that the person takes back just before this request.
#[derive(Debug, Clone)]
pub(crate) struct TakenBack(pub(crate) Vec<String>);

/// `POST /token`.
pub(super) async fn token(
    State(app): State<Arc<App>>,
    taken_back: Option<Extension<TakenBack>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refused> {
    let form = Fields::parse(&body);
    let client = client(&app, &headers, &form)?;
    let answer = match form.one("grant_type") {
        "authorization_code" => exchange(&app, &client, &form)?,
        "refresh_token" => {
            let taken_back = taken_back
                .as_ref()
                .map(|Extension(TakenBack(scopes))| &**scopes);
            refresh(&app, &client, &form, taken_back)?
        }
        "" => {
            return Err(Refused::bad(
                "invalid_request",
                "Required parameter is missing: grant_type",
            ));
        }
        other => {
            return Err(Refused::bad(
                "unsupported_grant_type",
                format!("Invalid grant_type: {other}"),
            ));
        }
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response())
}

/// The client that calls, by form fields or by basic authentication.
fn client(app: &App, headers: &HeaderMap, form: &Fields) -> Result<Client, Refused> {
    let (mut id, mut secret) = (
        form.one("client_id").to_owned(),
        form.one("client_secret").to_owned(),
    );
    if id.is_empty()
        && let Some((user, password)) = basic(headers)
    {
        (id, secret) = (user, password);
    }
    if id.is_empty() {
        return Err(Refused::bad(
            "invalid_request",
            "Could not determine client ID from request.",
        ));
    }
    if app.faults.client_is_deleted(&id) {
        return Err(Refused(
            StatusCode::UNAUTHORIZED,
            "deleted_client",
            "The OAuth client was deleted.".into(),
        ));
    }
    let Some(client) = app.world().client(&id).cloned() else {
        return Err(Refused(
            StatusCode::UNAUTHORIZED,
            "invalid_client",
            "The OAuth client was not found.".into(),
        ));
    };
    // Google: desktop clients need their secret too, although the documentation calls it optional.
    if secret.is_empty() {
        return Err(Refused::bad("invalid_request", "client_secret is missing."));
    }
    if secret != client.client_secret {
        return Err(Refused(
            StatusCode::UNAUTHORIZED,
            "invalid_client",
            "The provided client secret is invalid.".into(),
        ));
    }
    Ok(client)
}

fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let text = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Basic ")?;
    let pair = String::from_utf8(STANDARD.decode(text).ok()?).ok()?;
    let (user, password) = pair.split_once(':')?;
    let plain = |text: &str| {
        Fields::parse(format!("x={text}").as_bytes())
            .one("x")
            .to_owned()
    };
    Some((plain(user), plain(password)))
}

fn exchange(app: &App, client: &Client, form: &Fields) -> Result<Value, Refused> {
    if form.one("code").is_empty() {
        return Err(Refused::bad(
            "invalid_request",
            "Missing required parameter: code",
        ));
    }
    let mut world = app.world();
    let Some(code) = world.grants.redeem(form.one("code")) else {
        return Err(Refused::bad("invalid_grant", "Malformed auth code."));
    };
    if code.consent.client_id != client.client_id {
        return Err(Refused::bad("invalid_grant", "Bad Request"));
    }
    if code.redirect_uri != form.one("redirect_uri") {
        return Err(Refused::bad("redirect_uri_mismatch", "Bad Request"));
    }
    code.challenge
        .check(form.one("code_verifier"))
        .map_err(|words| Refused::bad("invalid_grant", words))?;
    let life_s = app.faults.refresh_token_life_s();
    let refresh = code
        .with_refresh
        .then(|| world.grants.new_refresh(&code.consent, life_s));
    let access = world
        .grants
        .new_access(&code.consent, app.faults.access_token_life_s());
    world.touch();
    Ok(answer(app, &code.consent, &access, refresh))
}

fn refresh(
    app: &App,
    client: &Client,
    form: &Fields,
    taken_back: Option<&[String]>,
) -> Result<Value, Refused> {
    let token = form.one("refresh_token");
    if token.is_empty() {
        return Err(Refused::bad(
            "invalid_request",
            "Missing required parameter: refresh_token",
        ));
    }
    if app.faults.admin_blocks() {
        return Err(Refused::bad(
            "admin_policy_enforced",
            "Access to your account data is restricted by policies within your organization.",
        ));
    }
    let mut world = app.world();
    if app.faults.refresh_is_revoked() {
        world.grants.revoke(token);
        world.touch();
    }
    if let Some(scopes) = taken_back {
        world.grants.take_back(token, scopes);
    }
    let Some(consent) = world.grants.refreshed(token).cloned() else {
        return Err(Refused::bad(
            "invalid_grant",
            "Token has been expired or revoked.",
        ));
    };
    if consent.client_id != client.client_id {
        return Err(Refused::bad("unauthorized_client", "Unauthorized"));
    }
    let access = world
        .grants
        .new_access(&consent, app.faults.access_token_life_s());
    world.touch();
    // Google: no refresh token comes back, the old one goes on.
    Ok(answer(app, &consent, &access, None))
}

fn answer(app: &App, consent: &Consent, access: &str, refresh: Option<String>) -> Value {
    let mut answer = json!({
        "access_token": access,
        "expires_in": app.faults.access_token_life_s(),
        "scope": consent.scopes.join(" "),
        "token_type": "Bearer",
    });
    if let Some(fields) = answer.as_object_mut() {
        if let Some(refresh) = refresh {
            fields.insert("refresh_token".into(), refresh.into());
            // Google: only where it ends by itself, and not at a refresh.
            if let Some(life_s) = app.faults.refresh_token_life_s() {
                fields.insert("refresh_token_expires_in".into(), life_s.into());
            }
        }
        if consent
            .scopes
            .iter()
            .any(|scope| scopes::is_identity(scope))
        {
            fields.insert("id_token".into(), id_token(app, consent).into());
        }
    }
    answer
}

/// A token in the form of Google's. Its signature is random: nobody but Google can make a true one.
fn id_token(app: &App, consent: &Consent) -> String {
    let account = app.accounts.of(consent.who);
    let now = now_ms() / 1000;
    let head = json!({ "alg": "RS256", "kid": "photos-emulator", "typ": "JWT" });
    let claims = json!({
        "iss": "https://accounts.google.com", "azp": consent.client_id, "aud": consent.client_id, "sub": account.id,
        "email": account.email, "email_verified": true, "name": account.name, "iat": now, "exp": now + 3600,
    });
    let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.{}", part(head), part(claims), random::token("", 256))
}

/// `POST /revoke` with the token in the body or in the query.
pub(super) async fn revoke(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Result<Response, Refused> {
    let (form, query) = (
        Fields::parse(&body),
        Fields::parse(query.unwrap_or_default().as_bytes()),
    );
    let token = Some(form.one("token"))
        .filter(|token| !token.is_empty())
        .unwrap_or_else(|| query.one("token"));
    if token.is_empty() {
        return Err(Refused::bad(
            "invalid_request",
            "Missing required parameter: token",
        ));
    }
    let mut world = app.world();
    if !world.grants.revoke(token) {
        return Err(Refused::bad("invalid_token", "Token expired or revoked"));
    }
    world.touch();
    Ok(Json(json!({})).into_response())
}
