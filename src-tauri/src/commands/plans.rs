//! Plans: what would happen to many files before anything of them is sent.

use std::path::PathBuf;

use albumen_core::Core;
use albumen_core::view::{
    AlbumKey, DropOutcome, EnqueuedView, PlanAlbumKey, PlanFileKey, PlanGroup, PlanKey,
    PlanOptions, PlanRow, PlanView,
};
use tauri::State;

use crate::ipc_error::IpcResult;

/// Takes what was dropped: a few files go into the queue, a folder or many files become a plan.
#[tauri::command]
#[specta::specta]
pub async fn uploads_drop(
    core: State<'_, Core>,
    paths: Vec<PathBuf>,
    album: Option<AlbumKey>,
) -> IpcResult<DropOutcome> {
    Ok(core.uploads().drop_files(paths, album).await?)
}

/// Makes a plan, however few files there are.
#[tauri::command]
#[specta::specta]
pub async fn plan_make(
    core: State<'_, Core>,
    paths: Vec<PathBuf>,
    album: Option<AlbumKey>,
) -> IpcResult<PlanKey> {
    Ok(core.plans().make(paths, album).await?)
}

/// A plan as it stands.
#[tauri::command]
#[specta::specta]
pub async fn plan_view(core: State<'_, Core>, key: PlanKey) -> IpcResult<PlanView> {
    Ok(core.plans().view(key).await?)
}

/// Changes what is decided in a plan.
#[tauri::command]
#[specta::specta]
pub async fn plan_set_options(
    core: State<'_, Core>,
    key: PlanKey,
    options: PlanOptions,
) -> IpcResult<()> {
    core.plans().set_options(key, options).await?;
    Ok(())
}

/// Gives an album of a plan another name.
#[tauri::command]
#[specta::specta]
pub async fn plan_rename_album(
    core: State<'_, Core>,
    key: PlanKey,
    album: PlanAlbumKey,
    title: String,
) -> IpcResult<()> {
    core.plans().rename_album(key, album, &title).await?;
    Ok(())
}

/// Uses an album there is instead of making one, or makes one after all.
#[tauri::command]
#[specta::specta]
pub async fn plan_use_album(
    core: State<'_, Core>,
    key: PlanKey,
    album: PlanAlbumKey,
    existing: Option<AlbumKey>,
) -> IpcResult<()> {
    core.plans().use_album(key, album, existing).await?;
    Ok(())
}

/// A piece of the rows of a group; at most 500.
#[tauri::command]
#[specta::specta]
pub async fn plan_rows(
    core: State<'_, Core>,
    key: PlanKey,
    group: PlanGroup,
    offset: u32,
    limit: u32,
) -> IpcResult<Vec<PlanRow>> {
    Ok(core.plans().rows(key, group, offset, limit).await?)
}

/// Leaves a file out, or takes it in again.
#[tauri::command]
#[specta::specta]
pub async fn plan_leave_out(
    core: State<'_, Core>,
    key: PlanKey,
    file: PlanFileKey,
    out: bool,
) -> IpcResult<()> {
    core.plans().leave_out(key, file, out).await?;
    Ok(())
}

/// Puts the files of a plan in the queue.
#[tauri::command]
#[specta::specta]
pub async fn plan_start(core: State<'_, Core>, key: PlanKey) -> IpcResult<EnqueuedView> {
    Ok(core.plans().start(key).await?)
}

/// Forgets a plan. Nothing of it was sent.
#[tauri::command]
#[specta::specta]
pub async fn plan_discard(core: State<'_, Core>, key: PlanKey) -> IpcResult<()> {
    core.plans().discard(key).await?;
    Ok(())
}
