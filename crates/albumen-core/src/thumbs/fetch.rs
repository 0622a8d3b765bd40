//! Fetches pictures from Google: few at a time, within bounds, and looked at before they are believed.

use std::sync::Arc;

use futures::StreamExt as _;
use google_photos::{ApiError, BaseUrl, GooglePhotos, MediaSize};

use super::base_urls::Pixels;
use super::placeholder::Placeholder;
use super::pool::Rank;
use super::rules::{LARGEST_PX, Origin, content_type};
use super::{Inner, PictureContent, PictureFile};
use crate::error::CoreError;
use crate::view::ConnectionKey;

/// No scaled picture is larger than this.
const MAX_PICTURE_BYTES: usize = 32 * 1024 * 1024;
/// No photo in full that is shown is larger than this.
const MAX_FULL_BYTES: usize = 100 * 1024 * 1024;

impl Inner {
    /// Fetches one picture of an item and puts it into the cache.
    pub(super) async fn fetch(
        &self,
        of: ConnectionKey,
        google_id: &str,
        size_px: u32,
        rank: Rank,
    ) -> Result<PictureFile, CoreError> {
        let Some(bytes) = self.fetch_bytes(of, google_id, size_px, rank).await? else {
            return Ok(PictureFile::drawn(Placeholder::Video));
        };
        let bytes: Arc<[u8]> = bytes.into();
        let looked = Arc::clone(&bytes);
        let judged = tokio::task::spawn_blocking(move || judge(&looked, size_px))
            .await
            .map_err(|_| CoreError::Closed)?;
        let Some((content_type, tones)) = judged else {
            return Ok(PictureFile::drawn(Placeholder::Broken));
        };
        match self
            .cache
            .put(
                of,
                google_id,
                Origin::Google,
                vec![(size_px, Arc::clone(&bytes))],
                tones,
            )
            .await
        {
            Ok(()) => Ok(PictureFile::file(
                self.cache.path(of, google_id, size_px),
                content_type,
            )),
            Err(error) => {
                // A full disk is no reason not to show what is there.
                tracing::debug!(%error, "a picture was not kept");
                Ok(PictureFile {
                    content: PictureContent::Bytes(bytes),
                    content_type,
                })
            }
        }
    }

    async fn fetch_bytes(
        &self,
        of: ConnectionKey,
        google_id: &str,
        size_px: u32,
        rank: Rank,
    ) -> Result<Option<Vec<u8>>, CoreError> {
        let Pixels::At(source) = self.base_urls.get(of, google_id).await? else {
            return Ok(None);
        };
        let client = self.connections.client(of).await?;
        match self
            .read_pixels(&client, &source.base, source.fitting(size_px), rank)
            .await
        {
            Err(ApiError::BaseUrlExpired { .. } | ApiError::NotFound { .. }) => {
                // Google: a base URL may die before its hour is over. A new one is asked for once.
                self.base_urls.forget(of, google_id);
                let Pixels::At(source) = self.base_urls.get(of, google_id).await? else {
                    return Ok(None);
                };
                let again = self
                    .read_pixels(&client, &source.base, source.fitting(size_px), rank)
                    .await;
                match again {
                    Err(ApiError::NotFound { .. }) => Ok(None),
                    other => self.connections.outcome(of, other).await.map(Some),
                }
            }
            other => self.connections.outcome(of, other).await.map(Some),
        }
    }

    /// Reads pixels: few at a time, and not without end.
    pub(super) async fn read_pixels(
        &self,
        client: &GooglePhotos,
        base: &BaseUrl,
        size: MediaSize,
        rank: Rank,
    ) -> Result<Vec<u8>, ApiError> {
        let (pool, most) = match size {
            MediaSize::Download => (&self.full, MAX_FULL_BYTES),
            _ => (&self.fetches, MAX_PICTURE_BYTES),
        };
        let _place = pool.place(rank).await;
        let mut arriving = client.media_bytes(base, size).await?;
        let mut bytes = Vec::new();
        while let Some(piece) = arriving.stream.next().await {
            bytes.extend_from_slice(&piece?);
            if bytes.len() > most {
                // What is longer is no picture of this size; the beginning is judged as broken.
                return Ok(Vec::new());
            }
        }
        Ok(bytes)
    }
}

/// The type of what came, and the two colours of a small one. `None` if it is no picture.
fn judge(bytes: &[u8], size_px: u32) -> Option<(&'static str, Option<String>)> {
    let content_type = content_type(bytes)?;
    match size_px {
        // Opening a large one only to look at it would cost more than showing it.
        LARGEST_PX.. => albumen_thumbnails::looks_whole(bytes).then_some((content_type, None)),
        _ => albumen_thumbnails::tones_of(bytes)
            .ok()
            .map(|tones| (content_type, Some(tones))),
    }
}
