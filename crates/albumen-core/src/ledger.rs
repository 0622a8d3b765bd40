//! The ledger: every file that has ever gone up, with the media item it became. It outlives the queue and the index of
//! media items, and it alone says whether bytes are at Google already: Google itself cannot be asked by content.

use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use crate::index::IndexError;
use crate::view::ConnectionKey;

/// What is on record of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerEntry {
    /// Google's id of the media item it became.
    pub google_id: String,
    /// Its name when it went up.
    pub file_name: String,
    /// Its size, bytes.
    pub size_bytes: u64,
    /// When it became a media item, Unix milliseconds.
    pub sent_ms: i64,
    /// When a sync last saw the item; none while the item was not seen by one.
    pub last_seen_ms: Option<i64>,
    /// Whether the item is at Google as far as is known.
    pub stands: bool,
}

/// A file that just became a media item.
pub(crate) struct NewEntry<'a> {
    pub(crate) content_hash: &'a [u8; 32],
    pub(crate) google_id: &'a str,
    pub(crate) file_name: &'a str,
    pub(crate) path: &'a str,
    pub(crate) size_bytes: u64,
}

/// Whether the item of an entry is at Google: nobody said otherwise, and the index has it or never had it. To be used where the
/// entry is `ledger` and its media item, if there is one, `item`.
pub(crate) const STANDS: &str = "ledger.refused_ms IS NULL AND CASE WHEN item.id IS NULL THEN ledger.last_seen_ms IS NULL \
    ELSE item.missing_since_ms IS NULL END";

/// What is on record of these bytes.
pub(crate) fn entry(
    db: &Connection,
    of: ConnectionKey,
    content_hash: &[u8],
) -> Result<Option<LedgerEntry>, IndexError> {
    let sql = format!(
        "SELECT ledger.google_id, ledger.file_name, ledger.size_bytes, sent_ms, coalesce(item.last_seen_ms, ledger.last_seen_ms), {STANDS} \
         FROM ledger LEFT JOIN media_items item ON item.connection_id = ledger.connection_id \
           AND substr(item.google_id, -12) = substr(ledger.google_id, -12) AND item.google_id = ledger.google_id \
         WHERE ledger.connection_id = ? AND ledger.content_hash = ?"
    );
    let entry = db
        .prepare_cached(&sql)?
        .query_row(params![of.0, content_hash], |row| {
            Ok(LedgerEntry {
                google_id: row.get(0)?,
                file_name: row.get(1)?,
                size_bytes: u64::try_from(row.get::<_, i64>(2)?).unwrap_or(0),
                sent_ms: row.get(3)?,
                last_seen_ms: row.get(4)?,
                stands: row.get(5)?,
            })
        })
        .optional()?;
    Ok(entry)
}

/// The media item that holds these bytes, if it is at Google as far as is known.
pub(crate) fn standing_item(
    db: &Connection,
    of: ConnectionKey,
    content_hash: &[u8],
) -> Result<Option<String>, IndexError> {
    let entry = entry(db, of, content_hash)?;
    Ok(entry
        .filter(|entry| entry.stands)
        .map(|entry| entry.google_id))
}

/// Puts a file on record, within the transaction that says it is done.
pub(crate) fn keep(
    tx: &Transaction<'_>,
    of: ConnectionKey,
    new: &NewEntry<'_>,
    now_ms: i64,
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "INSERT INTO ledger (connection_id, content_hash, google_id, file_name, path, size_bytes, sent_ms) \
         VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET google_id = excluded.google_id, \
           file_name = excluded.file_name, path = excluded.path, size_bytes = excluded.size_bytes, \
           sent_ms = excluded.sent_ms, last_seen_ms = NULL, refused_ms = NULL",
    )?
    .execute(params![
        of.0,
        new.content_hash.as_slice(),
        new.google_id,
        new.file_name,
        new.path,
        i64::try_from(new.size_bytes).unwrap_or(i64::MAX),
        now_ms,
    ])?;
    Ok(())
}

/// Google said that it knows an item no more. The entry stays on record; its bytes go up again when they are dropped again.
pub(crate) fn refused(
    tx: &Transaction<'_>,
    of: ConnectionKey,
    google_id: &str,
    now_ms: i64,
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "UPDATE ledger SET refused_ms = ? WHERE connection_id = ? AND google_id = ?",
    )?
    .execute(params![now_ms, of.0, google_id])?;
    Ok(())
}

/// Google showed an item again that it had said it does not know.
pub(crate) fn found_again(
    tx: &Transaction<'_>,
    of: ConnectionKey,
    google_id: &str,
) -> Result<(), IndexError> {
    tx.prepare_cached(
        "UPDATE ledger SET refused_ms = NULL WHERE connection_id = ? AND google_id = ? AND refused_ms IS NOT NULL",
    )?
    .execute(params![of.0, google_id])?;
    Ok(())
}
