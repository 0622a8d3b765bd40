//! The queue as a window shows it. Reads only.

use std::collections::HashMap;

use rusqlite::{Connection, Row, params};

use super::rules::{FailKind, Skip, StageName};
use super::store::from_sql;
use super::words::{can_retry, fail_words, skip_words};
use crate::index::IndexError;
use crate::view::{
    AlbumKey, ConnectionKey, ItemKey, UploadKey, UploadRow, UploadStage, UploadTotals,
};

/// The most rows that are shown.
const MAX_ROWS: u32 = 500;

/// What is known of the files under way and not in the index: how many bytes of each are sent, and which are being read.
#[derive(Clone, Debug, Default)]
pub struct UnderWay {
    /// Bytes sent of each file that is being sent.
    pub sent_bytes: HashMap<UploadKey, u64>,
    /// Files that are being read.
    pub reading: Vec<UploadKey>,
    /// Bytes a second over the last seconds.
    pub bytes_per_s: u64,
}

/// The rows of one connection: failures first, then what is under way, what waits, what is done.
pub fn rows(
    db: &Connection,
    of: ConnectionKey,
    under_way: &UnderWay,
) -> Result<Vec<UploadRow>, IndexError> {
    let mut rows = db.prepare_cached(
        "SELECT uploads.id, uploads.file_name, uploads.size_bytes, uploads.sent_bytes, uploads.stage, uploads.reason, \
           uploads.retry_at_ms, uploads.album_id, albums.title, media_items.id \
         FROM uploads LEFT JOIN albums ON albums.id = uploads.album_id \
           LEFT JOIN media_items ON media_items.connection_id = uploads.connection_id \
             AND media_items.google_id = uploads.google_item_id \
         WHERE uploads.connection_id = ? \
         ORDER BY CASE uploads.stage WHEN 'failed' THEN 0 WHEN 'sending' THEN 1 WHEN 'creating' THEN 1 WHEN 'sent' THEN 1 \
             WHEN 'hashed' THEN 2 WHEN 'found' THEN 2 WHEN 'skipped' THEN 3 ELSE 4 END, \
           CASE WHEN uploads.stage IN ('done', 'skipped', 'cancelled') THEN -uploads.changed_ms ELSE 0 END, uploads.id \
         LIMIT ?",
    )?;
    let mut rows = rows.query(params![of.0, MAX_ROWS])?;
    let mut shown = Vec::new();
    while let Some(row) = rows.next()? {
        shown.push(row_view(row, under_way)?);
    }
    Ok(shown)
}

fn row_view(row: &Row<'_>, under_way: &UnderWay) -> Result<UploadRow, IndexError> {
    let key = UploadKey(row.get(0)?);
    let (stage, reason): (String, Option<String>) = (row.get(4)?, row.get(5)?);
    let unknown = |column, value: &str| IndexError::UnknownWord {
        column,
        value: value.to_owned(),
    };
    let name = StageName::parse(&stage).ok_or_else(|| unknown("uploads.stage", &stage))?;
    let reason = reason.as_deref().unwrap_or_default();
    let retry_at_ms: Option<i64> = row.get(6)?;
    let mut can_try = name == StageName::Cancelled;
    let mut words = None;
    let shown = match name {
        StageName::Found if under_way.reading.contains(&key) => UploadStage::Hashing,
        StageName::Found | StageName::Hashed => UploadStage::Waiting,
        StageName::Sending => UploadStage::Sending,
        StageName::Sent | StageName::Creating => UploadStage::Creating,
        StageName::Done => UploadStage::Done,
        StageName::Cancelled => UploadStage::Cancelled,
        StageName::Skipped => {
            let why = Skip::parse(reason).ok_or_else(|| unknown("uploads.reason", reason))?;
            words = Some(skip_words(why));
            if why == Skip::AlreadyThere {
                UploadStage::AlreadyThere
            } else {
                UploadStage::LeftOut
            }
        }
        StageName::Failed => {
            let kind = FailKind::parse(reason).ok_or_else(|| unknown("uploads.reason", reason))?;
            words = Some(fail_words(kind));
            can_try = can_retry(kind);
            UploadStage::Failed
        }
    };
    if name.is_open() && retry_at_ms.is_some() {
        words =
            Some("The last try did not get through. The file is kept and tried again by itself.");
    }
    Ok(UploadRow {
        key,
        file_name: row.get(1)?,
        size_bytes: from_sql(row.get(2)?),
        sent_bytes: under_way
            .sent_bytes
            .get(&key)
            .copied()
            .unwrap_or(from_sql(row.get(3)?)),
        stage: shown,
        reason: words.map(str::to_owned),
        can_retry: can_try,
        retry_at_ms: retry_at_ms.filter(|_| name.is_open()),
        album: row.get::<_, Option<i64>>(7)?.map(AlbumKey),
        album_title: row.get(8)?,
        item: row.get::<_, Option<i64>>(9)?.map(ItemKey),
    })
}

/// Sums over all files of one connection.
pub fn totals(
    db: &Connection,
    of: ConnectionKey,
    under_way: &UnderWay,
) -> Result<UploadTotals, IndexError> {
    let mut totals = db
        .prepare_cached(
            "SELECT count(*), \
               count(*) FILTER (WHERE stage = 'done' OR (stage = 'skipped' AND reason = 'already_there')), \
               count(*) FILTER (WHERE stage = 'failed' OR (stage = 'skipped' AND reason <> 'already_there')), \
               count(*) FILTER (WHERE stage IN ('found', 'hashed', 'sending', 'sent', 'creating')), \
               coalesce(sum(size_bytes) FILTER (WHERE stage NOT IN ('failed', 'skipped', 'cancelled')), 0), \
               coalesce(sum(sent_bytes) FILTER (WHERE stage NOT IN ('failed', 'skipped', 'cancelled')), 0) \
             FROM uploads WHERE connection_id = ?",
        )?
        .query_row([of.0], |row| {
            Ok(UploadTotals {
                files: row.get(0)?,
                done: row.get(1)?,
                failed: row.get(2)?,
                left: row.get(3)?,
                bytes: from_sql(row.get(4)?),
                sent_bytes: from_sql(row.get(5)?),
                bytes_per_s: 0,
            })
        })?;
    totals.sent_bytes =
        (totals.sent_bytes + under_way.sent_bytes.values().sum::<u64>()).min(totals.bytes);
    totals.bytes_per_s = under_way.bytes_per_s;
    Ok(totals)
}
