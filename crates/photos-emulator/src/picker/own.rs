//! What the people have that no app made: computed from a number, like a large library, and stored nowhere.

use crate::{
    LibrarySource, OwnItems,
    account::Who,
    library::item::{Camera, Item, Kind, Place},
    random, sample,
};

/// Beside the sample library.
const SAMPLE_ITEMS: u64 = 600;
const SAMPLE_LONGEST_PX: u32 = 1600;
/// The newest was taken just before 2026-05-30T18:00:00Z.
const NEWEST_MS: i64 = 1_780_164_000_000;
/// Two years for six hundred, never at the same hour of the day twice in a row.
const STEP_MS: i64 = 29 * 60 * 60 * 1000;
/// One in so many is a film, where there are films.
const FILM_EACH: u64 = 40;
/// Items of one album, and then as many in none.
const ALBUM_ITEMS: u64 = 24;
/// Drawings of the second account begin here, so that the two do not show the same.
const SECOND_DRAWINGS: u64 = 1 << 33;
const FIRST_DRAWINGS: u64 = 1 << 32;

const ALBUMS: [&str; 12] = [
    "Week by the lake",
    "Grandmother's garden",
    "Moving house",
    "Ferry to the islands",
    "First snow",
    "Hanna turns seven",
    "The long bridge",
    "Allotment",
    "Night trains",
    "Choir concert",
    "Harvest",
    "Rain in Bergen",
];
/// Width and height, in parts of the longest side.
const SHAPES: [(u32, u32); 4] = [(4, 3), (3, 4), (16, 9), (4, 4)];

/// The items of both accounts.
pub(crate) struct Own {
    items: OwnItems,
    films: Vec<(String, (u32, u32), u32)>,
}

impl Own {
    /// What was asked for, or what belongs to the library.
    pub(crate) fn new(asked: Option<OwnItems>, library: LibrarySource) -> Self {
        let is_sample = library == LibrarySource::Sample;
        Self {
            items: asked.unwrap_or(OwnItems {
                count: if is_sample { SAMPLE_ITEMS } else { 0 },
                longest_px: SAMPLE_LONGEST_PX,
            }),
            films: if is_sample {
                sample::clips()
            } else {
                Vec::new()
            },
        }
    }

    /// How many an account has; number 0 is the newest.
    pub(crate) fn count(&self) -> u64 {
        self.items.count
    }

    /// The item of an id of [`id`].
    pub(crate) fn by_id(&self, who: Who, text: &str) -> Option<Item> {
        let number = u64::from_str_radix(text.strip_prefix("AO")?.get(..16)?, 16).ok()?;
        (number < self.items.count && id(who, number) == text).then(|| self.item(who, number))
    }

    /// The item of a number.
    pub(crate) fn item(&self, who: Who, number: u64) -> Item {
        let film = (number % FILM_EACH == FILM_EACH / 2)
            .then(|| pick(&self.films, number / FILM_EACH))
            .flatten();
        let (across, down) = pick(&SHAPES, number.wrapping_mul(11) / 5).unwrap_or((4, 3));
        let side = |part: u32| (self.items.longest_px * part / across.max(down)).max(1);
        let taken_ms = taken_ms(number);
        let drawing = number
            + match who {
                Who::First => FIRST_DRAWINGS,
                Who::Second => SECOND_DRAWINGS,
            };
        let mut item = Item {
            id: id(who, number),
            client_id: String::new(),
            filename: format!("PXL_{:06}.jpg", self.items.count - number),
            mime_type: "image/jpeg".into(),
            description: None,
            created_ms: taken_ms,
            has_capture_date: true,
            uploaded_ms: taken_ms,
            size_bytes: 0,
            blake3: None,
            sha256: None,
            is_whole: true,
            width_px: side(across),
            height_px: side(down),
            kind: Kind::Photo,
            camera: Camera {
                make: Some("Marlowe".into()),
                model: Some("Phone 9".into()),
                focal_length_mm: Some(5.4),
                aperture: Some(1.8),
                iso: Some(100),
                exposure_s: Some(0.008),
            },
            fps: None,
            favourite: false,
            categories: Vec::new(),
            place: Place::Synthetic(drawing),
        };
        if let Some((file, (width_px, height_px), fps)) = film {
            item.filename = format!("PXL_{:06}.mp4", self.items.count - number);
            item.mime_type = "video/mp4".into();
            item.kind = Kind::Video;
            item.fps = Some(f64::from(fps));
            (item.width_px, item.height_px) = (width_px, height_px);
            item.place = Place::Sample {
                id: file.clone(),
                file,
            };
        }
        item
    }
}

/// When the item of a number was taken; falls while numbers rise.
pub(crate) fn taken_ms(number: u64) -> i64 {
    NEWEST_MS - i64::try_from(number).unwrap_or(i64::MAX / STEP_MS) * STEP_MS
}

/// The album an item is in.
pub(crate) fn album(number: u64) -> Option<&'static str> {
    let stretch = number / ALBUM_ITEMS;
    stretch
        .is_multiple_of(2)
        .then(|| pick(&ALBUMS, stretch / 2))
        .flatten()
}

/// The number in an id.
pub(crate) fn number(id: &str) -> Option<u64> {
    u64::from_str_radix(id.strip_prefix("AO")?.get(..16)?, 16).ok()
}

fn id(who: Who, number: u64) -> String {
    let words = ["own item", &who.number().to_string(), &number.to_string()];
    let rest: String = random::stable_id(&words).chars().skip(2).take(40).collect();
    format!("AO{number:016x}{rest}")
}

fn pick<T: Clone>(list: &[T], number: u64) -> Option<T> {
    let place = number % u64::try_from(list.len()).ok()?.max(1);
    list.get(usize::try_from(place).ok()?).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_gives_its_item_again_and_only_to_its_owner() {
        let asked = OwnItems {
            count: 50,
            longest_px: 640,
        };
        let own = Own::new(Some(asked), LibrarySource::Empty);
        let item = own.item(Who::First, 49);
        assert!(item.id.len() >= 55);
        let again = own.by_id(Who::First, &item.id).expect("the same item");
        assert_eq!(again.filename, item.filename);
        assert!(own.by_id(Who::Second, &item.id).is_none());
        assert!(own.by_id(Who::First, &id(Who::First, 50)).is_none());
        assert_eq!(item.width_px.max(item.height_px), 640);
    }
}
