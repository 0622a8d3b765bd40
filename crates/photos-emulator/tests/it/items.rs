//! `mediaItems.get`, `batchGet` and `patch`.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{TOMAS, World, refused},
    pictures::jpeg,
};

#[tokio::test]
async fn batch_get_answers_each_id_in_order() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let first = world.item(&token, jpeg(1), "1.jpg").await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let second = world.item(&token, jpeg(2), "2.jpg").await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = |ids: &[&str]| {
        format!(
            "/v1/mediaItems:batchGet?mediaItemIds={}",
            ids.join("&mediaItemIds=")
        )
    };
    let (status, answer) = world
        .get(&path(&[&second, "unknown", &first]), &token)
        .await;
    assert_eq!(status, 200);
    let results = &answer["mediaItemResults"];
    assert_eq!(
        (
            &results[0]["mediaItem"]["id"],
            &results[2]["mediaItem"]["id"]
        ),
        (&json!(second), &json!(first))
    );
    assert_eq!(
        results[1],
        json!({ "status": { "code": 3, "message": "Invalid media item ID." } })
    );
    assert_eq!(
        world.get(&path(&[&first, &first]), &token).await.0,
        400,
        "no repeats"
    );
    assert_eq!(
        world.get("/v1/mediaItems:batchGet", &token).await.0,
        400,
        "not empty"
    );
    let many: Vec<String> = (0..51).map(|number| number.to_string()).collect();
    assert_eq!(
        world
            .get(
                &path(&many.iter().map(String::as_str).collect::<Vec<_>>()),
                &token
            )
            .await
            .0,
        400
    );
}

#[tokio::test]
async fn an_item_can_be_described_and_nothing_else() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let id = world.item(&token, jpeg(1), "1.jpg").await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let patch = async |query: &str, body: Value| {
        world
            .send(
                Method::PATCH,
                &format!("/v1/mediaItems/{id}{query}"),
                &token,
                body,
            )
            .await
    };
    let (status, item) = patch(
        "?updateMask=description",
        json!({ "description": "Morning" }),
    )
    .await;
    assert_eq!(
        (status.as_u16(), item["description"].as_str()),
        (200, Some("Morning"))
    );
    assert_eq!(
        patch("?updateMask=filename", json!({ "filename": "x" }))
            .await
            .0,
        400
    );
    assert_eq!(patch("", json!({ "description": "x" })).await.0, 400);
    assert_eq!(
        patch(
            "?updateMask=description",
            json!({ "description": "x".repeat(1001) })
        )
        .await
        .0,
        400
    );
    let (_, item) = patch("?updateMask=description", json!({})).await;
    assert!(
        item.get("description").is_none(),
        "an empty description is none"
    );
}

#[tokio::test]
async fn ids_that_are_no_ids_and_ids_that_are_gone_differ() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    refused(
        &world.get("/v1/mediaItems/short", &token).await,
        400,
        "INVALID_ARGUMENT",
        "Invalid media item ID.",
    );
    refused(
        &world
            .get(&format!("/v1/mediaItems/{}", "A".repeat(58)), &token)
            .await,
        404,
        "NOT_FOUND",
        "not found",
    );
    let id = world.item(&token, jpeg(1), "1.jpg").await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    world
        .send(
            Method::DELETE,
            &format!("/_control/items/{id}"),
            "",
            json!({}),
        )
        .await;
    refused(
        &world.get(&format!("/v1/mediaItems/{id}"), &token).await,
        404,
        "NOT_FOUND",
        "not found",
    );
}
