//! What a media item of Google's is to us, and how it is put into words.

use google_photos::{MediaItem, MediaKind, VideoStatus};
use jiff::Timestamp;

use super::places;
use crate::index::IndexError;
use crate::view::{AlbumView, GridItem, ItemDetails, ItemKind, ItemState, Segment};

/// How many positions of an album are one segment.
pub(crate) const RUN: i64 = 200;
/// How many items of a day are one segment at most.
pub(crate) const PART: u32 = 500;

/// An item as the index keeps it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Seen {
    pub(crate) kind: &'static str,
    pub(crate) taken_ms: i64,
    pub(crate) focal_length_mm: Option<f64>,
    pub(crate) aperture: Option<f64>,
    pub(crate) iso: Option<u32>,
    pub(crate) exposure_s: Option<f64>,
    pub(crate) video_state: Option<&'static str>,
}

/// What the index keeps of an item. One without a date gets the one at which it was first seen.
pub(crate) fn seen(item: &MediaItem, first_seen_ms: i64) -> Seen {
    let taken_ms = places::kept_ms(
        item.created
            .map_or(first_seen_ms, Timestamp::as_millisecond),
    );
    let photo = match &item.kind {
        MediaKind::Photo(photo) => photo.clone(),
        _ => google_photos::PhotoDetails::default(),
    };
    Seen {
        kind: kind_word(item),
        taken_ms,
        focal_length_mm: photo.focal_length_mm,
        aperture: photo.aperture,
        iso: photo.iso,
        exposure_s: photo.exposure_s,
        video_state: match &item.kind {
            MediaKind::Video(video) => Some(state_word(video.status)),
            _ => None,
        },
    }
}

fn kind_word(item: &MediaItem) -> &'static str {
    match (&item.kind, item.mime_type.as_str()) {
        (_, "image/gif") => "animation",
        (MediaKind::Video(_), _) => "video",
        (MediaKind::Unknown, mime) if mime.starts_with("video/") => "video",
        _ => "photo",
    }
}

fn state_word(status: VideoStatus) -> &'static str {
    match status {
        VideoStatus::Processing => "processing",
        VideoStatus::Failed => "failed",
        // Google leaves it out for some videos that play well.
        _ => "ready",
    }
}

pub(crate) fn read_kind(word: &str) -> Result<ItemKind, IndexError> {
    match word {
        "photo" => Ok(ItemKind::Photo),
        "animation" => Ok(ItemKind::Animation),
        "video" => Ok(ItemKind::Video),
        other => Err(IndexError::UnknownWord {
            column: "kind",
            value: other.to_owned(),
        }),
    }
}

pub(crate) fn read_state(word: Option<&str>) -> Result<ItemState, IndexError> {
    match word {
        None | Some("ready") => Ok(ItemState::Ready),
        Some("processing") => Ok(ItemState::Processing),
        Some("failed") => Ok(ItemState::Failed),
        Some(other) => Err(IndexError::UnknownWord {
            column: "video_state",
            value: other.to_owned(),
        }),
    }
}

/// The segments of a day with so many items: one, or parts of which each has a key of its own.
pub(crate) fn parts(day: &str, items: u32) -> Vec<Segment> {
    let part = |key: String, items: u32| Segment {
        key,
        day: Some(day.to_owned()),
        items,
    };
    if items <= PART {
        return vec![part(day.to_owned(), items)];
    }
    (0..items.div_ceil(PART))
        .map(|number| {
            part(
                format!("{day}#{}", number + 1),
                PART.min(items - number * PART),
            )
        })
        .collect()
}

/// The day of a segment, and how many newer items of it stand in the parts before.
pub(crate) fn day_and_skip(segment: &str) -> Option<(&str, u32)> {
    match segment.split_once('#') {
        None => Some((segment, 0)),
        Some((day, number)) => {
            let number: u32 = number.parse().ok()?;
            Some((day, number.checked_sub(1)?.checked_mul(PART)?))
        }
    }
}

/// The segment of an album that holds a position.
pub(crate) fn run_key(position: i64) -> String {
    format!("run-{}", position.div_euclid(RUN) * RUN)
}

/// The positions of a run of an album.
pub(crate) fn run_positions(segment: &str) -> Option<std::ops::RangeInclusive<i64>> {
    let start: i64 = segment.strip_prefix("run-")?.parse().ok()?;
    Some(start..=start.checked_add(RUN - 1)?)
}

/// Longest file name that all common file systems take, in bytes, with room for a number.
const NAME_BYTES: usize = 240;

/// A name that is one on every system. Google: a file name may hold a `/`.
pub(crate) fn safe_name(name: &str) -> String {
    let clean: String = name
        .chars()
        .map(|c| {
            if c.is_control() || "/\\:*?\"<>|".contains(c) {
                '_'
            } else {
                c
            }
        })
        .collect();
    let clean = clean.trim().trim_start_matches('.').trim_end_matches('.');
    if clean.is_empty() {
        return "photo".to_owned();
    }
    let (stem, ending) = split(clean);
    let mut room = NAME_BYTES.saturating_sub(ending.len()).min(stem.len());
    while !stem.is_char_boundary(room) {
        room -= 1;
    }
    format!("{}{ending}", stem.get(..room).unwrap_or_default())
}

/// The name with a number before its ending, from the second on.
pub(crate) fn numbered(name: &str, number: u32) -> String {
    let (stem, ending) = split(name);
    if number < 2 {
        name.to_owned()
    } else {
        format!("{stem} ({number}){ending}")
    }
}

/// The name and its ending with the point; a long one is no ending.
fn split(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(point) if point > 0 && name.len() - point <= 16 => name.split_at(point),
        _ => (name, ""),
    }
}

/// The columns that only the details show.
#[derive(Clone, Debug)]
pub(crate) struct DetailsRow {
    pub(crate) item: GridItem,
    pub(crate) mime_type: String,
    pub(crate) description: Option<String>,
    pub(crate) camera_make: Option<String>,
    pub(crate) camera_model: Option<String>,
    pub(crate) focal_length_mm: Option<f64>,
    pub(crate) aperture: Option<f64>,
    pub(crate) iso: Option<u32>,
    pub(crate) exposure_s: Option<f64>,
    pub(crate) size_bytes: Option<u64>,
    pub(crate) local_path: Option<String>,
    pub(crate) has_page: bool,
    pub(crate) uploaded_here: bool,
    pub(crate) first_seen_ms: i64,
    pub(crate) missing_since_ms: Option<i64>,
}

/// The details, ready to be shown.
pub(crate) fn details(
    row: DetailsRow,
    albums: Vec<AlbumView>,
    local_path: Option<String>,
) -> ItemDetails {
    ItemDetails {
        camera: camera(row.camera_make.as_deref(), row.camera_model.as_deref()),
        focal_length: row
            .focal_length_mm
            .filter(|mm| *mm > 0.0)
            .map(|mm| format!("{} mm", short(mm))),
        aperture: row
            .aperture
            .filter(|number| *number > 0.0)
            .map(|number| format!("f/{}", short(number))),
        exposure: row
            .exposure_s
            .filter(|seconds| *seconds > 0.0)
            .map(exposure),
        iso: row
            .iso
            .filter(|iso| *iso > 0)
            .map(|iso| format!("ISO {iso}")),
        has_page: row.has_page,
        uploaded_here: row.uploaded_here,
        first_seen_ms: row.first_seen_ms,
        missing_since_ms: row.missing_since_ms,
        item: row.item,
        mime_type: row.mime_type,
        description: row.description,
        size_bytes: row.size_bytes,
        local_path,
        albums,
    }
}

/// Make and model; the make only once, as many models begin with it.
pub(crate) fn camera(make: Option<&str>, model: Option<&str>) -> Option<String> {
    let make = make.map(str::trim).filter(|make| !make.is_empty());
    let model = model.map(str::trim).filter(|model| !model.is_empty());
    match (make, model) {
        (Some(make), Some(model)) if model.to_lowercase().starts_with(&make.to_lowercase()) => {
            Some(model.to_owned())
        }
        (Some(make), Some(model)) => Some(format!("{make} {model}")),
        (one, other) => one.or(other).map(str::to_owned),
    }
}

/// Photographers write short times as fractions.
fn exposure(seconds: f64) -> String {
    if seconds < 0.4 {
        format!("1/{:.0} s", 1.0 / seconds)
    } else {
        format!("{} s", short(seconds))
    }
}

/// At most one digit after the point.
fn short(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case(0.004, "1/250 s")]
    #[case(0.033_333_335, "1/30 s")]
    #[case(0.5, "0.5 s")]
    #[case(30.0, "30 s")]
    fn a_time_is_written_as_photographers_do(#[case] seconds: f64, #[case] expected: &str) {
        assert_eq!(exposure(seconds), expected);
    }

    #[rstest]
    #[case(Some("Canon"), Some("Canon EOS R5"), Some("Canon EOS R5"))]
    #[case(Some("Apple"), Some("iPhone 12"), Some("Apple iPhone 12"))]
    #[case(None, Some("Pixel 8"), Some("Pixel 8"))]
    #[case(Some(" "), None, None)]
    fn the_make_is_named_once(
        #[case] make: Option<&str>,
        #[case] model: Option<&str>,
        #[case] expected: Option<&str>,
    ) {
        assert_eq!(camera(make, model).as_deref(), expected);
    }

    proptest! {
        #[test]
        fn runs_cover_an_album_without_gap_or_overlap(position in 0_i64..100_000) {
            let run = run_positions(&run_key(position)).unwrap();
            prop_assert!(run.contains(&position));
            prop_assert_eq!(run_key(*run.start()), run_key(*run.end()));
            prop_assert_ne!(run_key(*run.end() + 1), run_key(position));
        }

        #[test]
        fn parts_cover_a_day_without_gap_or_overlap(items in 1_u32..100_000) {
            let mut next = 0;
            for part in parts("2024-06-14", items) {
                prop_assert_eq!(day_and_skip(&part.key), Some(("2024-06-14", next)));
                prop_assert!(part.items > 0 && part.items <= PART);
                next += part.items;
            }
            prop_assert_eq!(next, items);
        }
    }

    #[test]
    fn a_key_that_is_none_names_nothing() {
        assert_eq!(day_and_skip("2024-06-14#0"), None);
        assert_eq!(day_and_skip("2024-06-14#x"), None);
        assert_eq!(run_positions("run-x"), None);
    }

    #[rstest]
    #[case("IMG_1.jpg", "IMG_1.jpg")]
    #[case("../../etc/passwd", "_.._etc_passwd")]
    #[case("a/b.jpg", "a_b.jpg")]
    #[case("..", "photo")]
    #[case("caf\u{e9} \u{1f600}.jpg", "caf\u{e9} \u{1f600}.jpg")]
    fn a_name_leads_into_no_other_folder(#[case] name: &str, #[case] expected: &str) {
        assert_eq!(safe_name(name), expected);
    }

    proptest! {
        #[test]
        fn any_name_becomes_one_that_a_disk_takes(name in "\\PC{0,300}") {
            let safe = safe_name(&name);
            prop_assert!(!safe.is_empty() && safe.len() <= 255);
            prop_assert!(!safe.contains(['/', '\\', '\0']) && safe != "." && safe != "..");
        }
    }

    #[test]
    fn a_second_file_of_a_name_gets_a_number() {
        assert_eq!(numbered("a.jpg", 1), "a.jpg");
        assert_eq!(numbered("a.jpg", 2), "a (2).jpg");
    }
}
