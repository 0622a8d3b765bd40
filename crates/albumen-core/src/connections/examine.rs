//! What is known of a connection without asking Google, for the one who checks it.

use std::io::ErrorKind;
use std::net::Ipv4Addr;

use google_photos::{ClientKind, Endpoints};

use super::Inner;
use super::rules::Service;
use super::sign_in::WEB_CLIENT_PORT;
use crate::error::CoreError;
use crate::view::{ConnectionKey, SecretStoreKind};

/// A connection as this computer knows it. No secret is in it.
pub(crate) struct Examined {
    pub(crate) service: Service,
    pub(crate) client_id: String,
    pub(crate) client_kind: ClientKind,
    pub(crate) signed_in_ms: i64,
    /// Where secrets are kept.
    pub(crate) store: SecretStoreKind,
    /// Whether those of this connection are there.
    pub(crate) secrets: Result<bool, CoreError>,
    /// Where the service is.
    pub(crate) endpoints: Result<Endpoints, CoreError>,
    pub(crate) port: PortFound,
}

/// The port on which a sign-in comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PortFound {
    /// It can be listened on; zero stands for any.
    Free {
        /// The port.
        port: u16,
    },
    /// A sign-in of ours waits on it.
    InUse,
    /// Another program has it.
    Taken {
        /// The port.
        port: u16,
    },
    /// No port can be listened on.
    Refused {
        /// What kind of error the system gave.
        why: ErrorKind,
    },
}

impl Inner {
    pub(super) async fn examine(&self, key: ConnectionKey) -> Result<Examined, CoreError> {
        let stored = self.stored(key).await?;
        Ok(Examined {
            service: stored.service,
            client_kind: stored.client_kind,
            signed_in_ms: stored.signed_in_ms,
            store: self.secrets.kind().await,
            secrets: self
                .secrets
                .get(stored.secret_name)
                .await
                .map(|found| found.is_some()),
            endpoints: self.endpoints_of(stored.service),
            port: self.port(stored.client_kind).await,
            client_id: stored.client_id,
        })
    }

    async fn port(&self, kind: ClientKind) -> PortFound {
        let port = match kind {
            ClientKind::Desktop => 0,
            ClientKind::Web => WEB_CLIENT_PORT,
        };
        // Let go of at once: the next sign-in wants it.
        match tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
            Ok(_) => PortFound::Free { port },
            Err(_) if kind == ClientKind::Web && self.sign_ins.any() => PortFound::InUse,
            Err(error) if error.kind() == ErrorKind::AddrInUse => PortFound::Taken { port },
            Err(error) => PortFound::Refused { why: error.kind() },
        }
    }
}
