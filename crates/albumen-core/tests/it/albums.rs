//! Albums: made once, changed at Google and here at the same time.

use albumen_core::CoreError;
use albumen_core::view::{
    AddOrder, AlbumEnd, AlbumKey, AlbumPlace, AlbumView, Chosen, GridScope, ItemKey, JobState,
    ShareWith, Span,
};
use photos_emulator::LibrarySource;
use serde_json::{Value, json};

use crate::support::{World, add, job_end, take_out, these};
use crate::sync::gif;

/// The titles of the albums that Google holds.
async fn at_google(world: &World) -> Vec<Value> {
    world.get("albums").await.as_array().unwrap().clone()
}

async fn names(world: &World, album: AlbumKey) -> Vec<String> {
    let scope = || GridScope::Album { album };
    let runs = world.core.items().segments(scope()).await.unwrap();
    let keys: Vec<String> = runs.into_iter().map(|run| run.key).collect();
    let grid = world.core.items().grid(scope(), &keys).await.unwrap();
    grid.into_iter()
        .flatten()
        .map(|item| item.file_name)
        .collect()
}

/// Items uploaded and seen, in the order of their numbers.
pub async fn with_items(count: u8) -> (World, Vec<ItemKey>) {
    let (world, _) = World::synced(LibrarySource::Empty).await;
    for number in 0..count {
        world
            .upload_elsewhere(&format!("{number}.gif"), gif(number))
            .await;
    }
    world.sync().await;
    let mut items = world.core.items().recent(1_000, 0).await.unwrap();
    items.sort_by_key(|item| {
        item.file_name
            .trim_end_matches(".gif")
            .parse::<u32>()
            .unwrap()
    });
    world.forget_stats().await;
    (world, items.into_iter().map(|item| item.key).collect())
}

#[tokio::test]
async fn a_new_album_is_there_at_once_without_a_sync() {
    let (world, _) = World::synced(LibrarySource::Empty).await;
    let made = world
        .core
        .albums()
        .create("  Lakes \u{1f3de} \"2026\" ")
        .await
        .unwrap();
    assert_eq!(
        made.title, "Lakes \u{1f3de} \"2026\"",
        "trimmed, otherwise as typed"
    );
    assert!(made.writable && made.has_page);
    assert_eq!(
        world.core.albums().list().await.unwrap(),
        std::slice::from_ref(&made)
    );
    assert_eq!(
        world.library_requests().await,
        1,
        "one request, no look afterwards"
    );
    let page = world
        .core
        .albums()
        .page_url(made.key)
        .await
        .unwrap()
        .unwrap();
    assert!(page.path().starts_with("/lr/album/"));
    let refused = world.core.albums().create("   ").await.unwrap_err();
    assert!(matches!(refused, CoreError::BadTitle));
    assert_eq!(
        world.library_requests().await,
        1,
        "what Google would refuse is not sent"
    );
}

#[tokio::test]
async fn after_a_lost_answer_the_album_is_looked_for_and_not_made_twice() {
    let (world, _) = World::synced(LibrarySource::Empty).await;
    let older = world
        .elsewhere("/v1/albums", json!({ "album": { "title": "Lakes" } }))
        .await;
    world.sync().await;
    world.clock.advance_ms(1_000);
    world
        .fault(json!({ "kind": "lost_answer", "methods": ["albums.create"], "count": 1 }))
        .await;
    let made = world.core.albums().create("Lakes").await.unwrap();
    let held = at_google(&world).await;
    assert_eq!(
        held.len(),
        2,
        "the older one of that title and the new one: {held:?}"
    );
    let ours = world
        .core
        .albums()
        .page_url(made.key)
        .await
        .unwrap()
        .unwrap();
    assert!(
        !ours.as_str().contains(older["id"].as_str().unwrap()),
        "not the older one of the same title"
    );
    assert_eq!(world.core.albums().list().await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_wish_whose_answer_never_came_is_settled_by_the_next_sync() {
    let (mut world, _) = World::synced(LibrarySource::Empty).await;
    world
        .fault(json!({ "kind": "lost_answer", "methods": ["albums.create"], "count": 1 }))
        .await;
    world
        .fault(json!({ "kind": "cut", "after_bytes": 0, "methods": ["albums.list"] }))
        .await;
    let unsure = world.core.albums().create("Seas").await.unwrap_err();
    assert_eq!(unsure.code(), "offline", "{unsure:?}");
    assert!(
        world.core.albums().list().await.unwrap().is_empty(),
        "an album that may not be there is not shown"
    );
    world.no_faults().await;
    world.reopen().await;
    assert_eq!(world.sync().await.state, JobState::Done);
    let albums = world.core.albums().list().await.unwrap();
    assert_eq!(
        albums
            .iter()
            .map(|album| album.title.as_str())
            .collect::<Vec<_>>(),
        ["Seas"]
    );
    assert_eq!(at_google(&world).await.len(), 1, "made once");
}

#[tokio::test]
async fn a_refused_creation_leaves_nothing_behind() {
    let (world, _) = World::synced(LibrarySource::Empty).await;
    world
        .fault(json!({ "kind": "quota_spent", "methods": ["albums.create"], "count": 1 }))
        .await;
    let refused = world.core.albums().create("Seas").await.unwrap_err();
    assert_eq!(refused.code(), "quotaSpent");
    assert!(
        refused.retry_after_s().unwrap() <= 25 * 3600,
        "it says when to try again"
    );
    world.sync().await;
    assert!(
        at_google(&world).await.is_empty(),
        "the next sync does not make it after all"
    );
}

#[tokio::test]
async fn many_at_once_make_as_many_albums_one_after_the_other() {
    let (world, _) = World::synced(LibrarySource::Empty).await;
    let albums = world.core.albums();
    let titles = ["a", "b", "c", "a"];
    let made = futures::future::join_all(titles.iter().map(|title| albums.create(title))).await;
    assert!(made.iter().all(Result::is_ok), "{made:?}");
    assert_eq!(
        world.get("stats").await["concurrent_write_peak"],
        1,
        "Google refuses concurrent writes"
    );
    assert_eq!(
        at_google(&world).await.len(),
        4,
        "two of the same title because two were asked for"
    );
}

#[tokio::test]
async fn adding_removing_and_adding_again_restores_the_album() {
    let (world, items) = with_items(4).await;
    let albums = world.core.albums();
    let key = albums.create("Undo").await.unwrap().key;
    assert!(add(&world, key, &items).await.undo);
    let added = albums.get(key).await.unwrap();
    assert_eq!((added.items, added.covers.len()), (4, 3));
    assert!(
        added.newest_ms.is_some() && added.first_day.is_some(),
        "{added:?}"
    );
    let took = take_out(&world, key, &items[2..]).await;
    assert!(took.undo, "{took:?}");
    let removed = albums.get(key).await.unwrap();
    assert_eq!(removed.items, 2);
    assert_eq!(names(&world, key).await, ["0.gif", "1.gif"]);
    let undoing = world.core.jobs().undo(took.id).await.unwrap();
    let undone = job_end(&world.core, undoing).await;
    assert!(undone.note.unwrap().contains("at its end") && !undone.undo);
    assert_eq!(albums.get(key).await.unwrap().items, 4);
    assert_eq!(
        names(&world, key).await,
        ["0.gif", "1.gif", "2.gif", "3.gif"]
    );
    world.forget_stats().await;
    world.sync().await;
    assert_eq!(
        world.count("mediaItems.search").await,
        0,
        "Google counts as we do, so nothing is listed again"
    );
    let held = at_google(&world).await;
    assert_eq!(held[0]["items"].as_array().unwrap().len(), 4);
    assert_eq!(
        world.core.items().recent(10, 0).await.unwrap().len(),
        4,
        "removing from an album deletes nothing"
    );
}

#[tokio::test]
async fn what_is_in_the_album_already_is_not_sent_again() {
    let (world, items) = with_items(2).await;
    let albums = world.core.albums();
    let key = albums.create("Twice").await.unwrap().key;
    add(&world, key, &items).await;
    world.forget_stats().await;
    let again = add(&world, key, &items).await;
    assert!(again.note.unwrap().contains("already"));
    assert!(!again.undo, "nothing was done");
    assert_eq!(albums.get(key).await.unwrap().items, 2);
    assert_eq!(world.library_requests().await, 0);
}

#[tokio::test]
async fn bad_items_are_found_by_halving_and_the_rest_goes_on() {
    let (world, items) = with_items(60).await;
    let albums = world.core.albums();
    let key = albums.create("Many").await.unwrap().key;
    let held = world.get("items").await;
    for gone in ["7.gif", "55.gif"] {
        let item = held
            .as_array()
            .unwrap()
            .iter()
            .find(|item| item["filename"] == gone)
            .unwrap();
        world
            .delete(&format!("items/{}", item["id"].as_str().unwrap()))
            .await;
    }
    world.forget_stats().await;
    let some = add(&world, key, &items).await;
    assert_eq!(some.state, JobState::Done);
    let note = some.note.unwrap();
    assert!(
        note.contains("Added 58 photos") && note.contains("refused 2"),
        "{note}"
    );
    assert_eq!(
        (some.done, some.total),
        (60, Some(60)),
        "all were gone through"
    );
    let view = albums.get(key).await.unwrap();
    assert_eq!(view.items, 58);
    let mut expected: Vec<String> = (0..60).map(|number| format!("{number}.gif")).collect();
    expected.retain(|name| name != "7.gif" && name != "55.gif");
    assert_eq!(names(&world, key).await, expected, "in the order asked for");
    let calls = world.count("albums.batchAddMediaItems").await;
    assert!(calls < 30, "halving, not one by one: {calls}");
}

#[tokio::test]
async fn an_album_that_is_gone_costs_no_halving() {
    let (world, items) = with_items(20).await;
    let albums = world.core.albums();
    let key = albums.create("Gone").await.unwrap().key;
    let id = at_google(&world).await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    world.delete(&format!("albums/{id}")).await;
    world.forget_stats().await;
    let gone = add(&world, key, &items).await;
    assert_eq!(gone.state, JobState::Failed);
    assert!(
        gone.note.as_deref().unwrap().contains("album is not there"),
        "{gone:?}"
    );
    assert!(
        world.library_requests().await <= 2,
        "{:?}",
        world.requests().await
    );
    world.clock.advance_ms(1_000);
    world.sync().await;
    assert!(
        albums.list().await.unwrap().is_empty(),
        "the next sync takes it off the list"
    );
}

#[tokio::test]
async fn a_lost_answer_to_a_removal_is_found_out_by_the_next_sync() {
    let (world, items) = with_items(3).await;
    let albums = world.core.albums();
    let key = albums.create("Lost").await.unwrap().key;
    add(&world, key, &items).await;
    world.fault(json!({ "kind": "lost_answer", "methods": ["albums.batchRemoveMediaItems"], "count": 1 })).await;
    let lost = take_out(&world, key, &items[..1]).await;
    assert_eq!(lost.state, JobState::Failed, "{lost:?}");
    world.sync().await;
    assert_eq!(
        names(&world, key).await,
        ["1.gif", "2.gif"],
        "Google had done it"
    );
    assert_eq!(albums.get(key).await.unwrap().items, 2);
}

#[tokio::test]
async fn title_and_cover_change_at_once_and_at_google() {
    let (world, items) = with_items(3).await;
    let albums = world.core.albums();
    let key = albums.create("Before").await.unwrap().key;
    add(&world, key, &items).await;
    assert_eq!(albums.rename(key, "After").await.unwrap().title, "After");
    let covered: AlbumView = albums.set_cover(key, items[2]).await.unwrap();
    assert_eq!(
        covered.covers,
        [items[2], items[0], items[1]],
        "the cover first, then the others"
    );
    let held = at_google(&world).await;
    assert_eq!(held[0]["title"], "After");
    take_out(&world, key, &items[2..]).await;
    let uncovered = albums.get(key).await.unwrap();
    assert_eq!(
        uncovered.covers,
        [items[0], items[1]],
        "a cover that left the album is none"
    );
}

#[tokio::test]
async fn what_is_added_goes_in_as_chosen_or_by_time() {
    let (world, items) = with_items(4).await;
    let albums = world.core.albums();
    let mut by_time = world.core.items().recent(10, 0).await.unwrap();
    by_time.reverse();
    let oldest: Vec<String> = by_time.into_iter().map(|item| item.file_name).collect();
    let newest: Vec<String> = oldest.iter().rev().cloned().collect();
    let chosen = ["2.gif", "0.gif", "3.gif", "1.gif"].map(str::to_owned);
    let all = Span {
        first: i64::MIN,
        last: i64::MAX,
    };
    for (order, expected) in [
        (AddOrder::AsChosen, chosen.to_vec()),
        (AddOrder::OldestFirst, oldest),
        (AddOrder::NewestFirst, newest.clone()),
    ] {
        let key = albums.create(&format!("{order:?}")).await.unwrap().key;
        let singles = these(&[items[2], items[0], items[3], items[1]]);
        let job = albums.add(key, singles, order).await.unwrap();
        job_end(&world.core, job).await;
        assert_eq!(names(&world, key).await, expected, "{order:?}");
    }
    let key = albums.create("A stretch").await.unwrap().key;
    let stretch = Chosen {
        spans: vec![all],
        without: vec![items[1]],
        ..these(&[])
    };
    let job = albums
        .add(key, stretch, AddOrder::OldestFirst)
        .await
        .unwrap();
    job_end(&world.core, job).await;
    let mut without = newest;
    without.reverse();
    without.retain(|name| name != "1.gif");
    assert_eq!(names(&world, key).await, without, "a stretch too");
}

#[tokio::test]
async fn no_two_changes_of_an_account_are_asked_for_at_the_same_time() {
    let (world, items) = with_items(2).await;
    let (albums, sharing) = (world.core.albums(), world.core.sharing());
    let key = albums.create("Before").await.unwrap().key;
    let other = albums.create("Other").await.unwrap().key;
    add(&world, key, &items).await;
    world
        .fault(json!({ "kind": "latency", "ms": 100, "methods": ["albums"] }))
        .await;
    let with = ShareWith {
        collaborative: false,
        commentable: false,
    };
    let (renamed, covered, text, shared) = tokio::join!(
        albums.rename(key, "After"),
        albums.set_cover(key, items[1]),
        albums.add_text(key, "Day one", AlbumEnd::First),
        sharing.share(other, with),
    );
    renamed.unwrap();
    covered.unwrap();
    text.unwrap();
    shared.unwrap();
    assert_eq!(
        world.get("stats").await["concurrent_write_peak"],
        1,
        "Google refuses the second"
    );
}

#[tokio::test]
async fn texts_and_places_stand_in_the_album_where_they_were_put() {
    let (world, items) = with_items(2).await;
    let albums = world.core.albums();
    let key = albums.create("Diary").await.unwrap().key;
    add(&world, key, &items).await;
    albums
        .add_text(key, "  The last day.\n", AlbumEnd::Last)
        .await
        .unwrap();
    let place = AlbumPlace {
        name: " Reine ".to_owned(),
        latitude: 67.93,
        longitude: 13.09,
    };
    albums
        .add_place(key, place.clone(), AlbumEnd::First)
        .await
        .unwrap();
    let held = at_google(&world).await;
    assert_eq!(
        held[0]["enrichments"],
        json!([
            { "at": 0, "place": { "name": "Reine", "latitude": 67.93, "longitude": 13.09 } },
            { "at": 3, "text": "The last day." },
        ]),
    );
    assert_eq!(albums.get(key).await.unwrap().items, 2, "they are no items");

    world.forget_stats().await;
    for refused in [
        albums.add_text(key, " \n ", AlbumEnd::Last).await,
        albums
            .add_text(key, &"x".repeat(1_001), AlbumEnd::Last)
            .await,
        albums
            .add_place(
                key,
                AlbumPlace {
                    latitude: 90.5,
                    ..place.clone()
                },
                AlbumEnd::Last,
            )
            .await,
        albums
            .add_place(
                key,
                AlbumPlace {
                    longitude: f64::NAN,
                    ..place.clone()
                },
                AlbumEnd::Last,
            )
            .await,
        albums
            .add_place(
                key,
                AlbumPlace {
                    name: " ".to_owned(),
                    ..place
                },
                AlbumEnd::Last,
            )
            .await,
    ] {
        assert!(matches!(refused, Err(CoreError::NotPutIn { .. })));
    }
    assert_eq!(
        world.library_requests().await,
        0,
        "what Google would refuse is not sent"
    );

    world
        .fault(json!({ "kind": "lost_answer", "methods": ["albums.addEnrichment"], "count": 1 }))
        .await;
    let unsure = albums.add_text(key, "Twice", AlbumEnd::Last).await;
    assert!(
        matches!(unsure, Err(CoreError::MayBePutIn)),
        "nobody can look whether it is there: {unsure:?}"
    );
    let held = at_google(&world).await;
    let texts = held[0]["enrichments"].as_array().unwrap();
    let twice = texts.iter().filter(|one| one["text"] == "Twice").count();
    assert_eq!(twice, 1, "it is not sent a second time");
}

#[tokio::test]
async fn adding_is_undone_by_taking_out_exactly_what_was_added() {
    let (world, items) = with_items(5).await;
    let albums = world.core.albums();
    let key = albums.create("Some").await.unwrap().key;
    add(&world, key, &items[1..2]).await;
    let job = add(&world, key, &items).await;
    assert_eq!(
        job.note.as_deref(),
        Some("Added 4 photos to \u{201c}Some\u{201d}, 1 was there already.")
    );
    let undone = job_end(&world.core, world.core.jobs().undo(job.id).await.unwrap()).await;
    assert_eq!(undone.state, JobState::Done);
    assert_eq!(
        names(&world, key).await,
        ["1.gif"],
        "what was there before stays"
    );
    assert_eq!(
        at_google(&world).await[0]["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let twice = world.core.jobs().undo(job.id).await.unwrap_err();
    assert!(matches!(twice, CoreError::CannotUndo), "{twice:?}");
    let listed = world.core.jobs().list().await;
    assert!(
        listed.iter().all(|one| one.id != job.id || !one.undo),
        "and the list says so"
    );
}

#[tokio::test]
async fn a_full_album_takes_what_fits() {
    let (world, items) = with_items(8).await;
    let albums = world.core.albums();
    let key = albums.create("Small").await.unwrap().key;
    world
        .fault(json!({ "kind": "album_capacity", "items": 5 }))
        .await;
    let job = add(&world, key, &items).await;
    let note = job.note.unwrap();
    assert!(
        note.contains("Added 5 photos") && note.contains("3 photos did not fit"),
        "{note}"
    );
    assert_eq!(names(&world, key).await.len(), 5);
    assert_eq!(
        names(&world, key).await[0],
        "0.gif",
        "the first ones, in order"
    );
}

#[tokio::test]
async fn a_whole_library_goes_into_an_album_as_one_stretch_and_can_be_stopped() {
    let (world, _) = World::synced(LibrarySource::Synthetic(430)).await;
    let albums = world.core.albums();
    let key = albums.create("All").await.unwrap().key;
    let items = world.core.items();
    let first = items.recent(1, 0).await.unwrap()[0].clone();
    let whole = || Chosen {
        scope: GridScope::All,
        spans: vec![Span {
            first: 0,
            last: i64::MAX,
        }],
        keys: Vec::new(),
        without: vec![first.key],
    };
    assert_eq!(items.count(&whole()).await.unwrap(), 429);
    let id = albums.add(key, whole(), AddOrder::AsChosen).await.unwrap();
    let job = job_end(&world.core, id).await;
    assert_eq!((job.done, job.total), (429, Some(429)), "{job:?}");
    assert_eq!(albums.get(key).await.unwrap().items, 429);
    assert_eq!(
        world.count("albums.batchAddMediaItems").await,
        9,
        "50 at a time"
    );
    // Stopped before it began: what was done is said and stays.
    let stopped = albums.remove(key, whole()).await.unwrap();
    world.core.jobs().cancel(stopped).await.unwrap();
    let stopped = job_end(&world.core, stopped).await;
    assert_eq!(stopped.state, JobState::Cancelled);
    assert!(
        stopped.note.as_deref().unwrap().starts_with("Stopped."),
        "{stopped:?}"
    );
    let left = albums.get(key).await.unwrap().items;
    assert_eq!(stopped.done + u64::from(left), 429);
    let in_album = Chosen {
        scope: GridScope::Album { album: key },
        spans: vec![Span { first: 0, last: 99 }],
        ..these(&[])
    };
    if left == 429 {
        assert_eq!(items.count(&in_album).await.unwrap(), 100, "by position");
    }
}
