//! Days of a search: full, or only a month, a year, or a day of every year.

use serde_json::{Value, json};

use super::SearchRefused;

/// A day, a month, a year, or a day of every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

/// Which parts of a day are given.
#[derive(Debug, PartialEq, Eq)]
enum Grain {
    Day,
    Month,
    Year,
    EveryYear,
}

impl Day {
    /// One day. Errors: `NoSuchDay`.
    pub fn full(year: u16, month: u8, day: u8) -> Result<Self, SearchRefused> {
        let exists =
            (1..=9999).contains(&year) && (1..=days_in(month, is_leap(year))).contains(&day);
        if exists {
            Ok(Self { year, month, day })
        } else {
            Err(SearchRefused::NoSuchDay)
        }
    }

    /// One month. Errors: `NoSuchDay`.
    pub fn month(year: u16, month: u8) -> Result<Self, SearchRefused> {
        let exists = (1..=9999).contains(&year) && (1..=12).contains(&month);
        if exists {
            Ok(Self {
                year,
                month,
                day: 0,
            })
        } else {
            Err(SearchRefused::NoSuchDay)
        }
    }

    /// One year. Errors: `NoSuchDay`.
    pub fn year(year: u16) -> Result<Self, SearchRefused> {
        if (1..=9999).contains(&year) {
            Ok(Self {
                year,
                month: 0,
                day: 0,
            })
        } else {
            Err(SearchRefused::NoSuchDay)
        }
    }

    /// A day of every year. Errors: `NoSuchDay`.
    pub fn every_year(month: u8, day: u8) -> Result<Self, SearchRefused> {
        let exists = (1..=days_in(month, true)).contains(&day);
        if exists {
            Ok(Self {
                year: 0,
                month,
                day,
            })
        } else {
            Err(SearchRefused::NoSuchDay)
        }
    }

    fn grain(self) -> Grain {
        match self {
            Self { year: 0, .. } => Grain::EveryYear,
            Self { month: 0, .. } => Grain::Year,
            Self { day: 0, .. } => Grain::Month,
            _ => Grain::Day,
        }
    }

    /// Google: what is not given is left out or 0.
    pub(super) fn to_json(self) -> Value {
        json!({ "year": self.year, "month": self.month, "day": self.day })
    }
}

/// From one day to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayRange {
    start: Day,
    end: Day,
}

impl DayRange {
    /// Errors: `MixedRange` unless both ends are of the same kind, `BackwardRange` for an end before the start. Days of
    /// every year may go over New Year.
    pub fn new(start: Day, end: Day) -> Result<Self, SearchRefused> {
        if start.grain() != end.grain() {
            return Err(SearchRefused::MixedRange);
        }
        let backward = (end.year, end.month, end.day) < (start.year, start.month, start.day);
        if backward && start.grain() != Grain::EveryYear {
            return Err(SearchRefused::BackwardRange);
        }
        Ok(Self { start, end })
    }

    pub(super) fn to_json(self) -> Value {
        json!({ "startDate": self.start.to_json(), "endDate": self.end.to_json() })
    }
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_in(month: u8, leap: bool) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(Day::full(2023, 2, 29))]
    #[case(Day::full(2023, 13, 1))]
    #[case(Day::full(0, 1, 1))]
    #[case(Day::full(2023, 0, 1))]
    #[case(Day::full(2023, 1, 0))]
    #[case(Day::full(1900, 2, 29))]
    #[case(Day::month(2023, 0))]
    #[case(Day::year(0))]
    #[case(Day::every_year(2, 30))]
    #[case(Day::every_year(0, 1))]
    fn days_that_do_not_exist_are_refused(#[case] day: Result<Day, SearchRefused>) {
        assert_eq!(day, Err(SearchRefused::NoSuchDay));
    }

    #[test]
    fn leap_days_exist() {
        assert!(Day::full(2024, 2, 29).is_ok());
        assert!(Day::full(2000, 2, 29).is_ok());
        assert!(Day::every_year(2, 29).is_ok());
    }

    #[test]
    fn both_ends_of_a_range_are_of_one_kind() {
        let (day, year) = (Day::full(2024, 1, 1).unwrap(), Day::year(2025).unwrap());
        assert_eq!(DayRange::new(day, year), Err(SearchRefused::MixedRange));
        assert_eq!(
            DayRange::new(year, Day::year(2024).unwrap()),
            Err(SearchRefused::BackwardRange)
        );
        let (december, january) = (
            Day::every_year(12, 24).unwrap(),
            Day::every_year(1, 6).unwrap(),
        );
        assert!(
            DayRange::new(december, january).is_ok(),
            "Christmas goes over New Year"
        );
    }
}
