//! Lists and their oddities.

use std::collections::HashSet;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{MARA, World, refused};

fn ids(page: &[Value]) -> Vec<&str> {
    page.iter()
        .map(|entry| entry["id"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn an_empty_list_has_no_array_at_all() {
    let world = World::empty().await;
    let token = world.token(MARA).await;
    for path in ["/v1/albums", "/v1/mediaItems", "/v1/sharedAlbums"] {
        assert_eq!(
            world.get(path, &token).await,
            (StatusCode::OK, json!({})),
            "{path}"
        );
    }
}

#[tokio::test]
async fn pages_repeat_an_entry_stay_empty_and_end_empty_as_with_google() {
    let world = World::synthetic(205).await;
    let token = world.token(MARA).await;
    let pages = world
        .pages("/v1/mediaItems?pageSize=10", "mediaItems", &token)
        .await;
    assert_eq!(
        ids(&pages[4])[0],
        *ids(&pages[3]).last().unwrap(),
        "the fifth page repeats the last entry of the fourth"
    );
    assert!(
        pages[9].is_empty() && !pages[10].is_empty(),
        "an empty page in the middle"
    );
    assert!(
        pages.last().unwrap().is_empty(),
        "the last token leads to an empty page"
    );
    assert!(pages.iter().all(|page| page.len() <= 10));
    let all: HashSet<&str> = pages.iter().flat_map(|page| ids(page)).collect();
    assert_eq!(all.len(), 205, "nothing is left out");
}

#[tokio::test]
async fn without_quirks_a_list_is_plain() {
    let world = World::synthetic(205).await;
    let token = world.token(MARA).await;
    world.fault(json!({ "kind": "quirks", "on": false })).await;
    let pages = world
        .pages("/v1/mediaItems?pageSize=10", "mediaItems", &token)
        .await;
    let lengths: Vec<usize> = pages.iter().map(Vec::len).collect();
    assert_eq!(lengths, [vec![10; 20], vec![5]].concat());
}

#[tokio::test]
async fn a_page_can_be_made_empty() {
    let world = World::synthetic(30).await;
    let token = world.token(MARA).await;
    world
        .fault(json!({ "kind": "empty_pages", "methods": ["mediaItems.list"], "count": 2 }))
        .await;
    let pages = world
        .pages("/v1/mediaItems?pageSize=30", "mediaItems", &token)
        .await;
    assert_eq!(
        pages.iter().map(Vec::len).collect::<Vec<_>>(),
        [0, 0, 30, 0]
    );
}

#[tokio::test]
async fn other_parameters_with_a_page_token_are_refused() {
    let world = World::synthetic(60).await;
    let token = world.token(MARA).await;
    let next = world.get("/v1/mediaItems?pageSize=10", &token).await.1["nextPageToken"]
        .as_str()
        .unwrap()
        .to_owned();
    let words = "you must use the same parameters as the previous request";
    for path in ["/v1/mediaItems?pageSize=20", "/v1/albums?pageSize=10"] {
        refused(
            &world.get(&format!("{path}&pageToken={next}"), &token).await,
            400,
            "INVALID_ARGUMENT",
            words,
        );
    }
    let other = world.token(crate::harness::TOMAS).await;
    refused(
        &world
            .get(
                &format!("/v1/mediaItems?pageSize=10&pageToken={next}"),
                &other,
            )
            .await,
        400,
        "INVALID_ARGUMENT",
        words,
    );
    refused(
        &world.get("/v1/mediaItems?pageToken=nonsense", &token).await,
        400,
        "INVALID_ARGUMENT",
        "page token",
    );
}

#[tokio::test]
async fn page_sizes_have_limits() {
    let world = World::synthetic(120).await;
    let token = world.token(MARA).await;
    let count = async |path: &str, name: &str| {
        world.get(path, &token).await.1[name]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(
        count("/v1/mediaItems", "mediaItems").await,
        25,
        "the usual size"
    );
    assert_eq!(
        count("/v1/mediaItems?pageSize=100", "mediaItems").await,
        100
    );
    for path in [
        "/v1/mediaItems?pageSize=101",
        "/v1/albums?pageSize=51",
        "/v1/mediaItems?pageSize=-1",
        "/v1/mediaItems?pageSize=x",
    ] {
        assert_eq!(world.get(path, &token).await.0, 400, "{path}");
    }
}

#[tokio::test]
async fn albums_are_paged_too() {
    let world = World::empty().await;
    let token = world.token(MARA).await;
    for number in 0..45 {
        world.album(&token, &format!("Album {number}")).await;
    }
    let pages = world
        .pages("/v1/albums?pageSize=10", "albums", &token)
        .await;
    assert_eq!(
        ids(&pages[4])[0],
        *ids(&pages[3]).last().unwrap(),
        "the boundary is repeated"
    );
    let all: HashSet<&str> = pages.iter().flat_map(|page| ids(page)).collect();
    assert_eq!(all.len(), 45);
}

#[tokio::test]
async fn unknown_parameters_and_bodies_on_get_are_refused() {
    let world = World::empty().await;
    let token = world.token(MARA).await;
    refused(
        &world.get("/v1/albums?page=2", &token).await,
        400,
        "INVALID_ARGUMENT",
        "Unknown name \"page\"",
    );
    let request = world
        .request(Method::GET, "/v1/albums")
        .bearer_auth(&token)
        .body("{}");
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 400);
    assert!(
        answer.text().await.unwrap().starts_with("<!DOCTYPE html>"),
        "the front end refuses it, not the API"
    );
}

#[tokio::test]
async fn a_field_mask_leaves_the_rest_out() {
    let world = World::synthetic(3).await;
    let token = world.token(MARA).await;
    let (_, page) = world
        .get(
            "/v1/mediaItems?fields=mediaItems(id,mediaMetadata/width)",
            &token,
        )
        .await;
    let item = page["mediaItems"][0].as_object().unwrap();
    assert_eq!(item.keys().collect::<Vec<_>>(), ["id", "mediaMetadata"]);
    assert!(item["mediaMetadata"].get("height").is_none());
    assert_eq!(
        world
            .get("/v1/mediaItems?fields=mediaItems(", &token)
            .await
            .0,
        400
    );
}
