//! The library on this computer as a whole.

use serde::{Deserialize, Serialize};

/// What the person decides about the library on this computer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct LibrarySettings {
    /// Whether pictures from Google are kept for more than an hour, so that the library can be looked at offline.
    pub keep_offline: bool,
    /// What pictures may take on the disk, in bytes.
    pub cache_limit_bytes: u64,
}

/// How the library on this computer stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct LibraryFacts {
    /// Media items of the current connection.
    pub items: u32,
    /// Of them, those that Google does not show any more.
    pub missing: u32,
    /// The last look for what is new.
    pub looked_ms: Option<i64>,
    /// The last time that all was compared with Google to its end.
    pub compared_ms: Option<i64>,
    /// How far the comparison under way is, in percent; none where there is none.
    pub comparing_percent: Option<u32>,
    /// What the index takes on the disk, in bytes.
    pub index_bytes: u64,
    /// What pictures take on the disk, in bytes.
    pub pictures_bytes: u64,
}
