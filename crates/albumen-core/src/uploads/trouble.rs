//! What an error means for one file and for the queue. Pure.

use std::io::ErrorKind;
use std::time::Duration;

use google_photos::{ApiError, Silence};

use super::rules::FailKind;
use crate::error::CoreError;
use crate::view::WaitCause;

/// Waiting times of the queue. Tests shorten them.
#[derive(Clone, Debug)]
pub struct UploadPolicy {
    /// How long the queue rests after "slow down" where Google names no time. Google asks for at least 30 s.
    pub slow_down: Duration,
    /// How long until the network is tried again, at first; doubles up to 8 times as long.
    pub offline: Duration,
    /// How long until a file is tried again, at first; doubles up to 64 times as long.
    pub retry: Duration,
    /// How long files that are at Google wait for others to become media items together with them.
    pub gather: Duration,
}

impl Default for UploadPolicy {
    fn default() -> Self {
        Self {
            slow_down: Duration::from_secs(30),
            offline: Duration::from_secs(15),
            retry: Duration::from_secs(2),
            gather: Duration::from_secs(5),
        }
    }
}

/// What the queue of one connection waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// What for.
    pub cause: WaitCause,
    /// When it goes on by itself; none where only the person can make it go on.
    pub until_ms: Option<i64>,
    /// A better sentence than the one of the cause.
    pub message: Option<String>,
}

/// What to do about an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The whole queue of the connection waits.
    Wait(Wait),
    /// This file is tried again after a while.
    Again,
    /// The file is not what it was: it is read again.
    Changed,
    /// The file failed.
    Failed(FailKind),
    /// The album is gone or takes nothing from Albumen.
    Album,
    /// Google refused the call as it stands: one of its parts is no good.
    Part,
}

/// What an answer of Google's means. `offline_tries` counts how often in a row the network was missed.
pub fn of_api(error: &ApiError, now_ms: i64, offline_tries: u32, policy: &UploadPolicy) -> Trouble {
    let kept = || {
        Some(format!(
            "{} The queue is kept.",
            CoreError::from_api(error.clone(), now_ms)
        ))
    };
    let wait = |cause, until_ms, message| {
        Trouble::Wait(Wait {
            cause,
            until_ms,
            message,
        })
    };
    match error {
        ApiError::SignInRequired { .. } | ApiError::ClientRefused { .. } => {
            wait(WaitCause::SignInNeeded, None, None)
        }
        ApiError::ConsentRequired { .. } => wait(WaitCause::ConsentMissing, None, None),
        ApiError::ApiDisabled { .. } | ApiError::PhotosOff { .. } => {
            wait(WaitCause::ConsentMissing, None, kept())
        }
        ApiError::SlowDown { retry_after, .. } => {
            let rest = retry_after
                .unwrap_or(policy.slow_down)
                .max(policy.slow_down);
            wait(WaitCause::SlowDown, Some(now_ms + millis(rest)), None)
        }
        ApiError::QuotaSpent { until, .. } => {
            wait(WaitCause::QuotaSpent, Some(until.as_millisecond()), None)
        }
        ApiError::StorageFull { .. } => wait(WaitCause::StorageFull, None, None),
        ApiError::NoAnswer {
            why: Silence::Unreachable,
            ..
        }
        | ApiError::NoClient { .. } => Trouble::Wait(offline(now_ms, offline_tries, policy)),
        // A cut connection is trouble of one file; the network as a whole may be fine.
        ApiError::NoAnswer { .. }
        | ApiError::Unavailable { .. }
        | ApiError::Malformed { .. }
        | ApiError::UploadOver { .. } => Trouble::Again,
        ApiError::FileChanged { .. } | ApiError::ChecksumMismatch { .. } => Trouble::Changed,
        ApiError::File { source, .. } => Trouble::Failed(match source.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => FailKind::Vanished,
            _ => FailKind::Unreadable,
        }),
        ApiError::NotFound { .. } | ApiError::NotAllowed { .. } => Trouble::Album,
        ApiError::Refused { .. } => Trouble::Part,
        _ => Trouble::Failed(FailKind::Refused),
    }
}

/// What it means that there is no client to send with.
pub fn of_core(error: &CoreError, now_ms: i64, offline_tries: u32, policy: &UploadPolicy) -> Wait {
    match error {
        CoreError::SignInNeeded | CoreError::ClientRefused => Wait {
            cause: WaitCause::SignInNeeded,
            until_ms: None,
            message: None,
        },
        other => Wait {
            message: Some(other.to_string()),
            ..offline(now_ms, offline_tries, policy)
        },
    }
}

/// Waiting for the network.
fn offline(now_ms: i64, tries: u32, policy: &UploadPolicy) -> Wait {
    let rest = millis(policy.offline).saturating_mul(1 << tries.min(3));
    Wait {
        cause: WaitCause::Offline,
        until_ms: Some(now_ms + rest),
        message: None,
    }
}

/// A duration as milliseconds.
pub fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX / 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALL: &str = "uploads";

    fn wait_of(error: &ApiError) -> Option<Wait> {
        match of_api(error, 1_000, 0, &UploadPolicy::default()) {
            Trouble::Wait(wait) => Some(wait),
            _ => None,
        }
    }

    #[test]
    fn each_kind_of_waiting_has_its_own_wake_up() {
        let slow = wait_of(&ApiError::SlowDown {
            call: CALL,
            retry_after: Some(Duration::from_secs(90)),
        })
        .unwrap();
        assert_eq!(
            (slow.cause, slow.until_ms),
            (WaitCause::SlowDown, Some(91_000)),
            "Google named the time"
        );
        let hasty = wait_of(&ApiError::SlowDown {
            call: CALL,
            retry_after: Some(Duration::from_secs(1)),
        })
        .unwrap();
        assert_eq!(
            hasty.until_ms,
            Some(31_000),
            "Google asks for thirty seconds at least"
        );
        let full = wait_of(&ApiError::StorageFull { call: CALL }).unwrap();
        assert_eq!(
            (full.cause, full.until_ms),
            (WaitCause::StorageFull, None),
            "only the person can make room"
        );
        let out = wait_of(&ApiError::SignInRequired { call: CALL }).unwrap();
        assert_eq!((out.cause, out.until_ms), (WaitCause::SignInNeeded, None));
        let until = jiff::Timestamp::from_millisecond(77_000).unwrap();
        let spent = wait_of(&ApiError::QuotaSpent { call: CALL, until }).unwrap();
        assert_eq!(
            (spent.cause, spent.until_ms),
            (WaitCause::QuotaSpent, Some(77_000))
        );
    }

    #[test]
    fn a_cut_connection_stops_one_file_and_not_the_queue() {
        let cut = ApiError::NoAnswer {
            call: CALL,
            sent: true,
            why: Silence::Cut,
            source: None,
        };
        assert_eq!(of_api(&cut, 0, 0, &UploadPolicy::default()), Trouble::Again);
        let none = ApiError::NoAnswer {
            call: CALL,
            sent: false,
            why: Silence::Unreachable,
            source: None,
        };
        assert_eq!(wait_of(&none).unwrap().cause, WaitCause::Offline);
    }

    #[test]
    fn the_network_is_tried_less_often_the_longer_it_is_away() {
        let policy = UploadPolicy::default();
        let waits: Vec<_> = (0..6)
            .map(|tries| offline(0, tries, &policy).until_ms.unwrap() / 1_000)
            .collect();
        assert_eq!(waits, [15, 30, 60, 120, 120, 120]);
    }
}
