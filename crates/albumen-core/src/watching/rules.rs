//! What may be set for the watching of a connection, and what that means. Pure.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::error::CoreError;
use crate::items::places;
use crate::view::{ConnectionKey, WatchSettings, WatchSince};

/// Seconds between two looks: more often costs requests of the day that uploads need.
const EVERY_S: RangeInclusive<u32> = 5 * 60..=24 * 60 * 60;

/// Refuses what is outside its bounds.
///
/// Errors: `BadSetting`.
pub(super) fn check(settings: &WatchSettings) -> Result<(), CoreError> {
    if !EVERY_S.contains(&settings.every_s) {
        return Err(CoreError::BadSetting {
            why: "Albumen looks every 5 minutes at most and once a day at least. Nothing was changed. Choose a time between.",
        });
    }
    if let WatchSince::Taken { day } = &settings.since
        && start_ms(day).is_none()
    {
        return Err(CoreError::BadSetting {
            why: "This is not a day. Nothing was changed. Write it as 2026-11-30.",
        });
    }
    Ok(())
}

/// The first moment of a day in UTC, as days of the grid are counted; none where it is no day.
pub(super) fn start_ms(day: &str) -> Option<i64> {
    let date: Date = day.parse().ok()?;
    let start = jiff::tz::Offset::UTC.to_timestamp(date.at(0, 0, 0, 0));
    let start_ms = start.ok()?.as_millisecond();
    places::TIMES_MS.contains(&start_ms).then_some(start_ms)
}

/// The place from which the library is gone through for what counts as new; none where nothing of it does.
pub(super) fn fill_from(connection: ConnectionKey, since: &WatchSince) -> Option<i64> {
    match since {
        WatchSince::Now => None,
        WatchSince::Taken { day } => start_ms(day).map(|start| places::wish(connection, start)),
        WatchSince::All => Some(*places::of_connection(connection).start()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const ONE: ConnectionKey = ConnectionKey(1);

    #[rstest]
    #[case(300, None, true)]
    #[case(299, None, false)]
    #[case(86_400, Some("2026-11-30"), true)]
    #[case(86_401, None, false)]
    #[case(900, Some("yesterday"), false)]
    #[case(900, Some("1500-01-01"), false)]
    fn what_is_outside_its_bounds_is_refused_with_a_sentence(
        #[case] every_s: u32,
        #[case] day: Option<&str>,
        #[case] good: bool,
    ) {
        let since = day.map_or(WatchSince::Now, |day| WatchSince::Taken {
            day: day.to_owned(),
        });
        let settings = WatchSettings {
            every_s,
            since,
            ..WatchSettings::default()
        };
        assert_eq!(check(&settings).is_ok(), good, "{settings:?}");
    }

    #[test]
    fn a_day_counts_from_its_first_moment_and_everything_from_the_first_place() {
        assert_eq!(fill_from(ONE, &WatchSince::Now), None);
        let day = WatchSince::Taken {
            day: "1970-01-01".to_owned(),
        };
        assert_eq!(fill_from(ONE, &day), Some(places::wish(ONE, 0)));
        assert_eq!(fill_from(ONE, &WatchSince::All), Some(1 << 48));
    }
}
