//! The library of one account: its items in their order, its albums, what it joined.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
    ops::Bound,
};

use serde::{Deserialize, Serialize};

use super::{
    album::Album,
    item::{Item, Key, Kind},
};
use crate::{
    oauth::client::SAMPLE_CLIENT_ID,
    synthetic::{self, Synthetic},
};

/// A span of capture time: from inclusive, to exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    pub(crate) from_ms: i64,
    pub(crate) to_ms: i64,
}

impl Span {
    /// All of time.
    pub(crate) const ALWAYS: Self = Self {
        from_ms: i64::MIN,
        to_ms: i64::MAX,
    };
}

/// One item of a walk. A computed one is not made yet, so that what a filter leaves out costs nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Found<'a> {
    Kept(&'a Item),
    Computed { index: u64, taken_ms: i64 },
}

impl Found<'_> {
    /// The client that created it.
    pub(crate) fn client_id(&self) -> &str {
        match self {
            Self::Kept(item) => &item.client_id,
            Self::Computed { .. } => SAMPLE_CLIENT_ID,
        }
    }

    /// Whether a date filter can find it.
    pub(crate) fn has_capture_date(&self) -> bool {
        match self {
            Self::Kept(item) => item.has_capture_date,
            Self::Computed { .. } => true,
        }
    }

    /// Still picture or film.
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Kept(item) => item.kind,
            Self::Computed { .. } => Kind::Photo,
        }
    }

    /// Whether its owner marked it.
    pub(crate) fn is_favourite(&self) -> bool {
        match self {
            Self::Kept(item) => item.favourite,
            Self::Computed { index, .. } => synthetic::is_favourite(*index),
        }
    }

    /// Whether it is in one of these categories.
    pub(crate) fn is_in(&self, names: &[String]) -> bool {
        match self {
            Self::Kept(item) => names.iter().any(|name| item.categories.contains(name)),
            Self::Computed { index, .. } => {
                names.iter().any(|name| name == synthetic::category(*index))
            }
        }
    }

    /// Its place in the order of the library.
    pub(crate) fn key(&self) -> Key {
        match self {
            Self::Kept(item) => item.key(),
            Self::Computed { index, taken_ms } => (*taken_ms, synthetic::id(*index)),
        }
    }

    fn taken_ms(&self) -> i64 {
        match self {
            Self::Kept(item) => item.created_ms,
            Self::Computed { taken_ms, .. } => *taken_ms,
        }
    }

    fn is_newer_than(&self, other: &Self) -> bool {
        let by_time = self.taken_ms().cmp(&other.taken_ms());
        by_time.then_with(|| self.key().cmp(&other.key())).is_gt()
    }
}

/// One account's library.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Shelf {
    items: HashMap<String, Item>,
    pub(crate) albums: Vec<Album>,
    /// Share tokens of albums of other people this account joined.
    pub(crate) joined: Vec<String>,
    /// Descriptions written over those of computed items.
    descriptions: HashMap<String, String>,
    #[serde(skip)]
    order: BTreeSet<Key>,
    #[serde(skip)]
    by_blake3: HashMap<String, String>,
    #[serde(skip)]
    pub(crate) synthetic: Option<Synthetic>,
}

impl Shelf {
    /// Makes the indexes again after the items were read from a file.
    pub(crate) fn rebuild(&mut self) {
        self.order = self.items.values().map(Item::key).collect();
        self.by_blake3 = self
            .items
            .values()
            .filter_map(|item| item.blake3.clone().map(|hash| (hash, item.id.clone())))
            .collect();
    }

    /// Puts an item in its place.
    pub(crate) fn insert(&mut self, item: Item) {
        self.order.insert(item.key());
        if let Some(blake3) = &item.blake3 {
            self.by_blake3.insert(blake3.clone(), item.id.clone());
        }
        self.items.insert(item.id.clone(), item);
    }

    /// Takes an item out of the library and of all albums. Says whether it was there.
    pub(crate) fn remove(&mut self, id: &str) -> bool {
        let Some(item) = self.items.remove(id) else {
            return false;
        };
        self.order.remove(&item.key());
        if let Some(blake3) = &item.blake3 {
            self.by_blake3.remove(blake3);
        }
        for album in &mut self.albums {
            album.take(id);
        }
        true
    }

    /// An item by its id.
    pub(crate) fn item(&self, id: &str) -> Option<Cow<'_, Item>> {
        if let Some(item) = self.items.get(id) {
            return Some(Cow::Borrowed(item));
        }
        let mut item = self.synthetic.as_ref()?.by_id(id)?;
        self.put_description(&mut item);
        Some(Cow::Owned(item))
    }

    /// The items that are not computed.
    pub(crate) fn kept_items(&self) -> impl Iterator<Item = &Item> {
        self.items.values()
    }

    /// Notes what an item's bytes are known by.
    pub(crate) fn learn_blake3(&mut self, id: &str, blake3: &str) {
        if let Some(item) = self.items.get_mut(id) {
            item.blake3 = Some(blake3.into());
            self.by_blake3.insert(blake3.into(), id.into());
        }
    }

    /// Notes the SHA-256 of an item's bytes.
    pub(crate) fn learn_sha256(&mut self, id: &str, sha256: String) {
        if let Some(item) = self.items.get_mut(id) {
            item.sha256 = Some(sha256);
        }
    }

    /// The item that has these bytes already.
    pub(crate) fn with_blake3(&self, blake3: &str) -> Option<&str> {
        self.by_blake3.get(blake3).map(String::as_str)
    }

    /// Writes a description; an empty one takes it away.
    pub(crate) fn describe(&mut self, id: &str, words: &str) {
        match self.items.get_mut(id) {
            Some(item) => {
                item.description = Some(words.to_owned()).filter(|words| !words.is_empty())
            }
            None => {
                self.descriptions.insert(id.into(), words.into());
            }
        }
    }

    /// An album by its id.
    pub(crate) fn album(&self, id: &str) -> Option<&Album> {
        self.albums.iter().find(|album| album.id == id)
    }

    /// An album by its id, to change it.
    pub(crate) fn album_mut(&mut self, id: &str) -> Option<&mut Album> {
        self.albums.iter_mut().find(|album| album.id == id)
    }

    /// An item of a walk, made.
    pub(crate) fn made(&self, found: Found<'_>) -> Option<Item> {
        match found {
            Found::Kept(item) => Some(item.clone()),
            Found::Computed { index, .. } => {
                let mut item = self.synthetic.as_ref()?.item(index);
                self.put_description(&mut item);
                Some(item)
            }
        }
    }

    fn put_description(&self, item: &mut Item) {
        if let Some(words) = self.descriptions.get(&item.id) {
            item.description = Some(words.clone()).filter(|words| !words.is_empty());
        }
    }

    /// The items within a span, in order, after `after`. `computed` leaves the synthetic items in.
    pub(crate) fn walk<'a>(
        &'a self,
        span: Span,
        after: Option<&Key>,
        newest_first: bool,
        computed: bool,
    ) -> Box<dyn Iterator<Item = Found<'a>> + 'a> {
        let kept = self.kept_keys(span, after, newest_first);
        let kept = Box::new(kept.filter_map(|key| self.items.get(&key.1).map(Found::Kept)));
        let Some(synthetic) = self.synthetic.as_ref().filter(|_| computed) else {
            return kept;
        };
        let found = synthetic
            .walk(span, after, newest_first)
            .map(|index| Found::Computed {
                index,
                taken_ms: synthetic.taken_ms(index),
            });
        if self.items.is_empty() {
            return Box::new(found);
        }
        merge(kept, Box::new(found), newest_first)
    }

    fn kept_keys<'a>(
        &'a self,
        span: Span,
        after: Option<&Key>,
        newest_first: bool,
    ) -> Box<dyn Iterator<Item = &'a Key> + 'a> {
        let start = (span.from_ms, String::new());
        let end = (span.to_ms, String::new());
        if newest_first {
            let end = match after {
                Some(key) if *key < end => key.clone(),
                _ => end,
            };
            if start >= end {
                return Box::new(std::iter::empty());
            }
            return Box::new(self.order.range(start..end).rev());
        }
        let start = match after {
            Some(key) if *key >= start => Bound::Excluded(key.clone()),
            _ => Bound::Included(start),
        };
        if after.is_some_and(|key| *key >= end) {
            return Box::new(std::iter::empty());
        }
        Box::new(self.order.range((start, Bound::Excluded(end))))
    }
}

fn merge<'a>(
    one: Box<dyn Iterator<Item = Found<'a>> + 'a>,
    other: Box<dyn Iterator<Item = Found<'a>> + 'a>,
    newest_first: bool,
) -> Box<dyn Iterator<Item = Found<'a>> + 'a> {
    let (mut one, mut other) = (one.peekable(), other.peekable());
    Box::new(std::iter::from_fn(move || {
        match (one.peek(), other.peek()) {
            (Some(a), Some(b)) => {
                if a.is_newer_than(b) == newest_first {
                    one.next()
                } else {
                    other.next()
                }
            }
            (Some(_), None) => one.next(),
            (None, _) => other.next(),
        }
    }))
}
