//! The library of one account: its items in their order, its albums, what it joined.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
    ops::Bound,
};

use serde::{Deserialize, Serialize};

use super::{
    album::Album,
    item::{Item, Key},
};
use crate::synthetic::Synthetic;

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
        if let Some(words) = self.descriptions.get(id) {
            item.description = Some(words.clone()).filter(|words| !words.is_empty());
        }
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

    /// The keys within a span, in order, after `after`. `computed` leaves the synthetic items in.
    pub(crate) fn keys<'a>(
        &'a self,
        span: Span,
        after: Option<&Key>,
        newest_first: bool,
        computed: bool,
    ) -> Box<dyn Iterator<Item = Key> + 'a> {
        let kept = self.kept_keys(span, after, newest_first);
        match self.synthetic.as_ref().filter(|_| computed) {
            Some(synthetic) => merge(
                kept,
                synthetic.keys(span, after, newest_first),
                newest_first,
            ),
            None => kept,
        }
    }

    fn kept_keys<'a>(
        &'a self,
        span: Span,
        after: Option<&Key>,
        newest_first: bool,
    ) -> Box<dyn Iterator<Item = Key> + 'a> {
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
            return Box::new(self.order.range(start..end).rev().cloned());
        }
        let start = match after {
            Some(key) if *key >= start => Bound::Excluded(key.clone()),
            _ => Bound::Included(start),
        };
        if after.is_some_and(|key| *key >= end) {
            return Box::new(std::iter::empty());
        }
        Box::new(self.order.range((start, Bound::Excluded(end))).cloned())
    }
}

fn merge<'a>(
    one: Box<dyn Iterator<Item = Key> + 'a>,
    other: Box<dyn Iterator<Item = Key> + 'a>,
    newest_first: bool,
) -> Box<dyn Iterator<Item = Key> + 'a> {
    let (mut one, mut other) = (one.peekable(), other.peekable());
    Box::new(std::iter::from_fn(move || {
        match (one.peek(), other.peek()) {
            (Some(a), Some(b)) => {
                if (a > b) == newest_first {
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
