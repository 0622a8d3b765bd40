//! When the items of a computed library were taken: one every ten minutes, and more where a stretch is crowded.

/// The newest item was taken just before 2026-06-01T00:00:00Z.
const NEWEST_MS: i64 = 1_780_272_000_000;
/// A million items make about twenty years.
const STEP_MS: i64 = 10 * 60 * 1000;
const DAY_S: i64 = 24 * 60 * 60;
/// 2026-05-01T00:00:00Z, the end of the month that can be crowded.
const MONTH_END_MS: i64 = 1_777_593_600_000;
/// The days of April.
const MONTH_S: i64 = 30 * DAY_S;
/// 2026-03-15T00:00:00Z, the end of the day that can be crowded.
const DAY_END_MS: i64 = 1_773_532_800_000;

/// Most items that can be taken in the month: one a second.
pub(crate) const MOST_A_MONTH: u64 = MONTH_S as u64;
/// Most items that can be taken on the day.
pub(crate) const MOST_A_DAY: u64 = DAY_S as u64;

/// A stretch of time with so many items, evenly apart.
#[derive(Debug, Clone, Copy)]
struct Crowd {
    end_ms: i64,
    long_s: i64,
    count: i64,
    /// How many items are newer than it.
    first: i64,
}

impl Crowd {
    fn new(end_ms: i64, long_s: i64, count: u64) -> Self {
        let usual = long_s * 1000 / STEP_MS;
        let count = i64::try_from(count).unwrap_or(long_s).min(long_s);
        Self {
            end_ms,
            long_s,
            count: if count > 0 { count } else { usual },
            first: (NEWEST_MS - end_ms) / STEP_MS,
        }
    }

    /// How many items fewer than usual it has.
    fn short_of(&self) -> i64 {
        self.long_s * 1000 / STEP_MS - self.count
    }
}

/// When each item was taken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    /// Newest first.
    crowds: [Crowd; 2],
}

impl Times {
    /// So many in April 2026, and so many on 14 March 2026; 0 is as many as at any other time.
    pub(crate) fn new(month: u64, day: u64) -> Self {
        let month = Crowd::new(MONTH_END_MS, MONTH_S, month);
        let mut day = Crowd::new(DAY_END_MS, DAY_S, day);
        day.first -= month.short_of();
        Self {
            crowds: [month, day],
        }
    }

    /// Whole seconds, no two alike, falling while numbers rise.
    pub(crate) fn taken_ms(&self, index: u64) -> i64 {
        let index = i64::try_from(index).unwrap_or(i64::MAX / STEP_MS);
        let mut slot = index;
        for crowd in &self.crowds {
            if index < crowd.first {
                break;
            }
            let within = index - crowd.first;
            if within < crowd.count && crowd.short_of() != 0 {
                return crowd.end_ms - (within + 1) * crowd.long_s / crowd.count * 1000;
            }
            slot += crowd.short_of();
        }
        // The shift is smaller than the step.
        let shift = (slot.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 55).cast_signed();
        NEWEST_MS - (slot + 1) * STEP_MS + shift * 1000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn falls(times: &Times) -> bool {
        (0..200_000).all(|index| times.taken_ms(index) > times.taken_ms(index + 1))
    }

    #[test]
    fn time_falls_while_numbers_rise() {
        for (month, day) in [(0, 0), (70_000, 0), (0, 20_000), (70_000, 5_000), (3, 1)] {
            assert!(falls(&Times::new(month, day)), "{month} and {day}");
        }
    }

    #[test]
    fn a_crowded_month_and_a_crowded_day_hold_what_was_asked() {
        let times = Times::new(70_000, 5_000);
        let within = |from_ms: i64, to_ms: i64| {
            (0..200_000)
                .filter(|index| (from_ms..to_ms).contains(&times.taken_ms(*index)))
                .count()
        };
        let (month, day) = (MONTH_S * 1000, DAY_S * 1000);
        assert_eq!(within(MONTH_END_MS - month, MONTH_END_MS), 70_000);
        assert_eq!(within(DAY_END_MS - day, DAY_END_MS), 5_000);
        assert_eq!(
            within(DAY_END_MS, DAY_END_MS + day),
            144,
            "the day after it is as any other"
        );
        assert_eq!(
            within(DAY_END_MS - 2 * day, DAY_END_MS - day),
            144,
            "so is the day before it"
        );
    }
}
