//! From the parts of a text to a question to the full text: names of albums and cameras become their signs.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

use super::dates::Days;
use super::language::{Meaning, Part};
use super::marks;
use super::rules::{self, Group, Term};
use super::store::{self, Named, Question};
use super::tokens::Tokens;
use crate::index::IndexError;
use crate::items::places;
use crate::view::{ConnectionKey, ItemKind};

/// How many albums or cameras one word may stand for.
const MOST_NAMES: usize = 500;
/// How many names are kept taken apart.
const NAMES_KEPT: usize = 20_000;

/// Takes texts apart, and remembers names.
pub(super) struct Names {
    pub(super) tokens: Tokens,
    taken_apart: Mutex<HashMap<String, Arc<Vec<String>>>>,
}

impl Names {
    pub(super) fn open() -> Result<Self, IndexError> {
        Ok(Self {
            tokens: Tokens::open()?,
            taken_apart: Mutex::default(),
        })
    }

    /// The words of each of these names.
    pub(super) fn words_of(&self, names: &[Named]) -> Result<Vec<Arc<Vec<String>>>, IndexError> {
        let mut known = self
            .taken_apart
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if known.len() > NAMES_KEPT {
            known.clear();
        }
        let new: Vec<&str> = names
            .iter()
            .map(|named| named.name.as_str())
            .filter(|name| !known.contains_key(*name))
            .collect();
        if !new.is_empty() {
            let words = self.tokens.of(new.iter().copied())?;
            known.extend(
                new.into_iter()
                    .map(str::to_owned)
                    .zip(words.into_iter().map(Arc::new)),
            );
        }
        let of = |named: &Named| known.get(&named.name).cloned().unwrap_or_default();
        Ok(names.iter().map(of).collect())
    }
}

/// A question, and what of the parts could not be asked.
pub(super) struct Compiled {
    pub(super) question: Question,
    /// For each part, whether it names something there is.
    pub(super) known: Vec<bool>,
    /// Sentences for the person.
    pub(super) notes: Vec<String>,
}

/// Names with their words.
struct Listed {
    named: Vec<Named>,
    words: Vec<Arc<Vec<String>>>,
}

impl Listed {
    fn of(names: &Names, named: Vec<Named>) -> Result<Self, IndexError> {
        let words = names.words_of(&named)?;
        Ok(Self { named, words })
    }

    fn ids(&self, fits: impl Fn(&[String]) -> bool) -> Vec<i64> {
        let all = self.named.iter().zip(&self.words);
        all.filter(|(_, words)| fits(words))
            .map(|(named, _)| named.id)
            .take(MOST_NAMES)
            .collect()
    }

    /// Those with a word that begins so.
    fn with(&self, word: &str) -> Vec<i64> {
        self.ids(|words| words.iter().any(|of| begins(of, word)))
    }

    /// Those that are called exactly so; where there are none, those with all these words.
    fn called(&self, wanted: &[String]) -> Vec<i64> {
        let exact = self.ids(|words| words == wanted);
        if !exact.is_empty() || wanted.is_empty() {
            return exact;
        }
        self.ids(|words| {
            wanted
                .iter()
                .all(|word| words.iter().any(|of| begins(of, word)))
        })
    }
}

/// A single letter is a word, not a beginning: everything begins with it.
fn begins(word: &str, beginning: &str) -> bool {
    match rules::lookup(beginning) {
        rules::Lookup::Whole => word == beginning,
        _ => word.starts_with(beginning),
    }
}

/// What these parts ask.
pub(super) fn compile(
    db: &Connection,
    names: &Names,
    connection: ConnectionKey,
    parts: &[Part],
) -> Result<Compiled, IndexError> {
    let albums = Listed::of(names, store::albums(db, connection)?)?;
    let cameras = Listed::of(names, store::cameras(db)?)?;
    let mut compiled = Compiled {
        question: Question {
            connection,
            groups: Vec::new(),
            ranges: Vec::new(),
        },
        known: vec![true; parts.len()],
        notes: Vec::new(),
    };
    let (mut in_albums, mut by_cameras) = (Group::new(), Group::new());
    for (part, known) in parts.iter().zip(&mut compiled.known) {
        let (group, found) = match &part.meaning {
            Meaning::Words(text) => {
                let groups = words(names, &albums, &cameras, text)?;
                // Quotes that are only opened need no note.
                *known = !groups.is_empty() || text.is_empty();
                compiled.notes.extend((!*known).then(|| {
                    format!(
                        "\u{201c}{text}\u{201d} has no letter or digit in it, so it was left out."
                    )
                }));
                compiled.question.groups.extend(groups);
                continue;
            }
            Meaning::Album(title) => {
                let wanted = names.tokens.of_one(title)?;
                (&mut in_albums, signs(&albums.called(&wanted), marks::album))
            }
            Meaning::Camera(name) => {
                let wanted = names.tokens.of_one(name)?;
                (
                    &mut by_cameras,
                    signs(&cameras.called(&wanted), marks::camera),
                )
            }
            Meaning::Unknown(why) => {
                compiled.notes.extend(why.clone());
                continue;
            }
            _ => continue,
        };
        *known = !found.is_empty();
        compiled
            .notes
            .extend((!*known).then(|| nothing_called(&part.meaning)));
        group.extend(found);
    }
    let filters = rules::filters(parts);
    let groups = [
        in_albums,
        by_cameras,
        rules::classes(&filters).unwrap_or_default(),
        rules::picked(&filters),
    ];
    compiled
        .question
        .groups
        .extend(groups.into_iter().filter(|group| !group.is_empty()));
    compiled.question.ranges = if filters.contradict {
        Vec::new()
    } else if filters.days.is_empty() {
        vec![places::of_connection(connection)]
    } else {
        rules::merged(filters.days.iter().map(|days| range(connection, *days)))
    };
    Ok(compiled)
}

fn nothing_called(meaning: &Meaning) -> String {
    match meaning {
        Meaning::Album(title) => format!(
            "No album is called \u{201c}{title}\u{201d}, so that was left out. Begin to type its title to see your albums."
        ),
        Meaning::Camera(name) => format!(
            "No photo is from a camera called \u{201c}{name}\u{201d}, so that was left out."
        ),
        _ => String::new(),
    }
}

fn signs(ids: &[i64], sign: fn(i64) -> String) -> Group {
    ids.iter().map(|id| Term::Word(sign(*id))).collect()
}

/// Each word is in the item's own words, in the title of an album it is in, or in the name of its camera.
fn words(
    names: &Names,
    albums: &Listed,
    cameras: &Listed,
    text: &str,
) -> Result<Vec<Group>, IndexError> {
    let mut words = names.tokens.of_one(text)?;
    let ending = words.last().is_some_and(|last| marks::is_common(last));
    let mut groups = Vec::new();
    if ending {
        // The full text leaves this ending out; what has it is a photo.
        words.pop();
        if words.is_empty() {
            let filters = rules::Filters {
                kinds: vec![ItemKind::Photo],
                ..rules::Filters::default()
            };
            groups.extend(rules::classes(&filters));
        }
    }
    for word in words {
        let mut group = vec![Term::Beginning(word.clone())];
        group.extend(signs(&albums.with(&word), marks::album));
        group.extend(signs(&cameras.with(&word), marks::camera));
        groups.push(group);
    }
    Ok(groups)
}

fn range(connection: ConnectionKey, days: Days) -> std::ops::RangeInclusive<i64> {
    let ms = |date: jiff::civil::Date| {
        let start = jiff::tz::Offset::UTC.to_timestamp(date.at(0, 0, 0, 0));
        start.map_or(0, jiff::Timestamp::as_millisecond)
    };
    const DAY_MS: i64 = 24 * 60 * 60 * 1000;
    places::of_span(connection, ms(days.first)..=ms(days.last) + DAY_MS - 1)
}
