//! Copies of items in folders of the person's.

use albumen_core::Core;
use albumen_core::view::{
    DownloadForecast, DownloadHabits, DownloadId, DownloadNames, DownloadRequest, DownloadRow,
    DownloadRows, DownloadView,
};
use tauri::State;

use crate::ipc_error::{IpcError, IpcResult};

/// How the person downloaded last, or how it is usual.
#[tauri::command]
#[specta::specta]
pub async fn download_habits(core: State<'_, Core>) -> IpcResult<DownloadHabits> {
    Ok(core.downloads().habits().await?)
}

/// What a download would bring, and what it costs.
#[tauri::command]
#[specta::specta]
pub async fn download_forecast(
    core: State<'_, Core>,
    request: DownloadRequest,
) -> IpcResult<DownloadForecast> {
    Ok(core.downloads().forecast(&request).await?)
}

/// How the first few files of a download would be named.
#[tauri::command]
#[specta::specta]
pub async fn download_names(
    core: State<'_, Core>,
    request: DownloadRequest,
) -> IpcResult<DownloadNames> {
    Ok(core.downloads().names(&request).await?)
}

/// Begins a download. Returns once it is durable.
#[tauri::command]
#[specta::specta]
pub async fn download_start(
    core: State<'_, Core>,
    request: DownloadRequest,
) -> IpcResult<DownloadView> {
    let id = core.downloads().start(request).await?;
    Ok(core.downloads().get(id).await?)
}

/// The downloads of the connection that is shown, the newest first.
#[tauri::command]
#[specta::specta]
pub async fn downloads_list(core: State<'_, Core>) -> IpcResult<Vec<DownloadView>> {
    Ok(core.downloads().list().await?)
}

/// What came of the items of a download: the next 500 behind a position.
#[tauri::command]
#[specta::specta]
pub async fn download_rows(
    core: State<'_, Core>,
    id: DownloadId,
    which: DownloadRows,
    after: Option<u32>,
) -> IpcResult<Vec<DownloadRow>> {
    Ok(core.downloads().rows(id, which, after).await?)
}

/// Stops a download until it is told to go on.
#[tauri::command]
#[specta::specta]
pub async fn download_pause(core: State<'_, Core>, id: DownloadId) -> IpcResult<()> {
    Ok(core.downloads().pause(id).await?)
}

/// Goes on with a download that was paused.
#[tauri::command]
#[specta::specta]
pub async fn download_resume(core: State<'_, Core>, id: DownloadId) -> IpcResult<()> {
    Ok(core.downloads().resume(id).await?)
}

/// Ends a download; what came is kept.
#[tauri::command]
#[specta::specta]
pub async fn download_cancel(core: State<'_, Core>, id: DownloadId) -> IpcResult<()> {
    Ok(core.downloads().cancel(id).await?)
}

/// Tries again what did not come.
#[tauri::command]
#[specta::specta]
pub async fn download_retry(core: State<'_, Core>, id: DownloadId) -> IpcResult<()> {
    Ok(core.downloads().retry(id).await?)
}

/// Takes a download that is over out of the list. Its files stay.
#[tauri::command]
#[specta::specta]
pub async fn download_forget(core: State<'_, Core>, id: DownloadId) -> IpcResult<()> {
    Ok(core.downloads().forget(id).await?)
}

/// Shows the files of a download in the file manager.
#[tauri::command]
#[specta::specta]
pub async fn download_show(core: State<'_, Core>, id: DownloadId) -> IpcResult<()> {
    let place = core.downloads().place(id).await?;
    tauri_plugin_opener::reveal_item_in_dir(place)
        .map_err(|error| IpcError::other(format!("The file manager did not open: {error}")))
}
