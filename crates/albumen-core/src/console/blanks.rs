//! Blanks: `{{name}}` in a path, a query, a header or a body, and what they are filled in with. Pure.
//!
//! A value never changes what stands around it: in a path it is one piece, in a string of JSON it stays inside the string.

use google_photos::RawCall;
use url::Url;

use crate::error::CoreError;
use crate::view::{ConsolePair, ConsoleRequest};

/// The names of all blanks of a call, each once, in the order in which they come.
pub fn names(request: &ConsoleRequest) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for text in texts(request) {
        for (_, name) in pieces(text) {
            if let Some(name) = name
                && !names.iter().any(|known| known == name)
            {
                names.push(name.to_owned());
            }
        }
    }
    names
}

/// Those that are not filled in.
pub fn open(request: &ConsoleRequest) -> Vec<String> {
    let mut names = names(request);
    names.retain(|name| value(&request.blanks, name).is_none());
    names
}

/// The call with its blanks filled in. Its file is looked at elsewhere.
///
/// Errors: `CallRefused` where one is open or cannot stand where it stands.
pub fn filled(request: &ConsoleRequest) -> Result<RawCall, CoreError> {
    if let Some(name) = open(request).first() {
        return Err(CoreError::CallRefused {
            why: format!("{name} is not filled in. Nothing was sent."),
        });
    }
    filled_but(request, |_| false)
}

/// The same, where the blanks that `stays` names stay blanks, like those that are open.
pub fn filled_but(
    request: &ConsoleRequest,
    stays: impl Fn(&str) -> bool,
) -> Result<RawCall, CoreError> {
    let known = |name: &str| value(&request.blanks, name).filter(|_| !stays(name));
    let plain = |text: &str| replaced(text, |name, _| Ok(known(name).map(str::to_owned)));
    let both = |pairs: &[ConsolePair]| -> Result<Vec<(String, String)>, CoreError> {
        let used = pairs.iter().filter(|pair| !pair.name.trim().is_empty());
        used.map(|pair| Ok((plain(pair.name.trim())?, plain(&pair.value)?)))
            .collect()
    };
    let mut query = both(&request.query)?;
    query.retain(|(_, value)| !value.is_empty());
    Ok(RawCall {
        api: request.api.into(),
        verb: request.verb.into(),
        path: replaced(&request.path, |name, _| {
            known(name).map(|value| piece(name, value)).transpose()
        })?,
        query,
        headers: both(&request.headers)?,
        body: replaced(&request.body, |name, before| {
            Ok(known(name).map(|value| match in_string(before) {
                true => inside_string(value),
                false => value.to_owned(),
            }))
        })?,
        file: None,
    })
}

/// The call as it stands, blanks and all.
pub fn as_written(request: &ConsoleRequest) -> RawCall {
    let both = |pairs: &[ConsolePair]| {
        let pairs = pairs.iter();
        pairs
            .map(|pair| (pair.name.clone(), pair.value.clone()))
            .collect()
    };
    RawCall {
        api: request.api.into(),
        verb: request.verb.into(),
        path: request.path.clone(),
        // What the blanks are filled in with is looked at like a query.
        query: [both(&request.query), both(&request.blanks)].concat(),
        headers: both(&request.headers),
        body: request.body.clone(),
        file: None,
    }
}

fn texts(request: &ConsoleRequest) -> impl Iterator<Item = &str> {
    let pairs = request.query.iter().chain(&request.headers);
    let used = pairs.filter(|pair| !pair.name.trim().is_empty());
    std::iter::once(request.path.as_str())
        .chain(used.flat_map(|pair| [pair.name.as_str(), pair.value.as_str()]))
        .chain(std::iter::once(request.body.as_str()))
}

fn value<'a>(blanks: &'a [ConsolePair], name: &str) -> Option<&'a str> {
    let found = blanks.iter().find(|pair| pair.name == name)?;
    (!found.value.is_empty()).then_some(found.value.as_str())
}

/// A text as what stands between its blanks, each with the name of the blank behind it.
fn pieces(text: &str) -> Vec<(&str, Option<&str>)> {
    let mut pieces = Vec::new();
    let (mut from, mut look) = (0, 0);
    while let Some(begin) = text.get(look..).and_then(|rest| rest.find("{{")) {
        let begin = look + begin;
        let Some(end) = text.get(begin..).and_then(|rest| rest.find("}}")) else {
            break;
        };
        let name = text.get(begin + 2..begin + end).unwrap_or_default();
        if is_name(name) {
            pieces.push((text.get(from..begin).unwrap_or_default(), Some(name)));
            from = begin + end + 2;
            look = from;
        } else {
            // `{{{id}}}` holds one, and so does `{ {` never.
            look = begin + 1;
        }
    }
    pieces.push((text.get(from..).unwrap_or_default(), None));
    pieces
}

fn is_name(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

/// Replaces blanks by what `by` gives for a name and for what stands before it; those for which it gives nothing stay.
fn replaced(
    text: &str,
    by: impl Fn(&str, &str) -> Result<Option<String>, CoreError>,
) -> Result<String, CoreError> {
    let mut made = String::with_capacity(text.len());
    let mut before = String::with_capacity(text.len());
    for (part, name) in pieces(text) {
        made.push_str(part);
        before.push_str(part);
        let Some(name) = name else { continue };
        match by(name, &before)? {
            Some(value) => made.push_str(&value),
            None => made.push_str(&format!("{{{{{name}}}}}")),
        }
    }
    Ok(made)
}

/// A value as one piece of a path.
fn piece(name: &str, value: &str) -> Result<String, CoreError> {
    let refused = || CoreError::CallRefused {
        why: format!(
            "{name} cannot stand in a path as it is. Nothing was sent. Copy the id again."
        ),
    };
    let mut url = Url::parse("http://localhost/").map_err(|_| refused())?;
    match url.path_segments_mut() {
        Ok(mut segments) => segments.clear().push(value),
        Err(()) => return Err(refused()),
    };
    let piece = url.path().trim_start_matches('/').replace(':', "%3A");
    match piece.is_empty() {
        true => Err(refused()),
        false => Ok(piece),
    }
}

/// Whether what comes after this text of JSON is inside a string.
fn in_string(before: &str) -> bool {
    let mut inside = false;
    let mut letters = before.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => inside = !inside,
            '\\' if inside => drop(letters.next()),
            _ => {}
        }
    }
    inside
}

/// A value as it is written inside a string of JSON.
fn inside_string(value: &str) -> String {
    let quoted = serde_json::Value::from(value).to_string();
    quoted
        .get(1..quoted.len().saturating_sub(1))
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{ConsoleApi, ConsoleVerb};
    use proptest::prelude::*;

    fn pair(name: &str, value: &str) -> ConsolePair {
        ConsolePair {
            name: name.to_owned(),
            value: value.to_owned(),
        }
    }

    fn request(path: &str, body: &str, blanks: &[(&str, &str)]) -> ConsoleRequest {
        ConsoleRequest {
            api: ConsoleApi::Library,
            verb: ConsoleVerb::Post,
            path: path.to_owned(),
            query: Vec::new(),
            headers: Vec::new(),
            body: body.to_owned(),
            blanks: blanks
                .iter()
                .map(|(name, value)| pair(name, value))
                .collect(),
            file: None,
        }
    }

    #[test]
    fn blanks_are_named_once_in_their_order() {
        let mut of = request(
            "/v1/albums/{{albumId}}:x",
            "{\"a\":\"{{b}} {{albumId}}\"}",
            &[("b", "1")],
        );
        of.query = vec![pair("q", "{{c}}"), pair("", "{{unused}}")];
        assert_eq!(names(&of), ["albumId", "c", "b"]);
        assert_eq!(open(&of), ["albumId", "c"]);
        assert!(
            filled(&of)
                .unwrap_err()
                .to_string()
                .contains("albumId is not filled in")
        );
    }

    #[test]
    fn an_id_stays_one_piece_of_the_path() {
        let path = |id: &str| {
            filled(&request("/v1/albums/{{id}}:get", "", &[("id", id)])).map(|call| call.path)
        };
        assert_eq!(path("AF1-x_y").unwrap(), "/v1/albums/AF1-x_y:get");
        assert_eq!(path("a/b?c#d").unwrap(), "/v1/albums/a%2Fb%3Fc%23d:get");
        assert_eq!(path("x:share").unwrap(), "/v1/albums/x%3Ashare:get");
        for no_id in [".", ".."] {
            assert!(path(no_id).is_err(), "{no_id} would name something else");
        }
    }

    #[test]
    fn a_title_stays_inside_its_string_and_a_number_is_one() {
        let call = filled(&request(
            "/v1/albums",
            "{\"t\":\"\\\"{{t}}\",\"n\":{{n}}}",
            &[("t", "say \"hi\"\n\\"), ("n", "7")],
        ))
        .unwrap();
        let value: serde_json::Value = serde_json::from_str(&call.body).unwrap();
        assert_eq!(value["t"], "\"say \"hi\"\n\\");
        assert_eq!(value["n"], 7);
    }

    #[test]
    fn what_is_no_blank_stays() {
        let body = "{\"a\":{\"b\":{}},\"c\":\"{{}} {{1}} {{a b}} }} {{\"}";
        assert_eq!(names(&request("/", body, &[])), Vec::<String>::new());
        assert_eq!(filled(&request("/", body, &[])).unwrap().body, body);
    }

    proptest! {
        #[test]
        fn whatever_is_filled_in_the_body_is_json_and_says_the_same(value in "\\PC+|[\"\\\\{}\n]+") {
            let call = filled(&request("/v1/x", "{\"a\":\"{{v}}\"}", &[("v", &value)])).unwrap();
            let read: serde_json::Value = serde_json::from_str(&call.body).unwrap();
            prop_assert_eq!(read["a"].as_str().unwrap(), value);
        }

        #[test]
        fn whatever_is_filled_in_the_path_adds_no_piece(value in "\\PC+|[/\\\\.:%?#]+") {
            if let Ok(call) = filled(&request("/v1/{{v}}/x", "", &[("v", &value)])) {
                prop_assert_eq!(call.path.split('/').count(), 4);
                prop_assert!(!call.path.contains(['?', '#', '\\']) || !value.contains(['?', '#']));
            }
        }
    }
}
