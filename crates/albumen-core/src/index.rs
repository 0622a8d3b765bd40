//! The local index: one SQLite file, one writer, a few readers. What is read here never waits for the network.

mod error;
mod migrate;
mod open;
mod readers;
mod writer;

use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, Transaction};

pub use error::IndexError;

use crate::events::Events;
use readers::Readers;
use writer::Writer;

/// How many connections read beside each other.
const READERS: u32 = 4;

/// The local index. Clones share the file.
#[derive(Clone)]
pub(crate) struct Index {
    writer: Arc<Writer>,
    readers: Arc<Readers>,
    events: Events,
}

impl Index {
    /// Opens the file, makes it where there is none and brings it to the newest schema. Blocks.
    ///
    /// Errors: `NewerThanApp` (the file is untouched), `ReadOnly`, `DiskFull`, `Damaged`, `Sqlite`.
    pub(crate) fn open(file: &Path, events: Events) -> Result<Self, IndexError> {
        let mut first = open::for_writing(file)?;
        migrate::migrate(&mut first).map_err(|error| error.at(file))?;
        let readers = Readers::open(file, READERS)?;
        Ok(Self {
            writer: Arc::new(Writer::start(first, file)?),
            readers: Arc::new(readers),
            events,
        })
    }

    /// Reads. The closure runs on the blocking pool and must not write.
    pub(crate) async fn read<T, F>(&self, work: F) -> Result<T, IndexError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, IndexError> + Send + 'static,
    {
        self.readers.read(work).await
    }

    /// Writes in one transaction: all of it or, when the closure fails, nothing. Listeners hear of it after the commit,
    /// if a row changed.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T, IndexError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, IndexError> + Send + 'static,
    {
        let (value, changed) = self.writer.run(work, false).await?;
        if changed {
            self.events.index_changed();
        }
        Ok(value)
    }

    /// Writes what no view shows by itself: counters, marks of use, offsets. Nobody hears of it.
    pub(crate) async fn write_quietly<T, F>(&self, work: F) -> Result<T, IndexError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, IndexError> + Send + 'static,
    {
        Ok(self.writer.run(work, false).await?.0)
    }

    /// Writes in one transaction. Listeners hear of it after the commit if the closure says that something shown changed.
    pub(crate) async fn write_telling<T, F>(&self, work: F) -> Result<T, IndexError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<(T, bool), IndexError> + Send + 'static,
    {
        Ok(self.told(self.writer.run(work, false).await?.0))
    }

    /// As [`Index::write_telling`], for thousands of rows: no other work is in the same transaction.
    pub(crate) async fn write_much<T, F>(&self, work: F) -> Result<T, IndexError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<(T, bool), IndexError> + Send + 'static,
    {
        Ok(self.told(self.writer.run(work, true).await?.0))
    }

    fn told<T>(&self, (value, tell): (T, bool)) -> T {
        if tell {
            self.events.index_changed();
        }
        value
    }

    /// Folds the log into the file, so that nothing that was overwritten stays behind in it.
    pub(crate) async fn fold_in(&self) -> Result<(), IndexError> {
        self.writer.fold_in().await
    }

    /// Ends the readers, writes what is still waiting, folds the log into the file and ends the writer. Later calls fail
    /// with `Closed`.
    pub(crate) async fn close(&self) {
        // Order: the log can be folded in only when nobody reads from it.
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// An index of the newest schema that is nowhere.
#[cfg(test)]
pub(crate) fn memory() -> Connection {
    let mut db = Connection::open_in_memory().expect("memory");
    migrate::migrate(&mut db).expect("the schema holds");
    db
}

/// A file of the newest schema, set up as it is for the writer.
#[cfg(test)]
pub(crate) fn open_for_tests(file: &Path) -> Connection {
    let mut db = open::for_writing(file).expect("a file");
    migrate::migrate(&mut db).expect("the schema holds");
    db
}

#[cfg(test)]
mod migration_tests;
/// An index of the newest schema in a file, for a test that needs no more than one connection.
#[cfg(test)]
pub(crate) fn file(path: &Path) -> Connection {
    let mut db = open::for_writing(path).expect("a new file");
    migrate::migrate(&mut db).expect("the schema holds");
    db
}

#[cfg(test)]
mod tests;
