//! The sign-ins that are not over: waiting for the person in the browser, or for the person's word.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use google_photos::{ByHand, ClientCredentials, SignIn};
use secrecy::SecretString;
use tokio_util::sync::CancellationToken;

use super::rules::Service;
use super::store::{New, Stored};

/// A sign-in that waits for the person.
pub(super) struct Waiting {
    pub(super) sign_in: SignIn,
    pub(super) credentials: ClientCredentials,
    pub(super) service: Service,
    pub(super) again: Option<Stored>,
}

/// A sign-in that went well and waits for the person's word: the account is connected already, with another client.
pub(super) struct Held {
    pub(super) new: New,
    pub(super) credentials: ClientCredentials,
    pub(super) refresh_token: SecretString,
    /// How long it lasts, where Google says so.
    pub(super) refresh_token_life: Option<Duration>,
}

enum Stage {
    Begun(Box<Waiting>),
    Finishing,
    Held(Box<Held>),
}

/// One sign-in that is not over.
struct Open {
    stage: Stage,
    by_hand: ByHand,
    cancelled: CancellationToken,
}

/// All sign-ins that are not over.
#[derive(Default)]
pub(super) struct SignIns {
    last: AtomicU32,
    open: Mutex<HashMap<u32, Open>>,
}

impl SignIns {
    pub(super) fn add(&self, waiting: Waiting) -> u32 {
        let id = self.last.fetch_add(1, Ordering::SeqCst).wrapping_add(1);
        let open = Open {
            by_hand: waiting.sign_in.by_hand(),
            stage: Stage::Begun(Box::new(waiting)),
            cancelled: CancellationToken::new(),
        };
        self.lock().insert(id, open);
        id
    }

    pub(super) fn take(&self, id: u32) -> Option<(Box<Waiting>, CancellationToken)> {
        let mut all = self.lock();
        let open = all.get_mut(&id)?;
        match std::mem::replace(&mut open.stage, Stage::Finishing) {
            Stage::Begun(waiting) => Some((waiting, open.cancelled.clone())),
            other => {
                open.stage = other;
                None
            }
        }
    }

    /// Gives whether it is waited for still.
    pub(super) fn hold(&self, id: u32, held: Box<Held>) -> Result<(), Box<Held>> {
        match self.lock().get_mut(&id) {
            Some(open) => {
                open.stage = Stage::Held(held);
                Ok(())
            }
            None => Err(held),
        }
    }

    /// Reads what a sign-in is held with.
    pub(super) fn held<T>(&self, id: u32, read: impl FnOnce(&Held) -> T) -> Option<T> {
        match &self.lock().get(&id)?.stage {
            Stage::Held(held) => Some(read(held)),
            Stage::Begun(_) | Stage::Finishing => None,
        }
    }

    pub(super) fn take_held(&self, id: u32) -> Option<Held> {
        self.held(id, |_| ())?;
        match self.lock().remove(&id)?.stage {
            Stage::Held(held) => Some(*held),
            Stage::Begun(_) | Stage::Finishing => None,
        }
    }

    pub(super) fn by_hand(&self, id: u32) -> Option<ByHand> {
        Some(self.lock().get(&id)?.by_hand.clone())
    }

    /// Whether one waits for its person, and so holds a port.
    pub(super) fn any(&self) -> bool {
        let open = self.lock();
        let mut stages = open.values().map(|open| &open.stage);
        stages.any(|stage| !matches!(stage, Stage::Held(_)))
    }

    /// Gives what was held of it.
    pub(super) fn cancel(&self, id: u32) -> Option<Held> {
        // Order: dropping a sign-in that nobody waits for closes its port.
        let open = self.lock().remove(&id)?;
        open.cancelled.cancel();
        match open.stage {
            Stage::Held(held) => Some(*held),
            Stage::Begun(_) | Stage::Finishing => None,
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u32, Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
