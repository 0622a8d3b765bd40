//! Whether a recipe applies to a thing.

use super::Facts;
use super::words::{kind_word, quoted, size};
use crate::view::RecipeOnlyIf;

/// Why a recipe leaves this alone; none where it applies. A few words, such as `it is a video`.
pub fn left_alone(wanted: &RecipeOnlyIf, facts: &Facts) -> Option<String> {
    if !wanted.kinds.is_empty() {
        match facts.kind {
            Some(kind) if wanted.kinds.contains(&kind) => {}
            Some(kind) => return Some(format!("It is {}.", with_article(kind_word(kind)))),
            None => return Some("It is neither a photo nor a video.".to_owned()),
        }
    }
    let camera = wanted.camera.trim();
    if !camera.is_empty() {
        let found = facts.camera.as_deref().unwrap_or_default();
        if !contains(found, camera) {
            return Some(match found {
                "" => "It does not say which camera took it.".to_owned(),
                other => format!("It was taken with {}.", quoted(other)),
            });
        }
    }
    let name = wanted.name.trim();
    if !name.is_empty() && !is_like(&facts.name, name) {
        return Some(format!("Its name is not like {}.", quoted(name)));
    }
    if let Some(album) = wanted.album
        && !facts.albums.iter().any(|(key, _)| *key == album)
    {
        return Some("It is not in that album.".to_owned());
    }
    by_size(wanted, facts)
}

fn by_size(wanted: &RecipeOnlyIf, facts: &Facts) -> Option<String> {
    if wanted.min_bytes.is_none() && wanted.max_bytes.is_none() {
        return None;
    }
    let Some(bytes) = facts.size_bytes else {
        return Some("Its size is not known: Google does not tell it.".to_owned());
    };
    let too_small = wanted.min_bytes.is_some_and(|least| bytes < least);
    let too_large = wanted.max_bytes.is_some_and(|most| bytes > most);
    (too_small || too_large).then(|| format!("It has {}.", size(bytes)))
}

fn with_article(word: &str) -> String {
    match word.starts_with(['a', 'e', 'i', 'o', 'u']) {
        true => format!("an {word}"),
        false => format!("a {word}"),
    }
}

fn contains(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.to_lowercase())
}

/// Whether a name is like a pattern: `*` is anything, `?` one character, and no matter whether letters are small.
fn is_like(name: &str, pattern: &str) -> bool {
    if !pattern.contains(['*', '?']) {
        return contains(name, pattern);
    }
    let name: Vec<char> = name.to_lowercase().chars().collect();
    let pattern: Vec<char> = pattern.to_lowercase().chars().collect();
    // One star at a time can take more; that is enough, and never slow.
    let (mut at, mut of) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while at < name.len() {
        match pattern.get(of) {
            Some('*') => {
                star = Some((of, at));
                of += 1;
            }
            Some(wanted) if *wanted == '?' || name.get(at) == Some(wanted) => {
                at += 1;
                of += 1;
            }
            _ => match star {
                Some((back, taken)) => {
                    star = Some((back, taken + 1));
                    (at, of) = (taken + 1, back + 1);
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(of).all(|left| *left == '*')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::view::{AlbumKey, ItemKind};

    fn fjord() -> Facts {
        Facts {
            name: "IMG_0412.JPG".to_owned(),
            kind: Some(ItemKind::Photo),
            camera: Some("Fujifilm X100V".to_owned()),
            size_bytes: Some(4_000_000),
            albums: vec![(AlbumKey(3), "Lofoten".to_owned())],
            ..Facts::default()
        }
    }

    #[rstest]
    #[case("IMG_0412.JPG", "img_*", true)]
    #[case("IMG_0412.JPG", "*.jpg", true)]
    #[case("IMG_0412.JPG", "IMG_????.jpg", true)]
    #[case("IMG_0412.JPG", "IMG_???.jpg", false)]
    #[case("IMG_0412.JPG", "0412", true)]
    #[case("IMG_0412.JPG", "*4*2*", true)]
    #[case("IMG_0412.JPG", "*x*", false)]
    #[case("é.jpg", "?.jpg", true)]
    #[case("", "*", true)]
    fn names_are_like_patterns(#[case] name: &str, #[case] pattern: &str, #[case] like: bool) {
        assert_eq!(is_like(name, pattern), like, "{name} {pattern}");
    }

    #[test]
    fn a_pattern_that_could_take_forever_does_not() {
        let name = "a".repeat(200);
        assert!(!is_like(&name, &format!("{}b", "a*".repeat(60))));
    }

    #[test]
    fn everything_asked_for_must_hold() {
        let all = RecipeOnlyIf {
            kinds: vec![ItemKind::Photo],
            camera: "x100".to_owned(),
            name: "img*".to_owned(),
            album: Some(AlbumKey(3)),
            min_bytes: Some(1),
            max_bytes: Some(4_000_000),
        };
        assert_eq!(left_alone(&RecipeOnlyIf::default(), &fjord()), None);
        assert_eq!(left_alone(&all, &fjord()), None);
        let others = [
            RecipeOnlyIf {
                kinds: vec![ItemKind::Video],
                ..all.clone()
            },
            RecipeOnlyIf {
                camera: "Leica".to_owned(),
                ..all.clone()
            },
            RecipeOnlyIf {
                name: "DSC*".to_owned(),
                ..all.clone()
            },
            RecipeOnlyIf {
                album: Some(AlbumKey(4)),
                ..all.clone()
            },
            RecipeOnlyIf {
                max_bytes: Some(3_999_999),
                ..all.clone()
            },
        ];
        for other in others {
            let why = left_alone(&other, &fjord());
            assert!(why.is_some_and(|why| why.ends_with('.')), "{other:?}");
        }
    }

    #[test]
    fn a_size_that_is_not_known_is_no_size() {
        let wanted = RecipeOnlyIf {
            max_bytes: Some(u64::MAX),
            ..RecipeOnlyIf::default()
        };
        let facts = Facts {
            size_bytes: None,
            ..fjord()
        };
        assert!(left_alone(&wanted, &facts).is_some());
    }

    proptest! {
        #[test]
        fn a_name_is_like_itself_and_like_everything(name in "[a-zA-Z0-9_.]{0,20}") {
            let pattern = format!("{name}*");
            prop_assert!(is_like(&name, &pattern));
            prop_assert!(is_like(&name, "*"));
        }
    }
}
