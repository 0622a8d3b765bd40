//! Answers base URLs.

use std::{
    io::{self, SeekFrom},
    path::Path,
    sync::Arc,
};

use axum::{
    Extension,
    body::Body,
    extract::{Path as UrlPath, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use photos_emulator_pixels as pixels;
use tokio::{
    fs::File,
    io::{AsyncRead, AsyncReadExt, AsyncSeekExt},
};
use tokio_util::io::ReaderStream;

use super::{
    base_url::{self, Pointer},
    drawn, file_of, gps,
    range::{self, Range},
    size::{self, Box, Wanted},
};
use crate::{
    app::App,
    clock::now_ms,
    error::ApiError,
    library::{
        caller::Caller,
        item::{Item, Kind},
    },
    picker::whole,
};

/// `GET /lr/{token}={suffix}`.
pub(super) async fn base(
    State(app): State<Arc<App>>,
    UrlPath(name): UrlPath<String>,
    headers: HeaderMap,
) -> Response {
    if app.faults.media_day_is_spent() {
        return ApiError::day_spent().into_response();
    }
    let (token, suffix) = name.split_once('=').unwrap_or((&name, ""));
    let Some(pointer) = base_url::open(&app, "media", token) else {
        return refused(StatusCode::NOT_FOUND);
    };
    if pointer.is_expired(&app) {
        return refused(StatusCode::FORBIDDEN);
    }
    bytes(&app, &pointer, suffix, &headers).await
}

/// `GET /ppa/{token}={suffix}`: what was picked, for the app it was picked for.
pub(super) async fn picked(
    State(app): State<Arc<App>>,
    UrlPath(name): UrlPath<String>,
    caller: Option<Extension<Caller>>,
    headers: HeaderMap,
) -> Response {
    let (token, suffix) = name.split_once('=').unwrap_or((&name, ""));
    let Some((session, pointer)) = base_url::open_picked(&app, token) else {
        return refused(StatusCode::NOT_FOUND);
    };
    let Some(Extension(caller)) = caller else {
        // Google: 403 without a token. One that is no longer good is told apart, as everywhere.
        let has_token = headers.contains_key(header::AUTHORIZATION);
        return refused(if has_token {
            StatusCode::UNAUTHORIZED
        } else {
            StatusCode::FORBIDDEN
        });
    };
    let life_ms = app.faults.picking_session_life_ms();
    let open = app.world().picking.iter().any(|kept| {
        kept.id == session
            && kept.client_id == caller.client_id
            && kept.who == caller.who
            && !kept.is_over(now_ms(), life_ms)
    });
    if !open || !caller.may_read_picked() || pointer.is_expired(&app) {
        return refused(StatusCode::FORBIDDEN);
    }
    bytes(&app, &pointer, suffix, &headers).await
}

async fn bytes(app: &Arc<App>, pointer: &Pointer, suffix: &str, headers: &HeaderMap) -> Response {
    let item = whole::item(app, &app.world(), pointer.who, &pointer.item_id);
    let Some(item) = item else {
        return refused(StatusCode::NOT_FOUND);
    };
    let Some(wanted) = size::parse(suffix) else {
        return refused(StatusCode::BAD_REQUEST);
    };
    // Google: the base URL of a video is of no use until it is READY.
    if !item.is_ready(now_ms(), app.faults.video_processing_ms()) {
        return refused(StatusCode::NOT_FOUND);
    }
    match (wanted, item.kind) {
        (Wanted::Scaled(wanted), _) => scaled(app, &item, wanted).await,
        (Wanted::Download, Kind::Photo) => download(app, &item, wanted_range(app, headers)).await,
        (Wanted::Download, Kind::Video) => {
            let whole = Box {
                width_px: Some(item.width_px.max(1)),
                height_px: None,
                crop: false,
                plain: true,
            };
            scaled(app, &item, whole).await
        }
        (Wanted::Video, Kind::Video) => redirect(app, pointer),
        (Wanted::Video, Kind::Photo) => refused(StatusCode::NOT_FOUND),
    }
}

/// A refusal with a picture for a body: the status is what counts.
fn refused(status: StatusCode) -> Response {
    let picture = pixels::jpeg(&pixels::draw::paper(64, 64)).unwrap_or_default();
    (
        status,
        [
            (header::CONTENT_TYPE, "image/jpeg"),
            (header::CACHE_CONTROL, "no-store"),
        ],
        picture,
    )
        .into_response()
}

async fn scaled(app: &App, item: &Item, wanted: Box) -> Response {
    match app.scaler.picture(app, item, wanted).await {
        Ok(picture) => {
            let headers = [
                (header::CONTENT_TYPE, picture.mime_type),
                (header::CACHE_CONTROL, "private, max-age=3600"),
            ];
            (headers, picture.bytes).into_response()
        }
        Err(error) => ApiError::disk(&error).into_response(),
    }
}

/// The range that is asked for, where ranges are done.
fn wanted_range<'a>(app: &App, headers: &'a HeaderMap) -> Option<&'a str> {
    let asked = headers.get(header::RANGE)?.to_str().ok();
    asked.filter(|_| app.faults.does_ranges())
}

async fn download(app: &Arc<App>, item: &Item, wanted: Option<&str>) -> Response {
    let answer = match file_of(app, item) {
        Some(file) => photo_file(&file, &item.mime_type, wanted).await,
        None => {
            let item = item.clone();
            let bytes = tokio::task::spawn_blocking(move || drawn(&item)).await;
            let bytes = bytes
                .ok()
                .flatten()
                .ok_or_else(|| io::Error::other("nothing to draw"));
            bytes.map(|bytes| {
                let length = bytes.len() as u64;
                cut("image/jpeg", length, wanted, |range| {
                    let end = usize::try_from(range.last)
                        .ok()
                        .and_then(|last| last.checked_add(1));
                    let first = usize::try_from(range.first).ok();
                    let part = first
                        .zip(end)
                        .and_then(|(first, end)| bytes.get(first..end));
                    Body::from(part.unwrap_or_default().to_vec())
                })
            })
        }
    };
    let mut response = answer.unwrap_or_else(|error| ApiError::disk(&error).into_response());
    if let Ok(value) = HeaderValue::from_str(&format!(
        "attachment;filename=\"{}\"",
        plain_name(&item.filename)
    )) {
        response
            .headers_mut()
            .insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

fn plain_name(name: &str) -> String {
    name.chars()
        .map(|letter| {
            if letter.is_ascii_graphic() && !"\"\\/;".contains(letter) {
                letter
            } else {
                '_'
            }
        })
        .collect()
}

/// The original without its place, or one range of it.
async fn photo_file(path: &Path, mime_type: &str, wanted: Option<&str>) -> io::Result<Response> {
    let mut file = File::open(path).await?;
    let length = file.metadata().await?.len();
    let mut head = Vec::new();
    (&mut file)
        .take(gps::HEAD_BYTES)
        .read_to_end(&mut head)
        .await?;
    if mime_type == "image/jpeg" {
        gps::strip(&mut head);
    }
    let range = range_of(wanted, length);
    if let Some(first) = range.map(|range| range.first) {
        let within = usize::try_from(first).map_or(head.len(), |first| first.min(head.len()));
        head.drain(..within);
        if head.is_empty() {
            file.seek(SeekFrom::Start(first)).await?;
        }
    }
    let rest = io::Cursor::new(head).chain(file);
    Ok(cut(mime_type, length, wanted, |range| {
        stream(rest.take(range.count()))
    }))
}

fn stream(bytes: impl AsyncRead + Send + 'static) -> Body {
    Body::from_stream(ReaderStream::with_capacity(bytes, 64 * 1024))
}

/// The range that is asked for of so many bytes, or all of them; `None`: nothing of them is in it.
fn range_of(wanted: Option<&str>, length: u64) -> Option<Range> {
    match wanted.and_then(|text| range::parse(text, length)) {
        None => Some(Range::all(length)),
        Some(found) => found,
    }
}

/// An answer with all of so many bytes, or with the range of them that is asked for.
fn cut(
    mime_type: &str,
    length: u64,
    wanted: Option<&str>,
    body: impl FnOnce(Range) -> Body,
) -> Response {
    let Some(range) = range_of(wanted, length) else {
        let all = [(header::CONTENT_RANGE, format!("bytes */{length}"))];
        return (StatusCode::RANGE_NOT_SATISFIABLE, all).into_response();
    };
    let is_part = wanted.is_some_and(|text| range::parse(text, length).is_some());
    let mut headers = content(mime_type, range.count().min(length));
    if is_part {
        let of = format!("bytes {}-{}/{length}", range.first, range.last);
        headers.extend(HeaderValue::from_str(&of).map(|of| (header::CONTENT_RANGE, of)));
        (StatusCode::PARTIAL_CONTENT, headers, body(range)).into_response()
    } else {
        headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        (headers, body(range)).into_response()
    }
}

fn content(mime_type: &str, length: u64) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let mime_type = HeaderValue::from_str(mime_type)
        .unwrap_or(HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_TYPE, mime_type);
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    headers
}

fn redirect(app: &App, pointer: &Pointer) -> Response {
    (
        StatusCode::FOUND,
        [(header::LOCATION, base_url::mint_video(app, pointer))],
    )
        .into_response()
}

/// `GET /video-downloads/{token}`.
pub(super) async fn video(
    State(app): State<Arc<App>>,
    UrlPath(token): UrlPath<String>,
    headers: HeaderMap,
) -> Response {
    let Some(pointer) = base_url::open(&app, "video", &token) else {
        return refused(StatusCode::NOT_FOUND);
    };
    if pointer.is_expired(&app) {
        return refused(StatusCode::FORBIDDEN);
    }
    let item = whole::item(&app, &app.world(), pointer.who, &pointer.item_id);
    let Some((item, file)) = item.and_then(|item| file_of(&app, &item).map(|file| (item, file)))
    else {
        return refused(StatusCode::NOT_FOUND);
    };
    stream_file(&file, &item.mime_type, wanted_range(&app, &headers))
        .await
        .unwrap_or_else(|error| ApiError::disk(&error).into_response())
}

/// A file as it is, or one range of it.
pub(crate) async fn stream_file(
    path: &Path,
    mime_type: &str,
    wanted: Option<&str>,
) -> io::Result<Response> {
    let mut file = File::open(path).await?;
    let length = file.metadata().await?.len();
    if let Some(range) = range_of(wanted, length) {
        file.seek(SeekFrom::Start(range.first)).await?;
    }
    Ok(cut(mime_type, length, wanted, |range| {
        stream(file.take(range.count()))
    }))
}
