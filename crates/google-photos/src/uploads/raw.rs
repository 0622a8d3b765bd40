//! A whole file in one request.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE};
use reqwest::{RequestBuilder, Response};

use super::{Motion, UploadSource};
use crate::client::GooglePhotos;
use crate::error::{ApiError, Silence};
use crate::http::{About, Limit, Repeat, text};
use crate::ids::UploadToken;
use crate::oauth::Scopes;
use crate::observer::RequestKind;

/// All requests that carry bytes.
pub(super) const ABOUT: About = About {
    call: "uploads",
    needs: Scopes::ADD,
    counted: Some(RequestKind::Library),
};

impl GooglePhotos {
    /// Sends a whole file in one request. Meant for files under about 20 MiB: what is cut begins again from the start.
    ///
    /// It takes as long as bytes move. Several may run at once. Errors: `File`, `FileChanged`, `Invalid` for an empty
    /// file, `ChecksumMismatch`, `SignInRequired`, `ConsentRequired`, `SlowDown`, `QuotaSpent`, `StorageFull`, `NoAnswer`.
    /// Source: <https://developers.google.com/photos/library/guides/upload-media>
    pub async fn upload_raw(&self, source: &UploadSource) -> Result<UploadToken, ApiError> {
        source.check(ABOUT.call).await?;
        let motion = Arc::new(Motion::new());
        let build = || {
            let request = self
                .upload_request()
                .header("X-Goog-Upload-Protocol", "raw");
            raw_body(request, source, ABOUT.call, &motion)
        };
        self.http
            .policy
            .run(Repeat::Safe, || {
                Box::pin(async {
                    let answer = self
                        .http
                        .authorised(ABOUT, Limit::Idle(&motion), &build)
                        .await;
                    upload_token(motion.judge(answer)?, self.http.time_outs.answer).await
                })
            })
            .await
    }

    /// A POST to the address at which uploads begin.
    pub(super) fn upload_request(&self) -> RequestBuilder {
        let mut url = self.http.endpoints.library.clone();
        url.set_path("/v1/uploads");
        self.http.api.post(url)
    }
}

/// The whole file as the body of a request, with what Google is told about it.
pub(crate) fn raw_body(
    request: RequestBuilder,
    source: &UploadSource,
    call: &'static str,
    motion: &Arc<Motion>,
) -> RequestBuilder {
    let request = described(request, &source.mime_type, &source.file_name);
    let request = hashed(request, source.sha1);
    with_body(request, source.size_bytes).body(source.body(call, 0, source.size_bytes, motion))
}

/// Type and name. A name that a header cannot carry is left to `batchCreate`.
pub(super) fn described(
    request: RequestBuilder,
    mime_type: &str,
    file_name: &str,
) -> RequestBuilder {
    let fits =
        |text: &str| !text.is_empty() && text.chars().all(|c| c == ' ' || c.is_ascii_graphic());
    let request = if fits(mime_type) {
        request.header("X-Goog-Upload-Content-Type", mime_type)
    } else {
        request
    };
    if fits(file_name) {
        request.header("X-Goog-Upload-File-Name", file_name)
    } else {
        request
    }
}

fn hashed(request: RequestBuilder, sha1: Option<[u8; 20]>) -> RequestBuilder {
    match sha1 {
        Some(hash) => request.header(
            "X-Goog-Hash",
            format!("sha1={}", BASE64_STANDARD.encode(hash)),
        ),
        None => request,
    }
}

pub(super) fn with_body(request: RequestBuilder, length: u64) -> RequestBuilder {
    request
        .header(CONTENT_TYPE, "application/octet-stream")
        .header(CONTENT_LENGTH, length)
}

/// Reads the token, which is plain text without spaces.
pub(super) async fn upload_token(
    answer: Response,
    time_out: Duration,
) -> Result<UploadToken, ApiError> {
    let call = ABOUT.call;
    let silent = ApiError::NoAnswer {
        call,
        sent: true,
        why: Silence::TimedOut,
        source: None,
    };
    let token = tokio::time::timeout(time_out, text(call, answer))
        .await
        .map_err(|_| silent)??;
    if token.is_empty() {
        return Err(ApiError::malformed(call, "the upload token is empty"));
    }
    if !token.chars().all(|c| c.is_ascii_graphic()) || token.starts_with(['<', '{']) {
        return Err(ApiError::malformed(call, "it is no upload token"));
    }
    Ok(UploadToken::from(token))
}
