//! OAuth 2.0 for installed and web clients.
//!
//! Source: <https://developers.google.com/identity/protocols/oauth2/native-app>

pub(crate) mod authorize;
pub(crate) mod client;
pub(crate) mod consent_page;
pub(crate) mod fields;
pub(crate) mod grants;
pub(crate) mod pkce;
pub(crate) mod scopes;
pub(crate) mod token;
pub(crate) mod userinfo;

use std::sync::Arc;

use axum::{
    Router,
    routing::{get, post},
};

use crate::app::App;

/// The routes of the authorization server.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/o/oauth2/v2/auth", get(authorize::show))
        .route("/o/oauth2/v2/auth/consent", post(authorize::decide))
        .route("/token", post(token::token))
        .route("/revoke", post(token::revoke))
        .route("/v1/userinfo", get(userinfo::userinfo))
        .route("/a/{picture}", get(userinfo::picture))
}
