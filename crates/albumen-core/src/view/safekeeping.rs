//! What of a folder on this computer is in Google Photos, and on what proof.

use serde::{Deserialize, Serialize};

use super::{ConnectionKey, ItemKey};

/// How a file on this computer is kept. The declared order is from what needs a look first to what needs none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum FileKeeping {
    /// A photo or video that is not on record at all.
    Absent,
    /// On record, but Google did not find its media item when it was last asked or listed.
    NotFound,
    /// A file of this path went up once with other bytes: this version of it did not.
    Changed,
    /// It could not be read.
    Unreadable,
    /// In the upload queue.
    Waiting,
    /// On record: Google gave a media item for it, but no listing and no question has met it since.
    Unseen,
    /// Nothing that Google Photos takes.
    Other,
    /// The same bytes went up, and Google showed their media item afterwards. Only this is a proof to delete on.
    Seen,
}

impl FileKeeping {
    /// Every one, what needs a look first before the others.
    pub const ALL: [Self; 8] = [
        Self::Absent,
        Self::NotFound,
        Self::Changed,
        Self::Unreadable,
        Self::Waiting,
        Self::Unseen,
        Self::Other,
        Self::Seen,
    ];

    /// Its name on the wire and in exports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::NotFound => "notFound",
            Self::Changed => "changed",
            Self::Unreadable => "unreadable",
            Self::Waiting => "waiting",
            Self::Unseen => "unseen",
            Self::Other => "other",
            Self::Seen => "seen",
        }
    }

    /// Whether a file kept like this could be deleted here.
    #[must_use]
    pub fn is_deletable(self) -> bool {
        self == Self::Seen
    }

    /// The one of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// Files of one kind, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct KeepingSum {
    /// How many.
    pub files: u32,
    /// Their sizes together.
    pub bytes: u64,
}

/// The files of a report by how they are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct KeepingSums {
    /// See [`FileKeeping::Absent`].
    pub absent: KeepingSum,
    /// See [`FileKeeping::NotFound`].
    pub not_found: KeepingSum,
    /// See [`FileKeeping::Changed`].
    pub changed: KeepingSum,
    /// See [`FileKeeping::Unreadable`].
    pub unreadable: KeepingSum,
    /// See [`FileKeeping::Waiting`].
    pub waiting: KeepingSum,
    /// See [`FileKeeping::Unseen`].
    pub unseen: KeepingSum,
    /// See [`FileKeeping::Other`].
    pub other: KeepingSum,
    /// See [`FileKeeping::Seen`].
    pub seen: KeepingSum,
}

impl KeepingSums {
    /// Those of one kind.
    #[must_use]
    pub fn of(&self, state: FileKeeping) -> KeepingSum {
        match state {
            FileKeeping::Absent => self.absent,
            FileKeeping::NotFound => self.not_found,
            FileKeeping::Changed => self.changed,
            FileKeeping::Unreadable => self.unreadable,
            FileKeeping::Waiting => self.waiting,
            FileKeeping::Unseen => self.unseen,
            FileKeeping::Other => self.other,
            FileKeeping::Seen => self.seen,
        }
    }

    pub(crate) fn of_mut(&mut self, state: FileKeeping) -> &mut KeepingSum {
        match state {
            FileKeeping::Absent => &mut self.absent,
            FileKeeping::NotFound => &mut self.not_found,
            FileKeeping::Changed => &mut self.changed,
            FileKeeping::Unreadable => &mut self.unreadable,
            FileKeeping::Waiting => &mut self.waiting,
            FileKeeping::Unseen => &mut self.unseen,
            FileKeeping::Other => &mut self.other,
            FileKeeping::Seen => &mut self.seen,
        }
    }
}

/// What one check of a folder came to, as it stands now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SafekeepingHead {
    /// Whose library it was compared with.
    pub connection: ConnectionKey,
    /// The folder, to be given back to the calls.
    pub folder: String,
    /// The folder as a person reads it: the same but where its name is not Unicode.
    pub shown_folder: String,
    /// When the check began: what changed in the folder since is not in it.
    pub checked_ms: i64,
    /// All files.
    pub files: u32,
    /// Their sizes together.
    pub bytes: u64,
    /// The files by how they are kept.
    pub by_state: KeepingSums,
    /// Files that could be deleted here: those that were seen.
    pub deletable_files: u32,
    /// What that would free.
    pub deletable_bytes: u64,
    /// Requests that asking Google about all items of it takes; 0 where there is nothing to ask.
    pub requests_to_ask: u32,
}

/// Which files of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SafekeepingFilter {
    /// Only those kept like this; none: all.
    pub states: Vec<FileKeeping>,
    /// Only those with this in their path below the folder, whatever the case; empty: all.
    pub words: String,
}

/// A folder with files of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SafekeepingFolder {
    /// Below the checked folder; empty for that one.
    pub path: String,
    /// Files that lie directly in it.
    pub files: u32,
    /// Their sizes together.
    pub bytes: u64,
    /// Files of these that were seen in Google Photos.
    pub kept: u32,
    /// What deleting those here would free.
    pub deletable_bytes: u64,
    /// How the one file is kept that needs a look first.
    pub worst: FileKeeping,
}

/// Where else the bytes of a file are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum SafekeepingCopy {
    /// In another file on this computer, which has the size and time it had when it was read.
    File {
        /// Its path.
        path: String,
    },
    /// In the library of another connection.
    Connection {
        /// What the person calls it.
        name: String,
    },
}

/// One file of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SafekeepingFile {
    /// Below the checked folder. Bytes that are no text are written as `\xFF`.
    pub path: String,
    /// Its size.
    pub size_bytes: u64,
    /// When it was last written.
    pub modified_ms: i64,
    /// How it is kept.
    pub state: FileKeeping,
    /// A sentence where the state does not say all.
    pub reason: Option<String>,
    /// BLAKE3 of its bytes, in hexadecimal; none where it was not read.
    pub hash: Option<String>,
    /// The media item it became, where the index has that.
    pub item_key: Option<ItemKey>,
    /// Google's id of it.
    pub google_id: Option<String>,
    /// Its page at Google.
    pub product_url: Option<String>,
    /// Its name at Google.
    pub file_name: Option<String>,
    /// When it became a media item.
    pub sent_ms: Option<i64>,
    /// When Google last showed the item.
    pub last_seen_ms: Option<i64>,
    /// Where else the same bytes are; at most ten files.
    pub copies: Vec<SafekeepingCopy>,
}

/// A piece of the files of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SafekeepingFiles {
    /// How many there are in all.
    pub total: u32,
    /// The piece, in the order of their paths.
    pub files: Vec<SafekeepingFile>,
}
