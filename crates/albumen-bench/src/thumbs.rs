//! `cargo xtask bench thumbs`: small pictures of large ones, beside `vipsthumbnail`.

mod likeness;
mod photographs;

use std::path::{Path, PathBuf};

use tokio::process::Command;

use crate::Asked;
use crate::run::{self, Ran};
use crate::setting::working_folder;
use crate::table::{Bar, Row, median};

const EDGE_PX: u32 = 512;
const EACH: usize = 32;

/// The rows that are wanted.
pub(crate) async fn rows(asked: &Asked) -> Result<Vec<Row>, String> {
    let folder = working_folder(asked.keep)?;
    println!("{}", vips_version()?);
    let photographs = photographs::make(&folder.path().join("photographs"), EACH)?;
    let own = asked.binaries.join("examples").join("thumbnail");
    let stage = Thumbs {
        own,
        folder: folder.path().to_owned(),
    };
    println!(
        "photographs of {:.1} and {:.1} MB",
        weight(&photographs.small),
        weight(&photographs.large)
    );
    let mut rows = Vec::new();
    for (size, files) in [("12 MP", &photographs.small), ("24 MP", &photographs.large)] {
        rows.extend(stage.sized(asked, size, files).await?);
    }
    let both: Vec<PathBuf> = photographs
        .small
        .iter()
        .chain(&photographs.large)
        .cloned()
        .collect();
    rows.push(stage.two_at_once(asked, &both).await?);
    rows.extend(likeness::rows(&stage, &photographs).await?);
    Ok(rows)
}

/// Where the files go, and our program.
pub(crate) struct Thumbs {
    own: PathBuf,
    folder: PathBuf,
}

impl Thumbs {
    /// A folder of this name that is empty.
    fn empty(&self, name: &str) -> Result<PathBuf, String> {
        let folder = self.folder.join(name);
        drop(std::fs::remove_dir_all(&folder));
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        Ok(folder)
    }

    fn ours(&self, words: &[&str], out: &Path, workers: usize, files: &[PathBuf]) -> Command {
        let mut command = Command::new(&self.own);
        command
            .args(words)
            .arg(EDGE_PX.to_string())
            .arg(out)
            .arg(workers.to_string())
            .args(files);
        command
    }

    async fn run_ours(&self, workers: usize, files: &[PathBuf]) -> Result<Ran, String> {
        let out = self.empty("ours")?;
        let ran = run::to_end(&mut self.ours(&[], &out, workers, files))
            .await?
            .well("thumbnail")?;
        all_there(&out, files.len())?;
        Ok(ran)
    }

    async fn run_vips(&self, files: &[PathBuf]) -> Result<Ran, String> {
        let out = self.empty("vips")?;
        let ran = run::to_end(&mut vips(&out, files))
            .await?
            .well("vipsthumbnail")?;
        all_there(&out, files.len())?;
        Ok(ran)
    }

    /// Processor time and memory, one worker against one thread.
    async fn sized(
        &self,
        asked: &Asked,
        size: &str,
        files: &[PathBuf],
    ) -> Result<Vec<Row>, String> {
        let mut pairs = Vec::new();
        for _ in 0..asked.rounds {
            pairs.push((self.run_vips(files).await?, self.run_ours(1, files).await?));
        }
        let ratios = |of: fn(&Ran) -> f64| {
            pairs
                .iter()
                .map(|(other, own)| of(own) / of(other))
                .collect::<Vec<f64>>()
        };
        let middle = |own: bool, of: fn(&Ran) -> f64| {
            median(
                &pairs
                    .iter()
                    .map(|(other, ours)| of(if own { ours } else { other }))
                    .collect::<Vec<f64>>(),
            )
        };
        let cpu: fn(&Ran) -> f64 = |ran| ran.cpu.as_secs_f64();
        let peak: fn(&Ran) -> f64 = |ran| ran.peak_bytes as f64 / f64::from(1 << 20);
        let row = |what: String, unit: &str, of: fn(&Ran) -> f64, most: f64| Row {
            what,
            ours: format!("{:.2} {unit}", middle(true, of)),
            other: format!("{:.2} {unit}", middle(false, of)),
            figure: median(&ratios(of)),
            bar: Bar::AtMost(most),
            note: format!("pairs {}", shown(&ratios(of))),
        };
        let count = files.len();
        Ok(vec![
            row(
                format!("3  {count} JPEG of {size} to {EDGE_PX} px: processors, vipsthumbnail"),
                "s",
                cpu,
                0.70,
            ),
            row(
                format!("3  {count} JPEG of {size}: most memory"),
                "MiB",
                peak,
                0.5,
            ),
        ])
    }

    /// Time, two workers against two processes.
    async fn two_at_once(&self, asked: &Asked, files: &[PathBuf]) -> Result<Row, String> {
        let halves = [true, false].map(|even| {
            let each = files
                .iter()
                .enumerate()
                .filter(|(number, _)| number.is_multiple_of(2) == even);
            each.map(|(_, file)| file.clone()).collect::<Vec<PathBuf>>()
        });
        let mut pairs = Vec::new();
        for _ in 0..asked.rounds {
            let out = self.empty("vips")?;
            let begun = std::time::Instant::now();
            let [first, second] = &halves;
            let (mut first, mut second) = (vips(&out, first), vips(&out, second));
            let (one, two) = tokio::join!(run::to_end(&mut first), run::to_end(&mut second));
            one?.well("vipsthumbnail")?;
            two?.well("vipsthumbnail")?;
            let other = begun.elapsed().as_secs_f64();
            all_there(&out, files.len())?;
            pairs.push((self.run_ours(2, files).await?.wall.as_secs_f64(), other));
        }
        let ratios: Vec<f64> = pairs.iter().map(|(own, other)| own / other).collect();
        let column = |own: bool| {
            median(
                &pairs
                    .iter()
                    .map(|pair| if own { pair.0 } else { pair.1 })
                    .collect::<Vec<f64>>(),
            )
        };
        Ok(Row {
            what: format!(
                "3  all {} with two workers: time, two vipsthumbnail",
                files.len()
            ),
            ours: format!("{:.2} s", column(true)),
            other: format!("{:.2} s", column(false)),
            figure: median(&ratios),
            bar: Bar::AtMost(0.60),
            note: format!("pairs {}", shown(&ratios)),
        })
    }
}

/// The mean of their files, MB.
fn weight(files: &[PathBuf]) -> f64 {
    let bytes = files.iter().filter_map(|file| file.metadata().ok());
    bytes.map(|file| file.len() as f64).sum::<f64>() / 1e6 / files.len().max(1) as f64
}

fn shown(figures: &[f64]) -> String {
    let each: Vec<String> = figures
        .iter()
        .map(|figure| format!("{figure:.2}"))
        .collect();
    each.join(" ")
}

fn vips(out: &Path, files: &[PathBuf]) -> Command {
    let mut command = Command::new("vipsthumbnail");
    command
        .env("VIPS_CONCURRENCY", "1")
        .args(["--size", &format!("{EDGE_PX}x{EDGE_PX}"), "-o"])
        .arg(out.join("%s.jpg[Q=75]"))
        .args(files);
    command
}

fn vips_version() -> Result<String, String> {
    let said = std::process::Command::new("vipsthumbnail")
        .arg("--version")
        .output();
    let said = said.map_err(|_| {
        "vipsthumbnail is missing. Install with: apt-get install --no-install-recommends libvips-tools".to_owned()
    })?;
    Ok(String::from_utf8_lossy(&said.stdout).trim().to_owned())
}

fn all_there(folder: &Path, count: usize) -> Result<(), String> {
    let made = std::fs::read_dir(folder)
        .map_err(|error| error.to_string())?
        .count();
    if made == count {
        Ok(())
    } else {
        Err(format!("{made} thumbnails were made of {count}"))
    }
}
