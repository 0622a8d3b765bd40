//! What came into a library by itself.

use serde::{Deserialize, Serialize};

use super::{ConnectionKey, ItemKey, ItemKind};

/// How a connection is watched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct WatchSettings {
    /// Seconds between two looks, at most. At least five minutes.
    pub every_s: u32,
    /// What of the library counts as new.
    pub since: WatchSince,
    /// Whether what this computer uploads counts as new too.
    pub own: bool,
    /// Whether the system shows a notice.
    pub notices: bool,
}

impl Default for WatchSettings {
    fn default() -> Self {
        Self {
            every_s: 15 * 60,
            since: WatchSince::Now,
            own: false,
            notices: true,
        }
    }
}

/// What of a library counts as new. What comes later always does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum WatchSince {
    /// Nothing of what was there when this was chosen, or when the connection was first looked through.
    Now,
    /// What was taken on this day or later.
    Taken {
        /// `YYYY-MM-DD`.
        day: String,
    },
    /// Everything.
    All,
}

/// How the watching of a connection stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct WatchingView {
    /// Which.
    pub connection: ConnectionKey,
    /// What the person set.
    pub settings: WatchSettings,
    /// When Albumen last saw all that is new.
    pub looked_ms: Option<i64>,
    /// When it looks next by itself; none while it does not.
    pub next_ms: Option<i64>,
    /// Why it does not look by itself now.
    pub held: Option<WatchHold>,
    /// Items that were noticed and are shown by Google.
    pub items: u32,
    /// Of these, what the person has not seen.
    pub unseen: u32,
    /// The last one, to say what was seen; 0 while there is none.
    pub newest: i64,
}

/// Why a connection is not looked at by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum WatchHold {
    /// Google cannot be reached. Albumen tries for it without asking for anything.
    Offline,
    /// The requests of the day are used up, or the share of them that looking by itself may use.
    QuotaSpent,
    /// The person has to sign in.
    SignInNeeded,
}

/// An item that came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct NoticedItem {
    /// Rises in the order in which items were noticed, over all connections, and is never used twice: to be handed back to
    /// ask for what came after it.
    pub cursor: i64,
    /// In whose library.
    pub connection: ConnectionKey,
    /// Its key.
    pub item: ItemKey,
    /// Google's id of it.
    pub google_id: String,
    /// The file's name.
    pub file_name: String,
    /// Its type, such as `image/jpeg`.
    pub mime_type: String,
    /// What it is.
    pub kind: ItemKind,
    /// When it was taken.
    pub taken_ms: i64,
    /// When it was noticed.
    pub noticed_ms: i64,
    /// Whether this computer uploaded it.
    pub uploaded_here: bool,
}

/// What a notice of the system is to tell of one connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticedNews {
    /// Which.
    pub connection: ConnectionKey,
    /// What it is called.
    pub name: String,
    /// How many items came.
    pub items: u32,
}
