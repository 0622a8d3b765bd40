//! When a call is repeated, and after how long. Nothing above this file loops.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use futures::future::BoxFuture;

use crate::error::{ApiError, Silence};

/// Whether doing a call twice is the same as doing it once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeat {
    Safe,
    Unsafe,
}

/// How patient the client is. The default is what Google recommends; tests shorten it.
///
/// Source: <https://developers.google.com/photos/overview/best-practices>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// The wait before the first repeat after trouble at Google; it doubles from there, with jitter.
    pub first_wait: Duration,
    /// No wait is longer than this. A longer `Retry-After` is handed up instead of waited for.
    pub longest_wait: Duration,
    /// How often a call is tried in all.
    pub tries: usize,
    /// The wait after "slow down" without `Retry-After`; it doubles from there.
    pub slow_down_wait: Duration,
    /// How often a call is repeated after "slow down" before that goes up to the caller.
    pub slow_down_repeats: u32,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            first_wait: Duration::from_secs(1),
            longest_wait: Duration::from_secs(64),
            tries: 5,
            slow_down_wait: Duration::from_secs(30),
            slow_down_repeats: 2,
        }
    }
}

impl RetryPolicy {
    /// Runs `attempt` until it succeeds or repeating is of no use.
    pub(crate) async fn run<'a, T>(
        self,
        repeat: Repeat,
        mut attempt: impl FnMut() -> BoxFuture<'a, Result<T, ApiError>>,
    ) -> Result<T, ApiError> {
        let mut waits = self.waits();
        let mut slow_downs = 0;
        let mut unreachable = 0;
        loop {
            let error = match attempt().await {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            let wait = match &error {
                ApiError::SlowDown { retry_after, .. } => {
                    slow_downs += 1;
                    self.slow_down(slow_downs, *retry_after)
                }
                ApiError::NoAnswer {
                    why: Silence::Unreachable,
                    ..
                } => {
                    // A machine without a network shall know soon.
                    unreachable += 1;
                    if unreachable < 3 && repeat == Repeat::Safe {
                        waits.next()
                    } else {
                        None
                    }
                }
                ApiError::Unavailable { .. } | ApiError::NoAnswer { .. }
                    if repeat == Repeat::Safe =>
                {
                    waits.next()
                }
                _ => None,
            };
            let Some(wait) = wait else { return Err(error) };
            let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
            tracing::debug!(call = error.call(), wait_ms, "repeating after: {error}");
            tokio::time::sleep(wait).await;
        }
    }

    /// The waits after trouble at Google, one fewer than tries.
    fn waits(self) -> impl Iterator<Item = Duration> {
        ExponentialBuilder::new()
            .with_min_delay(self.first_wait)
            .with_max_delay(self.longest_wait)
            .with_factor(2.0)
            .with_jitter()
            .with_max_times(self.tries.saturating_sub(1))
            .build()
            .map(move |wait| wait.min(self.longest_wait))
    }

    /// The wait after the n-th "slow down" of one call; none when it is time to tell the caller.
    fn slow_down(self, nth: u32, retry_after: Option<Duration>) -> Option<Duration> {
        if nth > self.slow_down_repeats {
            return None;
        }
        match retry_after {
            Some(asked) => (asked <= self.longest_wait).then_some(asked),
            None => Some(
                self.slow_down_wait
                    .saturating_mul(1 << (nth - 1).min(16))
                    .min(self.longest_wait),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use proptest::prelude::*;

    const QUICK: RetryPolicy = RetryPolicy {
        first_wait: Duration::ZERO,
        longest_wait: Duration::from_secs(64),
        tries: 5,
        slow_down_wait: Duration::ZERO,
        slow_down_repeats: 2,
    };

    /// How often a call is tried when every try fails with this error.
    async fn tries(repeat: Repeat, error: ApiError) -> u32 {
        let tries = Cell::new(0);
        let outcome: Result<(), ApiError> = QUICK
            .run(repeat, || {
                tries.set(tries.get() + 1);
                Box::pin(std::future::ready(Err(error.clone())))
            })
            .await;
        assert!(outcome.is_err(), "an error that never ends goes up");
        tries.get()
    }

    fn no_answer(why: Silence) -> ApiError {
        ApiError::NoAnswer {
            call: "x",
            sent: true,
            why,
            source: None,
        }
    }

    #[tokio::test]
    async fn only_safe_calls_are_repeated_after_trouble_at_google() {
        let trouble = ApiError::Unavailable {
            call: "x",
            status: 503,
        };
        assert_eq!(tries(Repeat::Safe, trouble.clone()).await, 5);
        assert_eq!(tries(Repeat::Unsafe, trouble).await, 1);
    }

    #[tokio::test]
    async fn a_lost_answer_to_an_unsafe_call_is_never_repeated() {
        assert_eq!(tries(Repeat::Unsafe, no_answer(Silence::Cut)).await, 1);
        assert_eq!(tries(Repeat::Safe, no_answer(Silence::Cut)).await, 5);
        assert_eq!(
            tries(Repeat::Safe, no_answer(Silence::Unreachable)).await,
            3,
            "being offline is told sooner"
        );
    }

    #[tokio::test]
    async fn slow_down_is_waited_out_twice_for_every_call_and_then_goes_up() {
        let slow = ApiError::SlowDown {
            call: "x",
            retry_after: None,
        };
        assert_eq!(tries(Repeat::Unsafe, slow.clone()).await, 3);
        assert_eq!(tries(Repeat::Safe, slow).await, 3);
    }

    #[tokio::test]
    async fn a_spent_day_and_a_refusal_are_never_repeated() {
        let until = "2026-01-16T08:00:00Z".parse().unwrap();
        assert_eq!(
            tries(Repeat::Safe, ApiError::QuotaSpent { call: "x", until }).await,
            1
        );
        assert_eq!(
            tries(Repeat::Safe, ApiError::NotFound { call: "x" }).await,
            1
        );
        assert_eq!(tries(Repeat::Safe, ApiError::malformed("x", "")).await, 1);
    }

    #[test]
    fn without_retry_after_the_first_wait_is_thirty_seconds() {
        let policy = RetryPolicy::default();
        assert_eq!(policy.slow_down(1, None), Some(Duration::from_secs(30)));
        assert_eq!(policy.slow_down(2, None), Some(Duration::from_secs(60)));
        assert_eq!(policy.slow_down(3, None), None);
        assert_eq!(
            policy.slow_down(1, Some(Duration::from_secs(7))),
            Some(Duration::from_secs(7))
        );
        assert_eq!(
            policy.slow_down(1, Some(Duration::from_secs(3600))),
            None,
            "an hour is the caller's to plan"
        );
    }

    proptest! {
        #[test]
        fn waits_grow_from_the_first_and_stay_under_the_longest(first_ms in 1_u64..5_000, tries in 1_usize..12) {
            let first_wait = Duration::from_millis(first_ms);
            let policy = RetryPolicy { first_wait, tries, ..RetryPolicy::default() };
            let waits: Vec<Duration> = policy.waits().collect();
            prop_assert_eq!(waits.len(), tries - 1);
            for (nth, wait) in waits.iter().enumerate() {
                let least = first_wait.saturating_mul(1 << nth).min(policy.longest_wait);
                prop_assert!(*wait >= least, "wait {} was {:?}, less than {:?}", nth, wait, least);
                prop_assert!(*wait <= policy.longest_wait);
            }
        }
    }
}
