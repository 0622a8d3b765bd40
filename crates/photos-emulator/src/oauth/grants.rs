//! Pending consents, codes, refresh tokens and access tokens.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{pkce::Challenge, scopes};
use crate::{account::Who, clock::now_ms, random};

const PENDING_MS: i64 = 30 * 60 * 1000;
const CODE_MS: i64 = 10 * 60 * 1000;
/// Google keeps this many live refresh tokens of one account for one client; the oldest is dropped silently.
///
/// Source: <https://developers.google.com/identity/protocols/oauth2#expiration>
const REFRESH_TOKENS_KEPT: usize = 100;

/// An authorization request that waits for the person.
#[derive(Debug, Clone)]
pub(crate) struct Pending {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) state: Option<String>,
    pub(crate) scopes: Vec<String>,
    pub(crate) challenge: Challenge,
    pub(crate) offline: bool,
    pub(crate) force_consent: bool,
    pub(crate) login_hint: String,
    pub(crate) since_ms: i64,
}

/// What the person allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Consent {
    pub(crate) who: Who,
    pub(crate) client_id: String,
    pub(crate) scopes: Vec<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Code {
    pub(crate) consent: Consent,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: Challenge,
    pub(crate) with_refresh: bool,
    since_ms: i64,
}

#[derive(Clone, Serialize, Deserialize)]
struct Refresh {
    token: String,
    consent: Consent,
    /// When it ends by itself, if it does.
    #[serde(default)]
    expires_ms: Option<i64>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Access {
    consent: Consent,
    expires_ms: i64,
}

/// All sign-ins there are.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Grants {
    #[serde(skip)]
    pending: HashMap<String, Pending>,
    #[serde(skip)]
    codes: HashMap<String, Code>,
    refresh: Vec<Refresh>,
    access: HashMap<String, Access>,
}

impl Grants {
    /// Keeps a request until the person decides; gives the value of the form's hidden field.
    pub(crate) fn ask(&mut self, pending: Pending) -> String {
        let now = now_ms();
        self.pending
            .retain(|_, kept| now < kept.since_ms + PENDING_MS);
        let id = random::token("", 24);
        self.pending.insert(id.clone(), pending);
        id
    }

    /// The request of a form, once.
    pub(crate) fn answer(&mut self, id: &str) -> Option<Pending> {
        self.pending
            .remove(id)
            .filter(|kept| now_ms() < kept.since_ms + PENDING_MS)
    }

    /// A code for what the person allowed.
    pub(crate) fn code(
        &mut self,
        request: &Pending,
        consent: Consent,
        always_refresh: bool,
    ) -> String {
        let first = !self.refresh.iter().any(|kept| {
            kept.consent.who == consent.who && kept.consent.client_id == consent.client_id
        });
        let with_refresh = always_refresh || (request.offline && (first || request.force_consent));
        let code = random::token("4/0A", 48);
        let kept = Code {
            consent,
            redirect_uri: request.redirect_uri.clone(),
            challenge: request.challenge.clone(),
            with_refresh,
            since_ms: now_ms(),
        };
        self.codes.insert(code.clone(), kept);
        code
    }

    /// Takes a code out: it is good for one attempt.
    pub(crate) fn redeem(&mut self, code: &str) -> Option<Code> {
        let now = now_ms();
        self.codes.retain(|_, kept| now < kept.since_ms + CODE_MS);
        self.codes.remove(code)
    }

    /// A new refresh token, which lives `life_s` seconds or lasts; the oldest of too many dies.
    pub(crate) fn new_refresh(&mut self, consent: &Consent, life_s: Option<i64>) -> String {
        let same = |kept: &Refresh| {
            kept.consent.who == consent.who && kept.consent.client_id == consent.client_id
        };
        if self.refresh.iter().filter(|kept| same(kept)).count() >= REFRESH_TOKENS_KEPT
            && let Some(oldest) = self.refresh.iter().position(same)
        {
            self.refresh.remove(oldest);
        }
        let token = random::token("1//0", 64);
        self.refresh.push(Refresh {
            token: token.clone(),
            consent: consent.clone(),
            expires_ms: life_s.map(|life_s| now_ms() + life_s * 1000),
        });
        token
    }

    /// A new access token that lives `life_s` seconds.
    pub(crate) fn new_access(&mut self, consent: &Consent, life_s: i64) -> String {
        let now = now_ms();
        self.access.retain(|_, kept| now < kept.expires_ms);
        let token = random::token("ya29.a0", 96);
        self.access.insert(
            token.clone(),
            Access {
                consent: consent.clone(),
                expires_ms: now + life_s * 1000,
            },
        );
        token
    }

    /// What a refresh token stands for, while it lives.
    pub(crate) fn refreshed(&self, token: &str) -> Option<&Consent> {
        let now = now_ms();
        self.refresh
            .iter()
            .find(|kept| kept.token == token)
            .filter(|kept| kept.expires_ms.is_none_or(|end| now < end))
            .map(|kept| &kept.consent)
    }

    /// How many refresh and access tokens of an account are alive.
    pub(crate) fn alive(&self, who: Who) -> (usize, usize) {
        let now = now_ms();
        let of = |consent: &Consent| consent.who == who;
        let refresh = self.refresh.iter().filter(|kept| of(&kept.consent));
        let access = self.access.values();
        let access = access.filter(|kept| now < kept.expires_ms && of(&kept.consent));
        (refresh.count(), access.count())
    }

    /// Takes scopes out of everything the account of this token granted to its client, as its owner can at any time.
    pub(crate) fn take_back(&mut self, token: &str, scopes: &[String]) {
        let of = self.refreshed(token).or_else(|| self.caller(token));
        let Some((who, client_id)) = of.map(|consent| (consent.who, consent.client_id.clone()))
        else {
            return;
        };
        let refresh = self.refresh.iter_mut().map(|kept| &mut kept.consent);
        let access = self.access.values_mut().map(|kept| &mut kept.consent);
        let same = |consent: &&mut Consent| consent.who == who && consent.client_id == client_id;
        for consent in refresh.chain(access).filter(same) {
            let taken = |scope: &String| scopes.iter().any(|one| scopes::is_named(scope, one));
            consent.scopes.retain(|scope| !taken(scope));
        }
    }

    /// What an access token stands for, while it lives.
    pub(crate) fn caller(&self, token: &str) -> Option<&Consent> {
        self.access
            .get(token)
            .filter(|kept| now_ms() < kept.expires_ms)
            .map(|kept| &kept.consent)
    }

    /// Ends one access token before its time.
    pub(crate) fn expire(&mut self, token: &str) {
        self.access.remove(token);
    }

    /// Ends everything the account granted to the project of this token's client. Says whether there was any.
    ///
    /// Google: permissions are given to a project, so revoking ends the tokens of all its clients.
    pub(crate) fn revoke(&mut self, token: &str) -> bool {
        let Some(consent) = self
            .refreshed(token)
            .or_else(|| self.caller(token))
            .cloned()
        else {
            return false;
        };
        let project = project(&consent.client_id);
        let other =
            |kept: &Consent| kept.who != consent.who || self::project(&kept.client_id) != project;
        self.refresh.retain(|kept| other(&kept.consent));
        self.access.retain(|_, kept| other(&kept.consent));
        true
    }
}

/// The project of a client: the number before the first hyphen of its id.
fn project(client_id: &str) -> &str {
    client_id
        .split_once('-')
        .map_or(client_id, |(project, _)| project)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_of_a_hundred_refresh_tokens_is_dropped() {
        let mut grants = Grants::default();
        let consent = Consent {
            who: Who::First,
            client_id: "a".into(),
            scopes: Vec::new(),
        };
        let tokens: Vec<String> = (0..101)
            .map(|_| grants.new_refresh(&consent, None))
            .collect();
        let alive: Vec<bool> = tokens
            .iter()
            .map(|token| grants.refreshed(token).is_some())
            .collect();
        assert_eq!(alive.iter().filter(|alive| **alive).count(), 100);
        assert_eq!(alive.first(), Some(&false), "the first one was the oldest");
    }

    #[test]
    fn revoking_ends_the_tokens_of_all_clients_of_the_project() {
        let mut grants = Grants::default();
        let consent = |client_id: &str| Consent {
            who: Who::First,
            client_id: client_id.into(),
            scopes: Vec::new(),
        };
        let one = grants.new_refresh(&consent("7-a.apps.googleusercontent.com"));
        let same_project = grants.new_refresh(&consent("7-b.apps.googleusercontent.com"));
        let other_project = grants.new_refresh(&consent("77-a.apps.googleusercontent.com"));
        assert!(grants.revoke(&one));
        assert!(grants.refreshed(&same_project).is_none());
        assert!(grants.refreshed(&other_project).is_some());
    }

    #[test]
    fn revoking_one_token_ends_all_of_its_client_and_account() {
        let mut grants = Grants::default();
        let ours = Consent {
            who: Who::First,
            client_id: "a".into(),
            scopes: Vec::new(),
        };
        let theirs = Consent {
            client_id: "b".into(),
            ..ours.clone()
        };
        let access = grants.new_access(&ours, 60);
        let refresh = grants.new_refresh(&ours, None);
        let other = grants.new_access(&theirs, 60);
        assert!(grants.revoke(&refresh));
        assert!(grants.caller(&access).is_none() && grants.refreshed(&refresh).is_none());
        assert!(
            grants.caller(&other).is_some(),
            "another client keeps what it had"
        );
        assert!(
            !grants.revoke(&refresh),
            "a second time there is nothing to revoke"
        );
    }
}
