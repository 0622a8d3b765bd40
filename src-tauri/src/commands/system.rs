//! What only the system can do: its dialogs, its browser.

use std::path::PathBuf;

use serde::Deserialize;
use tauri::AppHandle;
use tauri_plugin_clipboard_manager::ClipboardExt;
use tauri_plugin_dialog::{DialogExt, FilePath};
use tokio::sync::oneshot;
use url::Url;

use crate::closing::{self, CloseAnswer};
use crate::ipc_error::{IpcError, IpcResult};

/// What is chosen in a dialog for files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum FilesFor {
    /// Photos and videos to upload; all files are shown, because bytes decide and not endings.
    Uploading,
    /// The file of a client from the Google Cloud console.
    ClientFile,
    /// A program that a recipe runs.
    Program,
}

/// Lets the person choose files. Empty when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub async fn pick_files(app: AppHandle, purpose: FilesFor) -> IpcResult<Vec<PathBuf>> {
    let (answer, chosen) = oneshot::channel();
    let dialog = match purpose {
        FilesFor::Uploading => app.dialog().file().set_title("Add photos and videos"),
        FilesFor::ClientFile => app
            .dialog()
            .file()
            .set_title("Choose the client's JSON file")
            .add_filter("Client from Google", &["json"]),
        FilesFor::Program => app.dialog().file().set_title("Choose a program"),
    };
    dialog.pick_files(move |files| {
        let _ = answer.send(files.unwrap_or_default());
    });
    Ok(paths(chosen.await.unwrap_or_default()))
}

/// Lets the person choose where a file is to be written. None when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub async fn pick_save_file(app: AppHandle, suggested_name: String) -> IpcResult<Option<PathBuf>> {
    let (answer, chosen) = oneshot::channel();
    app.dialog()
        .file()
        .set_title("Save as")
        .set_file_name(suggested_name)
        .save_file(move |file| {
            let _ = answer.send(file);
        });
    let file = chosen.await.unwrap_or_default();
    Ok(file.and_then(|file| file.into_path().ok()))
}

/// What the person wants with the files that are still going up when the window closes.
#[tauri::command]
#[specta::specta]
pub async fn window_close_answer(app: AppHandle, answer: CloseAnswer) -> IpcResult<()> {
    closing::answer(&app, answer);
    Ok(())
}

/// Lets the person choose a folder. Empty when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub async fn pick_folder(app: AppHandle) -> IpcResult<Vec<PathBuf>> {
    let (answer, chosen) = oneshot::channel();
    app.dialog()
        .file()
        .set_title("Add a folder")
        .pick_folder(move |folder| {
            let _ = answer.send(folder.into_iter().collect());
        });
    Ok(paths(chosen.await.unwrap_or_default()))
}

/// Puts words on the clipboard, such as an address to be pasted in the Google console.
#[tauri::command]
#[specta::specta]
pub async fn text_copy(app: AppHandle, text: String) -> IpcResult<()> {
    app.clipboard().write_text(text).map_err(|_| {
        IpcError::other("The clipboard did not take it. Mark the words and copy them from there.")
    })
}

/// Opens a web page in the system's browser. Nothing but `http` and `https` is opened.
#[tauri::command]
#[specta::specta]
pub async fn open_external(url: String) -> IpcResult<()> {
    open_in_browser(&url)
}

/// Opens a page at Google, where there is one.
pub fn open_page(page: Option<Url>) -> IpcResult<()> {
    let page = page.ok_or_else(|| {
        IpcError::not_found(
            "Google has named no page for this yet. Look for what is new, then try again.",
        )
    })?;
    open_in_browser(page.as_str())
}

/// Opens a web address in the system's browser.
pub fn open_in_browser(address: &str) -> IpcResult<()> {
    let refused =
        || IpcError::other("This is not the address of a web page, so it was not opened.");
    let url = Url::parse(address).map_err(|_| refused())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(refused());
    }
    tauri_plugin_opener::open_url(url.as_str(), None::<&str>).map_err(|_| {
        IpcError::other(
            "No browser came up. Choose a browser in the system's settings, then try again.",
        )
    })
}

fn paths(chosen: Vec<FilePath>) -> Vec<PathBuf> {
    chosen
        .into_iter()
        .filter_map(|path| path.into_path().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::open_in_browser;

    #[test]
    fn only_web_addresses_reach_the_browser() {
        for address in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "photo://item/1/256",
            "no address",
            "",
        ] {
            assert!(
                open_in_browser(address).is_err(),
                "{address} could start another program or read a file"
            );
        }
    }
}
