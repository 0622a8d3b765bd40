//! The layer every request passes: it counts, holds writes apart, and lets faults strike.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures::StreamExt;

use super::Decision;
use crate::{
    account::Who,
    app::App,
    clock,
    error::ApiError,
    gateway::Line,
    library::{
        caller::{self, Caller},
        drain,
    },
    oauth::token::TakenBack,
    persist,
    route::{self, Call},
    stats::Writing,
};

/// Google's writes take their time; without it two at once would hardly ever meet.
const WRITE_TAKES: Duration = Duration::from_millis(4);
const PIECE_BYTES: usize = 16 * 1024;

/// How the bytes of one request flow.
#[derive(Clone)]
struct Flow {
    line: Line,
    bytes_per_s: Option<u64>,
    left: Option<Arc<AtomicU64>>,
}

/// Handles one request.
pub(crate) async fn pass(
    State(app): State<Arc<App>>,
    ConnectInfo(line): ConnectInfo<Line>,
    mut request: Request,
    next: Next,
) -> Response {
    if !is_for_this_machine(&app, request.headers()) {
        return (StatusCode::MISDIRECTED_REQUEST, "This address is not mine.").into_response();
    }
    let Some(name) = route::name(request.method(), request.uri(), request.headers()) else {
        let response = next.run(request).await;
        return kept(&app, response).await;
    };
    let decision = app.faults.decide(name);
    let found = caller(&app, request.headers(), &decision);
    let who = found.as_ref().map(|caller| caller.who);
    app.stats.request(name, who);
    let writing = write_gate(&app, &request, who);
    if let Some(caller) = found {
        request.extensions_mut().insert(caller);
    }
    if let Some(scopes) = decision.scopes_removed {
        request.extensions_mut().insert(TakenBack(scopes));
    }
    if decision.latency_ms > 0 {
        tokio::time::sleep(Duration::from_millis(decision.latency_ms)).await;
    }
    let left = decision
        .cut_after_bytes
        .map(|bytes| Arc::new(AtomicU64::new(bytes)));
    let flow = Flow {
        line,
        bytes_per_s: decision.bytes_per_s,
        left,
    };
    let request = request.map(|body| incoming(body, flow.clone(), app.clone(), who));
    let alone = writing
        .as_ref()
        .map(|writing| writing.is_alone || app.faults.may_write_at_once());
    let response = answer(request, next, decision.answer, alone).await;
    drop(writing);
    let mut response = kept(&app, response).await;
    if let Some(date) = app.faults.clock_skew_s().and_then(clock::http_date) {
        let date = HeaderValue::from_str(&date).ok();
        response
            .headers_mut()
            .extend(date.map(|date| (header::DATE, date)));
    }
    if decision.lose_answer {
        flow.line.cut();
    }
    let response = outgoing(response, flow);
    if route::is_media(name) && response.status().is_success() {
        return counted(response, app, name, who);
    }
    response
}

/// Only loopback names and those it was given are answered, so that no page of the web can reach in under a name of its
/// own.
fn is_for_this_machine(app: &App, headers: &HeaderMap) -> bool {
    let host = headers
        .get(header::HOST)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let name = host
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    let name = name.map_or(host, |(name, _)| name);
    ["127.0.0.1", "localhost", "[::1]"].contains(&name) || app.names.iter().any(|own| own == name)
}

fn caller(app: &App, headers: &HeaderMap, decision: &Decision) -> Option<Caller> {
    let token = caller::bearer(headers)?;
    let mut world = app.world();
    if decision.expire_token {
        world.grants.expire(token);
    }
    if let Some(scopes) = &decision.scopes_removed {
        world.grants.take_back(token, scopes);
        world.touch();
    }
    let consent = world.grants.caller(token).cloned();
    drop(world);
    consent.map(|consent| Caller::new(app, &consent))
}

fn write_gate(app: &App, request: &Request, who: Option<Who>) -> Option<Writing> {
    let call = Call::of(request.method(), request.uri())?;
    let who = who.filter(|_| call.method.is_write())?;
    Some(app.stats.write(who))
}

/// `alone`: whether this write is let through; `None` where it is no write.
async fn answer(
    request: Request,
    next: Next,
    forced: Option<Response>,
    alone: Option<bool>,
) -> Response {
    if let Some(forced) = forced {
        drain(request.into_body()).await;
        return forced;
    }
    match alone {
        Some(false) => {
            drain(request.into_body()).await;
            ApiError::concurrent_write().into_response()
        }
        Some(true) => {
            let response = next.run(request).await;
            tokio::time::sleep(WRITE_TAKES).await;
            response
        }
        None => next.run(request).await,
    }
}

/// Order: what an answer says must be on the disk before it is said.
async fn kept(app: &Arc<App>, response: Response) -> Response {
    if app.persist {
        let app = app.clone();
        let _ = tokio::task::spawn_blocking(move || persist::save_if_changed(&app)).await;
    }
    response
}

fn incoming(body: Body, flow: Flow, app: Arc<App>, who: Option<Who>) -> Body {
    if body.is_end_stream() {
        return body;
    }
    let counted = body.into_data_stream().inspect(move |piece| {
        if let Ok(piece) = piece {
            app.stats.received(who, piece.len() as u64);
        }
    });
    flow.over(Body::from_stream(counted))
}

fn outgoing(response: Response, flow: Flow) -> Response {
    if flow.bytes_per_s.is_none() && flow.left.is_none() {
        return response;
    }
    if flow
        .left
        .as_ref()
        .is_some_and(|left| left.load(Ordering::SeqCst) == 0)
    {
        flow.line.cut();
        return response;
    }
    with_length(response).map(|body| flow.over(body))
}

/// The same answer; what goes out of its body is counted.
fn counted(response: Response, app: Arc<App>, name: &'static str, who: Option<Who>) -> Response {
    with_length(response).map(|body| {
        Body::from_stream(body.into_data_stream().inspect(move |piece| {
            if let Ok(piece) = piece {
                app.stats.sent(name, who, piece.len() as u64);
            }
        }))
    })
}

/// A body that is led through a stream does not tell its length any more.
fn with_length(mut response: Response) -> Response {
    if let Some(length) = response.body().size_hint().exact() {
        response
            .headers_mut()
            .entry(header::CONTENT_LENGTH)
            .or_insert(HeaderValue::from(length));
    }
    response
}

impl Flow {
    /// The body at the speed of this flow, until it is cut.
    fn over(self, body: Body) -> Body {
        if self.bytes_per_s.is_none() && self.left.is_none() {
            return body;
        }
        let stream = body.into_data_stream();
        let state = (stream, Bytes::new(), self);
        Body::from_stream(futures::stream::unfold(
            state,
            |(mut stream, mut rest, flow)| async move {
                if rest.is_empty() {
                    rest = match stream.next().await? {
                        Ok(piece) => piece,
                        Err(error) => {
                            return Some((
                                Err(io::Error::other(error)),
                                (stream, Bytes::new(), flow),
                            ));
                        }
                    };
                }
                let piece = match flow.let_through(&mut rest).await {
                    Some(piece) => Ok(piece),
                    None => Err(io::Error::from(io::ErrorKind::ConnectionReset)),
                };
                Some((piece, (stream, rest, flow)))
            },
        ))
    }

    /// The next bytes that may pass; `None` once the connection is cut.
    async fn let_through(&self, rest: &mut Bytes) -> Option<Bytes> {
        let mut count = rest.len();
        if self.bytes_per_s.is_some() {
            count = count.min(PIECE_BYTES);
        }
        if let Some(left) = &self.left {
            let allowed = usize::try_from(left.load(Ordering::SeqCst)).unwrap_or(usize::MAX);
            if allowed == 0 {
                // What was let through should be on its way before the line goes dead.
                tokio::time::sleep(Duration::from_millis(20)).await;
                self.line.cut();
                return None;
            }
            count = count.min(allowed);
            left.fetch_sub(count as u64, Ordering::SeqCst);
        }
        if let Some(bytes_per_s) = self.bytes_per_s {
            tokio::time::sleep(Duration::from_secs_f64(count as f64 / bytes_per_s as f64)).await;
        }
        Some(rest.split_to(count))
    }
}
