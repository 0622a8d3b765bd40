//! The rows of the upload queue, as the steps need them.

use std::path::PathBuf;

use google_photos::{UploadToken, UploadUrl};
use rusqlite::{Connection, Row};

use super::find::text_to_path;
use super::read::{Hashes, Seen};
use super::rules::{FailKind, SESSION_LIFE_MS, Skip, Stage, StageName, Token};
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
    /// The folder that was dropped with it.
    pub root: Option<PathBuf>,
    /// Its name.
    pub name: String,
    /// Goes up with the media item.
    pub description: Option<String>,
    /// By what it is known as unchanged.
    pub seen: Seen,
    /// Its type.
    pub mime: String,
    /// Its hashes, from the stage hashed on.
    pub hashes: Option<Hashes>,
    /// Where it stands.
    pub stage: Stage,
    /// Bytes of it that Google has.
    pub sent_bytes: u64,
    /// Its resumable upload, where one has begun.
    pub session: Option<Session>,
    /// How often the present step was tried in vain.
    pub attempts: u32,
    /// Since when it stands there.
    pub changed_ms: i64,
}

/// A resumable upload that has begun. Its address is a secret and is in no `Debug`.
#[derive(Clone, Debug)]
pub struct Session {
    /// Where the chunks go.
    pub url: UploadUrl,
    /// What chunks are a multiple of, bytes.
    pub granularity_bytes: u64,
    /// When it began, Unix milliseconds.
    pub began_ms: i64,
}

impl Session {
    /// Whether it is worth asking for.
    pub fn is_young(&self, now_ms: i64) -> bool {
        now_ms < self.began_ms.saturating_add(SESSION_LIFE_MS)
    }
}

impl Upload {
    /// Whether it is a video.
    pub fn is_video(&self) -> bool {
        self.mime.starts_with("video/")
    }
}

/// The columns of [`Upload`], in the order in which [`read_upload`] takes them.
const COLUMNS: &str = "id, connection_id, album_id, path, file_name, size_bytes, modified_ms, mime_type, content_hash, sha1, \
    stage, reason, upload_token, token_expires_ms, google_item_id, attempts, changed_ms, root, description, sent_bytes, \
    session_url, granularity, session_ms";

/// The files for which a condition holds.
pub fn select(
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
    let root: Option<String> = row.get(17)?;
    let (url, granularity, began_ms): (Option<String>, Option<i64>, Option<i64>) =
        (row.get(20)?, row.get(21)?, row.get(22)?);
    let session = match (url, granularity, began_ms) {
        (Some(url), Some(granularity), Some(began_ms)) => Some(Session {
            url: UploadUrl::from(url),
            granularity_bytes: from_sql(granularity),
            began_ms,
        }),
        _ => None,
    };
    Ok(Upload {
        key: UploadKey(row.get(0)?),
        connection: ConnectionKey(row.get(1)?),
        album: row.get::<_, Option<i64>>(2)?.map(AlbumKey),
        path: text_to_path(&path),
        root: root.as_deref().map(text_to_path),
        name: row.get(4)?,
        description: row.get(18)?,
        seen: Seen {
            size_bytes: from_sql(row.get(5)?),
            modified_ms: row.get(6)?,
        },
        mime: row.get::<_, Option<String>>(7)?.unwrap_or_default(),
        hashes: blake3.map(|blake3| Hashes { blake3, sha1 }),
        stage: read_stage(row)?,
        sent_bytes: from_sql(row.get(19)?),
        session,
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
