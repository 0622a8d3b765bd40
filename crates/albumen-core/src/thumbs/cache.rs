//! The cache as a whole: files and what the index says of them, kept below a limit.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::rules::{CACHE_LOW_WATER_PERCENT, Origin, file_name};
use super::store::{self, Cached};
use super::{PictureFile, disk};
use crate::engine::Frame;
use crate::error::CoreError;
use crate::view::ConnectionKey;

/// Marks of use are written together once there are so many.
const SHOWN_TOGETHER: usize = 64;
/// A picture that was shown a moment ago need not be marked again.
const SHOWN_LATELY_MS: i64 = 10 * 60 * 1000;

pub(super) type Name = (ConnectionKey, String, u32);

/// The cache.
pub struct Cache {
    pub(super) frame: Frame,
    shown: Mutex<Vec<Name>>,
    /// Bytes in the cache; none until they were counted once.
    total: tokio::sync::Mutex<Option<u64>>,
}

impl Cache {
    pub fn new(frame: Frame) -> Self {
        Self {
            frame,
            shown: Mutex::default(),
            total: tokio::sync::Mutex::new(None),
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
        if self.frame.clock.now_ms() - cached.used_ms > SHOWN_LATELY_MS {
            self.mark((of, google_id.to_owned(), cached.size_px)).await;
        }
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
        let added = rows.iter().map(|(_, bytes)| bytes).sum();
        let (google_id, now) = (google_id.to_owned(), self.frame.clock.now_ms());
        self.frame
            .index
            .write_quietly(move |tx| {
                for (size_px, bytes) in rows {
                    store::put(tx, of, &google_id, size_px, origin, bytes, now)?;
                }
                match tones {
                    Some(tones) => store::put_tones(tx, of, &google_id, &tones),
                    None => Ok(()),
                }
            })
            .await?;
        self.added(added).await
    }

    /// Takes note of bytes that came into the cache, and makes room if it is full.
    pub async fn added(&self, bytes: u64) -> Result<(), CoreError> {
        let limit = self.frame.policy.pictures.cache_limit_bytes;
        let mut total = self.total.lock().await;
        let now = match *total {
            Some(known) => known + bytes,
            None => self.frame.index.read(store::total_bytes).await?,
        };
        *total = Some(now);
        if now <= limit {
            return Ok(());
        }
        self.write_marks().await?;
        let excess = now - limit / 100 * CACHE_LOW_WATER_PERCENT;
        let gone = self
            .frame
            .index
            .write_quietly(move |tx| store::evict(tx, excess))
            .await?;
        *total = None;
        drop(total);
        self.removed(gone).await
    }

    /// Removes the files of pictures that the index knows no more, and counts again.
    pub(super) async fn removed(&self, gone: Vec<Name>) -> Result<(), CoreError> {
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
        let _ = removed.await;
        let mut total = self.total.lock().await;
        *total = Some(self.frame.index.read(store::total_bytes).await?);
        Ok(())
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
