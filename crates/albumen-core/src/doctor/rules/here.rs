//! What is on this computer: keychain, proxy, port.

use crate::connections::{Examined, PortFound, Service};
use crate::doctor::proxy::ProxyFound;
use crate::error::CoreError;
use crate::view::{CheckKind, CheckView, Remedy, SecretStoreKind};

/// Where secrets are kept, and whether they can be read.
pub(in crate::doctor) fn keychain(known: &Examined) -> CheckView {
    const KIND: CheckKind = CheckKind::Keychain;
    match (&known.secrets, known.store) {
        (Err(CoreError::KeychainLocked), _) => CheckView::failed(
            KIND,
            "The keychain is locked, so the sign-in cannot be read. Nothing is lost.",
            Remedy::UnlockKeychain,
        ),
        (Err(error), _) => CheckView::failed(
            KIND,
            "The file with the secrets cannot be read. It is left as it is.",
            Remedy::MendSecretsFolder,
        )
        .with(error.to_string()),
        (Ok(_), SecretStoreKind::Keychain) => {
            CheckView::ok(KIND, "Secrets are in the keychain of this system.")
        }
        (Ok(_), SecretStoreKind::OwnerFile) => CheckView::ok(
            KIND,
            "Secrets are in a file that only you can read, because no keychain is used.",
        ),
    }
}

/// Whether requests go through a proxy.
pub(in crate::doctor) fn proxy(service: Service, found: &ProxyFound) -> CheckView {
    const KIND: CheckKind = CheckKind::Proxy;
    if service != Service::Google {
        return CheckView::ok(
            KIND,
            "None is used, because the service is on this computer.",
        );
    }
    match found {
        ProxyFound::None => CheckView::ok(KIND, "None is set."),
        ProxyFound::Spared { variable } => CheckView::ok(
            KIND,
            format!("{variable} is set, and NO_PROXY leaves Google out."),
        ),
        ProxyFound::Used { variable, place } => {
            CheckView::ok(KIND, format!("Requests go through {place}."))
                .with(format!("Named by {variable}"))
        }
        ProxyFound::Unreadable { variable } => CheckView::warning(
            KIND,
            format!("{variable} is not an address that can be read."),
            Remedy::CheckNetwork,
        ),
    }
}

/// The port on which the browser comes back.
pub(in crate::doctor) fn port(found: PortFound) -> CheckView {
    const KIND: CheckKind = CheckKind::Port;
    match found {
        PortFound::Free { port: 0 } => {
            CheckView::ok(KIND, "The browser can come back here after a sign-in.")
        }
        PortFound::Free { port } => CheckView::ok(
            KIND,
            format!("The browser can come back to port {port} after a sign-in."),
        ),
        PortFound::InUse => CheckView::ok(KIND, "A sign-in waits for the browser right now."),
        PortFound::Taken { port } => CheckView::failed(
            KIND,
            format!(
                "Another program uses port {port}, so the browser cannot come back after a sign-in."
            ),
            Remedy::FreePort { port },
        ),
        PortFound::Refused { why } => CheckView::failed(
            KIND,
            "No port can be listened on, so the browser cannot come back after a sign-in.",
            Remedy::CheckNetwork,
        )
        .with(format!("127.0.0.1: {why}")),
    }
}
