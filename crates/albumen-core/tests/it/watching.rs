//! Watching: what counts as new, that it is noticed once, and what that costs.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use albumen_core::view::{
    Chosen, ConnectionKey, GridScope, JobState, NoticedItem, Span, WatchHold, WatchSettings,
    WatchSince,
};
use albumen_core::{Core, CoreConfig, CoreError, CoreEvent};
use photos_emulator::{Config, LibrarySource};
use serde_json::{Value, json};

use crate::support::{MARA, World, browser, job_end, until};
use crate::upload_support::{Drop, grid, hasty, idle, jpeg_taken, upload_config, wake};

const MINUTE_MS: i64 = 60_000;
const QUARTER_MS: i64 = 15 * MINUTE_MS;
/// Between two looks in a simulated month.
const TURN_MS: i64 = 120 * MINUTE_MS;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// A tiny picture, another one for each number.
fn picture(number: u32) -> Vec<u8> {
    let mut bytes = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00".to_vec();
    bytes.extend(&number.to_be_bytes()[1..]);
    bytes.extend(
        b"!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;",
    );
    bytes
}

/// Everything that was noticed so far.
async fn noticed(core: &Core) -> Vec<NoticedItem> {
    let (mut all, mut cursor) = (Vec::new(), 0);
    loop {
        let some = core.watching().noticed_since(cursor, 300).await.unwrap();
        let Some(last) = some.last() else { return all };
        cursor = last.cursor;
        all.extend(some);
    }
}

async fn names(core: &Core) -> Vec<String> {
    let all = noticed(core).await;
    all.into_iter().map(|item| item.file_name).collect()
}

/// Uploads many as another program of the same client would, fifty at a time.
async fn upload_many(world: &World, numbers: std::ops::Range<u32>) -> Vec<String> {
    let token = token(world).await;
    upload_with(world, &token, numbers).await
}

/// To be asked for once: Google keeps a hundred sign-ins of one client and account, and ends the oldest.
async fn token(world: &World) -> String {
    let token = world.post("token", json!({ "account": MARA })).await;
    token["access_token"].as_str().unwrap().to_owned()
}

async fn upload_with(world: &World, token: &str, numbers: std::ops::Range<u32>) -> Vec<String> {
    let named = numbers.map(|number| (format!("{number}.gif"), picture(number)));
    upload_these(world, token, named.collect()).await
}

async fn upload_these(world: &World, token: &str, named: Vec<(String, Vec<u8>)>) -> Vec<String> {
    let mut ids = Vec::new();
    for some in named.chunks(50) {
        let mut items = Vec::new();
        for (name, bytes) in some {
            let sent = browser()
                .post(world.url.join("/v1/uploads").unwrap())
                .bearer_auth(token)
                .header("X-Goog-Upload-Protocol", "raw")
                .body(bytes.clone())
                .send();
            let upload_token = sent.await.unwrap().text().await.unwrap();
            items.push(
                json!({ "simpleMediaItem": { "uploadToken": upload_token, "fileName": name } }),
            );
        }
        let made = browser()
            .post(world.url.join("/v1/mediaItems:batchCreate").unwrap())
            .bearer_auth(token)
            .json(&json!({ "newMediaItems": items }))
            .send();
        let made: Value = made.await.unwrap().json().await.unwrap();
        let made = made["newMediaItemResults"].as_array().unwrap();
        ids.extend(made.iter().map(|one| id(&one["mediaItem"])));
    }
    ids
}

fn id(item: &Value) -> String {
    item["id"].as_str().unwrap().to_owned()
}

fn by_itself(mut config: CoreConfig) -> CoreConfig {
    config.policy.sync_by_itself = true;
    config.policy.sync_tick = Duration::from_millis(2);
    config.policy.probe_every = Duration::from_millis(2);
    config
}

/// Waits until the engine has looked by itself at this moment of the clock.
async fn looked(world: &World, key: ConnectionKey) {
    let (connections, now_ms) = (world.core.connections(), world.clock.now_ms());
    until(&world.core, "it looked by itself", || async {
        let view = connections.get(key).await.unwrap();
        view.synced_ms == Some(now_ms) && !view.syncing
    })
    .await;
}

/// Lets everything that is due now begin. To be used only where nothing may be.
async fn many_ticks() {
    tokio::time::sleep(Duration::from_millis(40)).await;
}

/// A small generator, so that a run is like the last one.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

/// What happened in the library of another program, and what was reported here.
#[derive(Default)]
struct Month {
    token: String,
    made: BTreeSet<String>,
    reported: Vec<String>,
    cursor: i64,
    pictures: u32,
    late: u32,
}

impl Month {
    /// Other programs do what they do within a turn.
    async fn elsewhere(&mut self, world: &World, dice: &mut Dice) {
        match dice.roll(100) {
            0..20 => {
                let next = self.pictures + 1 + u32::try_from(dice.roll(3)).unwrap();
                let ids = upload_with(world, &self.token, self.pictures..next).await;
                self.pictures = next;
                self.made.extend(ids);
            }
            20..23 if self.pictures > 0 => {
                let again = u32::try_from(dice.roll(u64::from(self.pictures))).unwrap();
                let same = vec![("again.gif".to_owned(), picture(again))];
                let ids = upload_these(world, &self.token, same).await;
                assert!(
                    self.made.contains(&ids[0]),
                    "Google makes one of equal bytes"
                );
            }
            23..26 => {
                let taken = format!(
                    "1998:03:{:02} 10:00:{:02}",
                    1 + self.late / 60,
                    self.late % 60
                );
                let old = jpeg_taken(7, &taken);
                let name = format!("late {}.jpg", self.late);
                self.late += 1;
                let ids = upload_these(world, &self.token, vec![(name, old)]).await;
                self.made.extend(ids);
            }
            _ => {}
        }
    }

    /// As whoever prints or acts on what is new: goes on from the last cursor.
    async fn read(&mut self, core: &Core) -> usize {
        let before = self.reported.len();
        loop {
            let some = core
                .watching()
                .noticed_since(self.cursor, 100)
                .await
                .unwrap();
            let Some(last) = some.last() else { break };
            self.cursor = last.cursor;
            self.reported
                .extend(some.into_iter().map(|item| item.google_id));
        }
        self.reported.len() - before
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_month_of_restarts_and_trouble_each_new_item_is_reported_once() {
    let (mut world, key) = World::synced(LibrarySource::Synthetic(250)).await;
    world.fault(json!({ "kind": "quirks", "on": false })).await;
    world.core.close().await;
    let open = async |world: &World| {
        let mut config = by_itself(world.config());
        // Albums and the comparison are looked at when it starts: between that there is only the look for what is new.
        config.policy.sync_every = Duration::from_secs(100 * 24 * 60 * 60);
        Core::open(config).await.unwrap()
    };
    world.clock.advance_ms(TURN_MS);
    world.core = open(&world).await;
    looked(&world, key).await;
    let mut month = Month {
        token: token(&world).await,
        ..Month::default()
    };
    let mut dice = Dice(20_261_130);
    let seldom = WatchSettings {
        every_s: 2 * 60 * 60,
        ..WatchSettings::default()
    };
    world.core.watching().set(key, seldom).await.unwrap();
    let (mut plain, mut listed, mut restarts) = (0, 0, 0);
    for turn in 1..=30 * 12_i64 {
        month.elsewhere(&world, &mut dice).await;
        if turn == 120 || turn == 250 {
            let many = month.pictures..month.pictures + 230;
            month.pictures = many.end;
            let ids = upload_with(&world, &month.token, many).await;
            month.made.extend(ids);
        }
        if turn == 180 {
            // The day's requests are used up by others, until midnight in California.
            world
                .fault(json!({ "kind": "quota_spent", "methods": ["mediaItems", "albums"] }))
                .await;
            world.forget_stats().await;
            world.clock.advance_ms(TURN_MS);
            until(&world.core, "Google said no", || async {
                let view = world.core.watching().view(key).await.unwrap();
                view.held == Some(WatchHold::QuotaSpent)
            })
            .await;
            assert_eq!(world.library_requests().await, 1, "one request told");
            world.core.close().await;
            world.core = open(&world).await;
            let quota = world.core.connections().get(key).await.unwrap().quota;
            while world.clock.now_ms() + TURN_MS < quota.resets_ms {
                world.no_faults().await;
                month.elsewhere(&world, &mut dice).await;
                world.forget_stats().await;
                world.clock.advance_ms(TURN_MS);
                many_ticks().await;
                assert_eq!(world.library_requests().await, 0, "none while out of quota");
            }
            world.no_faults().await;
            world.fault(json!({ "kind": "quirks", "on": false })).await;
            world.clock.advance_ms(TURN_MS);
            looked(&world, key).await;
            month.read(&world.core).await;
        }
        // Clocks are set, and laptops sleep.
        let by_ms = match dice.roll(80) {
            0 => -3 * TURN_MS,
            1 => 9 * TURN_MS,
            _ => TURN_MS,
        };
        // A clock that is set back makes albums due too; to be counted apart, as everything at a start.
        let restart = turn % 12 == 0 || by_ms < 0 || dice.roll(60) == 0;
        if restart {
            restarts += 1;
            world.core.close().await;
        }
        world.forget_stats().await;
        world.clock.advance_ms(by_ms);
        if restart {
            world.core = open(&world).await;
        }
        looked(&world, key).await;
        let new = month.read(&world.core).await as u64;
        if !restart {
            let asked = world.library_requests().await;
            assert!(
                asked <= new.div_ceil(100) + 1,
                "{asked} requests for {new} new items at {turn}: {:?}",
                world.requests().await
            );
            plain += 1;
            listed += asked;
        }
    }
    assert!(restarts > 30 && month.late > 5 && month.made.len() > 550);
    assert!(plain > 280, "{plain} looks for nothing but what is new");
    // What has an old date stands deep in Google's list: the comparison finds it, within a week by itself.
    let job = world.core.sync().compare().await.unwrap();
    assert_eq!(job_end(&world.core, job).await.state, JobState::Done);
    month.read(&world.core).await;
    let once: BTreeSet<_> = month.reported.iter().cloned().collect();
    assert_eq!(
        once.len(),
        month.reported.len(),
        "nothing is reported twice"
    );
    assert!(once == month.made, "and nothing else, and nothing less");
    assert_eq!(noticed(&world.core).await.len(), once.len());
    println!(
        "{plain} looks, {listed} requests, {restarts} restarts, {} items of which {} were late",
        once.len(),
        month.late
    );
    world.core.close().await;
}

#[tokio::test]
async fn what_a_library_has_when_it_is_connected_is_not_news() {
    let (world, key) = World::synced(LibrarySource::Synthetic(30)).await;
    let mut events = world.core.events();
    assert!(noticed(&world.core).await.is_empty());
    upload_many(&world, 0..2).await;
    world.sync().await;
    assert_eq!(names(&world.core).await.len(), 2);
    let told = std::iter::from_fn(|| events.try_recv().ok());
    assert_eq!(
        told.filter(|event| *event == CoreEvent::Noticed).count(),
        1,
        "said once for a look"
    );
    let view = world.core.watching().view(key).await.unwrap();
    assert_eq!((view.items, view.unseen), (2, 2));
    assert_eq!(view.settings, WatchSettings::default());
    assert_eq!(world.core.state().await.unwrap().counts.unseen, 2);
    world.sync().await;
    assert_eq!(noticed(&world.core).await.len(), 2, "and never again");
}

#[tokio::test]
async fn a_look_that_was_cut_off_leaves_nothing_behind() {
    let (mut world, _) = World::synced(LibrarySource::Synthetic(120)).await;
    world.fault(json!({ "kind": "quirks", "on": false })).await;
    upload_many(&world, 0..250).await;
    // The first page comes, the second is refused.
    world
        .fault(json!({ "kind": "daily_quota", "limit": 2 }))
        .await;
    assert_eq!(world.sync().await.state, JobState::Failed);
    assert_eq!(noticed(&world.core).await.len(), 100, "what came is kept");
    world.no_faults().await;
    world.fault(json!({ "kind": "quirks", "on": false })).await;
    world.reopen().await;
    world.forget_stats().await;
    world.sync().await;
    assert_eq!(
        names(&world.core).await.len(),
        250,
        "though the first page was known already"
    );
    assert_eq!(world.count("mediaItems.list").await, 4, "ceil(250/100) + 1");
    world.forget_stats().await;
    world.sync().await;
    assert_eq!(world.count("mediaItems.list").await, 1);
}

/// An engine that uploads, of a library that was looked through.
async fn uploading() -> (World, ConnectionKey) {
    let (mut world, key) = World::synced(LibrarySource::Empty).await;
    world.core.close().await;
    world.core = Core::open(upload_config(&world.url, world.home.path(), &world.clock))
        .await
        .unwrap();
    (world, key)
}

#[tokio::test]
async fn what_lies_below_own_uploads_is_found() {
    let (world, _) = uploading().await;
    upload_many(&world, 0..3).await;
    let drop = Drop::of(120);
    let uploads = world.core.uploads();
    uploads.enqueue(drop.paths(), None).await.unwrap();
    idle(&world.core).await;
    world.forget_stats().await;
    world.sync().await;
    let mut found = names(&world.core).await;
    found.sort();
    assert_eq!(
        found,
        ["0.gif", "1.gif", "2.gif"],
        "a page of own uploads ends nothing, and they are no news"
    );
    world.forget_stats().await;
    world.sync().await;
    assert_eq!(world.count("mediaItems.list").await, 1, "met once, they do");
}

#[tokio::test]
async fn an_upload_whose_answer_is_lost_is_not_taken_for_news() {
    let (mut world, key) = World::synced(LibrarySource::Empty).await;
    world.core.close().await;
    let mut config = upload_config(&world.url, world.home.path(), &world.clock);
    config.policy.uploads = albumen_core::UploadPolicy {
        retry: Duration::from_secs(3600),
        offline: Duration::from_secs(3600),
        ..hasty()
    };
    world.core = Core::open(config).await.unwrap();
    let drop = Drop::of(2);
    let mut paths = drop.paths();
    // Somebody else uploads another photo, and one of the same name as ours.
    let other = std::fs::read(paths.pop().unwrap()).unwrap();
    world.upload_elsewhere("photo 0.jpg", other).await;
    world.upload_elsewhere("theirs.gif", picture(1)).await;
    world
        .fault(json!({ "kind": "lost_answer", "methods": ["mediaItems.batchCreate"] }))
        .await;
    world.forget_stats().await;
    world.core.uploads().enqueue(paths, None).await.unwrap();
    until(
        &world.core,
        "Google made it and the answer was lost",
        || async { world.count("mediaItems.batchCreate").await >= 1 },
    )
    .await;
    world.sync().await;
    assert_eq!(
        names(&world.core).await,
        ["theirs.gif"],
        "whose the others are is not known yet"
    );
    world.no_faults().await;
    world.clock.advance_ms(2 * 3600 * 1000);
    wake(&world.core).await;
    idle(&world.core).await;
    world.sync().await;
    let all = noticed(&world.core).await;
    let found: Vec<&str> = all.iter().map(|item| item.file_name.as_str()).collect();
    assert_eq!(
        found,
        ["theirs.gif", "photo 0.jpg"],
        "one of the two is ours"
    );
    assert!(
        all.iter()
            .all(|item| !item.uploaded_here && item.connection == key)
    );
}

#[tokio::test]
async fn own_uploads_are_news_for_who_wants_them() {
    let (world, key) = uploading().await;
    let own = WatchSettings {
        own: true,
        ..WatchSettings::default()
    };
    world.core.watching().set(key, own).await.unwrap();
    let drop = Drop::of(3);
    world
        .core
        .uploads()
        .enqueue(drop.paths(), None)
        .await
        .unwrap();
    idle(&world.core).await;
    let all = noticed(&world.core).await;
    assert_eq!(all.len(), 3);
    assert!(all.iter().all(|item| item.uploaded_here));
    world.sync().await;
    assert_eq!(
        noticed(&world.core).await.len(),
        3,
        "the list shows nothing new"
    );
}

#[tokio::test]
async fn since_when_is_the_persons_choice() {
    let (world, key) = World::synced(LibrarySource::Empty).await;
    let watching = world.core.watching();
    for (number, year) in (0_u8..).zip([2019, 2020, 2021]) {
        let taken = jpeg_taken(number, &format!("{year}:06:01 12:00:00"));
        world.upload_elsewhere(&format!("{year}.jpg"), taken).await;
    }
    let (other, _) = (world.sign_in(crate::support::TOMAS).await, ());
    // A library that is connected only now: all of it was there.
    let second = World::signed_in(LibrarySource::Synthetic(40)).await;
    let day = |day: &str| WatchSettings {
        since: WatchSince::Taken {
            day: day.to_owned(),
        },
        ..WatchSettings::default()
    };
    let all = WatchSettings {
        since: WatchSince::All,
        ..WatchSettings::default()
    };
    second
        .0
        .core
        .watching()
        .set(second.1, all.clone())
        .await
        .unwrap();
    assert!(
        noticed(&second.0.core).await.is_empty(),
        "nothing was seen yet"
    );
    second.0.sync().await;
    let of_all = noticed(&second.0.core).await;
    assert_eq!(of_all.len(), 40, "everything, once it was looked through");
    assert!(
        of_all.is_sorted_by_key(|item| item.taken_ms),
        "the oldest first, so that the newest stands first in the grid"
    );
    second.0.sync().await;
    assert_eq!(noticed(&second.0.core).await.len(), 40);

    let job = world.core.sync().for_connection(key).await.unwrap();
    job_end(&world.core, job).await;
    assert_eq!(
        names(&world.core).await.len(),
        3,
        "they came after the first look"
    );
    let view = async || watching.view(key).await.unwrap();
    watching
        .set(
            key,
            WatchSettings {
                since: WatchSince::Now,
                ..day("2020-01-01")
            },
        )
        .await
        .unwrap();
    assert_eq!(view().await.unseen, 3, "that is how it was");
    watching.set(key, day("2100-01-01")).await.unwrap();
    assert_eq!(
        view().await.unseen,
        0,
        "what came before that day is not new"
    );
    watching.set(key, all).await.unwrap();
    watching.set(key, day("2020-01-01")).await.unwrap();
    assert_eq!(
        noticed(&world.core).await.len(),
        3,
        "another choice reports nothing a second time"
    );
    assert_eq!(
        watching.view(other.key).await.unwrap().items,
        0,
        "each for itself"
    );
    for bad in [
        day("soon"),
        WatchSettings {
            every_s: 60,
            ..WatchSettings::default()
        },
    ] {
        let refused = watching.set(key, bad).await.unwrap_err();
        assert!(matches!(refused, CoreError::BadSetting { .. }), "{refused}");
    }
    assert_eq!(
        view().await.settings,
        day("2020-01-01"),
        "what held before holds"
    );
}

#[tokio::test]
async fn what_was_seen_is_seen_and_can_be_taken_back() {
    let (mut world, key) = World::synced(LibrarySource::Synthetic(20)).await;
    upload_many(&world, 0..3).await;
    world.sync().await;
    world.clock.advance_ms(DAY_MS);
    upload_many(&world, 3..5).await;
    world.sync().await;
    let watching = world.core.watching();
    let new = |seen| GridScope::New { seen };
    let days = world.core.items().segments(new(false)).await.unwrap();
    let counted: Vec<_> = days
        .iter()
        .map(|day| (day.day.as_deref().unwrap(), day.items))
        .collect();
    assert_eq!(counted, [("2026-09-22", 2), ("2026-09-21", 3)]);
    let shown = grid(&world.core, new(false)).await;
    assert_eq!(shown.len(), 5);
    let newest = watching.view(key).await.unwrap().newest;
    // Something comes between looking and pressing.
    upload_many(&world, 5..6).await;
    world.sync().await;
    let at_ms = watching.mark_seen(key, newest).await.unwrap().unwrap();
    assert_eq!(
        grid(&world.core, new(false)).await,
        ["5.gif"],
        "what was not there is not seen"
    );
    assert_eq!(grid(&world.core, new(true)).await.len(), 6);
    assert_eq!(watching.mark_seen(key, newest).await.unwrap(), None);
    world.reopen().await;
    let watching = world.core.watching();
    assert_eq!(watching.view(key).await.unwrap().unseen, 1, "over restarts");
    watching.mark_unseen(key, at_ms).await.unwrap();
    assert_eq!(grid(&world.core, new(false)).await.len(), 6);
    let refused = watching.mark_unseen(key, at_ms).await.unwrap_err();
    assert!(matches!(refused, CoreError::CannotUndo));

    let items = world.core.items();
    let segments = items.segments(new(true)).await.unwrap();
    let keys: Vec<String> = segments.into_iter().map(|segment| segment.key).collect();
    let tiles = items.grid(new(true), &keys).await.unwrap().concat();
    assert!(
        tiles.is_sorted_by_key(|tile| -tile.order),
        "the order falls"
    );
    let chosen = |without: Vec<_>| Chosen {
        scope: new(true),
        spans: vec![Span {
            first: tiles[4].order,
            last: tiles[1].order,
        }],
        keys: vec![tiles[5].key, tiles[2].key],
        without,
    };
    assert_eq!(items.count(&chosen(Vec::new())).await.unwrap(), 5);
    assert_eq!(items.count(&chosen(vec![tiles[1].key])).await.unwrap(), 4);
}

#[tokio::test]
async fn what_is_gone_again_is_not_shown_as_new() {
    let (world, key) = World::synced(LibrarySource::Synthetic(20)).await;
    let ids = upload_many(&world, 0..2).await;
    world.sync().await;
    world.delete(&format!("items/{}", ids[0])).await;
    world.clock.advance_ms(1_000);
    let job = world.core.sync().compare().await.unwrap();
    job_end(&world.core, job).await;
    let view = world.core.watching().view(key).await.unwrap();
    assert_eq!((view.items, view.unseen), (1, 1));
    assert_eq!(
        grid(&world.core, GridScope::New { seen: true }).await,
        ["1.gif"]
    );
    assert_eq!(
        noticed(&world.core).await.len(),
        2,
        "that it came stays true"
    );
}

#[tokio::test]
async fn a_notice_tells_of_each_item_once_and_of_none_that_was_seen() {
    let (mut world, key) = World::synced(LibrarySource::Synthetic(20)).await;
    let news = async |core: &Core| core.watching().news().await.unwrap();
    upload_many(&world, 0..3).await;
    world.sync().await;
    // The program ended before it told.
    world.reopen().await;
    let told = news(&world.core).await;
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].connection, told[0].items), (key, 3));
    assert!(news(&world.core).await.is_empty());
    world.reopen().await;
    assert!(news(&world.core).await.is_empty(), "over restarts");
    upload_many(&world, 3..4).await;
    world.sync().await;
    let newest = world.core.watching().cursor().await.unwrap();
    world.core.watching().mark_seen(key, newest).await.unwrap();
    assert!(
        news(&world.core).await.is_empty(),
        "who has seen it needs no notice"
    );
    let quiet = WatchSettings {
        notices: false,
        ..WatchSettings::default()
    };
    world.core.watching().set(key, quiet).await.unwrap();
    upload_many(&world, 4..5).await;
    world.sync().await;
    assert!(news(&world.core).await.is_empty(), "nor who wants none");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_google_is_left_alone_and_looked_at_when_it_answers() {
    let (mut world, key) = World::synced(LibrarySource::Empty).await;
    world.core.close().await;
    world.clock.advance_ms(QUARTER_MS);
    world.core = Core::open(by_itself(world.config())).await.unwrap();
    looked(&world, key).await;
    world.stop_emulator().await;
    world.clock.advance_ms(QUARTER_MS);
    let watching = world.core.watching();
    until(&world.core, "it is offline", || async {
        let view = watching.view(key).await.unwrap();
        view.held == Some(WatchHold::Offline) && view.next_ms.is_none()
    })
    .await;
    let before = world
        .core
        .connections()
        .get(key)
        .await
        .unwrap()
        .quota
        .requests;
    for _ in 0..10 {
        world.clock.advance_ms(QUARTER_MS);
        many_ticks().await;
    }
    let after = world
        .core
        .connections()
        .get(key)
        .await
        .unwrap()
        .quota
        .requests;
    assert_eq!(after, before, "no request was even tried");
    let port = world.url.port().unwrap();
    let config = Config {
        library: LibrarySource::Synthetic(3),
        port,
        ..Config::default()
    };
    world.emulator = Some(photos_emulator::start(config).await.unwrap());
    until(&world.core, "it looked again", || async {
        let view = world.core.connections().get(key).await.unwrap();
        view.health != albumen_core::view::ConnectionHealth::Offline
    })
    .await;
    world.core.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_connection_is_looked_at_as_often_as_the_person_wants() {
    let (mut world, key) = World::synced(LibrarySource::Synthetic(20)).await;
    let often = WatchSettings {
        every_s: 300,
        ..WatchSettings::default()
    };
    world.core.watching().set(key, often).await.unwrap();
    world.core.close().await;
    world.clock.advance_ms(QUARTER_MS);
    world.core = Core::open(by_itself(world.config())).await.unwrap();
    looked(&world, key).await;
    let next_ms = world.core.watching().view(key).await.unwrap().next_ms;
    let in_ms = next_ms.unwrap() - world.clock.now_ms();
    assert!((240_000..=300_000).contains(&in_ms), "{in_ms}");
    world.forget_stats().await;
    world.clock.advance_ms(in_ms - 1);
    many_ticks().await;
    assert_eq!(world.library_requests().await, 0, "not before");
    world.clock.advance_ms(1);
    looked(&world, key).await;
    let requests = world.requests().await;
    let expected = BTreeMap::from([("mediaItems.list".to_owned(), 1)]);
    assert_eq!(requests, expected, "one request says that nothing is new");
    world.core.close().await;
}
