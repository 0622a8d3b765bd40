//! What lies in a folder, for rooms that only look: found, judged and read by the same rules as what is uploaded, and kept
//! among what is known of files. Sends nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Transaction;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::known;
use super::scan;
pub(crate) use super::scan::Facts;
pub(crate) use super::store::Looked;
use super::work;
use crate::error::CoreError;
use crate::index::{Index, IndexError};
use crate::uploads::Hashes;

/// The folder behind a path, without links; none where it is no folder. Blocks.
pub(crate) fn folder(path: &Path) -> Option<PathBuf> {
    let top = scan::tops(&[path.to_owned()]).pop()?;
    (!top.is_file).then_some(top.path)
}

/// Files of a folder, as they are met and looked at, in pieces.
pub(crate) struct Survey {
    index: Index,
    pieces: mpsc::Receiver<Vec<scan::Met>>,
}

impl Survey {
    /// Begins to walk a folder.
    pub(crate) async fn of(
        index: &Index,
        folder: &Path,
        cancelled: CancellationToken,
    ) -> Result<Self, CoreError> {
        let folder = folder.to_owned();
        let tops = tokio::task::spawn_blocking(move || scan::tops(&[folder])).await;
        let tops = Arc::new(tops.map_err(|_| CoreError::Closed)?);
        Ok(Self {
            index: index.clone(),
            pieces: work::walk(tops, cancelled),
        })
    }

    /// The next piece; none when all was met.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<Looked>>, CoreError> {
        match self.pieces.recv().await {
            Some(piece) => Ok(Some(work::look_through(&self.index, piece).await?)),
            None => Ok(None),
        }
    }
}

/// Keeps what was just learned of a file, if that is news. Within a transaction.
pub(crate) fn keep(tx: &Transaction<'_>, looked: &Looked, now_ms: i64) -> Result<(), IndexError> {
    match (looked.fresh, looked.met.facts) {
        (true, Ok(facts)) => known::keep(tx, &looked.met.path, facts, &looked.known, now_ms),
        _ => Ok(()),
    }
}

/// Keeps the hashes of a file. Within a transaction.
pub(crate) fn keep_hashes(
    tx: &Transaction<'_>,
    path: &str,
    facts: Facts,
    hashes: Hashes,
    now_ms: i64,
) -> Result<(), IndexError> {
    known::keep_hashes(tx, path, facts, hashes, now_ms)
}
