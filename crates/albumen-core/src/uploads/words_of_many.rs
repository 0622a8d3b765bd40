//! What the person reads above many files with the same fate. Pure.

use super::rules::{FailKind, Skip};
use super::words::{fail_words, skip_words, thousands};

/// One line above files that were left out for the same reason.
pub fn skip_words_of_many(why: Skip, count: u32) -> String {
    if count == 1 {
        return skip_words(why).to_owned();
    }
    let these = format!("these {} files", thousands(count));
    match why {
        Skip::AlreadyThere => {
            format!(
                "{} files are in your library already. They were not sent again.",
                thousands(count)
            )
        }
        Skip::Empty => format!(
            "{} files are empty. They stay on your computer. Copy them again from where they came from.",
            thousands(count)
        ),
        Skip::NotWhatItSays => format!(
            "{} files are named like photos or videos but hold something else. They stay on your computer. Export them again.",
            thousands(count)
        ),
        Skip::Unsupported => {
            format!("Google Photos does not take the type of {these}. They stay on your computer.")
        }
        Skip::PhotoTooLarge => format!(
            "Google takes photos up to 200 MB. {} files are larger and stay on your computer. Export them smaller, then add them again.",
            thousands(count)
        ),
        Skip::VideoTooLarge => format!(
            "Google takes videos up to 20 GB. {} files are larger and stay on your computer. Cut or shrink them, then add them again.",
            thousands(count)
        ),
        Skip::FolderLink => format!(
            "{} links to folders were not followed. Add the folders themselves.",
            thousands(count)
        ),
        Skip::Unreadable => format!(
            "Your system does not let Albumen read {these}. They are untouched. Change their permissions, then add them again."
        ),
        Skip::ByPerson => {
            format!("You left {these} out. They stay on your computer. Retry takes them in again.")
        }
    }
}

/// One line above files that failed for the same reason.
pub fn fail_words_of_many(kind: FailKind, count: u32) -> String {
    if count == 1 {
        return fail_words(kind).to_owned();
    }
    let these = format!("these {} files", thousands(count));
    match kind {
        FailKind::Damaged => format!(
            "Google could not read {these}. They stay on your computer. Export them again, then retry."
        ),
        FailKind::Vanished => format!(
            "{} files are not where they were. Nothing was added. Put them back, then retry.",
            thousands(count)
        ),
        FailKind::Unreadable => format!(
            "Your system does not let Albumen read {these}. They are untouched. Change their permissions, then retry."
        ),
        FailKind::KeepsChanging => format!(
            "{} files kept changing while they were read. Nothing was added. Close the program that writes them, then retry.",
            thousands(count)
        ),
        FailKind::AlbumGone => format!(
            "Google does not let Albumen add to the album of {these}. They stay on your computer. Choose another album, then add them again."
        ),
        FailKind::GoogleFailed => format!(
            "Google had trouble with {these}. They stay on your computer. Retry in a while."
        ),
        FailKind::NoResult => format!(
            "Google gave no answer about {these}. They stay on your computer. Retry in a while."
        ),
        FailKind::Refused => format!(
            "Google refused {these}. They stay on your computer. Retry, or export them again."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_of_many_files_counts_them_and_the_one_of_one_does_not() {
        for kind in FailKind::ALL {
            assert_eq!(fail_words_of_many(kind, 1), fail_words(kind));
            let many = fail_words_of_many(kind, 1_284);
            assert!(
                many.contains("1,284") && !many.contains("this file"),
                "{many}"
            );
        }
        for why in Skip::ALL {
            assert_eq!(skip_words_of_many(why, 1), skip_words(why));
            let many = skip_words_of_many(why, 1_284);
            assert!(
                many.contains("1,284") && !many.contains("this file"),
                "{many}"
            );
        }
        assert_eq!(
            fail_words_of_many(FailKind::Damaged, 3),
            "Google could not read these 3 files. They stay on your computer. Export them again, then retry."
        );
    }

    #[test]
    fn no_sentence_shouts_or_apologises() {
        let counts = [1, 2, 1_234];
        let all = counts.into_iter().flat_map(|count| {
            let left_out = Skip::ALL.map(|why| skip_words_of_many(why, count));
            let failed = FailKind::ALL.map(|kind| fail_words_of_many(kind, count));
            left_out.into_iter().chain(failed)
        });
        for words in all {
            assert!(words.ends_with('.') && !words.contains('!'), "{words}");
            let lower = words.to_lowercase();
            assert!(
                !["please", "oops", "sorry"]
                    .iter()
                    .any(|bad| lower.contains(bad)),
                "{words}"
            );
        }
    }
}
