//! What goes to stdout: one JSON value, or lines for people.

use std::io::{self, Write as _};
use std::sync::OnceLock;

use serde::Serialize;

use crate::failure::Failure;

/// Why stdout takes nothing any more.
static ENDED: OnceLock<io::ErrorKind> = OnceLock::new();

/// A line on stdout. Where nobody reads any more, as after `head`, it is dropped: the command goes on to its end.
pub fn line(text: &str) {
    if is_over() {
        return;
    }
    if let Err(error) = writeln!(io::stdout().lock(), "{text}") {
        ended(&error);
    }
}

/// A text of several lines on stdout, as it is. Where nobody reads any more it is dropped.
pub fn whole(text: &str) {
    bytes(text.as_bytes());
}

/// Bytes on stdout, as they are. Where nobody reads any more they are dropped.
pub fn bytes(bytes: &[u8]) {
    if is_over() {
        return;
    }
    if let Err(error) = io::stdout().lock().write_all(bytes) {
        ended(&error);
    }
}

/// The next line of stdin. None at its end. Nothing waits for it when the command is stopped.
pub async fn line_from_stdin() -> Option<String> {
    let (tell, told) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let mut line = String::new();
        let read = io::stdin().read_line(&mut line);
        // Nobody listens where the command was stopped.
        drop(tell.send(read.ok().filter(|bytes| *bytes > 0).map(|_| line)));
    });
    told.await.ok().flatten()
}

/// Notes that stdout takes nothing any more.
pub fn ended(error: &io::Error) {
    // The first reason counts.
    let _ = ENDED.set(error.kind());
}

/// Whether stdout takes nothing any more, so that there is no use in making more for it.
pub fn is_over() -> bool {
    ENDED.get().is_some()
}

/// Whether something was lost that somebody still waits for: the disk that stdout goes to is full, say.
pub fn was_lost() -> bool {
    ENDED
        .get()
        .is_some_and(|why| *why != io::ErrorKind::BrokenPipe)
}

/// A line on stderr, for people.
pub fn note(text: &str) {
    // Where nobody reads, there is nobody to tell.
    drop(writeln!(io::stderr().lock(), "{}", harmless(text)));
}

/// Where the answer of a command goes.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    json: bool,
}

impl Output {
    /// JSON or text.
    pub fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether JSON is wanted.
    pub fn is_json(self) -> bool {
        self.json
    }

    /// Prints a value: as JSON, or as the lines that `text` makes of it.
    pub fn print<T: Serialize>(self, value: &T, text: impl FnOnce(&T) -> Vec<String>) {
        if self.json {
            // Every view is plain data, which always has a JSON form.
            line(&serde_json::to_string_pretty(value).unwrap_or_default());
            return;
        }
        for shown in text(value) {
            line(&harmless(&shown));
        }
    }

    /// Prints why it did not work: a sentence on stderr, and with `--json` an object on stdout, unless a report said it there.
    pub fn fail(self, failure: &Failure) {
        note(&format!("albumen-cli: {failure}"));
        if self.json && !failure.is_reported() {
            line(&serde_json::json!({ "error": failure.as_json() }).to_string());
        }
    }
}

/// Titles and names are other people's words: what would move the cursor or colour the terminal is written out.
pub fn harmless(text: &str) -> String {
    text.chars()
        .flat_map(|letter| match letter.is_control() {
            true => letter.escape_default().collect::<Vec<_>>(),
            false => vec![letter],
        })
        .collect()
}

/// Rows with their columns in line.
pub fn table(rows: &[Vec<String>]) -> Vec<String> {
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| harmless(cell)).collect())
        .collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            rows.iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    rows.iter()
        .map(|row| {
            let cells = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| format!("{cell:width$}"));
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{harmless, table};

    #[test]
    fn a_title_cannot_colour_the_terminal() {
        assert_eq!(
            harmless("two\nlines\u{1b}[31mred 🌄"),
            r"two\nlines\u{1b}[31mred 🌄"
        );
    }

    #[test]
    fn columns_stand_in_line_whatever_the_length() {
        let rows = [
            vec!["1".into(), "Lofoten".into(), "3 items".into()],
            vec!["12".into(), "Ås".into(), "1 item".into()],
        ];
        assert_eq!(
            table(&rows),
            ["1   Lofoten  3 items", "12  Ås       1 item"]
        );
    }
}
