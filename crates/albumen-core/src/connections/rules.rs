//! Decisions about connections: what was granted, how one stands.

use google_photos::{ClientKind, Endpoints, Scopes};

use crate::index::IndexError;
use crate::view::{ConnectionHealth, Permission, SharingLane};

/// Which service a connection belongs to. Tokens of one never go to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    /// Google.
    Google,
    /// The sample library inside the program; its port changes from start to start.
    Sample,
    /// Another service on this computer, by `ALBUMEN_GOOGLE`.
    Loopback,
}

impl Service {
    /// The service of what the engine was opened with.
    pub(crate) fn of(endpoints: &Endpoints) -> Self {
        if endpoints.is_google() {
            Self::Google
        } else {
            Self::Loopback
        }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Google => "google",
            Self::Sample => "sample",
            Self::Loopback => "loopback",
        }
    }

    pub(crate) fn read(word: &str) -> Result<Self, IndexError> {
        match word {
            "google" => Ok(Self::Google),
            "sample" => Ok(Self::Sample),
            "loopback" => Ok(Self::Loopback),
            other => Err(IndexError::UnknownWord {
                column: "endpoint",
                value: other.to_owned(),
            }),
        }
    }
}

/// How a sign-in stands, as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SignedIn {
    /// It holds.
    Connected,
    /// Google ended it.
    Needed,
    /// Google said that a permission is missing although it was granted once.
    ConsentMissing,
}

impl SignedIn {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::Needed => "sign_in_needed",
            Self::ConsentMissing => "consent_missing",
        }
    }

    pub(crate) fn read(word: &str) -> Result<Self, IndexError> {
        match word {
            "connected" => Ok(Self::Connected),
            "sign_in_needed" => Ok(Self::Needed),
            "consent_missing" => Ok(Self::ConsentMissing),
            other => Err(IndexError::UnknownWord {
                column: "health",
                value: other.to_owned(),
            }),
        }
    }
}

pub(crate) fn lane_word(lane: SharingLane) -> &'static str {
    match lane {
        SharingLane::Unknown => "unknown",
        SharingLane::Api => "api",
        SharingLane::Browser => "browser",
    }
}

pub(crate) fn read_lane(word: &str) -> Result<SharingLane, IndexError> {
    match word {
        "unknown" => Ok(SharingLane::Unknown),
        "api" => Ok(SharingLane::Api),
        "browser" => Ok(SharingLane::Browser),
        other => Err(IndexError::UnknownWord {
            column: "sharing_lane",
            value: other.to_owned(),
        }),
    }
}

pub(crate) fn kind_word(kind: ClientKind) -> &'static str {
    match kind {
        ClientKind::Desktop => "desktop",
        ClientKind::Web => "web",
    }
}

pub(crate) fn read_kind(word: &str) -> Result<ClientKind, IndexError> {
    match word {
        "desktop" => Ok(ClientKind::Desktop),
        "web" => Ok(ClientKind::Web),
        other => Err(IndexError::UnknownWord {
            column: "client_kind",
            value: other.to_owned(),
        }),
    }
}

/// The permissions that were not granted.
pub(crate) fn missing(granted: Scopes) -> Vec<Permission> {
    [
        (granted.can_add(), Permission::Add),
        (granted.can_read(), Permission::Read),
        (granted.can_edit(), Permission::Edit),
        (granted.can_pick(), Permission::Pick),
    ]
    .into_iter()
    .filter_map(|(has, permission)| (!has).then_some(permission))
    .collect()
}

/// Where an account takes permissions back by hand.
///
/// Source: <https://developers.google.com/identity/protocols/oauth2#expiration>
const PERMISSIONS_PAGE: &str = "https://myaccount.google.com/permissions";

/// The page on which a person takes permissions back by hand; services on this computer have none.
pub(crate) fn permissions_page(service: Service) -> Option<&'static str> {
    (service == Service::Google).then_some(PERMISSIONS_PAGE)
}

/// The Google Cloud project of a client: the number before the first hyphen of its id.
///
/// Google: permissions are given to a project. Revoking those of one client ends the sign-ins of all clients of the project.
/// Source: <https://developers.google.com/identity/protocols/oauth2/native-app#tokenrevoke>
pub(crate) fn project(client_id: &str) -> &str {
    client_id
        .split_once('-')
        .map_or(client_id, |(project, _)| project)
}

/// How a connection stands: the most pressing matter first.
pub(crate) fn health(
    stored: SignedIn,
    signed_out: bool,
    granted: Scopes,
    reachable: bool,
    api_off: bool,
) -> ConnectionHealth {
    // Picking has its own screen, which says so; all others need these three.
    let enough = granted.can_add() && granted.can_read() && granted.can_edit();
    match stored {
        _ if signed_out => ConnectionHealth::SignedOut,
        SignedIn::Needed => ConnectionHealth::SignInNeeded,
        _ if !reachable => ConnectionHealth::Offline,
        // Without the API no permission is of use.
        _ if api_off => ConnectionHealth::ApiOff,
        SignedIn::ConsentMissing => ConnectionHealth::ConsentMissing,
        SignedIn::Connected if !enough => ConnectionHealth::ConsentMissing,
        SignedIn::Connected => ConnectionHealth::Connected,
    }
}

/// Whether a call belongs to the Photos Library API, which is switched on by itself.
pub(crate) fn is_library_call(call: &str) -> bool {
    ["mediaItems.", "albums.", "sharedAlbums.", "uploads"]
        .iter()
        .any(|method| call.starts_with(method))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const THREE: &str = "https://www.googleapis.com/auth/photoslibrary.appendonly \
        https://www.googleapis.com/auth/photoslibrary.readonly.appcreateddata \
        https://www.googleapis.com/auth/photoslibrary.edit.appcreateddata";

    #[rstest]
    #[case(SignedIn::Connected, THREE, true, ConnectionHealth::Connected)]
    #[case(SignedIn::Connected, THREE, false, ConnectionHealth::Offline)]
    #[case(SignedIn::Needed, THREE, false, ConnectionHealth::SignInNeeded)]
    #[case(SignedIn::Connected, "openid", true, ConnectionHealth::ConsentMissing)]
    #[case(
        SignedIn::ConsentMissing,
        THREE,
        true,
        ConnectionHealth::ConsentMissing
    )]
    fn the_most_pressing_matter_is_shown(
        #[case] stored: SignedIn,
        #[case] granted: &str,
        #[case] reachable: bool,
        #[case] expected: ConnectionHealth,
    ) {
        let granted = Scopes::parse(granted);
        assert_eq!(health(stored, false, granted, reachable, false), expected);
        assert_eq!(
            health(stored, true, granted, reachable, false),
            ConnectionHealth::SignedOut,
            "who signed out wants nothing"
        );
    }

    #[rstest]
    #[case(SignedIn::Connected, false, true, ConnectionHealth::ApiOff)]
    #[case(SignedIn::ConsentMissing, false, true, ConnectionHealth::ApiOff)]
    #[case(SignedIn::Needed, false, true, ConnectionHealth::SignInNeeded)]
    #[case(SignedIn::Connected, false, false, ConnectionHealth::Offline)]
    #[case(SignedIn::Connected, true, true, ConnectionHealth::SignedOut)]
    fn an_api_that_is_switched_off_is_named_before_permissions(
        #[case] stored: SignedIn,
        #[case] signed_out: bool,
        #[case] reachable: bool,
        #[case] expected: ConnectionHealth,
    ) {
        let granted = Scopes::parse(THREE);
        assert_eq!(
            health(stored, signed_out, granted, reachable, true),
            expected
        );
    }

    #[rstest]
    #[case("mediaItems.list", true)]
    #[case("albums.list", true)]
    #[case("uploads.raw", true)]
    #[case("sessions.create", false)]
    #[case("userinfo", false)]
    fn only_calls_of_the_library_api_say_whether_it_is_on(
        #[case] call: &str,
        #[case] expected: bool,
    ) {
        assert_eq!(is_library_call(call), expected);
    }

    #[rstest]
    #[case("7-a.apps.googleusercontent.com", "7")]
    #[case("nothing", "nothing")]
    fn the_number_of_a_client_is_its_project(#[case] client_id: &str, #[case] expected: &str) {
        assert_eq!(project(client_id), expected);
    }

    #[test]
    fn picking_alone_is_not_needed_but_named() {
        assert_eq!(missing(Scopes::parse(THREE)), [Permission::Pick]);
    }

    #[rstest]
    #[case(Service::Google)]
    #[case(Service::Sample)]
    #[case(Service::Loopback)]
    fn a_service_is_read_as_it_was_written(#[case] service: Service) {
        assert_eq!(Service::read(service.word()).unwrap(), service);
        assert!(
            Service::read("elsewhere").is_err(),
            "an unknown word is an error, never a default"
        );
    }
}
