//! Sync: what it finds, what it costs, what it survives.

use std::time::Duration;

use albumen_core::view::{GridScope, JobState, Segment};
use photos_emulator::LibrarySource;
use serde_json::json;

use crate::support::{World, job_end, until};

async fn total(world: &World) -> u32 {
    world
        .core
        .items()
        .segments(GridScope::All)
        .await
        .unwrap()
        .iter()
        .map(|day| day.items)
        .sum()
}

#[tokio::test]
async fn the_first_look_sees_everything_and_costs_exactly_its_pages() {
    let (world, key) = World::signed_in(LibrarySource::Synthetic(250)).await;
    world.fault(json!({ "kind": "quirks", "on": false })).await;
    let job = world.sync().await;
    assert_eq!(job.state, JobState::Done, "{job:?}");
    assert_eq!(total(&world).await, 250);
    let albums = world.core.albums().list().await.unwrap();
    assert_eq!(albums.len(), 6);
    let requests = world.requests().await;
    assert_eq!(requests.get("albums.list"), Some(&1));
    assert_eq!(
        requests.get("mediaItems.list"),
        Some(&3),
        "250 items are three pages of 100"
    );
    assert_eq!(
        requests.get("mediaItems.search"),
        Some(&6),
        "one for each of the small albums"
    );
    let quota = world.core.connections().get(key).await.unwrap().quota;
    assert_eq!(
        u64::from(quota.requests),
        world.library_requests().await,
        "each request is counted, no more"
    );
    let view = world.core.connections().get(key).await.unwrap();
    assert_eq!(view.synced_ms, Some(world.clock.now_ms()));
    assert!(!view.syncing, "it is over");
}

#[tokio::test]
async fn a_look_without_news_costs_two_requests() {
    let (world, _) = World::synced(LibrarySource::Synthetic(250)).await;
    world.clock.advance_ms(60_000);
    world.sync().await;
    assert_eq!(
        world.library_requests().await,
        2,
        "{:?}",
        world.requests().await
    );
}

#[tokio::test]
async fn new_items_cost_a_hundredth_of_their_number_and_two() {
    let (world, _) = World::synced(LibrarySource::Synthetic(150)).await;
    for number in 0..3_u8 {
        world
            .upload_elsewhere(&format!("{number}.gif"), gif(number))
            .await;
    }
    world.forget_stats().await;
    world.sync().await;
    assert_eq!(total(&world).await, 153);
    assert!(
        world.library_requests().await <= 3,
        "ceil(3/100) + 2: {:?}",
        world.requests().await
    );
}

#[tokio::test]
async fn an_album_is_listed_in_its_own_order_and_only_when_it_changed() {
    let (world, _) = World::synced(LibrarySource::Empty).await;
    let mut ids = Vec::new();
    for number in 0..4_u8 {
        let item = world
            .upload_elsewhere(&format!("{number}.gif"), gif(number))
            .await;
        ids.push(item["id"].as_str().unwrap().to_owned());
    }
    let album = world
        .elsewhere("/v1/albums", json!({ "album": { "title": "Reversed" } }))
        .await;
    let add = format!(
        "/v1/albums/{}:batchAddMediaItems",
        album["id"].as_str().unwrap()
    );
    let order = [&ids[3], &ids[1], &ids[2], &ids[0]];
    world
        .elsewhere(&add, json!({ "mediaItemIds": order }))
        .await;
    world.sync().await;
    let albums = world.core.albums().list().await.unwrap();
    let key = albums[0].key;
    let scope = || GridScope::Album { album: key };
    let segments = world.core.items().segments(scope()).await.unwrap();
    assert_eq!(
        segments
            .iter()
            .map(|run| (run.day.clone(), run.items))
            .collect::<Vec<_>>(),
        [(None, 4)]
    );
    let keys: Vec<String> = segments.into_iter().map(|run| run.key).collect();
    let grid = world.core.items().grid(scope(), &keys).await.unwrap();
    let names: Vec<&str> = grid[0].iter().map(|item| item.file_name.as_str()).collect();
    assert_eq!(
        names,
        ["3.gif", "1.gif", "2.gif", "0.gif"],
        "the album's order, not the days'"
    );
    world.forget_stats().await;
    world.sync().await;
    assert_eq!(
        world.count("mediaItems.search").await,
        0,
        "nothing changed, nothing is listed"
    );
}

#[tokio::test]
async fn what_was_deleted_at_google_is_marked_by_a_comparison_only() {
    let (world, _) = World::synced(LibrarySource::Empty).await;
    let kept = world.upload_elsewhere("kept.gif", gif(1)).await;
    let gone = world.upload_elsewhere("gone.gif", gif(2)).await;
    world.sync().await;
    assert_eq!(total(&world).await, 2);
    world
        .delete(&format!("items/{}", gone["id"].as_str().unwrap()))
        .await;
    world.clock.advance_ms(1_000);
    world.sync().await;
    assert_eq!(total(&world).await, 2, "a quick look cannot tell");
    world.clock.advance_ms(1_000);
    let job = world.core.sync().compare().await.unwrap();
    assert_eq!(job_end(&world.core, job).await.state, JobState::Done);
    let days = world.core.items().segments(GridScope::All).await.unwrap();
    assert_eq!(
        days.iter().map(|day| day.items).sum::<u32>(),
        1,
        "it is not shown any more"
    );
    let recent = world.core.items().recent(10, 0).await.unwrap();
    assert_eq!(
        recent
            .iter()
            .map(|item| item.file_name.as_str())
            .collect::<Vec<_>>(),
        ["kept.gif"]
    );
    assert!(kept["id"].is_string());
}

#[tokio::test]
async fn an_interrupted_first_look_goes_on_where_it_was() {
    let (mut world, _) = World::signed_in(LibrarySource::Synthetic(2_000)).await;
    world.fault(json!({ "kind": "quirks", "on": false })).await;
    world
        .fault(json!({ "kind": "quota_spent", "methods": ["mediaItems.list"], "chance": 0.2, "seed": 11 }))
        .await;
    let job = world.sync().await;
    assert_eq!(job.state, JobState::Failed);
    assert!(
        job.note.unwrap().contains("used up"),
        "the person learns why"
    );
    // The last one was refused.
    let listed = world.count("mediaItems.list").await - 1;
    assert!((2..20).contains(&listed), "in the middle: {listed}");
    world.no_faults().await;
    world.fault(json!({ "kind": "quirks", "on": false })).await;
    world.reopen().await;
    world.forget_stats().await;
    let job = world.sync().await;
    assert_eq!(job.state, JobState::Done, "{job:?}");
    assert_eq!(total(&world).await, 2_000);
    // One page more than what was left shows that nothing is newer.
    assert_eq!(
        world.count("mediaItems.list").await,
        1 + 20 - listed,
        "not from the beginning again"
    );
}

#[tokio::test]
async fn a_large_library_is_read_by_several_at_once_for_three_requests_in_a_hundred_more() {
    let (mut world, _) = World::signed_in(LibrarySource::Synthetic(15_050)).await;
    world.fault(json!({ "kind": "quirks", "on": false })).await;
    let job = world.sync().await;
    assert_eq!(job.state, JobState::Done, "{job:?}");
    assert_eq!(total(&world).await, 15_050, "nothing is missed or doubled");
    let requests = world.requests().await;
    // 100 albums of 150 items cost two pages each.
    let pages = requests["mediaItems.list"] + requests["mediaItems.search"] - 200;
    assert!(
        pages <= 155,
        "151 pages and three in a hundred: {requests:?}"
    );
    assert!(
        requests["mediaItems.list"] < 140,
        "searches by days took part: {requests:?}"
    );
    world.reopen().await;
    world.forget_stats().await;
    world.clock.advance_ms(60_000);
    world.sync().await;
    assert_eq!(
        world.library_requests().await,
        3,
        "two pages of albums and one of items say that nothing is new: {:?}",
        world.requests().await
    );
}

#[tokio::test]
async fn several_readers_go_on_where_they_were() {
    // Albums are listed at the same time, so how many pages of items come before the end of the day differs.
    let mut stopped = None;
    for limit in [310, 260, 210, 170, 130, 90] {
        let (world, _) = World::signed_in(LibrarySource::Synthetic(15_050)).await;
        world.fault(json!({ "kind": "quirks", "on": false })).await;
        world
            .fault(json!({ "kind": "daily_quota", "limit": limit }))
            .await;
        world.sync().await;
        world.core.close().await;
        let file = albumen_core::Paths::under(world.home.path()).index();
        let db = rusqlite::Connection::open(file).unwrap();
        let readers = "SELECT count(*) FROM sync_gaps WHERE older_ms IS NOT NULL";
        let gaps: u32 = db.query_row(readers, [], |row| row.get(0)).unwrap();
        if gaps >= 1 {
            stopped = Some(world);
            break;
        }
    }
    let mut world = stopped.expect("it stopped while several read");
    world.no_faults().await;
    world.fault(json!({ "kind": "quirks", "on": false })).await;
    let pages = |requests: &std::collections::BTreeMap<String, u64>| {
        requests["mediaItems.list"] + requests["mediaItems.search"]
    };
    let before = pages(&world.requests().await);
    world.reopen().await;
    world.forget_stats().await;
    let job = world.sync().await;
    assert_eq!(job.state, JobState::Done, "{job:?}");
    assert_eq!(total(&world).await, 15_050);
    let requests = world.requests().await;
    // 151 pages of items, 200 of albums, one that says that nothing is newer, and what was under way at the end.
    assert!(
        before + pages(&requests) <= 151 + 200 + 30,
        "not from the beginning again: {before} and {requests:?}"
    );
}

#[tokio::test]
async fn where_google_refuses_to_filter_by_days_one_reader_sees_everything() {
    let (world, _) = World::signed_in(LibrarySource::Synthetic(15_050)).await;
    world
        .fault(json!({ "kind": "server_error", "status": 400, "methods": ["mediaItems.search"] }))
        .await;
    // What the albums hold is asked with the same call, so the look cannot end well; the items are here all the same.
    assert_eq!(world.sync().await.state, JobState::Failed);
    assert_eq!(total(&world).await, 15_050, "nothing is missed or doubled");
    let refused = world.count("mediaItems.search").await;
    assert!(refused <= 16, "not asked again and again: {refused}");
    world.no_faults().await;
    assert_eq!(world.sync().await.state, JobState::Done);
    assert_eq!(total(&world).await, 15_050);
}

#[tokio::test]
async fn a_stale_page_token_begins_the_look_anew() {
    let (mut world, _) = World::signed_in(LibrarySource::Synthetic(2_000)).await;
    world
        .fault(json!({ "kind": "quota_spent", "methods": ["mediaItems.list"], "chance": 0.2, "seed": 11 }))
        .await;
    assert_eq!(world.sync().await.state, JobState::Failed);
    world.no_faults().await;
    world.core.close().await;
    let db =
        rusqlite::Connection::open(albumen_core::Paths::under(world.home.path()).index()).unwrap();
    assert_eq!(
        db.execute("UPDATE sync_gaps SET newer_page = 'of-another-day'", [])
            .unwrap(),
        1
    );
    drop(db);
    world.reopen().await;
    let job = world.sync().await;
    assert_eq!(job.state, JobState::Done, "{job:?}");
    assert_eq!(total(&world).await, 2_000);
}

#[tokio::test]
async fn asking_twice_is_asking_once_and_a_cancelled_look_stops() {
    let (world, key) = World::signed_in(LibrarySource::Synthetic(250)).await;
    world
        .fault(json!({ "kind": "latency", "ms": 30_000, "methods": ["mediaItems.list"] }))
        .await;
    let first = world.core.sync().now().await.unwrap();
    let second = world.core.sync().now().await.unwrap();
    assert_eq!(first, second, "the same job");
    world.core.jobs().cancel(first).await.unwrap();
    assert_eq!(job_end(&world.core, first).await.state, JobState::Cancelled);
    assert!(!world.core.connections().get(key).await.unwrap().syncing);
    world.no_faults().await;
    assert_eq!(
        world.sync().await.state,
        JobState::Done,
        "and it can begin again"
    );
}

#[tokio::test]
async fn odd_pages_of_google_hide_and_double_nothing() {
    let (world, _) = World::signed_in(LibrarySource::Synthetic(2_600)).await;
    world.fault(json!({ "kind": "quirks", "on": true })).await;
    world
        .fault(json!({ "kind": "empty_pages", "methods": ["albums.list"], "count": 2 }))
        .await;
    let job = world.sync().await;
    assert_eq!(job.state, JobState::Done, "{job:?}");
    assert_eq!(
        total(&world).await,
        2_600,
        "repeated items count once, empty pages end nothing"
    );
}

#[tokio::test]
async fn without_an_answer_the_job_fails_and_everything_stays_readable() {
    let (mut world, key) = World::synced(LibrarySource::Synthetic(120)).await;
    world.stop_emulator().await;
    let job = world.sync().await;
    assert_eq!(job.state, JobState::Failed);
    assert!(job.note.unwrap().contains("cannot be reached"));
    let view = world.core.connections().get(key).await.unwrap();
    assert_eq!(view.health, albumen_core::view::ConnectionHealth::Offline);
    world.reopen().await;
    assert_eq!(
        total(&world).await,
        120,
        "after a restart without network too"
    );
    let albums = world.core.albums().list().await.unwrap();
    assert_eq!(albums.len(), 3);
    let days: Vec<Segment> = world.core.items().segments(GridScope::All).await.unwrap();
    let grid = world
        .core
        .items()
        .grid(GridScope::All, &[days[0].key.clone()])
        .await
        .unwrap();
    assert_eq!(
        grid[0].len(),
        days[0].items as usize,
        "the grid has its tiles"
    );
    assert!(grid[0][0].width_px > 0, "and their shapes");
}

#[tokio::test]
async fn the_engine_looks_by_itself_after_a_sign_in_and_at_the_start() {
    let mut world = World::new(LibrarySource::Synthetic(30)).await;
    world.core.close().await;
    let mut config = world.config();
    config.policy.sync_by_itself = true;
    world.core = albumen_core::Core::open(config).await.unwrap();
    let key = world.sign_in(crate::support::MARA).await.key;
    let (core, connections) = (world.core.clone(), world.core.connections());
    until(&core, "it was synced after sign-in", || async {
        connections.get(key).await.unwrap().synced_ms.is_some()
    })
    .await;
    assert_eq!(total(&world).await, 30);
    world.core.close().await;
    world.clock.advance_ms(1_000);
    let mut config = world.config();
    config.policy.sync_by_itself = true;
    world.core = albumen_core::Core::open(config).await.unwrap();
    let (core, connections, now_ms) = (
        world.core.clone(),
        world.core.connections(),
        world.clock.now_ms(),
    );
    until(&core, "it was synced at the start", || async {
        connections.get(key).await.unwrap().synced_ms == Some(now_ms)
    })
    .await;
    world.core.close().await;
}

#[tokio::test]
async fn a_background_look_leaves_the_person_requests_of_the_day() {
    let (mut world, key) = World::synced(LibrarySource::Synthetic(30)).await;
    world.core.close().await;
    let mut config = world.config();
    config.policy.sync_by_itself = true;
    config.policy.sync_every = Duration::from_secs(3600);
    config.policy.sync_stops_at_requests = 1;
    world.clock.advance_ms(1_000);
    let before = world.clock.now_ms();
    world.core = albumen_core::Core::open(config).await.unwrap();
    let (core, connections) = (world.core.clone(), world.core.connections());
    let watching = core.watching();
    until(&core, "it knows that its share is used up", || async {
        let view = watching.view(key).await.unwrap();
        view.held == Some(albumen_core::view::WatchHold::QuotaSpent)
    })
    .await;
    assert_eq!(
        world.library_requests().await,
        0,
        "the share for looking is used up"
    );
    assert!(connections.get(key).await.unwrap().synced_ms < Some(before));
    let job = world.sync().await;
    assert_eq!(job.state, JobState::Done, "the person may ask all the same");
    assert_eq!(world.count("mediaItems.list").await, 1);
    world.core.close().await;
}

#[tokio::test]
async fn a_video_is_asked_after_until_google_is_done_with_it() {
    let (world, _) = World::synced(LibrarySource::Empty).await;
    world
        .fault(json!({ "kind": "video_processing", "ms": 300 }))
        .await;
    world.upload_elsewhere("clip.mp4", mp4()).await;
    world.sync().await;
    let items = world.core.items();
    let key = items.recent(1, 0).await.unwrap()[0].key;
    until(&world.core, "the video became ready", || async {
        items.details(key).await.unwrap().item.state == albumen_core::view::ItemState::Ready
    })
    .await;
    assert!(
        world.count("mediaItems.batchGet").await >= 1,
        "it was asked for, not listed"
    );
}

/// A tiny picture, another one for each number.
pub fn gif(number: u8) -> Vec<u8> {
    let mut bytes = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00".to_vec();
    bytes.extend([number, 0xff, 0xff]);
    bytes.extend(
        b"!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;",
    );
    bytes
}

/// The beginning of a video, enough to be taken for one.
pub fn mp4() -> Vec<u8> {
    let mut bytes = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom".to_vec();
    bytes.extend(std::iter::repeat_n(0x5a, 300_000));
    bytes
}
