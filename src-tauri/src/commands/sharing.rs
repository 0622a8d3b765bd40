//! Share links.

use albumen_core::Core;
use albumen_core::view::{AlbumKey, LinkKey, LinkView, ShareOutcome, ShareWith};
use tauri::{AppHandle, State};
use tauri_plugin_clipboard_manager::ClipboardExt;

use super::system;
use crate::ipc_error::{IpcError, IpcResult};

/// Gives an album a link, or opens its page where only the person can do that.
#[tauri::command]
#[specta::specta]
pub async fn album_share(
    core: State<'_, Core>,
    key: AlbumKey,
    share: ShareWith,
) -> IpcResult<ShareOutcome> {
    let outcome = core.sharing().share(key, share).await?;
    follow(&core, key, outcome).await
}

/// Takes an album's link away, or opens its page where only the person can do that.
#[tauri::command]
#[specta::specta]
pub async fn album_unshare(core: State<'_, Core>, key: AlbumKey) -> IpcResult<ShareOutcome> {
    let outcome = core.sharing().unshare(key).await?;
    follow(&core, key, outcome).await
}

async fn follow(core: &Core, key: AlbumKey, outcome: ShareOutcome) -> IpcResult<ShareOutcome> {
    if matches!(outcome, ShareOutcome::InBrowser) {
        system::open_page(core.albums().page_url(key).await?)?;
    }
    Ok(outcome)
}

/// Keeps a link that the person pasted for an album.
#[tauri::command]
#[specta::specta]
pub async fn link_keep(core: State<'_, Core>, key: AlbumKey, url: String) -> IpcResult<LinkView> {
    Ok(core.sharing().keep_link(key, &url).await?)
}

/// Every album with a link.
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
