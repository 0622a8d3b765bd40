//! What is decided about downloads: no clock, no network, no disk.

use std::time::Duration;

use crate::index::IndexError;
use crate::quota::rules::{LOADS_A_DAY, LOADS_RESERVE};
use crate::view::{DownloadOutcome, DownloadState, DownloadView, SidecarKind};

/// Waiting times of downloads. Tests shorten them.
#[derive(Clone, Debug)]
pub struct DownloadPolicy {
    /// Files that Google sends at the same time.
    pub at_once: usize,
    /// How old a base URL may become before it is asked for again; Google lets them live for an hour.
    pub fresh_for: Duration,
    /// How long until a call without an answer is tried again.
    pub again_after: Duration,
    /// How often an item with which Google has trouble is tried.
    pub tries: u32,
    /// How often videos that Google still prepares are asked for before they are left for another time.
    pub video_tries: u32,
}

impl Default for DownloadPolicy {
    fn default() -> Self {
        Self {
            at_once: 4,
            fresh_for: Duration::from_secs(50 * 60),
            again_after: Duration::from_secs(30),
            tries: 4,
            video_tries: 12,
        }
    }
}

/// The word of a state in the index.
pub fn state_word(state: DownloadState) -> &'static str {
    match state {
        DownloadState::Listing => "listing",
        DownloadState::Fetching => "fetching",
        DownloadState::Packing => "packing",
        DownloadState::Paused => "paused",
        DownloadState::Done => "done",
        DownloadState::Cancelled => "cancelled",
        DownloadState::Failed => "failed",
    }
}

/// The state of a word.
pub fn read_state(word: &str) -> Result<DownloadState, IndexError> {
    Ok(match word {
        "listing" => DownloadState::Listing,
        "fetching" => DownloadState::Fetching,
        "packing" => DownloadState::Packing,
        "paused" => DownloadState::Paused,
        "done" => DownloadState::Done,
        "cancelled" => DownloadState::Cancelled,
        "failed" => DownloadState::Failed,
        other => return Err(unknown("downloads.state", other)),
    })
}

/// What came of an item, by its word in the index.
pub fn read_outcome(word: &str) -> Result<DownloadOutcome, IndexError> {
    Ok(match word {
        "waiting" | "placing" => DownloadOutcome::Waiting,
        "copy" => DownloadOutcome::Copy,
        "original" => DownloadOutcome::Original,
        "there" => DownloadOutcome::There,
        "moved" => DownloadOutcome::Moved,
        "failed" => DownloadOutcome::Failed,
        "left_out" => DownloadOutcome::LeftOut,
        other => return Err(unknown("download_items.state", other)),
    })
}

/// The word of a sidecar in the index.
pub fn sidecar_word(kind: SidecarKind) -> &'static str {
    match kind {
        SidecarKind::Xmp => "xmp",
        SidecarKind::Json => "json",
    }
}

/// The sidecar of a word.
pub fn read_sidecar(word: Option<&str>) -> Result<Option<SidecarKind>, IndexError> {
    match word {
        None => Ok(None),
        Some("xmp") => Ok(Some(SidecarKind::Xmp)),
        Some("json") => Ok(Some(SidecarKind::Json)),
        Some(other) => Err(unknown("sidecar", other)),
    }
}

fn unknown(column: &'static str, word: &str) -> IndexError {
    IndexError::UnknownWord {
        column,
        value: word.to_owned(),
    }
}

/// Loads of bytes that a day has left, without those that are kept for looking at the library.
pub fn loads_left(used_today: u32) -> u32 {
    (LOADS_A_DAY - LOADS_RESERVE).saturating_sub(used_today)
}

/// On how many days so many loads come in, today among them.
pub fn days(loads: u32, left_today: u32) -> u32 {
    let later = loads.saturating_sub(left_today);
    1 + later.div_ceil(LOADS_A_DAY - LOADS_RESERVE)
}

/// So many files, in words.
pub fn counted(files: u32) -> String {
    match files {
        1 => "1 file".to_owned(),
        some => format!("{some} files"),
    }
}

/// How a download ended, in a sentence or two.
pub fn told(view: &DownloadView) -> String {
    let came = view.copies + view.originals;
    let mut parts = Vec::new();
    if came > 0 {
        parts.push(format!("{} downloaded", counted(came)));
    }
    if view.moved > 0 {
        parts.push(format!("{} moved to the new name", counted(view.moved)));
    }
    if view.there > 0 {
        parts.push(match came + view.moved {
            0 => match view.there {
                1 => "The file was there already".to_owned(),
                some => format!("All {some} files were there already"),
            },
            _ => format!("{} there already", view.there),
        });
    }
    let not_come = view.failed + view.left_out;
    if not_come > 0 {
        parts.push(format!("{not_come} did not come"));
    }
    if parts.is_empty() {
        return "There was nothing to download.".to_owned();
    }
    parts.join(", ") + "."
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{ConnectionKey, DownloadId};
    use rstest::rstest;

    fn view(copies: u32, there: u32, moved: u32, failed: u32) -> DownloadView {
        DownloadView {
            id: DownloadId(1),
            connection: ConnectionKey(1),
            title: String::new(),
            folder: String::new(),
            zip: None,
            state: DownloadState::Done,
            message: None,
            job: None,
            items: copies + there + moved + failed,
            left: 0,
            copies,
            originals: 0,
            there,
            moved,
            failed,
            left_out: 0,
            bytes: 0,
            made_ms: 0,
            ended_ms: None,
        }
    }

    #[rstest]
    #[case(0, 0, 0, 0, "There was nothing to download.")]
    #[case(1, 0, 0, 0, "1 file downloaded.")]
    #[case(7, 500, 0, 0, "7 files downloaded, 500 there already.")]
    #[case(0, 500, 0, 0, "All 500 files were there already.")]
    #[case(0, 1, 0, 0, "The file was there already.")]
    #[case(0, 2, 3, 0, "3 files moved to the new name, 2 there already.")]
    #[case(3, 0, 0, 2, "3 files downloaded, 2 did not come.")]
    fn the_end_is_told(
        #[case] copies: u32,
        #[case] there: u32,
        #[case] moved: u32,
        #[case] failed: u32,
        #[case] sentence: &str,
    ) {
        assert_eq!(told(&view(copies, there, moved, failed)), sentence);
    }

    #[rstest]
    #[case(0, 100, 1)]
    #[case(100, 100, 1)]
    #[case(101, 100, 2)]
    #[case(100 + 73_000, 100, 2)]
    #[case(100 + 73_001, 100, 3)]
    fn what_does_not_come_today_comes_tomorrow(
        #[case] loads: u32,
        #[case] left: u32,
        #[case] on: u32,
    ) {
        assert_eq!(days(loads, left), on);
    }

    #[test]
    fn a_part_of_the_day_is_kept_for_looking_at_the_library() {
        assert_eq!(loads_left(0), 73_000);
        assert_eq!(loads_left(74_000), 0);
    }
}
