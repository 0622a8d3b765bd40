//! Places for work that is bounded: who is wanted most urgently comes next, and among equals who asked last, because that is
//! what is looked at now.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;

/// How urgently a picture is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// It is looked at.
    Visible,
    /// Something smaller stands in for it, or it is the next one.
    Preview,
    /// Nobody waits for it.
    Background,
}

/// Places for work. Clones share them.
#[derive(Clone)]
pub struct Pool(Arc<Mutex<State>>);

struct State {
    free: usize,
    asked: u64,
    waiting: BTreeMap<(Rank, Reverse<u64>), oneshot::Sender<Place>>,
}

/// A place in a pool. The next in line gets it when it is let go.
pub struct Place(Pool);

impl Pool {
    /// A pool of so many places.
    pub fn of(places: usize) -> Self {
        Self(Arc::new(Mutex::new(State {
            free: places,
            asked: 0,
            waiting: BTreeMap::new(),
        })))
    }

    /// Waits for a place. Who stops waiting leaves the line.
    pub async fn place(&self, rank: Rank) -> Place {
        let coming = {
            let mut state = self.state();
            if state.free > 0 {
                state.free -= 1;
                return Place(self.clone());
            }
            let (give, coming) = oneshot::channel();
            state.asked += 1;
            let turn = (rank, Reverse(state.asked));
            state.waiting.retain(|_, other| !other.is_closed());
            state.waiting.insert(turn, give);
            coming
        };
        match coming.await {
            Ok(place) => place,
            // Whoever waits is never forgotten; it is one more at a time if it were.
            Err(_) => {
                let mut state = self.state();
                state.free = state.free.saturating_sub(1);
                Place(self.clone())
            }
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        loop {
            let next = {
                let mut state = self.0.state();
                match state.waiting.pop_first() {
                    Some((_, next)) => next,
                    None => {
                        state.free += 1;
                        return;
                    }
                }
            };
            // Order: asked before it is handed over, so that no place is made for somebody who is gone.
            if !next.is_closed() {
                // Should they leave right now, the place they did not take passes itself on.
                drop(next.send(Place(self.0.clone())));
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt as _;

    #[tokio::test]
    async fn what_is_looked_at_comes_first_and_the_last_wish_before_older_ones() {
        let pool = Pool::of(1);
        let first = pool.place(Rank::Visible).await;
        let mut lines: Vec<_> = [
            Rank::Background,
            Rank::Visible,
            Rank::Preview,
            Rank::Visible,
        ]
        .into_iter()
        .map(|rank| Box::pin(pool.place(rank)))
        .collect();
        for line in &mut lines {
            assert!(
                line.as_mut().now_or_never().is_none(),
                "the one place is taken"
            );
        }
        let mut held = first;
        for expected in [3, 1, 2, 0] {
            drop(held);
            held = lines[expected]
                .as_mut()
                .now_or_never()
                .expect("its turn has come");
        }
    }

    #[tokio::test]
    async fn who_stops_waiting_takes_no_place() {
        let pool = Pool::of(1);
        let held = pool.place(Rank::Visible).await;
        let mut gone = Box::pin(pool.place(Rank::Visible));
        assert!(gone.as_mut().now_or_never().is_none());
        let mut given = Box::pin(pool.place(Rank::Visible));
        assert!(given.as_mut().now_or_never().is_none());
        drop(gone);
        drop(held);
        // Given, but nobody took it.
        drop(given);
        assert!(
            pool.place(Rank::Background).now_or_never().is_some(),
            "the place is free again"
        );
    }
}
