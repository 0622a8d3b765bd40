//! The sample library: drawn once, put on both shelves.

use std::{io, path::Path};

use crate::{account::Who, app::App, config::OnProgress, library::shelf::Shelf, uploads::sink};

/// Draws what is not drawn yet.
pub(crate) fn draw(_dir: &Path, _progress: Option<&OnProgress>) -> io::Result<()> {
    Ok(())
}

/// Puts the library of an account on its shelf.
pub(crate) fn fill(_dir: &Path, _who: Who, _shelf: &mut Shelf) -> io::Result<()> {
    Ok(())
}

impl App {
    /// Hashes the items of an account whose hash is not known, all or those of one size.
    pub(crate) fn learn_hashes(&self, who: Who, size_bytes: Option<u64>) {
        let unknown: Vec<_> = {
            let world = self.world();
            let items = world.shelves.of(who).kept_items();
            items
                .filter(|item| {
                    item.sha256.is_none() && size_bytes.is_none_or(|size| size == item.size_bytes)
                })
                .filter_map(|item| Some((item.id.clone(), crate::media::file_of(self, item)?)))
                .collect()
        };
        for (id, file) in unknown {
            match sink::sha256_of(&file) {
                Ok(sha256) => self.world().shelves.of_mut(who).learn_sha256(&id, &sha256),
                Err(error) => tracing::warn!(%error, "a drawing cannot be read"),
            }
        }
    }
}
