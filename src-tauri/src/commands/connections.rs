//! Connections: accounts and how they are signed in.

use std::path::PathBuf;

use albumen_core::Core;
use albumen_core::view::{
    AppState, ConnectionClientView, ConnectionKey, ConnectionView, CredentialsFileView,
    LeavingView, OtherClientView, SignInView, SignInWith, SignedOutView,
};
use tauri::State;

use super::system;
use crate::ipc_error::IpcResult;

/// What a `client_secret_*.json` holds, without the secret.
#[tauri::command]
#[specta::specta]
pub async fn credentials_read(
    core: State<'_, Core>,
    path: PathBuf,
) -> IpcResult<CredentialsFileView> {
    Ok(core.connections().read_credentials_file(&path).await?)
}

/// What a typed client id and secret are, without the secret. Nobody is asked.
#[tauri::command]
#[specta::specta]
pub async fn credentials_check(
    core: State<'_, Core>,
    client_id: String,
    client_secret: String,
    is_web: bool,
) -> IpcResult<CredentialsFileView> {
    Ok(core
        .connections()
        .check_typed(&client_id, &client_secret, is_web)?)
}

/// The client through which a connection sees its account.
#[tauri::command]
#[specta::specta]
pub async fn connection_client(
    core: State<'_, Core>,
    key: ConnectionKey,
) -> IpcResult<ConnectionClientView> {
    Ok(core.connections().client_of(key).await?)
}

/// Begins a sign-in and opens Google's consent page in the system's browser.
#[tauri::command]
#[specta::specta]
pub async fn sign_in_begin(core: State<'_, Core>, input: SignInWith) -> IpcResult<SignInView> {
    let begun = core.connections().begin_sign_in(input).await?;
    // A browser that does not come up is no failure: the window shows the address as well.
    if let Err(error) = system::open_in_browser(&begun.consent_url) {
        tracing::warn!(
            reason = error.message,
            "no browser came up for the consent page"
        );
    }
    Ok(begun)
}

/// Waits until the person has allowed it.
#[tauri::command]
#[specta::specta]
pub async fn sign_in_finish(core: State<'_, Core>, id: u32) -> IpcResult<ConnectionView> {
    Ok(core.connections().finish_sign_in(id).await?)
}

/// Takes the address that a browser on another computer ended at.
#[tauri::command]
#[specta::specta]
pub async fn sign_in_answer(core: State<'_, Core>, id: u32, address: String) -> IpcResult<()> {
    Ok(core.connections().answer_sign_in(id, &address).await?)
}

/// What is asked before an account is connected a second time, with another client.
#[tauri::command]
#[specta::specta]
pub async fn sign_in_question(core: State<'_, Core>, id: u32) -> IpcResult<OtherClientView> {
    Ok(core.connections().sign_in_question(id).await?)
}

/// Connects it beside the connections the account has.
#[tauri::command]
#[specta::specta]
pub async fn sign_in_add_beside(
    core: State<'_, Core>,
    id: u32,
    name: String,
) -> IpcResult<ConnectionView> {
    Ok(core.connections().add_beside(id, &name).await?)
}

/// Gives a sign-in up.
#[tauri::command]
#[specta::specta]
pub async fn sign_in_cancel(core: State<'_, Core>, id: u32) -> IpcResult<()> {
    core.connections().cancel_sign_in(id).await;
    Ok(())
}

/// Shows another connection.
#[tauri::command]
#[specta::specta]
pub async fn connection_select(core: State<'_, Core>, key: ConnectionKey) -> IpcResult<AppState> {
    core.connections().select(key).await?;
    Ok(core.state().await?)
}

/// Gives a connection another name.
#[tauri::command]
#[specta::specta]
pub async fn connection_rename(
    core: State<'_, Core>,
    key: ConnectionKey,
    name: String,
) -> IpcResult<()> {
    core.connections().rename(key, &name).await?;
    Ok(())
}

/// What would stay, stop and be lost without a connection.
#[tauri::command]
#[specta::specta]
pub async fn connection_leaving(
    core: State<'_, Core>,
    key: ConnectionKey,
) -> IpcResult<LeavingView> {
    Ok(core.connections().leaving(key).await?)
}

/// Revokes a connection at Google and forgets its tokens, its index and its thumbnails.
#[tauri::command]
#[specta::specta]
pub async fn connection_remove(
    core: State<'_, Core>,
    key: ConnectionKey,
) -> IpcResult<SignedOutView> {
    Ok(core.connections().remove(key).await?)
}

/// Revokes a connection at Google and forgets its tokens; its library stays here, to be looked at.
#[tauri::command]
#[specta::specta]
pub async fn connection_sign_out(
    core: State<'_, Core>,
    key: ConnectionKey,
) -> IpcResult<SignedOutView> {
    Ok(core.connections().sign_out(key).await?)
}
