//! Making an album so that it is made once. The wish is in the index before Google hears of it.

use futures::TryStreamExt as _;
use google_photos::{Album, AlbumId, ApiError};

use super::rules::{self, Candidate};
use super::store::{self, Found, Wish};
use super::{Inner, album_not_found};
use crate::error::CoreError;
use crate::uploads::seam;
use crate::view::{AlbumKey, ConnectionKey};

/// What a try to make an album came to.
enum Made {
    Album(Album),
    /// Google may have acted, but its answer was lost.
    Uncertain(CoreError),
    /// Google did nothing. A later try may succeed.
    NotNow(CoreError),
    /// Google does not want it.
    Never(CoreError),
}

impl Inner {
    pub(super) async fn create(
        &self,
        connection: ConnectionKey,
        title: &str,
    ) -> Result<AlbumKey, CoreError> {
        let title = rules::title(title)?;
        let lane = self.frame.lanes.of(connection);
        let _one_at_a_time = lane.lock().await;
        let now_ms = self.frame.clock.now_ms();
        let wish = self
            .frame
            .index
            .write_quietly(move |tx| store::wish(tx, connection, &title, now_ms))
            .await?;
        match self.fulfil(&wish, false).await {
            Ok(()) => Ok(wish.key),
            Err(Made::Uncertain(error)) => Err(error),
            Err(Made::NotNow(error) | Made::Never(error)) => {
                // The person is told now and may try again; nothing is left behind.
                self.frame
                    .index
                    .write_quietly(move |tx| store::forget_wish(tx, wish.key))
                    .await?;
                Err(error)
            }
            Err(Made::Album(_)) => Err(CoreError::Closed),
        }
    }

    pub(super) async fn settle_wishes(&self, connection: ConnectionKey) -> Result<(), CoreError> {
        let lane = self.frame.lanes.of(connection);
        let _one_at_a_time = lane.lock().await;
        for wish in self
            .frame
            .index
            .read(move |db| store::wishes(db, connection))
            .await?
        {
            self.settle(wish).await?;
        }
        Ok(())
    }

    /// An album with its id at Google; a wish is settled first.
    pub(super) async fn settled(&self, key: AlbumKey) -> Result<(Found, AlbumId), CoreError> {
        let found = self.find(key).await?;
        if let Some(id) = &found.google_id {
            let id = AlbumId::from(id.as_str());
            return Ok((found, id));
        }
        let lane = self.frame.lanes.of(found.connection);
        let _one_at_a_time = lane.lock().await;
        let wish = self
            .frame
            .index
            .read(move |db| store::wish_of(db, key))
            .await?;
        if let Some(wish) = wish {
            self.settle(wish).await?;
        }
        let found = self.find(key).await?;
        let id = found
            .google_id
            .as_deref()
            .map(AlbumId::from)
            .ok_or(super::NOT_FOUND)?;
        Ok((found, id))
    }

    async fn settle(&self, wish: Wish) -> Result<(), CoreError> {
        match self.fulfil(&wish, wish.asked).await {
            Ok(()) => Ok(()),
            Err(Made::Never(error)) => {
                let key = wish.key;
                self.frame
                    .index
                    .write(move |tx| store::forget_wish(tx, key))
                    .await?;
                Err(error)
            }
            Err(Made::NotNow(error) | Made::Uncertain(error)) => Err(error),
            Err(Made::Album(_)) => Ok(()),
        }
    }

    /// Brings a wish to its album. With `look_first` Google may have it already.
    async fn fulfil(&self, wish: &Wish, look_first: bool) -> Result<(), Made> {
        if look_first && self.adopt(wish).await? {
            return Ok(());
        }
        let lost = match self.ask(wish).await {
            Made::Album(album) => return self.keep(wish, album).await,
            Made::Uncertain(error) => error,
            other => return Err(other),
        };
        tracing::info!(%lost, "the answer to an album's creation was lost, looking for the album");
        tokio::time::sleep(self.frame.policy.lost_answer_wait).await;
        if self.adopt(wish).await? {
            return Ok(());
        }
        match self.ask(wish).await {
            Made::Album(album) => self.keep(wish, album).await,
            other => Err(other),
        }
    }

    async fn ask(&self, wish: &Wish) -> Made {
        let client = match self.connections.client(wish.connection).await {
            Ok(client) => client,
            Err(error) => return Made::NotNow(error),
        };
        let key = wish.key;
        // Order: in the index before the call. A process that dies from here on looks before it asks again.
        let asking = self
            .frame
            .index
            .write_quietly(move |tx| store::asking(tx, key));
        if let Err(error) = asking.await {
            return Made::NotNow(error.into());
        }
        seam::point(self.frame.die_at.as_deref(), "album-asking");
        let answer = client.album_create(&wish.title).await;
        seam::point(self.frame.die_at.as_deref(), "album-answered");
        let maybe_made = match &answer {
            Err(ApiError::NoAnswer { sent, .. }) => *sent,
            Err(ApiError::Unavailable { .. } | ApiError::Malformed { .. }) => true,
            _ => false,
        };
        match self.connections.outcome(wish.connection, answer).await {
            Ok(album) => Made::Album(album),
            Err(error) if maybe_made => {
                match self
                    .frame
                    .index
                    .write_quietly(move |tx| store::uncertain(tx, key))
                    .await
                {
                    Ok(()) => Made::Uncertain(error),
                    Err(failed) => Made::Uncertain(failed.into()),
                }
            }
            Err(
                error @ (CoreError::NotAllowed
                | CoreError::Refused { .. }
                | CoreError::NotFound { .. }),
            ) => Made::Never(album_not_found(error)),
            Err(error) => {
                let back = self
                    .frame
                    .index
                    .write_quietly(move |tx| store::not_asked(tx, key));
                match back.await {
                    Ok(()) => Made::NotNow(error),
                    Err(failed) => Made::NotNow(failed.into()),
                }
            }
        }
    }

    /// Looks for the album of a wish and takes it; gives whether it was there.
    async fn adopt(&self, wish: &Wish) -> Result<bool, Made> {
        let client = self
            .connections
            .client(wish.connection)
            .await
            .map_err(Made::NotNow)?;
        let listed: Result<Vec<Album>, ApiError> = client.albums().try_collect().await;
        // What a look cannot tell stays as uncertain as it was.
        let listed = self
            .connections
            .outcome(wish.connection, listed)
            .await
            .map_err(Made::Uncertain)?;
        let of_title: Vec<Album> = listed
            .into_iter()
            .filter(|album| album.title == wish.title)
            .collect();
        let (connection, known) = (wish.connection, of_title.clone());
        let read = move |db: &rusqlite::Connection| {
            let candidate = |album: &Album| {
                Ok(Candidate {
                    google_id: album.id.as_str().to_owned(),
                    title: album.title.clone(),
                    first_seen_ms: store::first_seen_ms(db, connection, album.id.as_str())?,
                })
            };
            known.iter().map(candidate).collect::<Result<Vec<_>, _>>()
        };
        let candidates = self
            .frame
            .index
            .read(read)
            .await
            .map_err(|error| Made::Uncertain(error.into()))?;
        let Some(came) = rules::came_of_wish(&candidates, &wish.title, wish.wished_ms) else {
            return Ok(false);
        };
        let album = of_title
            .into_iter()
            .find(|album| album.id.as_str() == came.google_id);
        match album {
            Some(album) => self.keep(wish, album).await.map(|()| true),
            None => Ok(false),
        }
    }

    async fn keep(&self, wish: &Wish, album: Album) -> Result<(), Made> {
        let (key, connection, now_ms) = (wish.key, wish.connection, self.frame.clock.now_ms());
        let kept = self
            .frame
            .index
            .write(move |tx| store::fulfil(tx, connection, key, &album, now_ms))
            .await;
        kept.map_err(|error| Made::Uncertain(error.into()))
    }
}
