//! The tables `download_folders` and `downloaded_items`: what lies where for good.

use std::path::PathBuf;

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use crate::downloads::rules;
use crate::index::IndexError;
use crate::uploads::text_to_path;
use crate::view::{ConnectionKey, SidecarKind};

/// A file that a download brought.
#[derive(Clone, Debug)]
pub struct Registered {
    /// The folder that was downloaded into.
    pub folder_id: i64,
    /// Where that lies.
    pub folder: PathBuf,
    /// Whose title is in its name; 0 for none.
    pub album_id: i64,
    /// Its name by the template.
    pub wished: String,
    /// Its name within the folder.
    pub path: String,
    /// How long it was when it came.
    pub size_bytes: u64,
    /// Whether it is the original, `original`, or what Google sends, `copy`.
    pub origin: String,
    /// What lies beside it.
    pub sidecar: Option<SidecarKind>,
    /// BLAKE3 of that as it was written.
    pub sidecar_hash: Option<Vec<u8>>,
}

/// What is kept of a file that has its place.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The folder that was downloaded into.
    pub folder_id: i64,
    /// Whose library it is of.
    pub connection: ConnectionKey,
    /// Google's id.
    pub google_id: String,
    /// Whose title is in its name; 0 for none.
    pub album_id: i64,
    /// Its name by the template.
    pub wished: String,
    /// Its name within the folder.
    pub path: String,
    /// The same for names that a disk takes for the same.
    pub path_key: String,
    /// How long it is.
    pub size_bytes: u64,
    /// Whether it is the original, `original`, or what Google sends, `copy`.
    pub origin: &'static str,
    /// What lies beside it, and BLAKE3 of that.
    pub sidecar: Option<(SidecarKind, Vec<u8>)>,
}

/// The number of a folder, which gets one where it has none.
pub fn folder_id(tx: &Transaction<'_>, path: &str) -> Result<i64, IndexError> {
    let known = tx
        .prepare_cached("SELECT id FROM download_folders WHERE path = ?")?
        .query_row([path], |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    tx.execute("INSERT INTO download_folders (path) VALUES (?)", [path])?;
    Ok(tx.last_insert_rowid())
}

/// The number of a folder that was downloaded into before.
pub fn known_folder(db: &Connection, path: &str) -> Result<Option<i64>, IndexError> {
    let mut query = db.prepare_cached("SELECT id FROM download_folders WHERE path = ?")?;
    Ok(query.query_row([path], |row| row.get(0)).optional()?)
}

/// All files of an item, wherever they were downloaded to.
pub fn of_item(
    db: &Connection,
    connection: ConnectionKey,
    google_id: &str,
) -> Result<Vec<Registered>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT folder_id, download_folders.path AS folder, album_id, wished, downloaded_items.path AS path, size_bytes,
           origin, sidecar, sidecar_hash
         FROM downloaded_items JOIN download_folders ON download_folders.id = folder_id
         WHERE connection_id = ? AND google_id = ? ORDER BY folder_id, album_id",
    )?;
    let read = |row: &Row<'_>| -> Result<Registered, IndexError> {
        Ok(Registered {
            folder_id: row.get("folder_id")?,
            folder: text_to_path(&row.get::<_, String>("folder")?),
            album_id: row.get("album_id")?,
            wished: row.get("wished")?,
            path: row.get("path")?,
            size_bytes: u64::try_from(row.get::<_, i64>("size_bytes")?).unwrap_or(0),
            origin: row.get("origin")?,
            sidecar: rules::read_sidecar(row.get::<_, Option<String>>("sidecar")?.as_deref())?,
            sidecar_hash: row.get("sidecar_hash")?,
        })
    };
    query
        .query_and_then(params![connection.0, google_id], read)?
        .collect()
}

/// Whether a name in a folder is that of another item's file.
pub fn is_registered(
    db: &Connection,
    folder_id: i64,
    path_key: &str,
    (connection, google_id, album_id): (ConnectionKey, &str, i64),
) -> Result<bool, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT 1 FROM downloaded_items WHERE folder_id = ?1 AND path_key = ?2
           AND NOT (connection_id = ?3 AND google_id = ?4 AND album_id = ?5)",
    )?;
    Ok(query.exists(params![
        folder_id,
        path_key,
        connection.0,
        google_id,
        album_id
    ])?)
}

/// Keeps where a file lies.
pub fn keep(tx: &Transaction<'_>, kept: &Kept, now_ms: i64) -> Result<(), IndexError> {
    let (sidecar, hash) = match &kept.sidecar {
        Some((kind, hash)) => (Some(rules::sidecar_word(*kind)), Some(hash)),
        None => (None, None),
    };
    tx.prepare_cached(
        "INSERT INTO downloaded_items (folder_id, connection_id, google_id, album_id, wished, path, path_key, size_bytes,
           origin, sidecar, sidecar_hash, fetched_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET wished = excluded.wished, path = excluded.path, path_key = excluded.path_key,
           size_bytes = excluded.size_bytes, origin = excluded.origin, sidecar = excluded.sidecar,
           sidecar_hash = excluded.sidecar_hash, fetched_ms = excluded.fetched_ms",
    )?
    .execute(params![
        kept.folder_id,
        kept.connection.0,
        kept.google_id,
        kept.album_id,
        kept.wished,
        kept.path,
        kept.path_key,
        i64::try_from(kept.size_bytes).unwrap_or(i64::MAX),
        kept.origin,
        sidecar,
        hash,
        now_ms,
    ])?;
    Ok(())
}

/// The file of an item that was registered under another album is not any more.
pub fn rekey(tx: &Transaction<'_>, kept: &Kept, old_album: i64) -> Result<(), IndexError> {
    tx.prepare_cached(
        "DELETE FROM downloaded_items WHERE folder_id = ? AND connection_id = ? AND google_id = ? AND album_id = ?",
    )?
    .execute(params![
        kept.folder_id,
        kept.connection.0,
        kept.google_id,
        old_album
    ])?;
    Ok(())
}
