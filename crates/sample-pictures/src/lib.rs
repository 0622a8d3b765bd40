//! Draws the photographs, the animation and the clips of the sample library.
//!
//! Every picture is computed from a seed: nothing is downloaded, and the same catalogue gives the same bytes on one
//! machine every time. This crate knows nothing of Google, of the emulator or of the app.

#![allow(
    clippy::indexing_slicing,
    reason = "pixel loops and noise tables index buffers whose size they set themselves, millions of times per picture"
)]

mod albums;
mod animation;
mod catalogue;
mod clip;
mod date;
mod exif;
mod illustration;
mod item;
mod paint;
mod photo;
mod scenes;
mod trips;
mod write;

pub use clip::{CLIPS, Clip, clip_frame};
pub use illustration::{ILLUSTRATIONS, Illustration, illustration};
pub use item::{SampleAlbum, SampleItem, SampleKind};
pub use write::{write_all, write_item};

/// Every item of the sample library, newest first. The first call builds the list; it never changes.
pub fn catalogue() -> &'static [SampleItem] {
    &catalogue::library().items
}

/// The albums of the sample library, newest first; their items are ids of [`catalogue`] in the order of the day.
pub fn albums() -> &'static [SampleAlbum] {
    &catalogue::library().albums
}

#[cfg(test)]
mod tests;
