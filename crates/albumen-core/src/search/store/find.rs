//! Finding places.

use std::ops::RangeInclusive;

use rusqlite::{Connection, params};

use super::read::{self, Entry, State};
use crate::index::IndexError;
use crate::search::rules::{self, Group, Lookup};
use crate::view::ConnectionKey;

/// What the full text is asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::search) struct Question {
    pub(in crate::search) connection: ConnectionKey,
    /// Each must hold.
    pub(in crate::search) groups: Vec<Group>,
    /// Places that may be found, the largest first, none touching another.
    pub(in crate::search) ranges: Vec<RangeInclusive<i64>>,
}

/// Places whose words the full text does not have as they are now, and which of them the question finds.
#[derive(Clone, Debug, Default)]
pub(in crate::search) struct Fresh {
    /// Not to be taken from the full text.
    pub(in crate::search) stale: Vec<i64>,
    /// Found all the same; they fall.
    pub(in crate::search) found: Vec<i64>,
    /// Whether more is unread than was looked at.
    pub(in crate::search) incomplete: bool,
}

/// How many unread items and changed places a search looks at by itself.
const MOST_FRESH: u32 = 2_000;

/// Looks at what is not read yet or changed since, as far as that is little.
pub(in crate::search) fn fresh(
    db: &Connection,
    state: &State,
    question: &Question,
) -> Result<Fresh, IndexError> {
    let mut fresh = Fresh::default();
    if question.groups.is_empty() {
        return Ok(fresh);
    }
    let mut entries: Vec<Entry> = Vec::new();
    if !state.all_read() {
        let (unread, last) = read::entries_after(db, state.read_to, MOST_FRESH)?;
        fresh.incomplete = last < state.last;
        if !fresh.incomplete {
            entries.extend(unread);
        }
    }
    if state.todo > 0 {
        fresh.stale = read::todo(db, MOST_FRESH)?;
        for place in &fresh.stale {
            entries.extend(read::entry_at(db, *place)?);
        }
    }
    if !entries.is_empty() {
        fresh.found = found_in(&entries, question)?;
    }
    Ok(fresh)
}

/// The same question to a full text of a few entries, in memory.
fn found_in(entries: &[Entry], question: &Question) -> Result<Vec<i64>, IndexError> {
    let db = Connection::open_in_memory()?;
    db.execute_batch(
        "CREATE VIRTUAL TABLE words USING fts5 (text, content = '', detail = none, tokenize = 'unicode61 remove_diacritics 2')",
    )?;
    let mut insert = db.prepare("INSERT INTO words (rowid, text) VALUES (?, ?)")?;
    let mut seen = std::collections::HashSet::new();
    for entry in entries.iter().filter(|entry| seen.insert(entry.place)) {
        insert.execute(params![entry.place, entry.text()])?;
    }
    let expression = rules::expression(&question.groups, |_| Ok::<_, IndexError>(None))?;
    search(&db, &expression, &question.ranges, u64::MAX)
}

/// The newest places that the full text finds, at most so many.
pub(in crate::search) fn newest(
    db: &Connection,
    question: &Question,
    most: u64,
) -> Result<Vec<i64>, IndexError> {
    if question.groups.is_empty() {
        return by_time(db, question, most);
    }
    let expression = rules::expression(&question.groups, |word| endings(db, word))?;
    search(db, &expression, &question.ranges, most)
}

/// All places that the full text finds, the newest first.
pub(in crate::search) fn all(db: &Connection, question: &Question) -> Result<Vec<i64>, IndexError> {
    newest(db, question, u64::MAX)
}

fn search(
    db: &Connection,
    expression: &str,
    ranges: &[RangeInclusive<i64>],
    most: u64,
) -> Result<Vec<i64>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?",
    )?;
    let mut places = Vec::new();
    for range in ranges {
        let left = most.saturating_sub(places.len() as u64);
        if left == 0 {
            break;
        }
        let rows = query.query_map(
            params![expression, range.start(), range.end(), limit(left)],
            |row| row.get(0),
        )?;
        for place in rows {
            places.push(place?);
        }
    }
    Ok(places)
}

/// Where only time is asked for, the items themselves say it. Which of them are missing is in a small index of its own.
fn by_time(db: &Connection, question: &Question, most: u64) -> Result<Vec<i64>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT place FROM media_items INDEXED BY media_items_by_place WHERE place BETWEEN ? AND ?
         ORDER BY place DESC LIMIT ?",
    )?;
    let missing = missing(db, question.connection)?;
    let mut places = Vec::new();
    for range in &question.ranges {
        let left = most.saturating_sub(places.len() as u64);
        if left == 0 {
            break;
        }
        let enough = left.saturating_add(missing.len() as u64);
        let rows = query.query_map(params![range.start(), range.end(), limit(enough)], |row| {
            row.get::<_, i64>(0)
        })?;
        for place in rows {
            let place = place?;
            if !missing.contains(&place) {
                places.push(place);
            }
        }
    }
    places.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    Ok(places)
}

fn missing(
    db: &Connection,
    connection: ConnectionKey,
) -> Result<std::collections::HashSet<i64>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT place FROM media_items WHERE connection_id = ? AND missing_since_ms IS NOT NULL",
    )?;
    Ok(query
        .query_map([connection.0], |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}

fn limit(most: u64) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX)
}

/// What a beginning can become, by the words that were read; none where it is looked up in another way.
fn endings(db: &Connection, beginning: &str) -> Result<Option<Vec<String>>, IndexError> {
    if rules::lookup(beginning) != Lookup::Read {
        return Ok(None);
    }
    let mut query = db.prepare_cached(
        "SELECT word FROM words_read WHERE word BETWEEN ?1 AND ?1 || char(0x10ffff) LIMIT ?2",
    )?;
    let words: Vec<String> = query
        .query_map(params![beginning, rules::MOST_ENDINGS as i64 + 1], |row| {
            row.get(0)
        })?
        .collect::<Result<_, _>>()?;
    if words.len() > rules::MOST_ENDINGS {
        return Ok(None);
    }
    Ok(Some(if words.is_empty() {
        vec![beginning.to_owned()]
    } else {
        words
    }))
}
