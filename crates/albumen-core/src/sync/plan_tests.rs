use proptest::prelude::*;
use rstest::rstest;

use super::*;

const DAY: i64 = DAY_MS;
const YEAR: i64 = 365 * DAY;
const NOW: i64 = 1_790_000_000_000;

/// A service with such a library: items by time, newest first, each with how far its clock is from UTC.
struct Library {
    items: Vec<(i64, Date)>,
    lists: std::cell::RefCell<std::collections::HashMap<From, Vec<usize>>>,
}

impl Library {
    fn of(mut times: Vec<i64>, zones: bool) -> Self {
        times.sort_unstable_by(|a, b| b.cmp(a));
        let zone = |at: usize| (at as i64 * 7919 % 27 - 12) * 3_600_000;
        let day = |at: usize, time: i64| {
            super::super::sweep::day_of(time + if zones { zone(at) } else { 0 }).unwrap()
        };
        let items = times.into_iter().enumerate();
        Self {
            items: items.map(|(at, time)| (time, day(at, time))).collect(),
            lists: std::cell::RefCell::default(),
        }
    }

    fn page(&self, ask: &Ask) -> (Vec<usize>, Option<PageToken>) {
        let all = 0..self.items.len();
        let mut lists = self.lists.borrow_mut();
        let found = lists.entry(ask.from).or_insert_with(|| match ask.from {
            From::List => all.collect(),
            From::Oldest => all.rev().collect(),
            From::Up(first) => all.rev().filter(|at| self.items[*at].1 >= first).collect(),
            From::Down(last) => all.filter(|at| self.items[*at].1 <= last).collect(),
        });
        let start: usize = ask
            .after
            .as_ref()
            .map_or(0, |token| token.as_str().parse().unwrap());
        let end = (start + 100).min(found.len());
        let next = (end < found.len()).then(|| PageToken::new(end.to_string()));
        (found[start..end].to_vec(), next)
    }
}

struct Synced {
    requests: u64,
    most_under_way: usize,
    /// Rounds of waiting, if every answer takes one.
    rounds: u64,
}

/// Reads the library to its end. Answers come in an order that `dice` decides; without dice all that is under way comes at
/// once.
fn sync(library: &Library, mut dice: Option<u64>) -> Synced {
    let mut plan = Plan::new(true);
    let mut seen = vec![false; library.items.len()];
    let mut under_way: Vec<Ask> = Vec::new();
    let mut told = Synced {
        requests: 0,
        most_under_way: 0,
        rounds: 0,
    };
    loop {
        while let Some(ask) = plan.next() {
            told.requests += 1;
            under_way.push(ask);
        }
        told.most_under_way = told.most_under_way.max(under_way.len());
        told.rounds += 1;
        let come: Vec<Ask> = match &mut dice {
            Some(dice) if !under_way.is_empty() => {
                *dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let at = (*dice >> 33) as usize % under_way.len();
                vec![under_way.swap_remove(at)]
            }
            _ => std::mem::take(&mut under_way),
        };
        if come.is_empty() {
            assert!(plan.is_over(), "nothing is under way and something is left");
            break;
        }
        for ask in come {
            let (items, next) = library.page(&ask);
            let new = items
                .iter()
                .filter(|at| !std::mem::replace(&mut seen[**at], true))
                .count();
            let came = Came {
                times_ms: items.iter().map(|at| library.items[*at].0).collect(),
                items: items.len() as u64,
                new: new as u64,
                next,
            };
            plan.took(ask.sweep, &came).unwrap();
        }
        assert!(told.requests < 100_000, "it does not end");
    }
    assert!(plan.by_days, "nothing came that was not asked for");
    assert!(seen.iter().all(|seen| *seen), "every item was seen");
    told
}

fn most(items: usize) -> u64 {
    let pages = (items as u64).div_ceil(100).max(1);
    pages * 103 / 100
}

fn uniform(items: usize) -> Vec<i64> {
    (0..items as i64).map(|at| NOW - at * 600_000).collect()
}

/// As in life: more every year.
fn skewed(items: usize) -> Vec<i64> {
    let part = |at: usize| at as f64 / items as f64;
    (0..items)
        .map(|at| NOW - (part(at).powi(3) * 30.0 * YEAR as f64) as i64)
        .collect()
}

/// Nothing for years, then a time of much.
fn with_empty_years(items: usize) -> Vec<i64> {
    let age = |at: i64| match at % 3 {
        0 => at * 100_000,
        1 => 9 * YEAR + at * 1_000_000,
        _ => 28 * YEAR + at * 1_000,
    };
    (0..items as i64).map(|at| NOW - age(at)).collect()
}

/// 70,000 in one month.
fn with_a_full_month(items: usize) -> Vec<i64> {
    let in_month = items.min(70_000) as i64;
    let month = (0..in_month).map(|at| NOW - 5 * YEAR - at * 30 * DAY / 70_000);
    let rest = (0..items as i64 - in_month).map(|at| NOW - at * 3_600_000);
    month.chain(rest).collect()
}

/// All of one second.
fn of_one_moment(items: usize) -> Vec<i64> {
    vec![NOW; items]
}

#[rstest]
fn a_small_library_costs_exactly_its_pages(
    #[values(uniform, skewed, with_empty_years, of_one_moment)] library: fn(usize) -> Vec<i64>,
    #[values(0, 1, 99, 100, 101, 250, 1_000, 2_600, 3_300, 3_301)] items: usize,
) {
    let told = sync(&Library::of(library(items), false), None);
    assert_eq!(told.requests, (items as u64).div_ceil(100).max(1));
}

#[rstest]
#[case::uniform(uniform, 100_000)]
#[case::skewed(skewed, 100_000)]
#[case::with_empty_years(with_empty_years, 100_000)]
#[case::with_a_full_month(with_a_full_month, 100_000)]
#[case::of_one_moment(of_one_moment, 20_000)]
fn a_large_library_costs_at_most_three_percent_more(
    #[case] library: fn(usize) -> Vec<i64>,
    #[case] items: usize,
    #[values(None, Some(7))] dice: Option<u64>,
    #[values(false, true)] zones: bool,
) {
    let told = sync(&Library::of(library(items), zones), dice);
    assert!(told.requests <= most(items), "{} requests", told.requests);
    assert!(told.most_under_way <= IN_FLIGHT);
}

#[test]
fn eight_read_at_once_as_soon_as_the_pages_allow_it() {
    let told = sync(&Library::of(uniform(100_000), false), None);
    assert_eq!(told.most_under_way, IN_FLIGHT);
    assert!(
        told.rounds <= 180,
        "{} rounds of waiting for 1,000 pages",
        told.rounds
    );
    let skewed = sync(&Library::of(skewed(100_000), false), None);
    assert!(
        skewed.rounds <= 190,
        "{} rounds where most is new",
        skewed.rounds
    );
}

fn any_library() -> impl Strategy<Value = Vec<i64>> {
    let heap = (0_i64..30 * YEAR, 1_i64..3_000_000, 1_usize..3_000);
    prop::collection::vec(heap, 1..8).prop_map(|heaps| {
        let of = |(age, apart, items): (i64, i64, usize)| {
            (0..items as i64).map(move |at| NOW - age - at * apart)
        };
        heaps.into_iter().flat_map(of).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_the_library_nothing_is_missed_and_no_more_is_asked(
        times in any_library(), dice in any::<u64>(), zones in any::<bool>(), whole_seconds in any::<bool>(),
    ) {
        let times: Vec<i64> = times.into_iter().map(|time| if whole_seconds { time / 1000 * 1000 } else { time }).collect();
        let items = times.len();
        let told = sync(&Library::of(times, zones), Some(dice));
        // Heaps with nothing between them: two readers may meet there unforeseen, in each stretch once.
        let unforeseen = IN_FLIGHT as u64 / 2;
        prop_assert!(told.requests <= most(items) + unforeseen, "{} requests for {} items", told.requests, items);
    }
}

fn came(times_ms: Vec<i64>, next: &str) -> Came {
    let items = times_ms.len() as u64;
    Came {
        times_ms,
        items,
        new: items,
        next: Some(PageToken::new(next)),
    }
}

#[test]
fn pages_out_of_order_or_of_other_days_end_the_search_by_days() {
    let mut plan = Plan::new(true);
    let ask = plan.next().unwrap();
    plan.took(ask.sweep, &came(vec![NOW, NOW - 5, NOW - 3], "1"))
        .unwrap();
    assert!(!plan.by_days, "newest first it is not");
    let ask = plan.next().unwrap();
    assert_eq!(ask.from, From::List, "one reader goes on");
    assert_eq!(plan.next(), None, "alone");
    plan.took(ask.sweep, &Came::default()).unwrap();
    assert!(plan.is_over(), "to the end of the list");
}

#[test]
fn a_refused_page_token_begins_again_and_a_refused_search_leaves_the_list() {
    let mut plan = Plan::new(true);
    let ask = plan.next().unwrap();
    plan.took(ask.sweep, &came(vec![NOW], "1")).unwrap();
    let ask = plan.next().unwrap();
    assert!(plan.refused(ask.sweep));
    let again = plan.next().unwrap();
    assert_eq!(
        (again.from, again.after),
        (From::List, None),
        "alone, from the beginning"
    );
    assert!(!plan.refused(again.sweep), "the list itself is refused");

    let mut newer = Sweep::new(0, From::List);
    (newer.at_ms, newer.after) = (Some(NOW), Some(PageToken::new("n")));
    let mut older = Sweep::new(0, From::Oldest);
    (older.at_ms, older.after) = (Some(0), Some(PageToken::new("o")));
    let mut plan = Plan::of(vec![Gap { newer, older }], true);
    let ask = plan.next().unwrap();
    assert_eq!(ask.after, Some(PageToken::new("n")), "where it was before");
    assert!(plan.refused(ask.sweep));
    let again = plan.next().unwrap();
    assert_eq!(
        again.from,
        From::Down(super::super::sweep::day_of(NOW + DAY_MARGIN_MS).unwrap()),
        "by the day to which it came"
    );
    assert!(plan.refused(again.sweep));
    assert!(!plan.by_days, "searching by days is refused");
    assert_eq!(plan.next().unwrap().from, From::List);
}

#[test]
fn a_list_in_circles_is_given_up() {
    let mut plan = Plan::new(true);
    let ask = plan.next().unwrap();
    plan.took(ask.sweep, &came(vec![NOW], "1")).unwrap();
    let ask = plan.next().unwrap();
    assert_eq!(plan.took(ask.sweep, &came(vec![NOW], "1")), Err(Endless));
}
