//! Picking from the whole library: what was picked comes into a folder, each item once, whatever happens in between.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

use albumen_core::view::{ConnectionKey, CopyKind, PickOrder, PickState, PickView, SignInWith};
use albumen_core::{Clock, Core, CoreConfig, CoreError, PickingPolicy, PictureRequest};
use photos_emulator::{Config, OwnItems};
use serde_json::{Value, json};

use crate::sending::film;
use crate::support::{ALL_SCOPES, MARA, World, answer, config, typed, until};

const HOME: &str = "ALBUMEN_TEST_PICK_HOME";
const GOOGLE: &str = "ALBUMEN_TEST_PICK_GOOGLE";
const MIB: u64 = 1024 * 1024;
/// What may be on its way, unread, when a connection is cut.
const CHUNK: u64 = MIB;
const NOW: i64 = 1_790_000_000_000;

fn picking_config(google: &url::Url, home: &Path, clock: &Clock) -> CoreConfig {
    let mut config = config(google, home, clock);
    config.policy.picking = PickingPolicy {
        poll_least: Duration::from_millis(5),
        poll_most: Duration::from_millis(20),
        again_after: Duration::from_millis(20),
        ..PickingPolicy::default()
    };
    config
}

/// A world whose people have so many small pictures that no app made.
async fn nobody(count: u64) -> World {
    let mut world = World::with(Config {
        own: Some(OwnItems {
            count,
            longest_px: 32,
        }),
        ..Config::default()
    })
    .await;
    reopen(&mut world).await;
    world
}

async fn world(count: u64) -> (World, ConnectionKey) {
    let world = nobody(count).await;
    let key = world.sign_in(MARA).await.key;
    world.forget_stats().await;
    (world, key)
}

async fn reopen(world: &mut World) {
    world.core.close().await;
    world.core = open(world).await;
}

async fn open(world: &World) -> Core {
    Core::open(picking_config(&world.url, world.home.path(), &world.clock))
        .await
        .unwrap()
}

fn folder(world: &World) -> PathBuf {
    world.home.path().join("copies")
}

fn order(world: &World) -> PickOrder {
    PickOrder {
        folder: folder(world).to_string_lossy().into_owned(),
        most: None,
        album: None,
    }
}

/// Begins, picks on the page, and waits for the end.
async fn pick(world: &World, what: Value) -> PickView {
    let begun = world.core.picking().begin(order(world)).await.unwrap();
    assert_eq!(begun.state, PickState::Waiting);
    world.post("picking", what).await;
    world.core.picking().ended(begun.key).await.unwrap()
}

/// The names in the folder.
fn names(world: &World) -> BTreeSet<String> {
    std::fs::read_dir(folder(world))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect()
}

/// So many whole pictures are in the folder, and nothing else.
fn assert_whole(world: &World, count: usize) {
    let found = names(world);
    assert_eq!(found.len(), count, "each item once");
    for name in found {
        assert!(!name.contains(".part"), "{name} is not whole");
        let bytes = std::fs::read(folder(world).join(&name)).unwrap();
        assert!(
            bytes.starts_with(b"\xff\xd8") && bytes.ends_with(b"\xff\xd9"),
            "{name} is a whole JPEG"
        );
    }
}

/// Bytes of pictures and videos that the emulator let go.
async fn bytes_sent(world: &World) -> u64 {
    let stats = world.get("stats").await;
    let sent = stats["media_bytes_sent"].as_object().unwrap();
    sent.values().map(|bytes| bytes.as_u64().unwrap()).sum()
}

async fn sessions(world: &World) -> usize {
    world.get("picking").await.as_array().unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_picked_comes_into_the_folder_with_its_time() {
    let (world, _) = world(30).await;
    let ended = pick(&world, json!({ "items": 12 })).await;
    assert_eq!(ended.state, PickState::Done, "{ended:?}");
    assert_eq!((ended.picked, ended.fetched, ended.left_out), (12, 12, 0));
    assert!(ended.bytes > 0 && ended.page.is_none());
    assert_whole(&world, 12);
    let newest = std::fs::metadata(folder(&world).join("PXL_000030.jpg")).unwrap();
    let modified = newest.modified().unwrap();
    let apart = modified.duration_since(SystemTime::UNIX_EPOCH).unwrap();
    assert_eq!(apart.as_millis(), 1_780_164_000_000, "when it was taken");
    assert_eq!(sessions(&world).await, 0, "the session is deleted");
    assert_eq!(world.count("picker.bytes").await, 12);
    let job = world.core.jobs().list().await.pop().unwrap();
    assert_eq!(job.note.as_deref(), Some("12 copies fetched."));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_pick_fetches_only_what_is_not_there() {
    let (world, _) = world(60).await;
    pick(&world, json!({ "items": 20 })).await;
    world.forget_stats().await;
    let ended = pick(&world, json!({ "items": 20, "skip": 10 })).await;
    assert_eq!((ended.fetched, ended.there), (10, 10), "{ended:?}");
    assert_eq!(world.count("picker.bytes").await, 10, "half were there");
    assert_whole(&world, 30);
    std::fs::remove_file(folder(&world).join("PXL_000060.jpg")).unwrap();
    world.forget_stats().await;
    let ended = pick(&world, json!({ "items": 20 })).await;
    assert_eq!((ended.fetched, ended.there), (1, 19), "{ended:?}");
    assert_eq!(world.count("picker.bytes").await, 1, "the deleted one only");
    assert_whole(&world, 30);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_of_the_person_is_written_over() {
    let (world, _) = world(3).await;
    std::fs::create_dir_all(folder(&world)).unwrap();
    let own = folder(&world).join("PXL_000003.jpg");
    std::fs::write(&own, "mine").unwrap();
    let ended = pick(&world, json!({ "items": 1 })).await;
    assert_eq!(ended.fetched, 1);
    assert_eq!(std::fs::read(&own).unwrap(), b"mine");
    assert!(names(&world).contains("PXL_000003 (2).jpg"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_ran_out_a_cut_and_a_bad_hour_are_ridden_out() {
    let (world, _) = world(40).await;
    let begun = world.core.picking().begin(order(&world)).await.unwrap();
    let bytes = ["picker.bytes"];
    for fault in [
        json!({ "kind": "server_error", "status": 403, "methods": bytes, "count": 5 }),
        json!({ "kind": "server_error", "status": 503, "methods": bytes, "count": 6 }),
        json!({ "kind": "cut", "after_bytes": 300, "methods": bytes, "count": 3 }),
    ] {
        world.fault(fault).await;
    }
    world.post("picking", json!({ "items": 40 })).await;
    let ended = world.core.picking().ended(begun.key).await.unwrap();
    assert_eq!(
        (ended.state, ended.fetched),
        (PickState::Done, 40),
        "{ended:?}"
    );
    assert_whole(&world, 40);
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_deletes_the_session_and_leaves_no_half_file() {
    let (world, _) = world(40).await;
    let picking = world.core.picking();
    let begun = picking.begin(order(&world)).await.unwrap();
    picking.cancel(begun.key).await.unwrap();
    let ended = picking.ended(begun.key).await.unwrap();
    assert_eq!(ended.state, PickState::Cancelled);
    assert_eq!(sessions(&world).await, 0);
    let slow = json!({ "kind": "bandwidth", "bytes_per_s": 400, "methods": ["picker.bytes"] });
    world.fault(slow).await;
    let begun = picking.begin(order(&world)).await.unwrap();
    world.post("picking", json!({ "items": 40 })).await;
    until(&world.core, "it fetches", || async {
        world.count("picker.bytes").await > 0
    })
    .await;
    picking.cancel(begun.key).await.unwrap();
    let ended = picking.ended(begun.key).await.unwrap();
    assert_eq!(ended.state, PickState::Cancelled);
    assert_whole(&world, ended.fetched as usize);
    assert_eq!(sessions(&world).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ends_before_its_time_is_told_and_what_came_is_kept() {
    let (world, _) = world(10).await;
    let picking = world.core.picking();
    let begun = picking.begin(order(&world)).await.unwrap();
    world
        .fault(json!({ "kind": "picking_session_life", "ms": 0 }))
        .await;
    let ended = picking.ended(begun.key).await.unwrap();
    assert_eq!(ended.state, PickState::Expired);
    assert!(
        ended
            .message
            .unwrap()
            .contains("Choose in Google Photos again")
    );
    world.no_faults().await;
    world
        .fault(json!({ "kind": "picking_poll", "interval_ms": 5, "time_out_ms": 0 }))
        .await;
    let begun = picking.begin(order(&world)).await.unwrap();
    let ended = picking.ended(begun.key).await.unwrap();
    assert_eq!(ended.state, PickState::Expired, "Google said: stop asking");
    assert_eq!(
        sessions(&world).await,
        1,
        "and it is deleted there; the first one ended by itself"
    );
    world.no_faults().await;
    let slow = json!({ "kind": "latency", "ms": 30, "methods": ["picker.bytes"] });
    world.fault(slow).await;
    let begun = picking.begin(order(&world)).await.unwrap();
    world.post("picking", json!({ "items": 10 })).await;
    until(&world.core, "some came", || async {
        picking.get(begun.key).await.unwrap().fetched >= 2
    })
    .await;
    world
        .fault(json!({ "kind": "picking_session_life", "ms": 0 }))
        .await;
    let ended = picking.ended(begun.key).await.unwrap();
    assert_eq!(ended.state, PickState::Expired, "{ended:?}");
    assert!(ended.fetched >= 2, "what came is kept");
    assert_whole(&world, ended.fetched as usize);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_permission_nothing_begins_and_with_it_it_does() {
    let world = nobody(3).await;
    let three = &ALL_SCOPES[..3];
    let answering = |page| answer(page, MARA, "allow", three);
    let key = world.sign_in_with(typed(), answering).await.unwrap().key;
    let refused = world.core.picking().begin(order(&world)).await;
    assert!(
        matches!(refused, Err(CoreError::ConsentMissing)),
        "{refused:?}"
    );
    let again = SignInWith::Again { connection: key };
    let answering = |page: url::Url| {
        let asked = page.query_pairs().find(|(name, _)| name == "scope");
        let asked = asked.unwrap().1.into_owned();
        for scope in ALL_SCOPES {
            assert!(
                asked.split(' ').any(|one| one == scope),
                "a desktop client gets what it asks for and nothing beside: {asked}"
            );
        }
        answer(page, MARA, "allow", &ALL_SCOPES)
    };
    let after = world.sign_in_with(again, answering).await.unwrap();
    assert!(after.missing.is_empty(), "what was given stays given");
    let ended = pick(&world, json!({ "items": 2 })).await;
    assert_eq!(ended.state, PickState::Done);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_is_needed_on_the_way_is_waited_for() {
    let (world, key) = world(10).await;
    let picking = world.core.picking();
    let begun = picking.begin(order(&world)).await.unwrap();
    world
        .fault(json!({ "kind": "refresh_revoked", "count": 1 }))
        .await;
    world
        .fault(json!({ "kind": "tokens_expired", "methods": ["picker"], "count": 1 }))
        .await;
    until(&world.core, "it says what it waits for", || async {
        let view = picking.get(begun.key).await.unwrap();
        view.message.is_some_and(|said| said.contains("sign in"))
    })
    .await;
    world.no_faults().await;
    world.post("picking", json!({ "items": 10 })).await;
    let again = SignInWith::Again { connection: key };
    let answering = |page| answer(page, MARA, "allow", &ALL_SCOPES);
    world.sign_in_with(again, answering).await.unwrap();
    let ended = picking.ended(begun.key).await.unwrap();
    assert_eq!((ended.state, ended.fetched), (PickState::Done, 10));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_ends_in_the_middle_of_an_import_waits_and_fetches_nothing_twice() {
    let (world, key) = world(60).await;
    world
        .fault(json!({ "kind": "video_processing", "ms": 0 }))
        .await;
    for (name, length) in [("cut.mp4", 9 * MIB), ("slow.mp4", 6 * MIB + 5)] {
        world.upload_elsewhere(name, film(length)).await;
    }
    world.forget_stats().await;
    let picking = world.core.picking();
    let begun = picking.begin(order(&world)).await.unwrap();
    world
        .fault(json!([
            { "kind": "cut", "after_bytes": 3 * MIB, "methods": ["media.bytes"], "count": 1 },
            { "kind": "bandwidth", "bytes_per_s": 8 * MIB, "methods": ["media.bytes"] },
            { "kind": "latency", "ms": 20, "methods": ["picker.bytes"] },
        ]))
        .await;
    world.post("picking", json!({ "items": 62 })).await;
    until(&world.core, "some came", || async {
        picking.get(begun.key).await.unwrap().fetched >= 4
    })
    .await;
    world
        .fault(json!([
            { "kind": "tokens_expired", "methods": ["picker.bytes"], "count": 1 },
            { "kind": "refresh_revoked", "count": 1 },
        ]))
        .await;
    until(&world.core, "it says what it waits for", || async {
        let view = picking.get(begun.key).await.unwrap();
        view.message.is_some_and(|said| said.contains("sign in"))
    })
    .await;
    let held = picking.get(begun.key).await.unwrap();
    assert_eq!(held.state, PickState::Fetching, "{held:?}");
    assert!(held.fetched < 62, "some are left: {held:?}");
    let lists = world.count("picker.mediaItems.list").await;
    world.no_faults().await;
    world
        .fault(json!({ "kind": "video_processing", "ms": 0 }))
        .await;
    let again = SignInWith::Again { connection: key };
    let answering = |page| answer(page, MARA, "allow", &ALL_SCOPES);
    world.sign_in_with(again, answering).await.unwrap();
    let ended = picking.ended(begun.key).await.unwrap();
    assert_eq!(
        (ended.state, ended.fetched, ended.left_out),
        (PickState::Done, 62, 0),
        "{ended:?}"
    );
    for (name, length) in [("cut.mp4", 9 * MIB), ("slow.mp4", 6 * MIB + 5)] {
        let copy = std::fs::read(folder(&world).join(name)).unwrap();
        assert!(copy == film(length), "{name} is whole");
    }
    assert_eq!(
        world.count("picker.mediaItems.list").await,
        lists,
        "what was chosen is known, and where it is"
    );
    let sent = bytes_sent(&world).await;
    assert!(
        sent <= ended.bytes + CHUNK,
        "{sent} bytes went out for {}: the end of what was cut, at most",
        ended.bytes
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_sessions_and_a_folder_that_is_none_are_said() {
    let (world, _) = world(3).await;
    let picking = world.core.picking();
    world
        .fault(json!({ "kind": "picking_sessions", "limit": 0 }))
        .await;
    let refused = picking.begin(order(&world)).await;
    assert!(
        matches!(refused, Err(CoreError::TooManyPicks)),
        "{refused:?}"
    );
    world.no_faults().await;
    let file = world.home.path().join("a-file");
    std::fs::write(&file, "").unwrap();
    let into = PickOrder {
        folder: file.to_string_lossy().into_owned(),
        ..order(&world)
    };
    let refused = picking.begin(into).await;
    assert!(
        matches!(refused, Err(CoreError::FolderNotUsable)),
        "{refused:?}"
    );
    assert_eq!(sessions(&world).await, 0, "Google was not asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_goes_into_an_album_where_that_was_asked_for() {
    let (world, _) = world(5).await;
    let album = world.core.albums().create("Picked").await.unwrap();
    let with_album = PickOrder {
        album: Some(album.key),
        ..order(&world)
    };
    let begun = world.core.picking().begin(with_album).await.unwrap();
    world.post("picking", json!({ "items": 4 })).await;
    let ended = world.core.picking().ended(begun.key).await.unwrap();
    assert!(ended.message.unwrap().contains("“Picked”"));
    world.core.uploads().wait_idle().await.unwrap();
    let albums = world.get("albums").await;
    assert_eq!(albums[0]["items"].as_array().unwrap().len(), 4);
}

/// The names and sources of what is shown.
async fn shown(world: &World) -> Vec<(String, bool)> {
    let shown = world.core.items().recent(50, 0).await.unwrap();
    let mut found = Vec::new();
    for item in shown {
        let about = world.core.items().details(item.key).await.unwrap();
        found.push((about.item.file_name, about.has_page));
    }
    found.sort();
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picked_item_that_is_uploaded_again_is_shown_once_and_no_later_pick_doubles_it() {
    let (world, _) = world(5).await;
    let begun = world.core.picking().begin(order(&world)).await.unwrap();
    let told = world.post("picking", json!({ "items": 5 })).await;
    world.core.picking().ended(begun.key).await.unwrap();
    assert_eq!(shown(&world).await.len(), 5);
    let ids = told["items"].as_array().unwrap().clone();
    let into = async |title: &str, ids: &[Value]| {
        let album = world.core.albums().create(title).await.unwrap();
        let with_album = PickOrder {
            album: Some(album.key),
            ..order(&world)
        };
        let begun = world.core.picking().begin(with_album).await.unwrap();
        world.post("picking", json!({ "items": ids })).await;
        world.core.picking().ended(begun.key).await.unwrap();
        world.core.uploads().wait_idle().await.unwrap();
    };
    into("Picked", &ids[..4]).await;
    let once = shown(&world).await;
    assert_eq!(once.len(), 5, "not as picked and as uploaded: {once:?}");
    let pages = once.iter().filter(|(_, has_page)| *has_page).count();
    assert_eq!(pages, 4, "the uploaded ones won: {once:?}");
    world.forget_stats().await;
    std::fs::remove_file(folder(&world).join("PXL_000005.jpg")).unwrap();
    let ended = pick(&world, json!({ "items": ids })).await;
    assert_eq!((ended.fetched, ended.there), (1, 4), "{ended:?}");
    assert_eq!(world.count("picker.bytes").await, 1, "the deleted one only");
    world.sync().await;
    assert_eq!(shown(&world).await.len(), 5);
    into("Again", &ids).await;
    assert_eq!(world.count("uploads.raw").await, 1, "what was not there");
    assert_eq!(shown(&world).await.len(), 5);
    let gone = world.get("items").await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    world.delete(&format!("items/{gone}")).await;
    world.clock.advance_ms(60_000);
    let compared = world.core.sync().compare().await.unwrap();
    crate::support::job_end(&world.core, compared).await;
    assert_eq!(shown(&world).await.len(), 4);
    pick(&world, json!({ "items": ids })).await;
    assert_eq!(
        shown(&world).await.len(),
        5,
        "what is at Google no more as uploaded is shown as picked"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_picked_is_shown_from_its_copy_and_google_is_not_asked_for_it() {
    let (world, _) = world(6).await;
    pick(&world, json!({ "items": 5 })).await;
    let shown = world.core.items().recent(10, 0).await.unwrap();
    assert_eq!(shown.len(), 5, "among the photos");
    world.sync().await;
    let compared = world.core.sync().compare().await.unwrap();
    crate::support::job_end(&world.core, compared).await;
    let shown = world.core.items().recent(10, 0).await.unwrap();
    assert_eq!(
        shown.len(),
        5,
        "not seen in a list of the Library API is not missing"
    );
    world.forget_stats().await;
    let key = shown[0].key;
    let request = PictureRequest::Item { key, size: 256 };
    let picture = world.core.pictures().get(request).await.unwrap();
    assert_ne!(picture.content_type, "image/svg+xml", "made from the copy");
    let about = world.core.items().details(key).await.unwrap();
    assert_eq!(about.copy(), CopyKind::Reduced, "no original, though here");
    let own = world.core.items().local_path(key).await.unwrap().unwrap();
    let to = tempfile::tempdir().unwrap();
    let saved = world.core.downloads().one(key, to.path()).await.unwrap();
    assert_eq!(std::fs::read(saved).unwrap(), std::fs::read(&own).unwrap());
    std::fs::remove_file(own).unwrap();
    let gone = world.core.downloads().one(key, to.path()).await;
    assert!(matches!(gone, Err(CoreError::CopyGone)), "{gone:?}");
    assert_eq!(world.library_requests().await, 0);
}

/// What the process of the next test runs: it goes on with what is there until it is killed or through.
#[tokio::test(flavor = "multi_thread")]
async fn the_process_that_is_killed() {
    let Ok(home) = std::env::var(HOME) else {
        return;
    };
    let google = std::env::var(GOOGLE).unwrap().parse().unwrap();
    let config = picking_config(&google, Path::new(&home), &Clock::by_hand(NOW));
    let core = Core::open(config).await.unwrap();
    for view in core.picking().list().await.unwrap() {
        core.picking().ended(view.key).await.unwrap();
    }
    core.close().await;
}

fn process(world: &World) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["picking::the_process_that_is_killed", "--exact"])
        .env(HOME, world.home.path())
        .env(GOOGLE, world.url.as_str())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_items_come_once_each_through_kills_and_an_expiring_session_and_then_only_the_rest()
 {
    let (mut world, _) = world(3_000).await;
    let begun = world.core.picking().begin(order(&world)).await.unwrap();
    world.core.close().await;
    // While it waits, while it lists, and three times while it fetches.
    let moments = [
        ("picker.sessions.get", 2),
        ("picker.mediaItems.list", 7),
        ("picker.bytes", 60),
        ("picker.bytes", 500),
        ("picker.bytes", 1_200),
    ];
    for (number, (call, times)) in moments.into_iter().enumerate() {
        if number == 1 {
            world.post("picking", json!({ "items": 2_000 })).await;
        }
        let before = world.count(call).await;
        let at = if call == "picker.bytes" {
            times
        } else {
            before + times
        };
        let mut child = process(&world);
        while world.count(call).await < at {
            assert!(
                child.try_wait().unwrap().is_none(),
                "it works until it is killed"
            );
            tokio::task::yield_now().await;
        }
        child.kill().unwrap();
        tokio::task::spawn_blocking(move || child.wait().unwrap())
            .await
            .unwrap();
    }
    world.core = open(&world).await;
    until(&world.core, "most came", || async {
        world.count("picker.bytes").await >= 1_600
    })
    .await;
    let asked = world.count("picker.bytes").await;
    world
        .fault(json!({ "kind": "picking_session_life", "ms": 0 }))
        .await;
    let ended = world.core.picking().ended(begun.key).await.unwrap();
    assert_eq!(
        (ended.state, ended.picked),
        (PickState::Expired, 2_000),
        "empty and repeated pages are no items more or less: {ended:?}"
    );
    let kept = ended.fetched;
    // A death costs what was under way: four copies at most.
    assert!(
        u64::from(kept) + 4 * 4 >= asked && kept < 2_000,
        "{asked} reads for {kept} items"
    );
    world.no_faults().await;
    world.forget_stats().await;
    let ended = pick(&world, json!({ "items": 2_000 })).await;
    assert_eq!(
        (ended.state, ended.fetched, ended.there, ended.left_out),
        (PickState::Done, 2_000 - kept, kept, 0),
        "{ended:?}"
    );
    assert_whole(&world, 2_000);
    let rest = u64::from(2_000 - kept);
    assert_eq!(world.count("picker.bytes").await, rest, "only the rest");
    world.forget_stats().await;
    let ended = pick(&world, json!({ "items": 2_000, "skip": 1_000 })).await;
    assert_eq!(
        (ended.fetched, ended.there),
        (1_000, 1_000),
        "half of them are the same: {ended:?}"
    );
    assert_eq!(world.count("picker.bytes").await, 1_000);
    assert_whole(&world, 3_000);
    assert_eq!(sessions(&world).await, 1, "the one that ended by itself");
}
