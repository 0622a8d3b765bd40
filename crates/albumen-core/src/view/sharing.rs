//! Share links.

use serde::{Deserialize, Serialize};

use super::{AlbumKey, ItemKey, SharingLane};

/// The key of a link in the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(transparent)]
pub struct LinkKey(pub i64);

/// One link of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct LinkView {
    /// Its key.
    pub key: LinkKey,
    /// The album.
    pub album: AlbumKey,
    /// The album's title.
    pub album_title: String,
    /// The album's cover.
    pub cover: Option<ItemKey>,
    /// The address.
    pub url: String,
    /// How it came about.
    pub lane: SharingLane,
    /// Whether it works.
    pub state: LinkState,
    /// Whether others may add photos.
    pub collaborative: bool,
    /// Whether others may comment.
    pub commentable: bool,
    /// When it was made or pasted.
    pub made_ms: i64,
    /// When it was last looked at.
    pub checked_ms: Option<i64>,
}

/// Whether a link works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum LinkState {
    /// It was seen working.
    Alive,
    /// It was seen dead, or sharing was stopped.
    Dead,
    /// Not known.
    Unknown,
}

/// What sharing an album allows others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ShareWith {
    /// Others may add photos.
    pub collaborative: bool,
    /// Others may comment.
    pub commentable: bool,
}

/// What came of pressing Create link or Stop sharing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum ShareOutcome {
    /// The album has this link now.
    Link {
        /// The link.
        link: LinkView,
    },
    /// The album is shared no more.
    Stopped,
    /// Google lets only the person do this, in the browser: the album's page was opened.
    InBrowser,
}
