//! The keychain of the operating system.

use keyring::{Entry, Error};
use secrecy::{ExposeSecret as _, SecretString};

/// The name under which the keychain shows our entries.
const SERVICE: &str = "Albumen";

/// The keychain of the operating system, which may turn out not to be there.
#[derive(Debug)]
pub(super) struct Keychain;

/// Why the keychain gave nothing.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum KeychainError {
    /// There is none, or it failed for good.
    NotThere,
    /// There is one, but it is locked.
    Locked,
}

impl Keychain {
    /// Whether this system has one.
    pub(super) fn is_there(&self) -> bool {
        Entry::store_status().is_ok()
    }

    pub(super) fn get(&self, name: &str) -> Result<Option<SecretString>, KeychainError> {
        match entry(name)?.get_password() {
            Ok(text) => Ok(Some(text.into())),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(sort(&error)),
        }
    }

    pub(super) fn set(&self, name: &str, text: &SecretString) -> Result<(), KeychainError> {
        entry(name)?
            .set_password(text.expose_secret())
            .map_err(|error| sort(&error))
    }

    pub(super) fn remove(&self, name: &str) -> Result<(), KeychainError> {
        match entry(name)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(sort(&error)),
        }
    }
}

fn entry(name: &str) -> Result<Entry, KeychainError> {
    Entry::new(SERVICE, name).map_err(|error| sort(&error))
}

/// The text of these errors may quote an entry, so only their kind is looked at.
fn sort(error: &Error) -> KeychainError {
    match error {
        Error::NoStorageAccess(_) => KeychainError::Locked,
        _ => KeychainError::NotThere,
    }
}
