//! Sending the item to an address. A client of its own: no token, no cookies, no redirects.

use std::time::Duration;

use reqwest::redirect::Policy;

use super::{Doing, said};
use crate::recipes::rules::again::Trouble;
use crate::recipes::rules::{address, words};
use crate::recipes::store::runs::Left;

/// How long an answer may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

impl Doing<'_> {
    pub(super) async fn call(&self, url: &str) -> Result<Left, Trouble> {
        let url = address::judge(url).map_err(|why| Trouble::Never(why.to_owned()))?;
        let here = address::is_here(&url);
        let body = self.payload(here).await?;
        let mut client = reqwest::Client::builder()
            .redirect(Policy::none())
            .timeout(ANSWER_WITHIN)
            .user_agent(concat!("Albumen/", env!("CARGO_PKG_VERSION")));
        if here {
            // Whatever the name server says: this computer is this computer.
            client = client
                .no_proxy()
                .resolve("localhost", ([127, 0, 0, 1], 0).into());
        }
        let client = client
            .build()
            .map_err(|_| Trouble::Again("Nothing could be sent right now.".to_owned()))?;
        let host = words::host(url.as_str());
        let key = format!("albumen-{}-{}", self.run.key.0, self.run.step);
        let sent = client
            .post(url)
            // By which a receiver knows one that it has had already.
            .header("Idempotency-Key", key)
            .json(&body)
            .send()
            .await;
        match sent {
            Ok(answer) if answer.status().is_success() => Ok(said(format!(
                "{host} took it ({}).",
                answer.status().as_u16()
            ))),
            Ok(answer) if answer.status().is_redirection() => Err(Trouble::Never(format!(
                "{host} sent Albumen on to another address ({}), which it does not follow. Use the final address.",
                answer.status().as_u16()
            ))),
            Ok(answer) => Err(Trouble::Again(format!(
                "{host} did not take it ({}).",
                answer.status().as_u16()
            ))),
            Err(error) if error.is_timeout() => Err(Trouble::Again(format!(
                "{host} did not answer within 30 seconds."
            ))),
            Err(_) => Err(Trouble::Again(format!("{host} could not be reached."))),
        }
    }
}
