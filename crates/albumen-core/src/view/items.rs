//! Media items and the grid.

use serde::{Deserialize, Serialize};

use super::{AlbumKey, AlbumView};

/// The key of a media item in the local index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(transparent)]
pub struct ItemKey(pub i64);

/// What a grid shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum GridScope {
    /// The whole library of the current connection, newest first, in days.
    All,
    /// An album, in its own order, in runs of a fixed length.
    Album {
        /// The album.
        album: AlbumKey,
    },
    /// What a search finds in the current connection, newest first, in days.
    Search {
        /// What the person typed: words and filters.
        text: String,
    },
    /// What came by itself, in the order in which it was noticed, the last first, in days of the person's calendar.
    New {
        /// Whether what the person has seen is shown too.
        seen: bool,
    },
    /// What was not found at Google any more and is kept until the person clears it, newest first, in days.
    Missing,
}

/// Items that were chosen in a grid: stretches of its order and single ones. A million chosen is one stretch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Chosen {
    /// The grid.
    pub scope: GridScope,
    /// Stretches of its order.
    pub spans: Vec<Span>,
    /// Single items beside the stretches.
    pub keys: Vec<ItemKey>,
    /// Single items of the stretches that are not chosen.
    pub without: Vec<ItemKey>,
}

/// A stretch of a grid's order, by the `order` of its tiles, both ends included; `first` is the smaller number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Span {
    /// The smallest.
    pub first: i64,
    /// The largest.
    pub last: i64,
}

/// A part of a grid that is loaded at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Segment {
    /// Opaque; to be handed back to ask for its items.
    pub key: String,
    /// The day under whose header it stands, `YYYY-MM-DD`; none in an album.
    pub day: Option<String>,
    /// How many items it has.
    pub items: u32,
}

/// One tile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct GridItem {
    /// Its key.
    pub key: ItemKey,
    /// Where it stands in its grid: falls along a grid of days, rises along an album, falls along what came. Below 2^48.
    pub order: i64,
    /// What it is.
    pub kind: ItemKind,
    /// The file's name.
    pub file_name: String,
    /// Width as displayed; 0 while unknown.
    pub width_px: u32,
    /// Height as displayed; 0 while unknown.
    pub height_px: u32,
    /// When it was taken.
    pub taken_ms: i64,
    /// Length of a video, where known.
    pub duration_ms: Option<u32>,
    /// Two colours of the picture, `#rrggbb#rrggbb`.
    pub tones: Option<String>,
    /// Whether it can be shown.
    pub state: ItemState,
}

/// What a media item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum ItemKind {
    /// A still picture.
    Photo,
    /// A moving picture without sound (GIF).
    Animation,
    /// A video.
    Video,
}

/// Whether a media item can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum ItemState {
    /// It can.
    Ready,
    /// Google is still working on the video.
    Processing,
    /// Google could not work on the video.
    Failed,
}

/// Everything known of one media item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ItemDetails {
    /// The tile.
    pub item: GridItem,
    /// Its type, such as `image/jpeg`.
    pub mime_type: String,
    /// What the person wrote about it.
    pub description: Option<String>,
    /// Make and model.
    pub camera: Option<String>,
    /// Such as `35 mm`, ready to be shown.
    pub focal_length: Option<String>,
    /// Such as `f/2.8`.
    pub aperture: Option<String>,
    /// Such as `1/250 s`.
    pub exposure: Option<String>,
    /// Such as `ISO 200`.
    pub iso: Option<String>,
    /// Bytes of the original on this computer, where there is one.
    pub size_bytes: Option<u64>,
    /// Where the original lies on this computer, where it is still there.
    pub local_path: Option<String>,
    /// The albums it is in.
    pub albums: Vec<AlbumView>,
    /// Whether its page at Google can be opened.
    pub has_page: bool,
    /// Whether this app uploaded it from this computer.
    pub uploaded_here: bool,
    /// When Albumen saw it first.
    pub first_seen_ms: i64,
    /// Since when Google has not shown it any more.
    pub missing_since_ms: Option<i64>,
}
