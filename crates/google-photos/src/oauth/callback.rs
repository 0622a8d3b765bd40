//! Waiting on loopback for the browser to come back. The query holds the code, so it is never logged.

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
    visitor: TcpStream,
    pub answer: Answer,
}

/// What it brought.
pub(crate) enum Answer {
    Code(SecretString),
    /// The name of an error, such as `access_denied`.
    Refused(String),
}

impl Callback {
    pub async fn show(mut self, page: &Page) {
        reply(&mut self.visitor, page).await;
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
    let page = match judge(&head, state) {
        Verdict::Ours(answer) => return Some(Callback { visitor, answer }),
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
    /// An answer to another sign-in, or a guess.
    Strange,
    /// A favourite icon and the like.
    Nothing,
}

fn judge(head: &str, state: &str) -> Verdict {
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
    let first = |key: &str| {
        url.query_pairs()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.into_owned())
    };
    if first("state").as_deref() != Some(state) {
        return Verdict::Strange;
    }
    match (first("error"), first("code")) {
        (Some(error), _) => Verdict::Ours(Answer::Refused(error)),
        (None, Some(code)) if !code.is_empty() => {
            Verdict::Ours(Answer::Code(SecretString::from(code)))
        }
        _ => Verdict::Strange,
    }
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
    #[case("", "nothing")]
    fn only_the_answer_with_our_state_is_ours(#[case] head: &str, #[case] expected: &str) {
        let verdict = match judge(head, "s") {
            Verdict::Ours(Answer::Code(_)) => "code",
            Verdict::Ours(Answer::Refused(_)) => "refused",
            Verdict::Strange => "strange",
            Verdict::Nothing => "nothing",
        };
        assert_eq!(verdict, expected);
    }

    proptest! {
        #[test]
        fn any_request_can_be_judged(head in "\\PC*") {
            let _ = judge(&head, "s");
        }
    }
}
