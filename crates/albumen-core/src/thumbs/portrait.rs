//! The portrait of an account.

use std::path::Path;
use std::time::Duration;

use google_photos::{BaseUrl, MediaSize};
use url::Url;

use super::placeholder::Placeholder;
use super::pool::Rank;
use super::rules::content_type;
use super::{Inner, PictureContent, PictureFile, disk};
use crate::error::CoreError;
use crate::view::ConnectionKey;

/// Twice what the window shows, for dense screens.
const SIDE_PX: u32 = 192;
/// People change their portraits now and then.
const FRESH_FOR: Duration = Duration::from_secs(24 * 60 * 60);

impl Inner {
    /// The portrait of an account, or a drawn one. An old one is better than none.
    pub(super) async fn portrait(&self, of: ConnectionKey) -> Result<PictureFile, CoreError> {
        let place = self.frame.paths.thumbnails(of).join("portrait");
        let kept = disk::look(&place);
        if let Some(content_type) = kept
            && is_young(&place)
        {
            return Ok(PictureFile::file(place, content_type));
        }
        match self.fetch_portrait(of).await {
            Ok(Some(bytes)) => {
                let Some(content_type) = content_type(&bytes) else {
                    return Ok(PictureFile::drawn(Placeholder::Person));
                };
                if let Err(error) = disk::write(&place, &bytes) {
                    tracing::debug!(%error, "a portrait was not kept");
                }
                Ok(PictureFile {
                    content: PictureContent::Bytes(bytes.into()),
                    content_type,
                })
            }
            Ok(None) => Ok(PictureFile::drawn(Placeholder::Person)),
            Err(error) => match kept {
                Some(content_type) => Ok(PictureFile::file(place, content_type)),
                None => {
                    tracing::debug!(
                        code = error.code(),
                        "a portrait is drawn until Google can be reached"
                    );
                    Ok(PictureFile::drawn(Placeholder::Person))
                }
            },
        }
    }

    async fn fetch_portrait(&self, of: ConnectionKey) -> Result<Option<Vec<u8>>, CoreError> {
        let endpoints = self.connections.endpoints(of).await?;
        let Some(url) = self
            .connections
            .picture_url(of)
            .await?
            .and_then(|url| Url::parse(&url).ok())
        else {
            return Ok(None);
        };
        // The sample library listens on another port at each start.
        let base = if endpoints.is_google() {
            Some(url)
        } else {
            endpoints.web_base().join(url.path()).ok()
        };
        let Some(base) = base else { return Ok(None) };
        // Google: the address ends in a size of its own, such as `=s96-c`.
        let unsized_base = base
            .as_str()
            .rsplit_once('=')
            .map_or(base.as_str(), |(before, _)| before)
            .to_owned();
        let size = MediaSize::Crop {
            width: SIDE_PX,
            height: SIDE_PX,
        };
        let client = self.connections.client(of).await?;
        let read = self
            .read_pixels(&client, &BaseUrl::from(unsized_base), size, Rank::Visible)
            .await;
        self.connections.outcome(of, read).await.map(Some)
    }
}

fn is_young(place: &Path) -> bool {
    let age = place
        .metadata()
        .and_then(|metadata| metadata.modified())
        .ok()
        .and_then(|at| at.elapsed().ok());
    age.is_some_and(|age| age < FRESH_FOR)
}
