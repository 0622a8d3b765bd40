//! A library of any size that is computed from the number of each item and stores nothing.

use crate::{
    library::{
        album::{Album, Entry},
        item::{Camera, Item, Key, Kind, Place},
        shelf::Span,
    },
    oauth::client::SAMPLE_CLIENT_ID,
    random,
};

/// The newest item was taken just before 2026-06-01T00:00:00Z.
const NEWEST_MS: i64 = 1_780_272_000_000;
/// A million items make about twenty years.
const STEP_MS: i64 = 10 * 60 * 1000;
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
}

impl Synthetic {
    /// A library of `count` items.
    pub(crate) fn new(count: u64) -> Self {
        Self { count }
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
        (index < self.count && id(index) == text).then(|| item(index))
    }

    /// The keys within a span, in order, after `after`.
    pub(crate) fn keys<'a>(
        &'a self,
        span: Span,
        after: Option<&Key>,
        newest_first: bool,
    ) -> Box<dyn Iterator<Item = Key> + 'a> {
        // Numbers rise while time falls: the span is first..end.
        let mut first = self.partition(|index| taken_ms(index) >= span.to_ms);
        let mut end = self.partition(|index| taken_ms(index) >= span.from_ms);
        match after {
            Some(after) if newest_first => {
                first = first.max(self.partition(|index| key(index) >= *after))
            }
            Some(after) => end = end.min(self.partition(|index| key(index) > *after)),
            None => {}
        }
        if newest_first {
            Box::new((first..end).map(key))
        } else {
            Box::new((first..end).rev().map(key))
        }
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
}

/// The id of a number: 58 characters, and nobody else's. Cheap, because a page needs hundreds of them.
pub(crate) fn id(index: u64) -> String {
    let mix = |salt: u64| {
        let mixed = (index ^ salt).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed ^ (mixed >> 31)).wrapping_mul(0xBF58_476D_1CE4_E5B9)
    };
    format!(
        "AS{index:016x}{:016x}{:016x}{:08x}",
        mix(1),
        mix(2),
        mix(3) >> 32
    )
}

fn key(index: u64) -> Key {
    (taken_ms(index), id(index))
}

fn taken_ms(index: u64) -> i64 {
    // Whole seconds, never two items at the same time: the shift is smaller than the step.
    let shift = (index.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 55) as i64 * 1000;
    NEWEST_MS - (index as i64 + 1) * STEP_MS + shift
}

fn pick<T: Copy>(list: &[T], number: u64) -> Option<T> {
    list.get(usize::try_from(number % list.len().max(1) as u64).ok()?)
        .copied()
}

/// The item of a number.
fn item(index: u64) -> Item {
    let (width_px, height_px) = pick(&SHAPES, index.wrapping_mul(7) >> 2).unwrap_or((4032, 3024));
    let (make, model) = pick(&CAMERAS, index / 37).unwrap_or(("Nordlys", "N-7"));
    Item {
        id: id(index),
        client_id: SAMPLE_CLIENT_ID.into(),
        filename: format!("IMG_{index:07}.jpg"),
        mime_type: "image/jpeg".into(),
        description: index
            .is_multiple_of(50)
            .then(|| format!("Number {index} of a long journey")),
        created_ms: taken_ms(index),
        has_capture_date: true,
        uploaded_ms: taken_ms(index),
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
        favourite: index.is_multiple_of(29),
        categories: pick(
            &[
                "LANDSCAPES",
                "ANIMALS",
                "FOOD",
                "TRAVEL",
                "NIGHT",
                "FLOWERS",
            ],
            index / 11,
        )
        .map(String::from)
        .into_iter()
        .collect(),
        place: Place::Synthetic(index),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_falls_while_numbers_rise() {
        assert!((0..20_000).all(|index| taken_ms(index) > taken_ms(index + 1)));
    }

    #[test]
    fn an_id_gives_its_item_again_and_no_other() {
        let library = Synthetic::new(1_000_000);
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
        let library = Synthetic::new(5_000);
        let span = Span {
            from_ms: taken_ms(3_000),
            to_ms: taken_ms(999),
        };
        for newest_first in [true, false] {
            let whole: Vec<Key> = library.keys(span, None, newest_first).collect();
            assert_eq!(whole.len(), 2_001, "from inclusive, to exclusive");
            let mut pages: Vec<Key> = Vec::new();
            loop {
                let page: Vec<Key> = library
                    .keys(span, pages.last(), newest_first)
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
