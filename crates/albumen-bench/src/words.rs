//! What was asked for on the command line.

use std::path::PathBuf;

/// Every bench: its name, and what it is about.
const BENCHES: &[(&str, &str)] = &[
    (
        "listing",
        "a first look at 100,000 and 1,000,000 items, beside rclone and a plain client",
    ),
    (
        "thumbs",
        "small pictures of large ones, beside vipsthumbnail",
    ),
    (
        "grid",
        "scrolling in the real window, a million items against a thousand",
    ),
    (
        "start",
        "from the start of the process to painted thumbnails, beside an empty window",
    ),
    (
        "search",
        "two hundred questions to the index of a million items, beside LIKE",
    ),
    (
        "memory",
        "what the program holds after a million were scrolled through",
    ),
    (
        "download",
        "two hundred photos of three megabytes to a folder, beside rclone's copy and the floor of the answer time",
    ),
    (
        "uploads",
        "sending photos and videos, beside rclone's Google Photos backend and curl",
    ),
];

const OPTIONS: &str = "  --rounds N     pairs of runs, of which the median counts; 5 unless told
  --only a,b     these rows only: uploads a to g; listing 1, 2a (100,000), 2b (1,000,000)
  --items N      items of the large library in the window; 1,000,000 unless told
  --soak N       minutes of scrolling for `memory`; 10 unless told
  --keep         leave the working folder behind";

/// What was asked for.
pub(crate) struct Asked {
    /// Which benches; all of them where none was named.
    pub(crate) benches: Vec<String>,
    /// Pairs of runs.
    pub(crate) rounds: usize,
    /// The rows; all of them where it is empty.
    pub(crate) only: Vec<String>,
    /// Items of the large library.
    pub(crate) items: u64,
    /// Minutes of scrolling.
    pub(crate) soak: f64,
    /// Whether the working folder stays.
    pub(crate) keep: bool,
    /// Where the release binaries are.
    pub(crate) binaries: PathBuf,
}

impl Asked {
    /// Reads the words.
    pub(crate) fn of(words: &[String]) -> Result<Self, String> {
        let mut asked = Self {
            benches: Vec::new(),
            rounds: 5,
            only: Vec::new(),
            items: 1_000_000,
            soak: 10.0,
            keep: false,
            binaries: binaries()?,
        };
        let mut words = words.iter().map(String::as_str);
        while let Some(word) = words.next() {
            let mut number = || words.next().ok_or_else(|| OPTIONS.to_owned());
            match word {
                "--keep" => asked.keep = true,
                "--rounds" => asked.rounds = parsed(number()?)?,
                "--items" => asked.items = parsed(number()?)?,
                "--soak" => asked.soak = parsed(number()?)?,
                "--only" => asked.only = number()?.split(',').map(str::to_owned).collect(),
                name if BENCHES.iter().any(|(bench, _)| *bench == name) => {
                    asked.benches.push(name.to_owned());
                }
                other => return Err(format!("there is no bench {other}.\n{}", listing())),
            }
        }
        if asked.benches.is_empty() {
            asked.benches = BENCHES.iter().map(|(name, _)| (*name).to_owned()).collect();
        }
        if asked.rounds == 0 || asked.items == 0 {
            return Err("there must be at least one round and one item".into());
        }
        Ok(asked)
    }

    /// Whether a row is wanted.
    pub(crate) fn wants(&self, row: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == row)
    }
}

/// What there is to ask for.
pub(crate) fn listing() -> String {
    let each = BENCHES
        .iter()
        .map(|(name, about)| format!("cargo xtask bench {name:8}  {about}\n"));
    format!("{}{OPTIONS}", each.collect::<String>())
}

fn parsed<T: std::str::FromStr>(word: &str) -> Result<T, String> {
    word.parse()
        .map_err(|_| format!("{word} is no number.\n{OPTIONS}"))
}

/// The folder this program is in: the others were built beside it.
fn binaries() -> Result<PathBuf, String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    own.parent()
        .map(PathBuf::from)
        .ok_or_else(|| "the release folder was not found".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(words: &str) -> Result<Asked, String> {
        Asked::of(
            &words
                .split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn without_a_name_all_are_meant() {
        let all = asked("").unwrap();
        assert_eq!(all.benches.len(), BENCHES.len());
        assert!(all.wants("2a"), "and all of their rows");
        let one = asked("grid --rounds 2 --items 5000").unwrap();
        assert_eq!(
            (one.benches, one.rounds, one.items),
            (vec!["grid".to_owned()], 2, 5000)
        );
        assert!(
            asked("grids").is_err() && asked("--rounds 0").is_err() && asked("--rounds").is_err()
        );
    }
}
