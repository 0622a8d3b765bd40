//! What Google answered to its own filters.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::index::IndexError;
use crate::view::{ConnectionKey, ItemKey};

/// An answer that was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::search) struct List {
    pub(in crate::search) id: i64,
    pub(in crate::search) asked_ms: i64,
}

/// The answer to a filter, where one was kept.
pub(in crate::search) fn list(
    db: &Connection,
    connection: ConnectionKey,
    filter: &str,
) -> Result<Option<List>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT id, asked_ms FROM google_lists WHERE connection_id = ? AND filter = ?",
    )?;
    Ok(query
        .query_row(params![connection.0, filter], |row| {
            Ok(List {
                id: row.get(0)?,
                asked_ms: row.get(1)?,
            })
        })
        .optional()?)
}

/// Keeps an answer in place of the one before.
pub(in crate::search) fn keep_list(
    tx: &Connection,
    connection: ConnectionKey,
    filter: &str,
    items: &[ItemKey],
    now_ms: i64,
) -> Result<(), IndexError> {
    let mut list = tx.prepare_cached(
        "INSERT INTO google_lists (connection_id, filter, asked_ms) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET asked_ms = ?3 RETURNING id",
    )?;
    let id: i64 = list.query_row(params![connection.0, filter, now_ms], |row| row.get(0))?;
    tx.prepare_cached("DELETE FROM google_list_items WHERE list_id = ?")?
        .execute([id])?;
    let mut insert = tx.prepare_cached(
        "INSERT OR IGNORE INTO google_list_items (list_id, item_id) VALUES (?, ?)",
    )?;
    for item in items {
        insert.execute([id, item.0])?;
    }
    Ok(())
}

/// The places of what an answer holds and Google shows, the newest first.
pub(in crate::search) fn places_of(db: &Connection, list: i64) -> Result<Vec<i64>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT m.place FROM google_list_items g JOIN media_items m ON m.id = g.item_id
         WHERE g.list_id = ? AND m.missing_since_ms IS NULL ORDER BY m.place DESC",
    )?;
    Ok(query
        .query_map([list], |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}
