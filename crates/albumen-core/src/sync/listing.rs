//! How far the list of media items was read: what ends a reading, and what a reading may leave for the next one.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension as _};

use crate::index::IndexError;
use crate::view::{ConnectionKey, ItemKey};

/// How the list of media items is read down to what is known.
#[derive(Clone, Debug)]
pub(super) struct Listing {
    /// Rows up to this one were there when the list was last read so far.
    pub(super) known_to: i64,
    /// The last row when this reading began.
    began_at: i64,
    /// Whether the library was looked through before.
    is_first: bool,
    /// The younger rows that it met.
    pub(super) met: HashSet<ItemKey>,
}

/// Begins to read the list.
pub(super) fn begin(db: &Connection, key: ConnectionKey) -> Result<Listing, IndexError> {
    let listed_to: Option<Option<i64>> = db
        .prepare_cached("SELECT listed_to FROM syncs WHERE connection_id = ?")?
        .query_row([key.0], |row| row.get(0))
        .optional()?;
    let began_at = last_row(db)?;
    let listed_to = listed_to.flatten();
    Ok(Listing {
        known_to: listed_to.unwrap_or(began_at),
        began_at,
        is_first: listed_to.is_none(),
        met: HashSet::new(),
    })
}

/// The row up to which all is known after a reading; none where that is no news. What came in another way while it read, and
/// was not met, is not known to the list.
pub(super) fn came_to(
    db: &Connection,
    key: ConnectionKey,
    listing: &Listing,
) -> Result<Option<i64>, IndexError> {
    if listing.is_first {
        return Ok(None);
    }
    // The plus keeps SQLite from walking through all items of the connection.
    let mut query = db.prepare_cached(
        "SELECT id FROM media_items WHERE id > ? AND +connection_id = ? ORDER BY id",
    )?;
    let mut rows = query.query([listing.began_at, key.0])?;
    let mut to = last_row(db)?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        if !listing.met.contains(&ItemKey(id)) {
            to = id - 1;
            break;
        }
    }
    Ok(Some(to).filter(|to| *to != listing.known_to))
}

/// Keeps it.
pub(super) fn keep(tx: &Connection, key: ConnectionKey, to: i64) -> Result<(), IndexError> {
    tx.execute(
        "UPDATE syncs SET listed_to = ?2 WHERE connection_id = ?1",
        [key.0, to],
    )?;
    Ok(())
}

fn last_row(db: &Connection) -> Result<i64, IndexError> {
    Ok(db
        .prepare_cached("SELECT coalesce(max(id), 0) FROM media_items")?
        .query_row([], |row| row.get(0))?)
}
