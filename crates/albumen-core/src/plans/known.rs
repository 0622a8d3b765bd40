//! What was read of files once. A file whose size, time and inode are the same is not opened again.

use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::scan::Facts;
use crate::index::IndexError;
use crate::uploads::{Hashes, Skip, path_to_text};

/// What a file is, as far as its beginning and its metadata tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its type, or why it stays out.
    pub media: Result<String, Skip>,
    /// When it was taken, as it says itself.
    pub taken_ms: Option<i64>,
    /// Its caption.
    pub caption: Option<String>,
    /// How long a video is.
    pub duration_ms: Option<i64>,
    /// By which a camera ties a photo and its short video together.
    pub content_id: Option<String>,
    /// Its hashes, where its content was read.
    pub hashes: Option<Hashes>,
}

impl Known {
    /// A file that stays out.
    pub fn out(why: Skip) -> Self {
        Self {
            media: Err(why),
            taken_ms: None,
            caption: None,
            duration_ms: None,
            content_id: None,
            hashes: None,
        }
    }
}

/// What is known of a file, if it is still the same.
pub fn find(
    db: &Connection,
    path: &std::path::Path,
    facts: Facts,
) -> Result<Option<Known>, IndexError> {
    let Some(path) = path_to_text(path) else {
        return Ok(None);
    };
    let found = db
        .prepare_cached(
            "SELECT mime_type, stays_out, taken_ms, caption, duration_ms, content_id, content_hash, sha1 FROM known_files \
             WHERE path = ? AND size_bytes = ? AND modified_ns = ? AND file_id = ?",
        )?
        .query_row(
            params![path, crate::uploads::to_sql(facts.size_bytes), facts.modified_ns, facts.file_id],
            |row| {
                let (mime, why): (Option<String>, Option<String>) = (row.get(0)?, row.get(1)?);
                let media = match (mime, why.as_deref().and_then(Skip::parse)) {
                    (Some(mime), _) => Ok(mime),
                    (None, Some(why)) => Err(why),
                    (None, None) => return Ok(None),
                };
                let (blake3, sha1): (Option<[u8; 32]>, Option<[u8; 20]>) = (row.get(6)?, row.get(7)?);
                Ok(Some(Known {
                    media,
                    taken_ms: row.get(2)?,
                    caption: row.get(3)?,
                    duration_ms: row.get(4)?,
                    content_id: row.get(5)?,
                    hashes: blake3.map(|blake3| Hashes { blake3, sha1 }),
                }))
            },
        )
        .optional()?;
    Ok(found.flatten())
}

/// Keeps what was just read of a file. What cannot be read is not kept: it may be readable the next time.
pub fn keep(
    tx: &Transaction<'_>,
    path: &std::path::Path,
    facts: Facts,
    known: &Known,
    now_ms: i64,
) -> Result<(), IndexError> {
    if known.media == Err(Skip::Unreadable) {
        return Ok(());
    }
    let Some(path) = path_to_text(path) else {
        return Ok(());
    };
    tx.prepare_cached(
        "INSERT OR REPLACE INTO known_files (path, size_bytes, modified_ns, file_id, mime_type, stays_out, content_hash, sha1, \
           taken_ms, caption, duration_ms, content_id, seen_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        path,
        crate::uploads::to_sql(facts.size_bytes),
        facts.modified_ns,
        facts.file_id,
        known.media.as_ref().ok(),
        known.media.as_ref().err().map(|why| why.as_str()),
        known.hashes.map(|hashes| hashes.blake3),
        known.hashes.and_then(|hashes| hashes.sha1),
        known.taken_ms,
        known.caption,
        known.duration_ms,
        known.content_id,
        now_ms,
    ])?;
    Ok(())
}

/// Keeps the hashes of a file that was looked at before.
pub fn keep_hashes(
    tx: &Transaction<'_>,
    path: &str,
    facts: Facts,
    hashes: Hashes,
    now_ms: i64,
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "UPDATE known_files SET content_hash = ?, sha1 = ?, seen_ms = ? \
         WHERE path = ? AND size_bytes = ? AND modified_ns = ? AND file_id = ?",
    )?
    .execute(params![
        hashes.blake3,
        hashes.sha1,
        now_ms,
        path,
        crate::uploads::to_sql(facts.size_bytes),
        facts.modified_ns,
        facts.file_id,
    ])?;
    Ok(())
}
