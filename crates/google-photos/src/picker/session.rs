//! Picking sessions: make, ask, delete.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::Method;
use serde_json::json;
use url::Url;

use super::{MAX_PICKED_ITEMS, SESSIONS_CREATE, wire};
use crate::client::GooglePhotos;
use crate::error::ApiError;
use crate::http::Call;
use crate::ids::PickingSessionId;

/// One visit of the person to Google's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickingSession {
    /// By what it is asked for.
    pub id: PickingSessionId,
    /// The page on which to pick, for the browser and never for a view of our own. It is good for one visit.
    pub page: Url,
    /// Whether the person pressed Done.
    pub is_done: bool,
    /// How to wait; absent once nothing is to be waited for.
    pub polling: Option<Polling>,
    /// When the session, and what was picked in it, becomes inaccessible.
    pub expires: Option<Timestamp>,
}

/// How Google wants to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Polling {
    /// Between two questions.
    pub interval: Duration,
    /// How much longer asking makes sense; zero is not at all.
    pub time_out: Duration,
}

impl GooglePhotos {
    /// Makes a session in which the person can pick up to `most` items; never more than 2,000.
    ///
    /// Errors: `TooManySessions`, `PhotosOff`, `ConsentRequired`, `ApiDisabled`, `SignInRequired`, `SlowDown`, `NoAnswer`.
    /// Source: <https://developers.google.com/photos/picker/reference/rest/v1/sessions/create>
    pub async fn picking_session_create(&self, most: u32) -> Result<PickingSession, ApiError> {
        let most = most.clamp(1, MAX_PICKED_ITEMS).to_string();
        let call = Call::picker(SESSIONS_CREATE, Method::POST, &["v1", "sessions"])
            .json(&json!({ "pickingConfig": { "maxItemCount": most } }))?;
        self.session(call).await
    }

    /// How a session stands.
    ///
    /// Errors: `SessionOver`, `SignInRequired`, `ConsentRequired`, `SlowDown`, `NoAnswer`.
    /// Source: <https://developers.google.com/photos/picker/reference/rest/v1/sessions/get>
    pub async fn picking_session(&self, id: &PickingSessionId) -> Result<PickingSession, ApiError> {
        self.session(Call::picker(
            "picker.sessions.get",
            Method::GET,
            &["v1", "sessions", id.as_str()],
        ))
        .await
    }

    /// Deletes a session, as Google asks for once it is of no more use. One that is gone already is no error.
    ///
    /// Errors: `SignInRequired`, `ConsentRequired`, `SlowDown`, `NoAnswer`.
    /// Source: <https://developers.google.com/photos/picker/reference/rest/v1/sessions/delete>
    pub async fn picking_session_delete(&self, id: &PickingSessionId) -> Result<(), ApiError> {
        let path = ["v1", "sessions", id.as_str()];
        let call = Call::picker("picker.sessions.delete", Method::DELETE, &path);
        match self.http.send::<wire::Nothing>(call).await {
            Ok(_) | Err(ApiError::SessionOver { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn session(&self, call: Call) -> Result<PickingSession, ApiError> {
        let name = call.about.call;
        let session = self.http.send::<wire::Session>(call).await?;
        session
            .into_session()
            .ok_or_else(|| ApiError::malformed(name, "the session has no id or no page"))
    }
}
