//! What is done by itself when something happens.

use albumen_core::Core;
use albumen_core::view::{
    RecipeKey, RecipeReading, RecipeSpec, RecipeTry, RecipeView, RunKey, RunView,
};
use tauri::State;

use crate::ipc_error::IpcResult;

/// The recipes of the connection that is shown, in the order in which they were made.
#[tauri::command]
#[specta::specta]
pub async fn recipes_list(core: State<'_, Core>) -> IpcResult<Vec<RecipeView>> {
    Ok(core.recipes().list().await?)
}

/// How a recipe reads that is being written, and what stands in its way.
#[tauri::command]
#[specta::specta]
pub async fn recipe_read_back(core: State<'_, Core>, spec: RecipeSpec) -> IpcResult<RecipeReading> {
    Ok(core.recipes().read_back(&spec).await?)
}

/// What a recipe would do for the last things it could be done for. Does nothing of it.
#[tauri::command]
#[specta::specta]
pub async fn recipe_try(core: State<'_, Core>, spec: RecipeSpec) -> IpcResult<Vec<RecipeTry>> {
    Ok(core.recipes().try_on(&spec).await?)
}

/// Keeps a new recipe, off at first, or the next version of one.
#[tauri::command]
#[specta::specta]
pub async fn recipe_save(
    core: State<'_, Core>,
    key: Option<RecipeKey>,
    spec: RecipeSpec,
) -> IpcResult<RecipeView> {
    Ok(core.recipes().save(key, spec).await?)
}

/// Deletes a recipe and its history. What it did stays.
#[tauri::command]
#[specta::specta]
pub async fn recipe_remove(core: State<'_, Core>, key: RecipeKey) -> IpcResult<()> {
    Ok(core.recipes().remove(key).await?)
}

/// Switches a recipe on or off.
#[tauri::command]
#[specta::specta]
pub async fn recipe_set_on(
    core: State<'_, Core>,
    key: RecipeKey,
    on: bool,
) -> IpcResult<RecipeView> {
    Ok(core.recipes().set_on(key, on).await?)
}

/// The person saw the commands and addresses of this version in full, and allows exactly these.
#[tauri::command]
#[specta::specta]
pub async fn recipe_allow(
    core: State<'_, Core>,
    key: RecipeKey,
    version: u32,
) -> IpcResult<RecipeView> {
    Ok(core.recipes().allow(key, version).await?)
}

/// What a recipe did, the newest first.
#[tauri::command]
#[specta::specta]
pub async fn recipe_history(
    core: State<'_, Core>,
    key: RecipeKey,
    offset: u32,
    limit: u32,
) -> IpcResult<Vec<RunView>> {
    Ok(core.recipes().history(key, offset, limit).await?)
}

/// Tries a run again from the step that failed.
#[tauri::command]
#[specta::specta]
pub async fn run_retry(core: State<'_, Core>, key: RunKey) -> IpcResult<RunView> {
    Ok(core.recipes().retry(key).await?)
}

/// Gives a run up. What it did stays.
#[tauri::command]
#[specta::specta]
pub async fn run_give_up(core: State<'_, Core>, key: RunKey) -> IpcResult<RunView> {
    Ok(core.recipes().give_up(key).await?)
}
