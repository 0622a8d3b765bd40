//! Recipes: when something happens, only if it is so, then this is done.

use serde::{Deserialize, Serialize};

use super::{AlbumKey, ConnectionKey, ItemKey, ItemKind};

/// The key of a recipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(transparent)]
pub struct RecipeKey(pub i64);

/// The key of one run of a recipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(transparent)]
pub struct RunKey(pub i64);

/// What a recipe says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct RecipeSpec {
    /// Its name.
    pub name: String,
    /// What starts it.
    pub when: RecipeWhen,
    /// What must hold.
    pub only_if: RecipeOnlyIf,
    /// What is done, in this order.
    pub then: Vec<RecipeStep>,
}

/// What starts a recipe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum RecipeWhen {
    /// An item is new in the library.
    NewItem,
    /// An item comes into an album.
    EntersAlbum {
        /// The album.
        album: AlbumKey,
    },
    /// A file appears in a folder on this computer and has stopped growing.
    FileAppears {
        /// The folder.
        folder: String,
        /// Whether folders below it count.
        subfolders: bool,
    },
    /// An import is over: once for each copy that was fetched.
    ImportFinished,
    /// Every day at a time.
    EveryDay {
        /// Minutes after midnight, by the clock of this computer.
        minute: u16,
        /// Once for each item that came since the day before; otherwise once in all.
        each: bool,
    },
}

/// What must hold for a recipe to be done. What is empty always holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct RecipeOnlyIf {
    /// It is one of these.
    pub kinds: Vec<ItemKind>,
    /// The name of its camera contains this.
    pub camera: String,
    /// Its file name is like this: `*` stands for anything, `?` for one character; without either, it contains this.
    pub name: String,
    /// It is in this album.
    pub album: Option<AlbumKey>,
    /// It has so many bytes at least.
    pub min_bytes: Option<u64>,
    /// It has so many bytes at most.
    pub max_bytes: Option<u64>,
}

/// An album that a recipe puts something into.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum RecipeAlbum {
    /// One there is.
    Existing {
        /// The album.
        album: AlbumKey,
    },
    /// The one of this title that Albumen made; it is made where there is none.
    Named {
        /// The title, with words in braces such as `{date:%B %Y}`.
        title: String,
    },
}

/// One thing that a recipe does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum RecipeStep {
    /// Uploads the file.
    Upload {
        /// Into which album, if any.
        album: Option<RecipeAlbum>,
    },
    /// Puts the item into an album.
    AddToAlbum {
        /// Which one.
        album: RecipeAlbum,
    },
    /// Saves a copy of the item on this computer.
    Download {
        /// The folder.
        folder: String,
        /// Folders below it, with words in braces, such as `{year}/{month}`; may be empty.
        below: String,
    },
    /// Writes a description.
    Describe {
        /// The text, with words in braces.
        text: String,
        /// Whether it takes the place of a description there is.
        replace: bool,
    },
    /// Tells the person through the system.
    Notify {
        /// The text, with words in braces.
        text: String,
    },
    /// Runs a program with the item as JSON on its standard input.
    Run {
        /// The program, as a whole path.
        program: String,
        /// What it is given, one by one, as it is.
        args: Vec<String>,
        /// Seconds after which it is ended.
        limit_s: u32,
    },
    /// Sends the item as JSON to an address.
    Call {
        /// The address: `https`, or `http` on this computer.
        url: String,
    },
}

/// A recipe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct RecipeView {
    /// Its key.
    pub key: RecipeKey,
    /// Whose library it is for.
    pub connection: ConnectionKey,
    /// What it says.
    pub spec: RecipeSpec,
    /// Counts up with every change of it.
    pub version: u32,
    /// Whether it is switched on.
    pub on: bool,
    /// How what it says reads.
    pub reading: RecipeReading,
    /// Runs that are not over.
    pub open: u32,
    /// Runs that failed.
    pub failed: u32,
    /// Runs that are done.
    pub done: u32,
    /// The last run.
    pub last: Option<RunView>,
}

/// How a recipe reads, and what stands in its way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct RecipeReading {
    /// What it does, in a sentence.
    pub sentence: String,
    /// What has to be mended before it can be switched on.
    pub problems: Vec<RecipeProblem>,
    /// Its commands and addresses, each with whether the person allowed exactly this one.
    pub asks: Vec<RecipeAsk>,
}

/// Something in a recipe that has to be mended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct RecipeProblem {
    /// In which part.
    pub place: RecipePlace,
    /// In which step, counted from 0; none for another part.
    pub step: Option<u32>,
    /// A sentence.
    pub text: String,
}

/// A part of a recipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum RecipePlace {
    /// Its name.
    Name,
    /// What starts it.
    When,
    /// What must hold.
    OnlyIf,
    /// What is done.
    Then,
}

/// A command or an address that needs the person's word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum RecipeAsk {
    /// A program.
    Command {
        /// Its whole path.
        program: String,
        /// What it is given, one by one.
        args: Vec<String>,
        /// Whether the person allowed exactly this.
        allowed: bool,
    },
    /// An address.
    Address {
        /// All of it.
        url: String,
        /// Whether the person allowed exactly this.
        allowed: bool,
    },
}

impl RecipeAsk {
    /// Whether the person allowed exactly this.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        match self {
            Self::Command { allowed, .. } | Self::Address { allowed, .. } => *allowed,
        }
    }
}

/// What a recipe would do for one thing. Nothing of it was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct RecipeTry {
    /// What it is.
    pub name: String,
    /// The item, where it is one.
    pub item: Option<ItemKey>,
    /// Why it is left alone; none where it is not.
    pub left_alone: Option<String>,
    /// What would be done, step by step.
    pub would: Vec<String>,
}

/// One run of a recipe: what it did for one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct RunView {
    /// Its key.
    pub key: RunKey,
    /// Of which recipe.
    pub recipe: RecipeKey,
    /// What it was done for.
    pub name: String,
    /// The item, where there is one in the library.
    pub item: Option<ItemKey>,
    /// How it stands.
    pub state: RunState,
    /// A sentence: what it waits for, or why it ended.
    pub message: Option<String>,
    /// When it is tried again, where it waits for that.
    pub due_ms: Option<i64>,
    /// When it began.
    pub made_ms: i64,
    /// When it ended.
    pub ended_ms: Option<i64>,
    /// Its steps.
    pub steps: Vec<RunStepView>,
}

/// How a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum RunState {
    /// It goes on by itself, now or later.
    Waiting,
    /// All is done.
    Done,
    /// A step failed; it can be tried again.
    Failed,
    /// It was not done, because recipes led to each other.
    Stopped,
    /// The person gave it up.
    Cancelled,
}

/// A step of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct RunStepView {
    /// What it does, in a few words.
    pub words: String,
    /// How it stands.
    pub state: RunStepState,
    /// What came of it: where it lies, what a program wrote, why it failed.
    pub said: Option<String>,
    /// How often it failed.
    pub tries: u32,
}

/// How a step of a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum RunStepState {
    /// It did not begin.
    ToDo,
    /// It is under way.
    Doing,
    /// It is done.
    Done,
    /// It failed.
    Failed,
}
