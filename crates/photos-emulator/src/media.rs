//! The bytes of media items: what a file is, base URLs, scaled pictures, downloads.
//!
//! Source: <https://developers.google.com/photos/library/guides/access-media-items>

pub(crate) mod base_url;
mod dimensions;
mod gps;
mod heif;
mod mp4;
pub(crate) mod probe;
mod range;
pub(crate) mod scale;
mod serve;
mod size;
mod sniff;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use axum::{Router, routing::get};
use photos_emulator_pixels as pixels;

use crate::{
    app::App,
    library::item::{Item, Place},
};

/// The routes that give bytes.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/lr/{token}", get(serve::base))
        .route("/ppa/{token}", get(serve::picked))
        .route("/video-downloads/{token}", get(serve::video))
}

/// The file of an item; `None` for one that is drawn when asked for.
pub(crate) fn file_of(app: &App, item: &Item) -> Option<PathBuf> {
    match &item.place {
        Place::Upload(name) => Some(app.dirs.uploads.join(name)),
        Place::Sample { file, .. } => Some(app.dirs.drawings.join(file)),
        Place::Synthetic(_) => None,
    }
}

/// The bytes of an item that has no file.
pub(crate) fn drawn(item: &Item) -> Option<Vec<u8>> {
    let Place::Synthetic(index) = item.place else {
        return None;
    };
    pixels::jpeg(&pixels::draw::landscape(
        index,
        item.width_px,
        item.height_px,
    ))
    .ok()
}

/// The file beside a film that holds its poster.
pub(crate) fn poster_name(film: &Path) -> PathBuf {
    film.with_extension("poster.jpg")
}

pub(crate) use serve::stream_file;
