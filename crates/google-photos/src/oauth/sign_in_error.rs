//! Why a sign-in gave no account, in words for the person who tried.

use std::io;

use crate::error::{ApiError, ClientRefusal, TokenRefusal};

/// What happened, and what to do about it. Nothing was changed by a sign-in that failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SignInError {
    /// The person pressed Cancel.
    #[error("You cancelled the sign-in in the browser. Start it again when you want to.")]
    Denied,
    /// Nobody came back from the browser.
    #[error(
        "Nobody came back from the browser in time. If Google showed an error page, it says why; otherwise start again."
    )]
    TimedOut,
    /// Another program listens on the port that was asked for.
    #[error(
        "Port {port} on this computer is taken by another program. Close that program, then start again."
    )]
    PortTaken {
        /// The port.
        port: u16,
    },
    /// Only answers to another sign-in came.
    #[error(
        "The browser came back with the answer to another sign-in. Close its old tabs and start again."
    )]
    WrongState,
    /// Google knows no such client.
    #[error(
        "Google does not know this client id. It may be deleted or mistyped; check it on the Clients page."
    )]
    ClientRefused,
    /// The client was deleted.
    #[error(
        "This client was deleted in the Google Cloud console. Within 30 days it can be restored there; otherwise create a \
         new one."
    )]
    ClientDeleted,
    /// Google wants the secret too.
    #[error(
        "Google asks for the client secret too. Copy it with the client id, or use the downloaded JSON file."
    )]
    SecretMissing,
    /// The secret is not the one of this client.
    #[error(
        "The client secret does not belong to this client id. Copy both again, or use the downloaded JSON file."
    )]
    SecretWrong,
    /// The code was used or too old when it came to be redeemed.
    #[error("The answer from the browser was too old or used already. Start the sign-in again.")]
    CodeExpired,
    /// Signed in, but only for an hour.
    #[error(
        "Google gave no lasting access. Remove this app at myaccount.google.com/permissions and sign in again."
    )]
    NoRefreshToken,
    /// The organisation of the account does not allow it.
    #[error(
        "The organisation of this account does not allow this app. Its administrator can, or use another account."
    )]
    AdminBlocked,
    /// A web client has only registered callbacks.
    #[error(
        "This is a client of the type Web application, which needs a fixed port. Choose one and register \
         http://127.0.0.1:PORT as a redirect address, or create a client of the type Desktop app."
    )]
    FixedPortNeeded,
    /// No port could be opened.
    #[error(
        "No port on this computer could be opened for the way back from the browser ({source})."
    )]
    Listen {
        /// The error of the operating system.
        #[source]
        source: io::Error,
    },
    /// Google did not answer.
    #[error("Google did not answer. Check the network and start again.")]
    NoAnswer {
        /// What was noticed.
        #[source]
        source: ApiError,
    },
    /// Google answered with something else than tokens or an account.
    #[error(
        "The answer from Google could not be understood: {reason}. Start again; if it stays so, a proxy may be in between."
    )]
    Malformed {
        /// What was wrong, without quoting it.
        reason: String,
    },
    /// Another refusal.
    #[error("Google refused the sign-in ({code}). {message}")]
    Refused {
        /// The name of the error.
        code: String,
        /// What Google said about it.
        message: String,
    },
}

impl SignInError {
    /// The `error` of a callback.
    pub(crate) fn from_callback(code: &str) -> Self {
        match code {
            "access_denied" => Self::Denied,
            code => TokenRefusal::read(code, "").into(),
        }
    }
}

impl From<TokenRefusal> for SignInError {
    fn from(refusal: TokenRefusal) -> Self {
        match refusal {
            TokenRefusal::GrantDead => Self::CodeExpired,
            TokenRefusal::Client(ClientRefusal::SecretMissing) => Self::SecretMissing,
            TokenRefusal::Client(ClientRefusal::SecretWrong) => Self::SecretWrong,
            TokenRefusal::Client(ClientRefusal::Deleted) => Self::ClientDeleted,
            TokenRefusal::Client(ClientRefusal::Unknown) => Self::ClientRefused,
            TokenRefusal::AdminBlocked => Self::AdminBlocked,
            TokenRefusal::Other { code, message } => Self::Refused { code, message },
        }
    }
}

impl From<ApiError> for SignInError {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::Malformed { reason, .. } => Self::Malformed { reason },
            ApiError::NoAnswer { .. }
            | ApiError::Unavailable { .. }
            | ApiError::SlowDown { .. } => Self::NoAnswer { source: error },
            other => Self::Refused {
                code: other.call().to_owned(),
                message: other.to_string(),
            },
        }
    }
}
