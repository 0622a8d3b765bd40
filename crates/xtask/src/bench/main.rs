//! `cargo xtask bench …`: what Albumen costs, beside what others cost for the same.
//!
//! This is the part that is built for release: it serves encryption to both sides, and must not be slower than them.

mod certificate;
mod emulator;
mod files;
mod front;
mod home;
mod peers;
mod run;
mod stage;
mod table;
mod uploads;

use std::path::PathBuf;
use std::process::ExitCode;

/// Every sub-bench: its name, what it is about, whether it wants the private network.
const BENCHES: &[(&str, &str)] = &[(
    "uploads",
    "sending photos and videos, beside rclone's Google Photos backend and curl",
)];

const OPTIONS: &str = "  --rounds N     pairs of runs, of which the median counts; 5 unless told
  --only a,b     these rows only
  --keep         leave the working folder behind";

/// What was asked for.
pub(crate) struct Asked {
    /// Pairs of runs.
    pub(crate) rounds: usize,
    /// The letters of rows; all of them where it is empty.
    pub(crate) only: Vec<String>,
    /// Whether the working folder stays.
    pub(crate) keep: bool,
    /// Where the release binaries are.
    pub(crate) binaries: PathBuf,
}

impl Asked {
    /// Whether a row is wanted.
    pub(crate) fn wants(&self, row: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == row)
    }
}

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
    let Some((bench, options)) = words.split_first() else {
        println!("{}", listing());
        return Ok(true);
    };
    let asked = options_of(options)?;
    if !BENCHES.iter().any(|(name, _)| name == bench) {
        return Err(format!("there is no bench {bench}.\n{}", listing()));
    }
    if !stage::is_set() {
        return stage::enter();
    }
    stage::set()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    runtime.block_on(uploads::run(&asked))
}

fn listing() -> String {
    let each = BENCHES
        .iter()
        .map(|(name, about)| format!("cargo xtask bench {name}    {about}\n"));
    format!("{}{OPTIONS}", each.collect::<String>())
}

fn options_of(words: &[String]) -> Result<Asked, String> {
    let mut asked = Asked {
        rounds: 5,
        only: Vec::new(),
        keep: false,
        binaries: binaries()?,
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match (word.as_str(), words.as_slice().first()) {
            ("--keep", _) => asked.keep = true,
            ("--rounds", Some(count)) => {
                asked.rounds = count.parse().map_err(|_| OPTIONS.to_owned())?;
                words.next();
            }
            ("--only", Some(rows)) => {
                asked.only = rows.split(',').map(str::to_owned).collect();
                words.next();
            }
            _ => return Err(format!("{word} is not understood.\n{OPTIONS}")),
        }
    }
    if asked.rounds == 0 {
        return Err("there must be at least one round".into());
    }
    Ok(asked)
}

/// The folder this program is in: the others were built beside it.
fn binaries() -> Result<PathBuf, String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    own.parent()
        .map(PathBuf::from)
        .ok_or_else(|| "the release folder was not found".to_owned())
}
