//! The items of a download.

use rusqlite::{Connection, Row, Transaction, params};

use crate::downloads::rules;
use crate::index::IndexError;
use crate::view::{DownloadId, DownloadOutcome, DownloadRow, DownloadRows, ItemKey};

/// An item that a download is to bring.
#[derive(Clone, Debug)]
pub struct NewItem {
    /// Its item.
    pub item: ItemKey,
    /// Whose title is in its name; 0 for none.
    pub album_id: i64,
    /// Its name at Google.
    pub file_name: String,
    /// Its name by the template.
    pub wished: String,
    /// The name it gets.
    pub path: String,
    /// What that name has in common with others that a disk takes for the same.
    pub path_key: String,
    /// Whether its file is there and nothing is to be done.
    pub there: bool,
    /// How long that file is.
    pub size_bytes: Option<u64>,
}

/// An item that did not come yet.
#[derive(Clone, Debug)]
pub struct ToBring {
    /// Where it stands in the list.
    pub position: u32,
    /// Its item.
    pub item: ItemKey,
    /// Whose title is in its name; 0 for none.
    pub album_id: i64,
    /// Its name by the template.
    pub wished: String,
    /// The name it gets.
    pub path: String,
    /// Whether its file was about to get its place.
    pub placing: bool,
    /// What it was when it was about to: `copy`, `original` or `moved`.
    pub origin: Option<String>,
    /// How long it is, once that is known.
    pub size_bytes: Option<u64>,
    /// How often it was tried.
    pub tries: u32,
}

/// Puts items into a download, from a position on.
pub fn put(
    tx: &Transaction<'_>,
    id: DownloadId,
    first: u32,
    items: &[NewItem],
) -> Result<(), IndexError> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO download_items (download_id, position, item_id, album_id, file_name, wished, path, path_key, state, size_bytes)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    for (position, item) in (first..).zip(items) {
        insert.execute(params![
            id.0,
            position,
            item.item.0,
            item.album_id,
            item.file_name,
            item.wished,
            item.path,
            item.path_key,
            if item.there { "there" } else { "waiting" },
            item.size_bytes.map(to_i64),
        ])?;
    }
    Ok(())
}

/// Takes all items out of a download, which is listed anew.
pub fn clear(tx: &Transaction<'_>, id: DownloadId) -> Result<(), IndexError> {
    tx.execute("DELETE FROM download_items WHERE download_id = ?", [id.0])?;
    tx.execute("DELETE FROM download_counts WHERE download_id = ?", [id.0])?;
    Ok(())
}

/// Whether an item of a download has a name already.
pub fn is_taken(db: &Connection, id: DownloadId, path_key: &str) -> Result<bool, IndexError> {
    let mut query =
        db.prepare_cached("SELECT 1 FROM download_items WHERE download_id = ? AND path_key = ?")?;
    Ok(query.exists(params![id.0, path_key])?)
}

/// Items that did not come yet and are not waited for, behind a position.
pub fn open(
    db: &Connection,
    id: DownloadId,
    after: i64,
    now_ms: i64,
    most: u32,
) -> Result<Vec<ToBring>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT position, item_id, album_id, wished, path, state = 'placing' AS placing, origin, size_bytes, tries
         FROM download_items
         WHERE download_id = ? AND position > ? AND state IN ('waiting', 'placing')
           AND (retry_at_ms IS NULL OR retry_at_ms <= ?)
         ORDER BY position LIMIT ?",
    )?;
    let read = |row: &Row<'_>| {
        Ok(ToBring {
            position: row.get("position")?,
            item: ItemKey(row.get("item_id")?),
            album_id: row.get("album_id")?,
            wished: row.get("wished")?,
            path: row.get("path")?,
            placing: row.get("placing")?,
            origin: row.get("origin")?,
            size_bytes: size(row.get("size_bytes")?),
            tries: row.get("tries")?,
        })
    };
    let rows = query.query_map(params![id.0, after, now_ms, most], read)?;
    Ok(rows.collect::<Result<_, rusqlite::Error>>()?)
}

/// How many items there are, and how many of them are settled.
pub fn count(db: &Connection, id: DownloadId) -> Result<(u64, u64), IndexError> {
    let mut query = db.prepare_cached(
        "SELECT coalesce(sum(items), 0), coalesce(sum(items) FILTER (WHERE state NOT IN ('waiting', 'placing')), 0)
         FROM download_counts WHERE download_id = ?",
    )?;
    let (all, settled) = query.query_row([id.0], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
    })?;
    Ok((
        u64::try_from(all).unwrap_or(0),
        u64::try_from(settled).unwrap_or(0),
    ))
}

/// When the first of those that are waited for is to be asked for again.
pub fn next_retry_ms(db: &Connection, id: DownloadId) -> Result<Option<i64>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT min(retry_at_ms) FROM download_items WHERE download_id = ? AND state IN ('waiting', 'placing')",
    )?;
    Ok(query.query_row([id.0], |row| row.get(0))?)
}

/// How long an item is that Google sends, so that its rest can be asked for.
pub fn sized(
    tx: &Transaction<'_>,
    id: DownloadId,
    position: u32,
    size_bytes: Option<u64>,
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "UPDATE download_items SET size_bytes = ?3 WHERE download_id = ?1 AND position = ?2",
    )?
    .execute(params![id.0, position, size_bytes.map(to_i64)])?;
    Ok(())
}

/// A whole file is about to get its place.
pub fn placing(
    tx: &Transaction<'_>,
    id: DownloadId,
    position: u32,
    (path, path_key): (&str, &str),
    (size_bytes, origin): (u64, &'static str),
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "UPDATE download_items SET state = 'placing', path = ?3, path_key = ?4, size_bytes = ?5, origin = ?6
         WHERE download_id = ?1 AND position = ?2 AND state IN ('waiting', 'placing')",
    )?
    .execute(params![
        id.0,
        position,
        path,
        path_key,
        to_i64(size_bytes),
        origin
    ])?;
    Ok(())
}

/// An item is where it belongs.
pub fn came(
    tx: &Transaction<'_>,
    id: DownloadId,
    position: u32,
    state: &'static str,
    (path, size_bytes): (&str, u64),
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "UPDATE download_items SET state = ?3, path = ?4, size_bytes = ?5, reason = NULL, retry_at_ms = NULL
         WHERE download_id = ?1 AND position = ?2",
    )?
    .execute(params![id.0, position, state, path, to_i64(size_bytes)])?;
    Ok(())
}

/// An item did not come: `failed` or `left_out`.
pub fn not_come(
    tx: &Transaction<'_>,
    id: DownloadId,
    position: u32,
    state: &'static str,
    reason: &str,
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "UPDATE download_items SET state = ?3, reason = ?4, retry_at_ms = NULL WHERE download_id = ?1 AND position = ?2",
    )?
    .execute(params![id.0, position, state, reason])?;
    Ok(())
}

/// An item is to be tried again, at once or at a time.
pub fn try_later(
    tx: &Transaction<'_>,
    id: DownloadId,
    position: u32,
    retry_at_ms: Option<i64>,
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "UPDATE download_items SET tries = tries + 1, retry_at_ms = ?3 WHERE download_id = ?1 AND position = ?2",
    )?
    .execute(params![id.0, position, retry_at_ms])?;
    Ok(())
}

/// What is waited for until then is waited for no more.
pub fn all_due(tx: &Transaction<'_>, id: DownloadId, at_ms: i64) -> Result<(), IndexError> {
    tx.execute(
        "UPDATE download_items SET retry_at_ms = NULL
         WHERE download_id = ? AND state IN ('waiting', 'placing') AND retry_at_ms <= ?",
        params![id.0, at_ms],
    )?;
    Ok(())
}

/// What did not come is to be tried again. Gives how many.
pub fn taken_up_again(tx: &Transaction<'_>, id: DownloadId) -> Result<usize, IndexError> {
    Ok(tx.execute(
        "UPDATE download_items SET state = 'waiting', reason = NULL, retry_at_ms = NULL, tries = 0
         WHERE download_id = ? AND state = 'failed'",
        [id.0],
    )?)
}

/// Items of a download as they are shown, behind a position.
pub fn rows(
    db: &Connection,
    id: DownloadId,
    which: DownloadRows,
    after: Option<u32>,
    most: u32,
) -> Result<Vec<DownloadRow>, IndexError> {
    let only = match which {
        DownloadRows::All => "",
        DownloadRows::NotCome => "AND state IN ('failed', 'left_out')",
    };
    let mut query = db.prepare_cached(&format!(
        "SELECT position, item_id, file_name, path, state, reason, size_bytes FROM download_items
         WHERE download_id = ? AND position > ? {only} ORDER BY position LIMIT ?"
    ))?;
    let read = |row: &Row<'_>| -> Result<DownloadRow, IndexError> {
        let outcome = rules::read_outcome(&row.get::<_, String>("state")?)?;
        let size_bytes = size(row.get("size_bytes")?);
        Ok(DownloadRow {
            position: row.get("position")?,
            item: ItemKey(row.get("item_id")?),
            file_name: row.get("file_name")?,
            path: row.get("path")?,
            outcome,
            reason: row.get("reason")?,
            size_bytes: size_bytes.filter(|_| outcome != DownloadOutcome::Waiting),
        })
    };
    let after = after.map_or(-1, i64::from);
    query
        .query_and_then(params![id.0, after, most], read)?
        .collect()
}

fn size(bytes: Option<i64>) -> Option<u64> {
    bytes.and_then(|bytes| u64::try_from(bytes).ok())
}

fn to_i64(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
