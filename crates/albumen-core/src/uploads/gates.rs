//! When nothing new may begin: at the wrong time of day, on a network or a battery that is to be spared, or because the rest
//! of the day's requests is kept for looking at the library. Each ends by itself.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;

use super::queue::Queue;
use super::trouble::{Wait, millis};
use super::{machine, words};
use crate::error::CoreError;
use crate::quota::rules::{REQUESTS_A_DAY, RESERVE, next_pacific_midnight_ms};
use crate::view::{ConnectionKey, DaySpan, WaitCause};

/// How long a count of requests is good for, and from how near to the end on it is not.
const COUNT_GOOD_FOR: Duration = Duration::from_millis(500);
const NEAR_THE_END: u32 = 300;

/// When uploads may begin again; none where they may now. Minutes are those on the wall, so that a night in which the clocks
/// change is as long as it is.
pub fn outside(span: DaySpan, now_ms: i64, zone: &TimeZone) -> Option<i64> {
    let now = Timestamp::from_millisecond(now_ms)
        .ok()?
        .to_zoned_datetime(zone.clone());
    let minute =
        u16::try_from(now.time().hour()).ok()? * 60 + u16::try_from(now.time().minute()).ok()?;
    let (from, until) = (span.from_min, span.until_min);
    let inside = match from.cmp(&until) {
        std::cmp::Ordering::Equal => true,
        std::cmp::Ordering::Less => (from..until).contains(&minute),
        std::cmp::Ordering::Greater => minute >= from || minute < until,
    };
    if inside {
        return None;
    }
    let begins = Time::new(
        i8::try_from(from / 60).ok()?,
        i8::try_from(from % 60).ok()?,
        0,
        0,
    )
    .ok()?;
    let today = now
        .date()
        .to_datetime(begins)
        .to_zoned_datetime(zone.clone())
        .ok()?;
    let next = if today.timestamp().as_millisecond() > now_ms {
        today
    } else {
        let tomorrow = now.date().tomorrow().ok()?;
        tomorrow
            .to_datetime(begins)
            .to_zoned_datetime(zone.clone())
            .ok()?
    };
    Some(next.timestamp().as_millisecond())
}

impl Queue {
    /// What keeps new files from beginning now.
    pub(super) async fn gates(&self, of: ConnectionKey, now: i64) -> Result<Vec<Wait>, CoreError> {
        let mut gates = Vec::new();
        let wait = |cause, until_ms| Wait {
            cause,
            until_ms,
            message: None,
        };
        if self.requests_today(of).await? >= REQUESTS_A_DAY - RESERVE {
            gates.push(Wait {
                message: Some(words::RESERVE_KEPT.to_owned()),
                ..wait(WaitCause::QuotaSpent, Some(next_pacific_midnight_ms(now)))
            });
        }
        let settings = self.settings();
        let zone = TimeZone::system();
        if let Some(until_ms) = settings.between.and_then(|span| outside(span, now, &zone)) {
            gates.push(wait(WaitCause::Scheduled, Some(until_ms)));
        }
        if settings.pause_on_metered || settings.pause_on_battery {
            let again_ms = now + millis(self.policy().look);
            let machine = self.machine(now).await;
            if settings.pause_on_metered && machine.metered {
                gates.push(wait(WaitCause::Metered, Some(again_ms)));
            }
            if settings.pause_on_battery && machine.on_battery {
                gates.push(wait(WaitCause::OnBattery, Some(again_ms)));
            }
        }
        Ok(gates)
    }

    /// Requests of the day of the connection's project, counted anew when that may matter.
    async fn requests_today(&self, of: ConnectionKey) -> Result<u32, CoreError> {
        let kept = self.lane(of, |lane| lane.requests);
        if let Some((requests, at)) = kept
            && at.elapsed() < COUNT_GOOD_FOR
            && requests + NEAR_THE_END < REQUESTS_A_DAY - RESERVE
        {
            return Ok(requests);
        }
        let requests = self.connections.requests_of_project(of).await?;
        self.lane(of, |lane| lane.requests = Some((requests, Instant::now())));
        Ok(requests)
    }

    /// What the system says of power and network, asked for every now and then.
    async fn machine(&self, now: i64) -> machine::Machine {
        let kept = self.with_machine(|kept| *kept);
        if let Some((machine, looked_ms)) = kept
            && now < looked_ms + millis(self.policy().look)
        {
            return machine;
        }
        let machine = machine::look().await;
        self.with_machine(|kept| *kept = Some((machine, now)));
        machine
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn ms(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    const NIGHT: DaySpan = DaySpan {
        from_min: 22 * 60,
        until_min: 6 * 60,
    };
    const NOON: DaySpan = DaySpan {
        from_min: 12 * 60,
        until_min: 13 * 60,
    };

    #[rstest]
    #[case::by_day(NIGHT, "2026-01-15T12:00:00Z", Some("2026-01-15T21:00:00Z"))]
    #[case::at_night(NIGHT, "2026-01-15T21:00:00Z", None)]
    #[case::after_midnight(NIGHT, "2026-01-15T04:59:59Z", None)]
    #[case::in_the_morning(NIGHT, "2026-01-15T05:00:00Z", Some("2026-01-15T21:00:00Z"))]
    #[case::before_noon(NOON, "2026-01-15T10:00:00Z", Some("2026-01-15T11:00:00Z"))]
    #[case::after_noon(NOON, "2026-01-15T12:00:00Z", Some("2026-01-16T11:00:00Z"))]
    #[case::the_day_before_summer_time(NOON, "2026-03-28T12:00:00Z", Some("2026-03-29T10:00:00Z"))]
    #[case::the_day_before_winter_time(NOON, "2026-10-24T11:00:00Z", Some("2026-10-25T11:00:00Z"))]
    #[case::the_night_without_two_o_clock(
        DaySpan { from_min: 150, until_min: 180 }, "2026-03-28T12:00:00Z", Some("2026-03-29T01:30:00Z"))]
    #[case::the_whole_day(DaySpan { from_min: 60, until_min: 60 }, "2026-01-15T12:00:00Z", None)]
    fn uploads_keep_to_the_time_on_the_wall(
        #[case] span: DaySpan,
        #[case] now: &str,
        #[case] until: Option<&str>,
    ) {
        let berlin = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        assert_eq!(outside(span, ms(now), &berlin), until.map(ms));
    }
}
