//! Secrets that were pasted into a call made by hand. Albumen signs the call itself; what is pasted would end up in a
//! history, on a clipboard or in somebody's log.

use std::borrow::Cow;

use reqwest::header::{HeaderName, HeaderValue};
use serde_json::Value;
use url::form_urlencoded;

use super::{RawCall, RawRefusal};

/// Names under which secrets go into a query, a header or a body.
const NAMES: [&str; 15] = [
    "access_token",
    "accesstoken",
    "oauth_token",
    "bearer_token",
    "id_token",
    "refresh_token",
    "refreshtoken",
    "client_secret",
    "clientsecret",
    "api_key",
    "apikey",
    "key",
    "password",
    "authorization",
    "x-goog-api-key",
];

/// Headers that hold a secret, whatever they say.
const SECRET_HEADERS: [&str; 4] = [
    "authorization",
    "proxy-authorization",
    "cookie",
    "x-goog-api-key",
];

/// Headers that belong to the connection or to the body.
const OWN_HEADERS: [&str; 11] = [
    "host",
    "connection",
    "content-length",
    "content-type",
    "transfer-encoding",
    "te",
    "trailer",
    "upgrade",
    "expect",
    "forwarded",
    "x-forwarded-host",
];

/// Refuses a call that carries a secret.
pub(super) fn secrets(call: &RawCall) -> Result<(), RawRefusal> {
    let secret = |place: &str| {
        Err(RawRefusal::Secret {
            place: place.to_owned(),
        })
    };
    let (path, typed) = call.path.split_once('?').unwrap_or((&call.path, ""));
    let typed = form_urlencoded::parse(typed.as_bytes());
    let given = call.query.iter();
    let given = given.map(|(name, value)| (Cow::from(name), Cow::from(value)));
    for (name, value) in typed.chain(given) {
        if is_name(&name) || is_value(&value) {
            return secret("The query");
        }
    }
    if is_value(path) {
        return secret("The path");
    }
    for (name, value) in &call.headers {
        let name = name.trim();
        let of_secrets = SECRET_HEADERS
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known));
        if of_secrets || is_name(name) || is_value(value) {
            return secret("A header");
        }
    }
    if is_value(&call.body) || holds_name(&call.body) {
        return secret("The body");
    }
    Ok(())
}

/// Refuses headers that are more than a line, and those that are not the caller's.
pub(super) fn headers(all: &[(String, String)]) -> Result<(), RawRefusal> {
    for (name, value) in all {
        let bad = HeaderName::from_bytes(name.as_bytes()).is_err()
            || HeaderValue::from_str(value).is_err();
        if bad {
            let name = name.chars().filter(|letter| !letter.is_control()).take(60);
            return Err(RawRefusal::BadHeader {
                name: name.collect(),
            });
        }
        let lower = name.to_ascii_lowercase();
        if OWN_HEADERS.contains(&lower.as_str()) {
            return Err(RawRefusal::OwnHeader { name: lower });
        }
    }
    Ok(())
}

fn is_name(name: &str) -> bool {
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// What Google's tokens, keys and client secrets look like.
fn is_value(text: &str) -> bool {
    let after = |start: &str, least: usize| {
        text.match_indices(start).any(|(at, _)| {
            let rest = text.get(at + start.len()..).unwrap_or_default();
            let long = rest
                .bytes()
                .take_while(|letter| letter.is_ascii_alphanumeric() || b"-_.".contains(letter));
            long.count() >= least
        })
    };
    let bearer = text.trim_start().get(..7);
    bearer.is_some_and(|start| start.eq_ignore_ascii_case("bearer "))
        || after("ya29.", 10)
        || after("GOCSPX-", 10)
        || after("AIza", 30)
        || after("1//0", 20)
        || after("4/0A", 20)
}

/// Whether a JSON body has a field of such a name, at any depth.
fn holds_name(body: &str) -> bool {
    fn any(value: &Value) -> bool {
        match value {
            Value::Object(fields) => fields
                .iter()
                .any(|(name, value)| is_name(name) || any(value)),
            Value::Array(values) => values.iter().any(any),
            _ => false,
        }
    }
    serde_json::from_str(body).is_ok_and(|value| any(&value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::Endpoints;
    use crate::methods::{Api, Verb};
    use rstest::rstest;

    fn call() -> RawCall {
        RawCall {
            api: Api::Library,
            verb: Verb::Post,
            path: "/v1/albums".to_owned(),
            query: Vec::new(),
            headers: Vec::new(),
            body: String::new(),
            file: None,
        }
    }

    fn refused(call: &RawCall) -> RawRefusal {
        call.check(&Endpoints::google()).unwrap_err()
    }

    #[rstest]
    #[case("access_token", "abc")]
    #[case("KEY", "abc")]
    #[case("oauth_token", "abc")]
    #[case("fields", "ya29.a0AfH6SMBxyzxyz")]
    #[case("pageToken", "Bearer abc")]
    fn a_secret_in_the_query_is_refused(#[case] name: &str, #[case] value: &str) {
        let mut with = call();
        with.query = vec![(name.to_owned(), value.to_owned())];
        assert!(matches!(refused(&with), RawRefusal::Secret { .. }));
        let mut typed = call();
        typed.path = format!("/v1/albums?{name}={}", value.replace(' ', "%20"));
        let sentence = refused(&typed).to_string();
        assert!(
            sentence.contains("looks like a key or a token"),
            "{sentence}"
        );
        assert!(!sentence.contains("ya29"), "it is not repeated");
    }

    #[rstest]
    #[case("Authorization", "Bearer x")]
    #[case("authorization", "")]
    #[case("X-Goog-Api-Key", "x")]
    #[case("Cookie", "a=b")]
    #[case("X-Own", "ya29.a0AfH6SMBxyzxyz")]
    fn a_secret_in_a_header_is_refused(#[case] name: &str, #[case] value: &str) {
        let mut with = call();
        with.headers = vec![(name.to_owned(), value.to_owned())];
        assert!(
            matches!(refused(&with), RawRefusal::Secret { .. }),
            "{name}"
        );
    }

    #[rstest]
    #[case("Host", "evil.example")]
    #[case("Content-Length", "3")]
    #[case("Transfer-Encoding", "chunked")]
    fn a_header_of_the_connection_is_refused(#[case] name: &str, #[case] value: &str) {
        let mut with = call();
        with.headers = vec![(name.to_owned(), value.to_owned())];
        assert!(
            matches!(refused(&with), RawRefusal::OwnHeader { .. }),
            "{name}"
        );
    }

    #[rstest]
    #[case("X-A\r\nHost", "x")]
    #[case("X-A", "x\r\nHost: evil.example")]
    #[case("", "x")]
    #[case("X A", "x")]
    fn a_header_that_is_more_than_a_line_is_refused(#[case] name: &str, #[case] value: &str) {
        let mut with = call();
        with.headers = vec![(name.to_owned(), value.to_owned())];
        assert!(
            matches!(refused(&with), RawRefusal::BadHeader { .. }),
            "{name:?}"
        );
    }

    #[test]
    fn a_secret_in_the_body_is_refused_and_words_about_one_are_not() {
        let mut with = call();
        with.body = "{\"album\":{\"refresh_token\":\"x\"}}".to_owned();
        assert!(matches!(refused(&with), RawRefusal::Secret { .. }));
        with.body = "{\"description\":\"GOCSPX-abcdefghijklmnop\"}".to_owned();
        assert!(matches!(refused(&with), RawRefusal::Secret { .. }));
        with.body = "{\"album\":{\"title\":\"Bearer of the key, AIza and ya29.\"}}".to_owned();
        assert!(
            with.check(&Endpoints::google()).is_ok(),
            "a title may say so"
        );
    }

    #[test]
    fn an_own_header_goes_along() {
        let mut with = call();
        with.headers = vec![("X-Goog-FieldMask".to_owned(), "albums.id".to_owned())];
        assert!(with.check(&Endpoints::google()).is_ok());
    }
}
