//! The writer: one thread, one connection, one transaction after the other. What waits at the same time shares a commit:
//! a commit costs a wait for the disk, and many small moves of the upload queue come together.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, mpsc};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use super::IndexError;

/// How many works share one commit at most, so that nobody waits long for the others.
const MOST_IN_ONE: usize = 32;

enum Work {
    Write(Box<dyn Write>),
    FoldIn(oneshot::Sender<()>),
}

/// A piece of work: it runs in a transaction, and hears whether that was committed.
trait Write: Send {
    /// Whether it wants a transaction of its own.
    fn is_large(&self) -> bool;
    /// Gives whether what it wrote shall stay.
    fn run(&mut self, tx: &Transaction<'_>) -> bool;
    /// The commit is over.
    fn settle(self: Box<Self>, committed: Result<(), IndexError>);
}

type Outcome<T> = Result<Result<(T, bool), IndexError>, Box<dyn Any + Send>>;

struct One<T, F> {
    work: Option<F>,
    is_large: bool,
    outcome: Option<Outcome<T>>,
    give: oneshot::Sender<Outcome<T>>,
}

impl<T, F> Write for One<T, F>
where
    T: Send,
    F: FnOnce(&Transaction<'_>) -> Result<T, IndexError> + Send,
{
    fn is_large(&self) -> bool {
        self.is_large
    }

    fn run(&mut self, tx: &Transaction<'_>) -> bool {
        let Some(work) = self.work.take() else {
            return false;
        };
        let before = tx.total_changes();
        let outcome = catch_unwind(AssertUnwindSafe(|| work(tx)));
        let outcome =
            outcome.map(|result| result.map(|value| (value, tx.total_changes() != before)));
        let stays = matches!(outcome, Ok(Ok(_)));
        self.outcome = Some(outcome);
        stays
    }

    fn settle(self: Box<Self>, committed: Result<(), IndexError>) {
        let outcome = match (self.outcome, committed) {
            (Some(Ok(Ok(_))), Err(error)) => Ok(Err(error)),
            (Some(outcome), _) => outcome,
            (None, committed) => Ok(Err(committed.err().unwrap_or(IndexError::Closed))),
        };
        // Whoever asked may have gone; the transaction stands all the same.
        let _ = self.give.send(outcome);
    }
}

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
                work_off(&mut db, &receiver);
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

    /// Runs a work in a transaction, which a large one shares with no other. Gives its value and whether a row changed.
    pub(super) async fn run<T, F>(&self, work: F, is_large: bool) -> Result<(T, bool), IndexError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, IndexError> + Send + 'static,
    {
        let (give, take) = oneshot::channel();
        self.send(Work::Write(Box::new(One {
            work: Some(work),
            is_large,
            outcome: None,
            give,
        })))?;
        match take.await.map_err(|_| IndexError::Closed)? {
            Ok(result) => result.map_err(|error| error.at(&self.file)),
            Err(panic) => resume_unwind(panic),
        }
    }

    /// Folds the log into the file and empties it, after what is queued already.
    pub(super) async fn fold_in(&self) -> Result<(), IndexError> {
        let (give, take) = oneshot::channel();
        self.send(Work::FoldIn(give))?;
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

fn work_off(db: &mut Connection, queue: &mpsc::Receiver<Work>) {
    while let Ok(first) = queue.recv() {
        let mut next = Some(first);
        while let Some(work) = next.take() {
            match work {
                Work::FoldIn(give) => {
                    fold_in(db);
                    let _ = give.send(());
                }
                Work::Write(large) if large.is_large() => transact(db, vec![large]),
                Work::Write(first) => {
                    let mut works = vec![first];
                    while works.len() < MOST_IN_ONE && next.is_none() {
                        match queue.try_recv() {
                            Ok(Work::Write(write)) if !write.is_large() => works.push(write),
                            Ok(other) => next = Some(other),
                            Err(_) => break,
                        }
                    }
                    transact(db, works);
                }
            }
        }
    }
}

/// Runs works in one transaction, each within a savepoint of its own: one that fails takes nothing of the others with it.
///
/// One that is alone needs none, and pays none: within a savepoint SQLite holds every page that the work changes in memory a
/// second time, and every statement with a trigger walks through all of them.
fn transact(db: &mut Connection, mut works: Vec<Box<dyn Write>>) {
    let committed = (|| -> Result<(), rusqlite::Error> {
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let [work] = works.as_mut_slice() {
            return if work.run(&tx) {
                tx.commit()
            } else {
                tx.rollback()
            };
        }
        for work in &mut works {
            tx.execute_batch("SAVEPOINT work")?;
            if !work.run(&tx) && !tx.is_autocommit() {
                tx.execute_batch("ROLLBACK TO work")?;
            }
            // SQLite gives a whole transaction up where the disk is full; this fails then, and so do all.
            tx.execute_batch("RELEASE work")?;
        }
        tx.commit()
    })();
    for work in works {
        work.settle(again(&committed));
    }
}

/// The same outcome for one more of those who shared it.
fn again(committed: &Result<(), rusqlite::Error>) -> Result<(), IndexError> {
    match committed {
        Ok(()) => Ok(()),
        Err(rusqlite::Error::SqliteFailure(code, message)) => {
            Err(rusqlite::Error::SqliteFailure(*code, message.clone()).into())
        }
        Err(error) => Err(rusqlite::Error::ToSqlConversionFailure(error.to_string().into()).into()),
    }
}
