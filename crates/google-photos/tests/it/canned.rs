//! Servers that answer what they are told to, and a client of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use google_photos::{
    AccessToken, ClientCredentials, Endpoints, GooglePhotos, RequestKind, RequestObserver,
    RetryPolicy,
};
use jiff::{Timestamp, ToSpan};
use secrecy::SecretString;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

pub const CLIENT_ID: &str = "1-a.apps.googleusercontent.com";
pub const CLIENT_SECRET: &str = "GOCSPX-hush-client-secret";
pub const ACCESS: &str = "ya29.hush-access-token";
pub const REFRESH: &str = "1//hush-refresh-token";

/// Google's patience without its waits.
pub const QUICK: RetryPolicy = RetryPolicy {
    first_wait: Duration::ZERO,
    longest_wait: Duration::from_secs(64),
    tries: 5,
    slow_down_wait: Duration::ZERO,
    slow_down_repeats: 2,
};

pub fn credentials() -> ClientCredentials {
    ClientCredentials::typed(CLIENT_ID, CLIENT_SECRET).unwrap()
}

/// A token that is good for so long.
pub fn access(text: &str, seconds: i64) -> AccessToken {
    AccessToken::new(text, Timestamp::now() + seconds.seconds())
}

/// A client that has an access token.
pub fn client(base: &str) -> GooglePhotos {
    client_with(base, Some(access(ACCESS, 3600)), Arc::new(()))
}

pub fn client_with(
    base: &str,
    access: Option<AccessToken>,
    observer: Arc<dyn RequestObserver>,
) -> GooglePhotos {
    let endpoints = Endpoints::loopback(base).unwrap();
    let client = GooglePhotos::new(
        endpoints,
        credentials(),
        SecretString::from(REFRESH),
        access,
        observer,
    );
    client.unwrap().with_retry_policy(QUICK)
}

/// Counts what leaves.
#[derive(Default)]
pub struct Counter {
    pub library: AtomicUsize,
    pub media: AtomicUsize,
}

impl RequestObserver for Counter {
    fn request_sent(&self, kind: RequestKind, _method: &'static str) {
        let counter = match kind {
            RequestKind::Library => &self.library,
            RequestKind::MediaBytes => &self.media,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

/// A server that answers one path in one way.
pub async fn answers(verb: &str, at: &str, answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method(verb))
        .and(path(at))
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

/// How many requests came.
pub async fn requests(server: &MockServer) -> usize {
    server.received_requests().await.unwrap().len()
}

/// A server that writes these bytes after the head of each request and hangs up. Counts its visitors.
pub async fn hangs_up_after(bytes: &'static [u8]) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let visits = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&visits);
    tokio::spawn(async move {
        while let Ok((mut visitor, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.windows(4).any(|end| end == b"\r\n\r\n") {
                if visitor.read_buf(&mut head).await.unwrap_or(0) == 0 {
                    break;
                }
            }
            counted.fetch_add(1, Ordering::SeqCst);
            let _ = visitor.write_all(bytes).await;
        }
    });
    (base, visits)
}

/// A server that takes connections and never says a word.
pub async fn says_nothing() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let mut kept = Vec::new();
        while let Ok((visitor, _)) = listener.accept().await {
            kept.push(visitor);
        }
    });
    base
}
