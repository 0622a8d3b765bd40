//! The writer: one thread, one connection, one transaction after the other.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, mpsc};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use super::IndexError;

type Work = Box<dyn FnOnce(&mut Connection) + Send>;

/// Hands work to the one thread that writes.
pub(super) struct Writer {
    queue: Mutex<Option<mpsc::Sender<Work>>>,
    ended: tokio::sync::Mutex<Option<oneshot::Receiver<()>>>,
    file: PathBuf,
}

impl Writer {
    pub(super) fn start(mut db: Connection, file: &Path) -> Result<Self, IndexError> {
        let (sender, receiver) = mpsc::channel::<Work>();
        let (end, ended) = oneshot::channel();
        std::thread::Builder::new()
            .name("index-writer".to_owned())
            .spawn(move || {
                for work in receiver {
                    work(&mut db);
                }
                fold_in(&db);
                drop(db);
                let _ = end.send(());
            })
            .map_err(|_| IndexError::Closed)?;
        Ok(Self {
            queue: Mutex::new(Some(sender)),
            ended: tokio::sync::Mutex::new(Some(ended)),
            file: file.to_owned(),
        })
    }

    /// Runs one transaction. Gives its value and whether a row changed.
    pub(super) async fn run<T, F>(&self, work: F) -> Result<(T, bool), IndexError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, IndexError> + Send + 'static,
    {
        let (give, take) = oneshot::channel();
        self.send(Box::new(move |db| {
            let outcome = catch_unwind(AssertUnwindSafe(|| transact(db, work)));
            // Whoever asked may have gone; the transaction stands all the same.
            let _ = give.send(outcome);
        }))?;
        match take.await.map_err(|_| IndexError::Closed)? {
            Ok(result) => result.map_err(|error| error.at(&self.file)),
            Err(panic) => resume_unwind(panic),
        }
    }

    /// Folds the log into the file and empties it, after what is queued already.
    pub(super) async fn fold_in(&self) -> Result<(), IndexError> {
        let (give, take) = oneshot::channel();
        self.send(Box::new(move |db| {
            fold_in(db);
            let _ = give.send(());
        }))?;
        take.await.map_err(|_| IndexError::Closed)
    }

    fn send(&self, work: Work) -> Result<(), IndexError> {
        self.queue
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_ref()
            .ok_or(IndexError::Closed)?
            .send(work)
            .map_err(|_| IndexError::Closed)
    }

    /// Ends the thread after what is queued already.
    pub(super) async fn close(&self) {
        drop(
            self.queue
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
        if let Some(ended) = self.ended.lock().await.take() {
            let _ = ended.await;
        }
    }
}

/// A reader in the middle of a row leaves the log as it is; the next time does it.
fn fold_in(db: &Connection) {
    if let Err(error) = db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)") {
        tracing::warn!(%error, "the log of the index was not folded in");
    }
}

fn transact<T>(
    db: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, IndexError>,
) -> Result<(T, bool), IndexError> {
    let before = db.total_changes();
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let value = work(&tx)?;
    tx.commit()?;
    Ok((value, db.total_changes() != before))
}
