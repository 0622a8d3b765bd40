//! Checks of connections.

use albumen_core::Core;
use albumen_core::view::{ConnectionKey, DoctorView, JobId};
use tauri::{AppHandle, State};
use tauri_plugin_clipboard_manager::ClipboardExt;

use crate::ipc_error::{IpcError, IpcResult};

/// Begins to check a connection. Returns at once; see job `doctor`.
#[tauri::command]
#[specta::specta]
pub async fn doctor_check(core: State<'_, Core>, key: ConnectionKey) -> IpcResult<JobId> {
    Ok(core.doctor().begin(key).await?)
}

/// The check of a connection that runs, or the last one.
#[tauri::command]
#[specta::specta]
pub async fn doctor_view(
    core: State<'_, Core>,
    key: ConnectionKey,
) -> IpcResult<Option<DoctorView>> {
    Ok(core.doctor().view(key).await?)
}

/// Puts the last check on the clipboard, as plain text without secrets.
#[tauri::command]
#[specta::specta]
pub async fn doctor_copy(
    app: AppHandle,
    core: State<'_, Core>,
    key: ConnectionKey,
) -> IpcResult<()> {
    let view = core.doctor().view(key).await?;
    let view = view.ok_or_else(|| {
        IpcError::not_found("This connection was not checked yet. Check it, then copy the report.")
    })?;
    app.clipboard()
        .write_text(view.report())
        .map_err(|_| IpcError::other("The clipboard did not take the report. Try again."))
}
