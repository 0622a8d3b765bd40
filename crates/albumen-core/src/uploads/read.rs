//! Reads a file once for its hashes, and notices when it is not the file it was. Blocks; holds 256 KiB at most.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::Path;
use std::time::UNIX_EPOCH;

use sha1::{Digest as _, Sha1};

use super::rules::{FailKind, RAW_BELOW_BYTES};

const BLOCK_BYTES: usize = 256 * 1024;

/// By what a file is recognised as unchanged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Its size.
    pub size_bytes: u64,
    /// When it was last written, Unix milliseconds; 0 where the file system does not say.
    pub modified_ms: i64,
}

impl Seen {
    /// What the file system says.
    pub fn of(metadata: &Metadata) -> Self {
        let modified = metadata
            .modified()
            .ok()
            .and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let modified_ms = modified
            .and_then(|since| i64::try_from(since.as_millis()).ok())
            .unwrap_or(0);
        Self {
            size_bytes: metadata.len(),
            modified_ms,
        }
    }
}

/// The hashes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hashes {
    /// The content hash: by it a file is known again.
    pub blake3: [u8; 32],
    /// What Google checks on arrival of a file that goes up in one request; none for larger ones.
    pub sha1: Option<[u8; 20]>,
}

/// Why a file was not read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadFailure {
    /// It is not what it was; this is what it is now.
    Changed(Seen),
    /// It is gone or cannot be read.
    Failed(FailKind),
    /// The reader was told to stop.
    Stopped,
}

impl ReadFailure {
    /// What an error of the file system means.
    pub fn from_io(error: &io::Error) -> Self {
        Self::Failed(match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => FailKind::Vanished,
            _ => FailKind::Unreadable,
        })
    }
}

/// Looks whether a file is still what it was.
pub fn check(path: &Path, seen: Seen) -> Result<(), ReadFailure> {
    let metadata = fs::metadata(path).map_err(|error| ReadFailure::from_io(&error))?;
    if !metadata.is_file() {
        return Err(ReadFailure::Failed(FailKind::Vanished));
    }
    let now = Seen::of(&metadata);
    if now == seen {
        Ok(())
    } else {
        Err(ReadFailure::Changed(now))
    }
}

/// Hashes a file in one reading, both ways where it goes up in one request. `go_on` is asked between blocks.
pub fn hash(path: &Path, seen: Seen, go_on: impl Fn() -> bool) -> Result<Hashes, ReadFailure> {
    check(path, seen)?;
    let mut file = File::open(path).map_err(|error| ReadFailure::from_io(&error))?;
    let mut blake3 = blake3::Hasher::new();
    let mut sha1 = (seen.size_bytes < RAW_BELOW_BYTES).then(Sha1::new);
    let mut block = vec![0; BLOCK_BYTES];
    let mut total = 0u64;
    loop {
        if !go_on() {
            return Err(ReadFailure::Stopped);
        }
        let read = match file.read(&mut block) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(ReadFailure::from_io(&error)),
        };
        let bytes = block.get(..read).unwrap_or_default();
        blake3.update(bytes);
        if let Some(sha1) = &mut sha1 {
            sha1.update(bytes);
        }
        total += read as u64;
    }
    // Order: after the last byte, so that a write during the reading shows.
    check(path, seen)?;
    if total != seen.size_bytes {
        return Err(ReadFailure::Changed(Seen {
            size_bytes: total,
            ..seen
        }));
    }
    Ok(Hashes {
        blake3: *blake3.finalize().as_bytes(),
        sha1: sha1.map(|sha1| sha1.finalize().into()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(path: &Path) -> Seen {
        Seen::of(&fs::metadata(path).unwrap())
    }

    #[test]
    fn one_reading_gives_both_hashes() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        fs::write(&path, b"abc").unwrap();
        let hashes = hash(&path, seen(&path), || true).unwrap();
        let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
        assert_eq!(
            hex(&hashes.sha1.unwrap()),
            "a9993e364706816aba3e25717850c26c9cd0d89d",
            "the published digest of abc"
        );
        assert_eq!(hashes.blake3, *blake3::hash(b"abc").as_bytes());
    }

    #[test]
    fn a_file_that_changed_or_vanished_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        fs::write(&path, b"abc").unwrap();
        let before = seen(&path);
        fs::write(&path, b"abcd").unwrap();
        assert!(
            matches!(hash(&path, before, || true), Err(ReadFailure::Changed(now)) if now.size_bytes == 4)
        );
        fs::remove_file(&path).unwrap();
        assert_eq!(
            check(&path, before),
            Err(ReadFailure::Failed(FailKind::Vanished))
        );
    }

    #[test]
    fn reading_stops_when_told() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        fs::write(&path, b"abc").unwrap();
        assert_eq!(
            hash(&path, seen(&path), || false),
            Err(ReadFailure::Stopped)
        );
    }
}
