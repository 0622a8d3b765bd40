//! Looking at a connection: what is here first, then four requests at most, each of them once.

use std::time::Duration;

use google_photos::{ApiError, Renewal, RetryPolicy, Scopes, TimeOuts, reach};

use super::Inner;
use super::rules;
use super::sheet::Sheet;
use crate::doctor::proxy;
use crate::error::CoreError;
use crate::jobs::JobHandle;
use crate::view::ConnectionKey;

/// How long one answer may take: somebody looks on.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);

/// The host that requests go to.
const HOST: &str = "photoslibrary.googleapis.com";

impl Inner {
    /// Looks at everything. What is found is on the sheet; a failure here is one of this computer.
    pub(super) async fn look(
        &self,
        key: ConnectionKey,
        sheet: &Sheet,
        job: &JobHandle,
    ) -> Result<(), CoreError> {
        let connections = &self.connections;
        sheet.step(job, "Looking at this computer");
        let known = connections.examine(key).await?;
        let service = known.service;
        let proxy = proxy::read(|name| std::env::var(name).ok(), HOST);
        sheet.add(
            job,
            [
                rules::keychain(&known),
                rules::proxy(service, &proxy),
                rules::port(known.port),
            ],
        );

        sheet.step(job, "Looking for the service");
        let reached = match &known.endpoints {
            Ok(endpoints) => {
                sheet.request();
                let answer = reach(endpoints, ANSWER_WITHIN).await;
                self.note(key, &answer).await;
                Some(answer)
            }
            Err(_) => None,
        };
        let now_ms = self.frame.clock.now_ms();
        let reached = reached.as_ref();
        sheet.add(
            job,
            [
                rules::network(service, reached, &proxy),
                rules::clock(service, reached, now_ms),
            ],
        );

        sheet.step(job, "Renewing the sign-in");
        let online = matches!(reached, Some(Ok(_)));
        let renewed = match (online, &known.secrets) {
            (true, Ok(true)) => Some(self.renew(key, sheet).await?),
            _ => None,
        };
        let renewed = renewed.as_ref();
        let life = connections.life(key).await?;
        let now_ms = self.frame.clock.now_ms();
        sheet.add(
            job,
            [
                rules::client(&known, renewed),
                rules::secret(&known, renewed),
                rules::sign_in(&known, renewed, life),
                rules::age(&known, renewed, life, now_ms),
            ],
        );
        sheet.add(job, rules::permissions(service, renewed));

        sheet.step(job, "Asking for one album");
        let library = match renewed {
            Some(Ok(renewal)) if renewal.scopes.contains(Scopes::READ) => {
                Some(self.ask(key, sheet).await?)
            }
            _ => None,
        };
        let library = library.as_ref();
        let quota = connections.quota_today(key).await?;
        sheet.add(
            job,
            [
                rules::api(service, &known.client_id, renewed, library),
                rules::photos(library),
                rules::quota(library, &quota),
            ],
        );

        // The other API: the fourth request, of no day's quota, and only where it is of use.
        sheet.step(job, "Asking whether photos can be chosen");
        let picker = match renewed {
            Some(Ok(renewal)) if renewal.scopes.contains(Scopes::PICK) => {
                Some(self.ask_picker(key, sheet).await?)
            }
            _ => None,
        };
        let picker = rules::picker(service, &known.client_id, renewed, picker.as_ref());
        sheet.add(job, [picker]);
        Ok(())
    }

    async fn renew(
        &self,
        key: ConnectionKey,
        sheet: &Sheet,
    ) -> Result<Result<Renewal, ApiError>, CoreError> {
        let client = self.client(key).await?;
        sheet.request();
        let answer = client.renew_access().await;
        if let Ok(renewal) = &answer {
            self.connections.renewed(key, renewal).await?;
            self.connections.keep_refresh_token(key).await?;
        }
        self.note(key, &answer).await;
        Ok(answer)
    }

    /// Takes note of what an answer says of the connection as a whole. Of the Library API it says nothing.
    async fn note<T: Sync>(&self, key: ConnectionKey, answer: &Result<T, ApiError>) {
        match answer {
            Ok(_) => self.connections.heard_from(key),
            Err(error) => {
                let refused: Result<(), ApiError> = Err(error.clone());
                let _ = self.connections.outcome(key, refused).await;
            }
        }
    }

    async fn ask(
        &self,
        key: ConnectionKey,
        sheet: &Sheet,
    ) -> Result<Result<(), ApiError>, CoreError> {
        let client = self.client(key).await?;
        sheet.request();
        let answer = client.ask_once().await;
        let _ = self.connections.outcome(key, answer.clone()).await;
        Ok(answer)
    }

    /// What it answers says nothing of the Library API: a connection is no worse for it.
    async fn ask_picker(
        &self,
        key: ConnectionKey,
        sheet: &Sheet,
    ) -> Result<Result<(), ApiError>, CoreError> {
        let client = self.client(key).await?;
        sheet.request();
        Ok(client.ask_picker_once().await)
    }

    /// The client of the connection, which shares its tokens and repeats nothing.
    async fn client(&self, key: ConnectionKey) -> Result<google_photos::GooglePhotos, CoreError> {
        let once = RetryPolicy {
            tries: 1,
            slow_down_repeats: 0,
            ..RetryPolicy::default()
        };
        let soon = TimeOuts {
            answer: ANSWER_WITHIN,
            ..TimeOuts::default()
        };
        let client = self.connections.client(key).await?;
        Ok(client.with_retry_policy(once).with_time_outs(soon))
    }
}
