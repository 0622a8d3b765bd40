//! The notice through the system when the queue has come to its end and the person looks elsewhere. A system that shows no
//! notices is no failure, and nothing waits for one.

use albumen_core::Core;
use tauri::AppHandle;

use crate::progress::{End, files};
use crate::{events, window};

/// Tells how it ended, if the person wants to be told and does not see it.
pub async fn at_end(app: &AppHandle, core: &Core, end: End) {
    if window::is_looked_at(app) {
        return;
    }
    match core.uploads().settings().await {
        Ok(settings) if settings.notify => show(app, words(end)),
        Ok(_) => {}
        Err(error) => tracing::debug!(%error, "the settings of uploads could not be read"),
    }
}

/// Title and text.
struct Words {
    title: String,
    text: String,
}

fn words(end: End) -> Words {
    let there = match end.done {
        1 => "1 photo is in Google Photos".to_owned(),
        many => format!("{many} photos are in Google Photos"),
    };
    let failed = format!("{} failed", files(end.failed));
    match (end.done, end.failed) {
        (_, 0) => Words {
            title: there,
            text: "All uploads are done.".to_owned(),
        },
        (0, _) => Words {
            title: failed,
            text: "They are kept in Uploads, each with its reason.".to_owned(),
        },
        _ => Words {
            title: failed,
            text: format!("{there}. The rest is kept in Uploads, each with its reason."),
        },
    }
}

/// A click on the notice leads to the uploads.
#[cfg(target_os = "linux")]
fn show(app: &AppHandle, words: Words) {
    let app = app.clone();
    let told = std::thread::Builder::new()
        .name("notice".to_owned())
        .spawn(move || {
            let shown = notify_rust::Notification::new()
                .appname("Albumen")
                .summary(&words.title)
                .body(&words.text)
                .icon("albumen")
                .action("default", "Show uploads")
                .show();
            match shown {
                // Stays until the notice is clicked or gone; the thread ends with the program at the latest.
                Ok(notice) => notice.wait_for_action(|action| {
                    if action == "default" {
                        open_uploads(&app);
                    }
                }),
                Err(error) => tracing::debug!(%error, "the system showed no notice"),
            }
        });
    if let Err(error) = told {
        tracing::debug!(%error, "no notice was shown");
    }
}

#[cfg(not(target_os = "linux"))]
fn show(app: &AppHandle, words: Words) {
    use tauri_plugin_notification::NotificationExt as _;

    let shown = app
        .notification()
        .builder()
        .title(words.title)
        .body(words.text)
        .show();
    if let Err(error) = shown {
        tracing::debug!(%error, "the system showed no notice");
    }
}

/// Brings the window up with the uploads in it.
#[cfg(target_os = "linux")]
fn open_uploads(app: &AppHandle) {
    window::to_front(app);
    events::tell(app, events::SHOW_UPLOADS, &());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_leads_with_what_failed() {
        let all = words(End {
            done: 412,
            failed: 0,
        });
        assert_eq!(all.title, "412 photos are in Google Photos");
        let some = words(End {
            done: 409,
            failed: 3,
        });
        assert_eq!(some.title, "3 files failed");
        assert!(
            some.text.starts_with("409 photos are in Google Photos."),
            "and says what is safe: {}",
            some.text
        );
        assert_eq!(
            words(End { done: 1, failed: 0 }).title,
            "1 photo is in Google Photos"
        );
    }
}
