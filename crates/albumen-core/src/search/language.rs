//! The language of the search field: words, `"words together"`, `filter:value` and dates in plain words. Pure.
//!
//! All words must be there. Filters of different kinds narrow each other; dates, types, cameras and albums of the same kind
//! widen each other (one of them must hold), `from:` and `to:` are bounds of all, and categories narrow each other. A `;`
//! between words keeps them from being read together as a date.

use std::ops::Range;

use google_photos::Category;
use jiff::civil::Date;

use super::dates::{self, Days};
use crate::view::{ItemKind, SearchPartKind};

/// One filter or word, where it stands and what it means.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    pub(crate) kind: SearchPartKind,
    /// Where it stands in the text, in bytes.
    pub(crate) span: Range<usize>,
    pub(crate) label: String,
    pub(crate) meaning: Meaning,
}

/// What a part asks for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Meaning {
    /// All these words, each at least by its beginning.
    Words(String),
    Type(ItemKind),
    /// An album of this title or with these words in it.
    Album(String),
    /// A camera with these words in its make and model.
    Camera(String),
    During(Days),
    From(Date),
    Until(Date),
    Favorites,
    Category(Category),
    Described(bool),
    Uploaded(bool),
    Picked,
    /// Nothing that is known; why, in a sentence, unless it is only not finished.
    Unknown(Option<String>),
}

/// One run of characters between blanks. Quotes hold blanks together.
#[derive(Clone, Debug)]
struct Piece {
    span: Range<usize>,
    /// Whether a `;` stands before it.
    apart: bool,
    quoted: bool,
}

/// The parts of a text, in its order.
pub(crate) fn parse(text: &str, today: Date) -> Vec<Part> {
    let pieces = pieces(text);
    let of = |piece: &Piece| text.get(piece.span.clone()).unwrap_or_default();
    let plain = |piece: &Piece| !piece.quoted && filter(of(piece)).is_none();
    let words = pieces.iter().filter(|piece| plain(piece)).count()
        + pieces
            .iter()
            .filter(|piece| piece.quoted && filter(of(piece)).is_none())
            .count();
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        if let Some((name, value)) = filter(of(piece)) {
            parts.push(of_filter(piece.span.clone(), name, &unquoted(value), today));
            at += 1;
            continue;
        }
        let run: Vec<&str> = pieces
            .iter()
            .skip(at)
            .enumerate()
            .take_while(|(number, next)| plain(next) && (*number == 0 || !next.apart))
            .map(|(_, next)| of(next))
            .collect();
        let read = dates::read(&run, words == 1, today);
        let length = read.as_ref().map_or(1, |read| read.words.max(1));
        let end = pieces
            .get(at + length - 1)
            .map_or(piece.span.end, |last| last.span.end);
        let span = piece.span.start..end;
        parts.push(match read {
            Some(read) => Part {
                kind: SearchPartKind::Date,
                span,
                label: read.label,
                meaning: Meaning::During(read.days),
            },
            None => word(span, of(piece)),
        });
        at += length;
    }
    parts
}

fn word(span: Range<usize>, text: &str) -> Part {
    let words = unquoted(text);
    Part {
        kind: SearchPartKind::Word,
        span,
        label: words.clone(),
        meaning: Meaning::Words(words),
    }
}

/// The text without one of its parts: what it parses to are the other parts.
pub(crate) fn without(text: &str, parts: &[Part], leave_out: usize, today: Date) -> String {
    let Some(part) = parts.get(leave_out) else {
        return text.to_owned();
    };
    let before = text.get(..part.span.start).unwrap_or_default();
    let after = text.get(part.span.end..).unwrap_or_default();
    let gap = |c: char| c.is_whitespace() || c == ',';
    let (before, after) = (before.trim_end_matches(gap), after.trim_start_matches(gap));
    let others = || {
        let others = parts.iter().enumerate();
        others
            .filter(|(at, _)| *at != leave_out)
            .map(|(_, part)| part)
    };
    let blank = if before.is_empty() || after.is_empty() {
        ""
    } else {
        " "
    };
    let same = |text: &String| {
        let new = parse(text, today);
        new.iter()
            .map(|part| &part.meaning)
            .eq(others().map(|part| &part.meaning))
    };
    let plain = [
        format!("{before}{blank}{after}"),
        format!("{before}; {after}"),
    ];
    plain.into_iter().find(same).unwrap_or_else(|| {
        // What is left would be read as something else: its words are held by quotes.
        let held = others().map(|part| match &part.meaning {
            Meaning::Words(words) => format!("\"{words}\""),
            _ => text.get(part.span.clone()).unwrap_or_default().to_owned(),
        });
        held.collect::<Vec<_>>().join("; ")
    })
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || c == ',' || c == ';'
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut begun: Option<(usize, bool)> = None;
    let (mut in_quotes, mut apart) = (false, false);
    for (at, c) in text.char_indices() {
        if c == '"' {
            in_quotes = !in_quotes;
        }
        match begun {
            None if !is_gap(c) => begun = Some((at, c == '"')),
            None => apart = apart || c == ';',
            Some((start, quoted)) if is_gap(c) && !in_quotes => {
                pieces.push(Piece {
                    span: start..at,
                    apart,
                    quoted,
                });
                begun = None;
                apart = c == ';';
            }
            Some((start, quoted)) => begun = Some((start, quoted || c == '"')),
        }
    }
    if let Some((start, quoted)) = begun {
        pieces.push(Piece {
            span: start..text.len(),
            apart,
            quoted,
        });
    }
    pieces
}

/// The name and value of `name:value`. A name has only letters, so that a time or an address is a word.
pub(super) fn filter(piece: &str) -> Option<(&str, &str)> {
    let (name, value) = piece.split_once(':')?;
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic());
    (is_name && !value.starts_with("//")).then_some((name, value))
}

fn unquoted(text: &str) -> String {
    text.replace('"', " ").trim().to_owned()
}

fn of_filter(span: Range<usize>, name: &str, value: &str, today: Date) -> Part {
    let name = name.to_lowercase();
    let folded = value.to_lowercase();
    let (kind, label, meaning) = match name.as_str() {
        "type" => of_type(value, &folded),
        "album" => named(SearchPartKind::Album, "Album", value, Meaning::Album),
        "camera" => named(SearchPartKind::Camera, "Camera", value, Meaning::Camera),
        "from" | "to" => of_bound(&name, value, today),
        "category" => of_category(value, &folded),
        "is" | "not" | "has" | "no" => of_property(&name, value, &folded),
        _ => unknown(
            SearchPartKind::Word,
            &format!("{name}:{value}"),
            Some(format!(
                "There is no filter \u{201c}{name}:\u{201d}, so it was left out. Put it in quotes to look for these words."
            )),
        ),
    };
    Part {
        kind,
        span,
        label,
        meaning,
    }
}

type Read = (SearchPartKind, String, Meaning);

fn unknown(kind: SearchPartKind, label: &str, why: Option<String>) -> Read {
    (kind, label.to_owned(), Meaning::Unknown(why))
}

/// A value that is not finished yet needs no note.
fn left_out(kind: SearchPartKind, filter: &str, value: &str, choices: &str) -> Read {
    let why = (!value.is_empty()).then(|| {
        format!(
            "\u{201c}{filter}:{value}\u{201d} names nothing there is, so it was left out. Try {choices}."
        )
    });
    unknown(kind, &format!("{filter}:{value}"), why)
}

fn named(kind: SearchPartKind, what: &str, value: &str, meaning: fn(String) -> Meaning) -> Read {
    if value.is_empty() {
        return unknown(kind, &format!("{}:", what.to_lowercase()), None);
    }
    (kind, format!("{what}: {value}"), meaning(value.to_owned()))
}

fn of_type(value: &str, folded: &str) -> Read {
    let (label, item) = match folded {
        "photo" | "photos" | "picture" | "pictures" | "image" | "images" => {
            ("Photos", ItemKind::Photo)
        }
        "video" | "videos" | "movie" | "movies" => ("Videos", ItemKind::Video),
        "animation" | "animations" | "gif" | "gifs" => ("Animations", ItemKind::Animation),
        _ => {
            return left_out(
                SearchPartKind::Type,
                "type",
                value,
                "type:photo, type:video or type:animation",
            );
        }
    };
    (SearchPartKind::Type, label.to_owned(), Meaning::Type(item))
}

fn of_bound(name: &str, value: &str, today: Date) -> Read {
    let Some(read) = dates::whole(value, today) else {
        return left_out(
            SearchPartKind::Date,
            name,
            value,
            "from:2024-01 or to:\"june 2024\"",
        );
    };
    if name == "from" {
        let label = format!("From {}", read.label);
        (SearchPartKind::Date, label, Meaning::From(read.days.first))
    } else {
        let label = format!("Until {}", read.label);
        (SearchPartKind::Date, label, Meaning::Until(read.days.last))
    }
}

fn of_category(value: &str, folded: &str) -> Read {
    match category(folded) {
        Some(category) => (
            SearchPartKind::Category,
            category_label(category),
            Meaning::Category(category),
        ),
        None => left_out(
            SearchPartKind::Category,
            "category",
            value,
            "category:food, category:landscapes or category:pets",
        ),
    }
}

/// A category by its name, also in the singular.
fn category(folded: &str) -> Option<Category> {
    Category::ALL.iter().copied().find(|category| {
        let name = category.name().to_lowercase();
        name == folded || name.strip_suffix('s') == Some(folded)
    })
}

/// A category as it is shown: `Food`.
pub(super) fn category_label(category: Category) -> String {
    let name = category.name().to_lowercase();
    let mut letters = name.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

fn of_property(name: &str, value: &str, folded: &str) -> Read {
    let (kind, label, meaning) = match (name, folded) {
        ("is", "favorite" | "favorites" | "favourite" | "favourites" | "starred") => {
            (SearchPartKind::Favorites, "Favorites", Meaning::Favorites)
        }
        ("is", "uploaded") => (
            SearchPartKind::Uploaded,
            "Uploaded here",
            Meaning::Uploaded(true),
        ),
        ("not" | "no", "uploaded") => (
            SearchPartKind::Uploaded,
            "Not uploaded here",
            Meaning::Uploaded(false),
        ),
        ("is", "picked") => (
            SearchPartKind::Uploaded,
            "Picked in Google Photos",
            Meaning::Picked,
        ),
        ("has", "description" | "descriptions") => (
            SearchPartKind::Description,
            "With description",
            Meaning::Described(true),
        ),
        ("no" | "not", "description" | "descriptions") => (
            SearchPartKind::Description,
            "No description",
            Meaning::Described(false),
        ),
        ("is", "photo" | "video" | "animation") => return of_type(value, folded),
        ("has" | "no", _) => {
            return left_out(
                SearchPartKind::Description,
                name,
                value,
                "has:description or no:description",
            );
        }
        _ => {
            return left_out(
                SearchPartKind::Favorites,
                name,
                value,
                "is:favorite, is:uploaded, not:uploaded or is:picked",
            );
        }
    };
    (kind, label.to_owned(), meaning)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;
    use rstest::rstest;

    const TODAY: Date = date(2026, 11, 24);

    fn labels(text: &str) -> Vec<String> {
        parse(text, TODAY)
            .into_iter()
            .map(|part| part.label)
            .collect()
    }

    #[rstest]
    #[case("boats harbour", &["boats", "harbour"])]
    #[case("june 2024 boats", &["June 2024", "boats"])]
    #[case("boats in june 2024", &["boats", "in", "June 2024"])]
    #[case("\"june 2024\" boats", &["june 2024", "boats"])]
    #[case("type:video last summer", &["Videos", "Summer 2026"])]
    #[case("TYPE:Videos", &["Videos"])]
    #[case("album:\"Lofoten in June\" camera:nikon", &["Album: Lofoten in June", "Camera: nikon"])]
    #[case("album:lofoten", &["Album: lofoten"])]
    #[case("from:2024-01 to:2024-06", &["From January 2024", "Until June 2024"])]
    #[case("from:\"june 2023\"", &["From June 2023"])]
    #[case("is:favorite category:food", &["Favorites", "Food"])]
    #[case("category:landscape", &["Landscapes"])]
    #[case("has:description no:description", &["With description", "No description"])]
    #[case("is:uploaded not:uploaded", &["Uploaded here", "Not uploaded here"])]
    #[case("may", &["May 2026"])]
    #[case("may day", &["may", "day"])]
    #[case("may type:video", &["May 2026", "Videos"])]
    #[case("may 2024 day", &["May 2024", "day"])]
    #[case("june; 2024", &["June 2026", "2024"])]
    #[case("14 june, 2024", &["14 June 2024"])]
    #[case("12:30", &["12:30"])]
    #[case("", &[])]
    #[case("  , ; ", &[])]
    #[case("\"open quote", &["open quote"])]
    fn a_text_is_read_in_its_order(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(labels(text), expected);
    }

    #[rstest]
    #[case("foo:bar", true)]
    #[case("type:painting", true)]
    #[case("category:cars", true)]
    #[case("from:someday", true)]
    #[case("is:happy", true)]
    #[case("has:legs", true)]
    #[case("type:", false)]
    #[case("album:", false)]
    #[case("album:\"\"", false)]
    fn what_is_not_known_stays_as_a_part_and_says_why(#[case] text: &str, #[case] says: bool) {
        let parts = parse(text, TODAY);
        let [part] = parts.as_slice() else {
            panic!("{parts:?}");
        };
        let Meaning::Unknown(why) = &part.meaning else {
            panic!("{part:?}");
        };
        assert_eq!(why.is_some(), says, "one that is being typed needs no note");
    }

    #[rstest]
    #[case("boats june 2024 harbour", 1, "boats harbour")]
    #[case("june boats 2024", 1, "june; 2024")]
    #[case("boats", 0, "")]
    #[case("type:video boats", 0, "boats")]
    #[case("may boats day", 1, "may day")]
    #[case("may boats", 1, "\"may\"")]
    fn a_part_is_taken_out(#[case] text: &str, #[case] part: usize, #[case] expected: &str) {
        let parts = parse(text, TODAY);
        assert_eq!(without(text, &parts, part, TODAY), expected);
    }

    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            Just("june".to_owned()),
            Just("2024".to_owned()),
            Just("may".to_owned()),
            Just("14".to_owned()),
            Just("last".to_owned()),
            Just("summer".to_owned()),
            Just("7".to_owned()),
            Just("days".to_owned()),
            Just("type:video".to_owned()),
            Just("album:\"Lofoten in June\"".to_owned()),
            Just("from:2024".to_owned()),
            Just("foo:bar".to_owned()),
            Just("\"a b\"".to_owned()),
            Just(";".to_owned()),
            "\\PC{1,6}",
        ]
    }

    proptest! {
        #[test]
        fn taking_a_part_out_leaves_the_others_as_they_were(pieces in prop::collection::vec(piece(), 0..7)) {
            let text = pieces.join(" ");
            let parts = parse(&text, TODAY);
            for (at, part) in parts.iter().enumerate() {
                prop_assert!(text.get(part.span.clone()).is_some(), "it stands in the text");
                let rest = without(&text, &parts, at, TODAY);
                let left: Vec<Meaning> = parse(&rest, TODAY).into_iter().map(|part| part.meaning).collect();
                let others: Vec<Meaning> = parts.iter().enumerate().filter(|(other, _)| *other != at)
                    .map(|(_, part)| part.meaning.clone()).collect();
                prop_assert_eq!(left, others, "{:?} without part {} is {:?}", text, at, rest);
            }
        }

        #[test]
        fn any_text_is_read_without_trouble(text in "\\PC{0,60}") {
            parse(&text, TODAY);
        }
    }
}
