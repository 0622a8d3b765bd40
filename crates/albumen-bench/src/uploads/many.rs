//! Sixty photos of three megabytes, at fifty milliseconds to each answer.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::json;
use sha2::{Digest as _, Sha256};
use tokio::process::Command;

use crate::Asked;
use crate::emulator::{Counts, at};
use crate::files;
use crate::run::{self, Ran};
use crate::setting::Setting;
use crate::table::{Bar, Row, timed};

const PHOTOS: usize = 60;
const PHOTO_BYTES: usize = 3_000_000;
const LATENCY_MS: u64 = 50;
/// Source: <https://developers.google.com/photos/library/guides/upload-media#creating-media-item>
const BATCH: usize = 50;

/// The photos, and what they are known by.
struct Photos {
    folder: PathBuf,
    files: Vec<PathBuf>,
    hashes: BTreeSet<String>,
}

/// Rows a, b and g.
pub(super) async fn rows(stage: &Setting, asked: &Asked) -> Result<Vec<Row>, String> {
    if !["a", "b", "g"].iter().any(|row| asked.wants(row)) {
        return Ok(Vec::new());
    }
    let photos = photos(stage.folder())?;
    // rclone makes media items concurrently, is refused for it, and waits for minutes. Here it is not refused, so that
    // only speed is compared. Ours never does it, which row g counts.
    let weather = json!([
        { "kind": "latency", "ms": LATENCY_MS },
        { "kind": "concurrent_writes", "on": true },
    ]);
    stage.emulator.weather(weather).await?;
    let mut rows = Vec::new();
    // Once unmeasured: whatever is read the first time is read now.
    let counts = ours(stage, &photos, 4).await?.1;
    if asked.wants("a") {
        for transfers in [4, 8] {
            rows.push(against_rclone(stage, &photos, transfers).await?);
        }
    }
    if asked.wants("b") {
        rows.push(against_curl(stage, &photos).await?);
    }
    if asked.wants("g") {
        rows.extend(requests(&counts, "no album", 0));
        let into = ["--album", "Benchmark"];
        let counts = ours_into(stage, &photos, 4, &into).await?.1;
        rows.extend(requests(&counts, "a new album", 1));
    }
    stage.emulator.weather(json!([])).await?;
    stage.emulator.forget_items().await?;
    Ok(rows)
}

fn photos(folder: &Path) -> Result<Photos, String> {
    let folder = folder.join("photos");
    files::photos(&folder, PHOTOS, PHOTO_BYTES, PHOTOS).map_err(|error| error.to_string())?;
    let mut paths = Vec::new();
    let mut hashes = BTreeSet::new();
    for entry in std::fs::read_dir(&folder).map_err(|error| error.to_string())? {
        let path = entry.map_err(|error| error.to_string())?.path();
        let bytes = std::fs::read(&path).map_err(|error| error.to_string())?;
        let digest = Sha256::digest(bytes);
        hashes.insert(digest.iter().map(|byte| format!("{byte:02x}")).collect());
        paths.push(path);
    }
    paths.sort();
    Ok(Photos {
        folder,
        files: paths,
        hashes,
    })
}

/// Runs one side from nothing to everything. What the emulator holds afterwards must be the photos, byte for byte.
async fn side(
    stage: &Setting,
    photos: &Photos,
    what: &str,
    command: &mut Command,
    makes_items: bool,
) -> Result<(Ran, Counts), String> {
    stage.emulator.forget_items().await?;
    stage.emulator.forget_counts().await?;
    let ran = run::to_end(command).await?.well(what)?;
    let counts = stage.emulator.counts().await?;
    if makes_items {
        let items = stage.emulator.items().await?;
        let held: BTreeSet<String> = items
            .iter()
            .filter_map(|item| at(item, "sha256").as_str())
            .map(str::to_owned)
            .collect();
        if held != photos.hashes || items.len() != PHOTOS {
            return Err(format!(
                "{what}: the emulator holds {} items that are not the {PHOTOS} photos",
                items.len()
            ));
        }
    }
    if counts.bytes < (PHOTOS * PHOTO_BYTES) as u64 {
        return Err(format!("{what}: only {} bytes arrived", counts.bytes));
    }
    Ok((ran, counts))
}

async fn ours(stage: &Setting, photos: &Photos, transfers: usize) -> Result<(Ran, Counts), String> {
    ours_into(stage, photos, transfers, &["--no-album"]).await
}

async fn ours_into(
    stage: &Setting,
    photos: &Photos,
    transfers: usize,
    album: &[&str],
) -> Result<(Ran, Counts), String> {
    let home = stage.product.home()?;
    let mut command = stage.product.command(&home);
    command
        .args(["upload", "--parallel", &transfers.to_string()])
        .args(album)
        .arg(&photos.folder);
    side(stage, photos, "albumen-cli", &mut command, true).await
}

async fn against_rclone(stage: &Setting, photos: &Photos, transfers: usize) -> Result<Row, String> {
    let mut pairs = Vec::new();
    let mut requests = (0, 0);
    for _ in 0..stage.rounds {
        let (other, counted) = side(
            stage,
            photos,
            "rclone",
            &mut stage.peers.rclone(&photos.folder, transfers),
            true,
        )
        .await?;
        requests.1 = counted.requests;
        let (own, counted) = ours(stage, photos, transfers).await?;
        requests.0 = counted.requests;
        pairs.push((own.wall.as_secs_f64(), other.wall.as_secs_f64()));
    }
    Ok(timed(
        format!("a  60 photos of 3 MB, 50 ms, {transfers} at a time, rclone copy"),
        &pairs,
        Bar::AtLeast(1.6),
        format!("requests: ours {}, rclone {}", requests.0, requests.1),
    ))
}

async fn against_curl(stage: &Setting, photos: &Photos) -> Result<Row, String> {
    let mut pairs = Vec::new();
    for _ in 0..stage.rounds {
        let mut curl = stage.peers.curl(&photos.files, 4)?;
        let (other, _) = side(stage, photos, "curl", &mut curl, false).await?;
        let (own, _) = ours(stage, photos, 4).await?;
        pairs.push((own.wall.as_secs_f64(), other.wall.as_secs_f64()));
    }
    Ok(timed(
        "b  the same, 4 at a time, curl -Z sending the bytes alone".into(),
        &pairs,
        Bar::AtLeast(1.0),
        String::new(),
    ))
}

fn requests(counts: &Counts, into: &str, albums: usize) -> Vec<Row> {
    let exact = PHOTOS + PHOTOS.div_ceil(BATCH) + albums;
    let exact = u64::try_from(exact).unwrap_or(u64::MAX);
    let row = |what: &str, count: u64, exact: u64| Row {
        what: format!("g  {what}, {into}"),
        ours: count.to_string(),
        other: exact.to_string(),
        figure: count as f64,
        bar: Bar::Exactly(exact as f64),
        note: counts.by_call.clone(),
    };
    vec![
        row("requests for 60 photos", counts.requests, exact),
        row("writes at the same time", counts.write_peak, 1),
    ]
}
