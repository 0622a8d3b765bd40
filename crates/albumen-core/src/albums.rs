//! Albums: the list, and every change to one. A change is made at Google first and in the local index right after, without
//! waiting for a sync. Albums cannot be deleted through the API, so no album is ever made twice.

mod changes;
mod create;
mod enrich;
pub(crate) mod rules;
mod store;

use std::sync::Arc;

use google_photos::{Album, AlbumId, MediaItemId};
use rusqlite::Connection;
use url::Url;

use changes::{Change, Which};
pub(crate) use store::Found;

use crate::connections::Connections;
use crate::engine::Frame;
use crate::error::CoreError;
use crate::index::IndexError;
use crate::items::Items;
use crate::view::{
    AddOrder, AlbumKey, AlbumView, Chosen, ConnectionKey, ItemKey, JobId, LinkKey, LinkView,
};

/// Albums. Clones share them.
#[derive(Clone)]
pub struct Albums {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    frame: Frame,
    connections: Connections,
    items: Items,
}

const NOT_FOUND: CoreError = CoreError::NotFound { what: "album" };

impl Albums {
    pub(crate) fn new(frame: Frame, connections: Connections, items: Items) -> Self {
        Self {
            inner: Arc::new(Inner {
                frame,
                connections,
                items,
            }),
        }
    }

    /// The albums of the current connection, the one with the newest photo first.
    pub async fn list(&self) -> Result<Vec<AlbumView>, CoreError> {
        let Some(current) = self.inner.connections.current().await? else {
            return Ok(Vec::new());
        };
        Ok(self
            .inner
            .frame
            .index
            .read(move |db| store::all(db, current))
            .await?)
    }

    /// One album.
    ///
    /// Errors: `NotFound`.
    pub async fn get(&self, key: AlbumKey) -> Result<AlbumView, CoreError> {
        self.inner.view(key).await
    }

    /// Makes an album in the current connection. The wish is stored first; when Google's answer is lost, the album is
    /// looked for before another is made.
    ///
    /// Errors: `BadTitle`, `NoConnection`, and what Google refuses. After `Offline` the wish stays where Google may have
    /// acted on it, and the next sync settles it.
    pub async fn create(&self, title: &str) -> Result<AlbumView, CoreError> {
        let current = self
            .inner
            .connections
            .current()
            .await?
            .ok_or(CoreError::NoConnection)?;
        let key = self.inner.create(current, title).await?;
        self.get(key).await
    }

    /// Gives an album another title.
    ///
    /// Errors: `BadTitle`, `NotFound`, and what Google refuses.
    pub async fn rename(&self, key: AlbumKey, title: &str) -> Result<AlbumView, CoreError> {
        let title = rules::title(title)?;
        let (found, id) = self.inner.settled(key).await?;
        let client = self.inner.connections.client(found.connection).await?;
        let lane = self.inner.frame.lanes.of(found.connection);
        let _one_at_a_time = lane.lock().await;
        let answer = client.album_rename(&id, &title).await;
        self.inner.take_answer(&found, answer).await?;
        self.get(key).await
    }

    /// Makes an item of the album its cover.
    ///
    /// Errors: `NotFound`, and what Google refuses.
    pub async fn set_cover(&self, key: AlbumKey, item: ItemKey) -> Result<AlbumView, CoreError> {
        let (found, id) = self.inner.settled(key).await?;
        let read = move |db: &Connection| store::google_ids(db, found.connection, &[item]);
        let named = self.inner.frame.index.read(read).await?;
        let (_, item) = named
            .into_iter()
            .next()
            .ok_or(CoreError::NotFound { what: "photo" })?;
        let client = self.inner.connections.client(found.connection).await?;
        let lane = self.inner.frame.lanes.of(found.connection);
        let _one_at_a_time = lane.lock().await;
        let answer = client.album_set_cover(&id, &MediaItemId::from(item)).await;
        self.inner.take_answer(&found, answer).await?;
        self.get(key).await
    }

    /// Puts what is chosen at the end of an album, in this order. Those in it already stay where they are. Gives the job at
    /// once; it says at its end how many were added, and can be undone.
    ///
    /// Errors: `NotFound`; all others end the job.
    pub async fn add(
        &self,
        key: AlbumKey,
        chosen: Chosen,
        order: AddOrder,
    ) -> Result<JobId, CoreError> {
        Inner::change(&self.inner, key, Which::Chosen(chosen, order), Change::Add).await
    }

    /// Takes what is chosen out of an album. It stays in the library. Gives the job at once, which can be undone: everything
    /// is put back, at the end.
    ///
    /// Errors: as [`Albums::add`].
    pub async fn remove(&self, key: AlbumKey, chosen: Chosen) -> Result<JobId, CoreError> {
        Inner::change(
            &self.inner,
            key,
            Which::Chosen(chosen, AddOrder::AsChosen),
            Change::Remove,
        )
        .await
    }

    /// Puts one item at the end of an album, without a job. Gives whether it was not in it before.
    ///
    /// Errors: `NotFound`, `NotAllowed` also where the album is full, and what Google refuses.
    pub(crate) async fn put(&self, key: AlbumKey, item: ItemKey) -> Result<bool, CoreError> {
        self.inner.put(key, item).await
    }

    /// Makes an album in a connection, as [`Albums::create`].
    pub(crate) async fn create_in(
        &self,
        connection: ConnectionKey,
        title: &str,
    ) -> Result<AlbumKey, CoreError> {
        self.inner.create(connection, title).await
    }

    /// The album's page at Google, for its owner: who is signed in with several accounts in the browser gets this one.
    ///
    /// Errors: `NotFound`.
    pub async fn page_url(&self, key: AlbumKey) -> Result<Option<Url>, CoreError> {
        let found = self.find(key).await?;
        let page = found.product_url.and_then(|text| Url::parse(&text).ok());
        let Some(mut page) = page else {
            return Ok(None);
        };
        let owner = self.inner.connections.get(found.connection).await?.email;
        page.query_pairs_mut().append_pair("authuser", &owner);
        Ok(Some(page))
    }

    /// What other rooms need of an album.
    ///
    /// Errors: `NotFound`.
    pub(crate) async fn find(&self, key: AlbumKey) -> Result<Found, CoreError> {
        self.inner.find(key).await
    }

    /// Google's id of an album, after settling a creation whose answer was lost.
    ///
    /// Errors: `NotFound`, and what Google refuses.
    pub(crate) async fn google_id(&self, key: AlbumKey) -> Result<AlbumId, CoreError> {
        Ok(self.inner.settled(key).await?.1)
    }

    /// Settles all creations of a connection whose answers were lost: adopts the album, or makes it now.
    ///
    /// Errors: what Google refuses; the wishes stay for the next time.
    pub(crate) async fn settle_wishes(&self, connection: ConnectionKey) -> Result<(), CoreError> {
        self.inner.settle_wishes(connection).await
    }
}

impl Inner {
    async fn view(&self, key: AlbumKey) -> Result<AlbumView, CoreError> {
        self.frame
            .index
            .read(move |db| store::one(db, key))
            .await?
            .ok_or(NOT_FOUND)
    }

    async fn find(&self, key: AlbumKey) -> Result<Found, CoreError> {
        self.frame
            .index
            .read(move |db| store::find(db, key))
            .await?
            .ok_or(NOT_FOUND)
    }

    /// Keeps what Google answered to a change of an album.
    async fn take_answer(
        &self,
        found: &Found,
        answer: Result<Album, google_photos::ApiError>,
    ) -> Result<(), CoreError> {
        let album = self
            .connections
            .outcome(found.connection, answer)
            .await
            .map_err(album_not_found)?;
        let (key, now_ms) = (found.key, self.frame.clock.now_ms());
        self.frame
            .index
            .write(move |tx| store::update(tx, key, &album, now_ms))
            .await?;
        Ok(())
    }
}

fn album_not_found(error: CoreError) -> CoreError {
    match error {
        CoreError::NotFound { .. } => NOT_FOUND,
        other => other,
    }
}

/// Keeps an album that was seen at Google; gives whether something shown changed. Within a transaction.
pub(crate) fn seen(
    tx: &Connection,
    connection: ConnectionKey,
    album: &Album,
    now_ms: i64,
) -> Result<(AlbumKey, bool), IndexError> {
    store::seen(tx, connection, album, now_ms)
}

/// Marks albums that a list left out; gives how many. Within a transaction.
pub(crate) fn mark_missing(
    tx: &Connection,
    connection: ConnectionKey,
    look_began_ms: i64,
    settled_before_ms: i64,
    now_ms: i64,
) -> Result<usize, IndexError> {
    store::mark_missing(tx, connection, look_began_ms, settled_before_ms, now_ms)
}

/// The albums whose contents were never listed, or not since Google counts otherwise; with `all`, every one.
pub(crate) fn to_list(
    db: &Connection,
    connection: ConnectionKey,
    all: bool,
) -> Result<Vec<(AlbumKey, String, u32)>, IndexError> {
    store::to_list(db, connection, all)
}

/// Replaces what an album holds by what was listed; gives whether that differs. `counted` is what Google counted when the
/// listing began. Within a transaction.
pub(crate) fn set_contents(
    tx: &Connection,
    album: AlbumKey,
    items: &[ItemKey],
    counted: u32,
) -> Result<bool, IndexError> {
    store::set_contents(tx, album, items, counted)
}

/// Puts items at the end of an album to which Google just added them. Within a transaction.
pub(crate) fn append(
    tx: &Connection,
    album: AlbumKey,
    items: &[ItemKey],
) -> Result<(), IndexError> {
    store::append(tx, album, items)
}

/// The albums an item is in.
pub(crate) fn of_item(db: &Connection, item: ItemKey) -> Result<Vec<AlbumView>, IndexError> {
    store::of_item(db, item)
}

/// The titles of the albums an item is in, the album that was known first at the front.
pub(crate) fn titles_of_item(
    db: &Connection,
    item: ItemKey,
) -> Result<Vec<(AlbumKey, String)>, IndexError> {
    store::titles_of_item(db, item)
}

/// Whose album it is.
pub(crate) fn connection_of(
    db: &Connection,
    album: AlbumKey,
) -> Result<Option<ConnectionKey>, IndexError> {
    Ok(store::find(db, album)?.map(|found| found.connection))
}

/// The link of an album, where it has or had one.
pub(crate) fn link(db: &Connection, album: AlbumKey) -> Result<Option<LinkView>, IndexError> {
    store::link(db, album)
}

/// The link of somebody else's album.
pub(crate) fn link_of_others(
    db: &Connection,
    key: LinkKey,
) -> Result<Option<LinkView>, IndexError> {
    store::link_of_others(db, key)
}

/// Wishes for an album that Google was not asked for yet: it is made when its first file is ready. Within a transaction.
pub(crate) fn wish(
    tx: &Connection,
    connection: ConnectionKey,
    title: &str,
    now_ms: i64,
) -> Result<AlbumKey, IndexError> {
    store::wish_later(tx, connection, title, now_ms)
}

/// The oldest album of a title that Albumen may write to, also one that is only wished yet.
pub(crate) fn writable_of_title(
    db: &Connection,
    connection: ConnectionKey,
    title: &str,
) -> Result<Option<AlbumKey>, IndexError> {
    store::writable_of_title(db, connection, title)
}

/// The titles of all albums of a connection, also of those that are only wished yet.
pub(crate) fn titles(
    db: &Connection,
    connection: ConnectionKey,
) -> Result<Vec<String>, IndexError> {
    store::titles(db, connection)
}

/// The title of an album.
pub(crate) fn title_of(db: &Connection, key: AlbumKey) -> Result<Option<String>, IndexError> {
    store::title_of(db, key)
}
