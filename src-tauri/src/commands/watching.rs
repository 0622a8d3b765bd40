//! What came into a library by itself, and how a connection is watched.

use albumen_core::Core;
use albumen_core::view::{ConnectionKey, WatchSettings, WatchingView};
use tauri::State;

use crate::ipc_error::IpcResult;

/// How a connection is watched and what of it is new.
#[tauri::command]
#[specta::specta]
pub async fn watching_get(core: State<'_, Core>, key: ConnectionKey) -> IpcResult<WatchingView> {
    Ok(core.watching().view(key).await?)
}

/// Keeps how a connection is to be watched.
#[tauri::command]
#[specta::specta]
pub async fn watching_set(
    core: State<'_, Core>,
    key: ConnectionKey,
    settings: WatchSettings,
) -> IpcResult<()> {
    Ok(core.watching().set(key, settings).await?)
}

/// The person has seen what came, up to a cursor. Gives when that was, to take it back by; none where nothing changed.
#[tauri::command]
#[specta::specta]
pub async fn watching_mark_seen(
    core: State<'_, Core>,
    key: ConnectionKey,
    up_to: i64,
) -> IpcResult<Option<i64>> {
    Ok(core.watching().mark_seen(key, up_to).await?)
}

/// Takes that back.
#[tauri::command]
#[specta::specta]
pub async fn watching_mark_unseen(
    core: State<'_, Core>,
    key: ConnectionKey,
    seen_ms: i64,
) -> IpcResult<()> {
    Ok(core.watching().mark_unseen(key, seen_ms).await?)
}
