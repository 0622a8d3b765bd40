//! Sending a call made by hand, once.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderMap, SET_COOKIE};
use reqwest::{Method, RequestBuilder, Response};

use super::{RawAddress, RawAnswer, RawCall, RawError, RawRefusal};
use crate::client::GooglePhotos;
use crate::clock;
use crate::error::{ApiError, Silence};
use crate::http::{Lane, bytes};
use crate::methods::{Api, Verb};
use crate::observer::RequestKind;
use crate::uploads::{Motion, UploadSource, raw_body};

/// What a call is named that is in no documentation.
const BY_HAND: &str = "by hand";

impl GooglePhotos {
    /// Makes a call as it stands and gives the answer as it came, whatever its status. Nothing is repeated, except once with
    /// a new access token after a 401; redirects are not followed. Changes wait for their turn in the account's write lane.
    ///
    /// Errors: `Refused` before anything was sent; `Api` with `SignInRequired`, `NoAnswer`, `File`, `FileChanged`, `Malformed`
    /// for an answer that is far too long.
    pub async fn raw(&self, call: &RawCall) -> Result<RawAnswer, RawError> {
        let to = call.check(&self.http.endpoints)?;
        let name = to.method.map_or(BY_HAND, |method| method.id);
        if let Some(file) = &call.file {
            file.check(name).await?;
        }
        let serial = match to.method {
            Some(method) => method.is_serial(),
            None => to.changes && to.api == Api::Library,
        };
        let lane = if serial { Lane::Write } else { Lane::Read };
        let _lane = self.http.enter(lane).await;
        let token = self.http.tokens.access(&self.http).await?;
        carries_not(call, token.expose())?;
        let answer = self.raw_once(call, &to, name, token.expose(), 1).await?;
        if answer.status != 401 {
            return Ok(answer);
        }
        let renewed = self.http.tokens.replace(&self.http, &token).await?;
        Ok(self.raw_once(call, &to, name, renewed.expose(), 2).await?)
    }

    async fn raw_once(
        &self,
        call: &RawCall,
        to: &RawAddress,
        name: &'static str,
        token: &str,
        requests: u32,
    ) -> Result<RawAnswer, ApiError> {
        let motion = Arc::new(Motion::new());
        let request = self.raw_request(call, to, name, &motion).bearer_auth(token);
        if to.api == Api::Library {
            self.http.observer.request_sent(RequestKind::Library, name);
        }
        let began = clock::now();
        let sent = match call.file {
            None => request.send().await,
            Some(_) => tokio::select! {
                answer = request.send() => answer,
                () = motion.stood_still(self.http.time_outs.idle) => return Err(silent(name, Silence::StoodStill)),
            },
        };
        let answer = motion.judge(sent.map_err(|error| ApiError::from_transport(name, error)))?;
        let (status, headers) = (answer.status(), shown(answer.headers(), token));
        let body = self.raw_body_of(name, answer).await?;
        let took = clock::now().duration_since(began);
        Ok(RawAnswer {
            status: status.as_u16(),
            reason: status.canonical_reason().unwrap_or(""),
            headers,
            body: without(body, token),
            took: Duration::try_from(took).unwrap_or_default(),
            requests,
        })
    }

    fn raw_request(
        &self,
        call: &RawCall,
        to: &RawAddress,
        name: &'static str,
        motion: &Arc<Motion>,
    ) -> RequestBuilder {
        let verb = match call.verb {
            Verb::Get => Method::GET,
            Verb::Post => Method::POST,
            Verb::Patch => Method::PATCH,
            Verb::Put => Method::PUT,
            Verb::Delete => Method::DELETE,
        };
        let mut request = self.http.api.request(verb, to.url.clone());
        for (header, value) in &call.headers {
            request = request.header(header, value);
        }
        if let Some(file) = &call.file {
            return with_file(request, file, name, motion);
        }
        let request = request.timeout(self.http.time_outs.answer);
        match call.body.trim() {
            "" if matches!(call.verb, Verb::Get | Verb::Delete) => request,
            // Google wants a length with every other verb.
            "" => request.body(Vec::new()),
            body => request
                .header(CONTENT_TYPE, "application/json")
                .body(body.to_owned()),
        }
    }

    async fn raw_body_of(&self, name: &'static str, answer: Response) -> Result<Vec<u8>, ApiError> {
        let read = bytes(name, answer);
        tokio::time::timeout(self.http.time_outs.answer, read)
            .await
            .map_err(|_| silent(name, Silence::TimedOut))?
    }
}

fn with_file(
    request: RequestBuilder,
    file: &UploadSource,
    name: &'static str,
    motion: &Arc<Motion>,
) -> RequestBuilder {
    raw_body(
        request.header("X-Goog-Upload-Protocol", "raw"),
        file,
        name,
        motion,
    )
}

fn silent(call: &'static str, why: Silence) -> ApiError {
    ApiError::NoAnswer {
        call,
        sent: true,
        why,
        source: None,
    }
}

/// The token of this very account, whatever it looks like, goes nowhere but into its header.
fn carries_not(call: &RawCall, token: &str) -> Result<(), RawRefusal> {
    let pairs = call.query.iter().chain(&call.headers);
    let all = pairs
        .flat_map(|(name, value)| [name, value])
        .chain([&call.path, &call.body]);
    for text in all {
        if text.contains(token) {
            return Err(RawRefusal::Secret {
                place: "The call".to_owned(),
            });
        }
    }
    Ok(())
}

fn shown(headers: &HeaderMap, token: &str) -> Vec<(String, String)> {
    headers
        .iter()
        .filter(|(name, _)| *name != SET_COOKIE)
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).replace(token, HIDDEN);
            (name.as_str().to_owned(), value)
        })
        .collect()
}

/// What stands where an answer repeats the access token.
const HIDDEN: &str = "[access token]";

/// A service that repeats what it was sent must not bring the token into a window.
fn without(body: Vec<u8>, token: &str) -> Vec<u8> {
    let token = token.as_bytes();
    if token.is_empty() || !body.windows(token.len()).any(|part| part == token) {
        return body;
    }
    let mut clean = Vec::with_capacity(body.len());
    let mut rest = body.as_slice();
    while let Some(first) = rest.first() {
        match rest.strip_prefix(token) {
            Some(after) => {
                clean.extend_from_slice(HIDDEN.as_bytes());
                rest = after;
            }
            None => {
                clean.push(*first);
                rest = rest.get(1..).unwrap_or_default();
            }
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_repeats_the_token_loses_it() {
        assert_eq!(
            without(b"a tok b toktok to".to_vec(), "tok"),
            b"a [access token] b [access token][access token] to"
        );
        assert_eq!(without(vec![0xff, 0x00], "tok"), [0xff, 0x00]);
    }
}
