//! Behind a TLS front, under the names of Google.

use photos_emulator::Config;
use reqwest::Method;
use serde_json::json;

use crate::harness::{TOMAS, World};
use crate::pictures::jpeg;

const NAME: &str = "photoslibrary.googleapis.com";

#[tokio::test]
async fn a_name_it_was_given_is_answered_and_leads_to_sessions_on_that_name() {
    let world = World::with(Config {
        names: vec![NAME.into()],
        ..Config::default()
    })
    .await;
    let token = world.token(TOMAS).await;
    let answer = world
        .request(Method::POST, "/v1/uploads")
        .bearer_auth(&token)
        .header("Host", NAME)
        .header("X-Goog-Upload-Command", "start")
        .header("X-Goog-Upload-Protocol", "resumable")
        .header("X-Goog-Upload-Raw-Size", "10")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    let url = answer.headers()["x-goog-upload-url"].to_str().unwrap();
    assert!(
        url.starts_with("https://photoslibrary.googleapis.com/v1/uploads?"),
        "{url}"
    );
}

#[tokio::test]
async fn base_urls_are_on_the_name_of_the_media_servers() {
    let world = World::with(Config {
        names: vec![NAME.into(), "lh3.googleusercontent.com".into()],
        ..Config::default()
    })
    .await;
    let token = world.token(TOMAS).await;
    world.item(&token, jpeg(1), "a.jpg").await;
    let (_, listed) = world.get("/v1/mediaItems", &token).await;
    let base_url = listed["mediaItems"][0]["baseUrl"].as_str().unwrap();
    assert!(
        base_url.starts_with("https://lh3.googleusercontent.com/lr/"),
        "{base_url}"
    );
}

#[tokio::test]
async fn any_other_name_is_turned_away() {
    let world = World::empty().await;
    let answer = world
        .request(Method::GET, "/v1/albums")
        .header("Host", NAME)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 421, "it was not given this name");
}

#[tokio::test]
async fn writes_at_the_same_time_pass_where_that_is_allowed() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    world
        .fault(json!([
            { "kind": "concurrent_writes", "on": true },
            { "kind": "latency", "ms": 30, "methods": ["albums.create"] },
        ]))
        .await;
    let one = || world.post("/v1/albums", &token, json!({ "album": { "title": "a" } }));
    let (first, second) = tokio::join!(one(), one());
    assert_eq!((first.0.as_u16(), second.0.as_u16()), (200, 200));
    assert_eq!(
        world.stats().await["concurrent_write_peak"],
        2,
        "it is counted all the same"
    );
}

#[tokio::test]
async fn a_connection_that_a_front_accepted_is_served_like_its_own() {
    let emulator = photos_emulator::start(photos_emulator::Config::default())
        .await
        .unwrap();
    let front = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .unwrap();
    let address = front.local_addr().unwrap();
    let hand = emulator.hand();
    tokio::spawn(async move {
        while let Ok((stream, _)) = front.accept().await {
            hand.give(stream).await;
        }
    });
    let port = emulator.url().port().unwrap();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = client
        .get(format!("http://{address}/_control/stats"))
        .header("host", format!("127.0.0.1:{port}"))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    emulator.stop().await;
}
