//! Searching the library.

use albumen_core::Core;
use albumen_core::view::{SavedSearch, SearchKey, SearchSuggestion, SearchView};
use tauri::State;

use crate::ipc_error::IpcResult;

/// What a search text means and the newest that it finds.
#[tauri::command]
#[specta::specta]
pub async fn search_view(core: State<'_, Core>, text: String) -> IpcResult<SearchView> {
    Ok(core.search().view(&text).await?)
}

/// Ways to go on with a search text.
#[tauri::command]
#[specta::specta]
pub async fn search_suggest(
    core: State<'_, Core>,
    text: String,
    caret: u32,
) -> IpcResult<Vec<SearchSuggestion>> {
    Ok(core.search().suggest(&text, caret).await?)
}

/// The searches that the person kept.
#[tauri::command]
#[specta::specta]
pub async fn searches_saved(core: State<'_, Core>) -> IpcResult<Vec<SavedSearch>> {
    Ok(core.search().saved().await?)
}

/// Keeps a search.
#[tauri::command]
#[specta::specta]
pub async fn search_save(
    core: State<'_, Core>,
    name: String,
    text: String,
) -> IpcResult<SavedSearch> {
    Ok(core.search().save(&name, &text).await?)
}

/// Gives a kept search another name.
#[tauri::command]
#[specta::specta]
pub async fn search_rename(core: State<'_, Core>, key: SearchKey, name: String) -> IpcResult<()> {
    Ok(core.search().rename(key, &name).await?)
}

/// Forgets a kept search.
#[tauri::command]
#[specta::specta]
pub async fn search_remove(core: State<'_, Core>, key: SearchKey) -> IpcResult<()> {
    Ok(core.search().remove(key).await?)
}
