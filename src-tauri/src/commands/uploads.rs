//! The upload queue.

use std::path::PathBuf;

use albumen_core::Core;
use albumen_core::view::{
    AlbumKey, AlbumView, CancelPreview, DropSummary, EnqueuedView, ListFormat, UploadKey,
    UploadRow, UploadSectionKind, UploadSettings, UploadsView,
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

/// Tries every failed file again, or those that failed for one reason.
#[tauri::command]
#[specta::specta]
pub async fn uploads_retry_all(core: State<'_, Core>, reason: Option<String>) -> IpcResult<()> {
    core.uploads().retry_all(reason).await?;
    Ok(())
}

/// Tries the files of a section again: takes back that they were cancelled or left out.
#[tauri::command]
#[specta::specta]
pub async fn uploads_retry_section(
    core: State<'_, Core>,
    section: UploadSectionKind,
) -> IpcResult<()> {
    core.uploads().retry_section(section).await?;
    Ok(())
}

/// Leaves one file out.
#[tauri::command]
#[specta::specta]
pub async fn upload_skip(core: State<'_, Core>, key: UploadKey) -> IpcResult<()> {
    core.uploads().skip(key).await?;
    Ok(())
}

/// Leaves every failed file out, or those that failed for one reason.
#[tauri::command]
#[specta::specta]
pub async fn uploads_skip_all(core: State<'_, Core>, reason: Option<String>) -> IpcResult<()> {
    core.uploads().skip_all(reason).await?;
    Ok(())
}

/// Takes one file out of the queue.
#[tauri::command]
#[specta::specta]
pub async fn upload_cancel(core: State<'_, Core>, key: UploadKey) -> IpcResult<()> {
    core.uploads().cancel(key).await?;
    Ok(())
}

/// What cancelling all files would leave and take.
#[tauri::command]
#[specta::specta]
pub async fn uploads_cancel_preview(core: State<'_, Core>) -> IpcResult<CancelPreview> {
    Ok(core.uploads().cancel_preview().await?)
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

/// Writes the rows of a section to a file that the person chose. Gives how many there are.
#[tauri::command]
#[specta::specta]
pub async fn uploads_write_list(
    core: State<'_, Core>,
    section: UploadSectionKind,
    format: ListFormat,
    to: PathBuf,
) -> IpcResult<u32> {
    Ok(core.uploads().write_list(section, format, &to).await?)
}

/// Lets the files that wait for a full album go into one of the next free number, such as "Summer (2)". Gives that album.
#[tauri::command]
#[specta::specta]
pub async fn uploads_continue_album(
    core: State<'_, Core>,
    album: AlbumKey,
) -> IpcResult<AlbumView> {
    Ok(core.uploads().continue_album(album).await?)
}

/// What the person set for uploads.
#[tauri::command]
#[specta::specta]
pub async fn upload_settings_get(core: State<'_, Core>) -> IpcResult<UploadSettings> {
    Ok(core.uploads().settings().await?)
}

/// Keeps what the person set for uploads. Holds at once.
#[tauri::command]
#[specta::specta]
pub async fn upload_settings_save(
    core: State<'_, Core>,
    settings: UploadSettings,
) -> IpcResult<()> {
    core.uploads().set_settings(settings).await?;
    Ok(())
}
