//! Brings a file to the newest schema. Steps only go forward; a released one is never edited.

use rusqlite::{Connection, TransactionBehavior};

use super::IndexError;

/// All steps, oldest first. The schema's number is how many of them a file has seen.
const MIGRATIONS: &[&str] = &[
    include_str!("schema/0001_first.sql"),
    include_str!("schema/0002_uploads.sql"),
    include_str!("schema/0003_plans.sql"),
    include_str!("schema/0004_folders.sql"),
    include_str!("schema/0005_million.sql"),
    include_str!("schema/0006_search.sql"),
    include_str!("schema/0007_pictures.sql"),
    include_str!("schema/0008_picking.sql"),
    include_str!("schema/0009_links.sql"),
    include_str!("schema/0010_signed_out.sql"),
    include_str!("schema/0011_downloads.sql"),
    include_str!("schema/0012_watching.sql"),
    include_str!("schema/0013_recipes.sql"),
    include_str!("schema/0014_console.sql"),
    include_str!("schema/0016_picked_again.sql"),
    include_str!("schema/0017_safekeeping.sql"),
];

/// Brings the file to the newest schema, all steps or none.
///
/// Errors: `NewerThanApp`, `Damaged` where a row would name one that is not there, and what SQLite says.
pub(crate) fn migrate(db: &mut Connection) -> Result<(), IndexError> {
    // A table that is made anew is dropped on the way; rows that name its rows must not go with it.
    db.pragma_update(None, "foreign_keys", false)?;
    let outcome = steps(db);
    db.pragma_update(None, "foreign_keys", true)?;
    outcome
}

fn steps(db: &mut Connection) -> Result<(), IndexError> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = version(&tx)?;
    let todo = MIGRATIONS.get(found..).ok_or(IndexError::NewerThanApp {
        found,
        known: MIGRATIONS.len(),
    })?;
    for step in todo {
        tx.execute_batch(step)?;
    }
    if !todo.is_empty() {
        if tx.prepare("PRAGMA foreign_key_check")?.exists([])? {
            return Err(IndexError::Damaged);
        }
        tx.pragma_update(None, "user_version", MIGRATIONS.len() as u32)?;
    }
    Ok(tx.commit()?)
}

/// Refuses a file of a newer version before anything is written to it.
pub(crate) fn refuse_newer(db: &Connection) -> Result<(), IndexError> {
    let found = version(db)?;
    if found > MIGRATIONS.len() {
        return Err(IndexError::NewerThanApp {
            found,
            known: MIGRATIONS.len(),
        });
    }
    Ok(())
}

fn version(db: &Connection) -> Result<usize, IndexError> {
    Ok(db.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0))? as usize)
}
