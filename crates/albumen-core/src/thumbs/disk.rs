//! The files of the picture cache. A file is whole or not there: it is written beside its place and moved in. Blocks.

use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::rules::content_type;

/// Writes a picture, whole or not at all.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = beside(path)?;
    let written = File::create(&beside)
        .and_then(|mut file| file.write_all(bytes))
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // Best effort: what is left would only take room.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// A name that nobody else writes to at the same time, in the same folder, which is made if need be.
fn beside(path: &Path) -> io::Result<PathBuf> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    fs::create_dir_all(folder)?;
    let mark = NEXT.fetch_add(1, Ordering::Relaxed);
    Ok(folder.join(format!(".new-{}-{mark}", std::process::id())))
}

/// The type of a cached picture, if it is there and whole. One that is neither is removed.
pub fn look(path: &Path) -> Option<&'static str> {
    let mut head = [0; 16];
    let mut file = File::open(path).ok()?;
    let mut filled = 0;
    while filled < head.len() {
        match file.read(head.get_mut(filled..)?) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    let found = content_type(head.get(..filled)?);
    if found.is_none() {
        // A power cut can leave a name without its bytes.
        let _ = fs::remove_file(path);
    }
    found
}

/// Moves a picture to another place of the cache. Gives whether it is there now.
pub fn shift(from: &Path, to: &Path) -> bool {
    let moved = to
        .parent()
        .is_some_and(|folder| fs::create_dir_all(folder).is_ok())
        && fs::rename(from, to).is_ok();
    moved || to.is_file()
}

/// The size of a file, 0 if it is not there.
pub fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |metadata| metadata.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_whole_or_not_there() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("ab/cd-256");
        write(&path, b"\xff\xd8\xff\xe0 and the rest").unwrap();
        assert_eq!(look(&path), Some("image/jpeg"));
        write(&path, b"\x89PNG and the rest").unwrap();
        assert_eq!(
            look(&path),
            Some("image/png"),
            "a newer one takes its place"
        );
        assert_eq!(
            fs::read_dir(path.parent().unwrap()).unwrap().count(),
            1,
            "nothing is left beside it"
        );
    }

    #[test]
    fn a_name_without_its_bytes_is_not_a_picture() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("empty");
        fs::write(&path, b"").unwrap();
        assert_eq!(look(&path), None);
        assert!(!path.exists(), "it makes room for the picture");
    }
}
