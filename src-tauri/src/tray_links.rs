//! The newest share links in the menu of the icon: copying one needs no window.

use std::time::Duration;

use albumen_core::view::{LinkKey, LinkState, LinkView};
use albumen_core::{Core, CoreError};
use tauri::menu::{MenuItem, Submenu};
use tauri::{AppHandle, Manager, Wry};
use tauri_plugin_clipboard_manager::ClipboardExt;
use tokio::sync::broadcast::error::RecvError;

use crate::tray::Tray;

/// So many are offered; all are in the window.
const MOST: usize = 8;
/// A longer title is cut.
const MOST_LETTERS: usize = 40;
/// How often the menu changes at most.
const AT_MOST_EVERY: Duration = Duration::from_secs(1);
const PREFIX: &str = "link ";

/// What one row of the menu says and copies.
type Row = (LinkKey, String);

/// The part of the menu that holds the links; nothing can be chosen while there are none.
pub fn submenu(app: &AppHandle) -> tauri::Result<Submenu<Wry>> {
    Submenu::with_id(app, "links", "Copy link", false)
}

/// Copies the link of a row. Whether the id is that of such a row.
pub fn chosen(app: &AppHandle, id: &str) -> bool {
    let Some(key) = id.strip_prefix(PREFIX) else {
        return false;
    };
    let (Ok(key), Some(core)) = (key.parse(), app.try_state::<Core>()) else {
        return true;
    };
    let (app, core) = (app.clone(), core.inner().clone());
    tauri::async_runtime::spawn(async move {
        match core.sharing().link_url(LinkKey(key)).await {
            Ok(url) => {
                if app.clipboard().write_text(url).is_err() {
                    tracing::warn!("the clipboard did not take a link from the icon's menu");
                }
            }
            Err(error) => {
                tracing::debug!(code = error.code(), "a link was gone when it was chosen")
            }
        }
    });
    true
}

/// Keeps the menu as the register is, until the engine closes.
pub fn follow(app: &AppHandle, core: &Core) {
    let (app, core) = (app.clone(), core.clone());
    let mut events = core.events();
    tauri::async_runtime::spawn(async move {
        let mut last = Vec::new();
        loop {
            match core.sharing().links().await {
                Ok(links) => {
                    let rows = rows(&links);
                    if rows != last {
                        if let Err(error) = show(&app, &rows) {
                            tracing::debug!(%error, "the icon's menu does not show the links");
                        }
                        last = rows;
                    }
                }
                Err(CoreError::Closed) => return,
                Err(error) => tracing::debug!(code = error.code(), "links were not read"),
            }
            if let Err(RecvError::Closed) = events.recv().await {
                return;
            }
            tokio::time::sleep(AT_MOST_EVERY).await;
            // What was called out meanwhile is in what is read next.
            events = events.resubscribe();
        }
    });
}

fn show(app: &AppHandle, rows: &[Row]) -> tauri::Result<()> {
    let Some(tray) = app.try_state::<Tray>() else {
        return Ok(());
    };
    let menu = tray.links();
    for old in menu.items()? {
        menu.remove(&old)?;
    }
    for (key, title) in rows {
        let id = format!("{PREFIX}{}", key.0);
        menu.append(&MenuItem::with_id(app, id, title, true, None::<&str>)?)?;
    }
    menu.set_enabled(!rows.is_empty())
}

/// The newest links that may work.
fn rows(links: &[LinkView]) -> Vec<Row> {
    links
        .iter()
        .filter(|link| link.state != LinkState::Dead)
        .take(MOST)
        .map(|link| (link.key, label(&link.title)))
        .collect()
}

/// A title as a row of a menu, where a single `&` would mark a key.
fn label(title: &str) -> String {
    if title.is_empty() {
        return "Untitled album".to_owned();
    }
    let mut label: String = title.chars().take(MOST_LETTERS).collect();
    if title.chars().nth(MOST_LETTERS).is_some() {
        label.push('…');
    }
    label.replace('&', "&&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use albumen_core::view::SharingLane;

    fn link(key: i64, title: &str, state: LinkState) -> LinkView {
        LinkView {
            key: LinkKey(key),
            album: None,
            title: title.to_owned(),
            cover: None,
            url: String::new(),
            lane: SharingLane::Browser,
            state,
            collaborative: false,
            commentable: false,
            made_ms: 0,
            checked_ms: None,
            alive_ms: None,
            tried_ms: None,
        }
    }

    #[test]
    fn dead_links_are_not_offered_and_there_is_an_end() {
        let mut links = vec![link(0, "Gone", LinkState::Dead)];
        links.extend((1..20).map(|key| link(key, "Lakes", LinkState::Unknown)));
        let rows = rows(&links);
        assert_eq!(rows.len(), MOST);
        assert_eq!(rows[0], (LinkKey(1), "Lakes".to_owned()));
    }

    #[test]
    fn a_title_is_shown_as_it_is_within_reason() {
        assert_eq!(label("Tom & Jerry"), "Tom && Jerry");
        assert_eq!(label(""), "Untitled album");
        assert_eq!(label(&"ä".repeat(41)), format!("{}…", "ä".repeat(40)));
    }
}
