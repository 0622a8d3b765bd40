//! One file of the queue, for who put it there and waits for it.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::rules::{FailKind, Skip, StageName};
use super::words::{can_retry, fail_words, skip_words};
use super::{Uploads, path_to_text};
use crate::error::CoreError;
use crate::index::IndexError;
use crate::items;
use crate::view::{ConnectionKey, ItemKey, UploadKey};

/// How a file of the queue stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It has a way to go.
    Open,
    /// It is in the library.
    There {
        /// The item.
        item: Option<ItemKey>,
        /// Whether it was there before and was not sent.
        before: bool,
    },
    /// It is left out or failed; the sentence says why.
    Failed {
        /// The sentence.
        why: String,
        /// Whether trying again may help.
        again: bool,
    },
    /// It is not in the queue any more.
    Gone,
}

impl Uploads {
    /// The number of the newest row of the queue.
    pub(crate) async fn newest(&self) -> Result<i64, CoreError> {
        let read = |db: &Connection| {
            let mut query = db.prepare_cached("SELECT coalesce(max(id), 0) FROM uploads")?;
            Ok(query.query_row([], |row| row.get(0))?)
        };
        Ok(self.frame.index.read(read).await?)
    }

    /// The row of a file that came into the queue after another one.
    pub(crate) async fn row_of(
        &self,
        of: ConnectionKey,
        path: &std::path::Path,
        after: i64,
    ) -> Result<Option<UploadKey>, CoreError> {
        let Some(path) = path_to_text(path) else {
            return Ok(None);
        };
        let read = move |db: &Connection| {
            let mut query = db.prepare_cached(
                "SELECT id FROM uploads WHERE id > ? AND connection_id = ? AND path = ? ORDER BY id LIMIT 1",
            )?;
            let found =
                query.query_row(params![after, of.0, path], |row| row.get(0).map(UploadKey));
            Ok(found.optional()?)
        };
        Ok(self.frame.index.read(read).await?)
    }

    /// How a file of the queue stands.
    pub(crate) async fn standing(&self, key: UploadKey) -> Result<Standing, CoreError> {
        let read = move |db: &Connection| standing(db, key);
        Ok(self.frame.index.read(read).await?)
    }

    /// The item that these bytes became, by what is known of the file: also after the queue was cleared.
    pub(crate) async fn item_of_file(
        &self,
        of: ConnectionKey,
        path: &std::path::Path,
    ) -> Result<Option<ItemKey>, CoreError> {
        let Some(path) = path_to_text(path) else {
            return Ok(None);
        };
        let read = move |db: &Connection| {
            let mut query = db.prepare_cached(
                "SELECT google_id FROM known_files JOIN ledger ON ledger.content_hash = known_files.content_hash
                 WHERE known_files.path = ? AND connection_id = ?",
            )?;
            let id: Option<String> = query
                .query_row(params![path, of.0], |row| row.get(0))
                .optional()?;
            id.map_or(Ok(None), |id| items::by_google_id(db, of, &id))
        };
        Ok(self.frame.index.read(read).await?)
    }
}

fn standing(db: &Connection, key: UploadKey) -> Result<Standing, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT connection_id, stage, reason, google_item_id FROM uploads WHERE id = ?",
    )?;
    let row = query
        .query_row([key.0], |row| {
            Ok((
                ConnectionKey(row.get(0)?),
                row.get::<_, String>(1)?,
                row.get::<_, Option<String>>(2)?,
                row.get::<_, Option<String>>(3)?,
            ))
        })
        .optional()?;
    let Some((of, stage, reason, google_id)) = row else {
        return Ok(Standing::Gone);
    };
    let reason = reason.unwrap_or_default();
    let stage = StageName::parse(&stage).ok_or(IndexError::UnknownWord {
        column: "uploads.stage",
        value: stage,
    })?;
    let item = |id: Option<String>| match id {
        Some(id) => items::by_google_id(db, of, &id),
        None => Ok(None),
    };
    let failed = |why: &str, again| Standing::Failed {
        why: why.to_owned(),
        again,
    };
    Ok(match stage {
        StageName::Done => Standing::There {
            item: item(google_id)?,
            before: false,
        },
        StageName::Skipped if reason == Skip::AlreadyThere.as_str() => Standing::There {
            item: item(google_id)?,
            before: true,
        },
        StageName::Skipped => failed(
            Skip::parse(&reason).map_or("This file was left out.", skip_words),
            false,
        ),
        StageName::Failed => {
            let kind = FailKind::parse(&reason);
            failed(
                kind.map_or("This file could not be uploaded.", fail_words),
                kind.is_none_or(can_retry),
            )
        }
        StageName::Cancelled => failed("It was cancelled in Uploads. Nothing was sent.", false),
        _ => Standing::Open,
    })
}
