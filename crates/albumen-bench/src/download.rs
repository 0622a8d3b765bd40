//! `cargo xtask bench download`: two hundred photos of three megabytes to a folder, at fifty milliseconds to each answer and
//! four at a time.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use photos_emulator::LibrarySource;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::Asked;
use crate::engine;
use crate::files;
use crate::run::{self, Ran};
use crate::setting::Setting;
use crate::table::{Bar, Row, median, timed};

const PHOTOS: usize = 200;
const PHOTO_BYTES: usize = 3_000_000;
const LATENCY_MS: u64 = 50;
const TRANSFERS: usize = 4;

/// The rows that are wanted.
pub(crate) async fn rows(asked: &Asked) -> Result<Vec<Row>, String> {
    let setting = Setting::build(asked, LibrarySource::Empty).await?;
    let photos = setting.folder().join("photos");
    files::photos(&photos, PHOTOS, PHOTO_BYTES, PHOTOS).map_err(|error| error.to_string())?;
    let hashes = hashes_of(&photos)?;
    // rclone sends them: what the product sends it would copy from the files themselves.
    let weather = json!([{ "kind": "concurrent_writes", "on": true }]);
    setting.emulator.weather(weather).await?;
    run::to_end(&mut setting.peers.rclone(&photos, TRANSFERS))
        .await?
        .well("rclone")?;
    let home = setting.product.home()?;
    run::to_end(&mut setting.product.engine(home.path(), engine::LOOK)?)
        .await?
        .well("the engine")?;
    let weather = json!([{ "kind": "latency", "ms": LATENCY_MS }]);
    setting.emulator.weather(weather).await?;
    let (mut pairs, mut own) = (Vec::new(), Vec::new());
    let mut counts = None;
    // The first round is not measured: whatever is read the first time is read then.
    for round in 0..=setting.rounds {
        setting.emulator.forget_counts().await?;
        let ours = ours(&setting, home.path(), &hashes, round).await?;
        counts = Some(setting.emulator.counts().await?);
        let theirs = theirs(&setting, &hashes, round).await?;
        if round > 0 {
            own.push(ours.wall.as_secs_f64());
            pairs.push((ours.wall.as_secs_f64(), theirs.wall.as_secs_f64()));
        }
    }
    let floor = PHOTOS as f64 * LATENCY_MS as f64 / 1000.0 / TRANSFERS as f64;
    let seconds = median(&own);
    let counts = counts.ok_or("no round")?;
    let what =
        format!("{PHOTOS} photos of 3 MB to a folder, {LATENCY_MS} ms, {TRANSFERS} at a time");
    Ok(vec![
        timed(
            format!("{what}: rclone copy"),
            &pairs,
            Bar::AtLeast(1.0),
            "ours waits for the disk too".into(),
        ),
        Row {
            what: format!("{what}: the floor of the answer time"),
            ours: format!("{seconds:.2} s"),
            other: format!("{floor:.2} s"),
            figure: seconds / floor,
            bar: Bar::AtMost(1.3),
            note: counts.by_call,
        },
    ])
}

/// The engine, into a folder that holds nothing. What lies there afterwards must be the photos, byte for byte.
async fn ours(
    setting: &Setting,
    home: &Path,
    hashes: &BTreeSet<String>,
    round: usize,
) -> Result<Ran, String> {
    let folder = folder(setting, "ours", round)?;
    let mut command = setting.product.engine(home, engine::DOWNLOAD)?;
    command.arg(&folder);
    let ran = run::to_end(&mut command).await?.well("the engine")?;
    compared("the engine", &folder, hashes)?;
    Ok(ran)
}

async fn theirs(setting: &Setting, hashes: &BTreeSet<String>, round: usize) -> Result<Ran, String> {
    let folder = folder(setting, "rclone", round)?;
    let mut command = setting.peers.rclone_out(&folder, TRANSFERS);
    let ran = run::to_end(&mut command).await?.well("rclone")?;
    compared("rclone", &folder, hashes)?;
    Ok(ran)
}

fn folder(setting: &Setting, whose: &str, round: usize) -> Result<PathBuf, String> {
    let folder = setting.folder().join(format!("{whose}-{round}"));
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    Ok(folder)
}

/// Fails where a folder does not hold the photos; takes it away where it does: the next copy would be made from it.
fn compared(what: &str, folder: &Path, hashes: &BTreeSet<String>) -> Result<(), String> {
    let found = hashes_of(folder)?;
    if found != *hashes {
        return Err(format!(
            "{what}: the folder holds {} files that are not the {PHOTOS} photos",
            found.len()
        ));
    }
    std::fs::remove_dir_all(folder).map_err(|error| error.to_string())
}

fn hashes_of(folder: &Path) -> Result<BTreeSet<String>, String> {
    let mut hashes = BTreeSet::new();
    for entry in std::fs::read_dir(folder).map_err(|error| error.to_string())? {
        let path = entry.map_err(|error| error.to_string())?.path();
        let bytes = std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let digest = Sha256::digest(bytes);
        hashes.insert(digest.iter().map(|byte| format!("{byte:02x}")).collect());
    }
    Ok(hashes)
}
