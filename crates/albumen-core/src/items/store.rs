//! The table `media_items`, and the segments made of it.

use google_photos::MediaItem;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::rules::{self, DetailsRow};
use crate::index::IndexError;
use crate::view::{AlbumKey, ConnectionKey, GridItem, ItemKey, ItemKind, ItemState, Segment};

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

/// What other rooms need of an item.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) key: ItemKey,
    pub(crate) connection: ConnectionKey,
    pub(crate) google_id: String,
    pub(crate) kind: ItemKind,
    pub(crate) state: ItemState,
    pub(crate) file_name: String,
    pub(crate) mime_type: String,
    pub(crate) product_url: Option<String>,
    pub(crate) local_path: Option<String>,
    pub(crate) size_bytes: Option<u64>,
}

const TILE: &str = "m.id, m.kind, m.file_name, m.width_px, m.height_px, m.taken_ms, m.duration_ms, m.tones, m.video_state";

fn tile(row: &Row<'_>) -> Result<GridItem, IndexError> {
    Ok(GridItem {
        key: ItemKey(row.get("id")?),
        kind: rules::read_kind(
            row.get_ref("kind")?
                .as_str()
                .map_err(rusqlite::Error::from)?,
        )?,
        file_name: row.get("file_name")?,
        width_px: row.get::<_, Option<u32>>("width_px")?.unwrap_or(0),
        height_px: row.get::<_, Option<u32>>("height_px")?.unwrap_or(0),
        taken_ms: row.get("taken_ms")?,
        duration_ms: row.get("duration_ms")?,
        tones: row.get("tones")?,
        state: rules::read_state(
            row.get_ref("video_state")?
                .as_str_or_null()
                .map_err(rusqlite::Error::from)?,
        )?,
    })
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

pub(super) fn find(db: &Connection, key: ItemKey) -> Result<Option<Found>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT connection_id, google_id, kind, video_state, file_name, mime_type, product_url, local_path, size_bytes
         FROM media_items WHERE id = ?",
    )?;
    let read = |row: &Row<'_>| -> Result<Found, IndexError> {
        Ok(Found {
            key,
            connection: ConnectionKey(row.get("connection_id")?),
            google_id: row.get("google_id")?,
            kind: rules::read_kind(&row.get::<_, String>("kind")?)?,
            state: rules::read_state(row.get::<_, Option<String>>("video_state")?.as_deref())?,
            file_name: row.get("file_name")?,
            mime_type: row.get("mime_type")?,
            product_url: row.get("product_url")?,
            local_path: row.get("local_path")?,
            size_bytes: row
                .get::<_, Option<i64>>("size_bytes")?
                .and_then(|bytes| u64::try_from(bytes).ok()),
        })
    };
    query.query_and_then([key.0], read)?.next().transpose()
}

pub(super) fn details(db: &Connection, key: ItemKey) -> Result<Option<DetailsRow>, IndexError> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {TILE}, mime_type, description, camera_make, camera_model, focal_length_mm, aperture, iso, exposure_s,
                size_bytes, local_path, product_url
         FROM media_items m WHERE id = ?"
    ))?;
    let read = |row: &Row<'_>| -> Result<DetailsRow, IndexError> {
        Ok(DetailsRow {
            item: tile(row)?,
            mime_type: row.get("mime_type")?,
            description: row.get("description")?,
            camera_make: row.get("camera_make")?,
            camera_model: row.get("camera_model")?,
            focal_length_mm: row.get("focal_length_mm")?,
            aperture: row.get("aperture")?,
            iso: row.get("iso")?,
            exposure_s: row.get("exposure_s")?,
            size_bytes: row
                .get::<_, Option<i64>>("size_bytes")?
                .and_then(|bytes| u64::try_from(bytes).ok()),
            local_path: row.get("local_path")?,
            product_url: row.get("product_url")?,
        })
    };
    query.query_and_then([key.0], read)?.next().transpose()
}

/// The days of a connection, newest first.
pub(super) fn days(db: &Connection, connection: ConnectionKey) -> Result<Vec<Segment>, IndexError> {
    let mut query =
        db.prepare_cached("SELECT day, items FROM days WHERE connection_id = ? ORDER BY day DESC")?;
    let read = |row: &Row<'_>| {
        let day: String = row.get(0)?;
        Ok(Segment {
            key: day.clone(),
            day: Some(day),
            items: row.get(1)?,
        })
    };
    Ok(query
        .query_map([connection.0], read)?
        .collect::<Result<_, rusqlite::Error>>()?)
}

pub(super) fn of_day(
    db: &Connection,
    connection: ConnectionKey,
    day: &str,
) -> Result<Vec<GridItem>, IndexError> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {TILE} FROM media_items m WHERE connection_id = ? AND day = ? AND missing_since_ms IS NULL
         ORDER BY taken_ms DESC, id DESC"
    ))?;
    query
        .query_and_then(params![connection.0, day], tile)?
        .collect()
}

pub(super) fn recent(
    db: &Connection,
    connection: ConnectionKey,
    limit: u32,
    offset: u32,
) -> Result<Vec<GridItem>, IndexError> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {TILE} FROM media_items m WHERE connection_id = ? AND missing_since_ms IS NULL
         ORDER BY day DESC, taken_ms DESC, id DESC LIMIT ? OFFSET ?"
    ))?;
    query
        .query_and_then(params![connection.0, limit, offset], tile)?
        .collect()
}

pub(super) fn album_length(db: &Connection, album: AlbumKey) -> Result<u32, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT count(*) FROM album_items a JOIN media_items m ON m.id = a.item_id
         WHERE a.album_id = ? AND m.missing_since_ms IS NULL",
    )?;
    Ok(query.query_row([album.0], |row| row.get(0))?)
}

pub(super) fn of_album(
    db: &Connection,
    album: AlbumKey,
    start: u32,
    length: u32,
) -> Result<Vec<GridItem>, IndexError> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {TILE} FROM album_items a JOIN media_items m ON m.id = a.item_id
         WHERE a.album_id = ? AND m.missing_since_ms IS NULL ORDER BY a.position LIMIT ? OFFSET ?"
    ))?;
    query
        .query_and_then(params![album.0, length, start], tile)?
        .collect()
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
