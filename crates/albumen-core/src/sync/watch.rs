//! Looking without being asked.

use std::sync::Arc;
use std::time::Duration;

use google_photos::reach;
use rusqlite::Connection;
use tokio::sync::broadcast::error::RecvError;

use super::schedule::Due;
use super::{Depth, Inner};
use crate::connections::Signal;
use crate::error::CoreError;
use crate::view::{ConnectionHealth, ConnectionKey, ConnectionView, JobKind};
use crate::watching;

/// After a look this long nothing but a sign-in causes another: Google answering again is often noticed by a look itself.
const ENOUGH_MS: i64 = 60 * 1000;

/// How long the answer of a service may take that is only asked whether it is there.
const REACHED_WITHIN: Duration = Duration::from_secs(10);

/// Looks at the start, after sign-ins, when a service answers again, and when the time has come. Runs until the engine closes.
pub(super) async fn watch(inner: Arc<Inner>) {
    let mut signals = inner.connections.signals();
    let probing = Arc::clone(&inner);
    inner
        .frame
        .tasks
        .spawn_until_stopped(async move { probing.probe().await });
    loop {
        let pause = tokio::time::sleep(look_at_due(&inner).await);
        tokio::select! {
            () = pause => {}
            () = inner.set_off.notified() => {}
            signal = signals.recv() => match signal {
                Ok(Signal::SignedIn(key)) => begin(&inner, key, Depth::AsNeeded, true),
                Ok(Signal::Reachable(key)) if !is_fresh(&inner, key).await => begin(&inner, key, Depth::AsNeeded, false),
                Ok(Signal::Reachable(_)) => {}
                // What was missed is looked at when it is due.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            },
        }
    }
}

/// Begins what is due. Gives how long nothing will be, or less: the computer may sleep meanwhile, or its clock be set.
async fn look_at_due(inner: &Arc<Inner>) -> Duration {
    let tick = inner.frame.policy.sync_tick;
    match due_now(inner).await {
        Ok(wait) => wait.map_or(tick, |wait| wait.clamp(Duration::from_millis(1), tick)),
        Err(error) => {
            tracing::warn!(%error, "connections could not be read");
            tick
        }
    }
}

async fn due_now(inner: &Arc<Inner>) -> Result<Option<Duration>, CoreError> {
    let albums_every = inner.frame.policy.sync_every;
    let now_ms = inner.frame.clock.now_ms();
    let mut wakes_ms: Option<i64> = None;
    for connection in inner.connections.list().await? {
        let key = connection.key;
        if !is_able(&connection) || inner.is_out_of_requests(key).await? {
            continue;
        }
        let read = move |db: &Connection| watching::every_s(db, key);
        let every = Duration::from_secs(u64::from(inner.frame.index.read(read).await?));
        let due = inner.schedule().due(key, every, albums_every, now_ms);
        let depth = match due {
            Some(Due::All) => Some(Depth::AsNeeded),
            Some(Due::New) => Some(Depth::New),
            Some(Due::Albums) => Some(Depth::Albums),
            None => None,
        };
        if let Some(depth) = depth {
            // Order: taken note of before the task runs, or the next turn would begin another.
            inner.began(key, depth);
            begin(inner, key, depth, false);
        }
        let next_ms = inner.schedule().wakes_ms(key, every, albums_every);
        wakes_ms = wakes_ms.into_iter().chain(next_ms).min();
    }
    let wait_ms = wakes_ms.map(|at_ms| at_ms.saturating_sub(now_ms));
    Ok(wait_ms.map(|ms| Duration::from_millis(u64::try_from(ms).unwrap_or(0))))
}

/// One that is silent is not asked; [`Inner::probe`] finds out when it answers again.
fn is_able(connection: &ConnectionView) -> bool {
    let able = matches!(
        connection.health,
        ConnectionHealth::Connected | ConnectionHealth::ApiOff
    );
    able && !connection.syncing
}

/// Whether a service did not fall silent.
pub(super) async fn answers(inner: &Inner, key: ConnectionKey) -> bool {
    let known = inner.connections.get(key).await;
    known.is_ok_and(|connection| connection.health != ConnectionHealth::Offline)
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

fn begin(inner: &Arc<Inner>, key: ConnectionKey, depth: Depth, shown: bool) {
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
        .spawn(async move { task.run(key, depth, job).await });
}

impl Inner {
    /// Tries again and again whether services that fell silent are there: without credentials, which counts against no quota.
    async fn probe(&self) {
        loop {
            tokio::time::sleep(self.frame.policy.probe_every).await;
            let Ok(all) = self.connections.list().await else {
                continue;
            };
            let silent = |connection: &&ConnectionView| {
                connection.health == ConnectionHealth::Offline && !connection.syncing
            };
            for connection in all.iter().filter(silent) {
                let Ok(endpoints) = self.connections.endpoints(connection.key).await else {
                    continue;
                };
                if reach(&endpoints, REACHED_WITHIN).await.is_ok() {
                    self.connections.heard_from(connection.key);
                }
            }
        }
    }
}
