//! The step that makes media items of uploaded bytes, straight into their album. One call at a time for one account.
//!
//! A call whose answer was lost is not repeated blindly. Google makes one media item of one upload token, and one of one set of
//! bytes, so the same tokens are offered again as long as they live, also after a restart, and the answer tells each item for
//! what it became. When a token has died meanwhile, its file first goes past the ledger and the index again, which know the
//! item if a sync has seen it; only then are its bytes sent once more, of which Google still makes no second item. Names are
//! not compared: two photos may share one, and nothing is called done that is not known to be there.

use std::sync::Arc;

use google_photos::{AlbumId, ApiError, CreateOutcome, GooglePhotos, NewMediaItem};

use super::holds;
use super::order::fitting_name;
use super::queue::Queue;
use super::rules::{FailKind, MAX_ALBUM_ITEMS, Stage, StageName};
use super::store::{self, Move, Upload};
use crate::error::CoreError;
use crate::view::{AlbumKey, ConnectionKey};

/// What a batch needs of Google.
pub(super) struct Call {
    pub(super) client: GooglePhotos,
    pub(super) album: Option<AlbumId>,
}

impl Queue {
    /// Makes media items of uploaded bytes, straight into their album.
    pub(super) async fn create_step(
        self: &Arc<Self>,
        of: ConnectionKey,
        batch: Vec<Upload>,
    ) -> Result<(), CoreError> {
        // Order: the album first. While it is made, the files still stand where they can be cancelled.
        let Some(call) = self.call(of, &batch).await? else {
            return Ok(());
        };
        let batch = self.fitting(of, batch).await?;
        let batch = self.announce(batch).await?;
        self.point("creating");
        let mut parts = vec![batch];
        while let Some(mut part) = parts.pop() {
            let items: Vec<NewMediaItem> = part.iter().filter_map(new_item).collect();
            if items.is_empty() {
                continue;
            }
            let answer = call
                .client
                .media_items_create(call.album.as_ref(), None, &items)
                .await;
            self.point("create-answered");
            match answer {
                Ok(outcomes) => self.created(of, part, outcomes).await?,
                // Google refuses a call as a whole for one bad token in it, and where the album has room for some only.
                Err(ApiError::Refused { .. } | ApiError::AlbumFull { .. }) if part.len() > 1 => {
                    parts.extend(halves(part));
                }
                Err(error @ ApiError::AlbumFull { .. }) => {
                    // No room for one is no room for those after it.
                    part.extend(parts.drain(..).rev().flatten());
                    self.not_created(of, part, error).await?;
                }
                Err(error) => self.not_created(of, part, error).await?,
            }
        }
        Ok(())
    }

    /// The client and the album of a batch; an album that is only wished is made now. Without one of them the batch stays
    /// where it is or fails, and `None` is given.
    pub(super) async fn call(
        &self,
        of: ConnectionKey,
        batch: &[Upload],
    ) -> Result<Option<Call>, CoreError> {
        let Some(first) = batch.first() else {
            return Ok(None);
        };
        let Some(client) = self.client(of).await else {
            return Ok(None);
        };
        let Some(album) = first.album else {
            return Ok(Some(Call {
                client,
                album: None,
            }));
        };
        match self.albums.google_id(album).await {
            Ok(id) => Ok(Some(Call {
                client,
                album: Some(id),
            })),
            Err(
                CoreError::NotFound { .. }
                | CoreError::NotAllowed
                | CoreError::Refused { .. }
                | CoreError::BadTitle,
            ) => {
                self.fail(batch, FailKind::AlbumGone).await?;
                Ok(None)
            }
            Err(CoreError::Closed) => Err(CoreError::Closed),
            Err(error) => {
                self.core_trouble(of, &error).await;
                Ok(None)
            }
        }
    }

    /// What of a batch has room in its album. Where not all has, the rest of the album's files are held, and the person is
    /// asked.
    async fn fitting(
        &self,
        of: ConnectionKey,
        mut batch: Vec<Upload>,
    ) -> Result<Vec<Upload>, CoreError> {
        let Some(album) = batch.first().and_then(|first| first.album) else {
            return Ok(batch);
        };
        let read = self
            .frame
            .index
            .read(move |db| store::album_items(db, album));
        let room = MAX_ALBUM_ITEMS.saturating_sub(read.await?);
        let room = usize::try_from(room).unwrap_or(usize::MAX);
        if batch.len() > room {
            batch.truncate(room);
            if room == 0 {
                self.hold_album(of, album).await?;
            }
        }
        Ok(batch)
    }

    /// Holds all files of an album that is full.
    pub(super) async fn hold_album(
        &self,
        of: ConnectionKey,
        album: AlbumKey,
    ) -> Result<(), CoreError> {
        loop {
            let held = self
                .frame
                .index
                .write(move |tx| holds::hold_album(tx, of, album));
            if held.await? == 0 {
                return Ok(());
            }
        }
    }

    /// Writes down that these are becoming media items. Tokens that died meanwhile send their files back to be sent again.
    async fn announce(&self, batch: Vec<Upload>) -> Result<Vec<Upload>, CoreError> {
        let now = self.now_ms();
        let moved = self.frame.index.write_quietly(move |tx| {
            let mut announced = Vec::with_capacity(batch.len());
            for mut file in batch {
                let Stage::Sent(token) = file.stage else {
                    continue;
                };
                let good = token.is_good(now);
                let to = if good {
                    Stage::Creating(token)
                } else {
                    Stage::Hashed
                };
                let with = Move {
                    attempts: file.attempts,
                    ..Move::default()
                };
                if store::move_to(tx, file.key, StageName::Sent, &to, with, now)? && good {
                    file.stage = to;
                    announced.push(file);
                }
            }
            Ok(announced)
        });
        Ok(moved.await?)
    }

    pub(super) async fn put_back(&self, batch: &[Upload]) -> Result<(), CoreError> {
        let now = self.now_ms();
        let back: Vec<_> = batch
            .iter()
            .filter_map(|file| match &file.stage {
                Stage::Creating(token) => Some((file.key, token.clone(), file.attempts)),
                _ => None,
            })
            .collect();
        let written = self.frame.index.write(move |tx| {
            for (key, token, attempts) in back {
                let with = Move {
                    attempts,
                    ..Move::default()
                };
                store::move_to(tx, key, StageName::Creating, &Stage::Sent(token), with, now)?;
            }
            Ok(())
        });
        Ok(written.await?)
    }

    /// All of these have failed, from wherever they stand.
    pub(super) async fn fail(&self, batch: &[Upload], kind: FailKind) -> Result<(), CoreError> {
        let now = self.now_ms();
        let keys: Vec<_> = batch
            .iter()
            .map(|file| (file.key, file.stage.name()))
            .collect();
        let written = self.frame.index.write(move |tx| {
            for (key, from) in keys {
                store::move_to(tx, key, from, &Stage::Failed(kind), Move::default(), now)?;
            }
            Ok(())
        });
        Ok(written.await?)
    }
}

/// The outcome of one item of a call.
pub(super) fn outcome_of<'a>(
    outcomes: &'a [CreateOutcome],
    file: &Upload,
) -> Option<&'a CreateOutcome> {
    let Stage::Creating(token) = &file.stage else {
        return None;
    };
    outcomes.iter().find(|outcome| outcome.token == token.token)
}

fn new_item(file: &Upload) -> Option<NewMediaItem> {
    let Stage::Creating(token) = &file.stage else {
        return None;
    };
    Some(NewMediaItem {
        token: token.token.clone(),
        file_name: fitting_name(&file.name),
        // Cut to what Google takes on its way.
        description: file.description.clone().unwrap_or_default(),
    })
}

/// The second half first, because the last one is taken first: items keep their order.
pub(super) fn halves(mut part: Vec<Upload>) -> [Vec<Upload>; 2] {
    let second = part.split_off(part.len() / 2);
    [second, part]
}
