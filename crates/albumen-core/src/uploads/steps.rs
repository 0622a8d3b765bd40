//! The step that reads files, and what all steps need: moves, another try, trouble. Each stage is in the index before the
//! step it announces begins.

use std::sync::Arc;

use google_photos::{ApiError, GooglePhotos};

use super::find::read_head;
use super::media_types::judge;
use super::outcomes::is_there;
use super::queue::Queue;
use super::read::{self, Hashes, ReadFailure};
use super::rules::{FailKind, MAX_ATTEMPTS, Skip, Stage, StageName, backoff_ms};
use super::store::{self, Move, Upload};
use super::trouble::{self, InARow, Trouble, Wait, millis};
use crate::error::CoreError;
use crate::view::{ConnectionKey, WaitCause};

/// What came of reading a file.
enum Read {
    Hashes(Hashes),
    Skip(Skip),
    Failure(ReadFailure),
}

impl Queue {
    /// Reads files: what each is, and its hashes. What was learned is written down together.
    pub(super) async fn read_step(self: &Arc<Self>, files: Vec<Upload>) -> Result<(), CoreError> {
        let queue = Arc::clone(self);
        let reading = tokio::task::spawn_blocking(move || {
            let go_on = || !queue.frame.tasks.is_stopped();
            let read = |file: Upload| {
                let read = read_one(&file, go_on);
                (file, read)
            };
            files.into_iter().map(read).collect::<Vec<_>>()
        });
        let Ok(all) = reading.await else {
            return Ok(());
        };
        let (mut learned, mut failures) = (Vec::new(), Vec::new());
        for (file, read) in all {
            match read {
                Read::Hashes(hashes) => learned.push((file.key, Stage::Hashed, Some(hashes))),
                Read::Skip(why) => {
                    learned.push((file.key, Stage::Skipped { why, item: None }, None))
                }
                Read::Failure(failure) => failures.push((file, failure)),
            }
        }
        let now = self.now_ms();
        let written = self.frame.index.write(move |tx| {
            for (key, to, hashes) in &learned {
                let with = Move {
                    hashes: *hashes,
                    ..Move::default()
                };
                store::move_to(tx, *key, StageName::Found, to, with, now)?;
            }
            Ok(())
        });
        written.await?;
        self.point("hashed");
        for (file, failure) in failures {
            self.not_read(&file, StageName::Found, failure).await?;
        }
        Ok(())
    }

    /// Writes down that the library has these files already: they are left as they are, or go into the album that lacks them.
    pub(super) async fn settle_known(
        &self,
        known: Vec<(Upload, String, bool)>,
    ) -> Result<(), CoreError> {
        let now = self.now_ms();
        let adds = known.iter().any(|(.., lacks)| *lacks);
        let written = self.frame.index.write(move |tx| {
            let mut gone = Vec::new();
            for (file, item, lacks) in known {
                gone.extend(is_there(tx, &file, &item)?);
                let to = if lacks {
                    Stage::Adding { item }
                } else {
                    Stage::Skipped {
                        why: Skip::AlreadyThere,
                        item: Some(item),
                    }
                };
                store::move_to(tx, file.key, StageName::Hashed, &to, Move::default(), now)?;
            }
            Ok(gone)
        });
        self.forget_pictures(written.await?).await?;
        if adds {
            self.point("adding");
        }
        Ok(())
    }

    /// A file that is not what it was is read again; one that cannot be read has failed, or waits for its disk.
    pub(super) async fn not_read(
        &self,
        file: &Upload,
        from: StageName,
        failure: ReadFailure,
    ) -> Result<(), CoreError> {
        match failure {
            ReadFailure::Stopped => {}
            ReadFailure::Failed(kind) => {
                if !self.hold_for_disk(file, from).await? {
                    self.go(file, from, Stage::Failed(kind), Move::default())
                        .await?;
                }
            }
            ReadFailure::Changed(_) if file.attempts + 1 >= MAX_ATTEMPTS => {
                let to = Stage::Failed(FailKind::KeepsChanging);
                self.go(file, from, to, Move::default()).await?;
            }
            ReadFailure::Changed(now) => {
                let attempts = file.attempts + 1;
                let wait_ms = backoff_ms(attempts, millis(self.policy().retry));
                let with = Move {
                    attempts,
                    retry_at_ms: Some(self.now_ms() + wait_ms),
                    seen: Some(now),
                    hashes: None,
                };
                self.go(file, from, Stage::Found, with).await?;
            }
        }
        Ok(())
    }

    /// Tries again after a while, unless it was tried often enough.
    pub(super) async fn again(
        &self,
        file: &Upload,
        from: StageName,
        to: Stage,
        limit: u32,
        kind: FailKind,
    ) -> Result<(), CoreError> {
        let attempts = file.attempts + 1;
        if attempts > limit {
            self.go(file, from, Stage::Failed(kind), Move::default())
                .await?;
        } else {
            let wait_ms = backoff_ms(attempts, millis(self.policy().retry));
            let with = Move {
                attempts,
                retry_at_ms: Some(self.now_ms() + wait_ms),
                ..Move::default()
            };
            self.go(file, from, to, with).await?;
        }
        Ok(())
    }

    /// What an error means; the connection takes note of it, and the queue waits where it has to.
    pub(super) async fn trouble(&self, of: ConnectionKey, error: ApiError) -> Trouble {
        let found = trouble::of_api(&error, self.now_ms(), self.in_a_row(of), self.policy());
        if let Trouble::Wait(wait) = &found {
            self.wait(of, wait.clone()).await;
        }
        // The connection's own books; the file's are kept by the caller.
        let noted: Result<(), _> = self.connections.outcome(of, Err(error)).await;
        if let Err(error @ CoreError::SignedOut) = noted {
            self.core_trouble(of, &error).await;
        }
        found
    }

    /// The queue of a connection waits. The end of Google's day is waited for over a restart too.
    pub(super) async fn wait(&self, of: ConnectionKey, wait: Wait) {
        if let (WaitCause::QuotaSpent, Some(until_ms)) = (wait.cause, wait.until_ms) {
            let kept = self
                .frame
                .index
                .write_quietly(move |tx| store::set_asleep(tx, of, until_ms));
            if let Err(error) = kept.await {
                tracing::debug!(%error, "the end of the day is not kept over a restart");
            }
        }
        self.lane(of, |lane| lane.begin_wait(wait));
    }

    fn in_a_row(&self, of: ConnectionKey) -> InARow {
        self.lane(of, |lane| InARow {
            offline: lane.offline_tries,
            slow_downs: lane.slow_downs,
        })
    }

    /// The client of a connection; without one the queue waits. It hands "slow down" up at once: the queue waits itself, where
    /// the person sees it.
    pub(super) async fn client(&self, of: ConnectionKey) -> Option<GooglePhotos> {
        match self.connections.client(of).await {
            Ok(client) => {
                let mut policy = self.frame.policy.retry;
                policy.slow_down_repeats = 0;
                Some(client.with_retry_policy(policy))
            }
            Err(error) => {
                self.core_trouble(of, &error).await;
                None
            }
        }
    }

    /// The queue waits because of an error of the engine.
    pub(super) async fn core_trouble(&self, of: ConnectionKey, error: &CoreError) {
        let wait = trouble::of_core(error, self.now_ms(), self.in_a_row(of), self.policy());
        self.wait(of, wait).await;
    }

    /// Looks whether a file is still what it was.
    pub(super) async fn check(&self, file: &Upload) -> Result<(), ReadFailure> {
        let (path, seen) = (file.path.clone(), file.seen);
        tokio::task::spawn_blocking(move || read::check(&path, seen))
            .await
            .unwrap_or(Err(ReadFailure::Stopped))
    }

    /// Moves a file and tells whoever looks. Gives whether it still stood where it was thought to stand.
    pub(super) async fn go(
        &self,
        file: &Upload,
        from: StageName,
        to: Stage,
        with: Move,
    ) -> Result<bool, CoreError> {
        let (key, now) = (file.key, self.now_ms());
        Ok(self
            .frame
            .index
            .write(move |tx| store::move_to(tx, key, from, &to, with, now))
            .await?)
    }

    /// Moves a file on its usual way, of which the job tells.
    pub(super) async fn go_quietly(
        &self,
        file: &Upload,
        from: StageName,
        to: Stage,
        with: Move,
    ) -> Result<bool, CoreError> {
        let (key, now) = (file.key, self.now_ms());
        Ok(self
            .frame
            .index
            .write_quietly(move |tx| store::move_to(tx, key, from, &to, with, now))
            .await?)
    }
}

fn read_one(file: &Upload, go_on: impl Fn() -> bool) -> Read {
    let head = match read_head(&file.path) {
        Ok(head) => head,
        Err(error) => return Read::Failure(ReadFailure::from_io(&error)),
    };
    if let Err(why) = judge(&head, file.seen.size_bytes, &file.name) {
        return Read::Skip(why);
    }
    match read::hash(&file.path, file.seen, go_on) {
        Ok(hashes) => Read::Hashes(hashes),
        Err(failure) => Read::Failure(failure),
    }
}

/// The attempts of a file, kept over a move.
pub(super) fn keep_attempts(file: &Upload) -> Move {
    Move {
        attempts: file.attempts,
        ..Move::default()
    }
}
