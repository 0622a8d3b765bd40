//! Media items: the grid, the details of one, its bytes. Everything but bytes is read from the local index.

mod bytes;
pub(crate) mod chosen;
mod describe;
pub(crate) mod places;
pub(crate) mod rules;
mod store;
mod video;

use std::path::PathBuf;
use std::sync::Arc;

use google_photos::{MediaItem, MediaItemId};
use rusqlite::Connection;
use url::Url;

pub(crate) use chosen::ChosenItem;
pub(crate) use store::{Bulk, Found, Known, Original, PICKED, Put};
pub use video::{RemoteVideo, VideoSource};

use crate::albums;
use crate::connections::Connections;
use crate::engine::Frame;
use crate::error::CoreError;
use crate::index::IndexError;
use crate::search::Search;
use crate::view::{ConnectionKey, GridItem, GridScope, ItemDetails, ItemKey, Segment};

/// Media items. Clones share them.
#[derive(Clone)]
pub struct Items {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    frame: Frame,
    connections: Connections,
    search: Search,
    videos: video::Videos,
}

impl Items {
    pub(crate) fn new(frame: Frame, connections: Connections, search: Search) -> Self {
        Self {
            inner: Arc::new(Inner {
                frame,
                connections,
                search,
                videos: video::Videos::default(),
            }),
        }
    }

    /// The parts of a grid: days of the current connection, newest first, or runs of an album in its order.
    pub async fn segments(&self, scope: GridScope) -> Result<Vec<Segment>, CoreError> {
        if let GridScope::Search { text } = &scope {
            return self.inner.search.segments(text).await;
        }
        let current = self.inner.connections.current().await?;
        let read = move |db: &Connection| match scope {
            GridScope::All => current.map_or(Ok(Vec::new()), |key| store::days(db, key)),
            GridScope::Missing => {
                current.map_or(Ok(Vec::new()), |key| store::missing_days(db, key))
            }
            GridScope::New { seen } => {
                current.map_or(Ok(Vec::new()), |key| store::noticed_runs(db, key, seen))
            }
            GridScope::Album { album } => store::runs(db, album),
            GridScope::Search { .. } => Ok(Vec::new()),
        };
        Ok(self.inner.frame.index.read(read).await?)
    }

    /// The items of those segments, in the order asked for. A segment that is not there any more has none.
    pub async fn grid(
        &self,
        scope: GridScope,
        segments: &[String],
    ) -> Result<Vec<Vec<GridItem>>, CoreError> {
        if let GridScope::Search { text } = &scope {
            return self.inner.search.grid(text, segments).await;
        }
        let current = self.inner.connections.current().await?;
        let segments = segments.to_vec();
        let read = move |db: &Connection| {
            let of = |segment: &String| match (&scope, current) {
                (GridScope::All, Some(key)) => store::of_day(db, key, segment),
                (GridScope::Missing, Some(key)) => store::missing_of_day(db, key, segment),
                (GridScope::New { seen }, Some(key)) => {
                    store::of_noticed_run(db, key, *seen, segment)
                }
                (GridScope::All | GridScope::Missing | GridScope::New { .. }, None)
                | (GridScope::Search { .. }, _) => Ok(Vec::new()),
                (GridScope::Album { album }, _) => store::of_run(db, *album, segment),
            };
            segments.iter().map(of).collect()
        };
        Ok(self.inner.frame.index.read(read).await?)
    }

    /// The newest items of the current connection.
    pub async fn recent(&self, limit: u32, offset: u32) -> Result<Vec<GridItem>, CoreError> {
        let current = self.inner.connections.current().await?;
        let read = move |db: &Connection| {
            current.map_or(Ok(Vec::new()), |key| store::recent(db, key, limit, offset))
        };
        Ok(self.inner.frame.index.read(read).await?)
    }

    /// Everything known of one item.
    ///
    /// Errors: `NotFound`.
    pub async fn details(&self, key: ItemKey) -> Result<ItemDetails, CoreError> {
        let read = move |db: &Connection| {
            let Some(row) = store::details(db, key)? else {
                return Ok(None);
            };
            Ok(Some((row, albums::of_item(db, key)?)))
        };
        let (row, albums) = self.inner.frame.index.read(read).await?.ok_or(NOT_FOUND)?;
        let local_path = still_there(row.local_path.clone()).await;
        Ok(rules::details(row, albums, local_path))
    }

    /// Takes missing items out of the index, piece by piece; what is not missing stays. Gives Google's ids of those that went.
    pub(crate) async fn forget_missing(
        &self,
        keys: Vec<ItemKey>,
    ) -> Result<Vec<(ConnectionKey, String)>, CoreError> {
        let forget = move |tx: &rusqlite::Transaction<'_>| store::forget_missing(tx, &keys);
        Ok(self.inner.frame.index.write(forget).await?)
    }

    /// Its page at Google, for its owner.
    ///
    /// Errors: `NotFound`.
    pub async fn page_url(&self, key: ItemKey) -> Result<Option<Url>, CoreError> {
        Ok(self
            .find(key)
            .await?
            .product_url
            .and_then(|text| Url::parse(&text).ok()))
    }

    /// The file it was uploaded from, where that is still there.
    ///
    /// Errors: `NotFound`.
    pub async fn local_path(&self, key: ItemKey) -> Result<Option<PathBuf>, CoreError> {
        Ok(still_there(self.find(key).await?.local_path)
            .await
            .map(PathBuf::from))
    }

    /// Starts reading the bytes of an item, as large as Google has them.
    ///
    /// Errors: `NotFound`, `StillProcessing`, `VideoFailed`, `CopyGone`, and what Google refuses.
    pub(crate) async fn bytes(&self, key: ItemKey) -> Result<google_photos::MediaBytes, CoreError> {
        self.inner.bytes(key).await
    }

    /// From where a video can be played: the person's own file where it is still there, otherwise from Google.
    ///
    /// Errors: `NotFound`, `StillProcessing`, `VideoFailed`, and what Google refuses.
    pub async fn video_source(&self, key: ItemKey) -> Result<VideoSource, CoreError> {
        self.inner.video_source(key).await
    }

    /// What other rooms need of an item.
    ///
    /// Errors: `NotFound`.
    pub(crate) async fn find(&self, key: ItemKey) -> Result<Found, CoreError> {
        self.inner.find(key).await
    }
}

const NOT_FOUND: CoreError = CoreError::NotFound { what: "photo" };

impl Inner {
    async fn find(&self, key: ItemKey) -> Result<Found, CoreError> {
        self.frame
            .index
            .read(move |db| store::find(db, key))
            .await?
            .ok_or(NOT_FOUND)
    }

    /// The Library API knows nothing of an item that was picked: there is only its copy.
    async fn refuse_picked(&self, key: ItemKey) -> Result<(), CoreError> {
        let read = move |db: &Connection| store::is_picked(db, key);
        match self.frame.index.read(read).await? {
            true => Err(CoreError::CopyGone),
            false => Ok(()),
        }
    }

    /// The item as Google has it now, with a fresh base URL; the index is brought up to date with it.
    async fn fresh(&self, key: ItemKey) -> Result<MediaItem, CoreError> {
        self.refuse_picked(key).await?;
        let found = self.find(key).await?;
        let client = self.connections.client(found.connection).await?;
        let answer = client.media_item(&MediaItemId::from(found.google_id)).await;
        let item = self
            .connections
            .outcome(found.connection, answer)
            .await
            .map_err(|error| match error {
                CoreError::NotFound { .. } => NOT_FOUND,
                other => other,
            })?;
        let (seen, now_ms) = (item.clone(), self.frame.clock.now_ms());
        let put = move |tx: &rusqlite::Transaction<'_>| {
            let (_, put) = store::put(tx, found.connection, &seen, "api", now_ms)?;
            Ok(((), put != Put::Same))
        };
        self.frame.index.write_telling(put).await?;
        Ok(item)
    }
}

/// Everything of an item that a copy of it is made by.
pub(crate) fn known(db: &Connection, key: ItemKey) -> Result<Option<Known>, IndexError> {
    store::known(db, key)
}

/// The page of an item at Google, from its pattern.
pub(crate) fn page_of(pattern: Option<String>, google_id: &str) -> Option<String> {
    store::page_of(pattern, google_id)
}

async fn still_there(path: Option<String>) -> Option<String> {
    let path = path?;
    tokio::fs::metadata(&path)
        .await
        .ok()
        .filter(std::fs::Metadata::is_file)
        .map(|_| path)
}

/// Keeps a media item that was seen at Google. Within a transaction.
pub(crate) fn seen(
    tx: &Connection,
    connection: ConnectionKey,
    item: &MediaItem,
    now_ms: i64,
) -> Result<(ItemKey, Put), IndexError> {
    store::put(tx, connection, item, "api", now_ms)
}

/// Keeps a media item that this app just uploaded, and the file it came from. Within a transaction.
pub(crate) fn uploaded(
    tx: &Connection,
    connection: ConnectionKey,
    item: &MediaItem,
    original: &Original,
    now_ms: i64,
) -> Result<(ItemKey, Put), IndexError> {
    let (key, put) = store::put(tx, connection, item, "uploaded", now_ms)?;
    store::keep_original(tx, key, original)?;
    Ok((key, put))
}

/// Keeps an item that the person picked from the whole library, and where its copy lies. Within a transaction.
pub(crate) fn picked(
    tx: &Connection,
    connection: ConnectionKey,
    item: &MediaItem,
    (path, size_bytes): (&str, u64),
    now_ms: i64,
) -> Result<(), IndexError> {
    let known = store::by_google_id(tx, connection, item.id.as_str())?;
    let key = match known {
        Some(key) => key,
        None => store::put(tx, connection, item, store::PICKED, now_ms)?.0,
    };
    store::keep_copy(tx, key, path, size_bytes)
}

/// Takes an item out that is here only because the person picked it: it is shown as another one. Within a transaction.
pub(crate) fn forget_picked(
    tx: &Connection,
    connection: ConnectionKey,
    id: &str,
) -> Result<(), IndexError> {
    store::forget_picked(tx, connection, id)
}

/// Whether an item is in the index and not missing at Google.
pub(crate) fn stands(
    db: &Connection,
    connection: ConnectionKey,
    id: &str,
) -> Result<bool, IndexError> {
    store::stands(db, connection, id)
}

/// Keeps the two colours of the placeholder, `#rrggbb#rrggbb`, and the size as displayed where Google did not tell it.
/// Within a transaction.
pub(crate) fn looks(
    tx: &Connection,
    key: ItemKey,
    tones: &str,
    size_px: Option<(u32, u32)>,
) -> Result<(), IndexError> {
    store::looks(tx, key, tones, size_px)
}

/// The tiles at these places, in this order; a place where nothing is shown has none.
pub(crate) fn at_places(db: &Connection, places: &[i64]) -> Result<Vec<GridItem>, IndexError> {
    store::at_places(db, places)
}

/// The key of an item by Google's id.
pub(crate) fn by_google_id(
    db: &Connection,
    connection: ConnectionKey,
    id: &str,
) -> Result<Option<ItemKey>, IndexError> {
    store::by_google_id(db, connection, id)
}

/// Google's ids of the videos that were still being processed, youngest first, none that came before `since_ms`.
pub(crate) fn in_work(
    db: &Connection,
    connection: ConnectionKey,
    since_ms: i64,
) -> Result<Vec<String>, IndexError> {
    store::in_work(db, connection, since_ms)
}

/// The items of a stretch of places that were not seen since `began_ms` and are older than `settled_before_ms`.
pub(crate) fn unseen(
    db: &Connection,
    stretch: &std::ops::RangeInclusive<i64>,
    began_ms: i64,
    settled_before_ms: i64,
) -> Result<Vec<(ItemKey, String)>, IndexError> {
    store::unseen(db, stretch, began_ms, settled_before_ms)
}

/// Marks items as not found at Google any more. Within a transaction.
pub(crate) fn mark_missing(
    tx: &Connection,
    items: &[ItemKey],
    now_ms: i64,
) -> Result<(), IndexError> {
    store::mark_missing(tx, items, now_ms)
}
