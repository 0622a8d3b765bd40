//! Names that are free: on the disk, in the register and in the list of the download, on every system alike.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::names;
use crate::index::IndexError;

/// Names that are not free, as far as they are known.
#[derive(Default)]
pub(super) struct Names {
    /// By folder, the keys of the names on the disk.
    on_disk: HashMap<String, HashSet<String>>,
    /// The last number that a name needed.
    numbers: HashMap<String, u32>,
}

impl Names {
    /// Looks once what lies in the folder of a name. Blocks.
    pub(super) fn read_folder(&mut self, root: &Path, path: &str) {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if self.on_disk.contains_key(folder) {
            return;
        }
        let entries = std::fs::read_dir(root.join(folder));
        let found = entries.into_iter().flatten().flatten();
        let keys = found.map(|entry| names::key(&entry.file_name().to_string_lossy()));
        self.on_disk.insert(folder.to_owned(), keys.collect());
    }

    /// The first name, with a number where it needs one, that nothing has.
    pub(super) fn free(
        &mut self,
        wished: &str,
        is_taken: impl Fn(&str) -> Result<bool, IndexError>,
    ) -> Result<String, IndexError> {
        let wished_key = names::key(wished);
        let mut number = self.numbers.get(&wished_key).map_or(1, |last| last + 1);
        loop {
            let path = names::numbered(wished, number);
            let path_key = names::key(&path);
            if !self.lies_there(&path, &path_key) && !is_taken(&path_key)? {
                if number > 1 {
                    self.numbers.insert(wished_key, number);
                }
                return Ok(path);
            }
            number += 1;
        }
    }

    fn lies_there(&self, path: &str, path_key: &str) -> bool {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let name = path_key.rsplit_once('/').map_or(path_key, |(_, name)| name);
        let lie = self.on_disk.get(folder);
        lie.is_some_and(|keys| keys.contains(name))
    }
}
