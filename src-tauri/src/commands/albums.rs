//! Albums.

use albumen_core::Core;
use albumen_core::view::{
    AddOrder, AlbumEnd, AlbumKey, AlbumPlace, AlbumView, Chosen, ItemKey, JobId,
};
use tauri::State;

use super::system;
use crate::ipc_error::IpcResult;

/// All albums of the current connection.
#[tauri::command]
#[specta::specta]
pub async fn albums_list(core: State<'_, Core>) -> IpcResult<Vec<AlbumView>> {
    Ok(core.albums().list().await?)
}

/// One album.
#[tauri::command]
#[specta::specta]
pub async fn album_get(core: State<'_, Core>, key: AlbumKey) -> IpcResult<AlbumView> {
    Ok(core.albums().get(key).await?)
}

/// Makes an album.
#[tauri::command]
#[specta::specta]
pub async fn album_create(core: State<'_, Core>, title: String) -> IpcResult<AlbumView> {
    Ok(core.albums().create(&title).await?)
}

/// Gives an album another title.
#[tauri::command]
#[specta::specta]
pub async fn album_rename(
    core: State<'_, Core>,
    key: AlbumKey,
    title: String,
) -> IpcResult<AlbumView> {
    Ok(core.albums().rename(key, &title).await?)
}

/// Gives an album another cover.
#[tauri::command]
#[specta::specta]
pub async fn album_set_cover(
    core: State<'_, Core>,
    key: AlbumKey,
    item: ItemKey,
) -> IpcResult<AlbumView> {
    Ok(core.albums().set_cover(key, item).await?)
}

/// Puts items in an album.
#[tauri::command]
#[specta::specta]
pub async fn album_add_items(
    core: State<'_, Core>,
    key: AlbumKey,
    chosen: Chosen,
    order: AddOrder,
) -> IpcResult<JobId> {
    Ok(core.albums().add(key, chosen, order).await?)
}

/// Takes items out of an album. They stay in the library.
#[tauri::command]
#[specta::specta]
pub async fn album_remove_items(
    core: State<'_, Core>,
    key: AlbumKey,
    chosen: Chosen,
) -> IpcResult<JobId> {
    Ok(core.albums().remove(key, chosen).await?)
}

/// Puts a text in an album.
#[tauri::command]
#[specta::specta]
pub async fn album_add_text(
    core: State<'_, Core>,
    key: AlbumKey,
    text: String,
    end: AlbumEnd,
) -> IpcResult<()> {
    Ok(core.albums().add_text(key, &text, end).await?)
}

/// Puts a place in an album.
#[tauri::command]
#[specta::specta]
pub async fn album_add_place(
    core: State<'_, Core>,
    key: AlbumKey,
    place: AlbumPlace,
    end: AlbumEnd,
) -> IpcResult<()> {
    Ok(core.albums().add_place(key, place, end).await?)
}

/// Opens the album's page at Google in the browser.
#[tauri::command]
#[specta::specta]
pub async fn album_open_page(core: State<'_, Core>, key: AlbumKey) -> IpcResult<()> {
    system::open_page(core.albums().page_url(key).await?)
}
