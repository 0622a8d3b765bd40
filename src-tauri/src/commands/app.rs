//! The program as a whole.

use albumen_core::Core;
use albumen_core::view::{AppState, ConnectionView, JobId};
use tauri::State;

use crate::ipc_error::IpcResult;
use crate::sample::{Sample, SampleAccount};

/// What the window needs before it draws anything.
#[tauri::command]
#[specta::specta]
pub async fn app_state(core: State<'_, Core>) -> IpcResult<AppState> {
    Ok(core.state().await?)
}

/// Opens an account of the sample library. At first it is drawn: see the job of kind `sample`.
#[tauri::command]
#[specta::specta]
pub async fn sample_open(
    sample: State<'_, Sample>,
    account: SampleAccount,
) -> IpcResult<ConnectionView> {
    sample.open(account).await
}

/// Looks for what is new at Google. Returns at once: see the job of kind `sync`.
#[tauri::command]
#[specta::specta]
pub async fn sync_now(core: State<'_, Core>) -> IpcResult<JobId> {
    Ok(core.sync().now().await?)
}
