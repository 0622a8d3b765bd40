//! Decisions about albums.

use crate::error::CoreError;

/// Google: the longest title, in characters.
const TITLE_CHARS: usize = 500;

/// Google: the most items in one call.
pub(crate) const ITEMS_A_CALL: usize = 50;

/// A title as it can be sent.
pub(crate) fn title(typed: &str) -> Result<String, CoreError> {
    let title = typed.trim();
    let length = title.chars().count();
    if length == 0 || length > TITLE_CHARS {
        Err(CoreError::BadTitle)
    } else {
        Ok(title.to_owned())
    }
}

/// The title under which an album that is full goes on: "Name (2)", or the next number that no album has.
pub(crate) fn next_title(title: &str, taken: &[String]) -> String {
    let (name, number) = match title
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once(" ("))
    {
        Some((name, digits)) => match digits.parse::<u32>() {
            // A year is part of the name.
            Ok(number) if (2..100).contains(&number) => (name, number),
            _ => (title, 1),
        },
        None => (title, 1),
    };
    let mut number = number;
    loop {
        number = number.saturating_add(1);
        let suffix = format!(" ({number})");
        let kept = TITLE_CHARS - suffix.chars().count();
        let next = name.chars().take(kept).collect::<String>() + &suffix;
        if number == u32::MAX || !taken.contains(&next) {
            return next;
        }
    }
}

/// An album that Google lists, where one is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) google_id: String,
    pub(crate) title: String,
    /// When the index first saw it; none where it does not know it.
    pub(crate) first_seen_ms: Option<i64>,
}

/// Which of the listed albums came of a wish: one of that title that was not there when the wish was made.
pub(crate) fn came_of_wish<'a>(
    listed: &'a [Candidate],
    title: &str,
    wished_ms: i64,
) -> Option<&'a Candidate> {
    let is_new = |candidate: &Candidate| {
        candidate
            .first_seen_ms
            .is_none_or(|seen_ms| seen_ms >= wished_ms)
    };
    listed
        .iter()
        .find(|candidate| candidate.title == title && is_new(candidate))
}

/// What is left to try when a call for several items was refused as a whole: its two halves.
pub(crate) fn halves<T: Clone>(chunk: &[T]) -> Option<(Vec<T>, Vec<T>)> {
    (chunk.len() > 1).then(|| {
        let (first, second) = chunk.split_at(chunk.len() / 2);
        (first.to_vec(), second.to_vec())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_album_goes_on_under_the_next_free_number() {
        let taken = ["Family", "Family (2)"].map(str::to_owned);
        assert_eq!(next_title("Family", &taken), "Family (3)");
        assert_eq!(next_title("Family (3)", &taken), "Family (4)");
        assert_eq!(next_title("Summer (1999)", &[]), "Summer (1999) (2)");
        let long = next_title(&"é".repeat(500), &[]);
        assert_eq!(long.chars().count(), 500, "Google takes no longer one");
    }

    fn listed(title: &str, first_seen_ms: Option<i64>) -> Candidate {
        Candidate {
            google_id: format!("{title}-{first_seen_ms:?}"),
            title: title.to_owned(),
            first_seen_ms,
        }
    }

    #[test]
    fn an_older_album_of_the_same_title_is_not_taken_for_the_new_one() {
        let albums = [listed("Lakes", Some(5)), listed("Seas", None)];
        assert_eq!(
            came_of_wish(&albums, "Lakes", 10),
            None,
            "titles are not unique at Google"
        );
        assert_eq!(
            came_of_wish(&albums, "Seas", 10),
            albums.get(1),
            "nobody had seen this one before"
        );
        assert_eq!(
            came_of_wish(&albums, "Lakes", 5),
            albums.first(),
            "a sync was quicker than the answer"
        );
    }

    #[test]
    fn a_title_is_trimmed_and_counted_in_characters() {
        assert_eq!(title("  Lakes ").unwrap(), "Lakes");
        assert!(title(" \n").is_err());
        assert!(
            title(&"\u{e9}".repeat(500)).is_ok(),
            "500 characters, not bytes"
        );
        assert!(title(&"x".repeat(501)).is_err());
    }

    #[test]
    fn halving_ends_at_one() {
        assert_eq!(halves(&[1, 2, 3]), Some((vec![1], vec![2, 3])));
        assert_eq!(halves(&[1]), None);
    }
}
