//! Partial responses: the standard query parameter `fields`.
//!
//! Source: <https://cloud.google.com/apis/docs/system-parameters>

use serde_json::{Map, Value};

use crate::error::ApiError;

#[derive(Default)]
struct Mask(Vec<(String, Mask)>);

/// Keeps what the mask names, such as `albums(id,title),nextPageToken` or `mediaItems/id`. Empty keeps all.
pub(super) fn select(value: Value, mask: &str) -> Result<Value, ApiError> {
    if mask.is_empty() || mask == "*" {
        return Ok(value);
    }
    let mut rest = mask;
    let parsed = parse(&mut rest, 0).filter(|_| rest.is_empty());
    let parsed =
        parsed.ok_or_else(|| ApiError::invalid(format!("Invalid field selection {mask}")))?;
    Ok(keep(value, &parsed))
}

fn parse(rest: &mut &str, depth: usize) -> Option<Mask> {
    let mut mask = Mask::default();
    if depth > 16 {
        return None;
    }
    loop {
        let (name, inner) = one(rest, depth)?;
        mask.0.push((name, inner));
        match rest.strip_prefix(',') {
            Some(more) => *rest = more,
            None => return Some(mask),
        }
    }
}

fn one(rest: &mut &str, depth: usize) -> Option<(String, Mask)> {
    let end = rest.find([',', '(', ')', '/']).unwrap_or(rest.len());
    let (name, more) = rest.split_at(end);
    let name = name.trim();
    if name.is_empty() {
        return None;
    }
    *rest = more;
    let inner = if let Some(more) = rest.strip_prefix('/') {
        *rest = more;
        Mask(vec![one(rest, depth + 1)?])
    } else if let Some(more) = rest.strip_prefix('(') {
        *rest = more;
        let inner = parse(rest, depth + 1)?;
        *rest = rest.strip_prefix(')')?;
        inner
    } else {
        Mask::default()
    };
    Some((name.to_owned(), inner))
}

fn keep(value: Value, mask: &Mask) -> Value {
    match value {
        _ if mask.0.is_empty() => value,
        Value::Array(list) => {
            Value::Array(list.into_iter().map(|value| keep(value, mask)).collect())
        }
        Value::Object(fields) => {
            let kept = fields.into_iter().filter_map(|(name, value)| {
                let (_, inner) = mask
                    .0
                    .iter()
                    .find(|(wanted, _)| *wanted == name || wanted == "*")?;
                Some((name, keep(value, inner)))
            });
            Value::Object(kept.collect::<Map<_, _>>())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_mask_keeps_what_it_names() {
        let value = json!({ "albums": [{ "id": "1", "title": "a", "x": { "y": 1, "z": 2 } }], "nextPageToken": "t" });
        let select = |mask: &str| select(value.clone(), mask).ok();
        assert_eq!(select(""), Some(value.clone()));
        assert_eq!(
            select("albums(id,x/y)"),
            Some(json!({ "albums": [{ "id": "1", "x": { "y": 1 } }] }))
        );
        assert_eq!(
            select("nextPageToken"),
            Some(json!({ "nextPageToken": "t" }))
        );
        assert_eq!(select("albums(id"), None, "an open bracket");
    }
}
