//! Albums that are to be made: rows without an id of Google's.

use google_photos::Album;
use rusqlite::{Connection, Row, params};

use crate::index::IndexError;
use crate::view::{AlbumKey, ConnectionKey};

/// An album that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::albums) struct Wish {
    pub(in crate::albums) key: AlbumKey,
    pub(in crate::albums) connection: ConnectionKey,
    pub(in crate::albums) title: String,
    pub(in crate::albums) wished_ms: i64,
    /// Whether Google may have been asked for it: then it is looked for before it is asked for again.
    pub(in crate::albums) asked: bool,
}

fn read(row: &Row<'_>) -> rusqlite::Result<Wish> {
    Ok(Wish {
        key: AlbumKey(row.get("id")?),
        connection: ConnectionKey(row.get("connection_id")?),
        title: row.get("title")?,
        wished_ms: row.get("intent_ms")?,
        asked: row.get::<_, String>("intent")? != "wished",
    })
}

pub(in crate::albums) fn wish(
    tx: &Connection,
    connection: ConnectionKey,
    title: &str,
    now_ms: i64,
) -> Result<Wish, IndexError> {
    let mut query = tx.prepare_cached(
        "INSERT INTO albums (connection_id, intent, intent_ms, title, writable, listed_items, first_seen_ms, last_seen_ms)
         VALUES (?1, 'wished', ?3, ?2, 1, 0, ?3, ?3) RETURNING id, connection_id, title, intent, intent_ms",
    )?;
    Ok(query.query_row(params![connection.0, title, now_ms], read)?)
}

/// Albums for which Google may have been asked. Those for which it was not are made when their first file is ready.
pub(in crate::albums) fn wishes(
    db: &Connection,
    connection: ConnectionKey,
) -> Result<Vec<Wish>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT id, connection_id, title, intent, intent_ms FROM albums
         WHERE connection_id = ? AND google_id IS NULL AND intent IN ('creating', 'uncertain') ORDER BY id",
    )?;
    Ok(query
        .query_map([connection.0], read)?
        .collect::<Result<_, _>>()?)
}

pub(in crate::albums) fn wish_of(
    db: &Connection,
    key: AlbumKey,
) -> Result<Option<Wish>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT id, connection_id, title, intent, intent_ms FROM albums WHERE id = ? AND google_id IS NULL AND intent IS NOT NULL",
    )?;
    Ok(query.query_map([key.0], read)?.next().transpose()?)
}

/// Google is being asked now: whoever finds this after a restart looks first.
pub(in crate::albums) fn asking(tx: &Connection, key: AlbumKey) -> Result<(), IndexError> {
    tx.execute(
        "UPDATE albums SET intent = 'creating' WHERE id = ? AND google_id IS NULL",
        [key.0],
    )?;
    Ok(())
}

/// Google did nothing.
pub(in crate::albums) fn not_asked(tx: &Connection, key: AlbumKey) -> Result<(), IndexError> {
    tx.execute(
        "UPDATE albums SET intent = 'wished' WHERE id = ? AND google_id IS NULL AND intent = 'creating'",
        [key.0],
    )?;
    Ok(())
}

/// The answer was lost.
pub(in crate::albums) fn uncertain(tx: &Connection, key: AlbumKey) -> Result<(), IndexError> {
    tx.execute(
        "UPDATE albums SET intent = 'uncertain' WHERE id = ? AND google_id IS NULL",
        [key.0],
    )?;
    Ok(())
}

/// The wish goes, unless files of the upload queue are meant for it: they would lose their album and go up without.
pub(in crate::albums) fn forget_wish(tx: &Connection, key: AlbumKey) -> Result<(), IndexError> {
    tx.execute(
        "DELETE FROM albums WHERE id = ?1 AND google_id IS NULL AND NOT EXISTS \
           (SELECT 1 FROM uploads WHERE uploads.connection_id = albums.connection_id AND album_id = ?1)",
        [key.0],
    )?;
    Ok(())
}

/// The wish has its album. A sync may have seen it meanwhile and made a row of its own: that one goes, because the wish is
/// what the person and the upload queue know.
pub(in crate::albums) fn fulfil(
    tx: &Connection,
    connection: ConnectionKey,
    key: AlbumKey,
    album: &Album,
    now_ms: i64,
) -> Result<(), IndexError> {
    tx.execute(
        "DELETE FROM albums WHERE connection_id = ? AND google_id = ? AND id <> ?",
        params![connection.0, album.id.as_str(), key.0],
    )?;
    tx.execute(
        "UPDATE albums SET google_id = ?2, intent = NULL, intent_ms = NULL,
                           listed_items = CASE WHEN ?3 = 0 THEN 0 END WHERE id = ?1",
        params![
            key.0,
            album.id.as_str(),
            i64::try_from(album.items_count).unwrap_or(i64::MAX)
        ],
    )?;
    super::update(tx, key, album, now_ms)?;
    Ok(())
}

/// Wishes for an album that Google was not asked for yet.
pub(in crate::albums) fn wish_later(
    tx: &Connection,
    connection: ConnectionKey,
    title: &str,
    now_ms: i64,
) -> Result<AlbumKey, IndexError> {
    let mut query = tx.prepare_cached(
        "INSERT INTO albums (connection_id, intent, intent_ms, title, writable, listed_items, first_seen_ms, last_seen_ms)
         VALUES (?1, 'wished', ?3, ?2, 1, 0, ?3, ?3) RETURNING id",
    )?;
    Ok(
        query.query_row(params![connection.0, title, now_ms], |row| {
            row.get(0).map(AlbumKey)
        })?,
    )
}

/// The oldest album of a title that Albumen may write to.
pub(in crate::albums) fn writable_of_title(
    db: &Connection,
    connection: ConnectionKey,
    title: &str,
) -> Result<Option<AlbumKey>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT id FROM albums WHERE connection_id = ? AND title = ? AND writable = 1 AND missing_since_ms IS NULL
         ORDER BY id LIMIT 1",
    )?;
    Ok(query
        .query_map(params![connection.0, title], |row| row.get(0).map(AlbumKey))?
        .next()
        .transpose()?)
}

/// The title of an album.
pub(in crate::albums) fn title_of(
    db: &Connection,
    key: AlbumKey,
) -> Result<Option<String>, IndexError> {
    let mut query = db.prepare_cached("SELECT title FROM albums WHERE id = ?")?;
    Ok(query
        .query_map([key.0], |row| row.get(0))?
        .next()
        .transpose()?)
}

/// The titles of all albums of a connection.
pub(in crate::albums) fn titles(
    db: &Connection,
    connection: ConnectionKey,
) -> Result<Vec<String>, IndexError> {
    let mut query = db.prepare_cached("SELECT title FROM albums WHERE connection_id = ?")?;
    Ok(query
        .query_map([connection.0], |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}
