//! The bytes of one item from Google into its part, from where that ends if Google does ranges there.

use std::path::Path;

use futures::StreamExt as _;
use google_photos::{ApiError, BaseUrl, MediaBytes, MediaItemId, MediaSize, Silence};
use rusqlite::Transaction;
use tokio::fs::{self, OpenOptions};
use tokio::io::{AsyncWriteExt as _, BufWriter};
use tokio_util::sync::CancellationToken;

use super::Inner;
use super::bring::Came;
use super::prepare::{GONE, Order, Ready, Way};
use super::store;
use crate::error::CoreError;
use crate::view::ConnectionKey;
use crate::whole_file::places as files;

/// Shorter copies are fetched anew where they broke off: going on would cost a write for each.
const RESUMED_FROM: u64 = 1024 * 1024;
/// How much is handed to the disk at once.
const PIECE_BYTES: usize = 512 * 1024;

impl Inner {
    /// Where the bytes of one item are.
    pub(super) async fn address(
        &self,
        of: ConnectionKey,
        google_id: &str,
    ) -> Result<Way, CoreError> {
        self.may_load(of).await?;
        let client = self.connections.client(of).await?;
        let answer = client
            .media_items_get(&[MediaItemId::from(google_id)])
            .await;
        let mut answers = self.connections.outcome(of, answer).await?;
        let asked_ms = self.frame.clock.now_ms();
        Ok(match answers.pop() {
            Some(Ok(item)) => super::prepare::way_of(item, asked_ms),
            Some(Err(error)) => super::prepare::way_not(&error),
            None => Way::Trouble,
        })
    }

    /// Fetches what is missing of a part. None where it is whole; otherwise what became of the item.
    pub(super) async fn fetched(
        &self,
        order: &Order,
        ready: &Ready,
        (base, size, asked_ms): (&BaseUrl, MediaSize, i64),
        part: &Path,
    ) -> Result<Option<Came>, CoreError> {
        let of = order.download.connection;
        let fresh_ms = i64::try_from(self.frame.policy.downloads.fresh_for.as_millis());
        let permit = tokio::select! {
            biased;
            () = order.stopped.cancelled() => return Ok(Some(Came::Again)),
            permit = self.transfers.acquire() => permit,
        };
        let _permit = permit.map_err(|_| CoreError::Closed)?;
        if self.frame.clock.now_ms() - asked_ms >= fresh_ms.unwrap_or(i64::MAX) {
            return Ok(Some(Came::Stale));
        }
        let begun = files::length(part).unwrap_or(0);
        let from = match ready.row.size_bytes {
            Some(whole) if begun < whole => begun,
            _ => 0,
        };
        let client = self.connections.client(of).await?;
        let answer = tokio::select! {
            biased;
            () = order.stopped.cancelled() => return Ok(Some(Came::Again)),
            answer = client.media_bytes_from(base, size, from) => answer,
        };
        let answer = match answer {
            Err(error) => return self.refused(order, ready, size, error, part).await,
            Ok(answer) => self.connections.outcome(of, Ok(answer)).await?,
        };
        let is_page = answer
            .content_type
            .as_deref()
            .is_some_and(|kind| kind.starts_with("text/"));
        if is_page || (answer.from > 0 && answer.length != ready.row.size_bytes) {
            // A page instead of a picture; or another copy, whose end does not fit to our beginning.
            let _ = fs::remove_file(part).await;
            return self.trouble(order, ready).await.map(Some);
        }
        let is_worth_it = answer.length.is_some_and(|length| length >= RESUMED_FROM);
        if answer.from == 0 && is_worth_it && answer.length != ready.row.size_bytes {
            let (id, position, length) = (order.download.id, ready.row.position, answer.length);
            let sized = move |tx: &Transaction<'_>| store::sized(tx, id, position, length);
            self.frame.index.write_quietly(sized).await?;
        }
        if self.write(answer, part, &order.stopped).await? {
            self.point("whole");
            return Ok(None);
        }
        if order.stopped.is_cancelled() {
            return Ok(Some(Came::Again));
        }
        self.trouble(order, ready).await.map(Some)
    }

    async fn refused(
        &self,
        order: &Order,
        ready: &Ready,
        size: MediaSize,
        error: ApiError,
        part: &Path,
    ) -> Result<Option<Came>, CoreError> {
        let came = match error {
            ApiError::BaseUrlExpired { .. } => match self.trouble(order, ready).await? {
                Came::Again => Came::Stale,
                other => other,
            },
            // Google: the bytes of a video may lag behind its state.
            ApiError::NotFound { .. } if size == MediaSize::Video => {
                self.later(order, ready).await?
            }
            ApiError::NotFound { .. } => self.left_out(order, ready, GONE).await?,
            ApiError::Refused { status: 416, .. } => {
                let _ = fs::remove_file(part).await;
                self.trouble(order, ready).await?
            }
            ApiError::NoAnswer {
                why: Silence::Unreachable,
                ..
            } => {
                let of = order.download.connection;
                return self.connections.outcome(of, Err(error)).await;
            }
            ApiError::Unavailable { .. }
            | ApiError::NoAnswer { .. }
            | ApiError::Malformed { .. } => self.trouble(order, ready).await?,
            other => {
                let of = order.download.connection;
                return self.connections.outcome(of, Err(other)).await;
            }
        };
        Ok(Some(came))
    }

    /// Writes what comes behind what is there. Gives whether it is whole.
    async fn write(
        &self,
        answer: MediaBytes,
        part: &Path,
        stopped: &CancellationToken,
    ) -> Result<bool, CoreError> {
        let at = |error| CoreError::file(part, error);
        let mut options = OpenOptions::new();
        options.write(true).create(true);
        match answer.from {
            0 => options.truncate(true),
            _ => options.append(true).truncate(false),
        };
        let file = options.open(part).await.map_err(at)?;
        let mut file = BufWriter::with_capacity(PIECE_BYTES, file);
        let mut written = answer.from;
        let mut pieces = answer.stream.take_until(Box::pin(stopped.cancelled()));
        while let Some(piece) = pieces.next().await {
            let Ok(piece) = piece else {
                // What came is kept: the next time goes on from there, where Google lets it.
                file.flush().await.map_err(at)?;
                return Ok(false);
            };
            file.write_all(&piece).await.map_err(at)?;
            if written == answer.from {
                self.point("begun");
            }
            written += piece.len() as u64;
        }
        file.flush().await.map_err(at)?;
        let is_over = !stopped.is_cancelled();
        Ok(is_over && written > 0 && answer.length.is_none_or(|length| length == written))
    }
}
