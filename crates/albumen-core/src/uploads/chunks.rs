//! A large file goes up in chunks. Its session and how much of it Google has are in the index before each step, so that a cut,
//! a restart or a kill sends at most one chunk twice.

use std::sync::Arc;

use google_photos::{ApiError, GooglePhotos, UploadSource, UploadState, UploadUrl};

use super::queue::Queue;
use super::rules::chunk_bytes;
use super::send::Sent;
use super::store::{self, Session, Upload};
use crate::error::CoreError;
use crate::view::UploadKey;

impl Queue {
    /// Sends a file in chunks, from where it stopped.
    ///
    /// After trouble the row rests with its session and comes here again: what Google has is asked, not remembered. A file
    /// that gets ahead has all its tries again.
    pub(super) async fn send_in_chunks(
        self: &Arc<Self>,
        client: &GooglePhotos,
        file: &mut Upload,
        source: &UploadSource,
    ) -> Result<Sent, CoreError> {
        let (session, mut offset) = match self.session(client, file, source).await? {
            Ok(found) => found,
            Err(error) => return Ok(Sent::Trouble(error)),
        };
        let chunk = chunk_bytes(source.size_bytes, session.granularity_bytes);
        loop {
            if offset > 0 {
                if !self.may_go_on(file.connection) {
                    self.keep_offset(file, offset).await?;
                    return Ok(Sent::Rests);
                }
                if let Err(failure) = self.check(file).await {
                    return Ok(Sent::NotRead(failure));
                }
            }
            let length = chunk.min(source.size_bytes.saturating_sub(offset));
            // What Google has is written down while the next chunk is under way: a kill in between costs a question.
            let is_last = offset + length >= source.size_bytes;
            let (answer, kept) = tokio::join!(
                send_one(client, &session.url, source, (offset, length), is_last),
                self.keep_offset(file, offset)
            );
            kept?;
            match answer {
                Ok(Some(token)) => return Ok(Sent::All(token)),
                Ok(None) => {
                    offset += length;
                    file.attempts = 0;
                    self.lane(file.connection, |lane| lane.went_well());
                    self.point("chunk");
                }
                Err(error) => return self.chunk_failed(file, error).await,
            }
        }
    }

    async fn chunk_failed(&self, file: &Upload, error: ApiError) -> Result<Sent, CoreError> {
        if matches!(error, ApiError::UploadOver { .. }) {
            let key = file.key;
            let forgotten = self
                .frame
                .index
                .write_quietly(move |tx| store::set_session(tx, key, None));
            forgotten.await?;
        }
        Ok(Sent::Trouble(error))
    }

    /// The session of a file and how much Google has: the one that has begun, if Google still knows it, or a new one.
    async fn session(
        &self,
        client: &GooglePhotos,
        file: &mut Upload,
        source: &UploadSource,
    ) -> Result<Result<(Session, u64), ApiError>, CoreError> {
        let now = self.now_ms();
        if let Some(session) = file.session.take().filter(|session| session.is_young(now)) {
            match client.upload_query(&session.url).await {
                Ok(status) if status.state == UploadState::Active => {
                    if status.received_bytes > file.sent_bytes {
                        file.attempts = 0;
                    }
                    let received = status.received_bytes.min(source.size_bytes);
                    self.keep_offset(file, received).await?;
                    return Ok(Ok((session, received)));
                }
                // Google: a complete upload tells its token only once, and that answer was lost.
                Ok(_) | Err(ApiError::UploadOver { .. }) => {}
                Err(error) => return Ok(Err(error)),
            }
        }
        let begun = client
            .upload_begin(source.size_bytes, &source.mime_type, &source.file_name)
            .await;
        let begun = match begun {
            Ok(begun) => begun,
            Err(error) => return Ok(Err(error)),
        };
        let session = Session {
            url: begun.url,
            granularity_bytes: begun.granularity_bytes,
            began_ms: now,
        };
        let (key, kept) = (file.key, session.clone());
        let written = self
            .frame
            .index
            .write_quietly(move |tx| store::set_session(tx, key, Some(&kept)));
        written.await?;
        self.lane(file.connection, |lane| lane.kept(key, 0));
        self.point("session");
        Ok(Ok((session, 0)))
    }

    async fn keep_offset(&self, file: &Upload, offset_bytes: u64) -> Result<(), CoreError> {
        if offset_bytes == 0 {
            return Ok(());
        }
        let key: UploadKey = file.key;
        let written = self
            .frame
            .index
            .write_quietly(move |tx| store::set_offset(tx, key, offset_bytes));
        written.await?;
        self.lane(file.connection, |lane| lane.kept(key, offset_bytes));
        Ok(())
    }
}

/// Sends one chunk; the last one gives the token.
async fn send_one(
    client: &GooglePhotos,
    url: &UploadUrl,
    source: &UploadSource,
    (offset, length): (u64, u64),
    is_last: bool,
) -> Result<Option<google_photos::UploadToken>, ApiError> {
    if is_last {
        client.upload_finish(url, source, offset).await.map(Some)
    } else {
        client
            .upload_chunk(url, source, offset, length)
            .await
            .map(|()| None)
    }
}
