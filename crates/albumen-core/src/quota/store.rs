//! The table `quota`.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::rules::Counted;
use crate::index::IndexError;
use crate::view::ConnectionKey;

/// Requests of one connection on one day.
pub(super) fn requests(
    db: &Connection,
    connection: ConnectionKey,
    day: &str,
) -> Result<u32, IndexError> {
    let mut query =
        db.prepare_cached("SELECT requests FROM quota WHERE connection_id = ? AND day = ?")?;
    Ok(query
        .query_row(params![connection.0, day], |row| row.get(0))
        .optional()?
        .unwrap_or(0))
}

/// What all connections of the same client sent on one day, requests and loads of bytes: the client belongs to the project
/// that Google counts by.
pub(super) fn project_counted(
    db: &Connection,
    connection: ConnectionKey,
    day: &str,
) -> Result<Counted, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT coalesce(sum(quota.requests), 0), coalesce(sum(quota.media_requests), 0) FROM connections AS one
           JOIN connections AS each ON each.client_id = one.client_id AND each.endpoint = one.endpoint
           JOIN quota ON quota.connection_id = each.id AND quota.day = ?2
         WHERE one.id = ?1",
    )?;
    let counted = query.query_row(params![connection.0, day], |row| {
        Ok(Counted {
            requests: row.get(0)?,
            media_requests: row.get(1)?,
        })
    })?;
    Ok(counted)
}

/// All connections of the same client, the one asked for among them.
pub(super) fn project(
    db: &Connection,
    connection: ConnectionKey,
) -> Result<Vec<ConnectionKey>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT each.id FROM connections AS one
           JOIN connections AS each ON each.client_id = one.client_id AND each.endpoint = one.endpoint
         WHERE one.id = ?",
    )?;
    Ok(query
        .query_map([connection.0], |row| row.get(0).map(ConnectionKey))?
        .collect::<Result<_, _>>()?)
}

/// Adds what was counted. A connection that was removed meanwhile is passed over.
pub(super) fn add(
    db: &Connection,
    counted: &[((ConnectionKey, String), Counted)],
) -> Result<(), IndexError> {
    let mut insert = db.prepare_cached(
        "INSERT INTO quota (connection_id, day, requests, media_requests)
         SELECT id, ?2, ?3, ?4 FROM connections WHERE id = ?1
         ON CONFLICT DO UPDATE SET requests = requests + excluded.requests,
                                   media_requests = media_requests + excluded.media_requests",
    )?;
    for ((connection, day), count) in counted {
        insert.execute(params![
            connection.0,
            day,
            count.requests,
            count.media_requests
        ])?;
    }
    Ok(())
}
