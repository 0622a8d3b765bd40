//! The folders of one emulator.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use directories::ProjectDirs;

use crate::{Config, random};

/// Where bytes live. A temporary folder is removed when this is dropped.
#[derive(Debug)]
pub(crate) struct Dirs {
    /// Bytes that were uploaded, named after their SHA-256.
    pub(crate) uploads: PathBuf,
    /// Uploads that are not complete.
    pub(crate) parts: PathBuf,
    /// The drawn sample library, kept between runs.
    pub(crate) drawings: PathBuf,
    /// Pictures of middle size, from which small ones are made quickly.
    pub(crate) scaled: PathBuf,
    /// Where the state is kept over restarts.
    pub(crate) state_file: PathBuf,
    temporary: Option<PathBuf>,
}

impl Dirs {
    /// Makes the folders a configuration needs.
    pub(crate) fn create(config: &Config) -> io::Result<Self> {
        let cache = match config.pictures_dir.as_ref().or(config.data_dir.as_ref()) {
            Some(dir) => dir.clone(),
            None => ProjectDirs::from("", "", "photos-emulator").map_or_else(
                || std::env::temp_dir().join("photos-emulator"),
                |dirs| dirs.cache_dir().to_path_buf(),
            ),
        };
        let kept = config.data_dir.as_ref().filter(|_| config.persist);
        let temporary = kept
            .is_none()
            .then(|| std::env::temp_dir().join(random::token("photos-emulator-", 9)));
        let state = kept.or(temporary.as_ref()).unwrap_or(&cache);
        let dirs = Self {
            uploads: state.join("uploads"),
            parts: state.join("parts"),
            drawings: cache.join("drawings"),
            scaled: cache.join("scaled"),
            state_file: state.join("state.json"),
            temporary,
        };
        for dir in [&dirs.uploads, &dirs.parts] {
            fs::create_dir_all(dir)?;
        }
        Ok(dirs)
    }

    /// Removes all uploaded bytes.
    pub(crate) fn forget_uploads(&self) {
        for dir in [&self.uploads, &self.parts] {
            for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
                remove(&entry.path());
            }
        }
    }
}

fn remove(path: &Path) {
    if let Err(error) = fs::remove_file(path) {
        tracing::debug!(%error, "a file cannot be removed");
    }
}

impl Drop for Dirs {
    fn drop(&mut self) {
        if let Some(dir) = &self.temporary {
            let _ = fs::remove_dir_all(dir);
        }
    }
}
