//! The only clock. Tests set it by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

/// What time it is.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    by_hand: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The computer's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stands still until it is set. Clones show the same time.
    #[must_use]
    pub fn by_hand(now_ms: i64) -> Self {
        Self {
            by_hand: Some(Arc::new(AtomicI64::new(now_ms))),
        }
    }

    /// Unix milliseconds in UTC.
    #[must_use]
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place that asks the computer's clock"
    )]
    pub fn now_ms(&self) -> i64 {
        match &self.by_hand {
            Some(now) => now.load(Ordering::SeqCst),
            None => Timestamp::now().as_millisecond(),
        }
    }

    /// The day of the person's calendar. A clock that is set by hand shows that of UTC.
    #[must_use]
    pub fn today(&self) -> jiff::civil::Date {
        self.local().date()
    }

    /// What the person's calendar and watch say. A clock that is set by hand shows those of UTC.
    #[must_use]
    pub fn local(&self) -> jiff::civil::DateTime {
        self.shown(self.now_ms())
    }

    /// What they say at a time, Unix milliseconds.
    #[must_use]
    pub fn shown(&self, at_ms: i64) -> jiff::civil::DateTime {
        let zone = match &self.by_hand {
            Some(_) => jiff::tz::TimeZone::UTC,
            None => jiff::tz::TimeZone::system(),
        };
        let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
        at.to_zoned_datetime(zone).datetime()
    }

    /// Moves a clock that is set by hand; the computer's stays as it is.
    pub fn advance_ms(&self, by: i64) {
        if let Some(now) = &self.by_hand {
            now.fetch_add(by, Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_of_a_clock_set_by_hand_show_the_same_time() {
        let clock = Clock::by_hand(5);
        clock.clone().advance_ms(7);
        assert_eq!(clock.now_ms(), 12, "a test moves all rooms at once");
    }
}
