//! What would happen to many files, before anything of them is sent: which are new, which are there, which stay out, into
//! which albums they go, what it costs. And from there into the upload queue.
//!
//! Files are met, looked at and read as a stream; the index holds them, not the memory. What was read of a file once is
//! known, so an unchanged folder is read no second time.

mod begin;
mod captions;
mod choices;
mod known;
mod layout;
mod look;
mod movie;
mod names;
mod rules;
mod scan;
mod shown;
mod store;
pub(crate) mod survey;
mod work;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::connections::Connections;
use crate::engine::Frame;
use crate::error::CoreError;
use crate::uploads::Queue;
use crate::view::{
    AlbumKey, AlbumLayout, ConnectionKey, DropOutcome, DropSummary, EnqueuedView, JobKind,
    MissingDates, PlanGroup, PlanKey, PlanOptions, PlanRow, PlanState, PlanView,
};
pub(crate) use look::what;
pub(crate) use scan::is_noise;
use work::Work;

/// Up to so many files go into the queue without a plan.
const WITHOUT_A_PLAN: usize = 20;
const NO_PLAN: CoreError = CoreError::NotFound { what: "plan" };

/// Plans. Clones share them.
#[derive(Clone)]
pub struct Plans {
    frame: Frame,
    connections: Connections,
    queue: Arc<Queue>,
    working: Arc<Mutex<HashMap<PlanKey, Arc<Work>>>>,
}

/// What a plan is made of.
struct Wish {
    of: ConnectionKey,
    paths: Vec<PathBuf>,
    /// The folder after which albums are named, where that is not what is taken in itself.
    root: Option<PathBuf>,
    /// None: what fits.
    layout: Option<AlbumLayout>,
    options: PlanOptions,
    /// Whether albums there are are used without asking.
    adopt: bool,
    /// Whether contents are read before it is started.
    read: bool,
    /// Whether a job tells of it.
    told: bool,
}

impl Plans {
    pub(crate) fn new(frame: Frame, connections: Connections, queue: Arc<Queue>) -> Self {
        Self {
            frame,
            connections,
            queue,
            working: Arc::default(),
        }
    }

    /// Goes on with plans that were on their way into the queue, and forgets the others.
    pub(crate) async fn take_up(&self) -> Result<(), CoreError> {
        for plan in self.frame.index.read(begin::unfinished).await? {
            self.move_over(plan).await?;
        }
        let old = self.frame.index.write_quietly(store::end_idle).await?;
        let plans = self.clone();
        self.frame.tasks.spawn_until_stopped(async move {
            for plan in old {
                plans.forget(plan).await;
            }
        });
        Ok(())
    }

    /// What these files and folders would bring, in a few numbers. Sends nothing, keeps nothing.
    pub async fn inspect(&self, paths: &[PathBuf]) -> Result<DropSummary, CoreError> {
        work::summary(&self.frame.index, paths.to_vec()).await
    }

    /// Takes what was dropped: a few files go into the queue at once, a folder or more than 20 files become a plan.
    ///
    /// Errors: as [`Plans::make`].
    pub async fn drop_files(
        &self,
        paths: Vec<PathBuf>,
        album: Option<AlbumKey>,
    ) -> Result<DropOutcome, CoreError> {
        let look = paths.clone();
        let any_folder = tokio::task::spawn_blocking(move || look.iter().any(|path| path.is_dir()))
            .await
            .map_err(|_| CoreError::Closed)?;
        if any_folder || paths.len() > WITHOUT_A_PLAN {
            return Ok(DropOutcome::Plan {
                plan: self.make(paths, album).await?,
            });
        }
        Ok(DropOutcome::Enqueued {
            enqueued: self.enqueue(paths, album).await?,
        })
    }

    /// Puts files and folders in the queue without a plan that anybody looks at, into one album or none.
    ///
    /// Errors: as [`Plans::make`], `DiskFull`.
    pub async fn enqueue(
        &self,
        paths: Vec<PathBuf>,
        album: Option<AlbumKey>,
    ) -> Result<EnqueuedView, CoreError> {
        let of = self.connection_for(album).await?;
        let layout = album.map_or(AlbumLayout::None, |album| AlbumLayout::Into { album });
        self.straight(Wish {
            of,
            paths,
            root: None,
            layout: Some(layout.clone()),
            options: options(layout),
            adopt: false,
            read: false,
            told: false,
        })
        .await
    }

    /// Plans and starts without the person, for a watched folder: titles of albums come from the folders below `root`, and
    /// albums of that title that Albumen made are used.
    ///
    /// Errors: as [`Plans::make`], `DiskFull`.
    pub async fn take_in(
        &self,
        connection: ConnectionKey,
        root: PathBuf,
        paths: Vec<PathBuf>,
        options: PlanOptions,
    ) -> Result<EnqueuedView, CoreError> {
        self.straight(Wish {
            of: connection,
            paths,
            root: Some(root),
            layout: Some(options.albums.clone()),
            options,
            adopt: true,
            read: false,
            told: false,
        })
        .await
    }

    async fn straight(&self, wish: Wish) -> Result<EnqueuedView, CoreError> {
        let plan = self.begin(wish).await?;
        self.start_as(plan, false).await
    }

    /// Makes a plan for files and folders. It is there at once and fills up in the background; a job tells how far it is, and
    /// cancelling that discards the plan.
    ///
    /// Errors: `NotFound` where there is no such album or no connection.
    pub async fn make(
        &self,
        paths: Vec<PathBuf>,
        album: Option<AlbumKey>,
    ) -> Result<PlanKey, CoreError> {
        let of = self.connection_for(album).await?;
        let layout = album.map(|album| AlbumLayout::Into { album });
        self.begin(Wish {
            of,
            paths,
            root: None,
            options: options(layout.clone().unwrap_or(AlbumLayout::None)),
            layout,
            adopt: false,
            read: true,
            told: true,
        })
        .await
    }

    async fn begin(&self, wish: Wish) -> Result<PlanKey, CoreError> {
        let (of, options, now) = (wish.of, wish.options.clone(), self.frame.clock.now_ms());
        let inserted = self
            .frame
            .index
            .write_quietly(move |tx| store::insert_plan(tx, of, &options, now));
        let plan = inserted.await?;
        let job = match wish.told {
            true => self.frame.jobs.begin(JobKind::Plan),
            false => self.frame.jobs.begin_quietly(),
        };
        self.prepare_access(of);
        let work = Arc::new(Work::new(job.cancellation()));
        self.working().insert(plan, Arc::clone(&work));
        let plans = self.clone();
        self.frame.tasks.spawn_until_stopped(async move {
            plans.work_on(plan, wish, work, job).await;
        });
        Ok(plan)
    }

    /// Asks for an access token while files are looked at: sending then begins at once. Nothing of them leaves here.
    fn prepare_access(&self, of: ConnectionKey) {
        let connections = self.connections.clone();
        self.frame.tasks.spawn_until_stopped(async move {
            // What goes wrong is told when something is sent.
            if let Ok(client) = connections.client(of).await
                && let Err(error) = client.prepare_access().await
            {
                tracing::debug!(%error, "there is no access token before the upload");
            }
        });
    }

    /// A plan as it stands.
    ///
    /// Errors: `NotFound`.
    pub async fn view(&self, plan: PlanKey) -> Result<PlanView, CoreError> {
        let state = self
            .work(plan)
            .map_or(PlanState::Ready, |work| work.state());
        let read = self.frame.index.read(move |db| store::plan(db, plan));
        let (of, options, stage) = read.await?.ok_or(NO_PLAN)?;
        if stage != "open" {
            return Err(NO_PLAN);
        }
        let today = self.connections.quota_today(of).await?;
        let left = rules::REQUESTS_A_DAY.saturating_sub(today.requests);
        let view = self
            .frame
            .index
            .read(move |db| shown::view(db, plan, of, options, state, left));
        Ok(view.await?)
    }

    /// Waits until all folders were looked through, and gives the plan: it may be started then, but files that are there
    /// already may count as new.
    ///
    /// Errors: `NotFound`, `Cancelled`.
    pub async fn looked(&self, plan: PlanKey) -> Result<PlanView, CoreError> {
        if let Some(work) = self.work(plan) {
            work.looked().await?;
        }
        self.view(plan).await
    }

    /// Waits until all of a plan is known, and gives it.
    ///
    /// Errors: `NotFound`.
    pub async fn ready(&self, plan: PlanKey) -> Result<PlanView, CoreError> {
        if let Some(work) = self.work(plan) {
            work.ended().await;
        }
        self.view(plan).await
    }

    /// A piece of the rows of a group; at most 500.
    pub async fn rows(
        &self,
        plan: PlanKey,
        group: PlanGroup,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<PlanRow>, CoreError> {
        let rows = self
            .frame
            .index
            .read(move |db| shown::rows(db, plan, group, offset, limit));
        Ok(rows.await?)
    }

    /// Puts the files of a plan in the queue. Waits until all folders were looked through; what was not read yet is read by
    /// the queue. The files are durable there on return and go up by themselves.
    ///
    /// Errors: `NotFound`, `DiskFull`.
    pub async fn start(&self, plan: PlanKey) -> Result<EnqueuedView, CoreError> {
        self.start_as(plan, true).await
    }

    /// Starts a plan; `agreed` where a person has seen it.
    async fn start_as(&self, plan: PlanKey, agreed: bool) -> Result<EnqueuedView, CoreError> {
        if let Some(work) = self.work(plan) {
            work.looked().await?;
            work.stop_reading();
            work.ended().await;
        }
        let now = self.frame.clock.now_ms();
        let arranged = self
            .frame
            .index
            .write(move |tx| begin::arrange(tx, plan, agreed, now));
        if !arranged.await? {
            return Err(NO_PLAN);
        }
        self.queue.point("arranged");
        let read = self
            .frame
            .index
            .read(move |db| Ok((begin::taken_in(db, plan)?, begin::connection(db, plan)?)));
        let ((files, left_out), of) = read.await?;
        self.move_over(plan).await?;
        self.queue.point("found");
        let job = self.queue.job(of.ok_or(NO_PLAN)?);
        self.queue.wake();
        let plans = self.clone();
        self.frame
            .tasks
            .spawn_until_stopped(async move { plans.forget(plan).await });
        Ok(EnqueuedView {
            job,
            files,
            left_out,
        })
    }

    async fn move_over(&self, plan: PlanKey) -> Result<(), CoreError> {
        let now = self.frame.clock.now_ms();
        loop {
            let moved = self
                .frame
                .index
                .write(move |tx| begin::move_piece(tx, plan, now));
            if !moved.await? {
                return Ok(());
            }
            self.queue.point("moved-over");
        }
    }

    /// Forgets a plan. What was read of its files stays known.
    ///
    /// Errors: `NotFound`.
    pub async fn discard(&self, plan: PlanKey) -> Result<(), CoreError> {
        self.changing(plan, move |tx| {
            tx.execute("UPDATE plans SET state = 'over' WHERE id = ?", [plan.0])?;
            Ok(true)
        })
        .await?;
        if let Some(work) = self.work(plan) {
            work.cancel();
        }
        let plans = self.clone();
        self.frame
            .tasks
            .spawn_until_stopped(async move { plans.forget(plan).await });
        Ok(())
    }

    /// Deletes the rows of a plan in pieces, after whoever works on it has ended.
    async fn forget(&self, plan: PlanKey) {
        if let Some(work) = self.work(plan) {
            work.cancel();
            work.ended().await;
        }
        self.working().remove(&plan);
        loop {
            let gone = self
                .frame
                .index
                .write_quietly(move |tx| store::drop_piece(tx, plan));
            match gone.await {
                Ok(true) => {}
                Ok(false) => return,
                // At the next start.
                Err(error) => {
                    tracing::debug!(%error, "a plan was not forgotten");
                    return;
                }
            }
        }
    }

    async fn connection_for(&self, album: Option<AlbumKey>) -> Result<ConnectionKey, CoreError> {
        match album {
            Some(album) => self
                .frame
                .index
                .read(move |db| crate::uploads::album_connection(db, album))
                .await?
                .ok_or(CoreError::NotFound { what: "album" }),
            None => self
                .connections
                .current()
                .await?
                .ok_or(CoreError::NotFound { what: "account" }),
        }
    }

    fn work(&self, plan: PlanKey) -> Option<Arc<Work>> {
        self.working().get(&plan).cloned()
    }

    fn working(&self) -> std::sync::MutexGuard<'_, HashMap<PlanKey, Arc<Work>>> {
        self.working.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn options(albums: AlbumLayout) -> PlanOptions {
    PlanOptions {
        albums,
        dates: MissingDates::Leave,
        captions: true,
    }
}
