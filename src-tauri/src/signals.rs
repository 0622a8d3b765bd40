//! What the system says to the program as a whole: the session ends, somebody wants it to stop.

use tauri::AppHandle;

/// Ends the program quietly when the system asks for it. The queue goes on at the next start.
#[cfg(unix)]
pub fn heed(app: &AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};

    use crate::closing;

    for kind in [
        SignalKind::terminate(),
        SignalKind::interrupt(),
        SignalKind::hangup(),
    ] {
        let app = app.clone();
        tauri::async_runtime::spawn(async move {
            match signal(kind) {
                Ok(mut comes) => {
                    comes.recv().await;
                    closing::quit(&app);
                }
                Err(error) => tracing::warn!(%error, "a signal of the system is not heard"),
            }
        });
    }
}

/// Elsewhere the system closes the window, and the window asks nothing when the session ends.
#[cfg(not(unix))]
pub fn heed(_app: &AppHandle) {}
