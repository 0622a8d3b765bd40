//! A very large library that is computed.

use std::collections::HashSet;

use reqwest::Method;
use serde_json::json;

use crate::{
    harness::{MARA, TOMAS, World},
    pictures::jpeg_with_exif,
};

#[tokio::test]
async fn a_million_items_are_there_without_being_stored() {
    let world = World::synthetic(1_000_000).await;
    let token = world.token(MARA).await;
    let (_, page) = world.get("/v1/mediaItems?pageSize=100", &token).await;
    let items = page["mediaItems"].as_array().unwrap();
    assert!(
        items
            .iter()
            .all(|item| item["id"].as_str().unwrap().len() >= 55)
    );
    let item = &items[42];
    let (_, again) = world
        .get(
            &format!("/v1/mediaItems/{}", item["id"].as_str().unwrap()),
            &token,
        )
        .await;
    assert_eq!(again["filename"], item["filename"]);
    let filters = json!({ "dateFilter": { "ranges": [{ "startDate": { "year": 2008 }, "endDate": { "year": 2008 } }] } });
    let (_, old) = world
        .post(
            "/v1/mediaItems:search",
            &token,
            json!({ "filters": filters, "pageSize": 100 }),
        )
        .await;
    assert!(
        old["mediaItems"][0]["mediaMetadata"]["creationTime"]
            .as_str()
            .unwrap()
            .starts_with("2008-12-31")
    );
    let url = format!("{}=w320-h320", item["baseUrl"].as_str().unwrap());
    let picture = world
        .request(Method::GET, &url)
        .send()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    assert!(image::load_from_memory(&picture).is_ok());
    assert_eq!(
        world
            .get("/v1/mediaItems", &world.token(TOMAS).await)
            .await
            .1,
        json!({}),
        "the second account is empty"
    );
}

#[tokio::test]
async fn uploads_find_their_place_among_computed_items() {
    let world = World::synthetic(1_000_000).await;
    let token = world.token(MARA).await;
    let item = world.item(&token, jpeg_with_exif(1), "real.jpg").await;
    let day = json!({ "year": 2021, "month": 6, "day": 5 });
    let filters = json!({ "dateFilter": { "dates": [day] } });
    let mut ids = Vec::new();
    let mut body = json!({ "filters": filters, "pageSize": 100 });
    loop {
        let (_, page) = world
            .post("/v1/mediaItems:search", &token, body.clone())
            .await;
        for found in page["mediaItems"].as_array().into_iter().flatten() {
            let time = found["mediaMetadata"]["creationTime"]
                .as_str()
                .unwrap()
                .to_owned();
            ids.push((time, found["id"].as_str().unwrap().to_owned()));
        }
        match page["nextPageToken"].as_str() {
            Some(next) => body["pageToken"] = json!(next),
            None => break,
        }
    }
    assert!(
        ids.iter().map(|(time, _)| time).is_sorted_by(|a, b| a >= b),
        "newest first, all through"
    );
    let unique: HashSet<_> = ids.iter().collect();
    assert_eq!(unique.len(), 145, "one every ten minutes, and the upload");
    assert!(
        ids.iter()
            .any(|(_, id)| *id == item["id"].as_str().unwrap())
    );
}

#[tokio::test]
async fn a_computed_item_can_be_described_and_put_into_albums() {
    let world = World::synthetic(1_000).await;
    let token = world.token(MARA).await;
    let (_, page) = world.get("/v1/mediaItems?pageSize=1", &token).await;
    let id = page["mediaItems"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/mediaItems/{id}?updateMask=description");
    assert_eq!(
        world
            .send(
                Method::PATCH,
                &path,
                &token,
                json!({ "description": "First" })
            )
            .await
            .1["description"],
        "First"
    );
    let album = world.album(&token, "Mixed").await;
    let add = json!({ "mediaItemIds": [id] });
    assert_eq!(
        world
            .post(
                &format!("/v1/albums/{album}:batchAddMediaItems"),
                &token,
                add
            )
            .await
            .0,
        200
    );
    let albums = world.get("/v1/albums?pageSize=50", &token).await.1["albums"]
        .as_array()
        .unwrap()
        .len();
    assert_eq!(albums, 26, "twenty-five journeys and ours");
}

#[tokio::test]
async fn a_month_can_be_crowded() {
    let world = World::with(photos_emulator::Config {
        library: "synthetic:100000,month=9000,day=700".parse().unwrap(),
        ..photos_emulator::Config::default()
    })
    .await;
    let token = world.token(MARA).await;
    world.fault(json!({ "kind": "quirks", "on": false })).await;
    let april = json!({ "year": 2026, "month": 4 });
    let ides = json!({ "year": 2026, "month": 3, "day": 14 });
    for (date, held) in [(april, 9_000), (ides, 700)] {
        let filters = json!({ "dateFilter": { "dates": [date] } });
        let found = ids_of(&world, &token, filters).await;
        assert_eq!(found.len(), held, "as many as were asked for");
    }
}

#[tokio::test]
async fn favourites_and_categories_are_shares_of_the_whole() {
    let world = World::synthetic(5_800).await;
    let token = world.token(MARA).await;
    let favourites = json!({ "featureFilter": { "includedFeatures": ["FAVORITES"] } });
    assert_eq!(
        ids_of(&world, &token, favourites).await.len(),
        200,
        "one in 29"
    );
    let food = json!({ "contentFilter": { "includedContentCategories": ["FOOD"] } });
    let share = ids_of(&world, &token, food).await.len();
    assert!((900..1_050).contains(&share), "a sixth, not {share}");
}

/// The ids of all pages of a search, each once.
async fn ids_of(world: &World, token: &str, filters: serde_json::Value) -> HashSet<String> {
    let mut body = json!({ "filters": filters, "pageSize": 100 });
    let mut found = HashSet::new();
    loop {
        let (status, page) = world
            .post("/v1/mediaItems:search", token, body.clone())
            .await;
        assert_eq!(status, 200, "{page}");
        let items = page["mediaItems"].as_array().into_iter().flatten();
        found.extend(items.map(|item| item["id"].as_str().unwrap().to_owned()));
        match page["nextPageToken"].as_str() {
            Some(next) => body["pageToken"] = json!(next),
            None => return found,
        }
    }
}
