//! The upload queue.

use serde::{Deserialize, Serialize};

use super::{AlbumKey, ItemKey, JobId, QuotaView};

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
    /// The folder it lies in, to be read by the person.
    pub folder: String,
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

/// The queue as a whole. Its rows are read in pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct UploadsView {
    /// What there is to show, in order: failed ones by reason first, then under way, waiting, left out, done, cancelled. No
    /// empty one.
    pub sections: Vec<UploadSection>,
    /// Files by state.
    pub totals: UploadTotals,
    /// How the queue stands.
    pub state: QueueState,
    /// Requests of the day; none while no account is shown.
    pub quota: Option<QuotaView>,
    /// Albums that are full and for which files wait: the person decides whether to go on in another.
    pub full_albums: Vec<FullAlbum>,
}

/// An album that holds as many items as Google allows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct FullAlbum {
    /// Its key.
    pub album: AlbumKey,
    /// Its title.
    pub title: String,
}

/// Rows that are shown together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct UploadSection {
    /// What they have in common.
    pub kind: UploadSectionKind,
    /// Of failed and left-out ones: the reason they share, as a key for `rows`, `retry` and `skip`.
    pub reason: Option<String>,
    /// That reason in a sentence that fits many files.
    pub words: Option<String>,
    /// How many rows there are.
    pub files: u32,
    /// Their sizes together.
    pub bytes: u64,
    /// Whether trying again may help.
    pub can_retry: bool,
}

/// What rows have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum UploadSectionKind {
    /// They failed.
    Failed,
    /// Their bytes are on the way or at Google.
    UnderWay,
    /// They wait for their turn.
    Waiting,
    /// They cannot be uploaded, or the person left them out.
    LeftOut,
    /// They are in the library, also those that were there already.
    Done,
    /// The person cancelled them.
    Cancelled,
}

/// The form of a list that is written to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum ListFormat {
    /// Comma-separated values with a line of names, as RFC 4180 has it.
    Csv,
    /// An array of objects.
    Json,
}

/// What the person set for uploads. Holds for all connections and over restarts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase", default)]
pub struct UploadSettings {
    /// Files whose bytes go up at the same time, 1 to 8.
    pub parallel: u8,
    /// Bytes a second at most; none for no limit.
    pub limit_bytes_per_s: Option<u64>,
    /// Only between these times of day on this computer; may reach over midnight.
    pub between: Option<DaySpan>,
    /// Rest while the network counts what goes over it, where the system tells.
    pub pause_on_metered: bool,
    /// Rest while the computer runs on its battery, where the system tells.
    pub pause_on_battery: bool,
    /// Tell through the system when the queue has come to its end.
    pub notify: bool,
}

impl Default for UploadSettings {
    fn default() -> Self {
        Self {
            parallel: 4,
            limit_bytes_per_s: None,
            between: None,
            pause_on_metered: false,
            pause_on_battery: false,
            notify: true,
        }
    }
}

/// A part of the day, in minutes after local midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DaySpan {
    /// When it begins, 0 to 1439.
    pub from_min: u16,
    /// When it ends, 0 to 1439; the same as `from_min` is the whole day.
    pub until_min: u16,
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
    /// Of these, already there: nothing of them was sent.
    pub already_there: u32,
    /// Failed.
    pub failed: u32,
    /// Cannot be uploaded, or left out by the person.
    pub left_out: u32,
    /// Cancelled by the person.
    pub cancelled: u32,
    /// All still to go.
    pub left: u32,
    /// Bytes of all files that are sent or to be sent.
    pub bytes: u64,
    /// Bytes sent.
    pub sent_bytes: u64,
    /// Bytes a second over the last seconds.
    pub bytes_per_s: u64,
    /// How long the bytes still to go take at this speed; none while nothing moves.
    pub left_ms: Option<i64>,
}

/// What cancelling everything leaves and takes, for the question before it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct CancelPreview {
    /// Files that are in the library already and stay there.
    pub stays: u32,
    /// Files that become media items at Google this moment and still will.
    pub becoming: u32,
    /// Files that will not go up.
    pub goes: u32,
    /// Their sizes together.
    pub goes_bytes: u64,
}

/// How the queue stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum QueueState {
    /// Nothing to do.
    #[default]
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
    /// The folder or disk the files lie on is gone.
    DiskGone,
    /// The album holds as many items as Google allows: the person decides whether to go on in another.
    AlbumFull,
    /// It is not the time of day for it.
    Scheduled,
    /// The network counts what goes over it.
    Metered,
    /// The computer runs on its battery.
    OnBattery,
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
