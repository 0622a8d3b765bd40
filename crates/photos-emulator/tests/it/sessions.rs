//! What the emulator tells of upload sessions, and what it keeps of what they sent.

use serde_json::{Value, json};

use crate::{
    harness::{TOMAS, World, new_item},
    pictures::film,
    resumable::{GRAIN, bytes, command, query, start},
};

async fn session(world: &World, number: usize) -> Value {
    world.stats().await["upload_sessions"][number].clone()
}

#[tokio::test]
async fn bytes_that_were_sent_twice_are_counted_twice() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let whole = bytes(GRAIN * 2);
    let url = start(&world, &token, whole.len()).await;
    let send = async |words: &str, offset: usize, body: &[u8]| {
        command(&world, &token, &url, words, offset, body.to_vec())
            .await
            .unwrap()
            .status()
            .as_u16()
    };
    assert_eq!(send("upload", 0, &whole[..GRAIN]).await, 200);
    assert_eq!(
        send("upload", 0, &whole[..GRAIN]).await,
        400,
        "it has those already"
    );
    let told = session(&world, 0).await;
    assert_eq!(told["kept"], GRAIN, "once");
    assert_eq!(told["bytes_received"], GRAIN * 2, "but they came twice");
    assert_eq!(told["status"], "active");
    assert_eq!(send("upload, finalize", GRAIN, &whole[GRAIN..]).await, 200);
    let told = session(&world, 0).await;
    assert_eq!(
        (&told["kept"], &told["status"]),
        (&json!(GRAIN * 2), &json!("final"))
    );
    world
        .send(reqwest::Method::DELETE, "/_control/stats", "", json!({}))
        .await;
    assert_eq!(
        session(&world, 0).await["bytes_received"],
        0,
        "counted from zero"
    );
}

#[tokio::test]
async fn an_offset_within_a_grain_is_refused_and_changes_nothing() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let whole = bytes(GRAIN * 2);
    let url = start(&world, &token, whole.len()).await;
    for offset in [1, GRAIN / 2, GRAIN + 1] {
        let answer = command(
            &world,
            &token,
            &url,
            "upload",
            offset,
            whole[..GRAIN].to_vec(),
        )
        .await;
        assert_eq!(answer.unwrap().status(), 400, "{offset}");
    }
    assert_eq!(
        query(&world, &token, &url).await,
        ("active".into(), "0".into())
    );
}

#[tokio::test]
async fn the_hash_is_that_of_the_file_however_the_chunks_were_broken() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let whole = bytes(GRAIN * 3 + 5);
    let url = start(&world, &token, whole.len()).await;
    world
        .fault(json!([
            { "kind": "keep_bytes", "most": GRAIN },
            { "kind": "cut", "after_bytes": GRAIN + 999, "methods": ["uploads.upload"], "count": 1 },
        ]))
        .await;
    let cut = command(&world, &token, &url, "upload, finalize", 0, whole.clone()).await;
    assert!(cut.is_err(), "the connection is gone");
    let odd = command(&world, &token, &url, "upload", 0, whole[..7].to_vec()).await;
    assert_eq!(odd.unwrap().status(), 400);
    let received: usize = query(&world, &token, &url).await.1.parse().unwrap();
    let rest = whole[received..].to_vec();
    let last = command(&world, &token, &url, "upload, finalize", received, rest)
        .await
        .unwrap();
    let upload = last.text().await.unwrap();
    let (status, _) = world
        .create(
            &token,
            json!({ "newMediaItems": [new_item(&upload, "a.mp4")] }),
        )
        .await;
    assert_eq!(status, 200);
    let (_, items) = world.get("/_control/items", "").await;
    assert_eq!(items[0]["blake3"], blake3::hash(&whole).to_hex().as_str());
    assert_eq!(items[0]["bytes"], whole.len());
}

#[tokio::test]
async fn of_a_long_upload_only_the_beginning_is_kept_where_that_was_asked_for() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    world
        .fault(json!({ "kind": "keep_bytes", "most": 2_000 }))
        .await;
    let mut long = film(2);
    long.resize(50_000, 1);
    let item = world.item(&token, long.clone(), "long.mp4").await;
    let short = world.item(&token, film(3), "short.mp4").await;
    let held = |item: &Value| format!("/_control/media/{}/bytes", item["id"].as_str().unwrap());
    assert_eq!(
        world.get(&held(&item), "").await.0,
        404,
        "it cannot be given back"
    );
    assert_eq!(
        world.get(&held(&short), "").await.0,
        200,
        "this one is whole"
    );
    let (_, items) = world.get("/_control/items", "").await;
    let told = items
        .as_array()
        .unwrap()
        .iter()
        .find(|told| told["id"] == item["id"])
        .unwrap();
    assert_eq!(
        told["sha256"],
        Value::Null,
        "a part must not be taken for the whole"
    );
    assert_eq!(told["blake3"], blake3::hash(&long).to_hex().as_str());
}
