//! The table `media_items`, and the segments made of it.

mod shown;

use google_photos::MediaItem;
use rusqlite::{Connection, OptionalExtension as _, params};

pub(crate) use shown::Found;
pub(super) use shown::{album_length, days, details, find, of_album, of_day, recent};

use super::rules;
use crate::index::IndexError;
use crate::view::{ConnectionKey, ItemKey};

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
        return Ok((insert(tx, connection, item, source, now_ms)?, Put::New));
    };
    let changed = update(tx, key, item, now_ms)?;
    tx.prepare_cached("UPDATE media_items SET last_seen_ms = ?2 WHERE id = ?1")?
        .execute([key.0, now_ms])?;
    Ok((key, if changed { Put::Changed } else { Put::Same }))
}

fn insert(
    tx: &Connection,
    connection: ConnectionKey,
    item: &MediaItem,
    source: &str,
    now_ms: i64,
) -> Result<ItemKey, IndexError> {
    let seen = rules::seen(item, now_ms);
    let mut query = tx.prepare_cached(
        "INSERT INTO media_items (connection_id, google_id, source, kind, file_name, mime_type, description, taken_ms, day,
           width_px, height_px, camera_make, camera_model, focal_length_mm, aperture, iso, exposure_s, video_state,
           product_url, first_seen_ms, last_seen_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?20, ?20) RETURNING id",
    )?;
    let id = query.query_row(
        params![
            connection.0,
            item.id.as_str(),
            source,
            seen.kind,
            item.file_name,
            item.mime_type,
            description(item),
            seen.taken_ms,
            seen.day,
            item.width_px,
            item.height_px,
            item.camera_make,
            item.camera_model,
            seen.focal_length_mm,
            seen.aperture,
            seen.iso,
            seen.exposure_s,
            seen.video_state,
            item.product_url.as_ref().map(url::Url::as_str),
            now_ms,
        ],
        |row| row.get(0),
    )?;
    Ok(ItemKey(id))
}

/// Writes only what differs, and says whether that was something. What Google leaves out for a while is kept.
fn update(
    tx: &Connection,
    key: ItemKey,
    item: &MediaItem,
    now_ms: i64,
) -> Result<bool, IndexError> {
    let first_seen_ms = tx
        .prepare_cached("SELECT first_seen_ms FROM media_items WHERE id = ?")?
        .query_row([key.0], |row| row.get(0))
        .unwrap_or(now_ms);
    let seen = rules::seen(item, first_seen_ms);
    let mut query = tx.prepare_cached(
        "UPDATE media_items SET kind = ?2, file_name = ?3, mime_type = ?4, description = ?5, taken_ms = ?6, day = ?7,
           width_px = coalesce(?8, width_px), height_px = coalesce(?9, height_px), camera_make = ?10, camera_model = ?11,
           focal_length_mm = ?12, aperture = ?13, iso = ?14, exposure_s = ?15, video_state = ?16,
           product_url = coalesce(product_url, ?17), missing_since_ms = NULL
         WHERE id = ?1 AND (missing_since_ms IS NOT NULL OR
           (kind, file_name, mime_type, description, taken_ms, day, width_px, height_px, camera_make, camera_model,
            focal_length_mm, aperture, iso, exposure_s, video_state)
           IS NOT (?2, ?3, ?4, ?5, ?6, ?7, coalesce(?8, width_px), coalesce(?9, height_px), ?10, ?11, ?12, ?13, ?14, ?15, ?16))",
    )?;
    let changed = query.execute(params![
        key.0,
        seen.kind,
        item.file_name,
        item.mime_type,
        description(item),
        seen.taken_ms,
        seen.day,
        item.width_px,
        item.height_px,
        item.camera_make,
        item.camera_model,
        seen.focal_length_mm,
        seen.aperture,
        seen.iso,
        seen.exposure_s,
        seen.video_state,
        item.product_url.as_ref().map(url::Url::as_str),
    ])?;
    Ok(changed > 0)
}

fn description(item: &MediaItem) -> Option<&str> {
    Some(item.description.as_str()).filter(|text| !text.is_empty())
}

pub(super) fn keep_original(
    tx: &Connection,
    key: ItemKey,
    original: &Original,
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "UPDATE media_items SET local_path = ?2, size_bytes = ?3, content_hash = ?4 WHERE id = ?1",
    )?
    .execute(params![
        key.0,
        original.path,
        i64::try_from(original.size_bytes).unwrap_or(i64::MAX),
        original.content_hash
    ])?;
    Ok(())
}

pub(super) fn looks(
    tx: &Connection,
    key: ItemKey,
    tones: &str,
    size_px: Option<(u32, u32)>,
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "UPDATE media_items SET tones = ?2, width_px = coalesce(width_px, ?3), height_px = coalesce(height_px, ?4)
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
    let mut query =
        db.prepare_cached("SELECT id FROM media_items WHERE connection_id = ? AND google_id = ?")?;
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

pub(super) fn mark_missing(
    tx: &Connection,
    connection: ConnectionKey,
    look_began_ms: i64,
    settled_before_ms: i64,
    now_ms: i64,
) -> Result<usize, IndexError> {
    Ok(tx.execute(
        "UPDATE media_items SET missing_since_ms = ?4
         WHERE connection_id = ?1 AND missing_since_ms IS NULL AND last_seen_ms < ?2 AND first_seen_ms < ?3",
        params![connection.0, look_began_ms, settled_before_ms, now_ms],
    )?)
}
