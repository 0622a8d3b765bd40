//! Pieces of the queue that the person moves: a few hundred rows in one transaction, found through an index.

use std::path::PathBuf;

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, named_params, params};

use super::find::text_to_path;
use super::rules::{Skip, Stage, StageName};
use super::shown::place_of;
use super::store::{self, Move};
use crate::index::IndexError;
use crate::view::{ConnectionKey, UploadKey, UploadSectionKind};

/// Rows in one transaction: few enough that the writer is free again before anybody notices.
pub const PIECE: u32 = 400;

/// A row that may be moved.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Its key.
    pub key: UploadKey,
    /// Whose queue it is in.
    pub connection: ConnectionKey,
    /// Where it stands.
    pub stage: StageName,
    /// Why it failed or was left out.
    pub reason: Option<String>,
    /// Where the file lies.
    pub path: PathBuf,
}

impl Candidate {
    /// Whether the person may have it tried again.
    pub fn may_be_tried_again(&self) -> bool {
        match self.stage {
            StageName::Failed | StageName::Cancelled => true,
            StageName::Skipped => self.reason.as_deref() == Some(Skip::ByPerson.as_str()),
            _ => false,
        }
    }

    /// Whether it can be taken out of what goes up: not while it is becoming a media item.
    fn may_stop(&self) -> bool {
        self.stage.is_open() && self.stage != StageName::Creating
    }
}

/// One row.
pub fn one(db: &Connection, key: UploadKey) -> Result<Option<Candidate>, IndexError> {
    let row = db
        .prepare_cached("SELECT id, connection_id, stage, reason, path FROM uploads WHERE id = ?")?
        .query_row([key.0], |row| Ok(candidate(row)))
        .optional()?;
    row.transpose()
}

/// The query of [`next`].
pub const NEXT: &str = "SELECT id, connection_id, stage, reason, path FROM uploads \
    WHERE connection_id = :of AND section = :section AND shown_reason IS :reason AND id > :after ORDER BY id LIMIT :limit";

/// The next rows of a section with this reason, after a key, in the order of the queue. None of them: that was all.
pub fn next(
    db: &Connection,
    of: ConnectionKey,
    section: UploadSectionKind,
    reason: Option<&str>,
    after: UploadKey,
) -> Result<Vec<Candidate>, IndexError> {
    let mut rows = db.prepare_cached(NEXT)?;
    let mut rows = rows.query(named_params! {
        ":of": of.0, ":section": place_of(section), ":reason": reason, ":after": after.0, ":limit": PIECE,
    })?;
    let mut piece = Vec::new();
    while let Some(row) = rows.next()? {
        piece.push(candidate(row)?);
    }
    Ok(piece)
}

fn candidate(row: &Row<'_>) -> Result<Candidate, IndexError> {
    let stage: String = row.get(2)?;
    let name = StageName::parse(&stage).ok_or(IndexError::UnknownWord {
        column: "uploads.stage",
        value: stage,
    })?;
    Ok(Candidate {
        key: UploadKey(row.get(0)?),
        connection: ConnectionKey(row.get(1)?),
        stage: name,
        reason: row.get(3)?,
        path: text_to_path(&row.get::<_, String>(4)?),
    })
}

/// Leaves a file out at the person's wish. Gives whether it was one that can be left out.
pub fn leave_out(tx: &Transaction<'_>, file: &Candidate, now_ms: i64) -> Result<bool, IndexError> {
    let to = Stage::Skipped {
        why: Skip::ByPerson,
        item: None,
    };
    let may = file.stage == StageName::Failed || file.may_stop();
    Ok(may && store::move_to(tx, file.key, file.stage, &to, Move::default(), now_ms)?)
}

/// Cancels a file. Gives whether it was one that can be cancelled.
pub fn cancel(tx: &Transaction<'_>, file: &Candidate, now_ms: i64) -> Result<bool, IndexError> {
    let (key, from) = (file.key, file.stage);
    Ok(file.may_stop()
        && store::move_to(tx, key, from, &Stage::Cancelled, Move::default(), now_ms)?)
}

/// Takes some of what is settled for good out of the queue, and drops that have no rows left. Gives the keys of what went;
/// none when all is gone.
pub fn clear(tx: &Transaction<'_>, of: ConnectionKey) -> Result<Vec<UploadKey>, IndexError> {
    let mut gone = tx.prepare_cached(
        "DELETE FROM uploads WHERE id IN (SELECT id FROM uploads WHERE connection_id = ? AND section IN (3, 4, 5) LIMIT ?) \
         RETURNING id, batch_id",
    )?;
    let mut rows = gone.query(params![of.0, PIECE])?;
    let (mut keys, mut batches) = (Vec::new(), Vec::<i64>::new());
    while let Some(row) = rows.next()? {
        keys.push(UploadKey(row.get(0)?));
        batches.push(row.get(1)?);
    }
    batches.sort_unstable();
    batches.dedup();
    let mut forget = tx.prepare_cached(
        "DELETE FROM upload_batches WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM uploads WHERE batch_id = ?1)",
    )?;
    for batch in batches {
        forget.execute([batch])?;
    }
    Ok(keys)
}
