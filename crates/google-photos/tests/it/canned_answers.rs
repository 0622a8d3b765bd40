//! Answers that are not what the method is documented to give.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use futures::TryStreamExt;
use google_photos::{ApiError, NewMediaItem, RefusalKind, Silence, TimeOuts};
use rstest::rstest;
use serde_json::json;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::canned::{
    Counter, access, answers, client, client_with, hangs_up_after, requests, says_nothing,
};

const PICTURE: &[u8] = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01";

#[rstest]
#[case::a_web_page(b"<!DOCTYPE html><title>Error</title>", "a web page")]
#[case::plain_text(b"Service unavailable", "plain text")]
#[case::a_picture(PICTURE, "not text")]
#[case::json_cut_short(b"{\"albums\":[{\"id\":\"1\"", "ends in the middle")]
#[case::a_wrong_type(b"{\"albums\":\"none\"}", "another type")]
#[case::an_id_that_is_a_number(b"{\"albums\":[{\"id\":7}]}", "another type")]
#[case::a_count_in_words(
    b"{\"albums\":[{\"id\":\"1\",\"mediaItemsCount\":\"many\"}]}",
    "another type"
)]
#[tokio::test]
async fn a_good_status_with_a_wrong_body_is_malformed_and_not_repeated(
    #[case] body: &[u8],
    #[case] reason: &str,
) {
    let server = answers(
        "GET",
        "/v1/albums",
        ResponseTemplate::new(200).set_body_bytes(body),
    )
    .await;
    let error = client(&server.uri()).albums_page(None).await.unwrap_err();
    assert!(matches!(error, ApiError::Malformed { .. }), "{error:?}");
    assert!(error.to_string().contains(reason), "{error}");
    assert_eq!(
        requests(&server).await,
        1,
        "asking again would bring the same"
    );
}

#[rstest]
#[case(500)]
#[case(502)]
#[case(503)]
#[tokio::test]
async fn a_web_page_with_a_server_error_is_trouble_at_google_and_is_tried_five_times(
    #[case] status: u16,
) {
    let page = ResponseTemplate::new(status).set_body_raw("<html>Sorry", "text/html");
    let server = answers("GET", "/v1/albums", page).await;
    let error = client(&server.uri()).albums_page(None).await.unwrap_err();
    assert!(
        matches!(error, ApiError::Unavailable { status: found, .. } if found == status),
        "{error:?}"
    );
    assert_eq!(requests(&server).await, 5);
}

#[tokio::test]
async fn an_album_is_not_made_twice_after_trouble_at_google() {
    let server = answers("POST", "/v1/albums", ResponseTemplate::new(503)).await;
    let error = client(&server.uri())
        .album_create("Lisbon")
        .await
        .unwrap_err();
    assert!(matches!(error, ApiError::Unavailable { .. }), "{error:?}");
    assert_eq!(requests(&server).await, 1, "Google may have made it");
}

#[tokio::test]
async fn a_redirect_is_not_followed_because_the_token_would_go_along() {
    let stranger = MockServer::start().await;
    let away = ResponseTemplate::new(302).insert_header("Location", stranger.uri());
    let server = answers("GET", "/v1/albums", away).await;
    let error = client(&server.uri()).albums_page(None).await.unwrap_err();
    assert!(matches!(error, ApiError::Malformed { .. }), "{error:?}");
    assert_eq!(requests(&stranger).await, 0);
}

#[tokio::test]
async fn a_body_without_end_is_refused() {
    let huge = ResponseTemplate::new(200).set_body_bytes(vec![b' '; 17 * 1024 * 1024]);
    let server = answers("GET", "/v1/albums", huge).await;
    let error = client(&server.uri()).albums_page(None).await.unwrap_err();
    assert!(error.to_string().contains("far too long"), "{error}");
}

#[tokio::test]
async fn an_album_without_an_id_is_malformed() {
    let server = answers(
        "GET",
        "/v1/albums/1",
        ResponseTemplate::new(200).set_body_json(json!({ "title": "a" })),
    )
    .await;
    let error = client(&server.uri()).album(&"1".into()).await.unwrap_err();
    assert!(matches!(error, ApiError::Malformed { .. }), "{error:?}");
}

#[tokio::test]
async fn a_listing_that_leads_in_circles_stops() {
    let page = json!({ "mediaItems": [{ "id": "1" }], "nextPageToken": "again" });
    let server = answers(
        "GET",
        "/v1/mediaItems",
        ResponseTemplate::new(200).set_body_json(page),
    )
    .await;
    let outcome: Result<Vec<_>, ApiError> = client(&server.uri()).media_items().try_collect().await;
    assert!(
        matches!(outcome, Err(ApiError::Malformed { .. })),
        "{outcome:?}"
    );
    assert_eq!(requests(&server).await, 2);
}

#[rstest]
#[case::before_the_answer(b"")]
#[case::in_the_head(b"HTTP/1.1 200 OK\r\nContent-Le")]
#[case::in_the_body(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"albums\":[")]
#[tokio::test]
async fn a_cut_connection_is_no_answer(#[case] bytes: &'static [u8]) {
    let (base, visits) = hangs_up_after(bytes).await;
    let error = client(&base).albums_page(None).await.unwrap_err();
    assert!(
        matches!(error, ApiError::NoAnswer { sent: true, .. }),
        "{error:?}"
    );
    assert_eq!(visits.load(Ordering::SeqCst), 5, "a read is tried again");

    let error = client(&base).album_create("Lisbon").await.unwrap_err();
    assert!(
        matches!(error, ApiError::NoAnswer { sent: true, .. }),
        "{error:?}"
    );
    assert_eq!(
        visits.load(Ordering::SeqCst),
        6,
        "a write that may have happened is not"
    );
}

#[tokio::test]
async fn a_server_that_is_not_there_is_no_answer_to_nothing_sent() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = client(&base).albums_page(None).await.unwrap_err();
    assert!(
        matches!(
            error,
            ApiError::NoAnswer {
                sent: false,
                why: Silence::Unreachable,
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_server_that_never_answers_is_left() {
    let time_outs = TimeOuts {
        answer: Duration::from_millis(20),
        idle: Duration::from_millis(20),
    };
    let client = client(&says_nothing().await).with_time_outs(time_outs);
    let error = client.album_create("Lisbon").await.unwrap_err();
    assert!(
        matches!(
            error,
            ApiError::NoAnswer {
                sent: true,
                why: Silence::TimedOut,
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_short_429_is_waited_out_twice_and_then_goes_up_with_its_wait() {
    let slow = ResponseTemplate::new(429).insert_header("Retry-After", "0");
    let server = answers("POST", "/v1/albums", slow).await;
    let error = client(&server.uri())
        .album_create("Lisbon")
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            ApiError::SlowDown {
                retry_after: Some(Duration::ZERO),
                ..
            }
        ),
        "{error:?}"
    );
    assert_eq!(requests(&server).await, 3);
}

#[tokio::test]
async fn an_hour_of_retry_after_goes_up_at_once() {
    let slow = ResponseTemplate::new(429).insert_header("Retry-After", "3600");
    let server = answers("GET", "/v1/albums", slow).await;
    let error = client(&server.uri()).albums_page(None).await.unwrap_err();
    assert!(
        matches!(error, ApiError::SlowDown { retry_after: Some(wait), .. } if wait.as_secs() == 3600),
        "{error:?}"
    );
    assert_eq!(requests(&server).await, 1);
}

#[tokio::test]
async fn a_read_sends_no_content_type_and_every_try_is_counted() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(503))
        .up_to_n_times(2)
        .mount(&server)
        .await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200))
        .mount(&server)
        .await;
    let counter = Arc::new(Counter::default());
    let client = client_with(&server.uri(), Some(access("t", 3600)), counter.clone());
    assert!(
        client.albums_page(None).await.unwrap().items.is_empty(),
        "no body is an empty list"
    );
    assert_eq!(
        counter.library.load(Ordering::Relaxed),
        3,
        "the quota counts tries, not calls"
    );
    assert_eq!(counter.media.load(Ordering::Relaxed), 0);
    for request in server.received_requests().await.unwrap() {
        assert!(
            !request.headers.contains_key("content-type"),
            "Google fails a GET that has one"
        );
    }
}

#[tokio::test]
async fn a_result_that_google_forgot_is_missing_and_the_others_stand() {
    let results =
        json!({ "newMediaItemResults": [{ "uploadToken": "b", "mediaItem": { "id": "2" } }] });
    let server = answers(
        "POST",
        "/v1/mediaItems:batchCreate",
        ResponseTemplate::new(207).set_body_json(results),
    )
    .await;
    let new = |token: &str| NewMediaItem {
        token: token.into(),
        file_name: "a.jpg".into(),
        description: String::new(),
    };
    let outcomes = client(&server.uri())
        .media_items_create(None, None, &[new("a"), new("b")])
        .await
        .unwrap();
    assert_eq!(
        outcomes[0].result.as_ref().unwrap_err().kind,
        RefusalKind::Missing
    );
    assert_eq!(outcomes[1].result.as_ref().unwrap().id.as_str(), "2");
}

#[tokio::test]
async fn outcomes_of_a_batch_get_keep_the_order_asked_for() {
    let results = json!({ "mediaItemResults": [
        { "mediaItem": { "id": "2" } },
        { "status": { "code": 3, "message": "Invalid media item ID." } },
        { "mediaItem": { "id": "1" } },
    ]});
    let server = answers(
        "GET",
        "/v1/mediaItems:batchGet",
        ResponseTemplate::new(200).set_body_json(results),
    )
    .await;
    let ids = ["1", "gone", "2", "1"].map(Into::into);
    let found = client(&server.uri()).media_items_get(&ids).await.unwrap();
    let found: Vec<_> = found
        .into_iter()
        .map(|item| item.map(|item| item.id.to_string()).map_err(|e| e.code))
        .collect();
    assert_eq!(
        found,
        [Ok("1".into()), Err(3), Ok("2".into()), Ok("1".into())]
    );
    let query = server.received_requests().await.unwrap()[0]
        .url
        .query()
        .unwrap()
        .to_owned();
    assert_eq!(
        query, "mediaItemIds=1&mediaItemIds=gone&mediaItemIds=2",
        "Google refuses an id that comes twice"
    );
}

#[tokio::test]
async fn what_google_would_refuse_costs_no_request() {
    let server = MockServer::start().await;
    let client = client(&server.uri());
    let new = |token: usize| NewMediaItem {
        token: token.to_string().into(),
        file_name: String::new(),
        description: String::new(),
    };
    let many: Vec<_> = (0..51).map(new).collect();
    let ids: Vec<_> = (0..51).map(|id: usize| id.to_string().into()).collect();
    let album = "1".into();
    let refusals = [
        client.media_items_create(None, None, &many).await.err(),
        client.media_items_create(None, None, &[]).await.err(),
        client
            .media_items_create(None, Some(&google_photos::AlbumPosition::First), &many[..1])
            .await
            .err(),
        client.media_items_get(&ids).await.err(),
        client.album_add_items(&album, &ids).await.err(),
        client.album_remove_items(&album, &[]).await.err(),
        client.album_create("  ").await.err(),
        client.album_rename(&album, &"x".repeat(501)).await.err(),
        client.album(&"".into()).await.err(),
        client.album_unshare(&"".into()).await.err(),
        client
            .album_add_text(&album, " ", &google_photos::AlbumPosition::Last)
            .await
            .err(),
        client
            .media_item_describe(&"1".into(), &"x".repeat(1001))
            .await
            .err(),
    ];
    for (nth, refusal) in refusals.iter().enumerate() {
        assert!(
            matches!(refusal, Some(ApiError::Invalid { .. })),
            "number {nth}: {refusal:?}"
        );
    }
    assert!(client.media_items_get(&[]).await.unwrap().is_empty());
    assert_eq!(requests(&server).await, 0);
}

/// Answers a batch with its items, or with 500 if one of these is among them.
struct Poisoned(&'static [&'static str]);

impl wiremock::Respond for Poisoned {
    fn respond(&self, request: &wiremock::Request) -> ResponseTemplate {
        let ids: Vec<String> = request
            .url
            .query_pairs()
            .map(|(_, id)| id.into_owned())
            .collect();
        if ids.iter().any(|id| self.0.contains(&id.as_str())) {
            return ResponseTemplate::new(500);
        }
        let results: Vec<_> = ids
            .iter()
            .map(|id| json!({ "mediaItem": { "id": id } }))
            .collect();
        ResponseTemplate::new(200).set_body_json(json!({ "mediaItemResults": results }))
    }
}

#[tokio::test]
async fn one_item_that_google_stumbles_over_does_not_take_the_others_along() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(Poisoned(&["17"]))
        .mount(&server)
        .await;
    let ids: Vec<_> = (0..50).map(|id: usize| id.to_string().into()).collect();
    let found = client(&server.uri()).media_items_get(&ids).await.unwrap();
    let bad: Vec<_> = found
        .iter()
        .filter_map(|item| item.as_ref().err())
        .collect();
    assert_eq!((bad.len(), bad[0].id.as_str(), bad[0].code), (1, "17", 13));
    let order: Vec<_> = found
        .iter()
        .filter_map(|item| item.as_ref().ok())
        .map(|item| item.id.clone())
        .collect();
    let expected: Vec<_> = ids
        .iter()
        .filter(|id| id.as_str() != "17")
        .cloned()
        .collect();
    assert_eq!(order, expected);
}

#[tokio::test]
async fn trouble_with_both_halves_of_a_batch_is_trouble_at_google() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(500))
        .mount(&server)
        .await;
    let ids: Vec<_> = (0..50).map(|id: usize| id.to_string().into()).collect();
    let error = client(&server.uri())
        .media_items_get(&ids)
        .await
        .unwrap_err();
    assert!(
        matches!(error, ApiError::Unavailable { status: 500, .. }),
        "{error:?}"
    );
    assert_eq!(
        requests(&server).await,
        15,
        "the whole and its halves, and no storm"
    );
}
