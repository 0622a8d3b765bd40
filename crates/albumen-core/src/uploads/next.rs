//! What may be done next, in the order of the queue. Reads only, and only what may go on: nothing here grows with the queue.

use rusqlite::{Connection, OptionalExtension as _, named_params, params};

use super::rows::{Upload, select};
use super::rules::{Gathered, MAX_BATCH, Patience, RAW_BELOW_BYTES, batch_size};
use super::store;
use crate::index::IndexError;
use crate::view::{AlbumKey, ConnectionKey, UploadKey};

/// How much is wanted of what.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// The present moment.
    pub now_ms: i64,
    /// Files to be read.
    pub found: usize,
    /// Files to be sent.
    pub hashed: usize,
    /// A batch, with how long it may wait for more.
    pub batch: Option<Patience>,
}

/// What there is to do in the queue of one connection, out of one snapshot: a file that moves between two reads would be in
/// neither, and a batch would leave it behind.
#[derive(Debug, Default)]
pub struct Next {
    /// Files to be read next, first come first.
    pub found: Vec<Upload>,
    /// Files to be sent next, first come first.
    pub hashed: Vec<Upload>,
    /// Files whose bytes the library has already: the item, and whether their album lacks it.
    pub known: Vec<(Upload, String, bool)>,
    /// Files that become media items now, all of one album.
    pub batch: Vec<Upload>,
    /// Files in the library already that go into an album now, all into the same.
    pub adding: Vec<Upload>,
    /// When there may be more to do.
    pub at_ms: Option<i64>,
    /// Whether there is a file that waits for nothing but its turn, or another try.
    pub has_free: bool,
}

/// Looks for what may be done.
pub fn next(db: &Connection, of: ConnectionKey, wanted: Wanted) -> Result<Next, IndexError> {
    let snapshot = db.unchecked_transaction()?;
    let db = &snapshot;
    let now_ms = wanted.now_ms;
    let mut next = Next {
        at_ms: next_retry_ms(db, of, now_ms)?,
        has_free: has_free(db, of)?,
        ..Next::default()
    };
    if wanted.found > 0 {
        next.found = found(db, of, now_ms, wanted.found)?;
    }
    if wanted.hashed > 0 {
        for file in hashed(db, of, now_ms, wanted.hashed)? {
            match known(db, &file)? {
                Some((item, lacks)) => next.known.push((file, item, lacks)),
                None => next.hashed.push(file),
            }
        }
    }
    if let Some(patience) = wanted.batch {
        for wait in [
            adding(db, of, now_ms, patience, &mut next.adding)?,
            batch(db, of, now_ms, patience, &mut next.batch)?,
        ] {
            next.at_ms = next.at_ms.into_iter().chain(wait).min();
        }
    }
    Ok(next)
}

fn found(
    db: &Connection,
    of: ConnectionKey,
    now_ms: i64,
    limit: usize,
) -> Result<Vec<Upload>, IndexError> {
    let condition = "connection_id = :of AND stage = 'found' AND hold IS NULL AND (retry_at_ms IS NULL OR retry_at_ms <= :now) \
        ORDER BY id LIMIT :limit";
    select(
        db,
        condition,
        named_params! { ":of": of.0, ":now": now_ms, ":limit": limit as i64 },
    )
}

/// Of files with the same bytes the first goes; the others wait for what becomes of it.
fn hashed(
    db: &Connection,
    of: ConnectionKey,
    now_ms: i64,
    limit: usize,
) -> Result<Vec<Upload>, IndexError> {
    let condition = "connection_id = :of AND stage = 'hashed' AND hold IS NULL AND (retry_at_ms IS NULL OR retry_at_ms <= :now) \
        AND NOT EXISTS (SELECT 1 FROM uploads twin WHERE twin.connection_id = uploads.connection_id \
            AND twin.content_hash = uploads.content_hash AND twin.stage IN ('hashed', 'sending', 'sent', 'creating') \
            AND (twin.id < uploads.id OR twin.stage <> 'hashed') AND twin.id <> uploads.id AND twin.hold IS NULL) \
        ORDER BY id LIMIT :limit";
    select(
        db,
        condition,
        named_params! { ":of": of.0, ":now": now_ms, ":limit": limit as i64 },
    )
}

fn known(db: &Connection, file: &Upload) -> Result<Option<(String, bool)>, IndexError> {
    let Some(hashes) = file.hashes else {
        return Ok(None);
    };
    let Some(item) = store::known_item(db, file.connection, &hashes.blake3)? else {
        return Ok(None);
    };
    let lacks = match file.album {
        Some(album) => !store::is_in_album(db, album, file.connection, &item)?,
        None => false,
    };
    Ok(Some((item, lacks)))
}

/// A batch of files whose bytes are at Google. Gives when a batch that is not full now will have waited long enough.
fn batch(
    db: &Connection,
    of: ConnectionKey,
    now_ms: i64,
    patience: Patience,
    batch: &mut Vec<Upload>,
) -> Result<Option<i64>, IndexError> {
    // As many as are at Google and no media items yet: few, because they are made as soon as there are enough.
    let mut albums = db.prepare_cached(
        "SELECT album_id, min(changed_ms) FROM uploads WHERE connection_id = ? AND stage = 'sent' AND hold IS NULL \
           AND (retry_at_ms IS NULL OR retry_at_ms <= ?) GROUP BY album_id ORDER BY min(id)",
    )?;
    let albums: Vec<(Option<i64>, i64)> = albums
        .query_map(params![of.0, now_ms], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut at_ms = None;
    for (album, oldest_ms) in albums {
        let album = album.map(AlbumKey);
        let mut ready = sent(db, of, album, now_ms)?;
        let first_quick = first_coming(db, of, album, now_ms, true)?;
        let first = first_coming(db, of, album, now_ms, false)?;
        let before = |coming: Option<UploadKey>| {
            let in_order = |one: &&Upload| coming.is_none_or(|first| one.key < first);
            ready.iter().take_while(in_order).count()
        };
        let gathered = Gathered {
            ready: ready.len(),
            in_order: before(first),
            in_order_but_slow: before(first_quick),
            quick_coming: first_quick.is_some(),
            any_coming: first.is_some(),
            waited_ms: now_ms - oldest_ms,
        };
        match batch_size(gathered, patience) {
            Ok(size) if size > 0 => {
                ready.truncate(size);
                *batch = ready;
                return Ok(None);
            }
            Ok(_) => {}
            Err(wait_ms) => at_ms = at_ms.into_iter().chain([now_ms + wait_ms]).min(),
        }
    }
    Ok(at_ms)
}

/// Files of an album whose bytes are at Google and that may become media items, first come first.
fn sent(
    db: &Connection,
    of: ConnectionKey,
    album: Option<AlbumKey>,
    now_ms: i64,
) -> Result<Vec<Upload>, IndexError> {
    let condition = "connection_id = :of AND album_id IS :album AND stage = 'sent' AND hold IS NULL \
        AND (retry_at_ms IS NULL OR retry_at_ms <= :now) ORDER BY id LIMIT :limit";
    select(
        db,
        condition,
        named_params! { ":of": of.0, ":album": album.map(|album| album.0), ":now": now_ms, ":limit": MAX_BATCH as i64 },
    )
}

/// The first file of an album that is still to be read or sent. Of the quick ones, those that go up in one request and wait
/// for no other try. One whose bytes another file has brought to Google already waits for that one, so nobody waits for it.
fn first_coming(
    db: &Connection,
    of: ConnectionKey,
    album: Option<AlbumKey>,
    now_ms: i64,
    quick: bool,
) -> Result<Option<UploadKey>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT id FROM uploads WHERE connection_id = :of AND album_id IS :album AND stage = :stage AND hold IS NULL \
           AND (:quick = 0 OR size_bytes < :raw AND (retry_at_ms IS NULL OR retry_at_ms <= :now)) \
           AND NOT EXISTS (SELECT 1 FROM uploads twin WHERE twin.connection_id = uploads.connection_id \
             AND twin.content_hash = uploads.content_hash AND twin.stage IN ('sent', 'creating')) \
         ORDER BY id LIMIT 1",
    )?;
    let mut first = None;
    // One stage at a time: each is found at the front of the index.
    for stage in ["found", "hashed", "sending"] {
        let id = query
            .query_row(
                named_params! {
                    ":of": of.0, ":album": album.map(|album| album.0), ":stage": stage, ":quick": quick,
                    ":raw": store::to_sql(RAW_BELOW_BYTES), ":now": now_ms,
                },
                |row| row.get::<_, i64>(0),
            )
            .optional()?;
        first = first.into_iter().chain(id).min();
    }
    Ok(first.map(UploadKey))
}

/// Files that are in the library already and go into an album. Gives when those that wait for more have waited long enough.
fn adding(
    db: &Connection,
    of: ConnectionKey,
    now_ms: i64,
    patience: Patience,
    adding: &mut Vec<Upload>,
) -> Result<Option<i64>, IndexError> {
    let condition = "connection_id = :of AND stage = 'creating' AND hold IS NULL AND google_item_id IS NOT NULL \
        AND (retry_at_ms IS NULL OR retry_at_ms <= :now) \
        AND album_id IS (SELECT first.album_id FROM uploads first WHERE first.connection_id = :of AND first.stage = 'creating' \
            AND first.hold IS NULL AND first.google_item_id IS NOT NULL \
            AND (first.retry_at_ms IS NULL OR first.retry_at_ms <= :now) ORDER BY first.id LIMIT 1) \
        ORDER BY id LIMIT :limit";
    let ready = select(
        db,
        condition,
        named_params! { ":of": of.0, ":now": now_ms, ":limit": MAX_BATCH as i64 },
    )?;
    let Some(first) = ready.first() else {
        return Ok(None);
    };
    let coming = first_coming(db, of, first.album, now_ms, true)?.is_some();
    let due_ms = first.changed_ms + patience.gather_ms;
    if ready.len() < MAX_BATCH && coming && now_ms < due_ms {
        return Ok(Some(due_ms));
    }
    *adding = ready;
    Ok(None)
}

/// The next moment at which a file that waits may go on.
fn next_retry_ms(
    db: &Connection,
    of: ConnectionKey,
    now_ms: i64,
) -> Result<Option<i64>, IndexError> {
    Ok(db
        .prepare_cached(
            "SELECT min(retry_at_ms) FROM uploads WHERE connection_id = ? AND retry_at_ms IS NOT NULL AND retry_at_ms > ?",
        )?
        .query_row(params![of.0, now_ms], |row| row.get(0))?)
}

/// Whether there is a file with a way to go that is not held.
pub fn has_free(db: &Connection, of: ConnectionKey) -> Result<bool, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT 1 FROM uploads WHERE connection_id = ? AND stage = ? AND hold IS NULL LIMIT 1",
    )?;
    for stage in ["found", "hashed", "sending", "sent", "creating"] {
        if query.exists(params![of.0, stage])? {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
#[path = "next_tests.rs"]
mod tests;
