//! Media items.

use albumen_core::Core;
use albumen_core::view::{Chosen, GridItem, GridScope, ItemDetails, ItemKey, JobId, Segment};
use tauri::State;

use super::system;
use crate::ipc_error::{IpcError, IpcResult};
use crate::media_server::MediaServer;

/// The parts of a grid.
#[tauri::command]
#[specta::specta]
pub async fn grid_segments(core: State<'_, Core>, scope: GridScope) -> IpcResult<Vec<Segment>> {
    Ok(core.items().segments(scope).await?)
}

/// The items of those parts, in the order asked for.
#[tauri::command]
#[specta::specta]
pub async fn grid_items(
    core: State<'_, Core>,
    scope: GridScope,
    segments: Vec<String>,
) -> IpcResult<Vec<Vec<GridItem>>> {
    Ok(core.items().grid(scope, &segments).await?)
}

/// Everything known of one item.
#[tauri::command]
#[specta::specta]
pub async fn item_details(core: State<'_, Core>, key: ItemKey) -> IpcResult<ItemDetails> {
    Ok(core.items().details(key).await?)
}

/// Opens the item's page at Google in the browser.
#[tauri::command]
#[specta::specta]
pub async fn item_open_page(core: State<'_, Core>, key: ItemKey) -> IpcResult<()> {
    system::open_page(core.items().page_url(key).await?)
}

/// Shows the original on this computer in the file manager.
#[tauri::command]
#[specta::specta]
pub async fn item_show_in_folder(core: State<'_, Core>, key: ItemKey) -> IpcResult<()> {
    let path = core.items().local_path(key).await?.ok_or_else(|| {
        IpcError::not_found("The original is not on this computer any more. The photo itself is safe in your library.")
    })?;
    tauri_plugin_opener::reveal_item_in_dir(path)
        .map_err(|error| IpcError::other(format!("The file manager did not open: {error}")))
}

/// An address on this computer from which a video plays.
#[tauri::command]
#[specta::specta]
pub async fn item_video_url(media: State<'_, MediaServer>, key: ItemKey) -> IpcResult<String> {
    media.address_of(key).await
}

/// How many items are chosen.
#[tauri::command]
#[specta::specta]
pub async fn chosen_count(core: State<'_, Core>, chosen: Chosen) -> IpcResult<u32> {
    Ok(core.items().count(&chosen).await?)
}

/// Writes what is said about items.
#[tauri::command]
#[specta::specta]
pub async fn items_describe(
    core: State<'_, Core>,
    chosen: Chosen,
    text: String,
) -> IpcResult<JobId> {
    Ok(core.items().describe(chosen, &text).await?)
}
