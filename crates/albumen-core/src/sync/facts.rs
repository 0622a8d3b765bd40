//! How the library on this computer stands.

use rusqlite::{Connection, OptionalExtension as _};

use super::Sync;
use super::store;
use crate::error::CoreError;
use crate::index::IndexError;
use crate::view::{ConnectionKey, LibraryFacts};

impl Sync {
    /// How the library of the current connection stands on this computer.
    ///
    /// Errors: `NoConnection`.
    pub async fn facts(&self) -> Result<LibraryFacts, CoreError> {
        let connections = &self.inner.connections;
        let key = connections
            .current()
            .await?
            .ok_or(CoreError::NoConnection)?;
        let index_bytes = index_bytes(self.inner.frame.paths.index()).await;
        let read = move |db: &Connection| facts(db, key, index_bytes);
        Ok(self.inner.frame.index.read(read).await?)
    }
}

fn facts(
    db: &Connection,
    key: ConnectionKey,
    index_bytes: u64,
) -> Result<LibraryFacts, IndexError> {
    let (items, missing): (u32, u32) = db
        .prepare_cached(
            "SELECT coalesce(sum(items), 0), coalesce(sum(missing), 0) FROM days WHERE connection_id = ?",
        )?
        .query_row([key.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let looked_ms = db
        .prepare_cached("SELECT synced_ms FROM connections WHERE id = ?")?
        .query_row([key.0], |row| row.get(0))
        .optional()?
        .flatten();
    let pictures_bytes: i64 = db
        .prepare_cached("SELECT bytes FROM picture_totals")?
        .query_row([], |row| row.get(0))?;
    let standing = store::standing(db, key)?;
    let percent = |seen: u64| {
        let percent = seen.saturating_mul(100) / u64::from(items.max(1));
        u32::try_from(percent.min(99)).unwrap_or(99)
    };
    Ok(LibraryFacts {
        items,
        missing,
        looked_ms,
        compared_ms: standing.compared_ms,
        comparing_percent: standing
            .comparing
            .filter(|_| standing.first_ms.is_some())
            .map(|at| percent(at.seen)),
        index_bytes,
        pictures_bytes: u64::try_from(pictures_bytes).unwrap_or(0),
    })
}

/// How many items of a connection are shown.
pub(super) fn items(db: &Connection, key: ConnectionKey) -> Result<u64, IndexError> {
    let items: i64 = db
        .prepare_cached("SELECT coalesce(sum(items), 0) FROM days WHERE connection_id = ?")?
        .query_row([key.0], |row| row.get(0))?;
    Ok(u64::try_from(items).unwrap_or(0))
}

/// The file and its log.
async fn index_bytes(file: std::path::PathBuf) -> u64 {
    let mut log = file.clone().into_os_string();
    log.push("-wal");
    let mut bytes = 0;
    for file in [file, log.into()] {
        bytes += tokio::fs::metadata(file)
            .await
            .map_or(0, |found| found.len());
    }
    bytes
}
