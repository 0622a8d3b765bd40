//! Pictures made from the person's own files: at upload time for good, and whenever one is missing.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use albumen_thumbnails::{Made, make_from};
use rusqlite::Transaction;

use super::placeholder::Placeholder;
use super::rules::{Origin, SIZES};
use super::{Inner, PictureFile, Pictures, disk, store};
use crate::error::CoreError;
use crate::index::IndexError;
use crate::uploads::is_drawable;
use crate::view::{ConnectionKey, PlanFileKey, UploadKey};

/// Pictures of an upload that became those of a media item.
#[derive(Clone, Debug, Default)]
pub(crate) struct Adopted {
    /// Sizes in pixels and in bytes.
    pub(crate) sizes: Vec<(u32, u64)>,
    /// Two colours of the picture.
    pub(crate) tones: Option<String>,
}

/// Writes down that the pictures of an upload are those of a media item.
pub(crate) fn put_adopted(
    tx: &Transaction<'_>,
    of: ConnectionKey,
    google_id: &str,
    adopted: &Adopted,
    now_ms: i64,
) -> Result<(), IndexError> {
    for (size_px, bytes) in &adopted.sizes {
        store::put(tx, of, google_id, *size_px, Origin::Local, *bytes, now_ms)?;
    }
    Ok(())
}

impl Pictures {
    /// Makes the pictures of an upload those of the media item it became, as far as somebody looked at them. The others are
    /// made of the person's own file when somebody looks: pictures do not stand in the way of sending. Blocks.
    pub(crate) fn adopt_upload(
        &self,
        of: ConnectionKey,
        key: UploadKey,
        google_id: &str,
        mime: &str,
    ) -> Adopted {
        if !is_drawable(mime) {
            return Adopted::default();
        }
        let place = |size_px| self.inner.cache.path(of, google_id, size_px);
        for size_px in SIZES {
            // Most were never looked at.
            let _ = disk::shift(&self.inner.upload_path(of, key, size_px), &place(size_px));
        }
        let sizes: Vec<_> = SIZES
            .into_iter()
            .filter(|size_px| disk::look(&place(*size_px)).is_some())
            .map(|size_px| (size_px, disk::size(&place(size_px))))
            .collect();
        let tones = fs::read(place(SIZES[0]))
            .ok()
            .and_then(|small| albumen_thumbnails::tones_of(&small).ok());
        Adopted { sizes, tones }
    }

    /// Takes note of pictures that were adopted, and makes room if the cache is full.
    pub(crate) async fn adopted(&self, bytes: u64) -> Result<(), CoreError> {
        self.inner.cache.added(bytes).await
    }

    /// Removes the previews of uploads that leave the queue. Blocks.
    pub(crate) fn forget_uploads(&self, uploads: &[(ConnectionKey, UploadKey)]) {
        for (of, key) in uploads {
            for size_px in SIZES {
                // Most have none.
                let _ = fs::remove_file(self.inner.upload_path(*of, *key, size_px));
            }
        }
    }
}

impl Inner {
    /// Where the previews of the upload queue lie.
    fn upload_path(&self, of: ConnectionKey, key: UploadKey, size_px: u32) -> PathBuf {
        self.frame
            .paths
            .thumbnails(of)
            .join("uploads")
            .join(format!("{}-{size_px}", key.0))
    }

    /// The pictures of an item, made of the original on this computer. `None` where it is not there any more, is another file
    /// by now or cannot be drawn.
    pub(super) async fn of_original(
        &self,
        facts: &store::ItemFacts,
        size_px: u32,
    ) -> Result<Option<PictureFile>, CoreError> {
        let Some(path) = facts
            .local_path
            .as_deref()
            .map(crate::uploads::text_to_path)
        else {
            return Ok(None);
        };
        let size_bytes = facts.size_bytes;
        let _permit = self.makes.acquire().await.map_err(|_| CoreError::Closed)?;
        let made = tokio::task::spawn_blocking(move || {
            let same = fs::metadata(&path)
                .is_ok_and(|now| now.is_file() && size_bytes.is_none_or(|size| size == now.len()));
            if same {
                make_from(&path, &albumen_thumbnails::SIZES).ok()
            } else {
                None
            }
        });
        let Some(Made {
            thumbnails, tones, ..
        }) = made.await.map_err(|_| CoreError::Closed)?
        else {
            return Ok(None);
        };
        let pictures: Vec<(u32, Arc<[u8]>)> = thumbnails
            .into_iter()
            .map(|one| (one.size_px, one.jpeg.into()))
            .collect();
        let wanted = pictures
            .iter()
            .find(|(size, _)| *size == size_px)
            .map(|(_, bytes)| Arc::clone(bytes));
        let tones = Some(tones).filter(|_| !facts.has_tones);
        if let Err(error) = self
            .cache
            .put(
                facts.connection,
                &facts.google_id,
                Origin::Local,
                pictures,
                tones,
            )
            .await
        {
            tracing::debug!(%error, "a picture was not kept");
        }
        Ok(wanted.map(|bytes| PictureFile {
            content: super::PictureContent::Bytes(bytes),
            content_type: "image/jpeg",
        }))
    }

    /// The preview of a file in the upload queue.
    pub(super) async fn upload(self: &Arc<Self>, key: UploadKey) -> Result<PictureFile, CoreError> {
        let gone = CoreError::NotFound { what: "file" };
        let source = self
            .frame
            .index
            .read(move |db| store::upload_source(db, key))
            .await?
            .ok_or(gone)?;
        let store::UploadSource {
            of,
            path,
            mime,
            item,
        } = source;
        if let Some(item) = item {
            return self.item(item, SIZES[0]).await;
        }
        let place = self.upload_path(of, key, SIZES[0]);
        let _permit = self.makes.acquire().await.map_err(|_| CoreError::Closed)?;
        let made = tokio::task::spawn_blocking(move || {
            if let Some(content_type) = disk::look(&place) {
                return PictureFile::file(place, content_type);
            }
            let picture = of_file(&path, &mime);
            if let super::PictureContent::Bytes(bytes) = &picture.content
                && !picture.is_stand_in()
                && let Err(error) = disk::write(&place, bytes)
            {
                tracing::debug!(%error, "a preview was not kept");
            }
            picture
        });
        made.await.map_err(|_| CoreError::Closed)
    }

    /// A picture of a file of a plan. It is not kept: the plan is looked at once.
    pub(super) async fn planned(
        self: &Arc<Self>,
        key: PlanFileKey,
    ) -> Result<PictureFile, CoreError> {
        let (path, mime) = self
            .frame
            .index
            .read(move |db| store::plan_source(db, key))
            .await?
            .ok_or(CoreError::NotFound { what: "file" })?;
        let _permit = self.makes.acquire().await.map_err(|_| CoreError::Closed)?;
        tokio::task::spawn_blocking(move || of_file(&path, &mime))
            .await
            .map_err(|_| CoreError::Closed)
    }
}

/// A small picture of a file on this computer, or what stands in for it. Blocks.
fn of_file(path: &Path, mime: &str) -> PictureFile {
    match (mime.starts_with("video/"), is_drawable(mime)) {
        (true, _) => PictureFile::drawn(Placeholder::Video),
        (_, false) => PictureFile::drawn(Placeholder::NoPreview),
        _ => match make_from(path, &albumen_thumbnails::SIZES)
            .map(|made| made.thumbnails.into_iter().next())
        {
            Ok(Some(small)) => PictureFile {
                content: super::PictureContent::Bytes(small.jpeg.into()),
                content_type: "image/jpeg",
            },
            _ => PictureFile::drawn(Placeholder::Broken),
        },
    }
}
