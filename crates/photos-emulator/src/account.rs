//! The two people whose accounts the emulator has.

use crate::Rules;
use serde::{Deserialize, Serialize};

/// An account one can sign in to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleAccount {
    /// Google's `sub`: a stable number in text form.
    pub id: String,
    /// The address, at example.com.
    pub email: String,
    /// The full name.
    pub name: String,
    /// The rules this account follows.
    pub rules: Rules,
}

impl SampleAccount {
    /// The two accounts as they are when nothing else is asked for.
    #[must_use]
    pub fn usual() -> [Self; 2] {
        let Pair { first, second } = accounts(None);
        [first, second]
    }

    /// What the consent page says beside the account.
    pub(crate) fn label(&self) -> &'static str {
        match self.rules {
            Rules::Legacy => "sharing by API works, as until March 2025",
            Rules::Today => "today's rules",
        }
    }
}

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Who {
    /// The account that is offered first.
    First,
    /// The other.
    Second,
}

impl Who {
    pub(crate) const BOTH: [Self; 2] = [Self::First, Self::Second];

    pub(crate) const fn number(self) -> u8 {
        match self {
            Self::First => 0,
            Self::Second => 1,
        }
    }

    pub(crate) const fn from_number(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::First),
            1 => Some(Self::Second),
            _ => None,
        }
    }
}

/// One of something for each account.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Pair<T> {
    pub(crate) first: T,
    pub(crate) second: T,
}

impl<T> Pair<T> {
    pub(crate) fn of(&self, who: Who) -> &T {
        match who {
            Who::First => &self.first,
            Who::Second => &self.second,
        }
    }

    pub(crate) fn of_mut(&mut self, who: Who) -> &mut T {
        match who {
            Who::First => &mut self.first,
            Who::Second => &mut self.second,
        }
    }
}

/// The accounts, both under `rules` if given.
pub(crate) fn accounts(rules: Option<Rules>) -> Pair<SampleAccount> {
    Pair {
        first: SampleAccount {
            id: "107842361905528714063".into(),
            email: "mara.lindqvist@example.com".into(),
            name: "Mara Lindqvist".into(),
            rules: rules.unwrap_or(Rules::Legacy),
        },
        second: SampleAccount {
            id: "113590274418206637951".into(),
            email: "tomas.okafor@example.com".into(),
            name: "Tomas Okafor".into(),
            rules: rules.unwrap_or(Rules::Today),
        },
    }
}

impl Pair<SampleAccount> {
    /// Finds an account by address, `sub` or name.
    pub(crate) fn find(&self, words: &str) -> Option<Who> {
        Who::BOTH.into_iter().find(|who| {
            let account = self.of(*who);
            account.email.eq_ignore_ascii_case(words)
                || account.id == words
                || account.name.eq_ignore_ascii_case(words)
        })
    }
}
