//! Hears from the system what changes in a folder. Where the system tells nothing, the folder is looked through again and
//! again instead.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::Notify;

/// So many changed places are remembered one by one; where there are more, the whole folder is looked through.
const PLACES: usize = 1_000;

/// Where something changed since it was last asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Nowhere.
    Nowhere,
    /// At these places: files or folders that appeared, changed or went.
    Places(Vec<PathBuf>),
    /// The system did not say, or it was too much.
    Anywhere,
}

#[derive(Debug, Default)]
struct Heard {
    anywhere: bool,
    places: BTreeSet<PathBuf>,
}

/// Watches one folder until it is dropped.
pub struct Eyes {
    heard: Arc<Mutex<Heard>>,
    _watcher: RecommendedWatcher,
}

impl Eyes {
    /// Begins to watch. `wake` is rung when something changes. Blocks on the disk.
    ///
    /// None where the system cannot tell: a limit is reached, or the disk is of a kind that tells nothing.
    pub fn open(folder: &Path, subfolders: bool, wake: Arc<Notify>) -> Option<Self> {
        let heard = Arc::<Mutex<Heard>>::default();
        let into = Arc::clone(&heard);
        let hear = move |event: notify::Result<Event>| {
            if hear(&into, event) {
                wake.notify_one();
            }
        };
        let config = Config::default().with_follow_symlinks(false);
        let depth = if subfolders {
            RecursiveMode::Recursive
        } else {
            RecursiveMode::NonRecursive
        };
        let opened = RecommendedWatcher::new(hear, config).and_then(|mut watcher| {
            watcher.watch(folder, depth)?;
            Ok(watcher)
        });
        match opened {
            Ok(watcher) => Some(Self {
                heard,
                _watcher: watcher,
            }),
            Err(error) => {
                tracing::info!(kind = ?error.kind, "the system does not tell of changes here; the folder is looked through every minute");
                None
            }
        }
    }

    /// Whether something changed that nobody asked for yet.
    pub fn has_heard(&self) -> bool {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.anywhere || !heard.places.is_empty()
    }

    /// What changed since the last time.
    pub fn take(&self) -> Changed {
        let heard = std::mem::take(&mut *self.heard.lock().unwrap_or_else(PoisonError::into_inner));
        if heard.anywhere {
            Changed::Anywhere
        } else if heard.places.is_empty() {
            Changed::Nowhere
        } else {
            Changed::Places(heard.places.into_iter().collect())
        }
    }
}

/// Keeps what is of interest; gives whether it was.
fn hear(into: &Mutex<Heard>, event: notify::Result<Event>) -> bool {
    let mut heard = into.lock().unwrap_or_else(PoisonError::into_inner);
    match event {
        Ok(event) if event.need_rescan() => heard.anywhere = true,
        // Reading changes nothing.
        Ok(Event {
            kind: EventKind::Access(kind),
            ..
        }) if kind != AccessKind::Close(AccessMode::Write) => return false,
        Ok(event) => heard.places.extend(event.paths),
        Err(error) => {
            tracing::debug!(kind = ?error.kind, "the system lost sight of a folder");
            heard.anywhere = true;
        }
    }
    if heard.places.len() > PLACES {
        heard.anywhere = true;
    }
    if heard.anywhere {
        heard.places.clear();
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_changes_are_one_change_of_the_whole() {
        let heard = Mutex::default();
        for number in 0..=PLACES {
            let event = Event::new(EventKind::Any).add_path(PathBuf::from(number.to_string()));
            assert!(hear(&heard, Ok(event)), "each change rings");
        }
        let heard = heard.into_inner().unwrap();
        assert!(heard.anywhere, "the folder is looked through once");
        assert!(heard.places.is_empty(), "and memory stays bounded");
    }

    #[test]
    fn reading_a_file_is_no_change() {
        let heard = Mutex::default();
        let read = EventKind::Access(AccessKind::Close(AccessMode::Read));
        assert!(
            !hear(&heard, Ok(Event::new(read).add_path(PathBuf::from("a")))),
            "uploading reads every file"
        );
        let written = EventKind::Access(AccessKind::Close(AccessMode::Write));
        assert!(hear(
            &heard,
            Ok(Event::new(written).add_path(PathBuf::from("a")))
        ));
    }
}
