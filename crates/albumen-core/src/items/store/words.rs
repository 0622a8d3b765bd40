//! Words that many items share: media types, cameras, patterns of pages at Google.

use std::collections::HashMap;

use google_photos::MediaItem;
use rusqlite::{Connection, OptionalExtension as _, Params};

use crate::index::IndexError;

/// Where the item's id stands in the pattern of its page.
const ID: &str = "{id}";

/// The shared words of one item, by their keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) mime: i64,
    pub(super) camera: Option<i64>,
    pub(super) page: Option<i64>,
}

/// The keys of an item's shared words; those that are new get one.
pub(super) fn of(tx: &Connection, item: &MediaItem) -> Result<Words, IndexError> {
    let mime = key(
        tx,
        "SELECT id FROM mime_types WHERE name = ?",
        "INSERT INTO mime_types (name) VALUES (?) RETURNING id",
        [&item.mime_type],
    )?;
    let (make, model) = (
        item.camera_make.as_deref().unwrap_or_default(),
        item.camera_model.as_deref().unwrap_or_default(),
    );
    let camera = (!make.is_empty() || !model.is_empty()).then(|| {
        key(
            tx,
            "SELECT id FROM cameras WHERE make = ? AND model = ?",
            "INSERT INTO cameras (make, model) VALUES (?, ?) RETURNING id",
            [make, model],
        )
    });
    let page = item.product_url.as_ref().map(|url| {
        key(
            tx,
            "SELECT id FROM page_urls WHERE pattern = ?",
            "INSERT INTO page_urls (pattern) VALUES (?) RETURNING id",
            [url.as_str().replace(item.id.as_str(), ID)],
        )
    });
    Ok(Words {
        mime,
        camera: camera.transpose()?,
        page: page.transpose()?,
    })
}

/// Shared words that were looked up before.
#[derive(Debug, Default)]
pub(super) struct Known {
    mimes: HashMap<String, i64>,
    cameras: HashMap<String, HashMap<String, i64>>,
    /// What stands before and behind the id.
    pages: Vec<(String, String, i64)>,
}

/// More are not remembered.
const MOST_KNOWN: usize = 64;

impl Known {
    /// The keys of an item's shared words, from memory where they came before.
    pub(super) fn of(&mut self, tx: &Connection, item: &MediaItem) -> Result<Words, IndexError> {
        if let Some(words) = self.find(item) {
            return Ok(words);
        }
        let words = of(tx, item)?;
        if self.mimes.len() + self.pages.len() + self.cameras.len() > 3 * MOST_KNOWN {
            *self = Self::default();
        }
        self.mimes.insert(item.mime_type.clone(), words.mime);
        if let Some(camera) = words.camera {
            let models = self
                .cameras
                .entry(item.camera_make.clone().unwrap_or_default())
                .or_default();
            models.insert(item.camera_model.clone().unwrap_or_default(), camera);
        }
        let split = item
            .product_url
            .as_ref()
            .and_then(|url| url.as_str().split_once(item.id.as_str()));
        if let (Some(page), Some((before, behind))) = (words.page, split)
            && self.pages.iter().all(|(_, _, known)| *known != page)
        {
            self.pages
                .push((before.to_owned(), behind.to_owned(), page));
        }
        Ok(words)
    }

    fn find(&self, item: &MediaItem) -> Option<Words> {
        let mime = *self.mimes.get(&item.mime_type)?;
        let camera = match (&item.camera_make, &item.camera_model) {
            (None, None) => None,
            (make, model) => Some(
                *self
                    .cameras
                    .get(make.as_deref().unwrap_or_default())?
                    .get(model.as_deref().unwrap_or_default())?,
            ),
        };
        let page = match &item.product_url {
            None => None,
            Some(url) => {
                let is_of = |(before, behind, _): &&(String, String, i64)| {
                    url.as_str()
                        .strip_prefix(before.as_str())
                        .and_then(|rest| rest.strip_suffix(behind.as_str()))
                        == Some(item.id.as_str())
                };
                Some(self.pages.iter().find(is_of)?.2)
            }
        };
        Some(Words { mime, camera, page })
    }
}

fn key<P: Params + Clone>(
    tx: &Connection,
    find: &str,
    make: &str,
    words: P,
) -> Result<i64, IndexError> {
    let found = tx
        .prepare_cached(find)?
        .query_row(words.clone(), |row| row.get(0))
        .optional()?;
    match found {
        Some(key) => Ok(key),
        None => Ok(tx
            .prepare_cached(make)?
            .query_row(words, |row| row.get(0))?),
    }
}

/// The page of an item, from its pattern.
pub(super) fn page(pattern: Option<String>, google_id: &str) -> Option<String> {
    pattern.map(|pattern| pattern.replace(ID, google_id))
}

/// The two colours as they are shown, `#rrggbb#rrggbb`, from the bytes that are kept.
pub(super) fn tones(bytes: Option<&[u8]>) -> Option<String> {
    use std::fmt::Write as _;
    let bytes = bytes.filter(|bytes| bytes.len() == 6)?;
    let mut text = String::with_capacity(14);
    for (number, byte) in bytes.iter().enumerate() {
        if number % 3 == 0 {
            text.push('#');
        }
        // A string takes all that is written to it.
        let _ = write!(text, "{byte:02x}");
    }
    Some(text)
}
