//! Registers clients, gives tokens, makes faults, begins anew.

use std::sync::Arc;

use axum::{Json, body::Bytes, extract::State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Unclear, parse};
use crate::{
    app::App,
    faults::Fault,
    oauth::{
        client::{Client, SAMPLE_CLIENT_ID},
        grants::Consent,
        scopes,
    },
};

/// `POST /_control/client`: one more OAuth client, or a new secret for a known one.
pub(super) async fn client(
    State(app): State<Arc<App>>,
    body: Bytes,
) -> Result<Json<Value>, Unclear> {
    let client: Client = parse(&body)?;
    if !client.is_well_formed() {
        return Err(Unclear::bad(
            "client_id must end in .apps.googleusercontent.com and client_secret begin with GOCSPX-",
        ));
    }
    let mut world = app.world();
    world
        .clients
        .retain(|known| known.client_id != client.client_id);
    let answer = json!({ "client_id": client.client_id });
    world.clients.push(client);
    world.touch();
    Ok(Json(answer))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenRequest {
    account: String,
    scopes: Option<Vec<String>>,
    client_id: Option<String>,
}

/// `POST /_control/token`: signs an account in without a browser.
pub(super) async fn token(
    State(app): State<Arc<App>>,
    body: Bytes,
) -> Result<Json<Value>, Unclear> {
    let request: TokenRequest = parse(&body)?;
    let who = app.accounts.find(&request.account);
    let who =
        who.ok_or_else(|| Unclear::missing(format!("there is no account {}", request.account)))?;
    let wanted = request
        .scopes
        .unwrap_or_else(|| scopes::ALL.map(String::from).to_vec());
    // Short names are taken too: photoslibrary.appendonly.
    let full = |scope: &String| {
        let long = format!("https://www.googleapis.com/auth/{scope}");
        let found = scopes::canonical(scope).or_else(|| scopes::canonical(&long));
        found
            .map(String::from)
            .ok_or_else(|| Unclear::bad(format!("there is no scope {scope}")))
    };
    let scopes = wanted.iter().map(full).collect::<Result<Vec<_>, _>>()?;
    let client_id = request.client_id.unwrap_or_else(|| SAMPLE_CLIENT_ID.into());
    let mut world = app.world();
    if world.client(&client_id).is_none() {
        return Err(Unclear::missing(format!("there is no client {client_id}")));
    }
    let consent = Consent {
        who,
        client_id,
        scopes,
    };
    let access_token = world
        .grants
        .new_access(&consent, app.faults.access_token_life_s());
    let refresh_token = world
        .grants
        .new_refresh(&consent, app.faults.refresh_token_life_s());
    world.touch();
    Ok(Json(json!({
        "access_token": access_token,
        "refresh_token": refresh_token,
        "expires_in": app.faults.access_token_life_s(),
        "scope": consent.scopes.join(" "),
    })))
}

/// `GET /_control/faults`.
pub(super) async fn faults(State(app): State<Arc<App>>) -> Json<Value> {
    Json(json!({ "faults": app.faults.all() }))
}

/// `POST /_control/faults`: one fault, or a list of them.
pub(super) async fn add_fault(
    State(app): State<Arc<App>>,
    body: Bytes,
) -> Result<Json<Value>, Unclear> {
    let value: Value = parse(&body)?;
    let list = if let Value::Array(list) = value {
        list
    } else {
        vec![value]
    };
    let parsed = list
        .into_iter()
        .map(serde_json::from_value::<Fault>)
        .collect::<Result<Vec<_>, _>>();
    for fault in parsed.map_err(|error| Unclear::bad(error.to_string()))? {
        if fault.count != Some(0) {
            app.faults.add(fault);
        }
    }
    Ok(faults(State(app)).await)
}

/// `DELETE /_control/faults`.
pub(super) async fn clear_faults(State(app): State<Arc<App>>) -> Json<Value> {
    app.faults.clear();
    faults(State(app)).await
}

/// `POST /_control/reset`: the library as at the first start; no sign-ins, faults or counts.
pub(super) async fn reset(State(app): State<Arc<App>>) -> Result<Json<Value>, Unclear> {
    let started = app.clone();
    let fresh = tokio::task::spawn_blocking(move || {
        crate::start::fresh_world(&started.dirs, started.library)
    });
    let fresh = fresh.await.map_err(std::io::Error::other).flatten();
    let fresh = fresh.map_err(|error| Unclear::bad(error.to_string()))?;
    app.faults.clear();
    app.stats.reset();
    app.scaler.clear();
    let mut world = app.world();
    *world = fresh;
    world.touch();
    app.dirs.forget_uploads();
    Ok(Json(json!({})))
}
