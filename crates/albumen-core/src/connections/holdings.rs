//! What hangs on a connection, in numbers: read across the rooms, never changed here.

use rusqlite::{Connection, params};

use super::rules;
use super::store::{self, Stored};
use crate::index::IndexError;
use crate::view::{ConnectionKey, LeavingView, MadeView, OtherClientThere, OtherClientView};

/// What is at Google through a connection, as far as it was seen.
pub(super) fn made(db: &Connection, key: ConnectionKey) -> Result<MadeView, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT (SELECT coalesce(sum(items), 0) FROM days WHERE connection_id = ?1),
                (SELECT count(*) FROM albums
                  WHERE connection_id = ?1 AND google_id IS NOT NULL AND missing_since_ms IS NULL),
                (SELECT count(*) FROM links JOIN albums ON albums.id = links.album_id
                  WHERE albums.connection_id = ?1 AND links.state <> 'dead')",
    )?;
    Ok(query.query_row([key.0], |row| {
        Ok(MadeView {
            items: row.get(0)?,
            albums: row.get(1)?,
            links: row.get(2)?,
        })
    })?)
}

/// What would stay, stop and be lost without the connection.
pub(super) fn leaving(db: &Connection, of: &Stored) -> Result<LeavingView, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT (SELECT coalesce(sum(files), 0) FROM upload_sums
                  WHERE connection_id = ?1 AND stage IN ('found', 'hashed', 'sending', 'sent', 'creating')),
                (SELECT coalesce(sum(bytes), 0) FROM upload_sums
                  WHERE connection_id = ?1 AND stage IN ('found', 'hashed', 'sending', 'sent', 'creating')),
                (SELECT count(*) FROM watched_folders WHERE connection_id = ?1 AND ready = 1)",
    )?;
    let (waiting_files, waiting_bytes, folders) = query.query_row(params![of.key.0], |row| {
        Ok((row.get(0)?, row.get::<_, i64>(1)?, row.get(2)?))
    })?;
    let also = same_project(db, of)?;
    Ok(LeavingView {
        made: made(db, of.key)?,
        waiting_files,
        waiting_bytes: waiting_bytes.unsigned_abs(),
        folders,
        also_signed_out: also.into_iter().map(|other| other.name).collect(),
    })
}

/// The other connections of the account that Google signs out with this one.
fn same_project(db: &Connection, of: &Stored) -> Result<Vec<Stored>, IndexError> {
    let project = rules::project(&of.client_id);
    let mut all = store::of_account(db, &of.subject, of.service)?;
    all.retain(|other| {
        other.key != of.key && !other.signed_out && rules::project(&other.client_id) == project
    });
    Ok(all)
}

/// The question before an account that is connected already is connected with another client; none where it is not, or
/// where this very client is there.
pub(super) fn other_client(
    db: &Connection,
    new: &store::New,
) -> Result<Option<OtherClientView>, IndexError> {
    let all = store::of_account(db, &new.subject, new.service)?;
    if all.is_empty() || all.iter().any(|one| one.client_id == new.client_id) {
        return Ok(None);
    }
    let there = all.iter().map(|one| {
        Ok(OtherClientThere {
            key: one.key,
            made: made(db, one.key)?,
            name: one.name.clone(),
            client_id: one.client_id.clone(),
        })
    });
    Ok(Some(OtherClientView {
        suggested_name: format!("{}, client {}", new.name, all.len() + 1),
        email: new.email.clone(),
        client_id: new.client_id.clone(),
        there: there.collect::<Result<_, IndexError>>()?,
    }))
}
