//! One video of a gibibyte, with nothing in the way but encryption.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::Asked;
use crate::emulator::{Counts, at};
use crate::files;
use crate::run::{self, Ran};
use crate::setting::Setting;
use crate::table::{Bar, Row, median, timed};

const VIDEO_BYTES: u64 = 1 << 30;
const MOST_MEMORY: u64 = 24 << 20;
/// The emulator hashes what is behind this and lets it go, so that no disk and no memory of its own is measured.
const KEPT_BYTES: u64 = 1 << 20;
/// Where the run of row d is killed.
const KILLED_AT: u64 = VIDEO_BYTES / 2;

struct Video {
    path: PathBuf,
    blake3: String,
}

/// Rows c and d.
pub(super) async fn rows(stage: &Setting, asked: &Asked) -> Result<Vec<Row>, String> {
    if !["c", "d"].iter().any(|row| asked.wants(row)) {
        return Ok(Vec::new());
    }
    let video = video(stage.folder())?;
    let weather = json!({ "kind": "keep_bytes", "most": KEPT_BYTES });
    stage.emulator.weather(weather).await?;
    // Once unmeasured; it also tells how long a piece is.
    let pieces = ours(stage, &video).await?.1.pieces.max(1);
    let mut rows = Vec::new();
    if asked.wants("c") {
        rows.extend(against_curl(stage, &video).await?);
    }
    if asked.wants("d") {
        rows.push(killed(stage, &video, VIDEO_BYTES.div_ceil(pieces)).await?);
    }
    stage.emulator.weather(json!([])).await?;
    stage.emulator.forget_items().await?;
    std::fs::remove_file(&video.path).map_err(|error| error.to_string())?;
    Ok(rows)
}

fn video(folder: &Path) -> Result<Video, String> {
    let path = folder.join("film.mp4");
    let bytes = usize::try_from(VIDEO_BYTES).map_err(|error| error.to_string())?;
    files::video(&path, bytes).map_err(|error| error.to_string())?;
    let mut hasher = blake3::Hasher::new();
    std::fs::File::open(&path)
        .and_then(|file| hasher.update_reader(file).map(|_| ()))
        .map_err(|error| error.to_string())?;
    Ok(Video {
        path,
        blake3: hasher.finalize().to_hex().to_string(),
    })
}

/// Sends it with ours; it must arrive whole and become one media item.
async fn ours(stage: &Setting, video: &Video) -> Result<(Ran, Counts), String> {
    stage.emulator.forget_items().await?;
    stage.emulator.forget_counts().await?;
    let home = stage.product.home()?;
    let mut command = stage.product.command(&home);
    command.arg("upload").arg(&video.path);
    let ran = run::to_end(&mut command).await?.well("albumen-cli")?;
    arrived(stage, video).await?;
    Ok((ran, stage.emulator.counts().await?))
}

async fn arrived(stage: &Setting, video: &Video) -> Result<(), String> {
    let items = stage.emulator.items().await?;
    match items.as_slice() {
        [item] if at(item, "blake3").as_str() == Some(&video.blake3) => Ok(()),
        other => Err(format!(
            "the emulator holds {} items, or other bytes than were sent",
            other.len()
        )),
    }
}

/// How long one run of ours took, in seconds: until sending began, until it ended, and after.
fn parts(ran: &Ran, counts: &Counts) -> Option<[f64; 3]> {
    let session = counts.sessions.first()?;
    let since = |ms: i64| (ms - ran.began_ms) as f64 / 1000.0;
    let (first, last) = (since(session.began_ms), since(session.ended_ms));
    Some([first, last - first, ran.wall.as_secs_f64() - last])
}

async fn against_curl(stage: &Setting, video: &Video) -> Result<Vec<Row>, String> {
    let (mut whole, mut sending, mut peaks, mut told) = (vec![], vec![], vec![], vec![]);
    for _ in 0..stage.rounds {
        let mut curl = stage.peers.curl(std::slice::from_ref(&video.path), 1)?;
        stage.emulator.forget_counts().await?;
        let other = run::to_end(&mut curl).await?.well("curl")?;
        let received = stage.emulator.counts().await?.bytes;
        if received != VIDEO_BYTES {
            return Err(format!("curl: {received} bytes arrived"));
        }
        let (own, counts) = ours(stage, video).await?;
        let other = other.wall.as_secs_f64();
        whole.push((own.wall.as_secs_f64(), other));
        if let Some([before, send, after]) = parts(&own, &counts) {
            sending.push((send, other));
            told.push(format!("{before:.2} + {send:.2} + {after:.2}"));
        }
        peaks.push(own.peak_bytes as f64);
    }
    let peak = peaks.iter().copied().fold(0.0, f64::max);
    let mib = |bytes: f64| bytes / f64::from(1 << 20);
    Ok(vec![
        timed(
            "c  1 GiB over TLS, curl: from the first byte sent to the last".into(),
            &sending,
            Bar::AtLeast(1.3),
            String::new(),
        ),
        timed(
            "c  the same, from the start of the program to its end".into(),
            &whole,
            Bar::None,
            format!("seconds before, of and after sending: {}", told.join(", ")),
        ),
        Row {
            what: "c  most memory while sending it, MiB".into(),
            ours: format!("{:.1} MiB", mib(median(&peaks))),
            other: format!("{:.0} MiB", mib(MOST_MEMORY as f64)),
            figure: mib(peak),
            bar: Bar::AtMost(mib(MOST_MEMORY as f64)),
            note: "the highest of all rounds is judged".into(),
        },
    ])
}

/// Kills the program at half way, starts it again, and counts what came twice.
async fn killed(stage: &Setting, video: &Video, piece: u64) -> Result<Row, String> {
    let mut again = Vec::new();
    for _ in 0..stage.rounds {
        stage.emulator.forget_items().await?;
        stage.emulator.forget_counts().await?;
        let home = stage.product.home()?;
        let mut command = stage.product.command(&home);
        command.arg("upload").arg(&video.path);
        let ran = run::until(&mut command, || async {
            let counts = stage.emulator.counts().await;
            counts.is_ok_and(|counts| counts.bytes >= KILLED_AT)
        })
        .await?;
        if ran.code.is_some() {
            return Err("the program had ended before it could be killed".into());
        }
        let mut command = stage.product.command(&home);
        command.arg("upload").arg(&video.path);
        run::to_end(&mut command).await?.well("albumen-cli")?;
        arrived(stage, video).await?;
        let received = stage.emulator.counts().await?.bytes;
        // A few bytes are those of requests that carry no photo.
        again.push(received.saturating_sub(VIDEO_BYTES) as f64);
    }
    let most = again.iter().copied().fold(0.0, f64::max);
    let chunks = most / piece as f64;
    let shown: Vec<String> = again
        .iter()
        .map(|bytes| format!("{:.1}", bytes / 1e6))
        .collect();
    Ok(Row {
        what: "d  killed at half way: chunks sent twice".into(),
        ours: format!("{:.1} MB", most / 1e6),
        other: format!("{:.1} MB", piece as f64 / 1e6),
        figure: (chunks * 100.0).round() / 100.0,
        bar: Bar::AtMost(1.01),
        note: format!("MB sent twice in each round: {}", shown.join(" ")),
    })
}
