//! The answer of a browser on another computer: the address it ended at, handed over as text. It holds the code, so it is
//! never logged and never quoted.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use tokio::sync::mpsc;
use url::{Host, Url};

use super::callback::{Answer, answer_in};

/// No browser comes back with a longer one.
const MAX_ADDRESS_BYTES: usize = 16 * 1024;

/// Hands a sign-in its answer as text, where the browser cannot come back to this computer. Clones reach the same sign-in.
#[derive(Clone)]
pub struct ByHand {
    port: u16,
    state: SecretString,
    answers: mpsc::Sender<Answer>,
}

/// Why a text is not the answer. The sign-in waits on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ByHandError {
    /// Something else was copied.
    #[error(
        "This is not the address that the browser ended at. After Allow it stands in the browser's address bar and begins with \
         http://127.0.0.1:{port}/, even where the page did not load. Copy all of it."
    )]
    NotTheAddress {
        /// The port of this sign-in.
        port: u16,
    },
    /// Its `state` or its port is not the one of this sign-in.
    #[error(
        "This address belongs to another sign-in, so it was not used. Copy the one that the browser ended at just now."
    )]
    OtherSignIn,
    /// Nobody waits for it any more.
    #[error("This sign-in is over. Start it again.")]
    Over,
}

impl ByHand {
    /// What is handed over here arrives at the receiver.
    pub(crate) fn new(port: u16, state: &str) -> (Self, mpsc::Receiver<Answer>) {
        let (answers, arriving) = mpsc::channel(1);
        let by_hand = Self {
            port,
            state: SecretString::from(state),
            answers,
        };
        (by_hand, arriving)
    }

    /// The port to which the browser comes back.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Takes the address that the browser ended at. Its `state` is checked as that of a browser that comes back.
    ///
    /// Errors: all of [`ByHandError`]; the sign-in waits on.
    pub fn take(&self, address: &str) -> Result<(), ByHandError> {
        let no_address = ByHandError::NotTheAddress { port: self.port };
        let url = address_in(address).ok_or(no_address)?;
        if url.query().is_none() {
            return Err(no_address);
        }
        if url.port_or_known_default() != Some(self.port) {
            return Err(ByHandError::OtherSignIn);
        }
        let answer = answer_in(&url, self.state.expose_secret()).ok_or(ByHandError::OtherSignIn)?;
        self.answers.try_send(answer).map_err(|_| ByHandError::Over)
    }
}

impl fmt::Debug for ByHand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByHand")
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}

/// The address on this computer that a text is, with or without what browsers leave out when they show it.
fn address_in(text: &str) -> Option<Url> {
    let text = text.trim().trim_matches(['"', '\'', '<', '>']);
    if text.is_empty() || text.len() > MAX_ADDRESS_BYTES || text.contains(char::is_whitespace) {
        return None;
    }
    let url = if text.contains("://") {
        Url::parse(text)
    } else {
        Url::parse(&format!("http://{text}"))
    };
    let url = url.ok()?;
    let is_here = match url.host()? {
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Domain(name) => name == "localhost",
        Host::Ipv6(_) => false,
    };
    (url.scheme() == "http" && is_here && url.path() == "/").then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("http://127.0.0.1:5000/?state=s&code=4%2F0A&scope=a%20b", Ok(()))]
    #[case("  \"http://127.0.0.1:5000/?code=c&state=s\"\n", Ok(()))]
    #[case("127.0.0.1:5000/?state=s&code=c", Ok(()))]
    #[case("http://localhost:5000?state=s&code=c", Ok(()))]
    #[case("http://127.0.0.1:5000/?error=access_denied&state=s", Ok(()))]
    #[case(
        "http://127.0.0.1:5000/?state=other&code=c",
        Err(ByHandError::OtherSignIn)
    )]
    #[case("http://127.0.0.1:5000/?code=c", Err(ByHandError::OtherSignIn))]
    #[case("http://127.0.0.1:5000/?state=s&code=", Err(ByHandError::OtherSignIn))]
    #[case("http://127.0.0.1:5001/?state=s&code=c", Err(ByHandError::OtherSignIn))]
    #[case("", Err(ByHandError::NotTheAddress { port: 5000 }))]
    #[case("4/0Acode", Err(ByHandError::NotTheAddress { port: 5000 }))]
    #[case("http://127.0.0.1:5000/", Err(ByHandError::NotTheAddress { port: 5000 }))]
    #[case("https://accounts.google.com/?state=s&code=c", Err(ByHandError::NotTheAddress { port: 5000 }))]
    #[case("http://127.0.0.1.example:5000/?state=s&code=c", Err(ByHandError::NotTheAddress { port: 5000 }))]
    #[case("http://127.0.0.1:5000/ ?state=s&code=c", Err(ByHandError::NotTheAddress { port: 5000 }))]
    fn only_the_address_with_our_state_is_taken(
        #[case] text: &str,
        #[case] expected: Result<(), ByHandError>,
    ) {
        let (by_hand, _arriving) = ByHand::new(5000, "s");
        assert_eq!(by_hand.take(text), expected);
    }

    #[test]
    fn an_answer_is_good_once_and_only_while_somebody_waits() {
        let (by_hand, arriving) = ByHand::new(5000, "s");
        let address = "http://127.0.0.1:5000/?state=s&code=c";
        assert_eq!(by_hand.take(address), Ok(()));
        assert_eq!(by_hand.take(address), Err(ByHandError::Over), "only once");
        drop(arriving);
        assert_eq!(by_hand.clone().take(address), Err(ByHandError::Over));
    }

    #[test]
    fn no_sentence_quotes_what_was_pasted() {
        let (by_hand, _arriving) = ByHand::new(5000, "sesame");
        let refused = by_hand.take("http://127.0.0.1:5000/?state=x&code=hush");
        assert!(!format!("{refused:?} {}", refused.unwrap_err()).contains("hush"));
        assert!(!format!("{by_hand:?}").contains("sesame"));
    }
}
