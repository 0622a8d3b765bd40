//! Picks without a browser.

use std::sync::Arc;

use axum::{Json, body::Bytes, extract::State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Unclear, parse};
use crate::{
    app::App,
    clock::now_ms,
    picker::{session::NotPicked, whole},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PickRequest {
    session: Option<String>,
    items: Which,
    #[serde(default)]
    skip: usize,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Which {
    Newest(usize),
    These(Vec<String>),
}

/// `GET /_control/picking`.
pub(super) async fn sessions(State(app): State<Arc<App>>) -> Json<Value> {
    let life_ms = app.faults.picking_session_life_ms();
    let world = app.world();
    let told = world.picking.iter().map(|session| {
        json!({
            "session": session.id,
            "account": app.accounts.of(session.who).email,
            "most": session.most,
            "is_over": session.is_over(now_ms(), life_ms),
            "items": session.picked,
        })
    });
    Json(told.collect())
}

/// `POST /_control/picking`: as if the person had ticked these and pressed Done.
pub(super) async fn pick(State(app): State<Arc<App>>, body: Bytes) -> Result<Json<Value>, Unclear> {
    let request: PickRequest = parse(&body)?;
    let life_ms = app.faults.picking_session_life_ms();
    let mut world = app.world();
    let waits = |session: &&crate::picker::session::PickingSession| {
        !session.is_over(now_ms(), life_ms)
            && match &request.session {
                Some(id) => session.id == *id,
                None => session.picked.is_none(),
            }
    };
    let found = world.picking.iter().rev().find(waits);
    let found = found.map(|session| (session.id.clone(), session.who));
    let (id, who) = found.ok_or_else(|| Unclear::missing("no such session waits"))?;
    let ids: Vec<String> = match request.items {
        Which::These(ids) => ids,
        Which::Newest(count) => whole::items(&app, &world, who)
            .skip(request.skip)
            .take(count)
            .map(|item| item.id)
            .collect(),
    };
    if let Some(unknown) = ids
        .iter()
        .find(|id| whole::item(&app, &world, who, id).is_none())
    {
        return Err(Unclear::missing(format!("there is no item {unknown}")));
    }
    let session = world.picking.iter_mut().find(|session| session.id == id);
    let session = session.ok_or_else(|| Unclear::missing("no such session waits"))?;
    session.pick(ids).map_err(|why| {
        Unclear::bad(match why {
            NotPicked::Nothing => "nothing was picked",
            NotPicked::TooMany => "that is more than this session takes",
            NotPicked::DoneAlready => "this session is done already",
        })
    })?;
    let answer = json!({ "session": id, "items": session.picked });
    world.touch();
    Ok(Json(answer))
}
