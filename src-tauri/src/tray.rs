//! The icon among the system's own: how far the uploads are, pause, links to copy, open, quit. Where there is no place for it the program
//! works the same without.

use std::time::Duration;

use albumen_core::Core;
use tauri::image::Image;
use tauri::menu::{Menu, MenuEvent, MenuItem, PredefinedMenuItem, Submenu};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager, Wry};

use crate::progress::Shown;
use crate::{closing, tray_links, window};

/// The icon and what of its menu changes.
pub struct Tray {
    icon: TrayIcon,
    line: MenuItem<Wry>,
    pause: MenuItem<Wry>,
    links: Submenu<Wry>,
}

impl Tray {
    /// Where the share links are offered.
    pub fn links(&self) -> &Submenu<Wry> {
        &self.links
    }
}

const PAUSE: &str = "pause";
const OPEN: &str = "open";
const QUIT: &str = "quit";

/// How long the system may take to say whether there is a place for icons.
#[cfg(target_os = "linux")]
const ANSWERS_WITHIN: Duration = Duration::from_secs(1);

/// Puts the icon up. Must run on the main thread.
pub fn put_up(app: &AppHandle) {
    if !is_possible() {
        tracing::info!("this system has no library for icons among its own");
        return;
    }
    match build(app) {
        Ok(tray) => {
            app.manage(tray);
        }
        Err(error) => tracing::info!(%error, "there is no icon among the system's"),
    }
}

fn build(app: &AppHandle) -> tauri::Result<Tray> {
    let line = MenuItem::with_id(app, "line", "Nothing to upload", false, None::<&str>)?;
    let pause = MenuItem::with_id(app, PAUSE, "Pause uploads", false, None::<&str>)?;
    let open = MenuItem::with_id(app, OPEN, "Open Albumen", true, None::<&str>)?;
    let quit = MenuItem::with_id(app, QUIT, "Quit", true, None::<&str>)?;
    let links = tray_links::submenu(app)?;
    let rule = || PredefinedMenuItem::separator(app);
    let menu = Menu::with_items(
        app,
        &[&line, &pause, &rule()?, &links, &rule()?, &open, &quit],
    )?;
    let icon = TrayIconBuilder::with_id("albumen")
        .icon(Image::from_bytes(include_bytes!(
            "../../icons/tray-44.png"
        ))?)
        .tooltip("Albumen")
        .menu(&menu)
        .show_menu_on_left_click(false)
        .on_menu_event(chosen)
        .on_tray_icon_event(clicked)
        .build(app)?;
    Ok(Tray {
        icon,
        line,
        pause,
        links,
    })
}

fn chosen(app: &AppHandle, event: MenuEvent) {
    match event.id().as_ref() {
        OPEN => window::to_front(app),
        QUIT => closing::quit(app),
        PAUSE => turn(app),
        other => {
            tray_links::chosen(app, other);
        }
    }
}

fn clicked(icon: &TrayIcon, event: TrayIconEvent) {
    if let TrayIconEvent::Click {
        button: MouseButton::Left,
        button_state: MouseButtonState::Up,
        ..
    } = event
    {
        window::to_front(icon.app_handle());
    }
}

/// Pauses the queue, or lets it go on: whichever it does not do now.
fn turn(app: &AppHandle) {
    let Some(core) = app.try_state::<Core>() else {
        return;
    };
    let core = core.inner().clone();
    tauri::async_runtime::spawn(async move {
        let uploads = core.uploads();
        let turned = match uploads.view().await {
            Ok(queue) => {
                let paused = matches!(queue.state, albumen_core::view::QueueState::Paused);
                uploads.pause(!paused).await
            }
            Err(error) => Err(error),
        };
        if let Err(error) = turned {
            tracing::warn!(%error, "the queue was not paused from the icon");
        }
    });
}

/// Shows how far the uploads are.
pub fn show(app: &AppHandle, shown: &Shown) {
    let Some(tray) = app.try_state::<Tray>() else {
        return;
    };
    let done = tray
        .line
        .set_text(&shown.line)
        .and_then(|()| {
            tray.pause.set_text(if shown.paused {
                "Go on"
            } else {
                "Pause uploads"
            })
        })
        .and_then(|()| tray.pause.set_enabled(shown.left > 0))
        .and_then(|()| {
            tray.icon
                .set_tooltip(Some(format!("Albumen: {}", shown.line)))
        });
    if let Err(error) = done {
        tracing::debug!(%error, "the icon does not show how far the uploads are");
    }
}

/// Whether the person can see the icon, as far as the system tells.
pub async fn can_be_seen(app: &AppHandle) -> bool {
    app.try_state::<Tray>().is_some() && has_place().await
}

/// Icons are shown by whoever owns this name on the session's bus.
#[cfg(target_os = "linux")]
async fn has_place() -> bool {
    let asked = async {
        let bus = zbus::Connection::session().await?;
        let names = zbus::fdo::DBusProxy::new(&bus).await?;
        let watcher = zbus::names::BusName::try_from("org.kde.StatusNotifierWatcher")?;
        Ok::<_, zbus::Error>(names.name_has_owner(watcher).await?)
    };
    matches!(
        tokio::time::timeout(ANSWERS_WITHIN, asked).await,
        Ok(Ok(true))
    )
}

#[cfg(not(target_os = "linux"))]
async fn has_place() -> bool {
    true
}

/// Whether the library that draws the icon is there: asking it without would end the program.
#[cfg(target_os = "linux")]
fn is_possible() -> bool {
    const NAMES: [&str; 2] = ["libayatana-appindicator3.so.1", "libappindicator3.so.1"];
    // The linker's own list of libraries, and the folders that it was told of beside it.
    let listed = std::fs::read("/etc/ld.so.cache").unwrap_or_default();
    let is_listed = |name: &str| {
        listed
            .windows(name.len())
            .any(|piece| piece == name.as_bytes())
    };
    let folders = std::env::var_os("LD_LIBRARY_PATH").unwrap_or_default();
    let is_in_folders =
        |name: &str| std::env::split_paths(&folders).any(|folder| folder.join(name).is_file());
    NAMES
        .iter()
        .any(|name| is_in_folders(name) || is_listed(name))
}

#[cfg(not(target_os = "linux"))]
fn is_possible() -> bool {
    true
}
