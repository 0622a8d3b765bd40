//! Sharing an album, in both lanes.

use albumen_core::Core;
use albumen_core::view::{
    AlbumKey, FoundLink, JoinOutcome, JoinedAlbum, LinkKey, LinkProof, LinkView, ShareOutcome,
    ShareWith,
};
use tauri::{AppHandle, State};

use super::system;
use crate::clipboard;
use crate::ipc_error::IpcResult;
use crate::window_settings::SettingsFile;

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

/// Looks a few times whether a link is dead, after the person switched sharing off in the browser.
#[tauri::command]
#[specta::specta]
pub async fn link_prove_dead(core: State<'_, Core>, key: LinkKey) -> IpcResult<LinkProof> {
    Ok(core.sharing().prove_dead(key).await?)
}

/// The share link on the clipboard, where the person allowed looking for one and where it is one that may be meant for this
/// album. Called while the album's Share dialog waits for it, and only then.
#[tauri::command]
#[specta::specta]
pub async fn clipboard_link(
    app: AppHandle,
    file: State<'_, SettingsFile>,
    core: State<'_, Core>,
    key: AlbumKey,
) -> IpcResult<Option<FoundLink>> {
    clipboard::link(&app, &file, &core, key).await
}

/// The albums of others that the account joined. None where Google tells that to nobody.
#[tauri::command]
#[specta::specta]
pub async fn shared_joined(core: State<'_, Core>) -> IpcResult<Option<Vec<JoinedAlbum>>> {
    Ok(core.sharing().joined().await?)
}

/// Joins the album behind a link or a share token, or opens the link's page where only the person can do that.
#[tauri::command]
#[specta::specta]
pub async fn shared_join(core: State<'_, Core>, link: String) -> IpcResult<JoinOutcome> {
    let outcome = core.sharing().join(&link).await?;
    if let JoinOutcome::InBrowser { url: Some(url) } = &outcome {
        system::open_page(url.parse().ok())?;
    }
    Ok(outcome)
}

/// Leaves an album that the account joined.
#[tauri::command]
#[specta::specta]
pub async fn shared_leave(core: State<'_, Core>, id: String) -> IpcResult<()> {
    Ok(core.sharing().leave(&id).await?)
}
