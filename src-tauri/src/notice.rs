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
        Ok(settings) if settings.notify => show(app, words(end), Leads::Uploads),
        Ok(_) => {}
        Err(error) => tracing::debug!(%error, "the settings of uploads could not be read"),
    }
}

/// Title and text.
pub struct Words {
    /// The first line.
    pub title: String,
    /// What is below it.
    pub text: String,
}

/// Where a click on a notice leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    /// To the uploads.
    Uploads,
    /// To the recipes.
    Recipes,
}

impl Leads {
    #[cfg(target_os = "linux")]
    fn label(self) -> &'static str {
        match self {
            Self::Uploads => "Show uploads",
            Self::Recipes => "Show recipes",
        }
    }

    #[cfg(target_os = "linux")]
    fn event(self) -> &'static str {
        match self {
            Self::Uploads => events::SHOW_UPLOADS,
            Self::Recipes => events::SHOW_RECIPES,
        }
    }
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

/// Shows a notice; a click on it leads somewhere.
#[cfg(target_os = "linux")]
pub fn show(app: &AppHandle, words: Words, leads: Leads) {
    let app = app.clone();
    let told = std::thread::Builder::new()
        .name("notice".to_owned())
        .spawn(move || {
            let shown = notify_rust::Notification::new()
                .appname("Albumen")
                .summary(&words.title)
                .body(&words.text)
                .icon("albumen")
                .action("default", leads.label())
                .show();
            match shown {
                // Stays until the notice is clicked or gone; the thread ends with the program at the latest.
                Ok(notice) => notice.wait_for_action(|action| {
                    if action == "default" {
                        open(&app, leads);
                    }
                }),
                Err(error) => tracing::debug!(%error, "the system showed no notice"),
            }
        });
    if let Err(error) = told {
        tracing::debug!(%error, "no notice was shown");
    }
}

/// Shows a notice.
#[cfg(not(target_os = "linux"))]
pub fn show(app: &AppHandle, words: Words, _leads: Leads) {
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

/// Brings the window up with that page in it.
#[cfg(target_os = "linux")]
fn open(app: &AppHandle, leads: Leads) {
    window::to_front(app);
    events::tell(app, leads.event(), &());
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
