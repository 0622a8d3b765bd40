//! The table `connections`, and which one is shown.

use google_photos::{ClientKind, Scopes};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::rules::{self, Service, SignedIn};
use crate::index::IndexError;
use crate::view::{ConnectionKey, SharingLane};

/// One row.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) key: ConnectionKey,
    pub(crate) name: String,
    pub(crate) subject: String,
    pub(crate) email: String,
    pub(crate) account_name: String,
    pub(crate) picture_url: Option<String>,
    pub(crate) client_id: String,
    pub(crate) client_kind: ClientKind,
    pub(crate) service: Service,
    pub(crate) scopes: Scopes,
    pub(crate) lane: SharingLane,
    pub(crate) signed_in: SignedIn,
    pub(crate) signed_in_ms: i64,
    /// The person signed out and kept the library here.
    pub(crate) signed_out: bool,
    pub(crate) synced_ms: Option<i64>,
    pub(crate) secret_name: String,
}

/// What a sign-in brings.
#[derive(Clone)]
pub(super) struct New {
    pub(super) name: String,
    pub(super) subject: String,
    pub(super) email: String,
    pub(super) account_name: String,
    pub(super) picture_url: Option<String>,
    pub(super) client_id: String,
    pub(super) client_kind: ClientKind,
    pub(super) service: Service,
    pub(super) scopes: Scopes,
    pub(super) secret_name: String,
}

const COLUMNS: &str = "id, name, subject, email, account_name, picture_url, client_id, client_kind, endpoint, scopes, \
     sharing_lane, health, signed_in_ms, signed_out_ms IS NOT NULL AS signed_out, synced_ms, secret_name";

fn read(row: &Row<'_>) -> Result<Stored, IndexError> {
    let word = |column: &str| row.get::<_, String>(column);
    Ok(Stored {
        key: ConnectionKey(row.get("id")?),
        name: row.get("name")?,
        subject: row.get("subject")?,
        email: row.get("email")?,
        account_name: row.get("account_name")?,
        picture_url: row.get("picture_url")?,
        client_id: row.get("client_id")?,
        client_kind: rules::read_kind(&word("client_kind")?)?,
        service: Service::read(&word("endpoint")?)?,
        scopes: Scopes::parse(&word("scopes")?),
        lane: rules::read_lane(&word("sharing_lane")?)?,
        signed_in: SignedIn::read(&word("health")?)?,
        signed_in_ms: row.get("signed_in_ms")?,
        signed_out: row.get("signed_out")?,
        synced_ms: row.get("synced_ms")?,
        secret_name: row.get("secret_name")?,
    })
}

/// All, in the order they were made.
pub(super) fn all(db: &Connection) -> Result<Vec<Stored>, IndexError> {
    let mut query = db.prepare_cached(&format!("SELECT {COLUMNS} FROM connections ORDER BY id"))?;
    query.query_and_then([], read)?.collect()
}

pub(super) fn one(db: &Connection, key: ConnectionKey) -> Result<Option<Stored>, IndexError> {
    let mut query =
        db.prepare_cached(&format!("SELECT {COLUMNS} FROM connections WHERE id = ?"))?;
    query.query_and_then([key.0], read)?.next().transpose()
}

/// The connection of that account, client and service.
pub(super) fn same(db: &Connection, new: &New) -> Result<Option<Stored>, IndexError> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM connections WHERE subject = ? AND client_id = ? AND endpoint = ?"
    ))?;
    query
        .query_and_then(
            params![new.subject, new.client_id, new.service.word()],
            read,
        )?
        .next()
        .transpose()
}

/// The connections of the account of one, the one itself among them.
pub(super) fn of_account(
    db: &Connection,
    subject: &str,
    service: Service,
) -> Result<Vec<Stored>, IndexError> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM connections WHERE subject = ? AND endpoint = ? ORDER BY id"
    ))?;
    query
        .query_and_then(params![subject, service.word()], read)?
        .collect()
}

/// Makes a connection, or brings the one of the same account and client up to date; its name and secrets' place stay.
pub(super) fn signed_in(
    db: &Connection,
    new: &New,
    now_ms: i64,
) -> Result<ConnectionKey, IndexError> {
    let id = db.query_row(
        "INSERT INTO connections (name, subject, email, account_name, picture_url, client_id, client_kind, endpoint,
                                  scopes, signed_in_ms, secret_name)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (subject, client_id, endpoint) DO UPDATE SET
           email = excluded.email, account_name = excluded.account_name, picture_url = excluded.picture_url,
           client_kind = excluded.client_kind, scopes = excluded.scopes, signed_in_ms = excluded.signed_in_ms,
           health = 'connected', signed_out_ms = NULL
         RETURNING id",
        params![
            new.name,
            new.subject,
            new.email,
            new.account_name,
            new.picture_url,
            new.client_id,
            rules::kind_word(new.client_kind),
            new.service.word(),
            new.scopes.to_string(),
            now_ms,
            new.secret_name,
        ],
        |row| row.get(0),
    )?;
    Ok(ConnectionKey(id))
}

/// Gives whether something changed.
pub(super) fn set_signed_in(
    db: &Connection,
    key: ConnectionKey,
    state: SignedIn,
) -> Result<bool, IndexError> {
    let changed = db.execute(
        "UPDATE connections SET health = ?2 WHERE id = ?1 AND health <> ?2",
        params![key.0, state.word()],
    )?;
    Ok(changed > 0)
}

/// Keeps what a renewal told: the sign-in holds, and this is what is allowed now.
pub(super) fn renewed(
    db: &Connection,
    key: ConnectionKey,
    scopes: Scopes,
) -> Result<(), IndexError> {
    db.execute(
        "UPDATE connections SET scopes = ?2, health = 'connected'
          WHERE id = ?1 AND (scopes <> ?2 OR health <> 'connected')",
        params![key.0, scopes.to_string()],
    )?;
    Ok(())
}

pub(super) fn set_lane(
    db: &Connection,
    key: ConnectionKey,
    lane: SharingLane,
) -> Result<(), IndexError> {
    db.execute(
        "UPDATE connections SET sharing_lane = ?2 WHERE id = ?1 AND sharing_lane <> ?2",
        params![key.0, rules::lane_word(lane)],
    )?;
    Ok(())
}

pub(super) fn rename(db: &Connection, key: ConnectionKey, name: &str) -> Result<bool, IndexError> {
    Ok(db.execute(
        "UPDATE connections SET name = ?2 WHERE id = ?1",
        params![key.0, name],
    )? > 0)
}

/// The person signed out, and the library stays.
pub(super) fn sign_out(db: &Connection, key: ConnectionKey, now_ms: i64) -> Result<(), IndexError> {
    db.execute(
        "UPDATE connections SET signed_out_ms = ?2 WHERE id = ?1 AND signed_out_ms IS NULL",
        params![key.0, now_ms],
    )?;
    Ok(())
}

/// Removes a connection and all that hangs on it.
pub(super) fn remove(db: &Connection, key: ConnectionKey) -> Result<(), IndexError> {
    // Settings of one connection end in its key, which another one may get.
    db.execute(
        "DELETE FROM settings WHERE name LIKE '%@' || ?",
        [key.0.to_string()],
    )?;
    db.execute("DELETE FROM connections WHERE id = ?", [key.0])?;
    Ok(())
}

/// The connection that is shown: the chosen one, else the first.
pub(super) fn current(db: &Connection) -> Result<Option<ConnectionKey>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT id FROM connections
         ORDER BY CAST(id AS TEXT) = (SELECT value FROM settings WHERE name = 'current_connection') DESC, id LIMIT 1",
    )?;
    Ok(query
        .query_row([], |row| row.get(0).map(ConnectionKey))
        .optional()?)
}

/// Gives whether there is such a connection.
pub(super) fn select(db: &Connection, key: ConnectionKey) -> Result<bool, IndexError> {
    if one(db, key)?.is_none() {
        return Ok(false);
    }
    db.execute(
        "INSERT INTO settings VALUES ('current_connection', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        [key.0.to_string()],
    )?;
    Ok(true)
}
