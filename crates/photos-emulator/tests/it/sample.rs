//! The sample library.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use photos_emulator::{Config, LibrarySource};
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{MARA, TOMAS, World, json_of, new_item};

/// Drawn once and kept between test runs.
fn config() -> Config {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sample-library");
    Config {
        library: LibrarySource::Sample,
        data_dir: Some(dir),
        ..Config::default()
    }
}

async fn every_item(world: &World, token: &str) -> Vec<Value> {
    world.fault(json!({ "kind": "quirks", "on": false })).await;
    world
        .pages("/v1/mediaItems?pageSize=100", "mediaItems", token)
        .await
        .concat()
}

#[tokio::test]
async fn both_accounts_have_something_to_look_at() {
    let drawn = Arc::new(AtomicUsize::new(0));
    let heard = drawn.clone();
    let progress =
        move |progress: photos_emulator::Progress| heard.store(progress.done, Ordering::SeqCst);
    let world = World::with(Config {
        progress: Some(Arc::new(progress)),
        ..config()
    })
    .await;
    let token = world.token(MARA).await;
    let items = every_item(&world, &token).await;
    assert!(items.len() >= 243 && items.len() == drawn.load(Ordering::SeqCst));
    let kinds = |mime: &str| items.iter().filter(|item| item["mimeType"] == mime).count();
    assert_eq!((kinds("video/mp4"), kinds("image/gif")), (2, 1));
    let albums = world.get("/v1/albums?pageSize=50", &token).await.1["albums"]
        .as_array()
        .unwrap()
        .clone();
    assert!(
        albums.len() >= 10
            && albums
                .iter()
                .all(|album| album["coverPhotoBaseUrl"].is_string())
    );
    let second = world.token(TOMAS).await;
    assert_eq!(every_item(&world, &second).await.len(), 60);
    assert_eq!(
        world.get("/v1/albums", &second).await.1["albums"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
}

#[tokio::test]
async fn what_the_api_says_of_a_drawing_is_what_the_file_says() {
    let world = World::with(config()).await;
    let token = world.token(MARA).await;
    let items = every_item(&world, &token).await;
    let turned = items
        .iter()
        .filter(|item| item["mimeType"] == "image/jpeg")
        .step_by(24);
    for item in turned {
        let url = format!("{}=d", item["baseUrl"].as_str().unwrap());
        let bytes = world
            .request(Method::GET, &url)
            .send()
            .await
            .unwrap()
            .bytes()
            .await
            .unwrap()
            .to_vec();
        let other = world.token(TOMAS).await;
        let name = item["filename"].as_str().unwrap();
        let upload = world.upload(&other, bytes).await;
        let (_, answer) = world
            .create(
                &other,
                json!({ "newMediaItems": [new_item(&upload, name)] }),
            )
            .await;
        let read = &answer["newMediaItemResults"][0]["mediaItem"]["mediaMetadata"];
        for field in ["creationTime", "width", "height"] {
            assert_eq!(read[field], item["mediaMetadata"][field], "{name} {field}");
        }
        assert_eq!(
            read["photo"]["cameraModel"], item["mediaMetadata"]["photo"]["cameraModel"],
            "{name}"
        );
    }
}

#[tokio::test]
async fn uploading_a_drawing_again_gives_the_item_that_is_there() {
    let world = World::with(config()).await;
    let token = world.token(MARA).await;
    let first = world.get("/v1/mediaItems?pageSize=1", &token).await.1["mediaItems"][0].clone();
    let path = format!("/_control/media/{}/bytes", first["id"].as_str().unwrap());
    let bytes = world
        .request(Method::GET, &path)
        .send()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap()
        .to_vec();
    assert_eq!(
        world.item(&token, bytes, "again.jpg").await["id"],
        first["id"]
    );
    assert_eq!(world.stats().await["items_created"], 0);
}

#[tokio::test]
async fn the_films_have_posters_and_can_be_had_at_once() {
    let world = World::with(config()).await;
    let token = world.token(MARA).await;
    let filters = json!({ "mediaTypeFilter": { "mediaTypes": ["VIDEO"] } });
    let (_, page) = world
        .post(
            "/v1/mediaItems:search",
            &token,
            json!({ "filters": filters, "pageSize": 100 }),
        )
        .await;
    for film in page["mediaItems"].as_array().unwrap() {
        assert_eq!(film["mediaMetadata"]["video"]["status"], "READY");
        let url = film["baseUrl"].as_str().unwrap();
        let poster = world
            .request(Method::GET, &format!("{url}=w480-h270-no"))
            .send()
            .await
            .unwrap();
        assert!(image::load_from_memory(&poster.bytes().await.unwrap()).is_ok());
        let there = world
            .request(Method::GET, &format!("{url}=dv"))
            .send()
            .await
            .unwrap();
        let there = there.headers()["location"].to_str().unwrap().to_owned();
        let (status, _) = json_of(world.request(Method::HEAD, &there).send().await.unwrap()).await;
        assert_eq!(status, 200);
    }
}
