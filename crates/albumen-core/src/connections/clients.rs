//! The client of each connection, made when it is first asked for.

use std::collections::HashMap;
use std::sync::Arc;

use google_photos::{ClientCredentials, ClientId, Endpoints, GooglePhotos, RequestObserver};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::{Mutex, MutexGuard};

use super::rules::Service;
use super::secrets::Secrets;
use super::store;
use super::{Inner, Signal};
use crate::error::CoreError;
use crate::view::ConnectionKey;

/// A client, and what is saved of its secrets.
pub(super) struct Kept {
    client: GooglePhotos,
    secrets: Secrets,
}

impl Kept {
    /// The client itself.
    pub(super) fn client(&self) -> &GooglePhotos {
        &self.client
    }
}

/// The clients that were made, and where the sample library listens.
#[derive(Default)]
pub(super) struct Clients {
    made: Mutex<HashMap<ConnectionKey, Kept>>,
    sample: std::sync::Mutex<Option<Endpoints>>,
}

impl Clients {
    /// Nobody is given a client while this is held.
    pub(super) async fn closed(&self) -> MutexGuard<'_, HashMap<ConnectionKey, Kept>> {
        self.made.lock().await
    }

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
        if stored.signed_out {
            return Err(CoreError::SignedOut);
        }
        let endpoints = self.endpoints_of(stored.service)?;
        let secrets = self
            .secrets
            .get(stored.secret_name.clone())
            .await?
            .ok_or(CoreError::SignInNeeded)?;
        let refresh_token = secrets.refresh_token.clone();
        let refresh_token = refresh_token.ok_or(CoreError::SignInNeeded)?;
        let credentials = ClientCredentials {
            client_id: ClientId::from(stored.client_id.as_str()),
            client_secret: secrets.client_secret.clone(),
            kind: stored.client_kind,
        };
        let observer = self.quota.observer(key);
        let client = self.make_client(endpoints, credentials, refresh_token, observer)?;
        made.insert(
            key,
            Kept {
                client: client.clone(),
                secrets,
            },
        );
        Ok(client)
    }

    pub(super) fn make_client(
        &self,
        endpoints: Endpoints,
        credentials: ClientCredentials,
        refresh_token: SecretString,
        observer: Arc<dyn RequestObserver>,
    ) -> Result<GooglePhotos, CoreError> {
        let client = GooglePhotos::new(endpoints, credentials, refresh_token, None, observer)
            .map_err(|error| CoreError::from_api(error, self.frame.clock.now_ms()))?;
        Ok(client.with_retry_policy(self.frame.policy.retry))
    }

    pub(super) async fn keep_refresh_token(&self, key: ConnectionKey) -> Result<(), CoreError> {
        let mut made = self.clients.made.lock().await;
        let Some(kept) = made.get_mut(&key) else {
            return Ok(());
        };
        let now = kept.client.refresh_token().await;
        let saved = kept.secrets.refresh_token.as_ref();
        if saved.is_some_and(|saved| saved.expose_secret() == now.expose_secret()) {
            return Ok(());
        }
        kept.secrets.refresh_token = Some(now);
        let name = self.stored(key).await?.secret_name;
        // Order: under the lock, or a token could be saved after signing out has forgotten it.
        self.secrets.set(name, &kept.secrets).await
    }

    pub(super) async fn reopen_sample(&self, endpoints: Endpoints) -> Result<(), CoreError> {
        self.clients.set_sample(endpoints);
        let all = self.frame.index.read(store::all).await?;
        for stored in all
            .iter()
            .filter(|stored| stored.service == Service::Sample && !stored.signed_out)
        {
            self.clients.forget(stored.key).await;
            self.standing.set_silent(stored.key, false);
            // Nobody listening is no failure.
            let _ = self.signals.send(Signal::Reachable(stored.key));
        }
        self.frame.events.index_changed();
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
