//! What can go wrong with the index.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why the index did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// The file has a schema that this version does not know. It was not touched.
    #[error("the index has schema {found}, this version knows {known}")]
    NewerThanApp {
        /// The schema of the file.
        found: usize,
        /// The newest schema known here.
        known: usize,
    },
    /// The file or its folder cannot be written.
    #[error("the index cannot be written")]
    ReadOnly {
        /// The folder of the file, where known.
        folder: PathBuf,
    },
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The file is not a healthy index.
    #[error("the index is damaged")]
    Damaged,
    /// A row holds a word that this version does not know.
    #[error("the index holds an unknown {column}: {value}")]
    UnknownWord {
        /// The column.
        column: &'static str,
        /// What it holds.
        value: String,
    },
    /// The engine was closed.
    #[error("the index is closed")]
    Closed,
    /// Anything else SQLite says.
    #[error("the index failed: {0}")]
    Sqlite(#[source] rusqlite::Error),
}

impl IndexError {
    /// Says which folder cannot be written, where that is the trouble.
    pub(crate) fn at(self, file: &Path) -> Self {
        match self {
            Self::ReadOnly { .. } => Self::ReadOnly {
                folder: file.parent().unwrap_or(file).to_owned(),
            },
            other => other,
        }
    }
}

impl From<rusqlite::Error> for IndexError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::ReadOnly {
                    folder: PathBuf::new(),
                }
            }
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged,
            _ => Self::Sqlite(error),
        }
    }
}
