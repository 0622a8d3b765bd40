//! What recipes made, by which a recipe knows what another one led to.

use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use crate::index::IndexError;
use crate::view::{AlbumKey, RecipeKey};

/// A mark is forgotten after so long: nothing that a recipe made takes that long to be noticed.
const KEPT_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// The mark of a file that a recipe saved.
pub fn saved(path: &str) -> String {
    format!("saved:{path}")
}

/// The mark of a file that a recipe uploaded.
pub fn sent(path: &str) -> String {
    format!("sent:{path}")
}

/// The mark of an item that a recipe put into an album.
pub fn put(album: AlbumKey, google_id: &str) -> String {
    format!("album:{}:{google_id}", album.0)
}

/// Leaves a mark.
pub fn leave(
    tx: &Transaction<'_>,
    what: &str,
    chain: &[RecipeKey],
    now_ms: i64,
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "INSERT OR REPLACE INTO recipe_marks (what, chain, made_ms) VALUES (?, ?, ?)",
    )?
    .execute(params![what, chain_text(chain), now_ms])?;
    Ok(())
}

/// The recipes that led to this; none where none did.
pub fn find(db: &Connection, what: &str, now_ms: i64) -> Result<Vec<RecipeKey>, IndexError> {
    let chain: Option<String> = db
        .prepare_cached("SELECT chain FROM recipe_marks WHERE what = ? AND made_ms > ?")?
        .query_row(params![what, now_ms - KEPT_MS], |row| row.get(0))
        .optional()?;
    chain.map_or(Ok(Vec::new()), read_chain)
}

/// Forgets marks that say nothing any more.
pub fn forget_old(tx: &Transaction<'_>, now_ms: i64) -> Result<(), IndexError> {
    tx.execute(
        "DELETE FROM recipe_marks WHERE made_ms <= ?",
        [now_ms - KEPT_MS],
    )?;
    Ok(())
}

pub fn chain_text(chain: &[RecipeKey]) -> String {
    serde_json::to_string(chain).unwrap_or_else(|_| "[]".to_owned())
}

pub fn read_chain(text: String) -> Result<Vec<RecipeKey>, IndexError> {
    serde_json::from_str(&text).map_err(|_| IndexError::UnknownWord {
        column: "recipe_marks.chain",
        value: text,
    })
}
