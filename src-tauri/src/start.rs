//! The order in which the program comes up and goes down.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use albumen_core::{Core, CoreConfig, CoreError, Paths};
use tauri::{App, AppHandle, Manager, RunEvent, WindowEvent};
use tauri_plugin_window_state::StateFlags;

use crate::closing::{self, Leaving};
use crate::given::{self, Given};
use crate::login::BACKGROUND;
use crate::media_server::MediaServer;
use crate::sample::Sample;
use crate::window_settings::SettingsFile;
use crate::{
    events, ipc, notice, photo_protocol, progress, recipe_notices, signals, times, tray,
    tray_links, trouble, window,
};

/// How long looking for what is new waits for the window to have drawn itself.
const QUIET_AT_START: Duration = Duration::from_secs(2);

/// Opens the window and stays until it is closed. Gives a failing exit code when it could only show what went wrong.
#[must_use]
pub fn run() -> ExitCode {
    times::begin();
    start_logging();
    if let Some(reason) = no_display() {
        eprintln!("{reason}");
        return ExitCode::FAILURE;
    }
    let in_trouble = Arc::new(AtomicBool::new(false));
    match build(CoreConfig::from_env(), Arc::clone(&in_trouble)) {
        Ok(app) => {
            let code = app.run_return(on_event);
            if code != 0 || in_trouble.load(Ordering::Relaxed) {
                return ExitCode::FAILURE;
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("Albumen could not open a window: {error}");
            ExitCode::FAILURE
        }
    }
}

fn build(config: Result<CoreConfig, CoreError>, in_trouble: Arc<AtomicBool>) -> tauri::Result<App> {
    let ipc = ipc::builder();
    let mut builder = tauri::Builder::default()
        // Order: first, so that a second start ends before it touches anything.
        .plugin(tauri_plugin_single_instance::init(
            |app, arguments, folder| again(app, &arguments, &folder),
        ))
        .plugin(tauri_plugin_store::Builder::new().build())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(
            tauri_plugin_opener::Builder::new()
                .open_js_links_on_click(false)
                .build(),
        )
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init());
    if let Ok(config) = &config {
        let place = config.home.config.join("window.json");
        builder = builder.plugin(
            tauri_plugin_window_state::Builder::new()
                .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
                .with_filename(place.to_string_lossy())
                .with_filter(|label| label == window::MAIN)
                .build(),
        );
    }
    builder
        .register_asynchronous_uri_scheme_protocol("photo", photo_protocol::answer)
        .register_uri_scheme_protocol("trouble", trouble::page)
        .invoke_handler(ipc.invoke_handler())
        .setup(move |app| {
            if let Err(error) = come_up(app.handle(), config)? {
                in_trouble.store(true, Ordering::Relaxed);
                eprintln!("{error}");
                trouble::open(app.handle(), &error)?;
                // Order: there is always a window, or the program ends.
                window::take_back(app.handle())?;
            }
            Ok(())
        })
        .build(tauri::generate_context!())
}

/// Opens the window, and beside it the core. What the page asks for meanwhile waits: nothing of it is looked at before this
/// is over.
fn come_up(
    app: &AppHandle,
    config: Result<CoreConfig, CoreError>,
) -> tauri::Result<Result<(), CoreError>> {
    times::mark("program");
    let mut config = match config {
        Ok(config) => config,
        Err(error) => return Ok(Err(error)),
    };
    config.policy.quiet_at_start = QUIET_AT_START;
    let home = config.home.clone();
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    app.manage(Given::new(given::paths(
        &arguments,
        &std::env::current_dir().unwrap_or_default(),
    )));
    app.manage(Leaving::new(arguments.iter().any(|one| one == BACKGROUND)));
    let opening = tauri::async_runtime::spawn(Core::open(config));
    app.manage(SettingsFile::new(home.config.join("settings.json")));
    app.manage(window::WebData(home.cache.join("webview")));
    window::open(app)?;
    times::mark("window");
    let core = tauri::async_runtime::block_on(opening)?;
    times::mark("index");
    Ok(core.map(|core| hand_out(app, core, &home)))
}

/// Hands the core to all who need it.
fn hand_out(app: &AppHandle, core: Core, home: &Paths) {
    events::forward(app, &core);
    tray::put_up(app);
    progress::follow(app, &core);
    recipe_notices::follow(app, &core);
    notice::follow(app, &core);
    tray_links::follow(app, &core);
    signals::heed(app);
    app.manage(MediaServer::new(core.clone()));
    let sample = Sample::new(core.clone(), home);
    sample.resume();
    app.manage(sample);
    app.manage(core);
}

/// The program was started a second time: the first comes to the front, with the files that the second was given.
fn again(app: &AppHandle, arguments: &[String], folder: &str) {
    let arguments: Vec<_> = arguments.iter().skip(1).map(Into::into).collect();
    if arguments.iter().any(|one| one == BACKGROUND) {
        return;
    }
    window::to_front(app);
    given::add(app, given::paths(&arguments, folder.as_ref()));
}

fn on_event(app: &AppHandle, event: RunEvent) {
    match event {
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            let paths = urls
                .into_iter()
                .filter_map(|url| url.to_file_path().ok())
                .collect();
            given::add(app, paths);
        }
        RunEvent::WindowEvent {
            label,
            event: WindowEvent::CloseRequested { api, .. },
            ..
        } if label == window::MAIN => closing::requested(app, &api),
        RunEvent::Exit => {
            if let Some(core) = app.try_state::<Core>() {
                // Order: the queue stops and the index is written out before the process ends.
                tauri::async_runtime::block_on(core.close());
            }
        }
        _ => {}
    }
}

fn start_logging() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| times::log_filter().into());
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}

/// Why no window can be shown here, where that is known before it is tried.
fn no_display() -> Option<&'static str> {
    let has = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    (cfg!(target_os = "linux") && !has("DISPLAY") && !has("WAYLAND_DISPLAY"))
        .then_some("There is no display here, so Albumen cannot show its window. Without a desktop, try: xvfb-run -a albumen")
}
