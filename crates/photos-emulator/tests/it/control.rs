//! The control endpoint, and what is kept over a restart.

use photos_emulator::Config;
use reqwest::Method;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{
    harness::{MARA, TOMAS, World},
    pictures::jpeg,
};

#[tokio::test]
async fn requests_are_counted_by_call_and_account() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    world.get("/v1/albums", &token).await;
    world.get("/v1/albums", &token).await;
    world.item(&token, jpeg(1), "a.jpg").await;
    world.get("/v1/nothing", &token).await;
    let stats = world.stats().await;
    assert_eq!(stats["requests"]["albums.list"], 2);
    assert_eq!(stats["requests"]["uploads.raw"], 1);
    assert_eq!(
        (stats["total"].as_u64(), stats["library_total"].as_u64()),
        (Some(5), Some(4)),
        "control is not counted"
    );
    assert_eq!(
        stats["accounts"][TOMAS]["requests"]["mediaItems.batchCreate"],
        1
    );
    assert_eq!(stats["accounts"][MARA]["total"], 0);
    assert_eq!(stats["items_created"], 1);
    world
        .send(Method::DELETE, "/_control/stats", "", json!({}))
        .await;
    assert_eq!(world.stats().await["total"], 0);
}

#[tokio::test]
async fn what_is_held_is_listed_with_size_and_hash() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let album = world.album(&token, "A").await;
    let item = world.item(&token, jpeg(1), "a.jpg").await;
    world
        .post(
            &format!("/v1/albums/{album}:batchAddMediaItems"),
            &token,
            json!({ "mediaItemIds": [item["id"]] }),
        )
        .await;
    let (_, items) = world.get("/_control/items", "").await;
    let hash: String = Sha256::digest(jpeg(1))
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let held = &items[0];
    assert_eq!(
        (held["id"].clone(), held["filename"].as_str()),
        (item["id"].clone(), Some("a.jpg"))
    );
    assert_eq!(
        (held["bytes"].as_u64(), held["sha256"].as_str()),
        (Some(jpeg(1).len() as u64), Some(&*hash))
    );
    assert_eq!(
        (held["albums"].clone(), held["account"].as_str()),
        (json!([album]), Some(TOMAS))
    );
    let (_, albums) = world.get("/_control/albums", "").await;
    assert_eq!(
        (albums[0]["title"].as_str(), albums[0]["items"].clone()),
        (Some("A"), json!([item["id"]]))
    );
}

#[tokio::test]
async fn a_reset_is_a_first_start() {
    let world = World::synthetic(100).await;
    let token = world.token(MARA).await;
    let item = world.item(&token, jpeg(1), "a.jpg").await;
    world.fault(json!({ "kind": "latency", "ms": 1 })).await;
    assert_eq!(world.post("/_control/reset", "", json!({})).await.0, 200);
    assert_eq!(
        world.get("/v1/albums", &token).await.0,
        401,
        "sign-ins are gone"
    );
    assert_eq!(
        world.get("/_control/faults", "").await.1,
        json!({ "faults": [] })
    );
    let token = world.token(MARA).await;
    let id = item["id"].as_str().unwrap();
    assert_eq!(
        world.get(&format!("/v1/mediaItems/{id}"), &token).await.0,
        404
    );
    assert_eq!(
        world.get("/v1/mediaItems", &token).await.1["mediaItems"]
            .as_array()
            .unwrap()
            .len(),
        25,
        "the library is there"
    );
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_with_a_reason() {
    let world = World::empty().await;
    for (path, body, code) in [
        (
            "/_control/token",
            json!({ "account": "nobody@example.com" }),
            404,
        ),
        (
            "/_control/token",
            json!({ "account": MARA, "scopes": ["nothing"] }),
            400,
        ),
        (
            "/_control/token",
            json!({ "account": MARA, "client_id": "x" }),
            404,
        ),
        ("/_control/token", json!({}), 400),
        (
            "/_control/client",
            json!({ "client_id": "x", "client_secret": "y", "kind": "installed" }),
            400,
        ),
        (
            "/_control/client",
            json!({ "client_id": "x.apps.googleusercontent.com", "client_secret": "GOCSPX-", "kind": "tv" }),
            400,
        ),
    ] {
        let (status, answer) = world.post(path, "", body.clone()).await;
        assert_eq!(status.as_u16(), code, "{path} {body}");
        assert!(answer["error"].is_string());
    }
}

#[tokio::test]
async fn another_host_name_is_not_answered() {
    let world = World::empty().await;
    let answer = world
        .request(Method::GET, "/_control/stats")
        .header("Host", "photos.example.com")
        .send()
        .await
        .unwrap();
    assert_eq!(
        answer.status(),
        421,
        "a page of the web must not reach in under its own name"
    );
    let port = world.emulator.url().port().unwrap();
    let local = world
        .request(
            Method::GET,
            &format!("http://localhost:{port}/_control/stats"),
        )
        .send()
        .await
        .unwrap();
    assert_eq!(local.status(), 200);
}

#[tokio::test]
async fn a_kept_library_is_there_after_a_restart_with_its_links_and_sign_ins() {
    let dir = tempfile::tempdir().unwrap();
    let config = Config {
        data_dir: Some(dir.path().into()),
        persist: true,
        ..Config::default()
    };
    let world = World::with(config.clone()).await;
    let url = world.emulator.url();
    let tokens = world
        .post("/_control/token", "", json!({ "account": MARA }))
        .await
        .1;
    let token = tokens["access_token"].as_str().unwrap();
    let album = world.album(token, "Kept").await;
    let item = world.item(token, jpeg(1), "a.jpg").await;
    let upload = world.upload(token, jpeg(2)).await;
    let (_, shared) = world
        .post(&format!("/v1/albums/{album}:share"), token, json!({}))
        .await;
    let link = shared["shareInfo"]["shareableUrl"]
        .as_str()
        .unwrap()
        .to_owned();
    world.emulator.stop().await;

    let world = World::with(config).await;
    assert_eq!(
        world.emulator.url(),
        url,
        "the port is taken again, so that links stay what they were"
    );
    assert_eq!(
        world.get(&format!("/v1/albums/{album}"), token).await.1["title"],
        "Kept"
    );
    let id = item["id"].as_str().unwrap();
    let held = world
        .request(Method::GET, &format!("/_control/media/{id}/bytes"))
        .send()
        .await
        .unwrap();
    assert_eq!(held.bytes().await.unwrap(), jpeg(1));
    assert_eq!(
        world
            .request(Method::GET, &link)
            .send()
            .await
            .unwrap()
            .status(),
        200
    );
    let batch = json!({ "newMediaItems": [crate::harness::new_item(&upload, "b.jpg")] });
    assert_eq!(
        world.create(token, batch).await.0,
        200,
        "an upload token outlives the process"
    );
    assert_eq!(
        world.item(token, jpeg(1), "again.jpg").await["id"],
        item["id"],
        "equal bytes are still known"
    );
}
