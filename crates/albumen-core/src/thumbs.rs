//! Thumbnails, previews, portraits: cached, made from the person's own file, or fetched from Google, in this order.
//!
//! How long pictures are kept:
//! - Those made from the person's own files are kept for good. They are the person's, cost no quota and never expire.
//! - Those fetched from Google expire after 60 minutes, which is what Google allows, and are then taken off the disk. One that
//!   is asked for before that happens is shown at once and fetched again in the background. Where Google cannot be reached they
//!   stay, and so they do where the person decided to keep them for looking at the library offline.
//! - Those of the sample library are kept for good: it is not Google.
//!
//! The cache has a limit in bytes. Above it the pictures of Google that were shown longest ago go first, then the large ones
//! that can be made again from the person's own files.
//!
//! Work is bounded, and what is looked at comes first: of what is visible, the last wish. A wish can be called off; then
//! nothing is made or fetched for it any more.
//!
//! A picture that cannot be shown is a drawn stand-in, never an error; an error means that asking later may help.

mod base_urls;
mod cache;
mod capture_time;
mod disk;
mod dragged;
mod fetch;
mod flights;
mod forget;
mod item;
mod local;
mod original;
mod placeholder;
mod pool;
mod portrait;
mod poster;
mod rules;
mod settings;
mod store;
mod sweeping;

use std::path::PathBuf;
use std::sync::Arc;

pub(crate) use capture_time::{camera, capture_time_ms};
pub(crate) use local::{Adopted, put_adopted};
pub use rules::PicturePolicy;

use crate::connections::Connections;
use crate::downloads::Downloads;
use crate::engine::Frame;
use crate::error::CoreError;
use crate::view::{ConnectionKey, ItemKey, PlanFileKey, UploadKey};
use base_urls::BaseUrls;
use cache::Cache;
pub use dragged::ItemFile;
use flights::Flights;
pub use original::PhotoPixels;
use placeholder::Placeholder;
use pool::Pool;
use settings::Decided;

/// Which picture is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PictureRequest {
    /// A media item; of a video, its poster.
    Item {
        /// Which one.
        key: ItemKey,
        /// The side of the square box it fits in, pixels: 256, 512 or 2048, or [`PictureRequest::FULL`] for the photo as large
        /// as it is; another is served by the next larger one.
        size: u32,
    },
    /// A preview of a file in the upload queue.
    Upload {
        /// Which one.
        key: UploadKey,
    },
    /// A file of a plan.
    Plan {
        /// Which one.
        key: PlanFileKey,
    },
    /// The portrait of an account.
    Avatar {
        /// Whose.
        connection: ConnectionKey,
    },
}

impl PictureRequest {
    /// Stands for the size of the photo itself.
    pub const FULL: u32 = rules::FULL;
}

/// A picture.
#[derive(Clone, Debug)]
pub struct PictureFile {
    /// Where its bytes are.
    pub content: PictureContent,
    /// `image/jpeg`, `image/png`, `image/webp`, `image/gif` or `image/svg+xml`.
    pub content_type: &'static str,
}

/// Where the bytes of a picture are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureContent {
    /// In a file of the cache. It may be gone when it is opened late; then ask again.
    File(PathBuf),
    /// Here.
    Bytes(Arc<[u8]>),
}

impl PictureFile {
    fn file(path: PathBuf, content_type: &'static str) -> Self {
        Self {
            content: PictureContent::File(path),
            content_type,
        }
    }

    fn drawn(what: Placeholder) -> Self {
        let svg = placeholder::draw(what).into_bytes();
        Self {
            content: PictureContent::Bytes(svg.into()),
            content_type: placeholder::CONTENT_TYPE,
        }
    }

    /// Whether this is a drawn stand-in. It should not be kept by who shows it: the picture itself may come.
    #[must_use]
    pub fn is_stand_in(&self) -> bool {
        self.content_type == placeholder::CONTENT_TYPE
    }

    /// The bytes.
    ///
    /// Errors: `NotFound` when the file went meanwhile.
    pub async fn read(self) -> Result<Vec<u8>, CoreError> {
        match self.content {
            PictureContent::Bytes(bytes) => Ok(bytes.to_vec()),
            PictureContent::File(path) => tokio::fs::read(&path)
                .await
                .map_err(|_| CoreError::NotFound { what: "picture" }),
        }
    }
}

/// Pictures. Clones share the cache.
#[derive(Clone)]
pub struct Pictures {
    inner: Arc<Inner>,
}

/// What the parts of this room share.
pub(crate) struct Inner {
    frame: Frame,
    connections: Connections,
    downloads: Downloads,
    cache: Cache,
    base_urls: BaseUrls,
    flights: Flights<PictureRequest>,
    decided: Arc<Decided>,
    fetches: Pool,
    /// Photos in full are few at a time: they are large.
    full: Pool,
    makes: Pool,
}

impl Pictures {
    pub(crate) fn new(frame: Frame, connections: Connections, downloads: Downloads) -> Self {
        let base_urls = BaseUrls::start(&frame, connections.clone());
        // One core stays free for what the person does.
        let makers =
            std::thread::available_parallelism().map_or(1, |cores| (cores.get() - 1).clamp(1, 4));
        let decided = Arc::new(Decided::new(frame.clone()));
        Self {
            inner: Arc::new(Inner {
                cache: Cache::new(frame.clone(), Arc::clone(&decided)),
                base_urls,
                flights: Flights::default(),
                decided,
                fetches: Pool::of(rules::PARALLEL_FETCHES),
                full: Pool::of(1),
                makes: Pool::of(makers),
                frame,
                connections,
                downloads,
            }),
        }
    }

    /// A picture: from the cache, made or fetched now. Several that ask for the same one at a time cause the work once.
    ///
    /// The photo in full is the person's own file where it is there and can be shown, otherwise Google's copy of it.
    ///
    /// Broken bytes, a type Albumen cannot draw and a video Google still works on give a drawn stand-in.
    /// Errors: `NotFound`, `Cancelled` when it was called off, and where Google is needed `Offline`, `ServiceNotRunning`, `SignInNeeded`, `SlowDown`, `QuotaSpent`.
    pub async fn get(&self, wanted: PictureRequest) -> Result<PictureFile, CoreError> {
        let wanted = match wanted {
            PictureRequest::Item { key, size } => PictureRequest::Item {
                key,
                size: rules::kept_size(size),
            },
            other => other,
        };
        let inner = Arc::clone(&self.inner);
        self.inner
            .flights
            .join(wanted, async move {
                match wanted {
                    PictureRequest::Item { key, size } => inner.item(key, size).await,
                    PictureRequest::Upload { key } => inner.upload(key).await,
                    PictureRequest::Plan { key } => inner.planned(key).await,
                    PictureRequest::Avatar { connection } => inner.portrait(connection).await,
                }
            })
            .await
    }

    /// A picture of an item where the cache has one, in whatever size. Nothing is made or fetched for it.
    ///
    /// Errors: what the index says.
    pub(crate) async fn at_hand(&self, key: ItemKey) -> Result<Option<PictureFile>, CoreError> {
        self.inner.at_hand(key).await
    }

    /// Calls off pictures of these items in the sizes of a grid: somebody scrolled past. What is not begun is not done, what is
    /// being fetched is dropped, unless somebody else waits for it.
    pub fn cancel(&self, keys: &[ItemKey]) {
        for key in keys {
            for size in rules::GRID_SIZES {
                self.inner
                    .flights
                    .call_off(&PictureRequest::Item { key: *key, size });
            }
        }
    }
}
