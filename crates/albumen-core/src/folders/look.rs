//! Looks through a folder from outside: names, sizes, times. Opens no file.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use tokio::sync::mpsc;
use walkdir::WalkDir;

use super::rules::is_passed_over;
use super::store::Look;

/// So many files are compared with the index at a time.
pub const PIECE: usize = 500;

/// What is looked through.
#[derive(Clone, Debug)]
pub struct Where {
    /// The watched folder.
    pub root: PathBuf,
    /// Whether folders below it count.
    pub subfolders: bool,
    /// Folders of Albumen's own, which are never looked into.
    pub own: Vec<PathBuf>,
}

/// How a file looks now; none for what is no file.
pub fn look_at(path: &Path) -> Option<Look> {
    let metadata = fs::metadata(path).ok()?;
    metadata.is_file().then(|| look_of(path, &metadata))
}

fn look_of(path: &Path, metadata: &Metadata) -> Look {
    let modified = metadata
        .modified()
        .ok()
        .and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    Look {
        path: path.to_owned(),
        size_bytes: i64::try_from(metadata.len()).unwrap_or(i64::MAX),
        modified_ns: modified
            .and_then(|since| i64::try_from(since.as_nanos()).ok())
            .unwrap_or(0),
        file_id: file_id(metadata),
    }
}

#[cfg(unix)]
fn file_id(metadata: &Metadata) -> i64 {
    use std::os::unix::fs::MetadataExt as _;
    metadata.ino().cast_signed()
}

#[cfg(not(unix))]
fn file_id(_metadata: &Metadata) -> i64 {
    0
}

/// What a folder is known by: another disk at the same place is another folder. None where there is no folder.
pub fn identity(root: &Path) -> Option<(u64, u64)> {
    let metadata = fs::metadata(root).ok().filter(Metadata::is_dir)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        Some((metadata.dev(), metadata.ino()))
    }
    #[cfg(not(unix))]
    {
        let made = metadata.created().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some((made.as_secs(), u64::from(made.subsec_nanos())))
    }
}

/// Walks the whole folder and hands its files over in pieces. Blocks; ends early when nobody takes them.
pub fn walk(place: &Where, pieces: &mpsc::Sender<Vec<Look>>) {
    walk_from(place, &place.root, pieces);
}

/// The same for single places in it: a file, or a folder that appeared.
pub fn visit(place: &Where, paths: &[PathBuf], pieces: &mpsc::Sender<Vec<Look>>) {
    let mut piece = Vec::new();
    for path in paths {
        if !counts(place, path) {
            continue;
        }
        let is_folder = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir());
        if is_folder {
            if place.subfolders || *path == place.root {
                walk_from(place, path, pieces);
            }
        } else if let Some(look) = look_at(path) {
            piece.push(look);
        }
    }
    // Nobody takes it when the engine closes.
    let _ = pieces.blocking_send(piece);
}

/// Whether a path that the system told of is one that a walk would come to.
fn counts(place: &Where, path: &Path) -> bool {
    if place.own.iter().any(|own| path.starts_with(own)) {
        return false;
    }
    let Ok(below) = path.strip_prefix(&place.root) else {
        return false;
    };
    below.iter().all(|name| !is_passed_over(name))
        && (place.subfolders || below.components().count() <= 1)
}

fn walk_from(place: &Where, from: &Path, pieces: &mpsc::Sender<Vec<Look>>) {
    let depth = if place.subfolders { usize::MAX } else { 1 };
    let entries = WalkDir::new(from)
        .follow_links(false)
        .max_depth(depth)
        .into_iter()
        .filter_entry(|entry| {
            entry.depth() == 0
                || !is_passed_over(entry.file_name())
                    && !place.own.iter().any(|own| entry.path() == own)
        });
    let mut piece = Vec::with_capacity(PIECE);
    // A folder that cannot be read is passed over; the next look tries it again.
    for entry in entries.flatten() {
        if entry.file_type().is_dir() {
            continue;
        }
        if let Some(look) = look_at(entry.path()) {
            piece.push(look);
        }
        if piece.len() >= PIECE {
            let full = std::mem::replace(&mut piece, Vec::with_capacity(PIECE));
            if pieces.blocking_send(full).is_err() {
                return;
            }
        }
    }
    let _ = pieces.blocking_send(piece);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(place: &Where, run: impl FnOnce(&mpsc::Sender<Vec<Look>>)) -> Vec<String> {
        let (pieces, mut taken) = mpsc::channel(64);
        run(&pieces);
        drop(pieces);
        let mut names = Vec::new();
        while let Some(piece) = taken.blocking_recv() {
            for look in piece {
                let below = look.path.strip_prefix(&place.root).unwrap();
                names.push(below.to_string_lossy().into_owned());
            }
        }
        names.sort();
        names
    }

    fn place() -> (tempfile::TempDir, Where) {
        let dir = tempfile::tempdir().unwrap();
        for file in [
            "a.jpg",
            "b.jpg.part",
            ".hidden.jpg",
            "deep/er/c.jpg",
            "@eaDir/t.jpg",
            "own/data.jpg",
        ] {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file).unwrap();
        }
        let place = Where {
            root: dir.path().to_owned(),
            subfolders: true,
            own: vec![dir.path().join("own")],
        };
        (dir, place)
    }

    #[test]
    fn a_walk_and_single_visits_see_the_same_files() {
        let (dir, place) = place();
        let walked = names(&place, |pieces| walk(&place, pieces));
        assert_eq!(walked, ["a.jpg", "deep/er/c.jpg"]);
        let told: Vec<_> = [
            "a.jpg",
            "b.jpg.part",
            ".hidden.jpg",
            "deep",
            "@eaDir",
            "own/data.jpg",
            "@eaDir/t.jpg",
        ]
        .iter()
        .map(|name| dir.path().join(name))
        .collect();
        assert_eq!(names(&place, |pieces| visit(&place, &told, pieces)), walked);
    }

    #[test]
    fn without_subfolders_only_the_folder_itself_counts() {
        let (dir, place) = place();
        let place = Where {
            subfolders: false,
            ..place
        };
        assert_eq!(names(&place, |pieces| walk(&place, pieces)), ["a.jpg"]);
        let told = [dir.path().join("deep"), dir.path().join("deep/er/c.jpg")];
        assert!(names(&place, |pieces| visit(&place, &told, pieces)).is_empty());
    }
}
