//! The register of share links.

use std::path::PathBuf;

use albumen_core::Core;
use albumen_core::view::{HandedOut, LinkFormat, LinkKey, LinkView, QrView};
use tauri::{AppHandle, State};
use tauri_plugin_clipboard_manager::ClipboardExt;

use super::system;
use crate::ipc_error::{IpcError, IpcResult};

/// Every link: of own albums, and kept ones of others.
#[tauri::command]
#[specta::specta]
pub async fn links_list(core: State<'_, Core>) -> IpcResult<Vec<LinkView>> {
    Ok(core.sharing().links().await?)
}

/// Puts a link on the clipboard.
#[tauri::command]
#[specta::specta]
pub async fn link_copy(app: AppHandle, core: State<'_, Core>, key: LinkKey) -> IpcResult<()> {
    let url = core.sharing().link_url(key).await?;
    app.clipboard().write_text(url).map_err(|_| {
        IpcError::other(
            "The clipboard did not take the link. Mark it in the field and copy it from there.",
        )
    })
}

/// Opens a link in the browser.
#[tauri::command]
#[specta::specta]
pub async fn link_open(core: State<'_, Core>, key: LinkKey) -> IpcResult<()> {
    system::open_in_browser(&core.sharing().link_url(key).await?)
}

/// Looks whether a link works.
#[tauri::command]
#[specta::specta]
pub async fn link_check(core: State<'_, Core>, key: LinkKey) -> IpcResult<LinkView> {
    Ok(core.sharing().check(key).await?)
}

/// Keeps the link of an album that somebody else shares.
#[tauri::command]
#[specta::specta]
pub async fn link_keep_other(
    core: State<'_, Core>,
    url: String,
    name: String,
) -> IpcResult<LinkView> {
    Ok(core.sharing().keep_other(&url, &name).await?)
}

/// Gives the album of somebody else another name.
#[tauri::command]
#[specta::specta]
pub async fn link_rename(core: State<'_, Core>, key: LinkKey, name: String) -> IpcResult<LinkView> {
    Ok(core.sharing().rename(key, &name).await?)
}

/// Takes a link off the list.
#[tauri::command]
#[specta::specta]
pub async fn link_remove(core: State<'_, Core>, key: LinkKey) -> IpcResult<()> {
    Ok(core.sharing().forget(key).await?)
}

/// The QR code of a link, as a drawing.
#[tauri::command]
#[specta::specta]
pub async fn link_qr(core: State<'_, Core>, key: LinkKey) -> IpcResult<QrView> {
    Ok(core.sharing().qr(key).await?)
}

/// Writes the QR code of a link to a file: SVG where its name ends so, otherwise PNG.
#[tauri::command]
#[specta::specta]
pub async fn link_save_qr(core: State<'_, Core>, key: LinkKey, to: PathBuf) -> IpcResult<()> {
    Ok(core.sharing().save_qr(key, &to).await?)
}

/// Puts links on the clipboard, as a text of this form; without keys all of them.
#[tauri::command]
#[specta::specta]
pub async fn links_copy(
    app: AppHandle,
    core: State<'_, Core>,
    keys: Option<Vec<LinkKey>>,
    format: LinkFormat,
) -> IpcResult<HandedOut> {
    let (text, out) = core.sharing().hand_out(keys.as_deref(), format).await?;
    app.clipboard().write_text(text).map_err(|_| {
        IpcError::other("The clipboard did not take the links. Save them as a file instead.")
    })?;
    Ok(out)
}

/// Writes links to a file that the person chose; without keys all of them.
#[tauri::command]
#[specta::specta]
pub async fn links_write(
    core: State<'_, Core>,
    keys: Option<Vec<LinkKey>>,
    format: LinkFormat,
    to: PathBuf,
) -> IpcResult<HandedOut> {
    Ok(core
        .sharing()
        .write_out(keys.as_deref(), format, &to)
        .await?)
}
