//! Searching: the index answers, Google is asked only for what it alone knows.

use albumen_core::view::{Chosen, GridScope, JobState, SearchPartKind, Span};
use photos_emulator::LibrarySource;
use serde_json::json;

use crate::support::{World, job_end, these};
use crate::sync::gif;

async fn names(world: &World, text: &str) -> Vec<String> {
    let view = world.core.search().view(text).await.unwrap();
    view.newest.into_iter().map(|item| item.file_name).collect()
}

fn whole(text: &str) -> GridScope {
    GridScope::Search {
        text: text.to_owned(),
    }
}

#[tokio::test]
async fn a_search_shows_the_newest_and_its_grid_shows_all() {
    let (world, _) = World::synced(LibrarySource::Synthetic(3_000)).await;
    for read in [false, true] {
        if read {
            world.core.search().read_all().await.unwrap();
        }
        let view = world.core.search().view("img").await.unwrap();
        if read {
            assert_eq!(
                (view.newest.len(), view.more, view.read_percent),
                (200, true, 100)
            );
            assert_eq!(
                view.newest[0].file_name, "IMG_0000000.jpg",
                "the newest first"
            );
        } else {
            assert!(
                view.read_percent < 100,
                "three thousand are too many to look through at once"
            );
            assert!(
                view.note.unwrap().contains("once it is read"),
                "and it says so"
            );
        }
    }
    let items = world.core.items();
    let segments = items.segments(whole("journey")).await.unwrap();
    assert_eq!(
        segments.iter().map(|segment| segment.items).sum::<u32>(),
        3_000,
        "all are in albums of that name"
    );
    let segments = items.segments(whole("\"long journey\"")).await.unwrap();
    let keys: Vec<String> = segments.iter().map(|segment| segment.key.clone()).collect();
    let grid = items.grid(whole("\"long journey\""), &keys).await.unwrap();
    let all: Vec<_> = grid.into_iter().flatten().collect();
    assert_eq!(all.len(), 60, "one of 50 says so");
    assert!(
        all.windows(2).all(|two| two[0].order > two[1].order),
        "newest first"
    );
    world.forget_stats().await;
    let chosen = Chosen {
        scope: whole("\"long journey\""),
        spans: vec![Span {
            first: all[9].order,
            last: all[0].order,
        }],
        keys: vec![all[20].key, all[3].key],
        without: vec![all[5].key],
    };
    assert_eq!(
        items.count(&chosen).await.unwrap(),
        10,
        "ten, without one, with one more"
    );
    assert_eq!(
        world.library_requests().await,
        0,
        "the index answers it all"
    );
}

#[tokio::test]
async fn favourites_and_categories_are_asked_once_a_day_and_kept_for_offline() {
    let (mut world, _) = World::synced(LibrarySource::Synthetic(600)).await;
    let favourites = names(&world, "is:favorite").await;
    assert_eq!(favourites.len(), 21, "every 29th: {favourites:?}");
    let asked = world.count("mediaItems.search").await;
    assert!(asked >= 1);
    names(&world, "is:favorite").await;
    assert_eq!(
        world.count("mediaItems.search").await,
        asked,
        "good for a day"
    );
    let both = names(&world, "is:favorite category:food").await;
    assert!(!both.is_empty() && both.iter().all(|name| favourites.contains(name)));
    assert!(both.len() < favourites.len(), "both must hold: {both:?}");
    let segments = world
        .core
        .items()
        .segments(whole("is:favorite category:food"))
        .await
        .unwrap();
    assert_eq!(
        segments
            .iter()
            .map(|segment| segment.items as usize)
            .sum::<usize>(),
        both.len()
    );
    world.clock.advance_ms(25 * 3_600_000);
    let asked = world.count("mediaItems.search").await;
    names(&world, "is:favorite").await;
    assert!(
        world.count("mediaItems.search").await > asked,
        "asked again after a day"
    );
    world.clock.advance_ms(25 * 3_600_000);
    world.stop_emulator().await;
    let view = world.core.search().view("is:favorite").await.unwrap();
    assert_eq!(view.newest.len(), 21, "what was kept is shown");
    assert!(view.note.unwrap().contains("as of 22 September 2026"));
    let none = world.core.search().view("category:pets").await.unwrap();
    assert!(none.newest.is_empty());
    assert!(
        none.note
            .unwrap()
            .contains("Search again when you are online")
    );
}

#[tokio::test]
async fn what_is_written_is_found_at_once_is_at_google_and_can_be_undone() {
    let (world, _) = World::synced(LibrarySource::Empty).await;
    for number in 0..3 {
        world
            .upload_elsewhere(&format!("{number}.gif"), gif(number))
            .await;
    }
    world.sync().await;
    let items = world.core.items();
    let keys: Vec<_> = items
        .recent(9, 0)
        .await
        .unwrap()
        .iter()
        .map(|item| item.key)
        .collect();
    let one = items.describe(these(&keys[..1]), "Puffin").await.unwrap();
    assert_eq!(job_end(&world.core, one).await.state, JobState::Done);
    world.forget_stats().await;
    let all = items
        .describe(these(&keys), "  Walrus on a beach ")
        .await
        .unwrap();
    let all = job_end(&world.core, all).await;
    assert_eq!(all.note.as_deref(), Some("3 photos were described."));
    assert_eq!(world.count("mediaItems.patch").await, 3);
    assert_eq!(
        names(&world, "walrus").await.len(),
        3,
        "before the words were read again"
    );
    assert!(names(&world, "puffin").await.is_empty());
    let held = world.get("items").await;
    assert!(
        held.as_array()
            .unwrap()
            .iter()
            .all(|item| item["description"] == "Walrus on a beach")
    );
    assert!(all.undo);
    let undone = job_end(&world.core, world.core.jobs().undo(all.id).await.unwrap()).await;
    assert_eq!(undone.state, JobState::Done, "{undone:?}");
    assert_eq!(names(&world, "puffin").await.len(), 1, "each text is back");
    assert!(names(&world, "walrus").await.is_empty());
    assert_eq!(names(&world, "no:description").await.len(), 2);
    world.forget_stats().await;
    let same = items.describe(these(&keys[..1]), "Puffin").await.unwrap();
    job_end(&world.core, same).await;
    assert_eq!(
        world.count("mediaItems.patch").await,
        0,
        "what stands there already is not sent"
    );
    let long = items
        .describe(these(&keys), &"x".repeat(1_001))
        .await
        .unwrap_err();
    assert!(long.to_string().contains("1,000"), "{long:?}");
}

#[tokio::test]
async fn a_description_that_google_refuses_is_said_and_the_others_are_written() {
    let (world, _) = World::synced(LibrarySource::Empty).await;
    for number in 0..3 {
        world
            .upload_elsewhere(&format!("{number}.gif"), gif(number))
            .await;
    }
    world.sync().await;
    let items = world.core.items();
    let keys: Vec<_> = items
        .recent(9, 0)
        .await
        .unwrap()
        .iter()
        .map(|item| item.key)
        .collect();
    let held = world.get("items").await;
    world
        .delete(&format!("items/{}", held[0]["id"].as_str().unwrap()))
        .await;
    let job = items.describe(these(&keys), "Walrus").await.unwrap();
    let note = job_end(&world.core, job).await.note.unwrap();
    assert!(
        note.contains("2 photos were described") && note.contains("refused 1"),
        "{note}"
    );
    world
        .fault(json!({ "kind": "quota_spent", "methods": ["mediaItems.patch"] }))
        .await;
    let job = items.describe(these(&keys), "Whale").await.unwrap();
    let job = job_end(&world.core, job).await;
    assert_eq!(job.state, JobState::Failed);
    assert!(job.note.unwrap().contains("used up"));
}

#[tokio::test]
async fn searches_are_kept_renamed_and_forgotten() {
    let (world, _) = World::synced(LibrarySource::Empty).await;
    let search = world.core.search();
    let kept = search.save("  Films ", "type:video").await.unwrap();
    let plain = search.save("", " boats last summer ").await.unwrap();
    assert_eq!(plain.name, "boats last summer");
    assert_eq!(
        search.saved().await.unwrap(),
        [plain.clone(), kept.clone()],
        "by name"
    );
    search.rename(kept.key, "All films").await.unwrap();
    assert_eq!(search.saved().await.unwrap()[0].name, "All films");
    search.remove(plain.key).await.unwrap();
    assert_eq!(search.saved().await.unwrap().len(), 1);
    assert_eq!(
        search.remove(plain.key).await.unwrap_err().code(),
        "notFound"
    );
    assert!(search.rename(kept.key, " ").await.is_err());
    assert!(
        search.save("x", "  ").await.is_err(),
        "there is nothing to search"
    );
    world.sign_in(crate::support::TOMAS).await;
    let connections = world.core.connections();
    let other = connections.list().await.unwrap()[1].key;
    connections.select(other).await.unwrap();
    assert!(
        search.saved().await.unwrap().is_empty(),
        "each connection has its own"
    );
}

#[tokio::test]
async fn without_a_connection_the_parts_are_shown_all_the_same() {
    let world = World::new(LibrarySource::Empty).await;
    let view = world
        .core
        .search()
        .view("june 2024 foo:bar boats")
        .await
        .unwrap();
    let parts: Vec<_> = view
        .parts
        .iter()
        .map(|part| (part.kind, part.known))
        .collect();
    assert_eq!(
        parts,
        [
            (SearchPartKind::Date, true),
            (SearchPartKind::Word, false),
            (SearchPartKind::Word, true)
        ]
    );
    assert_eq!(view.parts[1].without, "june 2024 boats");
    assert!(view.newest.is_empty() && !view.more);
    assert!(
        world
            .core
            .search()
            .suggest("lo", 2)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        world
            .core
            .items()
            .segments(whole("x"))
            .await
            .unwrap()
            .is_empty()
    );
}
