//! How a connection is, looked at piece by piece.

use serde::{Deserialize, Serialize};

use super::{ConnectionKey, JobId};

/// A check of a connection: what was found so far, or all of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DoctorView {
    /// The connection.
    pub connection: ConnectionKey,
    /// How far it is.
    pub state: DoctorState,
    /// The job that does it, while it runs.
    pub job: Option<JobId>,
    /// What is done now, as a sentence for the person, while it runs.
    pub step: Option<String>,
    /// What was found, in the order in which it was looked at.
    pub checks: Vec<CheckView>,
    /// How many checks there will be.
    pub total: u32,
    /// How many requests went to the service; three at most.
    pub requests: u32,
    /// When it began.
    pub began_ms: i64,
    /// When it ended; none while it runs.
    pub ended_ms: Option<i64>,
}

/// How far a check is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum DoctorState {
    /// It runs.
    Running,
    /// Everything was looked at.
    Done,
    /// The person stopped it; what was found until then is there.
    Cancelled,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct CheckView {
    /// What.
    pub kind: CheckKind,
    /// The same as a few words, such as `Network`.
    pub title: String,
    /// How it is.
    pub state: CheckState,
    /// What was found.
    pub sentence: String,
    /// More of it, for who wants to know exactly.
    pub detail: Option<String>,
    /// What mends it. Every failure has one.
    pub remedy: Option<Remedy>,
}

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum CheckKind {
    /// Where secrets are kept, and whether they can be read.
    Keychain,
    /// Whether requests go through a proxy.
    Proxy,
    /// The port on which the browser comes back from a sign-in.
    Port,
    /// Whether the service answers.
    Network,
    /// This computer's clock beside the service's.
    Clock,
    /// The client id and its type.
    Client,
    /// The client secret.
    Secret,
    /// Whether the sign-in holds.
    SignIn,
    /// How old the sign-in is, and whether it ends by itself.
    Age,
    /// The permission to add.
    Add,
    /// The permission to see what was added.
    Read,
    /// The permission to change what was added.
    Edit,
    /// The permission to choose from the whole library.
    Pick,
    /// Whether the API is switched on in the person's project.
    Api,
    /// Whether the account has Google Photos.
    Photos,
    /// What is left of the day's requests.
    Quota,
    /// Whether the API for choosing from the whole library is switched on in the person's project.
    Picker,
}

impl CheckKind {
    /// All, in the order in which they are looked at.
    pub const ALL: [Self; 17] = [
        Self::Keychain,
        Self::Proxy,
        Self::Port,
        Self::Network,
        Self::Clock,
        Self::Client,
        Self::Secret,
        Self::SignIn,
        Self::Age,
        Self::Add,
        Self::Read,
        Self::Edit,
        Self::Pick,
        Self::Api,
        Self::Photos,
        Self::Quota,
        Self::Picker,
    ];

    /// A few words for it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Keychain => "Keychain",
            Self::Proxy => "Proxy",
            Self::Port => "Way back",
            Self::Network => "Network",
            Self::Clock => "Clock",
            Self::Client => "Client id",
            Self::Secret => "Client secret",
            Self::SignIn => "Sign-in",
            Self::Age => "Age of the sign-in",
            Self::Add => "May add",
            Self::Read => "May see",
            Self::Edit => "May change",
            Self::Pick => "May choose",
            Self::Api => "Library API",
            Self::Photos => "Google Photos",
            Self::Quota => "Requests today",
            Self::Picker => "Picker API",
        }
    }
}

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum CheckState {
    /// As it should be.
    Ok,
    /// It works, and may not for long or not fully.
    Warning,
    /// It does not work.
    Failed,
    /// It could not be looked at; something before it comes first.
    Skipped,
}

/// What mends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Remedy {
    /// Signing in again.
    SignInAgain,
    /// Signing in again and leaving all boxes ticked.
    GrantPermission,
    /// Switching an API on, on this page of Google's console.
    EnableApi {
        /// The page.
        url: String,
    },
    /// Publishing the project, on this page of Google's console.
    PublishApp {
        /// The page.
        url: String,
    },
    /// Entering client id and secret again.
    EnterClient,
    /// Opening the sample library again.
    OpenSample,
    /// Connecting another account, or asking the administrator of this one.
    OtherAccount,
    /// Looking after the network.
    CheckNetwork,
    /// Setting this computer's clock.
    SetClock,
    /// Waiting until Google's day ends.
    WaitUntilMidnight {
        /// When that is.
        until_ms: i64,
    },
    /// Unlocking the keychain.
    UnlockKeychain,
    /// Making the folder with the secrets readable.
    MendSecretsFolder,
    /// Closing the program that holds the port.
    FreePort {
        /// The port.
        port: u16,
    },
    /// Starting Albumen without `ALBUMEN_GOOGLE`, or with the one of this connection.
    RestartElsewhere,
    /// Trying again in a few minutes.
    TryLater,
}

impl Remedy {
    /// What to do, as a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::SignInAgain => "Sign in again.".to_owned(),
            Self::GrantPermission => "Sign in again and leave all boxes ticked.".to_owned(),
            Self::EnableApi { url } => format!("Enable it in the Google Cloud console: {url}"),
            Self::PublishApp { url } => format!("Publish the app: {url}"),
            Self::EnterClient => "Enter the client id and secret again.".to_owned(),
            Self::OpenSample => "Open the sample library again.".to_owned(),
            Self::OtherAccount => {
                "Connect another account, or ask the administrator of this one.".to_owned()
            }
            Self::CheckNetwork => "Check the network of this computer.".to_owned(),
            Self::SetClock => "Set the clock of this computer.".to_owned(),
            Self::WaitUntilMidnight { .. } => "Wait until midnight in California.".to_owned(),
            Self::UnlockKeychain => "Unlock the keychain.".to_owned(),
            Self::MendSecretsFolder => {
                "Make that folder readable and writable for yourself.".to_owned()
            }
            Self::FreePort { port } => format!("Close the program that uses port {port}."),
            Self::RestartElsewhere => {
                "Start Albumen with the service this connection belongs to.".to_owned()
            }
            Self::TryLater => "Try again in a few minutes.".to_owned(),
        }
    }
}

impl DoctorView {
    /// How many checks are in this state.
    #[must_use]
    pub fn count(&self, state: CheckState) -> usize {
        self.checks
            .iter()
            .filter(|check| check.state == state)
            .count()
    }

    /// The checks as plain text, to be sent to somebody who helps. No secret is in it, nor who is signed in.
    #[must_use]
    pub fn report(&self) -> String {
        let at = self.ended_ms.unwrap_or(self.began_ms);
        let at = jiff::Timestamp::from_millisecond(at)
            .and_then(|at| at.round(jiff::Unit::Second))
            .map_or_else(|_| String::new(), |at| at.to_string());
        let mut lines = vec![
            format!(
                "Albumen {} on {}, connection checked at {at}",
                env!("CARGO_PKG_VERSION"),
                std::env::consts::OS
            ),
            String::new(),
        ];
        for check in &self.checks {
            let mark = match check.state {
                CheckState::Ok => "ok     ",
                CheckState::Warning => "WARNING",
                CheckState::Failed => "FAILED ",
                CheckState::Skipped => "skipped",
            };
            lines.push(format!("{mark}  {}: {}", check.title, check.sentence));
            lines.extend(
                check
                    .detail
                    .iter()
                    .map(|detail| format!("         {detail}")),
            );
            let remedy = check.remedy.as_ref().map(Remedy::sentence);
            lines.extend(remedy.map(|remedy| format!("         To do: {remedy}")));
        }
        lines.push(String::new());
        lines.join("\n")
    }
}
