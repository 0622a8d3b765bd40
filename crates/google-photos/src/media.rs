//! The pixels behind a base URL. Each read is one of 75,000 a day for the whole Google Cloud project.
//!
//! Source: <https://developers.google.com/photos/library/guides/access-media-items>

use std::fmt;

use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use reqwest::header::{CONTENT_RANGE, CONTENT_TYPE, RANGE};
use reqwest::{RequestBuilder, Response, StatusCode};
use url::Url;

use crate::client::GooglePhotos;
use crate::error::ApiError;
use crate::http::{About, Limit, Repeat};
use crate::ids::BaseUrl;
use crate::oauth::Scopes;
use crate::observer::RequestKind;

const ABOUT: About = About {
    call: "media bytes",
    needs: Scopes::READ,
    counted: Some(RequestKind::MediaBytes),
};

/// Google: the longest side that can be asked for, in pixels.
const MAX_SIDE_PX: u32 = 16_383;

/// What to read of a media item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MediaSize {
    /// The whole picture, scaled into this box; of a video, its poster with a play mark on it.
    Fit {
        /// Pixels, 1 to 16,383.
        width: u32,
        /// Pixels, 1 to 16,383.
        height: u32,
    },
    /// A video's poster scaled into this box, without the play mark that Google draws on it.
    Poster {
        /// Pixels, 1 to 16,383.
        width: u32,
        /// Pixels, 1 to 16,383.
        height: u32,
    },
    /// The middle of the picture, cut to exactly this size.
    Crop {
        /// Pixels, 1 to 16,383.
        width: u32,
        /// Pixels, 1 to 16,383.
        height: u32,
    },
    /// The photo with its metadata, but without the place where it was taken.
    Download,
    /// The video in high quality, encoded anew by Google; only once it is ready.
    Video,
}

impl MediaSize {
    pub(crate) fn suffix(self) -> String {
        let side = |pixels: u32| pixels.clamp(1, MAX_SIDE_PX);
        match self {
            Self::Fit { width, height } => format!("=w{}-h{}", side(width), side(height)),
            Self::Poster { width, height } => format!("=w{}-h{}-no", side(width), side(height)),
            Self::Crop { width, height } => format!("=w{}-h{}-c", side(width), side(height)),
            Self::Download => "=d".to_owned(),
            Self::Video => "=dv".to_owned(),
        }
    }
}

/// Bytes as they arrive, from some place on.
pub struct MediaBytes {
    /// What Google says they are; look at the bytes themselves before you trust it.
    pub content_type: Option<String>,
    /// Where they begin: at what was asked for, or at 0 where Google sends the whole again.
    pub from: u64,
    /// How long the whole is, if Google says so.
    pub length: Option<u64>,
    /// The bytes. Errors: `NoAnswer` when they stop coming.
    pub stream: BoxStream<'static, Result<Bytes, ApiError>>,
}

impl fmt::Debug for MediaBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MediaBytes")
            .field("content_type", &self.content_type)
            .field("from", &self.from)
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

impl GooglePhotos {
    /// Reads the pixels behind a base URL.
    ///
    /// The token goes along to Google's own hosts only, and not across a redirect to another one. Whether it worked is
    /// told by the HTTP status: Google sends a picture with many an error. Errors: `BaseUrlExpired`, `NotFound` (also for
    /// a video that is not ready), `SlowDown`, `QuotaSpent`, `NoAnswer`, `Unavailable`, `SignInRequired`.
    pub async fn media_bytes(
        &self,
        base: &BaseUrl,
        size: MediaSize,
    ) -> Result<MediaBytes, ApiError> {
        self.media_bytes_from(base, size, 0).await
    }

    /// As [`GooglePhotos::media_bytes`], from byte `from` on if Google does ranges here; nothing Google writes says that it
    /// does, so look at where they begin. Errors: also `Refused` with 416 for a place behind the end.
    pub async fn media_bytes_from(
        &self,
        base: &BaseUrl,
        size: MediaSize,
        from: u64,
    ) -> Result<MediaBytes, ApiError> {
        let url = Url::parse(&format!("{}{}", base.expose(), size.suffix()))
            .map_err(|_| ApiError::malformed(ABOUT.call, "the base URL is no address"))?;
        let trusted = self.http.endpoints.trusts_with_media(&url);
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
            .run(Repeat::Safe, || Box::pin(self.read_media(trusted, &build)))
            .await?;
        arriving(ABOUT.call, answer, from)
    }

    async fn read_media(
        &self,
        trusted: bool,
        build: &(impl Fn() -> RequestBuilder + Sync),
    ) -> Result<Response, ApiError> {
        let answer = match trusted {
            true => self.http.authorised(ABOUT, Limit::Own, build).await,
            false => self.http.once(ABOUT, Limit::Own, build()).await,
        };
        answer.map_err(|error| match error {
            ApiError::NotAllowed { call, .. } => ApiError::BaseUrlExpired { call },
            other => other,
        })
    }
}

/// What arrives after `asked`. A call that is named in errors asked for it.
pub(crate) fn arriving(
    call: &'static str,
    answer: Response,
    asked: u64,
) -> Result<MediaBytes, ApiError> {
    let header = |name| {
        answer
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    let content_type = header(CONTENT_TYPE).map(str::to_owned);
    let (from, length) = if answer.status() == StatusCode::PARTIAL_CONTENT {
        let (from, length) = header(CONTENT_RANGE)
            .and_then(range)
            .ok_or_else(|| ApiError::malformed(call, "it is a part and does not say of what"))?;
        if from != asked {
            return Err(ApiError::malformed(call, "it is another part"));
        }
        (from, length)
    } else {
        (0, answer.content_length())
    };
    Ok(MediaBytes {
        content_type,
        from,
        length,
        stream: answer
            .bytes_stream()
            .map_err(move |error| ApiError::from_transport(call, error))
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

    #[test]
    fn sizes_are_written_as_google_wants_them() {
        assert_eq!(
            MediaSize::Fit {
                width: 256,
                height: 512
            }
            .suffix(),
            "=w256-h512"
        );
        assert_eq!(
            MediaSize::Crop {
                width: 0,
                height: 99_999
            }
            .suffix(),
            "=w1-h16383-c"
        );
        assert_eq!(
            MediaSize::Poster {
                width: 512,
                height: 512
            }
            .suffix(),
            "=w512-h512-no",
            "without the play mark"
        );
        assert_eq!(MediaSize::Download.suffix(), "=d");
        assert_eq!(MediaSize::Video.suffix(), "=dv");
    }
}
