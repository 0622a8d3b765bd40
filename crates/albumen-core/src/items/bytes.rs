//! The bytes of one item as Google has them.

use google_photos::{ApiError, MediaBytes, MediaSize};

use super::{Inner, NOT_FOUND};
use crate::error::CoreError;
use crate::view::{ItemKey, ItemKind, ItemState};

impl Inner {
    /// Starts reading the bytes of an item, as large as Google has them.
    pub(super) async fn bytes(&self, key: ItemKey) -> Result<MediaBytes, CoreError> {
        match self.bytes_once(key).await? {
            Some(bytes) => Ok(bytes),
            // The base URL ran out between two calls: once more with a new one.
            None => self.bytes_once(key).await?.ok_or(NOT_FOUND),
        }
    }

    async fn bytes_once(&self, key: ItemKey) -> Result<Option<MediaBytes>, CoreError> {
        let item = self.fresh(key).await?;
        let found = self.find(key).await?;
        match found.state {
            ItemState::Processing => return Err(CoreError::StillProcessing),
            ItemState::Failed => return Err(CoreError::VideoFailed),
            ItemState::Ready => {}
        }
        let is_video = found.kind == ItemKind::Video;
        let size = if is_video {
            MediaSize::Video
        } else {
            MediaSize::Download
        };
        let base = item.base_url.ok_or(CoreError::StillProcessing)?;
        let client = self.connections.client(found.connection).await?;
        let answer = client.media_bytes(&base, size).await;
        if matches!(answer, Err(ApiError::BaseUrlExpired { .. })) {
            return Ok(None);
        }
        match self.connections.outcome(found.connection, answer).await {
            // Google: the bytes of a video may lag behind its state.
            Err(CoreError::NotFound { .. }) if is_video => Err(CoreError::StillProcessing),
            Err(CoreError::NotFound { .. }) => Err(NOT_FOUND),
            other => other.map(Some),
        }
    }
}
