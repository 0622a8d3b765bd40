//! The only place that reads the time.

use jiff::Timestamp;

/// Milliseconds since 1970 began in UTC.
pub(crate) fn now_ms() -> i64 {
    Timestamp::now().as_millisecond()
}

/// RFC 3339 in UTC, as Google writes a `Timestamp`: no fraction when it is zero.
pub(crate) fn rfc3339(ms: i64) -> String {
    Timestamp::from_millisecond(ms)
        .map(|at| at.to_string())
        .unwrap_or_default()
}

/// The time as the `Date` of an answer that is so many seconds ahead.
///
/// Source: <https://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats>
pub(crate) fn http_date(ahead_s: i64) -> Option<String> {
    let at = Timestamp::from_second(now_ms() / 1000 + ahead_s).ok()?;
    jiff::fmt::rfc2822::DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&at)
        .ok()
}

/// Milliseconds of an RFC 3339 text.
pub(crate) fn parse_rfc3339(text: &str) -> Option<i64> {
    text.parse::<Timestamp>()
        .ok()
        .map(Timestamp::as_millisecond)
}
