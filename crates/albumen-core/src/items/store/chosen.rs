//! Stretches of grids: read in pieces and counted.

use std::ops::RangeInclusive;

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::index::IndexError;
use crate::items::chosen::{A_TIME, ChosenItem, Source};
use crate::items::places;
use crate::view::{ConnectionKey, ItemKey};

/// The next items of a stretch, and the order of the last that was looked at; none where the stretch is over.
pub(in crate::items) fn chosen_piece(
    db: &Connection,
    source: &Source,
    span: &RangeInclusive<i64>,
) -> Result<(Vec<ChosenItem>, Option<i64>), IndexError> {
    let sql = match source {
        Source::Shown(_) => {
            "SELECT id, google_id, place FROM media_items
             WHERE place BETWEEN ?2 AND ?3 AND missing_since_ms IS NULL AND connection_id = ?1 ORDER BY place DESC LIMIT ?4"
        }
        Source::Added(..) => {
            "SELECT id, google_id, place FROM media_items
             WHERE place BETWEEN ?2 AND ?3 AND missing_since_ms IS NULL AND connection_id = ?1 AND first_seen_ms >= ?5
             ORDER BY place DESC LIMIT ?4"
        }
        Source::Missing(_) => {
            "SELECT id, google_id, place FROM media_items
             WHERE connection_id = ?1 AND missing_since_ms IS NOT NULL AND place BETWEEN ?2 AND ?3
             ORDER BY place DESC LIMIT ?4"
        }
        Source::Album(_) => {
            "SELECT m.id, m.google_id, a.position FROM album_items a JOIN media_items m ON m.id = a.item_id
             WHERE a.album_id = ?1 AND a.position BETWEEN ?2 AND ?3 AND m.missing_since_ms IS NULL
             ORDER BY a.position LIMIT ?4"
        }
        Source::New(_, true) => {
            "SELECT m.id, m.google_id, n.number FROM noticed n JOIN media_items m ON m.id = n.item_id
             WHERE n.number BETWEEN ?2 AND ?3 AND n.shown AND m.connection_id = ?1 ORDER BY n.number DESC LIMIT ?4"
        }
        Source::New(_, false) => {
            "SELECT m.id, m.google_id, n.number FROM noticed n JOIN media_items m ON m.id = n.item_id
             WHERE n.number BETWEEN ?2 AND ?3 AND n.shown AND n.seen_ms IS NULL AND m.connection_id = ?1
             ORDER BY n.number DESC LIMIT ?4"
        }
        Source::Found(_, found) => return at_found(db, found, span),
    };
    let of = match source {
        Source::Shown(key)
        | Source::Added(key, _)
        | Source::Missing(key)
        | Source::New(key, _)
        | Source::Found(key, _) => key.0,
        Source::Album(key) => key.0,
    };
    let mut query = db.prepare_cached(sql)?;
    let mut rows = match source {
        Source::Added(_, since_ms) => {
            query.query(params![of, span.start(), span.end(), A_TIME, since_ms])?
        }
        _ => query.query(params![of, span.start(), span.end(), A_TIME])?,
    };
    let (mut items, mut last) = (Vec::new(), None);
    while let Some(row) = rows.next()? {
        items.push(item(row)?);
        last = Some(row.get(2)?);
    }
    if items.len() < A_TIME as usize {
        last = None;
    }
    Ok((items, last))
}

fn item(row: &Row<'_>) -> Result<ChosenItem, rusqlite::Error> {
    Ok(ChosenItem {
        key: ItemKey(row.get(0)?),
        google_id: row.get(1)?,
    })
}

fn at_found(
    db: &Connection,
    found: &[i64],
    span: &RangeInclusive<i64>,
) -> Result<(Vec<ChosenItem>, Option<i64>), IndexError> {
    let within = within(found, span);
    let now = within
        .get(..within.len().min(A_TIME as usize))
        .unwrap_or_default();
    let mut query = db.prepare_cached(
        "SELECT id, google_id FROM media_items WHERE place = ? AND missing_since_ms IS NULL",
    )?;
    let mut items = Vec::with_capacity(now.len());
    for place in now {
        items.extend(query.query_row([place], item).optional()?);
    }
    let last = (now.len() < within.len())
        .then(|| now.last().copied())
        .flatten();
    Ok((items, last))
}

/// Those of a falling list that lie in a range.
fn within<'a>(found: &'a [i64], span: &RangeInclusive<i64>) -> &'a [i64] {
    let first = found.partition_point(|place| place > span.end());
    let end = found.partition_point(|place| place >= span.start());
    found.get(first..end).unwrap_or_default()
}

/// The items of a connection with these keys, in this order.
pub(in crate::items) fn chosen_by_key(
    db: &Connection,
    connection: ConnectionKey,
    keys: &[ItemKey],
) -> Result<Vec<ChosenItem>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT id, google_id FROM media_items WHERE id = ? AND connection_id = ?",
    )?;
    let mut items = Vec::with_capacity(keys.len());
    for key in keys {
        items.extend(query.query_row([key.0, connection.0], item).optional()?);
    }
    Ok(items)
}

/// These items by the time at which they were taken, the oldest first.
pub(in crate::items) fn by_time(
    db: &Connection,
    keys: &[ItemKey],
) -> Result<Vec<ItemKey>, IndexError> {
    let mut query = db.prepare_cached("SELECT place FROM media_items WHERE id = ?")?;
    let mut placed = Vec::with_capacity(keys.len());
    for key in keys {
        let place: Option<i64> = query.query_row([key.0], |row| row.get(0)).optional()?;
        placed.extend(place.map(|place| (place, *key)));
    }
    placed.sort_unstable();
    Ok(placed.into_iter().map(|(_, key)| key).collect())
}

/// Whether there is such an item in a connection.
pub(in crate::items) fn is_of(
    db: &Connection,
    connection: ConnectionKey,
    key: ItemKey,
) -> Result<bool, IndexError> {
    let mut query =
        db.prepare_cached("SELECT 1 FROM media_items WHERE id = ? AND connection_id = ?")?;
    Ok(query.exists([key.0, connection.0])?)
}

/// How many items a stretch has.
pub(in crate::items) fn chosen_count(
    db: &Connection,
    source: &Source,
    span: &RangeInclusive<i64>,
) -> Result<i64, IndexError> {
    match source {
        Source::Shown(key) => by_days(db, *key, span, "items", "IS NULL"),
        Source::Added(key, since_ms) => {
            let mut query = db.prepare_cached(
                "SELECT count(*) FROM media_items
                 WHERE place BETWEEN ?2 AND ?3 AND missing_since_ms IS NULL AND connection_id = ?1 AND first_seen_ms >= ?4",
            )?;
            let of = params![key.0, span.start(), span.end(), since_ms];
            Ok(query.query_row(of, |row| row.get(0))?)
        }
        Source::Missing(key) => by_days(db, *key, span, "missing", "IS NOT NULL"),
        Source::Found(_, found) => Ok(i64::try_from(within(found, span).len()).unwrap_or(i64::MAX)),
        Source::New(key, seen) => {
            let mut query = db.prepare_cached(
                "SELECT count(*) FROM noticed n JOIN noticed_runs r ON r.id = n.run_id
                 WHERE n.number BETWEEN ?1 AND ?2 AND n.shown AND (?4 OR n.seen_ms IS NULL) AND r.connection_id = ?3",
            )?;
            let of = params![span.start(), span.end(), key.0, seen];
            Ok(query.query_row(of, |row| row.get(0))?)
        }
        Source::Album(key) => {
            let mut query = db.prepare_cached(
                "SELECT count(*) FROM album_items a JOIN media_items m ON m.id = a.item_id
                 WHERE a.album_id = ? AND a.position BETWEEN ? AND ? AND m.missing_since_ms IS NULL",
            )?;
            Ok(query.query_row([key.0, *span.start(), *span.end()], |row| row.get(0))?)
        }
    }
}

/// Whole days as they are counted, and only the two at the ends item by item.
fn by_days(
    db: &Connection,
    connection: ConnectionKey,
    span: &RangeInclusive<i64>,
    column: &str,
    missing: &str,
) -> Result<i64, IndexError> {
    let day = |place: i64| -> Result<String, IndexError> {
        let mut query = db.prepare_cached("SELECT date(? / 1000, 'unixepoch')")?;
        Ok(query.query_row([places::time_ms(place)], |row| row.get(0))?)
    };
    let (first, last) = (day(*span.start())?, day(*span.end())?);
    let mut some = db.prepare_cached(&format!(
        "SELECT count(*) FROM media_items WHERE place BETWEEN ? AND ? AND missing_since_ms {missing}"
    ))?;
    let mut count = |from: i64, to: i64| -> Result<i64, IndexError> {
        Ok(some.query_row([from, to], |row| row.get(0))?)
    };
    let end_of_first = places::of_day(connection, &first).map(|day| *day.end());
    let start_of_last = places::of_day(connection, &last).map(|day| *day.start());
    let (Some(end_of_first), Some(start_of_last)) = (end_of_first, start_of_last) else {
        return count(*span.start(), *span.end());
    };
    if first == last {
        return count(*span.start(), *span.end());
    }
    let mut days = db.prepare_cached(&format!(
        "SELECT coalesce(sum({column}), 0) FROM days WHERE connection_id = ? AND day > ? AND day < ?"
    ))?;
    let between: i64 = days.query_row(params![connection.0, first, last], |row| row.get(0))?;
    Ok(between + count(*span.start(), end_of_first)? + count(start_of_last, *span.end())?)
}

/// Where an item stands in a grid: by place or position; none where it is not in it.
pub(in crate::items) fn order_in(
    db: &Connection,
    source: &Source,
    key: ItemKey,
) -> Result<Option<i64>, IndexError> {
    let sql = match source {
        Source::Shown(_) | Source::Added(..) | Source::Found(..) => {
            "SELECT place FROM media_items WHERE id = ?1 AND connection_id = ?2 AND missing_since_ms IS NULL"
        }
        Source::Missing(_) => {
            "SELECT place FROM media_items WHERE id = ?1 AND connection_id = ?2 AND missing_since_ms IS NOT NULL"
        }
        Source::New(_, true) => {
            "SELECT n.number FROM noticed n JOIN media_items m ON m.id = n.item_id
             WHERE n.item_id = ?1 AND m.connection_id = ?2 AND n.shown"
        }
        Source::New(_, false) => {
            "SELECT n.number FROM noticed n JOIN media_items m ON m.id = n.item_id
             WHERE n.item_id = ?1 AND m.connection_id = ?2 AND n.shown AND n.seen_ms IS NULL"
        }
        Source::Album(_) => {
            "SELECT a.position FROM album_items a JOIN media_items m ON m.id = a.item_id
             WHERE a.item_id = ?1 AND a.album_id = ?2 AND m.missing_since_ms IS NULL"
        }
    };
    let of = match source {
        Source::Shown(key)
        | Source::Added(key, _)
        | Source::Missing(key)
        | Source::New(key, _)
        | Source::Found(key, _) => key.0,
        Source::Album(key) => key.0,
    };
    let at: Option<i64> = db
        .prepare_cached(sql)?
        .query_row([key.0, of], |row| row.get(0))
        .optional()?;
    Ok(at.filter(|at| match source {
        Source::Found(_, found) => !within(found, &(*at..=*at)).is_empty(),
        _ => true,
    }))
}
