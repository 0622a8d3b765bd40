//! The Picker API.

use photos_emulator::{Config, OwnItems};
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::{
    harness::{MARA, TOMAS, World, refused},
    pictures::{film, jpeg},
};

pub async fn world(count: u64) -> World {
    World::with(Config {
        own: Some(OwnItems {
            count,
            longest_px: 64,
        }),
        ..Config::default()
    })
    .await
}

pub async fn session(world: &World, token: &str, most: &str) -> Value {
    let body = json!({ "pickingConfig": { "maxItemCount": most } });
    let (status, session) = world.post("/v1/sessions", token, body).await;
    assert_eq!(status, 200, "{session}");
    session
}

async fn pick(world: &World, body: Value) -> Value {
    let (status, answer) = world.post("/_control/picking", "", body).await;
    assert_eq!(status, 200, "{answer}");
    answer
}

fn at(session: &Value) -> String {
    format!("/v1/sessions/{}", session["id"].as_str().unwrap())
}

fn items_of(session: &Value) -> String {
    format!(
        "/v1/mediaItems?sessionId={}",
        session["id"].as_str().unwrap()
    )
}

async fn read(world: &World, item: &Value, suffix: &str, token: &str) -> Response {
    let url = format!("{}{suffix}", item["mediaFile"]["baseUrl"].as_str().unwrap());
    let request = world.request(Method::GET, &url);
    let request = match token {
        "" => request,
        token => request.bearer_auth(token),
    };
    request.send().await.unwrap()
}

#[tokio::test]
async fn a_session_waits_until_something_was_picked() {
    let world = world(5).await;
    let token = world.token(TOMAS).await;
    let made = session(&world, &token, "0").await;
    let page = made["pickerUri"].as_str().unwrap();
    assert!(page.contains("/picker/"), "{page}");
    assert_eq!(made["pickingConfig"]["maxItemCount"], "2000", "as text");
    assert_eq!(made["pollingConfig"]["pollInterval"], "5s");
    assert!(made.get("mediaItemsSet").is_none(), "absent while false");
    refused(
        &world.get(&items_of(&made), &token).await,
        400,
        "FAILED_PRECONDITION",
        "waiting",
    );
    pick(&world, json!({ "items": 2 })).await;
    let (_, done) = world.get(&at(&made), &token).await;
    assert_eq!(done["mediaItemsSet"], true);
    assert!(done.get("pollingConfig").is_none(), "nothing to wait for");
    let (_, page) = world.get(&items_of(&made), &token).await;
    let item = &page["mediaItems"][0];
    assert_eq!(item["type"], "PHOTO");
    assert!(item["createTime"].as_str().unwrap().starts_with("2026-05"));
    assert!(item["mediaFile"]["mediaFileMetadata"]["width"].is_u64());
    assert_eq!(page["mediaItems"].as_array().unwrap().len(), 2);
    let token_of_library = world.get("/v1/mediaItems", &token).await.1;
    assert!(
        token_of_library.get("mediaItems").is_none(),
        "the Library API does not lead to them"
    );
}

#[tokio::test]
async fn bytes_are_for_the_one_who_picked_and_as_long_as_the_session() {
    let world = world(3).await;
    let token = world.token(TOMAS).await;
    let other = world.token(MARA).await;
    let narrow = json!({ "account": TOMAS, "scopes": ["photoslibrary.appendonly"] });
    let narrow = world.token_with(narrow).await;
    let made = session(&world, &token, "0").await;
    pick(&world, json!({ "items": 1 })).await;
    let (_, page) = world.get(&items_of(&made), &token).await;
    let item = &page["mediaItems"][0];
    let whole = read(&world, item, "=d", &token).await;
    assert_eq!(whole.status(), 200);
    let picture = image::load_from_memory(&whole.bytes().await.unwrap()).unwrap();
    assert_eq!(picture.width().max(picture.height()), 64);
    assert_eq!(read(&world, item, "=w32-h32", &token).await.status(), 200);
    assert_eq!(read(&world, item, "=d", "").await.status(), 403);
    assert_eq!(read(&world, item, "=d", "nonsense").await.status(), 401);
    for token in [&other, &narrow] {
        assert_eq!(read(&world, item, "=d", token).await.status(), 403);
    }
    let base = json!({ "kind": "base_url_life", "ms": 0 });
    world.fault(base).await;
    assert_eq!(read(&world, item, "=d", &token).await.status(), 403);
    world.no_faults().await;
    let gone = world
        .send(Method::DELETE, &at(&made), &token, json!({}))
        .await;
    assert_eq!(gone.0, 200);
    assert_eq!(read(&world, item, "=d", &token).await.status(), 403);
}

#[tokio::test]
async fn a_film_that_was_uploaded_can_be_picked_and_comes_in_ranges() {
    let world = world(0).await;
    let token = world.token(TOMAS).await;
    let item = world.item(&token, film(3), "a.mp4").await;
    let made = session(&world, &token, "0").await;
    pick(&world, json!({ "items": [item["id"]] })).await;
    let (_, page) = world.get(&items_of(&made), &token).await;
    let item = &page["mediaItems"][0];
    let metadata = &item["mediaFile"]["mediaFileMetadata"]["videoMetadata"];
    assert_eq!(metadata["processingStatus"], "PROCESSING");
    assert_eq!(read(&world, item, "=dv", &token).await.status(), 404);
    let ready = json!({ "kind": "video_processing", "ms": 0 });
    world.fault(ready).await;
    let answer = read(&world, item, "=dv", &token).await;
    assert_eq!(answer.status(), 302);
    let there = answer.headers()["location"].to_str().unwrap().to_owned();
    let part = world.request(Method::GET, &there);
    let part = part.header("Range", "bytes=4-7").send().await.unwrap();
    assert_eq!(part.status(), 206);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused() {
    let world = world(3).await;
    let token = world.token(TOMAS).await;
    let negative = json!({ "pickingConfig": { "maxItemCount": "-1" } });
    let answer = world.post("/v1/sessions", &token, negative).await;
    refused(&answer, 400, "INVALID_ARGUMENT", "max item count");
    let answer = world
        .post("/v1/sessions?requestId=7", &token, json!({}))
        .await;
    refused(&answer, 400, "INVALID_ARGUMENT", "UUID");
    let path = "/v1/sessions?requestId=6e9cf4a8-4e3c-4d6f-9a31-3d1e1b3f2a55";
    assert_eq!(world.post(path, &token, json!({})).await.0, 200);
    let made = session(&world, &token, "2").await;
    let (status, _) = world
        .post("/_control/picking", "", json!({ "items": 3 }))
        .await;
    assert_eq!(status, 400, "more than was agreed");
    pick(&world, json!({ "items": 2 })).await;
    let path = format!("{}&pageSize=-1", items_of(&made));
    refused(
        &world.get(&path, &token).await,
        400,
        "INVALID_ARGUMENT",
        "Page size",
    );
    let other = world.token(MARA).await;
    for path in [at(&made), items_of(&made)] {
        let answer = world.get(&path, &other).await;
        refused(&answer, 404, "NOT_FOUND", "not found");
    }
    let narrow = json!({ "account": TOMAS, "scopes": ["photoslibrary.appendonly"] });
    let narrow = world.token_with(narrow).await;
    let answer = world.post("/v1/sessions", &narrow, json!({})).await;
    refused(&answer, 403, "PERMISSION_DENIED", "insufficient");
}

#[tokio::test]
async fn sessions_end_and_there_cannot_be_any_number() {
    let world = world(3).await;
    let token = world.token(TOMAS).await;
    world
        .fault(json!({ "kind": "picking_sessions", "limit": 2 }))
        .await;
    let first = session(&world, &token, "0").await;
    session(&world, &token, "0").await;
    let answer = world.post("/v1/sessions", &token, json!({})).await;
    refused(&answer, 429, "RESOURCE_EXHAUSTED", "too many");
    let gone = world
        .send(Method::DELETE, &at(&first), &token, json!({}))
        .await;
    assert_eq!(gone.0, 200);
    refused(
        &world.get(&at(&first), &token).await,
        404,
        "NOT_FOUND",
        "not found",
    );
    let next = session(&world, &token, "0").await;
    world
        .fault(json!({ "kind": "picking_session_life", "ms": 0 }))
        .await;
    refused(
        &world.get(&at(&next), &token).await,
        404,
        "NOT_FOUND",
        "not found",
    );
    world.no_faults().await;
    world
        .fault(json!({ "kind": "picker_api_disabled", "count": 1 }))
        .await;
    let answer = world.post("/v1/sessions", &token, json!({})).await;
    refused(
        &answer,
        403,
        "PERMISSION_DENIED",
        "Google Photos Picker API",
    );
    world
        .fault(json!({ "kind": "photos_disabled", "count": 1 }))
        .await;
    let answer = world.post("/v1/sessions", &token, json!({})).await;
    refused(&answer, 400, "FAILED_PRECONDITION", "active");
}

#[tokio::test]
async fn polling_is_as_it_was_set() {
    let world = world(1).await;
    let token = world.token(TOMAS).await;
    world
        .fault(json!({ "kind": "picking_poll", "interval_ms": 250, "time_out_ms": 0 }))
        .await;
    let made = session(&world, &token, "0").await;
    assert_eq!(
        made["pollingConfig"],
        json!({ "pollInterval": "0.25s", "timeoutIn": "0s" })
    );
}

#[tokio::test]
async fn a_long_pick_comes_in_pages_with_the_oddities_of_lists() {
    let world = world(2_100).await;
    let token = world.token(TOMAS).await;
    let made = session(&world, &token, "0").await;
    let picked = pick(&world, json!({ "items": 2_000, "skip": 50 })).await;
    let path = format!("{}&pageSize=100", items_of(&made));
    let pages = world.pages(&path, "mediaItems", &token).await;
    assert!(pages.iter().any(Vec::is_empty), "one page is empty");
    let mut ids: Vec<Value> = pages
        .into_iter()
        .flatten()
        .map(|item| item["id"].clone())
        .collect();
    assert!(ids.len() > 2_000, "some come twice");
    ids.dedup();
    assert_eq!(Value::Array(ids), picked["items"]);
    let stats = world.stats().await;
    assert!(
        stats["requests"]["picker.mediaItems.list"]
            .as_u64()
            .unwrap()
            > 20
    );
    assert_eq!(stats["library_total"], 0, "another quota");
}

#[tokio::test]
async fn what_an_app_made_is_among_what_can_be_picked() {
    let world = world(2).await;
    let token = world.token(TOMAS).await;
    let mine = world.item(&token, jpeg(1), "mine.jpg").await;
    let made = session(&world, &token, "0").await;
    pick(&world, json!({ "items": 3 })).await;
    let (_, page) = world.get(&items_of(&made), &token).await;
    let items = page["mediaItems"].as_array().unwrap();
    assert_eq!(items.len(), 3);
    assert!(items.iter().any(|item| item["id"] == mine["id"]));
}
