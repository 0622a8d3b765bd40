//! The process is killed in the middle of a first look, again and again; the last one sees everything and begins nothing anew.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use albumen_core::view::{GridScope, JobState};
use albumen_core::{Clock, Core};
use photos_emulator::LibrarySource;
use serde_json::json;

use crate::support::{World, config};

const HOME: &str = "ALBUMEN_TEST_LOOK_HOME";
const GOOGLE: &str = "ALBUMEN_TEST_LOOK_GOOGLE";
const NOW: i64 = 1_790_000_000_000;

/// What the process of the other test runs: it looks until it is killed. In a normal run there is nothing to do.
#[tokio::test(flavor = "multi_thread")]
async fn the_process_that_is_killed() {
    let Ok(home) = std::env::var(HOME) else {
        return;
    };
    let google = std::env::var(GOOGLE).unwrap().parse().unwrap();
    let clock = Clock::by_hand(NOW);
    let core = Core::open(config(&google, Path::new(&home), &clock))
        .await
        .unwrap();
    let job = core.sync().now().await.unwrap();
    crate::support::job_end(&core, job).await;
}

fn process(world: &World) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["sync_kill::the_process_that_is_killed", "--exact"])
        .env(HOME, world.home.path())
        .env(GOOGLE, world.url.as_str())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

async fn pages(world: &World) -> u64 {
    world.count("mediaItems.list").await + world.count("mediaItems.search").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_look_that_is_killed_again_and_again_goes_on_where_it_was() {
    let (mut world, _) = World::signed_in(LibrarySource::Synthetic(15_050)).await;
    world.core.close().await;
    world.fault(json!({ "kind": "quirks", "on": false })).await;
    world
        .fault(json!({ "kind": "latency", "ms": 20, "methods": ["mediaItems"] }))
        .await;
    let deaths = 4;
    for death in 1..=deaths {
        let mut child = process(&world);
        while pages(&world).await < death * 30 {
            assert!(
                child.try_wait().unwrap().is_none(),
                "it looks until it is killed"
            );
            tokio::task::yield_now().await;
        }
        child.kill().unwrap();
        tokio::task::spawn_blocking(move || child.wait().unwrap())
            .await
            .unwrap();
    }
    world.no_faults().await;
    world.fault(json!({ "kind": "quirks", "on": false })).await;
    world.core = Core::open(world.config()).await.unwrap();
    let job = world.sync().await;
    assert_eq!(job.state, JobState::Done, "{job:?}");
    let days = world.core.items().segments(GridScope::All).await.unwrap();
    let seen: u32 = days.iter().map(|day| day.items).sum();
    assert_eq!(seen, 15_050, "nothing is missed or doubled");
    // 151 pages of items, 200 of albums; a death costs what was under way and not written yet.
    let asked = pages(&world).await;
    assert!(
        asked <= 151 + 200 + deaths * 25,
        "{asked} pages: not from the beginning again"
    );
}
