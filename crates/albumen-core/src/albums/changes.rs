//! Putting items into an album and taking them out, as jobs. Google takes at most 50 at once, all or none; when it refuses
//! some, the call is halved until the bad ones are alone, and the rest goes on. What was done can be undone.

use std::collections::HashSet;
use std::sync::Arc;

use google_photos::{AlbumId, ApiError, GooglePhotos, MediaItemId};
use rusqlite::Connection;

use super::rules::{self, Tally};
use super::store::{self, Found};
use super::{Inner, NOT_FOUND};
use crate::error::CoreError;
use crate::items::chosen::{ChosenItem, Pieces};
use crate::jobs::JobHandle;
use crate::view::{AddOrder, AlbumKey, Chosen, ItemKey, JobId, JobKind};

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Add,
    Remove,
}

/// What is put in or taken out.
pub(super) enum Which {
    /// What the person chose, and in which order it goes.
    Chosen(Chosen, AddOrder),
    /// What a job took out or put in, to undo it.
    Undone(Vec<ItemKey>),
}

/// Why a call did not go through.
enum Refusal {
    /// Not all of it fits in the album.
    Full,
    Other(CoreError),
}

/// A change under way.
struct Work<'a> {
    albums: &'a Inner,
    change: Change,
    found: Found,
    id: AlbumId,
    client: GooglePhotos,
    /// Whether the album itself was looked at after a refusal.
    album_is_good: bool,
    tally: Tally,
    /// What was changed, in order.
    changed: Vec<ItemKey>,
    /// How many items the album can still take.
    room: usize,
}

impl Inner {
    /// Begins the job.
    pub(super) async fn change(
        inner: &Arc<Self>,
        key: AlbumKey,
        which: Which,
        change: Change,
    ) -> Result<JobId, CoreError> {
        inner.find(key).await?;
        inner
            .begin_change(key, which, change)
            .ok_or(CoreError::Closed)
    }

    fn begin_change(
        self: &Arc<Self>,
        key: AlbumKey,
        which: Which,
        change: Change,
    ) -> Option<JobId> {
        let job = self.frame.jobs.begin(JobKind::Album);
        let (id, inner) = (job.id(), Arc::clone(self));
        self.frame.tasks.spawn_until_stopped(async move {
            inner.run_change(key, which, change, job).await;
        });
        id
    }

    async fn run_change(
        self: &Arc<Self>,
        key: AlbumKey,
        which: Which,
        change: Change,
        job: JobHandle,
    ) {
        let undoes = matches!(which, Which::Undone(_));
        let begun = self.prepare(key, which, change).await;
        let (mut work, mut pieces) = match begun {
            Ok(begun) => begun,
            Err(error) => return job.fail(&error.to_string()),
        };
        let outcome = work.run(&mut pieces, &job).await;
        let title = self.title(key).await;
        let tally = Tally {
            undoes,
            removes: change == Change::Remove,
            ..work.tally
        };
        if !undoes && !work.changed.is_empty() {
            let (inner, changed) = (Arc::clone(self), work.changed);
            let back = match change {
                Change::Add => Change::Remove,
                Change::Remove => Change::Add,
            };
            job.can_be_undone(Box::new(move || {
                inner.begin_change(key, Which::Undone(changed), back)
            }));
        }
        match outcome {
            Ok(()) => job.finish_with(&rules::sentence(&tally, &title)),
            Err(CoreError::Cancelled) => job.stop_with(&rules::stopped(&tally, &title)),
            Err(error) => job.fail(&rules::failed(&tally, &error)),
        }
    }

    /// Puts one item into an album, without a job; gives whether it was not in it before.
    pub(super) async fn put(&self, key: AlbumKey, item: ItemKey) -> Result<bool, CoreError> {
        let begun = self.prepare(key, Which::Undone(vec![item]), Change::Add);
        let (mut work, mut pieces) = begun.await?;
        work.run(&mut pieces, &self.frame.jobs.begin_quietly())
            .await?;
        let Tally {
            done,
            refused,
            is_full,
            ..
        } = work.tally;
        match refused > 0 || is_full {
            true => Err(CoreError::NotAllowed),
            false => Ok(done > 0),
        }
    }

    async fn prepare(
        &self,
        key: AlbumKey,
        which: Which,
        change: Change,
    ) -> Result<(Work<'_>, Pieces), CoreError> {
        let (found, id) = self.settled(key).await?;
        let client = self.connections.client(found.connection).await?;
        let pieces = match which {
            Which::Chosen(chosen, order) => match self.items.pieces(&chosen).await? {
                Some(pieces) => Some(pieces.ordered(order).await?),
                None => None,
            },
            Which::Undone(keys) => Some(self.items.pieces_of(found.connection, keys)),
        };
        let pieces = pieces.ok_or(CoreError::NoConnection)?;
        let inside = self.frame.index.read(move |db| store::one(db, key)).await?;
        let inside = inside.map_or(0, |album| album.items as usize);
        let work = Work {
            albums: self,
            change,
            found,
            id,
            client,
            album_is_good: false,
            tally: Tally::default(),
            changed: Vec::new(),
            room: rules::ITEMS_AN_ALBUM.saturating_sub(inside),
        };
        Ok((work, pieces))
    }

    async fn title(&self, key: AlbumKey) -> String {
        let read = move |db: &Connection| store::title_of(db, key);
        let title = self.frame.index.read(read).await.ok().flatten();
        title.unwrap_or_default()
    }
}

impl Work<'_> {
    async fn run(&mut self, pieces: &mut Pieces, job: &JobHandle) -> Result<(), CoreError> {
        self.tally.total = pieces.count().await?;
        job.progress(0, Some(u64::from(self.tally.total)));
        let mut waiting: Vec<ChosenItem> = Vec::new();
        loop {
            let piece = pieces.next().await?;
            let over = piece.is_empty();
            waiting.extend(self.still_to_change(piece).await?);
            while waiting.len() >= rules::ITEMS_A_CALL || over && !waiting.is_empty() {
                let rest = waiting.split_off(waiting.len().min(rules::ITEMS_A_CALL));
                let mut batch = std::mem::replace(&mut waiting, rest);
                let fits = self.change == Change::Remove || batch.len() <= self.room;
                if !fits {
                    batch.truncate(self.room);
                }
                if !batch.is_empty() {
                    self.batch(batch, job).await?;
                }
                self.tally.is_full |= !fits;
                if self.tally.is_full {
                    return Ok(());
                }
            }
            if over {
                return Ok(());
            }
        }
    }

    /// Those that are not as they shall be yet.
    async fn still_to_change(
        &mut self,
        piece: Vec<ChosenItem>,
    ) -> Result<Vec<ChosenItem>, CoreError> {
        let (album, change, all) = (self.found.key, self.change, piece.len());
        let read = move |db: &Connection| {
            let keys: Vec<ItemKey> = piece.iter().map(|item| item.key).collect();
            let inside: HashSet<ItemKey> = store::inside(db, album, &keys)?;
            let differs =
                |item: &ChosenItem| inside.contains(&item.key) == (change == Change::Remove);
            Ok(piece.into_iter().filter(differs).collect::<Vec<_>>())
        };
        let differing = self.albums.frame.index.read(read).await?;
        let same = u32::try_from(all - differing.len()).unwrap_or(u32::MAX);
        self.tally.already = self.tally.already.saturating_add(same);
        Ok(differing)
    }

    /// One call, or as many as it takes to find what Google refuses.
    async fn batch(&mut self, batch: Vec<ChosenItem>, job: &JobHandle) -> Result<(), CoreError> {
        // The last one is next: halves stay in the order asked for.
        let mut todo = vec![batch];
        while let Some(chunk) = todo.pop() {
            if job.cancelled() {
                return Err(CoreError::Cancelled);
            }
            match self.call(&chunk).await {
                Ok(()) => self.keep(chunk).await?,
                // Others put something in meanwhile: as much as fits goes in.
                Err(Refusal::Full) => match rules::halves(&chunk) {
                    Some((first, second)) => todo.extend([second, first]),
                    None => {
                        self.tally.is_full = true;
                        return Ok(());
                    }
                },
                Err(Refusal::Other(error)) if is_refusal(&error) => {
                    self.check_album().await?;
                    match rules::halves(&chunk) {
                        Some((first, second)) => todo.extend([second, first]),
                        None => self.tally.refused += 1,
                    }
                }
                Err(Refusal::Other(error)) => {
                    self.distrust(&error).await?;
                    return Err(error);
                }
            }
            job.progress(self.tally.seen(), Some(u64::from(self.tally.total)));
        }
        Ok(())
    }

    async fn call(&self, chunk: &[ChosenItem]) -> Result<(), Refusal> {
        let ids: Vec<MediaItemId> = chunk
            .iter()
            .map(|item| MediaItemId::from(item.google_id.as_str()))
            .collect();
        let lane = self.albums.frame.lanes.of(self.found.connection);
        let _one_at_a_time = lane.lock().await;
        let answer = match self.change {
            Change::Add => self.client.album_add_items(&self.id, &ids).await,
            Change::Remove => self.client.album_remove_items(&self.id, &ids).await,
        };
        let full = matches!(answer, Err(ApiError::AlbumFull { .. }));
        let outcome = self
            .albums
            .connections
            .outcome(self.found.connection, answer)
            .await;
        outcome.map_err(|error| {
            if full {
                Refusal::Full
            } else {
                Refusal::Other(error)
            }
        })
    }

    async fn keep(&mut self, chunk: Vec<ChosenItem>) -> Result<(), CoreError> {
        let (album, change) = (self.found.key, self.change);
        let items: Vec<ItemKey> = chunk.into_iter().map(|item| item.key).collect();
        self.tally.done += u32::try_from(items.len()).unwrap_or(u32::MAX);
        self.room = self.room.saturating_sub(items.len());
        self.changed.extend_from_slice(&items);
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
