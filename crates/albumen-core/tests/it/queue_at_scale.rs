//! Very many files: what they cost while they are planned, queued and looked at, and how many requests files cost.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use albumen_core::view::{AlbumLayout, UploadSectionKind};
use albumen_core::{Clock, Core};
use serde_json::{Value, json};

use crate::many::{small_jpeg, write_photos};
use crate::plan_support::*;
use crate::upload_support::*;

const HOME: &str = "ALBUMEN_SCALE_HOME";
const GOOGLE: &str = "ALBUMEN_SCALE_GOOGLE";
const DROP: &str = "ALBUMEN_SCALE_DROP";
const TELL: &str = "ALBUMEN_SCALE_TELL";
const NOW: i64 = 1_790_000_000_000;

/// How many files there are where nothing else is asked for. `cargo xtask bench uploads` measures a hundred thousand.
const FILES: u32 = 20_000;
const FILES_ASKED_FOR: &str = "ALBUMEN_TEST_FILES";
const FILES_IN_A_FOLDER: u32 = 500;
/// What the process may take beyond what it takes idle.
const MAY_GROW_KIB: u64 = 64 * 1024;

/// How many files there are.
fn files() -> u32 {
    std::env::var(FILES_ASKED_FOR).map_or(FILES, |files| files.parse().unwrap())
}

/// A figure of the running process, KiB.
fn memory_kib(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let figure = line.unwrap().trim_start_matches(':').trim();
    figure.trim_end_matches(" kB").parse().unwrap()
}

/// What the process of the test runs: it plans very many files, queues them, looks at them, plans them once more,
/// and tells what that took. In a normal run there is nothing to do.
#[tokio::test(flavor = "multi_thread")]
async fn the_process_that_is_measured() {
    let Ok(home) = std::env::var(HOME) else {
        return;
    };
    let read = |name| std::env::var(name).unwrap();
    let google = read(GOOGLE).parse().unwrap();
    let config = upload_config(&google, Path::new(&home), &Clock::by_hand(NOW));
    let core = Core::open(config).await.unwrap();
    core.uploads().pause(true).await.unwrap();
    core.uploads().view().await.unwrap();
    let idle = memory_kib("VmRSS");
    let drop = vec![PathBuf::from(read(DROP))];
    let albums = AlbumLayout::PerFolder {
        depth: 1,
        joined: false,
    };
    start_plan(&core, drop.clone(), albums).await;
    let queued = memory_kib("VmHWM");
    look_through(&core).await;
    let looked = memory_kib("VmHWM");
    disguise(&drop[0]);
    let again = plan_of(&core, drop).await;
    let again = core.plans().view(again).await.unwrap();
    let told = json!({
        "idle": idle, "queued": queued, "looked": looked, "planned_again": memory_kib("VmHWM"),
        "in_queue": core.uploads().view().await.unwrap().totals.left,
        "again": again.new_files + again.already_there + again.doubled, "doubled": again.doubled,
    });
    std::fs::write(read(TELL), told.to_string()).unwrap();
    core.close().await;
}

/// What a window asks for while somebody scrolls to the end.
async fn look_through(core: &Core) {
    let waiting = UploadSectionKind::Waiting;
    for offset in (0..files()).step_by(10_000) {
        let rows = core.uploads().rows(waiting, None, offset, 500).await;
        assert_eq!(rows.unwrap().len(), 500, "rows lie at {offset}");
    }
}

/// Gives one file the bytes of the next, and leaves its size, time and inode: who does not read it cannot know.
fn disguise(drop: &Path) {
    let path = drop
        .join("folder 000")
        .join(format!("photo {:06}.jpg", files()));
    let modified = std::fs::metadata(&path).unwrap().modified().unwrap();
    std::fs::write(&path, small_jpeg(files() + 1)).unwrap();
    let file = File::options().write(true).open(&path).unwrap();
    file.set_modified(modified).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn very_many_files_take_little_memory_and_are_read_once() {
    let (world, ..) = with_album().await;
    world.core.close().await;
    let drop = tempfile::tempdir().unwrap();
    for folder in 0..files() / FILES_IN_A_FOLDER {
        let first = files() + folder * FILES_IN_A_FOLDER;
        let name = format!("folder {folder:03}");
        write_photos(&drop.path().join(name), first..first + FILES_IN_A_FOLDER);
    }
    let tell = world.home.path().join("told.json");
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["queue_at_scale::the_process_that_is_measured", "--exact"])
        .env(HOME, world.home.path())
        .env(GOOGLE, world.url.as_str())
        .env(DROP, drop.path())
        .env(TELL, &tell)
        .stdout(Stdio::null());
    let ended = tokio::task::spawn_blocking(move || command.status().unwrap());
    assert!(ended.await.unwrap().success());
    let told: Value = serde_json::from_slice(&std::fs::read(&tell).unwrap()).unwrap();
    assert_eq!(told["in_queue"], json!(files()), "all of them are queued");
    let idle = told["idle"].as_u64().unwrap();
    for moment in ["queued", "looked", "planned_again"] {
        let grown = told[moment].as_u64().unwrap() - idle;
        assert!(
            grown <= MAY_GROW_KIB,
            "{grown} KiB more when {moment}: {told}"
        );
    }
    assert_eq!(told["again"], json!(files()));
    assert_eq!(
        told["doubled"],
        json!(0),
        "an unchanged file is not read again, so its new bytes are not noticed"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn files_cost_one_request_each_and_albums_one_for_every_fifty() {
    let (world, ..) = with_album().await;
    let drop = tempfile::tempdir().unwrap();
    let folders = [130, 100, 51, 49];
    let mut first = 0;
    for (number, files) in folders.into_iter().enumerate() {
        let folder = drop.path().join(format!("Trip {number}"));
        write_photos(&folder, first..first + files);
        first += files;
    }
    let albums = AlbumLayout::PerFolder {
        depth: 1,
        joined: false,
    };
    world.forget_stats().await;
    start_plan(&world.core, vec![drop.path().to_owned()], albums).await;
    let view = idle(&world.core).await;
    assert_eq!(
        (view.totals.done, view.totals.left),
        (330, 0),
        "{:?}",
        view.state
    );
    let requests = world.requests().await;
    let batches = 3 + 2 + 2 + 1;
    let expected = [
        ("uploads.raw", 330),
        ("mediaItems.batchCreate", batches),
        ("albums.create", 4),
    ];
    for (call, count) in expected {
        assert_eq!(requests.get(call), Some(&count), "{requests:?}");
    }
    assert_eq!(
        world.library_requests().await,
        330 + batches + 4,
        "and nothing else: {requests:?}"
    );
    let stats = world.get("stats").await;
    assert_eq!(stats["concurrent_write_peak"], json!(1));
}
