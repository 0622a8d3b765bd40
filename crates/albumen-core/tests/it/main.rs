//! The engine against the emulator: everything behind HTTP is real.

mod albums;
mod connections;
mod index;
mod items;
mod jobs;
mod secrets;
mod support;
mod sync;
