//! Long work.

use serde::{Deserialize, Serialize};

/// The number of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(transparent)]
pub struct JobId(pub u32);

/// One piece of long work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct JobView {
    /// Its number.
    pub id: JobId,
    /// What it does.
    pub kind: JobKind,
    /// How it stands.
    pub state: JobState,
    /// How much is done, in the unit of `total`.
    pub done: u64,
    /// How much there is; none while unknown.
    pub total: Option<u64>,
    /// A sentence for the person: the step, or what went wrong.
    pub note: Option<String>,
    /// Whether what it did can be undone.
    pub undo: bool,
}

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum JobKind {
    /// Draws and starts the sample library.
    Sample,
    /// Looks for what is new at Google.
    Sync,
    /// Uploads files.
    Upload,
    /// Changes the contents of an album.
    Album,
    /// Looks through files before they are uploaded.
    Plan,
    /// Changes what is written about items.
    Describe,
    /// Checks a connection.
    Doctor,
    /// Copies items into a folder of the person's.
    Download,
    /// Fetches what was picked from the whole library.
    Import,
    /// Checks what of a folder is in Google Photos, or asks Google about it.
    Safekeeping,
}

/// How a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum JobState {
    /// It runs.
    Running,
    /// It waits until a time or for the person.
    Waiting,
    /// It is done.
    Done,
    /// It failed.
    Failed,
    /// It was cancelled.
    Cancelled,
}

/// A job changed. Sent per job at most every 100 ms, and always at its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct JobEvent {
    /// The job as it stands now.
    pub job: JobView,
}

/// The local index changed: read again what is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct IndexChanged {
    /// Counts up with every change.
    pub generation: u32,
}
