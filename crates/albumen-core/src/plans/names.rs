//! Dates that people and cameras put into file names. Pure.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

/// When the name says that a photo was taken, Unix milliseconds. The clock in a name is read as UTC, as the clock of a camera
/// is. A name with a day only means noon. Not before 1980 and not after `now_ms` (with a day for time zones): such digits
/// are no date.
pub fn date_of_name(name: &str, now_ms: i64) -> Option<i64> {
    const DAY_MS: i64 = 24 * 60 * 60 * 1000;
    let letters: Vec<char> = name.chars().collect();
    (0..letters.len())
        .filter(|at| *at == 0 || !letters.get(at - 1).is_some_and(char::is_ascii_digit))
        .find_map(|at| read_at(&letters, at))
        .filter(|ms| *ms <= now_ms + DAY_MS)
}

/// A date that begins at a place, with its time of day where one follows.
fn read_at(letters: &[char], at: usize) -> Option<i64> {
    let mut reader = Reader { letters, at };
    let year = reader.number(4)?;
    let parted = reader.skip(&['-', '.', '_']);
    let month = reader.number(2)?;
    if parted.is_some() && reader.skip(&['-', '.', '_']) != parted {
        return None;
    }
    let day = reader.number(2)?;
    if !(1980..=2200).contains(&year) {
        return None;
    }
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let time = match reader.time() {
        Some(time) => time,
        // More digits without a part between them are a number, not a day.
        None if reader.sees_digit() => return None,
        None => Time::new(12, 0, 0, 0).ok()?,
    };
    let at = TimeZone::UTC.to_timestamp(date.to_datetime(time)).ok()?;
    Some(at.as_millisecond())
}

struct Reader<'a> {
    letters: &'a [char],
    at: usize,
}

impl Reader<'_> {
    fn number(&mut self, digits: usize) -> Option<i16> {
        let mut value: i16 = 0;
        for letter in self.letters.get(self.at..self.at + digits)? {
            let digit = i16::try_from(letter.to_digit(10)?).ok()?;
            value = value.checked_mul(10)?.checked_add(digit)?;
        }
        self.at += digits;
        Some(value)
    }

    fn skip(&mut self, parts: &[char]) -> Option<char> {
        let next = *self.letters.get(self.at)?;
        parts.contains(&next).then(|| {
            self.at += 1;
            next
        })
    }

    fn sees_digit(&self) -> bool {
        self.letters.get(self.at).is_some_and(char::is_ascii_digit)
    }

    /// `_183012`, ` 18.30.12`, `-18-30-12`, `T183012`, ` at 18.30.12`; hour, minute and second.
    fn time(&mut self) -> Option<Time> {
        let start = self.at;
        let found = self.try_time();
        if found.is_none() {
            self.at = start;
        }
        found
    }

    fn try_time(&mut self) -> Option<Time> {
        if self.letters.get(self.at..self.at + 4) == Some(&[' ', 'a', 't', ' ']) {
            self.at += 4;
        } else {
            self.skip(&['_', ' ', '-', 'T', '.'])?;
        }
        let hour = self.number(2)?;
        let parted = self.skip(&['-', '.', '_', ':', 'h']);
        let minute = self.number(2)?;
        if parted.is_some() {
            self.skip(&['-', '.', '_', ':', 'm'])?;
        }
        let second = self.number(2)?;
        let small = |value: i16| i8::try_from(value).ok();
        Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn now() -> i64 {
        "2026-11-24T00:00:00Z"
            .parse::<jiff::Timestamp>()
            .unwrap()
            .as_millisecond()
    }

    #[rstest]
    #[case("IMG_20240612_183012.jpg", "2024-06-12T18:30:12Z")]
    #[case("VID_20240612_183012.mp4", "2024-06-12T18:30:12Z")]
    #[case("PXL_20240612_183012345.jpg", "2024-06-12T18:30:12Z")]
    #[case("PXL_20240612_183012345.MP.jpg", "2024-06-12T18:30:12Z")]
    #[case("2024-06-12 18.30.12.png", "2024-06-12T18:30:12Z")]
    #[case("IMG-20240612-WA0001.jpg", "2024-06-12T12:00:00Z")]
    #[case("Screenshot_2024-06-12-18-30-12.png", "2024-06-12T18:30:12Z")]
    #[case("Screenshot_20240612-183012_Chrome.png", "2024-06-12T18:30:12Z")]
    #[case("Screenshot 2024-06-12 at 18.30.12.png", "2024-06-12T18:30:12Z")]
    #[case(
        "WhatsApp Image 2024-06-12 at 18.30.12 (1).jpeg",
        "2024-06-12T18:30:12Z"
    )]
    #[case("signal-2024-06-12-183012.jpg", "2024-06-12T18:30:12Z")]
    #[case("20240612.jpg", "2024-06-12T12:00:00Z")]
    #[case("2024_06_12 🏔 cabin.jpg", "2024-06-12T12:00:00Z")]
    #[case("20000229_000000.jpg", "2000-02-29T00:00:00Z")]
    fn names_of_cameras_and_phones_say_when(#[case] name: &str, #[case] when: &str) {
        let when: jiff::Timestamp = when.parse().unwrap();
        assert_eq!(
            date_of_name(name, now()),
            Some(when.as_millisecond()),
            "{name}"
        );
    }

    #[rstest]
    #[case("DSC_4502.jpg")]
    #[case("IMG_20241332_183012.jpg")]
    #[case("20230229.jpg")]
    #[case("IMG_20990101_000000.jpg")]
    #[case("19700101.jpg")]
    #[case("20240612345678901.jpg")]
    #[case("2024.jpg")]
    #[case("2024-06.jpg")]
    #[case("120240612.jpg")]
    #[case("")]
    fn other_digits_are_no_date(#[case] name: &str) {
        assert_eq!(date_of_name(name, now()), None, "{name}");
    }

    proptest! {
        #[test]
        fn no_name_makes_it_panic(name in ".{0,60}") {
            let _ = date_of_name(&name, now());
        }
    }
}
