//! The register of share links. A link is a secret of the person's: it is in no log.

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, named_params, params};

use super::rules::{Noted, Standing, state_word};
use crate::albums;
use crate::index::IndexError;
use crate::view::{AlbumKey, ConnectionKey, LinkKey, LinkState, LinkView, ShareWith};

/// A link that was just made or pasted.
pub struct NewLink {
    /// The album.
    pub album: AlbumKey,
    /// The address.
    pub url: String,
    /// `api` or `browser`.
    pub lane: &'static str,
    /// Whether it works.
    pub state: LinkState,
    /// What it allows others.
    pub with: ShareWith,
    /// When it was looked at.
    pub checked_ms: Option<i64>,
}

/// A link, and whose connection it belongs to.
pub struct Kept {
    /// The link.
    pub link: LinkView,
    /// The connection.
    pub of: ConnectionKey,
    /// Answers in a row that said neither.
    pub misses: u32,
}

impl Kept {
    /// How it stands.
    pub fn standing(&self) -> Standing {
        Standing {
            state: self.link.state,
            misses: self.misses,
        }
    }
}

/// Keeps the link of an album; it has one at a time.
pub fn put(tx: &Transaction<'_>, link: &NewLink, now_ms: i64) -> Result<(), IndexError> {
    tx.execute(
        "INSERT INTO links (connection_id, album_id, url, lane, state, collaborative, commentable, made_ms, checked_ms,
                            alive_ms, tried_ms) \
           SELECT connection_id, id, :url, :lane, :state, :collaborative, :commentable, :now, :checked, :checked, :checked \
             FROM albums WHERE id = :album \
         ON CONFLICT (album_id) DO UPDATE SET \
           made_ms = CASE WHEN url = excluded.url THEN made_ms ELSE excluded.made_ms END, \
           alive_ms = CASE WHEN url = excluded.url THEN coalesce(excluded.alive_ms, alive_ms) ELSE excluded.alive_ms END, \
           url = excluded.url, lane = excluded.lane, state = excluded.state, collaborative = excluded.collaborative, \
           commentable = excluded.commentable, checked_ms = excluded.checked_ms, tried_ms = excluded.tried_ms, \
           misses = 0, next_ms = 0",
        named_params! {
            ":album": link.album.0,
            ":url": link.url,
            ":lane": link.lane,
            ":state": state_word(link.state),
            ":collaborative": link.with.collaborative,
            ":commentable": link.with.commentable,
            ":now": now_ms,
            ":checked": link.checked_ms,
        },
    )?;
    // It is the own album's now, whoever it was taken for before.
    tx.execute(
        "DELETE FROM links WHERE album_id IS NULL AND url = ?1
           AND connection_id = (SELECT connection_id FROM albums WHERE id = ?2)",
        params![link.url, link.album.0],
    )?;
    Ok(())
}

/// Keeps the link of somebody else's album; one that is there already gets the new name.
pub fn put_other(
    tx: &Transaction<'_>,
    of: ConnectionKey,
    url: &str,
    name: &str,
    now_ms: i64,
) -> Result<LinkKey, IndexError> {
    let key = tx.query_row(
        "INSERT INTO links (connection_id, name, url, lane, state, made_ms) VALUES (?, ?, ?, 'browser', 'unknown', ?)
         ON CONFLICT (connection_id, url) WHERE album_id IS NULL DO UPDATE SET name = excluded.name RETURNING id",
        params![of.0, name, url, now_ms],
        |row| row.get(0),
    )?;
    Ok(LinkKey(key))
}

/// Gives somebody else's album another name. Whether there is such a link.
pub fn rename(tx: &Transaction<'_>, key: LinkKey, name: &str) -> Result<bool, IndexError> {
    let changed = tx.execute(
        "UPDATE links SET name = ? WHERE id = ? AND album_id IS NULL",
        params![name, key.0],
    )?;
    Ok(changed > 0)
}

/// Takes a link out of the register. Whether there was one.
pub fn remove(tx: &Transaction<'_>, key: LinkKey) -> Result<bool, IndexError> {
    Ok(tx.execute("DELETE FROM links WHERE id = ?", [key.0])? > 0)
}

/// Writes down what a look at a link said, as long as it is still the same address.
pub fn note(
    tx: &Transaction<'_>,
    link: &LinkView,
    noted: Noted,
    now_ms: i64,
    next_ms: Option<i64>,
) -> Result<(), IndexError> {
    let clear = noted.clear.then_some(now_ms);
    let alive = clear.filter(|_| noted.standing.state == LinkState::Alive);
    tx.execute(
        "UPDATE links SET state = :state, misses = :misses, tried_ms = :now, checked_ms = coalesce(:clear, checked_ms),
           alive_ms = coalesce(:alive, alive_ms), next_ms = coalesce(:next, next_ms)
         WHERE id = :key AND url = :url",
        named_params! {
            ":state": state_word(noted.standing.state),
            ":misses": noted.standing.misses,
            ":now": now_ms,
            ":clear": clear,
            ":alive": alive,
            ":next": next_ms,
            ":key": link.key.0,
            ":url": link.url,
        },
    )?;
    Ok(())
}

/// All links of a connection, own and others', the newest first.
pub fn all(db: &Connection, of: ConnectionKey) -> Result<Vec<LinkView>, IndexError> {
    let mut keys = db.prepare_cached(
        "SELECT id FROM links WHERE connection_id = ? ORDER BY made_ms DESC, id DESC",
    )?;
    let keys = keys
        .query_map([of.0], |row| row.get(0).map(LinkKey))?
        .collect::<Result<Vec<_>, _>>()?;
    keys.into_iter()
        .filter_map(|key| one(db, key).transpose())
        .map(|kept| kept.map(|kept| kept.link))
        .collect()
}

/// The links whose turn has come, the one that waits longest first.
pub fn due(db: &Connection, now_ms: i64) -> Result<Vec<LinkKey>, IndexError> {
    let mut keys =
        db.prepare_cached("SELECT id FROM links WHERE next_ms <= ? ORDER BY next_ms, id")?;
    let keys = keys
        .query_map([now_ms], |row| row.get(0).map(LinkKey))?
        .collect::<Result<_, _>>()?;
    Ok(keys)
}

/// One link.
pub fn one(db: &Connection, key: LinkKey) -> Result<Option<Kept>, IndexError> {
    let mut query =
        db.prepare_cached("SELECT connection_id, album_id, misses FROM links WHERE id = ?")?;
    let read = |row: &Row<'_>| {
        Ok((
            ConnectionKey(row.get(0)?),
            row.get::<_, Option<i64>>(1)?.map(AlbumKey),
            row.get(2)?,
        ))
    };
    let Some((of, album, misses)) = query.query_row([key.0], read).optional()? else {
        return Ok(None);
    };
    let link = match album {
        Some(album) => albums::link(db, album)?,
        None => albums::link_of_others(db, key)?,
    };
    Ok(link.map(|link| Kept { link, of, misses }))
}

/// Which link of a connection has this address.
pub fn with_url(
    db: &Connection,
    of: ConnectionKey,
    url: &str,
) -> Result<Option<LinkView>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT id FROM links WHERE connection_id = ? AND url = ? ORDER BY album_id IS NULL",
    )?;
    let key = query
        .query_row(params![of.0, url], |row| row.get(0).map(LinkKey))
        .optional()?;
    let Some(key) = key else { return Ok(None) };
    Ok(one(db, key)?.map(|kept| kept.link))
}
