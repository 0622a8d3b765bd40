//! Where client secrets and refresh tokens lie: the keychain of the operating system, or a file for its owner alone where
//! there is none. Their values never leave this room but to the client.

mod keychain;
mod owner_file;

use std::path::Path;
use std::sync::Arc;

use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use crate::error::CoreError;
use crate::paths::Paths;
use crate::view::SecretStoreKind;
use keychain::{Keychain, KeychainError};
use owner_file::OwnerFile;

/// What one connection has to keep secret.
#[derive(Clone, Debug)]
pub(crate) struct Secrets {
    pub(crate) client_secret: SecretString,
    /// None after signing out: the client is kept for signing in again.
    pub(crate) refresh_token: Option<SecretString>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    client_secret: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
}

/// Where secrets are kept. Clones share the place.
#[derive(Clone, Debug)]
pub struct SecretStore {
    place: Arc<Place>,
}

#[derive(Debug)]
struct Place {
    keychain: Option<Keychain>,
    file: OwnerFile,
}

impl SecretStore {
    /// The keychain where there is one, otherwise the owner-only file. `ALBUMEN_KEYCHAIN=off` always takes the file.
    #[must_use]
    pub fn from_env(home: &Paths) -> Self {
        if std::env::var_os("ALBUMEN_KEYCHAIN").is_some_and(|choice| choice == "off") {
            Self::owner_file(&home.secrets())
        } else {
            Self::keychain_or_file(home)
        }
    }

    /// The keychain where there is one, otherwise the owner-only file.
    #[must_use]
    pub fn keychain_or_file(home: &Paths) -> Self {
        Self::at(Some(Keychain), &home.secrets())
    }

    /// The owner-only file at this path.
    #[must_use]
    pub fn owner_file(file: &Path) -> Self {
        Self::at(None, file)
    }

    fn at(keychain: Option<Keychain>, file: &Path) -> Self {
        Self {
            place: Arc::new(Place {
                keychain,
                file: OwnerFile::new(file),
            }),
        }
    }

    /// Which of the two holds what was saved last.
    pub(crate) async fn kind(&self) -> SecretStoreKind {
        self.blocking(|place| {
            let usable = || place.keychain.as_ref().is_some_and(Keychain::is_there);
            // Order: the file is there at once, the keychain may take its time.
            Ok(if place.file.is_empty() && usable() {
                SecretStoreKind::Keychain
            } else {
                SecretStoreKind::OwnerFile
            })
        })
        .await
        .unwrap_or(SecretStoreKind::OwnerFile)
    }

    /// The secrets of that name; nothing where none were saved.
    ///
    /// Errors: `KeychainLocked`, `SecretsNotSaved` where the file cannot be read.
    pub(crate) async fn get(&self, name: String) -> Result<Option<Secrets>, CoreError> {
        let text = self
            .blocking(move |place| match place.file.get(&name)? {
                Some(text) => Ok(Some(text)),
                None => match place.keychain.as_ref().map(|keychain| keychain.get(&name)) {
                    Some(Ok(text)) => Ok(text),
                    Some(Err(KeychainError::Locked)) => Err(CoreError::KeychainLocked),
                    Some(Err(KeychainError::NotThere)) | None => Ok(None),
                },
            })
            .await?;
        let Some(text) = text else { return Ok(None) };
        // A half-written or foreign entry is as good as none: the person signs in again.
        Ok(serde_json::from_str::<Stored>(text.expose_secret())
            .ok()
            .map(|stored| Secrets {
                client_secret: stored.client_secret.into(),
                refresh_token: stored.refresh_token.map(SecretString::from),
            }))
    }

    /// Saves secrets under a name, in place of what was there.
    ///
    /// Errors: `SecretsNotSaved`, `DiskFull`.
    pub(crate) async fn set(&self, name: String, secrets: &Secrets) -> Result<(), CoreError> {
        let stored = Stored {
            client_secret: secrets.client_secret.expose_secret().to_owned(),
            refresh_token: secrets
                .refresh_token
                .as_ref()
                .map(|token| token.expose_secret().to_owned()),
        };
        let text = serde_json::to_string(&stored)
            .map(SecretString::from)
            .map_err(|error| CoreError::SecretsNotSaved {
                why: error.to_string(),
            })?;
        self.blocking(move |place| {
            if place
                .keychain
                .as_ref()
                .is_some_and(|keychain| keychain.set(&name, &text).is_ok())
            {
                // Order: the keychain has it before the file forgets it.
                return place.file.remove(&name);
            }
            place.file.set(&name, &text)
        })
        .await
    }

    /// Forgets the secrets of that name. None is no error.
    pub(crate) async fn remove(&self, name: String) -> Result<(), CoreError> {
        self.blocking(move |place| {
            if let Some(Err(KeychainError::Locked)) = place
                .keychain
                .as_ref()
                .map(|keychain| keychain.remove(&name))
            {
                tracing::warn!(
                    "the keychain is locked, an entry of a removed connection stays in it"
                );
            }
            place.file.remove(&name)
        })
        .await
    }

    /// The keychain may ask the person, the file may be on a slow disk: never on an asynchronous thread.
    async fn blocking<T, F>(&self, work: F) -> Result<T, CoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Place) -> Result<T, CoreError> + Send + 'static,
    {
        let place = Arc::clone(&self.place);
        tokio::task::spawn_blocking(move || work(&place))
            .await
            .map_err(|_| CoreError::Closed)?
    }
}
