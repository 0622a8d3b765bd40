//! Albums and what is in them.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{MARA, TOMAS, World, refused},
    pictures::jpeg,
};

async fn items(world: &World, token: &str, count: u32) -> Vec<String> {
    let mut ids = Vec::new();
    for number in 0..count {
        let item = world
            .item(token, jpeg(number), &format!("{number}.jpg"))
            .await;
        ids.push(item["id"].as_str().unwrap().to_owned());
    }
    ids
}

async fn contents(world: &World, token: &str, album: &str) -> Vec<String> {
    let (status, page) = world
        .post(
            "/v1/mediaItems:search",
            token,
            json!({ "albumId": album, "pageSize": 100 }),
        )
        .await;
    assert_eq!(status, 200, "{page}");
    let items = page["mediaItems"].as_array().cloned().unwrap_or_default();
    items
        .iter()
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_new_album_has_neither_count_nor_cover() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let (status, album) = world
        .post(
            "/v1/albums",
            &token,
            json!({ "album": { "title": "Été 🌻" } }),
        )
        .await;
    assert_eq!(status, 200);
    assert_eq!(
        (album["title"].as_str(), album["isWriteable"].as_bool()),
        (Some("Été 🌻"), Some(true))
    );
    let url = format!("{}/lr/album/{}", world.base, album["id"].as_str().unwrap());
    assert_eq!(album["productUrl"], url.as_str());
    for absent in [
        "mediaItemsCount",
        "coverPhotoBaseUrl",
        "coverPhotoMediaItemId",
        "shareInfo",
    ] {
        assert!(album.get(absent).is_none(), "{absent}");
    }
    let id = album["id"].as_str().unwrap();
    assert_eq!(
        world.get(&format!("/v1/albums/{id}"), &token).await.1,
        album
    );
}

#[tokio::test]
async fn two_albums_may_have_the_same_title() {
    let world = World::empty().await;
    let token = world.token(MARA).await;
    assert_ne!(
        world.album(&token, "Twin").await,
        world.album(&token, "Twin").await
    );
    assert_eq!(
        world.get("/v1/albums", &token).await.1["albums"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[tokio::test]
async fn bodies_are_read_strictly() {
    let world = World::empty().await;
    let token = world.token(MARA).await;
    let unknown = json!({ "album": { "title": "a", "colour": "red" } });
    refused(
        &world.post("/v1/albums", &token, unknown).await,
        400,
        "INVALID_ARGUMENT",
        "Unknown name \"colour\"",
    );
    assert_eq!(
        world.post("/v1/albums", &token, json!({})).await.0,
        400,
        "an album is needed"
    );
    let long = json!({ "album": { "title": "x".repeat(501) } });
    assert_eq!(world.post("/v1/albums", &token, long).await.0, 400);
    let broken = world
        .request(Method::POST, "/v1/albums")
        .bearer_auth(&token)
        .body("{\"album\":")
        .send()
        .await
        .unwrap();
    assert_eq!(broken.status(), 400);
}

#[tokio::test]
async fn items_are_added_and_removed_all_or_nothing() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let album = world.album(&token, "Trip").await;
    let ids = items(&world, &token, 3).await;
    let call = async |action: &str, ids: Value| {
        world
            .post(
                &format!("/v1/albums/{album}:{action}"),
                &token,
                json!({ "mediaItemIds": ids }),
            )
            .await
    };
    let mixed = json!([ids[0], "A".repeat(56)]);
    refused(
        &call("batchAddMediaItems", mixed).await,
        400,
        "INVALID_ARGUMENT",
        "invalid media item id",
    );
    assert!(
        contents(&world, &token, &album).await.is_empty(),
        "one bad id fails the call"
    );
    assert_eq!(
        call("batchAddMediaItems", json!([ids[2], ids[0]])).await,
        (reqwest::StatusCode::OK, json!({}))
    );
    assert_eq!(
        call("batchAddMediaItems", json!([ids[0], ids[1]])).await.0,
        200
    );
    assert_eq!(
        contents(&world, &token, &album).await,
        [&*ids[2], &ids[0], &ids[1]],
        "appended in the given order, once"
    );
    let (_, seen) = world.get(&format!("/v1/albums/{album}"), &token).await;
    assert_eq!(seen["mediaItemsCount"], "3", "int64 is text");
    assert_eq!(seen["coverPhotoMediaItemId"], ids[2].as_str());
    assert_eq!(
        call("batchRemoveMediaItems", json!([ids[0], ids[0]]))
            .await
            .0,
        400,
        "no repeats"
    );
    assert_eq!(call("batchRemoveMediaItems", json!([ids[0]])).await.0, 200);
    assert_eq!(
        call("batchRemoveMediaItems", json!([ids[0]])).await.0,
        400,
        "it is not in any more"
    );
    assert_eq!(contents(&world, &token, &album).await, [&*ids[2], &ids[1]]);
    assert_eq!(
        world
            .get(&format!("/v1/mediaItems/{}", ids[0]), &token)
            .await
            .0,
        200,
        "it stays in the library"
    );
    let many = json!(vec!["x"; 51]);
    assert_eq!(call("batchAddMediaItems", many).await.0, 400);
    assert_eq!(call("batchAddMediaItems", json!([])).await.0, 400);
}

#[tokio::test]
async fn title_and_cover_can_be_changed_and_nothing_else() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let album = world.album(&token, "Before").await;
    let ids = items(&world, &token, 2).await;
    let add = json!({ "mediaItemIds": ids });
    world
        .post(
            &format!("/v1/albums/{album}:batchAddMediaItems"),
            &token,
            add,
        )
        .await;
    let patch = async |mask: &str, body: Value| {
        let path = format!("/v1/albums/{album}{mask}");
        world.send(Method::PATCH, &path, &token, body).await
    };
    let (status, seen) = patch("?updateMask=title", json!({ "title": "After" })).await;
    assert_eq!(
        (status.as_u16(), seen["title"].as_str()),
        (200, Some("After"))
    );
    for mask in ["cover_photo_media_item_id", "coverPhotoMediaItemId"] {
        let (status, seen) = patch(
            &format!("?updateMask={mask}"),
            json!({ "coverPhotoMediaItemId": ids[1] }),
        )
        .await;
        assert_eq!(
            (status.as_u16(), seen["coverPhotoMediaItemId"].as_str()),
            (200, Some(&*ids[1]))
        );
    }
    assert_eq!(
        patch(
            "?updateMask=coverPhotoMediaItemId",
            json!({ "coverPhotoMediaItemId": "x" })
        )
        .await
        .0,
        400
    );
    assert_eq!(patch("?updateMask=isWriteable", json!({})).await.0, 400);
    assert_eq!(
        patch("", json!({ "title": "x" })).await.0,
        400,
        "a mask is needed"
    );
}

#[tokio::test]
async fn another_client_sees_and_changes_nothing() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let album = world.album(&token, "Mine").await;
    let item = world.item(&token, jpeg(1), "a.jpg").await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let id = "2-other.apps.googleusercontent.com";
    world
        .post(
            "/_control/client",
            "",
            json!({ "client_id": id, "client_secret": "GOCSPX-o", "kind": "installed" }),
        )
        .await;
    let other = world
        .token_with(json!({ "account": TOMAS, "client_id": id }))
        .await;
    assert_eq!(world.get("/v1/albums", &other).await.1, json!({}));
    assert_eq!(world.get("/v1/mediaItems", &other).await.1, json!({}));
    refused(
        &world.get(&format!("/v1/albums/{album}"), &other).await,
        404,
        "NOT_FOUND",
        "not found",
    );
    refused(
        &world.get(&format!("/v1/mediaItems/{item}"), &other).await,
        404,
        "NOT_FOUND",
        "not found",
    );
    let path = format!("/v1/albums/{album}:batchAddMediaItems");
    assert_eq!(
        world
            .post(&path, &other, json!({ "mediaItemIds": [item] }))
            .await
            .0,
        400
    );
}

#[tokio::test]
async fn texts_and_places_are_put_between_pictures() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let album = world.album(&token, "Diary").await;
    let path = format!("/v1/albums/{album}:addEnrichment");
    let text = json!({ "newEnrichmentItem": { "textEnrichment": { "text": "Day one" } }, "albumPosition": { "position": "FIRST_IN_ALBUM" } });
    let (status, answer) = world.post(&path, &token, text).await;
    assert_eq!(status, 200);
    let first = answer["enrichmentItem"]["id"].as_str().unwrap();
    let place = json!({
        "newEnrichmentItem": { "locationEnrichment": { "location": { "locationName": "Oslo", "latlng": { "latitude": 59.9, "longitude": 10.7 } } } },
        "albumPosition": { "position": "AFTER_ENRICHMENT_ITEM", "relativeEnrichmentItemId": first }
    });
    assert_eq!(world.post(&path, &token, place.clone()).await.0, 200);
    let held = world
        .send(Method::GET, "/_control/albums", "", json!({}))
        .await
        .1;
    let held = held
        .as_array()
        .unwrap()
        .iter()
        .find(|held| held["id"] == album.as_str())
        .unwrap();
    assert_eq!(
        held["enrichments"],
        json!([
            { "at": 0, "text": "Day one" },
            { "at": 1, "place": { "name": "Oslo", "latitude": 59.9, "longitude": 10.7 } },
        ]),
        "the API shows them to nobody, the owner sees them"
    );
    let mut nowhere = place.clone();
    nowhere["albumPosition"]["relativeEnrichmentItemId"] = json!("unknown");
    assert_eq!(world.post(&path, &token, nowhere).await.0, 400);
    let mut unplaced = place;
    unplaced.as_object_mut().unwrap().remove("albumPosition");
    assert_eq!(
        world.post(&path, &token, unplaced).await.0,
        400,
        "a position is required"
    );
}

#[tokio::test]
async fn a_deleted_album_is_gone_for_the_app() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let album = world.album(&token, "Gone").await;
    let path = format!("/_control/albums/{album}");
    assert_eq!(
        world.send(Method::DELETE, &path, "", json!({})).await.0,
        200
    );
    refused(
        &world.get(&format!("/v1/albums/{album}"), &token).await,
        404,
        "NOT_FOUND",
        "not found",
    );
    assert_eq!(
        world.send(Method::DELETE, &path, "", json!({})).await.0,
        404
    );
}
