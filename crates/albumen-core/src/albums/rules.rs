//! Decisions about albums.

use crate::error::CoreError;
use crate::view::AlbumPlace;

/// Google: the longest title, in characters.
const TITLE_CHARS: usize = 500;

/// Google: the most items in one call.
pub(crate) const ITEMS_A_CALL: usize = 50;

/// Google: the most items in one album.
pub(crate) const ITEMS_AN_ALBUM: usize = 20_000;

/// How a change of an album went so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// How many were chosen.
    pub(crate) total: u32,
    /// How many were put in or taken out.
    pub(crate) done: u32,
    /// How many were as they should be before.
    pub(crate) already: u32,
    /// How many Google refused.
    pub(crate) refused: u32,
    /// Whether the album took no more.
    pub(crate) is_full: bool,
    /// Whether it takes out.
    pub(crate) removes: bool,
    /// Whether it takes back what another job did.
    pub(crate) undoes: bool,
}

impl Tally {
    /// How many were gone through.
    pub(crate) fn seen(&self) -> u64 {
        u64::from(self.done) + u64::from(self.already) + u64::from(self.refused)
    }
}

fn photos(count: u32) -> String {
    if count == 1 {
        "1 photo".to_owned()
    } else {
        format!("{count} photos")
    }
}

/// How a change ended, in a sentence.
pub(crate) fn sentence(tally: &Tally, title: &str) -> String {
    let Tally {
        done,
        already,
        refused,
        ..
    } = *tally;
    let count = photos(done);
    let mut said = match (tally.removes, tally.undoes) {
        (false, false) if done == 0 && already > 0 && refused == 0 && !tally.is_full => {
            return format!(
                "All {} were in \u{201c}{title}\u{201d} already.",
                photos(already)
            );
        }
        (true, false) if done == 0 && already > 0 && refused == 0 => {
            return format!(
                "{} {} not in \u{201c}{title}\u{201d}. Nothing was changed.",
                photos(already),
                were(already)
            );
        }
        (false, false) => format!("Added {count} to \u{201c}{title}\u{201d}"),
        (true, false) => format!("Took {count} out of \u{201c}{title}\u{201d}"),
        (true, true) => format!("Took {count} out of \u{201c}{title}\u{201d} again"),
        (false, true) => format!("Put {count} back in \u{201c}{title}\u{201d}, at its end"),
    };
    if !tally.removes && already > 0 {
        said.push_str(&format!(", {already} {} there already", were(already)));
    }
    said.push('.');
    if refused > 0 {
        said.push_str(&format!(
            " Google refused {refused}: it only lets Albumen move photos that it added itself."
        ));
    }
    if tally.is_full {
        let left = tally
            .total
            .saturating_sub(done)
            .saturating_sub(already)
            .saturating_sub(refused);
        said.push_str(&format!(
            " The album is full: it holds at most 20,000, so {} did not fit. Make another album for the rest.",
            photos(left)
        ));
    }
    said
}

fn were(count: u32) -> &'static str {
    if count == 1 { "was" } else { "were" }
}

/// What was done when the person stopped it.
pub(crate) fn stopped(tally: &Tally, title: &str) -> String {
    let count = photos(tally.done);
    let (was, total) = (were(tally.done), tally.total);
    if tally.removes {
        format!(
            "Stopped. {count} of {total} {was} taken out of \u{201c}{title}\u{201d}; the others stay in it."
        )
    } else {
        format!(
            "Stopped. {count} of {total} {was} added to \u{201c}{title}\u{201d} and stay there."
        )
    }
}

/// What went wrong, and what was done before.
pub(crate) fn failed(tally: &Tally, error: &CoreError) -> String {
    if tally.done == 0 {
        return error.to_string();
    }
    let what = if tally.removes { "taken out" } else { "added" };
    format!(
        "{error} {} {} {what} before that.",
        photos(tally.done),
        were(tally.done)
    )
}

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

/// So long a text of an album is read on Google's page; longer ones are refused here, as Google names no limit.
const TEXT_CHARS: usize = 1_000;

/// A text for an album as it can be sent.
pub(crate) fn enrichment_text(typed: &str) -> Result<&str, CoreError> {
    let text = typed.trim();
    match text.chars().count() {
        0 => Err(CoreError::NotPutIn {
            why: "The text is empty.",
        }),
        1..=TEXT_CHARS => Ok(text),
        _ => Err(CoreError::NotPutIn {
            why: "A text has at most 1,000 characters.",
        }),
    }
}

/// A place for an album as it can be sent.
pub(crate) fn enrichment_place(typed: AlbumPlace) -> Result<AlbumPlace, CoreError> {
    let name = typed.name.trim();
    let why = if name.is_empty() {
        "A place needs a name."
    } else if !(-90.0..=90.0).contains(&typed.latitude) {
        "The latitude of a place is a number from -90 to 90."
    } else if !(-180.0..=180.0).contains(&typed.longitude) {
        "The longitude of a place is a number from -180 to 180."
    } else {
        return Ok(AlbumPlace {
            name: name.to_owned(),
            ..typed
        });
    };
    Err(CoreError::NotPutIn { why })
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
    fn a_change_says_how_it_ended() {
        let tally = |done, already, refused| Tally {
            total: done + already + refused,
            done,
            already,
            refused,
            ..Tally::default()
        };
        let said = |tally: Tally| sentence(&tally, "Lofoten in June");
        assert_eq!(
            said(tally(412, 3, 0)),
            "Added 412 photos to \u{201c}Lofoten in June\u{201d}, 3 were there already."
        );
        assert_eq!(
            said(tally(0, 3, 0)),
            "All 3 photos were in \u{201c}Lofoten in June\u{201d} already."
        );
        assert!(said(tally(58, 0, 2)).contains("Google refused 2"));
        let full = Tally {
            total: 100,
            is_full: true,
            ..tally(40, 0, 0)
        };
        assert!(said(full).contains("60 photos did not fit"));
        let back = Tally {
            undoes: true,
            ..tally(2, 0, 0)
        };
        assert!(said(back).contains("back") && said(back).contains("at its end"));
        assert!(
            stopped(
                &Tally {
                    total: 9,
                    ..tally(1, 0, 0)
                },
                "A"
            )
            .contains("1 photo of 9 was added")
        );
    }

    #[test]
    fn halving_ends_at_one() {
        assert_eq!(halves(&[1, 2, 3]), Some((vec![1], vec![2, 3])));
        assert_eq!(halves(&[1]), None);
    }
}
