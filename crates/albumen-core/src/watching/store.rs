//! The tables `watching`, `noticed`, `noticed_runs`, `noticed_later` and `noticed_told`.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::rules;
use crate::index::IndexError;
use crate::items::places;
use crate::items::rules::read_kind;
use crate::view::{ConnectionKey, ItemKey, NoticedItem, NoticedNews, WatchSettings, WatchSince};

/// Items that are gone through at once for what of the library counts as new.
const FILLED_AT_ONCE: u32 = 2_000;

/// What the person set; the usual where nothing was.
pub(super) fn settings(
    db: &Connection,
    connection: ConnectionKey,
) -> Result<WatchSettings, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT every_s, since, since_day, own, notices FROM watching WHERE connection_id = ?",
    )?;
    let read = |row: &Row<'_>| -> Result<WatchSettings, IndexError> {
        Ok(WatchSettings {
            every_s: row.get(0)?,
            since: read_since(&row.get::<_, String>(1)?, row.get(2)?)?,
            own: row.get(3)?,
            notices: row.get(4)?,
        })
    };
    let found = query
        .query_and_then([connection.0], read)?
        .next()
        .transpose()?;
    Ok(found.unwrap_or_default())
}

fn read_since(word: &str, day: Option<String>) -> Result<WatchSince, IndexError> {
    match (word, day) {
        ("now", _) => Ok(WatchSince::Now),
        ("taken", Some(day)) => Ok(WatchSince::Taken { day }),
        ("all", _) => Ok(WatchSince::All),
        (other, _) => Err(IndexError::UnknownWord {
            column: "watching.since",
            value: other.to_owned(),
        }),
    }
}

/// Keeps what the person set. Another choice of what counts as new is followed by [`fill`]; what does not count any more
/// becomes seen. Nothing is noticed a second time by it.
pub(super) fn set(
    tx: &Connection,
    connection: ConnectionKey,
    wanted: &WatchSettings,
    now_ms: i64,
) -> Result<(), IndexError> {
    let before = settings(tx, connection)?;
    let (word, day) = match &wanted.since {
        WatchSince::Now => ("now", None),
        WatchSince::Taken { day } => ("taken", Some(day)),
        WatchSince::All => ("all", None),
    };
    tx.prepare_cached(
        "INSERT INTO watching (connection_id, every_s, since, since_day, own, notices) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET every_s = excluded.every_s, since = excluded.since, since_day = excluded.since_day,
           own = excluded.own, notices = excluded.notices",
    )?
    .execute(params![connection.0, wanted.every_s, word, day, wanted.own, wanted.notices])?;
    if before.since == wanted.since {
        return Ok(());
    }
    match &wanted.since {
        WatchSince::Now => {
            mark_seen(tx, connection, i64::MAX, now_ms)?;
        }
        WatchSince::Taken { day } => {
            let start_ms = rules::start_ms(day).unwrap_or(i64::MIN);
            tx.execute(
                "UPDATE noticed SET seen_ms = ?3 WHERE seen_ms IS NULL AND noticed_ms < ?2
                   AND run_id IN (SELECT id FROM noticed_runs WHERE connection_id = ?1 AND unseen > 0)
                   AND (SELECT taken_ms FROM media_items WHERE id = item_id) < ?2",
                [connection.0, start_ms, now_ms],
            )?;
        }
        WatchSince::All => {}
    }
    tx.execute(
        "UPDATE watching SET fill_from = ?2 WHERE connection_id = ?1",
        params![connection.0, rules::fill_from(connection, &wanted.since)],
    )?;
    Ok(())
}

/// Goes through the next piece of the library for what counts as new, oldest first. Gives whether there is more, and whether
/// something was noticed. Waits for the first look through the library.
pub(super) fn fill(
    tx: &Connection,
    connection: ConnectionKey,
    at: &super::Moment,
) -> Result<(bool, bool), IndexError> {
    let from: Option<Option<i64>> = tx
        .prepare_cached("SELECT fill_from FROM watching WHERE connection_id = ?")?
        .query_row([connection.0], |row| row.get(0))
        .optional()?;
    let Some(from) = from.flatten() else {
        return Ok((false, false));
    };
    if !is_looked_through(tx, connection)? {
        return Ok((false, false));
    }
    let own = settings(tx, connection)?.own;
    let mut query = tx.prepare_cached(
        "SELECT id, place, missing_since_ms IS NULL AND source <> 'picked' AND (?3 OR source <> 'uploaded')
         FROM media_items WHERE place BETWEEN ?1 AND ?2 ORDER BY place LIMIT ?4",
    )?;
    let end = *places::of_connection(connection).end();
    let piece: Vec<(i64, i64, bool)> = query
        .query_map(params![from, end, own, FILLED_AT_ONCE], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .collect::<Result<_, _>>()?;
    let mut noticed = false;
    for (item, _, counts) in &piece {
        if *counts {
            noticed |= notice(tx, connection, ItemKey(*item), at)?;
        }
    }
    let more = piece.len() == FILLED_AT_ONCE as usize;
    let next = piece.last().filter(|_| more).map(|(_, place, _)| place + 1);
    tx.prepare_cached("UPDATE watching SET fill_from = ?2 WHERE connection_id = ?1")?
        .execute(params![connection.0, next])?;
    Ok((more, noticed))
}

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
    at: &super::Moment,
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
