//! What the window keeps from one start to the next: how it looks and what it showed last. Not the engine's settings.

use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Wry};
use tauri_plugin_store::{Store, StoreExt};

/// What the window keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct WindowSettings {
    /// Light, dark, or what the system says.
    pub theme: ThemeChoice,
    /// How large the tiles are.
    pub density: Density,
    /// Whether the details panel of the viewer is open.
    pub details_open: bool,
    /// The view that was shown last.
    pub last_view: String,
    /// What closing the window does while files are going up.
    #[serde(default)]
    pub closing: Closing,
    /// Whether the program goes on without its window, whatever there is to do.
    #[serde(default)]
    pub stays: bool,
    /// Whether the Share dialog looks on the clipboard for the link.
    #[serde(default)]
    pub clipboard_links: ClipboardLinks,
    /// Where the wizard that connects Google Photos was left; none where it is not begun, or done.
    #[serde(default)]
    pub wizard: Option<WizardPlace>,
}

/// Where the wizard that connects Google Photos was left. No client id and no secret is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct WizardPlace {
    /// The step that is shown.
    pub step: String,
    /// The steps that the person ticked.
    pub ticked: Vec<String>,
    /// The client's file, to be read again from where it lies.
    pub file: Option<PathBuf>,
}

/// Whether the Share dialog looks on the clipboard for the link that the person copies in the browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum ClipboardLinks {
    /// The person was not asked yet: it does not.
    #[default]
    Ask,
    /// The person allowed it.
    Allowed,
    /// The person does not want it.
    Off,
}

/// Which theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum ThemeChoice {
    /// What the system says.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// How large the tiles of a grid are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum Density {
    /// Many small ones.
    Compact,
    /// The usual size.
    Normal,
    /// Few large ones.
    Large,
}

/// What closing the window does while files are going up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum Closing {
    /// Asks.
    #[default]
    Ask,
    /// Hides the window and goes on.
    Background,
    /// Stops and quits; the queue goes on at the next start.
    Quit,
}

impl Default for WindowSettings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::System,
            density: Density::Normal,
            details_open: false,
            last_view: String::new(),
            closing: Closing::Ask,
            stays: false,
            clipboard_links: ClipboardLinks::Ask,
            wizard: None,
        }
    }
}

/// The file in which the settings lie.
pub struct SettingsFile(PathBuf);

const KEY: &str = "window";

impl SettingsFile {
    /// Settings in this file; it need not be there yet.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// The settings; the usual ones where there are none, or none that can be read.
    #[must_use]
    pub fn read(&self, app: &AppHandle) -> WindowSettings {
        self.store(app)
            .ok()
            .and_then(|store| store.get(KEY))
            .and_then(|value| serde_json::from_value(value).ok())
            .unwrap_or_default()
    }

    /// Keeps the settings, on the disk when it returns.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(
        &self,
        app: &AppHandle,
        settings: &WindowSettings,
    ) -> tauri_plugin_store::Result<()> {
        let store = self.store(app)?;
        store.set(KEY, serde_json::to_value(settings)?);
        store.save()
    }

    fn store(&self, app: &AppHandle) -> tauri_plugin_store::Result<Arc<Store<Wry>>> {
        app.store_builder(&self.0).disable_auto_save().build()
    }
}

#[cfg(test)]
mod tests {
    use super::{Closing, WindowSettings, WizardPlace};

    #[test]
    fn settings_of_an_older_version_are_read() {
        let old = r#"{"theme":"dark","density":"normal","detailsOpen":true,"lastView":"album:12"}"#;
        let read: WindowSettings = serde_json::from_str(old).unwrap();
        assert_eq!(read.last_view, "album:12");
        assert_eq!(
            (read.closing, read.stays, read.wizard),
            (Closing::Ask, false, None),
            "what is new since then is as usual"
        );
    }

    #[test]
    fn the_place_in_the_wizard_is_kept() {
        let settings = WindowSettings {
            wizard: Some(WizardPlace {
                step: "client".to_owned(),
                ticked: vec!["library".to_owned()],
                file: Some("/home/mara/client_secret.json".into()),
            }),
            ..WindowSettings::default()
        };
        let written = serde_json::to_string(&settings).unwrap();
        assert_eq!(
            serde_json::from_str::<WindowSettings>(&written).unwrap(),
            settings
        );
    }
}
