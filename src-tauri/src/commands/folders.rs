//! Folders that are uploaded by themselves.

use std::path::PathBuf;

use albumen_core::Core;
use albumen_core::view::{FolderKey, FolderRule, WatchedFolder};
use tauri::State;

use crate::ipc_error::IpcResult;

/// The watched folders of all connections, in the order in which they were added.
#[tauri::command]
#[specta::specta]
pub async fn folders_list(core: State<'_, Core>) -> IpcResult<Vec<WatchedFolder>> {
    Ok(core.folders().list().await?)
}

/// Watches a folder for the connection that is shown.
#[tauri::command]
#[specta::specta]
pub async fn folder_add(
    core: State<'_, Core>,
    path: PathBuf,
    rule: FolderRule,
) -> IpcResult<WatchedFolder> {
    Ok(core.folders().add(path, rule).await?)
}

/// Does something else with the files of a folder from now on.
#[tauri::command]
#[specta::specta]
pub async fn folder_change(
    core: State<'_, Core>,
    key: FolderKey,
    rule: FolderRule,
) -> IpcResult<()> {
    Ok(core.folders().change(key, rule).await?)
}

/// Pauses a folder, or lets it go on.
#[tauri::command]
#[specta::specta]
pub async fn folder_pause(core: State<'_, Core>, key: FolderKey, paused: bool) -> IpcResult<()> {
    Ok(core.folders().pause(key, paused).await?)
}

/// Watches a folder no more. What was uploaded stays in Google Photos, what is queued still goes up.
#[tauri::command]
#[specta::specta]
pub async fn folder_remove(core: State<'_, Core>, key: FolderKey) -> IpcResult<()> {
    Ok(core.folders().remove(key).await?)
}
