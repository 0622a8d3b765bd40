//! Where items stand in the order of time. Pure.
//!
//! A place is a number of 63 bits: connection (15) | seconds since 1800 (34) | within that second (14). Within a second it
//! is 16 times the millisecond, or the next that is free. So newest first is from the largest place down, and a day is a
//! range of places.

use std::ops::RangeInclusive;

use crate::view::ConnectionKey;

/// 1800-01-01T00:00:00Z, Unix seconds: the first that a place can say.
const FIRST_SECOND: i64 = -5_364_662_400;
/// Bits of the seconds.
const SECOND_BITS: u32 = 34;
/// Bits within a second.
const WITHIN_BITS: u32 = 14;
/// Bits below the connection.
const ORDER_BITS: u32 = SECOND_BITS + WITHIN_BITS;
/// Places of one millisecond.
const IN_A_MILLISECOND: i64 = 16;
/// Seconds of a day.
const DAY_SECONDS: i64 = 24 * 60 * 60;

/// The times that places can say, Unix milliseconds.
pub(crate) const TIMES_MS: RangeInclusive<i64> =
    FIRST_SECOND * 1000..=(FIRST_SECOND + (1 << SECOND_BITS)) * 1000 - 1;

/// A time as the index keeps it: one that no place can say becomes the nearest that one can.
pub(crate) fn kept_ms(taken_ms: i64) -> i64 {
    taken_ms.clamp(*TIMES_MS.start(), *TIMES_MS.end())
}

/// The first place of a millisecond: the one an item gets, if it is free.
pub(crate) fn wish(connection: ConnectionKey, taken_ms: i64) -> i64 {
    let since_ms = kept_ms(taken_ms) - TIMES_MS.start();
    (connection.0 << ORDER_BITS)
        | (since_ms / 1000) << WITHIN_BITS
        | (since_ms % 1000 * IN_A_MILLISECOND)
}

/// The last place of the second in which a place lies.
pub(crate) fn end_of_second(place: i64) -> i64 {
    place | ((1 << WITHIN_BITS) - 1)
}

/// All places of a connection.
pub(crate) fn of_connection(connection: ConnectionKey) -> RangeInclusive<i64> {
    let first = connection.0 << ORDER_BITS;
    first..=first + ((1 << ORDER_BITS) - 1)
}

/// The places of a span of time, Unix milliseconds, both ends included.
pub(crate) fn of_span(
    connection: ConnectionKey,
    span_ms: RangeInclusive<i64>,
) -> RangeInclusive<i64> {
    let last = wish(connection, *span_ms.end());
    // What overflowed a millisecond stands behind it, up to the end of its second.
    let end = if kept_ms(*span_ms.end()).rem_euclid(1000) == 999 {
        end_of_second(last)
    } else {
        last + IN_A_MILLISECOND - 1
    };
    wish(connection, *span_ms.start())..=end
}

/// The places of a day in UTC, `YYYY-MM-DD`; none where that is no day.
pub(crate) fn of_day(connection: ConnectionKey, day: &str) -> Option<RangeInclusive<i64>> {
    let date: jiff::civil::Date = day.parse().ok()?;
    let start_ms = jiff::tz::Offset::UTC
        .to_timestamp(date.at(0, 0, 0, 0))
        .ok()?
        .as_millisecond();
    let span_ms = start_ms..=start_ms + DAY_SECONDS * 1000 - 1;
    TIMES_MS
        .contains(&start_ms)
        .then(|| of_span(connection, span_ms))
}

/// A place without its connection: what a tile carries to the page as its order. Fits a number of JavaScript.
pub(crate) fn order(place: i64) -> i64 {
    place & ((1 << ORDER_BITS) - 1)
}

/// The place of an order in a connection. One that is none is brought within the connection.
pub(crate) fn of_order(connection: ConnectionKey, order: i64) -> i64 {
    (connection.0 << ORDER_BITS) + order.clamp(0, (1 << ORDER_BITS) - 1)
}

/// The millisecond that a place says, Unix milliseconds.
pub(crate) fn time_ms(place: i64) -> i64 {
    let order = order(place);
    let within_ms = (order & ((1 << WITHIN_BITS) - 1)) / IN_A_MILLISECOND;
    TIMES_MS.start() + (order >> WITHIN_BITS) * 1000 + within_ms.min(999)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ONE: ConnectionKey = ConnectionKey(1);

    fn ms(text: &str) -> i64 {
        text.parse::<jiff::Timestamp>().unwrap().as_millisecond()
    }

    #[test]
    fn the_first_and_the_last_second_are_where_the_schema_says() {
        assert_eq!(ms("1800-01-01T00:00:00Z"), *TIMES_MS.start());
        assert_eq!(wish(ONE, i64::MIN), 1 << 48, "what is older stands first");
        assert_eq!(
            end_of_second(wish(ONE, i64::MAX)),
            (2 << 48) - 1,
            "what is later stands last, and still in its connection"
        );
        assert_eq!(
            order((3 << 48) + 5),
            5,
            "the order of a tile says nothing of the connection"
        );
        assert!(
            *of_connection(ONE).end() - *of_connection(ONE).start() < 1 << 53,
            "fits the page's numbers"
        );
    }

    #[test]
    fn a_day_is_the_range_from_its_first_to_its_last_place() {
        let day = of_day(ONE, "1969-12-31").unwrap();
        assert_eq!(*day.start(), wish(ONE, -86_400_000));
        assert_eq!(*day.end() + 1, wish(ONE, 0), "the next day follows");
        assert_eq!(of_day(ONE, "run-200"), None);
        assert_eq!(of_day(ONE, "1700-01-01"), None, "no place says this");
    }

    proptest! {
        #[test]
        fn later_is_larger_and_a_place_says_its_time(a in TIMES_MS, b in TIMES_MS, connection in 1_i64..(1 << 15)) {
            let key = ConnectionKey(connection);
            prop_assert_eq!(wish(key, a).cmp(&wish(key, b)), a.cmp(&b));
            prop_assert_eq!(time_ms(wish(key, a)), a);
            prop_assert!(of_connection(key).contains(&wish(key, a)));
            prop_assert_eq!(of_order(key, order(wish(key, a))), wish(key, a));
            let span = a.min(b)..=a.max(b);
            prop_assert!(of_span(key, span.clone()).contains(&wish(key, a)));
            prop_assert!(of_span(key, span).contains(&(wish(key, b) + IN_A_MILLISECOND - 1)));
        }
    }
}
