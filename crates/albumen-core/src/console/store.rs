//! What is kept of calls made by hand.

use google_photos::method_at;
use rusqlite::{Connection, Row, Transaction, params};

use crate::index::IndexError;
use crate::view::{CallKey, ConnectionKey, ConsoleRequest, PastCall, SavedCall};

/// How many calls of a connection are on record.
const PAST: i64 = 200;

/// A call that was made.
pub struct Past {
    pub connection: ConnectionKey,
    pub request: ConsoleRequest,
    pub sent_ms: i64,
    pub status: Option<u16>,
    pub took_ms: u32,
    pub size_bytes: u64,
}

/// Puts a call on record and lets the oldest go.
pub fn note(tx: &Transaction<'_>, past: &Past) -> Result<(), IndexError> {
    tx.prepare_cached(
        "INSERT INTO console_past (connection_id, request, sent_ms, status, took_ms, size_bytes) VALUES (?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        past.connection.0,
        written(&past.request),
        past.sent_ms,
        past.status,
        past.took_ms,
        i64::try_from(past.size_bytes).unwrap_or(i64::MAX),
    ])?;
    tx.prepare_cached(
        "DELETE FROM console_past WHERE connection_id = ?1 AND id <= \
           (SELECT id FROM console_past WHERE connection_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
    )?
    .execute(params![past.connection.0, PAST])?;
    Ok(())
}

/// The calls on record, the newest first.
pub fn past(db: &Connection, connection: ConnectionKey) -> Result<Vec<PastCall>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT id, request, sent_ms, status, took_ms, size_bytes FROM console_past WHERE connection_id = ? ORDER BY id DESC",
    )?;
    let rows = query.query_map([connection.0], |row| {
        let Some(request) = request(row, 1)? else {
            return Ok(None);
        };
        Ok(Some(PastCall {
            key: CallKey(row.get(0)?),
            method: method(&request),
            request,
            sent_ms: row.get(2)?,
            status: row.get(3)?,
            took_ms: row.get(4)?,
            size_bytes: u64::try_from(row.get::<_, i64>(5)?).unwrap_or(0),
        }))
    })?;
    let all: Vec<Option<PastCall>> = rows.collect::<Result<_, _>>()?;
    Ok(all.into_iter().flatten().collect())
}

/// Forgets the calls of a connection.
pub fn forget_past(tx: &Transaction<'_>, connection: ConnectionKey) -> Result<(), IndexError> {
    tx.prepare_cached("DELETE FROM console_past WHERE connection_id = ?")?
        .execute([connection.0])?;
    Ok(())
}

/// The kept calls, by name.
pub fn saved(db: &Connection) -> Result<Vec<SavedCall>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT id, name, request FROM console_saved ORDER BY name COLLATE NOCASE, id",
    )?;
    let rows = query.query_map([], |row| {
        let Some(request) = request(row, 2)? else {
            return Ok(None);
        };
        Ok(Some(SavedCall {
            key: CallKey(row.get(0)?),
            name: row.get(1)?,
            method: method(&request),
            request,
        }))
    })?;
    let all: Vec<Option<SavedCall>> = rows.collect::<Result<_, _>>()?;
    Ok(all.into_iter().flatten().collect())
}

/// Keeps a call; one of the same name is replaced.
pub fn save(
    tx: &Transaction<'_>,
    name: String,
    request: ConsoleRequest,
) -> Result<SavedCall, IndexError> {
    let mut query = tx.prepare_cached(
        "INSERT INTO console_saved (name, request) VALUES (?, ?) \
         ON CONFLICT (name) DO UPDATE SET request = excluded.request RETURNING id",
    )?;
    let key = query.query_row(params![name, written(&request)], |row| row.get(0))?;
    Ok(SavedCall {
        key: CallKey(key),
        name,
        method: method(&request),
        request,
    })
}

/// Gives whether it was there.
pub fn remove(tx: &Transaction<'_>, key: CallKey) -> Result<bool, IndexError> {
    let mut query = tx.prepare_cached("DELETE FROM console_saved WHERE id = ?")?;
    Ok(query.execute([key.0])? > 0)
}

fn written(request: &ConsoleRequest) -> String {
    // Plain data always has a JSON form.
    serde_json::to_string(request).unwrap_or_default()
}

/// A call as it was kept. One that another version wrote in another shape is left out.
fn request(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<ConsoleRequest>> {
    Ok(serde_json::from_str(&row.get::<_, String>(at)?).ok())
}

/// The method it belongs to, blanks and all.
fn method(request: &ConsoleRequest) -> Option<String> {
    let path = request.path.split('?').next().unwrap_or_default();
    let path = path.get(path.find("/v1/")?..)?;
    method_at(request.api.into(), request.verb.into(), path).map(|method| method.id.to_owned())
}
