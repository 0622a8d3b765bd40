//! Refusals in the envelope of Google's APIs.
//!
//! Source: <https://cloud.google.com/apis/design/errors>

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use serde_json::{Value, json};

/// Which of Google's services refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    Library,
    Picker,
}

impl Service {
    fn title(self) -> &'static str {
        match self {
            Self::Library => "Photos Library API",
            Self::Picker => "Google Photos Picker API",
        }
    }

    fn host(self) -> &'static str {
        match self {
            Self::Library => "photoslibrary.googleapis.com",
            Self::Picker => "photospicker.googleapis.com",
        }
    }
}

/// A refusal of the Library API, the Picker API or the upload endpoint.
#[derive(Debug, Clone)]
pub(crate) struct ApiError {
    status: StatusCode,
    rpc: &'static str,
    message: String,
    reason: Option<&'static str>,
    details: Option<Value>,
    retry_after_s: Option<u64>,
}

impl ApiError {
    fn new(status: StatusCode, rpc: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            rpc,
            message: message.into(),
            reason: None,
            details: None,
            retry_after_s: None,
        }
    }

    /// 400 `INVALID_ARGUMENT`.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "INVALID_ARGUMENT", message)
    }

    /// 401 for a request with no credential at all.
    pub(crate) fn no_credential() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "UNAUTHENTICATED",
            "Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or \
             other valid authentication credential. See \
             https://developers.google.com/identity/sign-in/web/devconsole-project.",
        )
    }

    /// 401 for a token that is unknown, expired or revoked.
    pub(crate) fn bad_credential() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "UNAUTHENTICATED",
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other \
             valid authentication credential. See \
             https://developers.google.com/identity/sign-in/web/devconsole-project.",
        )
    }

    /// 400 `FAILED_PRECONDITION`.
    pub(crate) fn precondition(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "FAILED_PRECONDITION", message)
    }

    /// 429 for more picking sessions than an account may have open. Google's own words were not captured.
    pub(crate) fn too_many_sessions() -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "RESOURCE_EXHAUSTED",
            "The user has too many open picking sessions. Delete sessions that are no longer needed.",
        )
    }

    /// 403 `PERMISSION_DENIED`.
    pub(crate) fn denied(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "PERMISSION_DENIED", message)
    }

    /// 403 for a token without the scope the method needs.
    pub(crate) fn scopes(service: Service) -> Self {
        let mut error = Self::denied("Request had insufficient authentication scopes.");
        error.details = Some(json!([{
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
            "domain": "googleapis.com",
            "metadata": { "service": service.host() }
        }]));
        error
    }

    /// 403 for a project in which the API is switched off.
    pub(crate) fn api_disabled(service: Service) -> Self {
        let (title, host) = (service.title(), service.host());
        let page = format!(
            "https://console.developers.google.com/apis/api/{host}/overview?project=481516234200"
        );
        let mut error = Self::denied(format!(
            "{title} has not been used in project 481516234200 before or it is disabled. Enable it by \
             visiting {page} then retry. If you enabled this API recently, wait a few minutes for the action to \
             propagate to our systems and retry."
        ));
        error.reason = Some("accessNotConfigured");
        error.details = Some(json!([
            { "@type": "type.googleapis.com/google.rpc.Help",
              "links": [{ "description": "Google developers console API activation", "url": page }] },
            { "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED", "domain": "googleapis.com",
              "metadata": { "consumer": "projects/481516234200", "service": host } }
        ]));
        error
    }

    /// 404 `NOT_FOUND`.
    pub(crate) fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "NOT_FOUND",
            "Requested entity was not found.",
        )
    }

    /// 429 for two writes of one account at the same time.
    pub(crate) fn concurrent_write() -> Self {
        Self::slow_down(
            "Quota exceeded for quota 'concurrent write request' of service 'photoslibrary.googleapis.com'.",
            None,
        )
    }

    /// 429 for too many requests in a minute.
    pub(crate) fn rate_limited(retry_after_s: Option<u64>) -> Self {
        Self::slow_down(
            "Quota exceeded for quota metric 'Write requests' and limit 'Write requests per minute per user' of service \
             'photoslibrary.googleapis.com' for consumer 'project_number:481516234200'.",
            retry_after_s,
        )
    }

    /// 429 for a spent day.
    pub(crate) fn day_spent() -> Self {
        Self::slow_down(
            "Quota exceeded for quota metric 'All requests' and limit 'All requests per day' of service \
             'photoslibrary.googleapis.com' for consumer 'project_number:481516234200'.",
            None,
        )
    }

    fn slow_down(message: &str, retry_after_s: Option<u64>) -> Self {
        let mut error = Self::new(StatusCode::TOO_MANY_REQUESTS, "RESOURCE_EXHAUSTED", message);
        error.reason = Some("rateLimitExceeded");
        error.retry_after_s = retry_after_s;
        error
    }

    /// 400 for an account whose storage is full.
    pub(crate) fn storage_full() -> Self {
        let mut error = Self::invalid(
            "The remaining storage in the user's account is not enough to perform this operation.",
        );
        error.reason = Some("badRequest");
        error
    }

    /// A 5xx, as they come in bursts.
    pub(crate) fn server(status: StatusCode) -> Self {
        let (rpc, message) = match status.as_u16() {
            503 => ("UNAVAILABLE", "The service is currently unavailable."),
            504 => (
                "DEADLINE_EXCEEDED",
                "Deadline expired before operation could complete.",
            ),
            _ => ("INTERNAL", "Internal error encountered."),
        };
        Self::new(status, rpc, message)
    }

    /// 500 for a disk that does not do what it is told.
    pub(crate) fn disk(error: &std::io::Error) -> Self {
        tracing::warn!(%error, "a file of the emulator cannot be read or written");
        Self::server(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let code = self.status.as_u16();
        let mut error = json!({ "code": code, "message": self.message, "status": self.rpc });
        if let (Some(reason), Some(fields)) = (self.reason, error.as_object_mut()) {
            let list = json!([{ "message": self.message, "domain": "global", "reason": reason }]);
            fields.insert("errors".into(), list);
        }
        if let (Some(details), Some(fields)) = (self.details, error.as_object_mut()) {
            fields.insert("details".into(), details);
        }
        let mut response = (self.status, Json(json!({ "error": error }))).into_response();
        if let Some(seconds) = self.retry_after_s {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if code == 401 {
            let realm = HeaderValue::from_static(
                "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"",
            );
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, realm);
        }
        response
    }
}

/// The page Google's front end shows instead of an answer of the API.
pub(crate) fn html(status: StatusCode) -> Response {
    let code = status.as_u16();
    let reason = status.canonical_reason().unwrap_or("Error");
    let page = format!(
        "<!DOCTYPE html>\n<html lang=en>\n<meta charset=utf-8>\n<title>Error {code} ({reason})!!1</title>\n\
         <p><b>{code}.</b> <ins>That’s an error.</ins>\n<p>The server could not answer this request.  \
         <ins>That’s all we know.</ins>\n"
    );
    (status, Html(page)).into_response()
}
