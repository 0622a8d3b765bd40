//! What is decided about many files before anything of them is sent.

use serde::{Deserialize, Serialize};

use super::{AlbumKey, ConnectionKey, EnqueuedView};

/// The key of a plan. Plans do not outlive the program: what was read for them does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(transparent)]
pub struct PlanKey(pub i64);

/// The key of an album in a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(transparent)]
pub struct PlanAlbumKey(pub i64);

/// The key of a file in a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(transparent)]
pub struct PlanFileKey(pub i64);

/// What came of a drop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum DropOutcome {
    /// A few files: they are in the queue.
    Enqueued {
        /// What was taken in.
        enqueued: EnqueuedView,
    },
    /// A folder or many files: nothing is sent before the plan is started.
    Plan {
        /// The plan.
        plan: PlanKey,
    },
}

/// Into which albums files go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum AlbumLayout {
    /// Into none: only into the library.
    None,
    /// All into an album there is.
    Into {
        /// That album.
        album: AlbumKey,
    },
    /// All into one album of this name, made where there is none.
    One {
        /// Its name.
        title: String,
    },
    /// One album for each folder.
    PerFolder {
        /// How many levels below what was dropped get albums of their own, 1 to 8; deeper files go into the album of the
        /// folder at that level.
        depth: u32,
        /// Whether the name of an album joins the names of the folders above it, such as `2024 / Lofoten`.
        joined: bool,
    },
}

/// What to do about photos that do not say when they were taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum MissingDates {
    /// Nothing: Google shows them on the day of the upload.
    Leave,
    /// Take the date out of the file's name, where there is one, and write it into a copy.
    FromName,
    /// The same, and else the time the file was last written.
    FromNameOrTime,
}

/// What the person decides in a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PlanOptions {
    /// Into which albums.
    pub albums: AlbumLayout,
    /// What to do about missing capture times.
    pub dates: MissingDates,
    /// Whether captions in the files become descriptions.
    pub captions: bool,
}

/// A plan as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PlanView {
    /// Its key.
    pub key: PlanKey,
    /// Whose library it is for.
    pub connection: ConnectionKey,
    /// What was dropped: the names of folders, at most four, and in `more_from` how many there are beside.
    pub from: Vec<String>,
    /// What was dropped beside those in `from`.
    pub more_from: u32,
    /// How far it is.
    pub state: PlanState,
    /// What the person decided.
    pub options: PlanOptions,
    /// Files that will be sent.
    pub new_files: u32,
    /// Files the library has already; they only go into their album.
    pub already_there: u32,
    /// Files of which the drop holds the same bytes once more.
    pub doubled: u32,
    /// Files that cannot go up, with those that are too large.
    pub stays_out: u32,
    /// Pairs of a photo and its short video, or of a raw and a JPEG file, that are shown as one.
    pub pairs: u32,
    /// Bytes to send.
    pub bytes: u64,
    /// Requests it will cost.
    pub requests: u32,
    /// Requests left today, without the reserve for looking at the library.
    pub requests_left_today: u32,
    /// On how many days they will be spent, 1 where today is enough.
    pub days: u32,
    /// What Google asks to be told: how much storage it takes. None up to 25 MB.
    pub storage: Option<String>,
    /// Photos that do not say when they were taken.
    pub undated: u32,
    /// Of these, those for which the present choice gives a date.
    pub dated: u32,
    /// Files with a caption.
    pub captions: u32,
    /// The albums, in the order of their folders.
    pub albums: Vec<PlanAlbum>,
    /// What stays out, by reason.
    pub reasons: Vec<PlanReason>,
}

/// How far a plan is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum PlanState {
    /// Folders are being looked through.
    Looking {
        /// Files found so far.
        files: u32,
    },
    /// Files are being read, to know those that are there already. It may be started now; the queue reads the rest.
    Reading {
        /// Files read.
        read: u32,
        /// Files to read in all.
        files: u32,
        /// Bytes read.
        read_bytes: u64,
        /// Bytes to read in all.
        bytes: u64,
    },
    /// All is known.
    Ready,
}

/// An album in a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PlanAlbum {
    /// Its key.
    pub key: PlanAlbumKey,
    /// The folder it stands for, below what was dropped; empty for what was dropped itself.
    pub folder: String,
    /// Its name, as the person wants it.
    pub title: String,
    /// Files that go into it, with those that are there already.
    pub files: u32,
    /// The album that is used instead of making one.
    pub uses: Option<AlbumKey>,
    /// An album of that name that Albumen made earlier and that could be used; none while it is used.
    pub existing: Option<AlbumKey>,
    /// How many items the used album has.
    pub existing_items: u32,
    /// The names of the albums in which it goes on, because Google allows 20,000 items in one.
    pub goes_on_in: Vec<String>,
    /// A file of which a picture can be shown.
    pub sample: Option<PlanFileKey>,
}

/// Files that stay out for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PlanReason {
    /// The reason, as a key.
    pub reason: String,
    /// The reason in a sentence that fits many files.
    pub words: String,
    /// How many.
    pub files: u32,
    /// The names of some.
    pub examples: Vec<String>,
}

/// Which files of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum PlanGroup {
    /// Those that will be sent.
    New,
    /// Those the library has.
    AlreadyThere,
    /// Those whose bytes the drop holds once more.
    Doubled,
    /// Those that stay out.
    StaysOut,
}

/// One row of a plan: a file, or a pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PlanRow {
    /// Its key. A picture lies under `photo://plan/{key}`.
    pub key: PlanFileKey,
    /// The file's name.
    pub file_name: String,
    /// The name of the other half of a pair.
    pub partner: Option<String>,
    /// What kind of pair it is.
    pub pair: Option<PairKind>,
    /// The folder it lies in.
    pub folder: String,
    /// Its size, with that of its other half.
    pub size_bytes: u64,
    /// When it was taken, as far as is known.
    pub taken_ms: Option<i64>,
    /// Why it stays out, or what it is the same as; one sentence.
    pub reason: Option<String>,
    /// Whether the person took it out.
    pub left_out: bool,
}

/// Two files that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum PairKind {
    /// A photo and the short video that was taken with it.
    LivePhoto,
    /// A raw file and the JPEG beside it.
    RawAndJpeg,
}
