//! Runs and their steps. A step's row is written before the step begins, so whoever finds it after a restart knows.

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};
use serde_json::Value;

use super::marks::{chain_text, read_chain};
use super::read_spec;
use crate::index::IndexError;
use crate::view::{ConnectionKey, ItemKey, RecipeKey, RecipeSpec, RunKey, UploadKey};

/// A run that is to be made.
#[derive(Clone, Debug)]
pub struct NewRun {
    /// What it is done for; never twice for the same.
    pub subject: String,
    /// Its name as it is shown.
    pub name: String,
    /// The item.
    pub item: Option<ItemKey>,
    /// The file.
    pub path: Option<String>,
}

/// A run that is not over.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its key.
    pub key: RunKey,
    /// Of which recipe.
    pub recipe: RecipeKey,
    /// Whose library it is for.
    pub connection: ConnectionKey,
    /// What the recipe said when it began.
    pub spec: RecipeSpec,
    /// What it is done for.
    pub subject: String,
    /// Its name.
    pub name: String,
    /// The item, where there is one.
    pub item: Option<ItemKey>,
    /// The file, where there is one.
    pub path: Option<String>,
    /// The recipes that led here.
    pub chain: Vec<RecipeKey>,
    /// Whether nobody has looked yet whether the recipe applies.
    pub new: bool,
    /// The next step.
    pub step: u32,
}

/// A step that begins.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Whether it had begun before and the process ended within.
    pub cut_off: bool,
    /// What was kept of it.
    pub data: Value,
    /// How often it failed.
    pub tries: u32,
}

/// Writes a run down, unless there is one for the same.
pub fn insert(
    tx: &Transaction<'_>,
    recipe: RecipeKey,
    new: &NewRun,
    now_ms: i64,
) -> Result<bool, IndexError> {
    let inserted = tx
        .prepare_cached(
            "INSERT OR IGNORE INTO recipe_runs (recipe_id, version, subject, name, item_id, path, chain, state, due_ms, made_ms)
             SELECT id, version, ?2, ?3, ?4, ?5, '[]', 'new', ?6, ?6 FROM recipes WHERE id = ?1",
        )?
        .execute(params![
            recipe.0,
            new.subject,
            new.name,
            new.item.map(|item| item.0),
            new.path,
            now_ms
        ])?;
    Ok(inserted == 1)
}

/// Runs that can go on now, of recipes that are on.
pub fn due(db: &Connection, now_ms: i64, limit: u32) -> Result<Vec<RunKey>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT recipe_runs.id FROM recipe_runs JOIN recipes ON recipes.id = recipe_id
         WHERE state IN ('new', 'waiting') AND due_ms <= ? AND is_on = 1 ORDER BY due_ms, recipe_runs.id LIMIT ?",
    )?;
    let keys = query.query_map(params![now_ms, limit], |row| row.get(0).map(RunKey))?;
    Ok(keys.collect::<Result<_, _>>()?)
}

/// When the next run can go on.
pub fn next_due(db: &Connection) -> Result<Option<i64>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT min(due_ms) FROM recipe_runs JOIN recipes ON recipes.id = recipe_id
         WHERE state IN ('new', 'waiting') AND is_on = 1",
    )?;
    Ok(query.query_row([], |row| row.get(0))?)
}

/// Runs whose upload is settled, or gone from the queue.
pub fn released(db: &Connection) -> Result<Vec<RunKey>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT id FROM recipe_runs WHERE state = 'held' AND NOT EXISTS (
           SELECT 1 FROM uploads WHERE uploads.id = upload_id AND stage IN ('found', 'hashed', 'sending', 'sent', 'creating'))",
    )?;
    let keys = query.query_map([], |row| row.get(0).map(RunKey))?;
    Ok(keys.collect::<Result<_, _>>()?)
}

/// These go on.
pub fn release(tx: &Transaction<'_>, keys: &[RunKey], now_ms: i64) -> Result<(), IndexError> {
    let mut release = tx.prepare_cached(
        "UPDATE recipe_runs SET state = 'waiting', due_ms = ?2, message = NULL WHERE id = ?1 AND state = 'held'",
    )?;
    for key in keys {
        release.execute([key.0, now_ms])?;
    }
    Ok(())
}

/// A run that is not over.
pub fn open(db: &Connection, key: RunKey) -> Result<Option<Run>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT recipe_runs.id, recipe_runs.recipe_id, connection_id, spec, subject, recipe_runs.name, item_id, path, chain,
                state = 'new', step
         FROM recipe_runs JOIN recipes ON recipes.id = recipe_runs.recipe_id
         JOIN recipe_versions ON recipe_versions.recipe_id = recipes.id AND recipe_versions.version = recipe_runs.version
         WHERE recipe_runs.id = ? AND state IN ('new', 'waiting') AND is_on = 1",
    )?;
    let read = |row: &Row<'_>| -> Result<Run, IndexError> {
        Ok(Run {
            key: RunKey(row.get(0)?),
            recipe: RecipeKey(row.get(1)?),
            connection: ConnectionKey(row.get(2)?),
            spec: read_spec(row.get(3)?)?,
            subject: row.get(4)?,
            name: row.get(5)?,
            item: row.get::<_, Option<i64>>(6)?.map(ItemKey),
            path: row.get(7)?,
            chain: read_chain(row.get(8)?)?,
            new: row.get(9)?,
            step: row.get(10)?,
        })
    };
    query.query_and_then([key.0], read)?.next().transpose()
}

/// The recipe applies, and these led here.
pub fn accept(tx: &Transaction<'_>, key: RunKey, chain: &[RecipeKey]) -> Result<bool, IndexError> {
    let accepted = tx.execute(
        "UPDATE recipe_runs SET state = 'waiting', chain = ?2 WHERE id = ?1 AND state = 'new'",
        params![key.0, chain_text(chain)],
    )?;
    Ok(accepted == 1)
}

/// The recipe does not apply: nothing of it stays.
pub fn drop_new(tx: &Transaction<'_>, key: RunKey) -> Result<(), IndexError> {
    tx.execute(
        "DELETE FROM recipe_runs WHERE id = ? AND state = 'new'",
        [key.0],
    )?;
    Ok(())
}

/// The recipe applies and is not done, because of what led here.
pub fn stop(
    tx: &Transaction<'_>,
    key: RunKey,
    chain: &[RecipeKey],
    why: &str,
    now_ms: i64,
) -> Result<(), IndexError> {
    tx.execute(
        "UPDATE recipe_runs SET state = 'stopped', chain = ?2, message = ?3, ended_ms = ?4 WHERE id = ?1 AND state = 'new'",
        params![key.0, chain_text(chain), why, now_ms],
    )?;
    Ok(())
}

/// The step begins now. None where the run does not stand there any more.
pub fn begin(
    tx: &Transaction<'_>,
    key: RunKey,
    number: u32,
    now_ms: i64,
) -> Result<Option<Begun>, IndexError> {
    let stands = tx
        .prepare_cached(
            "SELECT 1 FROM recipe_runs WHERE id = ? AND state = 'waiting' AND step = ?",
        )?
        .exists(params![key.0, number])?;
    if !stands {
        return Ok(None);
    }
    let before = tx
        .prepare_cached(
            "SELECT state = 'doing', data, tries FROM recipe_steps WHERE run_id = ? AND number = ?",
        )?
        .query_row(params![key.0, number], |row| {
            Ok((row.get(0)?, row.get::<_, Option<String>>(1)?, row.get(2)?))
        })
        .optional()?;
    let (cut_off, data, tries) = before.unwrap_or((false, None, 0));
    tx.prepare_cached(
        "INSERT INTO recipe_steps (run_id, number, state, began_ms) VALUES (?1, ?2, 'doing', ?3)
         ON CONFLICT DO UPDATE SET state = 'doing', began_ms = ?3, ended_ms = NULL",
    )?
    .execute(params![key.0, number, now_ms])?;
    let data = data.and_then(|text| serde_json::from_str(&text).ok());
    Ok(Some(Begun {
        cut_off,
        data: data.unwrap_or(Value::Null),
        tries,
    }))
}

/// Keeps what a step needs to go on after a restart.
pub fn keep(
    tx: &Transaction<'_>,
    key: RunKey,
    number: u32,
    data: &Value,
) -> Result<(), IndexError> {
    tx.prepare_cached("UPDATE recipe_steps SET data = ?3 WHERE run_id = ?1 AND number = ?2")?
        .execute(params![key.0, number, data.to_string()])?;
    Ok(())
}

/// The run waits for an upload.
pub fn hold(tx: &Transaction<'_>, key: RunKey, upload: UploadKey) -> Result<(), IndexError> {
    tx.execute(
        "UPDATE recipe_runs SET state = 'held', upload_id = ?2, message = 'Waits for its upload.'
         WHERE id = ?1 AND state = 'waiting'",
        params![key.0, upload.0],
    )?;
    Ok(())
}

/// What a step that is done leaves behind.
#[derive(Clone, Debug, Default)]
pub struct Left {
    /// What came of it.
    pub said: Option<String>,
    /// The item that it made.
    pub item: Option<ItemKey>,
    /// The file that it made.
    pub path: Option<String>,
}

/// The step is done; with the last one the run is.
pub fn step_done(
    tx: &Transaction<'_>,
    key: RunKey,
    number: u32,
    is_last: bool,
    left: &Left,
    now_ms: i64,
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "UPDATE recipe_steps SET state = 'done', said = ?3, ended_ms = ?4 WHERE run_id = ?1 AND number = ?2",
    )?
    .execute(params![key.0, number, left.said, now_ms])?;
    tx.prepare_cached(
        "UPDATE recipe_runs SET step = ?2, due_ms = ?3, message = NULL, upload_id = NULL,
           item_id = coalesce(?4, item_id), path = coalesce(?5, path),
           state = iif(?6, 'done', 'waiting'), ended_ms = iif(?6, ?3, NULL)
         WHERE id = ?1 AND state = 'waiting'",
    )?
    .execute(params![
        key.0,
        number + 1,
        now_ms,
        left.item.map(|item| item.0),
        left.path,
        is_last
    ])?;
    Ok(())
}

/// The step did not come to its end. With a time the run goes on then, otherwise it has failed. `counts`: it was a try.
pub fn step_failed(
    tx: &Transaction<'_>,
    key: RunKey,
    number: u32,
    (why, counts): (&str, bool),
    due_ms: Option<i64>,
    now_ms: i64,
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "UPDATE recipe_steps SET state = iif(?4, 'failed', 'waiting'), said = ?3, tries = tries + ?4, ended_ms = ?5
         WHERE run_id = ?1 AND number = ?2",
    )?
    .execute(params![key.0, number, why, counts, now_ms])?;
    tx.prepare_cached(
        "UPDATE recipe_runs SET message = ?2, due_ms = coalesce(?3, due_ms), state = iif(?3 IS NULL, 'failed', 'waiting'),
           ended_ms = iif(?3 IS NULL, ?4, NULL)
         WHERE id = ?1 AND state = 'waiting'",
    )?
    .execute(params![key.0, why, due_ms, now_ms])?;
    Ok(())
}

/// Nothing is left to do.
pub fn finish(tx: &Transaction<'_>, key: RunKey, now_ms: i64) -> Result<(), IndexError> {
    tx.execute(
        "UPDATE recipe_runs SET state = 'done', ended_ms = ?2, message = NULL WHERE id = ?1 AND state = 'waiting'",
        [key.0, now_ms],
    )?;
    Ok(())
}

/// Tries a run again that failed, or that waits for its next try. Gives whether it did.
pub fn retry(tx: &Transaction<'_>, key: RunKey, now_ms: i64) -> Result<bool, IndexError> {
    let moved = tx.execute(
        "UPDATE recipe_runs SET state = 'waiting', due_ms = ?2, ended_ms = NULL, message = NULL
         WHERE id = ?1 AND state IN ('failed', 'waiting')",
        [key.0, now_ms],
    )?;
    Ok(moved == 1)
}

/// Gives a run up that is not over. Gives whether it did.
pub fn cancel(tx: &Transaction<'_>, key: RunKey, now_ms: i64) -> Result<bool, IndexError> {
    let moved = tx.execute(
        "UPDATE recipe_runs SET state = 'cancelled', ended_ms = ?2, message = 'Given up.'
         WHERE id = ?1 AND state IN ('failed', 'waiting', 'held')",
        [key.0, now_ms],
    )?;
    Ok(moved == 1)
}
