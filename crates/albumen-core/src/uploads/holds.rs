//! Files that wait each by itself, for their disk or because their album is full, while others go on. SQL, in pieces.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::find::{path_to_text, text_to_path};
use crate::index::IndexError;
use crate::view::{AlbumKey, ConnectionKey, UploadKey};

/// Rows in one transaction.
const PIECE: u32 = 500;

/// How the index spells that an album is full.
pub const ALBUM_FULL: &str = "album_full";

/// Holds one file for its disk, under the folder that is looked for.
pub fn hold_one(tx: &Transaction<'_>, key: UploadKey, root: &Path) -> Result<(), IndexError> {
    tx.prepare_cached("UPDATE uploads SET hold = 'disk', root = ? WHERE id = ?")?
        .execute(params![path_to_text(root), key.0])?;
    Ok(())
}

/// Holds the next files under a folder that is gone, of those that have yet to be read or sent. Gives the last one; none when
/// all are held.
pub fn hold_root(
    tx: &Transaction<'_>,
    of: ConnectionKey,
    stage: &'static str,
    root: &Path,
    after: UploadKey,
) -> Result<Option<UploadKey>, IndexError> {
    let mut hold = tx.prepare_cached(
        "UPDATE uploads SET hold = 'disk' WHERE id IN (SELECT id FROM uploads WHERE connection_id = ? AND stage = ? \
           AND hold IS NULL AND id > ? AND root = ? ORDER BY id LIMIT ?) RETURNING id",
    )?;
    let mut rows = hold.query(params![of.0, stage, after.0, path_to_text(root), PIECE])?;
    let mut last = None;
    while let Some(row) = rows.next()? {
        last = last.max(Some(UploadKey(row.get(0)?)));
    }
    Ok(last)
}

/// Lets the next files go on whose folder is back. Gives how many.
pub fn release_root(
    tx: &Transaction<'_>,
    of: ConnectionKey,
    root: &Path,
) -> Result<usize, IndexError> {
    Ok(tx
        .prepare_cached(
            "UPDATE uploads SET hold = NULL, retry_at_ms = NULL WHERE id IN (SELECT id FROM uploads WHERE connection_id = ? \
               AND hold = 'disk' AND root = ? LIMIT ?)",
        )?
        .execute(params![of.0, path_to_text(root), PIECE])?)
}

/// The folders for which files are held.
pub fn held_roots(
    db: &Connection,
    of: ConnectionKey,
) -> Result<Vec<std::path::PathBuf>, IndexError> {
    let mut next = db.prepare_cached(
        "SELECT min(root) FROM uploads WHERE connection_id = ? AND hold = 'disk' AND root > ?",
    )?;
    let (mut roots, mut last) = (Vec::new(), String::new());
    while let Some(root) =
        next.query_row(params![of.0, last], |row| row.get::<_, Option<String>>(0))?
    {
        roots.push(text_to_path(&root));
        last = root;
    }
    Ok(roots)
}

/// Holds the next files of an album that is full. Gives how many.
pub fn hold_album(
    tx: &Transaction<'_>,
    of: ConnectionKey,
    album: AlbumKey,
) -> Result<usize, IndexError> {
    // Of those that are becoming items only the ones that are in the library and are to be added.
    let mut hold = tx.prepare_cached(
        "UPDATE uploads SET hold = 'album_full' WHERE id IN (SELECT id FROM uploads WHERE connection_id = ? AND album_id = ? \
           AND stage = ? AND (stage <> 'creating' OR google_item_id IS NOT NULL) AND hold IS NULL LIMIT ?)",
    )?;
    let mut held = 0;
    for stage in ["found", "hashed", "sent", "creating"] {
        held += hold.execute(params![of.0, album.0, stage, PIECE])?;
    }
    Ok(held)
}

/// Moves all files of an album that are not in it yet to another one, and lets them go on.
pub fn move_to_album(
    tx: &Transaction<'_>,
    of: ConnectionKey,
    from: AlbumKey,
    to: AlbumKey,
) -> Result<usize, IndexError> {
    let mut moved = 0;
    for stage in ["found", "hashed", "sending", "sent", "creating"] {
        moved += tx
            .prepare_cached(
                "UPDATE uploads SET album_id = ?4, hold = NULL WHERE connection_id = ?1 AND album_id = ?2 AND stage = ?3 \
                   AND (stage <> 'creating' OR google_item_id IS NOT NULL)",
            )?
            .execute(params![of.0, from.0, stage, to.0])?;
    }
    Ok(moved)
}

/// What the first held file is held for.
pub fn held_for(db: &Connection, of: ConnectionKey) -> Result<Option<String>, IndexError> {
    Ok(db
        .prepare_cached(
            "SELECT hold FROM uploads WHERE connection_id = ? AND hold IS NOT NULL ORDER BY hold LIMIT 1",
        )?
        .query_row([of.0], |row| row.get(0))
        .optional()?)
}
