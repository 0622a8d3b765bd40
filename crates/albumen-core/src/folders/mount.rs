//! On what kind of disk a folder lies: of a disk that others write to over the network the system does not hear all.

use std::path::Path;

/// Kinds of file systems that another computer may write to without this one hearing of it.
#[cfg(any(target_os = "linux", test))]
const SHARED: [&str; 11] = [
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "davfs", "ncpfs", "virtiofs",
];

/// Whether the system hears of every change in this folder.
#[cfg(target_os = "linux")]
pub fn hears_all(folder: &Path) -> bool {
    let mounts = std::fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    !kind_of(folder, &mounts).is_some_and(is_shared)
}

/// Whether the system hears of every change in this folder.
#[cfg(not(target_os = "linux"))]
pub fn hears_all(folder: &Path) -> bool {
    let text = folder.to_string_lossy();
    !(text.starts_with(r"\\?\UNC\") || text.starts_with(r"\\") && !text.starts_with(r"\\?\"))
}

#[cfg(any(target_os = "linux", test))]
fn is_shared(kind: &str) -> bool {
    SHARED.contains(&kind) || kind.starts_with("fuse.")
}

/// The kind of the file system that a path lies on: that of the innermost mount point, of several there the last.
#[cfg(any(target_os = "linux", test))]
fn kind_of<'a>(path: &Path, mounts: &'a str) -> Option<&'a str> {
    let parts = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ');
        let point = words.nth(1)?.replace("\\040", " ").replace("\\011", "\t");
        let kind = words.next()?;
        path.starts_with(&point).then_some((point.len(), kind))
    });
    parts
        .max_by_key(|(length, _)| *length)
        .map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const MOUNTS: &str = "/dev/sda1 / ext4 rw 0 0\n\
        nas:/photos /home/mara/My\\040photos nfs4 rw 0 0\n\
        sshfs /mnt/far fuse.sshfs rw 0 0\n\
        /dev/sdb1 /mnt/far/near vfat rw 0 0\n";

    #[rstest]
    #[case("/home/mara/Pictures", false)]
    #[case("/home/mara/My photos/2024", true)]
    #[case("/mnt/far/away", true)]
    #[case("/mnt/far/near/DCIM", false)]
    fn a_folder_is_shared_when_its_innermost_mount_is(#[case] path: &str, #[case] shared: bool) {
        let kind = kind_of(Path::new(path), MOUNTS).unwrap();
        assert_eq!(is_shared(kind), shared, "{path} lies on {kind}");
    }
}
