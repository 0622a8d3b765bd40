//! Media items: the grid, details, downloads, videos.

use albumen_core::view::{GridScope, ItemKey, ItemKind};
use albumen_core::{CoreError, VideoSource};
use futures::StreamExt as _;
use photos_emulator::LibrarySource;
use serde_json::json;

use crate::support::{World, add, until};
use crate::sync::{gif, mp4};

/// One item, uploaded and seen.
async fn with_item(name: &str, bytes: Vec<u8>) -> (World, ItemKey) {
    let (world, _) = World::synced(LibrarySource::Empty).await;
    world
        .fault(json!({ "kind": "video_processing", "ms": 0 }))
        .await;
    world.upload_elsewhere(name, bytes).await;
    world.sync().await;
    let key = world.core.items().recent(1, 0).await.unwrap()[0].key;
    world.forget_stats().await;
    (world, key)
}

#[tokio::test]
async fn days_come_newest_first_and_hold_what_they_say() {
    let (world, _) = World::synced(LibrarySource::Synthetic(400)).await;
    let items = world.core.items();
    let days = items.segments(GridScope::All).await.unwrap();
    assert!(days.len() > 1 && days.windows(2).all(|pair| pair[0].day > pair[1].day));
    let keys: Vec<String> = days.iter().map(|day| day.key.clone()).collect();
    let grid = items.grid(GridScope::All, &keys).await.unwrap();
    for (day, tiles) in days.iter().zip(&grid) {
        assert_eq!(day.items as usize, tiles.len(), "{:?}", day.day);
        assert!(
            tiles
                .windows(2)
                .all(|pair| pair[0].taken_ms >= pair[1].taken_ms),
            "newest first within a day too"
        );
    }
    let all: Vec<_> = grid.into_iter().flatten().collect();
    assert_eq!(
        items.recent(7, 5).await.unwrap(),
        all[5..12],
        "the list is the grid in one piece"
    );
    assert_eq!(
        items
            .grid(GridScope::All, &["1999-01-01".to_owned()])
            .await
            .unwrap(),
        [vec![]],
        "a day that is gone"
    );
    assert_eq!(
        world.library_requests().await,
        0,
        "the grid asks Google for nothing"
    );
}

#[tokio::test]
async fn a_long_album_comes_in_runs() {
    let (world, _) = World::synced(LibrarySource::Synthetic(250)).await;
    let all = world.core.items().recent(1_000, 0).await.unwrap();
    let keys: Vec<ItemKey> = all.iter().map(|item| item.key).collect();
    let made = world.core.albums().create("Long").await.unwrap();
    add(&world, made.key, &keys).await;
    let album = world.core.albums().get(made.key).await.unwrap();
    assert_eq!(album.items, 250, "in five calls of 50");
    let scope = || GridScope::Album { album: album.key };
    let runs = world.core.items().segments(scope()).await.unwrap();
    assert!(
        runs[..runs.len() - 1].iter().all(|run| run.items == 200),
        "all but the last are full"
    );
    assert_eq!(runs.iter().map(|run| run.items).sum::<u32>(), album.items);
    let last = world
        .core
        .items()
        .grid(scope(), &[runs[runs.len() - 1].key.clone()])
        .await
        .unwrap();
    assert_eq!(last[0].len(), runs[runs.len() - 1].items as usize);
}

#[tokio::test]
async fn details_are_put_into_words_and_name_the_albums() {
    let (world, _) = World::synced(LibrarySource::Synthetic(80)).await;
    let items = world.core.items();
    let tile = items.recent(1, 0).await.unwrap().remove(0);
    let details = items.details(tile.key).await.unwrap();
    assert_eq!(details.item, tile);
    assert!(details.camera.is_some() && details.has_page);
    assert_eq!(
        details.albums.len(),
        1,
        "the newest item is in the first journey"
    );
    assert_eq!(details.local_path, None, "it was not uploaded from here");
    assert!(items.page_url(tile.key).await.unwrap().is_some());
    let missing = items.details(ItemKey(4711)).await.unwrap_err();
    assert_eq!(missing.code(), "notFound");
}

#[tokio::test]
async fn a_download_has_the_bytes_of_google_and_writes_over_nothing() {
    let (world, key) = with_item("a/b.gif", gif(9)).await;
    let folder = tempfile::tempdir().unwrap();
    let first = world
        .core
        .downloads()
        .one(key, folder.path())
        .await
        .unwrap();
    let second = world
        .core
        .downloads()
        .one(key, folder.path())
        .await
        .unwrap();
    assert_eq!(
        first.file_name().unwrap(),
        "a_b.gif",
        "a name that holds a slash leads into no folder"
    );
    assert_eq!(second.file_name().unwrap(), "a_b (2).gif");
    let id = world.get("items").await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let kept = crate::support::browser().get(
        world
            .url
            .join(&format!("/_control/media/{id}/bytes"))
            .unwrap(),
    );
    let kept = kept.send().await.unwrap().bytes().await.unwrap();
    assert_eq!(std::fs::read(&first).unwrap(), kept);
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 2, "nothing half written is left: {left:?}");
}

#[tokio::test]
async fn a_cut_download_leaves_no_file() {
    let (world, key) = with_item("clip.mp4", mp4()).await;
    let folder = tempfile::tempdir().unwrap();
    world
        .fault(json!({ "kind": "cut", "after_bytes": 10_000, "methods": ["media.bytes"] }))
        .await;
    let cut = world
        .core
        .downloads()
        .one(key, folder.path())
        .await
        .unwrap_err();
    assert_eq!(cut.code(), "offline", "{cut:?}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_video_is_read_while_it_arrives_and_once() {
    let (world, key) = with_item("clip.mp4", mp4()).await;
    assert_eq!(
        world.core.items().recent(1, 0).await.unwrap()[0].kind,
        ItemKind::Video
    );
    let items = world.core.items();
    let VideoSource::Google(video) = items.video_source(key).await.unwrap() else {
        panic!("it is not on this computer")
    };
    let VideoSource::Google(same) = items.video_source(key).await.unwrap() else {
        panic!("it is still arriving")
    };
    let (whole, tail) = tokio::join!(read(video.read_from(0)), read(same.read_from(299_000)));
    assert_eq!(whole, mp4(), "every byte");
    assert_eq!(tail, mp4()[299_000..], "from any place");
    assert_eq!(
        world.count("media.bytes").await,
        2,
        "fetched once for both: the address and where it leads"
    );
    assert_eq!(video.length(), Some(mp4().len() as u64));
    drop((video, same));
    let VideoSource::File(file) = items.video_source(key).await.unwrap() else {
        panic!("it is kept for an hour")
    };
    assert_eq!(std::fs::read(&file).unwrap(), mp4());
    assert_eq!(world.count("media.bytes").await, 2, "and not again");
}

async fn read(stream: impl futures::Stream<Item = std::io::Result<bytes::Bytes>>) -> Vec<u8> {
    let chunks: Vec<_> = stream.collect().await;
    chunks
        .into_iter()
        .flat_map(|chunk| chunk.unwrap().to_vec())
        .collect()
}

#[tokio::test]
async fn a_video_that_google_works_on_says_so() {
    let (world, _) = World::synced(LibrarySource::Empty).await;
    world
        .fault(json!({ "kind": "video_processing", "ms": 600_000 }))
        .await;
    world.upload_elsewhere("clip.mp4", mp4()).await;
    world.sync().await;
    let items = world.core.items();
    let key = items.recent(1, 0).await.unwrap()[0].key;
    let working = items.video_source(key).await.map(|_| ()).unwrap_err();
    assert!(matches!(working, CoreError::StillProcessing), "{working:?}");
    until(&world.core, "the tile shows it", || async {
        items.details(key).await.unwrap().item.state == albumen_core::view::ItemState::Processing
    })
    .await;
}
