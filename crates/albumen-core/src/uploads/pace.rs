//! How many bytes a second leave, all uploads together.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures::future::BoxFuture;
use google_photos::UploadPace;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

/// What leaves at once: a tenth of a second's worth, so that the line is used evenly and a change is felt soon.
const PARTS_OF_A_SECOND: u64 = 10;
/// Smaller pieces would cost more than they even out.
const LEAST_BYTES: u64 = 4 * 1024;

/// A limit that may be changed while bytes are under way.
#[derive(Debug)]
pub struct Pace {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Debug)]
struct State {
    limit_bytes_per_s: Option<u64>,
    /// When the next bytes may leave.
    free_at: Instant,
}

impl Pace {
    /// No limit.
    pub fn new() -> Self {
        Self {
            state: Mutex::new(State {
                limit_bytes_per_s: None,
                free_at: Instant::now(),
            }),
            changed: Notify::new(),
        }
    }

    /// Sets the limit, in bytes a second; none for none. Holds at once, also for bytes that wait already.
    pub fn set_limit(&self, limit_bytes_per_s: Option<u64>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.limit_bytes_per_s != limit_bytes_per_s {
            state.limit_bytes_per_s = limit_bytes_per_s;
            state.free_at = Instant::now();
            self.changed.notify_waiters();
        }
    }

    /// Takes a place in the line: how many bytes, and when they may leave. None where there is no limit.
    fn place(&self, wanted_bytes: usize) -> Option<(usize, Instant)> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let limit = state.limit_bytes_per_s?.max(1);
        let most = (limit / PARTS_OF_A_SECOND).max(LEAST_BYTES);
        let bytes = wanted_bytes.min(usize::try_from(most).unwrap_or(usize::MAX));
        let at = state.free_at.max(Instant::now());
        let micros = (bytes as u64).saturating_mul(1_000_000) / limit;
        state.free_at = at + Duration::from_micros(micros);
        Some((bytes, at))
    }
}

impl UploadPace for Pace {
    fn allow(&self, wanted_bytes: usize) -> BoxFuture<'_, usize> {
        Box::pin(async move {
            loop {
                let changed = self.changed.notified();
                let Some((bytes, at)) = self.place(wanted_bytes) else {
                    return wanted_bytes;
                };
                tokio::select! {
                    () = sleep_until(at) => return bytes,
                    // The line was begun anew.
                    () = changed => {}
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn all_of(pace: &Pace, bytes: usize) {
        let mut left = bytes;
        while left > 0 {
            left -= pace.allow(left.min(512 * 1024)).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn all_uploads_together_keep_to_the_limit() {
        let pace = Pace::new();
        pace.set_limit(Some(1_000_000));
        let began = Instant::now();
        tokio::join!(all_of(&pace, 3_000_000), all_of(&pace, 2_000_000));
        let took = began.elapsed().as_millis();
        assert!(
            (4_800..=5_100).contains(&took),
            "five seconds' worth by the clock of the test, not {took} ms"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_change_holds_for_bytes_that_wait_already() {
        let pace = Pace::new();
        pace.set_limit(Some(1_000));
        let began = Instant::now();
        let (_, ()) = tokio::join!(all_of(&pace, 1_000_000), async {
            tokio::time::sleep(Duration::from_secs(20)).await;
            pace.set_limit(None);
        });
        assert_eq!(
            began.elapsed().as_secs(),
            20,
            "the rest leaves as soon as there is no limit"
        );
    }
}
