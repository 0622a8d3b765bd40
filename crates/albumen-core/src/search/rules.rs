//! What a search asks of the full text. Pure.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use google_photos::Category;
use jiff::civil::Date;

use super::dates::{self, Days};
use super::language::{Meaning, Part};
use super::marks::{self, Class};
use crate::view::ItemKind;

/// One word that can be there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Term {
    /// This word.
    Word(String),
    /// A word that begins so.
    Beginning(String),
}

/// Words of which one must be there.
pub(super) type Group = Vec<Term>;

/// A filter that only Google can apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum GoogleFilter {
    Favorites,
    Category(Category),
}

impl GoogleFilter {
    /// As the index keeps it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Favorites => "FAVORITES",
            Self::Category(category) => category.name(),
        }
    }
}

/// All that a search asks, but for the words.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Filters {
    /// One of them, where there are any.
    pub(super) kinds: Vec<ItemKind>,
    pub(super) described: Option<bool>,
    pub(super) uploaded: Option<bool>,
    /// Only what was picked from the whole library.
    pub(super) picked: bool,
    /// Both were asked for: nothing is both.
    pub(super) contradict: bool,
    /// Days of which one must hold; empty for all.
    pub(super) days: Vec<Days>,
    pub(super) google: Vec<GoogleFilter>,
}

/// What the parts of a text ask together, but for words, albums and cameras.
pub(super) fn filters(parts: &[Part]) -> Filters {
    let mut filters = Filters::default();
    let (mut first, mut last) = (None::<Date>, None::<Date>);
    for part in parts {
        match &part.meaning {
            Meaning::Type(kind) => filters.kinds.push(*kind),
            Meaning::During(days) => filters.days.push(*days),
            Meaning::From(day) => first = Some(first.map_or(*day, |other| other.max(*day))),
            Meaning::Until(day) => last = Some(last.map_or(*day, |other| other.min(*day))),
            Meaning::Favorites => filters.google.push(GoogleFilter::Favorites),
            Meaning::Category(category) => {
                filters.google.push(GoogleFilter::Category(*category));
            }
            Meaning::Described(wanted) => {
                both(&mut filters.described, *wanted, &mut filters.contradict)
            }
            Meaning::Uploaded(wanted) => {
                both(&mut filters.uploaded, *wanted, &mut filters.contradict);
            }
            Meaning::Picked => filters.picked = true,
            Meaning::Words(_) | Meaning::Album(_) | Meaning::Camera(_) | Meaning::Unknown(_) => {}
        }
    }
    if first.is_some() || last.is_some() {
        let bounds = Days {
            first: first.unwrap_or(dates::FIRST_DAY),
            last: last.unwrap_or(dates::LAST_DAY),
        };
        filters.days = bounded(&filters.days, bounds);
        filters.contradict |= filters.days.is_empty();
    }
    filters
}

fn both(kept: &mut Option<bool>, wanted: bool, contradict: &mut bool) {
    *contradict |= kept.is_some_and(|other| other != wanted);
    *kept = Some(wanted);
}

fn bounded(days: &[Days], bounds: Days) -> Vec<Days> {
    let all = [bounds];
    let days = if days.is_empty() { &all } else { days };
    days.iter()
        .map(|days| Days {
            first: days.first.max(bounds.first),
            last: days.last.min(bounds.last),
        })
        .filter(|days| days.first <= days.last)
        .collect()
}

/// The signs of which an item must have one; none where every item may be.
pub(super) fn classes(filters: &Filters) -> Option<Group> {
    if filters.kinds.is_empty() && filters.described.is_none() && filters.uploaded.is_none() {
        return None;
    }
    let fits = |class: &Class| {
        (filters.kinds.is_empty() || filters.kinds.contains(&class.kind))
            && filters
                .described
                .is_none_or(|wanted| wanted == class.described)
            && filters
                .uploaded
                .is_none_or(|wanted| wanted == class.uploaded)
    };
    Some(
        Class::all()
            .filter(fits)
            .map(|class| Term::Word(class.sign()))
            .collect(),
    )
}

/// The sign that an item must have if only picked ones are wanted.
pub(super) fn picked(filters: &Filters) -> Group {
    match filters.picked {
        true => vec![Term::Word(marks::picked())],
        false => Group::new(),
    }
}

/// Ranges that do not touch, the largest first.
pub(super) fn merged(
    ranges: impl IntoIterator<Item = RangeInclusive<i64>>,
) -> Vec<RangeInclusive<i64>> {
    let mut ranges: Vec<_> = ranges.into_iter().collect();
    ranges.sort_unstable_by_key(|range| std::cmp::Reverse(*range.end()));
    let mut merged: Vec<RangeInclusive<i64>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if *range.end() >= last.start().saturating_sub(1) => {
                *last = *range.start().min(last.start())..=*last.end();
            }
            _ => merged.push(range),
        }
    }
    merged
}

/// How many words a beginning may become before it is looked up as a beginning.
pub(super) const MOST_ENDINGS: usize = 64;

/// How the full text finds a beginning fastest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lookup {
    /// Only as a whole word: everything begins with it.
    Whole,
    /// By its own words of one letter more, each of which the full text finds at once.
    OneMore,
    /// As it is.
    Direct,
    /// By the words that were read.
    Read,
}

/// How a beginning is looked up.
pub(super) fn lookup(beginning: &str) -> Lookup {
    let plain = beginning.is_ascii();
    match beginning.chars().count() {
        1 if plain => Lookup::Whole,
        2 if plain => Lookup::OneMore,
        4.. if is_kept_word(beginning) => Lookup::Read,
        _ => Lookup::Direct,
    }
}

/// Whether a word is kept in the list of words that were read.
pub(super) fn is_kept_word(word: &str) -> bool {
    word.chars().count() >= 4 && !word.chars().any(char::is_numeric)
}

/// The expression of groups of which each must hold; `endings` knows what a beginning can become.
pub(super) fn expression<E>(
    groups: &[Group],
    mut endings: impl FnMut(&str) -> Result<Option<Vec<String>>, E>,
) -> Result<String, E> {
    let mut all = Vec::with_capacity(groups.len());
    for group in groups {
        let mut terms = BTreeSet::new();
        for term in group {
            match term {
                Term::Word(word) => {
                    terms.insert(quoted(word));
                }
                Term::Beginning(word) => match endings(word)? {
                    Some(words) => terms.extend(words.iter().map(|word| quoted(word))),
                    None => terms.extend(beginning(word)),
                },
            }
        }
        let terms: Vec<String> = terms.into_iter().collect();
        all.push(format!("({})", terms.join(" OR ")));
    }
    Ok(all.join(" AND "))
}

fn beginning(word: &str) -> Vec<String> {
    match lookup(word) {
        Lookup::Whole => vec![quoted(word)],
        Lookup::OneMore => {
            let more = ('0'..='9').chain('a'..='z');
            let longer = more.map(|letter| format!("\"{word}{letter}\"*"));
            longer.chain([quoted(word)]).collect()
        }
        Lookup::Direct | Lookup::Read => vec![format!("\"{word}\"*")],
    }
}

fn quoted(word: &str) -> String {
    format!("\"{}\"", word.replace('"', ""))
}

/// Those of one list that are in the other; both fall.
pub(super) fn common(one: &[i64], other: &[i64]) -> Vec<i64> {
    let (small, large) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let within = |place: &&i64| large.binary_search_by(|probe| place.cmp(&probe)).is_ok();
    small.iter().filter(within).copied().collect()
}

/// A falling list without some places and with others.
pub(super) fn corrected(mut places: Vec<i64>, without: &[i64], with: &[i64]) -> Vec<i64> {
    if !without.is_empty() {
        let without: std::collections::HashSet<i64> = without.iter().copied().collect();
        places.retain(|place| !without.contains(place));
    }
    if !with.is_empty() {
        places.extend_from_slice(with);
        places.sort_unstable_by(|one, other| other.cmp(one));
        places.dedup();
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::language;
    use jiff::civil::date;
    use proptest::prelude::*;

    const TODAY: Date = date(2026, 11, 24);

    fn of(text: &str) -> Filters {
        filters(&language::parse(text, TODAY))
    }

    #[test]
    fn dates_widen_and_bounds_narrow() {
        assert_eq!(of("2021 2023").days.len(), 2, "one of the years");
        let bounded = of("2021 2023 from:2021-06 to:2022");
        assert_eq!(
            bounded.days,
            [Days {
                first: date(2021, 6, 1),
                last: date(2021, 12, 31)
            }]
        );
        assert!(of("2020 from:2022").contradict, "no day is both");
        assert!(of("from:2022 to:2020").contradict);
        assert!(!of("from:2022").contradict);
    }

    #[test]
    fn filters_of_different_kinds_are_few_signs() {
        let signs = |text: &str| classes(&of(text)).map(|group| group.len());
        assert_eq!(signs("boats"), None, "nothing is asked of them");
        assert_eq!(signs("type:video"), Some(4));
        assert_eq!(signs("type:video type:photo"), Some(8), "one of them");
        assert_eq!(signs("type:photo no:description not:uploaded"), Some(1));
        assert!(of("has:description no:description").contradict);
    }

    #[test]
    fn a_beginning_is_looked_up_in_the_way_that_is_fastest() {
        let never = |_: &str| Ok::<_, ()>(None);
        let text =
            |word: &str| expression(&[vec![Term::Beginning(word.to_owned())]], never).unwrap();
        assert_eq!(text("a"), "(\"a\")");
        assert_eq!(text("lof"), "(\"lof\"*)");
        assert_eq!(text("1234"), "(\"1234\"*)");
        assert_eq!(text("東"), "(\"東\"*)", "one sign is a word there");
        assert!(text("lo").contains("\"loa\"* OR \"lob\"*"));
        let read = |_: &str| Ok::<_, ()>(Some(vec!["lofoten".to_owned()]));
        let groups = [
            vec![Term::Beginning("lofo".to_owned())],
            vec![Term::Word("x".to_owned())],
        ];
        assert_eq!(
            expression(&groups, read).unwrap(),
            "(\"lofoten\") AND (\"x\")"
        );
    }

    proptest! {
        #[test]
        fn merged_ranges_hold_what_the_ranges_held(ranges in prop::collection::vec((0_i64..50, 0_i64..10), 0..8)) {
            let ranges: Vec<_> = ranges.into_iter().map(|(first, length)| first..=first + length).collect();
            let merged = merged(ranges.clone());
            for place in 0..70 {
                prop_assert_eq!(merged.iter().filter(|range| range.contains(&place)).count(),
                    usize::from(ranges.iter().any(|range| range.contains(&place))), "once or never");
            }
            prop_assert!(merged.windows(2).all(|two| two[0].start() > two[1].end()), "the largest first");
        }

        #[test]
        fn common_places_are_in_both(one: Vec<i64>, other: Vec<i64>) {
            let falling = |mut list: Vec<i64>| { list.sort_unstable_by(|a, b| b.cmp(a)); list.dedup(); list };
            let (one, other) = (falling(one), falling(other));
            let expected: Vec<i64> = one.iter().copied().filter(|place| other.contains(place)).collect();
            prop_assert_eq!(common(&one, &other), expected);
        }
    }
}
