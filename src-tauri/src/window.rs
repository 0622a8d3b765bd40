//! The one window: made hidden, in the ground colour of its theme, and shown when its page is ready, so that nothing flashes.

use std::path::PathBuf;

use tauri::webview::PageLoadEvent;
use tauri::window::Color;
use tauri::{AppHandle, Manager, Theme, WebviewWindow, WebviewWindowBuilder};

use crate::window_settings::{SettingsFile, ThemeChoice};
use crate::{closing, times};

/// The label of the window.
pub const MAIN: &str = "main";

/// `--canvas` of the light and of the dark theme.
const CANVAS_LIGHT: Color = Color(0xF8, 0xF7, 0xF6, 0xFF);
const CANVAS_DARK: Color = Color(0x16, 0x14, 0x13, 0xFF);

/// Where the web view keeps what it caches.
pub struct WebData(pub PathBuf);

/// Makes the window. It comes up by itself once its page is there.
///
/// # Errors
/// When the system refuses a window.
pub fn open(app: &AppHandle) -> tauri::Result<()> {
    let config = app
        .config()
        .app
        .windows
        .iter()
        .find(|window| window.label == MAIN)
        .ok_or(tauri::Error::WindowNotFound)?;
    let mut builder =
        WebviewWindowBuilder::from_config(app, config)?.on_page_load(|window, load| {
            if load.event() == PageLoadEvent::Finished {
                times::mark("page");
                if !closing::is_hidden(window.app_handle()) {
                    show(&window);
                }
            }
        });
    if let Some(data) = app.try_state::<WebData>() {
        builder = builder.data_directory(data.0.clone());
    }
    let window = builder.build()?;
    without_gpu(&window)?;
    let chosen = app.state::<SettingsFile>().read(app).theme;
    apply_theme(&window, chosen);
    Ok(())
}

/// Takes back a window that was made, and not shown yet.
///
/// # Errors
/// When the system refuses.
pub fn take_back(app: &AppHandle) -> tauri::Result<()> {
    app.get_webview_window(MAIN)
        .map_or(Ok(()), |window| window.destroy())
}

/// Gives the window the theme that was chosen, and the ground behind the page the same colour.
pub fn apply_theme(window: &WebviewWindow, chosen: ThemeChoice) {
    let theme = match chosen {
        ThemeChoice::System => None,
        ThemeChoice::Light => Some(Theme::Light),
        ThemeChoice::Dark => Some(Theme::Dark),
    };
    let ground = match theme.or_else(|| window.theme().ok()) {
        Some(Theme::Dark) => CANVAS_DARK,
        _ => CANVAS_LIGHT,
    };
    let done = window
        .set_theme(theme)
        .and_then(|()| window.set_background_color(Some(ground)));
    if let Err(error) = done {
        tracing::warn!(%error, "the window did not take its theme");
    }
}

/// Brings the window to the front: somebody started the program a second time.
pub fn to_front(app: &AppHandle) {
    closing::came_back(app);
    if let Some(window) = app.webview_windows().values().next() {
        let _ = window.unminimize();
        show(window);
    }
}

/// Takes the window away; its page stays as it is.
pub fn hide(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN)
        && let Err(error) = window.hide()
    {
        tracing::warn!(%error, "the window was not hidden");
    }
}

/// Whether the person has the window before them.
pub fn is_looked_at(app: &AppHandle) -> bool {
    app.get_webview_window(MAIN).is_some_and(|window| {
        window.is_visible().unwrap_or(false) && window.is_focused().unwrap_or(false)
    })
}

fn show(window: &WebviewWindow) {
    if let Err(error) = window.show().and_then(|()| window.set_focus()) {
        tracing::warn!(%error, "the window did not come up");
    }
}

/// Without a GPU the web view draws faster, and in half the memory, when it does not pretend to have one.
#[cfg(target_os = "linux")]
pub fn without_gpu(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};

    if has_gpu() {
        return Ok(());
    }
    window.with_webview(|view| {
        if let Some(settings) = view.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    })
}

#[cfg(not(target_os = "linux"))]
pub fn without_gpu(_window: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

#[cfg(target_os = "linux")]
fn has_gpu() -> bool {
    if std::env::var_os("LIBGL_ALWAYS_SOFTWARE")
        .is_some_and(|value| value == "1" || value == "true")
    {
        return false;
    }
    std::fs::read_dir("/dev/dri")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name())
        .any(|name| name.to_string_lossy().starts_with("renderD") && draws(&name))
}

/// Whether a GPU stands behind a device, and not a kernel module that only plays one.
#[cfg(target_os = "linux")]
fn draws(device: &std::ffi::OsStr) -> bool {
    let driver = std::path::Path::new("/sys/class/drm")
        .join(device)
        .join("device/driver");
    let name = std::fs::read_link(driver).unwrap_or_default();
    !matches!(
        name.file_name().and_then(|name| name.to_str()),
        Some("vgem" | "vkms")
    )
}
