//! Which files another program has open for writing, where the system tells cheaply.

use std::collections::HashSet;
use std::path::PathBuf;

/// Those of these files that some program of this person writes to right now. Elsewhere than on Linux: none is known.
#[cfg(target_os = "linux")]
pub fn being_written(files: &HashSet<PathBuf>) -> HashSet<PathBuf> {
    use std::fs;

    let mut written = HashSet::new();
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    for process in processes {
        let is_process = process
            .file_name()
            .to_string_lossy()
            .bytes()
            .all(|byte| byte.is_ascii_digit());
        if !is_process {
            continue;
        }
        // The programs of others do not show what they have open.
        let open = fs::read_dir(process.path().join("fd"));
        for descriptor in open.into_iter().flatten().flatten() {
            let Ok(target) = fs::read_link(descriptor.path()) else {
                continue;
            };
            if files.contains(&target) && for_writing(&process.path(), &descriptor.file_name()) {
                written.insert(target);
            }
        }
    }
    written
}

#[cfg(target_os = "linux")]
fn for_writing(process: &std::path::Path, descriptor: &std::ffi::OsStr) -> bool {
    /// The two lowest bits of the flags say how a file was opened; 0 is for reading.
    const ACCESS: u32 = 0o3;
    let info = std::fs::read_to_string(process.join("fdinfo").join(descriptor));
    let flags = info.ok().and_then(|info| {
        let line = info.lines().find_map(|line| line.strip_prefix("flags:"))?;
        u32::from_str_radix(line.trim(), 8).ok()
    });
    flags.is_some_and(|flags| flags & ACCESS != 0)
}

#[cfg(not(target_os = "linux"))]
pub fn being_written(_files: &HashSet<PathBuf>) -> HashSet<PathBuf> {
    HashSet::new()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs::File;

    use super::*;

    #[test]
    fn a_file_open_for_writing_is_known_and_one_open_for_reading_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        let (written, read) = (root.join("written"), root.join("read"));
        std::fs::write(&read, "").unwrap();
        let _writer = File::create(&written).unwrap();
        let _reader = File::open(&read).unwrap();
        let both = HashSet::from([written.clone(), read]);
        assert_eq!(being_written(&both), HashSet::from([written]));
    }
}
