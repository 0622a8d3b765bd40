//! The engine against the emulator: everything behind HTTP is real.

mod albums;
mod connections;
mod index;
mod items;
mod jobs;
mod kill;
mod real_files;
mod secrets;
mod sharing;
mod support;
mod sync;
mod thumbs;
mod upload_support;
mod uploads;
