//! The work on a plan in the background: folders are looked through, then contents are read.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use futures::StreamExt as _;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use super::known::Known;
use super::look::look_at;
use super::scan::{self, Met, Top};
use super::store::{self, Looked, Place, ToRead, WasRead};
use super::{Plans, Wish, layout};
use crate::error::CoreError;
use crate::index::Index;
use crate::jobs::JobHandle;
use crate::uploads::{self, FailKind, ReadFailure, Seen, Skip};
use crate::view::{DropSummary, PlanKey, PlanOptions, PlanState};

/// Pieces that may wait for the index.
const PIECES_WAITING: usize = 2;
/// Files read at the same time.
const PARALLEL_READS: usize = 2;
/// Files whose keys are held while they are read.
const READ_PIECE: u32 = 256;
/// Hashes written in one transaction.
const GROUP: usize = 64;
/// The longest that a hash waits for others.
const GROUP_WITHIN: Duration = Duration::from_millis(500);

/// How far the work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Folders are looked through.
    Looking,
    /// Contents are read.
    Reading,
    /// It has ended.
    Over,
    /// It ended before all was looked through.
    Failed,
}

/// Somebody working on a plan.
pub struct Work {
    phase: watch::Sender<Phase>,
    cancelled: CancellationToken,
    stop_reading: CancellationToken,
    chosen: AtomicBool,
    found: AtomicU32,
    files: AtomicU32,
    bytes: AtomicU64,
    read: AtomicU32,
    read_bytes: AtomicU64,
}

impl Work {
    pub fn new(cancelled: CancellationToken) -> Self {
        Self {
            phase: watch::channel(Phase::Looking).0,
            stop_reading: cancelled.child_token(),
            cancelled,
            chosen: AtomicBool::new(false),
            found: AtomicU32::new(0),
            files: AtomicU32::new(0),
            bytes: AtomicU64::new(0),
            read: AtomicU32::new(0),
            read_bytes: AtomicU64::new(0),
        }
    }

    /// How far it is, as shown.
    pub fn state(&self) -> PlanState {
        let phase = *self.phase.borrow();
        match phase {
            Phase::Looking => PlanState::Looking {
                files: self.found.load(Ordering::Relaxed),
            },
            Phase::Reading => PlanState::Reading {
                read: self.read.load(Ordering::Relaxed),
                files: self.files.load(Ordering::Relaxed),
                read_bytes: self.read_bytes.load(Ordering::Relaxed),
                bytes: self.bytes.load(Ordering::Relaxed),
            },
            Phase::Over | Phase::Failed => PlanState::Ready,
        }
    }

    /// The person has chosen albums; what fits is not chosen for them any more.
    pub fn person_chose(&self) {
        self.chosen.store(true, Ordering::SeqCst);
    }

    /// Ends all of it.
    pub fn cancel(&self) {
        self.cancelled.cancel();
    }

    /// Ends the reading only.
    pub fn stop_reading(&self) {
        self.stop_reading.cancel();
    }

    /// Waits until all folders were looked through.
    ///
    /// Errors: `Cancelled`.
    pub async fn looked(&self) -> Result<(), CoreError> {
        let mut phases = self.phase.subscribe();
        let phase = phases.wait_for(|phase| *phase != Phase::Looking).await;
        match phase.map(|phase| *phase) {
            Ok(Phase::Failed) | Err(_) => Err(CoreError::Cancelled),
            Ok(_) => Ok(()),
        }
    }

    /// Waits until the work has ended.
    pub async fn ended(&self) {
        let mut phases = self.phase.subscribe();
        // An error means that whoever worked is gone.
        let _ = phases
            .wait_for(|phase| matches!(phase, Phase::Over | Phase::Failed))
            .await;
    }

    fn go(&self, phase: Phase) {
        self.phase.send_replace(phase);
    }
}

/// Whatever happens to the work, nobody waits for it for ever.
struct Ends<'a>(&'a Work);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        let at = *self.0.phase.borrow();
        match at {
            Phase::Looking => self.0.go(Phase::Failed),
            Phase::Reading => self.0.go(Phase::Over),
            Phase::Over | Phase::Failed => {}
        }
    }
}

impl Plans {
    /// Fills a plan. Ends when all is known, or when it is told to stop.
    pub(super) async fn work_on(&self, plan: PlanKey, wish: Wish, work: Arc<Work>, job: JobHandle) {
        let outcome = {
            let _ends = Ends(&work);
            self.fill(plan, &wish, &work, &job).await
        };
        match outcome {
            Ok(()) if work.cancelled.is_cancelled() => self.forget(plan).await,
            Ok(()) => {
                self.working().remove(&plan);
                job.finish();
            }
            Err(CoreError::Closed) => {}
            Err(error) => {
                job.fail(&error.to_string());
                self.forget(plan).await;
            }
        }
        self.frame.events.index_changed();
    }

    async fn fill(
        &self,
        plan: PlanKey,
        wish: &Wish,
        work: &Arc<Work>,
        job: &JobHandle,
    ) -> Result<(), CoreError> {
        self.look(plan, wish, work, job).await?;
        if work.cancelled.is_cancelled() {
            return Ok(());
        }
        self.settle_layout(plan, wish, work).await?;
        work.go(Phase::Reading);
        self.frame.events.index_changed();
        if wish.read {
            self.read(plan, wish, work, job).await?;
        }
        Ok(())
    }

    async fn look(
        &self,
        plan: PlanKey,
        wish: &Wish,
        work: &Arc<Work>,
        job: &JobHandle,
    ) -> Result<(), CoreError> {
        let (paths, root) = (wish.paths.clone(), wish.root.clone());
        let tops = tokio::task::spawn_blocking(move || tops(&paths, root));
        let tops = Arc::new(tops.await.map_err(|_| CoreError::Closed)?);
        let all = Arc::clone(&tops);
        let rooted = self
            .frame
            .index
            .write_quietly(move |tx| store::insert_roots(tx, plan, &all));
        let roots = Arc::new(rooted.await?);
        let mut pieces = walk(Arc::clone(&tops), work.cancelled.clone());
        while let Some(piece) = pieces.recv().await {
            if work.cancelled.is_cancelled() {
                return Ok(());
            }
            let looked = look_through(&self.frame.index, piece).await?;
            let (tops, roots) = (Arc::clone(&tops), Arc::clone(&roots));
            let (of, now_ms) = (wish.of, self.frame.clock.now_ms());
            let inserted = self.frame.index.write_quietly(move |tx| {
                let place = Place {
                    plan,
                    of,
                    tops: &tops,
                    roots: &roots,
                    now_ms,
                };
                store::insert_piece(tx, &place, &looked)
            });
            let more = inserted.await?;
            let found = work.found.fetch_add(more, Ordering::Relaxed) + more;
            job.note(&format!("{found} files found"));
        }
        Ok(())
    }

    /// Pairs up what was found and chooses albums, if the person has not.
    async fn settle_layout(
        &self,
        plan: PlanKey,
        wish: &Wish,
        work: &Arc<Work>,
    ) -> Result<(), CoreError> {
        let (of, adopt, work) = (wish.of, wish.adopt, Arc::clone(work));
        let fits = wish.layout.is_none();
        let settled = self.frame.index.write_quietly(move |tx| {
            store::pair_up(tx, plan)?;
            let Some((_, mut options, _)) = store::plan(tx, plan)? else {
                return Ok(());
            };
            if fits && !work.chosen.load(Ordering::SeqCst) {
                options = PlanOptions {
                    albums: layout::fitting(tx, plan)?,
                    ..options
                };
                store::set_options(tx, plan, &options)?;
            }
            layout::lay_out(tx, plan, of, &options.albums, adopt)
        });
        Ok(settled.await?)
    }

    async fn read(
        &self,
        plan: PlanKey,
        wish: &Wish,
        work: &Arc<Work>,
        job: &JobHandle,
    ) -> Result<(), CoreError> {
        let left = self
            .frame
            .index
            .read(move |db| store::left_to_read(db, plan));
        let (files, bytes) = left.await?;
        work.files.store(files, Ordering::Relaxed);
        work.bytes.store(bytes, Ordering::Relaxed);
        job.progress(0, Some(bytes));
        let mut after = 0;
        while !work.stop_reading.is_cancelled() {
            let next = self
                .frame
                .index
                .read(move |db| store::to_read(db, plan, after, READ_PIECE));
            let files = next.await?;
            let Some(last) = files.last() else { break };
            after = last.id;
            self.read_piece(plan, wish, work, job, files).await?;
        }
        Ok(())
    }

    async fn read_piece(
        &self,
        plan: PlanKey,
        wish: &Wish,
        work: &Arc<Work>,
        job: &JobHandle,
        files: Vec<ToRead>,
    ) -> Result<(), CoreError> {
        let mut reading = futures::stream::iter(files)
            .map(|file| read_one(file, Arc::clone(work)))
            .buffer_unordered(PARALLEL_READS);
        let mut group = Vec::with_capacity(GROUP);
        let mut begun = Instant::now();
        while let Some(read) = reading.next().await {
            if let Some(read) = read {
                work.read.fetch_add(1, Ordering::Relaxed);
                group.push(read);
            }
            if group.len() >= GROUP || begun.elapsed() >= GROUP_WITHIN {
                self.keep(plan, wish, std::mem::take(&mut group)).await?;
                job.progress(
                    work.read_bytes.load(Ordering::Relaxed),
                    Some(work.bytes.load(Ordering::Relaxed)),
                );
                begun = Instant::now();
            }
        }
        self.keep(plan, wish, group).await
    }

    async fn keep(
        &self,
        plan: PlanKey,
        wish: &Wish,
        group: Vec<(ToRead, WasRead)>,
    ) -> Result<(), CoreError> {
        if group.is_empty() {
            return Ok(());
        }
        let (of, now) = (wish.of, self.frame.clock.now_ms());
        let kept = self
            .frame
            .index
            .write_quietly(move |tx| store::keep_read(tx, plan, of, &group, now));
        Ok(kept.await?)
    }
}

/// What was dropped; below a root of its own, where one is given.
fn tops(paths: &[PathBuf], root: Option<PathBuf>) -> Vec<Top> {
    let tops = scan::tops(paths);
    let Some(root) = root.and_then(|root| scan::tops(&[root]).pop()) else {
        return tops;
    };
    tops.into_iter()
        .map(|top| match top.path.starts_with(&root.root) {
            true => Top {
                root: root.root.clone(),
                name: root.name.clone(),
                ..top
            },
            false => top,
        })
        .collect()
}

/// Walks beside whoever takes the pieces.
pub(super) fn walk(tops: Arc<Vec<Top>>, cancelled: CancellationToken) -> mpsc::Receiver<Vec<Met>> {
    let (give, take) = mpsc::channel(PIECES_WAITING);
    tokio::task::spawn_blocking(move || {
        scan::walk(&tops, |piece| {
            // A closed channel: nobody wants more.
            !cancelled.is_cancelled() && give.blocking_send(piece).is_ok()
        });
    });
    take
}

/// Looks at those files of a piece that are not known.
pub(super) async fn look_through(index: &Index, piece: Vec<Met>) -> Result<Vec<Looked>, CoreError> {
    let (piece, known) = index
        .read(move |db| {
            let known = store::known_of(db, &piece)?;
            Ok((piece, known))
        })
        .await?;
    let looking = tokio::task::spawn_blocking(move || {
        let look = |(met, known): (Met, Option<Known>)| Looked {
            fresh: known.is_none(),
            known: known.unwrap_or_else(|| look_at(&met)),
            met,
        };
        piece.into_iter().zip(known).map(look).collect()
    });
    looking.await.map_err(|_| CoreError::Closed)
}

async fn read_one(file: ToRead, work: Arc<Work>) -> Option<(ToRead, WasRead)> {
    if work.stop_reading.is_cancelled() {
        return None;
    }
    let reading = tokio::task::spawn_blocking(move || {
        let seen = Seen {
            size_bytes: file.facts.size_bytes,
            modified_ms: file.facts.modified_ns / 1_000_000,
        };
        let read = uploads::hash(&file.path, seen, || !work.stop_reading.is_cancelled());
        let was = match read {
            Ok(hashes) => WasRead::Hashes(hashes),
            Err(ReadFailure::Failed(FailKind::Unreadable)) => WasRead::Out(Skip::Unreadable),
            // It changed or is gone: the queue finds out when its turn comes, and says so there.
            Err(ReadFailure::Changed(_) | ReadFailure::Failed(_)) => WasRead::Later,
            Err(ReadFailure::Stopped) => return None,
        };
        work.read_bytes
            .fetch_add(seen.size_bytes, Ordering::Relaxed);
        Some((file, was))
    });
    reading.await.ok().flatten()
}

/// What files and folders would bring, in a few numbers.
pub async fn summary(index: &Index, paths: Vec<PathBuf>) -> Result<DropSummary, CoreError> {
    let tops = tokio::task::spawn_blocking(move || scan::tops(&paths));
    let tops = Arc::new(tops.await.map_err(|_| CoreError::Closed)?);
    let mut summary = DropSummary {
        files: 0,
        folders: u32::try_from(tops.iter().filter(|top| !top.is_file).count()).unwrap_or(u32::MAX),
        bytes: 0,
        left_out: 0,
    };
    let mut pieces = walk(tops, CancellationToken::new());
    while let Some(piece) = pieces.recv().await {
        for looked in look_through(index, piece).await? {
            if looked.known.media.is_ok() {
                summary.files = summary.files.saturating_add(1);
                summary.bytes += looked.met.facts.map_or(0, |facts| facts.size_bytes);
            } else {
                summary.left_out = summary.left_out.saturating_add(1);
            }
        }
    }
    Ok(summary)
}
