//! One picked item: its bytes into a file that is not whole yet, then its place.

use std::path::Path;

use futures::StreamExt as _;
use google_photos::{ApiError, BaseUrl, MediaBytes, MediaItem, MediaSize, Silence};
use tokio::fs::{self, OpenOptions};
use tokio::io::AsyncWriteExt as _;

use super::addresses::Addresses;
use super::rules::Copy;
use super::store::{self, Pick, ToFetch};
use super::{Inner, rules};
use crate::error::CoreError;
use crate::index::IndexError;
use crate::items;
use crate::uploads::path_to_text;
use crate::view::{ConnectionKey, PickKey};
use crate::whole_file::places as files;

/// What became of an item for now.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Came {
    /// Its copy has its place.
    Fetched,
    /// Its file was there.
    There,
    /// It cannot be had.
    LeftOut,
    /// Google still prepares the video.
    Later,
    /// It is to be tried again with new addresses.
    Stale,
    /// Google had trouble with it.
    Trouble,
}

/// Shorter copies are fetched anew where they broke off: going on would cost a write for each.
const RESUMED_FROM: u64 = 1024 * 1024;

const GONE: &str = "Google does not have it any more.";
const FAILED: &str = "Google could not process this video.";

impl Inner {
    /// Brings one item, unless its file is there. Nothing is asked of Google for one that is.
    pub(super) async fn bring(
        &self,
        key: PickKey,
        pick: &Pick,
        item: &ToFetch,
        addresses: &Addresses,
    ) -> Result<Came, CoreError> {
        let about = addresses.about(&item.google_id);
        if self.is_there(key, pick, item, about.clone()).await? {
            return Ok(Came::There);
        }
        let part = pick.folder.join(rules::part_name(&item.google_id));
        if let Some(place) = &item.path
            && files::has_place(&part, place, item.size_bytes)
        {
            self.keep((key, pick), item, place, about).await?;
            return Ok(Came::Fetched);
        }
        let begun = files::length(&part).unwrap_or(0);
        if begun == 0 || item.size_bytes != Some(begun) {
            if addresses.are_old(self.frame.policy.picking.fresh_for) {
                return Ok(Came::Stale);
            }
            let (base, size) = match addresses.of(&item.google_id) {
                None => return self.leave_out(key, item, GONE).await,
                Some((_, Copy::Never)) => return self.leave_out(key, item, FAILED).await,
                Some((None, _) | (_, Copy::Later)) => return Ok(Came::Later),
                Some((Some(base), Copy::Of(size))) => (base, size),
            };
            let came = self.bytes(key, pick, item, (base, size), &part).await?;
            if came != Came::Fetched {
                return Ok(came);
            }
        }
        self.give_place((key, pick), item, &part, about).await
    }

    async fn is_there(
        &self,
        key: PickKey,
        pick: &Pick,
        item: &ToFetch,
        about: Option<MediaItem>,
    ) -> Result<bool, CoreError> {
        let (of, id) = (pick.connection, item.google_id.clone());
        let read = move |db: &rusqlite::Connection| store::known(db, of, &id);
        let Some((path, size)) = self.frame.index.read(read).await? else {
            return Ok(false);
        };
        if files::length(&path) != Some(size) {
            return Ok(false);
        }
        let text = path_to_text(&path).ok_or(CoreError::FolderNotUsable)?;
        let (id, now_ms) = (item.google_id.clone(), self.frame.clock.now_ms());
        let there = move |tx: &rusqlite::Transaction<'_>| {
            store::there(tx, key, &id, &text)?;
            about.map_or(Ok(()), |about| show(tx, of, &about, (&text, size), now_ms))
        };
        self.frame.index.write(there).await?;
        Ok(true)
    }

    pub(super) async fn leave_out(
        &self,
        key: PickKey,
        item: &ToFetch,
        reason: &'static str,
    ) -> Result<Came, CoreError> {
        let id = item.google_id.clone();
        let leave = move |tx: &rusqlite::Transaction<'_>| store::left_out(tx, key, &id, reason);
        self.frame.index.write_quietly(leave).await?;
        Ok(Came::LeftOut)
    }

    /// Reads the bytes into the part, from where it ends if Google does ranges and the copy is still as long as it was.
    async fn bytes(
        &self,
        key: PickKey,
        pick: &Pick,
        item: &ToFetch,
        (base, size): (&BaseUrl, MediaSize),
        part: &Path,
    ) -> Result<Came, CoreError> {
        let begun = files::length(part).unwrap_or(0);
        let from = match item.size_bytes {
            Some(whole) if begun < whole => begun,
            _ => 0,
        };
        let client = self.connections.client(pick.connection).await?;
        let answer = match client.picked_bytes(base, size, from).await {
            Err(error) => return self.refused(key, pick, item, size, error).await,
            Ok(answer) => {
                self.connections
                    .outcome_elsewhere(pick.connection, Ok(answer))
                    .await?
            }
        };
        let other = answer.from > 0 && answer.length != item.size_bytes;
        if other {
            // Google made another copy meanwhile: its end does not fit to our beginning.
            let _ = fs::remove_file(part).await;
            return Ok(Came::Trouble);
        }
        let is_worth_it = answer.length.is_some_and(|length| length >= RESUMED_FROM);
        if answer.from == 0 && is_worth_it && answer.length != item.size_bytes {
            let (id, length) = (item.google_id.clone(), answer.length);
            let size = move |tx: &rusqlite::Transaction<'_>| store::has_size(tx, key, &id, length);
            self.frame.index.write_quietly(size).await?;
        }
        self.write(answer, part).await
    }

    async fn refused(
        &self,
        key: PickKey,
        pick: &Pick,
        item: &ToFetch,
        size: MediaSize,
        error: ApiError,
    ) -> Result<Came, CoreError> {
        match error {
            ApiError::BaseUrlExpired { .. } => Ok(Came::Stale),
            // Google: the bytes of a video may lag behind its state.
            ApiError::NotFound { .. } if size == MediaSize::Video => Ok(Came::Later),
            ApiError::NotFound { .. } => self.leave_out(key, item, GONE).await,
            ApiError::Refused { status: 416, .. } => {
                let part = pick.folder.join(rules::part_name(&item.google_id));
                let _ = fs::remove_file(part).await;
                Ok(Came::Trouble)
            }
            ApiError::NoAnswer {
                why: Silence::Unreachable,
                ..
            } => {
                self.connections
                    .outcome_elsewhere(pick.connection, Err(error))
                    .await
            }
            ApiError::Unavailable { .. }
            | ApiError::NoAnswer { .. }
            | ApiError::Malformed { .. } => Ok(Came::Trouble),
            other => {
                self.connections
                    .outcome_elsewhere(pick.connection, Err(other))
                    .await
            }
        }
    }

    async fn write(&self, mut answer: MediaBytes, part: &Path) -> Result<Came, CoreError> {
        let at = |error| CoreError::file(part, error);
        let mut options = OpenOptions::new();
        options.write(true).create(true);
        match answer.from {
            0 => options.truncate(true),
            _ => options.append(true).truncate(false),
        };
        let mut file = options.open(part).await.map_err(at)?;
        let mut written = answer.from;
        while let Some(piece) = answer.stream.next().await {
            let Ok(piece) = piece else {
                // What came is kept: the next time goes on from there, where Google lets it.
                file.flush().await.map_err(at)?;
                return Ok(Came::Trouble);
            };
            file.write_all(&piece).await.map_err(at)?;
            written += piece.len() as u64;
        }
        file.flush().await.map_err(at)?;
        if written == 0 || answer.length.is_some_and(|length| length != written) {
            return Ok(Came::Trouble);
        }
        file.sync_all().await.map_err(at)?;
        Ok(Came::Fetched)
    }

    /// Gives a whole part its place. The name is written down before it is taken, so that a killed process finds it.
    async fn give_place(
        &self,
        (key, pick): (PickKey, &Pick),
        item: &ToFetch,
        part: &Path,
        about: Option<MediaItem>,
    ) -> Result<Came, CoreError> {
        let Some(size) = files::length(part) else {
            return Ok(Came::Trouble);
        };
        let mut number = 1;
        loop {
            let free = files::free_name(&pick.folder, &item.file_name, number);
            let (place, next) = free.ok_or(CoreError::FolderNotUsable)?;
            number = next;
            let text = path_to_text(&place).ok_or(CoreError::FolderNotUsable)?;
            let id = item.google_id.clone();
            let placing =
                move |tx: &rusqlite::Transaction<'_>| store::placing(tx, key, &id, &text, size);
            self.frame.index.write_quietly(placing).await?;
            let (from, to, taken_ms) = (part.to_owned(), place.clone(), item.taken_ms);
            let placed =
                tokio::task::spawn_blocking(move || files::place(&from, &to, taken_ms)).await;
            match placed {
                Ok(Ok(true)) => {
                    self.keep((key, pick), item, &place, about).await?;
                    return Ok(Came::Fetched);
                }
                Ok(Ok(false)) => {}
                Ok(Err(error)) => return Err(CoreError::file(&place, error)),
                Err(_) => return Err(CoreError::Closed),
            }
        }
    }

    /// Keeps that a copy has its place, and with it that the item is shown.
    async fn keep(
        &self,
        (key, pick): (PickKey, &Pick),
        item: &ToFetch,
        place: &Path,
        about: Option<MediaItem>,
    ) -> Result<(), CoreError> {
        let size = files::length(place).unwrap_or(0);
        let text = path_to_text(place).ok_or(CoreError::FolderNotUsable)?;
        let (id, of) = (item.google_id.clone(), pick.connection);
        let now_ms = self.frame.clock.now_ms();
        let fetched = move |tx: &rusqlite::Transaction<'_>| {
            store::fetched(tx, (key, of), &id, (&text, size), now_ms)?;
            about.map_or(Ok(()), |about| show(tx, of, &about, (&text, size), now_ms))
        };
        Ok(self.frame.index.write(fetched).await?)
    }

    /// After a pick was cut off: what has its place is kept, and what is not whole goes.
    pub(super) async fn tidy_files(&self, key: PickKey, pick: &Pick) -> Result<(), CoreError> {
        let read = move |db: &rusqlite::Connection| store::to_fetch(db, key);
        for item in self.frame.index.read(read).await? {
            let part = pick.folder.join(rules::part_name(&item.google_id));
            match &item.path {
                Some(place) if files::has_place(&part, place, item.size_bytes) => {
                    self.keep((key, pick), &item, place, None).await?;
                }
                _ => {
                    let _ = fs::remove_file(part).await;
                }
            }
        }
        Ok(())
    }
}

/// Shows a picked item, unless its copy was uploaded and is shown already as what it became.
fn show(
    tx: &rusqlite::Transaction<'_>,
    of: ConnectionKey,
    about: &MediaItem,
    copy: (&str, u64),
    now_ms: i64,
) -> Result<(), IndexError> {
    if let Some(became) = store::what_became(tx, of, about.id.as_str())?
        && items::stands(tx, of, &became)?
    {
        return Ok(());
    }
    items::picked(tx, of, about, copy, now_ms)
}
