//! Work that several ask for at the same time is done once.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use futures::FutureExt as _;
use futures::future::{BoxFuture, Shared, WeakShared};

use super::PictureFile;
use crate::error::CoreError;

type Flight = BoxFuture<'static, Result<PictureFile, CoreError>>;

/// What is under way. It goes on as long as somebody waits for it.
pub struct Flights<K>(Mutex<HashMap<K, WeakShared<Flight>>>);

impl<K> Default for Flights<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash> Flights<K> {
    /// Joins the flight of this name, or starts it with `work`.
    pub fn join(
        &self,
        name: K,
        work: impl Future<Output = Result<PictureFile, CoreError>> + Send + 'static,
    ) -> Shared<Flight> {
        let mut flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(flight) = flights
            .get(&name)
            .and_then(WeakShared::upgrade)
            .filter(|flight| flight.peek().is_none())
        {
            return flight;
        }
        if flights.len() >= 256 {
            flights.retain(|_, flight| flight.upgrade().is_some());
        }
        let flight = work.boxed().shared();
        if let Some(weak) = flight.downgrade() {
            flights.insert(name, weak);
        }
        flight
    }
}
