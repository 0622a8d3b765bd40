//! The web pages a browser is sent to: the owner's albums, and what a public link shows.

mod album;
pub(crate) mod html;
mod photo;
mod picker;
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
        .route("/picker/{id}", get(picker::show).post(picker::done))
        .route(
            "/picker/{id}/autoclose",
            get(picker::show_autoclose).post(picker::done_autoclose),
        )
        .route("/share/{token}", get(share::show))
}
