//! One item: its bytes into a part that is not whole yet, then its place.

use std::path::{Path, PathBuf};

use rusqlite::Transaction;
use tokio_util::sync::CancellationToken;

use super::Inner;
use super::place::Whole;
use super::prepare::{Order, Ready, Way, is_whole};
use super::store::{self, Registered};
use crate::error::CoreError;
use crate::whole_file::places as files;

/// What became of an item for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Came {
    /// It is settled: where it belongs, or not to be had.
    Settled,
    /// It is tried again at once, with a new address.
    Stale,
    /// It is tried again.
    Again,
}

const TROUBLE: &str = "Google did not send it. Try it again later.";
const PROCESSING: &str = "Google still prepares this video. Try it again later.";

/// The part of an item: hidden, and in the folder to which the file goes, so that moving it there is one step.
pub(super) fn part_of(order: &Order, position: u32) -> PathBuf {
    let name = format!(".albumen-{}-{position}.part", order.download.id.0);
    order.root.folder.join(name)
}

impl Inner {
    /// Brings one item.
    ///
    /// Errors: those that stand in the way of all others too.
    pub(super) async fn bring(&self, order: &Order, ready: Ready) -> Result<Came, CoreError> {
        match self.brought(order, &ready).await {
            Err(CoreError::File { file_name, source }) => {
                // One name that the disk refuses is one file; a disk that is gone is all of them.
                if tokio::fs::metadata(&order.root.folder).await.is_err() {
                    return Err(CoreError::FolderNotUsable);
                }
                let error = CoreError::File { file_name, source };
                self.failed(order, &ready, &error.to_string()).await
            }
            other => other,
        }
    }

    async fn brought(&self, order: &Order, ready: &Ready) -> Result<Came, CoreError> {
        let part = part_of(order, ready.row.position);
        if ready.row.placing && self.has_its_place(order, ready).await? {
            return Ok(Came::Settled);
        }
        match &ready.way {
            Way::There(file) => self.stays(order, ready, file).await,
            Way::Move(file) => self.moves(order, ready, file).await,
            Way::File { path, hash, origin } => {
                match copied(path, &part, hash.as_deref(), &order.stopped).await? {
                    true => self.settle(order, ready, Whole::new(&part, origin)).await,
                    false if order.stopped.is_cancelled() => Ok(Came::Again),
                    // Its bytes are not those that were uploaded any more.
                    false => self.another_way(order, ready, &part).await,
                }
            }
            Way::Google { .. } if is_whole(&part, &ready.row) => {
                self.settle(order, ready, Whole::new(&part, "copy")).await
            }
            Way::Google {
                base,
                size,
                asked_ms,
            } => {
                let came = self
                    .fetched(order, ready, (base, *size, *asked_ms), &part)
                    .await?;
                match came {
                    Some(came) => Ok(came),
                    None => self.settle(order, ready, Whole::new(&part, "copy")).await,
                }
            }
            Way::Later => self.later(order, ready).await,
            Way::Trouble => self.trouble(order, ready).await,
            Way::Lost(reason) => self.left_out(order, ready, reason).await,
        }
    }

    /// The original is not what was uploaded any more: from another download, or from Google.
    async fn another_way(
        &self,
        order: &Order,
        ready: &Ready,
        part: &Path,
    ) -> Result<Came, CoreError> {
        let Some(look) = &ready.look else {
            return self.trouble(order, ready).await;
        };
        if let Some(file) = look.registered.first() {
            let from = file.folder.join(&file.path);
            if copied(&from, part, None, &order.stopped).await? {
                return self.settle(order, ready, Whole::new(part, "copy")).await;
            }
        }
        let asked = self.address(order.download.connection, &look.known.google_id);
        let base_and_size = tokio::select! {
            biased;
            () = order.stopped.cancelled() => return Ok(Came::Again),
            answer = asked => answer?,
        };
        match base_and_size {
            Way::Google {
                base,
                size,
                asked_ms,
            } => {
                let from = (&base, size, asked_ms);
                match self.fetched(order, ready, from, part).await? {
                    Some(came) => Ok(came),
                    None => self.settle(order, ready, Whole::new(part, "copy")).await,
                }
            }
            Way::Later => self.later(order, ready).await,
            Way::Lost(reason) => self.left_out(order, ready, reason).await,
            _ => self.trouble(order, ready).await,
        }
    }

    /// Whether a file that was about to get its place when the process ended has it.
    async fn has_its_place(&self, order: &Order, ready: &Ready) -> Result<bool, CoreError> {
        let place = order.root.folder.join(&ready.row.path);
        let found = files::length(&place);
        let is_ours = found.is_some_and(|found| found > 0) && found == ready.row.size_bytes;
        let Some(origin) = ready.row.origin.as_deref() else {
            return Ok(false);
        };
        if !is_ours {
            if found == Some(0) {
                // Only the name was taken.
                let _ = tokio::fs::remove_file(&place).await;
            }
            return Ok(false);
        }
        let Some(look) = &ready.look else {
            return Ok(false);
        };
        // A file that moved was registered by the name that it had.
        let mut old = look.registered.iter();
        let lies_there = old.any(|file| file.folder.join(&file.path) == place);
        if lies_there {
            return Ok(false);
        }
        let state = match origin {
            "original" => "original",
            "moved" => "moved",
            _ => "copy",
        };
        let path = ready.row.path.clone();
        self.keep(order, ready, (&path, state), None).await?;
        let _ = tokio::fs::remove_file(part_of(order, ready.row.position)).await;
        Ok(true)
    }

    /// Its file is where it belongs; what is beside it may not be up to date.
    async fn stays(
        &self,
        order: &Order,
        ready: &Ready,
        file: &Registered,
    ) -> Result<Came, CoreError> {
        self.keep(order, ready, (&file.path, "there"), Some(file))
            .await?;
        Ok(Came::Settled)
    }

    pub(super) async fn left_out(
        &self,
        order: &Order,
        ready: &Ready,
        reason: &str,
    ) -> Result<Came, CoreError> {
        self.did_not_come(order, ready, "left_out", reason).await
    }

    async fn failed(&self, order: &Order, ready: &Ready, reason: &str) -> Result<Came, CoreError> {
        self.did_not_come(order, ready, "failed", reason).await
    }

    async fn did_not_come(
        &self,
        order: &Order,
        ready: &Ready,
        state: &'static str,
        reason: &str,
    ) -> Result<Came, CoreError> {
        let (id, position, reason) = (order.download.id, ready.row.position, reason.to_owned());
        let write = move |tx: &Transaction<'_>| store::not_come(tx, id, position, state, &reason);
        self.frame.index.write_quietly(write).await?;
        let _ = tokio::fs::remove_file(part_of(order, position)).await;
        Ok(Came::Settled)
    }

    /// Google had trouble with it: it is tried again a few times.
    pub(super) async fn trouble(&self, order: &Order, ready: &Ready) -> Result<Came, CoreError> {
        if ready.row.tries + 1 >= self.frame.policy.downloads.tries {
            return self.failed(order, ready, TROUBLE).await;
        }
        self.try_later(order, ready, None).await?;
        Ok(Came::Again)
    }

    /// Google still prepares the video: it is asked for again less and less often.
    pub(super) async fn later(&self, order: &Order, ready: &Ready) -> Result<Came, CoreError> {
        let policy = &self.frame.policy;
        if ready.row.tries + 1 >= policy.downloads.video_tries {
            return self.failed(order, ready, PROCESSING).await;
        }
        let doubled = policy
            .video_poll_first
            .saturating_mul(1 << ready.row.tries.min(10));
        let wait = doubled.min(policy.video_poll_longest);
        let wait_ms = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
        let at_ms = self.frame.clock.now_ms().saturating_add(wait_ms);
        self.try_later(order, ready, Some(at_ms)).await?;
        Ok(Came::Settled)
    }

    pub(super) async fn try_later(
        &self,
        order: &Order,
        ready: &Ready,
        at_ms: Option<i64>,
    ) -> Result<(), CoreError> {
        let (id, position) = (order.download.id, ready.row.position);
        let write = move |tx: &Transaction<'_>| store::try_later(tx, id, position, at_ms);
        Ok(self.frame.index.write_quietly(write).await?)
    }
}

/// Copies a file of this computer into a part. `false`: it is not what it is said to be, or the download was stopped.
async fn copied(
    from: &Path,
    part: &Path,
    hash: Option<&[u8]>,
    stopped: &CancellationToken,
) -> Result<bool, CoreError> {
    let stopped = stopped.clone();
    let (from, to, hash) = (from.to_owned(), part.to_owned(), hash.map(<[u8]>::to_vec));
    let copying = tokio::task::spawn_blocking(move || -> Result<bool, CoreError> {
        let at = |error| CoreError::file(&from, error);
        let mut source = std::fs::File::open(&from).map_err(at)?;
        let mut out = std::fs::File::create(&to).map_err(|error| CoreError::file(&to, error))?;
        let mut hasher = blake3::Hasher::new();
        let mut piece = vec![0_u8; 1024 * 1024];
        loop {
            if stopped.is_cancelled() {
                return Ok(false);
            }
            let read = std::io::Read::read(&mut source, &mut piece).map_err(at)?;
            let Some(read) = piece.get(..read).filter(|read| !read.is_empty()) else {
                break;
            };
            hasher.update(read);
            std::io::Write::write_all(&mut out, read)
                .map_err(|error| CoreError::file(&to, error))?;
        }
        let found = hasher.finalize();
        Ok(hash.is_none_or(|hash| hash == found.as_bytes().as_slice()))
    });
    copying.await.map_err(|_| CoreError::Closed)?
}
