//! How connections stand right now: only in memory, found out anew at each start.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use google_photos::{ApiError, Scopes};

use super::rules::{self, Service, SignedIn};
use super::store::{self, Stored};
use super::{Inner, Signal, lasting};
use crate::error::CoreError;
use crate::view::{ConnectionKey, ConnectionView};

/// What is known of this moment.
#[derive(Default)]
pub(super) struct Standing {
    silent: Mutex<HashSet<ConnectionKey>>,
    answered: Mutex<HashSet<ConnectionKey>>,
    syncing: Mutex<HashSet<ConnectionKey>>,
    api_off: Mutex<HashSet<ConnectionKey>>,
}

impl Standing {
    /// Gives whether that is news.
    pub(super) fn set_syncing(&self, key: ConnectionKey, syncing: bool) -> bool {
        set(&self.syncing, key, syncing)
    }

    /// Gives whether that is news.
    pub(super) fn set_silent(&self, key: ConnectionKey, silent: bool) -> bool {
        set(&self.silent, key, silent)
    }

    /// Gives whether that is news.
    pub(super) fn set_api_off(&self, key: ConnectionKey, off: bool) -> bool {
        set(&self.api_off, key, off)
    }

    pub(super) fn forget(&self, key: ConnectionKey) {
        set(&self.syncing, key, false);
        set(&self.api_off, key, false);
        set(&self.silent, key, false);
        set(&self.answered, key, false);
    }
}

fn set(of: &Mutex<HashSet<ConnectionKey>>, key: ConnectionKey, holds: bool) -> bool {
    let mut set = locked(of);
    if holds {
        set.insert(key)
    } else {
        set.remove(&key)
    }
}

fn locked(of: &Mutex<HashSet<ConnectionKey>>) -> MutexGuard<'_, HashSet<ConnectionKey>> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Inner {
    pub(super) async fn stored(&self, key: ConnectionKey) -> Result<Stored, CoreError> {
        let found = self.frame.index.read(move |db| store::one(db, key)).await?;
        found.ok_or(CoreError::NotFound { what: "connection" })
    }

    pub(super) async fn view(&self, stored: Stored) -> Result<ConnectionView, CoreError> {
        let silent = locked(&self.standing.silent).contains(&stored.key);
        let reachable = !silent && self.endpoints_of(stored.service).is_ok();
        let api_off = locked(&self.standing.api_off).contains(&stored.key);
        Ok(ConnectionView {
            key: stored.key,
            health: rules::health(
                stored.signed_in,
                stored.signed_out,
                stored.scopes,
                reachable,
                api_off,
            ),
            missing: rules::missing(stored.scopes),
            quota: self.quota.today(stored.key).await?,
            syncing: locked(&self.standing.syncing).contains(&stored.key),
            name: stored.name,
            email: stored.email,
            account_name: stored.account_name,
            client_id: stored.client_id,
            has_picture: stored.picture_url.is_some(),
            is_sample: stored.service == Service::Sample,
            sharing_lane: stored.lane,
            synced_ms: stored.synced_ms,
        })
    }

    /// Whether the service answered since the start, and did not fall silent after that.
    pub(super) fn answers(&self, key: ConnectionKey) -> bool {
        locked(&self.standing.answered).contains(&key)
            && !locked(&self.standing.silent).contains(&key)
    }

    /// The service answered.
    pub(super) fn heard_from(&self, key: ConnectionKey) {
        set(&self.standing.answered, key, true);
        if self.standing.set_silent(key, false) {
            self.frame.events.index_changed();
            // Nobody listening is no failure.
            let _ = self.signals.send(Signal::Reachable(key));
        }
    }

    /// The API gave what was asked for, so it is switched on.
    pub(super) fn api_answers(&self, key: ConnectionKey) {
        if self.standing.set_api_off(key, false) {
            self.frame.events.index_changed();
        }
    }

    /// The service refused, or did not answer.
    pub(super) async fn heard_error(&self, key: ConnectionKey, error: ApiError) -> CoreError {
        tracing::debug!(connection = key.0, %error, "a call failed");
        let became = match &error {
            ApiError::NoAnswer { .. } => {
                if self.standing.set_silent(key, true) {
                    self.frame.events.index_changed();
                }
                None
            }
            ApiError::SignInRequired { .. } | ApiError::ClientRefused { .. } => {
                Some(SignedIn::Needed)
            }
            // Picking and sharing have their own screens, which say so; all others need these three.
            ApiError::ConsentRequired { missing, .. }
                if !(*missing & (Scopes::ADD | Scopes::READ | Scopes::EDIT)).is_empty() =>
            {
                Some(SignedIn::ConsentMissing)
            }
            _ => None,
        };
        let ended = matches!(error, ApiError::SignInRequired { .. });
        if ended && self.stored(key).await.is_ok_and(|of| of.signed_out) {
            return CoreError::SignedOut;
        }
        if !matches!(error, ApiError::NoAnswer { .. }) {
            self.heard_from(key);
        }
        if matches!(error, ApiError::ApiDisabled { .. })
            && rules::is_library_call(error.call())
            && self.standing.set_api_off(key, true)
        {
            self.frame.events.index_changed();
        }
        // Only a refusal to renew tells of the refresh token's end.
        let died = matches!(&error, ApiError::SignInRequired { call: "token" });
        let now_ms = self.frame.clock.now_ms();
        if let Some(state) = became {
            let noted = self
                .frame
                .index
                .write(move |tx| {
                    if died {
                        lasting::note_death(tx, key, now_ms)?;
                    }
                    store::set_signed_in(tx, key, state)
                })
                .await;
            if let Err(failed) = noted {
                tracing::warn!(error = %failed, "the state of a connection was not kept");
            }
        }
        CoreError::from_api(error, self.frame.clock.now_ms())
    }
}
