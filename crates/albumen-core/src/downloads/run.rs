//! Works on one download until it is over: lists, brings, packs. Each step can be begun anew.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use futures::stream::BoxStream;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use rusqlite::{Connection, Transaction};
use tokio_util::sync::CancellationToken;

use super::bring::Came;
use super::hold::waits;
use super::list::Naming;
use super::prepare::{Order, Ready};
use super::store::{self, Download};
use super::{Inner, NO_DOWNLOAD, rules};
use crate::error::CoreError;
use crate::jobs::JobHandle;
use crate::view::{DownloadId, DownloadState};

/// How many items are prepared with one request: as many as Google names at once.
const A_TIME: u32 = 50;
/// How many requests for addresses are under way ahead of the transfers.
const AHEAD: usize = 2;

const PAUSED: &str = "Paused. What came is kept.";

/// Work that may be dropped at any point, unless the download is stopped.
async fn unless<T>(
    stopped: &CancellationToken,
    work: impl Future<Output = Result<T, CoreError>>,
) -> Result<T, CoreError> {
    tokio::select! {
        biased;
        () = stopped.cancelled() => Err(CoreError::Cancelled),
        outcome = work => outcome,
    }
}

impl Inner {
    /// Runs until the download is over, or the person stops it.
    pub(super) async fn run(self: Arc<Self>, id: DownloadId, job: JobHandle) {
        let outcome = match self.go(id, &job).await {
            Err(CoreError::Cancelled) => self.stopped(id).await,
            other => other,
        };
        let ended = match outcome {
            Ok(()) => self.view(id).await,
            Err(error) => Err(error),
        };
        match ended {
            Ok(view) => {
                let said = view.message.unwrap_or_default();
                match view.state {
                    DownloadState::Done => job.finish_with(&said),
                    DownloadState::Cancelled => job.stop_with(&said),
                    DownloadState::Paused => job.stop_with(PAUSED),
                    _ => job.fail(&said),
                }
            }
            // The connection was removed, and the download with it.
            Err(CoreError::NotFound { .. }) => drop(job),
            Err(error) => job.fail(&error.to_string()),
        }
        // Order: who waits for the end finds the row and the job as they ended.
        self.runs().remove(&id);
        self.frame.events.index_changed();
    }

    /// Errors: `Cancelled` when the person paused or cancelled it.
    async fn go(&self, id: DownloadId, job: &JobHandle) -> Result<(), CoreError> {
        let stopped = job.cancellation();
        let folder = self.download(id).await?.folder;
        let lane = self.lane(&folder);
        let _one_at_a_time = match lane.try_lock() {
            Ok(held) => held,
            Err(_) => {
                job.waiting("Another download into this folder goes first.");
                let held = unless(&stopped, async { Ok(lane.lock().await) }).await?;
                job.running();
                held
            }
        };
        loop {
            let download = self.download(id).await?;
            let mut signals = self.connections.signals();
            let step = match download.state {
                DownloadState::Listing => unless(&stopped, self.list(&download, job)).await,
                DownloadState::Fetching => self.fetch(&download, job, &stopped).await,
                DownloadState::Packing => unless(&stopped, self.pack(&download, job)).await,
                _ => return Ok(()),
            };
            match step {
                Ok(()) => {}
                Err(error) if waits(&error) => {
                    let held = self.hold(id, download.connection, &error, job, &mut signals);
                    unless(&stopped, held).await?;
                }
                Err(
                    error @ (CoreError::Closed | CoreError::Cancelled | CoreError::NotFound { .. }),
                ) => return Err(error),
                Err(error) => {
                    let said = Some(error.to_string());
                    self.step(id, download.state, DownloadState::Failed, said)
                        .await?;
                    return Ok(());
                }
            }
        }
    }

    pub(super) async fn download(&self, id: DownloadId) -> Result<Download, CoreError> {
        let read = move |db: &Connection| store::get(db, id);
        self.frame.index.read(read).await?.ok_or(NO_DOWNLOAD)
    }

    /// Brings what is left, a few at a time.
    async fn fetch(
        &self,
        download: &Download,
        job: &JobHandle,
        stopped: &CancellationToken,
    ) -> Result<(), CoreError> {
        let id = download.id;
        let read = move |db: &Connection| store::count(db, id);
        let (all, settled) = self.frame.index.read(read).await?;
        if all == settled {
            return self.brought_all(download).await;
        }
        let order = Order {
            naming: Naming::of(download)?,
            root: self.root(download).await?,
            download: download.clone(),
            stopped: stopped.clone(),
        };
        job.note(&format!("Downloading to {}.", download.folder.display()));
        job.progress(settled, Some(all));
        let (done, came, again) = (
            AtomicU64::new(settled),
            AtomicU32::new(0),
            AtomicU32::new(0),
        );
        let order = &order;
        self.ready(order)
            .take_until(stopped.cancelled())
            .map_ok(|ready| self.bring(order, ready))
            // As many again are written to the disk meanwhile: the disk keeps no transfer waiting.
            .try_buffer_unordered(self.frame.policy.downloads.at_once.max(1) * 2)
            .try_for_each(|outcome| {
                match outcome {
                    Came::Settled => {
                        came.fetch_add(1, Ordering::Relaxed);
                        job.progress(1 + done.fetch_add(1, Ordering::Relaxed), Some(all));
                    }
                    Came::Stale => {}
                    Came::Again => {
                        again.fetch_add(1, Ordering::Relaxed);
                    }
                }
                std::future::ready(Ok(()))
            })
            .await?;
        let next = self.before_the_next_round(id, job, came.into_inner(), again.into_inner());
        unless(stopped, next).await
    }

    /// What is left of a download, each item with the way in which it comes.
    fn ready<'a>(&'a self, order: &'a Order) -> BoxStream<'a, Result<Ready, CoreError>> {
        let id = order.download.id;
        let rows: BoxStream<'a, _> =
            stream::try_unfold(-1_i64, move |after| self.next(id, after)).boxed();
        let pieces: BoxStream<'a, Result<Vec<Ready>, CoreError>> = rows
            .map_ok(move |rows| self.prepare(order, rows))
            .try_buffered(AHEAD)
            .boxed();
        pieces
            .map_ok(|ready| stream::iter(ready.into_iter().map(Ok)))
            .try_flatten()
            .boxed()
    }

    async fn next(
        &self,
        id: DownloadId,
        after: i64,
    ) -> Result<Option<(Vec<store::ToBring>, i64)>, CoreError> {
        let now_ms = self.frame.clock.now_ms();
        let read = move |db: &Connection| store::open(db, id, after, now_ms, A_TIME);
        let rows = self.frame.index.read(read).await?;
        let last = rows.last().map(|row| i64::from(row.position));
        Ok(last.map(|last| (rows, last)))
    }

    /// Videos that Google still prepares are waited for, and so is Google when nothing came at all.
    async fn before_the_next_round(
        &self,
        id: DownloadId,
        job: &JobHandle,
        came: u32,
        again: u32,
    ) -> Result<(), CoreError> {
        if again > 0 {
            if came == 0 {
                job.waiting("Google has trouble for the moment. It is tried again shortly.");
                tokio::time::sleep(self.frame.policy.downloads.again_after).await;
                job.running();
            }
            return Ok(());
        }
        let read = move |db: &Connection| store::next_retry_ms(db, id);
        let Some(at_ms) = self.frame.index.read(read).await? else {
            return Ok(());
        };
        let wait_ms = u64::try_from(at_ms - self.frame.clock.now_ms()).unwrap_or(0);
        if wait_ms == 0 {
            return Ok(());
        }
        job.waiting("Google still prepares a video. It is asked for again in a moment.");
        tokio::time::sleep(Duration::from_millis(wait_ms)).await;
        // A clock that is set by hand stands still meanwhile.
        let due = move |tx: &Transaction<'_>| store::all_due(tx, id, at_ms);
        self.frame.index.write_quietly(due).await?;
        job.running();
        Ok(())
    }

    /// Nothing is left to bring.
    async fn brought_all(&self, download: &Download) -> Result<(), CoreError> {
        if download.zip.is_some() {
            let (from, to) = (DownloadState::Fetching, DownloadState::Packing);
            self.step(download.id, from, to, None).await?;
            return Ok(());
        }
        // What a process left behind that ended between two steps.
        self.tidy(download).await;
        let view = self.view(download.id).await?;
        let said = Some(rules::told(&view));
        self.step(
            download.id,
            DownloadState::Fetching,
            DownloadState::Done,
            said,
        )
        .await?;
        Ok(())
    }

    /// The person paused or cancelled it.
    async fn stopped(&self, id: DownloadId) -> Result<(), CoreError> {
        let download = self.download(id).await?;
        if !download.state.runs() {
            return Ok(());
        }
        let view = self.view(id).await?;
        let came = view.copies + view.originals;
        let said = match came {
            0 => "Cancelled. Nothing was downloaded.".to_owned(),
            some if download.zip.is_none() => {
                format!("Cancelled. {} kept.", rules::counted(some))
            }
            _ => "Cancelled. No archive was made.".to_owned(),
        };
        self.step(id, download.state, DownloadState::Cancelled, Some(said))
            .await?;
        self.tidy(&download).await;
        Ok(())
    }

    /// What is not whole of a download that is over goes.
    pub(super) async fn tidy(&self, download: &Download) {
        let (Ok(naming), Ok(root)) = (Naming::of(download), self.root(download).await) else {
            return;
        };
        let gathered = download.zip.is_some().then(|| root.folder.clone());
        let order = Order {
            naming,
            root,
            download: download.clone(),
            stopped: CancellationToken::new(),
        };
        self.drop_parts(&order).await;
        if let Some(gathered) = gathered {
            let _ = tokio::fs::remove_dir_all(gathered).await;
        }
    }
}
