//! Looking without being asked.

use std::sync::Arc;
use std::time::Duration;

use rand::Rng as _;
use tokio::sync::broadcast::error::RecvError;

use super::{Depth, Inner};
use crate::connections::Signal;
use crate::view::{ConnectionHealth, ConnectionKey, JobKind};

/// After a look this long nothing but a sign-in causes another: Google answering again is often noticed by a look itself.
const ENOUGH_MS: i64 = 60 * 1000;

/// Looks at the start, after sign-ins, when a service answers again, and every so often. Runs until the engine closes.
pub(super) async fn watch(inner: Arc<Inner>) {
    let mut signals = inner.connections.signals();
    look_at_all(&inner).await;
    loop {
        let pause = tokio::time::sleep(next_pause(inner.frame.policy.sync_every));
        tokio::select! {
            () = pause => look_at_all(&inner).await,
            signal = signals.recv() => match signal {
                Ok(Signal::SignedIn(key)) => begin(&inner, key, true),
                Ok(Signal::Reachable(key)) if !is_fresh(&inner, key).await => begin(&inner, key, false),
                Ok(Signal::Reachable(_)) => {}
                Err(RecvError::Lagged(_)) => look_at_all(&inner).await,
                Err(RecvError::Closed) => return,
            },
        }
    }
}

/// A tenth more or less, so that not all programs ask at the same minute.
fn next_pause(every: Duration) -> Duration {
    every.mul_f64(rand::rng().random_range(0.9..1.1))
}

async fn look_at_all(inner: &Arc<Inner>) {
    match inner.connections.list().await {
        Ok(all) => {
            let able = |health| {
                matches!(
                    health,
                    ConnectionHealth::Connected
                        | ConnectionHealth::Offline
                        | ConnectionHealth::ApiOff
                )
            };
            for connection in all.iter().filter(|connection| able(connection.health)) {
                begin(inner, connection.key, false);
            }
        }
        Err(error) => tracing::warn!(%error, "connections could not be read"),
    }
}

async fn is_fresh(inner: &Arc<Inner>, key: ConnectionKey) -> bool {
    let known = inner.connections.get(key).await;
    known.is_ok_and(|connection| {
        connection.syncing
            || connection
                .synced_ms
                .is_some_and(|at_ms| inner.frame.clock.now_ms() - at_ms < ENOUGH_MS)
    })
}

fn begin(inner: &Arc<Inner>, key: ConnectionKey, shown: bool) {
    let jobs = &inner.frame.jobs;
    let job = if shown {
        jobs.begin(JobKind::Sync)
    } else {
        jobs.begin_quietly()
    };
    let task = Arc::clone(inner);
    inner
        .frame
        .tasks
        .spawn(async move { task.run(key, Depth::AsNeeded, job).await });
}
