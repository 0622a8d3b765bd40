//! The library on this computer as a whole.

use albumen_core::Core;
use albumen_core::view::{Chosen, JobId, LibraryFacts};
use tauri::State;

use crate::ipc_error::IpcResult;

/// How the library on this computer stands.
#[tauri::command]
#[specta::specta]
pub async fn library_facts(core: State<'_, Core>) -> IpcResult<LibraryFacts> {
    Ok(core.sync().facts().await?)
}

/// Compares all with Google.
#[tauri::command]
#[specta::specta]
pub async fn library_compare(core: State<'_, Core>) -> IpcResult<JobId> {
    Ok(core.sync().compare().await?)
}

/// Forgets items that Google does not show any more.
#[tauri::command]
#[specta::specta]
pub async fn missing_forget(core: State<'_, Core>, chosen: Chosen) -> IpcResult<u32> {
    Ok(core.forget_missing(&chosen).await?)
}
