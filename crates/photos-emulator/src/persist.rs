//! Keeps the state over restarts, as one file that is replaced as a whole.

use std::{fs, io, path::Path, sync::PoisonError};

use serde::{Deserialize, Serialize};

use crate::{LibrarySource, app::App, world::World};

/// Raised when an older file cannot be read any more; such a file is set aside.
const FORMAT: u32 = 2;

#[derive(Serialize, Deserialize)]
struct Kept<W> {
    format: u32,
    library: LibrarySource,
    port: u16,
    world: W,
}

/// What an earlier run left: its state and its port, so that links stay what they were.
pub(crate) struct Earlier {
    pub(crate) world: World,
    pub(crate) port: u16,
}

/// Reads the state of an earlier run with the same library. A file that makes no sense is set aside.
pub(crate) fn load(file: &Path, library: LibrarySource) -> io::Result<Option<Earlier>> {
    let text = match fs::read(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    match serde_json::from_slice::<Kept<World>>(&text) {
        Ok(kept) if kept.format == FORMAT && kept.library == library => {
            let mut world = kept.world;
            world.shelves.first.rebuild();
            world.shelves.second.rebuild();
            Ok(Some(Earlier {
                world,
                port: kept.port,
            }))
        }
        _ => {
            let aside = file.with_extension("set-aside.json");
            tracing::warn!(file = %aside.display(), "the kept state is of another library or format and was set aside");
            fs::rename(file, aside)?;
            Ok(None)
        }
    }
}

/// Writes the state if it is to be kept and something changed.
pub(crate) fn save_if_changed(app: &App) {
    if !app.persist {
        return;
    }
    let _one = app.saving.lock().unwrap_or_else(PoisonError::into_inner);
    let text = {
        let mut world = app.world();
        if !world.take_changed() {
            return;
        }
        serde_json::to_vec(&Kept {
            format: FORMAT,
            library: app.library,
            port: app.port,
            world: &*world,
        })
    };
    let written = text
        .map_err(io::Error::other)
        .and_then(|text| replace(&app.dirs.state_file, &text));
    if let Err(error) = written {
        tracing::error!(%error, "the state cannot be kept; it will be gone after a restart");
        app.world().touch();
    }
}

fn replace(file: &Path, text: &[u8]) -> io::Result<()> {
    let new = file.with_extension("new");
    fs::write(&new, text)?;
    // Order: the name moves only once the bytes are complete.
    fs::rename(new, file)
}
