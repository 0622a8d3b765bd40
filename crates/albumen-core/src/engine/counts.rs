//! The numbers beside the rows of the rail.

use rusqlite::Connection;

use crate::index::IndexError;
use crate::view::{ConnectionKey, Counts};

/// Counts of one connection.
pub(super) fn of(db: &Connection, key: ConnectionKey) -> Result<Counts, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT (SELECT coalesce(sum(items), 0) FROM days WHERE connection_id = ?1),
                (SELECT count(*) FROM albums
                  WHERE connection_id = ?1 AND google_id IS NOT NULL AND missing_since_ms IS NULL),
                (SELECT count(*) FROM links WHERE connection_id = ?1),
                (SELECT count(*) FROM uploads
                  WHERE connection_id = ?1 AND stage NOT IN ('done', 'skipped', 'cancelled'))",
    )?;
    Ok(query.query_row([key.0], |row| {
        Ok(Counts {
            items: row.get(0)?,
            albums: row.get(1)?,
            links: row.get(2)?,
            uploads: row.get(3)?,
        })
    })?)
}
