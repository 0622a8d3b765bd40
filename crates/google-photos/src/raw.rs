//! Calls made by hand: any method, any path, the answer as it came. They go the way of every other call (access token,
//! counter, write lane), are sent once, and only to the two services of the endpoints: whatever leads elsewhere is refused
//! before the token is touched.

mod address;
mod refusal;
mod send;
mod suspects;

use std::time::Duration;

use url::Url;

pub use refusal::RawRefusal;

use crate::endpoints::Endpoints;
use crate::error::ApiError;
use crate::methods::{Api, Method, Verb, method_at};
use crate::uploads::UploadSource;

/// A call made by hand.
#[derive(Debug, Clone)]
pub struct RawCall {
    /// Which service it is for. A whole address says so itself.
    pub api: Api,
    /// Its HTTP method.
    pub verb: Verb,
    /// A path with or without a query, percent-encoded, or a whole address at Google.
    pub path: String,
    /// More of the query, as it reads before it is encoded.
    pub query: Vec<(String, String)>,
    /// Headers beside those that every call has.
    pub headers: Vec<(String, String)>,
    /// JSON; empty for none.
    pub body: String,
    /// The file whose bytes are the body.
    pub file: Option<UploadSource>,
}

/// Where a call would go.
#[derive(Debug, Clone)]
pub struct RawAddress {
    /// The whole address.
    pub url: Url,
    /// Which service that is.
    pub api: Api,
    /// The method it belongs to; none of a path that is in no documentation.
    pub method: Option<&'static Method>,
    /// Whether it may change something at Google.
    pub changes: bool,
}

/// What came back, whatever the status.
#[derive(Debug, Clone)]
pub struct RawAnswer {
    /// The HTTP status.
    pub status: u16,
    /// What the status is called.
    pub reason: &'static str,
    /// The headers in the order they came, without cookies.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// From the request that was answered until the last byte.
    pub took: Duration,
    /// How many requests it took: two where the access token had to be renewed.
    pub requests: u32,
}

/// Why there is no answer.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RawError {
    /// It was not sent.
    #[error(transparent)]
    Refused(#[from] RawRefusal),
    /// It was sent and not answered, or the sign-in is over.
    #[error(transparent)]
    Api(#[from] ApiError),
}

impl RawCall {
    /// Looks at a call as [`GooglePhotos::raw`](crate::GooglePhotos::raw) would, and sends nothing.
    ///
    /// Errors: what is wrong with it, as a sentence.
    pub fn check(&self, endpoints: &Endpoints) -> Result<RawAddress, RawRefusal> {
        let to = self.address(endpoints)?;
        if to.method.is_some_and(|method| method.takes_file) && self.file.is_none() {
            return Err(RawRefusal::NoFile);
        }
        Ok(to)
    }

    /// The same for a call whose file is not there yet.
    ///
    /// Errors: as [`RawCall::check`].
    pub fn address(&self, endpoints: &Endpoints) -> Result<RawAddress, RawRefusal> {
        self.holds_no_secret()?;
        let (url, api) = address::of(self, endpoints)?;
        suspects::headers(&self.headers)?;
        if self.verb == Verb::Get && !(self.body.trim().is_empty() && self.file.is_none()) {
            return Err(RawRefusal::BodyWithGet);
        }
        if self.file.is_some() && !self.body.trim().is_empty() {
            return Err(RawRefusal::BodyAndFile);
        }
        refusal::json(&self.body)?;
        let method = method_at(api, self.verb, url.path());
        let reads = self.verb == Verb::Get || method.is_some_and(|method| !method.changes);
        Ok(RawAddress {
            url,
            api,
            method,
            changes: !reads,
        })
    }

    /// Whether nothing in it looks like a key or a token.
    ///
    /// Errors: `Secret`.
    pub fn holds_no_secret(&self) -> Result<(), RawRefusal> {
        suspects::secrets(self)
    }
}
