//! Filters of `mediaItems.search`.

use serde_json::{Value, json};

use crate::{
    harness::{MARA, TOMAS, World, refused},
    pictures::{film, jpeg, jpeg_with_exif},
};

async fn search(world: &World, token: &str, body: Value) -> Vec<Value> {
    let (status, page) = world.post("/v1/mediaItems:search", token, body).await;
    assert_eq!(status, 200, "{page}");
    page["mediaItems"].as_array().cloned().unwrap_or_default()
}

fn dates(items: &[Value]) -> Vec<&str> {
    items
        .iter()
        .map(|item| item["mediaMetadata"]["creationTime"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn a_date_range_is_inclusive_and_can_be_had_in_both_orders() {
    let world = World::synthetic(20_000).await;
    let token = world.token(MARA).await;
    let day = |day: u32| json!({ "year": 2026, "month": 5, "day": day });
    let filters =
        json!({ "dateFilter": { "ranges": [{ "startDate": day(10), "endDate": day(11) }] } });
    let newest = search(
        &world,
        &token,
        json!({ "filters": filters, "pageSize": 100 }),
    )
    .await;
    assert!(
        dates(&newest)
            .iter()
            .all(|at| at.starts_with("2026-05-11") || at.starts_with("2026-05-10"))
    );
    assert!(
        dates(&newest)[0].starts_with("2026-05-11T23"),
        "newest first"
    );
    let order =
        json!({ "filters": filters, "orderBy": "MediaMetadata.creation_time", "pageSize": 100 });
    let oldest = search(&world, &token, order).await;
    assert!(dates(&oldest)[0].starts_with("2026-05-10T00"));
    assert!(dates(&oldest).is_sorted());
}

#[tokio::test]
async fn an_item_without_a_capture_date_is_in_no_date_range() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let dated = world.item(&token, jpeg_with_exif(1), "dated.jpg").await;
    world.item(&token, jpeg(1), "undated.jpg").await;
    let everything =
        json!({ "ranges": [{ "startDate": { "year": 1970 }, "endDate": { "year": 2090 } }] });
    let found = search(
        &world,
        &token,
        json!({ "filters": { "dateFilter": everything } }),
    )
    .await;
    assert_eq!(
        found.iter().map(|item| &item["id"]).collect::<Vec<_>>(),
        [&dated["id"]]
    );
    assert_eq!(
        search(&world, &token, json!({})).await.len(),
        2,
        "no filter finds all"
    );
}

#[tokio::test]
async fn kind_favourite_and_category_narrow_the_search() {
    let world = World::synthetic(2_000).await;
    let token = world.token(MARA).await;
    world.item(&token, film(1), "a.mp4").await;
    let films = json!({ "filters": { "mediaTypeFilter": { "mediaTypes": ["VIDEO"] } } });
    assert_eq!(search(&world, &token, films).await.len(), 1);
    let favourites = json!({ "filters": { "featureFilter": { "includedFeatures": ["FAVORITES"] } }, "pageSize": 100 });
    assert_eq!(
        search(&world, &token, favourites).await.len(),
        69,
        "every 29th of two thousand"
    );
    let both = json!({ "filters": { "contentFilter": { "includedContentCategories": ["FOOD"], "excludedContentCategories": ["NIGHT"] } } });
    assert!(!search(&world, &token, both).await.is_empty());
}

#[tokio::test]
async fn searches_google_refuses_are_refused() {
    let world = World::synthetic(10).await;
    let token = world.token(MARA).await;
    let album = world.album(&token, "A").await;
    let day = json!({ "year": 2020, "month": 1, "day": 1 });
    for bad in [
        json!({ "albumId": album, "filters": { "mediaTypeFilter": { "mediaTypes": ["PHOTO"] } } }),
        json!({ "albumId": "nonsense" }),
        json!({ "orderBy": "MediaMetadata.creation_time" }),
        json!({ "filters": { "dateFilter": { "dates": [day] } }, "orderBy": "filename" }),
        json!({ "filters": { "dateFilter": { "dates": vec![&day; 6] } } }),
        json!({ "filters": { "dateFilter": {} } }),
        json!({ "filters": { "mediaTypeFilter": { "mediaTypes": ["PHOTO", "VIDEO"] } } }),
        json!({ "filters": { "mediaTypeFilter": { "mediaTypes": ["MUSIC"] } } }),
        json!({ "filters": { "contentFilter": { "includedContentCategories": ["SPACESHIPS"] } } }),
        json!({ "filters": { "contentFilter": { "includedContentCategories": ["FOOD"], "excludedContentCategories": ["FOOD"] } } }),
        json!({ "filters": { "contentFilter": { "includedContentCategories": vec!["FOOD"; 11] } } }),
        json!({ "filters": { "featureFilter": { "includedFeatures": ["BEST"] } } }),
        json!({ "filters": { "text": "beach" } }),
        json!({ "pageSize": 101 }),
    ] {
        refused(
            &world
                .post("/v1/mediaItems:search", &token, bad.clone())
                .await,
            400,
            "INVALID_ARGUMENT",
            "",
        );
    }
}

#[tokio::test]
async fn a_page_token_of_another_search_is_refused() {
    let world = World::synthetic(50).await;
    let token = world.token(MARA).await;
    let photos =
        json!({ "filters": { "mediaTypeFilter": { "mediaTypes": ["PHOTO"] } }, "pageSize": 5 });
    let (_, page) = world
        .post("/v1/mediaItems:search", &token, photos.clone())
        .await;
    let mut next = photos.clone();
    next["pageToken"] = page["nextPageToken"].clone();
    assert_eq!(
        world
            .post("/v1/mediaItems:search", &token, next.clone())
            .await
            .0,
        200
    );
    next["filters"]["mediaTypeFilter"]["mediaTypes"] = json!(["ALL_MEDIA"]);
    refused(
        &world.post("/v1/mediaItems:search", &token, next).await,
        400,
        "INVALID_ARGUMENT",
        "same parameters",
    );
}
