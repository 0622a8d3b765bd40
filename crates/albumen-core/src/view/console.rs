//! Calls made by hand.

use serde::{Deserialize, Serialize};

/// One of Google's two services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum ConsoleApi {
    /// The Photos Library API.
    Library,
    /// The Photos Picker API.
    Picker,
}

/// The HTTP methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "UPPERCASE")]
pub enum ConsoleVerb {
    /// Reads.
    Get,
    /// Makes, or asks with a body.
    Post,
    /// Changes fields.
    Patch,
    /// Replaces.
    Put,
    /// Deletes.
    Delete,
}

/// Under which heading a method stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum ConsoleGroup {
    /// Albums.
    Albums,
    /// Media items.
    MediaItems,
    /// Bytes.
    Uploads,
    /// Picking sessions.
    Picker,
    /// Sharing, which Google ended.
    SharedAlbums,
}

/// A name and what it is set to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ConsolePair {
    /// The name.
    pub name: String,
    /// The value; `{{name}}` in it is filled in.
    pub value: String,
}

/// A parameter of a method's query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ConsoleParameter {
    /// Its name.
    pub name: String,
    /// What it is, and its limits.
    pub about: String,
    /// Whether Google refuses the call without it.
    pub required: bool,
    /// What it is set to at first.
    pub first: String,
}

/// A REST method of Google's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ConsoleMethod {
    /// Its name, such as `albums.list`.
    pub id: String,
    /// Under which heading it stands.
    pub group: ConsoleGroup,
    /// Which service has it.
    pub api: ConsoleApi,
    /// Its HTTP method.
    pub verb: ConsoleVerb,
    /// Its path with its blanks.
    pub path: String,
    /// Its query.
    pub query: Vec<ConsoleParameter>,
    /// A body to begin with.
    pub body: Option<String>,
    /// The names of scopes of which any one permits it, as Google spells them.
    pub scopes: Vec<String>,
    /// Whether it changes something at Google.
    pub changes: bool,
    /// Whether its body is a file.
    pub takes_file: bool,
    /// Why it does not work any more; none where it does.
    pub dead: Option<String>,
    /// What it does.
    pub about: String,
    /// What it answers.
    pub answers: String,
    /// What a call of it costs.
    pub cost: String,
    /// Google's page about it.
    pub source: String,
}

/// A call as it was written down. In every text `{{name}}` is a blank, filled in from `blanks`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ConsoleRequest {
    /// Which service it is for.
    pub api: ConsoleApi,
    /// Its HTTP method.
    pub verb: ConsoleVerb,
    /// A path with or without a query, or a whole address at Google.
    pub path: String,
    /// More of the query; what is empty is left out.
    pub query: Vec<ConsolePair>,
    /// Headers beside those that every call has.
    pub headers: Vec<ConsolePair>,
    /// JSON, or empty.
    pub body: String,
    /// What the blanks are filled in with.
    pub blanks: Vec<ConsolePair>,
    /// The file whose bytes are the body. Never kept.
    pub file: Option<String>,
}

/// What a call would be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ConsolePreview {
    /// The whole address; with its blanks where some are open.
    pub url: String,
    /// The method it belongs to; none of a path that is in no documentation.
    pub method: Option<String>,
    /// Whether it may change something at Google, so that it is asked about first.
    pub changes: bool,
    /// Whether it is one of the day's requests.
    pub counted: bool,
    /// All blanks, in the order in which they come.
    pub blanks: Vec<String>,
    /// Those that are not filled in.
    pub open: Vec<String>,
    /// Why it would not be sent: a sentence.
    pub problem: Option<String>,
}

/// The number of an answer, while it is in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(transparent)]
pub struct AnswerId(pub u32);

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ConsoleAnswer {
    /// By which all of it can be copied.
    pub id: AnswerId,
    /// The HTTP status.
    pub status: u16,
    /// What the status is called.
    pub reason: String,
    /// The headers.
    pub headers: Vec<ConsolePair>,
    /// From the request until the last byte.
    pub took_ms: u32,
    /// Of the body as it came.
    pub size_bytes: u64,
    /// The body as text, JSON with line breaks; cut where it is very long.
    pub text: String,
    /// Whether it is JSON.
    pub is_json: bool,
    /// How many lines all of it has.
    pub lines: u32,
    /// Whether `text` is not all of it.
    pub cut: bool,
    /// The token of the next page, where there is one.
    pub next_page: Option<String>,
    /// How many requests it took: two where the access token had to be renewed.
    pub requests: u32,
    /// What the status means here: a sentence; none where all is well.
    pub meaning: Option<String>,
}

/// All pages of a list in one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConsolePages {
    /// The HTTP status of the last page.
    pub status: u16,
    /// Everything in one JSON object; of an error, its body.
    pub text: String,
    /// How many pages came.
    pub pages: u32,
    /// What the status means: a sentence; none where all is well.
    pub meaning: Option<String>,
}

/// The key of a call that was kept or made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(transparent)]
pub struct CallKey(pub i64);

/// A call that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PastCall {
    /// Its key.
    pub key: CallKey,
    /// What was sent, without anything secret.
    pub request: ConsoleRequest,
    /// The method it belongs to.
    pub method: Option<String>,
    /// When.
    pub sent_ms: i64,
    /// The HTTP status; none where no answer came.
    pub status: Option<u16>,
    /// How long it took.
    pub took_ms: u32,
    /// How large the answer was.
    pub size_bytes: u64,
}

/// A call that the person kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SavedCall {
    /// Its key.
    pub key: CallKey,
    /// Its name.
    pub name: String,
    /// The call with its blanks.
    pub request: ConsoleRequest,
    /// The method it belongs to.
    pub method: Option<String>,
}

/// How a call is written for another program. Neither has a token in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum CallForm {
    /// A command for a shell, with the token from a variable.
    Curl,
    /// Method, address, headers and body.
    Json,
}
