//! The program as a whole.

use serde::{Deserialize, Serialize};

use super::{ConnectionKey, ConnectionView};

/// What the window needs before it draws anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AppState {
    /// All connections, in the order they were made.
    pub connections: Vec<ConnectionView>,
    /// The one that is shown.
    pub current: Option<ConnectionKey>,
    /// Where secrets are kept.
    pub secret_store: SecretStoreKind,
    /// Numbers beside the rows of the rail, of the current connection.
    pub counts: Counts,
    /// The connections whose upload queue is not done, in the order they were made.
    pub queues: Vec<QueueOf>,
    /// The program's version.
    pub version: String,
    /// The redirect address that a client of type Web application must have registered.
    pub web_redirect: String,
}

/// The files of one connection that are not uploaded yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct QueueOf {
    /// Whose.
    pub connection: ConnectionKey,
    /// How many.
    pub files: u32,
    /// Their sizes together.
    pub bytes: u64,
}

/// Where secrets are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum SecretStoreKind {
    /// The keychain of the operating system.
    Keychain,
    /// A file that only its owner can read, because there is no keychain.
    OwnerFile,
}

/// Numbers beside the rows of the rail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Media items of the current connection.
    pub items: u32,
    /// Albums of the current connection.
    pub albums: u32,
    /// Albums with a link.
    pub links: u32,
    /// Files not yet done.
    pub uploads: u32,
    /// Items that came by themselves and that the person has not seen.
    pub unseen: u32,
}
