//! Pixels: where the token goes, and what a status means.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use futures::TryStreamExt;
use google_photos::{ApiError, MediaSize};
use rstest::rstest;
use wiremock::matchers::{any, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::canned::{
    ACCESS, Counter, access, answers, client, client_with, hangs_up_after, requests,
};

const PICTURE: &[u8] = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01";
const BOX: MediaSize = MediaSize::Fit {
    width: 256,
    height: 256,
};

#[tokio::test]
async fn pixels_come_as_they_arrive_and_count_against_their_own_quota() {
    let picture = ResponseTemplate::new(200).set_body_raw(PICTURE, "image/jpeg");
    let server = answers("GET", "/lr/x=w256-h256", picture).await;
    let counter = Arc::new(Counter::default());
    let client = client_with(&server.uri(), Some(access(ACCESS, 3600)), counter.clone());
    let base = format!("{}/lr/x", server.uri()).into();
    let media = client.media_bytes(&base, BOX).await.unwrap();
    assert_eq!(
        (media.content_type.as_deref(), media.length),
        (Some("image/jpeg"), Some(PICTURE.len() as u64))
    );
    let pieces: Vec<_> = media.stream.try_collect().await.unwrap();
    assert_eq!(pieces.concat(), PICTURE);
    assert_eq!(
        (
            counter.media.load(Ordering::Relaxed),
            counter.library.load(Ordering::Relaxed)
        ),
        (1, 0)
    );
}

#[rstest]
#[case(403, "BaseUrlExpired")]
#[case(404, "NotFound")]
#[tokio::test]
async fn an_error_with_a_picture_is_an_error(#[case] status: u16, #[case] expected: &str) {
    let server = MockServer::start().await;
    let picture = ResponseTemplate::new(status).set_body_raw(PICTURE, "image/jpeg");
    Mock::given(any())
        .respond_with(picture)
        .mount(&server)
        .await;
    let error = client(&server.uri())
        .media_bytes(&format!("{}/lr/x", server.uri()).into(), BOX)
        .await
        .unwrap_err();
    assert!(format!("{error:?}").starts_with(expected), "{error:?}");
    assert_eq!(requests(&server).await, 1);
}

#[tokio::test]
async fn a_success_with_another_type_is_a_success() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200).set_body_raw("RIFF", "text/html"))
        .mount(&server)
        .await;
    let media = client(&server.uri())
        .media_bytes(&format!("{}/lr/x", server.uri()).into(), BOX)
        .await
        .unwrap();
    assert_eq!(
        media.content_type.as_deref(),
        Some("text/html"),
        "the caller looks at the bytes"
    );
}

#[tokio::test]
async fn the_token_does_not_go_along_to_another_host() {
    let other = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200).set_body_bytes(PICTURE))
        .mount(&other)
        .await;
    let server = MockServer::start().await;
    let away =
        ResponseTemplate::new(302).insert_header("Location", format!("{}/video", other.uri()));
    Mock::given(path("/lr/x=dv"))
        .respond_with(away)
        .mount(&server)
        .await;
    client(&server.uri())
        .media_bytes(&format!("{}/lr/x", server.uri()).into(), MediaSize::Video)
        .await
        .unwrap();
    let first = &server.received_requests().await.unwrap()[0];
    assert!(
        first.headers.contains_key("authorization"),
        "picked items need it"
    );
    let second = &other.received_requests().await.unwrap()[0];
    assert!(!second.headers.contains_key("authorization"));
}

#[tokio::test]
async fn a_base_url_at_a_strangers_is_read_without_the_token() {
    let (server, stranger) = (MockServer::start().await, MockServer::start().await);
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200).set_body_bytes(PICTURE))
        .mount(&stranger)
        .await;
    client(&server.uri())
        .media_bytes(&format!("{}/lr/x", stranger.uri()).into(), BOX)
        .await
        .unwrap();
    assert!(
        !stranger.received_requests().await.unwrap()[0]
            .headers
            .contains_key("authorization")
    );
}

#[tokio::test]
async fn bytes_that_stop_in_the_middle_are_no_answer() {
    let (base, _) = hangs_up_after(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf").await;
    let media = client(&base)
        .media_bytes(&format!("{base}/lr/x").into(), BOX)
        .await
        .unwrap();
    let outcome: Result<Vec<_>, ApiError> = media.stream.try_collect().await;
    assert!(
        matches!(outcome, Err(ApiError::NoAnswer { .. })),
        "{outcome:?}"
    );
}
