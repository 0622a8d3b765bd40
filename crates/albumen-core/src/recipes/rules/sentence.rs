//! How a recipe reads: one sentence that says what it does.

use super::check::Titles;
use super::words::{clock, host, joined, kind_word, last_name, quoted, size};
use super::{Facts, template};
use crate::view::{
    AlbumKey, ItemKind, RecipeAlbum, RecipeOnlyIf, RecipeSpec, RecipeStep, RecipeWhen,
};

/// The sentence. `like` is a thing of today, of which examples are made.
pub fn of(spec: &RecipeSpec, titles: &Titles, like: &Facts) -> String {
    let when = when(&spec.when, titles);
    let only_if = only_if(&spec.only_if, titles);
    let steps: Vec<String> = spec
        .then
        .iter()
        .map(|step| words(step, titles, like))
        .collect();
    let then = match steps.as_slice() {
        [] => "do nothing yet".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{}, then {last}", first.join(", then ")),
    };
    match only_if {
        Some(only_if) => format!("{when}, if {only_if}: {then}."),
        None => format!("{when}: {then}."),
    }
}

fn when(when: &RecipeWhen, titles: &Titles) -> String {
    match when {
        RecipeWhen::NewItem => "When a photo or video is new in the library".to_owned(),
        RecipeWhen::EntersAlbum { album } => {
            format!("When a photo or video comes into {}", title(*album, titles))
        }
        RecipeWhen::FileAppears { folder, .. } if folder.is_empty() => {
            "When a file appears in a folder".to_owned()
        }
        RecipeWhen::FileAppears { folder, subfolders } => format!(
            "When a file appears in {}{}",
            quoted(last_name(folder)),
            if *subfolders { " or below it" } else { "" }
        ),
        RecipeWhen::ImportFinished => "When an import is finished, for each copy".to_owned(),
        RecipeWhen::EveryDay { minute, each: true } => format!(
            "Every day at {}, for each photo or video that came since the day before",
            clock(*minute)
        ),
        RecipeWhen::EveryDay { minute, .. } => format!("Every day at {}", clock(*minute)),
    }
}

fn only_if(wanted: &RecipeOnlyIf, titles: &Titles) -> Option<String> {
    let mut parts = Vec::new();
    if !wanted.kinds.is_empty() {
        let kinds: Vec<String> = wanted.kinds.iter().map(|kind| article(*kind)).collect();
        parts.push(format!("it is {}", joined(&kinds, "or")));
    }
    if !wanted.camera.trim().is_empty() {
        parts.push(format!(
            "its camera is like {}",
            quoted(wanted.camera.trim())
        ));
    }
    if !wanted.name.trim().is_empty() {
        parts.push(format!("its name is like {}", quoted(wanted.name.trim())));
    }
    if let Some(album) = wanted.album {
        parts.push(format!("it is in {}", title(album, titles)));
    }
    if let Some(least) = wanted.min_bytes {
        parts.push(format!("it has at least {}", size(least)));
    }
    if let Some(most) = wanted.max_bytes {
        parts.push(format!("it has at most {}", size(most)));
    }
    (!parts.is_empty()).then(|| joined(&parts, "and"))
}

fn article(kind: ItemKind) -> String {
    match kind {
        ItemKind::Animation => format!("an {}", kind_word(kind)),
        _ => format!("a {}", kind_word(kind)),
    }
}

fn words(step: &RecipeStep, titles: &Titles, like: &Facts) -> String {
    match step {
        RecipeStep::Upload { album: None } => "upload it".to_owned(),
        RecipeStep::Upload { album: Some(album) } => {
            format!("upload it into {}", album_words(album, titles, like))
        }
        RecipeStep::AddToAlbum { album } => {
            format!("add it to {}", album_words(album, titles, like))
        }
        RecipeStep::Download { folder, .. } if folder.is_empty() => {
            "save a copy in a folder".to_owned()
        }
        RecipeStep::Download { folder, below } => {
            let below = below.trim_matches(['/', '\\', ' ']);
            match below {
                "" => format!("save a copy in {}", quoted(last_name(folder))),
                below => format!(
                    "save a copy in {}, in a folder such as {}",
                    quoted(last_name(folder)),
                    quoted(&example(below, like))
                ),
            }
        }
        RecipeStep::Describe { text, replace } => format!(
            "describe it as {}{}",
            quoted(&example(text, like)),
            if *replace {
                ""
            } else {
                " where nothing is written"
            }
        ),
        RecipeStep::Notify { text } => format!("tell me {}", quoted(&example(text, like))),
        RecipeStep::Run { program, .. } if program.is_empty() => "run a program".to_owned(),
        RecipeStep::Run { program, .. } => format!("run {} with it", last_name(program)),
        RecipeStep::Call { url } => format!("send it to {}", host(url)),
    }
}

fn album_words(album: &RecipeAlbum, titles: &Titles, like: &Facts) -> String {
    match album {
        RecipeAlbum::Existing { album } => title(*album, titles),
        RecipeAlbum::Named { title } if title.trim().is_empty() => "an album".to_owned(),
        RecipeAlbum::Named { title } if template::has_words(title) => {
            format!("an album such as {}", quoted(&example(title.trim(), like)))
        }
        RecipeAlbum::Named { title } => format!("the album {}", quoted(title.trim())),
    }
}

/// Where words cannot be filled in they stand as they are; what is wrong is said beside.
fn example(text: &str, like: &Facts) -> String {
    template::fill(text, like).unwrap_or_else(|_| text.to_owned())
}

fn title(album: AlbumKey, titles: &Titles) -> String {
    match titles.get(&album) {
        Some(title) if title.is_empty() => "an untitled album".to_owned(),
        Some(title) => quoted(title),
        None => "an album".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn like() -> Facts {
        Facts {
            name: "IMG_0412.jpg".to_owned(),
            taken_ms: Some(1_781_410_320_000),
            ..Facts::default()
        }
    }

    fn read(when: RecipeWhen, only_if: RecipeOnlyIf, then: Vec<RecipeStep>) -> String {
        let spec = RecipeSpec {
            name: String::new(),
            when,
            only_if,
            then,
        };
        let titles = HashMap::from([(AlbumKey(1), "Best".to_owned())]);
        of(&spec, &titles, &like())
    }

    #[test]
    fn a_recipe_reads_as_it_was_said() {
        let camera = read(
            RecipeWhen::FileAppears {
                folder: "/home/mara/Camera".to_owned(),
                subfolders: false,
            },
            RecipeOnlyIf {
                kinds: vec![ItemKind::Photo, ItemKind::Animation],
                camera: "X100V".to_owned(),
                min_bytes: Some(1_000_000),
                ..RecipeOnlyIf::default()
            },
            vec![
                RecipeStep::Upload {
                    album: Some(RecipeAlbum::Named {
                        title: "{date:%B %Y}".to_owned(),
                    }),
                },
                RecipeStep::AddToAlbum {
                    album: RecipeAlbum::Existing { album: AlbumKey(1) },
                },
                RecipeStep::Notify {
                    text: "{name} is there".to_owned(),
                },
            ],
        );
        assert_eq!(
            camera,
            "When a file appears in \u{201c}Camera\u{201d}, if it is a photo or an animation, its camera is like \
             \u{201c}X100V\u{201d} and it has at least 1 MB: upload it into an album such as \u{201c}June 2026\u{201d}, then \
             add it to \u{201c}Best\u{201d}, then tell me \u{201c}IMG_0412 is there\u{201d}."
        );
    }

    #[test]
    fn what_is_not_filled_in_yet_reads_all_the_same() {
        let empty = read(
            RecipeWhen::FileAppears {
                folder: String::new(),
                subfolders: true,
            },
            RecipeOnlyIf::default(),
            vec![],
        );
        assert_eq!(empty, "When a file appears in a folder: do nothing yet.");
        let url = "https://example.com/hook/very-secret".to_owned();
        let daily = RecipeWhen::EveryDay {
            minute: 1205,
            each: false,
        };
        assert_eq!(
            read(
                daily,
                RecipeOnlyIf::default(),
                vec![RecipeStep::Call { url }]
            ),
            "Every day at 20:05: send it to example.com.",
            "of an address only the host is read out"
        );
    }
}
