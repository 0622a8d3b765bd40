//! Words that many items share: media types, cameras, patterns of pages at Google.

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
