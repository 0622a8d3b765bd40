//! What may be done next, in the order of the queue. Reads only.

use rusqlite::{Connection, named_params, params};

use super::store::{OPEN, Upload, select};
use crate::index::IndexError;
use crate::view::{AlbumKey, ConnectionKey, UploadKey};

/// Files to be read next, first come first.
pub fn next_found(
    db: &Connection,
    of: ConnectionKey,
    now_ms: i64,
    limit: usize,
) -> Result<Vec<Upload>, IndexError> {
    let condition = "connection_id = :of AND stage = 'found' AND (retry_at_ms IS NULL OR retry_at_ms <= :now) ORDER BY id LIMIT :limit";
    select(
        db,
        condition,
        named_params! { ":of": of.0, ":now": now_ms, ":limit": limit as i64 },
    )
}

/// Files to be sent next, first come first. Of files with the same bytes the first goes; the others wait for what becomes of it.
pub fn next_hashed(
    db: &Connection,
    of: ConnectionKey,
    now_ms: i64,
    limit: usize,
) -> Result<Vec<Upload>, IndexError> {
    let condition = "connection_id = :of AND stage = 'hashed' AND (retry_at_ms IS NULL OR retry_at_ms <= :now) \
        AND NOT EXISTS (SELECT 1 FROM uploads twin WHERE twin.connection_id = uploads.connection_id \
            AND twin.content_hash = uploads.content_hash AND twin.stage IN ('hashed', 'sending', 'sent', 'creating') \
            AND (twin.id < uploads.id OR twin.stage <> 'hashed') AND twin.id <> uploads.id) \
        ORDER BY id LIMIT :limit";
    select(
        db,
        condition,
        named_params! { ":of": of.0, ":now": now_ms, ":limit": limit as i64 },
    )
}

/// Files that may become media items next, and the first file of their album that is still before one of them.
///
/// Order: both out of one snapshot. A file that is sent between two reads would be in neither, and the batch would leave
/// it behind.
pub fn next_batch(
    db: &Connection,
    of: ConnectionKey,
    now_ms: i64,
    limit: usize,
) -> Result<(Vec<Upload>, Option<UploadKey>), IndexError> {
    let snapshot = db.unchecked_transaction()?;
    let sent = next_sent(&snapshot, of, now_ms, limit)?;
    let before = match sent.first() {
        Some(first) => first_before_sent(&snapshot, of, first.album, now_ms)?,
        None => None,
    };
    Ok((sent, before))
}

/// Files whose bytes are at Google and that may become media items, first come first, all of the album of the first.
fn next_sent(
    db: &Connection,
    of: ConnectionKey,
    now_ms: i64,
    limit: usize,
) -> Result<Vec<Upload>, IndexError> {
    let condition = "connection_id = :of AND stage = 'sent' AND (retry_at_ms IS NULL OR retry_at_ms <= :now) \
        AND album_id IS (SELECT first.album_id FROM uploads first WHERE first.connection_id = :of AND first.stage = 'sent' \
            AND (first.retry_at_ms IS NULL OR first.retry_at_ms <= :now) ORDER BY first.id LIMIT 1) \
        ORDER BY id LIMIT :limit";
    select(
        db,
        condition,
        named_params! { ":of": of.0, ":now": now_ms, ":limit": limit as i64 },
    )
}

/// Files that are in the library already and go into an album, all into the same.
pub fn next_adding(
    db: &Connection,
    of: ConnectionKey,
    now_ms: i64,
    limit: usize,
) -> Result<Vec<Upload>, IndexError> {
    let condition = "connection_id = :of AND stage = 'creating' AND google_item_id IS NOT NULL \
        AND (retry_at_ms IS NULL OR retry_at_ms <= :now) \
        AND album_id IS (SELECT first.album_id FROM uploads first WHERE first.connection_id = :of AND first.stage = 'creating' \
            AND first.google_item_id IS NOT NULL AND (first.retry_at_ms IS NULL OR first.retry_at_ms <= :now) \
            ORDER BY first.id LIMIT 1) \
        ORDER BY id LIMIT :limit";
    select(
        db,
        condition,
        named_params! { ":of": of.0, ":now": now_ms, ":limit": limit as i64 },
    )
}

/// The first file of this album that is still to be read or sent and waits for nothing but its turn. One whose bytes another
/// file has brought to Google already waits for that one, so nobody waits for it.
fn first_before_sent(
    db: &Connection,
    of: ConnectionKey,
    album: Option<AlbumKey>,
    now_ms: i64,
) -> Result<Option<UploadKey>, IndexError> {
    let first = db
        .prepare_cached(
            "SELECT min(id) FROM uploads WHERE connection_id = ? AND album_id IS ? AND stage IN ('found', 'hashed', 'sending') \
               AND (retry_at_ms IS NULL OR retry_at_ms <= ?) \
               AND NOT EXISTS (SELECT 1 FROM uploads twin WHERE twin.connection_id = uploads.connection_id \
                 AND twin.content_hash = uploads.content_hash AND twin.stage IN ('sent', 'creating'))",
        )?
        .query_row(params![of.0, album.map(|album| album.0), now_ms], |row| row.get::<_, Option<i64>>(0))?;
    Ok(first.map(UploadKey))
}

/// The next moment at which a file that waits may go on.
pub fn next_retry_ms(
    db: &Connection,
    of: ConnectionKey,
    now_ms: i64,
) -> Result<Option<i64>, IndexError> {
    let sql = format!(
        "SELECT min(retry_at_ms) FROM uploads WHERE connection_id = ? AND stage IN {OPEN} AND retry_at_ms > ?"
    );
    Ok(db
        .prepare_cached(&sql)?
        .query_row(params![of.0, now_ms], |row| row.get(0))?)
}
