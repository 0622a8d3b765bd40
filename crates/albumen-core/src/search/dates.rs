//! Dates in plain words: what they mean, counted from a given today. Pure.
//!
//! A word that is also a word of texts is a date only in company: `may` and `march` with a day, a year, `last` or `this`, or
//! as the only word of the text; seasons and feasts only with a year, `last` or `this`; short month names only with a day or
//! a year. What is quoted is never a date.

use jiff::civil::{Date, Weekday, date};
use jiff::{Span, ToSpan as _};

/// Days from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Days {
    pub(crate) first: Date,
    pub(crate) last: Date,
}

/// A date that was read, how many words it took, and how a chip calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Read {
    pub(crate) days: Days,
    pub(crate) words: usize,
    pub(crate) label: String,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Months whose names are as often words of a text.
const ALSO_WORDS: [i8; 2] = [3, 5];

/// The first year from which there is a photo.
const FIRST_YEAR: i16 = 1826;

/// Parts of a year: the month or day they begin with and how long they last. Of the north, as calendars print them.
const SEASONS: [(&str, &str, i8); 5] = [
    ("spring", "Spring", 3),
    ("summer", "Summer", 6),
    ("autumn", "Autumn", 9),
    ("fall", "Autumn", 9),
    ("winter", "Winter", 12),
];

/// The longest date at the beginning of these words. `alone`: the text has no other words than the first of these.
pub(crate) fn read(words: &[&str], alone: bool, today: Date) -> Option<Read> {
    let folded: Vec<String> = words
        .iter()
        .take(4)
        .map(|word| word.to_lowercase())
        .collect();
    let folded: Vec<&str> = folded.iter().map(String::as_str).collect();
    (1..=folded.len())
        .rev()
        .find_map(|length| of_words(folded.get(..length)?, alone && length == 1, today))
}

/// A date that stands where only a date can stand, as behind `from:`.
pub(crate) fn whole(text: &str, today: Date) -> Option<Read> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let read = read(&words, true, today)?;
    (read.words == words.len()).then_some(read)
}

/// Whether a word is the name of a month, in full or its beginning of at least three letters; gives the month's number.
pub(crate) fn month_beginning(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    if word.chars().count() < 3 {
        return None;
    }
    (1..=12).find(|month| month_name(*month).to_lowercase().starts_with(word.as_str()))
}

/// The English name of a month.
pub(crate) fn month_name(month: i8) -> &'static str {
    usize::try_from(month - 1)
        .ok()
        .and_then(|at| MONTHS.get(at).copied())
        .unwrap_or("")
}

fn of_words(words: &[&str], alone: bool, today: Date) -> Option<Read> {
    let (days, label) = match words {
        [one] => of_one(one, alone, today)?,
        ["last", unit] => last(unit, today)?,
        ["this", unit] => this(unit, today)?,
        [name, "of", year] if is_month_or_season(name) => named(name, self::year(year, today)?)?,
        ["last" | "past", number, unit] => last_many(number, unit, today)?,
        [name, year] if self::year(year, today).is_some() => named(name, self::year(year, today)?)?,
        [one, two] => {
            day_of_month(one, two).and_then(|(day, month)| latest_day(day, month, today))?
        }
        [one, two, year] => {
            let (day, month) = day_of_month(one, two)?;
            one_day(Date::new(self::year(year, today)?, month, day).ok()?)
        }
        _ => return None,
    };
    Some(Read {
        days,
        words: words.len(),
        label,
    })
}

fn of_one(word: &str, alone: bool, today: Date) -> Option<(Days, String)> {
    match word {
        "today" => return Some((one(today), "Today".to_owned())),
        "yesterday" => {
            let day = today.yesterday().ok()?;
            return Some((one(day), "Yesterday".to_owned()));
        }
        _ => {}
    }
    if let Some(month) = full_month(word) {
        if ALSO_WORDS.contains(&month) && !alone {
            return None;
        }
        return latest_month(month, today);
    }
    if let Some(year) = year(word, today) {
        return Some((years(year, year)?, year.to_string()));
    }
    if let Some((first, last)) = word.split_once(['-', '\u{2013}'])
        && let (Some(first), Some(last)) = (year(first, today), year(last, today))
        && first <= last
    {
        return Some((years(first, last)?, format!("{first}\u{2013}{last}")));
    }
    numbered(word)
}

/// `2024-06`, `2024-06-14`, `14.06.2024`.
fn numbered(word: &str) -> Option<(Days, String)> {
    let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
    let number = |text: &str, most: usize| -> Option<i16> {
        let digits =
            !text.is_empty() && text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse().ok()).flatten()
    };
    let small = |text: &str| number(text, 2).and_then(|number| i8::try_from(number).ok());
    match parts.as_slice() {
        [year, month] if year.len() == 4 && !word.contains('.') => {
            month_of(number(year, 4)?, small(month)?)
        }
        [year, month, day] if year.len() == 4 => Some(one_day(
            Date::new(number(year, 4)?, small(month)?, small(day)?).ok()?,
        )),
        [day, month, year] if year.len() == 4 && word.contains('.') => Some(one_day(
            Date::new(number(year, 4)?, small(month)?, small(day)?).ok()?,
        )),
        _ => None,
    }
}

/// A year in which there can be photos.
fn year(word: &str, today: Date) -> Option<i16> {
    let digits = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    let year: i16 = digits.then(|| word.parse().ok()).flatten()?;
    (FIRST_YEAR..=today.year().saturating_add(1))
        .contains(&year)
        .then_some(year)
}

fn full_month(word: &str) -> Option<i8> {
    (1..=12).find(|month| month_name(*month).eq_ignore_ascii_case(word))
}

/// Also the short names, `jun` and `sept`.
fn any_month(word: &str) -> Option<i8> {
    let short = word.trim_end_matches('.');
    full_month(word).or_else(|| match short {
        "sept" => Some(9),
        _ if short.len() == 3 => month_beginning(short),
        _ => None,
    })
}

fn season(word: &str) -> Option<(&'static str, i8)> {
    SEASONS
        .iter()
        .find(|(name, ..)| *name == word)
        .map(|(_, label, month)| (*label, *month))
}

fn is_feast(word: &str) -> bool {
    matches!(word, "christmas" | "xmas" | "easter")
}

fn is_month_or_season(word: &str) -> bool {
    any_month(word).is_some() || season(word).is_some()
}

/// A month, season or feast of a year.
fn named(name: &str, year: i16) -> Option<(Days, String)> {
    if let Some(month) = any_month(name) {
        return month_of(year, month);
    }
    if is_feast(name) {
        return feast(name, year);
    }
    let (label, month) = season(name)?;
    let first = Date::new(year, month, 1).ok()?;
    let days = Days {
        first,
        last: after(first, 3.months())?.yesterday().ok()?,
    };
    let label = if month == 12 {
        format!("{label} {year}\u{2013}{:02}", (year + 1) % 100)
    } else {
        format!("{label} {year}")
    };
    Some((days, label))
}

fn feast(name: &str, year: i16) -> Option<(Days, String)> {
    if name == "easter" {
        let sunday = easter_sunday(year)?;
        let days = Days {
            first: after(sunday, -(2.days()))?,
            last: after(sunday, 1.day())?,
        };
        return Some((days, format!("Easter {year}")));
    }
    let days = Days {
        first: Date::new(year, 12, 24).ok()?,
        last: Date::new(year, 12, 26).ok()?,
    };
    Some((days, format!("Christmas {year}")))
}

/// By the rule of the Gregorian calendar.
fn easter_sunday(year: i16) -> Option<Date> {
    let year_number = i32::from(year);
    let (golden, century, rest) = (year_number % 19, year_number / 100, year_number % 100);
    let epact =
        (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let sum = epact + weekday - 7 * late + 114;
    Date::new(
        year,
        i8::try_from(sum / 31).ok()?,
        i8::try_from(sum % 31 + 1).ok()?,
    )
    .ok()
}

/// The latest of its kind that is over.
fn last(unit: &str, today: Date) -> Option<(Days, String)> {
    match unit {
        "week" => {
            let first = after(week_start(today)?, -(7.days()))?;
            let last = after(first, 6.days())?;
            return Some((Days { first, last }, "Last week".to_owned()));
        }
        "month" => {
            let before = after(today.first_of_month(), -(1.day()))?;
            return month_of(before.year(), before.month());
        }
        "year" => {
            let year = today.year() - 1;
            return Some((years(year, year)?, year.to_string()));
        }
        _ => {}
    }
    latest(unit, today, |days| days.last < today)
}

/// The one under way or, where there is none, the latest.
fn this(unit: &str, today: Date) -> Option<(Days, String)> {
    match unit {
        "week" => {
            let first = week_start(today)?;
            let last = after(first, 6.days())?;
            return Some((Days { first, last }, "This week".to_owned()));
        }
        "month" => return month_of(today.year(), today.month()),
        "year" => return Some((years(today.year(), today.year())?, today.year().to_string())),
        _ => {}
    }
    latest(unit, today, |days| days.first <= today)
}

fn latest(unit: &str, today: Date, fits: impl Fn(Days) -> bool) -> Option<(Days, String)> {
    if full_month(unit).is_none() && season(unit).is_none() && !is_feast(unit) {
        return None;
    }
    (0..3).find_map(|back| named(unit, today.year() - back).filter(|(days, _)| fits(*days)))
}

fn last_many(number: &str, unit: &str, today: Date) -> Option<(Days, String)> {
    let many: i64 = number
        .parse()
        .ok()
        .filter(|many| (1..=1_000).contains(many))?;
    let back: Span = match unit {
        "days" | "day" => (many - 1).days(),
        "weeks" | "week" => (many * 7 - 1).days(),
        "months" | "month" => many.months(),
        "years" | "year" => many.years(),
        _ => return None,
    };
    let first = after(today, -back)?;
    let days = Days { first, last: today };
    Some((days, format!("Last {many} {unit}")))
}

fn latest_month(month: i8, today: Date) -> Option<(Days, String)> {
    let year = if month <= today.month() {
        today.year()
    } else {
        today.year() - 1
    };
    month_of(year, month)
}

/// `14 june` or `june 14`.
fn day_of_month(one: &str, two: &str) -> Option<(i8, i8)> {
    let day = |word: &str| -> Option<i8> {
        let digits = ["st", "nd", "rd", "th", "."]
            .iter()
            .find_map(|ending| word.strip_suffix(ending))
            .unwrap_or(word);
        let short =
            !digits.is_empty() && digits.len() <= 2 && digits.bytes().all(|b| b.is_ascii_digit());
        short
            .then(|| digits.parse().ok())
            .flatten()
            .filter(|day| *day >= 1)
    };
    match (day(one), any_month(two)) {
        (Some(day), Some(month)) => Some((day, month)),
        _ => Some((day(two)?, any_month(one)?)),
    }
}

/// The latest day of that name that is not to come; a leap day may be some years back.
fn latest_day(day: i8, month: i8, today: Date) -> Option<(Days, String)> {
    (0..9).find_map(|back| {
        let found = Date::new(today.year() - back, month, day).ok()?;
        (found <= today).then(|| one_day(found))
    })
}

fn one_day(day: Date) -> (Days, String) {
    let label = format!("{} {} {}", day.day(), month_name(day.month()), day.year());
    (one(day), label)
}

fn one(day: Date) -> Days {
    Days {
        first: day,
        last: day,
    }
}

fn month_of(year: i16, month: i8) -> Option<(Days, String)> {
    let first = Date::new(year, month, 1).ok().filter(|_| year >= 1)?;
    let days = Days {
        first,
        last: first.last_of_month(),
    };
    Some((days, format!("{} {year}", month_name(month))))
}

fn years(first: i16, last: i16) -> Option<Days> {
    Some(Days {
        first: Date::new(first, 1, 1).ok()?,
        last: Date::new(last, 12, 31).ok()?,
    })
}

fn week_start(day: Date) -> Option<Date> {
    let back = day.weekday().since(Weekday::Monday);
    after(day, -(i64::from(back).days()))
}

fn after(day: Date, span: Span) -> Option<Date> {
    day.checked_add(span).ok()
}

/// The first day that anything can be of.
pub(crate) const FIRST_DAY: Date = date(1800, 1, 1);
/// The last day that anything can be of.
pub(crate) const LAST_DAY: Date = date(2344, 5, 30);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    /// A Tuesday.
    const TODAY: Date = date(2026, 11, 24);

    fn of(text: &str) -> Option<(String, String, usize, String)> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let read = read(&words, words.len() == 1, TODAY)?;
        Some((
            read.days.first.to_string(),
            read.days.last.to_string(),
            read.words,
            read.label,
        ))
    }

    #[rstest]
    #[case("June 2024", "2024-06-01", "2024-06-30", "June 2024")]
    #[case("feb 2024", "2024-02-01", "2024-02-29", "February 2024")]
    #[case("june of 2024", "2024-06-01", "2024-06-30", "June 2024")]
    #[case("2024", "2024-01-01", "2024-12-31", "2024")]
    #[case("2024-06", "2024-06-01", "2024-06-30", "June 2024")]
    #[case("2024-06-14", "2024-06-14", "2024-06-14", "14 June 2024")]
    #[case("14.06.2024", "2024-06-14", "2024-06-14", "14 June 2024")]
    #[case("14 june 2024", "2024-06-14", "2024-06-14", "14 June 2024")]
    #[case("June 14th 2024", "2024-06-14", "2024-06-14", "14 June 2024")]
    #[case("14 june", "2026-06-14", "2026-06-14", "14 June 2026")]
    #[case("25 dec", "2025-12-25", "2025-12-25", "25 December 2025")]
    #[case("29 february", "2024-02-29", "2024-02-29", "29 February 2024")]
    #[case("june", "2026-06-01", "2026-06-30", "June 2026")]
    #[case("december", "2025-12-01", "2025-12-31", "December 2025")]
    #[case("november", "2026-11-01", "2026-11-30", "November 2026")]
    #[case("may", "2026-05-01", "2026-05-31", "May 2026")]
    #[case("last summer", "2026-06-01", "2026-08-31", "Summer 2026")]
    #[case("last winter", "2025-12-01", "2026-02-28", "Winter 2025\u{2013}26")]
    #[case("this winter", "2025-12-01", "2026-02-28", "Winter 2025\u{2013}26")]
    #[case("last autumn", "2025-09-01", "2025-11-30", "Autumn 2025")]
    #[case("this fall", "2026-09-01", "2026-11-30", "Autumn 2026")]
    #[case("summer 2019", "2019-06-01", "2019-08-31", "Summer 2019")]
    #[case("last june", "2026-06-01", "2026-06-30", "June 2026")]
    #[case("last november", "2025-11-01", "2025-11-30", "November 2025")]
    #[case("yesterday", "2026-11-23", "2026-11-23", "Yesterday")]
    #[case("last week", "2026-11-16", "2026-11-22", "Last week")]
    #[case("this week", "2026-11-23", "2026-11-29", "This week")]
    #[case("last month", "2026-10-01", "2026-10-31", "October 2026")]
    #[case("last year", "2025-01-01", "2025-12-31", "2025")]
    #[case("last 7 days", "2026-11-18", "2026-11-24", "Last 7 days")]
    #[case("christmas 2023", "2023-12-24", "2023-12-26", "Christmas 2023")]
    #[case("last christmas", "2025-12-24", "2025-12-26", "Christmas 2025")]
    #[case("easter 2024", "2024-03-29", "2024-04-01", "Easter 2024")]
    #[case("2021-2023", "2021-01-01", "2023-12-31", "2021\u{2013}2023")]
    fn plain_words_are_dates(
        #[case] text: &str,
        #[case] first: &str,
        #[case] last: &str,
        #[case] label: &str,
    ) {
        let words = text.split_whitespace().count();
        assert_eq!(
            of(text),
            Some((first.to_owned(), last.to_owned(), words, label.to_owned()))
        );
    }

    #[rstest]
    #[case("summer")]
    #[case("christmas")]
    #[case("mar")]
    #[case("may party")]
    #[case("march past")]
    #[case("1234")]
    #[case("2199")]
    #[case("2023-2021")]
    #[case("2024-13")]
    #[case("2024-02-30")]
    #[case("30 february")]
    #[case("1.5.24")]
    #[case("last")]
    #[case("last supper")]
    #[case("20240614")]
    #[case("last 0 days")]
    fn words_of_a_text_stay_words(#[case] text: &str) {
        assert_eq!(of(text), None);
    }

    #[test]
    fn the_longest_date_is_taken_and_the_rest_left() {
        assert_eq!(of("june 2024 boats").unwrap().2, 2);
        assert_eq!(
            of("june boats").unwrap().2,
            1,
            "a full month name needs no company"
        );
    }

    #[test]
    fn behind_a_filter_all_of_it_must_be_a_date() {
        assert!(whole("may", TODAY).is_some(), "nothing else can be meant");
        assert!(whole("june 2024", TODAY).is_some());
        assert!(whole("june 2024 boats", TODAY).is_none());
        assert!(whole("", TODAY).is_none());
    }

    proptest! {
        #[test]
        fn any_words_are_read_without_trouble(text in "\\PC{0,40}", alone: bool) {
            let words: Vec<&str> = text.split_whitespace().collect();
            if let Some(read) = read(&words, alone, TODAY) {
                prop_assert!(read.days.first <= read.days.last && read.words <= words.len());
            }
        }
    }
}
