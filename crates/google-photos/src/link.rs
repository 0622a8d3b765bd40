//! Whether a share link still works for somebody who is not signed in.

use reqwest::Response;
use reqwest::header::LOCATION;
use url::Url;

use crate::client::GooglePhotos;

/// A short link leads to a long one; more steps than this lead nowhere.
const MAX_STEPS: usize = 5;

/// What became of a share link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkCheck {
    /// It shows the album.
    Alive,
    /// It shows nothing any more.
    Dead,
    /// No answer, or one that says neither.
    Unknown,
}

impl GooglePhotos {
    /// Asks for a share link as a stranger would: without credentials. Costs nothing of any quota.
    ///
    /// Only links on Google's share hosts are asked for; any other is `Unknown`.
    pub async fn link_check(&self, link: &Url) -> LinkCheck {
        let mut link = link.clone();
        for _ in 0..MAX_STEPS {
            if !self.http.endpoints.is_share_link(&link) {
                return LinkCheck::Unknown;
            }
            let request = self
                .http
                .api
                .get(link.clone())
                .timeout(self.http.time_outs.answer);
            let Ok(answer) = request.send().await else {
                return LinkCheck::Unknown;
            };
            match (answer.status().as_u16(), next(&answer, &link)) {
                (200, _) => return LinkCheck::Alive,
                (404 | 410, _) => return LinkCheck::Dead,
                (300..=399, Some(next)) => link = next,
                _ => return LinkCheck::Unknown,
            }
        }
        LinkCheck::Unknown
    }
}

fn next(answer: &Response, from: &Url) -> Option<Url> {
    from.join(answer.headers().get(LOCATION)?.to_str().ok()?)
        .ok()
}
