//! `cargo xtask bench listing`: how long a first look takes, what it asks, and what it needs.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use photos_emulator::LibrarySource;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use tokio::process::Command;

use crate::Asked;
use crate::emulator::{Counts, at};
use crate::engine;
use crate::home::Home;
use crate::run::{self, Ran};
use crate::setting::Setting;
use crate::table::{Bar, Row, median, timed};

const PAGE: u64 = 100;
const MEMORY_MIB: f64 = 64.0;

/// The rows that are wanted.
pub(crate) async fn rows(asked: &Asked) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    if asked.wants("2a") || asked.wants("1") {
        rows.extend(with_delay(asked, 100_000, 20).await?);
    }
    if asked.wants("2b") {
        rows.extend(without_delay(asked, 1_000_000).await?);
    }
    Ok(rows)
}

/// A library of so many items and no albums, behind an even answer time.
async fn library(asked: &Asked, count: u64, delay_ms: u64) -> Result<Setting, String> {
    let setting = Setting::build(asked, LibrarySource::Synthetic(count)).await?;
    setting.emulator.forget_albums().await?;
    // The oddities of Google's listings are for tests; here every page is full.
    let weather = json!([
        { "kind": "quirks", "on": false },
        { "kind": "latency", "ms": delay_ms },
    ]);
    setting.emulator.weather(weather).await?;
    Ok(setting)
}

async fn with_delay(asked: &Asked, count: u64, delay_ms: u64) -> Result<Vec<Row>, String> {
    let setting = library(asked, count, delay_ms).await?;
    let what = format!("{count} items, {delay_ms} ms");
    let (mut python, mut rclone) = (Vec::new(), Vec::new());
    let (mut told, mut last) = (Vec::new(), None);
    for round in 0..setting.rounds {
        let (cursor, ids) = one_cursor(&setting, round).await?;
        let (all, all_ids) = lsjson(&setting, &["lsjson", "gp:media/all"]).await?;
        let by_month = ["--checkers", "8", "lsjson", "-R", "--files-only"];
        let by_month = [&by_month[..], &["gp:media/by-month"]].concat();
        let (months, month_ids) = lsjson(&setting, &by_month).await?;
        let (own, home, counts) = first_look(&setting).await?;
        let own_ids = ids_of(&index_of(home.path())?, "SELECT google_id FROM media_items")?;
        if [&ids, &all_ids, &month_ids]
            .iter()
            .any(|ids| **ids != own_ids)
            || own_ids.len() as u64 != count
        {
            return Err(format!(
                "not the same items: ours {}, Python {}, rclone {} and {}",
                own_ids.len(),
                ids.len(),
                all_ids.len(),
                month_ids.len()
            ));
        }
        let seconds = |ran: &Ran| ran.wall.as_secs_f64();
        python.push((seconds(&own), seconds(&cursor)));
        rclone.push((seconds(&own), seconds(&all).min(seconds(&months))));
        told.push(format!("{:.1}/{:.1}", seconds(&all), seconds(&months)));
        last = Some((home, counts));
    }
    let (home, counts) = last.ok_or("no round")?;
    let again = second_look(&setting, &home).await?;
    Ok(vec![
        asks(
            "1  pages asked for in a first look",
            &counts,
            count.div_ceil(PAGE),
            1.03,
        ),
        Row {
            what: "1  requests of a second look, nothing changed".into(),
            ours: again.requests.to_string(),
            other: "100".into(),
            figure: again.requests as f64,
            bar: Bar::AtMost(100.0),
            note: again.by_call,
        },
        timed(
            format!("2  {what}: Python, one cursor"),
            &python,
            Bar::AtLeast(5.0),
            String::new(),
        ),
        timed(
            format!("2  {what}: rclone, the faster listing"),
            &rclone,
            Bar::AtLeast(3.0),
            format!("media/all and media/by-month took {}", told.join(" ")),
        ),
    ])
}

async fn without_delay(asked: &Asked, count: u64) -> Result<Vec<Row>, String> {
    let setting = library(asked, count, 0).await?;
    let (mut pairs, mut peaks, mut others, mut cpu) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..setting.rounds {
        let (other, ids) = lsjson(&setting, &["lsjson", "gp:media/all"]).await?;
        let served = own_cpu();
        let (own, home, counts) = first_look(&setting).await?;
        let served = own_cpu() - served;
        let held = ids_of(&index_of(home.path())?, "SELECT google_id FROM media_items")?;
        if held != ids || held.len() as u64 != count {
            return Err(format!(
                "not the same items: ours {}, rclone {}",
                held.len(),
                ids.len()
            ));
        }
        pairs.push((own.wall.as_secs_f64(), other.wall.as_secs_f64()));
        peaks.push(own.peak_bytes as f64 / f64::from(1 << 20));
        others.push(other.peak_bytes as f64 / f64::from(1 << 20));
        cpu.push(format!(
            "{:.1} s, {served:.1} s, {}",
            own.cpu.as_secs_f64(),
            counts.requests
        ));
    }
    let peak = peaks.iter().copied().fold(0.0, f64::max);
    Ok(vec![
        timed(
            format!("2  {count} items, no delay: rclone media/all"),
            &pairs,
            Bar::AtLeast(8.0),
            format!(
                "processors of ours, of the service with encryption, and requests: {}",
                cpu.join("; ")
            ),
        ),
        Row {
            what: format!("2  most memory while looking at {count}, MiB"),
            ours: format!("{peak:.1} MiB"),
            other: format!("rclone {:.0} MiB", median(&others)),
            figure: peak,
            bar: Bar::AtMost(MEMORY_MIB),
            note: "the highest of all rounds is judged".into(),
        },
    ])
}

fn asks(what: &str, counts: &Counts, pages: u64, most: f64) -> Row {
    Row {
        what: what.to_owned(),
        ours: counts.listings.to_string(),
        other: pages.to_string(),
        figure: counts.listings as f64 / pages as f64,
        bar: Bar::AtMost(most),
        note: counts.by_call.clone(),
    }
}

/// The engine, in a home that has seen nothing.
async fn first_look(setting: &Setting) -> Result<(Ran, Home, Counts), String> {
    let home = setting.product.home()?;
    let (ran, counts) = look(setting, home.path()).await?;
    Ok((ran, home, counts))
}

async fn second_look(setting: &Setting, home: &Home) -> Result<Counts, String> {
    Ok(look(setting, home.path()).await?.1)
}

async fn look(setting: &Setting, home: &Path) -> Result<(Ran, Counts), String> {
    setting.emulator.forget_counts().await?;
    let ran = run::to_end(&mut setting.product.engine(home, engine::LOOK)?)
        .await?
        .well("the engine")?;
    Ok((ran, setting.emulator.counts().await?))
}

async fn one_cursor(setting: &Setting, round: usize) -> Result<(Ran, BTreeSet<String>), String> {
    let database = setting.folder().join(format!("one-cursor-{round}.db"));
    let mut command = setting.peers.python(&database)?;
    let ran = run::to_end(&mut command).await?.well("python3")?;
    let ids = ids_of(&database, "SELECT id FROM items")?;
    drop(std::fs::remove_file(&database));
    Ok((ran, ids))
}

async fn lsjson(setting: &Setting, words: &[&str]) -> Result<(Ran, BTreeSet<String>), String> {
    let mut command: Command = setting.peers.rclone_listing(words);
    let ran = run::to_end(&mut command).await?.well("rclone")?;
    let listed: Vec<Value> =
        serde_json::from_str(&ran.stdout).map_err(|error| error.to_string())?;
    let ids = listed
        .iter()
        .filter_map(|entry| at(entry, "ID").as_str().map(str::to_owned));
    Ok((ran, ids.collect()))
}

/// The file of the index below a home.
pub(crate) fn index_of(home: &Path) -> Result<PathBuf, String> {
    let mut folders = vec![home.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)
            .map_err(|error| error.to_string())?
            .flatten()
        {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name == "index.db") {
                return Ok(path);
            }
        }
    }
    Err(format!("no index below {}", home.display()))
}

fn ids_of(database: &Path, question: &str) -> Result<BTreeSet<String>, String> {
    let read = || -> rusqlite::Result<BTreeSet<String>> {
        let database = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let mut rows = database.prepare(question)?;
        rows.query_map((), |row| row.get::<_, String>(0))?.collect()
    };
    read().map_err(|error| format!("{}: {error}", database.display()))
}

/// What this process, which is the service, took of the processors so far, in seconds.
fn own_cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = behind_name.split_whitespace().skip(11).take(2);
    ticks
        .filter_map(|ticks| ticks.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}
