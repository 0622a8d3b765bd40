//! What an error means for one file and for the queue. Pure.

use std::io::ErrorKind;
use std::time::Duration;

use google_photos::{ApiError, Silence};

use super::rules::{FailKind, Patience};
use crate::error::CoreError;
use crate::quota::rules::next_pacific_midnight_ms;
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
    /// How long files that are at Google wait for those that take long to become media items together with them.
    pub gather: Duration,
    /// How long they wait for any others.
    pub gather_longest: Duration,
    /// How long until a folder that is gone is looked for again, and until the system is asked again for its power and
    /// network.
    pub look: Duration,
}

impl Default for UploadPolicy {
    fn default() -> Self {
        Self {
            slow_down: Duration::from_secs(30),
            offline: Duration::from_secs(15),
            retry: Duration::from_secs(2),
            gather: Duration::from_secs(5),
            gather_longest: Duration::from_secs(10 * 60),
            look: Duration::from_secs(15),
        }
    }
}

impl UploadPolicy {
    /// How long a batch waits for more.
    pub fn patience(&self) -> Patience {
        Patience {
            gather_ms: millis(self.gather),
            longest_ms: millis(self.gather_longest),
        }
    }
}

/// How often in a row something was met, which makes waits longer.
#[derive(Clone, Copy, Debug, Default)]
pub struct InARow {
    /// The network was missed.
    pub offline: u32,
    /// Google asked to slow down.
    pub slow_downs: u32,
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

/// The place of a cause among others, the gravest first: of several that hold at once it is the one to be shown. First what
/// only the person can end, then what lasts long, last what the person wished.
pub fn graver(cause: WaitCause) -> u8 {
    match cause {
        WaitCause::SignInNeeded => 0,
        WaitCause::ConsentMissing => 1,
        WaitCause::StorageFull => 2,
        WaitCause::QuotaSpent => 3,
        WaitCause::Offline => 4,
        WaitCause::SlowDown => 5,
        WaitCause::AlbumFull => 6,
        WaitCause::DiskGone => 7,
        WaitCause::Scheduled => 8,
        WaitCause::Metered => 9,
        WaitCause::OnBattery => 10,
    }
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
    /// The album holds as much as Google allows.
    AlbumFull,
    /// Google refused the call as it stands: one of its parts is no good.
    Part,
}

/// What an answer of Google's means.
pub fn of_api(error: &ApiError, now_ms: i64, in_a_row: InARow, policy: &UploadPolicy) -> Trouble {
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
        ApiError::ApiDisabled { .. }
        | ApiError::PhotosOff { .. }
        | ApiError::AdminBlocked { .. } => wait(WaitCause::ConsentMissing, None, kept()),
        ApiError::SlowDown { retry_after, .. } => {
            Trouble::Wait(slow_down(*retry_after, now_ms, in_a_row, policy))
        }
        // By the engine's clock: Google's day ends when it ends, whatever this computer thinks of the time zone.
        ApiError::QuotaSpent { .. } => {
            let until_ms = next_pacific_midnight_ms(now_ms);
            wait(WaitCause::QuotaSpent, Some(until_ms), None)
        }
        ApiError::StorageFull { .. } => wait(WaitCause::StorageFull, None, None),
        ApiError::NoAnswer {
            why: Silence::Unreachable,
            ..
        }
        | ApiError::NoClient { .. } => Trouble::Wait(offline(now_ms, in_a_row, policy)),
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
        ApiError::AlbumFull { .. } => Trouble::AlbumFull,
        ApiError::Refused { .. } => Trouble::Part,
        _ => Trouble::Failed(FailKind::Refused),
    }
}

/// What it means that there is no client to send with, or no album to send into: the queue waits.
pub fn of_core(error: &CoreError, now_ms: i64, in_a_row: InARow, policy: &UploadPolicy) -> Wait {
    let wait = |cause, until_ms| Wait {
        cause,
        until_ms,
        message: None,
    };
    match error {
        CoreError::SignInNeeded | CoreError::ClientRefused => wait(WaitCause::SignInNeeded, None),
        CoreError::SignedOut => Wait {
            message: Some(
                "This account is signed out. The queue is kept. Sign in again to go on.".to_owned(),
            ),
            ..wait(WaitCause::SignInNeeded, None)
        },
        CoreError::ConsentMissing => wait(WaitCause::ConsentMissing, None),
        CoreError::StorageFull => wait(WaitCause::StorageFull, None),
        CoreError::QuotaSpent { .. } => wait(
            WaitCause::QuotaSpent,
            Some(next_pacific_midnight_ms(now_ms)),
        ),
        CoreError::SlowDown { retry_after } => slow_down(*retry_after, now_ms, in_a_row, policy),
        CoreError::Offline { .. } => offline(now_ms, in_a_row, policy),
        CoreError::ApiDisabled | CoreError::PhotosOff | CoreError::AdminBlocked => Wait {
            message: Some(format!("{error} The queue is kept.")),
            ..wait(WaitCause::ConsentMissing, None)
        },
        other => Wait {
            message: Some(other.to_string()),
            ..offline(now_ms, in_a_row, policy)
        },
    }
}

/// Waiting because Google asks for it: as long as Google says, at least the usual time, twice as long each time in a row.
fn slow_down(
    retry_after: Option<Duration>,
    now_ms: i64,
    in_a_row: InARow,
    policy: &UploadPolicy,
) -> Wait {
    let usual = millis(policy.slow_down).saturating_mul(1 << in_a_row.slow_downs.min(5));
    let rest = usual.max(millis(retry_after.unwrap_or_default()));
    Wait {
        cause: WaitCause::SlowDown,
        until_ms: Some(now_ms + rest),
        message: None,
    }
}

/// Waiting for the network.
fn offline(now_ms: i64, in_a_row: InARow, policy: &UploadPolicy) -> Wait {
    let rest = millis(policy.offline).saturating_mul(1 << in_a_row.offline.min(3));
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
        match of_api(error, 1_000, InARow::default(), &UploadPolicy::default()) {
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
        let midnight_in_california = 8 * 60 * 60 * 1_000;
        assert_eq!(
            (spent.cause, spent.until_ms),
            (WaitCause::QuotaSpent, Some(midnight_in_california)),
            "by the clock of the engine"
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
        assert_eq!(
            of_api(&cut, 0, InARow::default(), &UploadPolicy::default()),
            Trouble::Again
        );
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
            .map(|tries| {
                offline(
                    0,
                    InARow {
                        offline: tries,
                        slow_downs: 0,
                    },
                    &policy,
                )
                .until_ms
                .unwrap()
                    / 1_000
            })
            .collect();
        assert_eq!(waits, [15, 30, 60, 120, 120, 120]);
    }

    #[test]
    fn google_is_left_alone_twice_as_long_each_time_it_asks_for_it() {
        let policy = UploadPolicy::default();
        let rest = |slow_downs| {
            let in_a_row = InARow {
                slow_downs,
                offline: 0,
            };
            slow_down(None, 0, in_a_row, &policy).until_ms.unwrap() / 1_000
        };
        let waits: Vec<_> = (0..7).map(rest).collect();
        assert_eq!(waits, [30, 60, 120, 240, 480, 960, 960]);
    }
}
