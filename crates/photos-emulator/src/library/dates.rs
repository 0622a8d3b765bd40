//! The date filter: dates and ranges as spans of capture time.
//!
//! Source: <https://developers.google.com/photos/library/guides/apply-filters#date-filters>

use jiff::{ToSpan, civil, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::{payload, shelf::Span};
use crate::error::ApiError;

const MOST: usize = 5;
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Date {
    #[serde(default, deserialize_with = "payload::number")]
    year: i64,
    #[serde(default, deserialize_with = "payload::number")]
    month: i64,
    #[serde(default, deserialize_with = "payload::number")]
    day: i64,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Range {
    #[serde(alias = "startDate")]
    start_date: Option<Date>,
    #[serde(alias = "endDate")]
    end_date: Option<Date>,
}

/// `filters.dateFilter`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DateFilter {
    #[serde(default, deserialize_with = "payload::list")]
    dates: Vec<Date>,
    #[serde(default, deserialize_with = "payload::list")]
    ranges: Vec<Range>,
}

impl DateFilter {
    /// The spans it covers, oldest first, none touching another.
    pub(super) fn spans(&self) -> Result<Vec<Span>, ApiError> {
        if self.dates.len() > MOST || self.ranges.len() > MOST {
            return Err(ApiError::invalid(
                "Request must have less than or equal to 5 dates and 5 date ranges.",
            ));
        }
        if self.dates.is_empty() && self.ranges.is_empty() {
            return Err(ApiError::invalid(
                "Date filter must have at least one date or date range.",
            ));
        }
        let mut spans = Vec::new();
        for date in &self.dates {
            spans.extend(date.spans()?);
        }
        for range in &self.ranges {
            spans.extend(range.spans()?);
        }
        spans.sort_unstable();
        let mut joined: Vec<Span> = Vec::new();
        for span in spans {
            match joined.last_mut() {
                Some(last) if span.from_ms <= last.to_ms => last.to_ms = last.to_ms.max(span.to_ms),
                _ => joined.push(span),
            }
        }
        Ok(joined)
    }
}

fn bad_date() -> ApiError {
    ApiError::invalid("Invalid date.")
}

fn bad_range() -> ApiError {
    ApiError::invalid("Invalid date range.")
}

fn at_ms(date: civil::Date) -> Option<i64> {
    TimeZone::UTC
        .to_timestamp(date.at(0, 0, 0, 0))
        .ok()
        .map(|at| at.as_millisecond())
}

impl Date {
    /// Which of its parts are set, if that is a form Google takes.
    fn form(self) -> Result<(bool, bool, bool), ApiError> {
        match (self.year != 0, self.month != 0, self.day != 0) {
            form @ ((true, true, _) | (true, false, false) | (false, true, true)) => Ok(form),
            _ => Err(bad_date()),
        }
    }

    /// From the first day to the day after the last, in a given year.
    fn within(self, year: i64) -> Option<(civil::Date, civil::Date)> {
        let part = |value: i64| i8::try_from(value.max(1)).ok();
        let first = civil::Date::new(
            i16::try_from(year).ok()?,
            part(self.month)?,
            part(self.day)?,
        )
        .ok()?;
        let long = match (self.month, self.day) {
            (0, _) => 1.year(),
            (_, 0) => 1.month(),
            _ => 1.day(),
        };
        Some((first, first.checked_add(long).ok()?))
    }

    fn spans(self) -> Result<Vec<Span>, ApiError> {
        Range {
            start_date: Some(self),
            end_date: Some(self),
        }
        .spans()
        .map_err(|_| bad_date())
    }
}

impl Range {
    fn spans(&self) -> Result<Vec<Span>, ApiError> {
        let (Some(start), Some(end)) = (self.start_date, self.end_date) else {
            return Err(bad_range());
        };
        if start.form()? != end.form()? {
            return Err(bad_range());
        }
        let span = |from_year: i64, to_year: i64| {
            let (from, _) = start.within(from_year)?;
            let (_, to) = end.within(to_year)?;
            let span = Span {
                from_ms: at_ms(from)?,
                to_ms: at_ms(to)?,
            };
            (span.from_ms < span.to_ms).then_some(span)
        };
        if start.year != 0 {
            return Ok(vec![span(start.year, end.year).ok_or_else(bad_range)?]);
        }
        // A day of any year; the 29th of February exists in some only.
        let found: Vec<Span> = YEARS
            .filter_map(|year| span(year.into(), year.into()))
            .collect();
        if found.is_empty() {
            Err(bad_range())
        } else {
            Ok(found)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::parse_rfc3339;

    fn spans(json: &str) -> Result<Vec<Span>, String> {
        let filter: DateFilter = serde_json::from_str(json).map_err(|error| error.to_string())?;
        filter.spans().map_err(|error| format!("{error:?}"))
    }

    fn span(from: &str, to: &str) -> Option<Span> {
        Some(Span {
            from_ms: parse_rfc3339(&format!("{from}T00:00:00Z"))?,
            to_ms: parse_rfc3339(&format!("{to}T00:00:00Z"))?,
        })
    }

    #[test]
    fn a_date_may_be_a_day_a_month_or_a_year() {
        for (date, from, to) in [
            (
                r#"{"year":2024,"month":2,"day":29}"#,
                "2024-02-29",
                "2024-03-01",
            ),
            (r#"{"year":2024,"month":12}"#, "2024-12-01", "2025-01-01"),
            (r#"{"year":2024}"#, "2024-01-01", "2025-01-01"),
        ] {
            let found = spans(&format!(r#"{{"dates":[{date}]}}"#));
            assert_eq!(found.ok(), span(from, to).map(|span| vec![span]), "{date}");
        }
    }

    #[test]
    fn forms_google_does_not_take_are_refused() {
        for bad in [
            r#"{"year":0,"month":0,"day":0}"#,
            r#"{"year":2024,"day":3}"#,
            r#"{"month":3}"#,
            r#"{"year":2023,"month":2,"day":29}"#,
        ] {
            assert!(spans(&format!(r#"{{"dates":[{bad}]}}"#)).is_err(), "{bad}");
        }
        let mixed = r#"{"ranges":[{"startDate":{"year":2024},"endDate":{"year":2024,"month":3}}]}"#;
        assert!(
            spans(mixed).is_err(),
            "both ends must have the same granularity"
        );
        let backwards = r#"{"ranges":[{"startDate":{"year":2024},"endDate":{"year":2020}}]}"#;
        assert!(spans(backwards).is_err());
    }

    #[test]
    fn spans_that_touch_are_one() {
        let text = r#"{"dates":[{"year":2024},{"year":2023}],"ranges":[{"startDate":{"year":2022},"endDate":{"year":2022}}]}"#;
        assert_eq!(
            spans(text).ok(),
            span("2022-01-01", "2025-01-01").map(|span| vec![span])
        );
    }

    #[test]
    fn a_day_of_any_year_is_found_in_all_years_that_have_it() {
        let found = spans(r#"{"dates":[{"month":2,"day":29}]}"#).map(|spans| spans.len());
        assert_eq!(found, Ok(49), "1904 to 2096 without 2100");
    }
}
