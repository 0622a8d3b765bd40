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
    let found = kind(path);
    if found.is_none() {
        // A power cut can leave a name without its bytes.
        let _ = fs::remove_file(path);
    }
    found
}

/// The type of a picture in a file, if a window can show it.
pub fn kind(path: &Path) -> Option<&'static str> {
    let mut head = Vec::with_capacity(16);
    File::open(path)
        .ok()?
        .take(16)
        .read_to_end(&mut head)
        .ok()?;
    content_type(&head)
}

/// Whether a file of the person's own is there and as large as it was.
pub fn is_same(path: &Path, size_bytes: Option<u64>) -> bool {
    fs::metadata(path)
        .is_ok_and(|now| now.is_file() && size_bytes.is_none_or(|size| size == now.len()))
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

/// Removes what was half written when the program ended, in a folder and in those below it, three deep.
pub fn sweep(folder: &Path) {
    sweep_below(folder, 3);
}

fn sweep_below(folder: &Path, deep: u8) {
    let own = format!(".new-{}-", std::process::id());
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let (name, kind) = (entry.file_name(), entry.file_type());
        let is_folder = kind.is_ok_and(|kind| kind.is_dir());
        let name = name.to_string_lossy();
        if is_folder && deep > 0 {
            sweep_below(&entry.path(), deep - 1);
        } else if name.starts_with(".new-") && !name.starts_with(&own) {
            // The next start tries again.
            let _ = fs::remove_file(entry.path());
        }
    }
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

    #[test]
    fn what_an_earlier_start_left_half_written_goes() {
        let dir = tempfile::tempdir().unwrap();
        write(&dir.path().join("1/ab/cd-256"), b"\xff\xd8\xff\xe0").unwrap();
        fs::write(dir.path().join("1/ab/.new-1-7"), b"half").unwrap();
        sweep(dir.path());
        assert!(!dir.path().join("1/ab/.new-1-7").exists());
        assert!(
            dir.path().join("1/ab/cd-256").exists(),
            "what is whole stays"
        );
    }
}
