//! The tables of reports: filled by a check, shown when that is whole, deleted in pieces.

mod read;
mod row;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

pub(super) use read::{Chosen, each, files, folders, head_of, heads, item_ids, total};

use super::rules::{self, Entry};
use crate::index::IndexError;
use crate::plans::survey::{self, Facts, Looked};
use crate::uploads::{Hashes, from_sql, path_to_text, text_to_path, to_sql};
use crate::view::{ConnectionKey, FileKeeping};

/// The key of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ReportKey(pub(super) i64);

/// Begins a report that nobody sees yet.
pub(super) fn begin(
    tx: &Transaction<'_>,
    of: ConnectionKey,
    folder: &str,
    now_ms: i64,
) -> Result<ReportKey, IndexError> {
    tx.prepare_cached(
        "INSERT INTO safekeeping_reports (connection_id, folder, state, checked_ms) VALUES (?, ?, 'open', ?)",
    )?
    .execute(params![of.0, folder, now_ms])?;
    Ok(ReportKey(tx.last_insert_rowid()))
}

/// A file with what it is in the report; `reason` of one that stays out.
pub(super) struct Placed {
    pub(super) looked: Looked,
    pub(super) entry: Entry,
    pub(super) reason: Option<String>,
}

/// Puts a piece into a report.
pub(super) fn insert(
    tx: &Transaction<'_>,
    report: ReportKey,
    piece: &[Placed],
    now_ms: i64,
) -> Result<(), IndexError> {
    let mut last: Option<(&str, i64)> = None;
    for Placed {
        looked,
        entry,
        reason,
    } in piece
    {
        survey::keep(tx, looked, now_ms)?;
        let folder = match last {
            Some((path, key)) if path == entry.folder => key,
            _ => folder_key(tx, report, &entry.folder)?,
        };
        last = Some((&entry.folder, folder));
        let path = path_to_text(&looked.met.path)
            .unwrap_or_else(|| looked.met.path.to_string_lossy().into_owned());
        let mut facts = looked.met.facts.unwrap_or_default();
        if entry.is_link {
            facts.size_bytes = 0;
        }
        let out = entry.out.as_ref().map(|(state, _)| state.name());
        let hashes = looked.known.hashes.filter(|_| out.is_none());
        let folded = Some(entry.shown.to_lowercase()).filter(|folded| *folded != entry.shown);
        tx.prepare_cached(
            "INSERT INTO safekeeping_files (report_id, folder_id, path, shown, folded, order_key, size_bytes, modified_ns, \
               file_id, stays_out, reason, content_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            report.0,
            folder,
            path,
            entry.shown,
            folded,
            entry.order_key,
            to_sql(facts.size_bytes),
            facts.modified_ns,
            facts.file_id,
            out,
            reason,
            hashes.map(|hashes| hashes.blake3),
        ])?;
    }
    Ok(())
}

fn folder_key(tx: &Transaction<'_>, report: ReportKey, path: &str) -> Result<i64, IndexError> {
    let found = tx
        .prepare_cached("SELECT id FROM safekeeping_folders WHERE report_id = ? AND path = ?")?
        .query_row(params![report.0, path], |row| row.get(0))
        .optional()?;
    if let Some(key) = found {
        return Ok(key);
    }
    tx.prepare_cached("INSERT INTO safekeeping_folders (report_id, path) VALUES (?, ?)")?
        .execute(params![report.0, path])?;
    Ok(tx.last_insert_rowid())
}

/// A file that is to be read.
#[derive(Clone, Debug)]
pub(super) struct ToRead {
    pub(super) id: i64,
    pub(super) text: String,
    pub(super) path: PathBuf,
    pub(super) facts: Facts,
}

/// How many files a report has, and how many of them are to be read.
pub(super) fn counts(db: &Connection, report: ReportKey) -> Result<(u32, u32), IndexError> {
    Ok(db
        .prepare_cached(
            "SELECT count(*), count(*) FILTER (WHERE content_hash IS NULL AND stays_out IS NULL) \
             FROM safekeeping_files WHERE report_id = ?",
        )?
        .query_row([report.0], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// The next files to read.
pub(super) fn to_read(
    db: &Connection,
    report: ReportKey,
    after: i64,
    limit: u32,
) -> Result<Vec<ToRead>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT id, path, size_bytes, modified_ns, file_id FROM safekeeping_files \
         WHERE report_id = ? AND content_hash IS NULL AND stays_out IS NULL AND id > ? ORDER BY id LIMIT ?",
    )?;
    let files = query.query_map(params![report.0, after, limit], |row: &Row<'_>| {
        let text: String = row.get(1)?;
        Ok(ToRead {
            id: row.get(0)?,
            path: text_to_path(&text),
            text,
            facts: Facts {
                size_bytes: from_sql(row.get(2)?),
                modified_ns: row.get(3)?,
                file_id: row.get(4)?,
            },
        })
    })?;
    Ok(files.collect::<Result<_, _>>()?)
}

/// What came of reading a file.
pub(super) enum WasRead {
    /// Its hashes.
    Hashes(Hashes),
    /// It cannot be read: a sentence.
    Unreadable(String),
    /// It is not there any more.
    Gone,
}

/// Keeps what was read.
pub(super) fn keep_read(
    tx: &Transaction<'_>,
    group: &[(ToRead, WasRead)],
    now_ms: i64,
) -> Result<(), IndexError> {
    for (file, was) in group {
        match was {
            WasRead::Hashes(hashes) => {
                survey::keep_hashes(tx, &file.text, file.facts, *hashes, now_ms)?;
                tx.prepare_cached("UPDATE safekeeping_files SET content_hash = ? WHERE id = ?")?
                    .execute(params![hashes.blake3, file.id])?;
            }
            WasRead::Unreadable(why) => {
                tx.prepare_cached(
                    "UPDATE safekeeping_files SET stays_out = ?, reason = ? WHERE id = ?",
                )?
                .execute(params![FileKeeping::Unreadable.name(), why, file.id])?;
            }
            WasRead::Gone => {
                tx.prepare_cached("DELETE FROM safekeeping_files WHERE id = ?")?
                    .execute([file.id])?;
            }
        }
    }
    Ok(())
}

/// Shows a report that is whole in the place of the one before it; gives that one.
pub(super) fn show(
    tx: &Transaction<'_>,
    of: ConnectionKey,
    folder: &str,
    report: ReportKey,
) -> Result<Option<ReportKey>, IndexError> {
    let before = find(tx, of, folder)?;
    if let Some(before) = before {
        end(tx, before)?;
    }
    tx.prepare_cached("UPDATE safekeeping_reports SET state = 'shown' WHERE id = ?")?
        .execute([report.0])?;
    Ok(before)
}

/// The report of a folder.
pub(super) fn find(
    db: &Connection,
    of: ConnectionKey,
    folder: &str,
) -> Result<Option<ReportKey>, IndexError> {
    Ok(db
        .prepare_cached("SELECT id FROM safekeeping_reports WHERE connection_id = ? AND folder = ? AND state = 'shown'")?
        .query_row(params![of.0, folder], |row| row.get(0).map(ReportKey))
        .optional()?)
}

/// Where the file lies that a report shows like this.
pub(super) fn path_of(
    db: &Connection,
    report: ReportKey,
    shown: &str,
) -> Result<Option<String>, IndexError> {
    Ok(db
        .prepare_cached(
            "SELECT path FROM safekeeping_files WHERE report_id = ? AND shown = ? LIMIT 1",
        )?
        .query_row(params![report.0, shown], |row| row.get(0))
        .optional()?)
}

/// Nobody sees a report any more; its rows are still to be deleted.
pub(super) fn end(tx: &Transaction<'_>, report: ReportKey) -> Result<(), IndexError> {
    tx.prepare_cached("UPDATE safekeeping_reports SET state = 'over' WHERE id = ?")?
        .execute([report.0])?;
    Ok(())
}

/// Ends what a process that is gone was filling; gives all whose rows are to be deleted.
pub(super) fn end_open(tx: &Transaction<'_>) -> Result<Vec<ReportKey>, IndexError> {
    tx.execute(
        "UPDATE safekeeping_reports SET state = 'over' WHERE state = 'open'",
        [],
    )?;
    let mut query = tx.prepare_cached("SELECT id FROM safekeeping_reports WHERE state = 'over'")?;
    let keys = query.query_map([], |row| row.get(0).map(ReportKey))?;
    Ok(keys.collect::<Result<_, _>>()?)
}

/// Deletes some of a report; gives whether there is more of it.
pub(super) fn drop_piece(tx: &Transaction<'_>, report: ReportKey) -> Result<bool, IndexError> {
    const ROWS: u32 = 4_000;
    let gone = tx
        .prepare_cached("DELETE FROM safekeeping_files WHERE id IN (SELECT id FROM safekeeping_files WHERE report_id = ? LIMIT ?)")?
        .execute(params![report.0, ROWS])?;
    if gone > 0 {
        return Ok(true);
    }
    tx.execute("DELETE FROM safekeeping_reports WHERE id = ?", [report.0])?;
    Ok(false)
}

/// A folder as it is written in the index and as a person reads it.
pub(super) fn shown_folder(text: &str) -> String {
    rules::readable(Path::new(&text_to_path(text)))
}

/// Whether a connection is the sample library.
pub(super) fn is_sample(db: &Connection, of: ConnectionKey) -> Result<bool, IndexError> {
    let found = db
        .prepare_cached("SELECT endpoint = 'sample' FROM connections WHERE id = ?")?
        .query_row([of.0], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or(false))
}
