//! Gives files to the queue once they have stopped growing.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::look::look_at;
use super::store::{self, FileState, Look};
use super::watch::{Watch, blocking};
use super::writing::being_written;
use crate::error::CoreError;
use crate::uploads::path_to_text;
use crate::view::PlanOptions;

/// So many files are given to the queue at a time: large enough that a folder of holiday photos keeps its order in the
/// album, small enough to be held in memory.
const PIECE: u32 = 2_000;

/// How files look that were said to have stopped growing.
#[derive(Debug, Default)]
struct Second {
    /// The same as before: they are complete.
    ready: Vec<Look>,
    /// Otherwise than before, or a program still writes to them.
    moving: Vec<Look>,
    /// Not there any more.
    gone: Vec<PathBuf>,
}

impl Watch {
    /// Looks again at the files that may have stopped growing and gives the queue those that have.
    pub(super) async fn settle(&mut self) -> Result<(), CoreError> {
        if self.settling == 0 {
            return Ok(());
        }
        let key = self.folder.key;
        let settles_after = self.inner.frame.policy.folders.settles_after;
        let settles_after_ms = i64::try_from(settles_after.as_millis()).unwrap_or(i64::MAX);
        let mut after = String::new();
        loop {
            let until_ms = self.inner.frame.clock.now_ms() - settles_after_ms;
            let from = after.clone();
            let piece = self
                .inner
                .frame
                .index
                .read(move |db| store::settled(db, key, until_ms, &from, PIECE))
                .await?;
            let is_last = piece.len() < PIECE as usize;
            let Some(last) = piece.last().and_then(|look| path_to_text(&look.path)) else {
                break;
            };
            after = last;
            self.settle_piece(piece).await?;
            if is_last {
                break;
            }
        }
        self.count().await
    }

    async fn settle_piece(&self, piece: Vec<Look>) -> Result<(), CoreError> {
        let root = self.folder.path.clone();
        let Some(second) = blocking(move || second_look(&root, piece)).await? else {
            // The folder went away meanwhile: what is missing is not deleted.
            return Ok(());
        };
        let inner = &self.inner;
        let key = self.folder.key;
        let now_ms = inner.frame.clock.now_ms();
        let Second {
            ready,
            moving,
            gone,
        } = second;
        if !moving.is_empty() || !gone.is_empty() {
            let kept = inner.frame.index.write_quietly(move |tx| {
                store::note(tx, key, &moving, FileState::Settling, now_ms)?;
                gone.iter()
                    .try_for_each(|path| store::forget(tx, key, path))
            });
            kept.await?;
        }
        if ready.is_empty() {
            return Ok(());
        }
        if let Some(recipe) = self.folder.recipe {
            return inner.give_to_recipe(key, recipe, ready).await;
        }
        let rule = &self.folder.rule;
        let options = PlanOptions {
            albums: rule.albums.clone(),
            dates: rule.dates,
            captions: rule.captions,
        };
        let paths = ready.iter().map(|look| look.path.clone()).collect();
        let (of, root) = (self.folder.connection, self.folder.path.clone());
        // Order: first into the queue, then known as given. Who dies in between gives them again, and the queue knows bytes
        // that it had before.
        let taken = inner.plans.take_in(of, root, paths, options).await?;
        let given = inner
            .frame
            .index
            .write(move |tx| store::given(tx, key, &ready, taken.files, now_ms));
        given.await?;
        Ok(())
    }

    /// Counts the files that may still grow.
    pub(super) async fn count(&mut self) -> Result<(), CoreError> {
        let key = self.folder.key;
        self.settling = self
            .inner
            .frame
            .index
            .read(move |db| store::settling(db, key))
            .await?;
        Ok(())
    }
}

/// None where the folder itself is not there.
fn second_look(root: &Path, piece: Vec<Look>) -> Option<Second> {
    let paths: HashSet<_> = piece.iter().map(|look| look.path.clone()).collect();
    let written = being_written(&paths);
    let mut second = Second::default();
    for before in piece {
        match look_at(&before.path) {
            None => second.gone.push(before.path),
            Some(now) if now == before && !written.contains(&now.path) => second.ready.push(now),
            Some(now) => second.moving.push(now),
        }
    }
    root.is_dir().then_some(second)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_second_look_tells_complete_growing_and_gone_files_apart() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        let at = |name: &str| root.join(name);
        for name in ["complete", "growing", "gone", "open"] {
            fs::write(at(name), "so far").unwrap();
        }
        let first: Vec<_> = ["complete", "growing", "gone", "open"]
            .iter()
            .filter_map(|name| look_at(&at(name)))
            .collect();
        fs::write(at("growing"), "so far and further").unwrap();
        fs::remove_file(at("gone")).unwrap();
        let _open = fs::OpenOptions::new()
            .append(true)
            .open(at("open"))
            .unwrap();
        let second = second_look(&root, first).unwrap();
        let names = |looks: &[Look]| {
            looks
                .iter()
                .map(|look| look.path.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(names(&second.ready), [at("complete")]);
        assert_eq!(second.gone, [at("gone")]);
        if cfg!(target_os = "linux") {
            assert_eq!(names(&second.moving), [at("growing"), at("open")]);
        }
    }

    #[test]
    fn a_folder_that_went_away_has_lost_no_file() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("disk");
        fs::create_dir(&root).unwrap();
        fs::write(root.join("a.jpg"), "a").unwrap();
        let first = vec![look_at(&root.join("a.jpg")).unwrap()];
        fs::rename(&root, dir.path().join("unmounted")).unwrap();
        assert!(second_look(&root, first).is_none(), "nothing is forgotten");
    }
}
