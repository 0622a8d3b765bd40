//! What became of a batch: each item of the answer by itself.

use std::sync::Arc;

use google_photos::{ApiError, CreateOutcome, MediaItem};

use super::adding::item_of;
use super::create::outcome_of;
use super::find::path_to_text;
use super::queue::Queue;
use super::rules::{
    FailKind, MAX_ATTEMPTS, MAX_CREATE_RETRIES, Refused, Skip, Stage, StageName, refused,
};
use super::store::{self, Move, Upload};
use super::trouble::Trouble;
use crate::error::CoreError;
use crate::index::IndexError;
use crate::thumbs::{Adopted, put_adopted};
use crate::view::ConnectionKey;
use crate::watching::{self, Moment};
use crate::{albums, items, ledger};

impl Queue {
    /// Each item of the answer by itself, all in one transaction.
    pub(super) async fn created(
        self: &Arc<Self>,
        of: ConnectionKey,
        part: Vec<Upload>,
        outcomes: Vec<CreateOutcome>,
    ) -> Result<(), CoreError> {
        self.lane(of, |lane| lane.went_well());
        let (mut made, mut others) = (Vec::new(), Vec::new());
        for file in part {
            match outcome_of(&outcomes, &file).map(|outcome| outcome.result.clone()) {
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
                let adopted = pictures.adopt_upload(of, file.key, item.id.as_str(), &file.mime);
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
        let at = Moment::now(&self.frame.clock);
        let written = self.frame.index.write(move |tx| {
            let mut noticed = false;
            for (file, item, adopted) in &made {
                noticed |= keep(tx, file, item, adopted, &at)?;
            }
            Ok(noticed)
        });
        if written.await? {
            self.frame.events.noticed();
        }
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

    pub(super) async fn not_created(
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
            Trouble::AlbumFull => {
                self.put_back(&part).await?;
                match part.first().and_then(|first| first.album) {
                    Some(album) => self.hold_album(of, album).await,
                    None => Ok(()),
                }
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
}

/// A media item that was just made: into the index, with its file, its pictures and its album. Gives whether that is news.
pub(super) fn keep(
    tx: &rusqlite::Transaction<'_>,
    file: &Upload,
    item: &MediaItem,
    adopted: &Adopted,
    at: &Moment,
) -> Result<bool, IndexError> {
    let of = file.connection;
    let original = items::Original {
        path: path_to_text(&file.path).unwrap_or_default(),
        size_bytes: file.seen.size_bytes,
        content_hash: file
            .hashes
            .map(|hashes| hashes.blake3.to_vec())
            .unwrap_or_default(),
    };
    let (key, put) = items::uploaded(tx, of, item, &original, at.now_ms)?;
    let noticed = watching::uploaded(tx, of, key, put == items::Put::New, at)?;
    if let Some(tones) = &adopted.tones {
        items::looks(tx, key, tones, None)?;
    }
    if let Some(hashes) = file.hashes {
        let new = ledger::NewEntry {
            content_hash: &hashes.blake3,
            google_id: item.id.as_str(),
            file_name: &file.name,
            path: &original.path,
            size_bytes: file.seen.size_bytes,
        };
        ledger::keep(tx, of, &new, at.now_ms)?;
    }
    put_adopted(tx, of, item.id.as_str(), adopted, at.now_ms)?;
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
        at.now_ms,
    )?;
    Ok(noticed)
}

/// An item of the library that Google just put into an album.
pub(super) fn keep_added(
    tx: &rusqlite::Transaction<'_>,
    file: &Upload,
    now_ms: i64,
) -> Result<(), IndexError> {
    let (Some(item), Some(album)) = (item_of(file), file.album) else {
        return Ok(());
    };
    if let Some(key) = items::by_google_id(tx, file.connection, item)? {
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
        now_ms,
    )?;
    Ok(())
}
