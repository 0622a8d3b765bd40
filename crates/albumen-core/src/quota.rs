//! How many requests were sent, by connection and Pacific day. Counting never holds a request up.

pub(crate) mod rules;
mod store;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use google_photos::{RequestKind, RequestObserver};

use crate::clock::Clock;
use crate::error::CoreError;
use crate::index::Index;
use crate::view::{ConnectionKey, QuotaView};
use rules::Counted;

/// How long counts may wait in memory. A kill loses no more than these.
const WRITE_AFTER: Duration = Duration::from_millis(300);

/// The counters. Clones share them.
#[derive(Clone)]
pub(crate) struct Quota {
    inner: Arc<Inner>,
}

struct Inner {
    index: Index,
    clock: Clock,
    waiting: Mutex<HashMap<(ConnectionKey, String), Counted>>,
    /// What is being written down. Who counts in between counts it from here: rather twice than not at all.
    writing: tokio::sync::Mutex<()>,
    under_way: Mutex<HashMap<(ConnectionKey, String), Counted>>,
}

impl Quota {
    pub(crate) fn new(index: Index, clock: Clock) -> Self {
        Self {
            inner: Arc::new(Inner {
                index,
                clock,
                waiting: Mutex::default(),
                writing: tokio::sync::Mutex::default(),
                under_way: Mutex::default(),
            }),
        }
    }

    /// What the client of a connection tells of its requests.
    pub(crate) fn observer(&self, connection: ConnectionKey) -> Arc<dyn RequestObserver> {
        Arc::new(OneConnection {
            quota: self.clone(),
            connection,
        })
    }

    /// Requests of the current Pacific day.
    pub(crate) async fn today(&self, connection: ConnectionKey) -> Result<QuotaView, CoreError> {
        self.write_down().await?;
        let now_ms = self.inner.clock.now_ms();
        let day = rules::pacific_day(now_ms);
        let (own, project) = self
            .inner
            .index
            .read(move |db| {
                let own = store::requests(db, connection, &day)?;
                Ok((own, store::project_counted(db, connection, &day)?))
            })
            .await?;
        Ok(rules::view(own, project, now_ms))
    }

    /// Requests of the current Pacific day, of all connections of the project: what is written down and what waits in memory.
    pub(crate) async fn project_today(&self, connection: ConnectionKey) -> Result<u32, CoreError> {
        Ok(self.project_counted(connection).await?.requests)
    }

    /// The same with loads of bytes.
    pub(crate) async fn project_counted(
        &self,
        connection: ConnectionKey,
    ) -> Result<Counted, CoreError> {
        let day = rules::pacific_day(self.inner.clock.now_ms());
        let of_day = day.clone();
        let project = self
            .inner
            .index
            .read(move |db| store::project(db, connection))
            .await?;
        let mine = |(key, of): &(ConnectionKey, String)| *of == day && project.contains(key);
        let count = |counted: &HashMap<(ConnectionKey, String), Counted>| -> Counted {
            let mine = counted.iter().filter(|(key, _)| mine(key));
            mine.fold(Counted::default(), |sum, (_, counted)| sum.plus(*counted))
        };
        // Order: memory before the index. What is written down in between counts twice for a moment.
        let unwritten = count(&self.lock()).plus(count(&self.under_way()));
        let written = self
            .inner
            .index
            .read(move |db| store::project_counted(db, connection, &of_day))
            .await?;
        Ok(written.plus(unwritten))
    }

    /// Writes down what is waiting in memory.
    pub(crate) async fn write_down(&self) -> Result<(), CoreError> {
        let _one_at_a_time = self.inner.writing.lock().await;
        let waiting: Vec<_> = {
            let mut waiting = self.lock();
            *self.under_way() = waiting.clone();
            waiting.drain().collect()
        };
        if waiting.is_empty() {
            return Ok(());
        }
        let written = self
            .inner
            .index
            .write_quietly(move |tx| store::add(tx, &waiting))
            .await;
        self.under_way().clear();
        written?;
        Ok(())
    }

    fn count(&self, connection: ConnectionKey, kind: RequestKind) {
        let day = rules::pacific_day(self.inner.clock.now_ms());
        let mut waiting = self.lock();
        let first = waiting.is_empty();
        waiting.entry((connection, day)).or_default().add(kind);
        drop(waiting);
        if let (true, Ok(runtime)) = (first, tokio::runtime::Handle::try_current()) {
            let quota = self.clone();
            runtime.spawn(async move {
                tokio::time::sleep(WRITE_AFTER).await;
                if let Err(error) = quota.write_down().await {
                    tracing::debug!(%error, "requests were not counted");
                }
            });
        }
    }

    fn under_way(&self) -> std::sync::MutexGuard<'_, HashMap<(ConnectionKey, String), Counted>> {
        self.inner
            .under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<(ConnectionKey, String), Counted>> {
        self.inner
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

struct OneConnection {
    quota: Quota,
    connection: ConnectionKey,
}

impl RequestObserver for OneConnection {
    fn request_sent(&self, kind: RequestKind, _method: &'static str) {
        self.quota.count(self.connection, kind);
    }
}
