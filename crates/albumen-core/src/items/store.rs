//! The table `media_items`, and the segments made of it.

mod bulk;
mod chosen;
mod known;
mod noticed;
mod shown;
mod words;

use google_photos::MediaItem;
use std::ops::RangeInclusive;

use rusqlite::{Connection, OptionalExtension as _, params};

pub(crate) use bulk::Bulk;
pub(super) use chosen::{by_time, chosen_by_key, chosen_count, chosen_piece, is_of, order_in};
pub(crate) use known::Known;
pub(super) use known::known;
pub(super) use noticed::{noticed_runs, of_noticed_run};
pub(crate) use shown::Found;
pub(super) use shown::{
    at_places, days, details, find, missing_days, missing_of_day, of_day, of_run, recent, runs,
};

use super::{places, rules};
use crate::index::IndexError;
use crate::view::{ConnectionKey, ItemKey};
use words::Words;

/// The source of an item that the Library API does not show.
pub(crate) const PICKED: &str = "picked";

/// What became of a seen item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Put {
    /// It was not known.
    New,
    /// Something that is shown changed.
    Changed,
    /// Nothing did.
    Same,
}

/// The file an item was uploaded from.
#[derive(Clone, Debug)]
pub(crate) struct Original {
    /// Where it lies.
    pub(crate) path: String,
    /// Its size.
    pub(crate) size_bytes: u64,
    /// BLAKE3 of its bytes.
    pub(crate) content_hash: Vec<u8>,
}

/// Keeps an item as it was seen. `source` is where it came from, if it is new.
pub(super) fn put(
    tx: &Connection,
    connection: ConnectionKey,
    item: &MediaItem,
    source: &str,
    now_ms: i64,
) -> Result<(ItemKey, Put), IndexError> {
    let known = by_google_id(tx, connection, item.id.as_str())?;
    let Some(key) = known else {
        let words = words::of(tx, item)?;
        let key = insert(tx, connection, item, words, source, now_ms)?;
        return Ok((key, Put::New));
    };
    let changed = update(tx, key, item, source, now_ms)?;
    tx.prepare_cached("UPDATE media_items SET last_seen_ms = ?2 WHERE id = ?1")?
        .execute([key.0, now_ms])?;
    Ok((key, if changed { Put::Changed } else { Put::Same }))
}

fn insert(
    tx: &Connection,
    connection: ConnectionKey,
    item: &MediaItem,
    words: Words,
    source: &str,
    now_ms: i64,
) -> Result<ItemKey, IndexError> {
    let seen = rules::seen(item, now_ms);
    let mut query = tx.prepare_cached(
        "INSERT INTO media_items (connection_id, google_id, place, source, kind, file_name, mime_id, description, taken_ms,
           width_px, height_px, camera_id, focal_length_mm, aperture, iso, exposure_s, video_state, page_id,
           first_seen_ms, last_seen_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?19, ?19)
         ON CONFLICT (place) DO NOTHING",
    )?;
    let mut place = places::wish(connection, seen.taken_ms);
    loop {
        let inserted = query.execute(params![
            connection.0,
            item.id.as_str(),
            place,
            source,
            seen.kind,
            item.file_name,
            words.mime,
            description(item),
            seen.taken_ms,
            item.width_px,
            item.height_px,
            words.camera,
            seen.focal_length_mm,
            seen.aperture,
            seen.iso,
            seen.exposure_s,
            seen.video_state,
            words.page,
            now_ms,
        ])?;
        if inserted > 0 {
            return Ok(ItemKey(tx.last_insert_rowid()));
        }
        place = free_place(tx, place)?;
    }
}

/// The first free place from a wish on: behind the last that is taken in its second, or in the first second that has room.
fn free_place(db: &Connection, wish: i64) -> Result<i64, IndexError> {
    let mut last =
        db.prepare_cached("SELECT max(place) FROM media_items WHERE place BETWEEN ? AND ?")?;
    let mut wish = wish;
    loop {
        let end = places::end_of_second(wish);
        let taken: Option<i64> = last.query_row([wish, end], |row| row.get(0))?;
        match taken {
            None => return Ok(wish),
            Some(place) if place < end => return Ok(place + 1),
            Some(_) => wish = end + 1,
        }
    }
}

/// Writes only what differs, and says whether that was something. What Google leaves out for a while is kept.
fn update(
    tx: &Connection,
    key: ItemKey,
    item: &MediaItem,
    source: &str,
    now_ms: i64,
) -> Result<bool, IndexError> {
    let (connection, first_seen_ms, taken_ms, was_picked) = tx
        .prepare_cached(
            "SELECT connection_id, first_seen_ms, taken_ms, source = 'picked' FROM media_items WHERE id = ?",
        )?
        .query_row([key.0], |row| {
            Ok((
                ConnectionKey(row.get(0)?),
                row.get(1)?,
                row.get::<_, i64>(2)?,
                row.get(3)?,
            ))
        })
        .optional()?
        .unwrap_or((ConnectionKey(0), now_ms, 0, false));
    if was_picked && source != PICKED {
        // It is one of those that the Library API shows: from now on it can be missing there.
        tx.prepare_cached("UPDATE media_items SET source = ?2 WHERE id = ?1")?
            .execute(params![key.0, source])?;
    }
    let seen = rules::seen(item, first_seen_ms);
    let words = words::of(tx, item)?;
    let mut query = tx.prepare_cached(
        "UPDATE media_items SET kind = ?2, file_name = ?3, mime_id = ?4, description = ?5,
           width_px = coalesce(?6, width_px), height_px = coalesce(?7, height_px), camera_id = ?8,
           focal_length_mm = ?9, aperture = ?10, iso = ?11, exposure_s = ?12, video_state = ?13,
           page_id = coalesce(page_id, ?14), missing_since_ms = NULL
         WHERE id = ?1 AND (missing_since_ms IS NOT NULL OR
           (kind, file_name, mime_id, description, width_px, height_px, camera_id, focal_length_mm, aperture, iso,
            exposure_s, video_state)
           IS NOT (?2, ?3, ?4, ?5, coalesce(?6, width_px), coalesce(?7, height_px), ?8, ?9, ?10, ?11, ?12, ?13))",
    )?;
    let changed = query.execute(params![
        key.0,
        seen.kind,
        item.file_name,
        words.mime,
        description(item),
        item.width_px,
        item.height_px,
        words.camera,
        seen.focal_length_mm,
        seen.aperture,
        seen.iso,
        seen.exposure_s,
        seen.video_state,
        words.page,
    ])?;
    if seen.taken_ms != taken_ms {
        take_time(tx, key, connection, seen.taken_ms)?;
        return Ok(true);
    }
    Ok(changed > 0)
}

/// Gives an item another time, and the place that goes with it.
fn take_time(
    tx: &Connection,
    key: ItemKey,
    connection: ConnectionKey,
    taken_ms: i64,
) -> Result<(), IndexError> {
    let place = free_place(tx, places::wish(connection, taken_ms))?;
    tx.prepare_cached("UPDATE media_items SET taken_ms = ?2, place = ?3 WHERE id = ?1")?
        .execute([key.0, taken_ms, place])?;
    Ok(())
}

fn description(item: &MediaItem) -> Option<&str> {
    Some(item.description.as_str()).filter(|text| !text.is_empty())
}

/// What is written about an item.
pub(super) fn described(db: &Connection, key: ItemKey) -> Result<Option<String>, IndexError> {
    let mut query = db.prepare_cached("SELECT description FROM media_items WHERE id = ?")?;
    let text: Option<Option<String>> = query.query_row([key.0], |row| row.get(0)).optional()?;
    Ok(text.flatten())
}

/// Keeps what the person wrote about an item.
pub(super) fn describe(tx: &Connection, key: ItemKey, text: &str) -> Result<(), IndexError> {
    tx.prepare_cached("UPDATE media_items SET description = nullif(?2, '') WHERE id = ?1")?
        .execute(params![key.0, text])?;
    Ok(())
}

pub(super) fn keep_original(
    tx: &Connection,
    key: ItemKey,
    original: &Original,
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "UPDATE media_items SET source = 'uploaded', local_path = ?2, size_bytes = ?3, content_hash = ?4 WHERE id = ?1",
    )?
    .execute(params![
        key.0,
        original.path,
        i64::try_from(original.size_bytes).unwrap_or(i64::MAX),
        original.content_hash
    ])?;
    Ok(())
}

/// Keeps where the copy of a picked item lies. One that is there in another way keeps what it has.
pub(super) fn keep_copy(
    tx: &Connection,
    key: ItemKey,
    path: &str,
    size_bytes: u64,
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "UPDATE media_items SET local_path = ?2, size_bytes = ?3 WHERE id = ?1 AND source = 'picked'",
    )?
    .execute(params![
        key.0,
        path,
        i64::try_from(size_bytes).unwrap_or(i64::MAX)
    ])?;
    Ok(())
}

/// Takes an item out that is here only because the person picked it.
pub(super) fn forget_picked(
    tx: &Connection,
    connection: ConnectionKey,
    id: &str,
) -> Result<(), IndexError> {
    if let Some(key) = by_google_id(tx, connection, id)? {
        tx.prepare_cached("DELETE FROM media_items WHERE id = ? AND source = 'picked'")?
            .execute([key.0])?;
    }
    Ok(())
}

/// Whether an item is in the index and not missing at Google.
pub(super) fn stands(
    db: &Connection,
    connection: ConnectionKey,
    id: &str,
) -> Result<bool, IndexError> {
    let Some(key) = by_google_id(db, connection, id)? else {
        return Ok(false);
    };
    let mut query =
        db.prepare_cached("SELECT missing_since_ms IS NULL FROM media_items WHERE id = ?")?;
    Ok(query.query_row([key.0], |row| row.get(0))?)
}

/// Whether an item is here only because the person picked it.
pub(super) fn is_picked(db: &Connection, key: ItemKey) -> Result<bool, IndexError> {
    let mut query = db.prepare_cached("SELECT source = 'picked' FROM media_items WHERE id = ?")?;
    let found: Option<bool> = query.query_row([key.0], |row| row.get(0)).optional()?;
    Ok(found.unwrap_or(false))
}

pub(super) fn looks(
    tx: &Connection,
    key: ItemKey,
    tones: &str,
    size_px: Option<(u32, u32)>,
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "UPDATE media_items SET tones = unhex(replace(?2, '#', '')), width_px = coalesce(width_px, ?3), height_px = coalesce(height_px, ?4)
         WHERE id = ?1",
    )?
    .execute(params![key.0, tones, size_px.map(|size| size.0), size_px.map(|size| size.1)])?;
    Ok(())
}

pub(super) fn by_google_id(
    db: &Connection,
    connection: ConnectionKey,
    id: &str,
) -> Result<Option<ItemKey>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT id FROM media_items
         WHERE connection_id = ?1 AND substr(google_id, -12) = substr(?2, -12) AND google_id = ?2",
    )?;
    Ok(query
        .query_row(params![connection.0, id], |row| row.get(0).map(ItemKey))
        .optional()?)
}

pub(super) fn in_work(
    db: &Connection,
    connection: ConnectionKey,
    since_ms: i64,
) -> Result<Vec<String>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT google_id FROM media_items
         WHERE connection_id = ? AND video_state = 'processing' AND missing_since_ms IS NULL AND first_seen_ms >= ?
         ORDER BY first_seen_ms DESC",
    )?;
    Ok(query
        .query_map([connection.0, since_ms], |row| row.get(0))?
        .collect::<Result<_, rusqlite::Error>>()?)
}

/// The items of a stretch of places that were not seen since `began_ms` and are older than `settled_before_ms`, in pieces.
/// The Library API never shows those that were picked, so not to see them there says nothing.
pub(super) fn unseen(
    db: &Connection,
    stretch: &RangeInclusive<i64>,
    began_ms: i64,
    settled_before_ms: i64,
) -> Result<Vec<(ItemKey, String)>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT id, google_id FROM media_items WHERE place BETWEEN ? AND ? AND missing_since_ms IS NULL
           AND last_seen_ms < ? AND first_seen_ms < ? AND source <> 'picked'",
    )?;
    let rows = query.query_map(
        [
            *stretch.start(),
            *stretch.end(),
            began_ms,
            settled_before_ms,
        ],
        |row| Ok((ItemKey(row.get(0)?), row.get(1)?)),
    )?;
    Ok(rows.collect::<Result<_, rusqlite::Error>>()?)
}

/// Marks items as not found any more.
pub(super) fn mark_missing(
    tx: &Connection,
    items: &[ItemKey],
    now_ms: i64,
) -> Result<(), IndexError> {
    let mut mark = tx.prepare_cached(
        "UPDATE media_items SET missing_since_ms = ?2 WHERE id = ?1 AND missing_since_ms IS NULL",
    )?;
    for item in items {
        mark.execute([item.0, now_ms])?;
    }
    Ok(())
}

/// Takes missing items out of the index; gives Google's ids of those that went. What is not missing stays.
pub(super) fn forget_missing(
    tx: &Connection,
    items: &[ItemKey],
) -> Result<Vec<(ConnectionKey, String)>, IndexError> {
    let mut delete = tx.prepare_cached(
        "DELETE FROM media_items WHERE id = ? AND missing_since_ms IS NOT NULL RETURNING connection_id, google_id",
    )?;
    let mut gone = Vec::new();
    for item in items {
        let row = delete
            .query_row([item.0], |row| {
                Ok((ConnectionKey(row.get(0)?), row.get(1)?))
            })
            .optional()?;
        gone.extend(row);
    }
    Ok(gone)
}

/// The page of an item at Google, from its pattern.
pub(super) fn page_of(pattern: Option<String>, google_id: &str) -> Option<String> {
    words::page(pattern, google_id)
}
