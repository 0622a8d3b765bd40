//! Connections: which Google accounts there are, whether their sign-in holds, and the client of each. Other rooms get their
//! client here and hand every answer back through [`Connections::outcome`], so that one place knows how a connection stands.

mod clients;
mod examine;
mod holdings;
mod lasting;
mod leaving;
mod rules;
mod sample;
mod secrets;
mod sign_in;
mod sign_ins;
mod state;
mod store;

use std::sync::Arc;

use google_photos::{ApiError, ClientKind, Endpoints, GooglePhotos};
use tokio::sync::broadcast;

pub(crate) use examine::{Examined, PortFound};
pub(crate) use lasting::Life;
pub(crate) use rules::{Service, project};
pub use sample::SampleSignIn;
pub use secrets::SecretStore;

use crate::engine::Frame;
use crate::error::CoreError;
use crate::quota::Quota;
use crate::quota::rules::Counted;
use crate::view::{
    ConnectionClientView, ConnectionHealth, ConnectionKey, ConnectionView, CredentialsFileView,
    LeavingView, OtherClientView, QuotaView, SecretStoreKind, SharingLane, SignInView, SignInWith,
    SignedOutView,
};
use clients::Clients;
use sign_ins::SignIns;
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

    /// What would stay, stop and be lost without a connection.
    ///
    /// Errors: `NotFound`.
    pub async fn leaving(&self, key: ConnectionKey) -> Result<LeavingView, CoreError> {
        let stored = self.inner.stored(key).await?;
        let read = move |db: &rusqlite::Connection| holdings::leaving(db, &stored);
        Ok(self.inner.frame.index.read(read).await?)
    }

    /// Takes the permissions back at Google, as well as that can be done now, and forgets the connection: its secrets, its
    /// part of the index, its thumbnails. Photos and albums at Google stay.
    ///
    /// Errors: `NotFound`, and what the index or the secret store refuse.
    pub async fn remove(&self, key: ConnectionKey) -> Result<SignedOutView, CoreError> {
        self.inner.remove(key).await
    }

    /// Takes the permissions back at Google, as well as that can be done now, and forgets the tokens. The library stays on
    /// this computer to be looked at, the queue waits, and Google is asked for nothing until the person signs in again.
    ///
    /// Errors: `NotFound`, and what the index or the secret store refuse.
    pub async fn sign_out(&self, key: ConnectionKey) -> Result<SignedOutView, CoreError> {
        self.inner.sign_out(key).await
    }

    /// Starts a sign-in: the answer's address is to be opened in the system's browser.
    ///
    /// Errors: `BadCredentials`, `File`, `SignInFailed`, `NotFound`, `KeychainLocked`.
    pub async fn begin_sign_in(&self, with: SignInWith) -> Result<SignInView, CoreError> {
        self.inner.begin_sign_in(with).await
    }

    /// Waits until the person has answered Google's page, and keeps the connection.
    ///
    /// Errors: `SignInDenied`, `SignInTimedOut`, `SignInFailed`, `OtherAccount`, `Cancelled`, `SecretsNotSaved`. `OtherClient`
    /// where the account is connected already with another client: the sign-in then waits for
    /// [`Connections::add_beside`] or [`Connections::cancel_sign_in`].
    pub async fn finish_sign_in(&self, id: u32) -> Result<ConnectionView, CoreError> {
        let key = self.inner.finish_sign_in(id).await?;
        self.get(key).await
    }

    /// Takes the address that a browser on another computer ended at as the answer to a sign-in.
    ///
    /// Errors: `NotTheAnswer`; the sign-in waits on.
    pub async fn answer_sign_in(&self, id: u32, address: &str) -> Result<(), CoreError> {
        self.inner.answer_sign_in(id, address)
    }

    /// What the person is asked before an account is connected a second time, with another client.
    ///
    /// Errors: `Cancelled` where no sign-in waits for that.
    pub async fn sign_in_question(&self, id: u32) -> Result<OtherClientView, CoreError> {
        self.inner.sign_in_question(id).await
    }

    /// Keeps a sign-in that ended with `OtherClient` as a connection of its own; without a name it is called by the address.
    ///
    /// Errors: `Cancelled` where no sign-in waits for that, `SecretsNotSaved`.
    pub async fn add_beside(&self, id: u32, name: &str) -> Result<ConnectionView, CoreError> {
        let key = self.inner.add_beside(id, name).await?;
        self.get(key).await
    }

    /// Gives up a sign-in. One that is over already stays as it is. What Google granted is given back.
    pub async fn cancel_sign_in(&self, id: u32) {
        if let Some(held) = self.inner.sign_ins.cancel(id) {
            self.inner.give_back(held).await;
        }
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
            .filter(|one| !one.is_sample && one.health != ConnectionHealth::SignedOut)
            .filter(|one| self.inner.answers(one.key))
            .map(|one| one.key)
            .collect())
    }

    /// Whether there is a connection to the sample library, for which it has to be started.
    pub async fn has_sample(&self) -> Result<bool, CoreError> {
        let all = self.inner.frame.index.read(store::all).await?;
        Ok(all.iter().any(|stored| stored.service == Service::Sample))
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

    /// The service answered something that does not tell whether the Photos Library API is switched on.
    pub(crate) fn heard_from(&self, key: ConnectionKey) {
        self.inner.heard_from(key);
    }

    /// What an answer of Google's means, after taking note of what it says about the connection.
    pub(crate) async fn outcome<T>(
        &self,
        key: ConnectionKey,
        answer: Result<T, ApiError>,
    ) -> Result<T, CoreError> {
        let outcome = self.outcome_elsewhere(key, answer).await;
        if outcome.is_ok() {
            self.inner.api_answers(key);
        }
        outcome
    }

    /// The same of another API than the Photos Library API: its answer does not tell that that one is switched on.
    pub(crate) async fn outcome_elsewhere<T>(
        &self,
        key: ConnectionKey,
        answer: Result<T, ApiError>,
    ) -> Result<T, CoreError> {
        match answer {
            Ok(value) => {
                self.inner.heard_from(key);
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

    /// All that is known of a connection here, without asking Google.
    ///
    /// Errors: `NotFound`.
    pub(crate) async fn examine(&self, key: ConnectionKey) -> Result<Examined, CoreError> {
        self.inner.examine(key).await
    }

    /// Keeps what a renewal told about a connection.
    pub(crate) async fn renewed(
        &self,
        key: ConnectionKey,
        renewal: &google_photos::Renewal,
    ) -> Result<(), CoreError> {
        self.inner.renewed(key, renewal).await
    }

    /// How long the sign-in of a connection lasts, as far as that is known.
    pub(crate) async fn life(&self, key: ConnectionKey) -> Result<Life, CoreError> {
        self.inner.life(key).await
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

    /// Requests of the Library API and loads of bytes of the current Pacific day, of all connections of the same project.
    pub(crate) async fn counted_of_project(
        &self,
        key: ConnectionKey,
    ) -> Result<Counted, CoreError> {
        self.inner.quota.project_counted(key).await
    }

    /// To hear of sign-ins and of services that answer again.
    pub(crate) fn signals(&self) -> broadcast::Receiver<Signal> {
        self.inner.signals.subscribe()
    }
}
