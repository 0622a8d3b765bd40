//! Putting items into an album and taking them out. Google takes at most 50 at once, all or none; when it refuses some, the
//! call is halved until the bad ones are alone, and the rest goes on.

use google_photos::{AlbumId, GooglePhotos, MediaItemId};
use rusqlite::Connection;

use super::rules;
use super::store::{self, Found};
use super::{Inner, NOT_FOUND};
use crate::error::CoreError;
use crate::index::IndexError;
use crate::jobs::JobHandle;
use crate::view::{AlbumKey, ItemKey, JobKind};

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Add,
    Remove,
}

type Named = (ItemKey, String);

/// A change under way.
struct Work<'a> {
    albums: &'a Inner,
    change: Change,
    found: Found,
    id: AlbumId,
    client: GooglePhotos,
    /// Whether the album itself was looked at after a refusal.
    album_is_good: bool,
    done: u32,
    refused: u32,
}

impl Inner {
    pub(super) async fn change(
        &self,
        key: AlbumKey,
        items: &[ItemKey],
        change: Change,
    ) -> Result<(), CoreError> {
        let (found, id) = self.settled(key).await?;
        let client = self.connections.client(found.connection).await?;
        let items = items.to_vec();
        let connection = found.connection;
        let read = move |db: &Connection| -> Result<Vec<Named>, IndexError> {
            let inside = store::members(db, key)?;
            let named = store::google_ids(db, connection, &items)?;
            Ok(named
                .into_iter()
                .filter(|(item, _)| inside.contains(item) == (change == Change::Remove))
                .collect())
        };
        let named = self.frame.index.read(read).await?;
        let job = if named.len() > rules::ITEMS_A_CALL {
            self.frame.jobs.begin(JobKind::Album)
        } else {
            self.frame.jobs.begin_quietly()
        };
        let total = named.len() as u64;
        let mut work = Work {
            albums: self,
            change,
            found,
            id,
            client,
            album_is_good: false,
            done: 0,
            refused: 0,
        };
        match work.run(named, &job, total).await {
            Ok(()) if work.refused == 0 => job.finish(),
            Ok(()) => {
                let error = CoreError::SomeRefused {
                    done: work.done,
                    refused: work.refused,
                };
                job.finish_with(&error.to_string());
                return Err(error);
            }
            Err(CoreError::Cancelled) => return Err(CoreError::Cancelled),
            Err(error) => {
                job.fail(&error.to_string());
                return Err(error);
            }
        }
        Ok(())
    }
}

impl Work<'_> {
    async fn run(
        &mut self,
        named: Vec<Named>,
        job: &JobHandle,
        total: u64,
    ) -> Result<(), CoreError> {
        // The last one is next: chunks and halves stay in the order asked for.
        let mut todo: Vec<Vec<Named>> = named
            .chunks(rules::ITEMS_A_CALL)
            .rev()
            .map(<[Named]>::to_vec)
            .collect();
        while let Some(chunk) = todo.pop() {
            if job.cancelled() {
                return Err(CoreError::Cancelled);
            }
            match self.call(&chunk).await {
                Ok(()) => {
                    self.done += u32::try_from(chunk.len()).unwrap_or(u32::MAX);
                    self.keep(chunk).await?;
                }
                Err(error) if is_refusal(&error) => {
                    self.check_album().await?;
                    match rules::halves(&chunk) {
                        Some((first, second)) => todo.extend([second, first]),
                        None => self.refused += 1,
                    }
                }
                Err(error) => {
                    self.distrust(&error).await?;
                    return Err(error);
                }
            }
            job.progress(u64::from(self.done + self.refused), Some(total));
        }
        Ok(())
    }

    async fn call(&self, chunk: &[Named]) -> Result<(), CoreError> {
        let ids: Vec<MediaItemId> = chunk
            .iter()
            .map(|(_, id)| MediaItemId::from(id.as_str()))
            .collect();
        let answer = match self.change {
            Change::Add => self.client.album_add_items(&self.id, &ids).await,
            Change::Remove => self.client.album_remove_items(&self.id, &ids).await,
        };
        self.albums
            .connections
            .outcome(self.found.connection, answer)
            .await
    }

    async fn keep(&self, chunk: Vec<Named>) -> Result<(), CoreError> {
        let (album, change) = (self.found.key, self.change);
        let items: Vec<ItemKey> = chunk.into_iter().map(|(item, _)| item).collect();
        let write = move |tx: &rusqlite::Transaction<'_>| match change {
            Change::Add => store::append(tx, album, &items),
            Change::Remove => store::take_out(tx, album, &items),
        };
        Ok(self.albums.frame.index.write(write).await?)
    }

    /// Before many calls are spent on finding a bad item: the album may be the bad one.
    async fn check_album(&mut self) -> Result<(), CoreError> {
        if self.album_is_good {
            return Ok(());
        }
        let answer = self.client.album(&self.id).await;
        match self
            .albums
            .connections
            .outcome(self.found.connection, answer)
            .await
        {
            Ok(album) if album.writeable => {
                self.album_is_good = true;
                Ok(())
            }
            Ok(_) => Err(CoreError::NotAllowed),
            Err(CoreError::NotFound { .. }) => Err(NOT_FOUND),
            Err(error) => Err(error),
        }
    }

    /// Where Google may have acted and the answer was lost, the next sync lists the album again.
    async fn distrust(&self, error: &CoreError) -> Result<(), CoreError> {
        if matches!(
            error,
            CoreError::Offline { sent: true } | CoreError::GoogleTrouble { .. }
        ) {
            let album = self.found.key;
            self.albums
                .frame
                .index
                .write_quietly(move |tx| store::distrust(tx, album))
                .await?;
        }
        Ok(())
    }
}

fn is_refusal(error: &CoreError) -> bool {
    matches!(
        error,
        CoreError::Refused { .. } | CoreError::NotAllowed | CoreError::NotFound { .. }
    )
}
