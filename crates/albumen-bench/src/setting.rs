//! What a bench against the service stands on: Google Photos behind encryption, our program signed in, the others.

use std::path::Path;

use photos_emulator::LibrarySource;

use crate::emulator::Emulator;
use crate::front::Front;
use crate::home::Product;
use crate::peers::Peers;
use crate::{Asked, certificate, front};

/// Everything on the stage.
pub(crate) struct Setting {
    /// Google Photos.
    pub(crate) emulator: Emulator,
    /// Ours.
    pub(crate) product: Product,
    /// The others.
    pub(crate) peers: Peers,
    /// Pairs of runs.
    pub(crate) rounds: usize,
    folder: tempfile::TempDir,
    _front: Front,
}

impl Setting {
    /// Builds it around a library.
    pub(crate) async fn build(asked: &Asked, library: LibrarySource) -> Result<Self, String> {
        let kept = working_folder(asked.keep)?;
        let folder = kept.path();
        let held = folder.join("emulator");
        std::fs::create_dir_all(&held).map_err(|error| error.to_string())?;
        let certificate = certificate::make(folder)?;
        let emulator = Emulator::start(&held, library).await?;
        let front = front::start(&certificate, emulator.hand()).await?;
        let product =
            Product::sign_in(&asked.binaries, &certificate.authority, folder, &emulator).await?;
        let peers = Peers::new(folder, &certificate.authority, emulator.token().await?)?;
        Ok(Self {
            emulator,
            product,
            peers,
            rounds: asked.rounds,
            folder: kept,
            _front: front,
        })
    }

    /// A folder for whatever a row needs.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// In memory where the system has such a folder, so that no disk is measured.
pub(crate) fn working_folder(keep: bool) -> Result<tempfile::TempDir, String> {
    let memory = Path::new("/dev/shm");
    let mut made = if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    }
    .map_err(|error| error.to_string())?;
    if keep {
        made.disable_cleanup(true);
        println!("kept: {}", made.path().display());
    }
    Ok(made)
}
