//! What albums hold, in their order.

use std::collections::HashSet;

use rusqlite::{Connection, params};

use crate::index::IndexError;
use crate::view::{AlbumKey, ConnectionKey, ItemKey};

/// Those of some items that an album holds.
pub(in crate::albums) fn inside(
    db: &Connection,
    album: AlbumKey,
    items: &[ItemKey],
) -> Result<HashSet<ItemKey>, IndexError> {
    let mut query =
        db.prepare_cached("SELECT 1 FROM album_items WHERE album_id = ? AND item_id = ?")?;
    let mut inside = HashSet::new();
    for item in items {
        if query.exists([album.0, item.0])? {
            inside.insert(*item);
        }
    }
    Ok(inside)
}

fn in_order(db: &Connection, album: AlbumKey) -> Result<Vec<ItemKey>, IndexError> {
    let mut query =
        db.prepare_cached("SELECT item_id FROM album_items WHERE album_id = ? ORDER BY position")?;
    Ok(query
        .query_map([album.0], |row| row.get(0).map(ItemKey))?
        .collect::<Result<_, _>>()?)
}

/// Puts items at the end. Google counts along, so a count that agreed before agrees after.
pub(in crate::albums) fn append(
    tx: &Connection,
    album: AlbumKey,
    items: &[ItemKey],
) -> Result<(), IndexError> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO album_items (album_id, position, item_id)
         SELECT ?1, (SELECT coalesce(max(position) + 1, 0) FROM album_items WHERE album_id = ?1), ?2
         WHERE true ON CONFLICT DO NOTHING",
    )?;
    let mut added = 0_i64;
    for item in items {
        added += i64::try_from(insert.execute([album.0, item.0])?).unwrap_or(0);
    }
    count_along(tx, album, added)
}

pub(in crate::albums) fn take_out(
    tx: &Connection,
    album: AlbumKey,
    items: &[ItemKey],
) -> Result<(), IndexError> {
    let mut delete =
        tx.prepare_cached("DELETE FROM album_items WHERE album_id = ? AND item_id = ?")?;
    let mut cover = tx.prepare_cached(
        "UPDATE albums SET cover_google_id = NULL
         WHERE id = ?1 AND cover_google_id = (SELECT google_id FROM media_items WHERE id = ?2)",
    )?;
    let mut taken = 0_i64;
    for item in items {
        taken += i64::try_from(delete.execute([album.0, item.0])?).unwrap_or(0);
        cover.execute([album.0, item.0])?;
    }
    count_along(tx, album, -taken)
}

fn count_along(tx: &Connection, album: AlbumKey, by: i64) -> Result<(), IndexError> {
    tx.prepare_cached(
        "UPDATE albums SET items = max(items + ?2, 0),
                           listed_items = CASE WHEN listed_items = items THEN max(items + ?2, 0) END WHERE id = ?1",
    )?
    .execute([album.0, by])?;
    facts(tx, album)
}

/// What the list of albums shows of an album's contents.
fn facts(tx: &Connection, album: AlbumKey) -> Result<(), IndexError> {
    tx.prepare_cached(
        "UPDATE albums SET (first_day, last_day, newest_ms) =
           (SELECT min(m.day), max(m.day), max(m.taken_ms) FROM album_items a JOIN media_items m ON m.id = a.item_id
             WHERE a.album_id = ?1)
         WHERE id = ?1",
    )?
    .execute([album.0])?;
    Ok(())
}

pub(in crate::albums) fn set_contents(
    tx: &Connection,
    album: AlbumKey,
    items: &[ItemKey],
    counted: u32,
) -> Result<bool, IndexError> {
    tx.prepare_cached("UPDATE albums SET listed_items = ?2 WHERE id = ?1")?
        .execute(params![album.0, counted])?;
    let mut seen = HashSet::new();
    let items: Vec<ItemKey> = items
        .iter()
        .copied()
        .filter(|item| seen.insert(*item))
        .collect();
    if in_order(tx, album)? == items {
        facts(tx, album)?;
        return Ok(false);
    }
    tx.prepare_cached("DELETE FROM album_items WHERE album_id = ?")?
        .execute([album.0])?;
    let mut insert = tx
        .prepare_cached("INSERT INTO album_items (album_id, position, item_id) VALUES (?, ?, ?)")?;
    for (position, item) in items.iter().enumerate() {
        insert.execute(params![
            album.0,
            i64::try_from(position).unwrap_or(i64::MAX),
            item.0
        ])?;
    }
    facts(tx, album)?;
    Ok(true)
}

pub(in crate::albums) fn to_list(
    db: &Connection,
    connection: ConnectionKey,
    all: bool,
) -> Result<Vec<(AlbumKey, String, u32)>, IndexError> {
    // An empty one has nothing to list, but something to forget if it was not empty before.
    let mut query = db.prepare_cached(
        "SELECT id, google_id, items FROM albums
         WHERE connection_id = ?1 AND google_id IS NOT NULL AND missing_since_ms IS NULL
           AND (listed_items IS NOT items OR (?2 AND items > 0))
           AND NOT (items = 0 AND listed_items IS NULL
                    AND NOT EXISTS (SELECT 1 FROM album_items WHERE album_id = albums.id))
         ORDER BY newest_ms DESC NULLS FIRST, id",
    )?;
    let rows = query.query_map(params![connection.0, all], |row| {
        Ok((AlbumKey(row.get(0)?), row.get(1)?, row.get(2)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
