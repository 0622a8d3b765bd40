//! Reads words into the full text in the background, a little at a time: after the window is up, and never for long.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use super::{Inner, store};
use crate::error::CoreError;

/// How many items are read in one transaction.
const PIECE: u32 = 1_000;
/// The shortest pause between two pieces; a long piece is followed by a pause as long as itself.
const PAUSE: Duration = Duration::from_millis(5);
/// How long it rests where nobody says that something changed.
const REST: Duration = Duration::from_secs(60);
/// How soon after a change it looks: more will follow.
const SOON: Duration = Duration::from_millis(300);
/// So many new items within a pause mean that a sync is filling the index, which shall not be held up.
const FILLING: i64 = 500;

/// Reads until the engine closes.
pub(super) async fn read_along(inner: Arc<Inner>) {
    tokio::time::sleep(inner.frame.policy.search.reads_after).await;
    let mut events = inner.frame.events.listen();
    let last_seen = AtomicI64::new(0);
    loop {
        let began = Instant::now();
        if inner.is_filling(&last_seen).await {
            tokio::time::sleep(Duration::from_secs(1)).await;
            continue;
        }
        match inner.read_some().await {
            Ok(true) => tokio::time::sleep(began.elapsed().max(PAUSE)).await,
            Ok(false) => {
                // Being too slow for events is as good a reason to look again as an event.
                let _ = tokio::time::timeout(REST, events.recv()).await;
                tokio::time::sleep(SOON).await;
            }
            Err(CoreError::Closed) => return,
            Err(error) => {
                tracing::warn!(code = error.code(), "words were not read");
                tokio::time::sleep(REST).await;
            }
        }
    }
}

impl Inner {
    /// Whether many items came since the last time.
    async fn is_filling(&self, last_seen: &AtomicI64) -> bool {
        let Ok(state) = self.frame.index.read(store::state).await else {
            return false;
        };
        let before = last_seen.swap(state.last, Ordering::Relaxed);
        before > 0 && state.last - before >= FILLING
    }

    /// Reads a piece. Gives whether there may be more.
    pub(super) async fn read_some(self: &Arc<Self>) -> Result<bool, CoreError> {
        let state = self.frame.index.read(store::state).await?;
        let inner = Arc::clone(self);
        if state.todo > 0 {
            let drain =
                move |tx: &rusqlite::Transaction<'_>| store::drain(tx, &inner.words.tokens, PIECE);
            self.frame.index.write_quietly(drain).await?;
            return Ok(true);
        }
        if !state.all_read() {
            let read = move |tx: &rusqlite::Transaction<'_>| {
                store::read_piece(tx, &inner.words.tokens, PIECE)?;
                let after = store::state(tx)?;
                // What is shown of it are its percents; ten are a step.
                let tell = after.percent() / 10 != state.percent() / 10;
                Ok(((), tell))
            };
            self.frame.index.write_much(read).await?;
            return Ok(true);
        }
        if !state.tidy {
            // The first step after a start begins anew: what was brought together before stays so.
            let begin = !self.tidying.swap(true, Ordering::Relaxed);
            let tidy = move |tx: &rusqlite::Transaction<'_>| store::tidy(tx, begin);
            return Ok(self.frame.index.write_quietly(tidy).await?);
        }
        self.tidying.store(false, Ordering::Relaxed);
        Ok(false)
    }
}
