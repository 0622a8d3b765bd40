//! Albums that are full.

use serde_json::json;

use crate::{
    harness::{TOMAS, World, new_item, refused},
    pictures::jpeg,
};

#[tokio::test]
async fn a_full_album_takes_nothing_more_in_either_way() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let album = world.album(&token, "Small").await;
    let create = async |numbers: &[u32], album: &str| {
        let mut items = Vec::new();
        for number in numbers {
            let upload = world.upload(&token, jpeg(*number)).await;
            items.push(new_item(&upload, "a.jpg"));
        }
        world
            .create(&token, json!({ "albumId": album, "newMediaItems": items }))
            .await
    };
    world
        .fault(json!({ "kind": "album_capacity", "items": 3 }))
        .await;
    assert_eq!(
        create(&[1, 2], &album).await.0,
        200,
        "there was room for both"
    );
    let words = "Album has reached the maximum number of media items.";
    refused(
        &create(&[3, 4], &album).await,
        400,
        "INVALID_ARGUMENT",
        words,
    );
    let (_, left_out) = create(&[3, 4], "").await;
    let id = |number: usize| {
        left_out["newMediaItemResults"][number]["mediaItem"]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let add = async |ids: &[String]| {
        world
            .post(
                &format!("/v1/albums/{album}:batchAddMediaItems"),
                &token,
                json!({ "mediaItemIds": ids }),
            )
            .await
    };
    refused(&add(&[id(0), id(1)]).await, 400, "INVALID_ARGUMENT", words);
    assert_eq!(add(&[id(0)]).await.0, 200, "one still fits");
    assert_eq!(add(&[id(0)]).await.0, 200, "it is in the album already");
    refused(&add(&[id(1)]).await, 400, "INVALID_ARGUMENT", words);
    let (_, shown) = world.get(&format!("/v1/albums/{album}"), &token).await;
    assert_eq!(shown["mediaItemsCount"], "3");
    world.no_faults().await;
    assert_eq!(add(&[id(1)]).await.0, 200, "20,000 is the usual number");
}
