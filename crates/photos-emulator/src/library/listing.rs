//! Pages: tokens that hold their parameters, and the oddities of Google's listings.
//!
//! Source of the limits: <https://developers.google.com/photos/library/guides/list>

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Ask, item::Key};
use crate::{app::App, error::ApiError, random};

/// Where a page begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum At {
    Start,
    After(Key),
    Offset(usize),
    /// Behind everything: the last token of a long list leads to an empty page.
    End,
}

#[derive(Serialize, Deserialize)]
struct Ticket {
    params: String,
    page: u32,
    at: At,
}

/// The parameters of one listing.
pub(crate) struct Listing<'a> {
    app: &'a App,
    name: &'static str,
    params: String,
    pub(crate) size: usize,
    page: u32,
    at: At,
}

/// What was found for one page: the entries, and where the next page begins if there is more.
pub(crate) struct Slice<T> {
    pub(crate) entries: Vec<T>,
    pub(crate) next: Option<At>,
}

/// A page as it is sent.
pub(crate) struct Page<T> {
    pub(crate) entries: Vec<T>,
    pub(crate) next_page_token: Option<String>,
}

/// Page sizes of one method.
#[derive(Clone, Copy)]
pub(crate) struct Sizes {
    pub(crate) usual: i64,
    pub(crate) most: i64,
}

impl<'a> Listing<'a> {
    /// Checks the page size and opens the page token. `filters` is what else must stay the same between pages.
    pub(crate) fn open(
        ask: &'a Ask,
        name: &'static str,
        sizes: Sizes,
        size: i64,
        token: &str,
        filters: &str,
    ) -> Result<Self, ApiError> {
        if size < 0 {
            return Err(ApiError::invalid(
                "Page size must be greater than or equal to 0.",
            ));
        }
        if size > sizes.most {
            return Err(ApiError::invalid(format!(
                "Page size must be less than or equal to {}.",
                sizes.most
            )));
        }
        let size = if size == 0 { sizes.usual } else { size };
        let caller = &ask.caller;
        let words = format!(
            "{name} {:?} {} {size} {filters}",
            caller.who, caller.client_id
        );
        let params = random::hex(&Sha256::digest(words));
        let (page, at) = if token.is_empty() {
            (0, At::Start)
        } else {
            Self::ticket(&ask.app, token, &params)?
        };
        Ok(Self {
            app: &ask.app,
            name,
            params,
            size: usize::try_from(size).unwrap_or(1),
            page,
            at,
        })
    }

    fn ticket(app: &App, token: &str, params: &str) -> Result<(u32, At), ApiError> {
        let open = app
            .seal
            .open("page", token)
            .and_then(|raw| serde_json::from_slice::<Ticket>(&raw).ok());
        let ticket = open.ok_or_else(|| ApiError::invalid("Invalid page token."))?;
        if ticket.params != params {
            return Err(ApiError::invalid(
                "When using a page token, you must use the same parameters as the previous request.",
            ));
        }
        Ok((ticket.page, ticket.at))
    }

    fn token(&self, at: At) -> Option<String> {
        let ticket = Ticket {
            params: self.params.clone(),
            page: self.page + 1,
            at,
        };
        let raw = serde_json::to_vec(&ticket).ok()?;
        Some(self.app.seal.close("page", &raw))
    }

    /// Makes the page. `find` gets the beginning and how many entries are wanted; `before` gives the last entry of
    /// the page before.
    pub(crate) fn page<T>(
        self,
        find: impl FnOnce(&At, usize) -> Slice<T>,
        before: impl FnOnce(&At) -> Option<T>,
    ) -> Page<T> {
        if self.at == At::End {
            return Page {
                entries: Vec::new(),
                next_page_token: None,
            };
        }
        let quirks = self.app.faults.has_quirks();
        // Google: a page can be empty and still not be the last.
        if self.app.faults.page_is_empty(self.name) || (quirks && self.page % 20 == 9) {
            return Page {
                entries: Vec::new(),
                next_page_token: self.token(self.at.clone()),
            };
        }
        // Google: the first entry of a page may be the last one of the page before.
        let again = if quirks && self.page % 5 == 4 && self.size > 1 {
            before(&self.at)
        } else {
            None
        };
        let slice = find(&self.at, self.size - usize::from(again.is_some()));
        let next_page_token = match slice.next {
            Some(next) => self.token(next),
            // Google: the last token of a list may lead to an empty page.
            None if quirks && self.page >= 2 => self.token(At::End),
            None => None,
        };
        Page {
            entries: again.into_iter().chain(slice.entries).collect(),
            next_page_token,
        }
    }
}
