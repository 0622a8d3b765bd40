//! The tables `albums` and `album_items`.

mod contents;
mod views;
mod wishes;

use google_photos::Album;
use rusqlite::{Connection, OptionalExtension as _, params};

pub(super) use contents::{append, inside, set_contents, take_out, to_list};
pub(super) use views::{all, link, link_of_others, of_item, one, titles_of_item};
pub(super) use wishes::{
    Wish, asking, forget_wish, fulfil, not_asked, title_of, titles, uncertain, wish, wish_later,
    wish_of, wishes, writable_of_title,
};

use crate::index::IndexError;
use crate::view::{AlbumKey, ConnectionKey, ItemKey};

/// What other rooms need of an album.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) key: AlbumKey,
    pub(crate) connection: ConnectionKey,
    /// None while its creation is only wished.
    pub(crate) google_id: Option<String>,
    pub(crate) product_url: Option<String>,
}

pub(super) fn find(db: &Connection, key: AlbumKey) -> Result<Option<Found>, IndexError> {
    let mut query =
        db.prepare_cached("SELECT connection_id, google_id, product_url FROM albums WHERE id = ?")?;
    let found = query.query_row([key.0], |row| {
        Ok(Found {
            key,
            connection: ConnectionKey(row.get(0)?),
            google_id: row.get(1)?,
            product_url: row.get(2)?,
        })
    });
    Ok(found.optional()?)
}

pub(super) fn by_google_id(
    db: &Connection,
    connection: ConnectionKey,
    id: &str,
) -> Result<Option<AlbumKey>, IndexError> {
    let mut query =
        db.prepare_cached("SELECT id FROM albums WHERE connection_id = ? AND google_id = ?")?;
    Ok(query
        .query_row(params![connection.0, id], |row| row.get(0).map(AlbumKey))
        .optional()?)
}

pub(super) fn first_seen_ms(
    db: &Connection,
    connection: ConnectionKey,
    id: &str,
) -> Result<Option<i64>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT first_seen_ms FROM albums WHERE connection_id = ? AND google_id = ?",
    )?;
    Ok(query
        .query_row(params![connection.0, id], |row| row.get(0))
        .optional()?)
}

/// Google's ids of items of a connection, in the order asked for; strangers are left out, and so is what comes twice.
pub(super) fn google_ids(
    db: &Connection,
    connection: ConnectionKey,
    items: &[ItemKey],
) -> Result<Vec<(ItemKey, String)>, IndexError> {
    let mut query =
        db.prepare_cached("SELECT google_id FROM media_items WHERE id = ? AND connection_id = ?")?;
    let mut seen = std::collections::HashSet::new();
    let mut named = Vec::with_capacity(items.len());
    for item in items.iter().filter(|item| seen.insert(**item)) {
        let id: Option<String> = query
            .query_row(params![item.0, connection.0], |row| row.get(0))
            .optional()?;
        named.extend(id.map(|id| (*item, id)));
    }
    Ok(named)
}

/// Keeps an album as it was seen; gives whether something shown changed.
pub(super) fn seen(
    tx: &Connection,
    connection: ConnectionKey,
    album: &Album,
    now_ms: i64,
) -> Result<(AlbumKey, bool), IndexError> {
    if let Some(key) = by_google_id(tx, connection, album.id.as_str())? {
        return Ok((key, update(tx, key, album, now_ms)?));
    }
    let mut query = tx.prepare_cached(
        "INSERT INTO albums (connection_id, google_id, title, product_url, writable, items, cover_google_id,
                             first_seen_ms, last_seen_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?8, ?8) RETURNING id",
    )?;
    let id = query.query_row(
        params![
            connection.0,
            album.id.as_str(),
            album.title,
            album.product_url.as_ref().map(url::Url::as_str),
            album.writeable,
            count(album),
            album
                .cover_item
                .as_ref()
                .map(google_photos::MediaItemId::as_str),
            now_ms,
        ],
        |row| row.get(0),
    )?;
    Ok((AlbumKey(id), true))
}

/// Brings an album up to date with what Google says; gives whether something shown changed.
pub(super) fn update(
    tx: &Connection,
    key: AlbumKey,
    album: &Album,
    now_ms: i64,
) -> Result<bool, IndexError> {
    let mut query = tx.prepare_cached(
        "UPDATE albums SET title = ?2, product_url = ?3, writable = ?4, items = ?5, cover_google_id = ?6,
                           missing_since_ms = NULL
         WHERE id = ?1 AND (missing_since_ms IS NOT NULL OR
           (title, product_url, writable, items, cover_google_id) IS NOT (?2, ?3, ?4, ?5, ?6))",
    )?;
    let changed = query.execute(params![
        key.0,
        album.title,
        album.product_url.as_ref().map(url::Url::as_str),
        album.writeable,
        count(album),
        album
            .cover_item
            .as_ref()
            .map(google_photos::MediaItemId::as_str),
    ])?;
    tx.prepare_cached("UPDATE albums SET last_seen_ms = ?2 WHERE id = ?1")?
        .execute([key.0, now_ms])?;
    Ok(changed > 0)
}

fn count(album: &Album) -> u32 {
    u32::try_from(album.items_count).unwrap_or(u32::MAX)
}

/// The next sync lists the album's contents again.
pub(super) fn distrust(tx: &Connection, key: AlbumKey) -> Result<(), IndexError> {
    tx.execute(
        "UPDATE albums SET listed_items = NULL WHERE id = ?",
        [key.0],
    )?;
    Ok(())
}

pub(super) fn mark_missing(
    tx: &Connection,
    connection: ConnectionKey,
    look_began_ms: i64,
    settled_before_ms: i64,
    now_ms: i64,
) -> Result<usize, IndexError> {
    Ok(tx.execute(
        "UPDATE albums SET missing_since_ms = ?4
         WHERE connection_id = ?1 AND google_id IS NOT NULL AND missing_since_ms IS NULL
           AND last_seen_ms < ?2 AND first_seen_ms < ?3",
        params![connection.0, look_began_ms, settled_before_ms, now_ms],
    )?)
}
