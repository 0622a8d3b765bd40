//! What a caller may choose before the emulator starts.

use std::{fmt, path::PathBuf, str::FromStr, sync::Arc};

use serde::{Deserialize, Serialize};

/// Which of Google's two sets of rules an account follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rules {
    /// Since 31 March 2025: only what the same client created, and no sharing by API.
    Today,
    /// As until March 2025: `albums.share`, `albums.unshare` and `sharedAlbums` answer.
    Legacy,
}

impl FromStr for Rules {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "today" => Ok(Self::Today),
            "legacy" => Ok(Self::Legacy),
            other => Err(format!("\"{other}\" is neither today nor legacy")),
        }
    }
}

/// What the accounts hold at the start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LibrarySource {
    /// Drawn photographs, two clips and one animation, in albums.
    Sample,
    /// Nothing.
    #[default]
    Empty,
    /// So many items, computed from their number when somebody asks.
    Synthetic(u64),
}

impl FromStr for LibrarySource {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match (text, text.strip_prefix("synthetic:")) {
            ("sample", _) => Ok(Self::Sample),
            ("empty", _) => Ok(Self::Empty),
            (_, Some(count)) => count
                .parse()
                .map(Self::Synthetic)
                .map_err(|_| format!("\"{count}\" is not a number of items")),
            _ => Err(format!("\"{text}\" is not sample, empty or synthetic:N")),
        }
    }
}

/// How far the drawing of the sample library is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Files that are ready.
    pub done: usize,
    /// Files there will be.
    pub total: usize,
}

/// Called while the sample library is drawn.
pub type OnProgress = Arc<dyn Fn(Progress) + Send + Sync>;

/// How an emulator is started. `Config::default()` is an empty one on any free port.
#[derive(Clone, Default)]
pub struct Config {
    /// The port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// Puts both accounts under one set of rules. `None`: the first is legacy, the second today's.
    pub rules: Option<Rules>,
    /// What the accounts hold at the start.
    pub library: LibrarySource,
    /// Where drawings, uploads and state live. `None`: uploads in a temporary folder, drawings in the
    /// cache folder of the operating system.
    pub data_dir: Option<PathBuf>,
    /// Where the drawings of the sample library are kept, so that several services share them. `None`: in `data_dir`.
    pub pictures_dir: Option<PathBuf>,
    /// Told how the drawing of the sample library goes on.
    pub progress: Option<OnProgress>,
    /// Keeps uploads, albums, links and sign-ins in `data_dir` over restarts.
    pub persist: bool,
    /// Names besides this machine's own under which it answers, for a TLS front that passes them on. The address of an
    /// upload session that was asked for under one of them is `https` on that name.
    pub names: Vec<String>,
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("port", &self.port)
            .field("rules", &self.rules)
            .field("library", &self.library)
            .field("data_dir", &self.data_dir)
            .field("pictures_dir", &self.pictures_dir)
            .field("persist", &self.persist)
            .field("names", &self.names)
            .finish_non_exhaustive()
    }
}
