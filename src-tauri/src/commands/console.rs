//! Calls made by hand.

use albumen_core::Core;
use albumen_core::view::{
    AnswerId, CallForm, CallKey, ConsoleAnswer, ConsoleMethod, ConsolePreview, ConsoleRequest,
    PastCall, SavedCall,
};
use tauri::{AppHandle, State};
use tauri_plugin_clipboard_manager::ClipboardExt;

use crate::ipc_error::{IpcError, IpcResult};

/// Every method of Google's two services.
#[tauri::command]
#[specta::specta]
pub async fn console_methods(core: State<'_, Core>) -> IpcResult<Vec<ConsoleMethod>> {
    Ok(core.console().methods())
}

/// What a call would be. Nothing is sent.
#[tauri::command]
#[specta::specta]
pub async fn console_preview(
    core: State<'_, Core>,
    request: ConsoleRequest,
) -> IpcResult<ConsolePreview> {
    Ok(core.console().preview(&request).await?)
}

/// Makes a call. One that changes something is refused unless the person confirmed it.
#[tauri::command]
#[specta::specta]
pub async fn console_send(
    core: State<'_, Core>,
    request: ConsoleRequest,
    confirmed: bool,
) -> IpcResult<ConsoleAnswer> {
    Ok(core.console().send(&request, confirmed).await?)
}

/// Stops the call that runs.
#[tauri::command]
#[specta::specta]
pub async fn console_stop(core: State<'_, Core>) -> IpcResult<()> {
    core.console().stop();
    Ok(())
}

/// Puts all of an answer on the clipboard.
#[tauri::command]
#[specta::specta]
pub async fn console_copy_answer(
    app: AppHandle,
    core: State<'_, Core>,
    id: AnswerId,
) -> IpcResult<()> {
    copy(&app, core.console().whole_answer(id)?)
}

/// Puts a call on the clipboard, without any token.
#[tauri::command]
#[specta::specta]
pub async fn console_copy_call(
    app: AppHandle,
    core: State<'_, Core>,
    request: ConsoleRequest,
    form: CallForm,
) -> IpcResult<()> {
    copy(&app, core.console().written(&request, form).await?)
}

/// The calls that were made, the newest first.
#[tauri::command]
#[specta::specta]
pub async fn console_past(core: State<'_, Core>) -> IpcResult<Vec<PastCall>> {
    Ok(core.console().past().await?)
}

/// Forgets the calls that were made.
#[tauri::command]
#[specta::specta]
pub async fn console_forget_past(core: State<'_, Core>) -> IpcResult<()> {
    Ok(core.console().forget_past().await?)
}

/// The calls that the person kept.
#[tauri::command]
#[specta::specta]
pub async fn console_saved(core: State<'_, Core>) -> IpcResult<Vec<SavedCall>> {
    Ok(core.console().saved().await?)
}

/// Keeps a call under a name.
#[tauri::command]
#[specta::specta]
pub async fn console_save(
    core: State<'_, Core>,
    name: String,
    request: ConsoleRequest,
) -> IpcResult<SavedCall> {
    Ok(core.console().save(&name, &request).await?)
}

/// Forgets a kept call.
#[tauri::command]
#[specta::specta]
pub async fn console_remove_saved(core: State<'_, Core>, key: CallKey) -> IpcResult<()> {
    Ok(core.console().remove_saved(key).await?)
}

fn copy(app: &AppHandle, text: String) -> IpcResult<()> {
    app.clipboard().write_text(text).map_err(|_| {
        IpcError::other("The clipboard did not take it. Mark the words and copy them from there.")
    })
}
