//! The JSON of the Picker API. Its widths and heights are numbers, unlike those of the Library API.

use serde_json::{Map, Value, json};

use super::session::PickingSession;
use crate::{
    app::App,
    clock,
    library::{
        item::{Item, Kind},
        wire::duration,
    },
    media::base_url,
};

/// A session as its app sees it.
pub(super) fn session(app: &App, session: &PickingSession) -> Value {
    let poll = app.faults.picking_poll();
    let expires_ms = session.expires_ms(app.faults.picking_session_life_ms());
    let mut fields = Map::new();
    fields.insert("id".into(), session.id.clone().into());
    let page = format!("{}/picker/{}", app.origin, session.id);
    fields.insert("pickerUri".into(), page.into());
    let most = session.most.to_string();
    fields.insert("pickingConfig".into(), json!({ "maxItemCount": most }));
    fields.insert("expireTime".into(), clock::rfc3339(expires_ms).into());
    if session.picked.is_some() {
        fields.insert("mediaItemsSet".into(), true.into());
    } else {
        let left_ms = session.made_ms + poll.time_out_ms - clock::now_ms();
        let polling =
            json!({ "pollInterval": of_ms(poll.interval_ms), "timeoutIn": of_ms(left_ms.max(0)) });
        fields.insert("pollingConfig".into(), polling);
    }
    Value::Object(fields)
}

fn of_ms(ms: i64) -> String {
    duration(ms as f64 / 1000.0)
}

/// A picked item.
pub(super) fn item(app: &App, session: &PickingSession, item: &Item) -> Value {
    let ready = item.is_ready(clock::now_ms(), app.faults.video_processing_ms());
    let mut metadata = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            metadata.insert(name.to_owned(), value);
        }
    };
    let side = |px: u32| (px > 0 && ready).then(|| Value::from(px));
    put("width", side(item.width_px));
    put("height", side(item.height_px));
    put("cameraMake", item.camera.make.clone().map(Value::from));
    put("cameraModel", item.camera.model.clone().map(Value::from));
    let kind = match item.kind {
        Kind::Photo => {
            put("photoMetadata", Some(photo(item)));
            "PHOTO"
        }
        Kind::Video => {
            put("videoMetadata", Some(video(item, ready)));
            "VIDEO"
        }
    };
    json!({
        "id": item.id,
        "createTime": clock::rfc3339(item.created_ms),
        "type": kind,
        "mediaFile": {
            "baseUrl": base_url::mint_picked(app, session.who, &session.id, &item.id),
            "mimeType": item.mime_type,
            "filename": item.filename,
            "mediaFileMetadata": metadata,
        },
    })
}

fn photo(item: &Item) -> Value {
    let mut fields = Map::new();
    let camera = &item.camera;
    let each = [
        ("focalLength", camera.focal_length_mm.map(Value::from)),
        ("apertureFNumber", camera.aperture.map(Value::from)),
        ("isoEquivalent", camera.iso.map(Value::from)),
        (
            "exposureTime",
            camera.exposure_s.map(duration).map(Value::from),
        ),
    ];
    for (name, value) in each {
        if let Some(value) = value {
            fields.insert(name.into(), value);
        }
    }
    Value::Object(fields)
}

fn video(item: &Item, ready: bool) -> Value {
    let mut fields = Map::new();
    if let Some(fps) = item.fps.filter(|_| ready) {
        fields.insert("fps".into(), fps.into());
    }
    let status = if ready { "READY" } else { "PROCESSING" };
    fields.insert("processingStatus".into(), status.into());
    Value::Object(fields)
}
