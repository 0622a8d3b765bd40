//! The upload queue in the index: what goes in, what is known of its files. Its rows are in `rows`, their moves in `moves`.

use rusqlite::{Connection, OptionalExtension as _, Transaction, named_params, params};

pub use super::moves::{Move, move_to, set_offset, set_session};
pub use super::rows::{Session, Upload, from_sql, select, to_sql};
use crate::index::IndexError;
use crate::items;
use crate::ledger;
use crate::view::{AlbumKey, ConnectionKey, UploadKey};

/// Files that are looked at in one piece at the start.
const REARMED_AT_ONCE: usize = 500;

/// The stages in which a process can die in the middle of something.
pub const CUT_OFF: [&str; 2] = ["sending", "creating"];

/// Puts the next files of a stage after `after` where they go on from after the process died. Gives the last one looked at;
/// none when that was all.
pub fn rearm(
    tx: &Transaction<'_>,
    stage: &'static str,
    after: UploadKey,
    now_ms: i64,
) -> Result<Option<UploadKey>, IndexError> {
    let cut_off = select(
        tx,
        "connection_id IN (SELECT id FROM connections) AND stage = :stage AND hold IS NULL AND google_item_id IS NULL \
         AND id > :after ORDER BY id LIMIT :limit",
        named_params! { ":stage": stage, ":after": after.0, ":limit": REARMED_AT_ONCE as i64 },
    )?;
    for upload in &cut_off {
        let from = upload.stage.name();
        let to = upload.stage.clone().after_restart(now_ms);
        if to.name() != from {
            move_to(tx, upload.key, from, &to, Move::default(), now_ms)?;
        }
    }
    Ok(cut_off.last().map(|upload| upload.key))
}

/// The stages with a way to go, for SQL.
pub const OPEN: &str = "('found', 'hashed', 'sending', 'sent', 'creating')";

/// The connections whose queue has a way to go.
pub fn busy_connections(db: &Connection) -> Result<Vec<ConnectionKey>, IndexError> {
    let mut all = db.prepare_cached(&format!(
        "SELECT DISTINCT connection_id FROM upload_sums WHERE files > 0 AND stage IN {OPEN} ORDER BY 1"
    ))?;
    let keys = all
        .query_map([], |row| row.get(0).map(ConnectionKey))?
        .collect::<Result<_, _>>()?;
    Ok(keys)
}

/// The connection of an album.
pub fn album_connection(
    db: &Connection,
    album: AlbumKey,
) -> Result<Option<ConnectionKey>, IndexError> {
    let of = db
        .prepare_cached("SELECT connection_id FROM albums WHERE id = ?")?
        .query_row([album.0], |row| row.get(0).map(ConnectionKey))
        .optional()?;
    Ok(of)
}

/// Whether the person paused the queue.
pub fn is_paused(db: &Connection) -> Result<bool, IndexError> {
    Ok(db
        .prepare_cached("SELECT 1 FROM settings WHERE name = 'uploads_paused' AND value = 'yes'")?
        .exists([])?)
}

/// Keeps whether the person paused the queue.
pub fn set_paused(tx: &Transaction<'_>, paused: bool) -> Result<(), IndexError> {
    let value = if paused { "yes" } else { "no" };
    tx.execute("INSERT INTO settings VALUES ('uploads_paused', ?) ON CONFLICT DO UPDATE SET value = excluded.value", [value])?;
    Ok(())
}

/// The media item of this connection that holds these bytes, as far as the index or the ledger know. One that Google shows
/// no more does not count; one that the index has not seen yet does.
pub fn known_item(
    db: &Connection,
    of: ConnectionKey,
    hash: &[u8; 32],
) -> Result<Option<String>, IndexError> {
    let known = db
        .prepare_cached(
            "SELECT google_id FROM media_items WHERE connection_id = ? AND content_hash = ? AND missing_since_ms IS NULL \
             ORDER BY id LIMIT 1",
        )?
        .query_row(params![of.0, hash.as_slice()], |row| row.get(0))
        .optional()?;
    match known {
        Some(item) => Ok(Some(item)),
        None => ledger::standing_item(db, of, hash),
    }
}

/// Whether a file is on its way to Google, or there and not yet an item, that has these bytes.
pub fn is_under_way(
    db: &Connection,
    of: ConnectionKey,
    hash: &[u8; 32],
) -> Result<bool, IndexError> {
    let found = db
        .prepare_cached(
            "SELECT 1 FROM uploads WHERE connection_id = ? AND content_hash = ? \
               AND stage IN ('sending', 'sent', 'creating')",
        )?
        .exists(params![of.0, hash.as_slice()])?;
    Ok(found)
}

/// Whether an item is in an album, as far as the index knows.
pub fn is_in_album(
    db: &Connection,
    album: AlbumKey,
    of: ConnectionKey,
    google_id: &str,
) -> Result<bool, IndexError> {
    let Some(item) = items::by_google_id(db, of, google_id)? else {
        return Ok(false);
    };
    let found = db
        .prepare_cached("SELECT 1 FROM album_items WHERE album_id = ? AND item_id = ?")?
        .exists(params![album.0, item.0])?;
    Ok(found)
}

/// How many items an album holds, as far as is known.
pub fn album_items(db: &Connection, album: AlbumKey) -> Result<u32, IndexError> {
    let items = db
        .prepare_cached("SELECT items FROM albums WHERE id = ?")?
        .query_row([album.0], |row| row.get(0))
        .optional()?;
    Ok(items.unwrap_or(0))
}

/// Forgets that an item holds certain bytes: Google knows the item no more.
pub fn forget_item_bytes(
    tx: &Transaction<'_>,
    of: ConnectionKey,
    google_id: &str,
    now_ms: i64,
) -> Result<(), IndexError> {
    tx.execute(
        "UPDATE media_items SET content_hash = NULL WHERE connection_id = ?1 \
           AND substr(google_id, -12) = substr(?2, -12) AND google_id = ?2",
        params![of.0, google_id],
    )?;
    ledger::refused(tx, of, google_id, now_ms)
}

/// Under which settings it is kept until when a connection sleeps.
const ASLEEP: &str = "uploads_asleep_until:";

/// Keeps until when a connection sleeps because the requests of the day are used up.
pub fn set_asleep(
    tx: &Transaction<'_>,
    of: ConnectionKey,
    until_ms: i64,
) -> Result<(), IndexError> {
    tx.execute(
        "INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        params![format!("{ASLEEP}{}", of.0), until_ms.to_string()],
    )?;
    Ok(())
}

/// Until when connections sleep, or slept.
pub fn asleep(db: &Connection) -> Result<Vec<(ConnectionKey, i64)>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT substr(name, length(?1) + 1), value FROM settings WHERE substr(name, 1, length(?1)) = ?1",
    )?;
    let rows = query
        .query_map([ASLEEP], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<Vec<(String, String)>, _>>()?;
    // What cannot be read is no sleep: Google tells again.
    let read = |(of, until): (String, String)| {
        Some((ConnectionKey(of.parse().ok()?), until.parse().ok()?))
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// The capture time that is to be written into the copy of a file that is sent.
pub fn write_taken_ms(db: &Connection, key: UploadKey) -> Result<Option<i64>, IndexError> {
    let wanted = db
        .prepare_cached("SELECT write_taken_ms FROM uploads WHERE id = ?")?
        .query_row([key.0], |row| row.get::<_, Option<i64>>(0))
        .optional()?;
    Ok(wanted.flatten())
}
