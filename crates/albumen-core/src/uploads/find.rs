//! Finds what a drop brings: walks folders, looks at each file's first bytes. Never follows a link to a folder.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::media_types::{HEAD_BYTES, MediaType, judge};
use super::order::by_capture;
use super::read::Seen;
use super::rules::Skip;
use crate::thumbs::capture_time_ms;

/// One file of a drop.
#[derive(Clone, Debug)]
pub struct FoundFile {
    /// Where it lies, absolute.
    pub path: PathBuf,
    /// Its name, readable.
    pub name: String,
    /// Its size and time when it was looked at.
    pub seen: Seen,
    /// What it is, or why it stays.
    pub media: Result<MediaType, Skip>,
    /// When it was taken, as far as the file itself says.
    pub taken_ms: Option<i64>,
}

/// All that a drop brings.
#[derive(Clone, Debug, Default)]
pub struct Finding {
    /// Files in the order in which they go up, each once.
    pub files: Vec<FoundFile>,
    /// Folders among what was dropped.
    pub folders: u32,
}

/// Looks through files and folders. `with_times` reads capture times as well, which the order needs.
///
/// Blocks on the disk. What cannot be read is in the result with its reason; nothing makes it fail as a whole.
pub fn find(dropped: &[PathBuf], with_times: bool) -> Finding {
    let mut finding = Finding::default();
    let mut seen_paths = HashSet::new();
    for top in dropped {
        let top = std::path::absolute(top).unwrap_or_else(|_| top.clone());
        if top.is_dir() {
            finding.folders += 1;
            walk(&top, with_times, &mut seen_paths, &mut finding.files);
        } else {
            take(&top, with_times, &mut seen_paths, &mut finding.files);
        }
    }
    finding.files.sort_by(|a, b| {
        by_capture((a.taken_ms, &a.name), (b.taken_ms, &b.name)).then_with(|| a.path.cmp(&b.path))
    });
    finding
}

fn walk(
    top: &Path,
    with_times: bool,
    seen_paths: &mut HashSet<PathBuf>,
    files: &mut Vec<FoundFile>,
) {
    let entries = WalkDir::new(top)
        .follow_links(false)
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_noise(entry));
    for entry in entries {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) if entry.path_is_symlink() && entry.path().is_dir() => {
                if entry.depth() > 0 {
                    files.push(left_out(entry.path(), Skip::FolderLink));
                }
            }
            Ok(entry) => take(entry.path(), with_times, seen_paths, files),
            Err(error) => {
                if let Some(path) = error.path() {
                    files.push(left_out(path, Skip::Unreadable));
                }
            }
        }
    }
}

/// What systems and network disks put beside photos, and what is hidden on purpose.
fn is_noise(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    name.as_encoded_bytes().starts_with(b".")
        || ["@eaDir", "Thumbs.db", "desktop.ini", "$RECYCLE.BIN"]
            .iter()
            .any(|noise| name == OsStr::new(noise))
}

fn take(
    path: &Path,
    with_times: bool,
    seen_paths: &mut HashSet<PathBuf>,
    files: &mut Vec<FoundFile>,
) {
    // One file reached by two ways of one drop goes up once.
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if !seen_paths.insert(real) {
        return;
    }
    files.push(match look_at(path, with_times) {
        Ok(found) => found,
        Err(_) => left_out(path, Skip::Unreadable),
    });
}

fn look_at(path: &Path, with_times: bool) -> io::Result<FoundFile> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        // A pipe or a device: opening it could wait for ever.
        return Ok(left_out(path, Skip::Unsupported));
    }
    let head = read_head(path)?;
    let name = shown_name(path);
    let seen = Seen::of(&metadata);
    let media = judge(&head, seen.size_bytes, &name);
    let taken_ms = media
        .ok()
        .filter(|media| with_times && !media.is_video)
        .and_then(|_| capture_time_ms(path));
    Ok(FoundFile {
        path: path.to_owned(),
        name,
        seen,
        media,
        taken_ms,
    })
}

/// The first bytes of a file.
pub fn read_head(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(HEAD_BYTES);
    File::open(path)?
        .take(HEAD_BYTES as u64)
        .read_to_end(&mut head)?;
    Ok(head)
}

fn left_out(path: &Path, why: Skip) -> FoundFile {
    let seen = fs::metadata(path)
        .ok()
        .filter(fs::Metadata::is_file)
        .map_or_else(Seen::default, |metadata| Seen::of(&metadata));
    FoundFile {
        path: path.to_owned(),
        name: shown_name(path),
        seen,
        media: Err(why),
        taken_ms: None,
    }
}

fn shown_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// A path as text for the index. Names that are not Unicode are kept exactly, in hexadecimal behind a mark that no
/// absolute path begins with; `None` where this system has no way to do that.
pub fn path_to_text(path: &Path) -> Option<String> {
    if let Some(text) = path.to_str() {
        return Some(text.to_owned());
    }
    #[cfg(unix)]
    {
        use std::fmt::Write as _;
        use std::os::unix::ffi::OsStrExt as _;
        let mut text = String::from(BYTES_MARK);
        for byte in path.as_os_str().as_bytes() {
            // Writing to a string does not fail.
            let _ = write!(text, "{byte:02x}");
        }
        Some(text)
    }
    #[cfg(not(unix))]
    None
}

/// The path that [`path_to_text`] wrote.
pub fn text_to_path(text: &str) -> PathBuf {
    #[cfg(unix)]
    if let Some(hex) = text.strip_prefix(BYTES_MARK) {
        use std::os::unix::ffi::OsStringExt as _;
        let digit = |c: u8| {
            char::from(c)
                .to_digit(16)
                .and_then(|d| u8::try_from(d).ok())
                .unwrap_or(0)
        };
        let bytes = hex
            .as_bytes()
            .chunks(2)
            .map(|pair| pair.iter().fold(0, |byte, c| byte << 4 | digit(*c)));
        return PathBuf::from(std::ffi::OsString::from_vec(bytes.collect()));
    }
    PathBuf::from(text)
}

#[cfg(unix)]
const BYTES_MARK: &str = "bytes:";

#[cfg(test)]
mod tests {
    use super::*;

    const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xd9";

    fn names(finding: &Finding) -> Vec<&str> {
        finding
            .files
            .iter()
            .map(|file| file.name.as_str())
            .collect()
    }

    #[test]
    fn a_folder_brings_its_photos_and_not_what_systems_leave_there() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        for folder in ["@eaDir", ".git", "deep/er"] {
            fs::create_dir_all(at(folder)).unwrap();
        }
        for name in [
            "a 10.jpg",
            "a 9.jpg",
            ".hidden.jpg",
            "Thumbs.db",
            ".DS_Store",
            "@eaDir/t.jpg",
            ".git/x.jpg",
            "deep/er/z.jpg",
        ] {
            fs::write(at(name), JPEG).unwrap();
        }
        let finding = find(&[dir.path().to_owned()], true);
        assert_eq!(names(&finding), ["a 9.jpg", "a 10.jpg", "z.jpg"]);
        assert_eq!(finding.folders, 1);
    }

    #[test]
    fn a_hidden_file_that_is_dropped_itself_is_taken() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(".hidden.jpg");
        fs::write(&path, JPEG).unwrap();
        assert!(
            find(&[path], true).files[0].media.is_ok(),
            "the person chose it"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_directory_loop_ends_and_the_link_is_named() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a.jpg"), JPEG).unwrap();
        std::os::unix::fs::symlink(dir.path(), dir.path().join("round")).unwrap();
        std::os::unix::fs::symlink(dir.path().join("a.jpg"), dir.path().join("b.jpg")).unwrap();
        let finding = find(&[dir.path().to_owned()], true);
        let round = finding
            .files
            .iter()
            .find(|file| file.name == "round")
            .unwrap();
        assert_eq!(round.media, Err(Skip::FolderLink));
        assert_eq!(
            finding
                .files
                .iter()
                .filter(|file| file.media.is_ok())
                .count(),
            1,
            "the link to a.jpg is a.jpg again"
        );
    }

    #[test]
    fn the_same_file_dropped_twice_is_one_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.jpg");
        fs::write(&path, JPEG).unwrap();
        assert_eq!(
            find(&[path.clone(), dir.path().to_owned(), path], true)
                .files
                .len(),
            1
        );
    }

    #[test]
    fn a_file_that_is_not_there_is_left_out_with_its_reason() {
        let finding = find(&[PathBuf::from("/nowhere/at/all.jpg")], true);
        assert_eq!(finding.files[0].media, Err(Skip::Unreadable));
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_not_unicode_survives_the_index() {
        use std::os::unix::ffi::OsStrExt as _;
        let path = PathBuf::from(OsStr::from_bytes(b"/tmp/\xff\xfe photo.jpg"));
        assert_eq!(text_to_path(&path_to_text(&path).unwrap()), path);
        let plain = PathBuf::from("/tmp/🏔 \"quoted\"\nline.jpg");
        assert_eq!(text_to_path(&path_to_text(&plain).unwrap()), plain);
    }
}
