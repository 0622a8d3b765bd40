//! Sending: authorised, counted, within its time, through the write lane where that is needed.

use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, ClientBuilder, RequestBuilder, Response, redirect};
use serde::de::DeserializeOwned;
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::{About, Call, Lane, RetryPolicy, Service, body};
use crate::clock;
use crate::endpoints::Endpoints;
use crate::error::{ApiError, Silence};
use crate::oauth::Tokens;
use crate::observer::RequestObserver;
use crate::uploads::Motion;

/// How long the client waits. The default suits a slow line; tests shorten it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeOuts {
    /// For a whole answer in JSON, from the request on.
    pub answer: Duration,
    /// For the next bytes of an upload to move. The upload as a whole may take as long as it takes.
    pub idle: Duration,
}

impl Default for TimeOuts {
    fn default() -> Self {
        Self {
            answer: Duration::from_secs(60),
            idle: Duration::from_secs(60),
        }
    }
}

const CONNECT_TIME_OUT: Duration = Duration::from_secs(10);
/// For the next bytes of a picture to arrive.
const MEDIA_IDLE_TIME_OUT: Duration = Duration::from_secs(30);

/// Everything of one account that requests share.
#[derive(Clone)]
pub(crate) struct Http {
    pub endpoints: Arc<Endpoints>,
    pub tokens: Arc<Tokens>,
    /// For JSON and uploads: follows no redirect.
    pub api: Client,
    /// For pictures: follows redirects and loses the token on the way to another host.
    pub media: Client,
    pub policy: RetryPolicy,
    pub time_outs: TimeOuts,
    pub observer: Arc<dyn RequestObserver>,
    write_lane: Arc<Mutex<()>>,
}

/// When a request has waited long enough.
#[derive(Clone, Copy)]
pub(crate) enum Limit<'a> {
    /// The request carries its own limits.
    Own,
    /// While bytes move, never.
    Idle(&'a Motion),
}

impl Http {
    pub fn new(
        endpoints: Endpoints,
        tokens: Tokens,
        observer: Arc<dyn RequestObserver>,
    ) -> Result<Self, ApiError> {
        Ok(Self {
            api: api_client(&endpoints)?,
            media: built(
                client(&endpoints)
                    .no_gzip()
                    .read_timeout(MEDIA_IDLE_TIME_OUT),
            )?,
            endpoints: Arc::new(endpoints),
            tokens: Arc::new(tokens),
            policy: RetryPolicy::default(),
            time_outs: TimeOuts::default(),
            observer,
            write_lane: Arc::default(),
        })
    }

    /// Makes a call and decodes its answer. Boxed, so that every method above it can be spawned.
    pub fn send<T: DeserializeOwned + Send + 'static>(
        &self,
        call: Call,
    ) -> BoxFuture<'_, Result<T, ApiError>> {
        Box::pin(self.send_unboxed(call))
    }

    async fn send_unboxed<T: DeserializeOwned + Send>(&self, call: Call) -> Result<T, ApiError> {
        let base = match call.service {
            Service::Library => &self.endpoints.library,
            Service::Picker => &self.endpoints.picker,
        };
        let url = call.url(base)?;
        let build = || {
            let request = self
                .api
                .request(call.method.clone(), url.clone())
                .timeout(self.time_outs.answer);
            match &call.body {
                Some(body) => request
                    .header(CONTENT_TYPE, "application/json")
                    .body(body.clone()),
                None => request,
            }
        };
        // Order: the lane is held through the repeats, or another write would be refused in the same way.
        let _lane = self.enter(call.lane).await;
        self.policy
            .run(call.repeat, || {
                Box::pin(async {
                    let answer = self.authorised(call.about, Limit::Own, &build).await?;
                    body::json(call.about.call, answer).await
                })
            })
            .await
    }

    /// Waits for the lane that a call goes through; it is held as long as what this gives.
    pub async fn enter(&self, lane: Lane) -> Option<OwnedMutexGuard<()>> {
        match lane {
            Lane::Read => None,
            Lane::Write => Some(Arc::clone(&self.write_lane).lock_owned().await),
        }
    }

    /// Sends one request with the access token, once more after a 401 with a new one.
    pub async fn authorised(
        &self,
        about: About,
        limit: Limit<'_>,
        build: &(impl Fn() -> RequestBuilder + Sync),
    ) -> Result<Response, ApiError> {
        let token = self.tokens.access(self).await?;
        match self
            .once(about, limit, build().bearer_auth(token.expose()))
            .await
        {
            Err(ApiError::SignInRequired { .. }) => {
                let renewed = self.tokens.replace(self, &token).await?;
                self.once(about, limit, build().bearer_auth(renewed.expose()))
                    .await
            }
            outcome => outcome,
        }
    }

    /// Sends one request as it is. Anything but success becomes an error.
    pub async fn once(
        &self,
        about: About,
        limit: Limit<'_>,
        request: RequestBuilder,
    ) -> Result<Response, ApiError> {
        if let Some(kind) = about.counted {
            self.observer.request_sent(kind, about.call);
        }
        let answer = match limit {
            Limit::Own => request.send().await,
            Limit::Idle(motion) => tokio::select! {
                answer = request.send() => answer,
                () = motion.stood_still(self.time_outs.idle) => return Err(ApiError::NoAnswer {
                    call: about.call,
                    sent: true,
                    why: Silence::StoodStill,
                    source: None,
                }),
            },
        };
        let answer = answer.map_err(|error| ApiError::from_transport(about.call, error))?;
        let status = answer.status();
        if status.is_success() {
            return Ok(answer);
        }
        let headers = answer.headers().clone();
        let body = body::error_body(answer);
        let body = tokio::time::timeout(self.time_outs.answer, body)
            .await
            .unwrap_or_default();
        Err(ApiError::from_answer(
            about,
            status,
            &headers,
            &body,
            clock::now(),
        ))
    }
}

/// The client for sign-in, JSON and uploads.
pub(crate) fn api_client(endpoints: &Endpoints) -> Result<Client, ApiError> {
    built(client(endpoints).redirect(redirect::Policy::none()))
}

/// What every client has: a bound on connecting, encryption towards Google, nothing in between towards this computer.
pub(crate) fn client(endpoints: &Endpoints) -> ClientBuilder {
    let client = Client::builder()
        .connect_timeout(CONNECT_TIME_OUT)
        .user_agent(concat!(
            env!("CARGO_PKG_NAME"),
            "/",
            env!("CARGO_PKG_VERSION")
        ));
    if endpoints.is_google() {
        client.https_only(true)
    } else {
        // No proxy, and no certificates either, which a bare machine may not have.
        client.no_proxy().tls_certs_only([])
    }
}

pub(crate) fn built(client: ClientBuilder) -> Result<Client, ApiError> {
    client.build().map_err(|error| ApiError::NoClient {
        call: "connect",
        source: Arc::new(error.without_url()),
    })
}
