//! Everything of an item that a copy of it is made by.

use rusqlite::{Connection, Row};

use super::{PICKED, words};
use crate::index::IndexError;
use crate::items::rules;
use crate::view::{ConnectionKey, ItemKey, ItemKind, ItemState};

/// Everything of an item that a copy of it is made by.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) key: ItemKey,
    pub(crate) connection: ConnectionKey,
    pub(crate) google_id: String,
    pub(crate) kind: ItemKind,
    pub(crate) state: ItemState,
    pub(crate) file_name: String,
    pub(crate) mime_type: String,
    pub(crate) taken_ms: i64,
    pub(crate) description: Option<String>,
    pub(crate) camera: Option<String>,
    pub(crate) product_url: Option<String>,
    /// The original on this computer, or the copy of what was picked.
    pub(crate) local_path: Option<String>,
    pub(crate) size_bytes: Option<u64>,
    pub(crate) content_hash: Option<Vec<u8>>,
    /// Whether the Library API does not know it: there is only its copy.
    pub(crate) picked: bool,
}

pub(in crate::items) fn known(db: &Connection, key: ItemKey) -> Result<Option<Known>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT connection_id, google_id, kind, video_state, file_name, mime_types.name AS mime_type, taken_ms, description,
                make, model, pattern, local_path, size_bytes, content_hash, source
         FROM media_items m JOIN mime_types ON mime_types.id = mime_id LEFT JOIN cameras ON cameras.id = camera_id
           LEFT JOIN page_urls ON page_urls.id = page_id
         WHERE m.id = ?",
    )?;
    let read = |row: &Row<'_>| -> Result<Known, IndexError> {
        let google_id: String = row.get("google_id")?;
        let (make, model): (Option<String>, Option<String>) = (row.get("make")?, row.get("model")?);
        Ok(Known {
            key,
            connection: ConnectionKey(row.get("connection_id")?),
            kind: rules::read_kind(&row.get::<_, String>("kind")?)?,
            state: rules::read_state(row.get::<_, Option<String>>("video_state")?.as_deref())?,
            file_name: row.get("file_name")?,
            mime_type: row.get("mime_type")?,
            taken_ms: row.get("taken_ms")?,
            description: row.get("description")?,
            camera: rules::camera(make.as_deref(), model.as_deref()),
            product_url: words::page(row.get("pattern")?, &google_id),
            local_path: row.get("local_path")?,
            size_bytes: row
                .get::<_, Option<i64>>("size_bytes")?
                .and_then(|bytes| u64::try_from(bytes).ok()),
            content_hash: row.get("content_hash")?,
            picked: row.get::<_, String>("source")? == PICKED,
            google_id,
        })
    };
    query.query_and_then([key.0], read)?.next().transpose()
}
