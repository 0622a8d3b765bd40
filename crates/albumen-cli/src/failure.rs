//! How a command ends when it does not work: a sentence and an exit code.

use std::fmt;

use albumen_core::CoreError;
use albumen_core::view::{QueueState, UploadTotals, UploadsView, WaitCause};

use crate::words;

/// Why a command did not work.
#[derive(Debug)]
pub enum Failure {
    /// The engine's own words.
    Core(CoreError),
    /// What was asked for is not there, or cannot be done like this.
    Asked(String),
    /// Some files were not uploaded; they have been listed.
    SomeLeft,
    /// Some copies could not be fetched; they have been listed.
    SomeNotFetched,
    /// The person paused the queue; so many files are kept in it.
    Paused(u32),
    /// The queue waits; the sentence says for what.
    Waiting(WaitCause, String),
    /// So many files are still in the queue, and go up later.
    StillLeft(u32),
    /// So many checks of a connection failed; they have been listed.
    Unwell(usize),
    /// Google answered a call with this status; the answer was printed, and the sentence says what it means.
    Answered(u16, String),
    /// The person or the system ended the command.
    Interrupted(UploadTotals),
}

impl Failure {
    /// What keeps a queue that has come to rest from being through; `some_left` where files failed or were left out.
    pub fn of_queue(view: &UploadsView, some_left: bool) -> Option<Self> {
        match &view.state {
            QueueState::Waiting { cause, message, .. } => {
                Some(Self::Waiting(*cause, words::waiting(*cause, message)))
            }
            QueueState::Paused => Some(Self::Paused(view.totals.left)),
            _ if some_left => Some(Self::SomeLeft),
            QueueState::Idle | QueueState::Running => {
                (view.totals.left > 0).then_some(Self::StillLeft(view.totals.left))
            }
        }
    }

    /// The exit code; the help explains them.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Core(error) => match error.code() {
                "signInNeeded" | "consentMissing" => 4,
                "quotaSpent" | "slowDown" | "offline" | "storageFull" => 5,
                _ => 1,
            },
            Self::Answered(401, _) => 4,
            Self::Answered(429, _) => 5,
            Self::Asked(_) | Self::Unwell(_) | Self::Answered(..) => 1,
            Self::SomeLeft | Self::SomeNotFetched => 3,
            Self::Waiting(WaitCause::SignInNeeded | WaitCause::ConsentMissing, _) => 4,
            Self::Waiting(..) | Self::Paused(_) | Self::StillLeft(_) => 5,
            Self::Interrupted(_) => 130,
        }
    }

    /// The word for it in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Core(error) => error.code(),
            Self::Asked(_) => "other",
            Self::SomeLeft | Self::SomeNotFetched => "someLeft",
            Self::Paused(_) => "paused",
            Self::Waiting(WaitCause::SignInNeeded, _) => "signInNeeded",
            Self::Waiting(WaitCause::ConsentMissing, _) => "consentMissing",
            Self::Waiting(..) | Self::StillLeft(_) => "waiting",
            Self::Unwell(_) => "unwell",
            Self::Answered(..) => "answered",
            Self::Interrupted(_) => "interrupted",
        }
    }

    /// Whether the report of the files says it too, so that JSON has it already.
    pub fn is_reported(&self) -> bool {
        matches!(
            self,
            Self::SomeLeft
                | Self::SomeNotFetched
                | Self::Paused(_)
                | Self::Waiting(..)
                | Self::StillLeft(_)
                | Self::Unwell(_)
                | Self::Answered(..)
        )
    }

    /// What JSON says of it.
    pub fn as_json(&self) -> serde_json::Value {
        let mut error = serde_json::json!({ "code": self.code(), "message": self.to_string() });
        if let (Self::Interrupted(totals), Some(fields)) = (self, error.as_object_mut()) {
            fields.insert("left".into(), totals.left.into());
        }
        error
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Core(error) if error.code() == "signInNeeded" => write!(
                f,
                "{}",
                error
                    .to_string()
                    .replace(
                        "Choose Sign in again.",
                        "Sign in again with `connection renew`."
                    )
                    .replace(
                        "Sign in again to go on.",
                        "Sign in again with `connection renew`."
                    )
            ),
            Self::Core(error) => error.fmt(f),
            Self::Asked(sentence) | Self::Waiting(_, sentence) => f.write_str(sentence),
            Self::Answered(status, sentence) => write!(f, "{status}. {sentence}"),
            Self::Unwell(count) => write!(
                f,
                "{} failed. What mends it is listed above.",
                words::counted(*count as u64, "check")
            ),
            Self::SomeLeft => f.write_str(
                "Some files were not uploaded. They are listed above and stay on this computer.",
            ),
            Self::SomeNotFetched => f.write_str(
                "Some could not be fetched. They are listed above and stay in Google Photos.",
            ),
            Self::Paused(left) => write!(
                f,
                "Uploads are paused. {} kept in the queue. `uploads resume` goes on.",
                are(*left)
            ),
            Self::StillLeft(left) => write!(
                f,
                "{} still in the queue. `uploads resume` goes on.",
                are(*left)
            ),
            Self::Interrupted(totals) if totals.left == 0 => {
                f.write_str("Stopped. No file is left in the queue.")
            }
            Self::Interrupted(totals) => write!(
                f,
                "Stopped. {} kept in the queue. `uploads resume` goes on.",
                are(totals.left)
            ),
        }
    }
}

fn are(files: u32) -> String {
    let verb = if files == 1 { "is" } else { "are" };
    format!("{} {verb}", words::files(files))
}

impl From<CoreError> for Failure {
    fn from(error: CoreError) -> Self {
        Self::Core(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits_for(cause: WaitCause) -> Failure {
        let view = UploadsView {
            state: QueueState::Waiting {
                cause,
                message: "It waits.".into(),
                until_ms: None,
            },
            ..UploadsView::default()
        };
        Failure::of_queue(&view, true).unwrap_or(Failure::SomeLeft)
    }

    #[test]
    fn a_queue_that_waits_for_the_person_at_google_has_a_code_of_its_own() {
        for (cause, code) in [
            (WaitCause::SignInNeeded, 4),
            (WaitCause::ConsentMissing, 4),
            (WaitCause::QuotaSpent, 5),
            (WaitCause::AlbumFull, 5),
        ] {
            assert_eq!(waits_for(cause).exit_code(), code, "{cause:?}");
        }
    }

    #[test]
    fn a_queue_that_rests_with_files_in_it_is_not_through() {
        let mut view = UploadsView::default();
        view.totals.left = 2;
        let left = Failure::of_queue(&view, false).map(|failure| failure.exit_code());
        assert_eq!(left, Some(5), "two files are not up yet");
    }
}
