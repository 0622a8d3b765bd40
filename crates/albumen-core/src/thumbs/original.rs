//! The photo as large as it is: the person's own file where it can be shown, otherwise Google's copy.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::rules::{FULL, LARGEST_PX};
use super::store::ItemFacts;
use super::{Inner, PictureFile, PictureRequest, Pictures, disk, rules};
use crate::error::CoreError;
use crate::view::ItemKey;

/// The longest side of a photo that is put on the clipboard, in pixels: programs take it as pixels, and those add up.
const CLIPBOARD_PX: u32 = 6_000;
/// A file of the person's own larger than this is not read at once to be shown.
const MAX_OWN_BYTES: u64 = 100 * 1024 * 1024;

/// The pixels of a photo, as it is seen.
pub struct PhotoPixels {
    /// Width in pixels.
    pub width_px: u32,
    /// Height in pixels.
    pub height_px: u32,
    /// Red, green, blue and opacity of every pixel, row by row.
    pub rgba: Vec<u8>,
}

impl Pictures {
    /// The pixels of a photo, for a program that takes pixels: as large as it is, up to 6,000 on the longer side. Of a video,
    /// its poster.
    ///
    /// Errors: as [`Pictures::get`], and `NotFound` where only a stand-in could be shown.
    pub async fn pixels(&self, key: ItemKey) -> Result<PhotoPixels, CoreError> {
        let full = PictureRequest::Item { key, size: FULL };
        let picture = match self.get(full).await {
            Ok(picture) => picture,
            // Without the photo itself the largest that is here is what there is.
            Err(error) => {
                let smaller = PictureRequest::Item {
                    key,
                    size: LARGEST_PX,
                };
                self.get(smaller).await.map_err(|_| error)?
            }
        };
        let gone = CoreError::NotFound { what: "photo" };
        if picture.is_stand_in() {
            return Err(gone);
        }
        let bytes = picture.read().await?;
        let opened =
            tokio::task::spawn_blocking(move || albumen_thumbnails::rgba_of(&bytes, CLIPBOARD_PX));
        let (width_px, height_px, rgba) = opened
            .await
            .map_err(|_| CoreError::Closed)?
            .map_err(|_| gone)?;
        Ok(PhotoPixels {
            width_px,
            height_px,
            rgba,
        })
    }
}

impl Inner {
    /// The photo as large as it is. What a window cannot show is shown by the largest thumbnail.
    pub(super) async fn in_full(
        self: &Arc<Self>,
        facts: ItemFacts,
    ) -> Result<PictureFile, CoreError> {
        if facts.is_video {
            return self.scaled(facts, LARGEST_PX).await;
        }
        if let Some(own) = self.own_file(&facts).await? {
            return match own {
                Own::Shown(picture) => Ok(picture),
                // Raw, HEIC: Google's copy would be the same.
                Own::NotShown => self.scaled(facts, LARGEST_PX).await,
            };
        }
        if facts.is_picked {
            return self.scaled(facts, LARGEST_PX).await;
        }
        let cached = self.cache.list(facts.connection, &facts.google_id).await?;
        if let Some(picture) = self.kept(&facts, &cached, FULL).await {
            return Ok(picture);
        }
        let fetched = self
            .fetch(facts.connection, &facts.google_id, FULL, rules::rank(FULL))
            .await;
        match fetched {
            Ok(picture) if !picture.is_stand_in() => Ok(picture),
            // A type that cannot be shown, or a large one: scaled by Google it can.
            Ok(_) => self.scaled(facts, LARGEST_PX).await,
            Err(error) => self.another_size(&facts, &cached).await.ok_or(error),
        }
    }

    async fn own_file(&self, facts: &ItemFacts) -> Result<Option<Own>, CoreError> {
        let Some(path) = facts.own_path() else {
            return Ok(None);
        };
        let size_bytes = facts.size_bytes;
        let looked = tokio::task::spawn_blocking(move || own(&path, size_bytes));
        looked.await.map_err(|_| CoreError::Closed)
    }
}

/// The person's own file.
enum Own {
    Shown(PictureFile),
    NotShown,
}

fn own(path: &Path, size_bytes: Option<u64>) -> Option<Own> {
    if !disk::is_same(path, size_bytes) {
        return None;
    }
    let shown = disk::kind(path).filter(|_| disk::size(path) <= MAX_OWN_BYTES);
    Some(match shown {
        Some(content_type) => Own::Shown(PictureFile::file(PathBuf::from(path), content_type)),
        None => Own::NotShown,
    })
}
