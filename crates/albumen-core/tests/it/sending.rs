//! How files are sent: as few requests as can be, large ones in chunks, full albums, disks that go, and what stays on record.

use std::fs;
use std::path::PathBuf;

use albumen_core::Core;
use albumen_core::view::{AlbumKey, QueueState, UploadStage, WaitCause};
use serde_json::json;

use crate::many::write_photos;
use crate::support::{MARA, World, until};
use crate::upload_support::*;

const MIB: u64 = 1024 * 1024;

/// The smallest thing that passes for a film, of this length.
pub fn film(length: u64) -> Vec<u8> {
    let mut bytes = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
    bytes.resize(usize::try_from(length).unwrap(), 7);
    for (nth, byte) in bytes.iter_mut().enumerate().skip(24) {
        *byte = (nth % 251) as u8;
    }
    bytes
}

async fn reopen(world: &mut World) {
    world.core.close().await;
    let config = upload_config(&world.url, world.home.path(), &world.clock);
    world.core = Core::open(config).await.unwrap();
}

async fn enqueue(world: &World, paths: Vec<PathBuf>, album: AlbumKey) {
    let uploads = world.core.uploads();
    uploads.enqueue(paths, Some(album)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn as_few_requests_are_sent_as_can_be() {
    let (world, _, first) = with_album().await;
    let second = world.core.albums().create("Winter").await.unwrap().key;
    world.forget_stats().await;
    let folder = tempfile::tempdir().unwrap();
    let one = write_photos(&folder.path().join("one"), 0..60);
    let two = write_photos(&folder.path().join("two"), 100..151);
    world.core.uploads().pause(true).await.unwrap();
    enqueue(&world, one, first).await;
    enqueue(&world, two, second).await;
    world.core.uploads().pause(false).await.unwrap();
    assert_eq!(idle(&world.core).await.totals.done, 111);
    assert_eq!(
        (
            world.count("uploads.raw").await,
            world.count("mediaItems.batchCreate").await
        ),
        (111, 4),
        "one for each file, and one for each fifty of an album"
    );
    assert_eq!(world.library_requests().await, 115, "and nothing else");
    assert_eq!(world.get("stats").await["concurrent_write_peak"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_file_goes_up_in_chunks_and_arrives_byte_for_byte() {
    let (world, _, album) = with_album().await;
    let mut drop = Drop::new();
    drop.add("film.mp4", film(20 * MIB + 77));
    enqueue(&world, drop.paths(), album).await;
    let view = idle(&world.core).await;
    assert_eq!(view.totals.done, 1, "{:?}", view.rows);
    assert_holds(&world, &drop).await;
    assert_eq!(
        (
            world.count("uploads.start").await,
            world.count("uploads.upload").await,
            world.count("uploads.query").await
        ),
        (1, 3, 0),
        "two chunks of 8 MiB and the rest"
    );
    assert_eq!(world.count("uploads.raw").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_cuts_and_trouble_a_large_file_goes_on_from_where_it_stopped() {
    let (world, _, album) = with_album().await;
    let mut drop = Drop::new();
    let size = 30 * MIB;
    drop.add("film.mp4", film(size));
    world
        .fault(json!([
            { "kind": "cut", "after_bytes": 5 * MIB, "methods": ["uploads.upload"], "count": 3 },
            { "kind": "server_error", "status": 503, "methods": ["uploads.upload"], "count": 2 },
        ]))
        .await;
    enqueue(&world, drop.paths(), album).await;
    let view = idle(&world.core).await;
    assert_eq!(view.totals.done, 1, "{:?}", view.rows);
    assert_holds(&world, &drop).await;
    assert_eq!(
        world.count("uploads.start").await,
        1,
        "it is one upload from the beginning to the end"
    );
    assert!(world.count("uploads.query").await >= 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_google_forgot_or_that_is_old_begins_again() {
    let (mut world, _, album) = with_album().await;
    let mut drop = Drop::new();
    drop.add("film.mp4", film(25 * MIB));
    let stuck = json!({ "kind": "latency", "ms": 3_600_000, "methods": ["uploads.upload"] });
    world.fault(stuck).await;
    enqueue(&world, drop.paths(), album).await;
    until(&world.core, "a chunk is under way", || async {
        world.count("uploads.upload").await > 0
    })
    .await;
    world.core.close().await;
    world.no_faults().await;
    world.clock.advance_ms(25 * 60 * 60 * 1000);
    let config = upload_config(&world.url, world.home.path(), &world.clock);
    world.core = Core::open(config).await.unwrap();
    assert_eq!(idle(&world.core).await.totals.done, 1);
    assert_eq!(
        (
            world.count("uploads.start").await,
            world.count("uploads.query").await
        ),
        (2, 0),
        "an upload of yesterday is not asked for"
    );
    assert_holds(&world, &drop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_shows_how_far_a_large_file_is_and_sends_no_chunk_again_that_arrived() {
    let (mut world, _, album) = with_album().await;
    let mut drop = Drop::new();
    let size = 28 * MIB;
    drop.add("film.mp4", film(size));
    enqueue(&world, drop.paths(), album).await;
    until(&world.core, "a chunk has arrived", || async {
        world.count("uploads.upload").await > 1
    })
    .await;
    world.core.uploads().pause(true).await.unwrap();
    until(&world.core, "it rests between two chunks", || async {
        let view = listed(&world.core).await;
        let rows = view.rows;
        rows.first()
            .is_some_and(|row| row.stage != UploadStage::Sending)
    })
    .await;
    reopen(&mut world).await;
    let view = listed(&world.core).await;
    if view.totals.done == 0 {
        assert!(
            view.rows[0].sent_bytes >= 8 * MIB && view.totals.sent_bytes == view.rows[0].sent_bytes,
            "{:?}",
            view.rows
        );
    }
    world.core.uploads().pause(false).await.unwrap();
    assert_eq!(idle(&world.core).await.totals.done, 1);
    assert_holds(&world, &drop).await;
    assert_eq!(
        world.count("uploads.upload").await,
        4,
        "each of the chunks once"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_ends_in_the_middle_of_a_film_waits_and_goes_on_where_it_was() {
    let (world, _, album) = with_album().await;
    let mut drop = Drop::new();
    let size = 44 * MIB;
    drop.add("film.mp4", film(size));
    let slow = json!({ "kind": "latency", "ms": 60, "methods": ["uploads.upload"] });
    world.fault(slow).await;
    enqueue(&world, drop.paths(), album).await;
    until(&world.core, "two chunks have arrived", || async {
        world.count("uploads.upload").await > 2
    })
    .await;
    world
        .fault(json!([
            { "kind": "tokens_expired", "methods": ["uploads.upload"], "count": 1 },
            { "kind": "refresh_revoked", "methods": ["oauth.token"], "count": 1 },
        ]))
        .await;
    let (cause, _) = waiting(&idle(&world.core).await);
    assert_eq!(cause, WaitCause::SignInNeeded);
    let kept = || async {
        let stats = world.get("stats").await;
        stats["upload_sessions"][0]["kept"].as_u64().unwrap()
    };
    let before = kept().await;
    assert!(before >= 8 * MIB && before < size, "{before}");
    world.no_faults().await;
    world.sign_in(MARA).await;
    until(&world.core, "it goes on by itself", || async {
        world.core.uploads().view().await.unwrap().totals.done == 1
    })
    .await;
    assert_holds(&world, &drop).await;
    let stats = world.get("stats").await;
    let sessions = stats["upload_sessions"].as_array().unwrap();
    assert_eq!(sessions.len(), 1, "it is one upload from beginning to end");
    let received = sessions[0]["bytes_received"].as_u64().unwrap();
    assert!(
        received <= size + 8 * MIB,
        "at most one chunk is sent twice: {received}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_went_up_stays_on_record_after_the_queue_is_cleared() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(1);
    enqueue(&world, drop.paths(), album).await;
    idle(&world.core).await;
    world.core.uploads().clear().await.unwrap();
    let hash = *blake3::hash(&drop.files[0].1).as_bytes();
    let entry = world.core.uploads().ledger(hash).await.unwrap();
    let entry = entry.expect("the file is on record");
    let id = world.get("items").await[0]["id"].clone();
    assert_eq!(json!(entry.google_id), id);
    assert!(entry.stands);
    assert_eq!(entry.file_name, "photo 0.jpg");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_deleted_at_google_is_sent_again_even_if_it_is_on_record() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(1);
    enqueue(&world, drop.paths(), album).await;
    idle(&world.core).await;
    let id = world.get("items").await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    world.delete(&format!("items/{id}")).await;
    world.sync().await;
    enqueue(&world, drop.paths(), album).await;
    let view = idle(&world.core).await;
    assert_eq!(world.count("uploads.raw").await, 2, "{:?}", view.rows);
    assert_holds(&world, &drop).await;
    let hash = *blake3::hash(&drop.files[0].1).as_bytes();
    let entry = world.core.uploads().ledger(hash).await.unwrap().unwrap();
    assert_ne!(entry.google_id, id, "the record follows");
}

/// Says in the index that an album holds so many items.
pub async fn fill(world: &mut World, album: AlbumKey, items: u32) {
    world.core.close().await;
    let path = albumen_core::Paths::under(world.home.path()).index();
    rusqlite::Connection::open(path)
        .unwrap()
        .execute(
            "UPDATE albums SET items = ?, listed_items = items WHERE id = ?",
            [i64::from(items), album.0],
        )
        .unwrap();
    let config = upload_config(&world.url, world.home.path(), &world.clock);
    world.core = Core::open(config).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_album_holds_its_files_and_goes_on_in_the_next_when_the_person_says_so() {
    let (mut world, _, album) = with_album().await;
    let (drop, other) = (Drop::of(3), tempfile::tempdir().unwrap());
    let others = write_photos(other.path(), 0..2);
    world.core.uploads().pause(true).await.unwrap();
    enqueue(&world, drop.paths(), album).await;
    world.core.uploads().enqueue(others, None).await.unwrap();
    // Others filled it meanwhile.
    fill(&mut world, album, 19_999).await;
    world.core.uploads().pause(false).await.unwrap();
    let view = idle(&world.core).await;
    assert_eq!(waiting(&view).0, WaitCause::AlbumFull, "{:?}", view.rows);
    assert_eq!(
        (view.totals.done, view.totals.left),
        (3, 2),
        "one had room, and the others without an album went on"
    );
    let next = world.core.uploads().continue_album(album).await.unwrap();
    assert_eq!(next.title, "Summer (2)");
    let view = idle(&world.core).await;
    assert_eq!(
        (view.state.clone(), view.totals.done),
        (QueueState::Idle, 5)
    );
    let albums = albums(&world).await;
    assert_eq!(albums["Summer"].len(), 1);
    assert_eq!(albums["Summer (2)"], ["photo 1.jpg", "photo 2.jpg"]);
    assert_eq!(world.count("albums.create").await, 1);
    assert_eq!(
        world.count("albums.list").await,
        0,
        "an album that Google was never asked for is not looked for"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn where_google_has_room_for_some_those_go_in_and_the_rest_waits() {
    let (world, _, album) = with_album().await;
    let fault = json!({ "kind": "album_capacity", "items": 2 });
    world.fault(fault).await;
    let drop = Drop::of(5);
    enqueue(&world, drop.paths(), album).await;
    let view = idle(&world.core).await;
    assert_eq!(waiting(&view).0, WaitCause::AlbumFull, "{:?}", view.rows);
    assert_eq!((view.totals.done, view.totals.left), (2, 3));
    world.no_faults().await;
    world.core.uploads().continue_album(album).await.unwrap();
    assert_eq!(idle(&world.core).await.totals.done, 5);
    let albums = albums(&world).await;
    assert_eq!((albums["Summer"].len(), albums["Summer (2)"].len()), (2, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn items_that_are_there_already_wait_too_when_their_album_is_full() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(4);
    let files = drop.paths();
    let uploads = world.core.uploads();
    uploads.enqueue(files.clone(), None).await.unwrap();
    assert_eq!(idle(&world.core).await.totals.done, 4);
    uploads.clear().await.unwrap();
    world
        .fault(json!({ "kind": "album_capacity", "items": 2 }))
        .await;
    enqueue(&world, files, album).await;
    let view = idle(&world.core).await;
    assert_eq!(waiting(&view).0, WaitCause::AlbumFull, "{:?}", view.rows);
    assert_eq!(
        (view.totals.done, view.totals.left, view.totals.failed),
        (2, 2, 0)
    );
    world.no_faults().await;
    uploads.continue_album(album).await.unwrap();
    let view = idle(&world.core).await;
    assert_eq!(
        (view.totals.done, view.totals.already_there),
        (4, 4),
        "none was sent again"
    );
    let albums = albums(&world).await;
    assert_eq!((albums["Summer"].len(), albums["Summer (2)"].len()), (2, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn files_whose_disk_is_gone_wait_for_it_while_others_go_on() {
    let (world, _, album) = with_album().await;
    let disks = tempfile::tempdir().unwrap();
    let (gone, stays) = (disks.path().join("gone"), disks.path().join("stays"));
    let (lost, kept) = (write_photos(&gone, 0..3), write_photos(&stays, 10..12));
    world.core.uploads().pause(true).await.unwrap();
    enqueue(&world, lost, album).await;
    enqueue(&world, kept, album).await;
    let away = disks.path().join("away");
    fs::rename(&gone, &away).unwrap();
    world.core.uploads().pause(false).await.unwrap();
    let view = idle(&world.core).await;
    let (cause, message) = waiting(&view);
    assert_eq!(cause, WaitCause::DiskGone, "{message}");
    assert_eq!(
        (view.totals.done, view.totals.left, view.totals.failed),
        (2, 3, 0),
        "{:?}",
        view.rows
    );
    fs::rename(&away, &gone).unwrap();
    world.clock.advance_ms(15_000);
    // Anything that wakes the queue finds that the time has come.
    let uploads = world.core.uploads();
    uploads.enqueue(Vec::new(), None).await.unwrap();
    until(&world.core, "the queue goes on by itself", || async {
        world.core.uploads().view().await.unwrap().totals.done == 5
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_to_an_albums_creation_makes_no_second_album() {
    let (mut world, _, album) = with_album().await;
    let drop = Drop::of(2);
    world.core.uploads().pause(true).await.unwrap();
    enqueue(&world, drop.paths(), album).await;
    fill(&mut world, album, 20_000).await;
    world.core.uploads().pause(false).await.unwrap();
    idle(&world.core).await;
    world
        .fault(json!({ "kind": "lost_answer", "methods": ["albums.create"], "count": 1 }))
        .await;
    world.core.uploads().continue_album(album).await.unwrap();
    assert_eq!(idle(&world.core).await.totals.done, 2);
    let albums = albums(&world).await;
    assert_eq!(albums.len(), 2, "{albums:?}");
    assert_eq!(albums["Summer (2)"].len(), 2);
}
