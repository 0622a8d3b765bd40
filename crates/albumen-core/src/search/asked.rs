//! Answering a search: from a text to what is shown of it.

use std::sync::Arc;

use rusqlite::Connection;

use super::google::Lists;
use super::language::{self, Meaning, Part};
use super::question::{self, Compiled};
use super::results::Kept;
use super::{Inner, NEWEST, rules, store};
use crate::error::CoreError;
use crate::index::IndexError;
use crate::items;
use crate::view::{ConnectionKey, GridItem, SearchPart, SearchView};

impl Inner {
    pub(super) async fn view(self: &Arc<Self>, text: &str) -> Result<SearchView, CoreError> {
        let today = self.frame.clock.today();
        let parts = language::parse(text, today);
        let Some(current) = self.connections.current().await? else {
            return Ok(SearchView {
                parts: shown(text, &parts, &vec![true; parts.len()], today),
                newest: Vec::new(),
                more: false,
                note: None,
                read_percent: 100,
            });
        };
        let lists = self.lists(current, &rules::filters(&parts).google).await?;
        let (inner, own_parts, own_lists) = (Arc::clone(self), parts.clone(), lists.clone());
        let read = move |db: &Connection| inner.first(db, current, &own_parts, &own_lists);
        let first = self.frame.index.read(read).await?;
        Ok(SearchView {
            parts: shown(text, &parts, &first.known, today),
            newest: first.newest,
            more: first.more,
            note: together(first.notes.into_iter().chain(lists.notes)),
            read_percent: first.read_percent,
        })
    }

    /// All places that a text finds, from memory where nothing changed since.
    pub(super) async fn found(
        self: &Arc<Self>,
        text: &str,
    ) -> Result<Option<(ConnectionKey, Arc<Vec<i64>>)>, CoreError> {
        let Some(current) = self.connections.current().await? else {
            return Ok(None);
        };
        let parts = language::parse(text, self.frame.clock.today());
        let lists = self.lists(current, &rules::filters(&parts).google).await?;
        // One at a time: a long one shall not take all readers.
        let _one = self.results.turn().await;
        let inner = Arc::clone(self);
        let read = move |db: &Connection| {
            let compiled = question::compile(db, &inner.words, current, &parts)?;
            inner.whole(db, &compiled, &lists)
        };
        Ok(Some((current, self.frame.index.read(read).await?)))
    }

    fn first(
        &self,
        db: &Connection,
        connection: ConnectionKey,
        parts: &[Part],
        lists: &Lists,
    ) -> Result<First, IndexError> {
        let mut compiled = question::compile(db, &self.words, connection, parts)?;
        let state = store::state(db)?;
        let fresh = store::fresh(db, &state, &compiled.question)?;
        let read_percent = if fresh.incomplete {
            state.percent()
        } else {
            100
        };
        compiled.notes.extend(fresh.incomplete.then(|| {
            format!("Albumen has read the words of {read_percent} % of your library so far. The rest is found once it is read.")
        }));
        let mut places = if lists.asked {
            self.whole(db, &compiled, lists)?
                .iter()
                .take(NEWEST + 1)
                .copied()
                .collect()
        } else {
            let enough = NEWEST + 1 + fresh.stale.len();
            let found = store::newest(db, &compiled.question, enough as u64)?;
            rules::corrected(found, &fresh.stale, &fresh.found)
        };
        let more = places.len() > NEWEST;
        places.truncate(NEWEST);
        Ok(First {
            newest: items::at_places(db, &places)?,
            more,
            known: compiled.known,
            notes: compiled.notes,
            read_percent,
        })
    }

    fn whole(
        &self,
        db: &Connection,
        compiled: &Compiled,
        lists: &Lists,
    ) -> Result<Arc<Vec<i64>>, IndexError> {
        let question = &compiled.question;
        let state = store::state(db)?;
        if let Some(places) = self.results.get(question, &lists.kept, &state) {
            return Ok(places);
        }
        let fresh = store::fresh(db, &state, question)?;
        let found = store::all(db, question)?;
        let mut places = rules::corrected(found, &fresh.stale, &fresh.found);
        if lists.nothing {
            places.clear();
        }
        for list in &lists.kept {
            places = rules::common(&places, &store::places_of(db, list.id)?);
        }
        let places = Arc::new(places);
        self.results.keep(Kept {
            question: question.clone(),
            lists: lists.kept.clone(),
            state,
            places: Arc::clone(&places),
        });
        Ok(places)
    }
}

struct First {
    newest: Vec<GridItem>,
    more: bool,
    known: Vec<bool>,
    notes: Vec<String>,
    read_percent: u32,
}

fn shown(text: &str, parts: &[Part], known: &[bool], today: jiff::civil::Date) -> Vec<SearchPart> {
    let of = |(at, part): (usize, &Part)| SearchPart {
        kind: part.kind,
        text: text.get(part.span.clone()).unwrap_or_default().to_owned(),
        label: part.label.clone(),
        without: language::without(text, parts, at, today),
        known: known.get(at).copied().unwrap_or(true)
            && !matches!(part.meaning, Meaning::Unknown(_)),
    };
    parts.iter().enumerate().map(of).collect()
}

fn together(notes: impl Iterator<Item = String>) -> Option<String> {
    let notes: Vec<String> = notes.collect();
    (!notes.is_empty()).then(|| notes.join(" "))
}
