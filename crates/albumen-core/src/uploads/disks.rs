//! Files whose disk is gone: they wait for it, are not failed, and go on when it is back. Others go on meanwhile.

use std::fs;
use std::path::{Path, PathBuf};

use super::holds;
use super::queue::Queue;
use super::rules::{Stage, StageName};
use super::steps::keep_attempts;
use super::store::{self, Upload};
use super::trouble::millis;
use crate::error::CoreError;
use crate::view::{ConnectionKey, UploadKey};

/// Where systems put disks that come and go.
const MOUNTS: [&str; 4] = ["/media", "/run/media", "/mnt", "/Volumes"];

/// Whether a folder is gone, or stands empty where a disk is put and none is.
fn is_gone(root: &Path) -> bool {
    let Ok(metadata) = fs::metadata(root) else {
        return true;
    };
    metadata.is_dir()
        && MOUNTS.iter().any(|mounts| root.starts_with(mounts))
        && is_on_the_disk_of_its_parent(root, &metadata)
        && fs::read_dir(root).is_ok_and(|mut entries| entries.next().is_none())
}

#[cfg(unix)]
fn is_on_the_disk_of_its_parent(root: &Path, metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let parent = root.parent().and_then(|parent| fs::metadata(parent).ok());
    parent.is_none_or(|parent| parent.dev() == metadata.dev())
}

#[cfg(not(unix))]
fn is_on_the_disk_of_its_parent(_: &Path, _: &fs::Metadata) -> bool {
    true
}

/// The folder that stands for a file's disk: what was dropped, or where the file lay.
fn root_of(file: &Upload) -> PathBuf {
    let parent = || file.path.parent().unwrap_or(&file.path).to_owned();
    file.root.clone().unwrap_or_else(parent)
}

impl Queue {
    /// Holds a file, and all others of its folder, if its folder is gone as well. Gives whether it is held.
    pub(super) async fn hold_for_disk(
        &self,
        file: &Upload,
        from: StageName,
    ) -> Result<bool, CoreError> {
        if !matches!(
            from,
            StageName::Found | StageName::Hashed | StageName::Sending
        ) {
            return Ok(false);
        }
        let root = root_of(file);
        let looked = root.clone();
        let gone = tokio::task::spawn_blocking(move || is_gone(&looked)).await;
        if !gone.unwrap_or(false) {
            return Ok(false);
        }
        let (key, of, with, now) = (
            file.key,
            file.connection,
            keep_attempts(file),
            self.now_ms(),
        );
        let held = root.clone();
        let written = self.frame.index.write(move |tx| {
            if from == StageName::Sending
                && !store::move_to(tx, key, from, &Stage::Hashed, with, now)?
            {
                return Ok(());
            }
            holds::hold_one(tx, key, &held)
        });
        written.await?;
        for stage in ["found", "hashed"] {
            let mut after = Some(UploadKey(0));
            while let Some(key) = after {
                let root = root.clone();
                let held = self
                    .frame
                    .index
                    .write(move |tx| holds::hold_root(tx, of, stage, &root, key));
                after = held.await?;
            }
        }
        Ok(true)
    }

    /// Looks for folders that were gone, every now and then. Gives when it looks again; none where no file is held.
    pub(super) async fn look_for_disks(
        &self,
        of: ConnectionKey,
        now: i64,
    ) -> Result<Option<i64>, CoreError> {
        let every_ms = millis(self.policy().look);
        let looked_ms = self.lane(of, |lane| lane.disks_looked_ms);
        let roots = self
            .frame
            .index
            .read(move |db| holds::held_roots(db, of))
            .await?;
        if roots.is_empty() {
            return Ok(None);
        }
        if now < looked_ms + every_ms {
            return Ok(Some(looked_ms + every_ms));
        }
        self.lane(of, |lane| lane.disks_looked_ms = now);
        let looking = tokio::task::spawn_blocking(move || {
            roots
                .into_iter()
                .filter(|root| !is_gone(root))
                .collect::<Vec<_>>()
        });
        for root in looking.await.map_err(|_| CoreError::Closed)? {
            loop {
                let back = root.clone();
                let released = self
                    .frame
                    .index
                    .write(move |tx| holds::release_root(tx, of, &back));
                if released.await? == 0 {
                    break;
                }
            }
        }
        Ok(Some(now + every_ms))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_gone_when_it_is_not_there() {
        let dir = tempfile::tempdir().unwrap();
        assert!(
            !is_gone(dir.path()),
            "an empty folder of the person's is a folder"
        );
        assert!(is_gone(&dir.path().join("disk")));
    }
}
