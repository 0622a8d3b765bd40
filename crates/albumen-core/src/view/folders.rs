//! Folders that are uploaded by themselves.

use serde::{Deserialize, Serialize};

use super::{AlbumLayout, ConnectionKey, MissingDates};

/// The key of a watched folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(transparent)]
pub struct FolderKey(pub i64);

/// What is done with the files of a watched folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct FolderRule {
    /// Into which albums they go.
    pub albums: AlbumLayout,
    /// Whether folders below it count.
    pub subfolders: bool,
    /// Whether files that lie there now go up too, or only those that appear later.
    pub existing: bool,
    /// What to do about missing capture times.
    pub dates: MissingDates,
    /// Whether captions in the files become descriptions.
    pub captions: bool,
}

/// A folder that is uploaded by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct WatchedFolder {
    /// Its key.
    pub key: FolderKey,
    /// Whose library it goes to.
    pub connection: ConnectionKey,
    /// Where it is.
    pub path: String,
    /// What is done with its files.
    pub rule: FolderRule,
    /// How it stands.
    pub state: FolderState,
    /// Files of it that were given to the queue so far.
    pub files: u32,
    /// When the last one was.
    pub last_ms: Option<i64>,
}

/// How a watched folder stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum FolderState {
    /// It waits for files to appear.
    Watching,
    /// It is looked through for what appeared meanwhile.
    Looking,
    /// Files are there that are still being written.
    Settling {
        /// How many.
        files: u32,
    },
    /// The person paused it.
    Paused,
    /// It is not there: its disk may be unmounted. It goes on by itself when it is back.
    Gone,
    /// Something stands in the way; the sentence says what and what to do.
    Trouble {
        /// The sentence.
        message: String,
    },
}
