//! What the window keeps from one start to the next.

use tauri::{AppHandle, Manager, State};

use crate::ipc_error::{IpcError, IpcResult};
use crate::window;
use crate::window_settings::{SettingsFile, WindowSettings};

/// The settings; the usual ones at a first start.
#[tauri::command]
#[specta::specta]
pub async fn settings_get(
    app: AppHandle,
    file: State<'_, SettingsFile>,
) -> IpcResult<WindowSettings> {
    Ok(file.read(&app))
}

/// Keeps the settings and gives the window its theme.
#[tauri::command]
#[specta::specta]
pub async fn settings_save(
    app: AppHandle,
    file: State<'_, SettingsFile>,
    settings: WindowSettings,
) -> IpcResult<()> {
    if let Some(window) = app.get_webview_window(window::MAIN) {
        window::apply_theme(&window, settings.theme);
    }
    file.write(&app, &settings).map_err(|error| {
        IpcError::other(format!(
            "The settings hold until you close the window, but could not be kept: {error}"
        ))
    })
}
