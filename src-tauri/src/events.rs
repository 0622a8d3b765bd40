//! Tells the page what happens: two broadcasts about the core, and a few words of the program around the page.

use albumen_core::view::JobEvent;
use albumen_core::{Core, CoreEvent};
use serde::Serialize;
use tauri::{AppHandle, Emitter};
use tokio::sync::broadcast::error::RecvError;

/// A job changed.
pub const JOB: &str = "job-event";
/// The local index changed.
pub const INDEX_CHANGED: &str = "index-changed";
/// The person closes the window while files are going up: the page asks what is wanted.
pub const CLOSE_ASKED: &str = "close-asked";
/// The person asked for the uploads from outside the window.
pub const SHOW_UPLOADS: &str = "show-uploads";
/// Files came from outside the window. They are fetched by `given_take`.
pub const FILES_GIVEN: &str = "files-given";
/// The person asked for the recipes from outside the window.
pub const SHOW_RECIPES: &str = "show-recipes";

/// The person asked from outside the window for what is new in the connection of this key.
pub const SHOW_NEW: &str = "show-new";

/// What the page needs to ask what closing the window is to do. The answer comes by `window_close_answer`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CloseAsked {
    /// Files still to go.
    pub left: u32,
    /// Whether an icon among the system's will lead back to the window. Otherwise starting Albumen again does.
    pub tray: bool,
}

/// Passes on what the core says until it says nothing more.
pub fn forward(app: &AppHandle, core: &Core) {
    let (app, core) = (app.clone(), core.clone());
    let mut events = core.events();
    tauri::async_runtime::spawn(async move {
        loop {
            match events.recv().await {
                Ok(CoreEvent::Job(event)) => tell(&app, JOB, &event),
                Ok(CoreEvent::IndexChanged(event)) => tell(&app, INDEX_CHANGED, &event),
                // Told by the system to who does not look at the page; the page hears of both as of any change of the index.
                Ok(CoreEvent::RecipeSays { .. } | CoreEvent::Noticed) => {}
                // The window was too slow for all of them: it gets every job as it stands now.
                Err(RecvError::Lagged(_)) => {
                    for job in core.jobs().list().await {
                        tell(&app, JOB, &JobEvent { job });
                    }
                }
                Err(RecvError::Closed) => return,
            }
        }
    });
}

/// Tells the page one thing. A page that does not hear it is no failure.
pub fn tell<E: serde::Serialize + Clone>(app: &AppHandle, name: &str, event: &E) {
    if let Err(error) = app.emit(name, event.clone()) {
        tracing::warn!(%error, name, "the window was not told");
    }
}
