//! Starting with the person's session.

use crate::ipc_error::{IpcError, IpcResult};
use crate::login;

/// Whether Albumen starts, without a window, when the person signs in to this computer.
#[tauri::command]
#[specta::specta]
pub async fn login_start_get() -> IpcResult<bool> {
    login::is_on().map_err(refused)
}

/// Lets Albumen start with the session, or not.
#[tauri::command]
#[specta::specta]
pub async fn login_start_set(on: bool) -> IpcResult<()> {
    login::set(on).map_err(refused)
}

fn refused(reason: String) -> IpcError {
    IpcError::other(format!(
        "Starting with your session was left as it is, because the system refused: {reason}. Your system's settings have a list of such programs, too."
    ))
}
