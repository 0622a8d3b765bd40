//! Reading answers: never more than a bound, and never quoted in an error.

use reqwest::Response;
use serde::de::DeserializeOwned;

use crate::error::ApiError;

/// The largest JSON answer that is read; a page of 100 items has about 100 KiB.
const MAX_JSON_BYTES: usize = 16 * 1024 * 1024;
/// The largest plain text, an upload token, that is read.
const MAX_TEXT_BYTES: usize = 64 * 1024;
/// How much of an error body is read.
const MAX_ERROR_BYTES: usize = 256 * 1024;

/// Reads and decodes a JSON answer. An empty body is an empty object.
pub(crate) async fn json<T: DeserializeOwned>(
    call: &'static str,
    answer: Response,
) -> Result<T, ApiError> {
    let body = read(call, answer, MAX_JSON_BYTES).await?;
    decode(call, &body)
}

/// Reads an answer as it is.
pub(crate) async fn bytes(call: &'static str, answer: Response) -> Result<Vec<u8>, ApiError> {
    read(call, answer, MAX_JSON_BYTES).await
}

/// Reads a plain text answer, without the space around it.
pub(crate) async fn text(call: &'static str, answer: Response) -> Result<String, ApiError> {
    let body = read(call, answer, MAX_TEXT_BYTES).await?;
    match String::from_utf8(body) {
        Ok(text) => Ok(text.trim().to_owned()),
        Err(_) => Err(ApiError::malformed(call, "it is not text")),
    }
}

/// Reads what there is of an error body. A broken or endless one is as good as none.
pub(crate) async fn error_body(mut answer: Response) -> Vec<u8> {
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = answer.chunk().await {
        if body.len() + chunk.len() > MAX_ERROR_BYTES {
            break;
        }
        body.extend_from_slice(&chunk);
    }
    body
}

async fn read(
    call: &'static str,
    mut answer: Response,
    max_bytes: usize,
) -> Result<Vec<u8>, ApiError> {
    let mut body = Vec::new();
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > max_bytes => {
                return Err(ApiError::malformed(call, "it is far too long"));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body),
            Err(error) => return Err(ApiError::from_transport(call, error)),
        }
    }
}

fn decode<T: DeserializeOwned>(call: &'static str, body: &[u8]) -> Result<T, ApiError> {
    let body = if body.trim_ascii().is_empty() {
        b"{}"
    } else {
        body
    };
    serde_json::from_slice(body)
        .map_err(|error| ApiError::malformed(call, what_is_wrong(body, &error)))
}

/// Says what is wrong without quoting the body: serde's own message would quote values, which may be secrets.
fn what_is_wrong(body: &[u8], error: &serde_json::Error) -> String {
    match body.trim_ascii_start().first() {
        Some(b'<') => "it is a web page".to_owned(),
        Some(b'{') if error.is_eof() => "it ends in the middle".to_owned(),
        Some(b'{') if error.is_data() => format!(
            "a field at line {} column {} has another type",
            error.line(),
            error.column()
        ),
        Some(b'{') => format!(
            "it is not JSON from line {} column {} on",
            error.line(),
            error.column()
        ),
        Some(b'[' | b'"' | b'0'..=b'9') if std::str::from_utf8(body).is_ok() => {
            "it is not a JSON object".to_owned()
        }
        _ if std::str::from_utf8(body).is_ok() => "it is plain text".to_owned(),
        _ => "it is not text".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[derive(Debug, serde::Deserialize)]
    struct Wire {
        #[serde(default)]
        #[allow(dead_code, reason = "only its type matters")]
        name: String,
    }

    #[rstest]
    #[case(b"<!doctype html><p>Error", "a web page")]
    #[case(b"Service unavailable", "plain text")]
    #[case(b"\xff\xd8\xff\xe0\x00", "not text")]
    #[case(b"{\"name\":\"a", "ends in the middle")]
    #[case(b"{\"name\":7}", "another type")]
    #[case(b"{\"name\" \"a\"}", "not JSON")]
    #[case(b"[]", "plain text")]
    fn a_wrong_answer_is_named_and_not_quoted(#[case] body: &[u8], #[case] reason: &str) {
        let Err(error) = decode::<Wire>("x", body) else {
            // Google: never answers with a list, and serde reads one as a structure without fields.
            return assert_eq!(body, b"[]");
        };
        assert!(error.to_string().contains(reason), "{error}");
    }

    #[test]
    fn an_empty_answer_is_an_empty_object() {
        assert!(decode::<Wire>("x", b" \n").is_ok());
    }

    #[test]
    fn a_secret_of_the_wrong_type_is_not_quoted() {
        let Err(error) =
            decode::<std::collections::HashMap<String, u32>>("x", b"{\"token\":\"ya29.secret\"}")
        else {
            panic!("decoded")
        };
        assert!(!format!("{error:?}").contains("secret"));
    }
}
