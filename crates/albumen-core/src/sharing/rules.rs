//! Decisions about share links. Pure.

use google_photos::{Endpoints, LinkCheck};
use url::Url;

use crate::view::LinkState;

/// No share link is this long; what is longer was not copied from Google.
const MAX_LINK_BYTES: usize = 2_000;

/// Reads a pasted text as a share link of the service at `endpoints`.
pub fn share_link(text: &str, endpoints: &Endpoints) -> Option<Url> {
    let text = text.trim();
    if text.len() > MAX_LINK_BYTES || text.contains(char::is_whitespace) {
        return None;
    }
    Url::parse(text)
        .ok()
        .filter(|url| endpoints.is_share_link(url))
}

/// What a look at a link says of its state. Without an answer it stays what it was.
pub fn after_look(before: LinkState, look: LinkCheck) -> LinkState {
    match look {
        LinkCheck::Alive => LinkState::Alive,
        LinkCheck::Dead => LinkState::Dead,
        LinkCheck::Unknown => before,
    }
}

/// The state of a link after Google said that sharing is off. A link that still answers is not called dead.
pub fn after_stop(look: LinkCheck) -> LinkState {
    match look {
        LinkCheck::Alive => LinkState::Unknown,
        LinkCheck::Dead | LinkCheck::Unknown => LinkState::Dead,
    }
}

/// A state as it is written in the index.
pub fn state_word(state: LinkState) -> &'static str {
    match state {
        LinkState::Alive => "alive",
        LinkState::Dead => "dead",
        LinkState::Unknown => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("  https://photos.app.goo.gl/AbCdEf123\n", true)]
    #[case("https://photos.google.com/share/AF1QipXyz?key=abc", true)]
    #[case::two_words("https://photos.app.goo.gl/AbC and more", false)]
    #[case::another_host("https://photos.app.goo.gl.example.com/AbC", false)]
    #[case::this_computer("http://127.0.0.1:8085/share/abc", false)]
    #[case::a_script("javascript:alert(1)", false)]
    #[case("", false)]
    fn only_share_links_of_google_count(#[case] text: &str, #[case] counts: bool) {
        assert_eq!(share_link(text, &Endpoints::google()).is_some(), counts);
    }

    #[test]
    fn an_endless_text_is_no_link() {
        let text = format!("https://photos.app.goo.gl/{}", "a".repeat(MAX_LINK_BYTES));
        assert_eq!(share_link(&text, &Endpoints::google()), None);
    }

    #[test]
    fn no_answer_changes_nothing() {
        for before in [LinkState::Alive, LinkState::Dead, LinkState::Unknown] {
            assert_eq!(
                after_look(before, LinkCheck::Unknown),
                before,
                "being offline kills no link"
            );
        }
    }

    #[test]
    fn a_link_that_still_answers_is_not_called_dead() {
        assert_eq!(after_stop(LinkCheck::Alive), LinkState::Unknown);
        assert_eq!(
            after_stop(LinkCheck::Unknown),
            LinkState::Dead,
            "Google said so"
        );
    }
}
