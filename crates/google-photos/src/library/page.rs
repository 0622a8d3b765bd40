//! Pages, and listings made of them.

use std::collections::HashSet;

use futures::{Stream, StreamExt, TryStreamExt, stream};

use crate::error::ApiError;
use crate::ids::PageToken;

/// So many empty pages in a row are taken for a listing that never ends. About 80 have been seen in a real one.
const MAX_EMPTY_PAGES: usize = 200;

/// One page of a listing. It may be short or empty and still not be the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// What is on the page.
    pub items: Vec<T>,
    /// Where the next page begins. Only its absence ends a listing.
    pub next: Option<PageToken>,
}

impl<T> Page<T> {
    pub(crate) fn new(items: Vec<T>, next: Option<String>) -> Self {
        Self {
            items,
            next: next.filter(|token| !token.is_empty()).map(PageToken::from),
        }
    }
}

/// A thing that is listed, and by what it is known again.
pub(crate) trait Listed {
    fn key(&self) -> &str;
}

struct Listing<F> {
    fetch: F,
    after: Option<PageToken>,
    seen: HashSet<PageToken>,
    last_key: Option<String>,
    empty_pages: usize,
    over: bool,
}

/// All pages of a listing as it is polled, the empty ones left out.
///
/// It drops a first item that repeats the last one of the page before, and gives up on a page token that comes twice.
pub(crate) fn pages<T, F, A>(
    call: &'static str,
    fetch: F,
) -> impl Stream<Item = Result<Vec<T>, ApiError>>
where
    T: Listed,
    F: Fn(Option<PageToken>) -> A,
    A: Future<Output = Result<Page<T>, ApiError>>,
{
    let start = Listing {
        fetch,
        after: None,
        seen: HashSet::new(),
        last_key: None,
        empty_pages: 0,
        over: false,
    };
    stream::try_unfold(start, move |mut listing| async move {
        while !listing.over {
            let page = (listing.fetch)(listing.after.clone()).await?;
            let items = listing.take(call, page)?;
            if !items.is_empty() {
                return Ok(Some((items, listing)));
            }
        }
        Ok(None)
    })
}

/// All items of a listing, page after page, as it is polled.
pub(crate) fn items<T, F, A>(
    call: &'static str,
    fetch: F,
) -> impl Stream<Item = Result<T, ApiError>>
where
    T: Listed,
    F: Fn(Option<PageToken>) -> A,
    A: Future<Output = Result<Page<T>, ApiError>>,
{
    pages(call, fetch)
        .map_ok(|page| stream::iter(page).map(Ok))
        .try_flatten()
}

impl<F> Listing<F> {
    fn take<T: Listed>(&mut self, call: &'static str, page: Page<T>) -> Result<Vec<T>, ApiError> {
        let mut items = page.items;
        let repeats = items
            .first()
            .is_some_and(|first| Some(first.key()) == self.last_key.as_deref());
        if repeats {
            items.remove(0);
        }
        match items.last() {
            Some(last) => {
                self.last_key = Some(last.key().to_owned());
                self.empty_pages = 0;
            }
            None => self.empty_pages += 1,
        }
        match page.next {
            None => self.over = true,
            Some(token) if !self.seen.insert(token.clone()) => {
                return Err(ApiError::malformed(call, "the same page token came twice"));
            }
            Some(_) if self.empty_pages >= MAX_EMPTY_PAGES => {
                return Err(ApiError::malformed(
                    call,
                    format!("{MAX_EMPTY_PAGES} empty pages came in a row"),
                ));
            }
            Some(token) => self.after = Some(token),
        }
        Ok(items)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use proptest::prelude::*;

    impl Listed for String {
        fn key(&self) -> &str {
            self
        }
    }

    /// The listing made of these pages, each with a token to the next.
    async fn listed(
        pages: &[Vec<String>],
        last_token: Option<&str>,
    ) -> Result<Vec<String>, ApiError> {
        let fetch = |after: Option<PageToken>| {
            let nth: usize = after.map_or(0, |token| token.as_str().parse().unwrap());
            let next = if nth + 1 < pages.len() {
                Some((nth + 1).to_string())
            } else {
                last_token.map(str::to_owned)
            };
            std::future::ready(Ok(Page::new(pages[nth].clone(), next)))
        };
        items("x", fetch).try_collect().await
    }

    fn page(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[tokio::test]
    async fn an_empty_middle_page_does_not_end_the_listing() {
        let found = listed(&[page(&["a"]), page(&[]), page(&[]), page(&["b"])], None)
            .await
            .unwrap();
        assert_eq!(found, ["a", "b"]);
    }

    #[tokio::test]
    async fn an_empty_last_page_ends_it() {
        assert_eq!(
            listed(&[page(&["a"]), page(&[])], None).await.unwrap(),
            ["a"]
        );
        assert!(listed(&[page(&[])], None).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn a_first_item_that_repeats_the_last_one_is_dropped_even_over_an_empty_page() {
        let found = listed(
            &[
                page(&["a", "b"]),
                page(&["b", "c"]),
                page(&[]),
                page(&["c"]),
            ],
            None,
        )
        .await
        .unwrap();
        assert_eq!(found, ["a", "b", "c"]);
    }

    #[tokio::test]
    async fn the_same_page_token_twice_is_an_error_and_not_a_loop() {
        let error = listed(&[page(&["a"]), page(&["b"])], Some("1"))
            .await
            .unwrap_err();
        assert!(matches!(error, ApiError::Malformed { .. }), "{error}");
    }

    #[tokio::test]
    async fn two_hundred_empty_pages_in_a_row_are_an_error() {
        let fetched = Cell::new(0_usize);
        let endless = |_| {
            fetched.set(fetched.get() + 1);
            std::future::ready(Ok(Page::<String>::new(
                Vec::new(),
                Some(fetched.get().to_string()),
            )))
        };
        let outcome: Result<Vec<String>, ApiError> = items("x", endless).try_collect().await;
        assert!(matches!(outcome, Err(ApiError::Malformed { .. })));
        assert_eq!(fetched.get(), MAX_EMPTY_PAGES);
    }

    #[tokio::test]
    async fn what_came_before_an_error_is_not_lost() {
        let fetch = |after: Option<PageToken>| {
            std::future::ready(match after {
                None => Ok(Page::new(page(&["a", "b"]), Some("1".to_owned()))),
                Some(_) => Err(ApiError::NotFound { call: "x" }),
            })
        };
        let found: Vec<Result<String, ApiError>> = items("x", fetch).collect().await;
        assert_eq!(found.iter().filter(|item| item.is_ok()).count(), 2);
        assert!(matches!(found.last(), Some(Err(ApiError::NotFound { .. }))));
    }

    proptest! {
        #[test]
        fn every_item_comes_once_however_the_pages_are_cut(
            sizes in prop::collection::vec(0_usize..5, 1..40),
            overlaps in prop::collection::vec(any::<bool>(), 40),
        ) {
            let mut next = 0;
            let mut pages: Vec<Vec<String>> = Vec::new();
            for (size, overlap) in sizes.iter().zip(overlaps) {
                let first = if overlap && next > 0 { next - 1 } else { next };
                pages.push((first..next + size).map(|id| id.to_string()).collect());
                next += size;
            }
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let found = runtime.block_on(listed(&pages, None)).unwrap();
            let expected: Vec<String> = (0..next).map(|id| id.to_string()).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
