//! Numbers in Google's JSON, which come as text or as numbers.

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// An `int64`: text by the rules, a number in some answers.
pub fn whole<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    match Value::deserialize(from)? {
        Value::Null => Ok(None),
        Value::String(text) => text
            .parse()
            .map(Some)
            .map_err(|_| D::Error::custom("a whole number was expected")),
        Value::Number(number) => number
            .as_u64()
            .map(Some)
            .ok_or_else(|| D::Error::custom("a whole number was expected")),
        _ => Err(D::Error::custom("a whole number was expected")),
    }
}

/// A number that may come as text.
pub fn decimal<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    match Value::deserialize(from)? {
        Value::Null => Ok(None),
        Value::Number(number) => Ok(number.as_f64()),
        // Google: `NaN` and the infinities come as text, and say nothing.
        Value::String(text) => Ok(text.parse().ok().filter(|number: &f64| number.is_finite())),
        _ => Err(D::Error::custom("a number was expected")),
    }
}
