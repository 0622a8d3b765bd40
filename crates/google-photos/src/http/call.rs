//! One call of the Library API or the Picker API as data, before it becomes a request.

use reqwest::Method;
use serde::Serialize;
use url::Url;

use super::Repeat;
use crate::error::ApiError;
use crate::ids::PageToken;
use crate::oauth::Scopes;
use crate::observer::RequestKind;

/// What errors, quota counters and retries need to know of a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About {
    /// The name of the REST method.
    pub call: &'static str,
    /// Scopes of which any one permits it.
    pub needs: Scopes,
    /// The quota it counts against.
    pub counted: Option<RequestKind>,
}

impl About {
    /// Whether the call is about one picking session.
    pub fn is_of_a_session(&self) -> bool {
        self.needs == Scopes::PICK && self.call.starts_with("picker.")
    }
}

/// Whether a call goes through the serial write lane of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lane {
    Read,
    /// Google refuses two writes at once for one account.
    Write,
}

/// Which of Google's services a call is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    Library,
    Picker,
}

/// A call with a JSON answer.
#[derive(Debug)]
pub(crate) struct Call {
    pub about: About,
    pub method: Method,
    pub service: Service,
    pub lane: Lane,
    pub repeat: Repeat,
    /// The JSON body; none for a GET, which fails with a content type.
    pub body: Option<Vec<u8>>,
    path: Vec<String>,
    query: Vec<(&'static str, String)>,
}

impl Call {
    /// A read, which may be repeated.
    pub fn get(call: &'static str, path: &[&str]) -> Self {
        Self::new(
            call,
            Method::GET,
            path,
            Scopes::READ,
            Lane::Read,
            Repeat::Safe,
        )
    }

    /// A write, which must not be repeated unless [`Call::repeatable`] says so.
    pub fn post(call: &'static str, path: &[&str], needs: Scopes) -> Self {
        Self::new(call, Method::POST, path, needs, Lane::Write, Repeat::Unsafe)
    }

    /// A change of fields, which may be repeated.
    pub fn patch(call: &'static str, path: &[&str]) -> Self {
        Self::new(
            call,
            Method::PATCH,
            path,
            Scopes::EDIT,
            Lane::Write,
            Repeat::Safe,
        )
    }

    fn new(
        call: &'static str,
        method: Method,
        path: &[&str],
        needs: Scopes,
        lane: Lane,
        repeat: Repeat,
    ) -> Self {
        Self {
            about: About {
                call,
                needs,
                counted: Some(RequestKind::Library),
            },
            method,
            service: Service::Library,
            lane,
            repeat,
            body: None,
            path: path.iter().map(|segment| (*segment).to_owned()).collect(),
            query: Vec::new(),
        }
    }

    /// A call of the Picker API. It is in no lane and counts against no daily quota. All of them may be repeated: a session
    /// that nobody uses ends by itself.
    pub fn picker(call: &'static str, method: Method, path: &[&str]) -> Self {
        let mut made = Self::new(call, method, path, Scopes::PICK, Lane::Read, Repeat::Safe);
        made.about.counted = None;
        made.service = Service::Picker;
        made
    }

    pub fn needs(mut self, scopes: Scopes) -> Self {
        self.about.needs = scopes;
        self
    }

    pub fn repeatable(mut self) -> Self {
        self.repeat = Repeat::Safe;
        self
    }

    /// For a POST that only reads.
    pub fn reading(mut self) -> Self {
        self.lane = Lane::Read;
        self.repeatable()
    }

    pub fn query(mut self, name: &'static str, value: impl ToString) -> Self {
        self.query.push((name, value.to_string()));
        self
    }

    pub fn page(self, after: Option<&PageToken>) -> Self {
        match after {
            Some(token) => self.query("pageToken", token.as_str()),
            None => self,
        }
    }

    /// Sets the JSON body.
    pub fn json(mut self, body: &impl Serialize) -> Result<Self, ApiError> {
        let call = self.about.call;
        let bytes = serde_json::to_vec(body).map_err(|_| ApiError::Invalid {
            call,
            reason: "the request could not be written",
        })?;
        self.body = Some(bytes);
        Ok(self)
    }

    /// The address. An empty or dotted id is refused, because it would name something else.
    pub fn url(&self, base: &Url) -> Result<Url, ApiError> {
        let invalid = ApiError::Invalid {
            call: self.about.call,
            reason: "the id is empty or no id",
        };
        let dotted = |segment: &String| {
            matches!(segment.as_str(), "" | "." | "..") || segment.starts_with(':')
        };
        if self.path.iter().any(dotted) {
            return Err(invalid);
        }
        let mut url = base.clone();
        match url.path_segments_mut() {
            Ok(mut segments) => segments.pop_if_empty().extend(&self.path),
            Err(()) => return Err(invalid),
        };
        if !self.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.query);
        }
        Ok(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn base() -> Url {
        Url::parse("https://photoslibrary.googleapis.com/").unwrap()
    }

    #[test]
    fn an_id_with_a_slash_stays_one_segment() {
        let url = Call::get("albums.get", &["v1", "albums", "a/b?c"])
            .url(&base())
            .unwrap();
        assert_eq!(
            url.as_str(),
            "https://photoslibrary.googleapis.com/v1/albums/a%2Fb%3Fc"
        );
    }

    #[test]
    fn the_verb_keeps_its_colon() {
        let url = Call::get("mediaItems.batchGet", &["v1", "mediaItems:batchGet"])
            .query("mediaItemIds", "1")
            .url(&base());
        assert_eq!(
            url.unwrap().as_str(),
            "https://photoslibrary.googleapis.com/v1/mediaItems:batchGet?mediaItemIds=1"
        );
    }

    #[rstest]
    #[case("")]
    #[case(".")]
    #[case("..")]
    #[case(":share")]
    fn an_id_that_would_name_something_else_is_refused(#[case] id: &str) {
        assert!(matches!(
            Call::get("albums.get", &["v1", "albums", id]).url(&base()),
            Err(ApiError::Invalid { .. })
        ));
    }
}
