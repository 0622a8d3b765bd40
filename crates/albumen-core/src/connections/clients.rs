//! The client of each connection, made when it is first asked for.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use google_photos::{ClientCredentials, ClientId, Endpoints, GooglePhotos};
use secrecy::ExposeSecret as _;
use tokio::sync::Mutex;

use super::rules::Service;
use super::secrets::Secrets;
use super::store::{self, Stored};
use super::{Inner, Signal};
use crate::error::CoreError;
use crate::view::ConnectionKey;

/// How long Google may take to take permissions back.
const REVOKE_WITHIN: Duration = Duration::from_secs(10);

/// A client, and what is saved of its secrets.
struct Kept {
    client: GooglePhotos,
    secrets: Secrets,
}

/// The clients that were made, and where the sample library listens.
#[derive(Default)]
pub(super) struct Clients {
    made: Mutex<HashMap<ConnectionKey, Kept>>,
    sample: std::sync::Mutex<Option<Endpoints>>,
}

impl Clients {
    pub(super) async fn forget(&self, key: ConnectionKey) {
        self.made.lock().await.remove(&key);
    }

    pub(super) fn sample(&self) -> Option<Endpoints> {
        self.sample
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
    }

    pub(super) fn set_sample(&self, endpoints: Endpoints) {
        *self
            .sample
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = Some(endpoints);
    }
}

impl Inner {
    /// Where a service is now. A token never goes to another service than the one that gave it.
    pub(super) fn endpoints_of(&self, service: Service) -> Result<Endpoints, CoreError> {
        match service {
            Service::Sample => self.clients.sample().ok_or(CoreError::ServiceNotRunning),
            service if service == Service::of(&self.endpoints) => Ok(self.endpoints.clone()),
            _ => Err(CoreError::ServiceNotRunning),
        }
    }

    pub(super) async fn client(&self, key: ConnectionKey) -> Result<GooglePhotos, CoreError> {
        let mut made = self.clients.made.lock().await;
        if let Some(kept) = made.get(&key) {
            return Ok(kept.client.clone());
        }
        let stored = self.stored(key).await?;
        let endpoints = self.endpoints_of(stored.service)?;
        let secrets = self
            .secrets
            .get(stored.secret_name.clone())
            .await?
            .ok_or(CoreError::SignInNeeded)?;
        let client = self.make_client(&stored, endpoints, &secrets)?;
        made.insert(
            key,
            Kept {
                client: client.clone(),
                secrets,
            },
        );
        Ok(client)
    }

    fn make_client(
        &self,
        stored: &Stored,
        endpoints: Endpoints,
        secrets: &Secrets,
    ) -> Result<GooglePhotos, CoreError> {
        let credentials = ClientCredentials {
            client_id: ClientId::from(stored.client_id.as_str()),
            client_secret: secrets.client_secret.clone(),
            kind: stored.client_kind,
        };
        let observer = self.quota.observer(stored.key);
        let client = GooglePhotos::new(
            endpoints,
            credentials,
            secrets.refresh_token.clone(),
            None,
            observer,
        )
        .map_err(|error| CoreError::from_api(error, self.frame.clock.now_ms()))?;
        Ok(client.with_retry_policy(self.frame.policy.retry))
    }

    pub(super) async fn keep_refresh_token(&self, key: ConnectionKey) -> Result<(), CoreError> {
        let mut made = self.clients.made.lock().await;
        let Some(kept) = made.get_mut(&key) else {
            return Ok(());
        };
        let now = kept.client.refresh_token().await;
        if now.expose_secret() == kept.secrets.refresh_token.expose_secret() {
            return Ok(());
        }
        kept.secrets.refresh_token = now;
        let secrets = kept.secrets.clone();
        drop(made);
        let name = self.stored(key).await?.secret_name;
        self.secrets.set(name, &secrets).await
    }

    pub(super) async fn reopen_sample(&self, endpoints: Endpoints) -> Result<(), CoreError> {
        self.clients.set_sample(endpoints);
        let all = self.frame.index.read(store::all).await?;
        for stored in all
            .iter()
            .filter(|stored| stored.service == Service::Sample)
        {
            self.clients.forget(stored.key).await;
            self.standing.set_silent(stored.key, false);
            // Nobody listening is no failure.
            let _ = self.signals.send(Signal::Reachable(stored.key));
        }
        self.frame.events.index_changed();
        Ok(())
    }

    pub(super) async fn remove(&self, key: ConnectionKey) -> Result<(), CoreError> {
        let stored = self.stored(key).await?;
        match self.client(key).await {
            Ok(client) => {
                // Not for ever: a person who is offline can still remove a connection.
                match tokio::time::timeout(REVOKE_WITHIN, client.revoke()).await {
                    Ok(Ok(())) => {}
                    _ => tracing::info!(
                        "the permissions of a removed connection may still stand at Google"
                    ),
                }
            }
            Err(error) => tracing::info!(
                code = error.code(),
                "a connection was removed without asking Google"
            ),
        }
        self.secrets.remove(stored.secret_name).await?;
        self.clients.forget(key).await;
        self.standing.forget(key);
        self.frame
            .index
            .write(move |tx| store::remove(tx, key))
            .await?;
        let folders = [
            self.frame.paths.thumbnails(key),
            self.frame.paths.videos(key),
        ];
        for folder in folders {
            match tokio::fs::remove_dir_all(&folder).await {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    tracing::warn!(%error, "pictures of a removed connection stay on the disk");
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// After a sign-in the next call uses the new tokens.
    pub(super) async fn signed_in_again(self: &Arc<Self>, key: ConnectionKey) {
        self.clients.forget(key).await;
        self.standing.set_silent(key, false);
        self.standing.set_api_off(key, false);
        // Nobody listening is no failure.
        let _ = self.signals.send(Signal::SignedIn(key));
    }
}
