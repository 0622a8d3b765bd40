//! Many new items at once, as a first sync brings them: without a look-up for each.

use std::collections::HashSet;

use google_photos::MediaItem;
use rusqlite::Connection;

use super::{Put, words};
use crate::index::IndexError;
use crate::view::ConnectionKey;

/// What a first sync remembers between two transactions.
#[derive(Debug)]
pub(crate) struct Bulk {
    connection: ConnectionKey,
    /// The last row that is known to be there.
    last_id: i64,
    /// What others put in meanwhile.
    others: HashSet<String>,
    words: words::Known,
}

impl Bulk {
    /// Begins; gives Google's ids of the items that are there, one after the other.
    pub(crate) fn begin(
        db: &Connection,
        connection: ConnectionKey,
        mut there: impl FnMut(&str),
    ) -> Result<Self, IndexError> {
        let last_id = last_id(db)?;
        let mut query =
            db.prepare("SELECT google_id FROM media_items WHERE connection_id = ? AND id <= ?")?;
        let mut rows = query.query([connection.0, last_id])?;
        while let Some(row) = rows.next()? {
            there(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?);
        }
        Ok(Self {
            connection,
            last_id,
            others: HashSet::new(),
            words: words::Known::default(),
        })
    }

    /// Keeps items; `new` says of each whether it was not there when this began, and came for the first time. Gives whether
    /// something changed.
    pub(crate) fn keep(
        &mut self,
        tx: &Connection,
        items: &[(MediaItem, bool)],
        now_ms: i64,
    ) -> Result<bool, IndexError> {
        self.look_at_others(tx)?;
        let mut changed = false;
        for (item, new) in items {
            if *new && !self.others.contains(item.id.as_str()) {
                let words = self.words.of(tx, item)?;
                super::insert(tx, self.connection, item, words, "api", now_ms)?;
                changed = true;
            } else {
                changed |= super::put(tx, self.connection, item, "api", now_ms)?.1 != Put::Same;
            }
        }
        self.last_id = last_id(tx)?;
        Ok(changed)
    }

    /// Uploads and lists of albums put items in too. The plus keeps SQLite from walking through all items of the connection.
    fn look_at_others(&mut self, tx: &Connection) -> Result<(), IndexError> {
        let mut query = tx.prepare_cached(
            "SELECT google_id FROM media_items WHERE id > ? AND +connection_id = ?",
        )?;
        let mut rows = query.query([self.last_id, self.connection.0])?;
        while let Some(row) = rows.next()? {
            self.others.insert(row.get(0)?);
        }
        Ok(())
    }
}

fn last_id(db: &Connection) -> Result<i64, IndexError> {
    Ok(db
        .prepare_cached("SELECT coalesce(max(id), 0) FROM media_items")?
        .query_row([], |row| row.get(0))?)
}

#[cfg(test)]
#[path = "bulk_tests.rs"]
mod tests;
