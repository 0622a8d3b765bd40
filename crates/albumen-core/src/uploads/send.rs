//! The step that sends the bytes of one file: in one request, or in chunks.

use std::path::PathBuf;
use std::sync::Arc;

use google_photos::{ApiError, GooglePhotos, ReadAhead, UploadPace, UploadSource, UploadToken};
use tokio_util::sync::CancellationToken;

use super::dated::{Copy, copy_with_date};
use super::order::fitting_name;
use super::queue::Queue;
use super::read::{ReadFailure, Seen};
use super::rules::{
    FailKind, MAX_ATTEMPTS, RAW_BELOW_BYTES, Stage, StageName, TOKEN_LIFE_MS, Token,
};
use super::steps::keep_attempts;
use super::store::{self, Upload};
use super::trouble::Trouble;
use crate::error::CoreError;

/// What came of sending the bytes of a file.
pub(super) enum Sent {
    /// All of them are at Google.
    All(UploadToken),
    /// It rests between two chunks, because the queue does.
    Rests,
    /// The file is not what it was.
    NotRead(ReadFailure),
    /// Google or the network.
    Trouble(ApiError),
}

/// The bytes that are sent for a file.
pub(super) struct BytesToSend {
    pub(super) path: PathBuf,
    pub(super) size_bytes: u64,
    pub(super) sha1: Option<[u8; 20]>,
    /// The copy they are in, where they are not in the file itself. It goes when it is let go.
    pub(super) copy: Option<Copy>,
}

impl Queue {
    /// Sends the bytes of a file.
    pub(super) async fn send_step(
        self: &Arc<Self>,
        mut file: Upload,
        stop: CancellationToken,
    ) -> Result<(), CoreError> {
        let Some(hashes) = file.hashes else {
            self.go(&file, StageName::Hashed, Stage::Found, Default::default())
                .await?;
            return Ok(());
        };
        if let Err(failure) = self.check(&file).await {
            return self.not_read(&file, StageName::Hashed, failure).await;
        }
        let Some(client) = self.client(file.connection).await else {
            return Ok(());
        };
        if !self.announce_sending(&file, hashes.blake3).await? {
            return Ok(());
        }
        self.point("sending");
        let sent = match self.bytes_to_send(&file).await {
            Ok(mut bytes) => {
                let _copy = bytes.copy.take();
                let source = self.source(&file, bytes);
                tokio::select! {
                    sent = self.transfer(&client, &mut file, &source) => sent?,
                    // Whoever stopped it has moved the row already.
                    () = stop.cancelled() => return Ok(()),
                }
            }
            Err(failure) => Sent::NotRead(failure),
        };
        self.point("bytes-answered");
        match sent {
            Sent::All(token) => self.bytes_are_there(&file, token).await,
            Sent::Rests => {
                let with = keep_attempts(&file);
                self.go(&file, StageName::Sending, Stage::Hashed, with)
                    .await?;
                Ok(())
            }
            Sent::NotRead(failure) => self.not_read(&file, StageName::Sending, failure).await,
            Sent::Trouble(error) => self.not_sent(&file, error).await,
        }
    }

    async fn transfer(
        self: &Arc<Self>,
        client: &GooglePhotos,
        file: &mut Upload,
        source: &UploadSource,
    ) -> Result<Sent, CoreError> {
        if source.size_bytes >= RAW_BELOW_BYTES {
            return self.send_in_chunks(client, file, source).await;
        }
        Ok(match client.upload_raw(source).await {
            Ok(token) => Sent::All(token),
            Err(error) => Sent::Trouble(error),
        })
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

    /// The bytes that are sent for a file: the one place where that is decided.
    pub(super) async fn bytes_to_send(&self, file: &Upload) -> Result<BytesToSend, ReadFailure> {
        if let Some(copy) = self.copy_with_date(file).await? {
            return Ok(BytesToSend {
                path: copy.path.clone(),
                size_bytes: copy.size_bytes,
                sha1: (copy.size_bytes < RAW_BELOW_BYTES).then_some(copy.sha1),
                copy: Some(copy),
            });
        }
        Ok(BytesToSend {
            path: file.path.clone(),
            size_bytes: file.seen.size_bytes,
            sha1: file.hashes.and_then(|hashes| hashes.sha1),
            copy: None,
        })
    }

    /// A copy with the capture time that the person wants written into it; none where nothing is to be written.
    async fn copy_with_date(&self, file: &Upload) -> Result<Option<Copy>, ReadFailure> {
        let key = file.key;
        let wanted = self
            .frame
            .index
            .read(move |db| store::write_taken_ms(db, key))
            .await;
        let Some(taken_ms) = wanted.map_err(|_| ReadFailure::Stopped)? else {
            return Ok(None);
        };
        let (from, to) = (
            file.path.clone(),
            self.frame.paths.copies().join(key.0.to_string()),
        );
        let copying = tokio::task::spawn_blocking(move || copy_with_date(&from, &to, taken_ms));
        match copying.await {
            Ok(Ok(copy)) => Ok(copy),
            Ok(Err(error)) => Err(ReadFailure::from_io(&error)),
            Err(_) => Err(ReadFailure::Stopped),
        }
    }

    fn source(self: &Arc<Self>, file: &Upload, bytes: BytesToSend) -> UploadSource {
        let (queue, of, key) = (Arc::downgrade(self), file.connection, file.key);
        UploadSource {
            path: bytes.path,
            size_bytes: bytes.size_bytes,
            mime_type: file.mime.clone(),
            file_name: fitting_name(&file.name),
            sha1: bytes.sha1,
            progress: Some(Arc::new(move |sent_bytes| {
                if let Some(queue) = queue.upgrade() {
                    let now = queue.now_ms();
                    if queue.lane(of, |lane| lane.progress(key, sent_bytes, now)) {
                        // The next file need not wait for the answer to this one.
                        queue.wake();
                    }
                }
            })),
            pace: Some(Arc::clone(&self.pace) as Arc<dyn UploadPace>),
            ahead: ReadAhead::default(),
        }
    }

    async fn bytes_are_there(&self, file: &Upload, token: UploadToken) -> Result<(), CoreError> {
        if let Err(failure) = self.check(file).await {
            // Bytes that are at Google came out of a file that was what it was; a disk that went since changes nothing.
            if !matches!(failure, ReadFailure::Failed(FailKind::Vanished)) {
                return self.not_read(file, StageName::Sending, failure).await;
            }
        }
        let token = Token {
            token,
            expires_ms: self.now_ms() + TOKEN_LIFE_MS,
        };
        self.lane(file.connection, |lane| lane.went_well());
        self.go_quietly(
            file,
            StageName::Sending,
            Stage::Sent(token),
            Default::default(),
        )
        .await?;
        self.point("sent");
        Ok(())
    }

    async fn not_sent(&self, file: &Upload, error: ApiError) -> Result<(), CoreError> {
        let from = StageName::Sending;
        match self.trouble(file.connection, error).await {
            Trouble::Wait(_) => {
                self.go(file, from, Stage::Hashed, keep_attempts(file))
                    .await?;
            }
            Trouble::Again => {
                let (to, kind) = (Stage::Hashed, FailKind::GoogleFailed);
                self.again(file, from, to, MAX_ATTEMPTS, kind).await?;
            }
            Trouble::Changed => {
                let now = tokio::fs::metadata(&file.path)
                    .await
                    .map_or(file.seen, |metadata| Seen::of(&metadata));
                self.not_read(file, from, ReadFailure::Changed(now)).await?;
            }
            Trouble::Failed(kind @ (FailKind::Vanished | FailKind::Unreadable)) => {
                self.not_read(file, from, ReadFailure::Failed(kind)).await?;
            }
            Trouble::Failed(kind) => {
                self.go(file, from, Stage::Failed(kind), Default::default())
                    .await?;
            }
            Trouble::Album | Trouble::AlbumFull | Trouble::Part => {
                let to = Stage::Failed(FailKind::Refused);
                self.go(file, from, to, Default::default()).await?;
            }
        }
        Ok(())
    }
}
