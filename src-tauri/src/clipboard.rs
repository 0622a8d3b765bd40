//! Looking on the clipboard for a share link. The text is read here and leaves this file only where it is such a link: nothing
//! else is kept, written to a log or given to the page.

use albumen_core::Core;
use albumen_core::view::{AlbumKey, FoundLink};
use tauri::AppHandle;
use tauri_plugin_clipboard_manager::ClipboardExt;

use crate::ipc_error::IpcResult;
use crate::window_settings::{ClipboardLinks, SettingsFile};

/// The link on the clipboard that may be meant for this album; none without the person's leave.
pub async fn link(
    app: &AppHandle,
    file: &SettingsFile,
    core: &Core,
    album: AlbumKey,
) -> IpcResult<Option<FoundLink>> {
    if file.read(app).clipboard_links != ClipboardLinks::Allowed {
        return Ok(None);
    }
    let from = app.clone();
    // The system may take its time, so it is asked off the runtime.
    let read = tokio::task::spawn_blocking(move || from.clipboard().read_text().ok());
    // A picture, a file or nothing at all is no link.
    let Some(text) = read.await.ok().flatten() else {
        return Ok(None);
    };
    Ok(core.sharing().recognise(album, &text).await?)
}
