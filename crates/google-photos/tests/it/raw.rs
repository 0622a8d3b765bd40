//! Calls made by hand: every method of the table against the emulator, and what a service that means harm gets.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use google_photos::{
    Api, ApiError, GooglePhotos, Method, RawAnswer, RawCall, RawError, RawRefusal, Verb, methods,
};
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::canned::{ACCESS, Counter, access, answers, client, client_with, requests};
use crate::emulated::{LEGACY, Stage, TODAY, items};

fn get(path: &str) -> RawCall {
    RawCall {
        api: Api::Library,
        verb: Verb::Get,
        path: path.to_owned(),
        query: Vec::new(),
        headers: Vec::new(),
        body: String::new(),
        file: None,
    }
}

/// The call of a method with its blanks filled in.
fn filled(stage: &Stage, method: &Method, words: &BTreeMap<&str, String>) -> RawCall {
    let fill = |text: &str| {
        let mut text = text.to_owned();
        for (name, word) in words {
            text = text.replace(&format!("{{{{{name}}}}}"), word);
        }
        assert!(
            !text.contains("{{"),
            "{} is not filled in: {text}",
            method.id
        );
        text
    };
    RawCall {
        api: method.api,
        verb: method.verb,
        path: fill(method.path),
        query: method
            .query
            .iter()
            .filter(|one| !one.first.is_empty())
            .map(|one| (one.name.to_owned(), fill(one.first)))
            .collect(),
        headers: Vec::new(),
        body: fill(method.body.unwrap_or_default()),
        file: method
            .takes_file
            .then(|| stage.picture("by hand.png", b"by hand")),
    }
}

fn json_of(answer: &RawAnswer) -> Value {
    serde_json::from_slice(&answer.body).unwrap()
}

async fn raw(client: &GooglePhotos, call: &RawCall) -> RawAnswer {
    client.raw(call).await.unwrap()
}

#[tokio::test]
async fn every_live_method_answers_as_the_table_says() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let made = items(&stage, &client, &["one.png", "two.png"]).await;
    let album = client.album_create("Lofoten").await.unwrap();
    let mut words: BTreeMap<&str, String> = [
        ("albumId", album.id.to_string()),
        ("mediaItemId", made[0].id.to_string()),
        ("title", "Svolvær".to_owned()),
        ("text", "Day one".to_owned()),
        ("description", "A harbour".to_owned()),
        ("fileName", "by hand.png".to_owned()),
    ]
    .into();
    // The order of a person: bytes before the item they become, a session before what is picked in it.
    let mut live: Vec<&Method> = methods().filter(|method| method.dead.is_none()).collect();
    live.sort_by_key(|method| {
        let late = ["mediaItems.batchCreate", "picker.sessions.delete"];
        (
            late.contains(&method.id),
            method.id == "picker.mediaItems.list",
        )
    });
    let (last, earlier): (Vec<&Method>, Vec<&Method>) = live
        .into_iter()
        .partition(|method| method.id == "picker.sessions.delete");
    let mut called = 0;
    for method in earlier.into_iter().chain(last) {
        if method.id == "picker.mediaItems.list" {
            stage.control("picking", json!({ "items": 3 })).await;
        }
        let answer = raw(&client, &filled(&stage, method, &words)).await;
        let said = String::from_utf8_lossy(&answer.body).into_owned();
        assert_eq!(answer.status, 200, "{}: {said}", method.id);
        assert_eq!(answer.requests, 1, "{}", method.id);
        called += 1;
        match method.id {
            "uploads" => drop(words.insert("uploadToken", said)),
            "picker.sessions.create" => {
                let id = json_of(&answer)["id"].as_str().unwrap().to_owned();
                words.insert("sessionId", id);
            }
            _ => assert!(json_of(&answer).is_object(), "{}: {said}", method.id),
        }
    }
    assert_eq!(called, 18, "all but the six that Google ended");
    let held = stage.held().await;
    assert!(
        held.iter()
            .any(|item| item["file_name"] == "by hand.png" || item["filename"] == "by hand.png"),
        "the bytes became an item: {held:?}"
    );
}

#[tokio::test]
async fn the_dead_methods_answer_403_today_and_lived_until_then() {
    let stage = Stage::empty().await;
    for (account, status) in [(TODAY, 403), (LEGACY, 200)] {
        let client = stage.client(account).await;
        let album = client.album_create("Shared").await.unwrap();
        let mut words: BTreeMap<&str, String> = [("albumId", album.id.to_string())].into();
        words.insert("shareToken", "none".to_owned());
        for method in methods().filter(|method| method.dead.is_some()) {
            let answer = raw(&client, &filled(&stage, method, &words)).await;
            if method.id == "albums.share" && status == 200 {
                let token = &json_of(&answer)["shareInfo"]["shareToken"];
                words.insert("shareToken", token.as_str().unwrap().to_owned());
            }
            // Who owns an album neither joins nor leaves it, and its link was just switched off.
            if status == 403
                || ["albums.share", "albums.unshare", "sharedAlbums.list"].contains(&method.id)
            {
                assert_eq!(answer.status, status, "{} of {account}", method.id);
            }
        }
    }
}

#[tokio::test]
async fn an_error_comes_as_it_is_and_is_not_repeated() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    stage
        .fault(json!({ "kind": "server_error", "status": 503, "count": 1 }))
        .await;
    let answer = raw(&client, &get("/v1/albums")).await;
    assert_eq!((answer.status, answer.requests), (503, 1));
    assert_eq!(stage.calls("albums.list").await, 1);
    let missing = raw(&client, &get("/v1/albums/nobody")).await;
    assert!((400..500).contains(&missing.status));
    assert!(json_of(&missing)["error"]["message"].is_string());
}

#[tokio::test]
async fn an_expired_token_is_renewed_and_it_says_that_it_took_two() {
    let stage = Stage::empty().await;
    let counter = Arc::new(Counter::default());
    let client = stage
        .counted(json!({ "account": TODAY }), Arc::clone(&counter))
        .await;
    stage
        .fault(json!({ "kind": "tokens_expired", "count": 1 }))
        .await;
    let answer = raw(&client, &get("/v1/albums?pageSize=5")).await;
    assert_eq!((answer.status, answer.requests), (200, 2));
    assert_eq!(
        counter.library.load(Ordering::Relaxed),
        2,
        "both are counted"
    );
    let mut session = get("/v1/sessions/none");
    session.api = Api::Picker;
    raw(&client, &session).await;
    assert_eq!(
        counter.library.load(Ordering::Relaxed),
        2,
        "the Picker API has no daily quota"
    );
}

#[tokio::test]
async fn nothing_is_sent_to_another_host() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200))
        .mount(&server)
        .await;
    let elsewhere = MockServer::start().await;
    let client = client(&server.uri());
    for path in [
        format!("{}/v1/albums", elsewhere.uri()),
        format!("//{}/v1/albums", elsewhere.address()),
        format!("{}@{}/v1", server.uri(), elsewhere.address()),
        format!("/\\{}/v1", elsewhere.address()),
        "https://photoslibrary.googleapis.com/v1/albums".to_owned(),
    ] {
        let refused = client.raw(&get(&path)).await;
        assert!(
            matches!(refused, Err(RawError::Refused(_))),
            "{path}: {refused:?}"
        );
    }
    assert_eq!(requests(&elsewhere).await, 0);
    assert_eq!(requests(&server).await, 0, "nor anything to the right one");
    let whole = format!("{}/v1/albums", server.uri());
    assert_eq!(raw(&client, &get(&whole)).await.status, 200);
}

#[tokio::test]
async fn a_redirect_is_shown_and_not_followed() {
    let elsewhere = MockServer::start().await;
    let to = format!("{}/v1/albums", elsewhere.uri());
    let moved = ResponseTemplate::new(302).insert_header("Location", to.as_str());
    let server = answers("GET", "/v1/albums", moved).await;
    let answer = raw(&client(&server.uri()), &get("/v1/albums")).await;
    assert_eq!(answer.status, 302);
    assert!(answer.headers.contains(&("location".to_owned(), to)));
    assert_eq!(
        requests(&elsewhere).await,
        0,
        "the token stays where it belongs"
    );
}

#[tokio::test]
async fn a_service_that_repeats_the_token_does_not_bring_it_here() {
    let echo = ResponseTemplate::new(200)
        .insert_header("X-Echo", format!("Bearer {ACCESS}").as_str())
        .insert_header("Set-Cookie", "a=b")
        .set_body_string(format!("{{\"authorization\":\"Bearer {ACCESS}\"}}"));
    let server = answers("GET", "/v1/albums", echo).await;
    let answer = raw(&client(&server.uri()), &get("/v1/albums")).await;
    let all = format!(
        "{:?}{}",
        answer.headers,
        String::from_utf8_lossy(&answer.body)
    );
    assert!(
        !all.contains(ACCESS) && all.contains("[access token]"),
        "{all}"
    );
    assert!(
        !all.contains("set-cookie"),
        "cookies are no business of a window"
    );
}

#[tokio::test]
async fn the_accounts_own_token_is_refused_wherever_it_was_pasted() {
    // Short and unlike a token of Google's: only the account knows that it is one.
    let server = answers("POST", "/v1/albums", ResponseTemplate::new(200)).await;
    let client = client_with(
        &server.uri(),
        Some(access("plain-word", 3600)),
        Arc::new(()),
    );
    let mut call = get("/v1/albums");
    call.verb = Verb::Post;
    call.body = "{\"album\":{\"title\":\"plain-word\"}}".to_owned();
    let refused = client.raw(&call).await;
    assert!(
        matches!(refused, Err(RawError::Refused(RawRefusal::Secret { .. }))),
        "{refused:?}"
    );
    assert_eq!(requests(&server).await, 0);
}

#[tokio::test]
async fn headers_and_bodies_arrive_as_written() {
    let server = answers("POST", "/v1/mediaItems:search", ResponseTemplate::new(200)).await;
    let mut call = get("/v1/mediaItems:search");
    call.verb = Verb::Post;
    call.headers = vec![("X-Goog-FieldMask".to_owned(), "mediaItems.id".to_owned())];
    call.body = " {\"pageSize\": 3} ".to_owned();
    raw(&client(&server.uri()), &call).await;
    let came = &server.received_requests().await.unwrap()[0];
    assert_eq!(came.body, b"{\"pageSize\": 3}");
    assert_eq!(came.headers["content-type"], "application/json");
    assert_eq!(came.headers["x-goog-fieldmask"], "mediaItems.id");
    assert_eq!(
        came.headers["authorization"],
        format!("Bearer {ACCESS}").as_str()
    );
    let list = answers("GET", "/v1/albums", ResponseTemplate::new(200)).await;
    raw(&client(&list.uri()), &get("/v1/albums")).await;
    let came = &list.received_requests().await.unwrap()[0];
    assert!(
        !came.headers.contains_key("content-type"),
        "Google: a GET with a content type fails"
    );
}

#[tokio::test]
async fn changes_by_hand_wait_for_each_other() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let create = |title: &str| {
        let mut call = get("/v1/albums");
        call.verb = Verb::Post;
        call.body = json!({ "album": { "title": title } }).to_string();
        call
    };
    let calls: Vec<RawCall> = ["a", "b", "c", "d"].map(create).into();
    let all = futures::future::join_all(calls.iter().map(|call| client.raw(call))).await;
    for answer in all {
        assert_eq!(
            answer.unwrap().status,
            200,
            "Google refuses writes side by side"
        );
    }
}

#[tokio::test]
async fn a_sign_in_that_is_over_is_said_as_such() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    client.forget_tokens().await;
    let over = client.raw(&get("/v1/albums")).await;
    assert!(
        matches!(over, Err(RawError::Api(ApiError::SignInRequired { .. }))),
        "{over:?}"
    );
}
