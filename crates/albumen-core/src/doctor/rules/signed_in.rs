//! The client and the sign-in, by what the token endpoint said.

use google_photos::{ApiError, ClientCredentials, ClientKind, ClientRefusal, Renewal};

use super::{sign_in_to, who};
use crate::connections::{Examined, Life, Service};
use crate::error::CoreError;
use crate::view::{CheckKind, CheckView, Remedy, SecretStoreKind};

/// What came of renewing the sign-in; `None` where it was not tried.
pub(in crate::doctor) type Renewed<'a> = Option<&'a Result<Renewal, ApiError>>;

fn refused(renewed: Renewed<'_>) -> Option<ClientRefusal> {
    match renewed {
        Some(Err(ApiError::ClientRefused { why, .. })) => Some(*why),
        _ => None,
    }
}

/// The client id and its type.
pub(in crate::doctor) fn client(known: &Examined, renewed: Renewed<'_>) -> CheckView {
    const KIND: CheckKind = CheckKind::Client;
    let shown = short(&known.client_id);
    let failed = |sentence: &str| CheckView::failed(KIND, sentence, enter(known.service));
    if !ClientCredentials::is_client_id(&known.client_id) {
        return failed("The client id is not complete.");
    }
    match (refused(renewed), known.client_kind) {
        (Some(ClientRefusal::Deleted), _) => failed(
            "This client was deleted in the Google Cloud console. It can be restored there for 30 days.",
        )
        .with(format!("It {shown}")),
        (Some(ClientRefusal::Unknown), _) => {
            failed("Google knows no client with this id.").with(format!("It {shown}"))
        }
        (_, ClientKind::Desktop) => CheckView::ok(KIND, format!("Desktop app, {shown}")),
        (_, ClientKind::Web) => CheckView::ok(KIND, format!("Web application, {shown}"))
            .with("Its redirect address http://127.0.0.1:8484 must be registered with Google."),
    }
}

/// The end of a client id, by which its owner knows it.
fn short(client_id: &str) -> String {
    let (name, ending) = match client_id.split_once('.') {
        Some((name, _)) => (name, ".apps.googleusercontent.com"),
        None => (client_id, ""),
    };
    let skip = name.chars().count().saturating_sub(4);
    let end: String = name.chars().skip(skip).collect();
    format!("ends in …{end}{ending}")
}

/// The client secret.
pub(in crate::doctor) fn secret(known: &Examined, renewed: Renewed<'_>) -> CheckView {
    const KIND: CheckKind = CheckKind::Secret;
    let place = match known.store {
        SecretStoreKind::Keychain => "in the keychain",
        SecretStoreKind::OwnerFile => "on this computer",
    };
    let failed = |sentence: String| CheckView::failed(KIND, sentence, enter(known.service));
    match (&known.secrets, refused(renewed)) {
        (Err(_), _) => CheckView::skipped(KIND, "Not checked: it cannot be read."),
        (Ok(false), _) => failed(format!("The client secret is not {place} any more.")),
        (Ok(true), Some(ClientRefusal::SecretWrong)) => failed(
            "The client secret does not belong to this client id. It may have been replaced."
                .into(),
        ),
        (Ok(true), Some(ClientRefusal::SecretMissing)) => {
            failed("The client secret is empty.".into())
        }
        (Ok(true), _) if was_taken(renewed) => CheckView::ok(
            KIND,
            format!("It is {place} and belongs to this client id."),
        ),
        (Ok(true), _) => CheckView::ok(KIND, format!("It is {place}.")),
    }
}

/// Whether Google took client id and secret, whatever it thought of the sign-in.
fn was_taken(renewed: Renewed<'_>) -> bool {
    matches!(
        renewed,
        Some(Ok(_) | Err(ApiError::SignInRequired { .. } | ApiError::AdminBlocked { .. }))
    )
}

fn enter(service: Service) -> Remedy {
    match service {
        Service::Sample => Remedy::OpenSample,
        Service::Google | Service::Loopback => Remedy::EnterClient,
    }
}

/// Whether the sign-in holds.
pub(in crate::doctor) fn sign_in(known: &Examined, renewed: Renewed<'_>, life: Life) -> CheckView {
    const KIND: CheckKind = CheckKind::SignIn;
    let (service, who) = (known.service, who(known.service));
    match renewed {
        None => CheckView::skipped(KIND, before_it(known)),
        Some(Ok(_)) => CheckView::ok(KIND, format!("It holds. {who} has just renewed it.")),
        Some(Err(ApiError::SignInRequired { .. })) => {
            let sentence = format!("{who} ended the sign-in. Your library and queue are kept.");
            let check = CheckView::failed(KIND, sentence, sign_in_to(service));
            match life {
                Life::Lasts => check,
                Life::EndsAt { .. } | Life::MayEndAt { .. } => check.with(
                    "The project of this client id seems to be in Testing, where sign-ins last 7 days. Publish it, and \
                     they last.",
                ),
            }
        }
        Some(Err(ApiError::ClientRefused { .. })) => {
            CheckView::skipped(KIND, "Not checked: the client comes first.")
        }
        Some(Err(ApiError::AdminBlocked { .. })) => CheckView::failed(
            KIND,
            "The organisation of this account does not let Albumen in.",
            Remedy::OtherAccount,
        ),
        Some(Err(ApiError::NoAnswer { why, .. })) => CheckView::failed(
            KIND,
            format!("{who} did not answer when the sign-in was to be renewed."),
            Remedy::CheckNetwork,
        )
        .with(format!("token: {why}")),
        Some(Err(error @ (ApiError::Unavailable { .. } | ApiError::SlowDown { .. }))) => {
            let sentence = format!("{who} could not renew the sign-in just now.");
            CheckView::warning(KIND, sentence, Remedy::TryLater).with(error.to_string())
        }
        Some(Err(error)) => {
            let sentence = format!("{who} did not renew the sign-in.");
            CheckView::failed(KIND, sentence, sign_in_to(service)).with(error.to_string())
        }
    }
}

/// Why there was no renewal.
fn before_it(known: &Examined) -> &'static str {
    match &known.secrets {
        Ok(true) => "Not checked: the network comes first.",
        Ok(false) => "Not checked: the client secret comes first.",
        Err(CoreError::KeychainLocked) => "Not checked: the keychain comes first.",
        Err(_) => "Not checked: the file with the secrets comes first.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::rules::age::tests::known;
    use crate::view::CheckState;

    #[test]
    fn a_client_id_is_named_by_its_end() {
        let check = client(&known(0), None);
        assert_eq!(
            check.sentence,
            "Desktop app, ends in …k3f9.apps.googleusercontent.com"
        );
        let half = Examined {
            client_id: "8412-abc".to_owned(),
            ..known(0)
        };
        assert_eq!(client(&half, None).state, CheckState::Failed);
    }
}
