//! The grid of a search: days, computed from places. Pure.

use crate::items::{places, rules};
use crate::view::{ConnectionKey, Segment};

/// The segments of these places, which fall.
pub(super) fn segments(places: &[i64]) -> Vec<Segment> {
    let days = places.chunk_by(|one, other| day_number(*one) == day_number(*other));
    days.filter_map(|day| Some((day_name(*day.first()?), day.len())))
        .flat_map(|(day, items)| rules::parts(&day, u32::try_from(items).unwrap_or(u32::MAX)))
        .collect()
}

/// The places of a segment; none where there is no such one.
pub(super) fn of_segment<'a>(
    places: &'a [i64],
    connection: ConnectionKey,
    segment: &str,
) -> &'a [i64] {
    let Some((day, skip)) = rules::day_and_skip(segment) else {
        return &[];
    };
    let Some(range) = places::of_day(connection, day) else {
        return &[];
    };
    let first = places.partition_point(|place| place > range.end());
    let end = places.partition_point(|place| place >= range.start());
    let day = places.get(first..end).unwrap_or_default();
    let part = day.get(skip as usize..).unwrap_or_default();
    part.get(..part.len().min(rules::PART as usize))
        .unwrap_or_default()
}

/// `YYYY-MM-DD`.
fn day_name(place: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(places::time_ms(place));
    jiff::tz::Offset::UTC
        .to_datetime(at.unwrap_or(jiff::Timestamp::UNIX_EPOCH))
        .date()
        .to_string()
}

fn day_number(place: i64) -> i64 {
    const DAY_MS: i64 = 24 * 60 * 60 * 1000;
    places::time_ms(place).div_euclid(DAY_MS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn segments_cover_what_was_found_once_and_in_order(steps in prop::collection::vec(prop_oneof![1_i64..200, 1_i64..200_000_000], 0..2_000)) {
            let connection = ConnectionKey(3);
            let mut ms = 1_700_000_000_000;
            let places: Vec<i64> = steps.iter().map(|step| { ms -= step; places::wish(connection, ms) }).collect();
            let mut joined = Vec::new();
            for segment in segments(&places) {
                let part = of_segment(&places, connection, &segment.key);
                prop_assert_eq!(part.len(), segment.items as usize);
                prop_assert!(!part.is_empty() && part.len() <= rules::PART as usize);
                prop_assert!(segment.key.starts_with(segment.day.as_deref().unwrap()));
                joined.extend_from_slice(part);
            }
            prop_assert_eq!(joined, places);
        }
    }

    #[test]
    fn a_segment_that_is_not_there_has_nothing() {
        assert!(of_segment(&[], ConnectionKey(1), "2024-06-14").is_empty());
        assert!(of_segment(&[5], ConnectionKey(1), "run-0").is_empty());
    }
}
