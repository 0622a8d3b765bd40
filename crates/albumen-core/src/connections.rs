//! Connections: which Google accounts there are, whether their sign-in holds, and the client of each. Other rooms get their
//! client here and hand every answer back through [`Connections::outcome`], so that one place knows how a connection stands.

mod clients;
mod rules;
mod sample;
mod secrets;
mod sign_in;
mod state;
mod store;

use std::sync::Arc;

use google_photos::{ApiError, ClientKind, Endpoints, GooglePhotos};
use tokio::sync::broadcast;

pub use sample::SampleSignIn;
pub use secrets::SecretStore;

use crate::engine::Frame;
use crate::error::CoreError;
use crate::quota::Quota;
use crate::view::{
    ConnectionClientView, ConnectionKey, ConnectionView, CredentialsFileView, QuotaView,
    SecretStoreKind, SharingLane, SignInView, SignInWith,
};
use clients::Clients;
use sign_in::SignIns;
use state::Standing;

/// What other rooms may have to act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// Somebody signed in, for the first time or again.
    SignedIn(ConnectionKey),
    /// The service answers again, or listens at a new place.
    Reachable(ConnectionKey),
}

/// The connections. Clones share them.
#[derive(Clone)]
pub struct Connections {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    frame: Frame,
    endpoints: Endpoints,
    secrets: SecretStore,
    quota: Quota,
    clients: Clients,
    sign_ins: SignIns,
    standing: Standing,
    signals: broadcast::Sender<Signal>,
}

impl Connections {
    pub(crate) fn new(
        frame: Frame,
        endpoints: Endpoints,
        secrets: SecretStore,
        quota: Quota,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                frame,
                endpoints,
                secrets,
                quota,
                clients: Clients::default(),
                sign_ins: SignIns::default(),
                standing: Standing::default(),
                signals: broadcast::channel(64).0,
            }),
        }
    }

    /// All connections, in the order they were made.
    pub async fn list(&self) -> Result<Vec<ConnectionView>, CoreError> {
        let mut views = Vec::new();
        for stored in self.inner.frame.index.read(store::all).await? {
            views.push(self.inner.view(stored).await?);
        }
        Ok(views)
    }

    /// One connection.
    ///
    /// Errors: `NotFound`.
    pub async fn get(&self, key: ConnectionKey) -> Result<ConnectionView, CoreError> {
        self.inner.view(self.inner.stored(key).await?).await
    }

    /// The connection that is shown: the chosen one, otherwise the first.
    pub async fn current(&self) -> Result<Option<ConnectionKey>, CoreError> {
        Ok(self.inner.frame.index.read(store::current).await?)
    }

    /// Chooses the connection that is shown.
    ///
    /// Errors: `NotFound`.
    pub async fn select(&self, key: ConnectionKey) -> Result<(), CoreError> {
        let found = self
            .inner
            .frame
            .index
            .write(move |tx| store::select(tx, key))
            .await?;
        found
            .then_some(())
            .ok_or(CoreError::NotFound { what: "connection" })
    }

    /// Gives a connection another name; an empty one is replaced by the account's address.
    ///
    /// Errors: `NotFound`.
    pub async fn rename(&self, key: ConnectionKey, name: &str) -> Result<(), CoreError> {
        let stored = self.inner.stored(key).await?;
        let name = match name.trim() {
            "" => stored.email,
            name => name.to_owned(),
        };
        self.inner
            .frame
            .index
            .write(move |tx| store::rename(tx, key, &name))
            .await?;
        Ok(())
    }

    /// Takes the permissions back at Google, as well as that can be done now, and forgets the connection: its secrets, its
    /// part of the index, its thumbnails. Photos and albums at Google stay.
    ///
    /// Errors: `NotFound`, and what the index or the secret store refuse.
    pub async fn remove(&self, key: ConnectionKey) -> Result<(), CoreError> {
        self.inner.remove(key).await
    }

    /// Starts a sign-in: the answer's address is to be opened in the system's browser.
    ///
    /// Errors: `BadCredentials`, `File`, `SignInFailed`, `NotFound`, `KeychainLocked`.
    pub async fn begin_sign_in(&self, with: SignInWith) -> Result<SignInView, CoreError> {
        self.inner.begin_sign_in(with).await
    }

    /// Waits until the person has answered Google's page, and keeps the connection.
    ///
    /// Errors: `SignInDenied`, `SignInTimedOut`, `SignInFailed`, `OtherAccount`, `Cancelled`, `SecretsNotSaved`.
    pub async fn finish_sign_in(&self, id: u32) -> Result<ConnectionView, CoreError> {
        let key = self.inner.finish_sign_in(id).await?;
        self.get(key).await
    }

    /// Gives up a sign-in. One that is over already stays as it is.
    pub async fn cancel_sign_in(&self, id: u32) {
        self.inner.sign_ins.cancel(id);
    }

    /// What a `client_secret_*.json` holds, without the secret.
    ///
    /// Errors: `BadCredentials`, `File`.
    pub async fn read_credentials_file(
        &self,
        file: &std::path::Path,
    ) -> Result<CredentialsFileView, CoreError> {
        sign_in::read_file(file).await.map(sign_in::file_view)
    }

    /// What a typed client id and secret are, without the secret. Nobody is asked.
    ///
    /// Errors: `BadCredentials`.
    pub fn check_typed(
        &self,
        client_id: &str,
        client_secret: &str,
        is_web: bool,
    ) -> Result<CredentialsFileView, CoreError> {
        sign_in::typed(client_id, client_secret, is_web)
            .map(|credentials| sign_in::typed_view(&credentials))
    }

    /// The redirect address that a client of type Web application must have registered at Google.
    #[must_use]
    pub fn web_redirect(&self) -> String {
        sign_in::web_redirect()
    }

    /// The client through which a connection sees its account.
    ///
    /// Errors: `NotFound`.
    pub async fn client_of(&self, key: ConnectionKey) -> Result<ConnectionClientView, CoreError> {
        let stored = self.inner.stored(key).await?;
        Ok(ConnectionClientView {
            is_desktop: stored.client_kind == ClientKind::Desktop,
            client_id: stored.client_id,
        })
    }

    /// Signs in to an account of the sample library: the same OAuth, but the engine answers the consent form itself.
    ///
    /// Errors: as [`Connections::finish_sign_in`], and `ServiceNotRunning`.
    pub async fn add_sample(&self, sample: SampleSignIn) -> Result<ConnectionView, CoreError> {
        let key = self.inner.add_sample(sample).await?;
        self.get(key).await
    }

    /// Says where the sample library listens now. Until then its connections are offline.
    pub async fn reopen_sample(&self, endpoints: Endpoints) -> Result<(), CoreError> {
        self.inner.reopen_sample(endpoints).await
    }

    /// The connections of Google, not of the sample library, whose service answered since the start and answers still.
    pub(crate) async fn answering(&self) -> Result<Vec<ConnectionKey>, CoreError> {
        let all = self.list().await?;
        Ok(all
            .into_iter()
            .filter(|one| !one.is_sample && self.inner.answers(one.key))
            .map(|one| one.key)
            .collect())
    }

    /// Whether there is a connection to the sample library, for which it has to be started.
    pub async fn has_sample(&self) -> Result<bool, CoreError> {
        let all = self.inner.frame.index.read(store::all).await?;
        Ok(all
            .iter()
            .any(|stored| stored.service == rules::Service::Sample))
    }

    /// Where secrets are kept.
    pub(crate) async fn secret_store(&self) -> SecretStoreKind {
        self.inner.secrets.kind().await
    }

    /// The client of a connection.
    ///
    /// Errors: `NotFound`, `SignInNeeded` where its secrets are gone, `KeychainLocked`, `ServiceNotRunning`.
    pub(crate) async fn client(&self, key: ConnectionKey) -> Result<GooglePhotos, CoreError> {
        self.inner.client(key).await
    }

    /// What an answer of Google's means, after taking note of what it says about the connection.
    pub(crate) async fn outcome<T>(
        &self,
        key: ConnectionKey,
        answer: Result<T, ApiError>,
    ) -> Result<T, CoreError> {
        match answer {
            Ok(value) => {
                self.inner.heard_from(key);
                self.inner.api_answers(key);
                Ok(value)
            }
            Err(error) => Err(self.inner.heard_error(key, error).await),
        }
    }

    /// Where the service of a connection is.
    ///
    /// Errors: `NotFound`, `ServiceNotRunning`.
    pub(crate) async fn endpoints(&self, key: ConnectionKey) -> Result<Endpoints, CoreError> {
        let stored = self.inner.stored(key).await?;
        self.inner.endpoints_of(stored.service)
    }

    /// The address of the account's portrait, where it has one.
    pub(crate) async fn picture_url(
        &self,
        key: ConnectionKey,
    ) -> Result<Option<String>, CoreError> {
        Ok(self.inner.stored(key).await?.picture_url)
    }

    /// How an album gets its link here, as far as that is known.
    pub(crate) async fn sharing_lane(&self, key: ConnectionKey) -> Result<SharingLane, CoreError> {
        Ok(self.inner.stored(key).await?.lane)
    }

    /// Keeps what was learned about it.
    pub(crate) async fn learn_sharing_lane(
        &self,
        key: ConnectionKey,
        lane: SharingLane,
    ) -> Result<(), CoreError> {
        self.inner
            .frame
            .index
            .write(move |tx| store::set_lane(tx, key, lane))
            .await?;
        Ok(())
    }

    /// Takes note that a sync of this connection runs, or does not any more.
    pub(crate) fn set_syncing(&self, key: ConnectionKey, syncing: bool) {
        if self.inner.standing.set_syncing(key, syncing) {
            self.inner.frame.events.index_changed();
        }
    }

    /// Saves the refresh token where Google replaced it.
    pub(crate) async fn keep_refresh_token(&self, key: ConnectionKey) -> Result<(), CoreError> {
        self.inner.keep_refresh_token(key).await
    }

    /// Requests of this connection on the current Pacific day.
    pub(crate) async fn requests_today(&self, key: ConnectionKey) -> Result<u32, CoreError> {
        Ok(self.inner.quota.today(key).await?.requests)
    }

    /// The requests of the current Pacific day, of this connection and of its project.
    pub(crate) async fn quota_today(&self, key: ConnectionKey) -> Result<QuotaView, CoreError> {
        self.inner.quota.today(key).await
    }

    /// The requests of the current Pacific day of all connections of the same project, up to this moment.
    pub(crate) async fn requests_of_project(&self, key: ConnectionKey) -> Result<u32, CoreError> {
        self.inner.quota.project_today(key).await
    }

    /// To hear of sign-ins and of services that answer again.
    pub(crate) fn signals(&self) -> broadcast::Receiver<Signal> {
        self.inner.signals.subscribe()
    }
}
