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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Entry {
    Item(String),
    Enrichment(Enrichment),
}

/// A text, a place or a map between the pictures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "KeptEnrichment")]
pub(crate) struct Enrichment {
    pub(crate) id: String,
    /// None where an older version kept the id alone.
    pub(crate) what: Option<What>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum KeptEnrichment {
    Id(String),
    Whole { id: String, what: Option<What> },
}

impl From<KeptEnrichment> for Enrichment {
    fn from(kept: KeptEnrichment) -> Self {
        match kept {
            KeptEnrichment::Id(id) => Self { id, what: None },
            KeptEnrichment::Whole { id, what } => Self { id, what },
        }
    }
}

/// What an enrichment says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum What {
    Text(String),
    Place(Spot),
    Map { origin: Spot, destination: Spot },
}

/// A place with its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Spot {
    pub(crate) name: String,
    pub(crate) latitude: f64,
    pub(crate) longitude: f64,
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

    /// Its texts and places, with their place in the album.
    pub(crate) fn enrichments(&self) -> impl Iterator<Item = (usize, &What)> {
        let placed = self.entries.iter().enumerate();
        placed.filter_map(|(at, entry)| match entry {
            Entry::Enrichment(enrichment) => Some((at, enrichment.what.as_ref()?)),
            Entry::Item(_) => None,
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
