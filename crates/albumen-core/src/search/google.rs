//! Google's own filters: favourites, and what it sees in pictures. Only Google can apply them, so it is asked for all that
//! they hold; the answer is kept as ids and is good for a day.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use futures::future::{BoxFuture, FutureExt as _, Shared};
use futures::{StreamExt as _, TryStreamExt as _};
use google_photos::{Feature, Filters, MediaItem, SearchRequest};
use rusqlite::Connection;

use super::Inner;
use super::language;
use super::rules::GoogleFilter;
use super::store::{self, List};
use crate::error::CoreError;
use crate::index::IndexError;
use crate::items;
use crate::view::{ConnectionKey, ItemKey};

/// How many answers are looked up at once.
const A_TIME: usize = 500;

type Answer = Shared<BoxFuture<'static, Result<(), CoreError>>>;

/// The questions that Google is asked right now: each only once.
#[derive(Default)]
pub(super) struct Asking {
    under_way: Mutex<HashMap<(ConnectionKey, GoogleFilter), Answer>>,
}

/// The answers that a search goes by.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    /// Whether the search has filters of Google's at all.
    pub(super) asked: bool,
    /// Those that are known; an item must be in each.
    pub(super) kept: Vec<List>,
    /// One is not known: nothing can be found.
    pub(super) nothing: bool,
    /// Sentences for the person.
    pub(super) notes: Vec<String>,
}

impl Inner {
    /// The answers to these filters: those that are kept and fresh enough, otherwise Google's.
    pub(super) async fn lists(
        self: &Arc<Self>,
        connection: ConnectionKey,
        filters: &[GoogleFilter],
    ) -> Result<Lists, CoreError> {
        let mut lists = Lists {
            asked: !filters.is_empty(),
            ..Lists::default()
        };
        for filter in filters {
            let (list, note) = self.list(connection, *filter).await?;
            lists.nothing |= list.is_none();
            lists.kept.extend(list);
            lists.notes.extend(note);
        }
        Ok(lists)
    }

    async fn list(
        self: &Arc<Self>,
        connection: ConnectionKey,
        filter: GoogleFilter,
    ) -> Result<(Option<List>, Option<String>), CoreError> {
        let policy = &self.frame.policy.search;
        let good_ms = i64::try_from(policy.lists_good_for.as_millis()).unwrap_or(i64::MAX);
        let fresh_after = self.frame.clock.now_ms().saturating_sub(good_ms);
        let kept = self.kept(connection, filter).await?;
        if kept.is_some_and(|list| list.asked_ms > fresh_after) {
            return Ok((kept, None));
        }
        let answer = Self::ask(self, connection, filter);
        let answer = tokio::time::timeout(policy.waits_for_google, answer).await;
        let list = self.kept(connection, filter).await?;
        let note = match answer {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(told(filter, list, &error)),
            Err(_) => Some(format!(
                "Google is still listing {}. They appear here once that is done.",
                named(filter)
            )),
        };
        Ok((list, note))
    }

    async fn kept(
        &self,
        connection: ConnectionKey,
        filter: GoogleFilter,
    ) -> Result<Option<List>, CoreError> {
        let read = move |db: &Connection| store::list(db, connection, filter.word());
        Ok(self.frame.index.read(read).await?)
    }

    /// Asks Google, beside whoever waits for it; who asks the same meanwhile waits for the same answer.
    pub(super) fn ask(
        inner: &Arc<Self>,
        connection: ConnectionKey,
        filter: GoogleFilter,
    ) -> Answer {
        let mut under_way = inner.asking.lock();
        if let Some(answer) = under_way.get(&(connection, filter)) {
            return answer.clone();
        }
        let (give, take) = tokio::sync::oneshot::channel();
        let asks = Arc::clone(inner);
        inner.frame.tasks.spawn_until_stopped(async move {
            let answer = asks.ask_google(connection, filter).await;
            asks.asking.lock().remove(&(connection, filter));
            // Whoever waited may have gone; what was answered is kept all the same.
            let _ = give.send(answer);
        });
        let answer = take
            .map(|answer| answer.unwrap_or(Err(CoreError::Closed)))
            .boxed()
            .shared();
        under_way.insert((connection, filter), answer.clone());
        answer
    }

    async fn ask_google(
        &self,
        connection: ConnectionKey,
        filter: GoogleFilter,
    ) -> Result<(), CoreError> {
        let wanted = match filter {
            GoogleFilter::Favorites => Filters::new().with_feature(Feature::Favorites),
            GoogleFilter::Category(category) => Filters::new()
                .showing(&[category], &[])
                .map_err(|_| CoreError::NotFound { what: "category" })?,
        };
        let client = self.connections.client(connection).await?;
        let listed = client.search(SearchRequest::filtered(wanted.with_archived()));
        let pieces = listed.try_chunks(A_TIME).map_err(|error| error.1);
        let mut pieces = std::pin::pin!(pieces);
        let mut found: Vec<ItemKey> = Vec::new();
        while let Some(piece) = pieces.next().await {
            let piece = self.connections.outcome(connection, piece).await?;
            found.extend(self.known(connection, piece).await?);
        }
        self.connections.outcome(connection, Ok(())).await?;
        let now_ms = self.frame.clock.now_ms();
        let keep = move |tx: &rusqlite::Transaction<'_>| {
            store::keep_list(tx, connection, filter.word(), &found, now_ms)
        };
        self.frame.index.write(keep).await?;
        Ok(())
    }

    /// Those that the index knows; a sync brings the others.
    async fn known(
        &self,
        connection: ConnectionKey,
        seen: Vec<MediaItem>,
    ) -> Result<Vec<ItemKey>, CoreError> {
        let read = move |db: &Connection| -> Result<Vec<ItemKey>, IndexError> {
            let of = |item: &MediaItem| items::by_google_id(db, connection, item.id.as_str());
            seen.iter()
                .filter_map(|item| of(item).transpose())
                .collect()
        };
        Ok(self.frame.index.read(read).await?)
    }
}

impl Asking {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<(ConnectionKey, GoogleFilter), Answer>> {
        self.under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

fn named(filter: GoogleFilter) -> String {
    match filter {
        GoogleFilter::Favorites => "your favorites".to_owned(),
        GoogleFilter::Category(category) => format!(
            "what it sees as \u{201c}{}\u{201d}",
            language::category_label(category)
        ),
    }
}

/// What there is to know where Google could not be asked.
fn told(filter: GoogleFilter, kept: Option<List>, error: &CoreError) -> String {
    let what = named(filter);
    match (kept, error) {
        (Some(list), CoreError::Offline { .. } | CoreError::ServiceNotRunning) => format!(
            "Google cannot be reached right now, so this shows {what} as of {}.",
            day(list.asked_ms)
        ),
        (None, CoreError::Offline { .. } | CoreError::ServiceNotRunning) => format!(
            "Google cannot be reached right now and only it knows {what}. Search again when you are online; the other filters work offline."
        ),
        (Some(list), error) => format!("{error} This shows {what} as of {}.", day(list.asked_ms)),
        (None, error) => error.to_string(),
    }
}

fn day(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms)
        .map_or_else(|_| String::new(), |at| at.strftime("%-d %B %Y").to_string())
}
