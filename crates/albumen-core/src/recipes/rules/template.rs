//! Texts with words in braces: `{date:%B %Y}` becomes `June 2026`. What stands for a word is never read again, so a file name
//! cannot bring in words of its own.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::strtime;
use jiff::tz::TimeZone;

use super::Facts;
use super::words::kind_word;

/// The words, with what each stands for.
pub const WORDS: [&str; 9] = [
    "year", "month", "day", "date", "name", "camera", "type", "folder", "album",
];

/// A piece of a text.
enum Piece<'a> {
    Text(&'a str),
    Word { name: &'a str, format: &'a str },
}

/// Why a text cannot be used.
pub fn check(text: &str) -> Result<(), String> {
    let example = Facts {
        taken_ms: Some(0),
        ..Facts::default()
    };
    fill(text, &example).map(drop)
}

/// Whether there are words in braces.
pub fn has_words(text: &str) -> bool {
    text.contains('{')
}

/// The text with everything in its place. Errors: a sentence for the person.
pub fn fill(text: &str, facts: &Facts) -> Result<String, String> {
    let mut filled = String::with_capacity(text.len());
    for piece in pieces(text)? {
        match piece {
            Piece::Text(text) => filled.push_str(text),
            Piece::Word { name, format } => filled.push_str(&word(name, format, facts)?),
        }
    }
    Ok(filled)
}

fn pieces(text: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((inside, behind)) = after.split_once('}') else {
            return Err(format!(
                "A brace is not closed behind \u{201c}{before}\u{201d}. Write words as {{year}}."
            ));
        };
        pieces.push(Piece::Text(before));
        let (name, format) = inside.split_once(':').unwrap_or((inside, ""));
        pieces.push(Piece::Word { name, format });
        rest = behind;
    }
    pieces.push(Piece::Text(rest));
    Ok(pieces)
}

fn word(name: &str, format: &str, facts: &Facts) -> Result<String, String> {
    if !format.is_empty() && name != "date" {
        return Err(format!(
            "Only {{date:\u{2026}}} takes something behind a colon, not {{{name}}}."
        ));
    }
    let or = |found: Option<&str>, otherwise: &str| {
        let found = found.map(str::trim).filter(|text| !text.is_empty());
        Ok(found.unwrap_or(otherwise).to_owned())
    };
    match name {
        "year" => dated("%Y", facts),
        "month" => dated("%m", facts),
        "day" => dated("%d", facts),
        "date" if format.is_empty() => dated("%Y-%m-%d", facts),
        "date" => dated(format, facts),
        "name" => or(Some(stem(&facts.name)), "unnamed"),
        "camera" => or(facts.camera.as_deref(), "Unknown camera"),
        "type" => or(facts.kind.map(kind_word), "file"),
        "folder" => or(facts.folder.as_deref(), "No folder"),
        "album" => or(
            facts.albums.first().map(|(_, title)| title.as_str()),
            "No album",
        ),
        other => Err(format!(
            "Nothing stands for {{{other}}}. There are {}.",
            WORDS.map(|word| format!("{{{word}}}")).join(", ")
        )),
    }
}

fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}

fn dated(format: &str, facts: &Facts) -> Result<String, String> {
    let taken = facts.taken_ms.unwrap_or(0);
    let at = Timestamp::from_millisecond(taken).unwrap_or(Timestamp::UNIX_EPOCH);
    let at: DateTime = at.to_zoned_datetime(TimeZone::UTC).datetime();
    strtime::format(format, at).map_err(|_| {
        format!("{{date:{format}}} cannot be read. Write one such as {{date:%B %Y}} or {{date:%Y-%m-%d}}.")
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::view::{AlbumKey, ItemKind};

    fn fjord() -> Facts {
        Facts {
            name: "fjord.tar.jpg".to_owned(),
            kind: Some(ItemKind::Photo),
            camera: Some("X100V".to_owned()),
            taken_ms: Some(1_781_410_320_000),
            folder: Some("Camera".to_owned()),
            albums: vec![(AlbumKey(1), "Lofoten".to_owned())],
            ..Facts::default()
        }
    }

    #[rstest]
    #[case("{date:%B %Y}", "June 2026")]
    #[case("{year}/{month}/{day}", "2026/06/14")]
    #[case(
        "{folder}: {name} ({type}, {camera})",
        "Camera: fjord.tar (photo, X100V)"
    )]
    #[case("{date} {album}", "2026-06-14 Lofoten")]
    #[case("no words", "no words")]
    #[case("", "")]
    fn words_are_filled_in(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(fill(text, &fjord()).as_deref(), Ok(expected));
    }

    #[rstest]
    #[case("{")]
    #[case("{year")]
    #[case("{who}")]
    #[case("{year:%Y}")]
    #[case("{date:%Q}")]
    #[case("{}")]
    fn what_cannot_be_filled_in_is_said(#[case] text: &str) {
        let why = check(text).expect_err(text);
        assert!(why.ends_with('.') && !why.contains('!'), "{why}");
    }

    #[test]
    fn a_name_brings_in_no_words() {
        let facts = Facts {
            name: "{camera}{date:%Y}.jpg".to_owned(),
            ..fjord()
        };
        assert_eq!(fill("{name}", &facts).as_deref(), Ok("{camera}{date:%Y}"));
    }

    proptest! {
        #[test]
        fn any_text_is_filled_or_refused(text in "\\PC{0,60}") {
            let _ = fill(&text, &fjord());
        }
    }
}
