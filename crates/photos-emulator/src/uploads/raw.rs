//! The raw protocol: one request, one file.

use std::sync::Arc;

use axum::{body::Body, http::HeaderMap, response::Response};

use super::{
    MOST_BYTES, announced_sha1,
    sink::{self, Part, Stopped},
    token_answer, value,
};
use crate::{app::App, error::ApiError, library::caller::Caller};

/// Takes the bytes of one file.
pub(super) async fn upload(
    app: &Arc<App>,
    caller: &Caller,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let mut part = Part::new(app, announced_sha1(headers));
    sink::write(&mut part, MOST_BYTES, false, body)
        .await
        .map_err(|stopped| match stopped {
            Stopped::Broken => ApiError::invalid("The upload ended early."),
            Stopped::TooLong => ApiError::invalid("The upload is too large."),
            Stopped::Disk(error) => ApiError::disk(&error),
        })?;
    let name = value(headers, "x-goog-upload-file-name").to_owned();
    Ok(token_answer(sink::finish(app, caller.who, part, name)?))
}
