//! The steps of one file: it is read, and its bytes are sent. Each stage is in the index before the step it announces begins.

use std::sync::Arc;

use google_photos::{ApiError, UploadSource, UploadToken};
use tokio_util::sync::CancellationToken;

use super::find::read_head;
use super::media_types::judge;
use super::order::fitting_name;
use super::queue::Queue;
use super::read::{self, ReadFailure, Seen};
use super::rules::{
    FailKind, MAX_ATTEMPTS, Skip, Stage, StageName, TOKEN_LIFE_MS, Token, backoff_ms,
};
use super::store::{self, Move, Upload};
use super::trouble::{self, Trouble, millis};
use crate::error::CoreError;

impl Queue {
    /// Reads a file: what it is, its hashes, its pictures.
    pub(super) async fn read_step(self: &Arc<Self>, file: Upload) -> Result<(), CoreError> {
        let queue = Arc::clone(self);
        let (path, seen, name, mime, key, of) = (
            file.path.clone(),
            file.seen,
            file.name.clone(),
            file.mime.clone(),
            file.key,
            file.connection,
        );
        let reading = tokio::task::spawn_blocking(move || {
            let head = match read_head(&path) {
                Ok(head) => head,
                Err(error) => return Err(Unread::Failure(ReadFailure::from_io(&error))),
            };
            judge(&head, seen.size_bytes, &name).map_err(Unread::Skip)?;
            let hashes = read::hash(&path, seen, || !queue.frame.tasks.is_stopped())
                .map_err(Unread::Failure)?;
            queue.pictures.prepare_upload(of, key, &path, &mime);
            Ok(hashes)
        });
        let Ok(outcome) = reading.await else {
            return Ok(());
        };
        match outcome {
            Ok(hashes) => {
                let with = Move {
                    hashes: Some(hashes),
                    ..Move::default()
                };
                self.go(&file, StageName::Found, Stage::Hashed, with)
                    .await?;
                self.point("hashed");
                Ok(())
            }
            Err(Unread::Skip(why)) => {
                self.go(
                    &file,
                    StageName::Found,
                    Stage::Skipped { why, item: None },
                    Move::default(),
                )
                .await?;
                Ok(())
            }
            Err(Unread::Failure(failure)) => self.not_read(&file, StageName::Found, failure).await,
        }
    }

    /// Sends the bytes of a file, unless the library has them already.
    pub(super) async fn send_step(
        self: &Arc<Self>,
        file: Upload,
        stop: CancellationToken,
    ) -> Result<(), CoreError> {
        let Some(hashes) = file.hashes else {
            self.go(&file, StageName::Hashed, Stage::Found, Move::default())
                .await?;
            return Ok(());
        };
        if self.is_there_already(&file, &hashes.blake3).await? {
            return Ok(());
        }
        if let Err(failure) = self.check(&file).await {
            return self.not_read(&file, StageName::Hashed, failure).await;
        }
        let client = match self.connections.client(file.connection).await {
            Ok(client) => client,
            Err(error) => {
                self.lane(file.connection, |lane| {
                    let wait =
                        trouble::of_core(&error, self.now_ms(), lane.offline_tries, self.policy());
                    lane.begin_wait(wait);
                });
                return Ok(());
            }
        };
        if !self.announce_sending(&file, hashes.blake3).await? {
            return Ok(());
        }
        self.point("sending");
        let source = self.source(&file, hashes.sha1);
        let answer = tokio::select! {
            answer = client.upload_raw(&source) => answer,
            // Whoever stopped it has moved the row already.
            () = stop.cancelled() => return Ok(()),
        };
        self.point("bytes-answered");
        match answer {
            Ok(token) => self.bytes_are_there(&file, token).await,
            Err(error) => self.not_sent(&file, error).await,
        }
    }

    /// Writes down that a file is being sent. Not if another one has begun to bring the same bytes, or has just brought
    /// them: both could pass the looks before this one, but only one passes here.
    async fn announce_sending(&self, file: &Upload, hash: [u8; 32]) -> Result<bool, CoreError> {
        let (of, key, with, now) = (
            file.connection,
            file.key,
            keep_attempts(file),
            self.now_ms(),
        );
        let announced = self.frame.index.write_quietly(move |tx| {
            let settled =
                store::is_under_way(tx, of, &hash)? || store::known_item(tx, of, &hash)?.is_some();
            Ok(!settled && store::move_to(tx, key, StageName::Hashed, &Stage::Sending, with, now)?)
        });
        Ok(announced.await?)
    }

    fn source(self: &Arc<Self>, file: &Upload, sha1: Option<[u8; 20]>) -> UploadSource {
        let (queue, of, key) = (Arc::downgrade(self), file.connection, file.key);
        UploadSource {
            path: file.path.clone(),
            size_bytes: file.seen.size_bytes,
            mime_type: file.mime.clone(),
            file_name: fitting_name(&file.name),
            sha1,
            progress: Some(Arc::new(move |sent_bytes| {
                if let Some(queue) = queue.upgrade() {
                    let now = queue.now_ms();
                    queue.lane(of, |lane| lane.progress(key, sent_bytes, now));
                }
            })),
        }
    }

    /// A file whose bytes the library has is not sent again; it only goes into the album it is meant for.
    async fn is_there_already(&self, file: &Upload, hash: &[u8; 32]) -> Result<bool, CoreError> {
        let (of, album, hash) = (file.connection, file.album, *hash);
        let known = self.frame.index.read(move |db| {
            let Some(item) = store::known_item(db, of, &hash)? else {
                return Ok(None);
            };
            let lacks = match album {
                Some(album) => !store::is_in_album(db, album, of, &item)?,
                None => false,
            };
            Ok(Some((item, lacks)))
        });
        let Some((item, lacks)) = known.await? else {
            return Ok(false);
        };
        if lacks {
            self.go_quietly(
                file,
                StageName::Hashed,
                Stage::Adding { item },
                Move::default(),
            )
            .await?;
            self.point("adding");
        } else {
            let there = Stage::Skipped {
                why: Skip::AlreadyThere,
                item: Some(item),
            };
            self.go(file, StageName::Hashed, there, Move::default())
                .await?;
        }
        Ok(true)
    }

    async fn bytes_are_there(&self, file: &Upload, token: UploadToken) -> Result<(), CoreError> {
        if let Err(failure) = self.check(file).await {
            return self.not_read(file, StageName::Sending, failure).await;
        }
        let token = Token {
            token,
            expires_ms: self.now_ms() + TOKEN_LIFE_MS,
        };
        self.lane(file.connection, |lane| lane.offline_tries = 0);
        self.go_quietly(
            file,
            StageName::Sending,
            Stage::Sent(token),
            Move::default(),
        )
        .await?;
        self.point("sent");
        Ok(())
    }

    async fn not_sent(&self, file: &Upload, error: ApiError) -> Result<(), CoreError> {
        match self.trouble(file.connection, error).await {
            Trouble::Wait(_) => {
                self.go(file, StageName::Sending, Stage::Hashed, keep_attempts(file))
                    .await?;
            }
            Trouble::Again => {
                self.again(
                    file,
                    StageName::Sending,
                    Stage::Hashed,
                    MAX_ATTEMPTS,
                    FailKind::GoogleFailed,
                )
                .await?
            }
            Trouble::Changed => {
                let now = tokio::fs::metadata(&file.path)
                    .await
                    .map_or(file.seen, |metadata| Seen::of(&metadata));
                self.not_read(file, StageName::Sending, ReadFailure::Changed(now))
                    .await?;
            }
            Trouble::Failed(kind) => {
                self.go(
                    file,
                    StageName::Sending,
                    Stage::Failed(kind),
                    Move::default(),
                )
                .await?;
            }
            Trouble::Album | Trouble::Part => {
                self.go(
                    file,
                    StageName::Sending,
                    Stage::Failed(FailKind::Refused),
                    Move::default(),
                )
                .await?;
            }
        }
        Ok(())
    }

    /// A file that is not what it was is read again; one that cannot be read has failed.
    async fn not_read(
        &self,
        file: &Upload,
        from: StageName,
        failure: ReadFailure,
    ) -> Result<(), CoreError> {
        match failure {
            ReadFailure::Stopped => {}
            ReadFailure::Failed(kind) => {
                self.go(file, from, Stage::Failed(kind), Move::default())
                    .await?;
            }
            ReadFailure::Changed(_) if file.attempts + 1 >= MAX_ATTEMPTS => {
                self.go(
                    file,
                    from,
                    Stage::Failed(FailKind::KeepsChanging),
                    Move::default(),
                )
                .await?;
            }
            ReadFailure::Changed(now) => {
                let attempts = file.attempts + 1;
                let retry_at_ms =
                    Some(self.now_ms() + backoff_ms(attempts, millis(self.policy().retry)));
                self.go(
                    file,
                    from,
                    Stage::Found,
                    Move {
                        attempts,
                        retry_at_ms,
                        seen: Some(now),
                        hashes: None,
                    },
                )
                .await?;
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
            let retry_at_ms =
                Some(self.now_ms() + backoff_ms(attempts, millis(self.policy().retry)));
            self.go(
                file,
                from,
                to,
                Move {
                    attempts,
                    retry_at_ms,
                    ..Move::default()
                },
            )
            .await?;
        }
        Ok(())
    }

    /// What an error means; the connection takes note of it, and the queue waits where it has to.
    pub(super) async fn trouble(&self, of: crate::view::ConnectionKey, error: ApiError) -> Trouble {
        let found = self.lane(of, |lane| {
            let found = trouble::of_api(&error, self.now_ms(), lane.offline_tries, self.policy());
            if let Trouble::Wait(wait) = &found {
                lane.begin_wait(wait.clone());
            }
            found
        });
        // The connection's own books; the file's are kept by the caller.
        let _: Result<(), _> = self.connections.outcome(of, Err(error)).await;
        found
    }

    async fn check(&self, file: &Upload) -> Result<(), ReadFailure> {
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
    async fn go_quietly(
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

enum Unread {
    Skip(Skip),
    Failure(ReadFailure),
}

fn keep_attempts(file: &Upload) -> Move {
    Move {
        attempts: file.attempts,
        ..Move::default()
    }
}
