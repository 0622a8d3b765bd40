//! Pictures made from the person's own files: at upload time for good, and whenever one is missing.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use albumen_thumbnails::{Made, make_from, placeholder_of};
use rusqlite::Transaction;

use super::placeholder::Placeholder;
use super::pool::Rank;
use super::rules::{self, Origin, SIZES};
use super::{Inner, PictureContent, PictureFile, Pictures, disk, poster, store};
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
        if bytes == 0 {
            return Ok(());
        }
        self.inner.cache.make_room().await
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
        let Some(path) = facts.own_path() else {
            return Ok(None);
        };
        let size_bytes = facts.size_bytes;
        let _place = self.makes.place(rules::rank(size_px)).await;
        let original = path.clone();
        let made = blocking(move || {
            disk::is_same(&original, size_bytes)
                .then(|| make_from(&original, rules::made_together(size_px)))
        });
        let made = match made.await? {
            None => None,
            Some(Ok(made)) if !made.is_preview || is_enough(&made, size_px) => Some(made),
            Some(_) if facts.is_video => self.frame_of(&path, size_px).await?,
            Some(_) => None,
        };
        match made {
            Some(made) => Ok(self.keep_own(facts, made, size_px).await),
            None => Ok(None),
        }
    }

    /// Keeps what was made of the person's own file; gives the size that was asked for.
    async fn keep_own(
        &self,
        facts: &store::ItemFacts,
        made: Made,
        size_px: u32,
    ) -> Option<PictureFile> {
        let pictures: Vec<(u32, Arc<[u8]>)> = made
            .thumbnails
            .into_iter()
            .map(|one| (one.size_px, one.jpeg.into()))
            .collect();
        let wanted = pictures
            .iter()
            .find(|(size, _)| *size == size_px)
            .map(|(_, bytes)| Arc::clone(bytes));
        let tones = Some(made.tones).filter(|_| !facts.has_tones);
        let (of, google_id) = (facts.connection, &facts.google_id);
        if let Err(error) = self
            .cache
            .put(of, google_id, Origin::Local, pictures, tones)
            .await
        {
            tracing::debug!(%error, "a picture was not kept");
        }
        wanted.map(jpeg)
    }

    /// A frame of a video, made by a program of the system. `None` where there is none, or it could not.
    async fn frame_of(&self, video: &Path, size_px: u32) -> Result<Option<Made>, CoreError> {
        let dir = self.frame.paths.all_thumbnails();
        let place = dir.join(format!(
            ".new-{}-{}.jpg",
            std::process::id(),
            uuid::Uuid::new_v4()
        ));
        let folder = blocking(move || fs::create_dir_all(dir).is_ok()).await?;
        let taken = folder && poster::take(video, &place).await;
        blocking(move || {
            let made = taken.then(|| make_from(&place, rules::made_together(size_px)).ok());
            // Best effort; the next start removes it.
            let _ = fs::remove_file(&place);
            made.flatten()
        })
        .await
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
        let kept = place.clone();
        if let Some(content_type) = blocking(move || disk::look(&kept)).await? {
            return Ok(PictureFile::file(place, content_type));
        }
        let picture = self.of_file(path, &mime).await?;
        if let PictureContent::Bytes(bytes) = &picture.content
            && !picture.is_stand_in()
        {
            let bytes = Arc::clone(bytes);
            if let Err(error) = blocking(move || disk::write(&place, &bytes)).await? {
                tracing::debug!(%error, "a preview was not kept");
            }
        }
        Ok(picture)
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
        // A plan is looked through quickly: what the camera made small itself is good enough, and there at once.
        let looked = path.clone();
        if let Some(small) = blocking(move || placeholder_of(&looked)).await? {
            return Ok(jpeg(small.into()));
        }
        self.of_file(path, &mime).await
    }

    /// A small picture of a file on this computer, or what stands in for it.
    async fn of_file(&self, path: PathBuf, mime: &str) -> Result<PictureFile, CoreError> {
        let _place = self.makes.place(Rank::Preview).await;
        let looked = path.clone();
        let mut made = blocking(move || make_from(&looked, &[SIZES[0]]).ok()).await?;
        let is_video = mime.starts_with("video/");
        if made.is_none() && is_video {
            made = self.frame_of(&path, SIZES[0]).await?;
        }
        let small = made.and_then(|made| made.thumbnails.into_iter().next());
        Ok(match small {
            Some(small) => jpeg(small.jpeg.into()),
            None if is_video => PictureFile::drawn(Placeholder::Video),
            None if is_drawable(mime) => PictureFile::drawn(Placeholder::Broken),
            None => PictureFile::drawn(Placeholder::NoPreview),
        })
    }
}

fn jpeg(bytes: Arc<[u8]>) -> PictureFile {
    PictureFile {
        content: PictureContent::Bytes(bytes),
        content_type: "image/jpeg",
    }
}

fn is_enough(made: &Made, size_px: u32) -> bool {
    rules::is_enough(made.width_px.max(made.height_px), size_px)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, CoreError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| CoreError::Closed)
}
