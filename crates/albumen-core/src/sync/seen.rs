//! How an item that Google showed comes into the index, and is noticed where it is new.

use google_photos::MediaItem;
use rusqlite::Transaction;

use crate::index::IndexError;
use crate::items::{self, Put};
use crate::view::{ConnectionKey, ItemKey};
use crate::watching::{self, Moment};

/// Keeps an item that was seen at Google. One that the index did not know is noticed in the same transaction.
pub(super) fn seen(
    tx: &Transaction<'_>,
    key: ConnectionKey,
    item: &MediaItem,
    at: &Moment,
) -> Result<(ItemKey, Put), IndexError> {
    let (item_key, put) = items::seen(tx, key, item, at.now_ms)?;
    if put == Put::New {
        watching::came(tx, key, item_key, &item.file_name, at)?;
    }
    Ok((item_key, put))
}
