//! What can go wrong with a call, sorted by what the caller does next.
//!
//! Here and in `answer` is the only place that reads the text of Google's error messages.

mod answer;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use url::Url;

pub(crate) use answer::{TokenRefusal, retry_after, without_secrets};

use crate::oauth::Scopes;

/// Why a call gave no result. `call` names the REST method.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum ApiError {
    /// The refresh token is expired or revoked, or Google takes no token of this account. Nothing local is lost.
    #[error("{call}: the account must sign in again")]
    SignInRequired {
        /// The REST method.
        call: &'static str,
    },
    /// The person did not allow what this call needs.
    #[error("{call}: this needs a permission that was not given at sign-in")]
    ConsentRequired {
        /// The REST method.
        call: &'static str,
        /// Any one of these scopes would do.
        missing: Scopes,
    },
    /// Google knows no such client, or the secret does not belong to it.
    #[error("{call}: Google refused the client id and secret, {why}")]
    ClientRefused {
        /// The REST method.
        call: &'static str,
        /// Which of the two.
        why: ClientRefusal,
    },
    /// The organisation of the account does not let this client in.
    #[error("{call}: the organisation of this account does not allow it")]
    AdminBlocked {
        /// The REST method.
        call: &'static str,
    },
    /// Too many requests for the moment; the repeats inside this crate are used up.
    #[error("{call}: Google asked to slow down")]
    SlowDown {
        /// The REST method.
        call: &'static str,
        /// How long Google wants to be left alone, if it said so.
        retry_after: Option<Duration>,
    },
    /// The project's requests of the day are used up.
    #[error("{call}: the requests of the day are used up until {until}")]
    QuotaSpent {
        /// The REST method.
        call: &'static str,
        /// The next midnight in California, when Google counts anew.
        until: Timestamp,
    },
    /// The account's storage is full.
    #[error("{call}: the storage of the Google account is full")]
    StorageFull {
        /// The REST method.
        call: &'static str,
    },
    /// The album holds as many items as Google allows.
    #[error("{call}: the album is full")]
    AlbumFull {
        /// The REST method.
        call: &'static str,
    },
    /// The Photos Library API is switched off in the Google Cloud project of the client.
    #[error(
        "{call}: the Photos Library API is not enabled in the Google Cloud project of this client id"
    )]
    ApiDisabled {
        /// The REST method.
        call: &'static str,
        /// The page on which to switch it on, if Google named it.
        console: Option<Url>,
    },
    /// Google Photos is switched off for this account, usually by an organisation.
    #[error("{call}: Google Photos is switched off for this account")]
    PhotosOff {
        /// The REST method.
        call: &'static str,
    },
    /// Google does not allow it: sharing through the API, or a thing that this client did not create.
    #[error("{call}: Google does not allow this ({message})")]
    NotAllowed {
        /// The REST method.
        call: &'static str,
        /// What Google said.
        message: String,
    },
    /// The album, item, session or address does not exist (any more).
    #[error("{call}: not found")]
    NotFound {
        /// The REST method.
        call: &'static str,
    },
    /// The base URL ran out; ask for the item again and use the new one.
    #[error("{call}: the address of the picture ran out")]
    BaseUrlExpired {
        /// The REST method.
        call: &'static str,
    },
    /// The resumable upload is over without a result; begin it again.
    #[error("{call}: the upload was dropped and must begin again")]
    UploadOver {
        /// The REST method.
        call: &'static str,
    },
    /// What arrived is not what the checksum promised; send the bytes again.
    #[error("{call}: the bytes were damaged on the way")]
    ChecksumMismatch {
        /// The REST method.
        call: &'static str,
    },
    /// Google refused the request as it stands; repeating it changes nothing.
    #[error("{call}: refused with {status} ({message})")]
    Refused {
        /// The REST method.
        call: &'static str,
        /// The HTTP status.
        status: u16,
        /// What Google said.
        message: String,
    },
    /// Refused here, before a request was spent, because Google would refuse it.
    #[error("{call}: {reason}")]
    Invalid {
        /// The REST method.
        call: &'static str,
        /// What is wrong with the arguments.
        reason: &'static str,
    },
    /// Google has trouble of its own; the repeats inside this crate are used up.
    #[error("{call}: Google has a problem ({status})")]
    Unavailable {
        /// The REST method.
        call: &'static str,
        /// The HTTP status.
        status: u16,
    },
    /// No answer came.
    #[error("{call}: no answer, {why}")]
    NoAnswer {
        /// The REST method.
        call: &'static str,
        /// Whether the request may have reached Google, which may then have acted on it.
        sent: bool,
        /// What was noticed.
        why: Silence,
        /// The error beneath, without its URL.
        #[source]
        source: Option<Arc<reqwest::Error>>,
    },
    /// The answer is not what the method is documented to give.
    #[error("{call}: the answer could not be understood, {reason}")]
    Malformed {
        /// The REST method.
        call: &'static str,
        /// What is wrong with it, without quoting it.
        reason: String,
    },
    /// The file could not be read.
    #[error("{call}: the file could not be read ({source})")]
    File {
        /// The REST method.
        call: &'static str,
        /// The error of the operating system.
        #[source]
        source: Arc<std::io::Error>,
    },
    /// The file is not as long as it was when the upload was planned.
    #[error("{call}: the file changed while it was sent")]
    FileChanged {
        /// The REST method.
        call: &'static str,
    },
    /// The HTTP client could not be set up, for instance because the system has no certificates.
    #[error("{call}: secure connections could not be set up")]
    NoClient {
        /// What was being done.
        call: &'static str,
        /// The error beneath.
        #[source]
        source: Arc<reqwest::Error>,
    },
}

/// What Google has against a client id and its secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ClientRefusal {
    /// There is no such client.
    #[error("there is no such client")]
    Unknown,
    /// The client was deleted, by hand or for disuse. Google: it can be restored for 30 days.
    #[error("the client was deleted")]
    Deleted,
    /// The secret is not the one of this client; it may have been replaced.
    #[error("the secret is another one")]
    SecretWrong,
    /// The secret did not come along.
    #[error("the secret is missing")]
    SecretMissing,
}

/// In what way no answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Silence {
    /// No connection could be made.
    #[error("the address could not be reached")]
    Unreachable,
    /// The time for the whole answer ran out.
    #[error("it took too long")]
    TimedOut,
    /// Bytes stopped moving.
    #[error("the connection stood still")]
    StoodStill,
    /// The connection broke.
    #[error("the connection was cut")]
    Cut,
}

impl ApiError {
    /// The REST method that was called.
    pub fn call(&self) -> &'static str {
        match self {
            Self::SignInRequired { call }
            | Self::ConsentRequired { call, .. }
            | Self::ClientRefused { call, .. }
            | Self::AdminBlocked { call }
            | Self::SlowDown { call, .. }
            | Self::QuotaSpent { call, .. }
            | Self::StorageFull { call }
            | Self::AlbumFull { call }
            | Self::ApiDisabled { call, .. }
            | Self::PhotosOff { call }
            | Self::NotAllowed { call, .. }
            | Self::NotFound { call }
            | Self::BaseUrlExpired { call }
            | Self::UploadOver { call }
            | Self::ChecksumMismatch { call }
            | Self::Refused { call, .. }
            | Self::Invalid { call, .. }
            | Self::Unavailable { call, .. }
            | Self::NoAnswer { call, .. }
            | Self::Malformed { call, .. }
            | Self::File { call, .. }
            | Self::FileChanged { call }
            | Self::NoClient { call, .. } => call,
        }
    }

    pub(crate) fn malformed(call: &'static str, reason: impl Into<String>) -> Self {
        Self::Malformed {
            call,
            reason: reason.into(),
        }
    }

    /// What a failure of the HTTP client means.
    pub(crate) fn from_transport(call: &'static str, error: reqwest::Error) -> Self {
        let error = error.without_url();
        if error.is_builder() {
            return Self::malformed(call, "an address in it could not be used");
        }
        if error.is_redirect() {
            return Self::malformed(call, "it led in circles");
        }
        let why = if error.is_connect() {
            Silence::Unreachable
        } else if error.is_timeout() {
            Silence::TimedOut
        } else {
            Silence::Cut
        };
        Self::NoAnswer {
            call,
            sent: !error.is_connect(),
            why,
            source: Some(Arc::new(error)),
        }
    }
}
