//! Tells the window what happens in the core: two broadcasts, and nothing else.

use albumen_core::view::JobEvent;
use albumen_core::{Core, CoreEvent};
use tauri::{AppHandle, Emitter};
use tokio::sync::broadcast::error::RecvError;

/// A job changed.
pub const JOB: &str = "job-event";
/// The local index changed.
pub const INDEX_CHANGED: &str = "index-changed";

/// Passes on what the core says until it says nothing more.
pub fn forward(app: &AppHandle, core: &Core) {
    let (app, core) = (app.clone(), core.clone());
    let mut events = core.events();
    tauri::async_runtime::spawn(async move {
        loop {
            match events.recv().await {
                Ok(CoreEvent::Job(event)) => tell(&app, JOB, &event),
                Ok(CoreEvent::IndexChanged(event)) => tell(&app, INDEX_CHANGED, &event),
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

fn tell<E: serde::Serialize + Clone>(app: &AppHandle, name: &str, event: &E) {
    if let Err(error) = app.emit(name, event.clone()) {
        tracing::warn!(%error, name, "the window was not told");
    }
}
