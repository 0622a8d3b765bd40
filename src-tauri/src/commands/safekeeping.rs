//! What of folders on this computer is in Google Photos.

use std::path::PathBuf;

use albumen_core::Core;
use albumen_core::view::{
    ConnectionKey, JobId, ListFormat, SafekeepingFiles, SafekeepingFilter, SafekeepingFolder,
    SafekeepingHead,
};
use tauri::State;

use crate::ipc_error::{IpcError, IpcResult};

/// Checks a folder; a job tells how far it is. The earlier report of the folder stays until this one is whole.
#[tauri::command]
#[specta::specta]
pub async fn safekeeping_check(
    core: State<'_, Core>,
    connection: ConnectionKey,
    folder: String,
) -> IpcResult<JobId> {
    Ok(core.safekeeping().check(connection, &folder).await?)
}

/// Asks Google about every item of a report; a job tells how far it is.
#[tauri::command]
#[specta::specta]
pub async fn safekeeping_ask(
    core: State<'_, Core>,
    connection: ConnectionKey,
    folder: String,
) -> IpcResult<JobId> {
    Ok(core.safekeeping().ask(connection, &folder).await?)
}

/// The reports of a connection, by folder.
#[tauri::command]
#[specta::specta]
pub async fn safekeeping_reports(
    core: State<'_, Core>,
    connection: ConnectionKey,
) -> IpcResult<Vec<SafekeepingHead>> {
    Ok(core.safekeeping().reports(connection).await?)
}

/// Takes a report away. No file is touched.
#[tauri::command]
#[specta::specta]
pub async fn safekeeping_forget(
    core: State<'_, Core>,
    connection: ConnectionKey,
    folder: String,
) -> IpcResult<()> {
    Ok(core.safekeeping().forget(connection, &folder).await?)
}

/// The folders of a report that have files of their own.
#[tauri::command]
#[specta::specta]
pub async fn safekeeping_folders(
    core: State<'_, Core>,
    connection: ConnectionKey,
    folder: String,
    filter: SafekeepingFilter,
) -> IpcResult<Vec<SafekeepingFolder>> {
    Ok(core
        .safekeeping()
        .folders(connection, &folder, filter)
        .await?)
}

/// A piece of the files of a report, at most 500: of all, or of those that lie directly in one folder of it.
#[tauri::command]
#[specta::specta]
pub async fn safekeeping_files(
    core: State<'_, Core>,
    connection: ConnectionKey,
    folder: String,
    filter: SafekeepingFilter,
    within: Option<String>,
    after: u32,
    limit: u32,
) -> IpcResult<SafekeepingFiles> {
    Ok(core
        .safekeeping()
        .files(connection, &folder, filter, within, (after, limit))
        .await?)
}

/// Writes the files of a report to a file that the person chose; gives how many rows it holds.
#[tauri::command]
#[specta::specta]
pub async fn safekeeping_export(
    core: State<'_, Core>,
    connection: ConnectionKey,
    folder: String,
    filter: SafekeepingFilter,
    form: ListFormat,
    to: PathBuf,
) -> IpcResult<u32> {
    Ok(core
        .safekeeping()
        .export(connection, &folder, filter, form, &to)
        .await?)
}

/// Shows a file of a report in the file manager.
#[tauri::command]
#[specta::specta]
pub async fn safekeeping_show(
    core: State<'_, Core>,
    connection: ConnectionKey,
    folder: String,
    file: String,
) -> IpcResult<()> {
    let place = core.safekeeping().place(connection, &folder, &file).await?;
    tauri_plugin_opener::reveal_item_in_dir(place)
        .map_err(|error| IpcError::other(format!("The file manager did not open: {error}")))
}
