//! One sign-in: from the address that the browser opens to the tokens of an account.

use std::fmt;
use std::io::ErrorKind;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope};
use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use url::Url;

use super::by_hand::ByHand;
use super::callback::{self, Answer, Callback};
use super::exchange::{self, ExchangeError, OauthClient};
use super::page::Page;
use super::{AccessToken, Account, ClientCredentials, ClientKind, Scopes, SignInError, UserInfo};
use crate::endpoints::Endpoints;
use crate::error::ApiError;
use crate::http::{Repeat, RetryPolicy, TimeOuts, api_client, json};

/// How to sign in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignInOptions {
    /// The address or the id of the account that signs in again.
    pub login_hint: Option<String>,
    /// Whether Google shall ask which account, even if only one is signed in in the browser.
    pub select_account: bool,
    /// The port on this computer for the way back; a free one when left out. A client of the kind `Web` needs one.
    pub fixed_port: Option<u16>,
}

/// What a person granted.
#[derive(Clone)]
pub struct Grant {
    /// Good for about an hour.
    pub access: AccessToken,
    /// Good until it is revoked or forgotten. It belongs in the keychain.
    pub refresh_token: SecretString,
    /// How long that is, where Google ends it by itself: 7 days while the project is in Testing.
    pub refresh_token_life: Option<Duration>,
    /// What was ticked; it may be less than was asked for.
    pub scopes: Scopes,
    /// Who it was.
    pub account: Account,
}

impl fmt::Debug for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Grant")
            .field("scopes", &self.scopes)
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}

/// A sign-in under way: it listens on 127.0.0.1 for the browser to come back. Dropping it cancels it.
pub struct SignIn {
    listener: TcpListener,
    consent_url: Url,
    state: CsrfToken,
    by_hand: ByHand,
    arriving: mpsc::Receiver<Answer>,
    verifier: PkceCodeVerifier,
    redirect: RedirectUrl,
    endpoints: Endpoints,
    oauth: OauthClient,
    http: reqwest::Client,
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignIn")
            .field("redirect", &self.redirect.as_str())
            .finish_non_exhaustive()
    }
}

impl SignIn {
    /// Where the browser comes back to at this port.
    pub fn redirect_to(port: u16) -> String {
        format!("http://127.0.0.1:{port}")
    }

    /// Opens the port for the way back and makes the address for the browser. Nothing is sent yet.
    ///
    /// Errors: `PortTaken`, `FixedPortNeeded`, `Listen`, `Refused`.
    /// Source: <https://developers.google.com/identity/protocols/oauth2/native-app>
    pub async fn begin(
        endpoints: Endpoints,
        credentials: ClientCredentials,
        options: SignInOptions,
    ) -> Result<Self, SignInError> {
        if credentials.kind == ClientKind::Web && options.fixed_port.is_none() {
            return Err(SignInError::FixedPortNeeded);
        }
        let http = api_client(&endpoints)?;
        let listener = listen(options.fixed_port.unwrap_or(0)).await?;
        let port = listener
            .local_addr()
            .map_err(|source| SignInError::Listen { source })?
            .port();
        let redirect =
            RedirectUrl::new(Self::redirect_to(port)).map_err(|_| SignInError::Malformed {
                reason: "no way back could be named".to_owned(),
            })?;
        let oauth = exchange::oauth_client(&endpoints, &credentials);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = oauth
            // 16 bytes, so 128 bits.
            .authorize_url(CsrfToken::new_random)
            .set_redirect_uri(std::borrow::Cow::Borrowed(&redirect))
            .set_pkce_challenge(challenge)
            .add_scopes(
                asked_for(&endpoints)
                    .names()
                    .map(|name| Scope::new(name.to_owned())),
            )
            .add_extra_param("access_type", "offline");
        if let Some(hint) = options.login_hint {
            request = request.add_extra_param("login_hint", hint);
        }
        if let Some(prompt) = prompt(credentials.kind, options.select_account) {
            request = request.add_extra_param("prompt", prompt);
        }
        let (consent_url, state) = request.url();
        let (by_hand, arriving) = ByHand::new(port, state.secret());
        Ok(Self {
            listener,
            consent_url,
            state,
            by_hand,
            arriving,
            verifier,
            redirect,
            endpoints,
            oauth,
            http,
        })
    }

    /// The address to open in the system's browser. Its query says what is asked for.
    pub fn consent_url(&self) -> &Url {
        &self.consent_url
    }

    /// Where the browser comes back to. A client of the kind `Web` must have registered exactly this.
    pub fn redirect_uri(&self) -> &str {
        self.redirect.as_str()
    }

    /// To hand the answer over as text, where the browser is on another computer.
    pub fn by_hand(&self) -> ByHand {
        self.by_hand.clone()
    }

    /// Waits for the browser, redeems its code, asks who it was, and only then shows "You can close this tab".
    ///
    /// `time_out` is for the person in the browser; Google's own answers have theirs. Errors: all of [`SignInError`].
    pub async fn finish(mut self, time_out: Duration) -> Result<Grant, SignInError> {
        let strange = AtomicBool::new(false);
        let waiting = async {
            tokio::select! {
                came = callback::wait(&self.listener, self.state.secret(), &strange) => came,
                Some(answer) = self.arriving.recv() => Callback::by_hand(answer),
            }
        };
        let Ok(mut callback) = tokio::time::timeout(time_out, waiting).await else {
            let other = strange.load(Ordering::Relaxed);
            return Err(if other {
                SignInError::WrongState
            } else {
                SignInError::TimedOut
            });
        };
        let answer = std::mem::replace(&mut callback.answer, Answer::Refused(String::new()));
        let outcome = match answer {
            Answer::Code(code) => self.redeem(&code).await,
            Answer::Refused(code) => Err(SignInError::from_callback(&code)),
        };
        let page = match &outcome {
            Ok(_) => Page::SIGNED_IN,
            Err(SignInError::Denied) => Page::DENIED,
            Err(_) => Page::FAILED,
        };
        callback.show(&page).await;
        outcome
    }

    async fn redeem(self, code: &SecretString) -> Result<Grant, SignInError> {
        let time_out = TimeOuts::default().answer;
        let tokened = exchange::redeem(
            &self.oauth,
            &self.redirect,
            &self.http,
            code,
            self.verifier,
            time_out,
        )
        .await
        .map_err(|error| match error {
            ExchangeError::Refused(refusal) => refusal.into(),
            ExchangeError::Failed(error) => SignInError::from(error),
        })?;
        let account = who(&self.http, &self.endpoints, &tokened.access).await?;
        let refresh_token = tokened.refresh_token.ok_or(SignInError::NoRefreshToken)?;
        Ok(Grant {
            access: tokened.access,
            refresh_token,
            refresh_token_life: tokened.refresh_token_life,
            scopes: tokened.scopes,
            account,
        })
    }
}

/// Google refuses a request for a scope that it removed; other endpoints may still have it.
fn asked_for(endpoints: &Endpoints) -> Scopes {
    if endpoints.is_google() {
        Scopes::ALL
    } else {
        Scopes::ALL | Scopes::SHARE
    }
}

/// Google: a web client gets a lasting token only with a consent; a desktop client always does, and each new one
/// counts towards the 100 that an account can have.
fn prompt(kind: ClientKind, select_account: bool) -> Option<&'static str> {
    match (kind, select_account) {
        (ClientKind::Desktop, false) => None,
        (ClientKind::Desktop, true) => Some("select_account"),
        (ClientKind::Web, false) => Some("consent"),
        (ClientKind::Web, true) => Some("select_account consent"),
    }
}

async fn listen(port: u16) -> Result<TcpListener, SignInError> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|source| match source.kind() {
            ErrorKind::AddrInUse => SignInError::PortTaken { port },
            _ => SignInError::Listen { source },
        })
}

async fn who(
    http: &reqwest::Client,
    endpoints: &Endpoints,
    access: &AccessToken,
) -> Result<Account, SignInError> {
    const CALL: &str = "userinfo";
    let ask = || async {
        let request = http
            .get(endpoints.user_info.clone())
            .timeout(TimeOuts::default().answer);
        let answer = request.bearer_auth(access.expose()).send().await;
        let answer = answer.map_err(|error| ApiError::from_transport(CALL, error))?;
        match answer.status() {
            status if status.is_success() => json::<UserInfo>(CALL, answer).await,
            status if status.is_server_error() => Err(ApiError::Unavailable {
                call: CALL,
                status: status.as_u16(),
            }),
            status => Err(ApiError::Refused {
                call: CALL,
                status: status.as_u16(),
                message: String::new(),
            }),
        }
    };
    let info = RetryPolicy::default()
        .run(Repeat::Safe, || Box::pin(ask()))
        .await?;
    info.into_account().ok_or_else(|| SignInError::Malformed {
        reason: "it names nobody".to_owned(),
    })
}
