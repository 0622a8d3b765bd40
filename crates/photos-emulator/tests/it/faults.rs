//! Everything that can go wrong on purpose.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    harness::{TOMAS, World, json_of, refused},
    pictures::jpeg,
};

async fn albums(world: &World, token: &str) -> (StatusCode, Value) {
    world.get("/v1/albums", token).await
}

#[tokio::test]
async fn the_two_kinds_of_429_can_be_told_apart() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    world
        .fault(json!({ "kind": "rate_limited", "retry_after_s": 7, "count": 1 }))
        .await;
    let short = world
        .request(Method::GET, "/v1/albums")
        .bearer_auth(&token)
        .send()
        .await
        .unwrap();
    assert_eq!(short.headers()["retry-after"], "7");
    refused(
        &json_of(short).await,
        429,
        "RESOURCE_EXHAUSTED",
        "per minute per user",
    );
    world
        .fault(json!({ "kind": "quota_spent", "count": 1 }))
        .await;
    let words = "'All requests' and limit 'All requests per day'";
    refused(
        &albums(&world, &token).await,
        429,
        "RESOURCE_EXHAUSTED",
        words,
    );
    world
        .fault(json!({ "kind": "daily_quota", "limit": 2 }))
        .await;
    assert_eq!(albums(&world, &token).await.0, 200);
    assert!(
        !world.upload(&token, jpeg(1)).await.is_empty(),
        "uploads count too"
    );
    refused(
        &albums(&world, &token).await,
        429,
        "RESOURCE_EXHAUSTED",
        words,
    );
}

#[tokio::test]
async fn servers_fail_in_their_envelope_or_as_a_web_page() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    world.fault(json!([{ "kind": "server_error", "status": 500, "count": 1 }, { "kind": "server_error", "status": 503, "count": 1 }])).await;
    refused(
        &albums(&world, &token).await,
        500,
        "INTERNAL",
        "Internal error encountered.",
    );
    refused(&albums(&world, &token).await, 503, "UNAVAILABLE", "");
    assert_eq!(albums(&world, &token).await.0, 200, "the burst is over");
    world
        .fault(
            json!({ "kind": "html_body", "status": 502, "methods": ["albums.list"], "count": 1 }),
        )
        .await;
    let (status, body) = albums(&world, &token).await;
    assert_eq!(status, 502);
    assert!(body.as_str().unwrap().starts_with("<!DOCTYPE html>"));
    world
        .fault(json!({ "kind": "server_error", "status": 500, "methods": ["uploads"], "count": 1 }))
        .await;
    assert_eq!(
        world
            .raw(&token, vec![1; 3_000_000])
            .send()
            .await
            .unwrap()
            .status(),
        500,
        "it is read to its end first"
    );
}

#[tokio::test]
async fn an_api_that_is_switched_off_says_where_to_switch_it_on() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    world
        .fault(json!({ "kind": "api_disabled", "count": 1 }))
        .await;
    let answer = albums(&world, &token).await;
    refused(
        &answer,
        403,
        "PERMISSION_DENIED",
        "has not been used in project",
    );
    assert_eq!(
        answer.1["error"]["errors"][0]["reason"],
        "accessNotConfigured"
    );
    world
        .fault(json!({ "kind": "photos_disabled", "count": 1 }))
        .await;
    refused(
        &albums(&world, &token).await,
        403,
        "PERMISSION_DENIED",
        "Google Photos is disabled for the user",
    );
}

#[tokio::test]
async fn an_answer_can_be_lost_after_the_deed() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    world
        .fault(json!({ "kind": "lost_answer", "methods": ["albums.create"], "count": 1 }))
        .await;
    let request = world
        .request(Method::POST, "/v1/albums")
        .bearer_auth(&token);
    assert!(
        request
            .json(&json!({ "album": { "title": "Lost" } }))
            .send()
            .await
            .is_err(),
        "no answer comes"
    );
    let (_, page) = albums(&world, &token).await;
    assert_eq!(page["albums"][0]["title"], "Lost", "and yet it is there");
}

#[tokio::test]
async fn a_connection_can_be_cut_on_the_way_up_and_on_the_way_down() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let item = world.item(&token, jpeg(1), "a.jpg").await;
    world
        .fault(
            json!({ "kind": "cut", "after_bytes": 1000, "methods": ["uploads.raw"], "count": 1 }),
        )
        .await;
    assert!(world.raw(&token, vec![7; 400_000]).send().await.is_err());
    world
        .fault(json!({ "kind": "cut", "after_bytes": 100, "methods": ["media.bytes"], "count": 1 }))
        .await;
    let url = format!("{}=d", item["baseUrl"].as_str().unwrap());
    let half = world.request(Method::GET, &url).send().await;
    let whole = match half {
        Ok(answer) => answer.bytes().await.is_ok(),
        Err(_) => false,
    };
    assert!(!whole, "the bytes end early");
    world
        .fault(json!({ "kind": "cut", "after_bytes": 0, "methods": ["albums.list"], "count": 1 }))
        .await;
    assert!(
        world
            .request(Method::GET, "/v1/albums")
            .bearer_auth(&token)
            .send()
            .await
            .is_err()
    );
    assert_eq!(albums(&world, &token).await.0, 200);
}

#[tokio::test]
async fn slow_lines_carry_the_same_bytes() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    world.fault(json!({ "kind": "bandwidth", "bytes_per_s": 2_000_000, "methods": ["uploads", "media.bytes"] })).await;
    let item = world.item(&token, jpeg(1), "a.jpg").await;
    let url = format!("{}=d", item["baseUrl"].as_str().unwrap());
    let got = world.request(Method::GET, &url).send().await.unwrap();
    assert_eq!(
        got.headers()["content-length"],
        jpeg(1).len().to_string().as_str()
    );
    assert_eq!(got.bytes().await.unwrap(), jpeg(1));
}

#[tokio::test]
async fn a_fault_that_makes_no_sense_is_refused() {
    let world = World::empty().await;
    assert_eq!(
        world
            .post("/_control/faults", "", json!({ "kind": "earthquake" }))
            .await
            .0,
        400
    );
    assert_eq!(
        world
            .post("/_control/faults", "", json!({ "kind": "latency" }))
            .await
            .0,
        400,
        "a field is missing"
    );
    world
        .fault(json!({ "kind": "latency", "ms": 1, "count": 3 }))
        .await;
    let (_, left) = world.get("/_control/faults", "").await;
    assert_eq!(left["faults"][0]["count"], 3);
    world.no_faults().await;
    assert_eq!(
        world.get("/_control/faults", "").await.1,
        json!({ "faults": [] })
    );
}
