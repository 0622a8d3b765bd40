//! Names that searches and suggestions go by: albums, cameras, months, words.

use rusqlite::{Connection, params};

use crate::index::IndexError;
use crate::view::ConnectionKey;

/// Something with a name, and how much it holds where that is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::search) struct Named {
    pub(in crate::search) id: i64,
    pub(in crate::search) name: String,
    pub(in crate::search) items: Option<u32>,
}

/// The albums of a connection, the one with the newest photo first.
pub(in crate::search) fn albums(
    db: &Connection,
    connection: ConnectionKey,
) -> Result<Vec<Named>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT id, title, items FROM albums
         WHERE connection_id = ? AND google_id IS NOT NULL AND missing_since_ms IS NULL
         ORDER BY newest_ms DESC NULLS LAST, id DESC",
    )?;
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Named {
            id: row.get(0)?,
            name: row.get(1)?,
            items: Some(row.get(2)?),
        })
    };
    Ok(query
        .query_map([connection.0], read)?
        .collect::<Result<_, _>>()?)
}

/// All cameras.
pub(in crate::search) fn cameras(db: &Connection) -> Result<Vec<Named>, IndexError> {
    let mut query = db.prepare_cached("SELECT id, make, model FROM cameras ORDER BY id")?;
    let read = |row: &rusqlite::Row<'_>| {
        let (make, model): (String, String) = (row.get(1)?, row.get(2)?);
        let (make, model) = (make.trim(), model.trim());
        let name = if make.is_empty() || model.to_lowercase().starts_with(&make.to_lowercase()) {
            model.to_owned()
        } else {
            format!("{make} {model}").trim_end().to_owned()
        };
        Ok(Named {
            id: row.get(0)?,
            name,
            items: None,
        })
    };
    Ok(query.query_map([], read)?.collect::<Result<_, _>>()?)
}

/// The months in which there are photos, `YYYY-MM`, the latest first.
pub(in crate::search) fn months(
    db: &Connection,
    connection: ConnectionKey,
) -> Result<Vec<(String, u32)>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT substr(day, 1, 7) AS month, sum(items) FROM days WHERE connection_id = ? AND items > 0
         GROUP BY month ORDER BY month DESC",
    )?;
    Ok(query
        .query_map([connection.0], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?)
}

/// Words that were read and begin so.
pub(in crate::search) fn words_like(
    db: &Connection,
    beginning: &str,
    most: u32,
) -> Result<Vec<String>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT word FROM words_read WHERE word BETWEEN ?1 AND ?1 || char(0x10ffff) ORDER BY word LIMIT ?2",
    )?;
    Ok(query
        .query_map(params![beginning, most], |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}
