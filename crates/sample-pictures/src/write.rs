//! Puts items on disk: whole or not at all.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::catalogue::{Source, library};
use crate::item::SampleItem;
use crate::{animation, clip, photo};

fn place(item: &SampleItem, dir: &Path) -> PathBuf {
    let end = match item.mime_type {
        "video/mp4" => "mp4",
        "image/gif" => "gif",
        _ => "jpg",
    };
    dir.join(format!("{}.{end}", item.id))
}

fn is_complete(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|m| m.is_file() && m.len() > 0)
}

/// Draws one item and writes it as `dir/<id>.<jpg|gif|mp4>`, through a file beside it that is renamed at the end.
///
/// # Errors
/// `NotFound` when the catalogue has no such id; otherwise what the file system reports.
pub fn write_item(id: &str, dir: &Path) -> io::Result<PathBuf> {
    let library = library();
    let at = library.items.iter().position(|item| item.id == id);
    let (item, source) = at
        .and_then(|i| library.items.get(i).zip(library.sources.get(i)))
        .ok_or_else(|| {
            io::Error::new(
                io::ErrorKind::NotFound,
                format!("no sample item is called {id}"),
            )
        })?;
    let bytes = match source {
        Source::Drawn(recipe) => photo::file(item, recipe)?,
        Source::Snow(recipe) => animation::file(recipe)?,
        Source::Clip(which) => clip::file(*which).to_vec(),
    };
    let to = place(item, dir);
    let part = to.with_extension("part");
    fs::write(&part, bytes)?;
    fs::rename(&part, &to)?;
    Ok(to)
}

/// Draws every item that is not in `dir` yet, on all cores. `progress` hears how many are done and how many there are.
///
/// # Errors
/// The first one of [`write_item`], or that `dir` cannot be made.
pub fn write_all(dir: &Path, progress: &(dyn Fn(usize, usize) + Sync)) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    let items = &library().items;
    let missing: Vec<&SampleItem> = items
        .iter()
        .filter(|item| !is_complete(&place(item, dir)))
        .collect();
    let done = AtomicUsize::new(items.len() - missing.len());
    progress(done.load(Ordering::Relaxed), items.len());
    missing.par_iter().with_max_len(1).try_for_each(|item| {
        write_item(item.id, dir)?;
        progress(done.fetch_add(1, Ordering::Relaxed) + 1, items.len());
        Ok(())
    })
}
