//! Writes the files of a report for a spreadsheet or a program. Rows go by one at a time: the memory it takes does not
//! depend on how many there are.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use jiff::Timestamp;
use rusqlite::Connection;

use super::rules::{LIMITS, SAMPLE_LIMIT};
use super::store::{self, Chosen};
use crate::error::CoreError;
use crate::index::IndexError;
use crate::view::{ListFormat, SafekeepingCopy, SafekeepingFile, SafekeepingHead};
use crate::whole_file;

/// What went wrong while a report was written.
#[derive(Debug)]
pub(super) enum Trouble {
    Index(IndexError),
    File(io::Error),
    Gone,
}

impl Trouble {
    /// In the words for the person; `to` is what was written to.
    pub(super) fn of(self, to: &Path) -> CoreError {
        match self {
            Self::Index(error) => error.into(),
            Self::File(error) => CoreError::file(to, error),
            Self::Gone => super::NO_REPORT,
        }
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}

impl From<IndexError> for Trouble {
    fn from(error: IndexError) -> Self {
        Self::Index(error)
    }
}

impl From<csv::Error> for Trouble {
    fn from(error: csv::Error) -> Self {
        Self::File(match error.into_kind() {
            csv::ErrorKind::Io(error) => error,
            other => io::Error::other(format!("{other:?}")),
        })
    }
}

/// Writes beside the place of the file and moves it there at the end.
pub(super) fn to_file(
    db: &Connection,
    chosen: &Chosen,
    form: ListFormat,
    to: &Path,
) -> Result<u32, Trouble> {
    let beside = whole_file::beside(to)?;
    let written = File::create(&beside)
        .map_err(Trouble::from)
        .and_then(|file| {
            let rows = write(db, chosen, form, &mut BufWriter::new(&file))?;
            file.sync_all()?;
            fs::rename(&beside, to)?;
            Ok(rows)
        });
    if written.is_err() {
        // Best effort: what is left would only take room.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Writes all rows; gives how many.
pub(super) fn write(
    db: &Connection,
    chosen: &Chosen,
    form: ListFormat,
    out: &mut impl Write,
) -> Result<u32, Trouble> {
    match form {
        ListFormat::Csv => write_csv(db, chosen, out),
        ListFormat::Json => write_json(db, chosen, out),
    }
}

/// The names of the columns.
const COLUMNS: [&str; 14] = [
    "path",
    "state",
    "can_be_deleted_here",
    "size_bytes",
    "modified",
    "blake3",
    "media_item_id",
    "name_at_google",
    "page",
    "sent",
    "last_seen",
    "where_else",
    "reason",
    "checked",
];

fn write_csv(db: &Connection, chosen: &Chosen, out: &mut impl Write) -> Result<u32, Trouble> {
    let head = head(db, chosen)?;
    let checked = time(Some(head.checked_ms));
    let mut csv = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    csv.write_record(COLUMNS)?;
    let mut rows = 0;
    store::each(db, chosen, (0, -1), |file| {
        rows += 1;
        csv.write_record(cells(file, &checked))
            .map_err(Trouble::from)
    })?;
    csv.flush()?;
    Ok(rows)
}

fn cells(file: SafekeepingFile, checked: &str) -> [String; COLUMNS.len()] {
    let can = if file.state.is_deletable() {
        "yes"
    } else {
        "no"
    };
    let copies: Vec<String> = file.copies.into_iter().map(place).collect();
    [
        defused(file.path),
        file.state.name().to_owned(),
        can.to_owned(),
        file.size_bytes.to_string(),
        time(Some(file.modified_ms)),
        file.hash.unwrap_or_default(),
        defused(file.google_id.unwrap_or_default()),
        defused(file.file_name.unwrap_or_default()),
        defused(file.product_url.unwrap_or_default()),
        time(file.sent_ms),
        time(file.last_seen_ms),
        defused(copies.join("; ")),
        file.reason.unwrap_or_default(),
        checked.to_owned(),
    ]
}

fn place(copy: SafekeepingCopy) -> String {
    match copy {
        SafekeepingCopy::File { path } => path,
        SafekeepingCopy::Connection { name } => format!("Google Photos: {name}"),
    }
}

/// A cell that begins like a formula gets an apostrophe before it, or a spreadsheet would work it out.
/// Source: <https://owasp.org/www-community/attacks/CSV_Injection>
fn defused(mut cell: String) -> String {
    if cell.trim_start().starts_with(['=', '+', '-', '@']) || cell.starts_with(['\t', '\r', '\n']) {
        cell.insert(0, '\'');
    }
    cell
}

fn time(at_ms: Option<i64>) -> String {
    at_ms
        .and_then(|ms| Timestamp::from_millisecond(ms).ok())
        .map(|at| at.to_string())
        .unwrap_or_default()
}

fn write_json(db: &Connection, chosen: &Chosen, out: &mut impl Write) -> Result<u32, Trouble> {
    let head = head(db, chosen)?;
    out.write_all(b"{\n\"report\": ")?;
    serde_json::to_writer(&mut *out, &head).map_err(io::Error::from)?;
    out.write_all(b",\n\"limits\": ")?;
    serde_json::to_writer(&mut *out, &limits(db, chosen)?).map_err(io::Error::from)?;
    out.write_all(b",\n\"files\": [")?;
    let mut rows = 0;
    store::each(db, chosen, (0, -1), |file| {
        out.write_all(if rows == 0 { b"\n" } else { b",\n" })?;
        rows += 1;
        serde_json::to_writer(&mut *out, &file)
            .map_err(|error| Trouble::File(io::Error::from(error)))
    })?;
    out.write_all(if rows == 0 { b"]}\n" } else { b"\n]}\n" })?;
    out.flush()?;
    Ok(rows)
}

/// Where the limits of this report are.
fn limits(db: &Connection, chosen: &Chosen) -> Result<Vec<&'static str>, IndexError> {
    let is_sample = store::is_sample(db, chosen.of)?;
    let more = is_sample.then_some(SAMPLE_LIMIT);
    Ok(LIMITS.into_iter().chain(more).collect())
}

fn head(db: &Connection, chosen: &Chosen) -> Result<SafekeepingHead, Trouble> {
    store::head_of(db, chosen.of, chosen.report)?.ok_or(Trouble::Gone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("=1+1.jpg", "'=1+1.jpg")]
    #[case("+1", "'+1")]
    #[case("-1", "'-1")]
    #[case("@SUM(A1)", "'@SUM(A1)")]
    #[case("  =1", "'  =1")]
    #[case("\ta", "'\ta")]
    #[case("a=1", "a=1")]
    fn no_cell_is_a_formula(#[case] name: &str, #[case] cell: &str) {
        assert_eq!(defused(name.to_owned()), cell);
    }
}
