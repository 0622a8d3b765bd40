//! Files that come from outside the window.

use std::path::PathBuf;

use tauri::State;

use crate::given::Given;
use crate::ipc_error::IpcResult;

/// The files that the program was given since this was asked last, by its start or by a second one.
#[tauri::command]
#[specta::specta]
pub async fn given_take(given: State<'_, Given>) -> IpcResult<Vec<PathBuf>> {
    Ok(given.take())
}
