//! The Picker API v1: a person picks from the whole library on a page, and the app gets what was picked.
//!
//! Source: <https://developers.google.com/photos/picker/reference/rest>

pub(crate) mod own;
pub(crate) mod session;
pub(crate) mod whole;
mod wire;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    clock::now_ms,
    error::ApiError,
    library::{
        Ask,
        listing::{At, Listing, Sizes, Slice},
        payload,
    },
    picker::session::PickingSession,
};

/// Source: <https://developers.google.com/photos/picker/reference/rest/v1/mediaItems/list>
const USUAL_PAGE: i64 = 50;
const MOST_A_PAGE: i64 = 100;

/// The body of `sessions.create`: a session, of which only the configuration counts.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
struct CreateRequest {
    picking_config: PickingConfig,
    #[serde(rename = "id")]
    _id: Option<String>,
    #[serde(rename = "pickerUri")]
    _picker_uri: Option<String>,
    #[serde(rename = "pollingConfig")]
    _polling_config: Option<Value>,
    #[serde(rename = "expireTime")]
    _expire_time: Option<String>,
    #[serde(rename = "mediaItemsSet")]
    _media_items_set: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
struct PickingConfig {
    #[serde(deserialize_with = "payload::number")]
    max_item_count: i64,
}

/// `sessions.create`.
pub(crate) fn create(ask: &Ask) -> Result<Value, ApiError> {
    let request: CreateRequest = payload::parse(&ask.body)?;
    let most = request.picking_config.max_item_count;
    if most < 0 {
        return Err(ApiError::invalid(
            "The max item count must be greater than or equal to 0.",
        ));
    }
    let id = ask.query.one("requestId");
    let is_v4 = |text: &str| uuid::Uuid::parse_str(text).is_ok_and(|id| id.get_version_num() == 4);
    if !id.is_empty() && !is_v4(id) {
        return Err(ApiError::invalid(
            "The request id must be a UUID version 4.",
        ));
    }
    if ask.app.faults.photos_is_disabled() {
        return Err(ApiError::precondition(
            "The user does not have an active Google Photos account.",
        ));
    }
    let now = now_ms();
    let life_ms = ask.app.faults.picking_session_life_ms();
    let mut world = ask.app.world();
    world.picking.retain(|open| !open.is_over(now, life_ms));
    let open = world.picking.iter();
    let open = open.filter(|open| open.who == ask.caller.who).count();
    if open >= ask.app.faults.picking_sessions() {
        return Err(ApiError::too_many_sessions());
    }
    let session = PickingSession::new(ask.caller.who, &ask.caller.client_id, most, now);
    let answer = wire::session(&ask.app, &session);
    world.picking.push(session);
    world.touch();
    Ok(answer)
}

/// The session of an id, if it is the caller's and still there.
///
/// What Google answers for somebody else's was not captured; it tells no stranger that a session exists.
fn find(ask: &Ask, id: &str) -> Result<PickingSession, ApiError> {
    let life_ms = ask.app.faults.picking_session_life_ms();
    let world = ask.app.world();
    let found = world.picking.iter().find(|session| session.id == id);
    found
        .filter(|session| {
            session.who == ask.caller.who
                && session.client_id == ask.caller.client_id
                && !session.is_over(now_ms(), life_ms)
        })
        .cloned()
        .ok_or_else(ApiError::not_found)
}

/// `sessions.get`.
pub(crate) fn get(ask: &Ask) -> Result<Value, ApiError> {
    Ok(wire::session(&ask.app, &find(ask, &ask.id)?))
}

/// `sessions.delete`.
pub(crate) fn delete(ask: &Ask) -> Result<Value, ApiError> {
    let session = find(ask, &ask.id)?;
    let mut world = ask.app.world();
    world.picking.retain(|kept| kept.id != session.id);
    world.touch();
    Ok(json!({}))
}

/// `mediaItems.list` of a session.
pub(crate) fn list(ask: &Ask) -> Result<Value, ApiError> {
    let size = ask.query.number("pageSize")?;
    let id = ask.query.one("sessionId");
    let session = find(ask, id)?;
    let Some(picked) = &session.picked else {
        return Err(ApiError::precondition(
            "The user has not finished picking: the session is waiting for a user action.",
        ));
    };
    let sizes = Sizes {
        usual: USUAL_PAGE,
        most: MOST_A_PAGE,
    };
    let token = ask.query.one("pageToken");
    let size = size.min(MOST_A_PAGE);
    let listing = Listing::open(ask, "picker.mediaItems.list", sizes, size, token, id)?;
    let world = ask.app.world();
    let item = |id: &String| {
        let item = whole::item(&ask.app, &world, session.who, id)?;
        Some(wire::item(&ask.app, &session, &item))
    };
    let start = |at: &At| match at {
        At::Offset(start) => *start,
        _ => 0,
    };
    let find = |at: &At, count: usize| {
        let from = start(at);
        let end = (from + count).min(picked.len());
        let ids = picked.get(from..end).unwrap_or_default();
        Slice {
            entries: ids.iter().filter_map(item).collect(),
            next: (end < picked.len()).then_some(At::Offset(end)),
        }
    };
    let before = |at: &At| picked.get(start(at).checked_sub(1)?).and_then(item);
    let page = listing.page(find, before);
    let mut answer = json!({});
    if let Some(fields) = answer.as_object_mut() {
        if !page.entries.is_empty() {
            fields.insert("mediaItems".into(), Value::Array(page.entries));
        }
        if let Some(token) = page.next_page_token {
            fields.insert("nextPageToken".into(), token.into());
        }
    }
    Ok(answer)
}
