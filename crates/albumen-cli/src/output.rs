//! What goes to stdout: one JSON value, or lines for people.

use serde::Serialize;

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
            println!(
                "{}",
                serde_json::to_string_pretty(value).unwrap_or_default()
            );
            return;
        }
        for line in text(value) {
            println!("{}", harmless(&line));
        }
    }

    /// Prints why it did not work: a sentence on stderr, and with `--json` an object on stdout.
    pub fn fail(self, code: &str, sentence: &str) {
        eprintln!("albumen-cli: {}", harmless(sentence));
        if self.json {
            println!(
                "{}",
                serde_json::json!({ "error": { "code": code, "message": sentence } })
            );
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
