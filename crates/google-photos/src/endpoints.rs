//! Where Google's services are: at Google, or all of them on one loopback address.

use std::env::VarError;
use std::net::IpAddr;

use url::{Host, Url};

/// The environment variable that moves every endpoint to one loopback address.
pub const ENDPOINT_VARIABLE: &str = "ALBUMEN_GOOGLE";

/// The addresses of sign-in, Library API and web pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoints {
    pub(crate) auth: Url,
    pub(crate) token: Url,
    pub(crate) revoke: Url,
    pub(crate) user_info: Url,
    pub(crate) library: Url,
    web: Url,
    google: bool,
}

/// Why an override was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EndpointError {
    /// The value cannot be read as an address.
    #[error(
        "{ENDPOINT_VARIABLE} is not a web address. Write it like http://127.0.0.1:8085, or leave it out to use Google."
    )]
    NotAnAddress,
    /// The address is not on this computer, so tokens would leave for a stranger.
    #[error(
        "{ENDPOINT_VARIABLE} may only point at this computer, such as http://127.0.0.1:8085. The host {host} was \
         refused. Leave the variable out to use Google."
    )]
    NotLoopback {
        /// The host that was asked for.
        host: String,
    },
    /// Something other than plain `http`.
    #[error(
        "{ENDPOINT_VARIABLE} must begin with http://, because it can only point at this computer. {scheme}:// was refused."
    )]
    NotHttp {
        /// The scheme that was asked for.
        scheme: String,
    },
    /// A path, a query or a user name came with the address.
    #[error(
        "{ENDPOINT_VARIABLE} must be an address and a port only, like http://127.0.0.1:8085, with nothing after it."
    )]
    MoreThanAnOrigin,
}

impl Endpoints {
    /// Google itself.
    ///
    /// Source: <https://accounts.google.com/.well-known/openid-configuration>
    #[expect(clippy::expect_used, reason = "constants, each parsed by a test")]
    pub fn google() -> Self {
        let url = |text: &str| Url::parse(text).expect("a constant address");
        Self {
            auth: url("https://accounts.google.com/o/oauth2/v2/auth"),
            token: url("https://oauth2.googleapis.com/token"),
            revoke: url("https://oauth2.googleapis.com/revoke"),
            user_info: url("https://openidconnect.googleapis.com/v1/userinfo"),
            library: url("https://photoslibrary.googleapis.com/"),
            web: url("https://photos.google.com/"),
            google: true,
        }
    }

    /// Every service at `base`, which must be plain `http` on 127.0.0.0/8, `::1` or `localhost`.
    ///
    /// Errors: anything else, with a sentence that says so.
    pub fn loopback(base: &str) -> Result<Self, EndpointError> {
        let base = Url::parse(base.trim()).map_err(|_| EndpointError::NotAnAddress)?;
        let host = base.host().ok_or(EndpointError::NotAnAddress)?;
        if !is_loopback(&host) {
            return Err(EndpointError::NotLoopback {
                host: host.to_string(),
            });
        }
        if base.scheme() != "http" {
            return Err(EndpointError::NotHttp {
                scheme: base.scheme().to_owned(),
            });
        }
        let more = base.path() != "/" || base.query().is_some() || base.fragment().is_some();
        if more || !base.username().is_empty() || base.password().is_some() {
            return Err(EndpointError::MoreThanAnOrigin);
        }
        let at = |path: &str| {
            let mut url = base.clone();
            url.set_path(path);
            url
        };
        Ok(Self {
            auth: at("/o/oauth2/v2/auth"),
            token: at("/token"),
            revoke: at("/revoke"),
            user_info: at("/v1/userinfo"),
            library: base.clone(),
            web: base,
            google: false,
        })
    }

    /// What [`ENDPOINT_VARIABLE`] says; Google when it is unset or empty.
    ///
    /// Errors: as [`Endpoints::loopback`].
    pub fn from_env() -> Result<Self, EndpointError> {
        Self::from_value(std::env::var(ENDPOINT_VARIABLE))
    }

    fn from_value(value: Result<String, VarError>) -> Result<Self, EndpointError> {
        match value {
            Ok(base) if !base.trim().is_empty() => Self::loopback(&base),
            Ok(_) | Err(VarError::NotPresent) => Ok(Self::google()),
            Err(VarError::NotUnicode(_)) => Err(EndpointError::NotAnAddress),
        }
    }

    /// Whether this is Google and not an override.
    pub fn is_google(&self) -> bool {
        self.google
    }

    /// Where the web pages of Google Photos are.
    pub fn web_base(&self) -> &Url {
        &self.web
    }

    /// Whether the access token may go to this address for picture bytes.
    pub(crate) fn trusts_with_media(&self, url: &Url) -> bool {
        self.is_ours(url, &["googleusercontent.com", "google.com"])
    }

    /// Whether the access token and the person's file may go to this address.
    pub(crate) fn trusts_with_uploads(&self, url: &Url) -> bool {
        self.is_ours(url, &["googleapis.com"])
    }

    fn is_ours(&self, url: &Url, domains: &[&str]) -> bool {
        if !self.google {
            return self.is_override(url);
        }
        let host = url.host_str().unwrap_or_default();
        let within = |domain: &&str| {
            host.strip_suffix(*domain)
                .is_some_and(|rest| rest.ends_with('.'))
        };
        url.scheme() == "https" && domains.iter().any(within)
    }
}

impl Endpoints {
    /// Whether an address is the override's, under whichever name this computer has.
    pub(crate) fn is_override(&self, url: &Url) -> bool {
        let here = url.host().is_some_and(|host| is_loopback(&host));
        here && url.scheme() == "http"
            && url.port_or_known_default() == self.web.port_or_known_default()
    }
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => name.eq_ignore_ascii_case("localhost"),
        Host::Ipv4(address) => IpAddr::V4(*address).is_loopback(),
        Host::Ipv6(address) => IpAddr::V6(*address).is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("http://127.0.0.1:8085")]
    #[case("http://127.9.9.9:1/")]
    #[case("http://[::1]:8085")]
    #[case(" http://localhost:8085 ")]
    fn an_override_on_this_computer_is_taken(#[case] base: &str) {
        let endpoints = Endpoints::loopback(base).unwrap();
        assert!(!endpoints.is_google());
        assert_eq!(endpoints.token.path(), "/token");
    }

    #[rstest]
    #[case("http://example.com:8085", "example.com")]
    #[case("http://127.0.0.1.example.com", "127.0.0.1.example.com")]
    #[case("http://localhost.example.com", "localhost.example.com")]
    #[case("http://10.0.0.1", "10.0.0.1")]
    #[case("http://0.0.0.0:80", "0.0.0.0")]
    #[case("http://127.0.0.1@example.com/", "example.com")]
    #[case("https://photoslibrary.googleapis.com", "photoslibrary.googleapis.com")]
    fn an_override_anywhere_else_is_refused_and_names_the_host(
        #[case] base: &str,
        #[case] host: &str,
    ) {
        let error = Endpoints::loopback(base).unwrap_err();
        assert_eq!(
            error,
            EndpointError::NotLoopback {
                host: host.to_owned()
            }
        );
        assert!(error.to_string().contains("only point at this computer"));
    }

    #[rstest]
    #[case("https://127.0.0.1:8085")]
    #[case("http://127.0.0.1:8085/path")]
    #[case("http://127.0.0.1:8085/?q=1")]
    #[case("http://me:pw@127.0.0.1:8085/")]
    #[case("127.0.0.1:8085")]
    #[case("nonsense")]
    fn an_override_that_is_not_a_plain_origin_is_refused(#[case] base: &str) {
        assert!(Endpoints::loopback(base).is_err());
    }

    #[test]
    fn without_the_variable_or_with_an_empty_one_it_is_google() {
        for value in [
            Err(VarError::NotPresent),
            Ok(String::new()),
            Ok(" ".to_owned()),
        ] {
            assert!(Endpoints::from_value(value).unwrap().is_google());
        }
        let here = Endpoints::from_value(Ok("http://127.0.0.1:8085".to_owned())).unwrap();
        assert!(!here.is_google());
        let garbage = Err(VarError::NotUnicode("x".into()));
        assert_eq!(
            Endpoints::from_value(garbage),
            Err(EndpointError::NotAnAddress)
        );
    }

    #[test]
    fn tokens_go_to_google_only() {
        let google = Endpoints::google();
        let trusts = |text: &str| google.trusts_with_media(&Url::parse(text).unwrap());
        assert!(trusts("https://lh3.googleusercontent.com/lr/x=w1"));
        assert!(
            !trusts("http://lh3.googleusercontent.com/lr/x=w1"),
            "not in the clear"
        );
        assert!(
            !trusts("https://evilgoogleusercontent.com/x"),
            "a look-alike is another domain"
        );
        assert!(!trusts("https://googleusercontent.com.example/x"));
    }
}
