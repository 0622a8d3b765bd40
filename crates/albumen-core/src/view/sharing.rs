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
    /// The album; none where somebody else shares it.
    pub album: Option<AlbumKey>,
    /// The album's title; of somebody else's, what the person calls it.
    pub title: String,
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
    /// When a look last said that it works or does not.
    pub checked_ms: Option<i64>,
    /// When it was last seen working.
    pub alive_ms: Option<i64>,
    /// When it was last looked at, whatever came of it.
    pub tried_ms: Option<i64>,
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

/// An album of somebody else's that the account joined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct JoinedAlbum {
    /// Google's id.
    pub id: String,
    /// Its title; empty for one without.
    pub title: String,
    /// How many items are in it, as Google counts.
    pub items: u32,
    /// Its link.
    pub url: Option<String>,
    /// Whether the account may add photos.
    pub collaborative: bool,
}

/// What came of joining an album.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum JoinOutcome {
    /// The account has joined.
    Joined {
        /// The album.
        album: JoinedAlbum,
    },
    /// Google lets only the person do this, in the browser: on the page of the link.
    InBrowser {
        /// The link, where one was given.
        url: Option<String>,
    },
}

/// What several looks said of a link whose sharing the person switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum LinkProof {
    /// It is dead.
    Dead,
    /// It still shows the album.
    StillAlive,
    /// No answer said so or otherwise.
    NoAnswer,
}

/// A share link that was found in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct FoundLink {
    /// The address.
    pub url: String,
    /// Under which title it is in the register already.
    pub known_as: Option<String>,
}

/// How links are written down to be handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum LinkFormat {
    /// Title and address of each.
    Text,
    /// A list in Markdown.
    Markdown,
    /// A table for a spreadsheet, with the state of each.
    Csv,
    /// One page with covers that needs nothing beside it.
    Html,
    /// An array of objects, with the state of each.
    Json,
}

/// How many links were handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct HandedOut {
    /// Links that are in it.
    pub links: u32,
    /// Links that are not, because they work no more.
    pub dead: u32,
}

/// A QR code as a drawing: dark squares on a light ground, with the quiet edge that it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct QrView {
    /// How many units it is wide and high.
    pub side: u32,
    /// The dark squares, as the `d` of an SVG path in those units.
    pub path: String,
}
