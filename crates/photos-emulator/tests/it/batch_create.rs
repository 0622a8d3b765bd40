//! `mediaItems.batchCreate`.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{MARA, TOMAS, World, new_item, refused},
    pictures::{encoded, film, jpeg, jpeg_with_exif},
};

fn results(answer: &Value) -> Vec<(i64, &str)> {
    let list = answer["newMediaItemResults"].as_array().unwrap();
    list.iter()
        .map(|one| {
            (
                one["status"]["code"].as_i64().unwrap_or(0),
                one["status"]["message"].as_str().unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn what_the_camera_wrote_is_read_and_int64_is_text() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let item = world.item(&token, jpeg_with_exif(6), "IMG_1.JPG").await;
    assert!(item["id"].as_str().unwrap().len() >= 55);
    assert_eq!(
        (item["filename"].as_str(), item["mimeType"].as_str()),
        (Some("IMG_1.JPG"), Some("image/jpeg"))
    );
    assert!(item.get("description").is_none(), "what is empty is absent");
    let metadata = &item["mediaMetadata"];
    assert_eq!(
        metadata["creationTime"], "2021-06-05T10:30:00Z",
        "the offset of the camera is applied"
    );
    assert_eq!(
        (metadata["width"].as_str(), metadata["height"].as_str()),
        (Some("32"), Some("48")),
        "turned by a quarter"
    );
    let photo = json!({
        "cameraMake": "Nordlys Works", "cameraModel": "N-7", "focalLength": 35.0, "apertureFNumber": 2.8,
        "isoEquivalent": 200, "exposureTime": "0.004s"
    });
    assert_eq!(metadata["photo"], photo);
    assert!(metadata.get("video").is_none());
}

#[tokio::test]
async fn every_format_gets_its_own_type_whatever_its_name() {
    use image::ImageFormat::{Bmp, Gif, Ico, Png, Tiff, WebP};
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    for (format, mime) in [
        (Png, "image/png"),
        (Gif, "image/gif"),
        (WebP, "image/webp"),
        (Bmp, "image/bmp"),
        (Tiff, "image/tiff"),
        (Ico, "image/x-icon"),
    ] {
        let item = world
            .item(&token, encoded(1, 40, 30, format), "name.jpg")
            .await;
        assert_eq!(
            (
                item["mimeType"].as_str(),
                item["mediaMetadata"]["width"].as_str()
            ),
            (Some(mime), Some("40"))
        );
        assert_eq!(
            item["mediaMetadata"]["photo"],
            json!({}),
            "nothing known is an empty object"
        );
    }
}

#[tokio::test]
async fn outcomes_are_mixed_and_the_call_still_succeeds() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let mut wishes = Vec::new();
    for (bytes, name) in [
        (jpeg(1), "good.jpg"),
        (b"this is text, whatever the name says".to_vec(), "text.jpg"),
        (jpeg(2)[..20].to_vec(), "cut.jpg"),
        (jpeg(3), "also good.jpg"),
    ] {
        wishes.push(new_item(&world.upload(&token, bytes).await, name));
    }
    let (status, answer) = world
        .create(&token, json!({ "newMediaItems": wishes }))
        .await;
    assert_eq!(status, 200);
    let failed = (
        3,
        "Failed: There was an error while trying to create this media item.",
    );
    assert_eq!(
        results(&answer),
        [(0, "Success"), failed, failed, (0, "Success")]
    );
    assert!(answer["newMediaItemResults"][1].get("mediaItem").is_none());
    assert!(
        answer["newMediaItemResults"][0]["status"]
            .get("code")
            .is_none(),
        "code 0 is absent"
    );
    assert_eq!(
        answer["newMediaItemResults"][1]["uploadToken"],
        wishes[1]["simpleMediaItem"]["uploadToken"]
    );
}

#[tokio::test]
async fn outcomes_can_be_forced_for_one_call() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let mut wishes = Vec::new();
    for number in 0..6 {
        wishes.push(new_item(&world.upload(&token, jpeg(number)).await, "a.jpg"));
    }
    world
        .fault(json!({ "kind": "partial_batch", "codes": [0, 3, 6, 13, "missing"], "count": 1 }))
        .await;
    let (_, answer) = world
        .create(&token, json!({ "newMediaItems": wishes }))
        .await;
    let codes: Vec<i64> = results(&answer).iter().map(|(code, _)| *code).collect();
    assert_eq!(
        codes,
        [0, 3, 6, 13, 0],
        "the fifth has no result, the sixth is good again"
    );
    assert_eq!(
        answer["newMediaItemResults"][4]["uploadToken"],
        wishes[5]["simpleMediaItem"]["uploadToken"]
    );
    let (_, answer) = world
        .create(&token, json!({ "newMediaItems": wishes }))
        .await;
    assert!(
        results(&answer).iter().all(|(code, _)| *code == 0),
        "the same tokens again, without a fault"
    );
    assert_eq!(
        world.stats().await["items_created"],
        6,
        "and nothing was made twice"
    );
}

#[tokio::test]
async fn equal_bytes_are_one_item_and_keep_the_first_name() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let first = world.item(&token, jpeg(1), "first.jpg").await;
    let second = world.item(&token, jpeg(1), "second.jpg").await;
    assert_eq!(
        (first["id"].as_str(), second["filename"].as_str()),
        (second["id"].as_str(), Some("first.jpg"))
    );
    let other = world.token(MARA).await;
    assert_ne!(
        world.item(&other, jpeg(1), "x.jpg").await["id"],
        first["id"],
        "another account has its own"
    );
}

#[tokio::test]
async fn fifty_are_taken_and_fifty_one_are_not() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let upload = world.upload(&token, jpeg(1)).await;
    let batch = |count: usize| json!({ "newMediaItems": vec![new_item(&upload, "a.jpg"); count] });
    assert_eq!(world.create(&token, batch(50)).await.0, 200);
    refused(
        &world.create(&token, batch(51)).await,
        400,
        "INVALID_ARGUMENT",
        "Request must have less than 50 items.",
    );
    assert_eq!(world.create(&token, batch(0)).await.0, 400);
}

#[tokio::test]
async fn a_token_of_another_account_or_an_old_one_fails_the_whole_call() {
    let world = World::empty().await;
    let (token, other) = (world.token(TOMAS).await, world.token(MARA).await);
    let upload = world.upload(&token, jpeg(1)).await;
    let batch = json!({ "newMediaItems": [new_item(&upload, "a.jpg")] });
    refused(
        &world.create(&other, batch.clone()).await,
        400,
        "INVALID_ARGUMENT",
        "upload token",
    );
    world
        .fault(json!({ "kind": "upload_token_life", "ms": 0 }))
        .await;
    refused(
        &world.create(&token, batch.clone()).await,
        400,
        "INVALID_ARGUMENT",
        "upload token",
    );
    world.no_faults().await;
    assert_eq!(
        world.create(&token, batch).await.0,
        200,
        "within its day it is good"
    );
}

#[tokio::test]
async fn album_and_position_are_checked_before_anything_is_made() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let upload = world.upload(&token, jpeg(1)).await;
    let items = json!([new_item(&upload, "a.jpg")]);
    let gone = json!({ "albumId": "A".repeat(56), "newMediaItems": items });
    refused(
        &world.create(&token, gone).await,
        400,
        "INVALID_ARGUMENT",
        "The provided ID does not match any albums",
    );
    let lost = json!({ "albumPosition": { "position": "FIRST_IN_ALBUM" }, "newMediaItems": items });
    assert_eq!(
        world.create(&token, lost).await.0,
        400,
        "a position without an album"
    );
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
    let theirs = json!({ "albumId": world.album(&other, "Theirs").await, "newMediaItems": items });
    refused(
        &world.create(&token, theirs).await,
        400,
        "INVALID_ARGUMENT",
        "No permission to add media items to this album.",
    );
    assert_eq!(world.stats().await["items_created"], 0);
}

#[tokio::test]
async fn items_go_where_the_position_says() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let album = world.album(&token, "Ordered").await;
    let put = async |number: u32, position: Value| {
        let upload = world.upload(&token, jpeg(number)).await;
        let mut body =
            json!({ "albumId": album, "newMediaItems": [new_item(&upload, &format!("{number}"))] });
        if !position.is_null() {
            body["albumPosition"] = position;
        }
        let (status, answer) = world.create(&token, body).await;
        assert_eq!(status, 200, "{answer}");
        answer["newMediaItemResults"][0]["mediaItem"]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let one = put(1, Value::Null).await;
    put(2, json!({ "position": "LAST_IN_ALBUM" })).await;
    put(3, json!({ "position": "FIRST_IN_ALBUM" })).await;
    put(
        4,
        json!({ "position": "AFTER_MEDIA_ITEM", "relativeMediaItemId": one }),
    )
    .await;
    let (_, page) = world
        .post("/v1/mediaItems:search", &token, json!({ "albumId": album }))
        .await;
    let names: Vec<&str> = page["mediaItems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["filename"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["3", "1", "4", "2"]);
    let inside = format!("{}/lr/album/{album}/photo/", world.base);
    assert!(
        page["mediaItems"][0]["productUrl"]
            .as_str()
            .unwrap()
            .starts_with(&inside),
        "it points inside the album"
    );
}

#[tokio::test]
async fn full_storage_refuses_the_call() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let upload = world.upload(&token, jpeg(1)).await;
    world
        .fault(json!({ "kind": "storage_full", "count": 1 }))
        .await;
    let batch = json!({ "newMediaItems": [new_item(&upload, "a.jpg")] });
    let words =
        "The remaining storage in the user's account is not enough to perform this operation.";
    refused(
        &world.create(&token, batch.clone()).await,
        400,
        "INVALID_ARGUMENT",
        words,
    );
    assert_eq!(world.create(&token, batch).await.0, 200);
}

#[tokio::test]
async fn two_writes_at_once_are_one_too_many() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    world
        .fault(json!({ "kind": "latency", "ms": 150, "methods": ["albums.create"] }))
        .await;
    let one = async || {
        world
            .post("/v1/albums", &token, json!({ "album": { "title": "a" } }))
            .await
    };
    let (first, second) = tokio::join!(one(), one());
    let (good, bad) = if first.0 == 200 {
        (first, second)
    } else {
        (second, first)
    };
    assert_eq!(good.0, 200);
    refused(&bad, 429, "RESOURCE_EXHAUSTED", "concurrent write request");
    assert_eq!(world.stats().await["concurrent_write_peak"], 2);
    let other = world.token(MARA).await;
    let theirs = async || {
        world
            .post("/v1/albums", &other, json!({ "album": { "title": "b" } }))
            .await
    };
    let (ours, theirs) = tokio::join!(one(), theirs());
    assert_eq!(
        (ours.0.as_u16(), theirs.0.as_u16()),
        (200, 200),
        "each account has its own lane"
    );
}

#[tokio::test]
async fn a_film_is_processed_before_it_can_be_had() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    world
        .fault(json!({ "kind": "video_processing", "ms": 3_600_000 }))
        .await;
    let item = world.item(&token, film(1), "a.mp4").await;
    assert_eq!(
        item["mediaMetadata"]["video"],
        json!({ "status": "PROCESSING" })
    );
    assert!(item["mediaMetadata"].get("width").is_none());
    let url = item["baseUrl"].as_str().unwrap();
    for suffix in ["=dv", "=w400-h300"] {
        let answer = world
            .request(Method::GET, &format!("{url}{suffix}"))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 404, "{suffix}");
    }
    world
        .fault(json!({ "kind": "video_processing", "ms": 0 }))
        .await;
    let (_, seen) = world
        .get(
            &format!("/v1/mediaItems/{}", item["id"].as_str().unwrap()),
            &token,
        )
        .await;
    assert_eq!(seen["mediaMetadata"]["video"]["status"], "READY");
}
