//! Writes a section of the queue to a file of the person's, for a spreadsheet or a program. Rows go by one at a time: the
//! memory it takes does not depend on how many there are.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::Connection;
use serde::Serialize;

use super::Uploads;
use super::shown::{self, Listed};
use crate::error::CoreError;
use crate::index::IndexError;
use crate::view::{ConnectionKey, ListFormat, UploadSectionKind};

/// One line of a list. The names of its fields are the names of the columns.
#[derive(Debug, Serialize)]
struct Line {
    file: String,
    folder: String,
    size_bytes: u64,
    album: String,
    state: &'static str,
    reason: String,
    what_happened: String,
    when: String,
}

impl From<Listed> for Line {
    fn from(row: Listed) -> Self {
        Self {
            file: row.file_name,
            folder: row.folder,
            size_bytes: row.size_bytes,
            album: row.album_title.unwrap_or_default(),
            state: row.stage.as_str(),
            reason: row.reason.unwrap_or_default(),
            what_happened: row.words.unwrap_or_default().to_owned(),
            when: Timestamp::from_millisecond(row.changed_ms)
                .map(|at| at.to_string())
                .unwrap_or_default(),
        }
    }
}

impl Line {
    /// A cell that begins like a formula gets an apostrophe before it: a file may be named `=1+1.jpg`, and a spreadsheet
    /// would work it out. Source: <https://owasp.org/www-community/attacks/CSV_Injection>
    fn defused(mut self) -> Self {
        for cell in [&mut self.file, &mut self.folder, &mut self.album] {
            if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
                cell.insert(0, '\'');
            }
        }
        self
    }
}

impl Uploads {
    /// Writes all rows of a section to a file, in the order of the queue: as CSV with a line of names as RFC 4180 has it, or
    /// as an array of objects. Times are UTC in ISO 8601. The file is whole or not touched. Gives how many rows it holds.
    ///
    /// In CSV a cell that begins with `=`, `+`, `-` or `@` gets an apostrophe before it, so that no spreadsheet takes a
    /// file's name for a formula; JSON has all names as they are.
    ///
    /// Errors: `File` and `DiskFull` where the file cannot be written.
    pub async fn write_list(
        &self,
        section: UploadSectionKind,
        format: ListFormat,
        to: &Path,
    ) -> Result<u32, CoreError> {
        let of = self.current().await?;
        let path = to.to_owned();
        let written = self
            .frame
            .index
            .read(move |db| Ok(write_whole(db, of, section, format, &path)));
        written.await?.map_err(|trouble| match trouble {
            Trouble::Index(error) => error.into(),
            Trouble::File(error) => CoreError::file(to, error),
        })
    }
}

/// What went wrong while a list was written.
#[derive(Debug)]
enum Trouble {
    Index(IndexError),
    File(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}

/// Writes beside the place of the file and moves it there at the end.
fn write_whole(
    db: &Connection,
    of: ConnectionKey,
    section: UploadSectionKind,
    format: ListFormat,
    to: &Path,
) -> Result<u32, Trouble> {
    let beside = beside(to)?;
    let written = File::create(&beside)
        .map_err(Trouble::from)
        .and_then(|file| {
            let lines = match format {
                ListFormat::Csv => write_csv(db, of, section, &file)?,
                ListFormat::Json => write_json(db, of, section, &file)?,
            };
            file.sync_all()?;
            fs::rename(&beside, to)?;
            Ok(lines)
        });
    if written.is_err() {
        // Best effort: what is left would only take room.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// A hidden name in the same folder, so that moving it in place is one step.
fn beside(to: &Path) -> io::Result<PathBuf> {
    let name = to.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.part", std::process::id()));
    Ok(to.with_file_name(hidden))
}

fn write_csv(
    db: &Connection,
    of: ConnectionKey,
    section: UploadSectionKind,
    file: &File,
) -> Result<u32, Trouble> {
    let mut csv = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .has_headers(false)
        .from_writer(file);
    csv.write_record([
        "file",
        "folder",
        "size_bytes",
        "album",
        "state",
        "reason",
        "what_happened",
        "when",
    ])
    .map_err(from_csv)?;
    let lines = each_line(db, of, section, |line| {
        csv.serialize(line.defused()).map_err(from_csv)
    })?;
    csv.flush()?;
    Ok(lines)
}

fn from_csv(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn write_json(
    db: &Connection,
    of: ConnectionKey,
    section: UploadSectionKind,
    file: &File,
) -> Result<u32, Trouble> {
    let mut to = BufWriter::new(file);
    let mut before = "[\n";
    let lines = each_line(db, of, section, |line| {
        to.write_all(before.as_bytes())?;
        before = ",\n";
        serde_json::to_writer(&mut to, &line).map_err(io::Error::from)
    })?;
    to.write_all(if lines == 0 { b"[]\n" } else { b"\n]\n" })?;
    to.flush()?;
    Ok(lines)
}

fn each_line(
    db: &Connection,
    of: ConnectionKey,
    section: UploadSectionKind,
    mut write: impl FnMut(Line) -> io::Result<()>,
) -> Result<u32, Trouble> {
    let mut lines = 0u32;
    let mut failed = None;
    shown::each(db, of, section, |row| {
        let outcome = write(Line::from(row));
        lines += 1;
        failed = outcome.err();
        failed.is_none()
    })
    .map_err(Trouble::Index)?;
    failed.map_or(Ok(lines), |error| Err(Trouble::File(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(file: &str) -> Line {
        Line {
            file: file.to_owned(),
            folder: "/home".to_owned(),
            size_bytes: 1,
            album: String::new(),
            state: "failed",
            reason: "damaged".to_owned(),
            what_happened: String::new(),
            when: String::new(),
        }
    }

    #[test]
    fn no_cell_is_a_formula() {
        for name in ["=1+1.jpg", "+1.jpg", "-1.jpg", "@sum.jpg", "\t=1.jpg"] {
            assert_eq!(line(name).defused().file, format!("'{name}"));
        }
        assert_eq!(
            line("a=b.jpg").defused().file,
            "a=b.jpg",
            "only the first character counts"
        );
    }
}
