//! Choosing from the whole library on a page of Google's.

use albumen_core::Core;
use albumen_core::view::{NotFetched, PickKey, PickOrder, PickView};
use tauri::{AppHandle, State};
use tauri_plugin_clipboard_manager::ClipboardExt;

use crate::ipc_error::{IpcError, IpcResult};

/// Begins: gives the page on which to choose. It is waited for, and what was chosen is fetched, by itself.
#[tauri::command]
#[specta::specta]
pub async fn pick_begin(core: State<'_, Core>, order: PickOrder) -> IpcResult<PickView> {
    Ok(core.picking().begin(order).await?)
}

/// The imports of the connection that is shown, the newest first.
#[tauri::command]
#[specta::specta]
pub async fn picks_list(core: State<'_, Core>) -> IpcResult<Vec<PickView>> {
    Ok(core.picking().list().await?)
}

/// What was left out of an import, and why.
#[tauri::command]
#[specta::specta]
pub async fn pick_left_out(core: State<'_, Core>, key: PickKey) -> IpcResult<Vec<NotFetched>> {
    Ok(core.picking().left_out(key).await?)
}

/// Ends an import; what was fetched is kept.
#[tauri::command]
#[specta::specta]
pub async fn pick_cancel(core: State<'_, Core>, key: PickKey) -> IpcResult<()> {
    Ok(core.picking().cancel(key).await?)
}

/// Tries an import again that failed.
#[tauri::command]
#[specta::specta]
pub async fn pick_retry(core: State<'_, Core>, key: PickKey) -> IpcResult<PickView> {
    Ok(core.picking().retry(key).await?)
}

/// Takes an import that is over out of the list. Its files stay.
#[tauri::command]
#[specta::specta]
pub async fn pick_forget(core: State<'_, Core>, key: PickKey) -> IpcResult<()> {
    Ok(core.picking().forget(key).await?)
}

/// Puts the address of the page on the clipboard.
#[tauri::command]
#[specta::specta]
pub async fn pick_copy_page(app: AppHandle, core: State<'_, Core>, key: PickKey) -> IpcResult<()> {
    let page = core.picking().get(key).await?.page.ok_or_else(|| {
        IpcError::not_found("This page is closed. Choose in Google Photos again.")
    })?;
    app.clipboard().write_text(page).map_err(|_| {
        IpcError::other(
            "The clipboard did not take the address. Mark it on the page and copy it from there.",
        )
    })
}

/// Shows the folder of an import in the file manager.
#[tauri::command]
#[specta::specta]
pub async fn pick_show_folder(core: State<'_, Core>, key: PickKey) -> IpcResult<()> {
    let folder = core.picking().get(key).await?.folder;
    tauri_plugin_opener::reveal_item_in_dir(folder)
        .map_err(|error| IpcError::other(format!("The file manager did not open: {error}")))
}
