//! The file beside a file. One that somebody else wrote or changed is theirs: it stays as it is.

use std::io;
use std::path::Path;

use super::bring::part_of;
use super::prepare::{Order, Ready};
use super::store::Registered;
use super::{Inner, sidecar};
use crate::error::CoreError;
use crate::view::SidecarKind;

impl Inner {
    /// Writes what is to be beside a file. Gives what to remember of it.
    pub(super) async fn beside(
        &self,
        order: &Order,
        ready: &Ready,
        path: &str,
        before: Option<&Registered>,
    ) -> Result<Option<(SidecarKind, Vec<u8>)>, CoreError> {
        let remembered = before.and_then(|file| Some((file.sidecar?, file.sidecar_hash.clone()?)));
        let (Some(kind), Some(look)) = (order.naming.sidecar, &ready.look) else {
            return Ok(remembered);
        };
        let text = sidecar::text(&look.facts(), kind);
        let place = order.root.folder.join(sidecar::name(path, kind));
        let at = place.clone();
        let part = part_of(order, ready.row.position).with_extension("beside.part");
        let writing = tokio::task::spawn_blocking(move || {
            let ours = remembered.filter(|(known, _)| *known == kind);
            written_beside(
                (&place, &part),
                text.as_bytes(),
                ours.map(|(_, hash)| hash).as_deref(),
            )
        });
        let hash = writing.await.map_err(|_| CoreError::Closed)?;
        let hash = hash.map_err(|error| CoreError::file(&at, error))?;
        Ok(hash.map(|hash| (kind, hash)))
    }
}

/// Writes a file that is ours, or that is not there. One that somebody else wrote or changed stays as it is. Gives BLAKE3 of
/// what is there where it is ours.
fn written_beside(
    (place, part): (&Path, &Path),
    text: &[u8],
    ours: Option<&[u8]>,
) -> io::Result<Option<Vec<u8>>> {
    let new = blake3::hash(text).as_bytes().to_vec();
    match std::fs::read(place) {
        Ok(found) => {
            let found = blake3::hash(&found).as_bytes().to_vec();
            if found == new {
                return Ok(Some(new));
            }
            if Some(found.as_slice()) != ours {
                return Ok(None);
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let written = std::fs::write(part, text).and_then(|()| std::fs::rename(part, place));
    if written.is_err() {
        // What is left would only take room.
        let _ = std::fs::remove_file(part);
    }
    written.map(|()| Some(new))
}

/// What we wrote beside a file goes with it.
pub(super) fn follow(root: &Path, (old, new): (&str, &str), kind: SidecarKind, hash: &[u8]) {
    let from = root.join(sidecar::name(old, kind));
    let to = root.join(sidecar::name(new, kind));
    let is_ours = std::fs::read(&from).is_ok_and(|text| blake3::hash(&text).as_bytes() == hash);
    if is_ours && !to.exists() {
        // Where it cannot follow, a new one is written and the old one stays.
        let _ = std::fs::rename(&from, &to);
    }
}
