//! Ten thousand files in two hundred folders, while Google fails, lines are cut, answers are lost, and the process is killed
//! three times. In the end Google holds each file once, in its album, and everything that is said is so.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use albumen_core::view::{AlbumLayout, QueueState, UploadsView, WaitCause};
use albumen_core::{Clock, Core};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::many::small_jpeg;
use crate::plan_support::*;
use crate::support::World;
use crate::upload_support::*;

const HOME: &str = "ALBUMEN_TEN_THOUSAND_HOME";
const GOOGLE: &str = "ALBUMEN_TEN_THOUSAND_GOOGLE";
const DROP: &str = "ALBUMEN_TEN_THOUSAND_DROP";
const NOW: i64 = 1_790_000_000_000;

const FOLDERS: u32 = 200;
const FILES_IN_EACH: u32 = 50;
/// Of each folder, so many files are the same as others: one of the same folder, the rest of the folder before it.
const DOUBLES: u32 = 3;
/// The same run each time.
const SEED: u64 = 20_260_921;

/// What the processes of the test run: the first one plans a folder and starts the plan, each works until it is killed or done.
/// In a normal run there is nothing to do.
#[tokio::test(flavor = "multi_thread")]
async fn the_process_that_is_killed() {
    let Ok(home) = std::env::var(HOME) else {
        return;
    };
    let google = std::env::var(GOOGLE).unwrap().parse().unwrap();
    let clock = Clock::by_hand(NOW);
    let config = upload_config(&google, Path::new(&home), &clock);
    let core = Core::open(config).await.unwrap();
    if let Ok(folder) = std::env::var(DROP) {
        let albums = AlbumLayout::PerFolder {
            depth: 1,
            joined: false,
        };
        start_plan(&core, vec![PathBuf::from(folder)], albums).await;
    }
    work_through(&core, &clock).await;
    core.close().await;
}

/// Works until nothing is left that goes on by itself. Ten thousand files need more requests than Google allows on one day:
/// the queue sleeps, and the clock moves past midnight in California.
async fn work_through(core: &Core, clock: &Clock) -> UploadsView {
    loop {
        let view = core.uploads().wait_idle().await.unwrap();
        let QueueState::Waiting {
            cause: WaitCause::QuotaSpent,
            until_ms: Some(until_ms),
            ..
        } = view.state
        else {
            return view;
        };
        clock.advance_ms(until_ms - clock.now_ms());
        wake(core).await;
    }
}

/// The bytes of a file by its hash, and the albums they belong in.
type Expected = BTreeMap<String, BTreeSet<String>>;

struct Tree {
    dir: TempDir,
    expected: Expected,
    /// SHA-256 by BLAKE3: the emulator names files by the one, the ledger by the other.
    hashes: BTreeMap<[u8; 32], String>,
}

fn tree() -> Tree {
    let dir = tempfile::tempdir().unwrap();
    let mut tree = Tree {
        dir,
        expected: Expected::new(),
        hashes: BTreeMap::new(),
    };
    for folder in 0..FOLDERS {
        let title = format!("Trip {folder:03}");
        std::fs::create_dir(tree.dir.path().join(&title)).unwrap();
        for file in 0..FILES_IN_EACH {
            let bytes = small_jpeg(number_of(folder, file));
            let sha256 = hex(&Sha256::digest(&bytes));
            let path = tree
                .dir
                .path()
                .join(&title)
                .join(format!("photo {file:02}.jpg"));
            std::fs::write(path, &bytes).unwrap();
            tree.hashes
                .insert(*blake3::hash(&bytes).as_bytes(), sha256.clone());
            let albums = tree.expected.entry(sha256).or_default();
            albums.insert(title.clone());
        }
    }
    tree
}

/// Which picture a file holds.
fn number_of(folder: u32, file: u32) -> u32 {
    let own = folder * FILES_IN_EACH + file;
    match file {
        0 => own + DOUBLES,
        double if double < DOUBLES && folder > 0 => own + DOUBLES - FILES_IN_EACH,
        _ => own,
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn process(world: &World, drop: Option<&Path>) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["ten_thousand::the_process_that_is_killed", "--exact"])
        .env(HOME, world.home.path())
        .env(GOOGLE, world.url.as_str())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if let Some(drop) = drop {
        command.env(DROP, drop);
    }
    command.spawn().unwrap()
}

/// The weather at Google: something else goes wrong every few files.
struct Weather {
    random: StdRng,
    next_at: u64,
}

impl Weather {
    async fn passes(&mut self, world: &World, created: u64) {
        if created < self.next_at {
            return;
        }
        self.next_at = created + self.random.random_range(60..140);
        let fault = match self.random.random_range(0..7) {
            0 => {
                json!({ "kind": "server_error", "status": 503, "methods": ["uploads"], "count": self.random.random_range(1..9) })
            }
            1 => {
                json!({ "kind": "server_error", "status": 500, "methods": ["mediaItems.batchCreate"], "count": 1 })
            }
            2 => {
                json!({ "kind": "cut", "after_bytes": self.random.random_range(0..700), "methods": ["uploads"], "count": 2 })
            }
            3 => json!({ "kind": "rate_limited", "retry_after_s": 0, "count": 2 }),
            4 => {
                json!({ "kind": "lost_answer", "methods": ["mediaItems.batchCreate"], "count": 1 })
            }
            5 => json!({ "kind": "lost_answer", "methods": ["albums.create"], "count": 1 }),
            _ => json!({ "kind": "partial_batch", "codes": [0, 13, "missing", 0, 13], "count": 1 }),
        };
        world.fault(fault).await;
    }
}

/// Lets a process work until Google holds so many items, then kills it.
async fn kill_at(world: &World, mut child: Child, weather: &mut Weather, items: u64) {
    let mut ticks = tokio::time::interval(Duration::from_millis(20));
    loop {
        ticks.tick().await;
        let created = world.get("stats").await["items_created"].as_u64().unwrap();
        weather.passes(world, created).await;
        if created >= items {
            break;
        }
        let ended = child.try_wait().unwrap();
        assert!(ended.is_none(), "it lives until it is killed: {ended:?}");
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Opens the home again and runs the queue to its end, in bad weather to the last.
async fn finish(world: &mut World, weather: &mut Weather) -> UploadsView {
    world.core = Core::open(upload_config(&world.url, world.home.path(), &world.clock))
        .await
        .unwrap();
    let (core, clock) = (world.core.clone(), world.clock.clone());
    let end = work_through(&core, &clock);
    tokio::pin!(end);
    let mut ticks = tokio::time::interval(Duration::from_millis(20));
    let view = loop {
        tokio::select! {
            view = &mut end => break view,
            _ = ticks.tick() => {
                let created = world.get("stats").await["items_created"].as_u64().unwrap();
                weather.passes(world, created).await;
            }
        }
    };
    if view.totals.failed == 0 && view.totals.left == 0 {
        return view;
    }
    // A file that met five faults in a row has failed, and says so. The person presses Retry all.
    world.no_faults().await;
    core.uploads().retry_all(None).await.unwrap();
    work_through(&core, &clock).await
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_files_arrive_once_each_whatever_happens_on_the_way() {
    let (mut world, ..) = with_album().await;
    world.core.close().await;
    let tree = tree();
    let mut weather = Weather {
        random: StdRng::seed_from_u64(SEED),
        next_at: 10,
    };
    let drop = tree.dir.path().to_owned();
    let mut child = process(&world, Some(&drop));
    for kill in 1..=3u64 {
        let items = kill * 2_400 + weather.random.random_range(0..400);
        kill_at(&world, child, &mut weather, items).await;
        if kill == 3 {
            break;
        }
        child = process(&world, None);
    }
    let view = finish(&mut world, &mut weather).await;
    assert_eq!((view.totals.left, view.totals.failed), (0, 0), "{view:?}");
    let stats = world.get("stats").await;
    assert_eq!(
        stats["concurrent_write_peak"],
        json!(1),
        "one write at a time for one account"
    );
    let items = world.get("items").await;
    let albums = world.get("albums").await;
    assert_holds_all(&tree, &items, &albums);
    world.core.close().await;
    assert_index_tells_the_truth(&world, &tree, &items);
}

/// Each distinct file once, with equal bytes, in its albums, in each once; no album twice.
fn assert_holds_all(tree: &Tree, items: &Value, albums: &Value) {
    let mut titles = BTreeMap::new();
    let mut listed = 0;
    let made_by_hand = |album: &&Value| album["title"] == "Summer";
    for album in albums
        .as_array()
        .unwrap()
        .iter()
        .filter(|album| !made_by_hand(album))
    {
        let title = album["title"].as_str().unwrap().to_owned();
        let holds = album["items"].as_array().unwrap();
        listed += holds.len();
        titles.insert(album["id"].as_str().unwrap().to_owned(), title);
    }
    let distinct: BTreeSet<_> = titles.values().collect();
    assert_eq!(distinct.len(), titles.len(), "no album twice");
    assert_eq!(titles.len(), FOLDERS as usize, "an album for each folder");
    let mut held = Expected::new();
    for item in items.as_array().unwrap() {
        let in_albums = item["albums"].as_array().unwrap().iter();
        let in_albums = in_albums.map(|id| titles[id.as_str().unwrap()].clone());
        let sha256 = item["sha256"].as_str().unwrap().to_owned();
        let twice = held.insert(sha256, in_albums.collect());
        assert!(twice.is_none(), "no bytes twice: {item}");
    }
    let different = tree
        .expected
        .iter()
        .find(|(sha256, albums)| held.get(*sha256) != Some(albums));
    assert_eq!(different, None, "each file in its albums");
    assert_eq!(held.len(), tree.expected.len(), "and nothing else");
    let in_albums: usize = tree.expected.values().map(BTreeSet::len).sum();
    assert_eq!(listed, in_albums, "once in each album");
}

/// The ledger and the queue name items that Google holds, with the bytes they say.
fn assert_index_tells_the_truth(world: &World, tree: &Tree, items: &Value) {
    let held: BTreeMap<&str, &str> = items
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            (
                item["id"].as_str().unwrap(),
                item["sha256"].as_str().unwrap(),
            )
        })
        .collect();
    let db = rusqlite::Connection::open(world.home.path().join("data/index.db")).unwrap();
    let pairs = |sql: &str| -> Vec<([u8; 32], String)> {
        let mut query = db.prepare(sql).unwrap();
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        rows.unwrap().map(Result::unwrap).collect()
    };
    let ledger = pairs("SELECT content_hash, google_id FROM ledger");
    assert_eq!(
        ledger.len(),
        tree.expected.len(),
        "the ledger knows each file once"
    );
    let rows = pairs("SELECT content_hash, google_item_id FROM uploads WHERE stage = 'done'");
    assert!(!rows.is_empty(), "the queue still shows what is done");
    for (blake3, item) in ledger.iter().chain(&rows) {
        let sha256 = &tree.hashes[blake3];
        assert_eq!(
            held.get(item.as_str()),
            Some(&sha256.as_str()),
            "what is said to be there is there"
        );
    }
    let states = "SELECT count(*) FROM uploads WHERE stage NOT IN ('done', 'skipped')";
    let open: u32 = db.query_row(states, [], |row| row.get(0)).unwrap();
    assert_eq!(open, 0);
}
