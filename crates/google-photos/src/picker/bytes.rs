//! The bytes of picked items. They are for the token of the person who picked.

use std::fmt;

use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use reqwest::header::{CONTENT_RANGE, CONTENT_TYPE, RANGE};
use reqwest::{Response, StatusCode};
use url::Url;

use crate::client::GooglePhotos;
use crate::error::ApiError;
use crate::http::{About, Limit, Repeat};
use crate::ids::BaseUrl;
use crate::media::MediaSize;
use crate::oauth::Scopes;

const ABOUT: About = About {
    call: "picked bytes",
    needs: Scopes::PICK,
    counted: None,
};

/// Bytes as they arrive, from some place on.
pub struct PickedBytes {
    /// What Google says they are; look at the bytes themselves before you trust it.
    pub content_type: Option<String>,
    /// Where they begin: at what was asked for, or at 0 where Google sends the whole again.
    pub from: u64,
    /// How long the whole is, if Google says so.
    pub length: Option<u64>,
    /// The bytes. Errors: `NoAnswer` when they stop coming.
    pub stream: BoxStream<'static, Result<Bytes, ApiError>>,
}

impl fmt::Debug for PickedBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PickedBytes")
            .field("content_type", &self.content_type)
            .field("from", &self.from)
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

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
    ) -> Result<PickedBytes, ApiError> {
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
        arriving(answer, from)
    }
}

fn arriving(answer: Response, asked: u64) -> Result<PickedBytes, ApiError> {
    let header = |name| {
        answer
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    let content_type = header(CONTENT_TYPE).map(str::to_owned);
    let (from, length) = if answer.status() == StatusCode::PARTIAL_CONTENT {
        let (from, length) = header(CONTENT_RANGE).and_then(range).ok_or_else(|| {
            ApiError::malformed(ABOUT.call, "it is a part and does not say of what")
        })?;
        if from != asked {
            return Err(ApiError::malformed(ABOUT.call, "it is another part"));
        }
        (from, length)
    } else {
        (0, answer.content_length())
    };
    Ok(PickedBytes {
        content_type,
        from,
        length,
        stream: answer
            .bytes_stream()
            .map_err(|error| ApiError::from_transport(ABOUT.call, error))
            .boxed(),
    })
}

/// Begin and whole length of `bytes 4-7/1056`.
fn range(text: &str) -> Option<(u64, Option<u64>)> {
    let (span, whole) = text.strip_prefix("bytes ")?.split_once('/')?;
    let (first, _) = span.split_once('-')?;
    Some((first.parse().ok()?, whole.parse().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_says_where_it_begins() {
        assert_eq!(range("bytes 4-7/1056"), Some((4, Some(1056))));
        assert_eq!(range("bytes 4-7/*"), Some((4, None)));
        assert_eq!(range("bytes */1056"), None);
        assert_eq!(range("4-7/1056"), None);
    }
}
