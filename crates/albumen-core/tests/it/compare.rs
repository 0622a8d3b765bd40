//! Comparing with Google: what it finds, what it costs, what it survives.

use albumen_core::view::{Chosen, GridItem, GridScope, JobState};
use photos_emulator::LibrarySource;
use serde_json::json;

use crate::support::{World, job_end, until};
use crate::sync::gif;

async fn compare(world: &World) {
    let job = world.core.sync().compare().await.unwrap();
    let job = job_end(&world.core, job).await;
    assert_eq!(job.state, JobState::Done, "{job:?}");
}

async fn shown(world: &World, scope: GridScope) -> Vec<GridItem> {
    let items = world.core.items();
    let segments = items.segments(scope.clone()).await.unwrap();
    let counted: u32 = segments.iter().map(|segment| segment.items).sum();
    let keys: Vec<String> = segments.into_iter().map(|segment| segment.key).collect();
    let grid: Vec<GridItem> = items
        .grid(scope, &keys)
        .await
        .unwrap()
        .into_iter()
        .flatten()
        .collect();
    assert_eq!(
        counted as usize,
        grid.len(),
        "segments count what they hold"
    );
    grid
}

async fn upload(world: &World, number: u8) -> String {
    let item = world
        .upload_elsewhere(&format!("{number}.gif"), gif(number))
        .await;
    item["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_is_gone_is_kept_apart_until_the_person_clears_it() {
    let (world, _) = World::synced(LibrarySource::Synthetic(230)).await;
    world.fault(json!({ "kind": "quirks", "on": false })).await;
    let ids = [upload(&world, 1).await, upload(&world, 2).await];
    world.sync().await;
    world.delete(&format!("items/{}", ids[0])).await;
    world.clock.advance_ms(1_000);
    world.forget_stats().await;
    compare(&world).await;
    assert_eq!(shown(&world, GridScope::All).await.len(), 231);
    let missing = shown(&world, GridScope::Missing).await;
    let names: Vec<&str> = missing.iter().map(|item| item.file_name.as_str()).collect();
    assert_eq!(names, ["1.gif"]);
    let details = world.core.items().details(missing[0].key).await.unwrap();
    assert!(details.missing_since_ms.is_some());
    let facts = world.core.sync().facts().await.unwrap();
    assert_eq!((facts.items, facts.missing), (231, 1));
    assert_eq!(facts.comparing_percent, None, "it is over");
    assert_eq!(facts.compared_ms, Some(world.clock.now_ms()));
    assert!(facts.index_bytes > 0);
    assert_eq!(
        world.count("mediaItems.batchGet").await,
        1,
        "it was asked for by its id before it was called missing"
    );

    let all = |scope: GridScope, keys: Vec<_>| Chosen {
        scope,
        spans: Vec::new(),
        keys,
        without: Vec::new(),
    };
    let there = shown(&world, GridScope::All).await[0].key;
    let refused = world
        .core
        .forget_missing(&all(GridScope::All, vec![there]))
        .await
        .unwrap();
    assert_eq!(refused, 0, "what Google shows is not forgotten");
    let forgotten = world
        .core
        .forget_missing(&all(GridScope::Missing, vec![missing[0].key]))
        .await
        .unwrap();
    assert_eq!(forgotten, 1);
    assert!(shown(&world, GridScope::Missing).await.is_empty());
    assert_eq!(shown(&world, GridScope::All).await.len(), 231);
}

#[tokio::test]
async fn the_order_of_an_album_that_changed_elsewhere_is_found() {
    let (world, _) = World::synced(LibrarySource::Empty).await;
    let ids = [upload(&world, 1).await, upload(&world, 2).await];
    let album = world
        .elsewhere("/v1/albums", json!({ "album": { "title": "Two" } }))
        .await;
    let path = |what: &str| format!("/v1/albums/{}:{what}", album["id"].as_str().unwrap());
    let change = |what: &str, ids: Vec<&String>| {
        world.elsewhere_owned(path(what), json!({ "mediaItemIds": ids }))
    };
    change("batchAddMediaItems", vec![&ids[0], &ids[1]]).await;
    world.sync().await;
    let key = world.core.albums().list().await.unwrap()[0].key;
    let names = async |world: &World| -> Vec<String> {
        let items = shown(world, GridScope::Album { album: key }).await;
        items.into_iter().map(|item| item.file_name).collect()
    };
    assert_eq!(names(&world).await, ["1.gif", "2.gif"]);
    change("batchRemoveMediaItems", vec![&ids[0]]).await;
    change("batchAddMediaItems", vec![&ids[0]]).await;
    world.sync().await;
    assert_eq!(
        names(&world).await,
        ["1.gif", "2.gif"],
        "Google counts as before, so a look cannot tell"
    );
    compare(&world).await;
    assert_eq!(names(&world).await, ["2.gif", "1.gif"]);
}

#[tokio::test]
async fn a_comparison_by_itself_goes_on_piece_by_piece_within_its_share_of_the_day() {
    let (mut world, _) = World::synced(LibrarySource::Synthetic(1_000)).await;
    world.fault(json!({ "kind": "quirks", "on": false })).await;
    world.core.close().await;
    world.clock.advance_ms(8 * 24 * 60 * 60 * 1000);
    let mut config = world.config();
    config.policy.sync_by_itself = true;
    config.policy.compare_requests_at_once = 4;
    config.policy.compare_requests_a_day = 6;
    let open = async |world: &mut World, config: albumen_core::CoreConfig| {
        let before = world.clock.now_ms();
        world.core = albumen_core::Core::open(config).await.unwrap();
        let connections = world.core.connections();
        until(&world.core, "it looked", || async {
            let view = &connections.list().await.unwrap()[0];
            view.synced_ms == Some(before) && !view.syncing
        })
        .await;
    };
    let again = |world: &World| {
        let mut config = world.config();
        config.policy.sync_by_itself = true;
        config.policy.compare_requests_at_once = 4;
        config.policy.compare_requests_a_day = 6;
        config
    };
    world.forget_stats().await;
    open(&mut world, config).await;
    assert_eq!(
        world.count("mediaItems.list").await,
        1 + 4,
        "a look and a piece"
    );
    let facts = world.core.sync().facts().await.unwrap();
    assert_eq!(facts.comparing_percent, Some(40));
    world.core.close().await;
    world.clock.advance_ms(60_000);
    let config = again(&world);
    open(&mut world, config).await;
    assert_eq!(
        world.count("mediaItems.list").await,
        1 + 4 + 1 + 2,
        "no more than the share of the day"
    );
    world.core.close().await;
    world.clock.advance_ms(24 * 60 * 60 * 1000);
    let config = again(&world);
    open(&mut world, config).await;
    assert_eq!(
        world.count("mediaItems.list").await,
        1 + 4 + 1 + 2 + 1 + 4,
        "it goes on the next day, where it was"
    );
    compare(&world).await;
    assert_eq!(
        world.count("mediaItems.list").await,
        1 + 4 + 1 + 2 + 1 + 4 + 1,
        "the person may have it whole: all was compared, and a look is one more"
    );
    let facts = world.core.sync().facts().await.unwrap();
    assert_eq!((facts.missing, facts.comparing_percent), (0, None));
    assert!(facts.compared_ms.is_some());
    world.core.close().await;
}

#[tokio::test]
async fn a_comparison_whose_page_token_is_refused_goes_on_by_the_day_it_came_to() {
    let (mut world, _) = World::synced(LibrarySource::Synthetic(1_000)).await;
    world.fault(json!({ "kind": "quirks", "on": false })).await;
    let id = upload(&world, 1).await;
    world.sync().await;
    world.delete(&format!("items/{id}")).await;
    world.clock.advance_ms(1_000);
    world
        .fault(json!({ "kind": "quota_spent", "methods": ["mediaItems.list"], "chance": 0.2, "seed": 11 }))
        .await;
    let job = world.core.sync().compare().await.unwrap();
    assert_eq!(job_end(&world.core, job).await.state, JobState::Failed);
    world.no_faults().await;
    world.fault(json!({ "kind": "quirks", "on": false })).await;
    world.core.close().await;
    let file = albumen_core::Paths::under(world.home.path()).index();
    let db = rusqlite::Connection::open(file).unwrap();
    let stale = "UPDATE syncs SET look_page = 'of-another-day' WHERE look_page IS NOT NULL";
    assert_eq!(
        db.execute(stale, []).unwrap(),
        1,
        "it stopped in the middle"
    );
    drop(db);
    world.reopen().await;
    compare(&world).await;
    assert_eq!(shown(&world, GridScope::All).await.len(), 1_000);
    assert_eq!(
        shown(&world, GridScope::Missing).await.len(),
        1,
        "nothing is called missing that is there"
    );
    assert!(world.count("mediaItems.search").await > 0);
}
