//! Files that are fetched: what is not whole yet, and the place that a whole one gets, never over another file.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::error::CoreError;
use crate::items::rules::numbered;

/// How many names are tried before giving up: `a.jpg`, `a (2).jpg`, …
const NAMES_TRIED: u32 = 100_000;

/// The folder as a whole path, made where it is not there. Something can be written to it.
pub async fn usable(folder: &Path) -> Result<PathBuf, CoreError> {
    let folder = folder.to_owned();
    let tried = tokio::task::spawn_blocking(move || -> io::Result<PathBuf> {
        if folder.as_os_str().is_empty() {
            return Err(ErrorKind::NotFound.into());
        }
        let folder = std::path::absolute(folder)?;
        fs::create_dir_all(&folder)?;
        let probe = folder.join(format!(".albumen-{}.part", uuid::Uuid::new_v4()));
        File::create_new(&probe)?;
        fs::remove_file(&probe)?;
        Ok(folder)
    });
    match tried.await {
        Ok(Ok(folder)) => Ok(folder),
        Ok(Err(error)) if crate::error::is_disk_full(&error) => Err(CoreError::DiskFull),
        _ => Err(CoreError::FolderNotUsable),
    }
}

/// How long a file is; none where there is none.
pub fn length(file: &Path) -> Option<u64> {
    let known = fs::metadata(file).ok()?;
    known.is_file().then_some(known.len())
}

/// The first name in the folder that no file has, from the `number`th on, and the number after it.
pub fn free_name(folder: &Path, name: &str, from: u32) -> Option<(PathBuf, u32)> {
    (from..=NAMES_TRIED).find_map(|number| {
        let place = folder.join(numbered(name, number));
        // A link that leads nowhere has its name all the same.
        fs::symlink_metadata(&place)
            .is_err()
            .then_some((place, number + 1))
    })
}

/// Gives a whole file its place, with the time at which the picture was taken. `false`: somebody else took the name.
pub fn place(part: &Path, to: &Path, taken_ms: Option<i64>) -> io::Result<bool> {
    match OpenOptions::new().write(true).create_new(true).open(to) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => return Err(error),
    }
    let moved = dated(part, taken_ms).and_then(|()| fs::rename(part, to));
    if moved.is_err() {
        // Only the name was taken; nothing is in it.
        let _ = fs::remove_file(to);
    }
    moved.map(|()| true)
}

/// Whether a file that was about to get this place has it. A name that was only taken is given back.
pub fn has_place(part: &Path, place: &Path, size_bytes: Option<u64>) -> bool {
    match (length(part), length(place)) {
        (None, Some(found)) => Some(found) == size_bytes,
        (Some(_), Some(0)) => {
            let _ = fs::remove_file(place);
            false
        }
        _ => false,
    }
}

fn dated(file: &Path, taken_ms: Option<i64>) -> io::Result<()> {
    let Some(taken_ms) = taken_ms else {
        return Ok(());
    };
    let apart = Duration::from_millis(taken_ms.unsigned_abs());
    let time = match taken_ms {
        0.. => SystemTime::UNIX_EPOCH.checked_add(apart),
        _ => SystemTime::UNIX_EPOCH.checked_sub(apart),
    };
    let Some(time) = time else {
        return Ok(());
    };
    match OpenOptions::new()
        .write(true)
        .open(file)?
        .set_modified(time)
    {
        // Some disks keep no times; the picture is whole all the same.
        Err(error) => {
            tracing::debug!(%error, "a copy keeps the time of its fetching");
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_is_written_over_and_a_copy_has_the_time_of_its_picture() {
        let folder = tempfile::tempdir().expect("a folder");
        let part = folder.path().join(".part");
        fs::write(folder.path().join("a.jpg"), "another").expect("written");
        fs::write(&part, "new").expect("written");
        let (to, next) = free_name(folder.path(), "a.jpg", 1).expect("a name");
        assert_eq!((to.file_name(), next), (Some("a (2).jpg".as_ref()), 3));
        assert!(!place(&part, &folder.path().join("a.jpg"), None).expect("no error"));
        assert!(place(&part, &to, Some(1_000_000_000_000)).expect("no error"));
        assert!(has_place(&part, &to, Some(3)));
        let modified = fs::metadata(&to).and_then(|known| known.modified());
        let apart = modified
            .expect("a time")
            .duration_since(SystemTime::UNIX_EPOCH);
        assert_eq!(apart.expect("after 1970").as_millis(), 1_000_000_000_000);
    }

    #[test]
    fn a_name_that_was_only_taken_is_given_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let (part, to) = (folder.path().join(".part"), folder.path().join("a.jpg"));
        fs::write(&part, "new").expect("written");
        fs::write(&to, "").expect("written");
        assert!(!has_place(&part, &to, Some(3)));
        assert!(!to.exists() && part.exists());
    }
}
