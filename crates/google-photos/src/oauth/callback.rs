//! Waiting on loopback for the browser to come back. The query holds the code, so it is never logged.
//!
//! Any page in the browser can send requests to 127.0.0.1. None of them is an answer: it does not know the `state`, a page
//! that rebinds its own name sends that name as `Host`, and what a script, a picture or a form sends says so.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use secrecy::SecretString;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time;
use url::Url;

use super::page::Page;

/// How long one visitor may take to say what it wants. Browsers open connections ahead of need and leave them silent.
const PATIENCE: Duration = Duration::from_secs(10);
const MAX_HEAD_BYTES: usize = 16 * 1024;
const MAX_VISITORS: usize = 32;

/// The browser that came back. It waits for its page until [`Callback::show`].
pub(crate) struct Callback {
    /// Nobody, where the answer came by hand.
    visitor: Option<TcpStream>,
    pub answer: Answer,
}

/// What it brought.
pub(crate) enum Answer {
    Code(SecretString),
    /// The name of an error, such as `access_denied`.
    Refused(String),
}

impl Callback {
    /// An answer that no browser brought.
    pub fn by_hand(answer: Answer) -> Self {
        Self {
            visitor: None,
            answer,
        }
    }

    pub async fn show(self, page: &Page) {
        if let Some(mut visitor) = self.visitor {
            reply(&mut visitor, page).await;
        }
    }
}

/// Waits for the answer that carries `state`. All else gets a page that says so; `strange` remembers other sign-ins.
pub(crate) async fn wait(listener: &TcpListener, state: &str, strange: &AtomicBool) -> Callback {
    let mut visitors = FuturesUnordered::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((visitor, _)) if visitors.len() < MAX_VISITORS => visitors.push(receive(visitor, state, strange)),
                Ok(_) => {}
                // Out of handles, most likely: the browser tries again.
                Err(_) => time::sleep(Duration::from_millis(50)).await,
            },
            received = visitors.next(), if !visitors.is_empty() => {
                if let Some(Some(callback)) = received {
                    return callback;
                }
            }
        }
    }
}

async fn receive(mut visitor: TcpStream, state: &str, strange: &AtomicBool) -> Option<Callback> {
    let head = time::timeout(PATIENCE, read_head(&mut visitor))
        .await
        .ok()??;
    let host = visitor.local_addr().ok()?.to_string();
    let page = match judge(&head, &host, state) {
        Verdict::Ours(answer) => {
            return Some(Callback {
                visitor: Some(visitor),
                answer,
            });
        }
        Verdict::Strange => {
            strange.store(true, Ordering::Relaxed);
            Page::STRANGE
        }
        Verdict::Nothing => Page::NOTHING,
    };
    reply(&mut visitor, &page).await;
    None
}

async fn read_head(visitor: &mut TcpStream) -> Option<String> {
    let mut head = Vec::with_capacity(2048);
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if head.len() > MAX_HEAD_BYTES || visitor.read_buf(&mut head).await.ok()? == 0 {
            return None;
        }
    }
    String::from_utf8(head).ok()
}

async fn reply(visitor: &mut TcpStream, page: &Page) {
    // A browser that is gone already needs no page.
    let _ = time::timeout(PATIENCE, async {
        visitor.write_all(page.answer().as_bytes()).await?;
        visitor.shutdown().await
    })
    .await;
}

enum Verdict {
    Ours(Answer),
    /// An answer to another sign-in, a guess, or not the browser on its way.
    Strange,
    /// A favourite icon and the like.
    Nothing,
}

/// `host` is the address that was listened on, as a browser names it.
fn judge(head: &str, host: &str, state: &str) -> Verdict {
    let mut line = head.lines().next().unwrap_or_default().split(' ');
    let (Some("GET"), Some(target)) = (line.next(), line.next()) else {
        return Verdict::Nothing;
    };
    let Ok(url) = Url::parse("http://127.0.0.1/").and_then(|base| base.join(target)) else {
        return Verdict::Nothing;
    };
    if url.path() != "/" || url.query().is_none() {
        return Verdict::Nothing;
    }
    if !is_a_visit(head, host) {
        return Verdict::Strange;
    }
    answer_in(&url, state).map_or(Verdict::Strange, Verdict::Ours)
}

/// The answer that an address carries, if it is one to the sign-in of this `state`.
pub(crate) fn answer_in(url: &Url, state: &str) -> Option<Answer> {
    let first = |key: &str| {
        url.query_pairs()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.into_owned())
    };
    if first("state").as_deref() != Some(state) {
        return None;
    }
    match (first("error"), first("code")) {
        (Some(error), _) => Some(Answer::Refused(error)),
        (None, Some(code)) if !code.is_empty() => Some(Answer::Code(SecretString::from(code))),
        _ => None,
    }
}

/// Whether this is a person's browser going to this very address, and not a page that sends a request to it.
fn is_a_visit(head: &str, host: &str) -> bool {
    let mut named = false;
    for (name, value) in head.lines().skip(1).filter_map(|line| line.split_once(':')) {
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "host" if value != host || named => return false,
            "host" => named = true,
            // No browser sends one when it goes to a page.
            "origin" => return false,
            // Source: <https://www.w3.org/TR/fetch-metadata/>; a browser without them is trusted for its `state`.
            "sec-fetch-mode" if value != "navigate" => return false,
            "sec-fetch-dest" if value != "document" => return false,
            _ => {}
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("GET /?state=s&code=c HTTP/1.1\r\n", "code")]
    #[case("GET /?code=4%2Fc&scope=a%20b&state=s HTTP/1.1\r\n", "code")]
    #[case("GET /?error=access_denied&state=s HTTP/1.1\r\n", "refused")]
    #[case("GET /?state=other&code=c HTTP/1.1\r\n", "strange")]
    #[case("GET /?code=c HTTP/1.1\r\n", "strange")]
    #[case("GET /?error=access_denied HTTP/1.1\r\n", "strange")]
    #[case("GET /?state=s HTTP/1.1\r\n", "strange")]
    #[case("GET /?state=s&code= HTTP/1.1\r\n", "strange")]
    #[case("GET /favicon.ico HTTP/1.1\r\n", "nothing")]
    #[case("GET /favicon.ico?state=s&code=c HTTP/1.1\r\n", "nothing")]
    #[case("GET / HTTP/1.1\r\n", "nothing")]
    #[case("POST /?state=s&code=c HTTP/1.1\r\n", "nothing")]
    #[case("\r\n", "nothing")]
    fn only_the_answer_with_our_state_is_ours(#[case] head: &str, #[case] expected: &str) {
        assert_eq!(verdict(&format!("{head}Host: {HOST}\r\n\r\n")), expected);
    }

    const HOST: &str = "127.0.0.1:5000";

    fn verdict(head: &str) -> &'static str {
        match judge(head, HOST, "s") {
            Verdict::Ours(Answer::Code(_)) => "code",
            Verdict::Ours(Answer::Refused(_)) => "refused",
            Verdict::Strange => "strange",
            Verdict::Nothing => "nothing",
        }
    }

    #[rstest]
    #[case::a_browser(
        "Host: 127.0.0.1:5000\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\nSec-Fetch-Site: cross-site\r\n",
        "code"
    )]
    #[case::an_old_browser("host: 127.0.0.1:5000\r\n", "code")]
    #[case::nobody_named("", "strange")]
    #[case::a_name_led_here("Host: evil.example:5000\r\n", "strange")]
    #[case::another_name("Host: localhost:5000\r\n", "strange")]
    #[case::another_port("Host: 127.0.0.1\r\n", "strange")]
    #[case::two_names("Host: 127.0.0.1:5000\r\nHost: evil.example\r\n", "strange")]
    #[case::a_script("Host: 127.0.0.1:5000\r\nOrigin: https://evil.example\r\n", "strange")]
    #[case::a_hidden_script("Host: 127.0.0.1:5000\r\nOrigin: null\r\n", "strange")]
    #[case::a_request_that_reads_nothing(
        "Host: 127.0.0.1:5000\r\nSec-Fetch-Mode: no-cors\r\n",
        "strange"
    )]
    #[case::a_frame(
        "Host: 127.0.0.1:5000\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n",
        "strange"
    )]
    fn a_page_in_the_browser_cannot_answer(#[case] headers: &str, #[case] expected: &str) {
        let head = format!("GET /?state=s&code=c HTTP/1.1\r\n{headers}\r\n");
        assert_eq!(verdict(&head), expected);
    }

    proptest! {
        #[test]
        fn any_request_can_be_judged(head in "\\PC*") {
            let _ = judge(&head, HOST, "s");
        }
    }
}
