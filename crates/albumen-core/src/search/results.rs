//! What the last searches found, in memory: eight bytes an item, and not many searches.

use std::sync::{Arc, Mutex, PoisonError};

use super::store::{List, Question, State};

/// How many searches are kept.
const MOST_KEPT: usize = 8;
/// How many places are kept in all of them together, unless one alone has more.
const MOST_PLACES: usize = 2_000_000;

/// A search that was answered to its end.
pub(super) struct Kept {
    pub(super) question: Question,
    pub(super) lists: Vec<List>,
    /// How the index stood then. What is found by it is good for as long as that is so.
    pub(super) state: State,
    /// The newest first.
    pub(super) places: Arc<Vec<i64>>,
}

/// The last searches, the very last one at the end.
#[derive(Default)]
pub(super) struct Results {
    kept: Mutex<Vec<Kept>>,
    turn: tokio::sync::Mutex<()>,
}

impl Results {
    /// One after the other.
    pub(super) async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    pub(super) fn get(
        &self,
        question: &Question,
        lists: &[List],
        state: &State,
    ) -> Option<Arc<Vec<i64>>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept
            .iter()
            .position(|one| one.question == *question && one.lists == lists)?;
        let one = kept.remove(at);
        if one.state != *state {
            return None;
        }
        let places = Arc::clone(&one.places);
        kept.push(one);
        Some(places)
    }

    pub(super) fn keep(&self, new: Kept) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|one| one.question != new.question || one.lists != new.lists);
        kept.push(new);
        let many = |kept: &[Kept]| kept.iter().map(|one| one.places.len()).sum::<usize>();
        while kept.len() > 1 && (kept.len() > MOST_KEPT || many(&kept) > MOST_PLACES) {
            kept.remove(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::ConnectionKey;

    fn question(number: i64) -> Question {
        Question {
            connection: ConnectionKey(number),
            groups: Vec::new(),
            ranges: Vec::new(),
        }
    }

    const STATE: State = State {
        read_to: 5,
        last: 5,
        changes: 1,
        todo: 0,
        tidy: true,
    };

    fn keep(results: &Results, number: i64, places: usize) {
        results.keep(Kept {
            question: question(number),
            lists: Vec::new(),
            state: STATE,
            places: Arc::new(vec![0; places]),
        });
    }

    #[test]
    fn what_was_found_is_good_until_the_index_changes() {
        let results = Results::default();
        keep(&results, 1, 3);
        assert_eq!(results.get(&question(1), &[], &STATE).unwrap().len(), 3);
        assert!(results.get(&question(2), &[], &STATE).is_none());
        let later = State {
            changes: 2,
            ..STATE
        };
        assert!(results.get(&question(1), &[], &later).is_none());
        assert!(
            results.get(&question(1), &[], &STATE).is_none(),
            "and is let go of then"
        );
    }

    #[test]
    fn only_the_last_are_kept_and_not_too_many_places() {
        let results = Results::default();
        (0..20).for_each(|number| keep(&results, number, 1));
        assert!(results.get(&question(11), &[], &STATE).is_none());
        assert!(results.get(&question(12), &[], &STATE).is_some());
        keep(&results, 50, MOST_PLACES + 1);
        assert!(results.get(&question(12), &[], &STATE).is_none());
        assert!(
            results.get(&question(50), &[], &STATE).is_some(),
            "one alone may be long"
        );
    }
}
