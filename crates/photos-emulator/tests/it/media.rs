//! Base URLs.

use reqwest::{Method, Response};
use serde_json::{Value, json};
use url::Url;

use crate::{
    harness::{TOMAS, World},
    pictures::{LATITUDE, MAKER, encoded, film, jpeg, jpeg_with_exif},
};

async fn fetch(world: &World, item: &Value, suffix: &str) -> Response {
    let url = format!("{}{suffix}", item["baseUrl"].as_str().unwrap());
    world.request(Method::GET, &url).send().await.unwrap()
}

async fn size(world: &World, item: &Value, suffix: &str) -> (u32, u32) {
    let answer = fetch(world, item, suffix).await;
    assert_eq!(answer.status(), 200, "{suffix}");
    let picture = image::load_from_memory(&answer.bytes().await.unwrap()).unwrap();
    (picture.width(), picture.height())
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[tokio::test]
async fn pictures_are_scaled_cropped_and_never_enlarged() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let item = world
        .item(
            &token,
            encoded(1, 400, 300, image::ImageFormat::Png),
            "a.png",
        )
        .await;
    for (suffix, expected) in [
        ("=w200-h200", (200, 150)),
        ("=w100", (100, 75)),
        ("=h30", (40, 30)),
        ("=w64-h64-c", (64, 64)),
        ("=w16383-h16383", (400, 300)),
    ] {
        assert_eq!(size(&world, &item, suffix).await, expected, "{suffix}");
    }
}

#[tokio::test]
async fn scaled_pictures_stand_upright() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let item = world.item(&token, jpeg_with_exif(6), "a.jpg").await;
    assert_eq!(size(&world, &item, "=w1000-h1000").await, (32, 48));
}

#[tokio::test]
async fn a_base_url_without_a_suffix_or_with_a_wrong_one_is_refused() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let item = world.item(&token, jpeg(1), "a.jpg").await;
    for suffix in ["", "=", "=w0", "=q90", "=w20000"] {
        assert_eq!(fetch(&world, &item, suffix).await.status(), 400, "{suffix}");
    }
    assert_eq!(
        fetch(&world, &item, "=dv").await.status(),
        404,
        "a photo is no film"
    );
}

#[tokio::test]
async fn an_old_or_unknown_base_url_is_refused_with_a_picture_for_a_body() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let item = world.item(&token, jpeg(1), "a.jpg").await;
    world
        .fault(json!({ "kind": "base_url_life", "ms": 0 }))
        .await;
    let old = fetch(&world, &item, "=w100").await;
    assert_eq!(
        (
            old.status().as_u16(),
            old.headers()["content-type"].to_str().unwrap()
        ),
        (403, "image/jpeg")
    );
    assert!(image::load_from_memory(&old.bytes().await.unwrap()).is_ok());
    world.no_faults().await;
    let unknown = world
        .request(Method::GET, "/lr/bm9uc2Vuc2U=w100")
        .send()
        .await
        .unwrap();
    assert_eq!(unknown.status(), 404);
    assert_eq!(fetch(&world, &item, "=w100").await.status(), 200);
}

#[tokio::test]
async fn a_download_keeps_exif_but_for_the_place() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let sent = jpeg_with_exif(1);
    assert!(holds(&sent, &LATITUDE), "the picture was made somewhere");
    let item = world.item(&token, sent.clone(), "where.jpg").await;
    let answer = fetch(&world, &item, "=d").await;
    assert_eq!(
        answer.headers()["content-length"],
        sent.len().to_string().as_str()
    );
    assert!(
        answer.headers()["content-disposition"]
            .to_str()
            .unwrap()
            .contains("where.jpg")
    );
    let got = answer.bytes().await.unwrap();
    assert_eq!(got.len(), sent.len());
    assert!(!holds(&got, &LATITUDE) && holds(&got, MAKER));
    let id = item["id"].as_str().unwrap();
    let held = world
        .request(Method::GET, &format!("/_control/media/{id}/bytes"))
        .send()
        .await
        .unwrap();
    assert_eq!(
        held.bytes().await.unwrap(),
        sent,
        "what is held is what was sent"
    );
}

#[tokio::test]
async fn a_photo_comes_in_ranges_without_its_place_unless_they_are_switched_off() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    // Longer than the head in which the place stands.
    let mut sent = jpeg_with_exif(1);
    sent.extend((0_u32..100_000).flat_map(u32::to_be_bytes));
    let item = world.item(&token, sent, "where.jpg").await;
    let url = format!("{}=d", item["baseUrl"].as_str().unwrap());
    let whole = fetch(&world, &item, "=d").await;
    assert_eq!(whole.headers()["accept-ranges"], "bytes");
    let whole = whole.bytes().await.unwrap();
    let part = async |range: &str| {
        let asked = world.request(Method::GET, &url).header("Range", range);
        asked.send().await.unwrap()
    };
    for first in [1, 20, 262_143, 262_144, 300_000] {
        let answer = part(&format!("bytes={first}-")).await;
        assert_eq!(answer.status(), 206, "from {first}");
        let of = format!("bytes {first}-{}/{}", whole.len() - 1, whole.len());
        assert_eq!(answer.headers()["content-range"], of.as_str());
        assert_eq!(
            answer.bytes().await.unwrap(),
            whole[first..],
            "from {first}"
        );
    }
    let few = part("bytes=262140-262147").await.bytes().await.unwrap();
    assert_eq!(few, whole[262_140..262_148], "over the end of the head");
    assert_eq!(part("bytes=9999999-").await.status(), 416);
    world.fault(json!({ "kind": "ranges", "on": false })).await;
    let answer = part("bytes=20-").await;
    assert_eq!(answer.status(), 200);
    assert!(!answer.headers().contains_key("content-range"));
    assert_eq!(answer.bytes().await.unwrap(), whole);
}

#[tokio::test]
async fn head_says_how_large_a_download_is() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let item = world.item(&token, jpeg(1), "a.jpg").await;
    let url = format!("{}=d", item["baseUrl"].as_str().unwrap());
    let answer = world.request(Method::HEAD, &url).send().await.unwrap();
    assert_eq!(
        answer.headers()["content-length"],
        jpeg(1).len().to_string().as_str()
    );
}

#[tokio::test]
async fn a_film_is_fetched_from_another_host_and_in_ranges() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    world
        .fault(json!({ "kind": "video_processing", "ms": 0 }))
        .await;
    let item = world.item(&token, film(3), "a.mp4").await;
    let answer = fetch(&world, &item, "=dv").await;
    assert_eq!(answer.status(), 302);
    let there = Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
    assert_eq!(
        there.host_str(),
        Some("localhost"),
        "not the host of the base URL"
    );
    let whole = world
        .request(Method::GET, there.as_str())
        .send()
        .await
        .unwrap();
    assert_eq!(whole.headers()["content-type"], "video/mp4");
    assert_eq!(whole.bytes().await.unwrap(), film(3));
    let part = world
        .request(Method::GET, there.as_str())
        .header("Range", "bytes=4-7")
        .send()
        .await
        .unwrap();
    assert_eq!(
        (
            part.status().as_u16(),
            part.headers()["content-range"].to_str().unwrap()
        ),
        (206, "bytes 4-7/1056")
    );
    assert_eq!(part.bytes().await.unwrap(), "ftyp");
    let beyond = world
        .request(Method::GET, there.as_str())
        .header("Range", "bytes=9999-")
        .send()
        .await
        .unwrap();
    assert_eq!(beyond.status(), 416);
    let poster = size(&world, &item, "=w320-h180").await;
    assert_eq!(poster, (320, 180));
}

#[tokio::test]
async fn a_file_that_cannot_be_decoded_here_still_has_a_picture() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let mut heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
    heic.extend(b"\0\0\0\x14ispe\0\0\0\0\0\0\x01\x90\0\0\x01\x2c");
    let item = world.item(&token, heic, "a.heic").await;
    assert_eq!(
        (
            item["mimeType"].as_str(),
            item["mediaMetadata"]["width"].as_str()
        ),
        (Some("image/heic"), Some("400"))
    );
    assert_eq!(size(&world, &item, "=w200-h200").await, (200, 150));
}

#[tokio::test]
async fn the_daily_quota_of_bytes_is_its_own() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let item = world.item(&token, jpeg(1), "a.jpg").await;
    world
        .fault(json!({ "kind": "media_quota_spent", "count": 1 }))
        .await;
    assert_eq!(world.get("/v1/albums", &token).await.0, 200);
    assert_eq!(fetch(&world, &item, "=w100").await.status(), 429);
    assert_eq!(fetch(&world, &item, "=w100").await.status(), 200);
}
