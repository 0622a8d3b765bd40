//! Downloads: copies of items in a folder of the person's, or in one archive.

use serde::{Deserialize, Serialize};

use super::{AlbumKey, Chosen, ConnectionKey, ItemKey, JobId};

/// The number of a download.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(transparent)]
pub struct DownloadId(pub i64);

/// What is to be downloaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum DownloadWhat {
    /// These items, all of one connection.
    Items {
        /// Their keys.
        items: Vec<ItemKey>,
    },
    /// What was chosen in a grid of the current connection.
    Chosen {
        /// Stretches and single ones.
        chosen: Chosen,
    },
    /// An album.
    Album {
        /// Which one.
        album: AlbumKey,
    },
    /// What a search finds in the current connection.
    Search {
        /// What the person typed.
        text: String,
    },
    /// All that Google shows of the current connection.
    Everything {
        /// Only what was taken then or later.
        since_ms: Option<i64>,
        /// Only what came into the library as Albumen sees it then or later, however old it is.
        #[serde(default)]
        added_since_ms: Option<i64>,
    },
}

/// What is written beside each file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum SidecarKind {
    /// `IMG_1.jpg.xmp`, which photo programs read.
    Xmp,
    /// `IMG_1.jpg.json`, for programs of one's own.
    Json,
}

/// An order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DownloadRequest {
    /// What.
    pub what: DownloadWhat,
    /// The folder; it is made where it is not there.
    pub to: String,
    /// How files are named, such as `{album}/{date:%Y-%m-%d}_{filename}`.
    pub template: String,
    /// What is written beside each file, if anything.
    pub sidecar: Option<SidecarKind>,
    /// Whether date and description are written into copies that have none.
    pub write_missing: bool,
    /// The name of an archive in the folder into which all goes, instead of files.
    pub zip: Option<String>,
}

impl DownloadRequest {
    /// These items as they are called, nothing beside them.
    #[must_use]
    pub fn of_items(items: Vec<ItemKey>, to: String) -> Self {
        Self {
            what: DownloadWhat::Items { items },
            to,
            template: "{filename}".to_owned(),
            sidecar: None,
            write_missing: false,
            zip: None,
        }
    }
}

/// How the person downloaded last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DownloadHabits {
    /// The folder of the last download; before the first, one that serves.
    pub folder: Option<String>,
    /// How its files were named.
    pub template: String,
    /// What was written beside each file.
    pub sidecar: Option<SidecarKind>,
    /// Whether date and description were written into copies that have none.
    pub write_missing: bool,
    /// When the last download of everything began of which nothing failed: what was added since is what is new to it.
    pub last_everything_ms: Option<i64>,
}

/// What an order would bring, and what it costs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DownloadForecast {
    /// Items in all.
    pub items: u32,
    /// Those that lie in the folder already.
    pub there: u32,
    /// Those whose original is on this computer: copied from there.
    pub originals: u32,
    /// Bytes of these.
    pub original_bytes: u64,
    /// Those that Google sends a copy of. Each is one load of bytes.
    pub copies: u32,
    /// Videos among these that Google still prepares.
    pub processing: u32,
    /// Those that cannot be had.
    pub lost: u32,
    /// Loads of bytes that are left today.
    pub loads_left: u32,
    /// Loads of bytes that Google allows a day.
    pub loads_a_day: u32,
    /// On how many days it comes in: 1 where all comes today.
    pub days: u32,
}

/// How files would be named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DownloadNames {
    /// The first few, within the folder.
    pub names: Vec<DownloadName>,
    /// What is wrong with the template; it names nothing then.
    pub problem: Option<String>,
}

/// How a file would be named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DownloadName {
    /// Its item.
    pub item: ItemKey,
    /// Its name at Google.
    pub file_name: String,
    /// Its name within the folder, with `/` between folders.
    pub path: String,
    /// Whether the original is on this computer.
    pub original: bool,
}

/// An order and how it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DownloadView {
    /// Its number.
    pub id: DownloadId,
    /// Whose library it is.
    pub connection: ConnectionKey,
    /// What was asked for, in words.
    pub title: String,
    /// Where the files go.
    pub folder: String,
    /// The archive in it, where it is one.
    pub zip: Option<String>,
    /// How it stands.
    pub state: DownloadState,
    /// A sentence: how it ended, or what it waits for.
    pub message: Option<String>,
    /// Its job, while it runs.
    pub job: Option<JobId>,
    /// Items in all, as far as they are listed.
    pub items: u32,
    /// Those that are still to come.
    pub left: u32,
    /// Copies that Google sent.
    pub copies: u32,
    /// Originals of this computer that were copied.
    pub originals: u32,
    /// Those that were there already.
    pub there: u32,
    /// Those whose file only moved to its new name.
    pub moved: u32,
    /// Those that did not come and can be tried again.
    pub failed: u32,
    /// Those that cannot be had.
    pub left_out: u32,
    /// Bytes that came.
    pub bytes: u64,
    /// When it was asked for.
    pub made_ms: i64,
    /// When it ended.
    pub ended_ms: Option<i64>,
}

/// How a download stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum DownloadState {
    /// It is looked up what there is to bring.
    Listing,
    /// Files come.
    Fetching,
    /// They go into the archive.
    Packing,
    /// The person paused it.
    Paused,
    /// All that can be there is there.
    Done,
    /// The person cancelled it; what came is kept.
    Cancelled,
    /// Something stood in the way; it can be tried again.
    Failed,
}

impl DownloadState {
    /// Whether somebody works on it.
    #[must_use]
    pub fn runs(self) -> bool {
        matches!(self, Self::Listing | Self::Fetching | Self::Packing)
    }

    /// Whether it is over.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled | Self::Failed)
    }
}

/// Which items of a download are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum DownloadRows {
    /// All, in order.
    All,
    /// Those that did not come.
    NotCome,
}

/// One item of a download, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DownloadRow {
    /// Where it stands in the list; what follows is asked for by it.
    pub position: u32,
    /// Its item.
    pub item: ItemKey,
    /// Its name at Google.
    pub file_name: String,
    /// Its name within the folder, with `/` between folders.
    pub path: String,
    /// What came of it.
    pub outcome: DownloadOutcome,
    /// A sentence, where it did not come.
    pub reason: Option<String>,
    /// Bytes of the file, once known.
    pub size_bytes: Option<u64>,
}

/// What came of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum DownloadOutcome {
    /// Nothing yet.
    Waiting,
    /// The copy that Google sends.
    Copy,
    /// The original, from this computer.
    Original,
    /// It was there already.
    There,
    /// Its file moved to its new name.
    Moved,
    /// It did not come, and can be tried again.
    Failed,
    /// It cannot be had.
    LeftOut,
}
