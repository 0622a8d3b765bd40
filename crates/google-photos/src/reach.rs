//! Whether the service answers at all, and what time it has. Knows no account and sends no credentials.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::Method;
use reqwest::header::DATE;
use url::Url;

use crate::client::GooglePhotos;
use crate::endpoints::Endpoints;
use crate::error::ApiError;
use crate::http::{About, Call, Limit, api_client, json};

/// What a plain request brought back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// The HTTP status. Any is an answer: Google has no page at the root of its API and says 404.
    pub status: u16,
    /// The service's clock, in whole seconds, where the answer told it.
    pub date: Option<Timestamp>,
}

/// The id of a session that nobody has.
const NO_SESSION: &str = "00000000-0000-4000-8000-000000000000";

/// Asks the service of the Library API for nothing in particular: one request without credentials, never repeated. It counts
/// against no quota.
///
/// Errors: `NoAnswer`, `NoClient`.
pub async fn reach(endpoints: &Endpoints, within: Duration) -> Result<Reach, ApiError> {
    const CALL: &str = "reach";
    let answer = api_client(endpoints)?
        .get(endpoints.library.clone())
        .timeout(within)
        .send()
        .await
        .map_err(|error| ApiError::from_transport(CALL, error))?;
    let date = answer.headers().get(DATE);
    let date = date.and_then(|text| jiff::fmt::rfc2822::parse(text.to_str().ok()?).ok());
    Ok(Reach {
        status: answer.status().as_u16(),
        date: date.map(|date| date.timestamp()),
    })
}

impl GooglePhotos {
    /// Asks the Library API for one album, with the access token there is: one request, never repeated, after no renewal.
    ///
    /// Errors: whatever stands in the way, such as `ApiDisabled`, `PhotosOff`, `ConsentRequired`, `QuotaSpent`;
    /// `SignInRequired` also where there is no access token yet.
    pub async fn ask_once(&self) -> Result<(), ApiError> {
        let call = Call::get("albums.list", &["v1", "albums"]).query("pageSize", 1);
        let url = call.url(&self.http.endpoints.library)?;
        self.once_at(call.about, url).await
    }

    /// Asks the Picker API for a session that is not there, with the access token there is: one request, never repeated, after
    /// no renewal. That there is none is the answer of an API that is switched on. Nothing is made by it, and it counts against
    /// no day.
    ///
    /// Errors: whatever stands in the way, such as `ApiDisabled`, `ConsentRequired`; `SignInRequired` also where there is no
    /// access token yet.
    /// Source: <https://developers.google.com/photos/picker/reference/rest/v1/sessions/get>
    pub async fn ask_picker_once(&self) -> Result<(), ApiError> {
        let path = ["v1", "sessions", NO_SESSION];
        let call = Call::picker("picker.sessions.get", Method::GET, &path);
        let url = call.url(&self.http.endpoints.picker)?;
        match self.once_at(call.about, url).await {
            // Google: which of these it says of a session that never was is not written down.
            Err(
                ApiError::SessionOver { .. }
                | ApiError::NotFound { .. }
                | ApiError::Refused { status: 400, .. },
            ) => Ok(()),
            other => other,
        }
    }

    async fn once_at(&self, about: About, url: Url) -> Result<(), ApiError> {
        let token = self.http.tokens.held().await;
        let token = token.ok_or(ApiError::SignInRequired { call: about.call })?;
        let request = self
            .http
            .api
            .get(url)
            .timeout(self.http.time_outs.answer)
            .bearer_auth(token.expose());
        let answer = self.http.once(about, Limit::Own, request).await?;
        json::<serde_json::Value>(about.call, answer)
            .await
            .map(|_| ())
    }
}
