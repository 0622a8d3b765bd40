//! What counts as a share link, and what does not. A link that passes here is stored, shown, copied and opened, so a text
//! must be one letter by letter: nothing is repaired that an address parser would repair.
//!
//! Source: <https://support.google.com/photos/answer/6131416>

use url::{Host, Url};

use crate::endpoints::Endpoints;

/// Google's links are about 120 bytes long.
const MAX_BYTES: usize = 512;
const SHORT_HOST: &str = "photos.app.goo.gl";
const LONG_HOST: &str = "photos.google.com";

impl Endpoints {
    /// Reads a text that a person copied as a share link of this service: `https://photos.app.goo.gl/…`,
    /// `https://photos.google.com/share/…?key=…`, or `/share/…` of the override.
    ///
    /// White space around it is left out, and so is what a browser adds behind the key. Anything else that is not exactly
    /// such a link is none: another host, scheme or port, a user name, an address that is only the same after decoding,
    /// a query that names another address.
    pub fn share_link(&self, text: &str) -> Option<Url> {
        let text = text.trim_matches([' ', '\t', '\r', '\n']);
        if text.len() > MAX_BYTES || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return None;
        }
        let mut link = Url::parse(text).ok()?;
        // A parser mends capital hosts, back slashes, default ports, dots and percent signs: what it changed was no plain link.
        if link.as_str() != text || !self.is_share_link(&link) || link.fragment().is_some() {
            return None;
        }
        let key = match link.query() {
            None => None,
            Some(_) if link.host_str() == Some(SHORT_HOST) => return None,
            Some(query) => key_of(query)?,
        };
        let query = key.map(|key| format!("key={key}"));
        link.set_query(query.as_deref());
        Some(link)
    }

    /// Whether an address is that of a share link, whatever its query says: `https` on `photos.app.goo.gl` or under
    /// `photos.google.com/share/`, or `/share/` of the override. For where a link leads; what a person copied is read by
    /// [`Endpoints::share_link`].
    pub fn is_share_link(&self, link: &Url) -> bool {
        if !link.username().is_empty() || link.password().is_some() {
            return false;
        }
        let share_page = link.path().strip_prefix("/share/").is_some_and(is_token);
        if !self.is_google() {
            return share_page && self.is_override(link);
        }
        let Some(Host::Domain(host)) = link.host() else {
            return false;
        };
        let short = || link.path().strip_prefix('/').is_some_and(is_token);
        link.scheme() == "https"
            && link.port().is_none()
            && ((host == SHORT_HOST && short()) || (host == LONG_HOST && share_page))
    }
}

/// Google's ids: letters, digits, `-` and `_`, and no step of a path.
fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// The key in a query of plain words; none at all where something in it could lead elsewhere.
fn key_of(query: &str) -> Option<Option<&str>> {
    let mut key = None;
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=')?;
        if !is_token(name) || !is_token(value) || (name == "key" && key.is_some()) {
            return None;
        }
        if name == "key" {
            key = Some(value);
        }
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn read(text: &str) -> Option<String> {
        Endpoints::google().share_link(text).map(String::from)
    }

    #[rstest]
    #[case::short(
        "https://photos.app.goo.gl/7Qm2xKfL9ofoten4e",
        "https://photos.app.goo.gl/7Qm2xKfL9ofoten4e"
    )]
    #[case::long(
        "https://photos.google.com/share/AF1QipNx-_9?key=a1B2",
        "https://photos.google.com/share/AF1QipNx-_9?key=a1B2"
    )]
    #[case::without_a_key(
        "https://photos.google.com/share/AF1QipNx",
        "https://photos.google.com/share/AF1QipNx"
    )]
    #[case::with_space_around(
        "  \r\n\thttps://photos.app.goo.gl/abc \n",
        "https://photos.app.goo.gl/abc"
    )]
    #[case::as_a_browser_shows_it(
        "https://photos.google.com/share/AF1Qip?pli=1&key=k&hl=de",
        "https://photos.google.com/share/AF1Qip?key=k"
    )]
    fn googles_links_are_read(#[case] text: &str, #[case] link: &str) {
        assert_eq!(read(text).as_deref(), Some(link));
    }

    #[rstest]
    // No link at all.
    #[case::nothing("")]
    #[case::a_word("hello")]
    #[case::a_password("correct horse battery staple")]
    #[case::a_script("javascript:alert(1)")]
    #[case::data("data:text/html,https://photos.app.goo.gl/abc")]
    #[case::a_sentence_around_it("See https://photos.app.goo.gl/abc")]
    #[case::a_sentence_behind_it("https://photos.app.goo.gl/abc and more")]
    #[case::two_links("https://photos.app.goo.gl/abc\nhttps://photos.app.goo.gl/def")]
    #[case::in_brackets("<https://photos.app.goo.gl/abc>")]
    // Another scheme.
    #[case::in_the_clear("http://photos.app.goo.gl/abc")]
    #[case::without_a_scheme("photos.app.goo.gl/abc")]
    #[case::scheme_of_the_page("//photos.app.goo.gl/abc")]
    #[case::a_file("file://photos.app.goo.gl/abc")]
    #[case::ftp("ftp://photos.google.com/share/abc")]
    #[case::a_scheme_of_another_program("intent://photos.app.goo.gl/abc")]
    // Look-alikes.
    #[case::a_longer_host("https://photos.app.goo.gl.example.com/abc")]
    #[case::a_host_before_it("https://evil-photos.app.goo.gl/abc")]
    #[case::a_host_under_it("https://x.photos.app.goo.gl/abc")]
    #[case::another_part_of_google("https://plus.google.com/share/abc")]
    #[case::a_letter_less("https://photos.app.go.gl/abc")]
    #[case::another_ending("https://photos.google.co/share/abc")]
    #[case::a_hyphen("https://photos-google.com/share/abc")]
    #[case::cyrillic("https://phоtos.google.com/share/abc")]
    #[case::wide_letters("https://ｐhotos.google.com/share/abc")]
    #[case::wide_dots("https://photos。google。com/share/abc")]
    #[case::punycode("https://xn--phtos-jye.google.com/share/abc")]
    #[case::the_host_in_the_path("https://example.com/photos.google.com/share/abc")]
    #[case::the_host_in_the_query("https://example.com/?https://photos.app.goo.gl/abc")]
    #[case::the_host_in_the_fragment("https://example.com/#photos.app.goo.gl/abc")]
    // A person in the address.
    #[case::a_user("https://photos.app.goo.gl@example.com/abc")]
    #[case::a_user_at_google("https://user@photos.app.goo.gl/abc")]
    #[case::a_user_and_a_secret("https://user:secret@photos.google.com/share/abc")]
    #[case::an_empty_user("https://@photos.app.goo.gl/abc")]
    #[case::google_as_a_secret("https://user:photos.app.goo.gl@example.com/abc")]
    // A port.
    #[case::a_port("https://photos.app.goo.gl:8443/abc")]
    #[case::the_usual_port("https://photos.app.goo.gl:443/abc")]
    #[case::an_empty_port("https://photos.app.goo.gl:/abc")]
    // What a parser would mend.
    #[case::capitals("https://Photos.App.Goo.Gl/abc")]
    #[case::a_capital_scheme("HTTPS://photos.app.goo.gl/abc")]
    #[case::a_dot_at_the_end("https://photos.app.goo.gl./abc")]
    #[case::back_slashes(r"https:\\photos.app.goo.gl\abc")]
    #[case::a_back_slash(r"https://photos.app.goo.gl\@example.com/abc")]
    #[case::one_slash("https:/photos.app.goo.gl/abc")]
    #[case::no_slash("https:photos.app.goo.gl/abc")]
    #[case::three_slashes("https:///photos.app.goo.gl/abc")]
    #[case::a_percent_host("https://photos%2Eapp%2Egoo%2Egl/abc")]
    #[case::a_percent_slash("https://example.com%2Fphotos.app.goo.gl/abc")]
    #[case::a_percent_path("https://photos.google.com/%73hare/abc")]
    #[case::a_percent_token("https://photos.google.com/share/a%2e%2e%2fb")]
    #[case::up_the_path("https://photos.google.com/share/../albums")]
    #[case::up_by_percent("https://photos.google.com/share/%2e%2e/albums")]
    #[case::a_tab_inside("https://photos.app\t.goo.gl/abc")]
    #[case::a_line_inside("https://photos.app.goo.gl/ab\nc")]
    #[case::nothing_inside("https://photos.app.goo.gl/ab\0c")]
    #[case::an_escape("https://photos.app.goo.gl/abc\u{1b}[31m")]
    #[case::a_direction_mark("https://photos.app.goo.gl/abc\u{202e}moc")]
    #[case::an_invisible_space("https://photos.app.goo.gl/a\u{200b}bc")]
    #[case::a_mark_before("\u{feff}https://photos.app.goo.gl/abc")]
    #[case::a_space_of_another_kind("\u{a0}https://photos.app.goo.gl/abc")]
    #[case::letters_in_the_token("https://photos.app.goo.gl/äbc")]
    // Google's hosts, but no share link.
    #[case::only_the_host("https://photos.app.goo.gl")]
    #[case::only_the_root("https://photos.app.goo.gl/")]
    #[case::no_token("https://photos.google.com/share/")]
    #[case::no_token_but_a_key("https://photos.google.com/share/?key=abc")]
    #[case::an_own_album("https://photos.google.com/lr/album/abc")]
    #[case::another_page("https://photos.google.com/sharing")]
    #[case::deeper("https://photos.google.com/share/abc/photo/def")]
    #[case::a_double_slash("https://photos.google.com/share//abc")]
    #[case::a_slash_at_the_end("https://photos.app.goo.gl/abc/")]
    #[case::a_parameter_of_a_path("https://photos.app.goo.gl/abc;x")]
    // Leads elsewhere.
    #[case::a_dynamic_link("https://photos.app.goo.gl/?link=https://example.com")]
    #[case::a_query_on_the_short_host("https://photos.app.goo.gl/abc?d=1")]
    #[case::an_open_redirect(
        "https://photos.google.com/share/abc?key=k&continue=https://example.com"
    )]
    #[case::an_encoded_redirect(
        "https://photos.google.com/share/abc?key=k&url=https%3A%2F%2Fexample.com"
    )]
    #[case::an_open_redirect_of_google(
        "https://www.google.com/url?q=https://photos.app.goo.gl/abc"
    )]
    #[case::two_keys("https://photos.google.com/share/abc?key=k&key=l")]
    #[case::an_empty_key("https://photos.google.com/share/abc?key=")]
    #[case::an_empty_query("https://photos.google.com/share/abc?")]
    #[case::a_fragment("https://photos.google.com/share/abc?key=k#https://example.com")]
    #[case::an_empty_fragment("https://photos.app.goo.gl/abc#")]
    #[case::a_formula("=HYPERLINK(\"https://photos.app.goo.gl/abc\")")]
    #[case::markup("https://photos.app.goo.gl/abc\"><script>")]
    // Of this computer, where Google is meant.
    #[case::this_computer("http://127.0.0.1:8085/share/abc")]
    #[case::this_computer_by_https("https://127.0.0.1/share/abc")]
    #[case::a_number("https://142.250.74.78/share/abc")]
    fn nothing_else_is_read(#[case] text: &str) {
        assert_eq!(read(text), None);
    }

    #[test]
    fn an_endless_text_is_no_link() {
        let text = format!("https://photos.app.goo.gl/{}", "a".repeat(MAX_BYTES));
        assert_eq!(read(&text), None);
    }

    #[rstest]
    #[case("http://127.0.0.1:8085/share/abc?key=k", true)]
    #[case("http://localhost:8085/share/abc?key=k", true)]
    #[case("http://127.0.0.1:8086/share/abc?key=k", false)]
    #[case("http://127.0.0.1/share/abc?key=k", false)]
    #[case("https://127.0.0.1:8085/share/abc?key=k", false)]
    #[case("http://me@127.0.0.1:8085/share/abc", false)]
    #[case("http://0x7f.1:8085/share/abc", false)]
    #[case("http://127.0.0.1:8085/lr/album/abc", false)]
    #[case("http://192.168.0.1:8085/share/abc", false)]
    #[case("https://photos.app.goo.gl/abc", false)]
    fn the_override_has_its_own_links(#[case] text: &str, #[case] counts: bool) {
        let here = Endpoints::loopback("http://127.0.0.1:8085").unwrap();
        assert_eq!(here.share_link(text).is_some(), counts);
    }

    #[test]
    fn what_was_read_is_read_again_as_the_same() {
        let link = read("https://photos.google.com/share/AF1Qip?pli=1&key=k").unwrap();
        assert_eq!(read(&link).as_deref(), Some(&*link));
    }
}
