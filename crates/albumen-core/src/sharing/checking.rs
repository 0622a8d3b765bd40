//! Looking whether links work: when asked, after sharing was switched off, and now and then by itself.
//!
//! By itself only for links that are in the register, one after the other with a pause between, each at its turn, and not at a
//! host that was silent or busy a short while ago.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use google_photos::{Endpoints, LinkCheck, LinkChecker};
use url::Url;

use super::Sharing;
use super::rules::{self, Noted};
use super::store::{self, Kept};
use crate::engine::Frame;
use crate::error::CoreError;
use crate::view::{LinkKey, LinkProof, LinkView};

/// Waiting times of the looks at links.
#[derive(Clone, Debug)]
pub struct LinkPolicy {
    /// Whether links are looked at by themselves.
    pub by_itself: bool,
    /// The pause after each look of those: a few a minute at most.
    pub pause: Duration,
    /// How long until it is seen whether a link's turn has come.
    pub see_every: Duration,
    /// How many looks prove that a link is dead, or that it is not.
    pub proof_looks: u32,
    /// The pause after the first of them; doubles.
    pub proof_pause: Duration,
}

impl Default for LinkPolicy {
    fn default() -> Self {
        Self {
            by_itself: true,
            pause: Duration::from_secs(20),
            see_every: Duration::from_secs(5 * 60),
            proof_looks: 4,
            proof_pause: Duration::from_millis(1_500),
        }
    }
}

/// What all looks share.
#[derive(Default)]
pub(super) struct Looks {
    checkers: Mutex<Vec<(Endpoints, LinkChecker)>>,
    hosts: Mutex<HashMap<String, Host>>,
}

/// A host that was not to be asked.
#[derive(Clone, Copy)]
struct Host {
    until_ms: i64,
    times: u32,
    /// Whether it asked for the rest itself.
    busy: bool,
}

impl Looks {
    fn checker(&self, endpoints: &Endpoints) -> Result<LinkChecker, CoreError> {
        let mut all = self.checkers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, checker)) = all.iter().find(|(known, _)| known == endpoints) {
            return Ok(checker.clone());
        }
        let checker =
            LinkChecker::new(endpoints.clone()).map_err(|error| CoreError::GoogleTrouble {
                source: Arc::new(error),
            })?;
        all.push((endpoints.clone(), checker.clone()));
        Ok(checker)
    }

    fn rest(&self, host: &str, now_ms: i64) -> Option<Host> {
        let hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        hosts
            .get(host)
            .filter(|rest| rest.until_ms > now_ms)
            .copied()
    }

    fn heard(&self, host: &str, look: LinkCheck, now_ms: i64) {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = match look {
            LinkCheck::Busy(asked) => asked,
            LinkCheck::Silent => None,
            _ => {
                hosts.remove(host);
                return;
            }
        };
        let times = hosts.get(host).map_or(0, |rest| rest.times + 1);
        let rest = rules::host_rest(times, asked);
        let until_ms = now_ms.saturating_add(i64::try_from(rest.as_millis()).unwrap_or(i64::MAX));
        let busy = matches!(look, LinkCheck::Busy(_));
        hosts.insert(
            host.to_owned(),
            Host {
                until_ms,
                times,
                busy,
            },
        );
    }
}

/// A link that can be looked at now.
struct Ready {
    kept: Kept,
    url: Url,
    host: String,
    checker: LinkChecker,
}

impl Sharing {
    /// Looks now whether a link still works for somebody who is not signed in. Without a clear answer it stays what it was.
    ///
    /// Errors: `NotFound`, `ServiceNotRunning`, `SlowDown` where the host asked to be left alone a short while ago.
    pub async fn check(&self, key: LinkKey) -> Result<LinkView, CoreError> {
        let ready = self.ready(key).await?;
        let now_ms = self.frame.clock.now_ms();
        if let Some(rest) = self
            .looks
            .rest(&ready.host, now_ms)
            .filter(|rest| rest.busy)
        {
            let left_ms = rest.until_ms.saturating_sub(now_ms);
            return Err(CoreError::SlowDown {
                retry_after: u64::try_from(left_ms).ok().map(Duration::from_millis),
            });
        }
        Ok(self.look(ready).await?.1)
    }

    /// Looks a few times whether a link is dead, for who has just switched sharing off: Google may take a moment.
    ///
    /// Errors: as [`Sharing::check`].
    pub async fn prove_dead(&self, key: LinkKey) -> Result<LinkProof, CoreError> {
        let policy = &self.frame.policy.links;
        let mut pause = policy.proof_pause;
        let mut proof = LinkProof::NoAnswer;
        for look in 1..=policy.proof_looks {
            let ready = self.ready(key).await?;
            proof = match self.look(ready).await?.0 {
                LinkCheck::Dead => return Ok(LinkProof::Dead),
                LinkCheck::Alive => LinkProof::StillAlive,
                LinkCheck::Busy(_) => return Ok(proof),
                LinkCheck::Unclear | LinkCheck::Silent => proof,
            };
            if look < policy.proof_looks {
                tokio::time::sleep(pause).await;
                pause = pause.saturating_mul(2);
            }
        }
        Ok(proof)
    }

    /// Looks at the link whose turn came longest ago. None where no link's turn has come.
    ///
    /// Errors: what the index says.
    pub async fn check_due(&self) -> Result<Option<LinkView>, CoreError> {
        let now_ms = self.frame.clock.now_ms();
        let due = self
            .frame
            .index
            .read(move |db| store::due(db, now_ms))
            .await?;
        for key in due {
            // A service that is not running, or a link that went meanwhile: another link's turn.
            let Ok(ready) = self.ready(key).await else {
                continue;
            };
            if self.looks.rest(&ready.host, now_ms).is_none() {
                return Ok(Some(self.look(ready).await?.1));
            }
        }
        Ok(None)
    }

    /// Looks at links by itself until the engine closes.
    pub(crate) fn start(&self) {
        if !self.frame.policy.links.by_itself {
            return;
        }
        let sharing = self.clone();
        self.frame.tasks.spawn_until_stopped(async move {
            let policy = sharing.frame.policy.links.clone();
            loop {
                let wait = match sharing.check_due().await {
                    Ok(Some(_)) => policy.pause,
                    Ok(None) => policy.see_every,
                    Err(error) => {
                        tracing::debug!(code = error.code(), "links were not looked at");
                        policy.see_every
                    }
                };
                tokio::time::sleep(wait).await;
            }
        });
    }

    async fn ready(&self, key: LinkKey) -> Result<Ready, CoreError> {
        let kept = self.find(key).await?;
        let endpoints = self.connections.endpoints(kept.of).await?;
        let url = Url::parse(&kept.link.url).map_err(|_| CoreError::NotALink)?;
        Ok(Ready {
            host: url.host_str().unwrap_or_default().to_owned(),
            checker: self.looks.checker(&endpoints)?,
            kept,
            url,
        })
    }

    /// Looks at a link once and writes down what came of it.
    async fn look(&self, ready: Ready) -> Result<(LinkCheck, LinkView), CoreError> {
        let Ready {
            kept,
            url,
            host,
            checker,
        } = ready;
        let look = checker.look(&url).await;
        self.looks.heard(&host, look, self.frame.clock.now_ms());
        let noted = rules::after_look(kept.standing(), look);
        let link = note(&self.frame, kept.link, noted).await?;
        Ok((look, link))
    }

    /// Asks as a stranger would, and writes nothing down.
    pub(super) async fn ask(&self, link: &LinkView, endpoints: &Endpoints) -> LinkCheck {
        match (Url::parse(&link.url), self.looks.checker(endpoints)) {
            (Ok(url), Ok(checker)) => checker.look(&url).await,
            _ => LinkCheck::Unclear,
        }
    }
}

/// Writes down what a look said; gives the link as it is then.
pub(super) async fn note(
    frame: &Frame,
    link: LinkView,
    noted: Noted,
) -> Result<LinkView, CoreError> {
    let now_ms = frame.clock.now_ms();
    let next_ms = noted
        .wait
        .map(|wait| rules::turn_ms(now_ms, wait, link.key.0));
    let key = link.key;
    let after = frame.index.write(move |tx| {
        store::note(tx, &link, noted, now_ms, next_ms)?;
        Ok(store::one(tx, key)?.map(|kept| kept.link))
    });
    after.await?.ok_or(super::NO_LINK)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "photos.google.com";
    const MINUTE_MS: i64 = 60 * 1000;

    #[test]
    fn a_host_that_asked_for_a_rest_gets_it_until_it_answers() {
        let looks = Looks::default();
        assert!(looks.rest(HOST, 0).is_none());
        let asked = Some(Duration::from_secs(30 * 60));
        looks.heard(HOST, LinkCheck::Busy(asked), 0);
        let rest = looks.rest(HOST, 0).unwrap();
        assert!(rest.busy, "who asks for a look now is told so too");
        assert_eq!(rest.until_ms, 30 * MINUTE_MS);
        assert!(looks.rest("photos.app.goo.gl", 0).is_none(), "another host");
        assert!(looks.rest(HOST, 30 * MINUTE_MS).is_none(), "it is over");
        looks.heard(HOST, LinkCheck::Silent, 30 * MINUTE_MS);
        let rest = looks.rest(HOST, 30 * MINUTE_MS).unwrap();
        assert!(!rest.busy);
        assert_eq!(rest.until_ms, 40 * MINUTE_MS, "twice the first rest");
        looks.heard(HOST, LinkCheck::Dead, 31 * MINUTE_MS);
        assert!(looks.rest(HOST, 31 * MINUTE_MS).is_none(), "it answered");
    }
}
