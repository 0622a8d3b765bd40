//! An album as the service keeps it.

use serde::{Deserialize, Serialize};

/// How an album is open to others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Share {
    pub(crate) token: String,
    pub(crate) key: String,
    pub(crate) collaborative: bool,
    pub(crate) commentable: bool,
}

/// One place in an album.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Entry {
    Item(String),
    Enrichment(String),
}

/// One album.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Album {
    pub(crate) id: String,
    pub(crate) client_id: String,
    pub(crate) title: String,
    pub(crate) entries: Vec<Entry>,
    pub(crate) cover: Option<String>,
    pub(crate) share: Option<Share>,
}

impl Album {
    /// An empty album of a client.
    pub(crate) fn new(id: String, client_id: &str, title: &str) -> Self {
        Self {
            id,
            client_id: client_id.into(),
            title: title.into(),
            entries: Vec::new(),
            cover: None,
            share: None,
        }
    }

    /// The ids of its media items, in the order of the album.
    pub(crate) fn item_ids(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Item(id) => Some(id.as_str()),
            Entry::Enrichment(_) => None,
        })
    }

    /// Whether the item is in it.
    pub(crate) fn holds(&self, id: &str) -> bool {
        self.item_ids().any(|held| held == id)
    }

    /// The item on the cover: the chosen one while it is there, else the first.
    pub(crate) fn cover_id(&self) -> Option<&str> {
        let chosen = self.cover.as_deref().filter(|id| self.holds(id));
        chosen.or_else(|| self.item_ids().next())
    }

    /// Takes an item out. Says whether it was in.
    pub(crate) fn take(&mut self, id: &str) -> bool {
        let before = self.entries.len();
        self.entries
            .retain(|entry| !matches!(entry, Entry::Item(held) if held == id));
        before != self.entries.len()
    }
}
