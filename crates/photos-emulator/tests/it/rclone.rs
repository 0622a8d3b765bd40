//! The requests of rclone's Google Photos backend, as its version 1.60 sends them.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{TOMAS, World, json_of},
    pictures::jpeg,
};

#[tokio::test]
async fn a_copy_into_an_album_goes_through() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let (status, empty) = world.get("/v1/albums?pageSize=50", &token).await;
    assert_eq!(
        (status.as_u16(), empty),
        (200, json!({})),
        "nothing is an absent list"
    );
    let made = world
        .post(
            "/v1/albums",
            &token,
            json!({ "album": { "title": "From rclone" } }),
        )
        .await;
    assert_eq!(made.0, 200);
    let (_, listed) = world.get("/v1/albums?pageSize=50", &token).await;
    let album = &listed["albums"][0];
    assert_eq!(album["isWriteable"], true, "rclone writes to no other");
    let id = album["id"].as_str().unwrap();
    assert!(id.len() >= 55, "shorter ids are not ids to it: {id}");
    let upload = world
        .request(Method::POST, "/v1/uploads")
        .bearer_auth(&token)
        .header("X-Goog-Upload-File-Name", "a%20b.jpg")
        .header("X-Goog-Upload-Protocol", "raw")
        .body(jpeg(1))
        .send()
        .await
        .unwrap();
    let upload = upload.text().await.unwrap();
    let body = json!({
        "albumId": id,
        "newMediaItems": [{ "simpleMediaItem": { "uploadToken": upload } }],
    });
    let (status, created) = world.create(&token, body).await;
    assert_eq!(status, 200, "{created}");
    let item = &created["newMediaItemResults"][0]["mediaItem"];
    assert!(item["id"].as_str().unwrap().len() >= 55);
    let search = world
        .request(Method::POST, "/v1/mediaItems:search")
        .bearer_auth(&token)
        .json(&json!({ "pageSize": 100, "albumId": id }));
    let (_, found): (_, Value) = json_of(search.send().await.unwrap()).await;
    assert_eq!(found["mediaItems"][0]["id"], item["id"]);
}
