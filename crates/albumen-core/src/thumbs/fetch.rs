//! Fetches pictures from Google: few at a time, within bounds, and looked at before they are believed.

use std::sync::Arc;

use futures::StreamExt as _;
use google_photos::{ApiError, BaseUrl, GooglePhotos, MediaSize};

use super::base_urls::Pixels;
use super::placeholder::Placeholder;
use super::rules::{Origin, content_type};
use super::{Inner, PictureContent, PictureFile};
use crate::error::CoreError;
use crate::view::ConnectionKey;

/// No scaled picture is larger than this.
const MAX_PICTURE_BYTES: usize = 32 * 1024 * 1024;

impl Inner {
    /// Fetches one picture of an item and puts it into the cache.
    pub(super) async fn fetch(
        &self,
        of: ConnectionKey,
        google_id: &str,
        size_px: u32,
    ) -> Result<PictureFile, CoreError> {
        let Some(bytes) = self.fetch_bytes(of, google_id, size_px).await? else {
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
    ) -> Result<Option<Vec<u8>>, CoreError> {
        let Pixels::At(source) = self.base_urls.get(of, google_id).await? else {
            return Ok(None);
        };
        let client = self.connections.client(of).await?;
        match self
            .read_pixels(&client, &source.base, source.fitting(size_px))
            .await
        {
            Err(ApiError::BaseUrlExpired { .. } | ApiError::NotFound { .. }) => {
                // Google: a base URL may die before its hour is over. A new one is asked for once.
                self.base_urls.forget(of, google_id);
                let Pixels::At(source) = self.base_urls.get(of, google_id).await? else {
                    return Ok(None);
                };
                let again = self
                    .read_pixels(&client, &source.base, source.fitting(size_px))
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
    ) -> Result<Vec<u8>, ApiError> {
        // Never closed; without a permit it is one more at a time.
        let _permit = self.fetches.acquire().await.ok();
        let mut arriving = client.media_bytes(base, size).await?;
        let mut bytes = Vec::new();
        while let Some(piece) = arriving.stream.next().await {
            bytes.extend_from_slice(&piece?);
            if bytes.len() > MAX_PICTURE_BYTES {
                // What is longer is no thumbnail; the beginning is judged as broken.
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
        2048 => albumen_thumbnails::looks_whole(bytes).then_some((content_type, None)),
        _ => albumen_thumbnails::tones_of(bytes)
            .ok()
            .map(|tones| (content_type, Some(tones))),
    }
}
