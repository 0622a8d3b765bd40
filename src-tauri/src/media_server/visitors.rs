//! Who may ask: the window's own page, by the address it was given. A page elsewhere that had its name lead to 127.0.0.1
//! sends that name as `Host`, and a script of another page its own `Origin`.

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};

/// Where the window's page comes from: the built one on Linux and macOS, on Windows, and the one served while developing.
const OURS: [&str; 3] = [
    "tauri://localhost",
    "http://tauri.localhost",
    "http://127.0.0.1:5199",
];

/// Lets only requests through that were sent to `127.0.0.1:port` and by no other page.
pub(super) fn only_ours(router: Router, port: u16) -> Router {
    let host = format!("127.0.0.1:{port}");
    router.layer(from_fn(move |request: Request, next: Next| {
        let may = may_ask(request.headers(), &host);
        async move {
            if may {
                next.run(request).await
            } else {
                refuse()
            }
        }
    }))
}

fn refuse() -> Response {
    StatusCode::FORBIDDEN.into_response()
}

fn may_ask(headers: &HeaderMap, host: &str) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let addressed = hosts.next().is_some_and(|named| named == host) && hosts.next().is_none();
    let foreign = |origin: &header::HeaderValue| !OURS.iter().any(|ours| origin == ours);
    addressed && !headers.get_all(header::ORIGIN).iter().any(foreign)
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};

    use super::*;

    /// The status line that a request with these headers gets.
    async fn asked(headers: &[&str]) -> String {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let router = only_ours(
            Router::new().route("/t/1", get(|| async { "a video" })),
            port,
        );
        let serving = tokio::spawn(async move { axum::serve(listener, router).await });
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))
            .await
            .unwrap();
        let headers = headers
            .iter()
            .map(|line| line.replace("PORT", &port.to_string()) + "\r\n");
        let request = format!(
            "GET /t/1 HTTP/1.1\r\n{}Connection: close\r\n\r\n",
            headers.collect::<String>()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        serving.abort();
        answer.lines().next().unwrap_or_default().to_owned()
    }

    #[tokio::test]
    async fn the_player_is_answered() {
        for headers in [
            &["Host: 127.0.0.1:PORT"][..],
            &["Host: 127.0.0.1:PORT", "Origin: tauri://localhost"],
            &["Host: 127.0.0.1:PORT", "Origin: http://tauri.localhost"],
        ] {
            assert_eq!(asked(headers).await, "HTTP/1.1 200 OK", "{headers:?}");
        }
    }

    #[tokio::test]
    async fn a_page_in_the_browser_is_refused_even_if_it_knew_the_token() {
        for headers in [
            &["Host: evil.example:PORT"][..],
            &["Host: localhost:PORT"],
            &["Host: 127.0.0.1"],
            &["Host: 127.0.0.1:PORT.evil.example"],
            &["Host: 127.0.0.1:PORT", "Origin: https://evil.example"],
            &["Host: 127.0.0.1:PORT", "Origin: null"],
            &["Host: 127.0.0.1:PORT", "Origin: http://127.0.0.1:PORT"],
            &[
                "Host: 127.0.0.1:PORT",
                "Origin: tauri://localhost",
                "Origin: https://evil.example",
            ],
        ] {
            assert_eq!(
                asked(headers).await,
                "HTTP/1.1 403 Forbidden",
                "{headers:?}"
            );
        }
        let two = ["Host: 127.0.0.1:PORT", "Host: evil.example"];
        assert!(!asked(&two).await.contains("200"), "nor by two names");
    }
}
