//! Reading words into the full text: what is new in pieces, what changed from the list of what is to be done.

use rusqlite::{Connection, Row, params};

use crate::index::IndexError;
use crate::items;
use crate::search::marks::{self, Class};
use crate::search::rules;
use crate::search::tokens::Tokens;

/// How far the full text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::search) struct State {
    /// Items up to this id were read.
    pub(in crate::search) read_to: i64,
    /// The last id there is.
    pub(in crate::search) last: i64,
    /// Counts the changes.
    pub(in crate::search) changes: i64,
    /// Places to be read again.
    pub(in crate::search) todo: i64,
    /// Whether its parts were brought together.
    pub(in crate::search) tidy: bool,
}

impl State {
    /// Whether nothing is left to read.
    pub(in crate::search) fn all_read(&self) -> bool {
        self.read_to >= self.last
    }

    /// How much was read; 100 only when it is all.
    pub(in crate::search) fn percent(&self) -> u32 {
        if self.all_read() {
            return 100;
        }
        let percent = self.read_to.saturating_mul(100) / self.last.max(1);
        u32::try_from(percent.clamp(0, 99)).unwrap_or(0)
    }
}

pub(in crate::search) fn state(db: &Connection) -> Result<State, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT read_to, coalesce((SELECT max(id) FROM media_items), 0), changes, (SELECT count(*) FROM words_todo), tidy
         FROM words_state",
    )?;
    Ok(query.query_row([], |row| {
        Ok(State {
            read_to: row.get(0)?,
            last: row.get(1)?,
            changes: row.get(2)?,
            todo: row.get(3)?,
            tidy: row.get(4)?,
        })
    })?)
}

/// What the full text holds of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::search) struct Entry {
    pub(in crate::search) place: i64,
    /// A person's words.
    pub(in crate::search) words: String,
    /// Ours.
    pub(in crate::search) signs: String,
}

impl Entry {
    pub(in crate::search) fn text(&self) -> String {
        format!("{} {}", self.words, self.signs)
    }
}

const ITEM: &str = "SELECT id, place, source, kind, file_name, description, camera_id, missing_since_ms FROM media_items";

/// An item's entry; none of one that Google does not show any more.
fn entry(db: &Connection, row: &Row<'_>) -> Result<Option<Entry>, IndexError> {
    if row.get::<_, Option<i64>>("missing_since_ms")?.is_some() {
        return Ok(None);
    }
    let description: Option<String> = row.get("description")?;
    let kind: String = row.get("kind")?;
    let class = Class {
        kind: items::rules::read_kind(&kind)?,
        described: description.is_some(),
        uploaded: is_source(row, "uploaded")?,
    };
    let mut signs = class.sign();
    let mut add = |sign: String| {
        signs.push(' ');
        signs.push_str(&sign);
    };
    if is_source(row, items::PICKED)? {
        add(marks::picked());
    }
    if let Some(camera) = row.get("camera_id")? {
        add(marks::camera(camera));
    }
    let mut albums = db.prepare_cached("SELECT album_id FROM album_items WHERE item_id = ?")?;
    let mut albums = albums.query([row.get::<_, i64>("id")?])?;
    while let Some(album) = albums.next()? {
        add(marks::album(album.get(0)?));
    }
    let mut words = marks::name(&row.get::<_, String>("file_name")?);
    if let Some(description) = description {
        words.push(' ');
        words.push_str(&marks::taken_apart(&description));
    }
    Ok(Some(Entry {
        place: row.get("place")?,
        words,
        signs,
    }))
}

fn is_source(row: &Row<'_>, wanted: &str) -> Result<bool, IndexError> {
    let source = row.get_ref("source")?;
    Ok(source.as_str().is_ok_and(|source| source == wanted))
}

/// The entries of the items after an id, at most so many, and the id of the last that was looked at.
pub(in crate::search) fn entries_after(
    db: &Connection,
    after: i64,
    most: u32,
) -> Result<(Vec<Entry>, i64), IndexError> {
    let mut query = db.prepare_cached(&format!("{ITEM} WHERE id > ? ORDER BY id LIMIT ?"))?;
    let mut rows = query.query(params![after, most])?;
    let (mut entries, mut last) = (Vec::new(), after);
    while let Some(row) = rows.next()? {
        last = row.get("id")?;
        entries.extend(entry(db, row)?);
    }
    Ok((entries, last))
}

/// The places to be read again, at most so many.
pub(in crate::search) fn todo(db: &Connection, most: u32) -> Result<Vec<i64>, IndexError> {
    let mut query = db.prepare_cached("SELECT place FROM words_todo ORDER BY place LIMIT ?")?;
    Ok(query
        .query_map([most], |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}

/// The entry of a place, where an item stands there that is shown.
pub(in crate::search) fn entry_at(
    db: &Connection,
    place: i64,
) -> Result<Option<Entry>, IndexError> {
    let mut query = db.prepare_cached(&format!("{ITEM} WHERE place = ?"))?;
    let mut rows = query.query([place])?;
    match rows.next()? {
        Some(row) => entry(db, row),
        None => Ok(None),
    }
}

/// Reads the next items, at most so many; gives how many there were.
pub(in crate::search) fn read_piece(
    tx: &Connection,
    tokens: &Tokens,
    most: u32,
) -> Result<usize, IndexError> {
    let before = state(tx)?;
    if before.all_read() {
        return Ok(0);
    }
    let (mut entries, last) = entries_after(tx, before.read_to, most)?;
    // Order: SQLite writes its own buffer out each time a row comes before the last one.
    entries.sort_unstable_by_key(|entry| entry.place);
    put(tx, tokens, &entries)?;
    // An empty end of the table is read, too.
    let read_to = if last == before.read_to {
        before.last
    } else {
        last
    };
    // A few new items do not make it worth while to bring all parts together.
    let many = entries.len() * 2 > most as usize;
    tx.prepare_cached(
        "UPDATE words_state SET read_to = ?1, changes = changes + 1, tidy = iif(?2, 0, tidy)",
    )?
    .execute(params![read_to, many])?;
    Ok(entries.len().max(1))
}

/// Reads again what changed, at most so many places; gives how many there were.
pub(in crate::search) fn drain(
    tx: &Connection,
    tokens: &Tokens,
    most: u32,
) -> Result<usize, IndexError> {
    let places = todo(tx, most)?;
    let mut entries = Vec::with_capacity(places.len());
    let mut forget = tx.prepare_cached("DELETE FROM words WHERE rowid = ?")?;
    let mut done = tx.prepare_cached("DELETE FROM words_todo WHERE place = ?")?;
    for place in &places {
        forget.execute([place])?;
        done.execute([place])?;
        entries.extend(entry_at(tx, *place)?);
    }
    put(tx, tokens, &entries)?;
    if !places.is_empty() {
        tx.prepare_cached("UPDATE words_state SET changes = changes + 1")?
            .execute([])?;
    }
    Ok(places.len())
}

fn put(tx: &Connection, tokens: &Tokens, entries: &[Entry]) -> Result<(), IndexError> {
    let mut insert =
        tx.prepare_cached("INSERT OR REPLACE INTO words (rowid, text) VALUES (?, ?)")?;
    for entry in entries {
        insert.execute(params![entry.place, entry.text()])?;
    }
    let mut keep = tx.prepare_cached("INSERT OR IGNORE INTO words_read (word) VALUES (?)")?;
    let worth = entries
        .iter()
        .map(|entry| entry.words.as_str())
        .filter(|words| has_long_word(words));
    for word in tokens.different(worth)? {
        if rules::is_kept_word(&word) {
            keep.execute([word])?;
        }
    }
    Ok(())
}

/// Whether a text can hold a word that is worth keeping; most file names hold none.
fn has_long_word(text: &str) -> bool {
    let mut run = 0;
    text.chars().any(|c| {
        run = if c.is_numeric() || c.is_ascii_punctuation() || c.is_whitespace() {
            0
        } else {
            run + 1
        };
        run >= 4
    })
}

/// How many pages one step of bringing together may write.
const TIDY_PAGES: i64 = 200;

/// Brings the parts of the full text closer together, which makes it faster and smaller; gives whether there is more to do.
pub(in crate::search) fn tidy(tx: &Connection, begin: bool) -> Result<bool, IndexError> {
    let mut merge = tx.prepare_cached("INSERT INTO words (words, rank) VALUES ('merge', ?)")?;
    let before = tx.total_changes();
    merge.execute([if begin { -TIDY_PAGES } else { TIDY_PAGES }])?;
    // SQLite: fewer than two changes mean that there was nothing to do.
    let more = tx.total_changes() - before >= 2;
    if !more {
        tx.execute("UPDATE words_state SET tidy = 1", [])?;
    }
    Ok(more)
}
