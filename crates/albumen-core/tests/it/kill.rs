//! The process dies at each stage of an upload; the next one finishes what was dropped, once each.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use albumen_core::view::AlbumKey;
use albumen_core::{Clock, Core, DIE_AT_POINTS};
use rstest::rstest;
use serde_json::json;

use crate::support::World;
use crate::upload_support::*;

const HOME: &str = "ALBUMEN_TEST_HOME";
const GOOGLE: &str = "ALBUMEN_TEST_GOOGLE";
const DROP: &str = "ALBUMEN_TEST_DROP";
const ALBUM: &str = "ALBUMEN_TEST_ALBUM";
const DIE_AT: &str = "ALBUMEN_TEST_DIE_AT";
const NOW: i64 = 1_790_000_000_000;

/// What the processes of the other tests run: it drops a folder into an album and works until it dies.
/// In a normal run there is nothing to do.
#[tokio::test(flavor = "multi_thread")]
async fn the_process_that_dies() {
    let Ok(home) = std::env::var(HOME) else {
        return;
    };
    let read = |name| std::env::var(name).unwrap();
    let mut config = upload_config(
        &read(GOOGLE).parse().unwrap(),
        Path::new(&home),
        &Clock::by_hand(NOW),
    );
    config.die_at = std::env::var(DIE_AT).ok();
    let core = Core::open(config).await.unwrap();
    let album = AlbumKey(read(ALBUM).parse().unwrap());
    if let Ok(folder) = std::env::var(DROP) {
        core.uploads()
            .enqueue(vec![PathBuf::from(folder)], Some(album))
            .await
            .unwrap();
    }
    core.uploads().wait_idle().await.unwrap();
}

fn process(world: &World, album: AlbumKey, drop: Option<&Drop>, die_at: Option<&str>) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["kill::the_process_that_dies", "--exact"])
        .env(HOME, world.home.path())
        .env(GOOGLE, world.url.as_str())
        .env(ALBUM, album.0.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if let Some(drop) = drop {
        command.env(DROP, drop.dir.path());
    }
    if let Some(die_at) = die_at {
        command.env(DIE_AT, die_at);
    }
    command.spawn().unwrap()
}

async fn end_of(mut child: Child) -> std::process::ExitStatus {
    tokio::task::spawn_blocking(move || child.wait().unwrap())
        .await
        .unwrap()
}

/// Opens the home again and runs the queue to its end.
async fn finish(world: &mut World) {
    world.core = Core::open(upload_config(&world.url, world.home.path(), &world.clock))
        .await
        .unwrap();
    let view = idle(&world.core).await;
    assert_eq!(
        (view.totals.left, view.totals.failed),
        (0, 0),
        "{:?}",
        view.rows
    );
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_at_any_point_loses_nothing_and_doubles_nothing(
    #[values(
        "arranged",
        "moved-over",
        "found",
        "hashed",
        "sending",
        "bytes-answered",
        "sent",
        "creating",
        "create-answered",
        "done"
    )]
    point: &str,
) {
    let (mut world, _, album) = with_album().await;
    world.core.close().await;
    let drop = Drop::of(3);
    let status = end_of(process(&world, album, Some(&drop), Some(point))).await;
    assert!(!status.success(), "the process died at {point}");
    finish(&mut world).await;
    assert_holds(&world, &drop).await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn so_does_one_that_dies_while_known_photos_go_into_an_album(
    #[values("adding", "add-answered")] point: &str,
) {
    let (mut world, _, album) = with_album().await;
    let drop = Drop::of(3);
    world
        .core
        .uploads()
        .enqueue(drop.folder(), None)
        .await
        .unwrap();
    idle(&world.core).await;
    world.core.close().await;
    let status = end_of(process(&world, album, Some(&drop), Some(point))).await;
    assert!(!status.success(), "the process died at {point}");
    finish(&mut world).await;
    assert_holds(&world, &drop).await;
    assert_eq!(
        world.count("uploads.raw").await,
        3,
        "nothing was sent again"
    );
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn one_that_dies_while_a_large_file_goes_up_sends_at_most_one_chunk_twice(
    #[values("session", "chunk")] point: &str,
) {
    let (mut world, _, album) = with_album().await;
    world.core.close().await;
    let mut drop = Drop::new();
    let size = 30 * 1024 * 1024;
    drop.add("film.mp4", crate::sending::film(size));
    let status = end_of(process(&world, album, Some(&drop), Some(point))).await;
    assert!(!status.success(), "the process died at {point}");
    finish(&mut world).await;
    assert_holds(&world, &drop).await;
    let stats = world.get("stats").await;
    let received = stats["bytes_received"].as_u64().unwrap();
    assert!(
        received <= size + 8 * 1024 * 1024 + 100_000,
        "{received} bytes came for a file of {size}"
    );
    assert_eq!(world.count("uploads.start").await, 1);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn one_that_dies_while_an_album_is_made_makes_it_once(
    #[values("album-asking", "album-answered")] point: &str,
) {
    let (mut world, _, album) = with_album().await;
    // An album that is wished: Google was not asked for it yet.
    let wished = world.core.uploads().continue_album(album).await.unwrap();
    world.core.close().await;
    let drop = Drop::of(3);
    let status = end_of(process(&world, wished.key, Some(&drop), Some(point))).await;
    assert!(!status.success(), "the process died at {point}");
    finish(&mut world).await;
    assert_holds(&world, &drop).await;
    let made = crate::upload_support::albums(&world).await;
    assert_eq!(made.len(), 2, "Summer and Summer (2), each once: {made:?}");
    assert_eq!(made["Summer (2)"].len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_again_and_again_still_finishes() {
    let (mut world, _, album) = with_album().await;
    world.core.close().await;
    let drop = Drop::of(3);
    let points = [
        "found",
        "sending",
        "bytes-answered",
        "sending",
        "sent",
        "creating",
        "create-answered",
    ];
    for (number, point) in points.into_iter().enumerate() {
        let status = end_of(process(
            &world,
            album,
            (number == 0).then_some(&drop),
            Some(point),
        ))
        .await;
        assert!(!status.success(), "the process died at {point}");
    }
    finish(&mut world).await;
    assert_holds(&world, &drop).await;
}

#[rstest]
#[case::while_bytes_are_sent("uploads.raw")]
#[case::while_media_items_are_made("mediaItems.batchCreate")]
#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_is_killed_from_outside_loses_nothing_either(#[case] call: &str) {
    let (mut world, _, album) = with_album().await;
    world.core.close().await;
    let drop = Drop::of(3);
    world
        .fault(json!({ "kind": "latency", "ms": 3_600_000, "methods": [call] }))
        .await;
    let mut child = process(&world, album, Some(&drop), None);
    // The call hangs; as soon as it has come the process is in the middle of it.
    while world.count(call).await == 0 {
        assert!(
            child.try_wait().unwrap().is_none(),
            "the process lives until it is killed"
        );
        tokio::task::yield_now().await;
    }
    child.kill().unwrap();
    end_of(child).await;
    world.no_faults().await;
    finish(&mut world).await;
    assert_holds(&world, &drop).await;
}

#[test]
fn every_point_is_died_at() {
    let here = include_str!("kill.rs");
    for point in DIE_AT_POINTS {
        assert!(
            here.contains(&format!("\"{point}\"")),
            "{point} is not tested"
        );
    }
}
