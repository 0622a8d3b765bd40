//! An answer as it is shown: JSON with line breaks and nothing else changed, cut where a window could not hold it. Pure.

use std::time::Duration;

use google_photos::{Method, RawAnswer};
use serde_json::Value;

use super::rules;
use crate::view::{AnswerId, ConsoleAnswer, ConsolePair};

/// How many lines are shown at most.
const SHOWN_LINES: usize = 2_000;
/// How many bytes are shown at most.
const SHOWN_BYTES: usize = 256 * 1024;

/// A body as text.
pub struct Text {
    /// All of it.
    pub whole: String,
    /// Whether it is JSON.
    pub is_json: bool,
    /// The token of the next page.
    pub next_page: Option<String>,
}

/// A body as text.
pub fn text(body: &[u8]) -> Text {
    let Ok(plain) = std::str::from_utf8(body) else {
        return Text {
            whole: format!("{} bytes that are not text.", body.len()),
            is_json: false,
            next_page: None,
        };
    };
    match serde_json::from_str::<Value>(plain) {
        Ok(value @ (Value::Object(_) | Value::Array(_))) => Text {
            whole: indented(plain),
            is_json: true,
            next_page: next_page(&value),
        },
        _ => Text {
            whole: plain.to_owned(),
            is_json: false,
            next_page: None,
        },
    }
}

/// The token of the next page in an answer.
pub fn next_page(value: &Value) -> Option<String> {
    let token = value.get("nextPageToken")?.as_str()?;
    (!token.is_empty()).then(|| token.to_owned())
}

/// An answer as it is shown.
pub fn view(
    id: AnswerId,
    answer: &RawAnswer,
    text: &Text,
    method: Option<&Method>,
) -> ConsoleAnswer {
    let shown = beginning(&text.whole);
    ConsoleAnswer {
        id,
        status: answer.status,
        reason: answer.reason.to_owned(),
        headers: answer
            .headers
            .iter()
            .map(|(name, value)| ConsolePair {
                name: name.clone(),
                value: value.clone(),
            })
            .collect(),
        took_ms: milliseconds(answer.took),
        size_bytes: answer.body.len() as u64,
        text: shown.to_owned(),
        is_json: text.is_json,
        lines: u32::try_from(text.whole.lines().count()).unwrap_or(u32::MAX),
        cut: shown.len() < text.whole.len(),
        next_page: text.next_page.clone(),
        requests: answer.requests,
        meaning: rules::meaning(answer.status, method),
    }
}

pub fn milliseconds(took: Duration) -> u32 {
    u32::try_from(took.as_millis()).unwrap_or(u32::MAX)
}

/// As many whole lines as are shown; of a single long one, its beginning.
fn beginning(text: &str) -> &str {
    let lines = text
        .match_indices('\n')
        .nth(SHOWN_LINES - 1)
        .map(|(at, _)| at);
    let text = text.get(..lines.unwrap_or(text.len())).unwrap_or(text);
    if text.len() <= SHOWN_BYTES {
        return text;
    }
    let end = (0..=SHOWN_BYTES)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let line = text.get(..end).and_then(|text| text.rfind('\n'));
    text.get(..line.unwrap_or(end)).unwrap_or(text)
}

/// JSON with line breaks. Order, numbers and texts stay letter by letter as they came.
fn indented(json: &str) -> String {
    let mut made = String::with_capacity(json.len() * 2);
    let mut depth = 0_usize;
    let mut letters = json.chars().peekable();
    let line = |made: &mut String, depth: usize| {
        made.push('\n');
        made.extend(std::iter::repeat_n("  ", depth));
    };
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                made.push('"');
                while let Some(inside) = letters.next() {
                    made.push(inside);
                    match inside {
                        '"' => break,
                        '\\' => made.extend(letters.next()),
                        _ => {}
                    }
                }
            }
            '{' | '[' => {
                made.push(letter);
                while letters.next_if(|next| next.is_whitespace()).is_some() {}
                if let Some(end) = letters.next_if(|next| matches!(next, '}' | ']')) {
                    made.push(end);
                } else {
                    depth += 1;
                    line(&mut made, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut made, depth);
                made.push(letter);
            }
            ',' => {
                made.push(',');
                line(&mut made, depth);
            }
            ':' => made.push_str(": "),
            letter if letter.is_whitespace() => {}
            letter => made.push(letter),
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn json_gets_line_breaks_and_keeps_its_order_and_numbers() {
        let text = text(
            b"{\"b\":1.50,\"a\":[ ],\"c\":{ },\"d\":[{\"x\":\"{,\\\"}\"}],\"nextPageToken\":\"t\"}",
        );
        assert!(text.is_json);
        assert_eq!(text.next_page.as_deref(), Some("t"));
        assert_eq!(
            text.whole,
            "{\n  \"b\": 1.50,\n  \"a\": [],\n  \"c\": {},\n  \"d\": [\n    {\n      \"x\": \"{,\\\"}\"\n    }\n  ],\n  \"nextPageToken\": \"t\"\n}"
        );
    }

    #[test]
    fn what_is_no_json_stays_as_it_is() {
        assert_eq!(text(b"CAIS-token").whole, "CAIS-token");
        assert_eq!(text(b"<html>").whole, "<html>");
        assert_eq!(text(&[0xff, 0xd8]).whole, "2 bytes that are not text.");
        assert_eq!(text(b"").whole, "");
    }

    #[test]
    fn a_long_answer_is_cut_at_a_line() {
        let lines: String = (0..5_000).map(|line| format!("{line}\n")).collect();
        assert_eq!(beginning(&lines).lines().count(), SHOWN_LINES);
        let wide = "é".repeat(SHOWN_BYTES);
        assert!(beginning(&wide).len() <= SHOWN_BYTES);
        assert_eq!(beginning("short"), "short");
    }

    proptest! {
        #[test]
        fn indenting_changes_nothing(value in any::<Vec<(String, i64)>>(), text in "\\PC*") {
            let object: serde_json::Map<String, Value> = value.into_iter().map(|(name, number)| (name, number.into())).collect();
            let value = serde_json::json!({ "o": object, "t": text, "l": [1, [], {}] });
            let read: Value = serde_json::from_str(&indented(&value.to_string())).unwrap();
            prop_assert_eq!(read, value);
        }
    }
}
