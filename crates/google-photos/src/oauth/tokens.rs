//! The tokens of one account: an access token is renewed when it is about to end, by one caller for all.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures::TryFutureExt;
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{Mutex, MutexGuard};

use super::exchange::{self, ExchangeError, Tokened};
use super::{ClientCredentials, Scopes};
use crate::clock;
use crate::error::{ApiError, TokenRefusal};
use crate::http::{About, Http, Limit, Repeat};

/// An access token with less than this is renewed before it is used.
const LEAST_LIFE: SignedDuration = SignedDuration::from_secs(60);

/// What goes with each request for about an hour.
#[derive(Clone)]
pub struct AccessToken {
    secret: SecretString,
    expires_at: Timestamp,
}

impl AccessToken {
    /// A token and the moment at which it ends.
    pub fn new(secret: impl Into<String>, expires_at: Timestamp) -> Self {
        Self {
            secret: SecretString::from(secret.into()),
            expires_at,
        }
    }

    /// When it ends.
    pub fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// The secret itself. It belongs in no log, no error and no window.
    pub fn expose(&self) -> &str {
        self.secret.expose_secret()
    }

    fn is_good(&self, now: Timestamp) -> bool {
        now.duration_until(self.expires_at) > LEAST_LIFE
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccessToken(… until {})", self.expires_at)
    }
}

/// What a renewal told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Renewal {
    /// What the person allows by now; it may be less than at the sign-in.
    pub scopes: Scopes,
    /// How much longer the sign-in lasts, where Google ends it by itself.
    pub refresh_token_life: Option<Duration>,
}

/// The tokens that the requests of one account share.
pub(crate) struct Tokens {
    credentials: ClientCredentials,
    state: Mutex<State>,
    /// Counts finished renewals, so that whoever waited for one shares its outcome.
    renewals: AtomicU64,
}

struct State {
    refresh_token: SecretString,
    access: Option<AccessToken>,
    renewal: Renewal,
    failure: Option<ApiError>,
    /// The person signed out: nothing is asked any more.
    forgotten: bool,
}

impl Tokens {
    pub fn new(
        credentials: ClientCredentials,
        refresh_token: SecretString,
        access: Option<AccessToken>,
    ) -> Self {
        let state = State {
            refresh_token,
            access,
            renewal: Renewal {
                scopes: Scopes::ALL,
                refresh_token_life: None,
            },
            failure: None,
            forgotten: false,
        };
        Self {
            credentials,
            state: Mutex::new(state),
            renewals: AtomicU64::new(0),
        }
    }

    /// An access token with more than a minute of life.
    pub async fn access(&self, http: &Http) -> Result<AccessToken, ApiError> {
        let seen = self.renewals.load(Ordering::Acquire);
        let state = self.state.lock().await;
        match &state.access {
            Some(token) if token.is_good(clock::now()) => Ok(token.clone()),
            _ => self.renewed(http, state, seen).await,
        }
    }

    /// The access token there is, good or not. Nothing is sent.
    pub async fn held(&self) -> Option<AccessToken> {
        self.state.lock().await.access.clone()
    }

    /// Another access token than the one Google refused.
    pub async fn replace(
        &self,
        http: &Http,
        refused: &AccessToken,
    ) -> Result<AccessToken, ApiError> {
        let seen = self.renewals.load(Ordering::Acquire);
        let state = self.state.lock().await;
        match &state.access {
            Some(token) if token.expose() != refused.expose() => Ok(token.clone()),
            _ => self.renewed(http, state, seen).await,
        }
    }

    /// Renews in any case.
    pub async fn renew(&self, http: &Http) -> Result<Renewal, ApiError> {
        let state = self.state.lock().await;
        let seen = self.renewals.load(Ordering::Acquire);
        self.renewed(http, state, seen).await?;
        Ok(self.state.lock().await.renewal)
    }

    pub async fn refresh_token(&self) -> SecretString {
        self.state.lock().await.refresh_token.clone()
    }

    pub async fn forget(&self) {
        let mut state = self.state.lock().await;
        state.forgotten = true;
        state.access = None;
        state.refresh_token = SecretString::default();
    }

    pub async fn revoke(&self, http: &Http) -> Result<(), ApiError> {
        let mut state = self.state.lock().await;
        let about = About {
            call: "revoke",
            needs: Scopes::NONE,
            counted: None,
        };
        let form = [("token", state.refresh_token.expose_secret())];
        let request = || {
            http.api
                .post(http.endpoints.revoke.clone())
                .timeout(http.time_outs.answer)
                .form(&form)
        };
        match http
            .policy
            .run(Repeat::Safe, || {
                Box::pin(http.once(about, Limit::Own, request()))
            })
            .await
        {
            // Google: 400 for a token that is dead already, which is what was wanted.
            Ok(_) | Err(ApiError::Refused { status: 400, .. }) => {
                state.access = None;
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Renews while it holds the lock, unless somebody else failed to while this caller waited for it.
    async fn renewed(
        &self,
        http: &Http,
        mut state: MutexGuard<'_, State>,
        seen: u64,
    ) -> Result<AccessToken, ApiError> {
        if state.forgotten {
            return Err(ApiError::SignInRequired {
                call: exchange::CALL,
            });
        }
        let waited = self.renewals.load(Ordering::Acquire) != seen;
        if let (true, Some(failure)) = (waited, &state.failure) {
            return Err(failure.clone());
        }
        state.access = None;
        let outcome = self.ask(http, &state.refresh_token).await;
        let outcome = match outcome {
            Ok(tokened) => {
                if let Some(newer) = tokened.refresh_token {
                    state.refresh_token = newer;
                }
                state.renewal = Renewal {
                    scopes: tokened.scopes,
                    refresh_token_life: tokened.refresh_token_life,
                };
                state.access = Some(tokened.access.clone());
                state.failure = None;
                Ok(tokened.access)
            }
            Err(error) => {
                state.failure = Some(error.clone());
                Err(error)
            }
        };
        self.renewals.fetch_add(1, Ordering::Release);
        outcome
    }

    async fn ask(&self, http: &Http, refresh_token: &SecretString) -> Result<Tokened, ApiError> {
        let oauth = exchange::oauth_client(&http.endpoints, &self.credentials);
        let time_out = http.time_outs.answer;
        http.policy
            .run(Repeat::Safe, || {
                Box::pin(
                    exchange::refresh(&oauth, &http.api, refresh_token, time_out)
                        .map_err(refresh_error),
                )
            })
            .await
    }
}

fn refresh_error(error: ExchangeError) -> ApiError {
    let call = exchange::CALL;
    match error {
        ExchangeError::Failed(error) => error,
        ExchangeError::Refused(TokenRefusal::GrantDead) => ApiError::SignInRequired { call },
        ExchangeError::Refused(TokenRefusal::Client(why)) => ApiError::ClientRefused { call, why },
        ExchangeError::Refused(TokenRefusal::AdminBlocked) => ApiError::AdminBlocked { call },
        ExchangeError::Refused(TokenRefusal::Other { code, message }) => ApiError::Refused {
            call,
            status: 400,
            message: format!("{code} {message}").trim_end().to_owned(),
        },
    }
}
