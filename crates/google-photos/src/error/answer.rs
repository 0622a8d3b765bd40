//! What an error answer means: by its status first, then by the text of its message.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use serde_json::Value;
use url::Url;

use super::{ApiError, ClientRefusal};
use crate::clock::next_pacific_midnight;
use crate::http::About;
use crate::oauth::Scopes;

impl ApiError {
    /// What an answer without success means.
    pub(crate) fn from_answer(
        about: About,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
        now: Timestamp,
    ) -> Self {
        let call = about.call;
        let said = Said::read(body);
        match status.as_u16() {
            400 => said.bad_request(call),
            401 => Self::SignInRequired { call },
            403 => said.forbidden(about, now),
            404 | 410 => Self::NotFound { call },
            409 if said.status == "ABORTED" => Self::Unavailable { call, status: 409 },
            429 if said.is_of_the_day() => Self::QuotaSpent {
                call,
                until: next_pacific_midnight(now),
            },
            429 => Self::SlowDown {
                call,
                retry_after: retry_after(headers, now),
            },
            300..=399 => Self::malformed(call, "it pointed to another address"),
            500..=599 => Self::Unavailable {
                call,
                status: status.as_u16(),
            },
            other => Self::Refused {
                call,
                status: other,
                message: said.message,
            },
        }
    }
}

/// What an error body said, as far as it could be read.
#[derive(Debug, Default)]
struct Said {
    message: String,
    status: String,
    reasons: Vec<String>,
    console: Option<Url>,
}

impl Said {
    /// Reads the envelope leniently: the body may be a web page, plain text or a picture.
    fn read(body: &[u8]) -> Self {
        let value: Value = serde_json::from_slice(body).unwrap_or_default();
        let error = value.get("error").unwrap_or(&Value::Null);
        let text = |key: &str| error.get(key).and_then(Value::as_str).unwrap_or_default();
        let list = |key: &str| {
            error
                .get(key)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
        };
        let reason = |entry: &Value| {
            entry
                .get("reason")
                .and_then(Value::as_str)
                .map(str::to_owned)
        };
        let message = text("message");
        let links = list("details").flat_map(|entry| {
            let links = entry.get("links").and_then(Value::as_array);
            links.into_iter().flatten()
        });
        let linked = links.filter_map(|link| link.get("url").and_then(Value::as_str));
        Self {
            message: without_secrets(message),
            status: text("status").to_owned(),
            reasons: list("errors")
                .chain(list("details"))
                .filter_map(reason)
                .collect(),
            // In the details it is alone; in the message it stands among words.
            console: linked.chain(message.split_whitespace()).find_map(console),
        }
    }

    fn says(&self, text: &str) -> bool {
        self.message.contains(text)
    }

    fn has_reason(&self, names: &[&str]) -> bool {
        self.reasons
            .iter()
            .any(|reason| names.contains(&reason.as_str()))
    }

    /// Google: `Quota exceeded for quota metric 'All requests' and limit 'All requests per day' …`
    fn is_of_the_day(&self) -> bool {
        self.says("per day") || self.has_reason(&["dailyLimitExceeded"])
    }

    fn bad_request(self, call: &'static str) -> ApiError {
        if self.says("remaining storage") {
            ApiError::StorageFull { call }
        } else if self.says("maximum number of media items") {
            ApiError::AlbumFull { call }
        } else if self.says("does not match any albums") {
            ApiError::NotFound { call }
        } else if self.says("No permission to add media items") {
            ApiError::NotAllowed {
                call,
                message: self.message,
            }
        } else if self.says("hecksum") && self.says("does not match") {
            ApiError::ChecksumMismatch { call }
        } else {
            ApiError::Refused {
                call,
                status: 400,
                message: self.message,
            }
        }
    }

    fn forbidden(self, about: About, now: Timestamp) -> ApiError {
        let call = about.call;
        let switched_off = self.says("has not been used in project") || self.says("it is disabled");
        let scopes = self.says("insufficient authentication scopes")
            || self.has_reason(&["ACCESS_TOKEN_SCOPE_INSUFFICIENT"]);
        if scopes && about.needs != Scopes::SHARE {
            ApiError::ConsentRequired {
                call,
                missing: about.needs,
            }
        } else if switched_off || self.has_reason(&["accessNotConfigured", "SERVICE_DISABLED"]) {
            ApiError::ApiDisabled {
                call,
                console: self.console,
            }
        } else if self.says("Google Photos is disabled for the user") {
            ApiError::PhotosOff { call }
        } else if self.has_reason(&["dailyLimitExceeded"]) {
            ApiError::QuotaSpent {
                call,
                until: next_pacific_midnight(now),
            }
        } else if self.has_reason(&["rateLimitExceeded", "userRateLimitExceeded"]) {
            ApiError::SlowDown {
                call,
                retry_after: None,
            }
        } else {
            ApiError::NotAllowed {
                call,
                message: self.message,
            }
        }
    }
}

/// A page of Google's own, and nobody else's.
fn console(text: &str) -> Option<Url> {
    let url = Url::parse(text.trim_end_matches(['.', ','])).ok()?;
    let is_googles = url
        .host_str()
        .is_some_and(|host| host.ends_with(".google.com"));
    (url.scheme() == "https" && is_googles).then_some(url)
}

/// Why the token endpoint gave no token. Its errors have a shape of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TokenRefusal {
    /// The code or the refresh token is expired, used up or revoked.
    GrantDead,
    Client(ClientRefusal),
    AdminBlocked,
    Other {
        code: String,
        message: String,
    },
}

impl TokenRefusal {
    pub(crate) fn read(code: &str, description: &str) -> Self {
        let text = description.to_ascii_lowercase();
        match code {
            "invalid_grant" => Self::GrantDead,
            "invalid_request" if text.contains("client_secret is missing") => {
                Self::Client(ClientRefusal::SecretMissing)
            }
            "deleted_client" => Self::Client(ClientRefusal::Deleted),
            "invalid_client" if text.contains("deleted") => Self::Client(ClientRefusal::Deleted),
            "invalid_client" if text.contains("not found") => Self::Client(ClientRefusal::Unknown),
            "invalid_client" => Self::Client(ClientRefusal::SecretWrong),
            "unauthorized_client" => Self::Client(ClientRefusal::Unknown),
            "admin_policy_enforced" | "org_internal" => Self::AdminBlocked,
            _ => Self::Other {
                code: without_secrets(code),
                message: without_secrets(description),
            },
        }
    }
}

/// `Retry-After` as seconds or as a date.
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let then = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    Some(Duration::try_from(now.duration_until(then)).unwrap_or_default())
}

/// Google's words, cut short and without anything that could be a token or an address.
pub(crate) fn without_secrets(text: &str) -> String {
    const LONGEST_WORD: usize = 40;
    const LONGEST_TEXT: usize = 300;
    let word = |word: &str| -> String {
        if word.contains("://") || word.len() > LONGEST_WORD {
            "…".to_owned()
        } else {
            word.to_owned()
        }
    };
    let text: Vec<String> = text.split_whitespace().map(word).collect();
    text.join(" ").chars().take(LONGEST_TEXT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const ABOUT: About = About {
        call: "albums.list",
        needs: Scopes::READ,
        counted: None,
    };

    fn read(status: u16, body: &str) -> ApiError {
        let now = "2026-01-15T12:00:00Z".parse().unwrap();
        ApiError::from_answer(
            ABOUT,
            StatusCode::from_u16(status).unwrap(),
            &HeaderMap::new(),
            body.as_bytes(),
            now,
        )
    }

    fn said(status: u16, message: &str) -> String {
        let body = serde_json::json!({ "error": { "code": status, "message": message } });
        let text = format!("{:?}", read(status, &body.to_string()));
        text.split([' ', '{']).next().unwrap_or_default().to_owned()
    }

    #[rstest]
    #[case(
        400,
        "The remaining storage in the user's account is not enough to perform this operation.",
        "StorageFull"
    )]
    #[case(400, "The provided ID does not match any albums", "NotFound")]
    #[case(400, "No permission to add media items to this album.", "NotAllowed")]
    #[case(
        400,
        "User-provided checksum does not match received payload content.",
        "ChecksumMismatch"
    )]
    #[case(
        400,
        "Checksum from header does not match received payload content.",
        "ChecksumMismatch"
    )]
    #[case(400, "Invalid media item ID.", "Refused")]
    #[case(
        401,
        "Request had invalid authentication credentials.",
        "SignInRequired"
    )]
    #[case(
        403,
        "Request had insufficient authentication scopes.",
        "ConsentRequired"
    )]
    #[case(
        403,
        "Photos Library API has not been used in project 1 before or it is disabled.",
        "ApiDisabled"
    )]
    #[case(403, "Google Photos is disabled for the user", "PhotosOff")]
    #[case(403, "The caller does not have permission", "NotAllowed")]
    #[case(404, "Requested entity was not found.", "NotFound")]
    #[case(
        429,
        "Quota exceeded for quota metric 'All requests' and limit 'All requests per day' of service",
        "QuotaSpent"
    )]
    #[case(
        429,
        "Quota exceeded for quota 'concurrent write request' of service",
        "SlowDown"
    )]
    #[case(500, "Internal error encountered.", "Unavailable")]
    #[case(503, "", "Unavailable")]
    #[case(418, "tea", "Refused")]
    fn every_documented_refusal_has_its_consequence(
        #[case] status: u16,
        #[case] message: &str,
        #[case] variant: &str,
    ) {
        assert_eq!(said(status, message), variant);
    }

    #[rstest]
    #[case("<html>Sorry</html>")]
    #[case("")]
    #[case("{\"error\":\"flat\"}")]
    #[case("{\"error\":{\"message\":7,\"errors\":{},\"details\":[1]}}")]
    fn a_body_that_is_no_envelope_is_judged_by_its_status(#[case] body: &str) {
        assert!(matches!(read(403, body), ApiError::NotAllowed { .. }));
        assert!(matches!(
            read(502, body),
            ApiError::Unavailable { status: 502, .. }
        ));
    }

    #[test]
    fn nobody_is_asked_for_a_permission_that_google_removed() {
        let body = b"{\"error\":{\"message\":\"Request had insufficient authentication scopes.\"}}";
        let sharing = About {
            needs: Scopes::SHARE,
            ..ABOUT
        };
        let error = ApiError::from_answer(
            sharing,
            StatusCode::FORBIDDEN,
            &HeaderMap::new(),
            body,
            "2026-01-15T12:00:00Z".parse().unwrap(),
        );
        assert!(matches!(error, ApiError::NotAllowed { .. }), "{error:?}");
    }

    #[test]
    fn an_api_that_is_switched_off_keeps_the_page_on_which_to_switch_it_on() {
        let page = "https://console.developers.google.com/apis/api/photoslibrary.googleapis.com/overview?project=1";
        let body = format!(
            "{{\"error\":{{\"message\":\"It has not been used in project 1 before or it is disabled. Visit {page} then retry.\"}}}}"
        );
        let ApiError::ApiDisabled { console, .. } = read(403, &body) else {
            panic!("another variant")
        };
        assert_eq!(console.unwrap().as_str(), page);
    }

    #[test]
    fn the_page_is_also_found_where_only_the_details_name_it() {
        let page =
            "https://console.cloud.google.com/apis/library/photoslibrary.googleapis.com?project=1";
        let elsewhere = "https://console.example.com/enable";
        let body = serde_json::json!({ "error": { "message": "Off.", "details": [
            { "@type": "type.googleapis.com/google.rpc.Help", "links": [{ "url": elsewhere }, { "url": page }] },
            { "reason": "SERVICE_DISABLED" },
        ] } });
        let ApiError::ApiDisabled { console, .. } = read(403, &body.to_string()) else {
            panic!("another variant")
        };
        assert_eq!(
            console.unwrap().as_str(),
            page,
            "nobody else's page is opened"
        );
    }

    #[rstest]
    #[case("120", Some(120))]
    #[case("Thu, 15 Jan 2026 12:00:30 GMT", Some(30))]
    #[case("Thu, 15 Jan 2026 11:00:00 GMT", Some(0))]
    #[case("soon", None)]
    fn retry_after_is_read_as_seconds_or_as_a_date(
        #[case] text: &str,
        #[case] seconds: Option<u64>,
    ) {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, text.parse().unwrap());
        let now = "2026-01-15T12:00:00Z".parse().unwrap();
        assert_eq!(retry_after(&headers, now), seconds.map(Duration::from_secs));
    }

    #[test]
    fn long_words_and_addresses_are_taken_out_of_messages() {
        let token = "CAIS".repeat(20);
        let text = without_secrets(&format!(
            "Invalid upload token {token} at https://example.com/x"
        ));
        assert_eq!(text, "Invalid upload token … at …");
    }

    #[rstest]
    #[case(
        "invalid_grant",
        "Token has been expired or revoked.",
        TokenRefusal::GrantDead
    )]
    #[case(
        "invalid_request",
        "client_secret is missing.",
        TokenRefusal::Client(ClientRefusal::SecretMissing)
    )]
    #[case(
        "invalid_client",
        "The OAuth client was not found.",
        TokenRefusal::Client(ClientRefusal::Unknown)
    )]
    #[case(
        "invalid_client",
        "Unauthorized",
        TokenRefusal::Client(ClientRefusal::SecretWrong)
    )]
    #[case(
        "deleted_client",
        "The OAuth client was deleted.",
        TokenRefusal::Client(ClientRefusal::Deleted)
    )]
    #[case("admin_policy_enforced", "", TokenRefusal::AdminBlocked)]
    fn refusals_of_the_token_endpoint_are_told_apart(
        #[case] code: &str,
        #[case] description: &str,
        #[case] expected: TokenRefusal,
    ) {
        assert_eq!(TokenRefusal::read(code, description), expected);
    }
}
