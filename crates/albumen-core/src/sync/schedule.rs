//! When a connection is looked at by itself. Pure.
//!
//! Times are those of the computer's clock, not of a stopwatch: a computer that slept looks soon after it woke. A clock that
//! was set back makes a look due; what was found is not found again, so it costs a request and nothing else.

use std::collections::HashMap;
use std::time::Duration;

use crate::view::ConnectionKey;

/// Shares of the time between two looks after which the next one begins: not all programs ask at the same minute, and what
/// is new is noticed within that time.
pub(super) const SPREAD: std::ops::Range<f64> = 0.8..0.98;

/// What is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// Everything: it was not looked at since the start.
    All,
    /// What is new in the list of media items.
    New,
    /// Albums, what they hold, and a piece of the comparison.
    Albums,
}

/// A look that was begun.
#[derive(Clone, Copy, Debug)]
struct Begun {
    at_ms: i64,
    /// Of [`SPREAD`].
    spread: f64,
}

impl Begun {
    fn next_ms(self, every: Duration) -> i64 {
        let wait_ms = every.mul_f64(self.spread).as_millis();
        self.at_ms
            .saturating_add(i64::try_from(wait_ms).unwrap_or(i64::MAX))
    }

    fn is_due(self, every: Duration, now_ms: i64) -> bool {
        now_ms >= self.next_ms(every) || now_ms < self.at_ms
    }
}

/// The last looks of all connections since the start.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    new: HashMap<ConnectionKey, Begun>,
    albums: HashMap<ConnectionKey, Begun>,
}

impl Schedule {
    /// A look begins.
    pub(super) fn began(&mut self, key: ConnectionKey, what: Due, now_ms: i64, spread: f64) {
        let begun = Begun {
            at_ms: now_ms,
            spread,
        };
        if what != Due::Albums {
            self.new.insert(key, begun);
        }
        if what != Due::New {
            self.albums.insert(key, begun);
        }
    }

    /// What is due, if anything is.
    pub(super) fn due(
        &self,
        key: ConnectionKey,
        every: Duration,
        albums_every: Duration,
        now_ms: i64,
    ) -> Option<Due> {
        let (Some(new), Some(albums)) = (self.new.get(&key), self.albums.get(&key)) else {
            return Some(Due::All);
        };
        if new.is_due(every, now_ms) {
            return Some(Due::New);
        }
        albums.is_due(albums_every, now_ms).then_some(Due::Albums)
    }

    /// When the list of media items is looked at next; none before the first look.
    pub(super) fn next_ms(&self, key: ConnectionKey, every: Duration) -> Option<i64> {
        Some(self.new.get(&key)?.next_ms(every))
    }

    /// When something becomes due.
    pub(super) fn wakes_ms(
        &self,
        key: ConnectionKey,
        every: Duration,
        albums_every: Duration,
    ) -> Option<i64> {
        let albums_ms = self.albums.get(&key)?.next_ms(albums_every);
        Some(self.next_ms(key, every)?.min(albums_ms))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEY: ConnectionKey = ConnectionKey(1);
    const QUARTER: Duration = Duration::from_secs(15 * 60);

    #[test]
    fn a_connection_that_was_not_looked_at_is_due_with_everything() {
        let schedule = Schedule::default();
        assert_eq!(schedule.due(KEY, QUARTER, QUARTER, 0), Some(Due::All));
        assert_eq!(schedule.next_ms(KEY, QUARTER), None);
    }

    #[test]
    fn albums_have_a_time_of_their_own() {
        let mut schedule = Schedule::default();
        schedule.began(KEY, Due::All, 0, 0.9);
        schedule.began(KEY, Due::New, 600_000, 0.9);
        assert_eq!(schedule.due(KEY, QUARTER, QUARTER, 809_999), None);
        assert_eq!(
            schedule.due(KEY, QUARTER, QUARTER, 810_000),
            Some(Due::Albums)
        );
        schedule.began(KEY, Due::Albums, 810_000, 0.9);
        assert_eq!(schedule.due(KEY, QUARTER, QUARTER, 1_409_999), None);
        assert_eq!(
            schedule.due(KEY, QUARTER, QUARTER, 1_410_000),
            Some(Due::New)
        );
    }

    #[test]
    fn a_clock_that_was_set_back_makes_a_look_due() {
        let mut schedule = Schedule::default();
        schedule.began(KEY, Due::All, 1_000_000, 0.9);
        assert_eq!(schedule.due(KEY, QUARTER, QUARTER, 1_000_000), None);
        assert_eq!(schedule.due(KEY, QUARTER, QUARTER, 999_999), Some(Due::New));
    }

    proptest! {
        #[test]
        fn what_is_new_is_looked_for_within_the_time(every_s in 300_u64..86_400, spread in SPREAD, start in 0_i64..1 << 45) {
            let every = Duration::from_secs(every_s);
            let mut schedule = Schedule::default();
            schedule.began(KEY, Due::All, start, spread);
            let next = schedule.next_ms(KEY, every).unwrap();
            let every_ms = i64::try_from(every.as_millis()).unwrap();
            prop_assert!(next <= start + every_ms && next >= start + every_ms * 7 / 10);
            prop_assert_eq!(schedule.due(KEY, every, every, next), Some(Due::New));
            prop_assert_eq!(schedule.due(KEY, every, every, next - 1), None);
            prop_assert_eq!(schedule.wakes_ms(KEY, every, every), Some(next));
        }
    }
}
