//! The order in which files go up, and the names under which they do. Pure.

/// Google takes file names of at most 255 characters with their extension; bytes are counted here, which is never more.
/// Source: <https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate>
pub const MAX_NAME_BYTES: usize = 255;

/// Takes the longest beginning that is all digits or has none.
fn take_run<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let is_digit = rest.chars().next()?.is_ascii_digit();
    let end = rest
        .find(|c: char| c.is_ascii_digit() != is_digit)
        .unwrap_or(rest.len());
    let (run, after) = rest.split_at(end);
    *rest = after;
    Some(run)
}

/// A text by which SQLite sorts names as a person would, `img 9` before `img 10`, capitals beside their small letters: a number is led by its length, a word ended by the smallest letter.
pub fn natural_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len() + 8);
    let mut rest = name;
    while let Some(run) = take_run(&mut rest) {
        if run.starts_with(|c: char| c.is_ascii_digit()) {
            let digits = run.trim_start_matches('0');
            key.push('0');
            // Lengths above are no numbers that anybody counts.
            key.push(char::from(
                u8::try_from(digits.len().min(120)).unwrap_or(120) + 1,
            ));
            key.push_str(digits);
        } else {
            key.extend(run.chars().flat_map(char::to_lowercase));
            key.push('\u{1}');
        }
    }
    key
}

/// The name as Google takes it: cut in the middle of the stem, never in the extension, never within a character.
pub fn fitting_name(name: &str) -> String {
    if name.len() <= MAX_NAME_BYTES {
        return name.to_owned();
    }
    let (stem, extension) = match name.rfind('.') {
        Some(dot) if dot > 0 && name.len() - dot <= 16 => name.split_at(dot),
        _ => (name, ""),
    };
    let mut end = MAX_NAME_BYTES - extension.len();
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    let (kept, _) = stem.split_at(end);
    format!("{kept}{extension}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cmp::Ordering;

    use proptest::prelude::*;

    /// Compares names as a person would: `img 9` before `img 10`, capitals beside their small letters.
    fn natural(a: &str, b: &str) -> Ordering {
        let (mut x, mut y) = (a, b);
        loop {
            match (take_run(&mut x), take_run(&mut y)) {
                (None, None) => return a.cmp(b),
                (None, _) => return Ordering::Less,
                (_, None) => return Ordering::Greater,
                (Some(left), Some(right)) => match compare_runs(left, right) {
                    Ordering::Equal => {}
                    decided => return decided,
                },
            }
        }
    }

    fn compare_runs(a: &str, b: &str) -> Ordering {
        let numbers = a.starts_with(|c: char| c.is_ascii_digit())
            && b.starts_with(|c: char| c.is_ascii_digit());
        if numbers {
            let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
            // Longer is larger, so no number is too long to compare.
            a.len().cmp(&b.len()).then_with(|| a.cmp(b))
        } else {
            a.chars()
                .flat_map(char::to_lowercase)
                .cmp(b.chars().flat_map(char::to_lowercase))
        }
    }

    #[test]
    fn numbers_in_names_count_as_numbers() {
        let mut names = vec![
            "img 10.jpg",
            "IMG 9.jpg",
            "img 009b.jpg",
            "img.jpg",
            "Img 1.jpg",
        ];
        names.sort_by_key(|name| natural_key(name));
        assert_eq!(
            names,
            [
                "Img 1.jpg",
                "IMG 9.jpg",
                "img 009b.jpg",
                "img 10.jpg",
                "img.jpg"
            ]
        );
    }

    #[test]
    fn a_long_name_keeps_its_extension() {
        let name = format!("{}.jpeg", "long ".repeat(80));
        let cut = fitting_name(&name);
        assert_eq!(cut.len(), MAX_NAME_BYTES);
        assert!(cut.ends_with(".jpeg"));
    }

    #[test]
    fn a_name_of_255_bytes_stays_as_it_is() {
        let name = format!("{}.jpg", "é".repeat(125)) + "x";
        assert_eq!(name.len(), 255);
        assert_eq!(fitting_name(&name), name);
    }

    proptest! {
        #[test]
        fn the_natural_order_is_an_order(a in "[a-cA-C0-9 ]{0,8}", b in "[a-cA-C0-9 ]{0,8}", c in "[a-cA-C0-9 ]{0,8}") {
            prop_assert_eq!(natural(&a, &b), natural(&b, &a).reverse());
            if natural(&a, &b).is_le() && natural(&b, &c).is_le() {
                prop_assert!(natural(&a, &c).is_le());
            }
        }

        #[test]
        fn the_key_sorts_as_the_natural_order(a in "[a-cA-C0-9 .]{0,8}", b in "[a-cA-C0-9 .]{0,8}") {
            let by_key = natural_key(&a).cmp(&natural_key(&b));
            if by_key.is_ne() { prop_assert_eq!(by_key, natural(&a, &b)); }
        }

        #[test]
        fn any_name_fits(name in ".{0,400}") {
            let cut = fitting_name(&name);
            prop_assert!(cut.len() <= MAX_NAME_BYTES);
            if name.len() <= MAX_NAME_BYTES { prop_assert_eq!(cut, name); }
        }
    }
}
