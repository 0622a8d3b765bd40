//! The upload queue.

use serde::{Deserialize, Serialize};

use super::{AlbumKey, ItemKey, JobId};

/// The key of one file in the upload queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(transparent)]
pub struct UploadKey(pub i64);

/// One file of the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct UploadRow {
    /// Its key. A preview lies under `photo://upload/{key}`.
    pub key: UploadKey,
    /// The file's name.
    pub file_name: String,
    /// Its size.
    pub size_bytes: u64,
    /// Bytes sent so far.
    pub sent_bytes: u64,
    /// Where it stands.
    pub stage: UploadStage,
    /// One line: why it failed, waits or was left out, and what to do.
    pub reason: Option<String>,
    /// Whether trying again may help.
    pub can_retry: bool,
    /// When it goes on by itself.
    pub retry_at_ms: Option<i64>,
    /// The album it goes into.
    pub album: Option<AlbumKey>,
    /// That album's title.
    pub album_title: Option<String>,
    /// The media item it became.
    pub item: Option<ItemKey>,
}

/// Where a file stands, as shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum UploadStage {
    /// Waits for its turn.
    Waiting,
    /// Is being read.
    Hashing,
    /// Its bytes are being sent.
    Sending,
    /// Its bytes are at Google; it becomes a media item next.
    Creating,
    /// It is a media item.
    Done,
    /// It was in the library already and was not sent again.
    AlreadyThere,
    /// It cannot be uploaded: unsupported, empty, too large.
    LeftOut,
    /// It failed.
    Failed,
    /// The person cancelled it.
    Cancelled,
}

/// The queue as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct UploadsView {
    /// Failures first, then sending, waiting, done; at most 500 rows.
    pub rows: Vec<UploadRow>,
    /// Files by state.
    pub totals: UploadTotals,
    /// How the queue stands.
    pub state: QueueState,
}

/// Sums over the queue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct UploadTotals {
    /// All files.
    pub files: u32,
    /// Done or already there.
    pub done: u32,
    /// Failed or left out.
    pub failed: u32,
    /// All still to go.
    pub left: u32,
    /// Bytes of all files that are sent or to be sent.
    pub bytes: u64,
    /// Bytes sent.
    pub sent_bytes: u64,
    /// Bytes a second over the last seconds.
    pub bytes_per_s: u64,
}

/// How the queue stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum QueueState {
    /// Nothing to do.
    Idle,
    /// Files are going up.
    Running,
    /// The person paused it.
    Paused,
    /// It waits; the sentence says for what and what is kept.
    Waiting {
        /// What for.
        cause: WaitCause,
        /// The sentence.
        message: String,
        /// When it goes on by itself, if it does.
        until_ms: Option<i64>,
    },
}

/// What the queue waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum WaitCause {
    /// Google asks to slow down.
    SlowDown,
    /// The day's requests are used up.
    QuotaSpent,
    /// Google's storage is full.
    StorageFull,
    /// No network.
    Offline,
    /// Google ended the sign-in.
    SignInNeeded,
    /// Albumen may not add photos.
    ConsentMissing,
}

/// What a drop would bring, for the veil.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DropSummary {
    /// Files that can go up.
    pub files: u32,
    /// Folders among what is dragged.
    pub folders: u32,
    /// Bytes of those files.
    pub bytes: u64,
    /// Files that cannot: with the reason.
    pub left_out: u32,
}

/// What came of putting files in the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct EnqueuedView {
    /// The job that sends them.
    pub job: JobId,
    /// Files taken in.
    pub files: u32,
    /// Files left out, with the reason.
    pub left_out: Vec<LeftOut>,
}

/// A file that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct LeftOut {
    /// Its name.
    pub file_name: String,
    /// Why, in a sentence.
    pub reason: String,
}
