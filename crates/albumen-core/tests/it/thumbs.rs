//! Pictures against the emulator: what is fetched, what is kept, what is drawn.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use albumen_core::view::{CopyKind, GridScope, ItemKey};
use albumen_core::{CoreConfig, PictureContent, PictureFile, PictureRequest};
use futures::future::join_all;
use photos_emulator::LibrarySource;
use serde_json::json;

use crate::support::{World, until};
use crate::upload_support::*;

const HOUR_MS: i64 = 60 * 60 * 1000;

/// Photos that another program uploaded: nothing of them is on this computer.
async fn with_foreign(count: u8) -> (World, Vec<ItemKey>) {
    with_foreign_and(count, |_| {}).await
}

async fn with_foreign_and(
    count: u8,
    change: impl FnOnce(&mut CoreConfig),
) -> (World, Vec<ItemKey>) {
    let (world, ..) = with_album_and(change).await;
    fill(&world, count).await;
    let keys = keys(&world).await;
    assert_eq!(keys.len(), usize::from(count));
    (world, keys)
}

async fn fill(world: &World, count: u8) {
    for number in 0..count {
        world
            .upload_elsewhere(&format!("photo {number}.jpg"), jpeg(number))
            .await;
    }
    world.sync().await;
    world.forget_stats().await;
}

async fn keys(world: &World) -> Vec<ItemKey> {
    let segments = world.core.items().segments(GridScope::All).await.unwrap();
    let days: Vec<_> = segments.into_iter().map(|segment| segment.key).collect();
    world
        .core
        .items()
        .grid(GridScope::All, &days)
        .await
        .unwrap()
        .into_iter()
        .flatten()
        .map(|item| item.key)
        .collect()
}

async fn get(world: &World, key: ItemKey, size: u32) -> PictureFile {
    world
        .core
        .pictures()
        .get(PictureRequest::Item { key, size })
        .await
        .unwrap()
}

fn files_under(folder: &Path) -> Vec<(String, u64)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            all.extend(files_under(&entry.path()));
        } else {
            all.push((
                entry.file_name().to_string_lossy().into_owned(),
                entry.metadata().unwrap().len(),
            ));
        }
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn tiles_that_come_into_sight_together_cost_one_request_for_fifty_of_them() {
    // Long enough for all sixty to have asked, however busy the machine.
    let gather = Duration::from_millis(400);
    let (world, keys) = with_foreign_and(60, |config| config.policy.pictures.gather = gather).await;
    let pictures = join_all(keys.iter().map(|key| get(&world, *key, 256))).await;
    assert!(
        pictures
            .iter()
            .all(|picture| picture.content_type == "image/jpeg")
    );
    assert!(
        world.count("mediaItems.batchGet").await <= 4,
        "base URLs are asked for together"
    );
    assert_eq!(world.count("media.bytes").await, 60, "one read each");
    let first = join_all(keys.iter().map(|key| get(&world, *key, 256))).await;
    assert!(
        first
            .iter()
            .all(|picture| matches!(picture.content, PictureContent::File(_)))
    );
    assert_eq!(
        world.count("media.bytes").await,
        60,
        "the second time costs nothing"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_picture_asked_for_many_times_at_once_is_fetched_once() {
    let (world, keys) = with_foreign(1).await;
    let pictures = join_all((0..30).map(|_| get(&world, keys[0], 512))).await;
    assert_eq!(pictures.len(), 30);
    assert_eq!(world.count("media.bytes").await, 1);
    let details = world.core.items().details(keys[0]).await.unwrap();
    assert!(
        details.item.tones.is_some(),
        "a picture that was seen has its two colours"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn after_an_hour_a_picture_is_shown_at_once_and_fetched_again_meanwhile() {
    let (world, keys) = with_foreign(1).await;
    get(&world, keys[0], 256).await;
    world.clock.advance_ms(HOUR_MS - 1);
    get(&world, keys[0], 256).await;
    assert_eq!(world.count("media.bytes").await, 1, "Google allows an hour");
    world.clock.advance_ms(1);
    let old = get(&world, keys[0], 256).await;
    assert!(
        matches!(old.content, PictureContent::File(_)),
        "nobody waits for what is known"
    );
    while world.count("media.bytes").await < 2 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn offline_an_expired_picture_stays_and_another_size_is_better_than_none() {
    let (mut world, keys) = with_foreign(1).await;
    get(&world, keys[0], 512).await;
    world.clock.advance_ms(30 * 24 * HOUR_MS);
    world.stop_emulator().await;
    assert_eq!(get(&world, keys[0], 512).await.content_type, "image/jpeg");
    assert_eq!(
        get(&world, keys[0], 512).await.content_type,
        "image/jpeg",
        "however often it is looked at"
    );
    assert_eq!(
        get(&world, keys[0], 2048).await.content_type,
        "image/jpeg",
        "the smaller one is shown larger"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn offline_a_picture_never_seen_says_so() {
    let (mut world, keys) = with_foreign(1).await;
    world.stop_emulator().await;
    let error = world
        .core
        .pictures()
        .get(PictureRequest::Item {
            key: keys[0],
            size: 256,
        })
        .await
        .unwrap_err();
    assert_eq!(error.code(), "offline");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_base_url_that_google_forgot_early_is_asked_for_again() {
    let (world, keys) = with_foreign(1).await;
    get(&world, keys[0], 256).await;
    world
        .fault(json!({ "kind": "base_url_life", "ms": 1 }))
        .await;
    // Any answer of the emulator takes longer than the millisecond a base URL lives now.
    world.get("stats").await;
    world.no_faults().await;
    assert_eq!(get(&world, keys[0], 512).await.content_type, "image/jpeg");
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_are_no_picture_are_drawn_and_not_kept() {
    let (world, keys) = with_foreign(1).await;
    world
        .fault(
            json!({ "kind": "html_body", "status": 200, "methods": ["media.bytes"], "count": 1 }),
        )
        .await;
    let picture = get(&world, keys[0], 256).await;
    if picture.is_stand_in() {
        assert!(
            String::from_utf8(picture.read().await.unwrap())
                .unwrap()
                .starts_with("<svg")
        );
    }
    world.no_faults().await;
    assert_eq!(
        get(&world, keys[0], 256).await.content_type,
        "image/jpeg",
        "the picture itself comes the next time"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cache_stays_below_its_limit_and_what_was_just_seen_stays() {
    const LIMIT: u64 = 24_000;
    let (world, ..) =
        with_album_and(|config| config.policy.pictures.cache_limit_bytes = LIMIT).await;
    fill(&world, 40).await;
    let keys = keys(&world).await;
    for key in &keys {
        world.clock.advance_ms(1_000);
        get(&world, *key, 256).await;
    }
    let bytes: u64 = files_under(&world.home.path().join("cache"))
        .iter()
        .map(|(_, bytes)| bytes)
        .sum();
    assert!(bytes <= LIMIT, "{bytes} bytes on the disk");
    world.forget_stats().await;
    get(&world, *keys.last().unwrap(), 256).await;
    assert_eq!(
        world.count("media.bytes").await,
        0,
        "the last one seen is still there"
    );
    get(&world, keys[0], 256).await;
    assert_eq!(
        world.count("media.bytes").await,
        1,
        "the first one made room"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cached_file_that_is_gone_or_cut_is_fetched_again() {
    let (world, keys) = with_foreign(1).await;
    let PictureContent::File(path) = get(&world, keys[0], 256).await.content else {
        panic!("it is cached")
    };
    std::fs::write(&path, b"").unwrap();
    assert_eq!(
        get(&world, keys[0], 256).await.read().await.unwrap()[..2],
        [0xFF, 0xD8]
    );
    std::fs::remove_file(&path).unwrap();
    assert_eq!(
        get(&world, keys[0], 256).await.read().await.unwrap()[..2],
        [0xFF, 0xD8]
    );
    assert!(
        files_under(&world.home.path().join("cache"))
            .iter()
            .all(|(name, _)| !name.starts_with(".new")),
        "nothing is left over"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_pictures_of_ones_own_files_are_made_again_without_google() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(1);
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    let item = idle(&world.core).await.rows[0].item.unwrap();
    std::fs::remove_dir_all(world.home.path().join("cache/thumbnails")).unwrap();
    assert_eq!(get(&world, item, 256).await.content_type, "image/jpeg");
    assert_eq!(world.count("media.bytes").await, 0);
    std::fs::remove_dir_all(world.home.path().join("cache/thumbnails")).unwrap();
    std::fs::remove_file(&drop.files[0].0).unwrap();
    assert_eq!(
        get(&world, item, 256).await.content_type,
        "image/jpeg",
        "Google has it when the file is gone too"
    );
    assert_eq!(world.count("media.bytes").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_in_the_queue_has_a_preview_or_a_drawing() {
    let (world, _, album) = with_album().await;
    let mut drop = Drop::new();
    drop.add("good.jpg", jpeg(1));
    drop.add("broken.jpg", b"\xff\xd8\xff\xe0 and nothing more".to_vec());
    drop.add("phone.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec());
    drop.add("clip.mp4", b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2".to_vec());
    world.core.uploads().pause(true).await.unwrap();
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    let view = listed(&world.core).await;
    for (name, content_type) in [
        ("good.jpg", "image/jpeg"),
        ("broken.jpg", "image/svg+xml"),
        ("phone.heic", "image/svg+xml"),
        ("clip.mp4", "image/svg+xml"),
    ] {
        let key = row(&view, name).key;
        let picture = world
            .core
            .pictures()
            .get(PictureRequest::Upload { key })
            .await
            .unwrap();
        assert_eq!(picture.content_type, content_type, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_has_its_portrait_also_offline() {
    let (mut world, of, _) = with_album().await;
    let wanted = PictureRequest::Avatar { connection: of };
    let portrait = world.core.pictures().get(wanted).await.unwrap();
    assert!(!portrait.is_stand_in());
    world.stop_emulator().await;
    let kept = world.core.pictures().get(wanted).await.unwrap();
    assert_eq!(
        kept.content_type, portrait.content_type,
        "the one that was kept"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portrait_that_cannot_be_fetched_is_drawn() {
    let (mut world, of, _) = with_album().await;
    world.stop_emulator().await;
    let portrait = world
        .core
        .pictures()
        .get(PictureRequest::Avatar { connection: of })
        .await
        .unwrap();
    assert!(portrait.is_stand_in());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_not_found() {
    let (world, _) = World::signed_in(LibrarySource::Empty).await;
    let error = world
        .core
        .pictures()
        .get(PictureRequest::Item {
            key: ItemKey(77),
            size: 256,
        })
        .await
        .unwrap_err();
    assert_eq!(error.code(), "notFound");
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_come_while_files_go_up() {
    let (world, _, album) = with_album().await;
    fill(&world, 4).await;
    let keys = keys(&world).await;
    world
        .fault(json!({ "kind": "latency", "ms": 300, "methods": ["uploads.raw"] }))
        .await;
    let drop = Drop::of(4);
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    let world = Arc::new(world);
    until(&world.core, "files are on their way", || async {
        listed(&world.core)
            .await
            .rows
            .iter()
            .any(|row| row.stage == albumen_core::view::UploadStage::Sending)
    })
    .await;
    for key in keys {
        get(&world, key, 512).await;
    }
    world.no_faults().await;
    assert_eq!(idle(&world.core).await.totals.left, 0);
}

/// Lets go of wishes once they are on their way, as a grid does that is scrolled past.
async fn asked_for(world: &World, keys: &[ItemKey]) -> Vec<tokio::task::JoinHandle<String>> {
    let mut asked = Vec::new();
    for key in keys {
        let (pictures, key) = (world.core.pictures(), *key);
        asked.push(tokio::spawn(async move {
            match pictures.get(PictureRequest::Item { key, size: 256 }).await {
                Ok(_) => "here".to_owned(),
                Err(error) => error.code().to_owned(),
            }
        }));
    }
    asked
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_scrolled_past_is_not_fetched() {
    let (world, keys) = with_foreign(250).await;
    world
        .fault(json!({ "kind": "latency", "ms": 200, "methods": ["mediaItems.batchGet"] }))
        .await;
    let asked = asked_for(&world, &keys).await;
    while world.count("mediaItems.batchGet").await == 0 {
        tokio::task::yield_now().await;
    }
    world.core.pictures().cancel(&keys);
    for answer in join_all(asked).await {
        assert_eq!(answer.unwrap(), "cancelled", "its answer comes at once");
    }
    world.no_faults().await;
    assert!(
        world.count("mediaItems.batchGet").await <= 2,
        "only what was begun was asked for, not five times fifty"
    );
    assert_eq!(
        world.count("media.bytes").await,
        0,
        "and nothing was fetched"
    );
    assert_eq!(
        get(&world, keys[0], 256).await.content_type,
        "image/jpeg",
        "looked at again, it comes"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wish_that_somebody_else_has_too_is_not_dropped() {
    let (world, keys) = with_foreign(1).await;
    world
        .fault(json!({ "kind": "latency", "ms": 100, "methods": ["media.bytes"] }))
        .await;
    let mut asked = asked_for(&world, &keys).await;
    asked.extend(asked_for(&world, &keys).await);
    while world.count("mediaItems.batchGet").await == 0 {
        tokio::task::yield_now().await;
    }
    world.core.pictures().cancel(&keys);
    for answer in join_all(asked).await {
        assert_eq!(answer.unwrap(), "here");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn kept_for_offline_a_picture_does_not_grow_old() {
    let (world, keys) = with_foreign(1).await;
    get(&world, keys[0], 256).await;
    let pictures = world.core.pictures();
    let usual = pictures.settings().await;
    assert!(
        !usual.keep_offline,
        "Google's hour holds until the person decides"
    );
    let mut decided = usual.clone();
    decided.keep_offline = true;
    pictures.set_settings(decided.clone()).await.unwrap();
    world.clock.advance_ms(30 * 24 * HOUR_MS);
    get(&world, keys[0], 256).await;
    assert_eq!(
        world.count("media.bytes").await,
        1,
        "it is not fetched again"
    );
    assert_eq!(pictures.settings().await, decided);
    pictures.set_settings(usual).await.unwrap();
    assert_eq!(
        pictures.bytes().await.unwrap(),
        0,
        "the hour was over long ago, so it goes at once"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cache_too_small_for_a_window_is_refused() {
    let (world, _) = World::signed_in(LibrarySource::Empty).await;
    let pictures = world.core.pictures();
    let mut settings = pictures.settings().await;
    settings.cache_limit_bytes = 1_000;
    let error = pictures.set_settings(settings).await.unwrap_err();
    assert!(error.to_string().contains("50 MB"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn cleared_pictures_leave_the_disk_and_come_again() {
    let (world, keys) = with_foreign(3).await;
    for key in &keys {
        get(&world, *key, 256).await;
    }
    let pictures = world.core.pictures();
    assert!(pictures.bytes().await.unwrap() > 0);
    pictures.clear().await.unwrap();
    assert_eq!(pictures.bytes().await.unwrap(), 0);
    let left = files_under(&world.home.path().join("cache/thumbnails"));
    assert!(
        left.iter().all(|(name, _)| !name.ends_with("-256")),
        "{left:?}"
    );
    assert_eq!(get(&world, keys[0], 256).await.content_type, "image/jpeg");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_in_full_is_ones_own_file_or_google_s_copy() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(1);
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    let item = idle(&world.core).await.rows[0].item.unwrap();
    let (path, bytes) = &drop.files[0];
    let own = get(&world, item, PictureRequest::FULL).await;
    assert_eq!(own.content, PictureContent::File(path.clone()));
    assert_eq!(world.count("media.bytes").await, 0, "it costs no quota");
    let files = world.core.pictures().files(&[item]).await.unwrap();
    assert_eq!(
        (&files[0].path, files[0].copy),
        (path, CopyKind::Original),
        "what is dragged out is the original"
    );
    std::fs::remove_file(path).unwrap();
    let copy = get(&world, item, PictureRequest::FULL).await;
    assert_eq!(copy.content_type, "image/jpeg");
    let pixels = world.core.pictures().pixels(item).await.unwrap();
    assert_eq!(
        pixels.rgba.len(),
        pixels.width_px as usize * pixels.height_px as usize * 4
    );
    assert_eq!(
        world.count("media.bytes").await,
        1,
        "fetched once, then kept"
    );
    let files = world.core.pictures().files(&[item]).await.unwrap();
    assert_eq!(
        files[0].path.file_name(),
        path.file_name(),
        "a copy has the photo's own name"
    );
    assert_eq!(files[0].copy, CopyKind::Reduced, "and is said to be one");
    assert!(std::fs::metadata(&files[0].path).unwrap().len() > 0 && !bytes.is_empty());
    let again = world.core.pictures().files(&[item]).await.unwrap();
    assert_eq!(again, files, "dragged a second time it is there already");
}
