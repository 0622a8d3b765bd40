//! The client of one account.

use std::sync::Arc;

use secrecy::SecretString;

use crate::endpoints::Endpoints;
use crate::error::ApiError;
use crate::http::{About, Http, Limit, Repeat, RetryPolicy, TimeOuts, json};
use crate::oauth::{AccessToken, Account, ClientCredentials, Renewal, Scopes, Tokens, UserInfo};
use crate::observer::RequestObserver;

/// Google Photos as one signed-in account sees it. A clone shares everything with its original: the access token, the
/// connections and the lane in which the writes of the account wait for one another.
#[derive(Clone)]
pub struct GooglePhotos {
    pub(crate) http: Http,
}

impl std::fmt::Debug for GooglePhotos {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GooglePhotos")
            .field("library", &self.http.endpoints.library.as_str())
            .finish_non_exhaustive()
    }
}

impl GooglePhotos {
    /// A client for the account to which `refresh_token` belongs. Nothing is sent yet.
    ///
    /// `access` saves a renewal if it is still good. Errors: `NoClient`.
    pub fn new(
        endpoints: Endpoints,
        credentials: ClientCredentials,
        refresh_token: SecretString,
        access: Option<AccessToken>,
        observer: Arc<dyn RequestObserver>,
    ) -> Result<Self, ApiError> {
        let tokens = Tokens::new(credentials, refresh_token, access);
        Ok(Self {
            http: Http::new(endpoints, tokens, observer)?,
        })
    }

    /// The same client with another patience.
    #[must_use]
    pub fn with_retry_policy(mut self, policy: RetryPolicy) -> Self {
        self.http.policy = policy;
        self
    }

    /// The same client with other time-outs.
    #[must_use]
    pub fn with_time_outs(mut self, time_outs: TimeOuts) -> Self {
        self.http.time_outs = time_outs;
        self
    }

    /// Where this client sends its calls.
    pub fn endpoints(&self) -> &Endpoints {
        &self.http.endpoints
    }

    /// Who is signed in. Costs no Library request.
    ///
    /// Errors: `SignInRequired`, `ConsentRequired`, `NoAnswer`, `Malformed`.
    pub async fn account(&self) -> Result<Account, ApiError> {
        let about = About {
            call: "userinfo",
            needs: Scopes::IDENTITY,
            counted: None,
        };
        let url = &self.http.endpoints.user_info;
        let build = || {
            self.http
                .api
                .get(url.clone())
                .timeout(self.http.time_outs.answer)
        };
        let info: UserInfo = self
            .http
            .policy
            .run(Repeat::Safe, || {
                Box::pin(async {
                    json(
                        about.call,
                        self.http.authorised(about, Limit::Own, &build).await?,
                    )
                    .await
                })
            })
            .await?;
        info.into_account()
            .ok_or_else(|| ApiError::malformed(about.call, "it names nobody"))
    }

    /// Gets a new access token now, and what the person allows by now.
    ///
    /// Errors: `SignInRequired`, `ClientRefused`, `AdminBlocked`, `NoAnswer`, `Unavailable`, `Malformed`.
    pub async fn renew_access(&self) -> Result<Renewal, ApiError> {
        self.http.tokens.renew(&self.http).await
    }

    /// Gets an access token where there is none that is good, so that the first call that needs one need not wait for it.
    ///
    /// Errors: as [`GooglePhotos::renew_access`].
    pub async fn prepare_access(&self) -> Result<(), ApiError> {
        self.http.tokens.access(&self.http).await.map(|_| ())
    }

    /// The refresh token in force. Google may replace the one that was given, so keep this one after a renewal.
    pub async fn refresh_token(&self) -> SecretString {
        self.http.tokens.refresh_token().await
    }

    /// Takes back every permission the person gave to this client, for good. A token that was dead already is no error.
    ///
    /// Errors: `NoAnswer`, `Unavailable`, `Refused`.
    /// Source: <https://developers.google.com/identity/protocols/oauth2/native-app#tokenrevoke>
    pub async fn revoke(&self) -> Result<(), ApiError> {
        self.http.tokens.revoke(&self.http).await
    }

    /// Forgets the tokens, here and in all clones: whatever is under way with one of them asks Google for nothing more and
    /// ends with `SignInRequired`. What Google holds stays as it is.
    pub async fn forget_tokens(&self) {
        self.http.tokens.forget().await;
    }
}
