//! The last check of each connection, as a row of `settings`.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::index::IndexError;
use crate::view::{ConnectionKey, DoctorView};

fn name(connection: ConnectionKey) -> String {
    // Settings of one connection end in its key, and go with it.
    format!("doctor@{}", connection.0)
}

/// Keeps a check in place of the one before. Where its connection was removed meanwhile, nothing is kept.
pub(super) fn keep(db: &Connection, view: &DoctorView) -> Result<(), IndexError> {
    // A view is plain data, which always has a JSON form.
    let json = serde_json::to_string(view).unwrap_or_default();
    db.execute(
        "INSERT INTO settings SELECT ?1, ?2 FROM connections WHERE id = ?3
         ON CONFLICT DO UPDATE SET value = excluded.value",
        params![name(view.connection), json, view.connection.0],
    )?;
    Ok(())
}

/// The last check. One of another version is as good as none: the next is a click away.
pub(super) fn last(
    db: &Connection,
    connection: ConnectionKey,
) -> Result<Option<DoctorView>, IndexError> {
    let mut query = db.prepare_cached("SELECT value FROM settings WHERE name = ?")?;
    let json: Option<String> = query
        .query_row([name(connection)], |row| row.get(0))
        .optional()?;
    Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
}
