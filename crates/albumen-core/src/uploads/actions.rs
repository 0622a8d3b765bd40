//! What the person does to the queue: try again, leave out, cancel, pause, clear. Works through any number of rows in
//! pieces, so that the writer is never held for long and no list of all rows is in memory.

use std::path::PathBuf;

use rusqlite::Transaction;

use super::pieces::{self, Candidate};
use super::read::Seen;
use super::rules::{Skip, Stage};
use super::store::{self, Move};
use super::{Uploads, shown};
use crate::error::CoreError;
use crate::index::IndexError;
use crate::view::{CancelPreview, ConnectionKey, UploadKey, UploadSectionKind};

const NO_FILE: CoreError = CoreError::NotFound { what: "file" };

impl Uploads {
    /// Tries a file again that failed, was cancelled, or was left out by the person.
    ///
    /// Errors: `NotFound`. A file that stands elsewhere stays there.
    pub async fn retry(&self, key: UploadKey) -> Result<(), CoreError> {
        let file = self
            .frame
            .index
            .read(move |db| pieces::one(db, key))
            .await?;
        self.try_again(vec![file.ok_or(NO_FILE)?]).await
    }

    /// Tries all files again that failed, or those that failed for one reason (a key out of
    /// [`UploadSection::reason`](crate::view::UploadSection)), and goes on if the queue waits. Without a reason, files stay
    /// where another try cannot help.
    pub async fn retry_all(&self, reason: Option<String>) -> Result<(), CoreError> {
        let of = self.current().await?;
        self.queue.go_on();
        let reasons = match reason {
            Some(reason) => vec![reason],
            None => {
                let read = self
                    .frame
                    .index
                    .read(move |db| shown::reasons_to_retry(db, of));
                read.await?
            }
        };
        for reason in reasons {
            self.retry_rows(of, UploadSectionKind::Failed, Some(reason))
                .await?;
        }
        Ok(())
    }

    /// Tries all files of a section again: failed ones as [`Uploads::retry_all`] does, those that were cancelled, those
    /// that the person left out. Takes back a `cancel_all` or a `skip_all`. Of other sections nothing is tried again.
    pub async fn retry_section(&self, section: UploadSectionKind) -> Result<(), CoreError> {
        let reason = match section {
            UploadSectionKind::Failed => return self.retry_all(None).await,
            UploadSectionKind::Cancelled => None,
            UploadSectionKind::LeftOut => Some(Skip::ByPerson.as_str().to_owned()),
            UploadSectionKind::UnderWay | UploadSectionKind::Waiting | UploadSectionKind::Done => {
                return Ok(());
            }
        };
        self.retry_rows(self.current().await?, section, reason)
            .await
    }

    async fn retry_rows(
        &self,
        of: ConnectionKey,
        section: UploadSectionKind,
        reason: Option<String>,
    ) -> Result<(), CoreError> {
        let mut after = UploadKey(0);
        loop {
            let reason = reason.clone();
            let read = self
                .frame
                .index
                .read(move |db| pieces::next(db, of, section, reason.as_deref(), after));
            let piece = read.await?;
            let Some(last) = piece.last() else {
                return Ok(());
            };
            after = last.key;
            self.try_again(piece).await?;
        }
    }

    async fn try_again(&self, files: Vec<Candidate>) -> Result<(), CoreError> {
        let now = self.frame.clock.now_ms();
        let looking = tokio::task::spawn_blocking(move || {
            let look = |path: &PathBuf| std::fs::metadata(path).ok().map(|found| Seen::of(&found));
            files
                .into_iter()
                .filter(Candidate::may_be_tried_again)
                .map(|file| (file.key, file.stage, look(&file.path)))
                .collect::<Vec<_>>()
        });
        let files = looking.await.map_err(|_| CoreError::Closed)?;
        let moved = self.frame.index.write(move |tx| {
            for (key, from, seen) in files {
                let with = Move {
                    seen,
                    ..Move::default()
                };
                store::move_to(tx, key, from, &Stage::Found, with, now)?;
            }
            Ok(())
        });
        moved.await?;
        self.queue.wake();
        Ok(())
    }

    /// Leaves a file out that failed or has not become a media item yet. One that is becoming one this very moment still
    /// does. [`Uploads::retry`] takes it in again.
    ///
    /// Errors: `NotFound`.
    pub async fn skip(&self, key: UploadKey) -> Result<(), CoreError> {
        self.take_out(key, pieces::leave_out).await
    }

    /// Leaves all files out that failed, or those that failed for one reason.
    pub async fn skip_all(&self, reason: Option<String>) -> Result<(), CoreError> {
        let of = self.current().await?;
        let reasons = match reason {
            Some(reason) => vec![reason],
            None => {
                let read = self
                    .frame
                    .index
                    .read(move |db| shown::reasons_of_failed(db, of));
                read.await?
            }
        };
        let now = self.frame.clock.now_ms();
        for reason in reasons {
            let mut after = Some(UploadKey(0));
            while let Some(key) = after {
                let reason = reason.clone();
                let moved = self.frame.index.write(move |tx| {
                    let failed = UploadSectionKind::Failed;
                    let piece = pieces::next(tx, of, failed, Some(&reason), key)?;
                    for file in &piece {
                        pieces::leave_out(tx, file, now)?;
                    }
                    Ok(piece.last().map(|file| file.key))
                });
                after = moved.await?;
            }
        }
        Ok(())
    }

    /// Takes a file out of what goes up. One that is becoming a media item this very moment still does.
    ///
    /// Errors: `NotFound`.
    pub async fn cancel(&self, key: UploadKey) -> Result<(), CoreError> {
        self.take_out(key, pieces::cancel).await
    }

    async fn take_out(
        &self,
        key: UploadKey,
        how: fn(&Transaction<'_>, &Candidate, i64) -> Result<bool, IndexError>,
    ) -> Result<(), CoreError> {
        let now = self.frame.clock.now_ms();
        let moved = self.frame.index.write(move |tx| {
            let Some(file) = pieces::one(tx, key)? else {
                return Ok(None);
            };
            let taken_out = how(tx, &file, now)?;
            Ok(Some(taken_out.then_some((file.connection, key))))
        });
        let stopped = moved.await?.ok_or(NO_FILE)?;
        self.queue.stopped(stopped.into_iter().collect());
        Ok(())
    }

    /// Takes all files out of what goes up. [`Uploads::retry_section`] takes that back.
    pub async fn cancel_all(&self) -> Result<(), CoreError> {
        self.queue.cancel_all(self.current().await?).await
    }

    /// What [`Uploads::cancel_all`] would leave and take. The next moment it may be otherwise: files go on going up.
    pub async fn cancel_preview(&self) -> Result<CancelPreview, CoreError> {
        let of = self.current().await?;
        let read = self
            .frame
            .index
            .read(move |db| shown::cancel_preview(db, of));
        Ok(read.await?)
    }

    /// Pauses, or goes on. Files under way are sent to their end; nothing new begins. Holds over a restart.
    pub async fn pause(&self, paused: bool) -> Result<(), CoreError> {
        self.frame
            .index
            .write(move |tx| store::set_paused(tx, paused))
            .await?;
        self.queue.set_paused(paused);
        match paused {
            true => self.queue.wake(),
            false => self.queue.go_on(),
        }
        Ok(())
    }

    /// Takes what is settled for good out of the list: done, already there, left out, cancelled. Failures stay.
    pub async fn clear(&self) -> Result<(), CoreError> {
        let of = self.current().await?;
        loop {
            let cleared = self
                .frame
                .index
                .write(move |tx| pieces::clear(tx, of))
                .await?;
            if cleared.is_empty() {
                return Ok(());
            }
            let pictures = self.pictures.clone();
            let gone: Vec<_> = cleared.into_iter().map(|key| (of, key)).collect();
            // The queue is clear already; previews only take room.
            let _ = tokio::task::spawn_blocking(move || pictures.forget_uploads(&gone)).await;
        }
    }
}
