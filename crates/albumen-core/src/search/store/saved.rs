//! Searches that the person kept.

use rusqlite::{Connection, params};

use crate::index::IndexError;
use crate::view::{ConnectionKey, SavedSearch, SearchKey};

/// All of a connection, by name.
pub(in crate::search) fn saved(
    db: &Connection,
    connection: ConnectionKey,
) -> Result<Vec<SavedSearch>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT id, name, text FROM searches WHERE connection_id = ? ORDER BY name COLLATE NOCASE, id",
    )?;
    let read = |row: &rusqlite::Row<'_>| {
        Ok(SavedSearch {
            key: SearchKey(row.get(0)?),
            name: row.get(1)?,
            text: row.get(2)?,
        })
    };
    Ok(query
        .query_map([connection.0], read)?
        .collect::<Result<_, _>>()?)
}

pub(in crate::search) fn save(
    tx: &Connection,
    connection: ConnectionKey,
    name: &str,
    text: &str,
) -> Result<SearchKey, IndexError> {
    let mut query = tx.prepare_cached(
        "INSERT INTO searches (connection_id, name, text) VALUES (?, ?, ?) RETURNING id",
    )?;
    Ok(SearchKey(
        query.query_row(params![connection.0, name, text], |row| row.get(0))?,
    ))
}

/// Gives whether it is there.
pub(in crate::search) fn rename(
    tx: &Connection,
    key: SearchKey,
    name: &str,
) -> Result<bool, IndexError> {
    let mut query = tx.prepare_cached("UPDATE searches SET name = ?2 WHERE id = ?1")?;
    Ok(query.execute(params![key.0, name])? > 0)
}

/// Gives whether it was there.
pub(in crate::search) fn remove(tx: &Connection, key: SearchKey) -> Result<bool, IndexError> {
    let mut query = tx.prepare_cached("DELETE FROM searches WHERE id = ?")?;
    Ok(query.execute([key.0])? > 0)
}
