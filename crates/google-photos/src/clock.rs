//! The one place that reads the clock of the machine, and Google's day.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// The present moment.
#[allow(clippy::disallowed_methods, reason = "this is the clock")]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// The next midnight in California, when Google's daily quotas begin anew.
pub(crate) fn next_pacific_midnight(now: Timestamp) -> Timestamp {
    // A rule instead of a name, because a small machine may have no time zone database.
    let pacific = TimeZone::posix("PST8PDT,M3.2.0,M11.1.0").unwrap_or(TimeZone::UTC);
    now.to_zoned_datetime(pacific)
        .tomorrow()
        .and_then(|tomorrow| tomorrow.start_of_day())
        .map(|midnight| midnight.timestamp())
        .or_else(|_| now.checked_add(24.hours()))
        .unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("2026-01-15T12:00:00Z", "2026-01-16T08:00:00Z")] // winter
    #[case("2026-07-15T12:00:00Z", "2026-07-16T07:00:00Z")] // summer
    #[case("2026-01-16T07:59:59Z", "2026-01-16T08:00:00Z")] // a second before midnight there
    #[case("2026-03-08T08:30:00Z", "2026-03-09T07:00:00Z")] // the day of 23 hours
    fn the_day_of_a_quota_ends_at_midnight_in_california(
        #[case] now: Timestamp,
        #[case] until: Timestamp,
    ) {
        assert_eq!(next_pacific_midnight(now), until);
    }
}
