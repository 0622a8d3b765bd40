//! The upload queue: files that were dropped become media items, each once, whatever happens in between.
//!
//! The rows of the queue are the truth. Each stage is written down before the step it announces begins, so a killed process
//! goes on where it stopped: bytes that were under way are sent again, bytes that are at Google are not, and a media item
//! whose answer was lost is asked for again under the same upload token, of which Google makes one item.

mod actions;
mod adding;
mod cancel;
mod chunks;
mod create;
mod dated;
mod disks;
mod find;
mod full_album;
mod gates;
mod holds;
mod job;
mod lane;
mod lists;
mod machine;
mod media_types;
mod meter;
mod moves;
mod next;
mod on_its_way;
mod order;
mod outcomes;
mod pace;
mod pieces;
mod queue;
mod read;
mod rows;
mod rules;
pub(crate) mod seam;
mod send;
mod settings;
mod shown;
mod single;
mod steps;
mod store;
mod tiff;
mod trouble;
mod turn;
mod words;
mod words_of_many;

use std::path::PathBuf;
use std::sync::Arc;

pub(crate) use dated::{can_date, copy_with};
pub(crate) use find::{path_to_text, read_head, text_to_path};
pub(crate) use media_types::{is_drawable, judge};
pub(crate) use on_its_way::is_on_its_way;
pub(crate) use order::natural_key;
pub(crate) use queue::Queue;
pub(crate) use read::{Hashes, ReadFailure, Seen, hash};
pub(crate) use rules::chunk_bytes;
pub(crate) use rules::{FailKind, Skip};
pub use seam::POINTS as DIE_AT_POINTS;
pub(crate) use single::Standing;
pub(crate) use store::{album_connection, from_sql, known_item, to_sql};
pub use trouble::UploadPolicy;
pub(crate) use words::skip_words;
pub(crate) use words_of_many::skip_words_of_many;

use crate::albums::Albums;
use crate::connections::Connections;
use crate::engine::Frame;
use crate::error::CoreError;
use crate::ledger::LedgerEntry;
use crate::plans::Plans;
use crate::sync::Sync;
use crate::thumbs::Pictures;
use crate::view::{
    AlbumKey, ConnectionKey, DropOutcome, DropSummary, EnqueuedView, QueueState, UploadKey,
    UploadRow, UploadSectionKind, UploadTotals, UploadsView,
};

/// The upload queue. Clones share it.
#[derive(Clone)]
pub struct Uploads {
    frame: Frame,
    connections: Connections,
    pictures: Pictures,
    queue: Arc<Queue>,
    plans: Plans,
}

impl Uploads {
    pub(crate) fn new(
        frame: Frame,
        connections: Connections,
        albums: Albums,
        pictures: Pictures,
        sync: Sync,
    ) -> Self {
        let queue = Queue::new(
            frame.clone(),
            connections.clone(),
            albums,
            pictures.clone(),
            sync,
        );
        let queue = Arc::new(queue);
        Self {
            plans: Plans::new(frame.clone(), connections.clone(), Arc::clone(&queue)),
            frame,
            connections,
            pictures,
            queue,
        }
    }

    /// Takes up what was not finished.
    pub(crate) async fn start(&self) -> Result<(), CoreError> {
        let now = self.frame.clock.now_ms();
        for stage in store::CUT_OFF {
            let mut after = Some(UploadKey(0));
            while let Some(key) = after {
                let rearmed = self
                    .frame
                    .index
                    .write(move |tx| store::rearm(tx, stage, key, now));
                after = rearmed.await?;
            }
        }
        // Copies of a process that died.
        let _ = tokio::fs::remove_dir_all(self.frame.paths.copies()).await;
        let paused = self.frame.index.read(store::is_paused).await?;
        self.queue.set_paused(paused);
        let settings = self.frame.index.read(settings::stored).await?;
        self.queue.set_settings(settings);
        self.queue.take_up().await?;
        self.plans.take_up().await?;
        let queue = Arc::clone(&self.queue);
        self.frame.tasks.spawn(queue.run());
        Ok(())
    }

    /// What these files and folders would bring. Looks at the disk, sends nothing, keeps nothing.
    pub async fn inspect(&self, paths: &[PathBuf]) -> Result<DropSummary, CoreError> {
        self.plans.inspect(paths).await
    }

    /// Takes what was dropped: a few files go into the queue at once, a folder or more than 20 files become a plan that is
    /// started by the person.
    ///
    /// Errors: as [`Uploads::enqueue`].
    pub async fn drop_files(
        &self,
        paths: Vec<PathBuf>,
        album: Option<AlbumKey>,
    ) -> Result<DropOutcome, CoreError> {
        self.plans.drop_files(paths, album).await
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
        self.plans.enqueue(paths, album).await
    }

    /// What is decided about many files before they go into the queue.
    pub(crate) fn plans(&self) -> Plans {
        self.plans.clone()
    }

    /// The queue of the connection that is shown: what there is and how it stands. Its rows come from [`Uploads::rows`].
    pub async fn view(&self) -> Result<UploadsView, CoreError> {
        let Some(of) = self.connections.current().await? else {
            return Ok(UploadsView {
                sections: Vec::new(),
                totals: UploadTotals::default(),
                state: QueueState::Idle,
                quota: None,
                full_albums: Vec::new(),
            });
        };
        let under_way = self.under_way(of);
        let read = self.frame.index.read(move |db| {
            Ok((
                shown::sections(db, of)?,
                shown::totals(db, of, &under_way)?,
                shown::full_albums(db, of)?,
            ))
        });
        let (sections, totals, full_albums) = read.await?;
        let state = self.queue.queue_state(of, &totals);
        let quota = Some(self.connections.quota_today(of).await?);
        Ok(UploadsView {
            sections,
            totals,
            state,
            quota,
            full_albums,
        })
    }

    /// How the queue of every connection stands, without its rows.
    pub async fn of_all(&self) -> Result<Vec<(UploadTotals, QueueState)>, CoreError> {
        let mut all = Vec::new();
        for connection in self.connections.list().await? {
            let of = connection.key;
            let under_way = self.under_way(of);
            let read = self
                .frame
                .index
                .read(move |db| shown::totals(db, of, &under_way));
            let totals = read.await?;
            let state = self.queue.queue_state(of, &totals);
            all.push((totals, state));
        }
        Ok(all)
    }

    /// A piece of the rows of one section of [`Uploads::view`], in the order of the queue; of what is over, the last first.
    /// Failed and left-out ones without a reason given come reason by reason. At most 500.
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

    /// What the ledger says of a file with these bytes, of the connection that is shown: the media item it became and when, also
    /// after the queue was cleared. `content_hash` is BLAKE3.
    ///
    /// Errors: `NotFound` where no account is shown.
    pub async fn ledger(&self, content_hash: [u8; 32]) -> Result<Option<LedgerEntry>, CoreError> {
        let of = self.current().await?;
        let read = self
            .frame
            .index
            .read(move |db| crate::ledger::entry(db, of, &content_hash));
        Ok(read.await?)
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

#[cfg(test)]
#[path = "uploads/orders_tests.rs"]
mod orders_tests;
