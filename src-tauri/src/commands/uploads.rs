//! The upload queue.

use std::path::PathBuf;

use albumen_core::Core;
use albumen_core::view::{
    AlbumKey, DropSummary, EnqueuedView, UploadKey, UploadRow, UploadSectionKind, UploadsView,
};
use tauri::State;

use crate::ipc_error::IpcResult;

/// What a drop of these files and folders would bring.
#[tauri::command]
#[specta::specta]
pub async fn uploads_inspect(core: State<'_, Core>, paths: Vec<PathBuf>) -> IpcResult<DropSummary> {
    Ok(core.uploads().inspect(&paths).await?)
}

/// Puts files in the upload queue. Returns once they are durable there.
#[tauri::command]
#[specta::specta]
pub async fn uploads_enqueue(
    core: State<'_, Core>,
    paths: Vec<PathBuf>,
    album: Option<AlbumKey>,
) -> IpcResult<EnqueuedView> {
    Ok(core.uploads().enqueue(paths, album).await?)
}

/// The queue as it stands.
#[tauri::command]
#[specta::specta]
pub async fn uploads_view(core: State<'_, Core>) -> IpcResult<UploadsView> {
    Ok(core.uploads().view().await?)
}

/// A piece of the rows of one section of the queue; at most 500.
#[tauri::command]
#[specta::specta]
pub async fn uploads_rows(
    core: State<'_, Core>,
    section: UploadSectionKind,
    reason: Option<String>,
    offset: u32,
    limit: u32,
) -> IpcResult<Vec<UploadRow>> {
    Ok(core.uploads().rows(section, reason, offset, limit).await?)
}

/// Tries one file again.
#[tauri::command]
#[specta::specta]
pub async fn upload_retry(core: State<'_, Core>, key: UploadKey) -> IpcResult<()> {
    core.uploads().retry(key).await?;
    Ok(())
}

/// Tries every failed file again.
#[tauri::command]
#[specta::specta]
pub async fn uploads_retry_all(core: State<'_, Core>) -> IpcResult<()> {
    core.uploads().retry_all().await?;
    Ok(())
}

/// Takes one file out of the queue.
#[tauri::command]
#[specta::specta]
pub async fn upload_cancel(core: State<'_, Core>, key: UploadKey) -> IpcResult<()> {
    core.uploads().cancel(key).await?;
    Ok(())
}

/// Takes all files that are not done out of the queue.
#[tauri::command]
#[specta::specta]
pub async fn uploads_cancel_all(core: State<'_, Core>) -> IpcResult<()> {
    core.uploads().cancel_all().await?;
    Ok(())
}

/// Stops the queue, or lets it go on.
#[tauri::command]
#[specta::specta]
pub async fn uploads_pause(core: State<'_, Core>, paused: bool) -> IpcResult<()> {
    core.uploads().pause(paused).await?;
    Ok(())
}

/// Takes what is settled off the list.
#[tauri::command]
#[specta::specta]
pub async fn uploads_clear(core: State<'_, Core>) -> IpcResult<()> {
    core.uploads().clear().await?;
    Ok(())
}
