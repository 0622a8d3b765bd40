//! The tables `picks`, `pick_items` and `picked_items`.

use std::path::PathBuf;

use google_photos::{PickedItem, PickingSession, PickingSessionId};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use super::rules;
use crate::index::IndexError;
use crate::uploads::text_to_path;
use crate::view::{AlbumKey, ConnectionKey, NotFetched, PickKey, PickState, PickView};

/// A pick as the runner needs it.
#[derive(Clone, Debug)]
pub struct Pick {
    /// Whose library it is.
    pub connection: ConnectionKey,
    /// Where the files go.
    pub folder: PathBuf,
    /// Into which album they are uploaded again.
    pub album: Option<AlbumKey>,
    /// How it stands.
    pub state: PickState,
    /// At Google, until it is deleted there.
    pub session: Option<PickingSessionId>,
    /// Until when it is waited for.
    pub until_ms: Option<i64>,
}

/// An item that is not fetched yet.
#[derive(Clone, Debug)]
pub struct ToFetch {
    /// Google's id.
    pub google_id: String,
    /// The name it is to have.
    pub file_name: String,
    /// When it was taken.
    pub taken_ms: Option<i64>,
    /// How long the copy is, once Google told it.
    pub size_bytes: Option<u64>,
    /// Where it is about to lie.
    pub path: Option<PathBuf>,
}

const VIEW: &str = "SELECT picks.id, picks.connection_id, folder, most, album_id, albums.title, state, page_url, until_ms, \
    message, picks.made_ms, ended_ms, \
    (SELECT count(*) FROM pick_items WHERE pick_id = picks.id), \
    (SELECT count(*) FROM pick_items WHERE pick_id = picks.id AND pick_items.state = 'fetched'), \
    (SELECT count(*) FROM pick_items WHERE pick_id = picks.id AND pick_items.state = 'there'), \
    (SELECT count(*) FROM pick_items WHERE pick_id = picks.id AND pick_items.state = 'left_out'), \
    (SELECT coalesce(sum(size_bytes), 0) FROM pick_items WHERE pick_id = picks.id AND pick_items.state = 'fetched') \
    FROM picks LEFT JOIN albums ON albums.id = album_id";

/// The picks of a connection, the newest first.
pub fn list(db: &Connection, of: ConnectionKey) -> Result<Vec<PickView>, IndexError> {
    let mut query = db.prepare_cached(&format!(
        "{VIEW} WHERE picks.connection_id = ? ORDER BY picks.id DESC LIMIT 100"
    ))?;
    let mut rows = query.query([of.0])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(view(row)?);
    }
    Ok(found)
}

/// One pick as it is shown.
pub fn one(db: &Connection, key: PickKey) -> Result<Option<PickView>, IndexError> {
    let mut query = db.prepare_cached(&format!("{VIEW} WHERE picks.id = ?"))?;
    let mut rows = query.query([key.0])?;
    rows.next()?.map(view).transpose()
}

fn view(row: &Row<'_>) -> Result<PickView, IndexError> {
    let state: String = row.get(6)?;
    let folder: String = row.get(2)?;
    Ok(PickView {
        key: PickKey(row.get(0)?),
        connection: ConnectionKey(row.get(1)?),
        folder: text_to_path(&folder).to_string_lossy().into_owned(),
        most: row.get(3)?,
        album: row.get::<_, Option<i64>>(4)?.map(AlbumKey),
        album_title: row.get(5)?,
        state: rules::read_state(&state)?,
        page: row.get(7)?,
        until_ms: row.get(8)?,
        message: row.get(9)?,
        job: None,
        picked: row.get(12)?,
        fetched: row.get(13)?,
        there: row.get(14)?,
        left_out: row.get(15)?,
        bytes: u64::try_from(row.get::<_, i64>(16)?).unwrap_or(0),
        made_ms: row.get(10)?,
        ended_ms: row.get(11)?,
    })
}

/// One pick as the runner needs it.
pub fn get(db: &Connection, key: PickKey) -> Result<Option<Pick>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT connection_id, folder, album_id, state, session_id, until_ms FROM picks WHERE id = ?",
    )?;
    let mut rows = query.query([key.0])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let state: String = row.get(3)?;
    Ok(Some(Pick {
        connection: ConnectionKey(row.get(0)?),
        folder: text_to_path(&row.get::<_, String>(1)?),
        album: row.get::<_, Option<i64>>(2)?.map(AlbumKey),
        state: rules::read_state(&state)?,
        session: row.get::<_, Option<String>>(4)?.map(PickingSessionId::from),
        until_ms: row.get(5)?,
    }))
}

/// Writes a new pick down.
pub fn insert(
    tx: &Transaction<'_>,
    of: ConnectionKey,
    (folder, most, album): (&str, u32, Option<AlbumKey>),
    session: &PickingSession,
    (now_ms, until_ms): (i64, Option<i64>),
) -> Result<PickKey, IndexError> {
    tx.execute(
        "INSERT INTO picks (connection_id, folder, most, album_id, state, session_id, page_url, until_ms, made_ms) \
         VALUES (?, ?, ?, ?, 'waiting', ?, ?, ?, ?)",
        params![
            of.0,
            folder,
            most,
            album.map(|album| album.0),
            session.id.as_str(),
            session.page.as_str(),
            until_ms,
            now_ms,
        ],
    )?;
    Ok(PickKey(tx.last_insert_rowid()))
}

/// The picks that go on at a start, and those whose session is still to be deleted at Google.
pub fn unfinished(db: &Connection) -> Result<Vec<PickKey>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT id FROM picks WHERE state IN ('waiting', 'listing', 'fetching') \
           OR (session_id IS NOT NULL AND state <> 'failed') ORDER BY id",
    )?;
    Ok(query
        .query_map([], |row| row.get(0).map(PickKey))?
        .collect::<Result<_, rusqlite::Error>>()?)
}

/// Sessions of picks of a connection that are over and still open at Google.
pub fn stale_sessions(
    db: &Connection,
    of: ConnectionKey,
) -> Result<Vec<(PickKey, PickingSessionId)>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT id, session_id FROM picks WHERE connection_id = ? AND session_id IS NOT NULL \
           AND state IN ('done', 'cancelled', 'expired', 'failed')",
    )?;
    let rows = query.query_map([of.0], |row| {
        Ok((
            PickKey(row.get(0)?),
            PickingSessionId::from(row.get::<_, String>(1)?),
        ))
    })?;
    Ok(rows.collect::<Result<_, rusqlite::Error>>()?)
}

/// The session is gone at Google.
pub fn forget_session(tx: &Transaction<'_>, key: PickKey) -> Result<(), IndexError> {
    tx.execute(
        "UPDATE picks SET session_id = NULL, page_url = NULL WHERE id = ?",
        [key.0],
    )?;
    Ok(())
}

/// Moves a pick from a state it is in to another. Gives whether it was in that state.
pub fn step(
    tx: &Transaction<'_>,
    key: PickKey,
    from: PickState,
    to: PickState,
    message: Option<&str>,
    now_ms: i64,
) -> Result<bool, IndexError> {
    let moved = tx.execute(
        "UPDATE picks SET state = ?3, message = ?4, page_url = CASE WHEN ?3 IN ('waiting', 'failed') THEN page_url END, \
           ended_ms = CASE WHEN ?5 THEN ?6 END WHERE id = ?1 AND state = ?2",
        params![
            key.0,
            rules::state_word(from),
            rules::state_word(to),
            message,
            to.is_over(),
            now_ms,
        ],
    )?;
    Ok(moved == 1)
}

/// Says what a pick waits for, or that it goes on.
pub fn say(tx: &Transaction<'_>, key: PickKey, message: Option<&str>) -> Result<(), IndexError> {
    tx.execute(
        "UPDATE picks SET message = ?2 WHERE id = ?1 AND message IS NOT ?2",
        params![key.0, message],
    )?;
    Ok(())
}

/// Keeps what was picked. What is known already stays as it is.
pub fn picked(tx: &Transaction<'_>, key: PickKey, items: &[PickedItem]) -> Result<(), IndexError> {
    let mut insert = tx.prepare_cached(
        "INSERT OR IGNORE INTO pick_items (pick_id, google_id, position, file_name, taken_ms, state) \
         VALUES (?1, ?2, (SELECT count(*) FROM pick_items WHERE pick_id = ?1), ?3, ?4, 'to_fetch')",
    )?;
    for item in items {
        insert.execute(params![
            key.0,
            item.id.as_str(),
            rules::file_name(item),
            item.created.map(Timestamp::as_millisecond),
        ])?;
    }
    Ok(())
}

/// What is left to fetch, in Google's order.
pub fn to_fetch(db: &Connection, key: PickKey) -> Result<Vec<ToFetch>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT google_id, file_name, taken_ms, size_bytes, path FROM pick_items \
         WHERE pick_id = ? AND state = 'to_fetch' ORDER BY position",
    )?;
    let rows = query.query_map([key.0], |row| {
        let size: Option<i64> = row.get(3)?;
        let path: Option<String> = row.get(4)?;
        Ok(ToFetch {
            google_id: row.get(0)?,
            file_name: row.get(1)?,
            taken_ms: row.get(2)?,
            size_bytes: size.and_then(|size| u64::try_from(size).ok()),
            path: path.as_deref().map(text_to_path),
        })
    })?;
    Ok(rows.collect::<Result<_, rusqlite::Error>>()?)
}

/// Where an item lies that was fetched before, and how long it was.
pub fn known(
    db: &Connection,
    of: ConnectionKey,
    google_id: &str,
) -> Result<Option<(PathBuf, u64)>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT path, size_bytes FROM picked_items WHERE connection_id = ? AND google_id = ?",
    )?;
    let found = query.query_row(params![of.0, google_id], |row| {
        let (path, size): (String, i64) = (row.get(0)?, row.get(1)?);
        Ok((text_to_path(&path), u64::try_from(size).unwrap_or(0)))
    });
    Ok(found.optional()?)
}

/// Google told how long a copy is.
pub fn has_size(
    tx: &Transaction<'_>,
    key: PickKey,
    google_id: &str,
    size_bytes: Option<u64>,
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "UPDATE pick_items SET size_bytes = ?3 WHERE pick_id = ?1 AND google_id = ?2",
    )?
    .execute(params![key.0, google_id, size_bytes.map(to_i64)])?;
    Ok(())
}

/// A whole copy is about to get this place.
pub fn placing(
    tx: &Transaction<'_>,
    key: PickKey,
    google_id: &str,
    path: &str,
    size_bytes: u64,
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "UPDATE pick_items SET path = ?3, size_bytes = ?4 WHERE pick_id = ?1 AND google_id = ?2",
    )?
    .execute(params![key.0, google_id, path, to_i64(size_bytes)])?;
    Ok(())
}

/// A copy has its place.
pub fn fetched(
    tx: &Transaction<'_>,
    (key, of): (PickKey, ConnectionKey),
    google_id: &str,
    (path, size_bytes): (&str, u64),
    now_ms: i64,
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "UPDATE pick_items SET state = 'fetched', path = ?3, size_bytes = ?4 WHERE pick_id = ?1 AND google_id = ?2",
    )?
    .execute(params![key.0, google_id, path, to_i64(size_bytes)])?;
    tx.prepare_cached(
        "INSERT INTO picked_items (connection_id, google_id, path, size_bytes, fetched_ms) VALUES (?, ?, ?, ?, ?) \
         ON CONFLICT DO UPDATE SET path = excluded.path, size_bytes = excluded.size_bytes, fetched_ms = excluded.fetched_ms",
    )?
    .execute(params![of.0, google_id, path, to_i64(size_bytes), now_ms])?;
    Ok(())
}

/// A file went up, or its bytes were at Google already: the picked items whose copy it is are shown as what it became.
pub fn became(
    tx: &Transaction<'_>,
    of: ConnectionKey,
    (path, size_bytes): (&str, u64),
    google_id: &str,
) -> Result<Vec<String>, IndexError> {
    let mut mark = tx.prepare_cached(
        "UPDATE picked_items SET became = ?4 WHERE path = ?2 AND connection_id = ?1 AND size_bytes = ?3 \
           AND google_id <> ?4 RETURNING google_id",
    )?;
    let rows = mark.query_map(params![of.0, path, to_i64(size_bytes), google_id], |row| {
        row.get(0)
    })?;
    Ok(rows.collect::<Result<_, rusqlite::Error>>()?)
}

/// What a picked item became when its copy was uploaded.
pub fn what_became(
    db: &Connection,
    of: ConnectionKey,
    google_id: &str,
) -> Result<Option<String>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT became FROM picked_items WHERE connection_id = ? AND google_id = ?",
    )?;
    let found = query.query_row(params![of.0, google_id], |row| row.get(0));
    Ok(found.optional()?.flatten())
}

/// The file of an item lies there already.
pub fn there(
    tx: &Transaction<'_>,
    key: PickKey,
    google_id: &str,
    path: &str,
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "UPDATE pick_items SET state = 'there', path = ?3 WHERE pick_id = ?1 AND google_id = ?2",
    )?
    .execute(params![key.0, google_id, path])?;
    Ok(())
}

/// An item cannot be had.
pub fn left_out(
    tx: &Transaction<'_>,
    key: PickKey,
    google_id: &str,
    reason: &str,
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "UPDATE pick_items SET state = 'left_out', reason = ?3 WHERE pick_id = ?1 AND google_id = ?2",
    )?
    .execute(params![key.0, google_id, reason])?;
    Ok(())
}

/// What was left out of a pick, and why.
pub fn reasons(db: &Connection, key: PickKey) -> Result<Vec<NotFetched>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT file_name, reason FROM pick_items WHERE pick_id = ? AND state = 'left_out' ORDER BY position",
    )?;
    let rows = query.query_map([key.0], |row| {
        Ok(NotFetched {
            file_name: row.get(0)?,
            reason: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
        })
    })?;
    Ok(rows.collect::<Result<_, rusqlite::Error>>()?)
}

/// The files of a pick, those that were there already too.
pub fn files(db: &Connection, key: PickKey) -> Result<Vec<PathBuf>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT path FROM pick_items WHERE pick_id = ? AND state IN ('fetched', 'there') AND path IS NOT NULL \
         ORDER BY position",
    )?;
    let rows = query.query_map([key.0], |row| Ok(text_to_path(&row.get::<_, String>(0)?)))?;
    Ok(rows.collect::<Result<_, rusqlite::Error>>()?)
}

/// Takes a pick that is over out of the list. What was fetched is still known. Gives whether there was such a one.
pub fn forget(tx: &Transaction<'_>, key: PickKey) -> Result<bool, IndexError> {
    let gone = tx.execute(
        "DELETE FROM picks WHERE id = ? AND state IN ('done', 'cancelled', 'expired', 'failed')",
        [key.0],
    )?;
    Ok(gone == 1)
}

fn to_i64(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
