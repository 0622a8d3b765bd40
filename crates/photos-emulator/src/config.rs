//! What a caller may choose before the emulator starts.

use std::{fmt, path::PathBuf, str::FromStr, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::synthetic::{MOST_A_DAY, MOST_A_MONTH};

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
    /// So many items, computed from their number when somebody asks: one every ten minutes.
    Synthetic(u64),
    /// The same, with more of them in a month or on a day; 0 where that is as any other.
    Crowded {
        /// All of them.
        count: u64,
        /// Of these in April 2026.
        month: u64,
        /// Of these on 14 March 2026.
        day: u64,
    },
}

impl LibrarySource {
    /// The words behind `synthetic:`, such as `1000000,month=70000,day=5000`.
    fn synthetic(words: &str) -> Result<Self, String> {
        let number = |text: &str| {
            let number = text.parse::<u64>();
            number.map_err(|_| format!("\"{text}\" is not a number of items"))
        };
        let (count, crowds) = words.split_once(',').unwrap_or((words, ""));
        let count = number(count)?;
        let (mut month, mut day) = (0, 0);
        for crowd in crowds.split(',').filter(|crowd| !crowd.is_empty()) {
            let (crowded, most, text) = match crowd.split_once('=') {
                Some(("month", text)) => (&mut month, MOST_A_MONTH, text),
                Some(("day", text)) => (&mut day, MOST_A_DAY, text),
                _ => return Err(format!("\"{crowd}\" is neither month=N nor day=N")),
            };
            *crowded = number(text)?;
            if *crowded > most {
                return Err(format!("\"{crowd}\" is more than {most}, one a second"));
            }
        }
        Ok(match (month, day) {
            (0, 0) => Self::Synthetic(count),
            (month, day) => Self::Crowded { count, month, day },
        })
    }
}

impl FromStr for LibrarySource {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match (text, text.strip_prefix("synthetic:")) {
            ("sample", _) => Ok(Self::Sample),
            ("empty", _) => Ok(Self::Empty),
            (_, Some(words)) => Self::synthetic(words),
            _ => Err(format!(
                "\"{text}\" is not sample, empty or synthetic:N[,month=N][,day=N]"
            )),
        }
    }
}

/// Photos and videos of an account that no app made. Only the Picker API leads to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnItems {
    /// How many each account has.
    pub count: u64,
    /// Pixels on the longest side.
    pub longest_px: u32,
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
    /// What no app made. `None`: 600 items beside the sample library, and nothing beside another one.
    pub own: Option<OwnItems>,
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
    /// upload session that was asked for under one of them is `https` on that name, and base URLs are `https` on the one
    /// that begins with `lh3.`, if one does.
    pub names: Vec<String>,
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("port", &self.port)
            .field("rules", &self.rules)
            .field("library", &self.library)
            .field("own", &self.own)
            .field("data_dir", &self.data_dir)
            .field("pictures_dir", &self.pictures_dir)
            .field("persist", &self.persist)
            .field("names", &self.names)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_is_named_in_words() {
        let named = |text: &str| text.parse::<LibrarySource>();
        assert_eq!(named("synthetic:12"), Ok(LibrarySource::Synthetic(12)));
        let crowded = LibrarySource::Crowded {
            count: 1_000_000,
            month: 70_000,
            day: 5_000,
        };
        assert_eq!(
            named("synthetic:1000000,month=70000,day=5000"),
            Ok(crowded),
            "both crowds"
        );
        for bad in [
            "synthetic:",
            "synthetic:1,week=2",
            "synthetic:1,day=86401",
            "million",
        ] {
            assert!(named(bad).is_err(), "{bad}");
        }
    }
}
