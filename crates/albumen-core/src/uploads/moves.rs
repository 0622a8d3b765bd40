//! Moves of files from stage to stage. Every move is compare-and-set: it happens only from the stage it was decided in.

use rusqlite::{Transaction, named_params, params};

use super::read::{Hashes, Seen};
use super::rows::{Session, to_sql};
use super::rules::{Stage, StageName};
use crate::index::IndexError;
use crate::view::UploadKey;

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

/// Moves a file to a stage if it still stands in `from`. Gives whether it did. A move ends what the file was held for.
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
    // A resumable upload goes on after a rest. Any other way leads away from it.
    let resumes = matches!(
        (from, to),
        (StageName::Hashed, Stage::Sending) | (StageName::Sending, Stage::Hashed)
    );
    // Found again means that nothing learned of its bytes holds.
    let forget_hashes = matches!(to, Stage::Found);
    let changed = tx
        .prepare_cached(
            "UPDATE uploads SET stage = :to, reason = :reason, upload_token = :token, token_expires_ms = :expires, \
               google_item_id = :item, attempts = :attempts, retry_at_ms = :retry, changed_ms = :now, hold = NULL, \
               size_bytes = coalesce(:size, size_bytes), modified_ms = coalesce(:modified, modified_ms), \
               sent_bytes = CASE WHEN :sent THEN coalesce(:size, size_bytes) \
                 WHEN :resumes AND session_url IS NOT NULL THEN sent_bytes ELSE 0 END, \
               session_url = CASE WHEN :resumes THEN session_url END, \
               session_ms = CASE WHEN :resumes THEN session_ms END, \
               granularity = CASE WHEN :resumes THEN granularity END, \
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
            ":resumes": resumes,
            ":forget": forget_hashes,
            ":blake3": with.hashes.map(|hashes| hashes.blake3.to_vec()),
            ":sha1": with.hashes.and_then(|hashes| hashes.sha1).map(|sha1| sha1.to_vec()),
            ":key": key.0,
            ":from": from.as_str(),
        })?;
    Ok(changed == 1)
}

/// Keeps a resumable upload that has just begun, or that there is none any more. Gives whether the file is still being sent.
pub fn set_session(
    tx: &Transaction<'_>,
    key: UploadKey,
    session: Option<&Session>,
) -> Result<bool, IndexError> {
    let changed = tx
        .prepare_cached(
            "UPDATE uploads SET session_url = ?2, granularity = ?3, session_ms = ?4, sent_bytes = 0 \
             WHERE id = ?1 AND stage = 'sending'",
        )?
        .execute(params![
            key.0,
            session.map(|session| session.url.expose()),
            session.map(|session| to_sql(session.granularity_bytes)),
            session.map(|session| session.began_ms),
        ])?;
    Ok(changed == 1)
}

/// Keeps how much of a resumable upload Google has. Gives whether the file is still being sent.
pub fn set_offset(
    tx: &Transaction<'_>,
    key: UploadKey,
    offset_bytes: u64,
) -> Result<bool, IndexError> {
    let changed = tx
        .prepare_cached("UPDATE uploads SET sent_bytes = ? WHERE id = ? AND stage = 'sending'")?
        .execute(params![to_sql(offset_bytes), key.0])?;
    Ok(changed == 1)
}
