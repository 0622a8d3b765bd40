//! Signing out: the permissions are taken back at Google, as well as that can be done now, and the tokens are forgotten here
//! in any case. What of the library is kept is the person's choice.

use std::sync::Arc;
use std::time::Duration;

use google_photos::GooglePhotos;

use super::Inner;
use super::rules;
use super::secrets::Secrets;
use super::sign_ins::Held;
use super::store::{self, Stored};
use crate::error::CoreError;
use crate::view::{ConnectionKey, SignedOutView};

/// How long Google may take to take permissions back.
const REVOKE_WITHIN: Duration = Duration::from_secs(10);

impl Inner {
    /// Signs out and keeps the library here, and the client for signing in again.
    pub(super) async fn sign_out(&self, key: ConnectionKey) -> Result<SignedOutView, CoreError> {
        let stored = self.stored(key).await?;
        // Order: a locked keychain is found out before anything is taken back.
        let secrets = self.secrets.get(stored.secret_name.clone()).await?;
        let revoked = self.revoke(&stored).await;
        let now_ms = self.frame.clock.now_ms();
        {
            let mut made = self.clients.closed().await;
            // Order: who is told that there are no tokens any more shall find out why.
            self.frame
                .index
                .write(move |tx| store::sign_out(tx, key, now_ms))
                .await?;
            if let Some(kept) = made.remove(&key) {
                kept.client().forget_tokens().await;
            }
            if let Some(secrets) = secrets {
                let without = Secrets {
                    refresh_token: None,
                    ..secrets
                };
                let name = stored.secret_name.clone();
                self.secrets.set(name, &without).await?;
            }
        }
        self.standing.forget(key);
        Ok(outcome(&stored, revoked))
    }

    /// Signs out and forgets the library here.
    pub(super) async fn remove(&self, key: ConnectionKey) -> Result<SignedOutView, CoreError> {
        let stored = self.stored(key).await?;
        let revoked = self.revoke(&stored).await;
        {
            let mut made = self.clients.closed().await;
            if let Some(kept) = made.remove(&key) {
                kept.client().forget_tokens().await;
            }
            self.secrets.remove(stored.secret_name.clone()).await?;
            self.frame
                .index
                .write(move |tx| store::remove(tx, key))
                .await?;
        }
        self.standing.forget(key);
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
        Ok(outcome(&stored, revoked))
    }

    /// Whether Google took the permissions back. Not for ever: a person who is offline can sign out too.
    async fn revoke(&self, stored: &Stored) -> bool {
        if stored.signed_out {
            return true;
        }
        let revoked = match self.client(stored.key).await {
            Ok(client) => within_reason(&client).await,
            Err(error) => {
                tracing::info!(code = error.code(), "a sign-out could not ask Google");
                false
            }
        };
        if !revoked {
            tracing::info!("the permissions of a connection may still stand at Google");
        }
        revoked
    }

    /// Takes back what was just given and is not wanted after all, unless Google would sign out other connections with it.
    pub(super) async fn give_back(&self, held: Held) {
        let Held {
            new,
            credentials,
            refresh_token,
        } = held;
        let project = rules::project(&new.client_id).to_owned();
        let (subject, service) = (new.subject, new.service);
        let read = move |db: &rusqlite::Connection| store::of_account(db, &subject, service);
        let Ok(others) = self.frame.index.read(read).await else {
            return;
        };
        let same = |other: &Stored| rules::project(&other.client_id) == project;
        if others.iter().any(same) {
            return;
        }
        let Ok(endpoints) = self.endpoints_of(service) else {
            return;
        };
        if let Ok(client) = self.make_client(endpoints, credentials, refresh_token, Arc::new(()))
            && !within_reason(&client).await
        {
            tracing::info!("a permission that was not wanted may still stand at Google");
        }
    }
}

async fn within_reason(client: &GooglePhotos) -> bool {
    matches!(
        tokio::time::timeout(REVOKE_WITHIN, client.revoke()).await,
        Ok(Ok(()))
    )
}

fn outcome(stored: &Stored, revoked: bool) -> SignedOutView {
    SignedOutView {
        revoked,
        permissions_page: rules::permissions_page(stored.service).map(str::to_owned),
    }
}
