//! The numbers beside the rows of the rail.

use rusqlite::Connection;

use crate::index::IndexError;
use crate::view::{ConnectionKey, Counts, QueueOf};
use crate::watching;

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
    let counts = query.query_row([key.0], |row| {
        Ok(Counts {
            items: row.get(0)?,
            albums: row.get(1)?,
            links: row.get(2)?,
            uploads: row.get(3)?,
            unseen: 0,
        })
    })?;
    Ok(Counts {
        unseen: watching::unseen(db, key)?,
        ..counts
    })
}

/// The connections whose upload queue is not done.
pub(super) fn queues(db: &Connection) -> Result<Vec<QueueOf>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT connection_id, sum(files) AS files, sum(bytes) FROM upload_sums
         WHERE stage IN ('found', 'hashed', 'sending', 'sent', 'creating')
         GROUP BY connection_id HAVING files > 0 ORDER BY connection_id",
    )?;
    let queues = query.query_map([], |row| {
        Ok(QueueOf {
            connection: ConnectionKey(row.get(0)?),
            files: row.get(1)?,
            bytes: row.get::<_, i64>(2)?.unsigned_abs(),
        })
    })?;
    Ok(queues.collect::<Result<_, _>>()?)
}
