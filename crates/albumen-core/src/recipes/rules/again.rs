//! What a failure of a step means, and when the step is tried again.

use std::time::Duration;

use crate::error::CoreError;

/// Waits between the tries of a step that fails. After the last one it is the person's turn.
const WAITS: [Duration; 6] = [
    Duration::from_secs(60),
    Duration::from_secs(5 * 60),
    Duration::from_secs(15 * 60),
    Duration::from_secs(60 * 60),
    Duration::from_secs(3 * 60 * 60),
    Duration::from_secs(8 * 60 * 60),
];
/// How long until it is looked again whether the network or the sign-in is back.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// Why a step did not come to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It failed; another try may help.
    Again(String),
    /// It failed; only the person can mend it.
    Never(String),
    /// It cannot be done now. That is no failure of its own.
    Later {
        /// For what it waits.
        why: String,
        /// How long.
        wait: Duration,
    },
    /// The engine closes.
    Closing,
}

impl From<CoreError> for Trouble {
    fn from(error: CoreError) -> Self {
        let why = error.to_string();
        match error {
            CoreError::Closed => Self::Closing,
            CoreError::QuotaSpent { .. } | CoreError::SlowDown { .. } => {
                let wait = error.retry_after_s().map_or(LOOK_AGAIN, |seconds| {
                    Duration::from_secs(u64::from(seconds.max(1)))
                });
                Self::Later { why, wait }
            }
            CoreError::Offline { .. }
            | CoreError::ServiceNotRunning
            | CoreError::SignInNeeded
            | CoreError::SignedOut
            | CoreError::ConsentMissing
            | CoreError::ClientRefused
            | CoreError::KeychainLocked
            | CoreError::StillProcessing => Self::Later {
                why,
                wait: LOOK_AGAIN,
            },
            CoreError::NotFound { .. }
            | CoreError::NotAllowed
            | CoreError::VideoFailed
            | CoreError::CopyGone
            | CoreError::BadTitle
            | CoreError::DescriptionTooLong => Self::Never(why),
            _ => Self::Again(why),
        }
    }
}

/// How long to wait after a step has failed so often; none when it is the person's turn.
pub fn wait_after(tries: u32) -> Option<Duration> {
    let at = usize::try_from(tries).ok()?.checked_sub(1)?;
    WAITS.get(at).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let waits: Vec<_> = (1..).map_while(wait_after).collect();
        assert_eq!(waits.len(), WAITS.len());
        assert!(waits.is_sorted(), "each is longer than the one before");
        assert_eq!(wait_after(0), None, "nothing failed");
    }

    #[test]
    fn what_google_asks_to_wait_for_is_no_failure() {
        let slow = CoreError::SlowDown {
            retry_after: Some(Duration::from_secs(30)),
        };
        let wait = Duration::from_secs(30);
        assert!(matches!(Trouble::from(slow), Trouble::Later { wait: w, .. } if w == wait));
        let gone = CoreError::NotFound { what: "album" };
        assert!(matches!(Trouble::from(gone), Trouble::Never(_)));
        assert!(matches!(
            Trouble::from(CoreError::DiskFull),
            Trouble::Again(_)
        ));
    }
}
