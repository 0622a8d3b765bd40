//! A file that only its owner can read, for systems without a keychain.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use secrecy::{ExposeSecret as _, SecretString};

use crate::error::{CoreError, is_disk_full};
use crate::paths::private_folder;

/// Secrets by name in one JSON file (0600) in a folder of its own (0700). Each change replaces the file as a whole.
#[derive(Debug)]
pub(super) struct OwnerFile {
    file: PathBuf,
    one_at_a_time: Mutex<()>,
}

impl OwnerFile {
    pub(super) fn new(file: &Path) -> Self {
        Self {
            file: file.to_owned(),
            one_at_a_time: Mutex::default(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.locked(|| self.read())
            .map_or(true, |all| all.is_empty())
    }

    pub(super) fn get(&self, name: &str) -> Result<Option<SecretString>, CoreError> {
        self.locked(|| Ok(self.read()?.remove(name).map(SecretString::from)))
    }

    pub(super) fn set(&self, name: &str, text: &SecretString) -> Result<(), CoreError> {
        self.locked(|| {
            let mut all = self.read()?;
            all.insert(name.to_owned(), text.expose_secret().to_owned());
            self.write(&all)
        })
    }

    pub(super) fn remove(&self, name: &str) -> Result<(), CoreError> {
        self.locked(|| {
            let mut all = self.read()?;
            if all.remove(name).is_none() {
                return Ok(());
            }
            if all.is_empty() {
                fs::remove_file(&self.file)
            } else {
                self.write(&all)
            }
        })
    }

    fn locked<T>(&self, work: impl FnOnce() -> io::Result<T>) -> Result<T, CoreError> {
        let _guard = self
            .one_at_a_time
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        work().map_err(|error| {
            if is_disk_full(&error) {
                CoreError::DiskFull
            } else {
                CoreError::SecretsNotSaved {
                    why: format!("{error}. Check the folder {}.", self.folder().display()),
                }
            }
        })
    }

    fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new("."))
    }

    fn read(&self) -> io::Result<BTreeMap<String, String>> {
        match fs::read(&self.file) {
            Ok(bytes) => {
                // The message of serde would quote the file.
                serde_json::from_slice(&bytes)
                    .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "the file is damaged"))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
            Err(error) => Err(error),
        }
    }

    fn write(&self, all: &BTreeMap<String, String>) -> io::Result<()> {
        private_folder(self.folder())?;
        make_private(self.folder(), 0o700)?;
        let new = self.file.with_extension("new");
        // Left over from a crash, or put there by somebody else: it is not opened, it goes.
        match fs::remove_file(&new) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        let mut file = options.open(&new)?;
        file.write_all(&serde_json::to_vec(all)?)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&new, &self.file)?;
        sync_folder(self.folder())
    }
}

fn make_private(path: &Path, mode: u32) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(mode))?;
    }
    #[cfg(not(unix))]
    let _ = (path, mode);
    Ok(())
}

/// The new name survives a power cut only when the folder is on the disk too.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on shall fail")]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn file_and_folder_are_for_their_owner_alone() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("secrets").join("secrets.json");
        let file = OwnerFile::new(&path);
        file.set("one", &"first".into()).unwrap();
        assert_eq!(mode(&path), 0o600, "nobody else reads the file");
        assert_eq!(
            mode(path.parent().unwrap()),
            0o700,
            "nobody else lists the folder"
        );
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        file.set("two", &"second".into()).unwrap();
        assert_eq!(
            mode(&path),
            0o600,
            "a file that somebody opened up is closed at the next change"
        );
        assert_eq!(file.get("one").unwrap().unwrap().expose_secret(), "first");
        file.remove("one").unwrap();
        file.remove("two").unwrap();
        assert!(!path.exists(), "nothing is left when nothing is kept");
    }

    #[test]
    fn what_a_crash_left_behind_is_replaced_not_followed() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("secrets.json");
        let elsewhere = home.path().join("elsewhere");
        std::os::unix::fs::symlink(&elsewhere, path.with_extension("new")).unwrap();
        OwnerFile::new(&path).set("one", &"first".into()).unwrap();
        assert!(
            !elsewhere.exists(),
            "a planted link does not lead the secrets away"
        );
    }

    #[test]
    fn a_damaged_file_is_an_error_without_its_text() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("secrets.json");
        fs::write(&path, "{\"a\": hush").unwrap();
        let error = OwnerFile::new(&path).get("a").unwrap_err();
        assert!(
            !error.to_string().contains("hush"),
            "an error quotes no secret"
        );
    }
}
