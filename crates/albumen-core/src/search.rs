//! Searching the library: words and filters, newest first. Everything is answered from the local index; only favourites and
//! categories, which only Google knows, are asked for and then kept.

mod asked;
mod dates;
mod days;
mod google;
mod language;
mod marks;
mod question;
mod reader;
mod results;
mod rules;
mod store;
mod suggest;
mod tokens;

#[cfg(test)]
mod measure;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;

use crate::connections::Connections;
use crate::engine::Frame;
use crate::error::CoreError;
use crate::items;
use crate::view::{
    ConnectionKey, GridItem, SavedSearch, SearchKey, SearchSuggestion, SearchView, Segment,
};

/// How many of the newest a search shows at once.
const NEWEST: usize = 200;

/// The longest name of a saved search, in characters.
const NAME_CHARS: usize = 100;

/// Searching. Clones share what was read and found.
#[derive(Clone)]
pub struct Search {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    frame: Frame,
    connections: Connections,
    words: question::Names,
    results: results::Results,
    asking: google::Asking,
    /// Whether the parts of the full text are being brought together.
    tidying: std::sync::atomic::AtomicBool,
}

/// Waiting times of the search.
#[derive(Clone, Debug)]
pub struct SearchPolicy {
    /// Whether words are read in the background.
    pub reads_by_itself: bool,
    /// How long after the start that begins: the window comes first.
    pub reads_after: Duration,
    /// How long the answer of one of Google's own filters is good for.
    pub lists_good_for: Duration,
    /// How long a search waits for Google where nothing was kept.
    pub waits_for_google: Duration,
}

impl Default for SearchPolicy {
    fn default() -> Self {
        Self {
            reads_by_itself: true,
            reads_after: Duration::from_secs(2),
            lists_good_for: Duration::from_secs(24 * 60 * 60),
            waits_for_google: Duration::from_secs(10),
        }
    }
}

impl Search {
    pub(crate) fn new(frame: Frame, connections: Connections) -> Result<Self, CoreError> {
        Ok(Self {
            inner: Arc::new(Inner {
                frame,
                connections,
                words: question::Names::open()?,
                results: results::Results::default(),
                asking: google::Asking::default(),
                tidying: std::sync::atomic::AtomicBool::new(false),
            }),
        })
    }

    /// Begins to read words by itself.
    pub(crate) fn start(&self) {
        if self.inner.frame.policy.search.reads_by_itself {
            self.inner
                .frame
                .tasks
                .spawn_until_stopped(reader::read_along(Arc::clone(&self.inner)));
        }
    }

    /// What a text means, and the newest 200 that it finds in the current connection. What of the library was not read yet
    /// is looked through where that is little; otherwise `read_percent` is below 100.
    pub async fn view(&self, text: &str) -> Result<SearchView, CoreError> {
        self.inner.view(text).await
    }

    /// Ways to go on with a text whose caret stands after this many UTF-16 units, the most useful first, at most 8.
    pub async fn suggest(
        &self,
        text: &str,
        caret: u32,
    ) -> Result<Vec<SearchSuggestion>, CoreError> {
        let Some(current) = self.inner.connections.current().await? else {
            return Ok(Vec::new());
        };
        let (text, inner) = (text.to_owned(), Arc::clone(&self.inner));
        let read =
            move |db: &Connection| suggest::suggestions(db, &inner.words, current, &text, caret);
        Ok(self.inner.frame.index.read(read).await?)
    }

    /// Reads all words that were not read yet. Blocks nobody: others write in between.
    pub async fn read_all(&self) -> Result<(), CoreError> {
        while self.inner.read_some().await? {}
        Ok(())
    }

    /// Asks Google again for what the text's own filters of it need, however fresh that is.
    ///
    /// Errors: `NoConnection`, and what Google refuses.
    pub async fn ask_google_again(&self, text: &str) -> Result<(), CoreError> {
        let current = self.inner.current().await?;
        let parts = language::parse(text, self.inner.frame.clock.today());
        for filter in rules::filters(&parts).google {
            Inner::ask(&self.inner, current, filter).await?;
        }
        Ok(())
    }

    /// The searches that were kept for the current connection, by name.
    pub async fn saved(&self) -> Result<Vec<SavedSearch>, CoreError> {
        let Some(current) = self.inner.connections.current().await? else {
            return Ok(Vec::new());
        };
        let read = move |db: &Connection| store::saved(db, current);
        Ok(self.inner.frame.index.read(read).await?)
    }

    /// Keeps a search. Without a name it gets its text as one.
    ///
    /// Errors: `BadSetting` where there is nothing to search, `NoConnection`.
    pub async fn save(&self, name: &str, text: &str) -> Result<SavedSearch, CoreError> {
        let current = self.inner.current().await?;
        let text = text.trim().to_owned();
        if text.is_empty() {
            return Err(CoreError::BadSetting {
                why: "There is nothing to save yet. Type something to search for first.",
            });
        }
        let name = shortened(if name.trim().is_empty() { &text } else { name });
        let (kept_name, kept_text) = (name.clone(), text.clone());
        let write =
            move |tx: &rusqlite::Transaction<'_>| store::save(tx, current, &kept_name, &kept_text);
        let key = self.inner.frame.index.write(write).await?;
        Ok(SavedSearch { key, name, text })
    }

    /// Gives a saved search another name.
    ///
    /// Errors: `BadSetting` for an empty name, `NotFound`.
    pub async fn rename(&self, key: SearchKey, name: &str) -> Result<(), CoreError> {
        if name.trim().is_empty() {
            return Err(CoreError::BadSetting {
                why: "A saved search needs a name.",
            });
        }
        let name = shortened(name);
        let write = move |tx: &rusqlite::Transaction<'_>| store::rename(tx, key, &name);
        let found = self.inner.frame.index.write(write).await?;
        found.then_some(()).ok_or(NOT_FOUND)
    }

    /// Forgets a saved search.
    ///
    /// Errors: `NotFound`.
    pub async fn remove(&self, key: SearchKey) -> Result<(), CoreError> {
        let write = move |tx: &rusqlite::Transaction<'_>| store::remove(tx, key);
        let found = self.inner.frame.index.write(write).await?;
        found.then_some(()).ok_or(NOT_FOUND)
    }

    /// The parts of the grid of a search: its days, newest first, in pieces where they are long.
    pub(crate) async fn segments(&self, text: &str) -> Result<Vec<Segment>, CoreError> {
        let Some((_, places)) = self.found(text).await? else {
            return Ok(Vec::new());
        };
        Ok(days::segments(&places))
    }

    /// The items of those segments, in the order asked for.
    pub(crate) async fn grid(
        &self,
        text: &str,
        segments: &[String],
    ) -> Result<Vec<Vec<GridItem>>, CoreError> {
        let Some((connection, places)) = self.found(text).await? else {
            return Ok(vec![Vec::new(); segments.len()]);
        };
        let segments = segments.to_vec();
        let read = move |db: &Connection| {
            let of = |segment: &String| {
                items::at_places(db, days::of_segment(&places, connection, segment))
            };
            segments.iter().map(of).collect()
        };
        Ok(self.inner.frame.index.read(read).await?)
    }

    /// All places that a text finds in the current connection, newest first; none without a connection.
    pub(crate) async fn found(
        &self,
        text: &str,
    ) -> Result<Option<(ConnectionKey, Arc<Vec<i64>>)>, CoreError> {
        self.inner.found(text).await
    }
}

const NOT_FOUND: CoreError = CoreError::NotFound { what: "search" };

impl Inner {
    async fn current(&self) -> Result<ConnectionKey, CoreError> {
        self.connections
            .current()
            .await?
            .ok_or(CoreError::NoConnection)
    }
}

fn shortened(name: &str) -> String {
    name.trim().chars().take(NAME_CHARS).collect()
}
