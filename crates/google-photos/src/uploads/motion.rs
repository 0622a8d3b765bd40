//! Whether the bytes of one upload still move, and what stopped them.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::error::ApiError;

/// Shared by the body that is sent and the request that waits for its answer.
#[derive(Debug)]
pub(crate) struct Motion(Mutex<State>);

#[derive(Debug)]
struct State {
    moved_at: Instant,
    trouble: Option<ApiError>,
}

impl Motion {
    pub fn new() -> Self {
        Self(Mutex::new(State {
            moved_at: Instant::now(),
            trouble: None,
        }))
    }

    /// Another try begins.
    pub fn begin(&self) {
        *self.state() = State {
            moved_at: Instant::now(),
            trouble: None,
        };
    }

    /// Bytes left.
    pub fn moved(&self) {
        self.state().moved_at = Instant::now();
    }

    /// The file is the reason why the body ends early.
    pub fn stop(&self, trouble: ApiError) {
        self.state().trouble = Some(trouble);
    }

    /// Returns once nothing has moved for so long.
    pub async fn stood_still(&self, limit: Duration) {
        loop {
            let deadline = self.state().moved_at + limit;
            if Instant::now() >= deadline {
                return;
            }
            sleep_until(deadline).await;
        }
    }

    /// The outcome of the request, or what was wrong with the file, which is the better reason.
    pub fn judge<T>(&self, outcome: Result<T, ApiError>) -> Result<T, ApiError> {
        match (outcome, self.state().trouble.take()) {
            (Err(_), Some(trouble)) => Err(trouble),
            (outcome, _) => outcome,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
