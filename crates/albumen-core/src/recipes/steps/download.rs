//! Saving a copy of an item on this computer. Its place is written down before it is made, so none is saved twice.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Doing, disk};
use crate::error::CoreError;
use crate::items::rules::{numbered, safe_name};
use crate::recipes::rules::again::Trouble;
use crate::recipes::rules::{chain, template};
use crate::recipes::store::marks;
use crate::recipes::store::runs::Left;
use crate::uploads::{path_to_text, text_to_path};

/// How many names are tried before giving up: `a.jpg`, `a (2).jpg`, …
const NAMES_TRIED: u32 = 1_000;

impl Doing<'_> {
    pub(super) async fn download(&mut self, folder: &str, below: &str) -> Result<Left, Trouble> {
        let item = self.item()?;
        let facts = self.facts().await?;
        let parts = parts_of(below, &facts).map_err(Trouble::Never)?;
        let before = self.kept("place").and_then(Value::as_str).map(text_to_path);
        let whole = match &before {
            // It was moved to its place whole, and only that was not written down any more.
            Some(place) => self.begun.cut_off && bytes_of(place).await > Some(0),
            None => false,
        };
        let place = match before {
            Some(place) if whole || self.take_again(&place).await => place,
            _ => {
                let folder = make_folder(PathBuf::from(folder), parts).await?;
                self.reserve(&folder, &safe_name(&facts.name)).await?
            }
        };
        if !whole && let Err(error) = self.inner.downloads.one(item, &place).await {
            // Nothing empty is left lying about until the next try.
            if bytes_of(&place).await == Some(0) {
                let _ = tokio::fs::remove_file(&place).await;
            }
            return Err(error.into());
        }
        let shown = place.to_string_lossy();
        Ok(Left {
            said: Some(format!("Saved as {shown}")),
            item: None,
            path: path_to_text(&place),
        })
    }

    /// Takes the name again that an earlier try had, unless somebody else took it meanwhile.
    async fn take_again(&self, place: &Path) -> bool {
        let is_ours = self.begun.cut_off && bytes_of(place).await == Some(0);
        is_ours || make_empty(place).await.is_ok()
    }

    /// Takes the first free name in a folder, after writing down which one it is about to be.
    async fn reserve(&self, folder: &Path, name: &str) -> Result<PathBuf, Trouble> {
        for number in 1..=NAMES_TRIED {
            let place = folder.join(numbered(name, number));
            if tokio::fs::symlink_metadata(&place).await.is_ok() {
                continue;
            }
            let path = path_to_text(&place)
                .ok_or_else(|| Trouble::Never("This folder cannot be used.".to_owned()))?;
            let chain = chain::after(&self.run.chain, self.run.recipe);
            self.inner.mark(marks::saved(&path), chain).await?;
            self.inner.keep(self.run, json!({ "place": path })).await?;
            match make_empty(&place).await {
                Ok(()) => return Ok(place),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(disk(&place, error)),
            }
        }
        Err(Trouble::Never(
            "There are too many files of this name in the folder.".to_owned(),
        ))
    }
}

/// The folders below, each filled in by itself: what stands for a word never leads to another folder.
pub fn parts_of(below: &str, facts: &crate::recipes::rules::Facts) -> Result<Vec<String>, String> {
    below
        .split(['/', '\\'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| Ok(safe_name(&template::fill(part, facts)?)))
        .collect()
}

/// Makes the folders below one that has to be there: where it is not, its disk may be gone.
async fn make_folder(folder: PathBuf, parts: Vec<String>) -> Result<PathBuf, Trouble> {
    let making = tokio::task::spawn_blocking(move || {
        // By its real path, as a watched folder is known: what is saved there is known by the same name.
        let Ok(real) = folder.canonicalize() else {
            return Err(Trouble::Again(
                "The folder is not there. It may be on a disk that is not connected.".to_owned(),
            ));
        };
        let whole = parts.iter().fold(real, |folder, part| folder.join(part));
        match std::fs::create_dir_all(&whole) {
            Ok(()) => Ok(whole),
            Err(error) => Err(disk(&whole, error)),
        }
    });
    making.await.map_err(|_| Trouble::from(CoreError::Closed))?
}

/// How long a file is; none where there is none.
async fn bytes_of(place: &Path) -> Option<u64> {
    let found = tokio::fs::metadata(place).await.ok()?;
    found.is_file().then_some(found.len())
}

/// Makes an empty file, which keeps the name free of others.
async fn make_empty(place: &Path) -> std::io::Result<()> {
    let mut options = tokio::fs::OpenOptions::new();
    let made = options.write(true).create_new(true).open(place).await;
    made.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipes::rules::Facts;

    #[test]
    fn no_word_leads_out_of_the_folder() {
        let facts = Facts {
            name: "..".to_owned(),
            camera: Some("../../etc\u{0}".to_owned()),
            taken_ms: Some(0),
            ..Facts::default()
        };
        let parts = parts_of("{year}/{camera}/{name}", &facts).unwrap();
        assert_eq!(parts[0], "1970");
        for part in &parts {
            assert!(!part.contains(['/', '\\', '\0']), "{part}");
            assert!(part != ".." && part != ".", "{part}");
        }
        assert_eq!(parts_of(" / ", &facts).unwrap(), Vec::<String>::new());
    }
}
