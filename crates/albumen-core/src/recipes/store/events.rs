//! What happened: rows that triggers wrote become runs, each in one transaction.

use rusqlite::{Connection, Transaction, params};

use super::Recipe;
use super::runs::{NewRun, insert};
use crate::index::IndexError;
use crate::view::{ItemKey, RecipeKey};

/// So many become runs at a time.
pub const PIECE: u32 = 200;

/// The last event of a recipe; none where there is none.
pub fn last(db: &Connection, recipe: RecipeKey) -> Result<Option<i64>, IndexError> {
    let mut query = db.prepare_cached("SELECT max(id) FROM recipe_events WHERE recipe_id = ?")?;
    Ok(query.query_row([recipe.0], |row| row.get(0))?)
}

/// Whether something happened that is to start a recipe now and did not yet.
pub fn is_any(db: &Connection) -> Result<bool, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT 1 FROM recipe_events JOIN recipes ON recipes.id = recipe_events.recipe_id
         JOIN recipe_versions ON recipe_versions.recipe_id = recipes.id AND recipe_versions.version = recipes.version
         WHERE is_on = 1 AND starts IN ('item', 'album', 'import') AND spec ->> '$.onlyIf.album' IS NULL
           AND NOT EXISTS (SELECT 1 FROM noticed_later WHERE noticed_later.item_id = recipe_events.item_id) LIMIT 1",
    )?;
    Ok(query.exists([])?)
}

/// Makes runs of the next events of a recipe up to this one. Gives whether there were any.
///
/// A recipe that asks for an album waits until the library was looked at once since: only then are the albums of a new item
/// known. An item that may be what this computer is just uploading waits until that is known: so it is with its mark.
pub fn take(
    tx: &Transaction<'_>,
    recipe: &Recipe,
    until: i64,
    now_ms: i64,
) -> Result<bool, IndexError> {
    let waits = recipe.spec.only_if.album.is_some();
    let mut query = tx.prepare_cached(
        "SELECT recipe_events.id, item_id, pick_id, google_id, file_name FROM recipe_events
         LEFT JOIN media_items ON media_items.id = item_id
         WHERE recipe_id = ?1 AND recipe_events.id <= ?2
           AND (?3 = 0 OR item_id IS NULL OR first_seen_ms IS NULL
                OR first_seen_ms <= (SELECT synced_ms FROM connections WHERE connections.id = ?4))
           AND NOT EXISTS (SELECT 1 FROM noticed_later WHERE noticed_later.item_id = recipe_events.item_id)
         ORDER BY recipe_events.id LIMIT ?5",
    )?;
    let mut rows = query.query(params![
        recipe.key.0,
        until,
        waits,
        recipe.connection.0,
        PIECE
    ])?;
    let mut done = Vec::new();
    while let Some(row) = rows.next()? {
        done.push(row.get::<_, i64>(0)?);
        let (item, google_id): (Option<i64>, Option<String>) = (row.get(1)?, row.get(3)?);
        if let (Some(item), Some(google_id)) = (item, google_id) {
            let new = NewRun {
                subject: format!("item:{google_id}"),
                name: row.get(4)?,
                item: Some(ItemKey(item)),
                path: None,
            };
            insert(tx, recipe.key, &new, now_ms)?;
        }
        if let Some(pick) = row.get::<_, Option<i64>>(2)? {
            copies(tx, recipe.key, pick, now_ms)?;
        }
    }
    let mut delete = tx.prepare_cached("DELETE FROM recipe_events WHERE id = ?")?;
    for id in &done {
        delete.execute([id])?;
    }
    Ok(!done.is_empty())
}

/// A run for each copy that an import fetched.
fn copies(
    tx: &Transaction<'_>,
    recipe: RecipeKey,
    pick: i64,
    now_ms: i64,
) -> Result<(), IndexError> {
    let mut query = tx.prepare_cached(
        "SELECT google_id, file_name, path FROM pick_items
         WHERE pick_id = ? AND state = 'fetched' AND path IS NOT NULL ORDER BY position",
    )?;
    let mut rows = query.query([pick])?;
    while let Some(row) = rows.next()? {
        let google_id: String = row.get(0)?;
        let new = NewRun {
            subject: format!("pick:{pick}:{google_id}"),
            name: row.get(1)?,
            item: None,
            path: row.get(2)?,
        };
        insert(tx, recipe, &new, now_ms)?;
    }
    Ok(())
}
