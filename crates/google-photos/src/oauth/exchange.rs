//! The token endpoint, through the `oauth2` crate.

use std::time::Duration;

use jiff::SignedDuration;
use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse,
    BasicTokenType,
};
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, Client, ClientId, ClientSecret, EndpointNotSet,
    EndpointSet, ExtraTokenFields, HttpRequest, HttpResponse, PkceCodeVerifier, RedirectUrl,
    RefreshToken, RequestTokenError, StandardRevocableToken, StandardTokenResponse, TokenResponse,
    TokenUrl,
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::{AccessToken, ClientCredentials, Scopes};
use crate::clock;
use crate::endpoints::Endpoints;
use crate::error::{ApiError, TokenRefusal};
use crate::http::{About, bytes};

/// What the token endpoint is called in errors.
pub(crate) const CALL: &str = "token";

const ABOUT: About = About {
    call: CALL,
    needs: Scopes::NONE,
    counted: None,
};

/// Google: an access token lives about an hour.
const USUAL_LIFE: Duration = Duration::from_secs(3599);

/// What Google's answers hold beyond the standard.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct GoogleFields {
    /// Google: only where the sign-in ends by itself, as that of a project in Testing does after 7 days.
    #[serde(
        default,
        deserialize_with = "seconds",
        skip_serializing_if = "Option::is_none"
    )]
    refresh_token_expires_in: Option<u64>,
}

impl ExtraTokenFields for GoogleFields {}

/// Seconds as a number or as text. Anything else is as good as nothing: the tokens beside it count.
fn seconds<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    })
}

type GoogleTokens = StandardTokenResponse<GoogleFields, BasicTokenType>;

/// The client of the `oauth2` crate with the two endpoints set that are used.
pub(crate) type OauthClient = Client<
    BasicErrorResponse,
    GoogleTokens,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// What the token endpoint gave.
pub(crate) struct Tokened {
    pub access: AccessToken,
    pub refresh_token: Option<SecretString>,
    pub refresh_token_life: Option<Duration>,
    pub scopes: Scopes,
}

/// Why it gave nothing.
pub(crate) enum ExchangeError {
    Refused(TokenRefusal),
    Failed(ApiError),
}

pub(crate) fn oauth_client(endpoints: &Endpoints, credentials: &ClientCredentials) -> OauthClient {
    Client::new(ClientId::new(credentials.client_id.to_string()))
        .set_client_secret(ClientSecret::new(credentials.secret().to_owned()))
        .set_auth_type(AuthType::RequestBody)
        .set_auth_uri(AuthUrl::from_url(endpoints.auth.clone()))
        .set_token_uri(TokenUrl::from_url(endpoints.token.clone()))
}

/// Turns the code of a callback into tokens. A code is good for one exchange, so this is never repeated.
pub(crate) async fn redeem(
    oauth: &OauthClient,
    redirect: &RedirectUrl,
    http: &reqwest::Client,
    code: &SecretString,
    verifier: PkceCodeVerifier,
    time_out: Duration,
) -> Result<Tokened, ExchangeError> {
    oauth
        .exchange_code(AuthorizationCode::new(code.expose_secret().to_owned()))
        .set_pkce_verifier(verifier)
        .set_redirect_uri(std::borrow::Cow::Borrowed(redirect))
        .request_async(&|request| carry(http.clone(), request, time_out))
        .await
        .map(tokened)
        .map_err(exchange_error)
}

/// Turns a refresh token into an access token.
pub(crate) async fn refresh(
    oauth: &OauthClient,
    http: &reqwest::Client,
    token: &SecretString,
    time_out: Duration,
) -> Result<Tokened, ExchangeError> {
    oauth
        .exchange_refresh_token(&RefreshToken::new(token.expose_secret().to_owned()))
        .request_async(&|request| carry(http.clone(), request, time_out))
        .await
        .map(tokened)
        .map_err(exchange_error)
}

fn tokened(answer: GoogleTokens) -> Tokened {
    let life = answer.expires_in().unwrap_or(USUAL_LIFE);
    let life = SignedDuration::try_from(life).unwrap_or(SignedDuration::from_hours(1));
    let now = clock::now();
    let scopes = answer.scopes().map(|granted| {
        let each = granted.iter().map(|scope| Scopes::parse(scope));
        each.fold(Scopes::NONE, |all, one| all | one)
    });
    Tokened {
        access: AccessToken::new(
            answer.access_token().secret().clone(),
            now.checked_add(life).unwrap_or(now),
        ),
        refresh_token: answer
            .refresh_token()
            .map(|token| SecretString::from(token.secret().clone())),
        refresh_token_life: answer
            .extra_fields()
            .refresh_token_expires_in
            .map(Duration::from_secs),
        // An answer without a list grants what was asked for (RFC 6749, 5.1).
        scopes: scopes.unwrap_or(Scopes::ALL),
    }
}

fn exchange_error(error: RequestTokenError<ApiError, BasicErrorResponse>) -> ExchangeError {
    let malformed = |reason: &str| ExchangeError::Failed(ApiError::malformed(CALL, reason));
    match error {
        RequestTokenError::ServerResponse(said) => {
            let description = said.error_description().map_or("", String::as_str);
            ExchangeError::Refused(TokenRefusal::read(said.error().as_ref(), description))
        }
        RequestTokenError::Request(error) => ExchangeError::Failed(error),
        // The other two hold what Google sent, which may be a token: neither is passed on.
        RequestTokenError::Parse(..) => malformed("it holds no token that can be read"),
        RequestTokenError::Other(_) => malformed("it is not of the kind that holds a token"),
    }
}

/// The HTTP client of the `oauth2` crate: ours, with a bound on time and size.
async fn carry(
    http: reqwest::Client,
    request: HttpRequest,
    time_out: Duration,
) -> Result<HttpResponse, ApiError> {
    let transport = |error| ApiError::from_transport(CALL, error);
    let mut request = reqwest::Request::try_from(request).map_err(transport)?;
    *request.timeout_mut() = Some(time_out);
    let answer = http.execute(request).await.map_err(transport)?;
    let (status, headers) = (answer.status(), answer.headers().clone());
    let body = bytes(CALL, answer).await?;
    if status.is_server_error() || status.as_u16() == 429 {
        return Err(ApiError::from_answer(
            ABOUT,
            status,
            &headers,
            &body,
            clock::now(),
        ));
    }
    let mut answer = HttpResponse::new(body);
    *answer.status_mut() = status;
    *answer.headers_mut() = headers;
    Ok(answer)
}
