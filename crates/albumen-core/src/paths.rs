//! Where everything lies on disk. The one place that joins a file name to a folder of ours.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::error::CoreError;
use crate::view::ConnectionKey;

/// The folders of one home: a person's own, or a test's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// The index, and the secrets where there is no keychain.
    pub data: PathBuf,
    /// What can be made again: thumbnails, videos.
    pub cache: PathBuf,
    /// Settings.
    pub config: PathBuf,
}

impl Paths {
    /// `ALBUMEN_HOME` where it is set, otherwise the folders the operating system has for programs.
    ///
    /// Errors: [`CoreError::NoHome`] where the system names no home folder.
    pub fn from_env() -> Result<Self, CoreError> {
        if let Some(home) = std::env::var_os("ALBUMEN_HOME").filter(|home| !home.is_empty()) {
            return Ok(Self::under(Path::new(&home)));
        }
        let dirs = ProjectDirs::from("", "", "albumen").ok_or(CoreError::NoHome)?;
        Ok(Self {
            data: dirs.data_local_dir().to_owned(),
            cache: dirs.cache_dir().to_owned(),
            config: dirs.config_dir().to_owned(),
        })
    }

    /// All three inside one folder.
    #[must_use]
    pub fn under(home: &Path) -> Self {
        Self {
            data: home.join("data"),
            cache: home.join("cache"),
            config: home.join("config"),
        }
    }

    /// Makes the folders, readable by their owner alone.
    pub(crate) fn create(&self) -> Result<(), CoreError> {
        for folder in [&self.data, &self.cache, &self.config] {
            private_folder(folder).map_err(|source| CoreError::HomeNotWritable {
                folder: folder.clone(),
                source: Some(std::sync::Arc::new(source)),
            })?;
        }
        Ok(())
    }

    /// The local index.
    #[must_use]
    pub fn index(&self) -> PathBuf {
        self.data.join("index.db")
    }

    /// Held by the one process that works on this home.
    #[must_use]
    pub fn lock(&self) -> PathBuf {
        self.data.join("in-use.lock")
    }

    /// The secrets, where there is no keychain.
    #[must_use]
    pub fn secrets(&self) -> PathBuf {
        self.data.join("secrets").join("secrets.json")
    }

    /// The thumbnails of one connection.
    #[must_use]
    pub fn thumbnails(&self, connection: ConnectionKey) -> PathBuf {
        self.all_thumbnails().join(connection.0.to_string())
    }

    /// The thumbnails of all connections.
    #[must_use]
    pub(crate) fn all_thumbnails(&self) -> PathBuf {
        self.cache.join("thumbnails")
    }

    /// The videos of one connection that were fetched to be played.
    #[must_use]
    pub fn videos(&self, connection: ConnectionKey) -> PathBuf {
        self.cache.join("videos").join(connection.0.to_string())
    }

    /// A copy of one item that was dragged out of the window.
    #[must_use]
    pub(crate) fn dragged(&self, key: crate::view::ItemKey) -> PathBuf {
        self.all_dragged().join(key.0.to_string())
    }

    /// Copies that were dragged out of the window. They last until the next start.
    #[must_use]
    pub(crate) fn all_dragged(&self) -> PathBuf {
        self.cache.join("dragged")
    }

    /// Where programs run that recipes start.
    #[must_use]
    pub(crate) fn recipes(&self) -> PathBuf {
        self.data.join("recipes")
    }

    /// Copies of photos with a capture time, while they are sent.
    #[must_use]
    pub(crate) fn copies(&self) -> PathBuf {
        self.cache.join("copies")
    }
}

/// Makes a folder and those above it; a new one is for its owner alone.
pub(crate) fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_home_holds_all_folders() {
        let paths = Paths::under(Path::new("home"));
        for folder in [&paths.data, &paths.cache, &paths.config] {
            assert!(folder.starts_with("home"), "ALBUMEN_HOME moves all data");
        }
    }
}
