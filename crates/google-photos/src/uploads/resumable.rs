//! A file in chunks, so that a cut connection costs one chunk and not all.
//!
//! After a chunk that failed with `NoAnswer` or `Unavailable`, ask with `upload_query` how much arrived and go on from
//! there. After `UploadOver`, begin again.

use std::sync::Arc;

use reqwest::header::CONTENT_LENGTH;
use reqwest::{RequestBuilder, Response};
use url::Url;

use super::raw::{ABOUT, described, upload_token, with_body};
use super::{Motion, UploadSource};
use crate::client::GooglePhotos;
use crate::error::ApiError;
use crate::http::{Limit, Repeat};
use crate::ids::{UploadToken, UploadUrl};

const COMMAND: &str = "X-Goog-Upload-Command";
const OFFSET: &str = "X-Goog-Upload-Offset";

/// Google: what a chunk is a multiple of, if it does not say.
const USUAL_GRANULARITY_BYTES: u64 = 256 * 1024;

/// A resumable upload that has begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadSession {
    /// Where the chunks go. Keep it, with the time, to go on after a restart.
    pub url: UploadUrl,
    /// Every chunk but the last is a multiple of this long.
    pub granularity_bytes: u64,
}

/// Where a resumable upload stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UploadStatus {
    /// Whether it goes on.
    pub state: UploadState,
    /// How much arrived: where the next chunk begins.
    pub received_bytes: u64,
}

/// Whether a resumable upload goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadState {
    /// It goes on.
    Active,
    /// It is complete; if its token got lost, begin again.
    Final,
    /// It was cancelled, or dropped by Google; begin again.
    Cancelled,
}

impl GooglePhotos {
    /// Begins a resumable upload.
    ///
    /// Errors: `Invalid` for an empty file, `Refused` if Google takes no such file, and as [`GooglePhotos::upload_raw`].
    /// Source: <https://developers.google.com/photos/library/guides/resumable-uploads>
    pub async fn upload_begin(
        &self,
        size_bytes: u64,
        mime_type: &str,
        file_name: &str,
    ) -> Result<UploadSession, ApiError> {
        let call = ABOUT.call;
        if size_bytes == 0 {
            return Err(ApiError::Invalid {
                call,
                reason: "the file is empty",
            });
        }
        let build = || {
            let request = self
                .upload_request()
                .timeout(self.http.time_outs.answer)
                .header(COMMAND, "start");
            described(request, mime_type, file_name)
                .header("X-Goog-Upload-Protocol", "resumable")
                .header("X-Goog-Upload-Raw-Size", size_bytes)
                .header(CONTENT_LENGTH, 0)
        };
        let answer = self
            .http
            .policy
            .run(Repeat::Safe, || {
                Box::pin(self.http.authorised(ABOUT, Limit::Own, &build))
            })
            .await?;
        if state(&answer) != UploadState::Active {
            return Err(ApiError::Refused {
                call,
                status: 200,
                message: "Google takes no such file".to_owned(),
            });
        }
        let url = header(&answer, "X-Goog-Upload-URL").unwrap_or_default();
        let url = UploadUrl::from(url);
        self.session_url(&url)?;
        let granularity =
            header(&answer, "X-Goog-Upload-Chunk-Granularity").and_then(|text| text.parse().ok());
        let granularity_bytes = granularity
            .filter(|bytes| *bytes > 0)
            .unwrap_or(USUAL_GRANULARITY_BYTES);
        Ok(UploadSession {
            url,
            granularity_bytes,
        })
    }

    /// Sends `length` bytes from `offset` on: a multiple of the granularity, and not the last ones. Never repeated here.
    ///
    /// Errors: `UploadOver`, and as [`GooglePhotos::upload_raw`].
    pub async fn upload_chunk(
        &self,
        url: &UploadUrl,
        source: &UploadSource,
        offset: u64,
        length: u64,
    ) -> Result<(), ApiError> {
        let answer = self
            .upload_part(url, source, offset, length, "upload")
            .await?;
        if state(&answer) == UploadState::Active {
            Ok(())
        } else {
            Err(ApiError::UploadOver { call: ABOUT.call })
        }
    }

    /// Sends all that is left from `offset` on and ends the upload. Never repeated here.
    ///
    /// Errors: as [`GooglePhotos::upload_chunk`].
    pub async fn upload_finish(
        &self,
        url: &UploadUrl,
        source: &UploadSource,
        offset: u64,
    ) -> Result<UploadToken, ApiError> {
        let left = source.size_bytes.saturating_sub(offset);
        let answer = if left == 0 {
            // All bytes arrived before the end was heard.
            self.upload_command(url, "finalize").await?
        } else {
            self.upload_part(url, source, offset, left, "upload, finalize")
                .await?
        };
        upload_token(answer, self.http.time_outs.answer).await
    }

    /// How much arrived.
    ///
    /// Errors: `UploadOver` for an upload that Google has forgotten, and as [`GooglePhotos::upload_raw`].
    pub async fn upload_query(&self, url: &UploadUrl) -> Result<UploadStatus, ApiError> {
        let answer = self.upload_command(url, "query").await?;
        let state = state(&answer);
        let received =
            header(&answer, "X-Goog-Upload-Size-Received").and_then(|text| text.parse().ok());
        match (received, state) {
            (Some(received_bytes), state) => Ok(UploadStatus {
                state,
                received_bytes,
            }),
            (None, UploadState::Active) => Err(ApiError::malformed(
                ABOUT.call,
                "it does not say how much arrived",
            )),
            (None, state) => Ok(UploadStatus {
                state,
                received_bytes: 0,
            }),
        }
    }

    /// Drops the upload. One that is over already is no error.
    ///
    /// Errors: as [`GooglePhotos::upload_raw`].
    pub async fn upload_cancel(&self, url: &UploadUrl) -> Result<(), ApiError> {
        match self.upload_command(url, "cancel").await {
            Ok(_) | Err(ApiError::UploadOver { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn upload_part(
        &self,
        url: &UploadUrl,
        source: &UploadSource,
        offset: u64,
        length: u64,
        command: &'static str,
    ) -> Result<Response, ApiError> {
        let call = ABOUT.call;
        let target = self.session_url(url)?;
        if length == 0 || offset.saturating_add(length) > source.size_bytes {
            return Err(ApiError::Invalid {
                call,
                reason: "the chunk is outside of the file",
            });
        }
        source.check(call).await?;
        let motion = Arc::new(Motion::new());
        let build = || {
            let request = self
                .http
                .api
                .post(target.clone())
                .header(COMMAND, command)
                .header(OFFSET, offset);
            with_body(request, length).body(source.body(call, offset, length, &motion))
        };
        let answer = self
            .http
            .policy
            .run(Repeat::Unsafe, || {
                Box::pin(async {
                    motion.judge(
                        self.http
                            .authorised(ABOUT, Limit::Idle(&motion), &build)
                            .await,
                    )
                })
            })
            .await;
        answer.map_err(over)
    }

    async fn upload_command(
        &self,
        url: &UploadUrl,
        command: &'static str,
    ) -> Result<Response, ApiError> {
        let target = self.session_url(url)?;
        let build = || -> RequestBuilder {
            let request = self
                .http
                .api
                .post(target.clone())
                .timeout(self.http.time_outs.answer);
            request.header(COMMAND, command).header(CONTENT_LENGTH, 0)
        };
        self.http
            .policy
            .run(Repeat::Safe, || {
                Box::pin(self.http.authorised(ABOUT, Limit::Own, &build))
            })
            .await
            .map_err(over)
    }

    /// The address, if it is one that may have the file and the token.
    fn session_url(&self, url: &UploadUrl) -> Result<Url, ApiError> {
        let malformed = || {
            ApiError::malformed(
                ABOUT.call,
                "the address for the bytes is not one of Google Photos",
            )
        };
        let url = Url::parse(url.expose()).map_err(|_| malformed())?;
        if self.http.endpoints.trusts_with_uploads(&url) {
            Ok(url)
        } else {
            Err(malformed())
        }
    }
}

/// Google: 4xx at the address of a session means that the session is over.
fn over(error: ApiError) -> ApiError {
    match error {
        ApiError::NotFound { call }
        | ApiError::Refused {
            call,
            status: 400..=499,
            ..
        } => ApiError::UploadOver { call },
        other => other,
    }
}

fn header<'a>(answer: &'a Response, name: &str) -> Option<&'a str> {
    answer.headers().get(name)?.to_str().ok()
}

fn state(answer: &Response) -> UploadState {
    match header(answer, "X-Goog-Upload-Status") {
        None | Some("active") => UploadState::Active,
        Some("final") => UploadState::Final,
        Some(_) => UploadState::Cancelled,
    }
}
