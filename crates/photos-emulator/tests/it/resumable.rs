//! The resumable protocol.

use reqwest::{Method, Response, StatusCode, header::HeaderMap};
use serde_json::json;

use crate::{
    harness::{MARA, TOMAS, World, new_item},
    pictures::film,
};

pub const GRAIN: usize = 262_144;

pub fn bytes(length: usize) -> Vec<u8> {
    let mut bytes = film(9);
    bytes.resize(length, 42);
    bytes
}

pub async fn start(world: &World, token: &str, size: usize) -> String {
    let request = world
        .request(Method::POST, "/v1/uploads")
        .bearer_auth(token);
    let request = request
        .header("Content-Length", "0")
        .header("X-Goog-Upload-Command", "start")
        .header("X-Goog-Upload-Content-Type", "video/mp4")
        .header("X-Goog-Upload-Protocol", "resumable")
        .header("X-Goog-Upload-Raw-Size", size.to_string())
        .header("X-Goog-Upload-File-Name", "film.mp4");
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(text(answer.headers(), "x-goog-upload-status"), "active");
    assert_eq!(
        text(answer.headers(), "x-goog-upload-chunk-granularity"),
        GRAIN.to_string()
    );
    text(answer.headers(), "x-goog-upload-url").to_owned()
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}

pub async fn command(
    world: &World,
    token: &str,
    url: &str,
    words: &str,
    offset: usize,
    body: Vec<u8>,
) -> reqwest::Result<Response> {
    let request = world
        .request(Method::POST, url)
        .bearer_auth(token)
        .header("X-Goog-Upload-Command", words);
    request
        .header("X-Goog-Upload-Offset", offset.to_string())
        .body(body)
        .send()
        .await
}

pub async fn query(world: &World, token: &str, url: &str) -> (String, String) {
    let answer = command(world, token, url, "query", 0, Vec::new())
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    let headers = answer.headers();
    (
        text(headers, "x-goog-upload-status").to_owned(),
        text(headers, "x-goog-upload-size-received").to_owned(),
    )
}

#[tokio::test]
async fn chunks_add_up_to_an_item() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let whole = bytes(GRAIN * 2 + 77);
    let url = start(&world, &token, whole.len()).await;
    let first = command(&world, &token, &url, "upload", 0, whole[..GRAIN].to_vec())
        .await
        .unwrap();
    assert_eq!(
        (
            first.status().as_u16(),
            text(first.headers(), "x-goog-upload-status")
        ),
        (200, "active")
    );
    assert_eq!(
        query(&world, &token, &url).await,
        ("active".into(), GRAIN.to_string())
    );
    let last = command(
        &world,
        &token,
        &url,
        "upload, finalize",
        GRAIN,
        whole[GRAIN..].to_vec(),
    )
    .await
    .unwrap();
    assert_eq!(
        (
            last.status().as_u16(),
            text(last.headers(), "x-goog-upload-status")
        ),
        (200, "final")
    );
    let upload = last.text().await.unwrap();
    assert_eq!(query(&world, &token, &url).await.0, "final");
    let (_, answer) = world
        .create(&token, json!({ "newMediaItems": [new_item(&upload, "")] }))
        .await;
    let item = &answer["newMediaItemResults"][0]["mediaItem"];
    assert_eq!(item["filename"], "film.mp4");
    let held = world.request(
        Method::GET,
        &format!("/_control/media/{}/bytes", item["id"].as_str().unwrap()),
    );
    assert_eq!(held.send().await.unwrap().bytes().await.unwrap(), whole);
    let again = command(&world, &token, &url, "upload, finalize", 0, whole)
        .await
        .unwrap();
    assert_eq!(again.status(), 400, "a finished session takes nothing more");
}

#[tokio::test]
async fn offsets_and_lengths_must_fit() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let url = start(&world, &token, GRAIN * 2).await;
    let status = async |words: &str, offset: usize, length: usize| {
        command(&world, &token, &url, words, offset, bytes(length))
            .await
            .unwrap()
            .status()
    };
    assert_eq!(
        status("upload", 0, GRAIN - 1).await,
        400,
        "not a multiple of the granularity"
    );
    assert_eq!(status("upload", GRAIN, GRAIN).await, 400, "a gap");
    assert_eq!(
        status("upload", 0, GRAIN * 3).await,
        400,
        "more than announced"
    );
    assert_eq!(
        status("upload, finalize", 0, GRAIN).await,
        400,
        "less than announced"
    );
    assert_eq!(status("dance", 0, 0).await, 400);
    let (state, received) = query(&world, &token, &url).await;
    assert_eq!(state, "active", "nothing of that ended the session");
    let from = received.parse().unwrap();
    assert_eq!(
        status("upload, finalize", from, GRAIN * 2 - from).await,
        200
    );
}

#[tokio::test]
async fn a_cut_chunk_leaves_whole_grains_to_go_on_from() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let whole = bytes(GRAIN * 4);
    let url = start(&world, &token, whole.len()).await;
    let after = GRAIN * 2 + 1000;
    world.fault(json!({ "kind": "cut", "after_bytes": after, "methods": ["uploads.upload"], "count": 1 })).await;
    assert!(
        command(&world, &token, &url, "upload, finalize", 0, whole.clone())
            .await
            .is_err(),
        "the connection is gone"
    );
    let (state, received) = query(&world, &token, &url).await;
    let received: usize = received.parse().unwrap();
    assert_eq!(state, "active");
    assert!(
        received.is_multiple_of(GRAIN) && received <= after,
        "{received}"
    );
    let rest = command(
        &world,
        &token,
        &url,
        "upload, finalize",
        received,
        whole[received..].to_vec(),
    )
    .await
    .unwrap();
    assert_eq!(rest.status(), 200);
    let upload = rest.text().await.unwrap();
    let (_, answer) = world
        .create(
            &token,
            json!({ "newMediaItems": [new_item(&upload, "a.mp4")] }),
        )
        .await;
    let id = answer["newMediaItemResults"][0]["mediaItem"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let held = world
        .request(Method::GET, &format!("/_control/media/{id}/bytes"))
        .send()
        .await
        .unwrap();
    assert_eq!(
        held.bytes().await.unwrap(),
        whole,
        "no byte twice, none missing"
    );
}

#[tokio::test]
async fn a_session_ends_when_cancelled_or_old_and_is_nobody_elses() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let url = start(&world, &token, GRAIN).await;
    let other = world.token(MARA).await;
    let foreign = command(&world, &other, &url, "query", 0, Vec::new())
        .await
        .unwrap();
    assert_eq!(foreign.status(), StatusCode::NOT_FOUND);
    let nobody = world
        .request(Method::POST, &url)
        .header("X-Goog-Upload-Command", "query")
        .send()
        .await
        .unwrap();
    assert_eq!(nobody.status(), 401, "each request needs the token");
    assert_eq!(
        command(&world, &token, &url, "cancel", 0, Vec::new())
            .await
            .unwrap()
            .status(),
        200
    );
    assert_eq!(query(&world, &token, &url).await.0, "canceled");
    assert_eq!(
        command(&world, &token, &url, "upload, finalize", 0, bytes(GRAIN))
            .await
            .unwrap()
            .status(),
        400
    );
    let url = start(&world, &token, GRAIN).await;
    world
        .fault(json!({ "kind": "upload_session_life", "ms": 0 }))
        .await;
    assert_eq!(
        command(&world, &token, &url, "query", 0, Vec::new())
            .await
            .unwrap()
            .status(),
        404
    );
}
