//! A library of any size that is computed from the number of each item and stores nothing.
//!
//! One item every ten minutes, but for a month and a day that can be crowded. Of its items 1 in 29 is a favourite, 1 in 50
//! has a description, and each has one of six categories, eleven in a row.

mod crowd;

use std::cmp::Ordering;

use crate::{
    library::{
        album::{Album, Entry},
        item::{Camera, Item, Key, Kind, Place},
        shelf::Span,
    },
    oauth::client::SAMPLE_CLIENT_ID,
    random,
};
use crowd::Times;
pub(crate) use crowd::{MOST_A_DAY, MOST_A_MONTH};

const ALBUMS: u64 = 100;
const ALBUM_ITEMS: u64 = 500;

const SHAPES: [(u32, u32); 6] = [
    (4032, 3024),
    (3024, 4032),
    (4000, 2250),
    (3000, 3000),
    (6000, 2000),
    (2250, 4000),
];
const CATEGORIES: [&str; 6] = [
    "LANDSCAPES",
    "ANIMALS",
    "FOOD",
    "TRAVEL",
    "NIGHT",
    "FLOWERS",
];
const CAMERAS: [(&str, &str); 4] = [
    ("Nordlys", "N-7"),
    ("Alder Optical", "Field 40"),
    ("Pellucid", "P2 Compact"),
    ("Marlowe", "Phone 9"),
];

/// So many items; number 0 is the newest.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Synthetic {
    count: u64,
    times: Times,
}

impl Synthetic {
    /// A library of `count` items, of which so many were taken in April 2026, and so many on 14 March 2026; 0 where
    /// these are as any other.
    pub(crate) fn new(count: u64, month: u64, day: u64) -> Self {
        Self {
            count,
            times: Times::new(month, day),
        }
    }

    /// Albums of consecutive items, spread over the library.
    pub(crate) fn albums(&self) -> Vec<Album> {
        let albums = (self.count / 40).clamp(u64::from(self.count > 0), ALBUMS);
        let each = (self.count / albums.max(1)).min(ALBUM_ITEMS);
        let apart = self.count / albums.max(1);
        (0..albums)
            .map(|number| {
                let title = format!("Journey {}", number + 1);
                let mut album = Album::new(
                    random::stable_id(&["synthetic album", &title]),
                    SAMPLE_CLIENT_ID,
                    &title,
                );
                let start = number * apart;
                album.entries = (start..start + each)
                    .map(|index| Entry::Item(id(index)))
                    .collect();
                album
            })
            .collect()
    }

    /// The item with an id of [`id`].
    pub(crate) fn by_id(&self, text: &str) -> Option<Item> {
        let index = u64::from_str_radix(text.get(2..18)?, 16).ok()?;
        (index < self.count && id(index) == text).then(|| self.item(index))
    }

    /// When the item of a number was taken.
    pub(crate) fn taken_ms(&self, index: u64) -> i64 {
        self.times.taken_ms(index)
    }

    /// The numbers of the items within a span, in order, after `after`.
    pub(crate) fn walk(
        &self,
        span: Span,
        after: Option<&Key>,
        newest_first: bool,
    ) -> Box<dyn Iterator<Item = u64>> {
        // Numbers rise while time falls: the span is first..end.
        let mut first = self.partition(|index| self.taken_ms(index) >= span.to_ms);
        let mut end = self.partition(|index| self.taken_ms(index) >= span.from_ms);
        match after {
            Some(after) if newest_first => {
                first = first.max(self.partition(|index| self.compare(index, after).is_ge()));
            }
            Some(after) => {
                end = end.min(self.partition(|index| self.compare(index, after).is_gt()))
            }
            None => {}
        }
        if newest_first {
            Box::new(first..end)
        } else {
            Box::new((first..end).rev())
        }
    }

    fn compare(&self, index: u64, key: &Key) -> Ordering {
        let (taken_ms, text) = key;
        let by_time = self.taken_ms(index).cmp(taken_ms);
        by_time.then_with(|| id(index).cmp(text))
    }

    /// The first number for which the condition, true for all smaller ones, does not hold.
    fn partition(&self, holds: impl Fn(u64) -> bool) -> u64 {
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low + (high - low) / 2;
            if holds(middle) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        low
    }

    /// The item of a number.
    pub(crate) fn item(&self, index: u64) -> Item {
        let (width_px, height_px) =
            pick(&SHAPES, index.wrapping_mul(7) >> 2).unwrap_or((4032, 3024));
        let (make, model) = pick(&CAMERAS, index / 37).unwrap_or(("Nordlys", "N-7"));
        let taken_ms = self.taken_ms(index);
        Item {
            id: id(index),
            client_id: SAMPLE_CLIENT_ID.into(),
            filename: format!("IMG_{index:07}.jpg"),
            mime_type: "image/jpeg".into(),
            description: index
                .is_multiple_of(50)
                .then(|| format!("Number {index} of a long journey")),
            created_ms: taken_ms,
            has_capture_date: true,
            uploaded_ms: taken_ms,
            size_bytes: 0,
            blake3: None,
            sha256: None,
            is_whole: true,
            width_px,
            height_px,
            kind: Kind::Photo,
            camera: Camera {
                make: Some(make.into()),
                model: Some(model.into()),
                focal_length_mm: pick(&[4.2, 24.0, 35.0, 50.0, 85.0], index / 5),
                aperture: pick(&[1.8, 2.8, 4.0, 8.0], index / 3),
                iso: pick(&[50, 100, 200, 400, 1600], index / 2),
                exposure_s: pick(&[0.001, 0.004, 0.008, 0.0166], index),
            },
            fps: None,
            favourite: is_favourite(index),
            categories: vec![category(index).into()],
            place: Place::Synthetic(index),
        }
    }
}

/// Whether the owner of an item marked it.
pub(crate) fn is_favourite(index: u64) -> bool {
    index.is_multiple_of(29)
}

/// What is on it.
pub(crate) fn category(index: u64) -> &'static str {
    pick(&CATEGORIES, index / 11).unwrap_or("LANDSCAPES")
}

/// The id of a number: 58 characters, and nobody else's. Cheap, because a page needs hundreds of them.
pub(crate) fn id(index: u64) -> String {
    let mix = |salt: u64| {
        let mixed = (index ^ salt).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed ^ (mixed >> 31)).wrapping_mul(0xBF58_476D_1CE4_E5B9)
    };
    let mut text = String::with_capacity(58);
    text.push_str("AS");
    for (number, digits) in [(index, 16), (mix(1), 16), (mix(2), 16), (mix(3) >> 32, 8)] {
        for place in (0..digits).rev() {
            let digit = u32::try_from(number >> (4 * place) & 15).unwrap_or(0);
            text.push(char::from_digit(digit, 16).unwrap_or('0'));
        }
    }
    text
}

fn pick<T: Copy>(list: &[T], number: u64) -> Option<T> {
    list.get(usize::try_from(number % list.len().max(1) as u64).ok()?)
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_gives_its_item_again_and_no_other() {
        let library = Synthetic::new(1_000_000, 0, 0);
        assert!(id(0).len() >= 55);
        assert_eq!(
            library.by_id(&id(999_999)).map(|item| item.filename),
            Some("IMG_0999999.jpg".into())
        );
        assert!(
            library.by_id(&id(1_000_000)).is_none(),
            "one beyond the end"
        );
        assert!(library.by_id(&id(5).replacen("AS0", "AS1", 1)).is_none());
        assert!(library.by_id("AS").is_none());
    }

    #[test]
    fn pages_of_a_span_meet_without_gap_or_repeat_in_both_directions() {
        let library = Synthetic::new(5_000, 0, 0);
        let span = Span {
            from_ms: library.taken_ms(3_000),
            to_ms: library.taken_ms(999),
        };
        for newest_first in [true, false] {
            let whole: Vec<u64> = library.walk(span, None, newest_first).collect();
            assert_eq!(whole.len(), 2_001, "from inclusive, to exclusive");
            let mut pages: Vec<u64> = Vec::new();
            loop {
                let last = pages
                    .last()
                    .map(|index| (library.taken_ms(*index), id(*index)));
                let page: Vec<u64> = library
                    .walk(span, last.as_ref(), newest_first)
                    .take(77)
                    .collect();
                if page.is_empty() {
                    break;
                }
                pages.extend(page);
            }
            assert!(pages == whole);
        }
    }
}
