//! Which text is a share link, and which lane an album takes. Pure.

use url::{Host, Url};

/// Where Google's share links live.
/// Source: <https://support.google.com/photos/answer/6131416> and the addresses that pressing Create link gives.
const SHORT_HOST: &str = "photos.app.goo.gl";
const LONG_HOST: &str = "photos.google.com";
/// No share link is this long; what is longer was not copied from Google.
const MAX_LINK_BYTES: usize = 2_000;

/// Reads a pasted text as a share link. `other` is where the service answers when it is not Google: a loopback address.
///
/// Only `https` on Google's share hosts counts, or a share address of exactly that loopback service.
pub fn share_link(text: &str, other: Option<&Url>) -> Option<Url> {
    let text = text.trim();
    if text.is_empty() || text.len() > MAX_LINK_BYTES || text.contains(char::is_whitespace) {
        return None;
    }
    let url = Url::parse(text).ok()?;
    if !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    (is_googles(&url) || other.is_some_and(|other| is_of(&url, other))).then_some(url)
}

fn is_googles(url: &Url) -> bool {
    let segments = segments(url);
    url.scheme() == "https"
        && url.port().is_none()
        && match url.host_str() {
            Some(SHORT_HOST) => segments.len() == 1,
            Some(LONG_HOST) => matches!(segments.as_slice(), ["share", _] | ["u", _, "share", _]),
            _ => false,
        }
}

/// Whether a link is a share address of the loopback service that stands in for Google.
fn is_of(url: &Url, other: &Url) -> bool {
    is_loopback(other) && url.origin() == other.origin() && segments(url).contains(&"share")
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn segments(url: &Url) -> Vec<&str> {
    url.path_segments()
        .into_iter()
        .flatten()
        .filter(|segment| !segment.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("https://photos.app.goo.gl/AbCdEf123", true)]
    #[case("  https://photos.app.goo.gl/AbCdEf123\n", true)]
    #[case("https://photos.google.com/share/AF1QipXyz?key=abc", true)]
    #[case("https://photos.google.com/u/1/share/AF1QipXyz", true)]
    #[case::not_encrypted("http://photos.app.goo.gl/AbCdEf123", false)]
    #[case::an_album_only_its_owner_sees("https://photos.google.com/lr/album/AbC", false)]
    #[case::the_library_itself("https://photos.google.com/", false)]
    #[case::nothing_behind_the_host("https://photos.app.goo.gl/", false)]
    #[case::another_host("https://photos.app.goo.gl.example.com/AbC", false)]
    #[case::a_name_before_the_host("https://photos.app.goo.gl@example.com/AbC", false)]
    #[case::a_name_before_the_right_host("https://me@photos.app.goo.gl/AbC", false)]
    #[case::another_port("https://photos.app.goo.gl:8443/AbC", false)]
    #[case::two_words("https://photos.app.goo.gl/AbC and more", false)]
    #[case::a_script("javascript:alert(1)", false)]
    #[case::this_computer("http://127.0.0.1:8085/share/abc", false)]
    #[case("", false)]
    fn only_share_links_of_google_count(#[case] text: &str, #[case] counts: bool) {
        assert_eq!(share_link(text, None).is_some(), counts);
    }

    #[test]
    fn a_stand_in_on_this_computer_may_have_links_too() {
        let here = Url::parse("http://127.0.0.1:8085/").unwrap();
        assert!(share_link("http://127.0.0.1:8085/share/abc", Some(&here)).is_some());
        assert!(
            share_link("http://127.0.0.1:8086/share/abc", Some(&here)).is_none(),
            "another program listens there"
        );
        assert!(
            share_link("http://127.0.0.1:8085/token", Some(&here)).is_none(),
            "not a share address"
        );
        let elsewhere = Url::parse("http://192.0.2.7:8085/").unwrap();
        assert!(
            share_link("http://192.0.2.7:8085/share/abc", Some(&elsewhere)).is_none(),
            "not this computer"
        );
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_is_encrypted_and_googles(text in ".{0,60}", path in "[a-zA-Z0-9/?=@:.]{0,30}") {
            for text in [text.clone(), format!("https://{path}"), format!("https://photos.app.goo.gl{path}"), format!("https://{text}photos.app.goo.gl/x")] {
                if let Some(url) = share_link(&text, None) {
                    prop_assert_eq!(url.scheme(), "https");
                    prop_assert!(matches!(url.host_str(), Some(SHORT_HOST | LONG_HOST)));
                }
            }
        }
    }
}
