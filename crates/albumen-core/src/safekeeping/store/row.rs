//! One row of a report.

use std::path::Path;

use rusqlite::{Connection, Row, params};

use super::read::state;
use crate::index::IndexError;
use crate::ledger;
use crate::plans::survey::Facts;
use crate::safekeeping::rules;
use crate::uploads::{from_sql, text_to_path, to_sql};
use crate::view::{ConnectionKey, FileKeeping, ItemKey, SafekeepingCopy, SafekeepingFile};

/// Files with the same bytes that are named at most.
const MOST_COPIES: usize = 10;

/// A file of a report, with where else its bytes are.
pub(super) fn file(
    db: &Connection,
    of: ConnectionKey,
    row: &Row<'_>,
) -> Result<SafekeepingFile, IndexError> {
    let state = state(row)?;
    let hash: Option<[u8; 32]> = row.get("content_hash")?;
    let modified_ns: i64 = row.get("modified_ns")?;
    let google_id: Option<String> = row.get("google_id")?;
    let page: Option<String> = row.get("page")?;
    let own = Own {
        path: row.get("path")?,
        facts: Facts {
            size_bytes: from_sql(row.get("size_bytes")?),
            modified_ns,
            file_id: row.get("file_id")?,
        },
    };
    let copies = match &hash {
        Some(hash) => copies(db, of, hash, &own)?,
        None => Vec::new(),
    };
    let video: Option<String> = row.get("video_state")?;
    let reason = match (state, video.as_deref()) {
        (FileKeeping::Unseen, Some("processing")) => Some(rules::PROCESSING.to_owned()),
        (FileKeeping::Unseen, Some("failed")) => Some(rules::VIDEO_FAILED.to_owned()),
        (FileKeeping::Absent | FileKeeping::Changed, _) if row.get("has_failed")? => {
            Some(rules::UPLOAD_FAILED.to_owned())
        }
        _ => row.get("reason")?,
    };
    let item_name: Option<String> = row.get("item_name")?;
    Ok(SafekeepingFile {
        path: row.get("shown")?,
        size_bytes: own.facts.size_bytes,
        modified_ms: modified_ns / 1_000_000,
        state,
        reason,
        hash: hash.map(|bytes| blake3::Hash::from(bytes).to_hex().to_string()),
        item_key: row.get::<_, Option<i64>>("item_id")?.map(ItemKey),
        product_url: google_id
            .as_deref()
            .and_then(|id| crate::items::page_of(page, id)),
        google_id,
        file_name: item_name.or(row.get("sent_name")?),
        sent_ms: row.get("sent_ms")?,
        last_seen_ms: row.get("seen_ms")?,
        copies,
    })
}

/// The file whose copies are looked for.
struct Own {
    path: String,
    facts: Facts,
}

/// Where else the bytes of a file are: in files that are still as they were when they were read, and in libraries of other
/// connections. Another name of the same file is no copy.
fn copies(
    db: &Connection,
    of: ConnectionKey,
    hash: &[u8; 32],
    own: &Own,
) -> Result<Vec<SafekeepingCopy>, IndexError> {
    let mut copies = Vec::new();
    let mut query = db.prepare_cached(
        "SELECT path, modified_ns, file_id FROM known_files WHERE content_hash = ? AND size_bytes = ? AND path <> ? ORDER BY path",
    )?;
    let mut rows = query.query(params![hash, to_sql(own.facts.size_bytes), own.path])?;
    while let Some(row) = rows.next()? {
        let text: String = row.get(0)?;
        let facts = Facts {
            size_bytes: own.facts.size_bytes,
            modified_ns: row.get(1)?,
            file_id: row.get(2)?,
        };
        let is_same_file = facts == own.facts && facts.file_id != 0;
        let path = text_to_path(&text);
        if !is_same_file && lies_there(&path, facts) {
            copies.push(SafekeepingCopy::File {
                path: rules::readable(&path),
            });
        }
        if copies.len() >= MOST_COPIES {
            break;
        }
    }
    let mut query =
        db.prepare_cached("SELECT id, name FROM connections WHERE id <> ? ORDER BY id")?;
    let mut rows = query.query([of.0])?;
    while let Some(row) = rows.next()? {
        if ledger::standing_item(db, ConnectionKey(row.get(0)?), hash)?.is_some() {
            copies.push(SafekeepingCopy::Connection { name: row.get(1)? });
        }
    }
    Ok(copies)
}

fn lies_there(path: &Path, facts: Facts) -> bool {
    std::fs::symlink_metadata(path)
        .is_ok_and(|metadata| metadata.is_file() && Facts::of(&metadata) == facts)
}
