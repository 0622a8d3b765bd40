//! The register of share links. A link is a secret of the person's: it is in no log.

use rusqlite::{Connection, OptionalExtension as _, Transaction, named_params};

use super::rules::state_word;
use crate::index::IndexError;
use crate::view::{AlbumKey, ConnectionKey, LinkKey, LinkState, ShareWith};

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

/// Keeps the link of an album; it has one at a time.
pub fn put(tx: &Transaction<'_>, link: &NewLink, now_ms: i64) -> Result<(), IndexError> {
    tx.execute(
        "INSERT INTO links (album_id, url, lane, state, collaborative, commentable, made_ms, checked_ms) \
           VALUES (:album, :url, :lane, :state, :collaborative, :commentable, :now, :checked) \
         ON CONFLICT (album_id) DO UPDATE SET \
           made_ms = CASE WHEN url = excluded.url THEN made_ms ELSE excluded.made_ms END, url = excluded.url, \
           lane = excluded.lane, state = excluded.state, collaborative = excluded.collaborative, \
           commentable = excluded.commentable, checked_ms = excluded.checked_ms",
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
    Ok(())
}

/// Writes down what a look at a link said.
pub fn set_state(
    tx: &Transaction<'_>,
    key: LinkKey,
    state: LinkState,
    checked_ms: Option<i64>,
) -> Result<(), IndexError> {
    tx.execute(
        "UPDATE links SET state = :state, checked_ms = coalesce(:checked, checked_ms) WHERE id = :key",
        named_params! { ":state": state_word(state), ":checked": checked_ms, ":key": key.0 },
    )?;
    Ok(())
}

/// The albums of a connection that have or had a link, the newest link first.
pub fn albums(db: &Connection, of: ConnectionKey) -> Result<Vec<AlbumKey>, IndexError> {
    let mut albums = db.prepare_cached(
        "SELECT links.album_id FROM links JOIN albums ON albums.id = links.album_id WHERE albums.connection_id = ? \
         ORDER BY links.made_ms DESC, links.id DESC",
    )?;
    let albums = albums
        .query_map([of.0], |row| row.get(0).map(AlbumKey))?
        .collect::<Result<_, _>>()?;
    Ok(albums)
}

/// The album of a link, and whose it is.
pub fn album_of(
    db: &Connection,
    key: LinkKey,
) -> Result<Option<(AlbumKey, ConnectionKey)>, IndexError> {
    let found = db
        .prepare_cached("SELECT albums.id, albums.connection_id FROM links JOIN albums ON albums.id = links.album_id WHERE links.id = ?")?
        .query_row([key.0], |row| Ok((AlbumKey(row.get(0)?), ConnectionKey(row.get(1)?))))
        .optional()?;
    Ok(found)
}
