//! What a report says now: its files, joined with what is known of them at Google.

use std::sync::LazyLock;

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::row::file;
use super::{ReportKey, shown_folder};
use crate::index::IndexError;
use crate::ledger;
use crate::safekeeping::rules;
use crate::uploads::from_sql;
use crate::view::{
    ConnectionKey, FileKeeping, KeepingSums, SafekeepingFile, SafekeepingFilter, SafekeepingFolder,
    SafekeepingHead,
};

/// Stages in which a row of the queue is not settled, word for word as in the index `uploads_open_by_path`.
const OPEN: &str = "stage NOT IN ('done', 'skipped', 'cancelled')";

/// Files of a report (?2) of a connection (?1), with `state`. An item counts as seen when Google showed it after it had made
/// it: the answer to the upload itself is written at the time of sending.
static STATED: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT f.*, ledger.google_id, ledger.sent_ms, ledger.file_name AS sent_name, item.id AS item_id, item.page_id,
           item.file_name AS item_name, item.video_state,
           nullif(max(coalesce(item.last_seen_ms, ledger.last_seen_ms), ledger.sent_ms), ledger.sent_ms) AS seen_ms,
           EXISTS (SELECT 1 FROM uploads WHERE connection_id = ?1 AND uploads.path = f.path AND {OPEN}
             AND stage = 'failed' AND retry_at_ms IS NULL) AS has_failed,
           CASE
             WHEN f.stays_out IS NOT NULL THEN f.stays_out
             WHEN ledger.google_id IS NOT NULL AND ({stands}) THEN
               iif(item.last_seen_ms > ledger.sent_ms AND coalesce(item.video_state, 'ready') = 'ready', 'seen', 'unseen')
             WHEN EXISTS (SELECT 1 FROM uploads WHERE connection_id = ?1 AND uploads.path = f.path AND {OPEN}
               AND (stage <> 'failed' OR retry_at_ms IS NOT NULL)) THEN 'waiting'
             WHEN EXISTS (SELECT 1 FROM uploads WHERE connection_id = ?1 AND uploads.content_hash = f.content_hash AND {OPEN}
               AND (stage <> 'failed' OR retry_at_ms IS NOT NULL)) THEN 'waiting'
             WHEN ledger.google_id IS NOT NULL THEN 'notFound'
             WHEN EXISTS (SELECT 1 FROM ledger old WHERE old.connection_id = ?1 AND old.path = f.path) THEN 'changed'
             ELSE 'absent'
           END AS state
         FROM safekeeping_files f
           LEFT JOIN ledger ON ledger.connection_id = ?1 AND ledger.content_hash = f.content_hash
           LEFT JOIN media_items item ON item.connection_id = ledger.connection_id
             AND substr(item.google_id, -12) = substr(ledger.google_id, -12) AND item.google_id = ledger.google_id
         WHERE f.report_id = ?2",
        stands = ledger::STANDS
    )
});

/// Which files: those of a filter, of all folders or directly in one.
pub(crate) struct Chosen {
    pub(crate) of: ConnectionKey,
    pub(crate) report: ReportKey,
    pub(crate) filter: SafekeepingFilter,
    pub(crate) within: Option<String>,
}

impl Chosen {
    /// Which rows, with `?3` states separated by commas, `?4` words, `?5` the folder. What is not asked for is not looked at.
    fn condition(&self) -> String {
        let states = match self.filter.states.is_empty() {
            true => "?3 IS ?3",
            false => "instr(?3, ',' || state || ',') > 0",
        };
        let words = match self.words().is_empty() {
            true => "?4 IS ?4",
            false => "instr(coalesce(folded, shown), ?4) > 0",
        };
        let within = match self.within {
            None => "?5 IS ?5",
            Some(_) => {
                "folder_id = (SELECT id FROM safekeeping_folders WHERE report_id = ?2 AND path = ?5)"
            }
        };
        format!("{states} AND {words} AND {within}")
    }

    fn states(&self) -> String {
        let names: String = self
            .filter
            .states
            .iter()
            .map(|state| format!("{},", state.name()))
            .collect();
        match names.is_empty() {
            true => names,
            false => format!(",{names}"),
        }
    }

    fn words(&self) -> String {
        self.filter.words.trim().to_lowercase()
    }
}

/// A state as the index names it.
pub(super) fn state(row: &Row<'_>) -> Result<FileKeeping, IndexError> {
    let name: String = row.get("state")?;
    FileKeeping::parse(&name).ok_or(IndexError::UnknownWord {
        column: "stays_out",
        value: name,
    })
}

/// One report; none where it is gone.
pub(crate) fn head_of(
    db: &Connection,
    of: ConnectionKey,
    report: ReportKey,
) -> Result<Option<SafekeepingHead>, IndexError> {
    let found: Option<(String, i64)> = db
        .prepare_cached("SELECT folder, checked_ms FROM safekeeping_reports WHERE id = ?")?
        .query_row([report.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    found
        .map(|(folder, checked_ms)| head(db, of, report, folder, checked_ms))
        .transpose()
}

/// The reports of a connection, by folder.
pub(crate) fn heads(
    db: &Connection,
    of: ConnectionKey,
) -> Result<Vec<SafekeepingHead>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT id, folder, checked_ms FROM safekeeping_reports WHERE connection_id = ? AND state = 'shown' ORDER BY folder",
    )?;
    let reports: Vec<(i64, String, i64)> = query
        .query_map([of.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    reports
        .into_iter()
        .map(|(id, folder, checked_ms)| head(db, of, ReportKey(id), folder, checked_ms))
        .collect()
}

fn head(
    db: &Connection,
    of: ConnectionKey,
    report: ReportKey,
    folder: String,
    checked_ms: i64,
) -> Result<SafekeepingHead, IndexError> {
    let sql = format!(
        "SELECT state, count(*), sum(size_bytes) FROM ({}) GROUP BY state",
        *STATED
    );
    let mut query = db.prepare_cached(&sql)?;
    let mut rows = query.query([of.0, report.0])?;
    let (mut sums, mut files, mut bytes) = (KeepingSums::default(), 0_u32, 0_u64);
    while let Some(row) = rows.next()? {
        let sum = sums.of_mut(state(row)?);
        (sum.files, sum.bytes) = (row.get(1)?, from_sql(row.get(2)?));
        files += sum.files;
        bytes += sum.bytes;
    }
    let items: u32 = db
        .prepare_cached(&format!(
            "SELECT count(DISTINCT ledger.google_id) {ON_RECORD}"
        ))?
        .query_row([of.0, report.0], |row| row.get(0))?;
    Ok(SafekeepingHead {
        connection: of,
        shown_folder: shown_folder(&folder),
        folder,
        checked_ms,
        files,
        bytes,
        deletable_files: sums.seen.files,
        deletable_bytes: sums.seen.bytes,
        by_state: sums,
        requests_to_ask: rules::requests(items),
    })
}

/// The entries of the ledger for files of a report.
const ON_RECORD: &str = "FROM safekeeping_files f JOIN ledger ON ledger.connection_id = ?1 AND ledger.content_hash = f.content_hash
    WHERE f.report_id = ?2 AND f.content_hash IS NOT NULL";

/// Google's ids of the items of a report, each once.
pub(crate) fn item_ids(
    db: &Connection,
    of: ConnectionKey,
    report: ReportKey,
) -> Result<Vec<String>, IndexError> {
    let mut query = db.prepare_cached(&format!(
        "SELECT DISTINCT ledger.google_id {ON_RECORD} ORDER BY f.order_key, f.id"
    ))?;
    let ids = query.query_map([of.0, report.0], |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// The folders with files of their own, in the order of their files.
pub(crate) fn folders(
    db: &Connection,
    chosen: &Chosen,
) -> Result<Vec<SafekeepingFolder>, IndexError> {
    let sql = format!(
        "SELECT folder_id, min(order_key) AS first, state, count(*), sum(size_bytes),
           (SELECT path FROM safekeeping_folders WHERE id = folder_id)
         FROM ({}) WHERE {} GROUP BY folder_id, state ORDER BY folder_id",
        *STATED,
        chosen.condition()
    );
    let mut query = db.prepare_cached(&sql)?;
    let mut rows = query.query(params![
        chosen.of.0,
        chosen.report.0,
        chosen.states(),
        chosen.words(),
        chosen.within
    ])?;
    let mut all: Vec<(String, i64, SafekeepingFolder)> = Vec::new();
    while let Some(row) = rows.next()? {
        let (key, first): (i64, String) = (row.get(0)?, row.get(1)?);
        let (state, files, bytes) = (state(row)?, row.get(3)?, from_sql(row.get(4)?));
        let seen = state == FileKeeping::Seen;
        match all.last_mut() {
            Some((order, last, folder)) if *last == key => {
                folder.files += files;
                folder.bytes += bytes;
                folder.worst = folder.worst.min(state);
                if seen {
                    (folder.kept, folder.deletable_bytes) = (files, bytes);
                }
                if first < *order {
                    *order = first;
                }
            }
            _ => {
                let folder = SafekeepingFolder {
                    path: row.get(5)?,
                    files,
                    bytes,
                    kept: if seen { files } else { 0 },
                    deletable_bytes: if seen { bytes } else { 0 },
                    worst: state,
                };
                all.push((first, key, folder));
            }
        }
    }
    all.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(all.into_iter().map(|(_, _, folder)| folder).collect())
}

/// How many files there are.
pub(crate) fn total(db: &Connection, chosen: &Chosen) -> Result<u32, IndexError> {
    // How files are kept is looked up only where that is asked for.
    let files = match chosen.filter.states.is_empty() {
        true => "SELECT * FROM safekeeping_files WHERE ?1 IS ?1 AND report_id = ?2",
        false => STATED.as_str(),
    };
    let sql = format!(
        "SELECT count(*) FROM ({files}) WHERE {}",
        chosen.condition()
    );
    Ok(db.prepare_cached(&sql)?.query_row(
        params![
            chosen.of.0,
            chosen.report.0,
            chosen.states(),
            chosen.words(),
            chosen.within
        ],
        |row| row.get(0),
    )?)
}

/// A piece of the files.
pub(crate) fn files(
    db: &Connection,
    chosen: &Chosen,
    (after, limit): (u32, u32),
) -> Result<Vec<SafekeepingFile>, IndexError> {
    let mut all = Vec::new();
    each(db, chosen, (after, i64::from(limit)), |file| {
        all.push(file);
        Ok::<(), IndexError>(())
    })?;
    Ok(all)
}

/// Gives files one by one, from `after` on and at most `limit`; all of them where that is negative.
pub(crate) fn each<E: From<IndexError>>(
    db: &Connection,
    chosen: &Chosen,
    (after, limit): (u32, i64),
    mut give: impl FnMut(SafekeepingFile) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!(
        "SELECT *, (SELECT pattern FROM page_urls WHERE id = page_id) AS page FROM ({}) WHERE {}
         ORDER BY order_key, id LIMIT ?6 OFFSET ?7",
        *STATED,
        chosen.condition()
    );
    let mut query = db.prepare_cached(&sql).map_err(IndexError::from)?;
    let mut rows = query
        .query(params![
            chosen.of.0,
            chosen.report.0,
            chosen.states(),
            chosen.words(),
            chosen.within,
            limit,
            after
        ])
        .map_err(IndexError::from)?;
    while let Some(row) = rows.next().map_err(IndexError::from)? {
        give(file(db, chosen.of, row)?)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The steps that SQLite takes for a reading.
    fn steps(db: &Connection, sql: &str) -> Vec<String> {
        let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let mut rows = plan.raw_query();
        let mut steps = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            steps.push(row.get(3).unwrap());
        }
        steps
    }

    fn page(chosen: &Chosen) -> String {
        format!(
            "SELECT * FROM ({}) WHERE {} ORDER BY order_key, id LIMIT 500",
            *STATED,
            chosen.condition()
        )
    }

    #[test]
    fn nothing_is_read_through_for_a_report() {
        let db = crate::index::memory();
        let all = Chosen {
            of: ConnectionKey(1),
            report: ReportKey(1),
            filter: SafekeepingFilter::default(),
            within: None,
        };
        for step in steps(&db, &page(&all)) {
            let sorts = step.contains("TEMP B-TREE");
            assert!(!step.starts_with("SCAN") && !sorts, "{step}");
        }
        let some = Chosen {
            filter: SafekeepingFilter {
                states: vec![FileKeeping::Seen],
                words: "a".to_owned(),
            },
            within: Some(String::new()),
            ..all
        };
        let items = format!("SELECT DISTINCT ledger.google_id {ON_RECORD}");
        for step in [page(&some), items].iter().flat_map(|sql| steps(&db, sql)) {
            assert!(!step.starts_with("SCAN"), "{step}");
        }
    }
}
