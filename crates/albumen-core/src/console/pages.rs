//! All pages of a list in one. Pure.

use std::collections::HashSet;

use google_photos::{Method, RawAnswer, RawCall};
use serde_json::{Map, Value};

use super::{answer, rules};
use crate::error::CoreError;
use crate::view::ConsolePages;

/// What came so far.
#[derive(Default)]
pub struct Merged {
    all: Map<String, Value>,
    pages: u32,
    tokens: HashSet<String>,
}

/// What comes after a page.
pub enum Step {
    /// Another one.
    Next(String),
    /// Nothing more.
    Over(ConsolePages),
}

impl Merged {
    pub fn pages(&self) -> u32 {
        self.pages
    }

    /// Takes a page in.
    ///
    /// Errors: `CallRefused` where it is no list, or where Google gives a token twice.
    pub fn take(&mut self, answer: &RawAnswer, method: Option<&Method>) -> Result<Step, CoreError> {
        let meaning = rules::meaning(answer.status, method);
        if meaning.is_some() {
            return Ok(Step::Over(ConsolePages {
                status: answer.status,
                text: answer::text(&answer.body).whole,
                pages: self.pages,
                meaning,
            }));
        }
        let page: Map<String, Value> = serde_json::from_slice(&answer.body)
            .map_err(|_| refused("The answer is not a list."))?;
        self.pages += 1;
        let next = answer::next_page(&Value::Object(page.clone()));
        for (name, value) in page {
            if name == "nextPageToken" {
                continue;
            }
            match (self.all.get_mut(&name), value) {
                (Some(Value::Array(all)), Value::Array(more)) => all.extend(more),
                (_, value) => drop(self.all.insert(name, value)),
            }
        }
        match next {
            Some(token) if self.tokens.insert(token.clone()) => Ok(Step::Next(token)),
            Some(_) => Err(refused(&format!(
                "Google named the same page twice, so the list was stopped after {} pages.",
                self.pages
            ))),
            None => Ok(Step::Over(ConsolePages {
                status: answer.status,
                text: serde_json::to_string_pretty(&self.all).unwrap_or_default(),
                pages: self.pages,
                meaning: None,
            })),
        }
    }
}

/// The call of the next page.
///
/// Errors: `CallRefused` for a body that no token can be put into.
pub fn turn(call: &mut RawCall, method: Option<&Method>, token: &str) -> Result<(), CoreError> {
    if method.is_some_and(|method| method.body.is_some()) {
        let mut body: Map<String, Value> = match call.body.trim() {
            "" => Map::new(),
            body => {
                serde_json::from_str(body).map_err(|_| refused("The body is not an object."))?
            }
        };
        body.insert("pageToken".to_owned(), token.into());
        call.body = Value::Object(body).to_string();
        return Ok(());
    }
    if let Some((path, query)) = call.path.split_once('?') {
        // What was typed behind the path would stand beside the new token.
        let typed: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        call.query = [typed, std::mem::take(&mut call.query)].concat();
        call.path = path.to_owned();
    }
    call.query.retain(|(name, _)| name != "pageToken");
    call.query.push(("pageToken".to_owned(), token.to_owned()));
    Ok(())
}

fn refused(why: &str) -> CoreError {
    CoreError::CallRefused {
        why: why.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use google_photos::{Api, Verb, method};

    fn page(status: u16, body: &str) -> RawAnswer {
        RawAnswer {
            status,
            reason: "",
            headers: Vec::new(),
            body: body.as_bytes().to_vec(),
            took: std::time::Duration::ZERO,
            requests: 1,
        }
    }

    #[test]
    fn pages_are_put_together_also_empty_ones() {
        let mut all = Merged::default();
        let mut next = |body| all.take(&page(200, body), None).unwrap();
        assert!(
            matches!(next("{\"albums\":[1,2],\"nextPageToken\":\"a\"}"), Step::Next(token) if token == "a")
        );
        assert!(matches!(next("{\"nextPageToken\":\"b\"}"), Step::Next(_)));
        let Step::Over(pages) = next("{\"albums\":[3]}") else {
            panic!("there is nothing more")
        };
        assert_eq!(pages.pages, 3);
        let text: Value = serde_json::from_str(&pages.text).unwrap();
        assert_eq!(
            text,
            serde_json::json!({ "albums": [1, 2, 3] }),
            "without a token"
        );
    }

    #[test]
    fn a_token_that_comes_twice_ends_it_and_an_error_is_shown() {
        let mut all = Merged::default();
        assert!(
            all.take(&page(200, "{\"nextPageToken\":\"a\"}"), None)
                .is_ok()
        );
        assert!(
            all.take(&page(200, "{\"nextPageToken\":\"a\"}"), None)
                .is_err()
        );
        let over = all.take(&page(429, "{\"error\":{}}"), None).unwrap();
        assert!(matches!(
            over,
            Step::Over(ConsolePages {
                status: 429,
                meaning: Some(_),
                ..
            })
        ));
    }

    #[test]
    fn the_token_goes_where_the_method_wants_it() {
        let mut call = RawCall {
            api: Api::Library,
            verb: Verb::Get,
            path: "/v1/albums?pageSize=5&pageToken=old".to_owned(),
            query: vec![("fields".to_owned(), "albums".to_owned())],
            headers: Vec::new(),
            body: String::new(),
            file: None,
        };
        turn(&mut call, method("albums.list"), "new").unwrap();
        assert_eq!(call.path, "/v1/albums");
        let pairs: Vec<_> = call
            .query
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(
            pairs,
            [
                ("pageSize", "5"),
                ("fields", "albums"),
                ("pageToken", "new")
            ]
        );
        call.body = "{\"pageSize\":5}".to_owned();
        turn(&mut call, method("mediaItems.search"), "new").unwrap();
        assert!(call.body.contains("\"pageToken\":\"new\""));
    }
}
