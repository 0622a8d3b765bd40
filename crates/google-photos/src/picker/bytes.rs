//! The bytes of picked items. They are for the token of the person who picked.

use reqwest::header::RANGE;
use url::Url;

use crate::client::GooglePhotos;
use crate::error::ApiError;
use crate::http::{About, Limit, Repeat};
use crate::ids::BaseUrl;
use crate::media::{MediaBytes, MediaSize, arriving};
use crate::oauth::Scopes;

const ABOUT: About = About {
    call: "picked bytes",
    needs: Scopes::PICK,
    counted: None,
};

impl GooglePhotos {
    /// Reads a picked item, from byte `from` on if Google does ranges here; nothing Google writes says that it does, so
    /// look at where they begin.
    ///
    /// The token goes to Google's own hosts only, and not across a redirect to another one. Errors: `BaseUrlExpired` (also
    /// when the session is over), `NotFound` (also for a video that is not ready), `SlowDown`, `NoAnswer`, `Unavailable`,
    /// `SignInRequired`, `Refused` with 416 for a place behind the end.
    /// Source: <https://developers.google.com/photos/picker/guides/media-items>
    pub async fn picked_bytes(
        &self,
        base: &BaseUrl,
        size: MediaSize,
        from: u64,
    ) -> Result<MediaBytes, ApiError> {
        let url = Url::parse(&format!("{}{}", base.expose(), size.suffix()))
            .map_err(|_| ApiError::malformed(ABOUT.call, "the base URL is no address"))?;
        if !self.http.endpoints.trusts_with_media(&url) {
            return Err(ApiError::malformed(
                ABOUT.call,
                "the base URL is not one of Google's",
            ));
        }
        let build = || {
            let request = self.http.media.get(url.clone());
            match from {
                0 => request,
                from => request.header(RANGE, format!("bytes={from}-")),
            }
        };
        let answer = self
            .http
            .policy
            .run(Repeat::Safe, || {
                Box::pin(self.http.authorised(ABOUT, Limit::Own, &build))
            })
            .await
            .map_err(|error| match error {
                ApiError::NotAllowed { call, .. } => ApiError::BaseUrlExpired { call },
                other => other,
            })?;
        arriving(ABOUT.call, answer, from)
    }
}
