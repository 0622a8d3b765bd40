//! The raw protocol.

use base64::{Engine, engine::general_purpose::STANDARD};
use reqwest::Method;
use serde_json::json;
use sha1::{Digest, Sha1};

use crate::{
    harness::{TOMAS, World, json_of, new_item, refused},
    pictures::jpeg,
};

#[tokio::test]
async fn the_answer_is_a_token_as_plain_text_and_the_bytes_are_kept() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let bytes = jpeg(5);
    let answer = world
        .raw(&token, bytes.clone())
        .header("X-Goog-Upload-File-Name", "header.jpg")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.headers()["content-type"], "text/plain");
    let upload = answer.text().await.unwrap();
    let nameless = json!({ "newMediaItems": [{ "simpleMediaItem": { "uploadToken": upload } }] });
    let (_, created) = world.create(&token, nameless).await;
    let item = &created["newMediaItemResults"][0]["mediaItem"];
    assert_eq!(
        item["filename"], "header.jpg",
        "the name of the header counts when no other is given"
    );
    let held = world.request(
        Method::GET,
        &format!("/_control/media/{}/bytes", item["id"].as_str().unwrap()),
    );
    assert_eq!(held.send().await.unwrap().bytes().await.unwrap(), bytes);
    assert!(world.stats().await["bytes_received"].as_u64().unwrap() >= bytes.len() as u64);
}

#[tokio::test]
async fn a_checksum_is_compared() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let good = STANDARD.encode(Sha1::digest(b"bytes"));
    let send = async |hash: String| {
        let request = world
            .raw(&token, b"bytes".to_vec())
            .header("X-Goog-Hash", format!("sha1={hash}"));
        json_of(request.send().await.unwrap()).await
    };
    assert_eq!(send(good).await.0, 200);
    let bad = send(STANDARD.encode([0; 20])).await;
    refused(
        &bad,
        400,
        "INVALID_ARGUMENT",
        "User-provided checksum does not match received payload content.",
    );
}

#[tokio::test]
async fn empty_uploads_and_unknown_protocols_are_refused() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    assert_eq!(
        world.raw(&token, Vec::new()).send().await.unwrap().status(),
        400
    );
    let plain = world
        .request(Method::POST, "/v1/uploads")
        .bearer_auth(&token)
        .body("x")
        .send()
        .await
        .unwrap();
    assert_eq!(plain.status(), 400);
    let nobody = world
        .request(Method::POST, "/v1/uploads")
        .header("X-Goog-Upload-Protocol", "raw")
        .body("x")
        .send()
        .await
        .unwrap();
    assert_eq!(nobody.status(), 401);
}

#[tokio::test]
async fn uploads_may_run_side_by_side() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let uploads = (0..8).map(|number| world.upload(&token, jpeg(number)));
    let tokens = futures::future::join_all(uploads).await;
    let items: Vec<_> = tokens
        .iter()
        .map(|upload| new_item(upload, "a.jpg"))
        .collect();
    let (_, answer) = world
        .create(&token, json!({ "newMediaItems": items }))
        .await;
    assert_eq!(answer["newMediaItemResults"].as_array().unwrap().len(), 8);
    assert_eq!(world.stats().await["items_created"], 8);
}
