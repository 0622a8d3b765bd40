//! Names of files that every system takes, and takes for the same. Pure.
//!
//! A name that one system refuses is refused on all: a folder can be moved to another disk, and a second run on another
//! computer names everything alike.

use unicode_normalization::UnicodeNormalization as _;

/// Longest name of a file, in bytes: room is left for a number and for the ending of what lies beside it.
const FILE_BYTES: usize = 200;
/// Longest name of a folder, in bytes.
const FOLDER_BYTES: usize = 120;
/// Folders above a file at most; what is deeper stays in the last one.
const DEEPEST: usize = 8;
/// A longer ending is none.
const ENDING_BYTES: usize = 16;

/// Windows: names of devices, whatever ending they have.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
/// The same with a digit behind them.
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];

/// A text within a name: no separator, nothing that a disk refuses, composed as most systems do.
pub fn plain(text: &str) -> String {
    text.nfc()
        .map(|c| match c {
            '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' => '_',
            c if c.is_control() || is_hidden(c) => '_',
            c => c,
        })
        .collect()
}

/// Marks that change how a name is read without being seen.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A path within a folder: each part a name of its own, none of which leads out of it. `ending` is that of the file.
pub fn path(wished: &str, ending: &str) -> String {
    let mut parts: Vec<String> = wished
        .split('/')
        .map(|part| plain(part).trim().to_owned())
        .collect();
    let file = parts.pop().unwrap_or_default();
    let folders = parts
        .iter()
        .map(|part| cut(trimmed(part), FOLDER_BYTES))
        .filter(|part| !part.is_empty())
        .take(DEEPEST)
        .map(|part| not_a_device(&part));
    let ending = plain(ending);
    let stem = match file.len().checked_sub(ending.len()) {
        Some(at)
            if file
                .get(at..)
                .is_some_and(|end| end.eq_ignore_ascii_case(&ending)) =>
        {
            file.get(..at).unwrap_or_default().to_owned()
        }
        _ => file,
    };
    let stem = cut(trimmed(&stem), FILE_BYTES.saturating_sub(ending.len()));
    let stem = if stem.is_empty() { "photo" } else { &stem };
    let file = not_a_device(&format!("{stem}{ending}"));
    let mut path: String = folders.map(|folder| folder + "/").collect();
    path.push_str(&file);
    path
}

/// Windows drops points and spaces at the end; a point at the beginning hides a file elsewhere.
fn trimmed(part: &str) -> &str {
    let ends = |c: char| c == '.' || c.is_whitespace();
    part.trim_start_matches(ends).trim_end_matches(ends)
}

fn cut(part: &str, most: usize) -> String {
    let mut room = most.min(part.len());
    while !part.is_char_boundary(room) {
        room -= 1;
    }
    trimmed(part.get(..room).unwrap_or_default()).to_owned()
}

fn not_a_device(name: &str) -> String {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let stem = stem.to_lowercase();
    let numbered = NUMBERED_DEVICES.iter().any(|device| {
        let digit = stem.strip_prefix(device).unwrap_or_default();
        let mut rest = digit.chars();
        matches!(
            (rest.next(), rest.next()),
            (Some('0'..='9' | '\u{b9}' | '\u{b2}' | '\u{b3}'), None)
        )
    });
    if numbered || DEVICES.contains(&stem.as_str()) {
        format!("_{name}")
    } else {
        name.to_owned()
    }
}

/// The ending of a file's name, with its point; empty where it has none.
pub fn ending(file_name: &str) -> &str {
    match file_name.rfind('.') {
        Some(point) if point > 0 && file_name.len() - point <= ENDING_BYTES => {
            let ending = file_name.get(point..).unwrap_or_default();
            let is_one = ending.len() > 1 && ending.chars().skip(1).all(char::is_alphanumeric);
            if is_one { ending } else { "" }
        }
        _ => "",
    }
}

/// What two names have in common that some disk takes for the same: large and small letters, composed or not.
pub fn key(path: &str) -> String {
    let large: String = path.nfc().flat_map(char::to_uppercase).collect();
    large.chars().flat_map(char::to_lowercase).nfc().collect()
}

/// A path with a number before its ending, from the second on.
pub fn numbered(path: &str, number: u32) -> String {
    let (folder, file) = match path.rfind('/') {
        Some(at) => path.split_at(at + 1),
        None => ("", path),
    };
    format!("{folder}{}", crate::items::rules::numbered(file, number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::as_it_is("Summer/IMG_1.jpg", ".jpg", "Summer/IMG_1.jpg")]
    #[case::an_ending_is_put_on("Summer/IMG_1", ".JPG", "Summer/IMG_1.JPG")]
    #[case::no_ending("IMG_1", "", "IMG_1")]
    #[case::out_of_the_folder("../../etc/passwd", "", "etc/passwd")]
    #[case::from_the_top("/etc/passwd", "", "etc/passwd")]
    #[case::a_disk("C:\\Windows\\a.jpg", ".jpg", "C__Windows_a.jpg")]
    #[case::hidden("Trips/.a.jpg", ".jpg", "Trips/a.jpg")]
    #[case::nothing("...", "", "photo")]
    #[case::nothing_but_an_ending(".jpg", ".jpg", "photo.jpg")]
    #[case::points_at_the_end("What?./a. .jpg", ".jpg", "What_/a.jpg")]
    #[case::a_device("con/NUL.jpg", ".jpg", "_con/_NUL.jpg")]
    #[case::a_device_with_two_endings("aux.tar.gz", ".gz", "_aux.tar.gz")]
    #[case::a_device_with_a_number("COM1.jpg", ".jpg", "_COM1.jpg")]
    #[case::a_device_with_a_small_number("lpt\u{b9}.jpg", ".jpg", "_lpt\u{b9}.jpg")]
    #[case::no_device("COM10.jpg", ".jpg", "COM10.jpg")]
    #[case::another("console.jpg", ".jpg", "console.jpg")]
    #[case::composed("Cafe\u{301}/a.jpg", ".jpg", "Caf\u{e9}/a.jpg")]
    #[case::empty_folders("a//b/ /c.jpg", ".jpg", "a/b/c.jpg")]
    #[case::backwards("a\u{202e}gpj.exe", ".exe", "a_gpj.exe")]
    fn a_name_is_one_everywhere(
        #[case] wished: &str,
        #[case] ending: &str,
        #[case] expected: &str,
    ) {
        assert_eq!(path(wished, ending), expected);
    }

    #[rstest]
    #[case("a.JPG", ".JPG")]
    #[case("archive.tar.gz", ".gz")]
    #[case("no ending", "")]
    #[case(".hidden", "")]
    #[case("a.", "")]
    #[case("Mr. Smith at the sea", "")]
    fn an_ending_is_short_and_plain(#[case] name: &str, #[case] expected: &str) {
        assert_eq!(ending(name), expected);
    }

    #[rstest]
    #[case("IMG.JPG", "img.jpg")]
    #[case("Cafe\u{301}.jpg", "CAF\u{c9}.jpg")]
    #[case("\u{3a3}\u{3a3}.jpg", "\u{3c3}\u{3c2}.jpg")]
    fn names_that_a_disk_takes_for_the_same_have_one_key(#[case] one: &str, #[case] other: &str) {
        assert_eq!(key(one), key(other));
    }

    #[test]
    fn a_number_stands_before_the_ending_of_the_file() {
        assert_eq!(numbered("v1.0/a.jpg", 1), "v1.0/a.jpg");
        assert_eq!(numbered("v1.0/a.jpg", 2), "v1.0/a (2).jpg");
    }

    proptest! {
        #[test]
        fn any_text_becomes_a_path_that_stays_inside(wished in "(\\PC|/|\\.|\\\\){0,400}", ending in "(\\.[a-z0-9]{1,8})?") {
            let path = path(&wished, &ending);
            prop_assert!(path.ends_with(&ending));
            prop_assert!(path.split('/').count() <= DEEPEST + 1);
            for part in path.split('/') {
                prop_assert!(!part.is_empty() && part.len() <= FILE_BYTES + 1, "{part:?}");
                prop_assert!(!part.starts_with('.') && !part.ends_with(['.', ' ']), "{part:?}");
                prop_assert!(!part.contains(['\\', ':', '*', '?', '"', '<', '>', '|', '\0']));
            }
        }

        #[test]
        fn naming_again_changes_nothing(wished in "(\\PC|/|\\.){0,60}", ending in "(\\.[a-z]{1,4})?") {
            let once = path(&wished, &ending);
            prop_assert_eq!(path(&once, &ending), once);
        }
    }
}
