//! A picking session: who picks for which app, how much, and what was picked.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::{account::Who, random};

/// Source: <https://developers.google.com/photos/picker/reference/rest/v1/sessions#PickingConfig>
const MOST_ITEMS: usize = 2_000;

/// One session, from its creation to its deletion.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PickingSession {
    pub(crate) id: String,
    pub(crate) who: Who,
    pub(crate) client_id: String,
    /// Most items that can be picked.
    pub(crate) most: usize,
    pub(crate) made_ms: i64,
    /// The ids, in the order in which they were picked, once the person pressed Done.
    pub(crate) picked: Option<Vec<String>>,
}

/// Why a pick is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotPicked {
    Nothing,
    TooMany,
    DoneAlready,
}

impl PickingSession {
    /// A session that waits. 0 items are as many as Google allows, and so is more than that.
    pub(crate) fn new(who: Who, client_id: &str, most: i64, now_ms: i64) -> Self {
        let most = usize::try_from(most).unwrap_or(0);
        Self {
            id: random::token("", 24),
            who,
            client_id: client_id.to_owned(),
            most: if most == 0 {
                MOST_ITEMS
            } else {
                most.min(MOST_ITEMS)
            },
            made_ms: now_ms,
            picked: None,
        }
    }

    /// When it and its items become inaccessible.
    pub(crate) fn expires_ms(&self, life_ms: i64) -> i64 {
        self.made_ms.saturating_add(life_ms)
    }

    /// Whether it is inaccessible.
    pub(crate) fn is_over(&self, now_ms: i64, life_ms: i64) -> bool {
        now_ms >= self.expires_ms(life_ms)
    }

    /// Takes what the person picked, once.
    pub(crate) fn pick(&mut self, ids: Vec<String>) -> Result<(), NotPicked> {
        if self.picked.is_some() {
            return Err(NotPicked::DoneAlready);
        }
        let mut seen = HashSet::new();
        let ids: Vec<String> = ids
            .into_iter()
            .filter(|id| seen.insert(id.clone()))
            .collect();
        if ids.is_empty() {
            return Err(NotPicked::Nothing);
        }
        if ids.len() > self.most {
            return Err(NotPicked::TooMany);
        }
        self.picked = Some(ids);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(count: usize) -> Vec<String> {
        (0..count).map(|number| number.to_string()).collect()
    }

    #[test]
    fn no_more_is_taken_than_was_agreed_and_only_once() {
        let mut few = PickingSession::new(Who::First, "a", 3, 0);
        assert_eq!(few.pick(ids(4)), Err(NotPicked::TooMany));
        assert_eq!(few.pick(Vec::new()), Err(NotPicked::Nothing));
        assert_eq!(few.pick(vec!["1".into(), "1".into()]), Ok(()));
        assert_eq!(few.picked, Some(vec!["1".into()]), "a repeat is one item");
        assert_eq!(few.pick(ids(1)), Err(NotPicked::DoneAlready));
        for most in [0, 5_000] {
            let mut many = PickingSession::new(Who::First, "a", most, 0);
            assert_eq!(many.pick(ids(2_001)), Err(NotPicked::TooMany));
            assert_eq!(many.pick(ids(2_000)), Ok(()));
        }
    }
}
