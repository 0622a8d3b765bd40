//! Scaled pictures, kept in a bounded memory, made from a picture of middle size where there is one.

use std::{
    collections::{HashMap, VecDeque},
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use bytes::Bytes;
use photos_emulator_pixels::{self as pixels, ImageError, Picture as Pixels, draw};
use tokio::sync::Semaphore;

use super::{file_of, poster_name, probe::orientation, size::Box};
use crate::{
    app::App,
    library::item::{Item, Kind, Place},
    random,
};

/// What the memory may hold.
const CACHE_BYTES: usize = 48 * 1024 * 1024;
/// Longest side of a picture of middle size.
const MIDDLE_PX: u32 = 1600;

/// A picture ready to be sent.
#[derive(Clone)]
pub(super) struct Picture {
    pub(super) bytes: Bytes,
    pub(super) mime_type: &'static str,
}

type Key = (String, Box);

#[derive(Default)]
struct Cache {
    pictures: HashMap<Key, Picture>,
    order: VecDeque<Key>,
    bytes: usize,
}

impl Cache {
    fn put(&mut self, key: Key, picture: Picture) {
        self.bytes += picture.bytes.len();
        if let Some(old) = self.pictures.insert(key.clone(), picture) {
            self.bytes -= old.bytes.len();
        } else {
            self.order.push_back(key);
        }
        while self.bytes > CACHE_BYTES
            && let Some(oldest) = self.order.pop_front()
        {
            self.bytes -= self
                .pictures
                .remove(&oldest)
                .map_or(0, |old| old.bytes.len());
        }
    }
}

/// Makes and keeps scaled pictures.
pub(crate) struct Scaler {
    cache: Mutex<Cache>,
    turns: Semaphore,
}

impl Scaler {
    /// A scaler that works on as many pictures at a time as there are processors.
    pub(crate) fn new() -> Self {
        let turns = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            cache: Mutex::default(),
            turns: Semaphore::new(turns),
        }
    }

    /// Forgets all pictures.
    pub(crate) fn clear(&self) {
        *self.cache.lock().unwrap_or_else(PoisonError::into_inner) = Cache::default();
    }

    fn cached(&self, key: &Key) -> Option<Picture> {
        self.cache
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pictures
            .get(key)
            .cloned()
    }

    /// The picture of an item in a box.
    pub(super) async fn picture(&self, app: &App, item: &Item, wanted: Box) -> io::Result<Picture> {
        let key = (item.id.clone(), wanted);
        if let Some(found) = self.cached(&key) {
            return Ok(found);
        }
        let _turn = self.turns.acquire().await.map_err(io::Error::other)?;
        if let Some(found) = self.cached(&key) {
            return Ok(found);
        }
        let (file, scaled, item) = (file_of(app, item), app.dirs.scaled.clone(), item.clone());
        let made =
            tokio::task::spawn_blocking(move || make(&item, file.as_deref(), &scaled, wanted));
        let picture = made
            .await
            .map_err(io::Error::other)?
            .map_err(io::Error::other)?;
        self.cache
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .put(key, picture.clone());
        Ok(picture)
    }
}

fn make(
    item: &Item,
    file: Option<&Path>,
    scaled: &Path,
    wanted: Box,
) -> Result<Picture, ImageError> {
    let (width_px, height_px) = wanted.fit(item.width_px.max(1), item.height_px.max(1));
    if let Place::Synthetic(index) = item.place {
        return finish(&Pixels::ImageRgb8(draw::landscape(
            index, width_px, height_px,
        )));
    }
    if item.kind == Kind::Video {
        return film(item, file, wanted);
    }
    let picture = match file.map(|file| source(item, file, scaled, width_px.max(height_px))) {
        Some(Ok(picture)) => picture,
        // Not every format Google takes can be decoded here.
        _ => return finish(&Pixels::ImageRgb8(draw::paper(width_px, height_px))),
    };
    let (width_px, height_px) = wanted.fit(picture.width(), picture.height());
    finish(&pixels::resize(&picture, width_px, height_px)?)
}

/// The poster of a film: a drawing, for films are not decoded here.
fn film(item: &Item, file: Option<&Path>, wanted: Box) -> Result<Picture, ImageError> {
    let (width, height) = if item.width_px > 0 {
        (item.width_px, item.height_px)
    } else {
        (1280, 720)
    };
    let (width_px, height_px) = wanted.fit(width, height);
    let beside = file.map(poster_name).filter(|poster| poster.exists());
    let drawn = match beside.and_then(|poster| decode(&poster).ok()) {
        Some(poster) => {
            let mut poster = pixels::resize(&poster, width_px, height_px)?.into_rgb8();
            if !wanted.plain {
                draw::play_button(&mut poster);
            }
            poster
        }
        None => {
            let number = item.id.bytes().fold(7_u64, |sum, byte| {
                sum.wrapping_mul(31).wrapping_add(byte.into())
            });
            draw::poster(number, width_px, height_px, wanted.plain)
        }
    };
    finish(&Pixels::ImageRgb8(drawn))
}

/// The picture to scale from: the one of middle size if that is large enough.
fn source(item: &Item, file: &Path, scaled: &Path, longest_px: u32) -> Result<Pixels, ImageError> {
    if longest_px > MIDDLE_PX || item.width_px.max(item.height_px) <= MIDDLE_PX {
        return decode(file);
    }
    let middle = middle_file(item, scaled);
    if let Ok(picture) = decode(&middle) {
        return Ok(picture);
    }
    let whole = decode(file)?;
    let scale = f64::from(MIDDLE_PX) / f64::from(whole.width().max(whole.height()));
    let side = |px: u32| ((f64::from(px) * scale).round() as u32).max(1);
    let picture = pixels::resize(&whole, side(whole.width()), side(whole.height()))?;
    if !picture.color().has_alpha() {
        let kept = keep(&middle, &pixels::jpeg(&picture.to_rgb8())?);
        if let Err(error) = kept {
            tracing::debug!(%error, "a picture of middle size cannot be kept");
        }
    }
    Ok(picture)
}

fn middle_file(item: &Item, scaled: &Path) -> PathBuf {
    let name = match &item.place {
        Place::Upload(name) => name.clone(),
        Place::Sample { id, .. } => format!("sample-{id}-{}", item.size_bytes),
        Place::Synthetic(index) => format!("synthetic-{index}"),
    };
    scaled.join(format!("{name}-{MIDDLE_PX}.jpg"))
}

fn keep(file: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(dir) = file.parent() {
        fs::create_dir_all(dir)?;
    }
    let new = file.with_extension(random::token("new-", 6));
    fs::write(&new, bytes)?;
    fs::rename(new, file)
}

fn decode(file: &Path) -> Result<Pixels, ImageError> {
    pixels::decode(&fs::read(file)?, orientation(file))
}

fn finish(picture: &Pixels) -> Result<Picture, ImageError> {
    match picture.as_rgba8() {
        Some(clear) => Ok(Picture {
            bytes: pixels::png(clear)?.into(),
            mime_type: "image/png",
        }),
        None => Ok(Picture {
            bytes: pixels::jpeg(&picture.to_rgb8())?.into(),
            mime_type: "image/jpeg",
        }),
    }
}
