//! The step that puts items that are in the library already into the album they are meant for. Nothing of them is sent.

use std::sync::Arc;

use google_photos::{ApiError, MediaItemId};

use super::create::{Call, halves};
use super::outcomes::keep_added;
use super::queue::Queue;
use super::rules::{FailKind, MAX_ATTEMPTS, Stage, StageName};
use super::store::{self, Move, Upload};
use super::trouble::Trouble;
use crate::error::CoreError;
use crate::view::ConnectionKey;

impl Queue {
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
        while let Some(mut part) = parts.pop() {
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
                Ok(()) => self.added(part).await?,
                Err(
                    ApiError::Refused { .. }
                    | ApiError::NotAllowed { .. }
                    | ApiError::AlbumFull { .. },
                ) if part.len() > 1 => parts.extend(halves(part)),
                Err(error @ ApiError::AlbumFull { .. }) => {
                    // No room for one is no room for those after it.
                    part.extend(parts.drain(..).rev().flatten());
                    self.not_added(of, part, error).await?;
                }
                Err(error) => self.not_added(of, part, error).await?,
            }
        }
        Ok(())
    }

    async fn added(&self, part: Vec<Upload>) -> Result<(), CoreError> {
        let now = self.now_ms();
        let written = self.frame.index.write(move |tx| {
            for file in &part {
                keep_added(tx, file, now)?;
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
                        store::forget_item_bytes(tx, of, &item, now)?;
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
            Trouble::AlbumFull => match part.first().and_then(|first| first.album) {
                // In the library they are; only the album cannot take them, and the person is asked for another.
                Some(album) => self.hold_album(of, album).await,
                None => Ok(()),
            },
            Trouble::Album => self.fail(&part, FailKind::AlbumGone).await,
            Trouble::Failed(kind) => self.fail(&part, kind).await,
        }
    }
}

/// The item of a file that is in the library already.
pub(super) fn item_of(file: &Upload) -> Option<&str> {
    match &file.stage {
        Stage::Adding { item } => Some(item),
        _ => None,
    }
}
