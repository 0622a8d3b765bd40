//! The registered OAuth clients.

use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// The desktop client that is registered from the start. The sample library belongs to it.
pub const SAMPLE_CLIENT_ID: &str =
    "581204937716-a1b3mensamplelibrary0desktopclient.apps.googleusercontent.com";

/// The secret of [`SAMPLE_CLIENT_ID`]. As with every desktop client it protects nothing.
pub const SAMPLE_CLIENT_SECRET: &str = "GOCSPX-sample-library-of-albumen";

/// What the console calls the application type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ClientKind {
    /// "Desktop app": any loopback address, a refresh token every time.
    Installed,
    /// "Web application": registered addresses only, a refresh token at the first consent.
    Web,
}

/// One registration.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Client {
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) kind: ClientKind,
    #[serde(default)]
    pub(crate) redirect_uris: Vec<String>,
}

impl Client {
    /// The client of the sample library.
    pub(crate) fn sample() -> Self {
        Self {
            client_id: SAMPLE_CLIENT_ID.into(),
            client_secret: SAMPLE_CLIENT_SECRET.into(),
            kind: ClientKind::Installed,
            redirect_uris: Vec::new(),
        }
    }

    /// Whether id and secret look like those Google gives out.
    pub(crate) fn is_well_formed(&self) -> bool {
        let id = self.client_id.strip_suffix(".apps.googleusercontent.com");
        id.is_some_and(|id| !id.is_empty()) && self.client_secret.starts_with("GOCSPX-")
    }

    /// Whether an answer may be sent to this address.
    pub(crate) fn may_redirect_to(&self, uri: &str) -> bool {
        match self.kind {
            ClientKind::Web => self.redirect_uris.iter().any(|known| known == uri),
            ClientKind::Installed => Url::parse(uri).is_ok_and(|uri| {
                uri.scheme() == "http"
                    && uri.fragment().is_none()
                    && match uri.host() {
                        Some(Host::Ipv4(ip)) => ip.is_loopback(),
                        Some(Host::Ipv6(ip)) => ip.is_loopback(),
                        Some(Host::Domain(name)) => name == "localhost",
                        None => false,
                    }
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_installed_client_may_only_go_back_to_this_machine() {
        let client = Client::sample();
        for good in [
            "http://127.0.0.1:4711",
            "http://[::1]:9/",
            "http://localhost:80/callback",
        ] {
            assert!(client.may_redirect_to(good), "{good}");
        }
        for bad in [
            "https://127.0.0.1:1",
            "http://example.com/",
            "http://127.0.0.1.example.com/",
            "urn:ietf:wg:oauth:2.0:oob",
        ] {
            assert!(!client.may_redirect_to(bad), "{bad}");
        }
    }
}
