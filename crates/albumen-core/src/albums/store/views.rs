//! Albums as they are shown.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::index::IndexError;
use crate::view::{
    AlbumKey, AlbumView, ConnectionKey, ItemKey, LinkKey, LinkState, LinkView, SharingLane,
};

/// How many pictures stand for an album.
const COVERS: usize = 3;

const COLUMNS: &str = "id, connection_id, title, items, writable, product_url, cover_google_id, first_day, last_day, newest_ms";

/// What an album is before its covers and link are looked up.
struct Bare {
    view: AlbumView,
    connection: ConnectionKey,
    cover_google_id: Option<String>,
}

fn bare(row: &Row<'_>) -> rusqlite::Result<Bare> {
    Ok(Bare {
        connection: ConnectionKey(row.get("connection_id")?),
        cover_google_id: row.get("cover_google_id")?,
        view: AlbumView {
            key: AlbumKey(row.get("id")?),
            title: row.get("title")?,
            items: row.get("items")?,
            covers: Vec::new(),
            first_day: row.get("first_day")?,
            last_day: row.get("last_day")?,
            writable: row.get("writable")?,
            link: None,
            has_page: row.get::<_, Option<String>>("product_url")?.is_some(),
            newest_ms: row.get("newest_ms")?,
        },
    })
}

/// All albums of a connection that are there, the one with the newest photo first.
pub(in crate::albums) fn all(
    db: &Connection,
    connection: ConnectionKey,
) -> Result<Vec<AlbumView>, IndexError> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM albums
         WHERE connection_id = ? AND google_id IS NOT NULL AND missing_since_ms IS NULL
         ORDER BY coalesce(newest_ms, first_seen_ms) DESC, id DESC"
    ))?;
    let rows: Vec<Bare> = query
        .query_map([connection.0], bare)?
        .collect::<Result<_, _>>()?;
    rows.into_iter().map(|bare| finish(db, bare)).collect()
}

pub(in crate::albums) fn one(
    db: &Connection,
    key: AlbumKey,
) -> Result<Option<AlbumView>, IndexError> {
    let mut query = db.prepare_cached(&format!("SELECT {COLUMNS} FROM albums WHERE id = ?"))?;
    let found = query.query_row([key.0], bare).optional()?;
    found.map(|bare| finish(db, bare)).transpose()
}

/// The albums an item is in.
pub(in crate::albums) fn of_item(
    db: &Connection,
    item: ItemKey,
) -> Result<Vec<AlbumView>, IndexError> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM albums
         WHERE id IN (SELECT album_id FROM album_items WHERE item_id = ?)
           AND google_id IS NOT NULL AND missing_since_ms IS NULL
         ORDER BY title, id"
    ))?;
    let rows: Vec<Bare> = query.query_map([item.0], bare)?.collect::<Result<_, _>>()?;
    rows.into_iter().map(|bare| finish(db, bare)).collect()
}

/// The titles of the albums an item is in, by their age.
pub(in crate::albums) fn titles_of_item(
    db: &Connection,
    item: ItemKey,
) -> Result<Vec<(AlbumKey, String)>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT albums.id, title FROM album_items JOIN albums ON albums.id = album_id
         WHERE item_id = ? AND google_id IS NOT NULL AND missing_since_ms IS NULL ORDER BY albums.id",
    )?;
    let rows = query.query_map([item.0], |row| Ok((AlbumKey(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn finish(db: &Connection, bare: Bare) -> Result<AlbumView, IndexError> {
    let Bare {
        mut view,
        connection,
        cover_google_id,
    } = bare;
    view.covers = covers(db, connection, view.key, cover_google_id.as_deref())?;
    view.link = link(db, view.key)?;
    Ok(view)
}

/// The cover first, then the first items of the album.
fn covers(
    db: &Connection,
    connection: ConnectionKey,
    album: AlbumKey,
    cover: Option<&str>,
) -> Result<Vec<ItemKey>, IndexError> {
    let mut found = Vec::with_capacity(COVERS + 1);
    if let Some(cover) = cover {
        let mut query = db.prepare_cached(
            "SELECT id FROM media_items WHERE connection_id = ?1 AND substr(google_id, -12) = substr(?2, -12)
               AND google_id = ?2 AND missing_since_ms IS NULL",
        )?;
        found.extend(
            query
                .query_row(params![connection.0, cover], |row| row.get(0).map(ItemKey))
                .optional()?,
        );
    }
    let mut query = db.prepare_cached(
        "SELECT a.item_id FROM album_items a JOIN media_items m ON m.id = a.item_id
         WHERE a.album_id = ? AND m.missing_since_ms IS NULL ORDER BY a.position LIMIT ?",
    )?;
    let first = query.query_map([album.0, COVERS as i64], |row| row.get(0).map(ItemKey))?;
    for item in first {
        let item = item?;
        if !found.contains(&item) {
            found.push(item);
        }
    }
    found.truncate(COVERS);
    Ok(found)
}

const LINK_COLUMNS: &str =
    "l.id, l.album_id, l.name, l.url, l.lane, l.state, l.collaborative, l.commentable, l.made_ms,
     l.checked_ms, l.alive_ms, l.tried_ms, a.title, l.connection_id, a.cover_google_id";

pub(in crate::albums) fn link(
    db: &Connection,
    album: AlbumKey,
) -> Result<Option<LinkView>, IndexError> {
    link_where(db, "l.album_id = ?", album.0)
}

/// The link of somebody else's album.
pub(in crate::albums) fn link_of_others(
    db: &Connection,
    key: LinkKey,
) -> Result<Option<LinkView>, IndexError> {
    link_where(db, "l.id = ? AND l.album_id IS NULL", key.0)
}

fn link_where(db: &Connection, which: &str, value: i64) -> Result<Option<LinkView>, IndexError> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {LINK_COLUMNS} FROM links l LEFT JOIN albums a ON a.id = l.album_id WHERE {which}"
    ))?;
    let read = |row: &Row<'_>| -> Result<LinkView, IndexError> {
        let album: Option<AlbumKey> = row.get::<_, Option<i64>>("album_id")?.map(AlbumKey);
        let cover: Option<String> = row.get("cover_google_id")?;
        let of = ConnectionKey(row.get("connection_id")?);
        let covers = match album {
            Some(album) => covers(db, of, album, cover.as_deref())?,
            None => Vec::new(),
        };
        let name: Option<String> = row.get("name")?;
        let title: Option<String> = row.get("title")?;
        Ok(LinkView {
            key: LinkKey(row.get("id")?),
            album,
            title: title.or(name).unwrap_or_default(),
            cover: covers.first().copied(),
            url: row.get("url")?,
            lane: lane(row.get("lane")?)?,
            state: state(row.get("state")?)?,
            collaborative: row.get("collaborative")?,
            commentable: row.get("commentable")?,
            made_ms: row.get("made_ms")?,
            checked_ms: row.get("checked_ms")?,
            alive_ms: row.get("alive_ms")?,
            tried_ms: row.get("tried_ms")?,
        })
    };
    query.query_and_then([value], read)?.next().transpose()
}

fn lane(word: String) -> Result<SharingLane, IndexError> {
    match word.as_str() {
        "api" => Ok(SharingLane::Api),
        "browser" => Ok(SharingLane::Browser),
        _ => Err(IndexError::UnknownWord {
            column: "lane",
            value: word,
        }),
    }
}

fn state(word: String) -> Result<LinkState, IndexError> {
    match word.as_str() {
        "alive" => Ok(LinkState::Alive),
        "dead" => Ok(LinkState::Dead),
        "unknown" => Ok(LinkState::Unknown),
        _ => Err(IndexError::UnknownWord {
            column: "state",
            value: word,
        }),
    }
}
