//! The web pages a browser is sent to: the owner's albums, and what a public link shows.

mod album;
pub(crate) mod html;
mod photo;
mod session;
mod share;

use std::sync::Arc;

use axum::{
    Router,
    routing::{get, post},
};

use crate::app::App;

/// The routes of the pages.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(album::home))
        .route("/albums", get(album::home))
        .route("/signin", get(session::choose).post(session::sign_in))
        .route("/lr/album/{id}", get(album::show))
        .route("/lr/album/{id}/link", post(album::link))
        .route("/lr/album/{id}/photo/{item}", get(photo::in_album))
        .route("/lr/photo/{item}", get(photo::alone))
        .route("/share/{token}", get(share::show))
}
