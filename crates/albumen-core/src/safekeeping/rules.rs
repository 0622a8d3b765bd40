//! What a report is made of: readable paths, where a file stays out and why. Pure.

use std::fmt::Write as _;
use std::path::Path;

use crate::plans::survey::Looked;
use crate::uploads::{Skip, natural_key, skip_words};
use crate::view::FileKeeping;

/// Where the limits of every report are, for the person. Each is one sentence or two.
pub(super) const LIMITS: [&str; 4] = [
    "Google's API gives back altered bytes: without location, videos converted. So Albumen cannot compare what is stored there. It compares what it sent, by BLAKE3 hash, with what lies here.",
    "A photo that was removed or put in the bin shows only as not found, and only after somebody looked: a comparison of the library, or a question about the items of this report.",
    "Albumen knows only what it uploaded through this connection. Photos that came to Google in another way, by a phone's backup or a web page, count as not uploaded. Hidden files and folders are passed over.",
    "Where the account stores in Storage saver, Google's copy is smaller than the file here. The API does not say so.",
];

/// What is said beside the limits where the connection is the sample library.
pub(super) const SAMPLE_LIMIT: &str = "This is the sample library, which is on this computer. Nothing of it is in Google Photos, so nothing here is a reason to delete a file.";

/// What is written about a file that the system let be read only when it was asked why not.
pub(super) const NOT_READ: &str = "This file could not be read. Check the folder again.";

/// What is written about a link to a file.
pub(super) const LINK: &str =
    "This is a link to a file. The file itself is counted where it lies, if that is checked too.";

/// What is written about a file that was another one when it was read.
pub(super) const CHANGED_MEANWHILE: &str =
    "This file changed while it was read. Check the folder again.";

/// What is written about a video that Google has not finished.
pub(super) const PROCESSING: &str =
    "Google has it, but is still working on this video. Keep the file until it plays there.";

/// What is written about a video that Google could not process.
pub(super) const VIDEO_FAILED: &str =
    "Google has it, but could not process this video. Keep the file: it cannot be played there.";

/// What is written about a file that failed in the queue.
pub(super) const UPLOAD_FAILED: &str =
    "Its upload failed. The queue says why, and can try it again.";

/// A path as a person reads it. Bytes that are no text stay tellable, as `\xFF`.
pub(super) fn readable(path: &Path) -> String {
    let mut shown = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        shown.push_str(chunk.valid());
        for byte in chunk.invalid() {
            // Writing to a string does not fail.
            let _ = write!(shown, "\\x{byte:02X}");
        }
    }
    shown
}

/// A file as it goes into a report.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The folder it was met in, below the checked one.
    pub(super) folder: String,
    /// Its path below the checked folder.
    pub(super) shown: String,
    /// By which files are put in order: folder by folder, names as a person counts.
    pub(super) order_key: String,
    /// Whether it is a link: what it leads to has its size, not the link.
    pub(super) is_link: bool,
    /// Why it is no photo or video that can be compared, and a sentence about it.
    pub(super) out: Option<(FileKeeping, Why)>,
}

/// A sentence, or that the system is to be asked for one.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// This.
    Says(&'static str),
    /// What the system says when the file is read.
    AskSystem,
}

/// What a file that was met is in the report of `root`.
pub(super) fn entry(root: &Path, looked: &Looked) -> Entry {
    let met = &looked.met;
    let folder = readable(met.folder.strip_prefix(root).unwrap_or(&met.folder));
    let is_plain = met.path.parent() == Some(met.folder.as_path());
    let name = match is_plain {
        true => readable(Path::new(met.path.file_name().unwrap_or_default())),
        false => met.name.clone(),
    };
    let is_link = met.facts.is_ok() && !(is_plain && is_named(&met.path, &met.name));
    let out = match &looked.known.media {
        _ if is_link => Some((FileKeeping::Other, Why::Says(LINK))),
        Err(Skip::Unreadable) => Some((FileKeeping::Unreadable, Why::AskSystem)),
        Err(why) => Some((FileKeeping::Other, Why::Says(skip_words(*why)))),
        Ok(_) => None,
    };
    let name = if is_link { met.name.clone() } else { name };
    let order_key = format!("{}\u{1}{}", natural_key(&folder), natural_key(&name));
    let shown = match folder.is_empty() {
        true => name,
        false => format!("{folder}{}{name}", std::path::MAIN_SEPARATOR),
    };
    Entry {
        folder,
        shown,
        order_key,
        is_link,
        out,
    }
}

fn is_named(path: &Path, name: &str) -> bool {
    path.file_name()
        .is_some_and(|own| own.to_string_lossy() == name)
}

/// What an error of the system says, without its number.
pub(super) fn system_words(error: &std::io::Error) -> String {
    let text = error.to_string();
    let words = text.split(" (os error").next().unwrap_or(&text);
    format!("Your system says: {words}.")
}

/// How many requests it takes to ask about so many items.
pub(super) fn requests(items: u32) -> u32 {
    items.div_ceil(u32::try_from(super::AT_ONCE).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(0, 0)]
    #[case(1, 1)]
    #[case(50, 1)]
    #[case(51, 2)]
    fn fifty_items_are_one_request(#[case] items: u32, #[case] calls: u32) {
        assert_eq!(requests(items), calls);
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_no_text_can_be_told_apart() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt as _;
        let path = Path::new(OsStr::from_bytes(b"a\xff\xfe \xc3\xa5.jpg"));
        assert_eq!(readable(path), "a\\xFF\\xFE \u{e5}.jpg");
    }

    #[test]
    fn the_system_speaks_without_numbers() {
        let error = std::io::Error::from_raw_os_error(13);
        let words = system_words(&error);
        assert!(words.starts_with("Your system says: ") && !words.contains("os error"));
    }
}
