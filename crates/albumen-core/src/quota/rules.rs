//! Google's day, and what it allows.

use google_photos::RequestKind;
use jiff::{Timestamp, ZonedDateTime, tz::TimeZone};

use crate::view::QuotaView;

/// Requests of the Library API that Google allows a project on one day.
///
/// Source: <https://developers.google.com/photos/overview/api-limits-quotas>
pub(crate) const REQUESTS_A_DAY: u32 = 10_000;

/// Requests of a day that uploads leave, so that the library can still be looked at.
pub(crate) const RESERVE: u32 = 500;

/// Loads of bytes behind base URLs that Google allows a project on one day.
///
/// Source: <https://developers.google.com/photos/overview/api-limits-quotas>
pub(crate) const LOADS_A_DAY: u32 = 75_000;

/// Loads of a day that downloads leave, so that the library can still be looked at.
pub(crate) const LOADS_RESERVE: u32 = 2_000;

/// Requests of one connection on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) requests: u32,
    pub(crate) media_requests: u32,
}

impl Counted {
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            requests: self.requests.saturating_add(other.requests),
            media_requests: self.media_requests.saturating_add(other.media_requests),
        }
    }

    pub(crate) fn add(&mut self, kind: RequestKind) {
        match kind {
            RequestKind::Library => self.requests = self.requests.saturating_add(1),
            RequestKind::MediaBytes => self.media_requests = self.media_requests.saturating_add(1),
        }
    }
}

/// The day in California, `YYYY-MM-DD`: Google counts by it.
pub(crate) fn pacific_day(now_ms: i64) -> String {
    pacific(now_ms).date().to_string()
}

/// The next midnight in California, Unix milliseconds.
pub(crate) fn next_pacific_midnight_ms(now_ms: i64) -> i64 {
    let now = pacific(now_ms);
    now.tomorrow()
        .and_then(|tomorrow| tomorrow.start_of_day())
        .map_or(now_ms, |midnight| midnight.timestamp().as_millisecond())
}

/// What is shown of a day: the requests of a connection, and all that was counted of its project.
pub(crate) fn view(requests: u32, project: Counted, now_ms: i64) -> QuotaView {
    QuotaView {
        requests,
        project_requests: project.requests,
        limit: REQUESTS_A_DAY,
        reserve: RESERVE,
        project_loads: project.media_requests,
        loads_limit: LOADS_A_DAY,
        loads_reserve: LOADS_RESERVE,
        resets_ms: next_pacific_midnight_ms(now_ms),
    }
}

fn pacific(now_ms: i64) -> ZonedDateTime {
    // A rule instead of a name, because a small machine may have no time zone database.
    let zone = TimeZone::posix("PST8PDT,M3.2.0,M11.1.0").unwrap_or(TimeZone::UTC);
    Timestamp::from_millisecond(now_ms)
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .to_zoned_datetime(zone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn ms(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    #[rstest]
    #[case("2026-11-23T07:59:59Z", "2026-11-22", "2026-11-23T08:00:00Z")]
    #[case("2026-11-23T08:00:00Z", "2026-11-23", "2026-11-24T08:00:00Z")]
    #[case("2026-07-01T06:59:59Z", "2026-06-30", "2026-07-01T07:00:00Z")]
    #[case("2026-03-08T09:00:00Z", "2026-03-08", "2026-03-09T07:00:00Z")]
    fn a_day_is_counted_in_california(
        #[case] now: &str,
        #[case] day: &str,
        #[case] midnight: &str,
    ) {
        assert_eq!(pacific_day(ms(now)), day);
        assert_eq!(
            next_pacific_midnight_ms(ms(now)),
            ms(midnight),
            "also on the day the clocks change"
        );
    }
}
