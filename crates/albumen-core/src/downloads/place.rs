//! A whole file gets its place: date and description are written in where they are missing, the name is written down before
//! it is taken, what is to be beside it is put there, and all of it is kept.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction};

use super::beside::follow;
use super::bring::Came;
use super::prepare::{Order, Ready};
use super::store::{self, Kept, Registered};
use super::{Inner, missing, names};
use crate::error::CoreError;
use crate::whole_file::places as files;

/// How many names are tried when somebody takes one after the other.
const NAMES_TRIED: u32 = 10_000;

/// A part that is whole.
pub(super) struct Whole<'a> {
    part: &'a Path,
    origin: &'static str,
}

impl<'a> Whole<'a> {
    pub(super) fn new(part: &'a Path, origin: &'static str) -> Self {
        Self { part, origin }
    }
}

impl Inner {
    /// Gives a whole part its place.
    pub(super) async fn settle(
        &self,
        order: &Order,
        ready: &Ready,
        whole: Whole<'_>,
    ) -> Result<Came, CoreError> {
        let Some(look) = &ready.look else {
            return self.trouble(order, ready).await;
        };
        let (known, part) = (look.known.clone(), whole.part.to_owned());
        let write_missing = order.download.write_missing;
        let finishing = tokio::task::spawn_blocking(move || -> io::Result<PathBuf> {
            let finished = match write_missing {
                true => missing::written(&part, &known)?,
                false => None,
            };
            let finished = finished.unwrap_or(part);
            // Order: on the disk before it has its name, so that a name never stands for half a file.
            std::fs::OpenOptions::new()
                .write(true)
                .open(&finished)?
                .sync_all()?;
            Ok(finished)
        });
        let finished = finishing.await.map_err(|_| CoreError::Closed)?;
        let finished = finished.map_err(|error| CoreError::file(whole.part, error))?;
        let size = files::length(&finished).unwrap_or(0);
        let path = match self
            .lies_there_unknown(order, ready, &finished, size)
            .await?
        {
            Some(path) => path,
            None => {
                self.placed(order, ready, &finished, (size, whole.origin))
                    .await?
            }
        };
        self.keep(order, ready, (&path, whole.origin), None).await?;
        for left in [finished.as_path(), whole.part] {
            let _ = tokio::fs::remove_file(left).await;
        }
        Ok(Came::Settled)
    }

    /// The very same file under the name that this one wished for, of which nobody knows any more: it is taken over instead
    /// of being doubled.
    async fn lies_there_unknown(
        &self,
        order: &Order,
        ready: &Ready,
        finished: &Path,
        size: u64,
    ) -> Result<Option<String>, CoreError> {
        let row = &ready.row;
        let (Some(folder), Some(look)) = (order.root.folder_id, &ready.look) else {
            return Ok(None);
        };
        if row.path == row.wished {
            return Ok(None);
        }
        let who = (
            look.known.connection,
            look.known.google_id.clone(),
            row.album_id,
        );
        let (id, path_key) = (order.download.id, names::key(&row.wished));
        let read = move |db: &Connection| {
            let who = (who.0, who.1.as_str(), who.2);
            Ok(store::is_registered(db, folder, &path_key, who)?
                || store::is_taken(db, id, &path_key)?)
        };
        if self.frame.index.read(read).await? {
            return Ok(None);
        }
        let (one, other) = (order.root.folder.join(&row.wished), finished.to_owned());
        let same = tokio::task::spawn_blocking(move || {
            files::length(&one) == Some(size) && same_bytes(&one, &other).unwrap_or(false)
        });
        let same = same.await.map_err(|_| CoreError::Closed)?;
        Ok(same.then(|| row.wished.clone()))
    }

    /// Moves a file to its name, or to the next that is free. Gives the name.
    async fn placed(
        &self,
        order: &Order,
        ready: &Ready,
        from: &Path,
        (size, origin): (u64, &'static str),
    ) -> Result<String, CoreError> {
        let (id, position) = (order.download.id, ready.row.position);
        let taken_ms = ready.look.as_ref().map(|look| look.known.taken_ms);
        let mut path = ready.row.path.clone();
        for number in 2..NAMES_TRIED {
            let name = (path.clone(), names::key(&path));
            let placing = move |tx: &Transaction<'_>| {
                store::placing(tx, id, position, (&name.0, &name.1), (size, origin))
            };
            self.frame.index.write_quietly(placing).await?;
            self.point("placing");
            let place = order.root.folder.join(&path);
            let (part, to) = (from.to_owned(), place.clone());
            let placed = tokio::task::spawn_blocking(move || {
                if let Some(folder) = to.parent() {
                    std::fs::create_dir_all(folder)?;
                }
                files::place(&part, &to, taken_ms)
            });
            match placed.await.map_err(|_| CoreError::Closed)? {
                Ok(true) => {
                    self.point("placed");
                    return Ok(path);
                }
                // Somebody took the name meanwhile.
                Ok(false) => path = names::numbered(&ready.row.wished, number),
                Err(error) => return Err(CoreError::file(&place, error)),
            }
        }
        Err(CoreError::FolderNotUsable)
    }

    /// A file gets its new name; nothing is fetched.
    pub(super) async fn moves(
        &self,
        order: &Order,
        ready: &Ready,
        file: &Registered,
    ) -> Result<Came, CoreError> {
        let old = file.folder.join(&file.path);
        let path = self
            .placed(order, ready, &old, (file.size_bytes, "moved"))
            .await?;
        let (root, old_path, new_path) =
            (order.root.folder.clone(), file.path.clone(), path.clone());
        let (kind, hash) = (file.sidecar, file.sidecar_hash.clone());
        let tidying = tokio::task::spawn_blocking(move || {
            if let (Some(kind), Some(hash)) = (kind, hash) {
                follow(&root, (&old_path, &new_path), kind, &hash);
            }
            drop_empty_folders(&root, &old_path);
        });
        tidying.await.map_err(|_| CoreError::Closed)?;
        self.keep(order, ready, (&path, "moved"), Some(file))
            .await?;
        Ok(Came::Settled)
    }

    /// Writes what is to be beside a file, and keeps where both lie. `before` is what was registered of it.
    pub(super) async fn keep(
        &self,
        order: &Order,
        ready: &Ready,
        (path, state): (&str, &'static str),
        before: Option<&Registered>,
    ) -> Result<(), CoreError> {
        let Some(look) = &ready.look else {
            return Ok(());
        };
        let size_bytes = files::length(&order.root.folder.join(path)).unwrap_or(0);
        let beside = self.beside(order, ready, path, before).await?;
        let row = &ready.row;
        let kept = order.root.folder_id.map(|folder_id| Kept {
            folder_id,
            connection: look.known.connection,
            google_id: look.known.google_id.clone(),
            album_id: row.album_id,
            wished: row.wished.clone(),
            path: path.to_owned(),
            path_key: names::key(path),
            size_bytes,
            origin: match (state, before) {
                ("original", _) => "original",
                (_, Some(before)) if before.origin == "original" => "original",
                _ => "copy",
            },
            sidecar: beside,
        });
        let (id, position, path) = (order.download.id, row.position, path.to_owned());
        let (old_album, now_ms) = (before.map(|file| file.album_id), self.frame.clock.now_ms());
        let write = move |tx: &Transaction<'_>| {
            if let Some(kept) = &kept {
                if let Some(old) = old_album.filter(|old| *old != kept.album_id) {
                    store::rekey(tx, kept, old)?;
                }
                store::keep(tx, kept, now_ms)?;
            }
            store::came(tx, id, position, state, (&path, size_bytes))
        };
        self.frame.index.write_quietly(write).await?;
        self.point("kept");
        Ok(())
    }

    /// What is not whole of a download that ended.
    pub(super) async fn drop_parts(&self, order: &Order) {
        let root = order.root.folder.clone();
        let mark = format!(".albumen-{}-", order.download.id.0);
        let dropping = tokio::task::spawn_blocking(move || {
            let entries = std::fs::read_dir(&root);
            for entry in entries.into_iter().flatten().flatten() {
                if entry.file_name().to_string_lossy().starts_with(&mark) {
                    // What stays only takes room.
                    let _ = std::fs::remove_file(entry.path());
                }
            }
        });
        let _ = dropping.await;
    }
}

/// Folders that a file left and that hold nothing any more.
fn drop_empty_folders(root: &Path, path: &str) {
    let mut folder = Path::new(path).parent();
    while let Some(inside) = folder.filter(|inside| !inside.as_os_str().is_empty()) {
        // One that is not empty refuses.
        if std::fs::remove_dir(root.join(inside)).is_err() {
            return;
        }
        folder = inside.parent();
    }
}

fn same_bytes(one: &Path, other: &Path) -> io::Result<bool> {
    use std::io::Read as _;
    let mut one = io::BufReader::with_capacity(256 * 1024, std::fs::File::open(one)?);
    let mut other = io::BufReader::with_capacity(256 * 1024, std::fs::File::open(other)?);
    let (mut left, mut right) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
    loop {
        let read = one.read(&mut left)?;
        if read == 0 {
            return Ok(other.read(&mut right)? == 0);
        }
        let (Some(left), Some(right)) = (left.get(..read), right.get_mut(..read)) else {
            return Ok(false);
        };
        other.read_exact(right)?;
        if left != right {
            return Ok(false);
        }
    }
}
