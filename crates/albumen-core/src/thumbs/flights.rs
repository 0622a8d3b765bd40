//! Work that several ask for at the same time is done once, and dropped when none of them wants it any more.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use futures::FutureExt as _;
use futures::future::{BoxFuture, Shared, WeakShared};
use tokio_util::sync::CancellationToken;

use super::PictureFile;
use crate::error::CoreError;

type Flight = BoxFuture<'static, Result<PictureFile, CoreError>>;

/// What is under way. It goes on as long as somebody waits for it.
pub struct Flights<K>(Mutex<HashMap<K, Known>>);

struct Known {
    flight: WeakShared<Flight>,
    /// How many asked and did not call it off.
    wanted_by: usize,
    off: CancellationToken,
}

impl<K> Default for Flights<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash> Flights<K> {
    /// Joins the flight of this name, or starts it with `work`. A flight that is called off ends with `Cancelled`.
    pub fn join(
        &self,
        name: K,
        work: impl Future<Output = Result<PictureFile, CoreError>> + Send + 'static,
    ) -> Shared<Flight> {
        let mut flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = flights.get_mut(&name)
            && !known.off.is_cancelled()
            && let Some(flight) = known
                .flight
                .upgrade()
                .filter(|flight| flight.peek().is_none())
        {
            known.wanted_by += 1;
            return flight;
        }
        if flights.len() >= 256 {
            flights.retain(|_, known| known.flight.upgrade().is_some());
        }
        let off = CancellationToken::new();
        let called_off = off.clone();
        let flight = async move {
            called_off
                .run_until_cancelled(work)
                .await
                .unwrap_or(Err(CoreError::Cancelled))
        }
        .boxed()
        .shared();
        if let Some(weak) = flight.downgrade() {
            let known = Known {
                flight: weak,
                wanted_by: 1,
                off,
            };
            flights.insert(name, known);
        }
        flight
    }

    /// Calls a flight off for one of those who asked. It goes on while others want it.
    pub fn call_off(&self, name: &K) {
        let mut flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = flights.get_mut(name) {
            known.wanted_by = known.wanted_by.saturating_sub(1);
            if known.wanted_by == 0 {
                known.off.cancel();
                flights.remove(name);
            }
        }
    }
}
