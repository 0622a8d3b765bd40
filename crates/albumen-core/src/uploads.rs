//! The upload queue: files that were dropped become media items, each once, whatever happens in between.
//!
//! The rows of the queue are the truth. Each stage is written down before the step it announces begins, so a killed process
//! goes on where it stopped: bytes that were under way are sent again, bytes that are at Google are not, and a media item
//! whose answer was lost is asked for again under the same upload token, of which Google makes one item.

mod cancel;
mod create;
mod find;
mod lane;
mod media_types;
mod meter;
mod next;
mod order;
mod queue;
mod read;
mod rules;
mod seam;
mod shown;
mod steps;
mod store;
mod trouble;
mod words;

use std::path::PathBuf;
use std::sync::Arc;

pub(crate) use find::{path_to_text, text_to_path};
pub(crate) use media_types::is_drawable;
pub use seam::POINTS as DIE_AT_POINTS;
pub use trouble::UploadPolicy;

use crate::albums::Albums;
use crate::connections::Connections;
use crate::engine::Frame;
use crate::error::CoreError;
use crate::sync::Sync;
use crate::thumbs::Pictures;
use crate::view::{
    AlbumKey, ConnectionKey, DropSummary, EnqueuedView, LeftOut, QueueState, UploadKey, UploadRow,
    UploadSectionKind, UploadTotals, UploadsView,
};
use find::Finding;
use queue::Queue;
use read::Seen;
use rules::{Stage, StageName};
use store::Move;

/// The upload queue. Clones share it.
#[derive(Clone)]
pub struct Uploads {
    frame: Frame,
    connections: Connections,
    pictures: Pictures,
    queue: Arc<Queue>,
}

impl Uploads {
    pub(crate) fn new(
        frame: Frame,
        connections: Connections,
        _: Albums,
        pictures: Pictures,
        sync: Sync,
        die_at: Option<String>,
    ) -> Self {
        let queue = Queue::new(
            frame.clone(),
            connections.clone(),
            pictures.clone(),
            sync,
            die_at,
        );
        Self {
            frame,
            connections,
            pictures,
            queue: Arc::new(queue),
        }
    }

    /// Takes up what was not finished.
    pub(crate) async fn start(&self) -> Result<(), CoreError> {
        let now = self.frame.clock.now_ms();
        self.frame
            .index
            .write(move |tx| store::rearm(tx, now))
            .await?;
        let paused = self.frame.index.read(store::is_paused).await?;
        self.queue.set_paused(paused);
        let queue = Arc::clone(&self.queue);
        self.frame.tasks.spawn(queue.run());
        Ok(())
    }

    /// What these files and folders would bring. Looks at the disk, sends nothing, keeps nothing.
    pub async fn inspect(&self, paths: &[PathBuf]) -> Result<DropSummary, CoreError> {
        let finding = look_through(paths.to_vec(), false).await?;
        let good = finding.files.iter().filter(|file| file.media.is_ok());
        Ok(DropSummary {
            files: count(good.clone().count()),
            folders: finding.folders,
            bytes: good.map(|file| file.seen.size_bytes).sum(),
            left_out: count(
                finding
                    .files
                    .iter()
                    .filter(|file| file.media.is_err())
                    .count(),
            ),
        })
    }

    /// Puts files and folders in the queue of the album's connection, or of the one that is shown. They are durable there on
    /// return, and go up by themselves.
    ///
    /// Errors: `NotFound` where there is no such album or no connection, `DiskFull`.
    pub async fn enqueue(
        &self,
        paths: Vec<PathBuf>,
        album: Option<AlbumKey>,
    ) -> Result<EnqueuedView, CoreError> {
        let of = match album {
            Some(album) => self
                .frame
                .index
                .read(move |db| store::album_connection(db, album))
                .await?
                .ok_or(CoreError::NotFound { what: "album" })?,
            None => self.current().await?,
        };
        let finding = look_through(paths, true).await?;
        let left_out = finding.files.iter().filter_map(|file| {
            let why = file.media.err()?;
            Some(LeftOut {
                file_name: file.name.clone(),
                reason: words::skip_words(why).to_owned(),
            })
        });
        let left_out: Vec<_> = left_out.collect();
        let files = count(finding.files.len() - left_out.len());
        let now = self.frame.clock.now_ms();
        self.frame
            .index
            .write(move |tx| store::insert_batch(tx, of, album, &finding.files, now))
            .await?;
        self.queue.point("found");
        let job = self.queue.job(of);
        self.queue.wake();
        Ok(EnqueuedView {
            job,
            files,
            left_out,
        })
    }

    /// The queue of the connection that is shown: what there is and how it stands. Its rows come from [`Uploads::rows`].
    pub async fn view(&self) -> Result<UploadsView, CoreError> {
        let Some(of) = self.connections.current().await? else {
            return Ok(UploadsView {
                sections: Vec::new(),
                totals: UploadTotals::default(),
                state: QueueState::Idle,
            });
        };
        let under_way = self.under_way(of);
        let read = self
            .frame
            .index
            .read(move |db| Ok((shown::sections(db, of)?, shown::totals(db, of, &under_way)?)));
        let (sections, totals) = read.await?;
        let state = self.queue.queue_state(of, &totals);
        Ok(UploadsView {
            sections,
            totals,
            state,
        })
    }

    /// A piece of the rows of one section of [`Uploads::view`], in the order of the queue; of what is over, the last first.
    /// At most 500.
    pub async fn rows(
        &self,
        section: UploadSectionKind,
        reason: Option<String>,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<UploadRow>, CoreError> {
        let Some(of) = self.connections.current().await? else {
            return Ok(Vec::new());
        };
        let under_way = self.under_way(of);
        let read = self.frame.index.read(move |db| {
            shown::rows(
                db,
                of,
                section,
                reason.as_deref(),
                (offset, limit),
                &under_way,
            )
        });
        Ok(read.await?)
    }

    fn under_way(&self, of: ConnectionKey) -> shown::UnderWay {
        self.queue
            .lane(of, |lane| lane.under_way(self.frame.clock.now_ms()))
    }

    /// Tries a file again that failed or was cancelled.
    ///
    /// Errors: `NotFound`. A file that stands elsewhere stays there.
    pub async fn retry(&self, key: UploadKey) -> Result<(), CoreError> {
        let file = self
            .frame
            .index
            .read(move |db| store::upload(db, key))
            .await?;
        let file = file.ok_or(CoreError::NotFound { what: "file" })?;
        self.try_again(vec![file]).await
    }

    /// Tries all files again that failed, and goes on if the queue waits.
    pub async fn retry_all(&self) -> Result<(), CoreError> {
        let of = self.current().await?;
        let failed = self
            .frame
            .index
            .read(move |db| store::failed(db, of))
            .await?;
        self.queue.go_on();
        self.try_again(failed).await
    }

    async fn try_again(&self, files: Vec<store::Upload>) -> Result<(), CoreError> {
        let now = self.frame.clock.now_ms();
        let looking = tokio::task::spawn_blocking(move || {
            let look = |file: &store::Upload| {
                std::fs::metadata(&file.path)
                    .ok()
                    .map(|metadata| Seen::of(&metadata))
            };
            files
                .iter()
                .map(|file| (file.key, file.stage.name(), look(file)))
                .collect::<Vec<_>>()
        });
        let files = looking.await.map_err(|_| CoreError::Closed)?;
        let moved = self.frame.index.write(move |tx| {
            for (key, from, seen) in files {
                if matches!(from, StageName::Failed | StageName::Cancelled) {
                    store::move_to(
                        tx,
                        key,
                        from,
                        &Stage::Found,
                        Move {
                            seen,
                            ..Move::default()
                        },
                        now,
                    )?;
                }
            }
            Ok(())
        });
        moved.await?;
        self.queue.wake();
        Ok(())
    }

    /// Takes a file out of what goes up. One that is becoming a media item this very moment still does.
    ///
    /// Errors: `NotFound`.
    pub async fn cancel(&self, key: UploadKey) -> Result<(), CoreError> {
        let file = self
            .frame
            .index
            .read(move |db| store::upload(db, key))
            .await?;
        let file = file.ok_or(CoreError::NotFound { what: "file" })?;
        self.queue.cancel(vec![file.key]).await
    }

    /// Takes all files out of what goes up.
    pub async fn cancel_all(&self) -> Result<(), CoreError> {
        self.queue.cancel_all(self.current().await?).await
    }

    /// Pauses, or goes on. Files under way are sent to their end; nothing new begins. Holds over a restart.
    pub async fn pause(&self, paused: bool) -> Result<(), CoreError> {
        self.frame
            .index
            .write(move |tx| store::set_paused(tx, paused))
            .await?;
        self.queue.set_paused(paused);
        match paused {
            true => self.queue.wake(),
            false => self.queue.go_on(),
        }
        Ok(())
    }

    /// Takes what is settled for good out of the list: done, already there, left out, cancelled. Failures stay.
    pub async fn clear(&self) -> Result<(), CoreError> {
        let of = self.current().await?;
        let gone = self
            .frame
            .index
            .write(move |tx| store::clear(tx, of))
            .await?;
        let pictures = self.pictures.clone();
        let gone: Vec<_> = gone.into_iter().map(|key| (of, key)).collect();
        // The queue is clear already; previews only take room.
        let _ = tokio::task::spawn_blocking(move || pictures.forget_uploads(&gone)).await;
        Ok(())
    }

    /// Waits until nothing can go on by itself: all is settled, or the queue is paused, or it waits for the person, for the
    /// network or for the next day. Gives the queue as it stands then.
    pub async fn wait_idle(&self) -> Result<UploadsView, CoreError> {
        let mut turns = self.queue.turns();
        loop {
            turns.mark_unchanged();
            if self.queue.is_idle().await? {
                return self.view().await;
            }
            tokio::select! {
                () = self.frame.tasks.stopped() => return Err(CoreError::Closed),
                changed = turns.changed() => changed.map_err(|_| CoreError::Closed)?,
            }
        }
    }

    async fn current(&self) -> Result<ConnectionKey, CoreError> {
        self.connections
            .current()
            .await?
            .ok_or(CoreError::NotFound { what: "account" })
    }
}

async fn look_through(paths: Vec<PathBuf>, with_times: bool) -> Result<Finding, CoreError> {
    tokio::task::spawn_blocking(move || find::find(&paths, with_times))
        .await
        .map_err(|_| CoreError::Closed)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
