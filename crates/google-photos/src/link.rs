//! Whether a share link still works for somebody who is not signed in.

use std::time::Duration;

use reqwest::header::{ACCEPT, LOCATION};
use reqwest::{Client, Response, redirect};
use url::Url;

use crate::endpoints::Endpoints;
use crate::error::{ApiError, retry_after};
use crate::http::{built, client};

/// A short link leads to a long one; more steps than this lead nowhere.
const MAX_STEPS: usize = 5;
/// For one step. Only the head of the answer is waited for.
const TIME_OUT: Duration = Duration::from_secs(20);

/// What a look at a share link said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkCheck {
    /// It shows the album.
    Alive,
    /// It shows nothing any more.
    Dead,
    /// An answer that says neither, or that leads off the share hosts.
    Unclear,
    /// The host wants to be left alone for so long, if it said so.
    Busy(Option<Duration>),
    /// No answer.
    Silent,
}

/// Looks at share links as a stranger would: a client of its own that has no token and keeps no cookies. It goes to the share
/// hosts and nowhere else, and reads nothing of a page.
#[derive(Clone)]
pub struct LinkChecker {
    endpoints: Endpoints,
    http: Client,
}

impl std::fmt::Debug for LinkChecker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LinkChecker").finish_non_exhaustive()
    }
}

impl LinkChecker {
    /// A checker for the links of the service at `endpoints`.
    ///
    /// Errors: `NoClient`.
    pub fn new(endpoints: Endpoints) -> Result<Self, ApiError> {
        let http = client(&endpoints)
            .redirect(redirect::Policy::none())
            .referer(false)
            .timeout(TIME_OUT);
        Ok(Self {
            http: built(http)?,
            endpoints,
        })
    }

    /// Looks at a link. Costs nothing of any quota.
    ///
    /// Anything but a share link of this service is not asked for: `Unclear`.
    pub async fn look(&self, link: &Url) -> LinkCheck {
        let mut link = link.clone();
        for _ in 0..MAX_STEPS {
            if !self.endpoints.is_share_link(&link) {
                return LinkCheck::Unclear;
            }
            let request = self.http.get(link.clone()).header(ACCEPT, "text/html");
            let Ok(answer) = request.send().await else {
                return LinkCheck::Silent;
            };
            match (answer.status().as_u16(), next(&answer, &link)) {
                (200, _) => return LinkCheck::Alive,
                (404 | 410, _) => return LinkCheck::Dead,
                (429 | 503, _) => {
                    return LinkCheck::Busy(retry_after(answer.headers(), crate::clock::now()));
                }
                (300..=399, Some(next)) => link = next,
                _ => return LinkCheck::Unclear,
            }
        }
        LinkCheck::Unclear
    }
}

fn next(answer: &Response, from: &Url) -> Option<Url> {
    from.join(answer.headers().get(LOCATION)?.to_str().ok()?)
        .ok()
}
