//! Notices through the system, for who looks elsewhere: the queue has come to its end, something new came. A system that shows
//! no notices is no failure, and nothing waits for one.

use albumen_core::view::{ConnectionKey, NoticedNews};
use albumen_core::{Core, CoreError, CoreEvent};
use tauri::AppHandle;
use tokio::sync::broadcast::error::RecvError;

use crate::progress::{End, files};
use crate::{events, window};

/// Tells how it ended, if the person wants to be told and does not see it.
pub async fn at_end(app: &AppHandle, core: &Core, end: End) {
    if window::is_looked_at(app) {
        return;
    }
    match core.uploads().settings().await {
        Ok(settings) if settings.notify => show(app, words(end), To::Uploads),
        Ok(_) => {}
        Err(error) => tracing::debug!(%error, "the settings of uploads could not be read"),
    }
}

/// Tells of what came into the libraries, each item once, until the engine closes.
pub fn follow(app: &AppHandle, core: &Core) {
    let (app, core) = (app.clone(), core.clone());
    let mut events = core.events();
    tauri::async_runtime::spawn(async move {
        loop {
            // At the start too: the program may have ended before it told.
            match core.watching().news().await {
                Ok(news) if !window::is_looked_at(&app) => {
                    for one in news {
                        show(&app, words_of_news(&one), To::New(one.connection));
                    }
                }
                Ok(_) => {}
                Err(CoreError::Closed) => return,
                Err(error) => tracing::debug!(%error, "what is new could not be read"),
            }
            loop {
                match events.recv().await {
                    Ok(CoreEvent::Noticed) | Err(RecvError::Lagged(_)) => break,
                    Ok(_) => {}
                    Err(RecvError::Closed) => return,
                }
            }
        }
    });
}

fn words_of_news(news: &NoticedNews) -> Words {
    Words {
        title: match news.items {
            1 => "1 new photo".to_owned(),
            many => format!("{many} new photos"),
        },
        text: format!("In {}, from another device.", news.name),
    }
}

/// Where a click on a notice leads.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(
    not(target_os = "linux"),
    allow(dead_code, reason = "the plugin for this system tells of no clicks")
)]
pub enum To {
    /// To the uploads.
    Uploads,
    /// To the recipes.
    Recipes,
    /// To what is new in this connection.
    New(ConnectionKey),
}

/// Title and text.
pub struct Words {
    /// The first line.
    pub title: String,
    /// What is below it.
    pub text: String,
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

/// A click on the notice leads to what it tells of.
#[cfg(target_os = "linux")]
pub fn show(app: &AppHandle, words: Words, to: To) {
    let app = app.clone();
    let told = std::thread::Builder::new()
        .name("notice".to_owned())
        .spawn(move || {
            let shown = notify_rust::Notification::new()
                .appname("Albumen")
                .summary(&words.title)
                .body(&words.text)
                .icon("albumen")
                .action(
                    "default",
                    match to {
                        To::Uploads => "Show uploads",
                        To::New(_) => "Show what is new",
                        To::Recipes => "Show recipes",
                    },
                )
                .show();
            match shown {
                // Stays until the notice is clicked or gone; the thread ends with the program at the latest.
                Ok(notice) => notice.wait_for_action(|action| {
                    if action == "default" {
                        open(&app, to);
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
pub fn show(app: &AppHandle, words: Words, _to: To) {
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

/// Brings the window up with what the notice told of.
#[cfg(target_os = "linux")]
fn open(app: &AppHandle, to: To) {
    window::to_front(app);
    match to {
        To::Uploads => events::tell(app, events::SHOW_UPLOADS, &()),
        To::Recipes => events::tell(app, events::SHOW_RECIPES, &()),
        To::New(connection) => events::tell(app, events::SHOW_NEW, &connection),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_of_news_says_how_many_and_in_which_library() {
        let news = |items| NoticedNews {
            connection: ConnectionKey(1),
            name: "Mara".to_owned(),
            items,
        };
        assert_eq!(words_of_news(&news(1)).title, "1 new photo");
        let many = words_of_news(&news(12));
        assert_eq!(many.title, "12 new photos");
        assert_eq!(many.text, "In Mara, from another device.");
    }

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
