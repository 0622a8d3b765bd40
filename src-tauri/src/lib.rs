//! The window: the only crate that knows Tauri. It holds no logic of its own: a command unpacks, calls the core, converts.

mod clipboard;
mod closing;
mod commands;
mod dragging;
mod events;
mod given;
pub mod ipc;
mod ipc_error;
mod login;
mod media_server;
mod notice;
mod photo_protocol;
mod progress;
mod recipe_notices;
mod sample;
mod signals;
mod start;
mod times;
mod tray;
mod tray_links;
mod trouble;
mod window;
mod window_settings;

pub use ipc_error::IpcError;
pub use start::run;
