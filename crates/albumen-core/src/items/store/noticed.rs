//! What came by itself, as a grid: in runs of days, the last that came first.

use rusqlite::{Connection, params};

use super::shown::{TILE, tile};
use crate::index::IndexError;
use crate::items::rules;
use crate::view::{ConnectionKey, GridItem, Segment};

/// The runs of a connection, the newest first; `seen` says whether what the person has seen is shown too.
pub(in crate::items) fn noticed_runs(
    db: &Connection,
    connection: ConnectionKey,
    seen: bool,
) -> Result<Vec<Segment>, IndexError> {
    let column = if seen { "items" } else { "unseen" };
    let mut query = db.prepare_cached(&format!(
        "SELECT id, day, {column} FROM noticed_runs WHERE connection_id = ? AND {column} > 0 ORDER BY id DESC"
    ))?;
    let mut rows = query.query([connection.0])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (run, day): (i64, String) = (row.get(0)?, row.get(1)?);
        let parts = rules::parts(&run.to_string(), row.get(2)?);
        found.extend(parts.into_iter().map(|part| Segment {
            day: Some(day.clone()),
            ..part
        }));
    }
    Ok(found)
}

/// The items of a run or of a part of one.
pub(in crate::items) fn of_noticed_run(
    db: &Connection,
    connection: ConnectionKey,
    seen: bool,
    segment: &str,
) -> Result<Vec<GridItem>, IndexError> {
    let run = rules::day_and_skip(segment);
    let Some((run, skip)) = run.and_then(|(run, skip)| Some((run.parse::<i64>().ok()?, skip)))
    else {
        return Ok(Vec::new());
    };
    let unseen = if seen { "" } else { "AND seen_ms IS NULL" };
    let mut query = db.prepare_cached(&format!(
        "SELECT {TILE}, n.number AS place_order FROM noticed n JOIN media_items m ON m.id = n.item_id
         WHERE n.run_id = ?1 AND m.connection_id = ?2 AND n.shown {unseen} ORDER BY n.number DESC LIMIT ?3 OFFSET ?4"
    ))?;
    query
        .query_and_then(params![run, connection.0, rules::PART, skip], tile)?
        .collect()
}
