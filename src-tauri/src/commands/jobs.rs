//! Long work.

use albumen_core::Core;
use albumen_core::view::{JobId, JobView};
use tauri::State;

use crate::ipc_error::IpcResult;

/// All jobs that run or ended lately.
#[tauri::command]
#[specta::specta]
pub async fn jobs_list(core: State<'_, Core>) -> IpcResult<Vec<JobView>> {
    Ok(core.jobs().list().await)
}

/// Stops a job.
#[tauri::command]
#[specta::specta]
pub async fn job_cancel(core: State<'_, Core>, id: JobId) -> IpcResult<()> {
    core.jobs().cancel(id).await?;
    Ok(())
}

/// Takes back what a job did.
#[tauri::command]
#[specta::specta]
pub async fn job_undo(core: State<'_, Core>, id: JobId) -> IpcResult<JobId> {
    Ok(core.jobs().undo(id).await?)
}
