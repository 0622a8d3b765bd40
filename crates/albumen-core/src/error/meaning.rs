//! What the errors of Google, the index and the disk mean for the person.

use std::io;
use std::path::Path;
use std::sync::Arc;

use google_photos::ApiError;
use jiff::Timestamp;

use super::CoreError;
use crate::index::IndexError;
use crate::quota::rules::next_pacific_midnight_ms;

impl CoreError {
    /// What an answer of Google's means for the person. `now_ms` is the clock's.
    pub(crate) fn from_api(error: ApiError, now_ms: i64) -> Self {
        match error {
            ApiError::SignInRequired { .. } => Self::SignInNeeded,
            ApiError::ConsentRequired { .. } => Self::ConsentMissing,
            ApiError::ClientRefused { .. } => Self::ClientRefused,
            ApiError::SlowDown { retry_after, .. } => Self::SlowDown { retry_after },
            ApiError::QuotaSpent { until, .. } => {
                // By the engine's clock: a person's computer may be hours off, and a test's is.
                let until_ms = next_pacific_midnight_ms(now_ms);
                Self::QuotaSpent {
                    until: Timestamp::from_millisecond(until_ms).unwrap_or(until),
                    retry_after_s: u32::try_from((until_ms - now_ms).max(0) / 1000)
                        .unwrap_or(u32::MAX),
                }
            }
            ApiError::StorageFull { .. } => Self::StorageFull,
            ApiError::ApiDisabled { .. } => Self::ApiDisabled,
            ApiError::PhotosOff { .. } => Self::PhotosOff,
            ApiError::AdminBlocked { .. } => Self::AdminBlocked,
            ApiError::NotAllowed { .. } => Self::NotAllowed,
            ApiError::NotFound { .. } => Self::NotFound { what: "item" },
            ApiError::Refused { message, .. } => Self::Refused { message },
            ApiError::Invalid { reason, .. } => Self::Refused {
                message: reason.to_owned(),
            },
            ApiError::NoAnswer { sent, .. } => Self::Offline { sent },
            ApiError::File { source, .. } => Self::File {
                file_name: "The file".to_owned(),
                source,
            },
            other => Self::GoogleTrouble {
                source: Arc::new(other),
            },
        }
    }

    /// The error of a file of the person's, by its name alone.
    pub(crate) fn file(path: &Path, source: io::Error) -> Self {
        if is_disk_full(&source) {
            return Self::DiskFull;
        }
        let file_name = path
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy()
            .into_owned();
        Self::File {
            file_name,
            source: Arc::new(source),
        }
    }
}

/// Whether the operating system has no room left.
pub(crate) fn is_disk_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    )
}

impl From<IndexError> for CoreError {
    fn from(error: IndexError) -> Self {
        match error {
            IndexError::NewerThanApp { .. } => Self::NewerIndex,
            IndexError::ReadOnly { folder } => Self::HomeNotWritable {
                folder,
                source: None,
            },
            IndexError::DiskFull => Self::DiskFull,
            IndexError::Damaged => Self::IndexDamaged,
            IndexError::Closed => Self::Closed,
            other => Self::Index(Arc::new(other)),
        }
    }
}
