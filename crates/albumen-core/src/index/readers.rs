//! The readers: a few connections that are lent out one at a time.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use super::{IndexError, open};

/// Connections that only read.
pub(super) struct Readers {
    idle: Arc<Mutex<Vec<Connection>>>,
    free: Arc<Semaphore>,
    count: u32,
}

impl Readers {
    pub(super) fn open(file: &Path, count: u32) -> Result<Self, IndexError> {
        let idle = (0..count)
            .map(|_| open::for_reading(file))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            idle: Arc::new(Mutex::new(idle)),
            free: Arc::new(Semaphore::new(count as usize)),
            count,
        })
    }

    pub(super) async fn read<T, F>(&self, work: F) -> Result<T, IndexError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, IndexError> + Send + 'static,
    {
        let permit = Arc::clone(&self.free)
            .acquire_owned()
            .await
            .map_err(|_| IndexError::Closed)?;
        let idle = Arc::clone(&self.idle);
        let task = tokio::task::spawn_blocking(move || {
            // Order: the permit goes back after the connection, so that whoever gets one finds the other.
            let _permit = permit;
            let lent = Lent::take(&idle)?;
            work(lent.db()?)
        });
        match task.await {
            Ok(result) => result,
            Err(failed) => match failed.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_) => Err(IndexError::Closed),
            },
        }
    }
}

impl Readers {
    /// Waits for who reads and closes the connections. Later reads fail with `Closed`.
    pub(super) async fn close(&self) {
        // All of them, so that none is lent out. An error means that they were closed before.
        let all = self.free.acquire_many(self.count).await;
        self.free.close();
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        drop(all);
    }
}

/// A connection that goes back when it is dropped, whatever happened meanwhile.
struct Lent<'a> {
    from: &'a Mutex<Vec<Connection>>,
    db: Option<Connection>,
}

impl<'a> Lent<'a> {
    fn take(from: &'a Mutex<Vec<Connection>>) -> Result<Self, IndexError> {
        let db = from.lock().unwrap_or_else(PoisonError::into_inner).pop();
        db.map(|db| Self { from, db: Some(db) })
            .ok_or(IndexError::Closed)
    }

    fn db(&self) -> Result<&Connection, IndexError> {
        self.db.as_ref().ok_or(IndexError::Closed)
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let Some(db) = self.db.take() {
            self.from
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(db);
        }
    }
}
