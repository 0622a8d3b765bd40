//! The address of a call made by hand. What was typed is judged letter by letter first, because reading an address mends a
//! lot; then the address that was read is compared with the service it shall go to.

use url::Url;

use super::{RawCall, RawRefusal};
use crate::endpoints::Endpoints;
use crate::methods::Api;

/// The address, and the service it is of.
pub(super) fn of(call: &RawCall, endpoints: &Endpoints) -> Result<(Url, Api), RawRefusal> {
    let typed = call.path.trim();
    letters(typed)?;
    let (mut url, api) = if typed.starts_with('/') {
        let base = base_of(endpoints, call.api);
        let path = typed.split('?').next().unwrap_or_default();
        pieces(path)?;
        let origin = base.origin().ascii_serialization();
        let url = Url::parse(&format!("{origin}{typed}")).map_err(|_| RawRefusal::NotAPath)?;
        (url, call.api)
    } else {
        whole(typed, call.api, endpoints)?
    };
    // Order: the last word is that of the address as it was read, whatever it was read from.
    allowed(&url, base_of(endpoints, api))?;
    if !call.query.is_empty() {
        url.query_pairs_mut().extend_pairs(&call.query);
    }
    Ok((url, api))
}

fn base_of(endpoints: &Endpoints, api: Api) -> &Url {
    match api {
        Api::Library => &endpoints.library,
        Api::Picker => &endpoints.picker,
    }
}

/// A whole address: of one of the two services, or refused by its host.
fn whole(typed: &str, meant: Api, endpoints: &Endpoints) -> Result<(Url, Api), RawRefusal> {
    let after = typed.split_once("://").ok_or(RawRefusal::NotAPath)?.1;
    let url = Url::parse(typed).map_err(|_| RawRefusal::NotAPath)?;
    let both = [meant, Api::Library, Api::Picker];
    let api = both
        .into_iter()
        .find(|api| url.origin() == base_of(endpoints, *api).origin())
        .ok_or_else(|| foreign(&url))?;
    let path = after
        .find('/')
        .and_then(|at| after.get(at..))
        .unwrap_or("/");
    pieces(path.split('?').next().unwrap_or_default())?;
    Ok((url, api))
}

fn foreign(url: &Url) -> RawRefusal {
    RawRefusal::ForeignHost {
        host: url.host_str().unwrap_or("that address").to_owned(),
    }
}

/// Letters that an address reader drops, turns round or reads as an end.
fn letters(typed: &str) -> Result<(), RawRefusal> {
    if typed.is_empty() {
        return Err(RawRefusal::NotAPath);
    }
    let misleading = |what| Err(RawRefusal::Misleading { what });
    if typed.chars().any(char::is_control) {
        return misleading("a line break or another invisible character");
    }
    if typed.chars().any(char::is_whitespace) {
        return misleading("a space");
    }
    if typed.contains('\\') {
        return misleading("a backslash");
    }
    if typed.contains('#') {
        return misleading("a #");
    }
    if !typed.is_ascii() {
        return misleading("a letter that is not plain ASCII");
    }
    Ok(())
}

/// The pieces of a path: none is empty, none climbs, none hides a slash.
fn pieces(path: &str) -> Result<(), RawRefusal> {
    let misleading = |what| Err(RawRefusal::Misleading { what });
    for piece in path.strip_prefix('/').unwrap_or(path).split('/') {
        let piece = piece.to_ascii_lowercase();
        if piece.is_empty() {
            return misleading("two slashes in a row, or one at its end");
        }
        if ["%2f", "%5c", "%00", "%0a", "%0d", "%09"]
            .iter()
            .any(|code| piece.contains(code))
        {
            return misleading("an encoded slash or line break");
        }
        if matches!(piece.replace("%2e", ".").as_str(), "." | "..") {
            return misleading("a piece that climbs up");
        }
        if piece.contains('@') {
            return misleading("an @");
        }
    }
    Ok(())
}

/// Whether an address is at this service and nowhere else, and carries no name or password.
fn allowed(url: &Url, base: &Url) -> Result<(), RawRefusal> {
    if url.origin() != base.origin() || url.scheme() != base.scheme() {
        return Err(foreign(url));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(RawRefusal::Misleading {
            what: "a user name",
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::methods::Verb;
    use rstest::rstest;

    fn at(path: &str) -> Result<String, RawRefusal> {
        let call = RawCall {
            api: Api::Library,
            verb: Verb::Get,
            path: path.to_owned(),
            query: Vec::new(),
            headers: Vec::new(),
            body: String::new(),
            file: None,
        };
        of(&call, &Endpoints::google()).map(|(url, _)| url.to_string())
    }

    #[rstest]
    #[case("/v1/albums", "https://photoslibrary.googleapis.com/v1/albums")]
    #[case(
        " /v1/albums?pageSize=5 ",
        "https://photoslibrary.googleapis.com/v1/albums?pageSize=5"
    )]
    #[case(
        "/v1/albums/AF1:share",
        "https://photoslibrary.googleapis.com/v1/albums/AF1:share"
    )]
    #[case(
        "/$discovery/rest?version=v1",
        "https://photoslibrary.googleapis.com/$discovery/rest?version=v1"
    )]
    #[case(
        "https://photospicker.googleapis.com/v1/sessions/7",
        "https://photospicker.googleapis.com/v1/sessions/7"
    )]
    #[case(
        "HTTPS://PHOTOSLIBRARY.googleapis.com/v1/albums",
        "https://photoslibrary.googleapis.com/v1/albums"
    )]
    fn a_path_and_an_address_of_google_photos_are_taken(#[case] typed: &str, #[case] url: &str) {
        assert_eq!(at(typed).unwrap(), url);
    }

    #[rstest]
    #[case("https://evil.example/v1/albums", "evil.example")]
    #[case(
        "https://photoslibrary.googleapis.com.evil.example/v1/albums",
        "photoslibrary.googleapis.com.evil.example"
    )]
    #[case(
        "https://photoslibrary.googleapis.com@evil.example/v1/albums",
        "evil.example"
    )]
    #[case(
        "https://evil.example/https://photoslibrary.googleapis.com/v1",
        "evil.example"
    )]
    #[case(
        "http://photoslibrary.googleapis.com/v1/albums",
        "photoslibrary.googleapis.com"
    )]
    #[case(
        "https://photoslibrary.googleapis.com:444/v1/albums",
        "photoslibrary.googleapis.com"
    )]
    #[case("https://oauth2.googleapis.com/token", "oauth2.googleapis.com")]
    #[case("https://127.0.0.1/v1/albums", "127.0.0.1")]
    #[case(
        "ftp://photoslibrary.googleapis.com/v1/albums",
        "photoslibrary.googleapis.com"
    )]
    fn a_foreign_host_is_refused_by_its_name(#[case] typed: &str, #[case] host: &str) {
        let refused = at(typed).unwrap_err();
        assert_eq!(
            refused,
            RawRefusal::ForeignHost {
                host: host.to_owned()
            }
        );
        assert!(refused.to_string().contains(host));
    }

    #[rstest]
    #[case("//evil.example/v1/albums")]
    #[case("///evil.example/v1/albums")]
    #[case("/\\evil.example/v1/albums")]
    #[case("\\\\evil.example\\v1")]
    #[case("/v1/albums\r\nHost: evil.example")]
    #[case("/v1/albums\nX: y")]
    #[case("/v1\t/albums")]
    #[case("/v1/al bums")]
    #[case("/v1/albums/a%2Fb")]
    #[case("/v1/albums/a%2fb")]
    #[case("/v1/albums/a%5cb")]
    #[case("/v1/albums/%0d%0aHost")]
    #[case("/v1/../o/oauth2")]
    #[case("/v1/%2e%2E/x")]
    #[case("/v1/.%2e/x")]
    #[case("/v1/./x")]
    #[case("/v1/albums/")]
    #[case("/@evil.example/v1")]
    #[case("/v1/albums#x")]
    #[case("/v1/albüms")]
    #[case("https://me@photoslibrary.googleapis.com/v1/albums")]
    #[case("https://me:pw@photoslibrary.googleapis.com/v1/albums")]
    #[case("https://photoslibrary.googleapis.com//evil.example")]
    #[case("https://photoslibrary.googleapis.com/v1/%2e%2e/x")]
    fn what_could_lead_elsewhere_is_refused(#[case] typed: &str) {
        assert!(
            matches!(at(typed), Err(RawRefusal::Misleading { .. })),
            "{typed:?}: {:?}",
            at(typed)
        );
    }

    #[rstest]
    #[case("")]
    #[case("  ")]
    #[case("v1/albums")]
    #[case("@evil.example/v1")]
    #[case("evil.example")]
    #[case("javascript:alert(1)")]
    #[case("file:/etc/passwd")]
    #[case("://x")]
    fn what_is_no_path_is_refused(#[case] typed: &str) {
        assert_eq!(at(typed).unwrap_err(), RawRefusal::NotAPath, "{typed:?}");
    }

    #[test]
    fn a_value_of_the_query_cannot_become_another_parameter() {
        let call = RawCall {
            api: Api::Library,
            verb: Verb::Get,
            path: "/v1/albums?pageSize=5".to_owned(),
            query: vec![("pageToken".to_owned(), "a&b=c#d\r\n/ü".to_owned())],
            headers: Vec::new(),
            body: String::new(),
            file: None,
        };
        let (url, _) = of(&call, &Endpoints::google()).unwrap();
        assert_eq!(
            url.query(),
            Some("pageSize=5&pageToken=a%26b%3Dc%23d%0D%0A%2F%C3%BC")
        );
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_typed_goes_to_google_photos_or_nowhere(typed in "\\PC*|[/\\\\@:.%#?a-z0-9\r\n\t]*|https?://[/\\\\@:.%a-z]*") {
            if let Ok(url) = at(&typed) {
                let url = Url::parse(&url).unwrap();
                proptest::prop_assert_eq!(url.scheme(), "https");
                let host = url.host_str().unwrap();
                proptest::prop_assert!(["photoslibrary.googleapis.com", "photospicker.googleapis.com"].contains(&host));
            }
        }
    }
}
