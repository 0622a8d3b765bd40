//! Albums.

use serde::{Deserialize, Serialize};

use super::{ItemKey, LinkView};

/// The key of an album in the local index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(transparent)]
pub struct AlbumKey(pub i64);

/// One album.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AlbumView {
    /// Its key.
    pub key: AlbumKey,
    /// Its title; empty where Google has none.
    pub title: String,
    /// How many items it holds.
    pub items: u32,
    /// The cover first, then others: at most three.
    pub covers: Vec<ItemKey>,
    /// The first and last day in it, `YYYY-MM-DD`.
    pub first_day: Option<String>,
    /// The last day in it, `YYYY-MM-DD`.
    pub last_day: Option<String>,
    /// Whether items can be added and removed.
    pub writable: bool,
    /// Its link, if it has or had one.
    pub link: Option<LinkView>,
    /// Whether its page at Google can be opened.
    pub has_page: bool,
    /// When the newest item in it was taken.
    pub newest_ms: Option<i64>,
}

/// In which order items go into an album.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum AddOrder {
    /// Stretches in the order of their grid, then single items as they were chosen.
    #[default]
    AsChosen,
    /// By the time at which they were taken, the oldest first.
    OldestFirst,
    /// By that time, the newest first.
    NewestFirst,
}

/// At which end of an album something goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum AlbumEnd {
    /// Before everything in it.
    First,
    /// After everything in it.
    Last,
}

/// A place that is named in an album.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AlbumPlace {
    /// What it is called.
    pub name: String,
    /// Degrees north, -90 to 90.
    pub latitude: f64,
    /// Degrees east, -180 to 180.
    pub longitude: f64,
}
