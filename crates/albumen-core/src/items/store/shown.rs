//! Media items as they are shown: tiles, details, segments.

use std::ops::RangeInclusive;

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::words;
use crate::index::IndexError;
use crate::items::places;
use crate::items::rules::{self, DetailsRow};
use crate::view::{AlbumKey, ConnectionKey, GridItem, ItemKey, ItemKind, ItemState, Segment};

/// What other rooms need of an item.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) connection: ConnectionKey,
    pub(crate) google_id: String,
    pub(crate) kind: ItemKind,
    pub(crate) state: ItemState,
    pub(crate) mime_type: String,
    pub(crate) product_url: Option<String>,
    pub(crate) local_path: Option<String>,
}

/// The columns of a tile; its order in the grid comes beside them, as `place_order`.
pub(super) const TILE: &str = "m.id, m.kind, m.file_name, m.width_px, m.height_px, m.taken_ms, m.duration_ms, m.tones, m.video_state";
/// The order of a tile in every grid but an album: its place without its connection.
const ORDER: &str = "m.place & 0xffffffffffff AS place_order";

pub(super) fn tile(row: &Row<'_>) -> Result<GridItem, IndexError> {
    Ok(GridItem {
        key: ItemKey(row.get("id")?),
        order: row.get("place_order")?,
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
        tones: words::tones(
            row.get_ref("tones")?
                .as_blob_or_null()
                .map_err(rusqlite::Error::from)?,
        ),
        state: rules::read_state(
            row.get_ref("video_state")?
                .as_str_or_null()
                .map_err(rusqlite::Error::from)?,
        )?,
    })
}

pub(in crate::items) fn find(db: &Connection, key: ItemKey) -> Result<Option<Found>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT connection_id, google_id, kind, video_state, mime_types.name AS mime_type, pattern, local_path
         FROM media_items m JOIN mime_types ON mime_types.id = mime_id LEFT JOIN page_urls ON page_urls.id = page_id
         WHERE m.id = ?",
    )?;
    let read = |row: &Row<'_>| -> Result<Found, IndexError> {
        let google_id: String = row.get("google_id")?;
        Ok(Found {
            connection: ConnectionKey(row.get("connection_id")?),
            kind: rules::read_kind(&row.get::<_, String>("kind")?)?,
            state: rules::read_state(row.get::<_, Option<String>>("video_state")?.as_deref())?,
            mime_type: row.get("mime_type")?,
            product_url: words::page(row.get("pattern")?, &google_id),
            local_path: row.get("local_path")?,
            google_id,
        })
    };
    query.query_and_then([key.0], read)?.next().transpose()
}

pub(in crate::items) fn details(
    db: &Connection,
    key: ItemKey,
) -> Result<Option<DetailsRow>, IndexError> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {TILE}, {ORDER}, mime_types.name AS mime_type, description, make, model, focal_length_mm, aperture, iso,
                exposure_s, size_bytes, local_path, page_id IS NOT NULL AS has_page, source = 'uploaded' AS uploaded_here,
                first_seen_ms, missing_since_ms
         FROM media_items m JOIN mime_types ON mime_types.id = mime_id LEFT JOIN cameras ON cameras.id = camera_id
         WHERE m.id = ?"
    ))?;
    let read = |row: &Row<'_>| -> Result<DetailsRow, IndexError> {
        Ok(DetailsRow {
            item: tile(row)?,
            mime_type: row.get("mime_type")?,
            description: row.get("description")?,
            camera_make: row.get("make")?,
            camera_model: row.get("model")?,
            focal_length_mm: row.get("focal_length_mm")?,
            aperture: row.get("aperture")?,
            iso: row.get("iso")?,
            exposure_s: row.get("exposure_s")?,
            size_bytes: row
                .get::<_, Option<i64>>("size_bytes")?
                .and_then(|bytes| u64::try_from(bytes).ok()),
            local_path: row.get("local_path")?,
            has_page: row.get("has_page")?,
            uploaded_here: row.get("uploaded_here")?,
            first_seen_ms: row.get("first_seen_ms")?,
            missing_since_ms: row.get("missing_since_ms")?,
        })
    };
    query.query_and_then([key.0], read)?.next().transpose()
}

/// The days of a connection, newest first.
pub(in crate::items) fn days(
    db: &Connection,
    connection: ConnectionKey,
) -> Result<Vec<Segment>, IndexError> {
    segments(
        db,
        connection,
        "SELECT day, items FROM days WHERE connection_id = ? AND items > 0 ORDER BY day DESC",
    )
}

/// The days of what is missing, newest first.
pub(in crate::items) fn missing_days(
    db: &Connection,
    connection: ConnectionKey,
) -> Result<Vec<Segment>, IndexError> {
    segments(
        db,
        connection,
        "SELECT day, missing FROM days WHERE connection_id = ? AND missing > 0 ORDER BY day DESC",
    )
}

fn segments(
    db: &Connection,
    connection: ConnectionKey,
    sql: &str,
) -> Result<Vec<Segment>, IndexError> {
    let mut query = db.prepare_cached(sql)?;
    let mut rows = query.query([connection.0])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let day = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        found.extend(rules::parts(day, row.get(1)?));
    }
    Ok(found)
}

/// The items of a day or of a part of one, newest first.
pub(in crate::items) fn of_day(
    db: &Connection,
    connection: ConnectionKey,
    segment: &str,
) -> Result<Vec<GridItem>, IndexError> {
    let Some((day, skip)) = rules::day_and_skip(segment) else {
        return Ok(Vec::new());
    };
    let Some(range) = places::of_day(connection, day) else {
        return Ok(Vec::new());
    };
    let Some(newest) = newest_after(db, connection, day, &range, skip)? else {
        return Ok(Vec::new());
    };
    let mut query = db.prepare_cached(&format!(
        "SELECT {TILE}, {ORDER} FROM media_items m WHERE place BETWEEN ? AND ? AND missing_since_ms IS NULL
         ORDER BY place DESC LIMIT ?"
    ))?;
    query
        .query_and_then(params![range.start(), newest, rules::PART], tile)?
        .collect()
}

/// The place of the newest item of a day after those of the parts before. Where nothing of the day is missing the order
/// alone tells it, without a look at the items.
fn newest_after(
    db: &Connection,
    connection: ConnectionKey,
    day: &str,
    range: &RangeInclusive<i64>,
    skip: u32,
) -> Result<Option<i64>, IndexError> {
    if skip == 0 {
        return Ok(Some(*range.end()));
    }
    let has_missing = db
        .prepare_cached("SELECT 1 FROM days WHERE connection_id = ? AND day = ? AND missing > 0")?
        .exists(params![connection.0, day])?;
    let sql = if has_missing {
        "SELECT place FROM media_items WHERE place BETWEEN ? AND ? AND missing_since_ms IS NULL
         ORDER BY place DESC LIMIT 1 OFFSET ?"
    } else {
        "SELECT place FROM media_items WHERE place BETWEEN ? AND ? ORDER BY place DESC LIMIT 1 OFFSET ?"
    };
    Ok(db
        .prepare_cached(sql)?
        .query_row(params![range.start(), range.end(), skip], |row| row.get(0))
        .optional()?)
}

/// What is missing of a day or of a part of one, newest first.
pub(in crate::items) fn missing_of_day(
    db: &Connection,
    connection: ConnectionKey,
    segment: &str,
) -> Result<Vec<GridItem>, IndexError> {
    let Some((day, skip)) = rules::day_and_skip(segment) else {
        return Ok(Vec::new());
    };
    let Some(range) = places::of_day(connection, day) else {
        return Ok(Vec::new());
    };
    let mut query = db.prepare_cached(&format!(
        "SELECT {TILE}, {ORDER} FROM media_items m
         WHERE connection_id = ? AND place BETWEEN ? AND ? AND missing_since_ms IS NOT NULL
         ORDER BY place DESC LIMIT ? OFFSET ?"
    ))?;
    query
        .query_and_then(
            params![connection.0, range.start(), range.end(), rules::PART, skip],
            tile,
        )?
        .collect()
}

pub(in crate::items) fn at_places(
    db: &Connection,
    places: &[i64],
) -> Result<Vec<GridItem>, IndexError> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {TILE}, {ORDER} FROM media_items m WHERE place = ? AND missing_since_ms IS NULL"
    ))?;
    let mut tiles = Vec::with_capacity(places.len());
    for place in places {
        tiles.extend(query.query_and_then([place], tile)?.next().transpose()?);
    }
    Ok(tiles)
}

pub(in crate::items) fn recent(
    db: &Connection,
    connection: ConnectionKey,
    limit: u32,
    offset: u32,
) -> Result<Vec<GridItem>, IndexError> {
    let range = places::of_connection(connection);
    let mut query = db.prepare_cached(&format!(
        "SELECT {TILE}, {ORDER} FROM media_items m WHERE place BETWEEN ? AND ? AND missing_since_ms IS NULL
         ORDER BY place DESC LIMIT ? OFFSET ?"
    ))?;
    query
        .query_and_then(params![range.start(), range.end(), limit, offset], tile)?
        .collect()
}

/// The runs of an album, in its order.
pub(in crate::items) fn runs(db: &Connection, album: AlbumKey) -> Result<Vec<Segment>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT min(a.position), count(*) FROM album_items a JOIN media_items m ON m.id = a.item_id
         WHERE a.album_id = ? AND m.missing_since_ms IS NULL GROUP BY a.position / ? ORDER BY 1",
    )?;
    let read = |row: &Row<'_>| {
        Ok(Segment {
            key: rules::run_key(row.get(0)?),
            day: None,
            items: row.get(1)?,
        })
    };
    Ok(query
        .query_map(params![album.0, rules::RUN], read)?
        .collect::<Result<_, rusqlite::Error>>()?)
}

/// The items of a run of an album.
pub(in crate::items) fn of_run(
    db: &Connection,
    album: AlbumKey,
    segment: &str,
) -> Result<Vec<GridItem>, IndexError> {
    let Some(positions) = rules::run_positions(segment) else {
        return Ok(Vec::new());
    };
    let mut query = db.prepare_cached(&format!(
        "SELECT {TILE}, a.position AS place_order FROM album_items a JOIN media_items m ON m.id = a.item_id
         WHERE a.album_id = ? AND a.position BETWEEN ? AND ? AND m.missing_since_ms IS NULL ORDER BY a.position"
    ))?;
    query
        .query_and_then(params![album.0, positions.start(), positions.end()], tile)?
        .collect()
}
