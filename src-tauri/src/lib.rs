//! The window: the only crate that knows Tauri. It holds no logic of its own: a command unpacks, calls the core, converts.

mod commands;
mod events;
pub mod ipc;
mod ipc_error;
mod media_server;
mod photo_protocol;
mod sample;
mod start;
mod trouble;
mod window;
mod window_settings;

pub use ipc_error::IpcError;
pub use start::run;
