//! The table `syncs`: where the sync of a connection stands.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::index::IndexError;
use crate::view::ConnectionKey;

/// Where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// When the last finished full look began.
    pub(super) full_look_ms: Option<i64>,
    /// A full look that was not finished.
    pub(super) unfinished: Option<Unfinished>,
}

/// A full look that was not finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unfinished {
    pub(super) began_ms: i64,
    pub(super) page: String,
    pub(super) seen: u64,
}

pub(super) fn standing(db: &Connection, key: ConnectionKey) -> Result<Standing, IndexError> {
    let mut query = db
        .prepare_cached("SELECT full_look_ms, look_began_ms, look_page, look_seen FROM syncs WHERE connection_id = ?")?;
    let found = query.query_row([key.0], |row| {
        let began_ms: Option<i64> = row.get(1)?;
        let page: Option<String> = row.get(2)?;
        let seen = u64::try_from(row.get::<_, i64>(3)?).unwrap_or(0);
        Ok(Standing {
            full_look_ms: row.get(0)?,
            unfinished: began_ms.zip(page).map(|(began_ms, page)| Unfinished {
                began_ms,
                page,
                seen,
            }),
        })
    });
    Ok(found.optional()?.unwrap_or_default())
}

/// A full look has come to this page.
pub(super) fn came_to(
    tx: &Connection,
    key: ConnectionKey,
    look: &Unfinished,
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "INSERT INTO syncs (connection_id, look_began_ms, look_page, look_seen) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET look_began_ms = excluded.look_began_ms, look_page = excluded.look_page,
                                   look_seen = excluded.look_seen",
    )?
    .execute(params![key.0, look.began_ms, look.page, i64::try_from(look.seen).unwrap_or(i64::MAX)])?;
    Ok(())
}

/// A full look is finished.
pub(super) fn finished(
    tx: &Connection,
    key: ConnectionKey,
    began_ms: i64,
) -> Result<(), IndexError> {
    tx.execute(
        "INSERT INTO syncs (connection_id, full_look_ms) VALUES (?, ?)
         ON CONFLICT DO UPDATE SET full_look_ms = excluded.full_look_ms, look_began_ms = NULL, look_page = NULL,
                                   look_seen = 0",
        params![key.0, began_ms],
    )?;
    Ok(())
}

/// A full look cannot go on from where it was.
pub(super) fn begin_anew(tx: &Connection, key: ConnectionKey) -> Result<(), IndexError> {
    tx.execute("UPDATE syncs SET look_began_ms = NULL, look_page = NULL, look_seen = 0 WHERE connection_id = ?", [key.0])?;
    Ok(())
}

/// Everything was seen.
pub(super) fn synced(tx: &Connection, key: ConnectionKey, now_ms: i64) -> Result<(), IndexError> {
    tx.execute(
        "UPDATE connections SET synced_ms = ? WHERE id = ?",
        [now_ms, key.0],
    )?;
    Ok(())
}
