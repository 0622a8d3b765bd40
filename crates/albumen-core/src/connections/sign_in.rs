//! Signing in: from the credentials to a connection that is kept.

use std::path::Path;
use std::sync::Arc;

use google_photos::{
    ByHandError, ClientCredentials, ClientFile, ClientId, ClientKind, CredentialsError, Endpoints,
    Grant, SignIn, SignInError, SignInOptions,
};

use super::rules::Service;
use super::secrets::Secrets;
use super::sign_ins::{Held, Waiting};
use super::store::{self, New, Stored};
use super::{Inner, holdings, lasting};
use crate::error::CoreError;
use crate::view::{ConnectionKey, CredentialsFileView, OtherClientView, SignInView, SignInWith};

/// The port on which a client of type Web application is answered; the person registers it with Google.
pub(super) const WEB_CLIENT_PORT: u16 = 8484;

/// Longer than any such file.
const CREDENTIALS_FILE_BYTES: u64 = 64 * 1024;

/// Reads a `client_secret_*.json`.
pub(super) async fn read_file(file: &Path) -> Result<ClientFile, CoreError> {
    let at = |error| CoreError::file(file, error);
    if tokio::fs::metadata(file).await.map_err(at)?.len() > CREDENTIALS_FILE_BYTES {
        return Err(bad(CredentialsError::TooLong));
    }
    let bytes = tokio::fs::read(file).await.map_err(at)?;
    ClientFile::from_json(&bytes).map_err(bad)
}

pub(super) fn file_view(file: ClientFile) -> CredentialsFileView {
    let redirect = web_redirect();
    CredentialsFileView {
        missing_redirect: (!file.may_answer_to(&redirect)).then_some(redirect),
        client_id: file.credentials.client_id.to_string(),
        is_desktop: file.credentials.kind == ClientKind::Desktop,
        project_id: file.project_id,
    }
}

/// What was typed, of the type that the person named.
pub(super) fn typed(
    client_id: &str,
    client_secret: &str,
    is_web: bool,
) -> Result<ClientCredentials, CoreError> {
    let kind = if is_web {
        ClientKind::Web
    } else {
        ClientKind::Desktop
    };
    ClientCredentials::typed_as(client_id, client_secret, kind).map_err(bad)
}

pub(super) fn typed_view(credentials: &ClientCredentials) -> CredentialsFileView {
    CredentialsFileView {
        client_id: credentials.client_id.to_string(),
        is_desktop: credentials.kind == ClientKind::Desktop,
        project_id: None,
        // What is registered is known from a file alone.
        missing_redirect: None,
    }
}

/// What a client of type Web application must have registered.
pub(super) fn web_redirect() -> String {
    SignIn::redirect_to(WEB_CLIENT_PORT)
}

fn bad(error: CredentialsError) -> CoreError {
    CoreError::BadCredentials {
        why: error.to_string(),
    }
}

fn failed(error: SignInError) -> CoreError {
    match error {
        SignInError::Denied => CoreError::SignInDenied,
        SignInError::TimedOut => CoreError::SignInTimedOut,
        SignInError::NoAnswer { .. } => CoreError::Offline { sent: true },
        other => CoreError::SignInFailed {
            why: other.to_string(),
        },
    }
}

impl Inner {
    pub(super) async fn begin_sign_in(
        self: &Arc<Self>,
        with: SignInWith,
    ) -> Result<SignInView, CoreError> {
        let service = Service::of(&self.endpoints);
        let (credentials, again) = match with {
            SignInWith::Typed {
                client_id,
                client_secret,
                is_web,
            } => (typed(&client_id, &client_secret, is_web)?, None),
            SignInWith::File { path } => (read_file(Path::new(&path)).await?.credentials, None),
            SignInWith::Again { connection } => {
                let stored = self.stored(connection).await?;
                (self.kept_credentials(&stored).await?, Some(stored))
            }
        };
        let service = again.as_ref().map_or(service, |stored| stored.service);
        let endpoints = self.endpoints_of(service)?;
        let waiting = self
            .open_sign_in(endpoints, credentials, service, again)
            .await?;
        let consent_url = waiting.sign_in.consent_url().to_string();
        let port = waiting.sign_in.by_hand().port();
        Ok(SignInView {
            id: self.sign_ins.add(waiting),
            consent_url,
            port,
        })
    }

    /// Hands over the address that a browser on another computer ended at.
    pub(super) fn answer_sign_in(&self, id: u32, address: &str) -> Result<(), CoreError> {
        let by_hand = self.sign_ins.by_hand(id);
        let taken = by_hand.map_or(Err(ByHandError::Over), |by_hand| by_hand.take(address));
        taken.map_err(|error| CoreError::NotTheAnswer {
            why: error.to_string(),
        })
    }

    async fn open_sign_in(
        &self,
        endpoints: Endpoints,
        credentials: ClientCredentials,
        service: Service,
        again: Option<Stored>,
    ) -> Result<Waiting, CoreError> {
        let options = SignInOptions {
            login_hint: again
                .as_ref()
                .map(|stored| stored.email.clone())
                .filter(|email| !email.is_empty()),
            select_account: again.is_none(),
            fixed_port: (credentials.kind == ClientKind::Web).then_some(WEB_CLIENT_PORT),
        };
        let sign_in = SignIn::begin(endpoints, credentials.clone(), options)
            .await
            .map_err(failed)?;
        Ok(Waiting {
            sign_in,
            credentials,
            service,
            again,
        })
    }

    /// The client id and secret that a connection was made with.
    async fn kept_credentials(&self, stored: &Stored) -> Result<ClientCredentials, CoreError> {
        let secrets = self.secrets.get(stored.secret_name.clone()).await?.ok_or_else(|| CoreError::BadCredentials {
            why: "The client secret of this connection is not on this computer any more. Connect the account again \
                  with its client id and secret: its albums and uploads are kept."
                .to_owned(),
        })?;
        Ok(ClientCredentials {
            client_id: ClientId::from(stored.client_id.as_str()),
            client_secret: secrets.client_secret,
            kind: stored.client_kind,
        })
    }

    pub(super) async fn finish_sign_in(
        self: &Arc<Self>,
        id: u32,
    ) -> Result<ConnectionKey, CoreError> {
        let ended = self.end_sign_in(id).await;
        if !matches!(ended, Err(CoreError::OtherClient { .. })) {
            self.sign_ins.cancel(id);
        }
        ended
    }

    async fn end_sign_in(self: &Arc<Self>, id: u32) -> Result<ConnectionKey, CoreError> {
        let (waiting, cancelled) = self.sign_ins.take(id).ok_or(CoreError::Cancelled)?;
        let Waiting {
            sign_in,
            credentials,
            service,
            again,
        } = *waiting;
        let within = self.frame.policy.sign_in_within;
        let outcome = tokio::select! {
            () = cancelled.cancelled() => Err(CoreError::Cancelled),
            () = self.frame.tasks.stopped() => Err(CoreError::Closed),
            grant = sign_in.finish(within) => grant.map_err(failed),
        };
        let held = held(credentials, service, outcome?);
        if let Some(expected) = again.filter(|stored| stored.subject != held.new.subject) {
            let got = held.new.email.clone();
            self.give_back(held).await;
            return Err(CoreError::OtherAccount {
                expected: expected.email,
                got,
            });
        }
        let (held, question) = self.question(held).await?;
        let Some(question) = question else {
            return self.keep(held).await;
        };
        match self.sign_ins.hold(id, Box::new(held)) {
            Ok(()) => Err(CoreError::OtherClient {
                email: question.email,
            }),
            Err(held) => {
                self.give_back(*held).await;
                Err(CoreError::Cancelled)
            }
        }
    }

    /// What the person is asked where the account of a sign-in is connected already, with another client.
    async fn question(&self, held: Held) -> Result<(Held, Option<OtherClientView>), CoreError> {
        let read = self.frame.index.read(move |db| {
            let question = holdings::other_client(db, &held.new)?;
            Ok((held, question))
        });
        Ok(read.await?)
    }

    /// The question that a sign-in waits for.
    pub(super) async fn sign_in_question(&self, id: u32) -> Result<OtherClientView, CoreError> {
        let asked = self.sign_ins.held(id, |held| held.new.clone());
        let new = asked.ok_or(CoreError::Cancelled)?;
        let read = move |db: &rusqlite::Connection| holdings::other_client(db, &new);
        let question = self.frame.index.read(read).await?;
        question.ok_or(CoreError::Cancelled)
    }

    /// Keeps a sign-in that waits for the person's word, as a connection of its own beside those of the account.
    pub(super) async fn add_beside(
        self: &Arc<Self>,
        id: u32,
        name: &str,
    ) -> Result<ConnectionKey, CoreError> {
        let mut held = self.sign_ins.take_held(id).ok_or(CoreError::Cancelled)?;
        if !name.trim().is_empty() {
            held.new.name = name.trim().to_owned();
        }
        self.keep(held).await
    }

    /// Signs in while somebody else, not the person, answers the page at the address that is handed to `answer`.
    pub(super) async fn sign_in_answered_by<F>(
        self: &Arc<Self>,
        endpoints: Endpoints,
        credentials: ClientCredentials,
        service: Service,
        answer: impl FnOnce(url::Url) -> F,
    ) -> Result<ConnectionKey, CoreError>
    where
        F: Future<Output = Result<(), CoreError>>,
    {
        let Waiting {
            sign_in,
            credentials,
            ..
        } = self
            .open_sign_in(endpoints, credentials, service, None)
            .await?;
        let answered = answer(sign_in.consent_url().clone());
        let finished = sign_in.finish(self.frame.policy.sign_in_within);
        let (_, grant) = tokio::try_join!(answered, async { finished.await.map_err(failed) })?;
        self.keep(held(credentials, service, grant)).await
    }

    async fn keep(self: &Arc<Self>, held: Held) -> Result<ConnectionKey, CoreError> {
        let Held {
            new,
            credentials,
            refresh_token,
            refresh_token_life,
        } = held;
        let (known, new) = self
            .frame
            .index
            .read(move |db| Ok((store::same(db, &new)?, new)))
            .await?;
        let secret_name = known.map_or_else(|| new.secret_name.clone(), |known| known.secret_name);
        let secrets = Secrets {
            client_secret: credentials.client_secret,
            refresh_token: Some(refresh_token),
        };
        // Order: secrets first. A connection without them would look signed in and not be.
        self.secrets.set(secret_name, &secrets).await?;
        let now_ms = self.frame.clock.now_ms();
        let ends_ms = refresh_token_life.map(|life| lasting::end_ms(now_ms, life));
        let key = self
            .frame
            .index
            .write(move |tx| {
                let key = store::signed_in(tx, &new, now_ms)?;
                lasting::set_end(tx, key, ends_ms)?;
                store::select(tx, key)?;
                Ok(key)
            })
            .await?;
        self.signed_in_again(key).await;
        Ok(key)
    }
}

/// What a sign-in brings, to be kept.
fn held(credentials: ClientCredentials, service: Service, grant: Grant) -> Held {
    let name = match grant.account.email.as_str() {
        "" => "Google Photos".to_owned(),
        email => email.to_owned(),
    };
    let new = New {
        name,
        subject: grant.account.subject,
        email: grant.account.email,
        account_name: grant.account.name,
        picture_url: grant.account.picture.map(String::from),
        client_id: credentials.client_id.to_string(),
        client_kind: credentials.kind,
        service,
        scopes: grant.scopes,
        secret_name: uuid::Uuid::new_v4().to_string(),
    };
    Held {
        new,
        credentials,
        refresh_token: grant.refresh_token,
        refresh_token_life: grant.refresh_token_life,
    }
}
