//! Into which albums the folders of a plan go. Works on folders only, however many files they hold.

use std::collections::HashMap;

use rusqlite::{Connection, Transaction, params};

use super::rules::{fitting_title, titles};
use crate::albums;
use crate::index::IndexError;
use crate::view::{AlbumKey, AlbumLayout, ConnectionKey, PlanKey};

/// A folder, as far as albums care.
struct Folder {
    id: i64,
    parent: Option<i64>,
    name: String,
    depth: u32,
    loose: bool,
    /// Whether something of it goes up.
    holds: bool,
}

/// The album of a folder: which one, and how it is told apart.
struct Wanted {
    folder: i64,
    /// The names from what was dropped down to it.
    names: Vec<String>,
}

/// The layout that fits what was dropped, where the person has not chosen one.
pub fn fitting(db: &Connection, plan: PlanKey) -> Result<AlbumLayout, IndexError> {
    let folders = folders(db, plan)?;
    let mut roots = folders
        .iter()
        .filter(|folder| folder.depth == 0 && !folder.loose);
    Ok(match (roots.next(), roots.next()) {
        (None, _) => AlbumLayout::None,
        (Some(root), None)
            if !folders
                .iter()
                .any(|folder| folder.depth > 0 && folder.holds) =>
        {
            AlbumLayout::One {
                title: fitting_title(&root.name),
            }
        }
        _ => AlbumLayout::PerFolder {
            depth: 8,
            joined: false,
        },
    })
}

/// Puts every folder of a plan into its album. With `adopt` albums that there are are used by themselves.
pub fn lay_out(
    tx: &Transaction<'_>,
    plan: PlanKey,
    of: ConnectionKey,
    layout: &AlbumLayout,
    adopt: bool,
) -> Result<(), IndexError> {
    tx.execute(
        "UPDATE plan_folders SET album_id = NULL WHERE plan_id = ?",
        [plan.0],
    )?;
    tx.execute("DELETE FROM plan_albums WHERE plan_id = ?", [plan.0])?;
    match layout {
        AlbumLayout::None => Ok(()),
        AlbumLayout::Into { album } => {
            let title = albums::title_of(tx, *album)?.unwrap_or_default();
            all_into(tx, plan, &title, Some(*album))
        }
        AlbumLayout::One { title } => {
            let title = fitting_title(title);
            let uses = if adopt {
                albums::writable_of_title(tx, of, &title)?
            } else {
                None
            };
            all_into(tx, plan, &title, uses)
        }
        AlbumLayout::PerFolder { depth, joined } => {
            per_folder(tx, plan, of, (*depth).clamp(1, 8), *joined, adopt)
        }
    }
}

fn all_into(
    tx: &Transaction<'_>,
    plan: PlanKey,
    title: &str,
    uses: Option<AlbumKey>,
) -> Result<(), IndexError> {
    let key = insert(tx, plan, "", title, uses)?;
    tx.execute(
        "UPDATE plan_folders SET album_id = ? WHERE plan_id = ?",
        params![key, plan.0],
    )?;
    Ok(())
}

fn insert(
    tx: &Transaction<'_>,
    plan: PlanKey,
    folder: &str,
    title: &str,
    uses: Option<AlbumKey>,
) -> Result<i64, IndexError> {
    tx.prepare_cached(
        "INSERT INTO plan_albums (plan_id, folder, title, uses) VALUES (?, ?, ?, ?)",
    )?
    .execute(params![plan.0, folder, title, uses.map(|album| album.0)])?;
    Ok(tx.last_insert_rowid())
}

fn per_folder(
    tx: &Transaction<'_>,
    plan: PlanKey,
    of: ConnectionKey,
    depth: u32,
    joined: bool,
    adopt: bool,
) -> Result<(), IndexError> {
    let folders = folders(tx, plan)?;
    let by_id: HashMap<i64, &Folder> = folders.iter().map(|folder| (folder.id, folder)).collect();
    let any_dropped = folders
        .iter()
        .any(|folder| folder.depth == 0 && !folder.loose);
    let above = |folder: &Folder| folder.parent.and_then(|parent| by_id.get(&parent).copied());
    // The folder whose album a folder's files go into.
    let stands_for = |folder: &Folder| {
        let mut at = by_id.get(&folder.id).copied();
        while let Some(deeper) = at.filter(|one| one.depth > depth) {
            at = above(deeper);
        }
        at.map(|one| one.id)
    };
    let mut wanted: Vec<Wanted> = Vec::new();
    let mut place: HashMap<i64, usize> = HashMap::new();
    let mut goes: Vec<(i64, usize)> = Vec::new();
    for folder in folders.iter().filter(|folder| folder.holds) {
        // Single files beside folders go into no album.
        if folder.loose && any_dropped {
            continue;
        }
        let Some(id) = stands_for(folder) else {
            continue;
        };
        let at = *place.entry(id).or_insert_with(|| {
            let mut names = Vec::new();
            let mut at = by_id.get(&id).copied();
            while let Some(one) = at {
                names.push(one.name.clone());
                at = above(one);
            }
            names.reverse();
            wanted.push(Wanted { folder: id, names });
            wanted.len() - 1
        });
        goes.push((folder.id, at));
    }
    // In the order of their folders.
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| {
        let names = |at: &usize| {
            wanted.get(*at).map(|one| {
                one.names
                    .iter()
                    .map(|name| crate::uploads::natural_key(name))
                    .collect::<Vec<_>>()
            })
        };
        names(a).cmp(&names(b)).then_with(|| {
            wanted
                .get(*a)
                .map(|one| one.folder)
                .cmp(&wanted.get(*b).map(|one| one.folder))
        })
    });
    let names: Vec<Vec<String>> = order
        .iter()
        .filter_map(|at| wanted.get(*at))
        .map(|one| one.names.clone())
        .collect();
    let mut keys: HashMap<usize, i64> = HashMap::new();
    for ((at, title), names) in order.iter().zip(titles(&names, joined)).zip(&names) {
        let uses = if adopt {
            albums::writable_of_title(tx, of, &title)?
        } else {
            None
        };
        let below = names.get(1..).unwrap_or_default().join(" / ");
        keys.insert(*at, insert(tx, plan, &below, &title, uses)?);
    }
    let mut update = tx.prepare_cached("UPDATE plan_folders SET album_id = ? WHERE id = ?")?;
    for (folder, at) in goes {
        update.execute(params![keys.get(&at), folder])?;
    }
    Ok(())
}

fn folders(db: &Connection, plan: PlanKey) -> Result<Vec<Folder>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT folder.id, parent_id, folder.name, depth, loose, new_files + there_files + doubled_files > 0 \
         FROM plan_folders folder JOIN plan_roots root ON root.id = root_id WHERE folder.plan_id = ? ORDER BY folder.id",
    )?;
    let folders = query.query_map([plan.0], |row| {
        Ok(Folder {
            id: row.get(0)?,
            parent: row.get(1)?,
            name: row.get(2)?,
            depth: row.get(3)?,
            loose: row.get(4)?,
            holds: row.get(5)?,
        })
    })?;
    Ok(folders.collect::<Result<_, _>>()?)
}
