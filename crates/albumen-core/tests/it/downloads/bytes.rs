//! What comes over the network: counted, and no more than there must be.

use super::*;

/// A photo that is worth going on with, and how often and where it breaks off.
const LONG: usize = 5_000_000;
const CUT: u64 = 2_000_000;
/// What is on its way when a connection ends.
const UNDER_WAY: u64 = 1_000_000;

/// Downloads a long photo whose first connection breaks off. Gives how many bytes the service sent.
async fn broken_off(world: &World, name: &str) -> u64 {
    let mut bytes = jpeg(7);
    bytes.extend((0..LONG as u32 / 4).flat_map(u32::to_be_bytes));
    world.upload_elsewhere(name, bytes.clone()).await;
    world.sync().await;
    world.forget_stats().await;
    world
        .fault(json!({ "kind": "cut", "after_bytes": CUT, "methods": BYTES, "count": 1 }))
        .await;
    let wished = DownloadRequest {
        what: EVERYTHING,
        template: "{filename}".to_owned(),
        ..request(world, AlbumKey(0))
    };
    let ended = download(world, wished).await;
    assert_eq!((ended.copies, ended.bytes), (1, bytes.len() as u64));
    assert!(files(&folder(world))[name] == bytes, "every byte once");
    assert_eq!(loads(world).await, 2, "one load broke off");
    let stats = world.get("stats").await;
    let sent = stats["media_bytes_sent"].as_object().unwrap();
    sent.values().map(|bytes| bytes.as_u64().unwrap()).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_that_broke_off_goes_on_from_there_where_parts_are_answered() {
    let (mut world, _) = World::synced(LibrarySource::Empty).await;
    reopen(&mut world).await;
    let sent = broken_off(&world, "long.jpg").await;
    let once = LONG as u64..LONG as u64 + UNDER_WAY;
    assert!(once.contains(&sent), "{sent} bytes");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_that_broke_off_begins_anew_where_parts_are_not_answered() {
    let (mut world, _) = World::synced(LibrarySource::Empty).await;
    reopen(&mut world).await;
    world.fault(json!({ "kind": "ranges", "on": false })).await;
    let sent = broken_off(&world, "long.jpg").await;
    assert!(
        sent > LONG as u64 + CUT - UNDER_WAY,
        "the beginning came twice: {sent} bytes"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn loads_of_bytes_are_shown_beside_the_requests_of_the_day() {
    let (mut world, album, _) = with_album(6).await;
    reopen(&mut world).await;
    let quota = async |world: &World| {
        let all = world.core.connections().list().await.unwrap();
        all[0].quota.clone()
    };
    let before = quota(&world).await;
    assert_eq!((before.project_loads, before.loads_limit), (0, 75_000));
    let ended = download(&world, request(&world, album)).await;
    assert_eq!(ended.copies, 6, "{ended:?}");
    let after = quota(&world).await;
    assert_eq!(u64::from(after.project_loads), loads(&world).await);
    assert!(
        after.requests < before.requests + 6,
        "loads are no requests"
    );
}
