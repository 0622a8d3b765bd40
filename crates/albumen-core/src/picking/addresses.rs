//! Where the bytes of picked items are, for an hour at most. Never stored.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use google_photos::{BaseUrl, MediaItem, PickedItem};

use super::rules::{self, Copy};

/// What Google said when the items of a pick were last listed.
pub struct Addresses {
    items: HashMap<String, (PickedItem, Copy)>,
    since: Instant,
}

impl Addresses {
    /// None yet; they count from now on.
    pub fn new() -> Self {
        Self {
            items: HashMap::new(),
            since: Instant::now(),
        }
    }

    /// Takes a page of the list.
    pub fn take(&mut self, page: Vec<PickedItem>) {
        for item in page {
            let copy = rules::copy(&item);
            self.items.insert(item.id.as_str().to_owned(), (item, copy));
        }
    }

    /// Where an item is, and what there is to fetch of it.
    pub fn of(&self, google_id: &str) -> Option<(Option<&BaseUrl>, Copy)> {
        let (item, copy) = self.items.get(google_id)?;
        Some((item.base_url.as_ref(), *copy))
    }

    /// What is known of an item, as the index keeps it.
    pub fn about(&self, google_id: &str) -> Option<MediaItem> {
        self.items
            .get(google_id)
            .map(|(item, _)| rules::about(item))
    }

    /// Whether they are too old to be relied on.
    pub fn are_old(&self, fresh_for: Duration) -> bool {
        self.since.elapsed() >= fresh_for
    }
}
