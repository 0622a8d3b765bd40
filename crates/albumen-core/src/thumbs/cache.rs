//! The cache as a whole: files and what the index says of them, kept below a limit.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::rules::{CACHE_LOW_WATER_PERCENT, Origin, file_name};
use super::settings::Decided;
use super::store::{self, Cached, Name};
use super::{PictureFile, disk};
use crate::engine::Frame;
use crate::error::CoreError;
use crate::view::ConnectionKey;

/// Marks of use are written together once there are so many.
const SHOWN_TOGETHER: usize = 64;
/// A picture that was shown within the hour need not be marked again.
const SHOWN_LATELY_MS: i64 = 60 * 60 * 1000;
/// So many pictures that were given out last are not removed: they may be on the screen. In a small cache, fewer.
const ON_SCREEN: usize = 512;
/// What a picture on the screen takes in the cache, roughly, twice over.
const ON_SCREEN_BYTES: u64 = 100_000;
/// So many pictures are removed at a time, so that nobody waits long for the index.
const REMOVED_TOGETHER: usize = 256;

/// The cache.
pub struct Cache {
    pub(super) frame: Frame,
    decided: Arc<Decided>,
    shown: Mutex<Vec<Name>>,
    /// What was given out last, oldest first.
    given: Mutex<VecDeque<Name>>,
    /// One at a time makes room.
    room: tokio::sync::Mutex<()>,
}

impl Cache {
    pub fn new(frame: Frame, decided: Arc<Decided>) -> Self {
        Self {
            frame,
            decided,
            shown: Mutex::default(),
            given: Mutex::default(),
            room: tokio::sync::Mutex::default(),
        }
    }

    fn give(&self, name: Name) {
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        given.retain(|other| *other != name);
        given.push_back(name);
        if given.len() > ON_SCREEN {
            given.pop_front();
        }
    }

    /// The place of a picture.
    pub fn path(&self, of: ConnectionKey, google_id: &str, size_px: u32) -> PathBuf {
        self.frame
            .paths
            .thumbnails(of)
            .join(file_name(google_id, size_px))
    }

    /// What the index says is there.
    pub async fn list(&self, of: ConnectionKey, google_id: &str) -> Result<Vec<Cached>, CoreError> {
        let google_id = google_id.to_owned();
        Ok(self
            .frame
            .index
            .read(move |db| store::cached(db, of, &google_id))
            .await?)
    }

    /// Opens a picture that should be there.
    pub async fn open(
        &self,
        of: ConnectionKey,
        google_id: &str,
        cached: Cached,
    ) -> Option<PictureFile> {
        let path = self.path(of, google_id, cached.size_px);
        let looked = path.clone();
        let content_type = tokio::task::spawn_blocking(move || disk::look(&looked))
            .await
            .ok()
            .flatten()?;
        let name = (of, google_id.to_owned(), cached.size_px);
        if self.frame.clock.now_ms() - cached.used_ms > SHOWN_LATELY_MS {
            self.mark(name.clone()).await;
        }
        self.give(name);
        Some(PictureFile::file(path, content_type))
    }

    /// Puts pictures of one item into the cache, with its two colours where they were found. They are there once this is over.
    pub async fn put(
        &self,
        of: ConnectionKey,
        google_id: &str,
        origin: Origin,
        pictures: Vec<(u32, Arc<[u8]>)>,
        tones: Option<String>,
    ) -> Result<(), CoreError> {
        let files: Vec<_> = pictures
            .iter()
            .map(|(size, bytes)| (self.path(of, google_id, *size), Arc::clone(bytes)))
            .collect();
        let written = tokio::task::spawn_blocking(move || {
            files
                .iter()
                .try_for_each(|(path, bytes)| disk::write(path, bytes))
        });
        let written = written.await.map_err(|_| CoreError::Closed)?;
        written.map_err(|source| CoreError::file(&self.frame.paths.cache, source))?;
        let rows: Vec<_> = pictures
            .iter()
            .map(|(size, bytes)| (*size, bytes.len() as u64))
            .collect();
        for (size_px, _) in &rows {
            self.give((of, google_id.to_owned(), *size_px));
        }
        let (google_id, now) = (google_id.to_owned(), self.frame.clock.now_ms());
        let total = self
            .frame
            .index
            .write_quietly(move |tx| {
                for (size_px, bytes) in rows {
                    store::put(tx, of, &google_id, size_px, origin, bytes, now)?;
                }
                if let Some(tones) = tones {
                    store::put_tones(tx, of, &google_id, &tones)?;
                }
                store::total_bytes(tx)
            })
            .await?;
        if total > self.decided.get().await.cache_limit_bytes {
            self.make_room().await?;
        }
        Ok(())
    }

    /// Makes room if the cache is full.
    pub async fn make_room(&self) -> Result<(), CoreError> {
        let _room = self.room.lock().await;
        let limit = self.decided.get().await.cache_limit_bytes;
        let mut total = self.frame.index.read(store::total_bytes).await?;
        if total <= limit {
            return Ok(());
        }
        self.write_marks().await?;
        // Room for some more, so that not every new picture pushes one out.
        let enough = limit / 100 * CACHE_LOW_WATER_PERCENT;
        while total > enough {
            let excess = total - enough;
            let given = self.on_screen(limit);
            let gone = self
                .frame
                .index
                .write_quietly(move |tx| {
                    store::evict(tx, excess, REMOVED_TOGETHER, |name| given.contains(name))
                })
                .await?;
            if gone.is_empty() {
                break;
            }
            self.remove_files(gone).await;
            total = self.frame.index.read(store::total_bytes).await?;
        }
        Ok(())
    }

    fn on_screen(&self, limit: u64) -> Vec<Name> {
        let most = usize::try_from(limit / ON_SCREEN_BYTES).unwrap_or(ON_SCREEN);
        let given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        given.iter().rev().take(most).cloned().collect()
    }

    /// Removes the pictures of Google, of these connections or of all, that came before this time.
    pub async fn purge(
        &self,
        of: Option<Vec<ConnectionKey>>,
        before_ms: i64,
    ) -> Result<(), CoreError> {
        loop {
            let of = of.clone();
            let gone = self
                .frame
                .index
                .write_quietly(move |tx| {
                    store::expire(tx, of.as_deref(), before_ms, REMOVED_TOGETHER)
                })
                .await?;
            if gone.is_empty() {
                return Ok(());
            }
            self.remove_files(gone).await;
        }
    }

    /// Removes the files of pictures that the index knows no more.
    pub(super) async fn remove_files(&self, gone: Vec<Name>) {
        let files: Vec<_> = gone
            .iter()
            .map(|(of, google_id, size)| self.path(*of, google_id, *size))
            .collect();
        let removed = tokio::task::spawn_blocking(move || {
            for file in files {
                // What is not removed now is overwritten or stays unused; the index knows it no more.
                let _ = std::fs::remove_file(file);
            }
        });
        // Nothing to be done about what stays.
        drop(removed.await);
    }

    async fn mark(&self, name: Name) {
        let full = {
            let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
            shown.push(name);
            shown.len() >= SHOWN_TOGETHER
        };
        if full && let Err(error) = self.write_marks().await {
            tracing::debug!(%error, "it was not written down which pictures were shown");
        }
    }

    async fn write_marks(&self) -> Result<(), CoreError> {
        let shown = std::mem::take(&mut *self.shown.lock().unwrap_or_else(PoisonError::into_inner));
        if shown.is_empty() {
            return Ok(());
        }
        let now = self.frame.clock.now_ms();
        Ok(self
            .frame
            .index
            .write_quietly(move |tx| store::touch(tx, &shown, now))
            .await?)
    }
}
