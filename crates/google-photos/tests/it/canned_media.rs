//! Pixels and share links: where the token goes, and what a status means.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use futures::TryStreamExt;
use google_photos::{ApiError, LinkCheck, MediaSize};
use rstest::rstest;
use url::Url;
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

#[rstest]
#[case(200, LinkCheck::Alive)]
#[case(404, LinkCheck::Dead)]
#[case(410, LinkCheck::Dead)]
#[case(403, LinkCheck::Unknown)]
#[case(429, LinkCheck::Unknown)]
#[case(503, LinkCheck::Unknown)]
#[tokio::test]
async fn a_link_is_judged_by_its_status(#[case] status: u16, #[case] expected: LinkCheck) {
    let server = answers("GET", "/share/x", ResponseTemplate::new(status)).await;
    let link = Url::parse(&format!("{}/share/x?key=k", server.uri())).unwrap();
    assert_eq!(client(&server.uri()).link_check(&link).await, expected);
    let asked = &server.received_requests().await.unwrap()[0];
    assert!(
        !asked.headers.contains_key("authorization"),
        "a stranger has no token"
    );
    assert!(!asked.headers.contains_key("cookie"));
}

#[tokio::test]
async fn a_short_link_is_followed_to_the_long_one_and_nowhere_else() {
    let server = MockServer::start().await;
    let to = |place: &str| ResponseTemplate::new(302).insert_header("Location", place);
    Mock::given(path("/share/short"))
        .respond_with(to("/share/long"))
        .mount(&server)
        .await;
    Mock::given(path("/share/long"))
        .respond_with(ResponseTemplate::new(200))
        .mount(&server)
        .await;
    Mock::given(path("/share/private"))
        .respond_with(to("/signin"))
        .mount(&server)
        .await;
    Mock::given(path("/share/circle"))
        .respond_with(to("/share/circle"))
        .mount(&server)
        .await;
    Mock::given(path("/signin"))
        .respond_with(ResponseTemplate::new(200))
        .mount(&server)
        .await;
    let client = client(&server.uri());
    let check = async |place: &str| {
        client
            .link_check(&Url::parse(&format!("{}{place}", server.uri())).unwrap())
            .await
    };
    assert_eq!(check("/share/short").await, LinkCheck::Alive);
    assert_eq!(
        check("/share/private").await,
        LinkCheck::Unknown,
        "a sign-in page says nothing of the album"
    );
    assert_eq!(check("/share/circle").await, LinkCheck::Unknown);
    assert_eq!(
        check("/lr/album/1").await,
        LinkCheck::Unknown,
        "not a share link"
    );
}
