//! Pictures: called off, copied, dragged out of the window, and what is decided about keeping them.

use albumen_core::view::{CopyKind, ItemKey, LibrarySettings};
use albumen_core::{Core, PictureRequest, Pictures};
use tauri::{AppHandle, Manager, State};
use tauri_plugin_clipboard_manager::ClipboardExt;

use crate::dragging;
use crate::ipc_error::{IpcError, IpcResult};
use crate::window;

/// Pictures that nobody waits for any more.
#[tauri::command]
#[specta::specta]
pub async fn pictures_cancel(core: State<'_, Core>, keys: Vec<ItemKey>) -> IpcResult<()> {
    core.pictures().cancel(&keys);
    Ok(())
}

/// Puts the picture itself on the clipboard.
#[tauri::command]
#[specta::specta]
pub async fn item_copy_image(app: AppHandle, core: State<'_, Core>, key: ItemKey) -> IpcResult<()> {
    let pixels = core.pictures().pixels(key).await?;
    let image = tauri::image::Image::new_owned(pixels.rgba, pixels.width_px, pixels.height_px);
    app.clipboard().write_image(&image).map_err(|_| {
        IpcError::other("The clipboard did not take the picture. Try again, or drag the picture out of the window.")
    })
}

/// Drags the files of items out of the window. Gives how many of them are reduced copies from Google.
#[tauri::command]
#[specta::specta]
pub async fn items_drag_out(
    app: AppHandle,
    core: State<'_, Core>,
    keys: Vec<ItemKey>,
) -> IpcResult<u32> {
    let Some(first) = keys.first().copied() else {
        return Ok(0);
    };
    if keys.len() > Pictures::MOST_FILES {
        return Err(IpcError::other(format!(
            "Up to {} files can be dragged out at once. Choose fewer, then drag again.",
            Pictures::MOST_FILES
        )));
    }
    let pictures = core.pictures();
    let files = pictures.files(&keys).await?;
    let icon = PictureRequest::Item {
        key: first,
        size: 256,
    };
    let icon = match pictures.get(icon).await {
        Ok(picture) if !picture.is_stand_in() => picture.read().await.unwrap_or_default(),
        // A drag without a picture beside the pointer is still a drag.
        _ => Vec::new(),
    };
    let window = app
        .get_webview_window(window::MAIN)
        .ok_or_else(|| IpcError::other("The window is closing."))?;
    let reduced = files.iter().filter(|file| file.copy == CopyKind::Reduced);
    let reduced = u32::try_from(reduced.count()).unwrap_or(u32::MAX);
    let paths = files.into_iter().map(|file| file.path).collect();
    dragging::begin(&window, paths, icon).await?;
    Ok(reduced)
}

/// What the person decided about the library on this computer.
#[tauri::command]
#[specta::specta]
pub async fn library_settings_get(core: State<'_, Core>) -> IpcResult<LibrarySettings> {
    Ok(core.pictures().settings().await)
}

/// Keeps what the person decided about it.
#[tauri::command]
#[specta::specta]
pub async fn library_settings_save(
    core: State<'_, Core>,
    settings: LibrarySettings,
) -> IpcResult<()> {
    Ok(core.pictures().set_settings(settings).await?)
}

/// Removes pictures of Google from this computer.
#[tauri::command]
#[specta::specta]
pub async fn pictures_clear(core: State<'_, Core>) -> IpcResult<()> {
    Ok(core.pictures().clear().await?)
}
