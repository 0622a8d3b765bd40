//! How a refusal crosses to the window: the one place where an error becomes words and a code.

use albumen_core::CoreError;
use serde::Serialize;

/// What a command gives back.
pub type IpcResult<T> = Result<T, IpcError>;

/// A refused command. `code` is there for what the window acts on; `message` is a sentence for the person.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct IpcError {
    /// What the window may act on; `other` where there is nothing to act on.
    pub code: &'static str,
    /// What happened, what is kept, what to do.
    pub message: String,
    /// Seconds after which trying again may help.
    pub retry_after_s: Option<u32>,
}

impl IpcError {
    /// A refusal of the window itself that the window does not act on.
    #[must_use]
    pub fn other(message: impl Into<String>) -> Self {
        Self {
            code: "other",
            message: message.into(),
            retry_after_s: None,
        }
    }

    /// What was asked for is not there.
    #[must_use]
    pub fn not_found(message: impl Into<String>) -> Self {
        Self {
            code: "notFound",
            message: message.into(),
            retry_after_s: None,
        }
    }
}

impl From<CoreError> for IpcError {
    fn from(error: CoreError) -> Self {
        Self {
            code: error.code(),
            message: error.to_string(),
            retry_after_s: error.retry_after_s(),
        }
    }
}
