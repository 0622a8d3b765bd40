//! What a plan costs and how its albums are called. Pure.

use std::collections::HashSet;

use crate::uploads::chunk_bytes;

/// Up to this size a file goes up in one request; from it on in chunks. It is also up to here that SHA-1 is told.
pub const RAW_BELOW: u64 = 20 * 1024 * 1024;
/// Of what a chunk is a multiple where Google says nothing else.
const USUAL_GRANULARITY: u64 = 256 * 1024;
/// Items in one call.
/// Source: <https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate>
pub const ITEMS_A_CALL: u64 = 50;
/// Items in one album. Source: <https://developers.google.com/photos/library/guides/manage-albums>
pub const ITEMS_AN_ALBUM: u64 = 20_000;
/// Requests of a day that are spent on uploads: Google's 10,000 without what is left for looking at the library.
pub const REQUESTS_A_DAY: u32 = 9_500;
/// Google asks to be told of more than this.
/// Source: <https://developers.google.com/photos/library/guides/upload-media>
const STORAGE_WORTH_A_WORD: u64 = 25 * 1000 * 1000;
/// The longest title, in characters.
const TITLE_CHARS: usize = 500;

/// Requests that the bytes of a file cost.
pub fn requests_for(size_bytes: u64) -> u32 {
    if size_bytes < RAW_BELOW {
        return 1;
    }
    let chunk = chunk_bytes(size_bytes, USUAL_GRANULARITY);
    u32::try_from(1 + size_bytes.div_ceil(chunk)).unwrap_or(u32::MAX)
}

/// What goes into one album, or into none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Files that are sent.
    pub new_files: u64,
    /// Items that are in the library and are added.
    pub adds: u64,
    /// Whether the album is to be made; of no album, no.
    pub made: bool,
    /// In how many more albums it goes on.
    pub goes_on: u64,
    /// Items for which the first of them has room; of no album, no limit.
    pub room: u64,
}

/// Requests beside those for the bytes.
pub fn requests_of(share: Share) -> u64 {
    let first = share.new_files.min(share.room);
    let rest = share.new_files - first;
    // A call fills one album only, and a full album is a whole number of calls.
    first.div_ceil(ITEMS_A_CALL)
        + rest.div_ceil(ITEMS_A_CALL)
        + share.adds.div_ceil(ITEMS_A_CALL)
        + u64::from(share.made)
        + share.goes_on
}

/// In how many more albums so many files go on, where `there` items are in the first.
pub fn goes_on(there: u64, files: u64) -> u64 {
    if files == 0 {
        return 0;
    }
    (there + files).div_ceil(ITEMS_AN_ALBUM).saturating_sub(1)
}

/// The name of the part of an album with this number; the first part is 1.
pub fn part_title(title: &str, part: u64) -> String {
    if part <= 1 {
        return title.to_owned();
    }
    let mark = format!(" ({part})");
    let room = TITLE_CHARS - mark.chars().count();
    let kept: String = title.chars().take(room).collect();
    format!("{}{mark}", kept.trim_end())
}

/// On how many days requests are spent, when so many are left today.
pub fn days(requests: u32, left_today: u32) -> u32 {
    let rest = requests.saturating_sub(left_today);
    let later = rest.div_ceil(REQUESTS_A_DAY);
    (later + u32::from(left_today > 0)).max(1)
}

/// What Google asks apps to say about storage.
pub fn storage_words(files: u32, bytes: u64) -> Option<String> {
    if bytes <= STORAGE_WORTH_A_WORD {
        return None;
    }
    let size = size(bytes);
    Some(match files {
        1 => format!("This file takes {size} of your Google storage, at original quality."),
        many => format!(
            "These {} files take {size} of your Google storage, at original quality.",
            thousands(many)
        ),
    })
}

/// A size for people, in powers of 1,000 as Google counts storage.
pub fn size(bytes: u64) -> String {
    let (mut whole, mut unit) = (bytes, "bytes");
    let mut tenths = 0;
    for larger in ["kB", "MB", "GB", "TB"] {
        if whole < 1000 {
            break;
        }
        tenths = (whole % 1000) / 100;
        whole /= 1000;
        unit = larger;
    }
    if unit == "bytes" || whole >= 100 || tenths == 0 {
        format!("{whole} {unit}")
    } else {
        format!("{whole}.{tenths} {unit}")
    }
}

/// `1284` as `1,284`.
pub fn thousands(number: u32) -> String {
    let digits = number.to_string();
    let mut shown = String::with_capacity(digits.len() + 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// A title as Google takes it, made of anything: trimmed, in one line, not too long, never empty.
pub fn fitting_title(wanted: &str) -> String {
    let line: String = wanted
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    let cut: String = line.trim().chars().take(TITLE_CHARS).collect();
    let cut = cut.trim_end();
    if cut.is_empty() {
        "Untitled".to_owned()
    } else {
        cut.to_owned()
    }
}

/// Titles for folders, all different. Each folder comes with the names from what was dropped down to itself.
pub fn titles(folders: &[Vec<String>], joined: bool) -> Vec<String> {
    let wanted = |names: &[String], count: usize| {
        let from = names.len().saturating_sub(count);
        fitting_title(&names.get(from..).unwrap_or_default().join(" / "))
    };
    let levels = |names: &[String]| {
        if joined {
            // What was dropped is named only where it is the album itself.
            names.len().saturating_sub(1).max(1)
        } else {
            1
        }
    };
    let first: Vec<String> = folders
        .iter()
        .map(|names| wanted(names, levels(names)))
        .collect();
    let mut taken = HashSet::new();
    let mut result = Vec::with_capacity(folders.len());
    for (names, title) in folders.iter().zip(&first) {
        let alone = first.iter().filter(|other| *other == title).count() == 1;
        let mut title = title.clone();
        if !alone {
            // Folders of one name are told apart by the folders they lie in.
            title = wanted(names, (levels(names) + 1).min(names.len()));
        }
        let plain = title.clone();
        let mut number = 2;
        while !taken.insert(title.clone()) {
            title = part_title(&plain, number);
            number += 1;
        }
        result.push(title);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const MIB: u64 = 1024 * 1024;

    #[rstest]
    #[case(1, 1)]
    #[case(20 * MIB - 1, 1)]
    #[case(20 * MIB, 1 + 3)]
    #[case(24 * MIB, 1 + 3)]
    #[case(24 * MIB + 1, 1 + 4)]
    #[case(128 * MIB, 1 + 16)]
    #[case(1024 * MIB, 1 + 16)]
    #[case(20 * 1024 * MIB, 1 + 320)]
    fn bytes_cost_one_request_or_one_for_each_chunk(#[case] size: u64, #[case] requests: u32) {
        assert_eq!(requests_for(size), requests);
    }

    #[rstest]
    #[case(0, 0, 0)]
    #[case(1, 0, 2)]
    #[case(50, 0, 2)]
    #[case(51, 0, 3)]
    #[case(51, 50, 4)]
    #[case(0, 51, 3)]
    fn items_are_made_fifty_at_a_time(
        #[case] new_files: u64,
        #[case] adds: u64,
        #[case] requests: u64,
    ) {
        let share = Share {
            new_files,
            adds,
            made: new_files + adds > 0,
            goes_on: 0,
            room: ITEMS_AN_ALBUM,
        };
        assert_eq!(requests_of(share), requests);
    }

    #[test]
    fn no_call_fills_two_albums() {
        let share = Share {
            new_files: 3,
            goes_on: 1,
            room: 1,
            ..Share::default()
        };
        assert_eq!(
            requests_of(share),
            3,
            "one call for each album, one to make the second"
        );
    }

    #[rstest]
    #[case(0, 20_000, 0)]
    #[case(0, 20_001, 1)]
    #[case(19_999, 1, 0)]
    #[case(20_000, 1, 1)]
    #[case(0, 40_001, 2)]
    #[case(20_000, 0, 0)]
    fn an_album_goes_on_where_google_ends_it(
        #[case] there: u64,
        #[case] files: u64,
        #[case] more: u64,
    ) {
        assert_eq!(goes_on(there, files), more);
    }

    #[rstest]
    #[case(9_500, 9_500, 1)]
    #[case(9_501, 9_500, 2)]
    #[case(100, 99, 2)]
    #[case(100, 0, 1)]
    #[case(9_501, 0, 2)]
    #[case(0, 0, 1)]
    #[case(19_001, 9_500, 3)]
    fn days_are_counted_from_what_is_left_today(
        #[case] requests: u32,
        #[case] left: u32,
        #[case] days_needed: u32,
    ) {
        assert_eq!(days(requests, left), days_needed);
    }

    #[test]
    fn storage_is_told_above_25_megabytes() {
        assert_eq!(storage_words(3, 25_000_000), None);
        assert_eq!(
            storage_words(412, 4_200_000_000).as_deref(),
            Some("These 412 files take 4.2 GB of your Google storage, at original quality.")
        );
        assert_eq!(
            storage_words(1, 25_000_001).as_deref(),
            Some("This file takes 25 MB of your Google storage, at original quality.")
        );
    }

    #[test]
    fn a_title_is_never_empty_and_never_too_long() {
        assert_eq!(fitting_title("  Lofoten \n"), "Lofoten");
        assert_eq!(fitting_title("two\nlines"), "two lines");
        assert_eq!(fitting_title(" \t"), "Untitled");
        assert_eq!(fitting_title(&"🏔".repeat(501)).chars().count(), 500);
        assert_eq!(
            part_title(&"a".repeat(500), 2).chars().count(),
            500,
            "the mark has room"
        );
    }

    fn folders(paths: &[&str]) -> Vec<Vec<String>> {
        paths
            .iter()
            .map(|path| path.split('/').map(str::to_owned).collect())
            .collect()
    }

    #[test]
    fn folders_of_one_name_get_titles_that_differ() {
        let found = folders(&[
            "Pictures/2023/Lofoten",
            "Pictures/2024/Lofoten",
            "Pictures/2024",
            "Pictures",
        ]);
        assert_eq!(
            titles(&found, false),
            ["2023 / Lofoten", "2024 / Lofoten", "2024", "Pictures"]
        );
        assert_eq!(
            titles(&found, true),
            ["2023 / Lofoten", "2024 / Lofoten", "2024", "Pictures"]
        );
        assert_eq!(
            titles(&folders(&["a", "a"]), false),
            ["a", "a (2)"],
            "nothing else tells them apart"
        );
    }
}
