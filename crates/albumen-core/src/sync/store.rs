//! The tables `syncs` and `sync_gaps`: where the sync of a connection stands.

use google_photos::PageToken;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::plan::Gap;
use super::sweep::{From, Sweep};
use crate::index::IndexError;
use crate::view::{AlbumKey, ConnectionKey};

/// Where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// When the first sync that was finished began.
    pub(super) first_ms: Option<i64>,
    /// Whether searching by days does what it says, as far as is known.
    pub(super) by_days: bool,
    /// When the last finished comparison began.
    pub(super) compared_ms: Option<i64>,
    /// A comparison that was not finished.
    pub(super) comparing: Option<Comparing>,
    /// What comparing cost on a day.
    pub(super) cost: (String, u32),
}

/// A comparison under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Comparing {
    pub(super) began_ms: i64,
    pub(super) from: From,
    pub(super) page: Option<PageToken>,
    /// The time to which it came; none at its beginning.
    pub(super) at_ms: Option<i64>,
    pub(super) seen: u64,
    /// The last album it listed; none before it came to albums.
    pub(super) album: Option<AlbumKey>,
}

impl Comparing {
    pub(super) fn new(began_ms: i64) -> Self {
        Self {
            began_ms,
            from: From::List,
            page: None,
            at_ms: None,
            seen: 0,
            album: None,
        }
    }
}

pub(super) fn standing(db: &Connection, key: ConnectionKey) -> Result<Standing, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT full_look_ms, by_days, compared_ms, look_began_ms, look_from, look_page, look_ms, look_seen, look_album,
           coalesce(look_day, '') AS look_day, look_requests FROM syncs WHERE connection_id = ?",
    )?;
    let mut rows = query.query_and_then([key.0], read_standing)?;
    Ok(rows.next().transpose()?.unwrap_or(Standing {
        first_ms: None,
        by_days: true,
        compared_ms: None,
        comparing: None,
        cost: (String::new(), 0),
    }))
}

fn read_standing(row: &Row<'_>) -> Result<Standing, IndexError> {
    let began_ms: Option<i64> = row.get("look_began_ms")?;
    let from = row.get::<_, Option<String>>("look_from")?;
    let comparing = match began_ms {
        None => None,
        Some(began_ms) => Some(Comparing {
            began_ms,
            from: from.map_or(Ok(From::List), |word| read_from(&word))?,
            page: row
                .get::<_, Option<String>>("look_page")?
                .map(PageToken::new),
            at_ms: row.get("look_ms")?,
            seen: u64::try_from(row.get::<_, i64>("look_seen")?).unwrap_or(0),
            album: row.get::<_, Option<i64>>("look_album")?.map(AlbumKey),
        }),
    };
    Ok(Standing {
        first_ms: row.get("full_look_ms")?,
        by_days: row.get("by_days")?,
        compared_ms: row.get("compared_ms")?,
        comparing,
        cost: (row.get("look_day")?, row.get("look_requests")?),
    })
}

/// A comparison came to here; what comparing cost today.
pub(super) fn came_to(
    tx: &Connection,
    key: ConnectionKey,
    at: &Comparing,
    cost: &(String, u32),
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "INSERT INTO syncs (connection_id, look_began_ms, look_from, look_page, look_ms, look_seen, look_album, look_day, look_requests)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET look_began_ms = excluded.look_began_ms, look_from = excluded.look_from,
           look_page = excluded.look_page, look_ms = excluded.look_ms, look_seen = excluded.look_seen,
           look_album = excluded.look_album, look_day = excluded.look_day, look_requests = excluded.look_requests",
    )?
    .execute(params![
        key.0,
        at.began_ms,
        write_from(at.from),
        at.page.as_ref().map(PageToken::as_str),
        at.at_ms,
        i64::try_from(at.seen).unwrap_or(i64::MAX),
        at.album.map(|album| album.0),
        cost.0,
        cost.1,
    ])?;
    Ok(())
}

/// A comparison is finished.
pub(super) fn compared(
    tx: &Connection,
    key: ConnectionKey,
    began_ms: i64,
) -> Result<(), IndexError> {
    tx.execute(
        "UPDATE syncs SET compared_ms = ?2, look_began_ms = NULL, look_from = NULL, look_page = NULL, look_ms = NULL,
           look_seen = 0, look_album = NULL WHERE connection_id = ?1",
        [key.0, began_ms],
    )?;
    Ok(())
}

/// A first sync that was not finished: the stretches that are left, what it saw, when it began.
pub(super) fn unfinished_first(
    db: &Connection,
    key: ConnectionKey,
) -> Result<Option<(Vec<Gap>, i64)>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT newer_from, newer_page, newer_ms, older_from, older_page, older_ms, older_stays FROM sync_gaps
         WHERE connection_id = ? ORDER BY number",
    )?;
    let gaps: Vec<Gap> = query
        .query_and_then([key.0], read_gap)?
        .collect::<Result<_, _>>()?;
    if gaps.is_empty() {
        return Ok(None);
    }
    let began_ms: Option<i64> = db
        .prepare_cached("SELECT look_began_ms FROM syncs WHERE connection_id = ?")?
        .query_row([key.0], |row| row.get(0))
        .optional()?
        .flatten();
    Ok(began_ms.map(|began_ms| (gaps, began_ms)))
}

fn read_gap(row: &Row<'_>) -> Result<Gap, IndexError> {
    let sweep = |from: &str, page: &str, at: &str| -> Result<Sweep, IndexError> {
        let mut sweep = Sweep::new(0, read_from(&row.get::<_, String>(from)?)?);
        sweep.after = row.get::<_, Option<String>>(page)?.map(PageToken::new);
        sweep.at_ms = row.get(at)?;
        Ok(sweep)
    };
    let newer = sweep("newer_from", "newer_page", "newer_ms")?;
    let mut older = sweep("older_from", "older_page", "older_ms")?;
    older.stays = row.get("older_stays")?;
    Ok(Gap { newer, older })
}

/// A first sync came to here. The rows are few.
pub(super) fn first_came_to(
    tx: &Connection,
    key: ConnectionKey,
    began_ms: i64,
    gaps: &[Gap],
    by_days: bool,
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "INSERT INTO syncs (connection_id, look_began_ms, by_days) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET look_began_ms = excluded.look_began_ms, by_days = excluded.by_days",
    )?
    .execute(params![key.0, began_ms, by_days])?;
    tx.prepare_cached("DELETE FROM sync_gaps WHERE connection_id = ?")?
        .execute([key.0])?;
    let mut insert = tx.prepare_cached(
        "INSERT INTO sync_gaps (connection_id, number, newer_from, newer_page, newer_ms, older_from, older_page, older_ms, older_stays)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    for (number, gap) in (0_i64..).zip(gaps) {
        insert.execute(params![
            key.0,
            number,
            write_from(gap.newer.from),
            gap.newer.after.as_ref().map(PageToken::as_str),
            gap.newer.at_ms,
            write_from(gap.older.from),
            gap.older.after.as_ref().map(PageToken::as_str),
            gap.older.at_ms,
            gap.older.stays,
        ])?;
    }
    Ok(())
}

/// A first sync is finished; `whole` says whether one reader saw the whole list, also what has no time.
pub(super) fn first_finished(
    tx: &Connection,
    key: ConnectionKey,
    began_ms: i64,
    whole: bool,
) -> Result<(), IndexError> {
    tx.execute(
        "UPDATE syncs SET full_look_ms = ?2, compared_ms = iif(?3, ?2, compared_ms), look_began_ms = NULL,
           listed_to = (SELECT coalesce(max(id), 0) FROM media_items)
         WHERE connection_id = ?1",
        params![key.0, began_ms, whole],
    )?;
    tx.execute("DELETE FROM sync_gaps WHERE connection_id = ?", [key.0])?;
    Ok(())
}

/// Until when no look begins by itself, because Google said that the day's requests are used up.
pub(super) fn asleep_until_ms(
    db: &Connection,
    key: ConnectionKey,
) -> Result<Option<i64>, IndexError> {
    let until: Option<Option<i64>> = db
        .prepare_cached("SELECT asleep_until_ms FROM syncs WHERE connection_id = ?")?
        .query_row([key.0], |row| row.get(0))
        .optional()?;
    Ok(until.flatten())
}

/// Keeps that.
pub(super) fn set_asleep(
    tx: &Connection,
    key: ConnectionKey,
    until_ms: Option<i64>,
) -> Result<(), IndexError> {
    tx.execute(
        "INSERT INTO syncs (connection_id, asleep_until_ms) VALUES (?1, ?2)
         ON CONFLICT DO UPDATE SET asleep_until_ms = excluded.asleep_until_ms",
        params![key.0, until_ms],
    )?;
    Ok(())
}

/// Everything new was seen.
pub(super) fn synced(tx: &Connection, key: ConnectionKey, now_ms: i64) -> Result<(), IndexError> {
    tx.execute(
        "UPDATE connections SET synced_ms = ? WHERE id = ?",
        [now_ms, key.0],
    )?;
    Ok(())
}

fn write_from(from: From) -> String {
    match from {
        From::List => "list".to_owned(),
        From::Oldest => "oldest".to_owned(),
        From::Up(day) => format!("up {day}"),
        From::Down(day) => format!("down {day}"),
    }
}

fn read_from(word: &str) -> Result<From, IndexError> {
    let known = match word.split_once(' ') {
        None if word == "list" => Some(From::List),
        None if word == "oldest" => Some(From::Oldest),
        Some(("up", day)) => day.parse().ok().map(From::Up),
        Some(("down", day)) => day.parse().ok().map(From::Down),
        _ => None,
    };
    known.ok_or_else(|| IndexError::UnknownWord {
        column: "sync_gaps",
        value: word.to_owned(),
    })
}
