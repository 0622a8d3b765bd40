//! What has to be mended in a recipe before it can be switched on, as far as the recipe itself tells.

use std::collections::HashMap;
use std::path::Path;

use super::{address, template};
use crate::view::{
    AlbumKey, RecipeAlbum, RecipeOnlyIf, RecipePlace, RecipeProblem, RecipeSpec, RecipeStep,
    RecipeWhen,
};

/// The longest name of a recipe, in characters.
const NAME_CHARS: usize = 100;
/// Steps at most.
const MOST_STEPS: usize = 10;
/// Things a program is given at most, and the longest of them in bytes.
const MOST_ARGS: usize = 64;
const ARG_BYTES: usize = 8_192;
/// The longest a program may run.
pub const LONGEST_LIMIT_S: u32 = 60 * 60;
/// The longest notice, in characters.
const NOTICE_CHARS: usize = 300;
/// Google: the longest description, in characters.
const DESCRIPTION_CHARS: usize = 1_000;

/// Albums that can be written to, by their keys.
pub type Titles = HashMap<AlbumKey, String>;

/// What has to be mended, from the top. `all` are the titles of all albums, `writable` of those that Albumen may change.
pub fn problems(spec: &RecipeSpec, all: &Titles, writable: &Titles) -> Vec<RecipeProblem> {
    let mut found = Found(Vec::new());
    let name = spec.name.trim();
    if name.is_empty() {
        found.add(RecipePlace::Name, None, "Give the recipe a name.");
    } else if name.chars().count() > NAME_CHARS {
        found.add(
            RecipePlace::Name,
            None,
            "A name has at most 100 characters.",
        );
    }
    found.when(&spec.when, all);
    found.only_if(spec, all);
    if spec.then.is_empty() {
        found.add(RecipePlace::Then, None, "Choose at least one thing to do.");
    } else if spec.then.len() > MOST_STEPS {
        found.add(RecipePlace::Then, None, "A recipe does at most ten things.");
    }
    for (number, step) in spec.then.iter().enumerate() {
        let before = spec.then.get(..number).unwrap_or_default();
        let fits = fits(&spec.when, before, step).err();
        if let Some(why) = fits.map(str::to_owned).or_else(|| wrong(step, writable)) {
            found.add(RecipePlace::Then, Some(number), &why);
        }
    }
    found.0
}

struct Found(Vec<RecipeProblem>);

impl Found {
    fn add(&mut self, place: RecipePlace, step: Option<usize>, text: &str) {
        self.0.push(RecipeProblem {
            place,
            step: step.and_then(|step| u32::try_from(step).ok()),
            text: text.to_owned(),
        });
    }

    fn when(&mut self, when: &RecipeWhen, all: &Titles) {
        let why = match when {
            RecipeWhen::FileAppears { folder, .. } if folder.trim().is_empty() => {
                "Choose the folder."
            }
            RecipeWhen::FileAppears { folder, .. } if !Path::new(folder).is_absolute() => {
                "Choose the folder with its whole path."
            }
            RecipeWhen::EntersAlbum { album } if !all.contains_key(album) => "Choose an album.",
            RecipeWhen::EveryDay { minute, .. } if *minute >= 24 * 60 => {
                "Choose a time between 00:00 and 23:59."
            }
            _ => return,
        };
        self.add(RecipePlace::When, None, why);
    }

    fn only_if(&mut self, spec: &RecipeSpec, all: &Titles) {
        let wanted = &spec.only_if;
        let once = matches!(spec.when, RecipeWhen::EveryDay { each: false, .. });
        let why = if once && *wanted != RecipeOnlyIf::default() {
            "Once a day there is no photo to look at. Take the conditions out, or do it for each one that came."
        } else if wanted.album.is_some()
            && matches!(
                spec.when,
                RecipeWhen::FileAppears { .. } | RecipeWhen::ImportFinished
            )
        {
            "A file on this computer is in no album. Take the album out."
        } else if wanted.album.is_some_and(|album| !all.contains_key(&album)) {
            "This album is not there any more. Choose another one."
        } else if let (Some(least), Some(most)) = (wanted.min_bytes, wanted.max_bytes)
            && least > most
        {
            "No file is larger than the first size and smaller than the second."
        } else {
            return;
        };
        self.add(RecipePlace::OnlyIf, None, why);
    }
}

/// Whether a step has what it works on, after what started the recipe and the steps before.
pub fn fits(
    when: &RecipeWhen,
    before: &[RecipeStep],
    step: &RecipeStep,
) -> Result<(), &'static str> {
    let has_file = matches!(
        when,
        RecipeWhen::FileAppears { .. } | RecipeWhen::ImportFinished
    );
    let is_once = matches!(when, RecipeWhen::EveryDay { each: false, .. });
    let uploaded = before
        .iter()
        .any(|step| matches!(step, RecipeStep::Upload { .. }));
    match step {
        RecipeStep::Notify { .. } | RecipeStep::Run { .. } | RecipeStep::Call { .. } => Ok(()),
        _ if is_once => {
            Err("Once a day there is no photo for this. Do it for each one that came instead.")
        }
        RecipeStep::Upload { .. } if !has_file => {
            Err("It is in Google Photos already. Add it to an album instead.")
        }
        RecipeStep::Upload { .. } if uploaded => Err("It is uploaded by an earlier step already."),
        RecipeStep::Upload { .. } => Ok(()),
        RecipeStep::Download { .. } if has_file => Err("The file is on this computer already."),
        RecipeStep::Download { .. } => Ok(()),
        RecipeStep::AddToAlbum { .. } | RecipeStep::Describe { .. } if has_file && !uploaded => {
            Err("Google lets Albumen change only what it uploaded. Put an upload before this.")
        }
        RecipeStep::AddToAlbum { .. } | RecipeStep::Describe { .. } => Ok(()),
    }
}

/// What is wrong with a step by itself.
fn wrong(step: &RecipeStep, writable: &Titles) -> Option<String> {
    match step {
        RecipeStep::Upload { album } => album.as_ref().and_then(|album| bad_album(album, writable)),
        RecipeStep::AddToAlbum { album } => bad_album(album, writable),
        RecipeStep::Download { folder, below } => bad_folder(folder, below),
        RecipeStep::Describe { text, .. } => bad_text(
            text,
            DESCRIPTION_CHARS,
            "Write what is to be said about it.",
            "A description has at most 1,000 characters.",
        ),
        RecipeStep::Notify { text } => bad_text(
            text,
            NOTICE_CHARS,
            "Write what you are to be told.",
            "A notice has at most 300 characters.",
        ),
        RecipeStep::Run {
            program,
            args,
            limit_s,
        } => bad_command(program, args, *limit_s).map(str::to_owned),
        RecipeStep::Call { url } => address::judge(url).err().map(str::to_owned),
    }
}

fn bad_album(album: &RecipeAlbum, writable: &Titles) -> Option<String> {
    match album {
        RecipeAlbum::Existing { album } if writable.contains_key(album) => None,
        RecipeAlbum::Existing { .. } => {
            Some("Choose an album that Albumen made; Google lets it change no other.".to_owned())
        }
        RecipeAlbum::Named { title } if title.trim().is_empty() => {
            Some("The album needs a title.".to_owned())
        }
        RecipeAlbum::Named { title } => template::check(title).err(),
    }
}

fn bad_folder(folder: &str, below: &str) -> Option<String> {
    if folder.trim().is_empty() {
        return Some("Choose the folder.".to_owned());
    }
    if !Path::new(folder).is_absolute() {
        return Some("Choose the folder with its whole path.".to_owned());
    }
    if below.split(['/', '\\']).any(|part| part.trim() == "..") {
        return Some("The folders below may not lead out of the folder.".to_owned());
    }
    template::check(below).err()
}

fn bad_text(text: &str, most: usize, missing: &str, too_long: &str) -> Option<String> {
    if text.trim().is_empty() {
        return Some(missing.to_owned());
    }
    if text.chars().count() > most {
        return Some(too_long.to_owned());
    }
    template::check(text).err()
}

fn bad_command(program: &str, args: &[String], limit_s: u32) -> Option<&'static str> {
    if program.trim().is_empty() {
        return Some("Choose the program.");
    }
    if !Path::new(program).is_absolute() {
        return Some("Choose the program with its whole path, such as /usr/bin/exiftool.");
    }
    if program.contains('\0') || args.iter().any(|arg| arg.contains('\0')) {
        return Some("There is a character in this command that no program can be given.");
    }
    if args.len() > MOST_ARGS || args.iter().any(|arg| arg.len() > ARG_BYTES) {
        return Some("This is more than a program is given here. Write a script and choose that.");
    }
    (limit_s == 0 || limit_s > LONGEST_LIMIT_S).then_some("A program may run for up to an hour.")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::view::ItemKind;

    fn titles() -> Titles {
        HashMap::from([(AlbumKey(1), "Best".to_owned())])
    }

    fn file() -> RecipeWhen {
        RecipeWhen::FileAppears {
            folder: "/home/mara/Camera".to_owned(),
            subfolders: true,
        }
    }

    fn upload() -> RecipeStep {
        let title = "{date:%B %Y}".to_owned();
        RecipeStep::Upload {
            album: Some(RecipeAlbum::Named { title }),
        }
    }

    fn notify() -> RecipeStep {
        RecipeStep::Notify {
            text: "{name} came".to_owned(),
        }
    }

    fn add() -> RecipeStep {
        RecipeStep::AddToAlbum {
            album: RecipeAlbum::Existing { album: AlbumKey(1) },
        }
    }

    fn download() -> RecipeStep {
        RecipeStep::Download {
            folder: "/home/mara/Copies".to_owned(),
            below: "{year}/{month}".to_owned(),
        }
    }

    fn run() -> RecipeStep {
        RecipeStep::Run {
            program: "/usr/bin/sort".to_owned(),
            args: vec!["-r".to_owned()],
            limit_s: 60,
        }
    }

    fn found(when: RecipeWhen, then: Vec<RecipeStep>) -> Vec<RecipeProblem> {
        let spec = RecipeSpec {
            name: "Camera".to_owned(),
            when,
            only_if: RecipeOnlyIf::default(),
            then,
        };
        problems(&spec, &titles(), &titles())
    }

    #[rstest]
    #[case(file(), vec![upload(), add(), notify()])]
    #[case(RecipeWhen::NewItem, vec![download(), run()])]
    #[case(RecipeWhen::EntersAlbum { album: AlbumKey(1) }, vec![download()])]
    #[case(RecipeWhen::ImportFinished, vec![upload()])]
    #[case(RecipeWhen::EveryDay { minute: 1200, each: false }, vec![run(), notify()])]
    #[case(RecipeWhen::EveryDay { minute: 1200, each: true }, vec![add()])]
    fn what_people_want_has_no_problem(#[case] when: RecipeWhen, #[case] then: Vec<RecipeStep>) {
        assert_eq!(found(when, then), []);
    }

    #[rstest]
    #[case(RecipeWhen::NewItem, upload())]
    #[case(file(), download())]
    #[case(file(), add())]
    #[case(RecipeWhen::EveryDay { minute: 0, each: false }, add())]
    #[case(RecipeWhen::NewItem, RecipeStep::Call { url: "http://example.com".to_owned() })]
    #[case(RecipeWhen::NewItem, RecipeStep::Notify { text: " ".to_owned() })]
    #[case(RecipeWhen::NewItem, RecipeStep::Notify { text: "{who}".to_owned() })]
    #[case(RecipeWhen::NewItem, RecipeStep::Run { program: "sort".to_owned(), args: vec![], limit_s: 60 })]
    #[case(RecipeWhen::NewItem, RecipeStep::Run { program: "/bin/sort".to_owned(), args: vec![], limit_s: 0 })]
    #[case(RecipeWhen::NewItem, RecipeStep::Download { folder: "/copies".to_owned(), below: "a/../../b".to_owned() })]
    #[case(RecipeWhen::NewItem, RecipeStep::AddToAlbum { album: RecipeAlbum::Existing { album: AlbumKey(9) } })]
    fn what_cannot_work_is_said_at_its_step(#[case] when: RecipeWhen, #[case] step: RecipeStep) {
        let found = found(when, vec![notify(), step]);
        assert_eq!(found.len(), 1, "{found:?}");
        let problem = &found[0];
        assert_eq!((problem.place, problem.step), (RecipePlace::Then, Some(1)));
        assert!(problem.text.ends_with('.') && !problem.text.contains('!'));
    }

    #[test]
    fn an_empty_recipe_says_all_it_misses_at_once() {
        let spec = RecipeSpec {
            name: " ".to_owned(),
            when: RecipeWhen::EntersAlbum { album: AlbumKey(7) },
            only_if: RecipeOnlyIf {
                min_bytes: Some(2),
                max_bytes: Some(1),
                kinds: vec![ItemKind::Photo],
                ..RecipeOnlyIf::default()
            },
            then: vec![],
        };
        let places: Vec<_> = problems(&spec, &titles(), &titles())
            .into_iter()
            .map(|problem| problem.place)
            .collect();
        use RecipePlace::{Name, OnlyIf, Then, When};
        assert_eq!(places, [Name, When, OnlyIf, Then]);
    }
}
