//! When a listing ends. Pure.

use std::collections::HashSet;

use google_photos::PageToken;

/// So many empty pages in a row are taken for a listing that never ends. About 80 have been seen in a real one.
const MAX_EMPTY_PAGES: u32 = 200;

/// How far to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Until {
    /// To the first page on which nothing is new.
    Known,
    /// To the end.
    End,
}

/// What comes after a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// The page of this token.
    Page(PageToken),
    /// Nothing: all that was wanted is seen.
    Over,
    /// Nothing: the list goes in circles.
    Endless,
}

/// Where a listing stands.
#[derive(Clone, Debug)]
pub(super) struct Pages {
    until: Until,
    tokens: HashSet<PageToken>,
    empty: u32,
}

impl Pages {
    pub(super) fn new(until: Until) -> Self {
        Self {
            until,
            tokens: HashSet::new(),
            empty: 0,
        }
    }

    /// Google: only a missing page token ends a list; a page may be empty before that.
    pub(super) fn after(&mut self, items: usize, new: usize, token: Option<PageToken>) -> Next {
        let Some(token) = token else {
            return Next::Over;
        };
        self.empty = if items == 0 { self.empty + 1 } else { 0 };
        if self.until == Until::Known && items > 0 && new == 0 {
            return Next::Over;
        }
        if self.empty >= MAX_EMPTY_PAGES || !self.tokens.insert(token.clone()) {
            return Next::Endless;
        }
        Next::Page(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn token(number: usize) -> Option<PageToken> {
        Some(PageToken::new(number.to_string()))
    }

    #[test]
    fn an_empty_middle_page_does_not_end_the_listing() {
        let mut pages = Pages::new(Until::Known);
        assert_eq!(pages.after(0, 0, token(1)), Next::Page(PageToken::new("1")));
        assert_eq!(
            pages.after(100, 0, token(2)),
            Next::Over,
            "a page of known items does"
        );
    }

    #[test]
    fn a_full_look_passes_over_what_is_known() {
        let mut pages = Pages::new(Until::End);
        assert!(matches!(pages.after(100, 0, token(1)), Next::Page(_)));
        assert_eq!(pages.after(100, 0, None), Next::Over);
    }

    #[test]
    fn a_list_in_circles_is_given_up() {
        let mut pages = Pages::new(Until::End);
        assert!(matches!(pages.after(1, 1, token(1)), Next::Page(_)));
        assert_eq!(pages.after(1, 1, token(1)), Next::Endless);
        let mut empty = Pages::new(Until::End);
        let ended = (0..1_000).find(|number| empty.after(0, 0, token(*number)) == Next::Endless);
        assert_eq!(ended, Some(199), "and so is one of empty pages");
    }

    proptest! {
        #[test]
        fn new_items_cost_a_hundredth_of_their_number_and_one_page(new in 0_usize..2_000, known in 0_usize..2_000) {
            let mut pages = Pages::new(Until::Known);
            let total = new + known;
            let (mut at, mut requests) = (0, 0);
            loop {
                requests += 1;
                let length = 100.min(total - at);
                let new_here = new.saturating_sub(at).min(length);
                at += length;
                let next = if at < total { token(at) } else { None };
                match pages.after(length, new_here, next) {
                    Next::Page(_) => {}
                    other => { prop_assert_eq!(other, Next::Over); break; }
                }
            }
            prop_assert!(requests <= new.div_ceil(100) + 1, "{} requests", requests);
            prop_assert!(at >= new, "all that is new was seen");
        }
    }
}
