//! The resumable protocol: a session that knows how much it has.
//!
//! Source: <https://developers.google.com/photos/library/guides/resumable-uploads>

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use futures::StreamExt;

use serde_json::{Value, json};

use super::{
    MOST_BYTES, announced_sha1,
    sink::{self, Part, Stopped},
    token_answer, value,
};
use crate::{
    account::Who,
    app::App,
    clock::now_ms,
    error::ApiError,
    library::{caller::Caller, drain},
    random,
};

/// Offsets and the length of every chunk but the last are multiples of this.
pub(crate) const GRANULARITY: u64 = 262_144;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Status {
    Active,
    Final,
    Cancelled,
}

/// One resumable upload.
pub(crate) struct Session {
    who: Who,
    name: String,
    size_bytes: Option<u64>,
    since_ms: i64,
    /// 0 while it goes on.
    ended_ms: AtomicI64,
    /// Sessions in the order in which they began.
    pub(crate) number: u64,
    /// Bytes of all bodies that came, also of those that were refused or sent again.
    pub(crate) seen: Arc<AtomicU64>,
    received: AtomicU64,
    status: Mutex<Status>,
    /// The bytes so far. Whoever holds it is writing.
    part: tokio::sync::Mutex<Option<Part>>,
}

impl Session {
    /// What is told of it among the counts.
    pub(crate) fn told(&self) -> Value {
        let status = match self.status() {
            Status::Active => "active",
            Status::Final => "final",
            Status::Cancelled => "canceled",
        };
        json!({
            "file_name": self.name,
            "status": status,
            "size": self.size_bytes,
            "kept": self.received.load(Ordering::SeqCst),
            "bytes_received": self.seen.load(Ordering::SeqCst),
            "began_ms": self.since_ms,
            "ended_ms": self.ended_ms.load(Ordering::SeqCst),
        })
    }

    fn status(&self) -> Status {
        *self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_status(&self, status: Status) {
        *self.status.lock().unwrap_or_else(PoisonError::into_inner) = status;
    }
}

/// `start`: gives the address of a new session.
pub(super) fn start(
    app: &Arc<App>,
    caller: &Caller,
    headers: &HeaderMap,
) -> Result<Response, ApiError> {
    if value(headers, "x-goog-upload-command") != "start" {
        return Err(ApiError::invalid(
            "Invalid X-Goog-Upload-Command header: a new session begins with start.",
        ));
    }
    let size = value(headers, "x-goog-upload-raw-size");
    let size_bytes = match size {
        "" => None,
        text => Some(
            text.parse()
                .map_err(|_| ApiError::invalid("Invalid X-Goog-Upload-Raw-Size header."))?,
        ),
    };
    if size_bytes == Some(0) || size_bytes.is_some_and(|size| size > MOST_BYTES) {
        return Err(ApiError::invalid("The upload is empty or too large."));
    }
    let session = Session {
        who: caller.who,
        name: value(headers, "x-goog-upload-file-name").to_owned(),
        size_bytes,
        number: app.stats.next_session(),
        seen: Arc::default(),
        ended_ms: AtomicI64::new(0),
        since_ms: now_ms(),
        received: AtomicU64::new(0),
        status: Mutex::new(Status::Active),
        part: tokio::sync::Mutex::new(Some(Part::new(app, announced_sha1(headers)))),
    };
    let id = random::token("ADPy", 60);
    let url = format!(
        "{}/v1/uploads?upload_id={id}&upload_protocol=resumable",
        app.origin_of(headers)
    );
    app.world().sessions.insert(id, Arc::new(session));
    let mut response = StatusCode::OK.into_response();
    put(&mut response, "x-goog-upload-url", &url);
    put(&mut response, "x-goog-upload-control-url", &url);
    put(
        &mut response,
        "x-goog-upload-chunk-granularity",
        &GRANULARITY.to_string(),
    );
    put(&mut response, "x-goog-upload-status", "active");
    Ok(response)
}

fn put(response: &mut Response, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response
            .headers_mut()
            .insert(HeaderName::from_static(name), value);
    }
}

/// Any later request to the address of a session.
pub(super) async fn command(
    app: &Arc<App>,
    caller: &Caller,
    id: &str,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let session = app
        .world()
        .sessions
        .get(id)
        .filter(|session| session.who == caller.who)
        .cloned();
    let life_ms = app.faults.upload_session_life_ms();
    let alive = session.filter(|session| now_ms() < session.since_ms.saturating_add(life_ms));
    let Some(session) = alive else {
        drain(body).await;
        return Err(ApiError::not_found());
    };
    let seen = session.seen.clone();
    let body = Body::from_stream(body.into_data_stream().inspect(move |piece| {
        if let Ok(piece) = piece {
            seen.fetch_add(piece.len() as u64, Ordering::SeqCst);
        }
    }));
    let words: Vec<&str> = value(headers, "x-goog-upload-command")
        .split(',')
        .map(str::trim)
        .collect();
    match words.as_slice() {
        ["query"] => Ok(query(&session).await),
        ["cancel"] => Ok(cancel(&session).await),
        ["upload"] => upload(app, &session, headers, body, false).await,
        ["upload", "finalize"] => upload(app, &session, headers, body, true).await,
        ["finalize"] => {
            drain(body).await;
            finalize(app, &session).await
        }
        _ => {
            drain(body).await;
            Err(ApiError::invalid("Invalid X-Goog-Upload-Command header."))
        }
    }
}

async fn query(session: &Session) -> Response {
    // Order: a chunk that is still being written is waited for.
    let _still = session.part.lock().await;
    let mut response = StatusCode::OK.into_response();
    let status = match session.status() {
        Status::Active => "active",
        Status::Final => "final",
        Status::Cancelled => "canceled",
    };
    put(&mut response, "x-goog-upload-status", status);
    if session.status() != Status::Cancelled {
        put(
            &mut response,
            "x-goog-upload-size-received",
            &session.received.load(Ordering::SeqCst).to_string(),
        );
        put(
            &mut response,
            "x-goog-upload-chunk-granularity",
            &GRANULARITY.to_string(),
        );
    }
    response
}

async fn cancel(session: &Session) -> Response {
    let mut part = session.part.lock().await;
    if session.status() == Status::Active {
        session.set_status(Status::Cancelled);
        part.take();
    }
    let mut response = StatusCode::OK.into_response();
    put(
        &mut response,
        "x-goog-upload-status",
        if session.status() == Status::Final {
            "final"
        } else {
            "canceled"
        },
    );
    response
}

/// A refusal that leaves the session as it is.
fn refuse(session: &Session, words: String) -> Response {
    let mut response = ApiError::invalid(words).into_response();
    let over = session.status() != Status::Active;
    put(
        &mut response,
        "x-goog-upload-status",
        if over { "final" } else { "active" },
    );
    response
}

async fn upload(
    app: &Arc<App>,
    session: &Arc<Session>,
    headers: &HeaderMap,
    body: Body,
    last: bool,
) -> Result<Response, ApiError> {
    let mut held = session.part.lock().await;
    let Some(part) = held.as_mut() else {
        drain(body).await;
        return Ok(refuse(
            session,
            "Upload has already been terminated.".into(),
        ));
    };
    let received = session.received.load(Ordering::SeqCst);
    if value(headers, "x-goog-upload-offset").parse() != Ok(received) {
        drain(body).await;
        return Ok(refuse(
            session,
            format!("Invalid X-Goog-Upload-Offset header: expected {received}."),
        ));
    }
    if !last
        && let Ok(length) = value(headers, "content-length").parse::<u64>()
        && length % GRANULARITY != 0
    {
        drain(body).await;
        return Ok(refuse(
            session,
            format!("The chunk length must be a multiple of {GRANULARITY}."),
        ));
    }
    let most = session.size_bytes.unwrap_or(MOST_BYTES);
    let written = sink::write(part, most, !last, body).await;
    session
        .received
        .store(part.whole_length(), Ordering::SeqCst);
    match written {
        Ok(_) if last => complete(app, session, &mut held),
        Ok(false) => Ok(refuse(
            session,
            format!("The chunk length must be a multiple of {GRANULARITY}."),
        )),
        Ok(true) => {
            let mut response = StatusCode::OK.into_response();
            put(&mut response, "x-goog-upload-status", "active");
            Ok(response)
        }
        Err(Stopped::Broken) => Ok(refuse(session, "The chunk ended early.".into())),
        Err(Stopped::TooLong) => Ok(refuse(
            session,
            "More bytes than announced in X-Goog-Upload-Raw-Size.".into(),
        )),
        Err(Stopped::Disk(error)) => Err(ApiError::disk(&error)),
    }
}

async fn finalize(app: &Arc<App>, session: &Arc<Session>) -> Result<Response, ApiError> {
    let mut held = session.part.lock().await;
    if held.is_none() {
        return Ok(refuse(
            session,
            "Upload has already been terminated.".into(),
        ));
    }
    complete(app, session, &mut held)
}

fn complete(
    app: &Arc<App>,
    session: &Session,
    held: &mut Option<Part>,
) -> Result<Response, ApiError> {
    let received = held.as_ref().map_or(0, Part::length);
    if let Some(part) = held
        .as_mut()
        .filter(|_| session.size_bytes.is_some_and(|size| size != received))
    {
        part.back_to_whole();
        return Ok(refuse(
            session,
            format!("Received {received} bytes, which is not the announced size."),
        ));
    }
    let Some(part) = held.take() else {
        return Ok(refuse(
            session,
            "Upload has already been terminated.".into(),
        ));
    };
    session.received.store(received, Ordering::SeqCst);
    session.set_status(Status::Final);
    session.ended_ms.store(now_ms(), Ordering::SeqCst);
    let token = sink::finish(app, session.who, part, session.name.clone())?;
    let mut response = token_answer(token);
    put(&mut response, "x-goog-upload-status", "final");
    Ok(response)
}
