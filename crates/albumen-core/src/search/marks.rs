//! What the full text has beside a person's words: signs made of characters that are taken out of every text, so that nobody
//! can write one. Each is one word of the full text. Pure.

use crate::view::ItemKind;

/// Characters without a meaning of their own; the signs are made of them.
const PRIVATE: std::ops::RangeInclusive<char> = '\u{e000}'..='\u{f8ff}';

const CLASS: char = '\u{e000}';
const CAMERA: char = '\u{e001}';
const ALBUM: char = '\u{e002}';
const PICKED: char = '\u{e003}';

/// The first of the digits in which numbers are written, and how many digits there are.
const ZERO: u32 = 0xe100;
const DIGITS: i64 = 6_000;

/// What kind an item is, whether something is written about it, whether it went up from here: one sign for each mix, so that
/// every filter of these is a few signs of which one must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Class {
    pub(super) kind: ItemKind,
    pub(super) described: bool,
    pub(super) uploaded: bool,
}

impl Class {
    /// Every mix there is.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let kinds = [ItemKind::Photo, ItemKind::Animation, ItemKind::Video];
        kinds.into_iter().flat_map(|kind| {
            [(false, false), (false, true), (true, false), (true, true)].map(
                |(described, uploaded)| Self {
                    kind,
                    described,
                    uploaded,
                },
            )
        })
    }

    /// Its sign.
    pub(super) fn sign(self) -> String {
        let kind = match self.kind {
            ItemKind::Photo => 0,
            ItemKind::Animation => 4,
            ItemKind::Video => 8,
        };
        number(
            CLASS,
            kind + i64::from(self.described) * 2 + i64::from(self.uploaded),
        )
    }
}

/// The sign of a camera.
pub(super) fn camera(id: i64) -> String {
    number(CAMERA, id)
}

/// The sign of an album.
pub(super) fn album(id: i64) -> String {
    number(ALBUM, id)
}

/// The sign of an item that the person picked from the whole library.
pub(super) fn picked() -> String {
    number(PICKED, 0)
}

fn number(sign: char, id: i64) -> String {
    let mut text = String::from(sign);
    let mut rest = id.unsigned_abs();
    loop {
        let digit = u32::try_from(rest % DIGITS.unsigned_abs()).unwrap_or(0);
        text.extend(char::from_u32(ZERO + digit));
        rest /= DIGITS.unsigned_abs();
        if rest == 0 {
            return text;
        }
    }
}

/// A person's text without the characters that signs are made of.
pub(super) fn clean(text: &str) -> String {
    text.chars()
        .map(|c| if PRIVATE.contains(&c) { ' ' } else { c })
        .collect()
}

/// Endings that say nothing: nearly every photo has one of them.
const COMMON_ENDINGS: [&str; 2] = ["jpg", "jpeg"];

/// A file's name as the full text has it: without an ending that nearly all have.
pub(super) fn name(file_name: &str) -> String {
    let clean = clean(file_name);
    match clean.rsplit_once('.') {
        Some((stem, ending)) if is_common(ending) => taken_apart(stem),
        _ => taken_apart(&clean),
    }
}

/// Whether a word is an ending that the full text leaves out.
pub(super) fn is_common(ending: &str) -> bool {
    COMMON_ENDINGS
        .iter()
        .any(|common| common.eq_ignore_ascii_case(ending))
}

/// The least letters of a word that is worth having by itself.
const LONG: usize = 4;

/// A text, and once more by themselves the numbers behind letters and the long words against numbers in it, so that
/// `DSC00012` is found by `00012` and `Screenshot20240614` by `screenshot`.
pub(super) fn taken_apart(text: &str) -> String {
    let text = clean(text);
    let mut whole = text.clone();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let mut rest = word;
        while let Some(first) = rest.chars().next() {
            let number = first.is_numeric();
            let end = rest
                .find(|c: char| c.is_numeric() != number)
                .unwrap_or(rest.len());
            let (run, next) = rest.split_at(end);
            let behind_letters = number && rest.len() < word.len();
            let against_numbers = !number && run.len() < word.len();
            let length = run.chars().count();
            if behind_letters && length > 1 || against_numbers && length >= LONG {
                whole.push(' ');
                whole.push_str(run);
            }
            rest = next;
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;
    use std::collections::HashSet;

    #[test]
    fn every_sign_is_another_one() {
        let signs: HashSet<String> = Class::all()
            .map(Class::sign)
            .chain((0..20_000).flat_map(|id| [camera(id), album(id)]))
            .collect();
        assert_eq!(signs.len(), 12 + 40_000);
    }

    #[rstest]
    #[case("IMG_1234.JPG", "IMG_1234")]
    #[case("IMG_1234.heic", "IMG_1234.heic")]
    #[case("DSC00012.jpg", "DSC00012 00012")]
    #[case("R2D2.png", "R2D2.png")]
    #[case("IMG-20240614-WA0003.jpg", "IMG-20240614-WA0003 0003")]
    #[case(
        "Screenshot20240614a.png",
        "Screenshot20240614a.png Screenshot 20240614"
    )]
    #[case("2024boats.png", "2024boats.png boats")]
    fn a_name_is_found_by_its_numbers(#[case] file_name: &str, #[case] expected: &str) {
        assert_eq!(name(file_name), expected);
    }

    proptest! {
        #[test]
        fn nobody_can_write_a_sign(text in ".{0,40}", id in 0_i64..100_000) {
            let written = format!("{text}{}{}", camera(id), album(id));
            prop_assert!(!name(&written).chars().any(|c| PRIVATE.contains(&c)));
        }
    }
}
