//! The sample library: drawn once, put on both shelves.

use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
    sync::{LazyLock, Mutex, PoisonError},
};

use sample_pictures::{CLIPS, Clip, SampleAlbum, SampleItem, SampleKind};
use sha2::{Digest, Sha256};

use crate::{
    Progress,
    account::Who,
    app::App,
    clock,
    config::OnProgress,
    library::{
        album::{Album, Entry},
        item::{Camera, Item, Kind, Place},
        shelf::Shelf,
    },
    media,
    oauth::client::SAMPLE_CLIENT_ID,
    random,
    uploads::sink,
};

/// Albums of the second account, which has a smaller library.
const SECOND_ALBUMS: usize = 3;
/// Items of the second account.
const SECOND_ITEMS: usize = 60;

/// Draws what is not drawn yet.
pub(crate) fn draw(dir: &Path, progress: Option<&OnProgress>) -> io::Result<()> {
    let tell = |done, total| {
        if let Some(progress) = progress {
            progress(Progress { done, total });
        }
    };
    // Two emulators of one process would draw everything twice.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    sample_pictures::write_all(&dir.join(edition()), &tell)?;
    for item in sample_pictures::catalogue() {
        if let Some(clip) = clip_of(item) {
            draw_poster(dir, item, clip)?;
        }
    }
    Ok(())
}

fn clip_of(item: &SampleItem) -> Option<Clip> {
    let named = |clip: &Clip| {
        clip.file_name()
            .split('.')
            .next()
            .is_some_and(|name| item.id.ends_with(name))
    };
    CLIPS
        .into_iter()
        .find(|clip| item.kind == SampleKind::Video && named(clip))
}

/// Films are not decoded here, so the frame for the poster is drawn again.
fn draw_poster(dir: &Path, item: &SampleItem, clip: Clip) -> io::Result<()> {
    let poster = dir.join(media::poster_name(Path::new(&file_name(item))));
    if poster.exists() {
        return Ok(());
    }
    let new = poster.with_extension("new");
    let frame = sample_pictures::clip_frame(clip, clip.frames() / 3);
    let bytes = photos_emulator_pixels::jpeg(&frame).map_err(io::Error::other)?;
    fs::write(&new, bytes)?;
    fs::rename(new, poster)
}

/// Names the folder of this edition of the catalogue: drawings of another one, kept in the same place, would not be what
/// the catalogue says.
fn edition() -> &'static str {
    static EDITION: LazyLock<String> = LazyLock::new(|| {
        let words = format!("{:?}", sample_pictures::catalogue());
        random::hex(&Sha256::digest(words))
            .chars()
            .take(12)
            .collect()
    });
    &EDITION
}

/// The clips by their place below the folder of drawings, with size and frames in a second.
pub(crate) fn clips() -> Vec<(String, (u32, u32), u32)> {
    let all = sample_pictures::catalogue().iter();
    all.filter_map(|item| {
        let clip = clip_of(item)?;
        Some((file_name(item), clip.size_px(), clip.frame_rate()))
    })
    .collect()
}

/// Where a drawing is, below the folder of drawings.
fn file_name(item: &SampleItem) -> String {
    let end = match item.kind {
        SampleKind::Photo => "jpg",
        SampleKind::Animation => "gif",
        SampleKind::Video => "mp4",
    };
    format!("{}/{}.{end}", edition(), item.id)
}

/// Puts the library of an account on its shelf: all of it, or a smaller part for the second account.
pub(crate) fn fill(dir: &Path, who: Who, shelf: &mut Shelf) -> io::Result<()> {
    let all = sample_pictures::albums();
    let (albums, most) = match who {
        Who::First => (all, usize::MAX),
        Who::Second => (
            all.get(all.len().saturating_sub(SECOND_ALBUMS)..)
                .unwrap_or_default(),
            SECOND_ITEMS,
        ),
    };
    let in_albums: HashSet<&str> = albums
        .iter()
        .flat_map(|album| album.items.iter().copied())
        .collect();
    let (inside, outside): (Vec<_>, Vec<_>) = sample_pictures::catalogue()
        .iter()
        .partition(|item| in_albums.contains(item.id));
    for item in inside.into_iter().chain(outside).take(most) {
        shelf.insert(to_item(dir, who, item)?);
    }
    shelf.albums = albums
        .iter()
        .map(|album| to_album(who, album, shelf))
        .collect();
    Ok(())
}

fn item_id(who: Who, id: &str) -> String {
    random::stable_id(&["sample item", &who.number().to_string(), id])
}

fn to_item(dir: &Path, who: Who, item: &SampleItem) -> io::Result<Item> {
    let file = file_name(item);
    let taken_ms = clock::parse_rfc3339(&item.taken_at);
    Ok(Item {
        id: item_id(who, item.id),
        client_id: SAMPLE_CLIENT_ID.into(),
        filename: item.file_name.clone(),
        mime_type: item.mime_type.into(),
        description: item.description.clone(),
        created_ms: taken_ms.unwrap_or(0),
        has_capture_date: taken_ms.is_some(),
        uploaded_ms: taken_ms.unwrap_or(0),
        size_bytes: fs::metadata(dir.join(&file))?.len(),
        blake3: None,
        sha256: None,
        is_whole: true,
        width_px: item.width_px,
        height_px: item.height_px,
        kind: if item.kind == SampleKind::Video {
            Kind::Video
        } else {
            Kind::Photo
        },
        camera: Camera {
            make: item.camera_make.clone(),
            model: item.camera_model.clone(),
            focal_length_mm: item.focal_length_mm.map(short),
            aperture: item.aperture.map(short),
            iso: item.iso,
            exposure_s: item.exposure_s.map(short),
        },
        fps: clip_of(item).map(|clip| f64::from(clip.frame_rate())),
        favourite: item.favourite,
        categories: item
            .categories
            .iter()
            .map(|name| (*name).to_owned())
            .collect(),
        place: Place::Sample {
            id: item.id.into(),
            file,
        },
    })
}

/// 2.8 and not 2.799999952316284.
fn short(value: f32) -> f64 {
    value
        .to_string()
        .parse()
        .unwrap_or_else(|_| f64::from(value))
}

fn to_album(who: Who, album: &SampleAlbum, shelf: &Shelf) -> Album {
    let id = random::stable_id(&["sample album", &who.number().to_string(), album.title]);
    let mut made = Album::new(id, SAMPLE_CLIENT_ID, album.title);
    let ids = album
        .items
        .iter()
        .map(|id| item_id(who, id))
        .filter(|id| shelf.item(id).is_some());
    made.entries = ids.map(Entry::Item).collect();
    made.cover = Some(item_id(who, album.cover));
    made
}

impl App {
    /// Hashes the items of an account whose hash is not known, all or those of one size.
    pub(crate) fn learn_hashes(&self, who: Who, size_bytes: Option<u64>) {
        // What was uploaded is known already.
        if self.library != crate::LibrarySource::Sample {
            return;
        }
        let unknown: Vec<(String, PathBuf)> = {
            let world = self.world();
            let items = world.shelves.of(who).kept_items();
            items
                .filter(|item| {
                    item.blake3.is_none() && size_bytes.is_none_or(|size| size == item.size_bytes)
                })
                .filter_map(|item| Some((item.id.clone(), media::file_of(self, item)?)))
                .collect()
        };
        for (id, file) in unknown {
            match sink::blake3_of(&file) {
                Ok(blake3) => self.world().shelves.of_mut(who).learn_blake3(&id, &blake3),
                Err(error) => tracing::warn!(%error, "a drawing cannot be read"),
            }
        }
    }
}
