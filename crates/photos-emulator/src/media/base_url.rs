//! Base URLs: opaque, good for an hour, and only with a suffix that says which size.

use crate::{account::Who, app::App, clock::now_ms};

/// What a base URL stands for.
pub(crate) struct Pointer {
    pub(crate) who: Who,
    pub(crate) item_id: String,
    pub(crate) issued_ms: i64,
}

/// A new base URL of an item.
pub(crate) fn mint(app: &App, who: Who, item_id: &str) -> String {
    format!(
        "{}/lr/{}",
        app.media_origin(),
        seal(app, "media", who, item_id)
    )
}

/// A new base URL of an item that was picked. It is good as long as its session, at most an hour, and with a token only.
pub(crate) fn mint_picked(app: &App, who: Who, session: &str, item_id: &str) -> String {
    let picked = format!("{session}\n{item_id}");
    format!(
        "{}/ppa/{}",
        app.media_origin(),
        seal(app, "picked", who, &picked)
    )
}

/// The session and the item of a picked base URL.
pub(super) fn open_picked(app: &App, token: &str) -> Option<(String, Pointer)> {
    let mut pointer = open(app, "picked", token)?;
    let (session, item_id) = pointer.item_id.split_once('\n')?;
    let session = session.to_owned();
    pointer.item_id = item_id.to_owned();
    Some((session, pointer))
}

/// The address a video download is redirected to: another host, as with Google.
pub(super) fn mint_video(app: &App, pointer: &Pointer) -> String {
    let token = seal(app, "video", pointer.who, &pointer.item_id);
    format!("http://localhost:{}/video-downloads/{token}", app.port)
}

fn seal(app: &App, use_for: &str, who: Who, item_id: &str) -> String {
    let mut payload = vec![who.number()];
    payload.extend_from_slice(&now_ms().to_be_bytes());
    payload.extend_from_slice(item_id.as_bytes());
    app.seal.close(use_for, &payload)
}

/// What an opaque text stands for, if this emulator made it.
pub(super) fn open(app: &App, use_for: &str, token: &str) -> Option<Pointer> {
    let payload = app.seal.open(use_for, token)?;
    let (who, rest) = payload.split_first()?;
    let (issued, item_id) = rest.split_first_chunk::<8>()?;
    Some(Pointer {
        who: Who::from_number(*who)?,
        issued_ms: i64::from_be_bytes(*issued),
        item_id: String::from_utf8(item_id.to_vec()).ok()?,
    })
}

impl Pointer {
    /// Whether its hour is over.
    pub(super) fn is_expired(&self, app: &App) -> bool {
        now_ms() >= self.issued_ms.saturating_add(app.faults.base_url_life_ms())
    }
}
