//! What may be watched, and which names are those of files that are still being written.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::paths::Paths;
use crate::plans::is_noise;

/// Why a folder is not watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is nothing there, or it is a file.
    NoFolder,
    /// It cannot be looked into.
    Unreadable,
    /// It is a whole disk.
    WholeDisk,
    /// Albumen keeps its own data there.
    OwnHome,
    /// It is watched already.
    Watched,
    /// It lies inside a watched folder of this name.
    Inside(String),
    /// A watched folder of this name lies inside it.
    Around(String),
    /// Its name cannot be kept.
    BadName,
}

impl Refusal {
    /// The sentence for the person.
    pub fn words(&self) -> String {
        match self {
            Self::NoFolder => "There is no folder here. Nothing was changed. Choose a folder.".to_owned(),
            Self::Unreadable => {
                "Albumen may not look into this folder. Nothing was changed. Allow it to read the folder, then try again."
                    .to_owned()
            }
            Self::WholeDisk => {
                "This is a whole disk, with much on it that is no photo. Nothing was changed. Choose a folder on it."
                    .to_owned()
            }
            Self::OwnHome => {
                "Albumen keeps its own data in this folder. Nothing was changed. Choose another folder.".to_owned()
            }
            Self::Watched => "This folder is watched already. Nothing was changed.".to_owned(),
            Self::Inside(name) => format!(
                "This folder lies inside \u{201c}{name}\u{201d}, which is watched already. Nothing was changed."
            ),
            Self::Around(name) => format!(
                "\u{201c}{name}\u{201d} inside this folder is watched already. Remove it there first, then add this one."
            ),
            Self::BadName => {
                "The name of this folder cannot be kept. Nothing was changed. Rename the folder, then try again."
                    .to_owned()
            }
        }
    }
}

/// Whether a folder may be watched beside these others. The path is the real one.
pub fn judge(path: &Path, others: &[PathBuf], home: &Paths) -> Result<(), Refusal> {
    if path.parent().is_none() {
        return Err(Refusal::WholeDisk);
    }
    if own_folders(home).any(|own| path.starts_with(own)) {
        return Err(Refusal::OwnHome);
    }
    for other in others {
        if other == path {
            return Err(Refusal::Watched);
        }
        if path.starts_with(other) {
            return Err(Refusal::Inside(shown_name(other)));
        }
        if other.starts_with(path) {
            return Err(Refusal::Around(shown_name(other)));
        }
    }
    Ok(())
}

/// Albumen's own folders, as they are written and as they really are.
pub fn own_folders(home: &Paths) -> impl Iterator<Item = &Path> {
    [&home.data, &home.cache, &home.config]
        .into_iter()
        .map(PathBuf::as_path)
}

fn shown_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// Endings under which other programs write what is not complete yet. Such a file is waited for under its final name.
const UNFINISHED: [&str; 10] = [
    ".part",
    ".partial",
    ".crdownload",
    ".download",
    ".opdownload",
    ".tmp",
    ".temp",
    ".filepart",
    ".!ut",
    "~",
];

/// Whether a file or folder of this name never goes up: hidden, left there by a system, or not complete yet.
pub fn is_passed_over(name: &OsStr) -> bool {
    if is_noise(name) {
        return true;
    }
    let name = name.to_string_lossy().to_ascii_lowercase();
    name.starts_with("~$") || UNFINISHED.iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("/", Err(Refusal::WholeDisk))]
    #[case("/home/mara/albumen/data", Err(Refusal::OwnHome))]
    #[case("/home/mara/albumen/cache/thumbnails", Err(Refusal::OwnHome))]
    #[case("/home/mara/Pictures", Err(Refusal::Watched))]
    #[case("/home/mara/Pictures/2024", Err(Refusal::Inside("Pictures".to_owned())))]
    #[case("/home/mara", Err(Refusal::Around("Pictures".to_owned())))]
    #[case("/home/mara/Pictures 2", Ok(()))]
    #[cfg(unix)]
    fn one_file_belongs_to_one_watched_folder_at_most(
        #[case] path: &str,
        #[case] expected: Result<(), Refusal>,
    ) {
        let home = Paths::under(Path::new("/home/mara/albumen"));
        let others = [PathBuf::from("/home/mara/Pictures")];
        assert_eq!(judge(Path::new(path), &others, &home), expected);
        if let Err(refusal) = expected {
            let words = refusal.words();
            assert!(
                words.ends_with('.') && !words.contains('!'),
                "a calm sentence: {words}"
            );
        }
    }

    #[rstest]
    #[case("photo.jpg", false)]
    #[case("party.part 2.jpg", false)]
    #[case("photo.jpg.part", true)]
    #[case("Photo.JPG.CRDOWNLOAD", true)]
    #[case("photo.jpg~", true)]
    #[case("upload.tmp", true)]
    #[case("video.mp4.filepart", true)]
    #[case(".photo.jpg.Xy12ab", true)]
    #[case("@eaDir", true)]
    fn names_of_unfinished_files_are_waited_out(#[case] name: &str, #[case] passed_over: bool) {
        assert_eq!(is_passed_over(OsStr::new(name)), passed_over, "{name}");
    }
}
