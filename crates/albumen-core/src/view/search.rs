//! Searching the library.

use serde::{Deserialize, Serialize};

use super::GridItem;

/// What a search text means, and the first of what it finds: answered before the whole is counted. The whole is the
/// grid of the scope `Search`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SearchView {
    /// The filters and words of the text, in its order.
    pub parts: Vec<SearchPart>,
    /// The newest that it finds, at most 200.
    pub newest: Vec<GridItem>,
    /// Whether there are more.
    pub more: bool,
    /// A sentence where something of the text could not be looked for: what, and what to do.
    pub note: Option<String>,
    /// How much of the library's words can be searched by now, in percent; 100 once all is read.
    pub read_percent: u32,
}

/// One filter or word of a search text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SearchPart {
    /// What it is.
    pub kind: SearchPartKind,
    /// As it stands in the text.
    pub text: String,
    /// For its chip, such as `June 2024`.
    pub label: String,
    /// The search text without it.
    pub without: String,
    /// Whether it is understood; a filter that names nothing there is is not.
    pub known: bool,
}

/// What a part of a search text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum SearchPartKind {
    /// A word or the beginning of one.
    Word,
    /// `type:video`.
    Type,
    /// `album:"Lofoten in June"`.
    Album,
    /// `camera:canon`.
    Camera,
    /// `june 2024`, `last summer`, `2024-06-14`, `from:… to:…`.
    Date,
    /// `is:favorite`, as Google knows them.
    Favorites,
    /// `category:food`, as Google sees them.
    Category,
    /// `has:description`, `no:description`.
    Description,
    /// `is:uploaded`, `not:uploaded`: whether it went up from this computer; `is:picked`: whether it was picked in Google Photos.
    Uploaded,
}

/// One way to go on with a search text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SearchSuggestion {
    /// What it is.
    pub kind: SearchPartKind,
    /// What is shown.
    pub label: String,
    /// Quiet, beside it: such as how many items an album has.
    pub detail: Option<String>,
    /// The search text with it.
    pub text: String,
}

/// The key of a saved search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(transparent)]
pub struct SearchKey(pub i64);

/// A search that the person kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SavedSearch {
    /// Its key.
    pub key: SearchKey,
    /// Its name in the rail.
    pub name: String,
    /// What is searched.
    pub text: String,
}
