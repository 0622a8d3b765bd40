//! A connection: one Google account seen through one OAuth client.

use serde::{Deserialize, Serialize};

/// The key of a connection in the local index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(transparent)]
pub struct ConnectionKey(pub i64);

/// One connection as it is shown wherever it acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ConnectionView {
    /// Its key.
    pub key: ConnectionKey,
    /// The name the person gave it.
    pub name: String,
    /// The account's address.
    pub email: String,
    /// The account's name.
    pub account_name: String,
    /// The id of the client it was made with. Another client of the same account is another connection.
    pub client_id: String,
    /// Whether there is a picture under `photo://avatar/{key}`.
    pub has_picture: bool,
    /// Whether this is an account of the sample library.
    pub is_sample: bool,
    /// How it stands.
    pub health: ConnectionHealth,
    /// The permissions that were not granted.
    pub missing: Vec<Permission>,
    /// How an album gets its link here.
    pub sharing_lane: SharingLane,
    /// Requests this app sent today.
    pub quota: QuotaView,
    /// When everything was last seen.
    pub synced_ms: Option<i64>,
    /// Whether a sync is running.
    pub syncing: bool,
}

/// How a connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum ConnectionHealth {
    /// It works.
    Connected,
    /// Google does not answer.
    Offline,
    /// Google ended the sign-in.
    SignInNeeded,
    /// The Photos Library API is switched off in the client's project.
    ApiOff,
    /// A permission that is needed was not granted.
    ConsentMissing,
    /// The person signed out and kept the library here, to be looked at. Google is asked for nothing.
    SignedOut,
}

/// What would stay, stop and be lost if a connection were disconnected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct LeavingView {
    /// What is at Google through it, and stays there.
    pub made: MadeView,
    /// Files in its upload queue that are not done.
    pub waiting_files: u32,
    /// Their sizes together.
    pub waiting_bytes: u64,
    /// Folders that are watched for it.
    pub folders: u32,
    /// Names of other connections that Google signs out too, because their clients are of the same project.
    pub also_signed_out: Vec<String>,
}

/// What is at Google through one connection, as far as it was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct MadeView {
    /// Media items.
    pub items: u32,
    /// Albums.
    pub albums: u32,
    /// Links of albums that were not seen dead.
    pub links: u32,
}

/// What came of signing out at Google. Here the tokens are forgotten in any case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SignedOutView {
    /// Whether Google took the permissions back. Otherwise it did not answer, and they may still stand.
    pub revoked: bool,
    /// The page on which the person takes them back by hand; none where the service has no such page.
    pub permissions_page: Option<String>,
}

/// The question before an account is connected a second time, with another client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct OtherClientView {
    /// The account's address.
    pub email: String,
    /// The id of the client that signed in now.
    pub client_id: String,
    /// A name for the second connection.
    pub suggested_name: String,
    /// The connections of the account that there are, with what the new one will not reach.
    pub there: Vec<OtherClientThere>,
}

/// A connection of the same account with another client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct OtherClientThere {
    /// Its key.
    pub key: ConnectionKey,
    /// Its name.
    pub name: String,
    /// The id of its client.
    pub client_id: String,
    /// What is at Google through it.
    pub made: MadeView,
}

/// What a person allows on Google's consent page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Permission {
    /// Adding photos and albums.
    Add,
    /// Seeing what Albumen added.
    Read,
    /// Changing titles, covers and the contents of albums.
    Edit,
    /// Choosing photos from the whole library.
    Pick,
}

/// How an album gets its link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum SharingLane {
    /// Not tried yet.
    Unknown,
    /// Google's service answers sharing calls.
    Api,
    /// Sharing is switched on by the person, in the browser.
    Browser,
}

/// Requests this app sent on the current Pacific day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct QuotaView {
    /// Requests this connection sent today.
    pub requests: u32,
    /// Requests all connections of the same Google Cloud project sent today: Google counts by project.
    pub project_requests: u32,
    /// Requests Google allows a project a day.
    pub limit: u32,
    /// Of these, the last ones that uploads leave to looking at the library.
    pub reserve: u32,
    /// Loads of bytes (thumbnails, pictures, downloads) of all connections of the project today.
    pub project_loads: u32,
    /// Loads of bytes Google allows a project a day.
    pub loads_limit: u32,
    /// Of these, the last ones that downloads leave to looking at the library.
    pub loads_reserve: u32,
    /// When the day ends.
    pub resets_ms: i64,
}

/// How a sign-in begins.
#[derive(Clone, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum SignInWith {
    /// With a client id and secret that were typed.
    Typed {
        /// The client id.
        client_id: String,
        /// The client secret.
        client_secret: String,
        /// Whether it is of type Web application; otherwise Desktop app.
        #[serde(default)]
        is_web: bool,
    },
    /// With the downloaded `client_secret_*.json`.
    File {
        /// Where it lies.
        path: String,
    },
    /// Again, with what the connection has already.
    Again {
        /// The connection.
        connection: ConnectionKey,
    },
}

/// A sign-in that waits for the person in the browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SignInView {
    /// Its number, for waiting and cancelling.
    pub id: u32,
    /// Google's consent page, to be opened by hand if the browser did not come up.
    pub consent_url: String,
    /// The port on this computer to which the browser comes back.
    pub port: u16,
}

/// What a dropped `client_secret_*.json` holds, or what was typed, without the secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct CredentialsFileView {
    /// The client id.
    pub client_id: String,
    /// Whether it is of type Desktop app (otherwise Web application).
    pub is_desktop: bool,
    /// The id of the Google Cloud project, where the file names it.
    pub project_id: Option<String>,
    /// The redirect address that a client of type Web application lacks, by its file; none where nothing is missing.
    pub missing_redirect: Option<String>,
}

/// The client of a connection, as the person made it at Google.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ConnectionClientView {
    /// The client id.
    pub client_id: String,
    /// Whether it is of type Desktop app (otherwise Web application).
    pub is_desktop: bool,
}
