//! The tables `downloads` and `download_items`.

mod items;
mod register;

use std::path::PathBuf;

use rusqlite::{Connection, Row, Transaction, params};

pub use items::{
    NewItem, ToBring, all_due, came, clear, count, is_taken, next_retry_ms, not_come, open,
    placing, put, rows, sized, taken_up_again, try_later,
};
pub use register::{
    Kept, Registered, folder_id, is_registered, keep, known_folder, of_item, rekey,
};

use super::rules;
use crate::index::IndexError;
use crate::uploads::text_to_path;
use crate::view::{
    ConnectionKey, DownloadHabits, DownloadId, DownloadRequest, DownloadState, DownloadView,
    DownloadWhat, SidecarKind,
};

/// A download as the runner needs it.
#[derive(Clone, Debug)]
pub struct Download {
    /// Its number.
    pub id: DownloadId,
    /// Whose library it is.
    pub connection: ConnectionKey,
    /// What was asked for.
    pub what: DownloadWhat,
    /// Where the files go.
    pub folder: PathBuf,
    /// The archive in it that they go into instead.
    pub zip: Option<String>,
    /// How they are named.
    pub template: String,
    /// What is written beside each.
    pub sidecar: Option<SidecarKind>,
    /// Whether date and description are written into copies that have none.
    pub write_missing: bool,
    /// How it stands.
    pub state: DownloadState,
    /// Whether all that was asked for is listed.
    pub listed: bool,
}

const VIEW: &str = "SELECT id, connection_id, title, folder, zip, state, message, made_ms, ended_ms,
    (SELECT coalesce(sum(items), 0) FROM download_counts c WHERE c.download_id = downloads.id) AS items,
    (SELECT coalesce(sum(bytes), 0) FROM download_counts c WHERE c.download_id = downloads.id
       AND c.state IN ('copy', 'original')) AS bytes";

fn view_sql(rest: &str) -> String {
    let counts: String = [
        ("unsettled", "'waiting', 'placing'"),
        ("copies", "'copy'"),
        ("originals", "'original'"),
        ("there", "'there'"),
        ("moved", "'moved'"),
        ("failed", "'failed'"),
        ("left_out", "'left_out'"),
    ]
    .map(|(name, states)| {
        format!(
            ", (SELECT coalesce(sum(items), 0) FROM download_counts c WHERE c.download_id = downloads.id
                  AND c.state IN ({states})) AS {name}"
        )
    })
    .concat();
    format!("{VIEW}{counts} FROM downloads {rest}")
}

fn view(row: &Row<'_>) -> Result<DownloadView, IndexError> {
    let folder: String = row.get("folder")?;
    Ok(DownloadView {
        id: DownloadId(row.get("id")?),
        connection: ConnectionKey(row.get("connection_id")?),
        title: row.get("title")?,
        folder: text_to_path(&folder).to_string_lossy().into_owned(),
        zip: row.get("zip")?,
        state: rules::read_state(&row.get::<_, String>("state")?)?,
        message: row.get("message")?,
        job: None,
        items: row.get("items")?,
        left: row.get("unsettled")?,
        copies: row.get("copies")?,
        originals: row.get("originals")?,
        there: row.get("there")?,
        moved: row.get("moved")?,
        failed: row.get("failed")?,
        left_out: row.get("left_out")?,
        bytes: u64::try_from(row.get::<_, i64>("bytes")?).unwrap_or(0),
        made_ms: row.get("made_ms")?,
        ended_ms: row.get("ended_ms")?,
    })
}

/// The downloads of a connection, the newest first, at most 100.
pub fn list(db: &Connection, of: ConnectionKey) -> Result<Vec<DownloadView>, IndexError> {
    let mut query = db.prepare_cached(&view_sql(
        "WHERE connection_id = ? ORDER BY id DESC LIMIT 100",
    ))?;
    query.query_and_then([of.0], view)?.collect()
}

/// One download as it is shown.
pub fn one(db: &Connection, id: DownloadId) -> Result<Option<DownloadView>, IndexError> {
    let mut query = db.prepare_cached(&view_sql("WHERE id = ?"))?;
    query.query_and_then([id.0], view)?.next().transpose()
}

/// Those on which somebody is to work.
pub fn unfinished(db: &Connection) -> Result<Vec<DownloadId>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT id FROM downloads WHERE state IN ('listing', 'fetching', 'packing') ORDER BY id",
    )?;
    let rows = query.query_map([], |row| row.get(0).map(DownloadId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One download as the runner needs it.
pub fn get(db: &Connection, id: DownloadId) -> Result<Option<Download>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT connection_id, what, folder, zip, template, sidecar, write_missing, state, listed FROM downloads WHERE id = ?",
    )?;
    let read = |row: &Row<'_>| -> Result<Download, IndexError> {
        let what: String = row.get("what")?;
        Ok(Download {
            id,
            connection: ConnectionKey(row.get("connection_id")?),
            what: serde_json::from_str(&what).map_err(|_| IndexError::UnknownWord {
                column: "downloads.what",
                value: what,
            })?,
            folder: text_to_path(&row.get::<_, String>("folder")?),
            zip: row.get("zip")?,
            template: row.get("template")?,
            sidecar: rules::read_sidecar(row.get::<_, Option<String>>("sidecar")?.as_deref())?,
            write_missing: row.get("write_missing")?,
            state: rules::read_state(&row.get::<_, String>("state")?)?,
            listed: row.get("listed")?,
        })
    };
    query.query_and_then([id.0], read)?.next().transpose()
}

/// Writes a new download down.
pub fn insert(
    tx: &Transaction<'_>,
    of: ConnectionKey,
    (title, folder): (&str, &str),
    request: &DownloadRequest,
    now_ms: i64,
) -> Result<DownloadId, IndexError> {
    // A request is plain data and can always be written.
    let what = serde_json::to_string(&request.what).unwrap_or_default();
    tx.execute(
        "INSERT INTO downloads (connection_id, title, what, folder, zip, template, sidecar, write_missing, state, made_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'listing', ?)",
        params![
            of.0,
            title,
            what,
            folder,
            request.zip,
            request.template,
            request.sidecar.map(rules::sidecar_word),
            request.write_missing,
            now_ms,
        ],
    )?;
    Ok(DownloadId(tx.last_insert_rowid()))
}

/// Moves a download, if it stands where it is thought to stand. Gives whether it did.
pub fn step(
    tx: &Transaction<'_>,
    id: DownloadId,
    from: DownloadState,
    to: DownloadState,
    message: Option<&str>,
    now_ms: i64,
) -> Result<bool, IndexError> {
    let ended_ms = to.is_over().then_some(now_ms);
    let moved = tx
        .prepare_cached(
            "UPDATE downloads SET state = ?3, message = ?4, ended_ms = ?5 WHERE id = ?1 AND state = ?2",
        )?
        .execute(params![
            id.0,
            rules::state_word(from),
            rules::state_word(to),
            message,
            ended_ms,
        ])?;
    Ok(moved == 1)
}

/// Says what a download waits for, or that it waits no more.
pub fn say(tx: &Transaction<'_>, id: DownloadId, sentence: Option<&str>) -> Result<(), IndexError> {
    tx.prepare_cached("UPDATE downloads SET message = ?2 WHERE id = ?1")?
        .execute(params![id.0, sentence])?;
    Ok(())
}

/// The archive has its place under this name.
pub fn name_zip(tx: &Transaction<'_>, id: DownloadId, name: &str) -> Result<(), IndexError> {
    tx.execute(
        "UPDATE downloads SET zip = ?2 WHERE id = ?1",
        params![id.0, name],
    )?;
    Ok(())
}

/// All that was asked for is in the list.
pub fn all_listed(tx: &Transaction<'_>, id: DownloadId) -> Result<(), IndexError> {
    tx.execute("UPDATE downloads SET listed = 1 WHERE id = ?", [id.0])?;
    Ok(())
}

/// Takes a download that is over out of the list; what it brought is still known. Gives whether there was such a one.
pub fn forget(tx: &Transaction<'_>, id: DownloadId) -> Result<bool, IndexError> {
    let gone = tx.execute(
        "DELETE FROM downloads WHERE id = ? AND state IN ('done', 'cancelled', 'failed')",
        [id.0],
    )?;
    Ok(gone == 1)
}

/// How the newest download of a connection was wished for.
pub fn newest(db: &Connection, of: ConnectionKey) -> Result<Option<DownloadHabits>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT folder, template, sidecar, write_missing,
           (SELECT max(made_ms) FROM downloads AS all_of_it
            WHERE connection_id = ?1 AND state = 'done' AND what ->> 'kind' = 'everything' AND what ->> 'sinceMs' IS NULL
              AND NOT EXISTS (SELECT 1 FROM download_counts
                              WHERE download_id = all_of_it.id AND download_counts.state = 'failed' AND items > 0)
           ) AS last_everything_ms
         FROM downloads WHERE connection_id = ?1 ORDER BY id DESC LIMIT 1",
    )?;
    let read = |row: &Row<'_>| -> Result<DownloadHabits, IndexError> {
        let folder = text_to_path(&row.get::<_, String>("folder")?);
        Ok(DownloadHabits {
            folder: folder.to_str().map(str::to_owned),
            template: row.get("template")?,
            sidecar: rules::read_sidecar(row.get::<_, Option<String>>("sidecar")?.as_deref())?,
            write_missing: row.get("write_missing")?,
            last_everything_ms: row.get("last_everything_ms")?,
        })
    };
    query.query_and_then([of.0], read)?.next().transpose()
}
