//! The tables `watching`, `noticed`, `noticed_runs`, `noticed_later` and `noticed_told`.

mod wanted;

use rusqlite::{Connection, OptionalExtension as _, Row, params};

pub(super) use wanted::{fill, set, settings};

use super::Moment;
use crate::index::IndexError;
use crate::items::rules::read_kind;
use crate::view::{ConnectionKey, ItemKey, NoticedItem, NoticedNews};

/// Whether a connection was looked through once: what is found before that is not news.
pub(super) fn is_looked_through(
    db: &Connection,
    connection: ConnectionKey,
) -> Result<bool, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT 1 FROM syncs WHERE connection_id = ? AND full_look_ms IS NOT NULL",
    )?;
    Ok(query.exists([connection.0])?)
}

/// Notices an item, if it was not noticed before. Gives whether it was.
pub(super) fn notice(
    tx: &Connection,
    connection: ConnectionKey,
    item: ItemKey,
    at: &Moment,
) -> Result<bool, IndexError> {
    if tx
        .prepare_cached("SELECT 1 FROM noticed WHERE item_id = ?")?
        .exists([item.0])?
    {
        return Ok(false);
    }
    let run = run_of(tx, connection, &at.day)?;
    tx.prepare_cached("INSERT INTO noticed (run_id, item_id, noticed_ms) VALUES (?, ?, ?)")?
        .execute([run, item.0, at.now_ms])?;
    Ok(true)
}

/// The run that is open, or a new one where another day has begun.
fn run_of(tx: &Connection, connection: ConnectionKey, day: &str) -> Result<i64, IndexError> {
    let last: Option<(i64, String)> = tx
        .prepare_cached(
            "SELECT id, day FROM noticed_runs WHERE connection_id = ? ORDER BY id DESC LIMIT 1",
        )?
        .query_row([connection.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((run, _)) = last.filter(|(_, of)| of == day) {
        return Ok(run);
    }
    tx.prepare_cached("INSERT INTO noticed_runs (connection_id, day) VALUES (?, ?)")?
        .execute(params![connection.0, day])?;
    Ok(tx.last_insert_rowid())
}

/// Keeps an item until it is known whose it is.
pub(super) fn notice_later(tx: &Connection, item: ItemKey) -> Result<(), IndexError> {
    tx.prepare_cached("INSERT OR IGNORE INTO noticed_later VALUES (?)")?
        .execute([item.0])?;
    Ok(())
}

/// It is known whose an item is. Gives whether that was waited for.
pub(super) fn no_longer_later(tx: &Connection, item: ItemKey) -> Result<bool, IndexError> {
    let gone = tx
        .prepare_cached("DELETE FROM noticed_later WHERE item_id = ?")?
        .execute([item.0])?;
    Ok(gone > 0)
}

/// The items of a connection of which it is not known whose they are, with their names.
pub(super) fn later(
    db: &Connection,
    connection: ConnectionKey,
) -> Result<Vec<(ItemKey, String)>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT m.id, m.file_name FROM noticed_later JOIN media_items m ON m.id = item_id
         WHERE m.connection_id = ? ORDER BY m.id",
    )?;
    let rows = query.query_map([connection.0], |row| {
        Ok((ItemKey(row.get(0)?), row.get(1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The number of the last item that was noticed in all connections; 0 before the first.
pub(super) fn last(db: &Connection) -> Result<i64, IndexError> {
    Ok(db
        .prepare_cached("SELECT coalesce(max(number), 0) FROM noticed")?
        .query_row([], |row| row.get(0))?)
}

/// Items after a number, in the order in which they were noticed.
pub(super) fn since(
    db: &Connection,
    after: i64,
    limit: u32,
) -> Result<Vec<NoticedItem>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT number, connection_id, m.id, google_id, file_name, mime_types.name, kind, taken_ms, noticed_ms, source
         FROM noticed JOIN media_items m ON m.id = item_id JOIN mime_types ON mime_types.id = mime_id
         WHERE number > ? ORDER BY number LIMIT ?",
    )?;
    let read = |row: &Row<'_>| -> Result<NoticedItem, IndexError> {
        Ok(NoticedItem {
            cursor: row.get(0)?,
            connection: ConnectionKey(row.get(1)?),
            item: ItemKey(row.get(2)?),
            google_id: row.get(3)?,
            file_name: row.get(4)?,
            mime_type: row.get(5)?,
            kind: read_kind(&row.get::<_, String>(6)?)?,
            taken_ms: row.get(7)?,
            noticed_ms: row.get(8)?,
            uploaded_here: row.get::<_, String>(9)? == "uploaded",
        })
    };
    query.query_and_then(params![after, limit], read)?.collect()
}

/// Items that are shown, those of them that were not seen, and the number of the last.
pub(super) fn counts(
    db: &Connection,
    connection: ConnectionKey,
) -> Result<(u32, u32, i64), IndexError> {
    let (items, unseen, run): (u32, u32, Option<i64>) = db
        .prepare_cached(
            "SELECT coalesce(sum(items), 0), coalesce(sum(unseen), 0), max(id) FILTER (WHERE items > 0)
             FROM noticed_runs WHERE connection_id = ?",
        )?
        .query_row([connection.0], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
    let newest = db
        .prepare_cached("SELECT coalesce(max(number), 0) FROM noticed WHERE run_id = ?")?
        .query_row([run], |row| row.get(0))?;
    Ok((items, unseen, newest))
}

/// Marks what a connection had up to a number as seen. Gives how many were not before.
pub(super) fn mark_seen(
    tx: &Connection,
    connection: ConnectionKey,
    up_to: i64,
    now_ms: i64,
) -> Result<u32, IndexError> {
    let marked = tx.execute(
        "UPDATE noticed SET seen_ms = ?3 WHERE seen_ms IS NULL AND number <= ?2
           AND run_id IN (SELECT id FROM noticed_runs WHERE connection_id = ?1 AND unseen > 0)",
        [connection.0, up_to, now_ms],
    )?;
    Ok(u32::try_from(marked).unwrap_or(u32::MAX))
}

/// Takes a marking back: what was marked at that moment.
pub(super) fn unmark_seen(
    tx: &Connection,
    connection: ConnectionKey,
    seen_ms: i64,
) -> Result<u32, IndexError> {
    let marked = tx.execute(
        "UPDATE noticed SET seen_ms = NULL WHERE seen_ms = ?2
           AND run_id IN (SELECT id FROM noticed_runs WHERE connection_id = ?1)",
        [connection.0, seen_ms],
    )?;
    Ok(u32::try_from(marked).unwrap_or(u32::MAX))
}

/// What the notices of the system have not told of yet and are to tell; from now on they have.
pub(super) fn untold(tx: &Connection) -> Result<Vec<NoticedNews>, IndexError> {
    let news = {
        let mut query = tx.prepare_cached(
            "SELECT c.id, c.name, count(*) FROM noticed n
             JOIN noticed_runs r ON r.id = run_id JOIN connections c ON c.id = r.connection_id
             LEFT JOIN watching w ON w.connection_id = c.id
             WHERE number > (SELECT number FROM noticed_told) AND seen_ms IS NULL AND shown AND coalesce(w.notices, 1)
             GROUP BY c.id ORDER BY c.id",
        )?;
        let rows = query.query_map([], |row| {
            Ok(NoticedNews {
                connection: ConnectionKey(row.get(0)?),
                name: row.get(1)?,
                items: row.get(2)?,
            })
        })?;
        rows.collect::<Result<Vec<_>, _>>()?
    };
    tx.execute(
        "UPDATE noticed_told SET number = max(number, (SELECT coalesce(max(n.number), 0) FROM noticed n))",
        [],
    )?;
    Ok(news)
}
