//! Walks what was dropped and gives what it meets in pieces. Never follows a link to a folder, keeps no list of files.

use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use walkdir::WalkDir;

use crate::uploads::Skip;

/// How many files go to the index at a time.
pub const PIECE: usize = 500;

/// Something that was dropped.
#[derive(Clone, Debug)]
pub struct Top {
    /// Where it lies, without links.
    pub path: PathBuf,
    /// The folder that its album would be named after: itself, or the one a file lies in.
    pub root: PathBuf,
    /// That folder's name.
    pub name: String,
    /// Whether it is one file and not a folder.
    pub is_file: bool,
}

/// By what a file is recognised as unchanged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Its size.
    pub size_bytes: u64,
    /// When it was last written, Unix nanoseconds; 0 where the file system does not say, or before 1970.
    pub modified_ns: i64,
    /// Its inode; 0 where the system has none.
    pub file_id: i64,
}

impl Facts {
    /// What the file system says.
    pub fn of(metadata: &Metadata) -> Self {
        let since = metadata
            .modified()
            .ok()
            .and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        Self {
            size_bytes: metadata.len(),
            modified_ns: since
                .and_then(|since| i64::try_from(since.as_nanos()).ok())
                .unwrap_or(0),
            file_id: file_id(metadata),
        }
    }
}

#[cfg(unix)]
fn file_id(metadata: &Metadata) -> i64 {
    std::os::unix::fs::MetadataExt::ino(metadata).cast_signed()
}

#[cfg(not(unix))]
fn file_id(_: &Metadata) -> i64 {
    0
}

/// A file that the walk met.
#[derive(Clone, Debug)]
pub struct Met {
    /// Where its bytes lie: of a link to a file, the file.
    pub path: PathBuf,
    /// Its name as it was met.
    pub name: String,
    /// The folder in which it was met.
    pub folder: PathBuf,
    /// Which of the tops led to it.
    pub top: usize,
    /// What the file system says, or why it stays out.
    pub facts: Result<Facts, Skip>,
}

/// What was dropped, in order. What lies in a folder that was dropped too is walked once.
pub fn tops(dropped: &[PathBuf]) -> Vec<Top> {
    let all: Vec<Top> = dropped.iter().map(|path| top(path)).collect();
    let within = |one: &Top, at: usize| {
        all.iter().enumerate().any(|(other_at, other)| {
            !other.is_file
                && other_at != at
                && !one.is_file
                && one.path.starts_with(&other.path)
                && (one.path != other.path || other_at < at)
        })
    };
    all.iter()
        .enumerate()
        .filter(|(at, one)| !within(one, *at))
        .map(|(_, one)| one.clone())
        .collect()
}

fn top(dropped: &Path) -> Top {
    let path = real(dropped);
    if path.is_dir() {
        let shown = dropped.file_name().or_else(|| path.file_name());
        return Top {
            root: path.clone(),
            name: shown
                .unwrap_or(path.as_os_str())
                .to_string_lossy()
                .into_owned(),
            path,
            is_file: false,
        };
    }
    let root = path.parent().unwrap_or(&path).to_owned();
    Top {
        name: shown_name(&root),
        root,
        path,
        is_file: true,
    }
}

/// The path without links, and absolute in any case.
fn real(path: &Path) -> PathBuf {
    let plain = || std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    // What Windows calls canonical is a path that few programs take.
    if cfg!(windows) {
        plain()
    } else {
        fs::canonicalize(path).unwrap_or_else(|_| plain())
    }
}

/// Walks what was dropped. `give` gets pieces of at most [`PIECE`] and says whether to go on. Blocks.
pub fn walk(tops: &[Top], mut give: impl FnMut(Vec<Met>) -> bool) {
    let mut piece = Vec::with_capacity(PIECE);
    for (at, top) in tops.iter().enumerate() {
        let mut met_all = |met: Met| {
            piece.push(met);
            piece.len() < PIECE || give(std::mem::take(&mut piece))
        };
        let go_on = if top.is_file {
            let folder = top.path.parent().unwrap_or(&top.root);
            met_all(meet(&top.path, folder, at))
        } else {
            walk_folder(top, at, &mut met_all)
        };
        if !go_on {
            return;
        }
    }
    if !piece.is_empty() {
        give(piece);
    }
}

fn walk_folder(top: &Top, at: usize, give: &mut impl FnMut(Met) -> bool) -> bool {
    let entries = WalkDir::new(&top.path)
        .follow_links(false)
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_noise(entry.file_name()));
    for entry in entries {
        let met = match entry {
            Ok(entry) if entry.file_type().is_dir() => continue,
            Ok(entry) => {
                let folder = entry.path().parent().unwrap_or(&top.path).to_owned();
                if entry.file_type().is_file() {
                    let facts = entry.metadata().map(|metadata| Facts::of(&metadata));
                    Met {
                        name: shown_name(entry.path()),
                        facts: facts.map_err(|_| Skip::Unreadable),
                        path: entry.into_path(),
                        folder,
                        top: at,
                    }
                } else {
                    meet(entry.path(), &folder, at)
                }
            }
            Err(error) => match error.path() {
                Some(path) => Met {
                    name: shown_name(path),
                    folder: path.parent().unwrap_or(&top.path).to_owned(),
                    path: path.to_owned(),
                    top: at,
                    facts: Err(Skip::Unreadable),
                },
                None => continue,
            },
        };
        // A folder that cannot be listed is named after itself, below the folder that was dropped.
        let met = if met.folder.starts_with(&top.path) {
            met
        } else {
            Met {
                folder: top.path.clone(),
                ..met
            }
        };
        if !give(met) {
            return false;
        }
    }
    true
}

/// What is no plain file: a link, a pipe, a device. Also one that was dropped by itself.
fn meet(path: &Path, folder: &Path, top: usize) -> Met {
    let facts = match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err(Skip::FolderLink),
        // A pipe or a device: opening it could wait for ever.
        Ok(metadata) if !metadata.is_file() => Err(Skip::Unsupported),
        Ok(metadata) => Ok(Facts::of(&metadata)),
        Err(_) => Err(Skip::Unreadable),
    };
    Met {
        path: if facts.is_ok() {
            real(path)
        } else {
            path.to_owned()
        },
        name: shown_name(path),
        folder: folder.to_owned(),
        top,
        facts,
    }
}

/// What systems and network disks put beside photos, and what is hidden on purpose.
pub(crate) fn is_noise(name: &OsStr) -> bool {
    const NOISE: [&str; 6] = [
        "@eaDir",
        "Thumbs.db",
        "desktop.ini",
        "$RECYCLE.BIN",
        "#recycle",
        "System Volume Information",
    ];
    name.as_encoded_bytes().starts_with(b".") || NOISE.iter().any(|noise| name == OsStr::new(noise))
}

/// A file's or folder's name, readable.
pub fn shown_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(dropped: &[PathBuf]) -> Vec<Met> {
        let mut all = Vec::new();
        walk(&tops(dropped), |piece| {
            assert!(piece.len() <= PIECE, "pieces stay small");
            all.extend(piece);
            true
        });
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }

    fn names(all: &[Met]) -> Vec<&str> {
        all.iter().map(|one| one.name.as_str()).collect()
    }

    #[test]
    fn a_folder_brings_its_files_and_not_what_systems_leave_there() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        for folder in [
            "@eaDir",
            ".git",
            "deep/er",
            ".@__thumb",
            "#recycle",
            "$RECYCLE.BIN",
        ] {
            fs::create_dir_all(at(folder)).unwrap();
            fs::write(at(folder).join("x.jpg"), "x").unwrap();
        }
        for name in [
            "a.jpg",
            ".hidden.jpg",
            "Thumbs.db",
            ".DS_Store",
            "desktop.ini",
        ] {
            fs::write(at(name), "x").unwrap();
        }
        let all = met(&[dir.path().to_owned()]);
        assert_eq!(names(&all), ["a.jpg", "x.jpg"]);
        assert!(all[1].folder.ends_with("deep/er"), "{:?}", all[1].folder);
    }

    #[test]
    fn a_hidden_file_that_is_dropped_itself_is_taken() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(".hidden.jpg");
        fs::write(&path, "x").unwrap();
        assert!(met(&[path])[0].facts.is_ok(), "the person chose it");
    }

    #[cfg(unix)]
    #[test]
    fn a_directory_loop_ends_and_the_link_is_named() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a.jpg"), "x").unwrap();
        std::os::unix::fs::symlink(dir.path(), dir.path().join("round")).unwrap();
        std::os::unix::fs::symlink(dir.path().join("a.jpg"), dir.path().join("b.jpg")).unwrap();
        let all = met(&[dir.path().to_owned()]);
        assert_eq!(names(&all), ["a.jpg", "b.jpg", "round"]);
        assert_eq!(all[2].facts, Err(Skip::FolderLink));
        assert_eq!(
            all[0].path, all[1].path,
            "the link leads to the file, which the index knows by its path"
        );
    }

    #[test]
    fn folders_that_contain_each_other_are_walked_once() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("in/er")).unwrap();
        fs::write(dir.path().join("in/er/a.jpg"), "x").unwrap();
        let inner = dir.path().join("in");
        let all = met(&[
            inner.clone(),
            dir.path().to_owned(),
            inner,
            dir.path().to_owned(),
        ]);
        assert_eq!(names(&all), ["a.jpg"]);
    }

    #[test]
    fn a_file_that_is_not_there_is_left_out_with_its_reason() {
        let all = met(&[PathBuf::from("/nowhere/at/all.jpg")]);
        assert_eq!(all[0].facts, Err(Skip::Unreadable));
    }

    #[test]
    fn the_walk_stops_when_told() {
        let dir = tempfile::tempdir().unwrap();
        for number in 0..PIECE + 10 {
            fs::write(dir.path().join(format!("{number}.jpg")), "x").unwrap();
        }
        let mut pieces = 0;
        walk(&tops(&[dir.path().to_owned()]), |_| {
            pieces += 1;
            false
        });
        assert_eq!(pieces, 1);
    }
}
