//! One request of the player: the whole video or a part of it, as its bytes come.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use albumen_core::view::ItemKey;
use albumen_core::{RemoteVideo, VideoSource};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncSeekExt, SeekFrom};
use tokio_util::io::{ReaderStream, StreamReader};

use super::Shared;
use super::range::{Asked, asked};

/// How much is read at once.
const CHUNK_BYTES: usize = 64 * 1024;

pub(super) async fn answer(
    State(shared): State<Arc<Shared>>,
    Path((token, key)): Path<(String, i64)>,
    headers: HeaderMap,
) -> Response<Body> {
    if token != shared.token {
        return refusal(StatusCode::NOT_FOUND);
    }
    let items = shared.core.items();
    let (source, details) = match (
        items.video_source(ItemKey(key)).await,
        items.details(ItemKey(key)).await,
    ) {
        (Ok(source), Ok(details)) => (source, details),
        (Err(error), _) | (_, Err(error)) => {
            tracing::debug!(code = error.code(), "no video");
            return refusal(StatusCode::NOT_FOUND);
        }
    };
    let range = headers
        .get(header::RANGE)
        .and_then(|value| value.to_str().ok());
    let answered = match source {
        VideoSource::File(path) => from_file(path, &details.mime_type, range).await,
        VideoSource::Google(video) => Ok(from_google(&video, range)),
    };
    answered.unwrap_or_else(|error| {
        tracing::warn!(kind = ?error.kind(), "a video could not be read");
        refusal(StatusCode::NOT_FOUND)
    })
}

/// The bytes of a file on this computer.
pub(super) async fn from_file(
    path: PathBuf,
    content_type: &str,
    range: Option<&str>,
) -> io::Result<Response<Body>> {
    let mut file = tokio::fs::File::open(path).await?;
    let length = file.metadata().await?.len();
    let asked = asked(range, length);
    if let Asked::Part { first, .. } = asked {
        file.seek(SeekFrom::Start(first)).await?;
    }
    Ok(reply(file, content_type, asked, Some(length)))
}

/// The bytes of a video that is arriving from Google.
fn from_google(video: &RemoteVideo, range: Option<&str>) -> Response<Body> {
    let length = video.length();
    let asked = length.map_or(Asked::Whole, |length| asked(range, length));
    let first = if let Asked::Part { first, .. } = asked {
        first
    } else {
        0
    };
    let bytes = StreamReader::new(Box::pin(video.read_from(first)));
    reply(bytes, video.content_type(), asked, length)
}

/// An answer from bytes that begin where the asked ones do.
fn reply(
    bytes: impl AsyncRead + Send + 'static,
    content_type: &str,
    asked: Asked,
    length: Option<u64>,
) -> Response<Body> {
    let (status, sent) = match asked {
        Asked::Whole => (StatusCode::OK, length),
        Asked::Part { first, last } => (StatusCode::PARTIAL_CONTENT, Some(last - first + 1)),
        Asked::NotThere => (StatusCode::RANGE_NOT_SATISFIABLE, Some(0)),
    };
    let bytes = ReaderStream::with_capacity(bytes.take(sent.unwrap_or(u64::MAX)), CHUNK_BYTES);
    let mut response = Response::new(Body::from_stream(bytes));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let kind = HeaderValue::from_str(content_type)
        .unwrap_or(HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    if let Some(sent) = sent {
        headers.insert(header::CONTENT_LENGTH, sent.into());
    }
    if let Some(length) = length {
        headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        if let Some(value) = content_range(asked, length) {
            headers.insert(header::CONTENT_RANGE, value);
        }
    }
    response
}

fn content_range(asked: Asked, length: u64) -> Option<HeaderValue> {
    let text = match asked {
        Asked::Whole => return None,
        Asked::Part { first, last } => format!("bytes {first}-{last}/{length}"),
        Asked::NotThere => format!("bytes */{length}"),
    };
    HeaderValue::from_str(&text).ok()
}

fn refusal(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn ask(range: Option<&str>) -> (StatusCode, HeaderMap, Vec<u8>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clip.mp4");
        tokio::fs::write(&path, b"0123456789").await.unwrap();
        let response = from_file(path, "video/mp4", range).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 1000).await.unwrap();
        (parts.status, parts.headers, bytes.to_vec())
    }

    #[tokio::test]
    async fn without_a_range_the_whole_video_is_sent_and_ranges_are_offered() {
        let (status, headers, bytes) = ask(None).await;
        assert_eq!(
            (status, bytes.as_slice()),
            (StatusCode::OK, b"0123456789".as_slice())
        );
        assert_eq!(
            headers[header::ACCEPT_RANGES],
            "bytes",
            "the player seeks only where it may"
        );
        assert_eq!(headers[header::CONTENT_TYPE], "video/mp4");
        assert_eq!(headers[header::CONTENT_LENGTH], "10");
    }

    #[tokio::test]
    async fn a_range_brings_just_those_bytes() {
        let (status, headers, bytes) = ask(Some("bytes=3-5")).await;
        assert_eq!(
            (status, bytes.as_slice()),
            (StatusCode::PARTIAL_CONTENT, b"345".as_slice())
        );
        assert_eq!(headers[header::CONTENT_RANGE], "bytes 3-5/10");
        assert_eq!(headers[header::CONTENT_LENGTH], "3");
    }

    #[tokio::test]
    async fn bytes_beyond_the_end_are_refused_with_the_length() {
        let (status, headers, bytes) = ask(Some("bytes=10-")).await;
        assert_eq!(
            (status, bytes.len()),
            (StatusCode::RANGE_NOT_SATISFIABLE, 0)
        );
        assert_eq!(
            headers[header::CONTENT_RANGE],
            "bytes */10",
            "so the player learns the length"
        );
    }
}
