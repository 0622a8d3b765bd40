//! Watched folders in the index, and what is known of their files.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use crate::index::IndexError;
use crate::uploads::{path_to_text, text_to_path};
use crate::view::{ConnectionKey, FolderKey, FolderRule, RecipeKey};

/// A watched folder.
#[derive(Clone, Debug)]
pub struct Folder {
    /// Its key.
    pub key: FolderKey,
    /// Whose library it goes to.
    pub connection: ConnectionKey,
    /// Where it is.
    pub path: PathBuf,
    /// What is done with its files.
    pub rule: FolderRule,
    /// Whether the person paused it.
    pub paused: bool,
    /// Files given to the queue so far.
    pub files: u32,
    /// When the last one was.
    pub last_ms: Option<i64>,
    /// For which recipe it is watched; none where its files are uploaded.
    pub recipe: Option<RecipeKey>,
}

/// How a file looks from outside. One that looks the same is not read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Where it lies.
    pub path: PathBuf,
    /// Its size.
    pub size_bytes: i64,
    /// When it was last written, Unix nanoseconds.
    pub modified_ns: i64,
    /// The inode; 0 where the system has none.
    pub file_id: i64,
}

/// What is known of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileState {
    /// It may still grow.
    Settling = 0,
    /// It was given to the queue.
    Given = 1,
    /// It lay there when the folder was added and stays.
    Stays = 2,
}

const COLUMNS: &str = "id, connection_id, path, rule, paused, files, last_ms, recipe_id";

/// All watched folders, in the order in which they were added.
pub fn list(db: &Connection) -> Result<Vec<Folder>, IndexError> {
    let mut all = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM watched_folders WHERE ready = 1 ORDER BY id"
    ))?;
    let mut rows = all.query([])?;
    let mut folders = Vec::new();
    while let Some(row) = rows.next()? {
        folders.push(read_folder(row)?);
    }
    Ok(folders)
}

/// The folders that are watched for a recipe, also those that are not ready.
pub fn for_recipe(db: &Connection, recipe: RecipeKey) -> Result<Vec<FolderKey>, IndexError> {
    let mut query = db.prepare_cached("SELECT id FROM watched_folders WHERE recipe_id = ?")?;
    let keys = query.query_map([recipe.0], |row| row.get(0).map(FolderKey))?;
    Ok(keys.collect::<Result<_, _>>()?)
}

/// One folder.
pub fn get(db: &Connection, key: FolderKey) -> Result<Option<Folder>, IndexError> {
    let mut one = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM watched_folders WHERE id = ? AND ready = 1"
    ))?;
    let mut rows = one.query([key.0])?;
    rows.next()?.map(read_folder).transpose()
}

fn read_folder(row: &Row<'_>) -> Result<Folder, IndexError> {
    let rule: String = row.get(3)?;
    let rule = serde_json::from_str(&rule).map_err(|_| IndexError::UnknownWord {
        column: "watched_folders.rule",
        value: rule,
    })?;
    Ok(Folder {
        key: FolderKey(row.get(0)?),
        connection: ConnectionKey(row.get(1)?),
        path: text_to_path(&row.get::<_, String>(2)?),
        rule,
        paused: row.get(4)?,
        files: row.get(5)?,
        last_ms: row.get(6)?,
        recipe: row.get::<_, Option<i64>>(7)?.map(RecipeKey),
    })
}

/// Writes a folder down that is not ready yet. None where its path cannot be kept.
pub fn insert(
    tx: &Transaction<'_>,
    of: ConnectionKey,
    path: &Path,
    rule: &FolderRule,
    recipe: Option<RecipeKey>,
) -> Result<Option<FolderKey>, IndexError> {
    let Some(path) = path_to_text(path) else {
        return Ok(None);
    };
    tx.execute(
        "INSERT INTO watched_folders (connection_id, path, rule, recipe_id) VALUES (?, ?, ?, ?)",
        params![of.0, path, rule_text(rule), recipe.map(|recipe| recipe.0)],
    )?;
    Ok(Some(FolderKey(tx.last_insert_rowid())))
}

/// From now on the folder is watched.
pub fn set_ready(tx: &Transaction<'_>, key: FolderKey) -> Result<(), IndexError> {
    tx.execute("UPDATE watched_folders SET ready = 1 WHERE id = ?", [key.0])?;
    Ok(())
}

/// Forgets folders of which the person was never told that they are watched.
pub fn drop_unready(tx: &Transaction<'_>) -> Result<(), IndexError> {
    tx.execute("DELETE FROM watched_folders WHERE ready = 0", [])?;
    Ok(())
}

/// Keeps what is done with the files. Gives whether there is such a folder.
pub fn set_rule(
    tx: &Transaction<'_>,
    key: FolderKey,
    rule: &FolderRule,
) -> Result<bool, IndexError> {
    let changed = tx.execute(
        "UPDATE watched_folders SET rule = ? WHERE id = ?",
        params![rule_text(rule), key.0],
    )?;
    if rule.existing {
        tx.execute(
            "UPDATE folder_files SET state = 0 WHERE folder_id = ? AND state = 2",
            [key.0],
        )?;
    }
    Ok(changed == 1)
}

fn rule_text(rule: &FolderRule) -> String {
    // Plain data with names for keys: it cannot fail to be written.
    serde_json::to_string(rule).unwrap_or_default()
}

/// Keeps whether the person paused a folder. Gives whether there is such a folder.
pub fn set_paused(tx: &Transaction<'_>, key: FolderKey, paused: bool) -> Result<bool, IndexError> {
    let changed = tx.execute(
        "UPDATE watched_folders SET paused = ? WHERE id = ?",
        params![paused, key.0],
    )?;
    Ok(changed == 1)
}

/// Forgets a folder and what is known of its files. Gives whether there was such a folder.
pub fn remove(tx: &Transaction<'_>, key: FolderKey) -> Result<bool, IndexError> {
    Ok(tx.execute("DELETE FROM watched_folders WHERE id = ?", [key.0])? == 1)
}

/// Those of these files that are not known as they look now, each with the path of a file that stays and looks the same:
/// it may have been renamed.
pub fn unknown(
    db: &Connection,
    key: FolderKey,
    looks: Vec<Look>,
) -> Result<Vec<(Look, Option<PathBuf>)>, IndexError> {
    let mut same = db.prepare_cached(
        "SELECT 1 FROM folder_files WHERE folder_id = ? AND path = ? AND size_bytes = ? AND modified_ns = ?",
    )?;
    let mut renamed = db.prepare_cached(
        "SELECT path FROM folder_files WHERE folder_id = ? AND file_id = ? AND file_id <> 0 AND state = 2 \
           AND size_bytes = ? AND modified_ns = ?",
    )?;
    let mut found = Vec::new();
    for look in looks {
        let Some(path) = path_to_text(&look.path) else {
            continue;
        };
        if same.exists(params![key.0, path, look.size_bytes, look.modified_ns])? {
            continue;
        }
        let before = renamed
            .query_row(
                params![key.0, look.file_id, look.size_bytes, look.modified_ns],
                |row| row.get::<_, String>(0),
            )
            .optional()?;
        found.push((look, before.map(|path| text_to_path(&path))));
    }
    Ok(found)
}

/// Keeps how files look now. One whose folder is gone meanwhile is kept nowhere.
pub fn note(
    tx: &Transaction<'_>,
    key: FolderKey,
    looks: &[Look],
    state: FileState,
    now_ms: i64,
) -> Result<(), IndexError> {
    let mut keep = tx.prepare_cached(
        "INSERT INTO folder_files SELECT id, ?2, ?3, ?4, ?5, ?6, ?7 FROM watched_folders WHERE id = ?1 \
         ON CONFLICT DO UPDATE SET state = excluded.state, size_bytes = excluded.size_bytes, \
           modified_ns = excluded.modified_ns, file_id = excluded.file_id, seen_ms = excluded.seen_ms",
    )?;
    for look in looks {
        if let Some(path) = path_to_text(&look.path) {
            keep.execute(params![
                key.0,
                path,
                state as i64,
                look.size_bytes,
                look.modified_ns,
                look.file_id,
                now_ms
            ])?;
        }
    }
    Ok(())
}

/// Forgets a file.
pub fn forget(tx: &Transaction<'_>, key: FolderKey, path: &Path) -> Result<(), IndexError> {
    if let Some(path) = path_to_text(path) {
        tx.prepare_cached("DELETE FROM folder_files WHERE folder_id = ? AND path = ?")?
            .execute(params![key.0, path])?;
    }
    Ok(())
}

/// Files that look the same since `until_ms` or longer, after the path `after`, at most `limit`.
pub fn settled(
    db: &Connection,
    key: FolderKey,
    until_ms: i64,
    after: &str,
    limit: u32,
) -> Result<Vec<Look>, IndexError> {
    let mut piece = db.prepare_cached(
        "SELECT path, size_bytes, modified_ns, file_id FROM folder_files \
         WHERE folder_id = ? AND state = 0 AND seen_ms <= ? AND path > ? ORDER BY path LIMIT ?",
    )?;
    let looks = piece
        .query_map(params![key.0, until_ms, after, limit], |row| {
            Ok(Look {
                path: text_to_path(&row.get::<_, String>(0)?),
                size_bytes: row.get(1)?,
                modified_ns: row.get(2)?,
                file_id: row.get(3)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(looks)
}

/// How many files may still grow.
pub fn settling(db: &Connection, key: FolderKey) -> Result<u32, IndexError> {
    Ok(db
        .prepare_cached("SELECT count(*) FROM folder_files WHERE folder_id = ? AND state = 0")?
        .query_row([key.0], |row| row.get(0))?)
}

/// The files are in the queue.
pub fn given(
    tx: &Transaction<'_>,
    key: FolderKey,
    looks: &[Look],
    taken_in: u32,
    now_ms: i64,
) -> Result<(), IndexError> {
    note(tx, key, looks, FileState::Given, now_ms)?;
    if taken_in > 0 {
        tx.execute(
            "UPDATE watched_folders SET files = files + ?, last_ms = ? WHERE id = ?",
            params![taken_in, now_ms, key.0],
        )?;
    }
    Ok(())
}
