//! A hundred thousand small photos: what queuing them takes, and what looking at them again reads.

use std::path::{Path, PathBuf};

use serde_json::json;
use tokio::process::Command;

use crate::Asked;
use crate::emulator::at;
use crate::files;
use crate::home::Home;
use crate::run::{self, Ran};
use crate::setting::Setting;
use crate::table::{Bar, Row, median, timed};

const PHOTOS: usize = 100_000;
const PHOTO_BYTES: usize = 512;
const PER_FOLDER: usize = 500;
const MOST_MEMORY: f64 = 64.0;
/// What the command line answers when it waits for Google.
const WAITING: i32 = 5;

/// Rows e and f.
pub(super) async fn rows(stage: &Setting, asked: &Asked) -> Result<Vec<Row>, String> {
    if !["e", "f"].iter().any(|row| asked.wants(row)) {
        return Ok(Vec::new());
    }
    let folder = stage.folder().join("many");
    files::photos(&folder, PHOTOS, PHOTO_BYTES, PER_FOLDER).map_err(|error| error.to_string())?;
    // The day is spent from the beginning: everything is queued, nothing is sent.
    let spent = json!({ "kind": "quota_spent" });
    stage.emulator.weather(spent).await?;
    let mut rows = Vec::new();
    if asked.wants("e") {
        rows.push(memory(stage, &folder).await?);
    }
    if asked.wants("f") {
        rows.extend(again(stage, &folder).await?);
    }
    stage.emulator.weather(json!([])).await?;
    std::fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    Ok(rows)
}

/// Puts a folder in the queue. It must end up waiting, with so many files.
async fn queued(stage: &Setting, home: &Home, path: &Path, files: usize) -> Result<Ran, String> {
    let mut command = stage.product.command(home);
    command.args(["--json", "upload", "--no-album"]).arg(path);
    let ran = run::to_end(&mut command).await?;
    if ran.code != Some(WAITING) {
        return ran.well("albumen-cli");
    }
    // What is said of the files comes first, why they wait after it.
    let mut said = serde_json::Deserializer::from_str(&ran.stdout).into_iter::<serde_json::Value>();
    let said = said.next().and_then(Result::ok).unwrap_or_default();
    let found = at(at(&said, "totals"), "files").as_u64();
    if found == u64::try_from(files).ok() {
        Ok(ran)
    } else {
        Err(format!("{found:?} files are in the queue, not {files}"))
    }
}

async fn memory(stage: &Setting, folder: &Path) -> Result<Row, String> {
    let one = stage.folder().join("one");
    files::photos(&one, 1, PHOTO_BYTES, 1).map_err(|error| error.to_string())?;
    let mib = |ran: &Ran| ran.peak_bytes as f64 / f64::from(1 << 20);
    let idle = mib(&queued(stage, &stage.product.home()?, &one, 1).await?);
    let (mut peaks, mut seconds) = (Vec::new(), Vec::new());
    for _ in 0..stage.rounds {
        let ran = queued(stage, &stage.product.home()?, folder, PHOTOS).await?;
        peaks.push(mib(&ran));
        seconds.push(ran.wall.as_secs_f64());
    }
    let peak = peaks.iter().copied().fold(0.0, f64::max);
    Ok(Row {
        what: "e  queuing 100,000 files: memory above idle, MiB".into(),
        ours: format!("{peak:.1} MiB"),
        other: format!("{idle:.1} MiB idle"),
        figure: peak - idle,
        bar: Bar::AtMost(MOST_MEMORY),
        note: format!("queued in {:.1} s", median(&seconds)),
    })
}

async fn again(stage: &Setting, folder: &Path) -> Result<Vec<Row>, String> {
    let home = stage.product.home()?;
    let plan = |command: &mut Command| {
        command.args(["--json", "upload", "--plan"]).arg(folder);
    };
    let mut first = stage.product.command(&home);
    plan(&mut first);
    let first = run::to_end(&mut first).await?.well("albumen-cli")?;
    let opened = opened_again(stage, &home, folder).await?;
    let mut pairs = Vec::new();
    for _ in 0..stage.rounds {
        let mut find = Command::new("find");
        find.arg(folder).arg("-ls");
        let other = run::to_end(&mut find).await?.well("find")?;
        let mut own = stage.product.command(&home);
        plan(&mut own);
        let own = run::to_end(&mut own).await?.well("albumen-cli")?;
        pairs.push((own.wall.as_secs_f64(), other.wall.as_secs_f64()));
    }
    Ok(vec![
        Row {
            what: "f  100,000 unchanged files looked at again: files opened".into(),
            ours: opened.to_string(),
            other: "0".into(),
            figure: opened as f64,
            bar: Bar::Exactly(0.0),
            note: format!("the first look took {:.1} s", first.wall.as_secs_f64()),
        },
        timed(
            "f  the same, find -ls".into(),
            &pairs,
            Bar::None,
            String::new(),
        ),
    ])
}

/// How many files of the folder are opened when nothing has changed in it.
async fn opened_again(stage: &Setting, home: &Home, folder: &Path) -> Result<usize, String> {
    let calls: PathBuf = stage.folder().join("opened.strace");
    let mut command = stage.product.traced(home, &calls);
    command.args(["--json", "upload", "--plan"]).arg(folder);
    run::to_end(&mut command)
        .await?
        .well("albumen-cli under strace")?;
    let text = std::fs::read_to_string(&calls).map_err(|error| error.to_string())?;
    let below = folder.to_string_lossy().into_owned();
    let opened = text
        .lines()
        .filter(|line| line.contains(&below) && line.contains(".jpg"));
    Ok(opened.count())
}
