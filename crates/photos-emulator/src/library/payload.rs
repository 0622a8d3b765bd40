//! JSON bodies, read as strictly as Google's front end reads them.

use serde::{Deserialize, Deserializer, de::DeserializeOwned};

use crate::error::ApiError;

/// Parses a body; an unknown name or a wrong type is a 400.
pub(crate) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    let body: &[u8] = if body.trim_ascii().is_empty() {
        b"{}"
    } else {
        body
    };
    serde_json::from_slice(body).map_err(|error| {
        let text = error.to_string();
        let unknown = text
            .strip_prefix("unknown field `")
            .and_then(|rest| rest.split('`').next());
        ApiError::invalid(match unknown {
            Some(name) => format!(
                "Invalid JSON payload received. Unknown name \"{name}\": Cannot find field."
            ),
            None => format!("Invalid JSON payload received. {text}"),
        })
    })
}

/// An `int32`, which proto3 JSON also takes as text.
pub(crate) fn number<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Number(i64),
        Text(String),
        Nothing(()),
    }
    match Either::deserialize(from)? {
        Either::Number(number) => Ok(number),
        Either::Text(text) => text.parse().map_err(serde::de::Error::custom),
        Either::Nothing(()) => Ok(0),
    }
}

/// A list, for which proto3 JSON also takes `null`.
pub(crate) fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    from: D,
) -> Result<Vec<T>, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// A text, for which proto3 JSON also takes `null`.
pub(crate) fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}
