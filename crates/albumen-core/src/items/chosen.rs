//! What was chosen in a grid: counted, and given out in pieces. A million chosen is one stretch of the grid's order, and
//! nothing here lists a million keys at once.

use std::collections::{HashSet, VecDeque};
use std::ops::RangeInclusive;
use std::sync::Arc;

use rusqlite::Connection;

use super::{Items, places, store};
use crate::error::CoreError;
use crate::index::{Index, IndexError};
use crate::view::{AddOrder, AlbumKey, Chosen, ConnectionKey, GridScope, ItemKey, Span};

/// How many are looked up at once.
pub(super) const A_TIME: u32 = 500;

/// An item that was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChosenItem {
    pub(crate) key: ItemKey,
    pub(crate) google_id: String,
}

/// From where stretches are read.
#[derive(Clone, Debug)]
pub(super) enum Source {
    /// All that Google shows.
    Shown(ConnectionKey),
    /// Of these, what came into the index then or later, Unix milliseconds.
    Added(ConnectionKey, i64),
    /// All that it does not show any more.
    Missing(ConnectionKey),
    /// What came by itself, by its number; whether what was seen is in it.
    New(ConnectionKey, bool),
    /// An album, by position.
    Album(AlbumKey),
    /// The places that a search found, which fall.
    Found(ConnectionKey, Arc<Vec<i64>>),
}

/// What was chosen, piece by piece in the order of its grid, single ones last. The grid may change meanwhile: what left it is
/// not given, and what came into a stretch is.
pub(crate) struct Pieces {
    index: Index,
    connection: ConnectionKey,
    source: Source,
    /// What is left of the stretches, by place or position; the next one first.
    spans: VecDeque<RangeInclusive<i64>>,
    without: HashSet<ItemKey>,
    singles: Vec<ItemKey>,
    single: HashSet<ItemKey>,
}

impl Items {
    /// How many items are chosen.
    pub async fn count(&self, chosen: &Chosen) -> Result<u32, CoreError> {
        let Some(pieces) = self.pieces(chosen).await? else {
            return Ok(0);
        };
        pieces.count().await
    }

    /// What is chosen, in pieces; none without a connection.
    pub(crate) async fn pieces(&self, chosen: &Chosen) -> Result<Option<Pieces>, CoreError> {
        let Some(connection) = self.inner.connections.current().await? else {
            return Ok(None);
        };
        self.pieces_in(connection, chosen).await
    }

    /// The same of another connection; a search is one of the current connection all the same.
    pub(crate) async fn pieces_in(
        &self,
        connection: ConnectionKey,
        chosen: &Chosen,
    ) -> Result<Option<Pieces>, CoreError> {
        let source = match &chosen.scope {
            GridScope::All => Source::Shown(connection),
            GridScope::Missing => Source::Missing(connection),
            GridScope::New { seen } => Source::New(connection, *seen),
            GridScope::Album { album } => Source::Album(*album),
            // Single items need no search.
            GridScope::Search { .. } if chosen.spans.is_empty() => {
                Source::Found(connection, Arc::default())
            }
            GridScope::Search { text } => match self.inner.search.found(text).await? {
                Some((connection, found)) => Source::Found(connection, found),
                None => return Ok(None),
            },
        };
        let mut seen = HashSet::new();
        let singles = chosen.keys.iter().copied().filter(|key| seen.insert(*key));
        Ok(Some(Pieces {
            index: self.inner.frame.index.clone(),
            connection,
            spans: spans(&source, connection, &chosen.spans),
            source,
            without: chosen.without.iter().copied().collect(),
            singles: singles.collect(),
            single: seen,
        }))
    }
}

impl Items {
    /// These items of a connection, in pieces.
    pub(crate) fn pieces_of(&self, connection: ConnectionKey, keys: Vec<ItemKey>) -> Pieces {
        Pieces {
            index: self.inner.frame.index.clone(),
            connection,
            source: Source::Found(connection, Arc::default()),
            spans: VecDeque::new(),
            without: HashSet::new(),
            single: keys.iter().copied().collect(),
            singles: keys,
        }
    }
}

/// The stretches as places or positions, in the order of the grid, none touching another.
fn spans(
    source: &Source,
    connection: ConnectionKey,
    chosen: &[Span],
) -> VecDeque<RangeInclusive<i64>> {
    let rises = matches!(source, Source::Album(_));
    let range = |span: &Span| match source {
        Source::Album(_) | Source::New(..) => span.first..=span.last,
        _ => places::of_order(connection, span.first)..=places::of_order(connection, span.last),
    };
    let mut ranges: Vec<_> = chosen
        .iter()
        .filter(|span| span.first <= span.last)
        .map(range)
        .collect();
    ranges.sort_unstable_by_key(|range| *range.start());
    let mut merged: VecDeque<RangeInclusive<i64>> = VecDeque::new();
    for range in ranges {
        match merged.back_mut() {
            Some(last) if *range.start() <= last.end().saturating_add(1) => {
                *last = *last.start()..=*last.end().max(range.end());
            }
            _ => merged.push_back(range),
        }
    }
    if !rises {
        merged.make_contiguous().reverse();
    }
    merged
}

impl Pieces {
    /// The connection they are of.
    pub(crate) fn connection(&self) -> ConnectionKey {
        self.connection
    }

    /// Of all that Google shows, only what came into the index then or later.
    pub(crate) fn added_since(mut self, since_ms: i64) -> Self {
        if let Source::Shown(connection) = self.source {
            self.source = Source::Added(connection, since_ms);
        }
        self
    }

    /// The same in another order. Those by time are read to their end first: eight bytes each.
    pub(crate) async fn ordered(mut self, order: AddOrder) -> Result<Self, CoreError> {
        if order == AddOrder::AsChosen {
            return Ok(self);
        }
        let mut keys = Vec::new();
        loop {
            let piece = self.next().await?;
            if piece.is_empty() {
                break;
            }
            keys.extend(piece.into_iter().map(|item| item.key));
        }
        let read = move |db: &Connection| store::by_time(db, &keys);
        let mut sorted = self.index.read(read).await?;
        if order == AddOrder::NewestFirst {
            sorted.reverse();
        }
        Ok(Self {
            source: Source::Found(self.connection, Arc::default()),
            spans: VecDeque::new(),
            without: HashSet::new(),
            single: sorted.iter().copied().collect(),
            singles: sorted,
            ..self
        })
    }

    /// The next ones; empty at the end, and not before.
    pub(crate) async fn next(&mut self) -> Result<Vec<ChosenItem>, CoreError> {
        while let Some(span) = self.spans.pop_front() {
            let source = self.source.clone();
            let asked = span.clone();
            let read = move |db: &Connection| store::chosen_piece(db, &source, &asked);
            let (found, last) = self.index.read(read).await?;
            if let Some(last) = last {
                let rest = match self.source {
                    Source::Album(_) => last.saturating_add(1)..=*span.end(),
                    _ => *span.start()..=last.saturating_sub(1),
                };
                if !rest.is_empty() {
                    self.spans.push_front(rest);
                }
            }
            let found: Vec<ChosenItem> = found
                .into_iter()
                .filter(|item| {
                    let again = self.single.remove(&item.key);
                    again || !self.without.contains(&item.key)
                })
                .collect();
            if !found.is_empty() {
                return Ok(found);
            }
        }
        while !self.singles.is_empty() {
            let rest = self
                .singles
                .split_off(self.singles.len().min(A_TIME as usize));
            let mut keys = std::mem::replace(&mut self.singles, rest);
            keys.retain(|key| self.single.contains(key));
            let connection = self.connection;
            let read = move |db: &Connection| store::chosen_by_key(db, connection, &keys);
            let found = self.index.read(read).await?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    /// How many there are. Costs nothing that grows with the library.
    pub(crate) async fn count(&self) -> Result<u32, CoreError> {
        let source = self.source.clone();
        let (spans, connection) = (self.spans.clone(), self.connection);
        let (singles, without) = (self.singles.clone(), self.without.clone());
        let read = move |db: &Connection| -> Result<i64, IndexError> {
            let mut count = 0;
            for span in &spans {
                count += store::chosen_count(db, &source, span)?;
            }
            let within = |key: ItemKey| -> Result<bool, IndexError> {
                let at = store::order_in(db, &source, key)?;
                Ok(at.is_some_and(|at| spans.iter().any(|span| span.contains(&at))))
            };
            let single: HashSet<ItemKey> = singles.iter().copied().collect();
            for key in without.iter().filter(|key| !single.contains(key)) {
                count -= i64::from(within(*key)?);
            }
            for key in &singles {
                let counted = within(*key)?;
                count += i64::from(!counted && store::is_of(db, connection, *key)?);
            }
            Ok(count)
        };
        let count = self.index.read(read).await?;
        Ok(u32::try_from(count.max(0)).unwrap_or(u32::MAX))
    }
}
