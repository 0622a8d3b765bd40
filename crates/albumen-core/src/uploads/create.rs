//! The steps of a batch: uploaded bytes become media items, known items go into an album. One call at a time for one account.

use std::sync::Arc;

use google_photos::{
    AlbumId, ApiError, CreateOutcome, GooglePhotos, MediaItem, MediaItemId, NewMediaItem,
};

use super::find::path_to_text;
use super::order::fitting_name;
use super::queue::Queue;
use super::rules::{
    FailKind, MAX_ATTEMPTS, MAX_CREATE_RETRIES, Refused, Skip, Stage, StageName, refused,
};
use super::store::{self, Move, Upload};
use super::trouble::{self, Trouble};
use crate::error::CoreError;
use crate::index::IndexError;
use crate::thumbs::{Adopted, put_adopted};
use crate::view::ConnectionKey;
use crate::{albums, items};

/// A batch with what its call needs.
struct Call {
    client: GooglePhotos,
    album: Option<AlbumId>,
}

impl Queue {
    /// Makes media items of uploaded bytes, straight into their album.
    pub(super) async fn create_step(
        self: &Arc<Self>,
        of: ConnectionKey,
        batch: Vec<Upload>,
    ) -> Result<(), CoreError> {
        let batch = self.announce(batch).await?;
        self.point("creating");
        let Some(call) = self.call(of, &batch).await? else {
            return Ok(());
        };
        let mut parts = vec![batch];
        while let Some(part) = parts.pop() {
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
                Err(ApiError::Refused { .. }) if part.len() > 1 => parts.extend(halves(part)),
                Err(error) => self.not_created(of, part, error).await?,
            }
        }
        Ok(())
    }

    /// Puts items that are in the library already into the album they are meant for.
    pub(super) async fn add_step(
        self: &Arc<Self>,
        of: ConnectionKey,
        batch: Vec<Upload>,
    ) -> Result<(), CoreError> {
        let Some(Call {
            client,
            album: Some(album),
        }) = self.call(of, &batch).await?
        else {
            return Ok(());
        };
        let mut parts = vec![batch];
        while let Some(part) = parts.pop() {
            let ids: Vec<MediaItemId> = part
                .iter()
                .filter_map(item_of)
                .map(MediaItemId::from)
                .collect();
            if ids.is_empty() {
                continue;
            }
            let answer = client.album_add_items(&album, &ids).await;
            self.point("add-answered");
            match answer {
                Ok(()) => self.added(of, part).await?,
                Err(ApiError::Refused { .. } | ApiError::NotAllowed { .. }) if part.len() > 1 => {
                    parts.extend(halves(part))
                }
                Err(error) => self.not_added(of, part, error).await?,
            }
        }
        Ok(())
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

    /// The client and the album of a batch. Without one of them the batch is put back or fails, and `None` is given.
    async fn call(&self, of: ConnectionKey, batch: &[Upload]) -> Result<Option<Call>, CoreError> {
        let Some(first) = batch.first() else {
            return Ok(None);
        };
        let client = match self.connections.client(of).await {
            Ok(client) => client,
            Err(error) => {
                self.lane(of, |lane| {
                    let wait =
                        trouble::of_core(&error, self.now_ms(), lane.offline_tries, self.policy());
                    lane.begin_wait(wait);
                });
                self.put_back(batch).await?;
                return Ok(None);
            }
        };
        let Some(album) = first.album else {
            return Ok(Some(Call {
                client,
                album: None,
            }));
        };
        let id = self
            .frame
            .index
            .read(move |db| store::album_google_id(db, album))
            .await?;
        let Some(id) = id else {
            self.fail(batch, FailKind::AlbumGone).await?;
            return Ok(None);
        };
        Ok(Some(Call {
            client,
            album: Some(AlbumId::from(id)),
        }))
    }

    /// Each item of the answer by itself, all in one transaction.
    async fn created(
        self: &Arc<Self>,
        of: ConnectionKey,
        part: Vec<Upload>,
        outcomes: Vec<CreateOutcome>,
    ) -> Result<(), CoreError> {
        self.lane(of, |lane| lane.offline_tries = 0);
        let (mut made, mut others) = (Vec::new(), Vec::new());
        for file in part {
            let Stage::Creating(token) = &file.stage else {
                continue;
            };
            let outcome = outcomes
                .iter()
                .find(|outcome| outcome.token == token.token)
                .map(|outcome| outcome.result.clone());
            match outcome {
                Some(Ok(item)) => made.push((file, item)),
                Some(Err(refusal)) => others.push((refused(refusal.kind, file.attempts), file)),
                None => others.push((Refused::Again, file)),
            }
        }
        self.write_down(of, made).await?;
        self.point("done");
        for (outcome, file) in others {
            self.not_made(file, outcome).await?;
        }
        Ok(())
    }

    async fn write_down(
        self: &Arc<Self>,
        of: ConnectionKey,
        made: Vec<(Upload, MediaItem)>,
    ) -> Result<(), CoreError> {
        let pictures = self.pictures.clone();
        let adopting = tokio::task::spawn_blocking(move || {
            let adopt = |(file, item): (Upload, MediaItem)| {
                let adopted =
                    pictures.adopt_upload(of, file.key, item.id.as_str(), &file.path, &file.mime);
                (file, item, adopted)
            };
            made.into_iter().map(adopt).collect::<Vec<_>>()
        });
        let made = adopting.await.map_err(|_| CoreError::Closed)?;
        let has_videos = made.iter().any(|(file, ..)| file.is_video());
        let bytes = made
            .iter()
            .flat_map(|(.., adopted)| &adopted.sizes)
            .map(|(_, bytes)| bytes)
            .sum();
        let now = self.now_ms();
        let written = self.frame.index.write(move |tx| {
            for (file, item, adopted) in &made {
                keep(tx, file, item, adopted, now)?;
            }
            Ok(())
        });
        written.await?;
        if has_videos {
            self.sync.watch_videos(of);
        }
        self.pictures.adopted(bytes).await
    }

    async fn not_made(&self, file: Upload, outcome: Refused) -> Result<(), CoreError> {
        match outcome {
            Refused::AlreadyThere => {
                let there = Stage::Skipped {
                    why: Skip::AlreadyThere,
                    item: None,
                };
                self.go(&file, StageName::Creating, there, Move::default())
                    .await?;
                // Google did not say which item it is; the next look finds it.
                if let Err(error) = self.sync.for_connection(file.connection).await {
                    tracing::debug!(
                        code = error.code(),
                        "the item that was there already is not known yet"
                    );
                }
                Ok(())
            }
            Refused::Again => {
                let Stage::Creating(token) = file.stage.clone() else {
                    return Ok(());
                };
                self.again(
                    &file,
                    StageName::Creating,
                    Stage::Sent(token),
                    MAX_CREATE_RETRIES,
                    FailKind::NoResult,
                )
                .await
            }
            Refused::Failed(kind) => {
                self.go(
                    &file,
                    StageName::Creating,
                    Stage::Failed(kind),
                    Move::default(),
                )
                .await?;
                Ok(())
            }
        }
    }

    async fn not_created(
        &self,
        of: ConnectionKey,
        part: Vec<Upload>,
        error: ApiError,
    ) -> Result<(), CoreError> {
        match self.trouble(of, error).await {
            Trouble::Wait(_) => self.put_back(&part).await,
            Trouble::Again | Trouble::Changed => {
                for file in part {
                    // A lost answer: the same token is offered again, and Google makes one item of one set of bytes.
                    let Stage::Creating(token) = file.stage.clone() else {
                        continue;
                    };
                    self.again(
                        &file,
                        StageName::Creating,
                        Stage::Sent(token),
                        MAX_ATTEMPTS,
                        FailKind::GoogleFailed,
                    )
                    .await?;
                }
                Ok(())
            }
            Trouble::Album if part.iter().all(|file| file.album.is_some()) => {
                self.fail(&part, FailKind::AlbumGone).await
            }
            Trouble::Part => self.refused_token(of, part).await,
            Trouble::Failed(kind) => self.fail(&part, kind).await,
            Trouble::Album => self.fail(&part, FailKind::Refused).await,
        }
    }

    /// Google refuses a single item as it stands: its token is no good (any more). The bytes are sent again, once.
    async fn refused_token(&self, of: ConnectionKey, part: Vec<Upload>) -> Result<(), CoreError> {
        for file in part {
            let first_time = self.lane(of, |lane| lane.resent.insert(file.key));
            let to = if first_time {
                Stage::Hashed
            } else {
                Stage::Failed(FailKind::Refused)
            };
            self.go(&file, StageName::Creating, to, Move::default())
                .await?;
        }
        Ok(())
    }

    async fn added(&self, of: ConnectionKey, part: Vec<Upload>) -> Result<(), CoreError> {
        let now = self.now_ms();
        let written = self.frame.index.write(move |tx| {
            for file in &part {
                let (Some(item), Some(album)) = (item_of(file), file.album) else {
                    continue;
                };
                if let Some(key) = items::by_google_id(tx, of, item)? {
                    albums::append(tx, album, &[key])?;
                }
                let there = Stage::Skipped {
                    why: Skip::AlreadyThere,
                    item: Some(item.to_owned()),
                };
                store::move_to(
                    tx,
                    file.key,
                    StageName::Creating,
                    &there,
                    Move::default(),
                    now,
                )?;
            }
            Ok(())
        });
        Ok(written.await?)
    }

    async fn not_added(
        &self,
        of: ConnectionKey,
        part: Vec<Upload>,
        error: ApiError,
    ) -> Result<(), CoreError> {
        match self.trouble(of, error).await {
            // Adding what is there already changes nothing, so these rows may stand as they are until the queue goes on.
            Trouble::Wait(_) => Ok(()),
            Trouble::Again | Trouble::Changed => {
                for file in part {
                    let same = file.stage.clone();
                    self.again(
                        &file,
                        StageName::Creating,
                        same,
                        MAX_ATTEMPTS,
                        FailKind::GoogleFailed,
                    )
                    .await?;
                }
                Ok(())
            }
            Trouble::Part => {
                for file in part {
                    // Google knows the item no more: its bytes go up like those of any other file.
                    let Some(item) = item_of(&file).map(str::to_owned) else {
                        continue;
                    };
                    let (key, now) = (file.key, self.now_ms());
                    let moved = self.frame.index.write(move |tx| {
                        store::forget_item_bytes(tx, of, &item)?;
                        store::move_to(
                            tx,
                            key,
                            StageName::Creating,
                            &Stage::Hashed,
                            Move::default(),
                            now,
                        )
                    });
                    moved.await?;
                }
                Ok(())
            }
            Trouble::Album => self.fail(&part, FailKind::AlbumGone).await,
            Trouble::Failed(kind) => self.fail(&part, kind).await,
        }
    }

    async fn put_back(&self, batch: &[Upload]) -> Result<(), CoreError> {
        for file in batch {
            if let Stage::Creating(token) = file.stage.clone() {
                let with = Move {
                    attempts: file.attempts,
                    ..Move::default()
                };
                self.go(file, StageName::Creating, Stage::Sent(token), with)
                    .await?;
            }
        }
        Ok(())
    }

    async fn fail(&self, batch: &[Upload], kind: FailKind) -> Result<(), CoreError> {
        for file in batch {
            self.go(
                file,
                StageName::Creating,
                Stage::Failed(kind),
                Move::default(),
            )
            .await?;
        }
        Ok(())
    }
}

/// A media item that was just made: into the index, with its file, its pictures and its album.
fn keep(
    tx: &rusqlite::Transaction<'_>,
    file: &Upload,
    item: &MediaItem,
    adopted: &Adopted,
    now_ms: i64,
) -> Result<(), IndexError> {
    let of = file.connection;
    let original = items::Original {
        path: path_to_text(&file.path).unwrap_or_default(),
        size_bytes: file.seen.size_bytes,
        content_hash: file
            .hashes
            .map(|hashes| hashes.blake3.to_vec())
            .unwrap_or_default(),
    };
    let key = items::uploaded(tx, of, item, &original, now_ms)?;
    if let Some(tones) = &adopted.tones {
        items::looks(tx, key, tones, None)?;
    }
    put_adopted(tx, of, item.id.as_str(), adopted, now_ms)?;
    if let Some(album) = file.album {
        albums::append(tx, album, &[key])?;
    }
    let done = Stage::Done {
        item: item.id.as_str().to_owned(),
    };
    store::move_to(
        tx,
        file.key,
        StageName::Creating,
        &done,
        Move::default(),
        now_ms,
    )?;
    Ok(())
}

fn new_item(file: &Upload) -> Option<NewMediaItem> {
    let Stage::Creating(token) = &file.stage else {
        return None;
    };
    Some(NewMediaItem {
        token: token.token.clone(),
        file_name: fitting_name(&file.name),
        description: String::new(),
    })
}

fn item_of(file: &Upload) -> Option<&str> {
    match &file.stage {
        Stage::Adding { item } => Some(item),
        _ => None,
    }
}

/// The second half first, because the last one is taken first: items keep their order.
fn halves(mut part: Vec<Upload>) -> [Vec<Upload>; 2] {
    let second = part.split_off(part.len() / 2);
    [second, part]
}
