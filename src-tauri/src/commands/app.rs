//! The program as a whole.

use albumen_core::Core;
use albumen_core::view::{AppState, ConnectionKey, ConnectionView, JobId};
use tauri::State;

use crate::ipc_error::IpcResult;
use crate::sample::{self, Sample, SampleAccount};

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

/// The account of the sample library that a connection shows; none where it is one of Google's.
#[tauri::command]
#[specta::specta]
pub async fn sample_account(
    core: State<'_, Core>,
    key: ConnectionKey,
) -> IpcResult<Option<SampleAccount>> {
    Ok(sample::account_of(&core.connections().get(key).await?))
}

/// Looks for what is new at Google. Returns at once: see the job of kind `sync`.
#[tauri::command]
#[specta::specta]
pub async fn sync_now(core: State<'_, Core>) -> IpcResult<JobId> {
    Ok(core.sync().now().await?)
}
