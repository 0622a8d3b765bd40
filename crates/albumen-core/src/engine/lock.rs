//! One process works on one home.

use std::fs::{File, OpenOptions, TryLockError};
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::CoreError;
use crate::paths::Paths;

/// Held while the engine is open. The operating system lets go of it when the process dies.
pub(super) struct HomeLock {
    file: Mutex<Option<File>>,
}

impl HomeLock {
    /// Errors: `AlreadyOpen`, `HomeNotWritable`.
    pub(super) fn take(home: &Paths) -> Result<Self, CoreError> {
        let not_writable = |source| CoreError::HomeNotWritable {
            folder: home.data.clone(),
            source: Some(Arc::new(source)),
        };
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(home.lock())
            .map_err(not_writable)?;
        match file.try_lock() {
            Ok(()) => Ok(Self {
                file: Mutex::new(Some(file)),
            }),
            Err(TryLockError::WouldBlock) => Err(CoreError::AlreadyOpen),
            Err(TryLockError::Error(source)) => Err(not_writable(source)),
        }
    }

    pub(super) fn let_go(&self) {
        drop(
            self.file
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
    }
}
