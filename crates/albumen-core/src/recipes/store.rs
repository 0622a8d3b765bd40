//! Recipes in the index.

pub mod events;
pub mod history;
pub mod marks;
pub mod runs;

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use super::rules::check::Titles;
use crate::index::IndexError;
use crate::view::{AlbumKey, ConnectionKey, RecipeKey, RecipeSpec, RecipeWhen};

/// A recipe.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// Its key.
    pub key: RecipeKey,
    /// Whose library it is for.
    pub connection: ConnectionKey,
    /// Its newest version.
    pub version: u32,
    /// Whether it is switched on.
    pub on: bool,
    /// What it says.
    pub spec: RecipeSpec,
    /// The last day on which a daily one began.
    pub last_day: Option<String>,
}

const COLUMNS: &str = "recipes.id, connection_id, recipes.version, is_on, spec, last_day \
    FROM recipes JOIN recipe_versions ON recipe_id = recipes.id AND recipe_versions.version = recipes.version";

fn read(row: &Row<'_>) -> Result<Recipe, IndexError> {
    Ok(Recipe {
        key: RecipeKey(row.get(0)?),
        connection: ConnectionKey(row.get(1)?),
        version: row.get(2)?,
        on: row.get(3)?,
        spec: read_spec(row.get(4)?)?,
        last_day: row.get(5)?,
    })
}

pub fn read_spec(text: String) -> Result<RecipeSpec, IndexError> {
    serde_json::from_str(&text).map_err(|_| IndexError::UnknownWord {
        column: "recipe_versions.spec",
        value: text,
    })
}

/// The recipes of a connection, in the order in which they were made.
pub fn list(db: &Connection, of: ConnectionKey) -> Result<Vec<Recipe>, IndexError> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {COLUMNS} WHERE connection_id = ? ORDER BY recipes.id"
    ))?;
    query.query_and_then([of.0], read)?.collect()
}

/// One recipe.
pub fn get(db: &Connection, key: RecipeKey) -> Result<Option<Recipe>, IndexError> {
    let mut query = db.prepare_cached(&format!("SELECT {COLUMNS} WHERE recipes.id = ?"))?;
    query.query_and_then([key.0], read)?.next().transpose()
}

/// The recipes that are on and start in this way.
pub fn starting(db: &Connection, starts: &[&str]) -> Result<Vec<Recipe>, IndexError> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {COLUMNS} WHERE is_on = 1 AND starts = ? ORDER BY recipes.id"
    ))?;
    let mut found = Vec::new();
    for start in starts {
        for recipe in query.query_and_then([start], read)? {
            found.push(recipe?);
        }
    }
    Ok(found)
}

/// How a start is written in the index.
pub fn start_word(when: &RecipeWhen) -> &'static str {
    match when {
        RecipeWhen::NewItem => "item",
        RecipeWhen::EntersAlbum { .. } => "album",
        RecipeWhen::FileAppears { .. } => "file",
        RecipeWhen::ImportFinished => "import",
        RecipeWhen::EveryDay { each: true, .. } => "day_each",
        RecipeWhen::EveryDay { .. } => "day_once",
    }
}

/// Makes a recipe that is off.
pub fn insert(
    tx: &Transaction<'_>,
    of: ConnectionKey,
    spec: &RecipeSpec,
    now_ms: i64,
) -> Result<RecipeKey, IndexError> {
    tx.execute(
        "INSERT INTO recipes (connection_id, name, version, starts, made_ms) VALUES (?, ?, 0, '', ?)",
        params![of.0, spec.name, now_ms],
    )?;
    let key = RecipeKey(tx.last_insert_rowid());
    change(tx, key, spec)?;
    Ok(key)
}

/// Writes the next version. Gives whether there is such a recipe.
pub fn change(tx: &Transaction<'_>, key: RecipeKey, spec: &RecipeSpec) -> Result<bool, IndexError> {
    let (album, minute) = match spec.when {
        RecipeWhen::EntersAlbum { album } => (Some(album.0), None),
        RecipeWhen::EveryDay { minute, .. } => (None, Some(minute)),
        _ => (None, None),
    };
    let version: Option<u32> = tx
        .prepare_cached(
            "UPDATE recipes SET version = version + 1, name = ?2, starts = ?3, album_id = ?4, minute = ?5 \
             WHERE id = ?1 RETURNING version",
        )?
        .query_row(
            params![key.0, spec.name, start_word(&spec.when), album, minute],
            |row| row.get(0),
        )
        .optional()?;
    let Some(version) = version else {
        return Ok(false);
    };
    tx.execute(
        "INSERT INTO recipe_versions (recipe_id, version, spec) VALUES (?, ?, ?)",
        params![key.0, version, spec_text(spec)],
    )?;
    // What has begun keeps the version it began with; of the others nobody needs to know.
    tx.execute(
        "DELETE FROM recipe_versions WHERE recipe_id = ?1 AND version < ?2 AND version NOT IN \
           (SELECT version FROM recipe_runs WHERE recipe_id = ?1)",
        params![key.0, version],
    )?;
    Ok(true)
}

fn spec_text(spec: &RecipeSpec) -> String {
    // Plain data with text keys: nothing of it can fail to be written.
    serde_json::to_string(spec).unwrap_or_default()
}

/// Deletes a recipe with its history. Gives whether there was one.
pub fn remove(tx: &Transaction<'_>, key: RecipeKey) -> Result<bool, IndexError> {
    Ok(tx.execute("DELETE FROM recipes WHERE id = ?", [key.0])? == 1)
}

/// Switches a recipe on or off.
pub fn set_on(tx: &Transaction<'_>, key: RecipeKey, on: bool) -> Result<bool, IndexError> {
    Ok(tx.execute(
        "UPDATE recipes SET is_on = ?2 WHERE id = ?1",
        params![key.0, on],
    )? == 1)
}

/// Notes from where on things count as new: what there is now does not.
pub fn begin_anew(
    tx: &Transaction<'_>,
    key: RecipeKey,
    when: &RecipeWhen,
    last_day: Option<&str>,
) -> Result<(), IndexError> {
    tx.execute("DELETE FROM recipe_events WHERE recipe_id = ?", [key.0])?;
    tx.execute("DELETE FROM recipe_known WHERE recipe_id = ?", [key.0])?;
    tx.execute(
        "UPDATE recipes SET last_day = ?2 WHERE id = ?1",
        params![key.0, last_day],
    )?;
    if let RecipeWhen::EntersAlbum { album } = when {
        tx.execute(
            "INSERT OR IGNORE INTO recipe_known (recipe_id, google_id) \
             SELECT ?1, google_id FROM album_items JOIN media_items ON media_items.id = item_id WHERE album_id = ?2",
            params![key.0, album.0],
        )?;
    }
    Ok(())
}

/// A daily recipe began on this day.
pub fn began_on(tx: &Transaction<'_>, key: RecipeKey, day: &str) -> Result<(), IndexError> {
    tx.execute(
        "UPDATE recipes SET last_day = ?2 WHERE id = ?1",
        params![key.0, day],
    )?;
    Ok(())
}

/// Whether what an album holds was ever listed.
pub fn is_listed(db: &Connection, album: AlbumKey) -> Result<bool, IndexError> {
    let mut query =
        db.prepare_cached("SELECT 1 FROM albums WHERE id = ? AND listed_items IS NOT NULL")?;
    Ok(query.exists([album.0])?)
}

/// The titles of the albums of a connection: of all, and of those that Albumen may change.
pub fn titles(db: &Connection, of: ConnectionKey) -> Result<(Titles, Titles), IndexError> {
    let mut query = db.prepare_cached(
        "SELECT id, title, writable FROM albums WHERE connection_id = ? AND missing_since_ms IS NULL",
    )?;
    let (mut all, mut writable) = (Titles::new(), Titles::new());
    let mut rows = query.query([of.0])?;
    while let Some(row) = rows.next()? {
        let (key, title): (i64, String) = (row.get(0)?, row.get(1)?);
        if row.get(2)? {
            writable.insert(AlbumKey(key), title.clone());
        }
        all.insert(AlbumKey(key), title);
    }
    Ok((all, writable))
}

/// Which of these the person allowed.
pub fn allowed(db: &Connection, hashes: &[[u8; 32]]) -> Result<Vec<bool>, IndexError> {
    let mut query = db.prepare_cached("SELECT 1 FROM recipe_approvals WHERE hash = ?")?;
    hashes
        .iter()
        .map(|hash| Ok(query.exists([hash])?))
        .collect()
}

/// The person allowed these.
pub fn allow(tx: &Transaction<'_>, hashes: &[[u8; 32]], now_ms: i64) -> Result<(), IndexError> {
    let mut insert = tx.prepare_cached(
        "INSERT OR IGNORE INTO recipe_approvals (hash, approved_ms) VALUES (?, ?)",
    )?;
    for hash in hashes {
        insert.execute(params![hash, now_ms])?;
    }
    Ok(())
}
