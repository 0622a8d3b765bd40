//! Photos to drop, and what the emulator holds of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use albumen_core::view::{
    AlbumKey, ConnectionKey, GridScope, QueueState, UploadRow, UploadTotals, UploadsView, WaitCause,
};
use albumen_core::{Clock, Core, CoreConfig, UploadPolicy};
use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};
use photos_emulator::{Config, LibrarySource};
use serde_json::Value;
use tempfile::TempDir;
use url::Url;

use crate::support::{self, MARA, World, browser};

/// Files that a person drops.
pub struct Drop {
    pub dir: TempDir,
    pub files: Vec<(PathBuf, Vec<u8>)>,
}

impl Drop {
    pub fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            files: Vec::new(),
        }
    }

    /// So many photos, each different.
    pub fn of(count: u8) -> Self {
        let mut drop = Self::new();
        for number in 0..count {
            drop.add(&format!("photo {number}.jpg"), jpeg(number));
        }
        drop
    }

    pub fn add(&mut self, name: &str, bytes: Vec<u8>) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &bytes).unwrap();
        self.files.push((path.clone(), bytes));
        path
    }

    pub fn paths(&self) -> Vec<PathBuf> {
        self.files.iter().map(|(path, _)| path.clone()).collect()
    }

    pub fn folder(&self) -> Vec<PathBuf> {
        vec![self.dir.path().to_owned()]
    }

    /// Name and bytes of each, sorted.
    pub fn contents(&self) -> Vec<(String, Vec<u8>)> {
        let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut all: Vec<_> = self
            .files
            .iter()
            .map(|(path, bytes)| (name(path), bytes.clone()))
            .collect();
        all.sort();
        all
    }
}

/// A photo of its own for each number.
pub fn jpeg(number: u8) -> Vec<u8> {
    let tone = number.wrapping_mul(37);
    let picture = RgbImage::from_fn(96, 64, |x, y| {
        Rgb([tone, (x * 2) as u8, (y * 3) as u8 ^ number])
    });
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 90)
        .encode_image(&picture)
        .unwrap();
    bytes
}

/// A photo that says when it was taken, such as `2024:05:01 12:00:00`.
pub fn jpeg_taken(number: u8, taken: &str) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [
            &tag.to_le_bytes()[..],
            &kind.to_le_bytes(),
            &count.to_le_bytes(),
            &value.to_le_bytes(),
        ]
        .concat()
    };
    tiff.extend(1u16.to_le_bytes());
    tiff.extend(entry(0x8769, 4, 1, 26)); // the EXIF directory lies at 26
    tiff.extend(0u32.to_le_bytes());
    tiff.extend(1u16.to_le_bytes());
    tiff.extend(entry(0x9003, 2, 20, 44)); // DateTimeOriginal lies at 44
    tiff.extend(0u32.to_le_bytes());
    tiff.extend(taken.as_bytes());
    tiff.push(0);
    let plain = jpeg(number);
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE1];
    bytes.extend(u16::try_from(tiff.len() + 8).unwrap().to_be_bytes());
    bytes.extend(b"Exif\0\0");
    bytes.extend(tiff);
    bytes.extend_from_slice(&plain[2..]);
    bytes
}

/// No wait but the one until a batch is complete, which never ends by time: the clock stands still.
pub fn hasty() -> UploadPolicy {
    UploadPolicy {
        slow_down: Duration::ZERO,
        offline: Duration::ZERO,
        retry: Duration::ZERO,
        gather: Duration::from_secs(60),
        gather_longest: Duration::from_secs(600),
        look: Duration::from_secs(15),
    }
}

/// What an engine is opened with when it uploads.
pub fn upload_config(google: &Url, home: &Path, clock: &Clock) -> CoreConfig {
    let mut config = support::config(google, home, clock);
    config.policy.uploads = hasty();
    config
}

/// An empty library, Mara signed in, an album to drop into.
pub async fn with_album() -> (World, ConnectionKey, AlbumKey) {
    with_album_and(|_| ()).await
}

/// The same, with other settings.
pub async fn with_album_and(
    change: impl FnOnce(&mut CoreConfig),
) -> (World, ConnectionKey, AlbumKey) {
    let emulator = photos_emulator::start(Config {
        library: LibrarySource::Empty,
        ..Config::default()
    })
    .await
    .unwrap();
    let url = emulator.url().clone();
    let home = tempfile::tempdir().unwrap();
    let clock = Clock::by_hand(1_790_000_000_000);
    let mut config = upload_config(&url, home.path(), &clock);
    change(&mut config);
    let core = Core::open(config).await.unwrap();
    let world = World {
        emulator: Some(emulator),
        url,
        home,
        clock,
        core,
    };
    let of = world.sign_in(MARA).await.key;
    let album = world.core.albums().create("Summer").await.unwrap().key;
    world.forget_stats().await;
    (world, of, album)
}

/// Waits for the queue; a test never hangs.
pub async fn idle(core: &Core) -> Listed {
    let view = tokio::time::timeout(Duration::from_secs(90), core.uploads().wait_idle())
        .await
        .expect("the queue comes to rest")
        .unwrap();
    with_rows(core, view).await
}

/// Name and bytes of everything the emulator holds, sorted, and whether all of it is in the one album.
pub async fn held(world: &World) -> (Vec<(String, Vec<u8>)>, bool) {
    let items = world.get("items").await;
    let mut all = Vec::new();
    let mut in_album = true;
    for item in items.as_array().unwrap() {
        let id = item["id"].as_str().unwrap();
        let url = world
            .url
            .join(&format!("/_control/media/{id}/bytes"))
            .unwrap();
        let bytes = browser()
            .get(url)
            .send()
            .await
            .unwrap()
            .bytes()
            .await
            .unwrap()
            .to_vec();
        all.push((item["filename"].as_str().unwrap().to_owned(), bytes));
        in_album &= item["albums"].as_array().unwrap().len() == 1;
    }
    all.sort();
    (all, in_album)
}

/// The emulator holds exactly these files, once each, in the album, byte for byte.
pub async fn assert_holds(world: &World, drop: &Drop) {
    let (held, in_album) = held(world).await;
    let names =
        |all: &[(String, Vec<u8>)]| all.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    let dropped = drop.contents();
    assert_eq!(
        names(&held),
        names(&dropped),
        "exactly the files dropped, once each"
    );
    assert!(held == dropped, "with equal bytes");
    assert!(in_album, "each in the album");
    let listed: usize = albums(world).await.values().map(Vec::len).sum();
    assert_eq!(listed, dropped.len(), "once each in the album");
}

/// Names of the items of each album, in its order.
pub async fn albums(world: &World) -> BTreeMap<String, Vec<String>> {
    let items = world.get("items").await;
    let name_of = |id: &Value| {
        let item = items
            .as_array()
            .unwrap()
            .iter()
            .find(|item| item["id"] == *id)
            .unwrap();
        item["filename"].as_str().unwrap().to_owned()
    };
    let albums = world.get("albums").await;
    let each = albums.as_array().unwrap().iter().map(|album| {
        let names = album["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(name_of)
            .collect();
        (album["title"].as_str().unwrap().to_owned(), names)
    });
    each.collect()
}

/// The names of an album's grid, as the index has it.
pub async fn grid(core: &Core, scope: GridScope) -> Vec<String> {
    let segments = core.items().segments(scope.clone()).await.unwrap();
    let keys: Vec<_> = segments.into_iter().map(|segment| segment.key).collect();
    let items = core.items().grid(scope, &keys).await.unwrap();
    items
        .into_iter()
        .flatten()
        .map(|item| item.file_name)
        .collect()
}

/// The row of a file.
pub fn row<'a>(view: &'a Listed, name: &str) -> &'a UploadRow {
    view.rows
        .iter()
        .find(|row| row.file_name == name)
        .unwrap_or_else(|| panic!("{name} is not in {:?}", view.rows))
}

/// What the queue waits for, and the sentence.
pub fn waiting(view: &Listed) -> (WaitCause, String) {
    match &view.state {
        QueueState::Waiting { cause, message, .. } => (*cause, message.clone()),
        other => panic!("the queue does not wait: {other:?}, {:?}", view.rows),
    }
}

/// The queue with all its rows.
#[derive(Debug)]
pub struct Listed {
    pub rows: Vec<UploadRow>,
    pub totals: UploadTotals,
    pub state: QueueState,
}

/// Reads the queue as it stands.
pub async fn listed(core: &Core) -> Listed {
    let view = core.uploads().view().await.unwrap();
    with_rows(core, view).await
}

/// Reads the rows of a view.
pub async fn with_rows(core: &Core, view: UploadsView) -> Listed {
    let mut rows = Vec::new();
    for section in &view.sections {
        let reason = section.reason.clone();
        let uploads = core.uploads();
        let piece = uploads.rows(section.kind, reason, 0, 500).await;
        rows.extend(piece.unwrap());
    }
    Listed {
        rows,
        totals: view.totals,
        state: view.state,
    }
}

/// A clock set by hand wakes nobody: anything that wakes the queue finds that the time has come.
pub async fn wake(core: &Core) {
    let settings = core.uploads().settings().await.unwrap();
    core.uploads().set_settings(settings).await.unwrap();
}
