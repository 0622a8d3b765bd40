//! Files of the person's that are written whole or not touched.

pub(crate) mod places;

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::error::CoreError;

/// Writes bytes beside the place of the file and moves them there at the end.
///
/// Errors: `File`, `DiskFull`; what was there is as it was.
pub(crate) async fn write(to: &Path, bytes: Vec<u8>) -> Result<(), CoreError> {
    let path = to.to_owned();
    let written = tokio::task::spawn_blocking(move || at_once(&path, &bytes)).await;
    written
        .map_err(|_| CoreError::Closed)?
        .map_err(|error| CoreError::file(to, error))
}

fn at_once(to: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = beside(to)?;
    let written = File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, to)
    });
    if written.is_err() {
        // Best effort: what is left would only take room.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// A hidden name in the same folder, so that moving it in place is one step.
pub(crate) fn beside(to: &Path) -> io::Result<PathBuf> {
    let name = to.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.part", std::process::id()));
    Ok(to.with_file_name(hidden))
}
