//! Everything since: by when it was taken, and by when it came into the library.

use super::*;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// All that was added then or later, into a folder of its own.
fn added_since(world: &World, since_ms: i64, to: &str) -> DownloadRequest {
    DownloadRequest {
        what: DownloadWhat::Everything {
            since_ms: None,
            added_since_ms: Some(since_ms),
        },
        to: world.home.path().join(to).to_string_lossy().into_owned(),
        template: "{filename}".to_owned(),
        ..request(world, AlbumKey(0))
    }
}

fn names(world: &World, folder: &str) -> Vec<String> {
    let folder = world.home.path().join(folder);
    files(&folder).into_keys().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_added_since_a_day_comes_however_old_it_is() {
    let (mut world, _) = World::synced(LibrarySource::Empty).await;
    reopen(&mut world).await;
    world.upload_elsewhere("first.jpg", jpeg(1)).await;
    world.sync().await;
    world.clock.advance_ms(3 * DAY_MS);
    let later_ms = world.clock.now_ms();
    for number in 2..5 {
        let name = format!("later {number}.jpg");
        world.upload_elsewhere(&name, jpeg(number)).await;
    }
    world.sync().await;
    let wished = added_since(&world, later_ms - DAY_MS, "later");
    let forecast = world.core.downloads().forecast(&wished).await.unwrap();
    assert_eq!((forecast.items, forecast.copies), (3, 3), "{forecast:?}");
    let ended = download(&world, wished).await;
    assert_eq!((ended.items, ended.copies), (3, 3), "{ended:?}");
    assert_eq!(ended.title, "Everything added since 23 September 2026");
    assert_eq!(
        names(&world, "later"),
        ["later 2.jpg", "later 3.jpg", "later 4.jpg"]
    );
    let all = download(&world, added_since(&world, 0, "all")).await;
    assert_eq!(
        all.items, 4,
        "what came before is there for who asks for it"
    );
    let none = download(&world, added_since(&world, later_ms + DAY_MS, "none")).await;
    assert_eq!((none.state, none.items), (DownloadState::Done, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_download_of_everything_is_offered_once_all_of_it_came() {
    let (mut world, _) = World::synced(LibrarySource::Empty).await;
    reopen(&mut world).await;
    let last = async |world: &World| {
        let habits = world.core.downloads().habits().await.unwrap();
        habits.last_everything_ms
    };
    world.upload_elsewhere("one.jpg", jpeg(1)).await;
    world.sync().await;
    assert_eq!(last(&world).await, None, "nothing was downloaded yet");
    let taken = DownloadRequest {
        what: DownloadWhat::Everything {
            since_ms: Some(0),
            added_since_ms: None,
        },
        ..added_since(&world, 0, "taken")
    };
    download(&world, taken).await;
    assert_eq!(last(&world).await, None, "some was left out of it");
    let began_ms = world.clock.now_ms();
    download(&world, added_since(&world, 0, "all")).await;
    assert_eq!(last(&world).await, Some(began_ms));
    world.clock.advance_ms(DAY_MS);
    world
        .fault(json!({ "kind": "server_error", "status": 500, "methods": BYTES, "chance": 1.0 }))
        .await;
    world.upload_elsewhere("two.jpg", jpeg(2)).await;
    world.sync().await;
    let failed = download(&world, added_since(&world, began_ms, "all")).await;
    assert_eq!(failed.failed, 1, "{failed:?}");
    assert_eq!(
        last(&world).await,
        Some(began_ms),
        "what did not come is not skipped by who goes on from there"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_from_before_there_was_such_a_day_goes_on() {
    let what: DownloadWhat =
        serde_json::from_value(json!({ "kind": "everything", "sinceMs": null })).unwrap();
    assert_eq!(
        what,
        DownloadWhat::Everything {
            since_ms: None,
            added_since_ms: None
        }
    );
}
