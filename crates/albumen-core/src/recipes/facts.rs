//! What is known of the thing that a recipe is done for: out of the index, or out of the file itself.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::Inner;
use super::rules::Facts;
use super::store::runs::Run;
use crate::error::CoreError;
use crate::items::rules::camera;
use crate::plans;
use crate::thumbs;
use crate::uploads::{path_to_text, text_to_path};
use crate::view::{AlbumKey, ItemKey, ItemKind, RecipeWhen};

/// A thing of today, of which examples are made.
pub fn of_today(now_ms: i64) -> Facts {
    Facts {
        name: "IMG_0412.jpg".to_owned(),
        kind: Some(ItemKind::Photo),
        camera: Some("Fujifilm X100V".to_owned()),
        taken_ms: Some(now_ms),
        folder: Some("Camera".to_owned()),
        ..Facts::default()
    }
}

/// What a file on this computer is. None where it is not there. Blocks on the disk.
pub fn of_file(path: &Path) -> Option<Facts> {
    let metadata = std::fs::metadata(path)
        .ok()
        .filter(|found| found.is_file())?;
    let (media, taken_ms) = plans::what(path);
    let mime_type = media.ok();
    let kind = mime_type.as_deref().map(|mime| match mime {
        "image/gif" => ItemKind::Animation,
        video if video.starts_with("video/") => ItemKind::Video,
        _ => ItemKind::Photo,
    });
    let (make, model) = match kind {
        Some(ItemKind::Photo) => thumbs::camera(path),
        _ => (None, None),
    };
    let written_ms = || {
        let since = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        i64::try_from(since.as_millis()).ok()
    };
    Some(Facts {
        name: name_of(path),
        kind,
        mime_type,
        camera: camera(make.as_deref(), model.as_deref()),
        size_bytes: Some(metadata.len()),
        taken_ms: taken_ms.or_else(written_ms),
        path: path_to_text(path),
        folder: path.parent().map(name_of),
        ..Facts::default()
    })
}

/// The name of a file or folder as it is shown.
pub fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

impl Inner {
    /// What is known of the thing of a run. None where it is not there any more.
    pub(super) async fn facts(&self, run: &Run) -> Result<Option<Facts>, CoreError> {
        let file = run.path.as_deref().map(text_to_path);
        let first = match run.spec.when {
            RecipeWhen::EntersAlbum { album } => Some(album),
            _ => None,
        };
        match (run.item, file) {
            (Some(item), file) => self.facts_of_item(item, file, first).await,
            (None, Some(file)) => self.facts_of_file(file).await,
            (None, None) if run.subject.starts_with("day:") => Ok(Some(Facts {
                name: run.name.clone(),
                taken_ms: Some(self.frame.clock.now_ms()),
                ..Facts::default()
            })),
            (None, None) => Ok(None),
        }
    }

    /// What a file on this computer is. None where it is not there.
    pub(super) async fn facts_of_file(&self, file: PathBuf) -> Result<Option<Facts>, CoreError> {
        let looking = tokio::task::spawn_blocking(move || of_file(&file));
        looking.await.map_err(|_| CoreError::Closed)
    }

    /// What is known of an item, and of its file where it is on this computer. `first`: the album that is named first.
    pub(super) async fn facts_of_item(
        &self,
        item: ItemKey,
        file: Option<PathBuf>,
        first: Option<AlbumKey>,
    ) -> Result<Option<Facts>, CoreError> {
        let details = match self.items.details(item).await {
            Ok(details) => details,
            Err(CoreError::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        let found = self.items.find(item).await?;
        let file = file.or_else(|| details.local_path.as_deref().map(text_to_path));
        let on_disk = match file {
            Some(file) => self.facts_of_file(file).await?,
            None => None,
        };
        let mut albums: Vec<(AlbumKey, String)> = details
            .albums
            .into_iter()
            .map(|album| (album.key, album.title))
            .collect();
        albums.sort_by_key(|(key, _)| Some(*key) != first);
        let on_disk = on_disk.unwrap_or_default();
        Ok(Some(Facts {
            item: Some(item),
            google_id: Some(found.google_id),
            name: details.item.file_name,
            kind: Some(details.item.kind),
            mime_type: Some(details.mime_type),
            camera: details.camera.or(on_disk.camera),
            size_bytes: details.size_bytes.or(on_disk.size_bytes),
            taken_ms: Some(details.item.taken_ms),
            width_px: Some(details.item.width_px).filter(|px| *px > 0),
            height_px: Some(details.item.height_px).filter(|px| *px > 0),
            description: details.description,
            albums,
            page: found.product_url,
            path: on_disk.path,
            folder: on_disk.folder,
        }))
    }
}
