//! `cargo xtask bench …`: what Albumen costs, beside what others cost for the same.
//!
//! This is the part that is built for release: it serves encryption to both sides, and must not be slower than them.

mod certificate;
mod download;
mod emulator;
mod engine;
mod files;
mod front;
mod home;
mod libraries;
mod listing;
mod peers;
mod run;
mod search;
mod setting;
mod stage;
mod table;
mod thumbs;
mod uploads;
mod window;
mod words;

use std::process::ExitCode;

use libraries::Libraries;
use table::Row;
pub(crate) use words::Asked;

fn main() -> ExitCode {
    match answer() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(words) => {
            eprintln!("bench: {words}");
            ExitCode::FAILURE
        }
    }
}

/// Whether every bar was met.
fn answer() -> Result<bool, String> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    if let Some((word, words)) = words.split_first()
        && word == engine::WORD
    {
        return runtime.block_on(engine::run(words)).map(|()| true);
    }
    if words.first().is_some_and(|word| word == "list") {
        println!("{}", words::listing());
        return Ok(true);
    }
    let asked = Asked::of(&words)?;
    if !stage::is_set() {
        return stage::enter();
    }
    stage::set()?;
    runtime.block_on(run_all(&asked))
}

/// Runs what was asked for, one after the other, and prints one table for all.
async fn run_all(asked: &Asked) -> Result<bool, String> {
    println!("{}", peers::versions()?.join(", "));
    println!("load average before: {}", load());
    let libraries = Libraries::default();
    let (mut rows, mut failed) = (Vec::new(), Vec::new());
    for bench in &asked.benches {
        println!("\n{bench}");
        match run_one(bench, asked, &libraries).await {
            Ok(more) => rows.extend(more),
            // One that cannot run here must not keep the others from being told.
            Err(words) => failed.push(format!("{bench}: {words}")),
        }
    }
    println!("\nload average after: {}\n\n{}", load(), table::text(&rows));
    for words in &failed {
        eprintln!("bench: {words}");
    }
    Ok(failed.is_empty() && rows.iter().all(Row::is_met))
}

async fn run_one(bench: &str, asked: &Asked, libraries: &Libraries) -> Result<Vec<Row>, String> {
    match bench {
        "download" => download::rows(asked).await,
        "uploads" => uploads::rows(asked).await,
        "listing" => listing::rows(asked).await,
        "thumbs" => thumbs::rows(asked).await,
        "grid" => window::grid(asked, libraries).await,
        "start" => window::start(asked, libraries).await,
        "search" => search::rows(asked, libraries).await,
        "memory" => window::memory(asked, libraries).await,
        other => Err(format!("there is no bench {other}")),
    }
}

fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let words: Vec<&str> = text.split_whitespace().take(3).collect();
    words.join(" ")
}
