//! How a command ends when it does not work: a sentence and an exit code.

use std::fmt;

use albumen_core::CoreError;

/// Why a command did not work.
#[derive(Debug)]
pub enum Failure {
    /// The engine's own words.
    Core(CoreError),
    /// What was asked for is not there, or cannot be done like this.
    Asked(String),
    /// Some files were not uploaded; they have been listed.
    SomeLeft,
    /// The queue waits; the sentence says for what.
    Waiting(String),
}

impl Failure {
    /// The exit code; the help explains them.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Core(error) => match error.code() {
                "signInNeeded" | "consentMissing" => 4,
                "quotaSpent" | "slowDown" | "offline" | "storageFull" => 5,
                _ => 1,
            },
            Self::Asked(_) => 1,
            Self::SomeLeft => 3,
            Self::Waiting(_) => 5,
        }
    }

    /// The word for it in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Core(error) => error.code(),
            Self::Asked(_) => "other",
            Self::SomeLeft => "someLeft",
            Self::Waiting(_) => "waiting",
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Core(error) => error.fmt(f),
            Self::Asked(sentence) | Self::Waiting(sentence) => f.write_str(sentence),
            Self::SomeLeft => f.write_str(
                "Some files were not uploaded. They are listed above and stay on this computer.",
            ),
        }
    }
}

impl From<CoreError> for Failure {
    fn from(error: CoreError) -> Self {
        Self::Core(error)
    }
}
