//! The upload queue in the index. Every move is compare-and-set: it happens only from the stage it was decided in.

use std::path::PathBuf;

use google_photos::UploadToken;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, named_params, params};

use super::find::text_to_path;
use super::read::{Hashes, Seen};
use super::rules::{FailKind, Skip, Stage, StageName, Token};
use crate::index::IndexError;
use crate::view::{AlbumKey, ConnectionKey, UploadKey};

/// One file of the queue, with its stage and all that the next step needs.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its key.
    pub key: UploadKey,
    /// Whose library it goes to.
    pub connection: ConnectionKey,
    /// The album it goes into.
    pub album: Option<AlbumKey>,
    /// Where it lies.
    pub path: PathBuf,
    /// Its name.
    pub name: String,
    /// By what it is known as unchanged.
    pub seen: Seen,
    /// Its type.
    pub mime: String,
    /// Its hashes, from the stage hashed on.
    pub hashes: Option<Hashes>,
    /// Where it stands.
    pub stage: Stage,
    /// How often the present step was tried in vain.
    pub attempts: u32,
    /// Since when it stands there.
    pub changed_ms: i64,
}

impl Upload {
    /// Whether it is a video.
    pub fn is_video(&self) -> bool {
        self.mime.starts_with("video/")
    }
}

/// The columns of [`Upload`], in the order in which [`read_upload`] takes them.
const COLUMNS: &str = "id, connection_id, album_id, path, file_name, size_bytes, modified_ms, mime_type, content_hash, sha1, \
    stage, reason, upload_token, token_expires_ms, google_item_id, attempts, changed_ms";

/// Puts every file into the stage to go on from after the process died. Gives how many files have a way to go.
pub fn rearm(tx: &Transaction<'_>, now_ms: i64) -> Result<u32, IndexError> {
    let open = select(
        tx,
        "stage IN ('sending', 'sent', 'creating') ORDER BY id",
        &[],
    )?;
    for upload in open {
        let from = upload.stage.name();
        let to = upload.stage.after_restart(now_ms);
        if to.name() != from {
            move_to(tx, upload.key, from, &to, Move::default(), now_ms)?;
        }
    }
    let left = format!("SELECT count(*) FROM uploads WHERE stage IN {OPEN}");
    Ok(tx.query_row(&left, [], |row| row.get(0))?)
}

/// The stages with a way to go, for SQL.
pub const OPEN: &str = "('found', 'hashed', 'sending', 'sent', 'creating')";

/// The connections whose queue has a way to go.
pub fn busy_connections(db: &Connection) -> Result<Vec<ConnectionKey>, IndexError> {
    let mut all = db.prepare_cached(&format!(
        "SELECT DISTINCT connection_id FROM uploads WHERE stage IN {OPEN} ORDER BY 1"
    ))?;
    let keys = all
        .query_map([], |row| row.get(0).map(ConnectionKey))?
        .collect::<Result<_, _>>()?;
    Ok(keys)
}

/// The connection of an album.
pub fn album_connection(
    db: &Connection,
    album: AlbumKey,
) -> Result<Option<ConnectionKey>, IndexError> {
    let of = db
        .prepare_cached("SELECT connection_id FROM albums WHERE id = ?")?
        .query_row([album.0], |row| row.get(0).map(ConnectionKey))
        .optional()?;
    Ok(of)
}

/// Whether the person paused the queue.
pub fn is_paused(db: &Connection) -> Result<bool, IndexError> {
    Ok(db
        .prepare_cached("SELECT 1 FROM settings WHERE name = 'uploads_paused' AND value = 'yes'")?
        .exists([])?)
}

/// Keeps whether the person paused the queue.
pub fn set_paused(tx: &Transaction<'_>, paused: bool) -> Result<(), IndexError> {
    let value = if paused { "yes" } else { "no" };
    tx.execute("INSERT INTO settings VALUES ('uploads_paused', ?) ON CONFLICT DO UPDATE SET value = excluded.value", [value])?;
    Ok(())
}

/// What else a move writes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Move {
    /// How often the step that follows was tried in vain.
    pub attempts: u32,
    /// When the file may go on.
    pub retry_at_ms: Option<i64>,
    /// What it is now, where it changed.
    pub seen: Option<Seen>,
    /// Its hashes, where they were just found.
    pub hashes: Option<Hashes>,
}

/// Moves a file to a stage if it still stands in `from`. Gives whether it did.
pub fn move_to(
    tx: &Transaction<'_>,
    key: UploadKey,
    from: StageName,
    to: &Stage,
    with: Move,
    now_ms: i64,
) -> Result<bool, IndexError> {
    debug_assert!(from.may_become(to.name()), "{from:?} to {:?}", to.name());
    let (reason, token, item) = match to {
        Stage::Sent(token) | Stage::Creating(token) => (None, Some(token), None),
        Stage::Adding { item } | Stage::Done { item } => (None, None, Some(item.as_str())),
        Stage::Skipped { why, item } => (Some(why.as_str()), None, item.as_deref()),
        Stage::Failed(kind) => (Some(kind.as_str()), None, None),
        Stage::Found | Stage::Hashed | Stage::Sending | Stage::Cancelled => (None, None, None),
    };
    let sent = matches!(to, Stage::Sent(_) | Stage::Creating(_) | Stage::Done { .. });
    // Found again means that nothing learned of its bytes holds.
    let forget_hashes = matches!(to, Stage::Found);
    let changed = tx
        .prepare_cached(
            "UPDATE uploads SET stage = :to, reason = :reason, upload_token = :token, token_expires_ms = :expires, \
               google_item_id = :item, attempts = :attempts, retry_at_ms = :retry, changed_ms = :now, \
               size_bytes = coalesce(:size, size_bytes), modified_ms = coalesce(:modified, modified_ms), \
               sent_bytes = CASE WHEN :sent THEN coalesce(:size, size_bytes) ELSE 0 END, \
               content_hash = CASE WHEN :forget THEN NULL ELSE coalesce(:blake3, content_hash) END, \
               sha1 = CASE WHEN :forget THEN NULL ELSE coalesce(:sha1, sha1) END \
             WHERE id = :key AND stage = :from",
        )?
        .execute(named_params! {
            ":to": to.name().as_str(),
            ":reason": reason,
            ":token": token.map(|token| token.token.expose()),
            ":expires": token.map(|token| token.expires_ms),
            ":item": item,
            ":attempts": with.attempts,
            ":retry": with.retry_at_ms,
            ":now": now_ms,
            ":size": with.seen.map(|seen| to_sql(seen.size_bytes)),
            ":modified": with.seen.map(|seen| seen.modified_ms),
            ":sent": sent,
            ":forget": forget_hashes,
            ":blake3": with.hashes.map(|hashes| hashes.blake3.to_vec()),
            ":sha1": with.hashes.and_then(|hashes| hashes.sha1).map(|sha1| sha1.to_vec()),
            ":key": key.0,
            ":from": from.as_str(),
        })?;
    Ok(changed == 1)
}

/// The media item of this connection that holds these bytes, as far as the index knows.
pub fn known_item(
    db: &Connection,
    of: ConnectionKey,
    hash: &[u8; 32],
) -> Result<Option<String>, IndexError> {
    let known = db
        .prepare_cached(
            "SELECT google_id FROM media_items WHERE connection_id = ? AND content_hash = ? AND missing_since_ms IS NULL \
             ORDER BY id LIMIT 1",
        )?
        .query_row(params![of.0, hash.as_slice()], |row| row.get(0))
        .optional()?;
    Ok(known)
}

/// Whether a file is on its way to Google, or there and not yet an item, that has these bytes.
pub fn is_under_way(
    db: &Connection,
    of: ConnectionKey,
    hash: &[u8; 32],
) -> Result<bool, IndexError> {
    let found = db
        .prepare_cached(
            "SELECT 1 FROM uploads WHERE connection_id = ? AND content_hash = ? \
               AND stage IN ('sending', 'sent', 'creating')",
        )?
        .exists(params![of.0, hash.as_slice()])?;
    Ok(found)
}

/// Whether an item is in an album, as far as the index knows.
pub fn is_in_album(
    db: &Connection,
    album: AlbumKey,
    of: ConnectionKey,
    google_id: &str,
) -> Result<bool, IndexError> {
    let found = db
        .prepare_cached(
            "SELECT 1 FROM album_items JOIN media_items ON media_items.id = album_items.item_id \
             WHERE album_items.album_id = ? AND media_items.connection_id = ? AND media_items.google_id = ?",
        )?
        .exists(params![album.0, of.0, google_id])?;
    Ok(found)
}

/// Google's id of an album; none where the album is gone or not made yet.
pub fn album_google_id(db: &Connection, album: AlbumKey) -> Result<Option<String>, IndexError> {
    let id = db
        .prepare_cached("SELECT google_id FROM albums WHERE id = ?")?
        .query_row([album.0], |row| row.get::<_, Option<String>>(0))
        .optional()?;
    Ok(id.flatten())
}

/// Forgets that an item holds certain bytes: Google knows the item no more.
pub fn forget_item_bytes(
    tx: &Transaction<'_>,
    of: ConnectionKey,
    google_id: &str,
) -> Result<(), IndexError> {
    tx.execute(
        "UPDATE media_items SET content_hash = NULL WHERE connection_id = ? AND google_id = ?",
        params![of.0, google_id],
    )?;
    Ok(())
}

/// The files for which a condition holds.
pub(super) fn select(
    db: &Connection,
    condition: &str,
    values: &[(&str, &dyn rusqlite::ToSql)],
) -> Result<Vec<Upload>, IndexError> {
    let mut rows =
        db.prepare_cached(&format!("SELECT {COLUMNS} FROM uploads WHERE {condition}"))?;
    let mut rows = rows.query(values)?;
    let mut uploads = Vec::new();
    while let Some(row) = rows.next()? {
        uploads.push(read_upload(row)?);
    }
    Ok(uploads)
}

fn read_upload(row: &Row<'_>) -> Result<Upload, IndexError> {
    let path: String = row.get(3)?;
    let blake3: Option<[u8; 32]> = row.get(8)?;
    let sha1: Option<[u8; 20]> = row.get(9)?;
    Ok(Upload {
        key: UploadKey(row.get(0)?),
        connection: ConnectionKey(row.get(1)?),
        album: row.get::<_, Option<i64>>(2)?.map(AlbumKey),
        path: text_to_path(&path),
        name: row.get(4)?,
        seen: Seen {
            size_bytes: from_sql(row.get(5)?),
            modified_ms: row.get(6)?,
        },
        mime: row.get::<_, Option<String>>(7)?.unwrap_or_default(),
        hashes: blake3.map(|blake3| Hashes { blake3, sha1 }),
        stage: read_stage(row)?,
        attempts: row.get(15)?,
        changed_ms: row.get(16)?,
    })
}

/// An unknown stage is an error, never a default: a guess could send a file twice.
fn read_stage(row: &Row<'_>) -> Result<Stage, IndexError> {
    let (stage, reason): (String, Option<String>) = (row.get(10)?, row.get(11)?);
    let token = row.get::<_, Option<String>>(12)?.map(UploadToken::from);
    let token = token
        .zip(row.get(13)?)
        .map(|(token, expires_ms)| Token { token, expires_ms });
    let item: Option<String> = row.get(14)?;
    let unknown = || IndexError::UnknownWord {
        column: "uploads.stage",
        value: stage.clone(),
    };
    let name = StageName::parse(&stage).ok_or_else(unknown)?;
    let reason_is = |reason: Option<String>| IndexError::UnknownWord {
        column: "uploads.reason",
        value: reason.unwrap_or_default(),
    };
    Ok(match (name, token, item) {
        (StageName::Found, ..) => Stage::Found,
        (StageName::Hashed, ..) => Stage::Hashed,
        (StageName::Sending, ..) => Stage::Sending,
        (StageName::Sent, Some(token), _) => Stage::Sent(token),
        (StageName::Creating, Some(token), _) => Stage::Creating(token),
        (StageName::Creating, None, Some(item)) => Stage::Adding { item },
        (StageName::Done, _, Some(item)) => Stage::Done { item },
        (StageName::Cancelled, ..) => Stage::Cancelled,
        (StageName::Skipped, _, item) => match reason.as_deref().and_then(Skip::parse) {
            Some(why) => Stage::Skipped { why, item },
            None => return Err(reason_is(reason)),
        },
        (StageName::Failed, ..) => match reason.as_deref().and_then(FailKind::parse) {
            Some(kind) => Stage::Failed(kind),
            None => return Err(reason_is(reason)),
        },
        (StageName::Sent | StageName::Creating | StageName::Done, ..) => return Err(unknown()),
    })
}

/// SQLite has no unsigned numbers; no file is that large.
pub fn to_sql(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// Back from [`to_sql`].
pub fn from_sql(bytes: i64) -> u64 {
    u64::try_from(bytes).unwrap_or(0)
}
