//! What a recipe would do for the last things it could be done for. Looks only.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, params};

use super::Inner;
use super::facts::of_file;
use super::rules::words::{clock, host, last_name, quoted};
use super::rules::{Facts, matching, template};
use super::steps::{parts_of, title_of};
use crate::albums;
use crate::error::CoreError;
use crate::folders::is_passed_over;
use crate::index::IndexError;
use crate::items::rules::safe_name;
use crate::uploads::text_to_path;
use crate::view::{
    AlbumKey, ConnectionKey, ItemKey, RecipeAlbum, RecipeSpec, RecipeStep, RecipeTry, RecipeWhen,
};

/// So many things are tried.
const TRIED: u32 = 12;
/// So many files of a folder are looked at to find the newest ones.
const FILES_MET: usize = 20_000;

impl Inner {
    pub(super) async fn try_on(
        &self,
        of: ConnectionKey,
        spec: &RecipeSpec,
    ) -> Result<Vec<RecipeTry>, CoreError> {
        let things = self.last_things(of, &spec.when).await?;
        let mut tries = Vec::with_capacity(things.len());
        for facts in things {
            tries.push(self.try_one(of, spec, &facts).await?);
        }
        Ok(tries)
    }

    /// The last things for which a recipe that starts like this could have been done.
    async fn last_things(
        &self,
        of: ConnectionKey,
        when: &RecipeWhen,
    ) -> Result<Vec<Facts>, CoreError> {
        match when {
            RecipeWhen::FileAppears { folder, subfolders } => {
                let (folder, subfolders) = (PathBuf::from(folder), *subfolders);
                let looking = tokio::task::spawn_blocking(move || newest(&folder, subfolders));
                looking.await.map_err(|_| CoreError::Closed)
            }
            RecipeWhen::ImportFinished => {
                let files = self.frame.index.read(move |db| copies(db, of)).await?;
                let files: Vec<PathBuf> = files.iter().map(|file| text_to_path(file)).collect();
                let looking = tokio::task::spawn_blocking(move || {
                    files.iter().filter_map(|file| of_file(file)).collect()
                });
                looking.await.map_err(|_| CoreError::Closed)
            }
            RecipeWhen::EveryDay {
                minute,
                each: false,
            } => Ok(vec![Facts {
                name: format!("Today at {}", clock(*minute)),
                taken_ms: Some(self.frame.clock.now_ms()),
                ..Facts::default()
            }]),
            RecipeWhen::EntersAlbum { album } => {
                let album = *album;
                let items = self.frame.index.read(move |db| in_album(db, album)).await?;
                self.facts_of(items, Some(album)).await
            }
            RecipeWhen::NewItem | RecipeWhen::EveryDay { .. } => {
                let items = self
                    .frame
                    .index
                    .read(move |db| newest_items(db, of))
                    .await?;
                self.facts_of(items, None).await
            }
        }
    }

    async fn facts_of(
        &self,
        items: Vec<ItemKey>,
        first: Option<AlbumKey>,
    ) -> Result<Vec<Facts>, CoreError> {
        let mut all = Vec::with_capacity(items.len());
        for item in items {
            all.extend(self.facts_of_item(item, None, first).await?);
        }
        Ok(all)
    }

    async fn try_one(
        &self,
        of: ConnectionKey,
        spec: &RecipeSpec,
        facts: &Facts,
    ) -> Result<RecipeTry, CoreError> {
        let uploads = |step: &RecipeStep| matches!(step, RecipeStep::Upload { .. });
        let left_alone = match spec.then.iter().any(uploads) && facts.kind.is_none() {
            true => Some("It is neither a photo nor a video.".to_owned()),
            false => matching::left_alone(&spec.only_if, facts),
        };
        let mut would = Vec::new();
        if left_alone.is_none() {
            for step in &spec.then {
                would.push(self.would(of, step, facts).await?);
            }
        }
        Ok(RecipeTry {
            name: facts.name.clone(),
            item: facts.item,
            left_alone,
            would,
        })
    }

    async fn would(
        &self,
        of: ConnectionKey,
        step: &RecipeStep,
        facts: &Facts,
    ) -> Result<String, CoreError> {
        let filled = |text: &str| template::fill(text, facts);
        Ok(match step {
            RecipeStep::Upload { album: None } => "Upload it".to_owned(),
            RecipeStep::Upload { album: Some(album) } => {
                format!(
                    "Upload it into {}",
                    self.album_words(of, album, facts).await?
                )
            }
            RecipeStep::AddToAlbum { album } => {
                format!("Add it to {}", self.album_words(of, album, facts).await?)
            }
            RecipeStep::Download { folder, below } => match parts_of(below, facts) {
                Ok(parts) => {
                    let folder = parts
                        .iter()
                        .fold(PathBuf::from(folder), |folder, part| folder.join(part));
                    let place = folder.join(safe_name(&facts.name));
                    format!("Save it as {}", place.to_string_lossy())
                }
                Err(why) => why,
            },
            RecipeStep::Describe { text, replace } => {
                let before = facts.description.as_deref().unwrap_or_default();
                match filled(text) {
                    Ok(_) if !before.is_empty() && !replace => {
                        "Keep the description there is".to_owned()
                    }
                    Ok(text) => format!("Describe it as {}", quoted(text.trim())),
                    Err(why) => why,
                }
            }
            RecipeStep::Notify { text } => match filled(text) {
                Ok(text) => format!("Tell you {}", quoted(&text)),
                Err(why) => why,
            },
            RecipeStep::Run { program, .. } => format!("Run {}", last_name(program)),
            RecipeStep::Call { url } => format!("Send it to {}", host(url)),
        })
    }

    async fn album_words(
        &self,
        of: ConnectionKey,
        album: &RecipeAlbum,
        facts: &Facts,
    ) -> Result<String, CoreError> {
        let title = match album {
            RecipeAlbum::Existing { album } => {
                let album = *album;
                let read = move |db: &Connection| albums::title_of(db, album);
                let title = self.frame.index.read(read).await?;
                return Ok(title.map_or_else(|| "an album".to_owned(), |title| quoted(&title)));
            }
            RecipeAlbum::Named { title } => match template::fill(title, facts) {
                Ok(title) => title_of(&title),
                Err(_) => return Ok("an album".to_owned()),
            },
        };
        let wanted = title.clone();
        let read = move |db: &Connection| albums::writable_of_title(db, of, &wanted);
        let words = match self.frame.index.read(read).await? {
            Some(_) => quoted(&title),
            None => format!("a new album {}", quoted(&title)),
        };
        Ok(words)
    }
}

/// The newest files of a folder. Blocks on the disk.
fn newest(folder: &Path, subfolders: bool) -> Vec<Facts> {
    let depth = if subfolders { 32 } else { 1 };
    let mut met: Vec<_> = walkdir::WalkDir::new(folder)
        .min_depth(1)
        .max_depth(depth)
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_passed_over(entry.file_name()))
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .take(FILES_MET)
        .filter_map(|entry| {
            let written = entry.metadata().ok()?.modified().ok()?;
            Some((written, entry.into_path()))
        })
        .collect();
    met.sort_by_key(|(written, _)| std::cmp::Reverse(*written));
    let newest = met.iter().take(TRIED as usize);
    newest.filter_map(|(_, file)| of_file(file)).collect()
}

fn newest_items(db: &Connection, of: ConnectionKey) -> Result<Vec<ItemKey>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT id FROM media_items WHERE connection_id = ? AND missing_since_ms IS NULL AND source <> 'picked'
         ORDER BY id DESC LIMIT ?",
    )?;
    let keys = query.query_map(params![of.0, TRIED], |row| row.get(0).map(ItemKey))?;
    Ok(keys.collect::<Result<_, _>>()?)
}

fn in_album(db: &Connection, album: AlbumKey) -> Result<Vec<ItemKey>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT item_id FROM album_items WHERE album_id = ? ORDER BY position DESC LIMIT ?",
    )?;
    let keys = query.query_map(params![album.0, TRIED], |row| row.get(0).map(ItemKey))?;
    Ok(keys.collect::<Result<_, _>>()?)
}

fn copies(db: &Connection, of: ConnectionKey) -> Result<Vec<String>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT path FROM picked_items WHERE connection_id = ? ORDER BY fetched_ms DESC, path LIMIT ?",
    )?;
    let paths = query.query_map(params![of.0, TRIED], |row| row.get(0))?;
    Ok(paths.collect::<Result<_, _>>()?)
}
