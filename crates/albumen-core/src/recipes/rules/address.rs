//! Which addresses a recipe may send to.

use url::{Host, Url};

/// The address, if something may be sent there: anywhere over `https`, over `http` only to this computer.
pub fn judge(text: &str) -> Result<Url, &'static str> {
    let Ok(url) = Url::parse(text.trim()) else {
        return Err(
            "This is not a whole address. Write one such as https://example.com/photos or http://127.0.0.1:8080/new.",
        );
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(
            "There is a name or a password in this address. Take it out: it would be shown wherever the recipe is.",
        );
    }
    match url.scheme() {
        "https" if url.has_host() => Ok(url),
        "http" if is_here(&url) => Ok(url),
        "http" => Err(
            "Over http only this computer can be reached, such as http://127.0.0.1:8080. Anywhere else takes https.",
        ),
        _ => Err("An address begins with https://, or with http:// on this computer."),
    }
}

/// Whether an address leads to this computer.
pub fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(at)) => at.is_loopback(),
        Some(Host::Ipv6(at)) => at.is_loopback(),
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("https://example.com/hook?a=b", true)]
    #[case("http://127.0.0.1:8080/new", true)]
    #[case("http://localhost:1/x", true)]
    #[case("http://[::1]:9/", true)]
    #[case("https://192.168.1.4/", true)]
    #[case("http://192.168.1.4/", false)]
    #[case("http://127.0.0.1.example.com/", false)]
    #[case("http://localhost.example.com/", false)]
    #[case("http://0.0.0.0/", false)]
    #[case("https://mara:secret@example.com/", false)]
    #[case("file:///etc/passwd", false)]
    #[case("ftp://example.com/", false)]
    #[case("javascript:alert(1)", false)]
    #[case("example.com", false)]
    #[case("", false)]
    fn https_goes_anywhere_and_http_stays_here(#[case] text: &str, #[case] good: bool) {
        assert_eq!(judge(text).is_ok(), good, "{text}");
    }
}
