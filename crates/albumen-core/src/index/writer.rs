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
                if let Err(error) = db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)") {
                    tracing::warn!(%error, "the index was closed without folding its log in");
                }
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
        let job: Work = Box::new(move |db| {
            let outcome = catch_unwind(AssertUnwindSafe(|| transact(db, work)));
            // Whoever asked may have gone; the transaction stands all the same.
            let _ = give.send(outcome);
        });
        self.queue
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_ref()
            .ok_or(IndexError::Closed)?
            .send(job)
            .map_err(|_| IndexError::Closed)?;
        match take.await.map_err(|_| IndexError::Closed)? {
            Ok(result) => result.map_err(|error| error.at(&self.file)),
            Err(panic) => resume_unwind(panic),
        }
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
