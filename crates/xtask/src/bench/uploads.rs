//! `cargo xtask bench uploads`

mod large;
mod many;
mod queue;

use std::path::{Path, PathBuf};

use crate::emulator::Emulator;
use crate::home::Product;
use crate::peers::Peers;
use crate::table::Row;
use crate::{Asked, certificate, front, peers, table};

/// Everything on the stage.
pub(crate) struct Stage {
    /// A folder for whatever a row needs.
    pub(crate) folder: PathBuf,
    /// Google Photos.
    pub(crate) emulator: Emulator,
    /// Ours.
    pub(crate) product: Product,
    /// The others.
    pub(crate) peers: Peers,
    /// Pairs of runs.
    pub(crate) rounds: usize,
}

/// Runs the rows that are wanted. Whether every bar was met.
pub(crate) async fn run(asked: &Asked) -> Result<bool, String> {
    let versions = peers::versions()?;
    let folder = working_folder()?;
    println!("{}", versions.join(", "));
    let stage = build(asked, folder.path()).await?;
    println!("load average before: {}", load());
    let mut rows = Vec::new();
    rows.extend(many::rows(&stage, asked).await?);
    rows.extend(large::rows(&stage, asked).await?);
    rows.extend(queue::rows(&stage, asked).await?);
    println!("\nload average after: {}\n\n{}", load(), table::text(&rows));
    if asked.keep {
        println!("\nkept: {}", folder.keep().display());
    }
    Ok(rows.iter().all(Row::is_met))
}

async fn build(asked: &Asked, folder: &Path) -> Result<Stage, String> {
    let held = folder.join("emulator");
    std::fs::create_dir_all(&held).map_err(|error| error.to_string())?;
    let certificate = certificate::make(folder)?;
    let emulator = Emulator::start(&held).await?;
    front::start(&certificate, emulator.hand()).await?;
    let product =
        Product::sign_in(&asked.binaries, &certificate.authority, folder, &emulator).await?;
    let peers = Peers::new(folder, &certificate.authority, emulator.token().await?)?;
    Ok(Stage {
        folder: folder.to_owned(),
        emulator,
        product,
        peers,
        rounds: asked.rounds,
    })
}

/// In memory where the system has such a folder, so that no disk is measured.
fn working_folder() -> Result<tempfile::TempDir, String> {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    };
    made.map_err(|error| error.to_string())
}

fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let words: Vec<&str> = text.split_whitespace().take(3).collect();
    words.join(" ")
}
