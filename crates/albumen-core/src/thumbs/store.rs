//! What the index knows about pictures: which are cached, of what they are, which may go.

use std::path::PathBuf;

use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::rules::Origin;
use crate::index::IndexError;
use crate::view::{ConnectionKey, ItemKey, PlanFileKey, UploadKey};

/// What is needed to show one media item.
#[derive(Clone, Debug)]
pub struct ItemFacts {
    /// Whose it is.
    pub connection: ConnectionKey,
    /// Google's id.
    pub google_id: String,
    /// Whether it is a video.
    pub is_video: bool,
    /// Whether Google still works on it, or gave up.
    pub is_unready: bool,
    /// The original on this computer.
    pub local_path: Option<String>,
    /// The original's size when it was seen.
    pub size_bytes: Option<u64>,
    /// Whether its two colours are known.
    pub has_tones: bool,
    /// Whether it is of the sample library, which is not Google.
    pub is_sample: bool,
    /// Whether it was picked: the Library API does not know it, so there is only its copy on this computer.
    pub is_picked: bool,
}

impl ItemFacts {
    /// Where the original on this computer lies, if it was known to be there.
    pub fn own_path(&self) -> Option<PathBuf> {
        self.local_path.as_deref().map(crate::uploads::text_to_path)
    }
}

/// The facts of one media item.
pub fn item_facts(db: &Connection, key: ItemKey) -> Result<Option<ItemFacts>, IndexError> {
    let facts = db
        .prepare_cached(
            "SELECT item.connection_id, item.google_id, item.kind, item.video_state, item.local_path, item.size_bytes, \
               item.tones IS NOT NULL, connections.endpoint, item.source = 'picked' \
             FROM media_items item JOIN connections ON connections.id = item.connection_id WHERE item.id = ?",
        )?
        .query_row([key.0], |row| {
            let state: Option<String> = row.get(3)?;
            Ok(ItemFacts {
                connection: ConnectionKey(row.get(0)?),
                google_id: row.get(1)?,
                is_video: row.get::<_, String>(2)? == "video",
                is_unready: matches!(state.as_deref(), Some("processing" | "failed")),
                local_path: row.get(4)?,
                size_bytes: row.get::<_, Option<i64>>(5)?.and_then(|bytes| u64::try_from(bytes).ok()),
                has_tones: row.get(6)?,
                is_sample: row.get::<_, String>(7)? == "sample",
                is_picked: row.get(8)?,
            })
        })
        .optional()?;
    Ok(facts)
}

/// One cached picture.
#[derive(Clone, Copy, Debug)]
pub struct Cached {
    /// Its size.
    pub size_px: u32,
    /// Where it came from.
    pub origin: Origin,
    /// When it was made or fetched.
    pub made_ms: i64,
    /// When it was last shown, roughly.
    pub used_ms: i64,
}

/// The cached pictures of one item.
pub fn cached(
    db: &Connection,
    of: ConnectionKey,
    google_id: &str,
) -> Result<Vec<Cached>, IndexError> {
    let mut rows = db.prepare_cached(
        "SELECT size, origin, made_ms, used_ms FROM thumbnails WHERE connection_id = ? AND google_id = ? ORDER BY size",
    )?;
    let mut rows = rows.query(params![of.0, google_id])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let origin: String = row.get(1)?;
        let Some(origin) = Origin::parse(&origin) else {
            return Err(IndexError::UnknownWord {
                column: "thumbnails.origin",
                value: origin,
            });
        };
        found.push(Cached {
            size_px: row.get(0)?,
            origin,
            made_ms: row.get(2)?,
            used_ms: row.get(3)?,
        });
    }
    Ok(found)
}

/// Writes down that a picture is in the cache. One made from the person's own file is not replaced by Google's.
pub fn put(
    tx: &Transaction<'_>,
    of: ConnectionKey,
    google_id: &str,
    size_px: u32,
    origin: Origin,
    bytes: u64,
    now_ms: i64,
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "INSERT INTO thumbnails (connection_id, google_id, size, origin, bytes, made_ms, used_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6) \
         ON CONFLICT DO UPDATE SET origin = excluded.origin, bytes = excluded.bytes, made_ms = excluded.made_ms, \
           used_ms = excluded.used_ms",
    )?
    .execute(params![of.0, google_id, size_px, origin.as_str(), i64::try_from(bytes).unwrap_or(i64::MAX), now_ms])?;
    Ok(())
}

/// Writes two colours down for a picture that has none yet.
pub fn put_tones(
    tx: &Transaction<'_>,
    of: ConnectionKey,
    google_id: &str,
    tones: &str,
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "UPDATE media_items SET tones = unhex(replace(?3, '#', '')) WHERE connection_id = ?1 \
           AND substr(google_id, -12) = substr(?2, -12) AND google_id = ?2 AND tones IS NULL",
    )?
    .execute(params![of.0, google_id, tones])?;
    Ok(())
}

/// Marks pictures as shown.
pub fn touch(
    tx: &Transaction<'_>,
    shown: &[(ConnectionKey, String, u32)],
    now_ms: i64,
) -> Result<(), IndexError> {
    let mut mark = tx.prepare_cached(
        "UPDATE thumbnails SET used_ms = ? WHERE connection_id = ? AND google_id = ? AND size = ?",
    )?;
    for (of, google_id, size_px) in shown {
        mark.execute(params![now_ms, of.0, google_id, size_px])?;
    }
    Ok(())
}

/// Bytes of all cached pictures, kept by the index itself.
pub fn total_bytes(db: &Connection) -> Result<u64, IndexError> {
    let sum: i64 = db
        .prepare_cached("SELECT bytes FROM picture_totals")?
        .query_row([], |row| row.get(0))?;
    Ok(u64::try_from(sum).unwrap_or(0))
}

/// A cached picture: whose, of what, in which size.
pub type Name = (ConnectionKey, String, u32);

/// Takes pictures out of the index until `excess` bytes are free or `most` are out: those of Google that were shown longest
/// ago, then large ones that can be made again from the person's own files. Small ones of the person's own stay, and so does
/// what `spared` says. Gives what went.
pub fn evict(
    tx: &Transaction<'_>,
    mut excess: u64,
    most: usize,
    spared: impl Fn(&Name) -> bool,
) -> Result<Vec<Name>, IndexError> {
    let mut gone = Vec::new();
    let mut oldest = tx.prepare_cached(
        "SELECT connection_id, google_id, size, bytes FROM thumbnails WHERE origin = 'google' OR size > 512 \
         ORDER BY origin = 'local', used_ms",
    )?;
    let mut rows = oldest.query([])?;
    while excess > 0
        && gone.len() < most
        && let Some(row) = rows.next()?
    {
        let name = name_of(row)?;
        if spared(&name) {
            continue;
        }
        gone.push(name);
        excess = excess.saturating_sub(u64::try_from(row.get::<_, i64>(3)?).unwrap_or(0));
    }
    remove(tx, &gone)?;
    Ok(gone)
}

/// Takes at most `most` pictures of Google out of the index that came before this time, of these connections or of all. Gives
/// what went.
pub fn expire(
    tx: &Transaction<'_>,
    of: Option<&[ConnectionKey]>,
    before_ms: i64,
    most: usize,
) -> Result<Vec<Name>, IndexError> {
    let mut gone = Vec::new();
    let mut old = tx.prepare_cached(
        "SELECT connection_id, google_id, size FROM thumbnails WHERE origin = 'google' AND made_ms <= ? ORDER BY made_ms",
    )?;
    let mut rows = old.query([before_ms])?;
    while gone.len() < most
        && let Some(row) = rows.next()?
    {
        let name = name_of(row)?;
        if of.is_none_or(|of| of.contains(&name.0)) {
            gone.push(name);
        }
    }
    remove(tx, &gone)?;
    Ok(gone)
}

fn name_of(row: &rusqlite::Row<'_>) -> Result<Name, IndexError> {
    Ok((ConnectionKey(row.get(0)?), row.get(1)?, row.get(2)?))
}

fn remove(tx: &Transaction<'_>, names: &[Name]) -> Result<(), IndexError> {
    let mut remove = tx.prepare_cached(
        "DELETE FROM thumbnails WHERE connection_id = ? AND google_id = ? AND size = ?",
    )?;
    for (of, google_id, size_px) in names {
        remove.execute(params![of.0, google_id, size_px])?;
    }
    Ok(())
}

/// Takes the pictures of items out of the index. Gives what went.
pub fn remove_of(
    tx: &Transaction<'_>,
    items: &[(ConnectionKey, String)],
) -> Result<Vec<(ConnectionKey, String, u32)>, IndexError> {
    let mut remove = tx.prepare_cached(
        "DELETE FROM thumbnails WHERE connection_id = ? AND google_id = ? RETURNING size",
    )?;
    let mut gone = Vec::new();
    for (of, google_id) in items {
        let sizes = remove.query_map(params![of.0, google_id], |row| row.get(0))?;
        for size_px in sizes {
            gone.push((*of, google_id.clone(), size_px?));
        }
    }
    Ok(gone)
}

/// A file of the upload queue, as far as its preview needs it.
#[derive(Clone, Debug)]
pub struct UploadSource {
    /// Whose queue it is in.
    pub of: ConnectionKey,
    /// Where it lies.
    pub path: PathBuf,
    /// Its type.
    pub mime: String,
    /// The media item it became.
    pub item: Option<ItemKey>,
}

/// Where a file of a plan lies, and its type.
pub fn plan_source(
    db: &Connection,
    key: PlanFileKey,
) -> Result<Option<(PathBuf, String)>, IndexError> {
    let found = db
        .prepare_cached("SELECT path, coalesce(mime_type, '') FROM plan_files WHERE id = ?")?
        .query_row([key.0], |row| {
            let path: String = row.get(0)?;
            Ok((crate::uploads::text_to_path(&path), row.get(1)?))
        })
        .optional()?;
    Ok(found)
}

/// A file of the upload queue.
pub fn upload_source(db: &Connection, key: UploadKey) -> Result<Option<UploadSource>, IndexError> {
    let found = db
        .prepare_cached(
            "SELECT uploads.connection_id, uploads.path, coalesce(uploads.mime_type, ''), item.id FROM uploads \
             LEFT JOIN media_items item ON item.connection_id = uploads.connection_id \
               AND substr(item.google_id, -12) = substr(uploads.google_item_id, -12) AND item.google_id = uploads.google_item_id \
             WHERE uploads.id = ?",
        )?
        .query_row([key.0], |row| {
            let path: String = row.get(1)?;
            Ok(UploadSource {
                of: ConnectionKey(row.get(0)?),
                path: crate::uploads::text_to_path(&path),
                mime: row.get(2)?,
                item: row.get::<_, Option<i64>>(3)?.map(ItemKey),
            })
        })
        .optional()?;
    Ok(found)
}
