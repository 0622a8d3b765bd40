//! Builds for release what a benchmark needs, and starts it.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

const PACKAGES: [&str; 4] = [
    "albumen",
    "albumen-bench",
    "albumen-cli",
    "albumen-thumbnails",
];

/// Runs `albumen-bench` with these words. An error where a bar was missed.
pub fn run(words: impl Iterator<Item = String>) -> Result<String, String> {
    let words: Vec<String> = words.collect();
    let bench = build()?;
    let status = Command::new(&bench)
        .args(&words)
        .status()
        .map_err(|error| format!("{}: {error}", bench.display()))?;
    match (status.success(), words.first().map(String::as_str)) {
        (true, Some("list")) => Ok(String::new()),
        (true, _) => Ok("all bars were met".into()),
        (false, _) => Err("not all bars were met, or the bench could not run".into()),
    }
}

/// The front end that is built into the window, where it is older than its sources.
fn build_front_end() -> Result<(), String> {
    let words = "import('./scripts/setup.mjs').then((setup) => { setup.prepare(); setup.ensureFrontEnd(); })";
    let built = Command::new("node")
        .args(["--input-type=module", "--eval", words])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .status();
    match built {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("the front end could not be built: {status}")),
        Err(error) => Err(format!("node: {error}")),
    }
}

/// Builds the programs, all in one go. Gives the one that measures; the others are beside it.
fn build() -> Result<PathBuf, String> {
    build_front_end()?;
    eprintln!("building for release; the first time takes some minutes");
    let output = crate::cargo()
        .args(["build", "--release", "--locked"])
        .args(PACKAGES.map(|name| format!("--package={name}")))
        .args(["--bin", "albumen-cli", "--bin", "albumen-bench"])
        .args(["--bin", "albumen", "--example", "empty-window"])
        .args(["--example", "thumbnail"])
        .args(["--message-format", "json-render-diagnostics"])
        // Names of functions stay, so that a profile can be read. The code is the same.
        .env("CARGO_PROFILE_RELEASE_STRIP", "none")
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err("the release binaries could not be built".into());
    }
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter_map(|message| Some(PathBuf::from(message.get("executable")?.as_str()?)))
        .find(|path| path.file_stem().is_some_and(|name| name == "albumen-bench"))
        .ok_or_else(|| "cargo named no bench".to_owned())
}
