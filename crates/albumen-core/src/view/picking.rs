//! Picking from the whole library of Google Photos.

use serde::{Deserialize, Serialize};

use super::{AlbumKey, ConnectionKey, JobId};

/// The key of one visit to Google's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(transparent)]
pub struct PickKey(pub i64);

/// What a visit is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PickOrder {
    /// Where the files go.
    pub folder: String,
    /// Items at most; none is as many as Google allows.
    pub most: Option<u32>,
    /// Into which album the files are uploaded again, if at all.
    pub album: Option<AlbumKey>,
}

/// One visit to Google's page, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PickView {
    /// Its key.
    pub key: PickKey,
    /// Whose library it is.
    pub connection: ConnectionKey,
    /// Where the files go.
    pub folder: String,
    /// Items at most.
    pub most: u32,
    /// Into which album they are uploaded again.
    pub album: Option<AlbumKey>,
    /// The title of that album.
    pub album_title: Option<String>,
    /// How it stands.
    pub state: PickState,
    /// The page on which to pick, while it is waited for.
    pub page: Option<String>,
    /// Until when it is waited for.
    pub until_ms: Option<i64>,
    /// A sentence: why it ended, or what it waits for.
    pub message: Option<String>,
    /// Its job, while it runs.
    pub job: Option<JobId>,
    /// Items that were picked, as far as that is known.
    pub picked: u32,
    /// Those of which a copy was fetched in this visit.
    pub fetched: u32,
    /// Those whose file was there already.
    pub there: u32,
    /// Those that were left out.
    pub left_out: u32,
    /// Bytes of the copies that were fetched.
    pub bytes: u64,
    /// When it began.
    pub made_ms: i64,
    /// When it ended.
    pub ended_ms: Option<i64>,
}

/// How a visit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum PickState {
    /// The person picks.
    Waiting,
    /// Google is asked what was picked.
    Listing,
    /// Copies are fetched.
    Fetching,
    /// All that can be there is there.
    Done,
    /// The person cancelled it; what was fetched is kept.
    Cancelled,
    /// It was not finished in time; what was fetched is kept.
    Expired,
    /// Something stood in the way; it can be tried again.
    Failed,
}

impl PickState {
    /// Whether it is over.
    #[must_use]
    pub fn is_over(self) -> bool {
        !matches!(self, Self::Waiting | Self::Listing | Self::Fetching)
    }
}

/// An item of a visit that was left out, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct NotFetched {
    /// Its name at Google.
    pub file_name: String,
    /// A sentence.
    pub reason: String,
}
