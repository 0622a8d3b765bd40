//! Files that come from outside the window: with the start ("Upload with Albumen" among the programs that open a photo), or
//! with a second start, which hands them to the first. The page fetches them when it is ready for them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tauri::{AppHandle, Manager};
use url::Url;

use crate::events;

/// What was given and not fetched yet.
pub struct Given(Mutex<Vec<PathBuf>>);

impl Given {
    /// What came with the start.
    #[must_use]
    pub fn new(paths: Vec<PathBuf>) -> Self {
        Self(Mutex::new(paths))
    }

    /// Takes everything out.
    pub fn take(&self) -> Vec<PathBuf> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn add(&self, paths: Vec<PathBuf>) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(paths);
    }
}

/// Hands files to the page.
pub fn add(app: &AppHandle, paths: Vec<PathBuf>) {
    let Some(given) = app.try_state::<Given>() else {
        return;
    };
    if !paths.is_empty() {
        given.add(paths);
        events::tell(app, events::FILES_GIVEN, &());
    }
}

/// The files that a program was started with, in this folder: paths and `file:` addresses. Options are left out until a `--`,
/// addresses of other kinds everywhere. Whether a file is there is seen by who reads it, and said there.
#[must_use]
pub fn paths(arguments: &[OsString], folder: &Path) -> Vec<PathBuf> {
    let mut options = true;
    let mut paths = Vec::new();
    for argument in arguments {
        let text = argument.to_string_lossy();
        if options && text == "--" {
            options = false;
        } else if argument.is_empty() || (options && text.starts_with('-')) {
            // An option is for others; nothing is no file.
        } else if text.contains("://") {
            paths.extend(Url::parse(&text).ok().and_then(|url| file_of(&url)));
        } else {
            paths.push(folder.join(argument));
        }
    }
    paths
}

fn file_of(url: &Url) -> Option<PathBuf> {
    (url.scheme() == "file")
        .then(|| url.to_file_path().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Vec<PathBuf> {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        paths(&arguments, Path::new("/home/mara"))
    }

    #[test]
    fn files_are_found_from_the_folder_of_the_start() {
        assert_eq!(
            read(&["a.jpg", "../b c.jpg", "/tmp/d.jpg"]),
            ["/home/mara/a.jpg", "/home/mara/../b c.jpg", "/tmp/d.jpg"].map(PathBuf::from)
        );
    }

    #[test]
    #[cfg(unix)]
    fn an_address_of_a_file_is_a_file_and_no_other_address_is() {
        assert_eq!(
            read(&[
                "file:///tmp/%C3%A4%20b.jpg",
                "https://example.org/a.jpg",
                "file://elsewhere/a.jpg"
            ]),
            [PathBuf::from("/tmp/ä b.jpg")]
        );
    }

    #[test]
    fn an_option_is_no_file_unless_it_is_said_so() {
        assert_eq!(
            read(&["--background", "", "--", "--odd.jpg"]),
            [PathBuf::from("/home/mara/--odd.jpg")]
        );
    }

    #[test]
    fn what_was_taken_is_not_given_twice() {
        let given = Given::new(vec!["/a.jpg".into()]);
        given.add(vec!["/b.jpg".into()]);
        assert_eq!(given.take(), [PathBuf::from("/a.jpg"), "/b.jpg".into()]);
        assert!(given.take().is_empty());
    }
}
