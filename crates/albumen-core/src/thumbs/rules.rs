//! Sizes, names and ages of cached pictures. Pure.

use std::time::Duration;

use super::pool::Rank;

/// The sizes that are kept are those that are made.
pub use albumen_thumbnails::SIZES;
/// Google allows remote pictures to be kept for this long.
/// Source: <https://developers.google.com/photos/overview/best-practices> (caching).
pub const GOOGLE_LIFE_MS: i64 = 60 * 60 * 1000;
/// A base URL lives 60 minutes; one is not used in the last ten, because fetching takes its time too.
/// Source: <https://developers.google.com/photos/library/guides/access-media-items>
pub const BASE_URL_LIFE_MS: i64 = 50 * 60 * 1000;
/// Pictures fetched from Google at the same time.
pub const PARALLEL_FETCHES: usize = 6;
/// Ids in one `mediaItems.batchGet`.
/// Source: <https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchGet>
pub const MAX_TOGETHER: usize = 50;
/// Requests for base URLs under way at the same time. What was scrolled past meanwhile is not asked for.
pub const MAX_BATCHES: usize = 2;
/// The largest size that is made smaller than the photo.
pub const LARGEST_PX: u32 = 2048;
/// The sizes that a grid asks for.
pub const GRID_SIZES: [u32; 2] = [256, 512];
/// Stands for the photo as large as it is.
pub const FULL: u32 = 65_535;
/// The smallest cache that holds what a large window shows.
pub const MIN_CACHE_BYTES: u64 = 50_000_000;
/// How often Google's pictures whose hour is over are taken off the disk.
pub const PURGE_EVERY: Duration = Duration::from_secs(10 * 60);
/// How far below its limit the cache is brought, so that not every new picture pushes one out.
pub const CACHE_LOW_WATER_PERCENT: u64 = 90;

/// Limits and waiting times of pictures. Tests change them.
#[derive(Clone, Debug)]
pub struct PicturePolicy {
    /// What the cache may hold, in bytes.
    pub cache_limit_bytes: u64,
    /// How long a request for base URLs waits for others to join it.
    pub gather: Duration,
}

impl Default for PicturePolicy {
    fn default() -> Self {
        Self {
            cache_limit_bytes: 1_000_000_000,
            gather: Duration::from_millis(4),
        }
    }
}

/// The kept size that serves a wanted one: the smallest that is large enough.
pub fn kept_size(wanted_px: u32) -> u32 {
    if wanted_px == FULL {
        return FULL;
    }
    SIZES
        .into_iter()
        .find(|size| *size >= wanted_px)
        .unwrap_or(LARGEST_PX)
}

/// Where a cached picture came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// Made from the person's own file: kept for good.
    Local,
    /// Fetched from Google: kept for an hour, longer only where Google cannot be reached.
    Google,
}

impl Origin {
    /// As it is written in the index.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Google => "google",
        }
    }

    /// The origin of this name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Local, Self::Google]
            .into_iter()
            .find(|origin| origin.as_str() == name)
    }
}

/// How a cached picture stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// It can be shown.
    Fresh,
    /// It can be shown, and is fetched again meanwhile; it stays as long as Google cannot be reached.
    Expired,
}

/// How old a cached picture counts. `stays` says that it may be kept: the person wants to look at the library offline, or it is
/// of the sample library, which is not Google.
pub fn age(origin: Origin, made_ms: i64, now_ms: i64, stays: bool) -> Age {
    let keeps = origin == Origin::Local || stays;
    // A clock that was set back makes nothing younger than new.
    let young = (0..GOOGLE_LIFE_MS).contains(&(now_ms - made_ms));
    if keeps || young {
        Age::Fresh
    } else {
        Age::Expired
    }
}

/// The sizes to be made of the person's own file when one is asked for: with a large one the small ones cost next to nothing.
pub fn made_together(size_px: u32) -> &'static [u32] {
    match size_px {
        ..=512 => &[256, 512],
        _ => &SIZES,
    }
}

/// How urgently a picture of this size is wanted: a grid waits for its tiles, the viewer shows a tile meanwhile.
pub fn rank(size_px: u32) -> Rank {
    match size_px {
        ..=512 => Rank::Visible,
        _ => Rank::Preview,
    }
}

/// Whether a picture inside a file, this long, can stand for the photo in this size.
pub fn is_enough(preview_px: u32, size_px: u32) -> bool {
    preview_px >= size_px.min(1024)
}

/// The file name of a picture inside its connection's folder: two hexadecimal digits, a slash, the rest and the size.
pub fn file_name(google_id: &str, size_px: u32) -> String {
    let hex = blake3::hash(google_id.as_bytes()).to_hex();
    let (folder, rest) = hex.as_str().split_at(2);
    let rest = rest.get(..38).unwrap_or(rest);
    format!("{folder}/{rest}-{size_px}")
}

/// The content type of a picture by its first bytes; `None` where they are no picture a window can show.
pub fn content_type(head: &[u8]) -> Option<&'static str> {
    match head {
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Some("image/webp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_picture_of_google_is_old_after_an_hour_and_ours_never() {
        let hour = GOOGLE_LIFE_MS;
        assert_eq!(age(Origin::Google, 0, hour - 1, false), Age::Fresh);
        assert_eq!(
            age(Origin::Google, 0, hour, false),
            Age::Expired,
            "Google allows an hour"
        );
        assert_eq!(
            age(Origin::Local, 0, hour * 1000, false),
            Age::Fresh,
            "made from the person's own file"
        );
        assert_eq!(
            age(Origin::Google, 0, hour * 1000, true),
            Age::Fresh,
            "the sample library is not Google"
        );
        assert_eq!(
            age(Origin::Google, hour, 0, false),
            Age::Expired,
            "a clock that was set back keeps nothing alive"
        );
    }

    #[test]
    fn the_size_that_serves_is_never_smaller_than_asked() {
        assert_eq!(kept_size(1), 256);
        assert_eq!(kept_size(256), 256);
        assert_eq!(kept_size(257), 512);
        assert_eq!(kept_size(4000), 2048, "the largest that is made");
        assert_eq!(kept_size(FULL), FULL);
    }

    proptest! {
        #[test]
        fn any_id_of_google_makes_a_plain_file_name(id in ".{0,80}") {
            let name = file_name(&id, 256);
            prop_assert!(name.len() < 60 && name.chars().all(|c| c.is_ascii_alphanumeric() || "/-".contains(c)), "{}", name);
        }

        #[test]
        fn different_items_have_different_files(a in "[a-z]{1,12}", b in "[a-z]{1,12}") {
            prop_assert_eq!(a == b, file_name(&a, 256) == file_name(&b, 256));
        }
    }
}
