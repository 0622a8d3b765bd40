//! What the person wants to hear of: the table `watching`, and what of the library counts as new by it.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{is_looked_through, mark_seen, notice};
use crate::index::IndexError;
use crate::items::places;
use crate::view::{ConnectionKey, ItemKey, WatchSettings, WatchSince};
use crate::watching::{Moment, rules};

/// Items that are gone through at once for what of the library counts as new.
const FILLED_AT_ONCE: u32 = 2_000;

/// What the person set; the usual where nothing was.
pub(in crate::watching) fn settings(
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
pub(in crate::watching) fn set(
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
pub(in crate::watching) fn fill(
    tx: &Connection,
    connection: ConnectionKey,
    at: &Moment,
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
