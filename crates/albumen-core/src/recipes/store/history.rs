//! What recipes did, as it is shown.

use rusqlite::{Connection, Row, Transaction, params};

use super::read_spec;
use crate::index::IndexError;
use crate::recipes::rules::words::step_words;
use crate::view::{
    ItemKey, RecipeKey, RecipeSpec, RunKey, RunState, RunStepState, RunStepView, RunView,
};

/// So many runs of a recipe that are over are kept.
const KEPT: u32 = 5_000;

/// How many runs stand where.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    /// Not over.
    pub open: u32,
    /// Failed.
    pub failed: u32,
    /// Done.
    pub done: u32,
}

/// How many runs of a recipe stand where.
pub fn sums(db: &Connection, recipe: RecipeKey) -> Result<Sums, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT count(*) FILTER (WHERE state IN ('waiting', 'held')), count(*) FILTER (WHERE state = 'failed'),
                count(*) FILTER (WHERE state = 'done')
         FROM recipe_runs WHERE recipe_id = ?",
    )?;
    Ok(query.query_row([recipe.0], |row| {
        Ok(Sums {
            open: row.get(0)?,
            failed: row.get(1)?,
            done: row.get(2)?,
        })
    })?)
}

/// Runs of a recipe, the newest first.
pub fn runs(
    db: &Connection,
    recipe: RecipeKey,
    (offset, limit): (u32, u32),
) -> Result<Vec<RunView>, IndexError> {
    select(
        db,
        "recipe_runs.recipe_id = ?1 AND state <> 'new' ORDER BY recipe_runs.id DESC LIMIT ?2 OFFSET ?3",
        params![recipe.0, limit, offset],
    )
}

/// One run.
pub fn run(db: &Connection, key: RunKey) -> Result<Option<RunView>, IndexError> {
    Ok(select(db, "recipe_runs.id = ?", params![key.0])?.pop())
}

fn select(
    db: &Connection,
    which: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<RunView>, IndexError> {
    let mut query = db.prepare_cached(&format!(
        "SELECT recipe_runs.id, recipe_runs.recipe_id, name, item_id, state, message, due_ms, made_ms, ended_ms, spec
         FROM recipe_runs JOIN recipe_versions ON recipe_versions.recipe_id = recipe_runs.recipe_id
           AND recipe_versions.version = recipe_runs.version
         WHERE {which}"
    ))?;
    let mut rows = query.query(params)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(db, row)?);
    }
    Ok(found)
}

fn read(db: &Connection, row: &Row<'_>) -> Result<RunView, IndexError> {
    let key = RunKey(row.get(0)?);
    let state: String = row.get(4)?;
    let spec = read_spec(row.get(9)?)?;
    let state = match state.as_str() {
        "new" | "waiting" | "held" => RunState::Waiting,
        "done" => RunState::Done,
        "failed" => RunState::Failed,
        "stopped" => RunState::Stopped,
        "cancelled" => RunState::Cancelled,
        _ => {
            return Err(IndexError::UnknownWord {
                column: "recipe_runs.state",
                value: state,
            });
        }
    };
    let message: Option<String> = row.get(5)?;
    let waits = state == RunState::Waiting && message.is_some();
    Ok(RunView {
        key,
        recipe: RecipeKey(row.get(1)?),
        name: row.get(2)?,
        item: row.get::<_, Option<i64>>(3)?.map(ItemKey),
        state,
        due_ms: if waits { row.get(6)? } else { None },
        message,
        made_ms: row.get(7)?,
        ended_ms: row.get(8)?,
        steps: steps(db, key, &spec)?,
    })
}

fn steps(db: &Connection, run: RunKey, spec: &RecipeSpec) -> Result<Vec<RunStepView>, IndexError> {
    let mut shown: Vec<RunStepView> = spec
        .then
        .iter()
        .map(|step| RunStepView {
            words: step_words(step),
            state: RunStepState::ToDo,
            said: None,
            tries: 0,
        })
        .collect();
    let mut query =
        db.prepare_cached("SELECT number, state, said, tries FROM recipe_steps WHERE run_id = ?")?;
    let mut rows = query.query([run.0])?;
    while let Some(row) = rows.next()? {
        let number: u32 = row.get(0)?;
        let Some(step) = usize::try_from(number)
            .ok()
            .and_then(|at| shown.get_mut(at))
        else {
            continue;
        };
        let state: String = row.get(1)?;
        step.state = match state.as_str() {
            "doing" => RunStepState::Doing,
            "done" => RunStepState::Done,
            "failed" => RunStepState::Failed,
            "waiting" => RunStepState::ToDo,
            _ => {
                return Err(IndexError::UnknownWord {
                    column: "recipe_steps.state",
                    value: state,
                });
            }
        };
        step.said = row.get(2)?;
        step.tries = row.get(3)?;
    }
    Ok(shown)
}

/// Forgets what is long over, so that the history does not grow without end.
pub fn forget_old(tx: &Transaction<'_>) -> Result<(), IndexError> {
    let mut recipes = tx.prepare("SELECT id FROM recipes")?;
    let recipes: Vec<i64> = recipes
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for recipe in recipes {
        tx.execute(
            "DELETE FROM recipe_runs WHERE recipe_id = ?1 AND state IN ('done', 'stopped', 'cancelled', 'failed') AND id <= (
               SELECT id FROM recipe_runs WHERE recipe_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
            params![recipe, KEPT],
        )?;
    }
    Ok(())
}
