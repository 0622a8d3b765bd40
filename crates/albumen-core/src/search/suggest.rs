//! Ways to go on with a search text, by what stands before the caret: filters, albums, cameras, categories, months and years
//! in which there are photos, words of the library.

use std::collections::HashSet;

use google_photos::Category;
use rusqlite::Connection;

use super::question::Names;
use super::store::{self, Named};
use super::{dates, language};
use crate::index::IndexError;
use crate::view::{ConnectionKey, SearchPartKind, SearchSuggestion};

/// How many are shown.
const MOST: usize = 8;
/// How many of one kind come before the other kinds.
const MOST_OF_A_KIND: usize = 3;

/// Filters with a few values: how they are written and called.
const FIXED: [(&str, &str, SearchPartKind); 9] = [
    ("type:video", "Videos", SearchPartKind::Type),
    ("type:photo", "Photos", SearchPartKind::Type),
    ("type:animation", "Animations", SearchPartKind::Type),
    ("is:favorite", "Favorites", SearchPartKind::Favorites),
    (
        "is:uploaded",
        "Uploaded from here",
        SearchPartKind::Uploaded,
    ),
    (
        "not:uploaded",
        "Not uploaded from here",
        SearchPartKind::Uploaded,
    ),
    (
        "is:picked",
        "Picked in Google Photos",
        SearchPartKind::Uploaded,
    ),
    (
        "has:description",
        "With description",
        SearchPartKind::Description,
    ),
    (
        "no:description",
        "Without description",
        SearchPartKind::Description,
    ),
];

/// Where the caret is: what is being typed and what stands around it.
struct Typed<'a> {
    before: &'a str,
    word: &'a str,
    after: &'a str,
}

/// One way to go on, before it is put into the text.
struct Way {
    kind: SearchPartKind,
    label: String,
    detail: Option<String>,
    piece: String,
}

/// At most eight.
pub(super) fn suggestions(
    db: &Connection,
    names: &Names,
    connection: ConnectionKey,
    text: &str,
    caret: u32,
) -> Result<Vec<SearchSuggestion>, IndexError> {
    let typed = typed(text, caret);
    let library = Library {
        db,
        names,
        connection,
    };
    let ways = match language::filter(typed.word) {
        Some((filter, value)) => library.of_filter(&filter.to_lowercase(), value)?,
        None if typed.word.is_empty() => library.to_begin()?,
        None => library.of_word(&typed)?,
    };
    let mut seen = HashSet::new();
    let shown = ways
        .into_iter()
        .filter(|way| seen.insert(way.piece.clone()));
    Ok(shown.take(MOST).map(|way| typed.with(way)).collect())
}

fn typed(text: &str, caret: u32) -> Typed<'_> {
    let mut units = 0_usize;
    let caret = text
        .char_indices()
        .find(|(_, c)| {
            let here = units;
            units += c.len_utf16();
            here >= caret as usize
        })
        .map_or(text.len(), |(at, _)| at);
    let (head, after) = text.split_at(caret);
    let mut in_quotes = false;
    let mut begin = 0;
    for (at, c) in head.char_indices() {
        if c == '"' {
            in_quotes = !in_quotes;
        } else if !in_quotes && (c.is_whitespace() || c == ',' || c == ';') {
            begin = at + c.len_utf8();
        }
    }
    let (before, word) = head.split_at(begin);
    // The rest of the word in which the caret stands is replaced along.
    let rest = after
        .find(|c: char| c.is_whitespace() || c == ',' || c == ';')
        .unwrap_or(after.len());
    let after = if word.is_empty() {
        after
    } else {
        after.get(rest..).unwrap_or_default()
    };
    Typed {
        before,
        word,
        after,
    }
}

impl Typed<'_> {
    fn with(&self, way: Way) -> SearchSuggestion {
        let after = self.after.trim_start();
        let blank = if after.is_empty() { "" } else { " " };
        SearchSuggestion {
            kind: way.kind,
            label: way.label,
            detail: way.detail,
            text: format!("{}{}{blank}{after}", self.before, way.piece),
        }
    }

    /// The word before the one that is being typed.
    fn last_word(&self) -> &str {
        self.before.split_whitespace().last().unwrap_or_default()
    }
}

struct Library<'a> {
    db: &'a Connection,
    names: &'a Names,
    connection: ConnectionKey,
}

impl Library<'_> {
    /// Before anything is typed: what is searched for most.
    fn to_begin(&self) -> Result<Vec<Way>, IndexError> {
        let mut ways = fixed(|piece, _| matches!(piece, "is:favorite" | "type:video"));
        ways.extend(self.albums("", 2)?);
        ways.extend(self.months(|_| true)?.into_iter().take(2));
        ways.extend(fixed(|piece, _| {
            matches!(piece, "has:description" | "is:uploaded")
        }));
        Ok(ways)
    }

    fn of_filter(&self, filter: &str, value: &str) -> Result<Vec<Way>, IndexError> {
        let value = value.trim_matches('"');
        Ok(match filter {
            "album" => self.albums(value, MOST)?,
            "camera" => self.cameras(value, MOST)?,
            "category" => categories(value, MOST),
            "from" | "to" => self.bounds(filter, value)?,
            _ => {
                let begun = format!("{filter}:{}", value.to_lowercase());
                fixed(|piece, _| piece.starts_with(&begun))
            }
        })
    }

    fn of_word(&self, typed: &Typed<'_>) -> Result<Vec<Way>, IndexError> {
        let word = typed.word.trim_matches('"');
        let folded = word.to_lowercase();
        let mut ways = self.dates(typed, &folded)?;
        let called = |piece: &str, label: &str| {
            piece.starts_with(&folded) || label.to_lowercase().starts_with(&folded)
        };
        ways.extend(fixed(called).into_iter().take(MOST_OF_A_KIND));
        ways.extend(self.albums(word, MOST_OF_A_KIND)?);
        ways.extend(self.cameras(word, 2)?);
        ways.extend(categories(word, 2));
        ways.extend(filter_names(&folded));
        ways.extend(self.words(word)?);
        Ok(ways)
    }

    fn albums(&self, typed: &str, most: usize) -> Result<Vec<Way>, IndexError> {
        let albums = store::albums(self.db, self.connection)?;
        let way = |named: &Named| Way {
            kind: SearchPartKind::Album,
            label: named.name.clone(),
            detail: named.items.map(items),
            piece: format!("album:{}", quoted(&named.name)),
        };
        Ok(self
            .like(&albums, typed, most)?
            .into_iter()
            .map(way)
            .collect())
    }

    fn cameras(&self, typed: &str, most: usize) -> Result<Vec<Way>, IndexError> {
        let cameras = store::cameras(self.db)?;
        let way = |named: &Named| Way {
            kind: SearchPartKind::Camera,
            label: named.name.clone(),
            detail: Some("Camera".to_owned()),
            piece: format!("camera:{}", quoted(&named.name)),
        };
        Ok(self
            .like(&cameras, typed, most)?
            .into_iter()
            .map(way)
            .collect())
    }

    /// Those with all the typed words in their names; those that begin with them come first.
    fn like<'n>(
        &self,
        all: &'n [Named],
        typed: &str,
        most: usize,
    ) -> Result<Vec<&'n Named>, IndexError> {
        let wanted = self.names.tokens.of_one(typed)?;
        let words = self.names.words_of(all)?;
        let mut like: Vec<(bool, &Named)> = all
            .iter()
            .zip(&words)
            .filter(|(named, words)| {
                !named.name.contains('"')
                    && wanted
                        .iter()
                        .all(|wanted| words.iter().any(|word| word.starts_with(wanted)))
            })
            .map(|(named, words)| {
                let first = words.first().zip(wanted.first());
                (
                    !first.is_some_and(|(word, wanted)| word.starts_with(wanted)),
                    named,
                )
            })
            .collect();
        like.sort_by_key(|(later, _)| *later);
        Ok(like
            .into_iter()
            .map(|(_, named)| named)
            .take(most)
            .collect())
    }

    /// Months that fit, the latest first.
    fn months(&self, fits: impl Fn(i8) -> bool) -> Result<Vec<Way>, IndexError> {
        let months = store::months(self.db, self.connection)?;
        let way = |(month, count): (String, u32)| {
            let (year, number) = month.split_once('-')?;
            let number: i8 = number.parse().ok()?;
            fits(number).then(|| date_way(&format!("{} {year}", dates::month_name(number)), count))
        };
        Ok(months.into_iter().filter_map(way).collect())
    }

    fn years(&self, typed: &str) -> Result<Vec<Way>, IndexError> {
        let mut years: Vec<(String, u32)> = Vec::new();
        for (month, count) in store::months(self.db, self.connection)? {
            let year = month.get(..4).unwrap_or_default();
            match years.last_mut() {
                Some((last, sum)) if last == year => *sum = sum.saturating_add(count),
                _ => years.push((year.to_owned(), count)),
            }
        }
        let fits = years
            .into_iter()
            .filter(|(year, _)| year.starts_with(typed));
        Ok(fits.map(|(year, count)| date_way(&year, count)).collect())
    }

    fn dates(&self, typed: &Typed<'_>, folded: &str) -> Result<Vec<Way>, IndexError> {
        if let Some(month) = dates::month_beginning(folded) {
            let months = self.months(|number| number == month)?;
            return Ok(months.into_iter().take(MOST_OF_A_KIND).collect());
        }
        let digits = folded.len() <= 4 && folded.bytes().all(|b| b.is_ascii_digit());
        if digits && folded.len() >= 2 {
            let most = if dates::month_beginning(typed.last_word()).is_some() {
                MOST
            } else {
                MOST_OF_A_KIND
            };
            return Ok(self.years(folded)?.into_iter().take(most).collect());
        }
        let plain = [
            "last summer",
            "last winter",
            "last month",
            "last year",
            "yesterday",
            "today",
        ];
        let fits = plain
            .iter()
            .filter(|words| folded.len() >= 2 && words.starts_with(folded));
        let way = |words: &&str| Way {
            kind: SearchPartKind::Date,
            label: capital(words),
            detail: None,
            piece: (*words).to_owned(),
        };
        Ok(fits.map(way).take(MOST_OF_A_KIND).collect())
    }

    fn bounds(&self, filter: &str, value: &str) -> Result<Vec<Way>, IndexError> {
        let mut ways = self.years(value)?;
        for way in &mut ways {
            way.piece = format!("{filter}:{}", way.piece);
        }
        Ok(ways)
    }

    fn words(&self, typed: &str) -> Result<Vec<Way>, IndexError> {
        let words = self.names.tokens.of_one(typed)?;
        let [word] = words.as_slice() else {
            return Ok(Vec::new());
        };
        if word.chars().count() < 2 {
            return Ok(Vec::new());
        }
        let way = |word: String| Way {
            kind: SearchPartKind::Word,
            label: word.clone(),
            detail: None,
            piece: word,
        };
        let most = u32::try_from(MOST).unwrap_or(u32::MAX);
        let like = store::words_like(self.db, word, most)?;
        Ok(like
            .into_iter()
            .filter(|like| like != word)
            .map(way)
            .collect())
    }
}

fn fixed(fits: impl Fn(&str, &str) -> bool) -> Vec<Way> {
    let fitting = FIXED.iter().filter(|(piece, label, _)| fits(piece, label));
    let way = |(piece, label, kind): &(&str, &str, SearchPartKind)| Way {
        kind: *kind,
        label: (*label).to_owned(),
        detail: Some((*piece).to_owned()),
        piece: (*piece).to_owned(),
    };
    fitting.map(way).collect()
}

/// Filters whose value is still to be typed.
fn filter_names(folded: &str) -> Vec<Way> {
    let names = [
        ("album:", SearchPartKind::Album),
        ("camera:", SearchPartKind::Camera),
        ("category:", SearchPartKind::Category),
        ("from:", SearchPartKind::Date),
        ("to:", SearchPartKind::Date),
    ];
    let way = |(name, kind): (&str, SearchPartKind)| Way {
        kind,
        label: name.to_owned(),
        detail: None,
        piece: name.to_owned(),
    };
    let fitting = names
        .into_iter()
        .filter(|(name, _)| name.starts_with(folded));
    fitting.map(way).collect()
}

fn categories(typed: &str, most: usize) -> Vec<Way> {
    let typed = typed.to_lowercase();
    let fits = |category: &&Category| category.name().to_lowercase().starts_with(&typed);
    let way = |category: &Category| Way {
        kind: SearchPartKind::Category,
        label: language::category_label(*category),
        detail: Some("As Google sees it".to_owned()),
        piece: format!("category:{}", category.name().to_lowercase()),
    };
    Category::ALL
        .iter()
        .filter(fits)
        .take(most)
        .map(way)
        .collect()
}

fn date_way(label: &str, count: u32) -> Way {
    Way {
        kind: SearchPartKind::Date,
        label: label.to_owned(),
        detail: Some(items(count)),
        piece: label.to_lowercase(),
    }
}

fn items(count: u32) -> String {
    if count == 1 {
        "1 item".to_owned()
    } else {
        format!("{count} items")
    }
}

/// A value as it is written: in quotes where it has blanks.
fn quoted(value: &str) -> String {
    let plain =
        !value.is_empty() && !value.contains(|c: char| c.is_whitespace() || c == ',' || c == ';');
    if plain {
        value.to_owned()
    } else {
        format!("\"{value}\"")
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("boats lof", 9, "boats ", "lof", "")]
    #[case("boats lof sea", 9, "boats ", "lof", " sea")]
    #[case("boats lofoten sea", 9, "boats ", "lof", " sea")]
    #[case("boats ", 6, "boats ", "", "")]
    #[case("album:\"Lofoten in", 17, "", "album:\"Lofoten in", "")]
    #[case("é😀 x", 5, "é😀 ", "x", "")]
    #[case("x", 99, "", "x", "")]
    #[case("", 0, "", "", "")]
    fn what_is_typed_stands_before_the_caret(
        #[case] text: &str,
        #[case] caret: u32,
        #[case] before: &str,
        #[case] word: &str,
        #[case] after: &str,
    ) {
        let typed = typed(text, caret);
        assert_eq!(
            (typed.before, typed.word, typed.after),
            (before, word, after)
        );
    }
}
