//! The engine as a whole: opens the home, builds the rooms in the order in which they need each other, closes them.

mod counts;
mod frame;
mod lock;

use std::sync::Arc;

use tokio::sync::broadcast;

pub(crate) use frame::{Frame, Lanes, Tasks};

use crate::albums::Albums;
use crate::config::CoreConfig;
use crate::connections::Connections;
use crate::console::Console;
use crate::doctor::Doctor;
use crate::downloads::Downloads;
use crate::error::CoreError;
use crate::events::{CoreEvent, Events};
use crate::folders::Folders;
use crate::index::Index;
use crate::items::Items;
use crate::jobs::Jobs;
use crate::picking::Picking;
use crate::plans::Plans;
use crate::quota::Quota;
use crate::recipes::Recipes;
use crate::safekeeping::Safekeeping;
use crate::search::Search;
use crate::sharing::Sharing;
use crate::sync::Sync;
use crate::thumbs::Pictures;
use crate::uploads::Uploads;
use crate::view::{AppState, Chosen, Counts};
use crate::watching::Watching;
use lock::HomeLock;

/// The engine. A handle: clones share it.
#[derive(Clone)]
pub struct Core {
    rooms: Arc<Rooms>,
}

struct Rooms {
    frame: Frame,
    quota: Quota,
    connections: Connections,
    console: Console,
    doctor: Doctor,
    sync: Sync,
    albums: Albums,
    items: Items,
    search: Search,
    uploads: Uploads,
    downloads: Downloads,
    folders: Folders,
    sharing: Sharing,
    picking: Picking,
    recipes: Recipes,
    safekeeping: Safekeeping,
    pictures: Pictures,
    painted: Arc<tokio::sync::Notify>,
    lock: HomeLock,
}

/// What begins once the window has drawn what it shows: nothing of it is needed for that, and all of it would be in the way.
struct Later {
    sync: Sync,
    search: Search,
    pictures: Pictures,
    sharing: Sharing,
}

impl Later {
    fn start_after(self, frame: &Frame, painted: Arc<tokio::sync::Notify>) {
        let quiet = frame.policy.quiet_at_start;
        if quiet.is_zero() {
            return self.start();
        }
        frame.tasks.spawn_until_stopped(async move {
            // A window that says nothing is not waited for without end.
            drop(tokio::time::timeout(quiet, painted.notified()).await);
            self.start();
        });
    }

    fn start(&self) {
        self.sync.start();
        self.search.start();
        self.pictures.start();
        self.sharing.start();
    }
}

impl Core {
    /// Opens a home: makes it where there is none, brings its index to the newest schema, takes up what was not finished.
    /// Asks nothing of the network before it returns.
    ///
    /// Errors: `HomeNotWritable`, `AlreadyOpen`, `NewerIndex`, `IndexDamaged`, `DiskFull`.
    pub async fn open(config: CoreConfig) -> Result<Self, CoreError> {
        let CoreConfig {
            home,
            endpoints,
            secrets,
            policy,
            clock,
            die_at,
        } = config;
        let events = Events::new();
        let (lock, index) = open_home(home.clone(), events.clone()).await?;
        let jobs = Jobs::new(events.clone());
        let quota = Quota::new(index.clone(), clock.clone());
        let frame = Frame {
            paths: Arc::new(home),
            clock,
            policy: Arc::new(policy),
            events,
            index,
            jobs,
            tasks: Tasks::new(),
            lanes: Lanes::default(),
            die_at: die_at.map(Arc::from),
        };
        let connections = Connections::new(frame.clone(), endpoints, secrets, quota.clone());
        let console = Console::new(frame.clone(), connections.clone());
        let doctor = Doctor::new(frame.clone(), connections.clone());
        let search = Search::new(frame.clone(), connections.clone())?;
        let items = Items::new(frame.clone(), connections.clone(), search.clone());
        let albums = Albums::new(frame.clone(), connections.clone(), items.clone());
        let sync = Sync::new(frame.clone(), connections.clone(), albums.clone());
        let downloads = Downloads::new(frame.clone(), connections.clone(), items.clone());
        let pictures = Pictures::new(frame.clone(), connections.clone(), downloads.clone());
        let uploads = Uploads::new(
            frame.clone(),
            connections.clone(),
            albums.clone(),
            pictures.clone(),
            sync.clone(),
        );
        let sharing = Sharing::new(
            frame.clone(),
            connections.clone(),
            albums.clone(),
            pictures.clone(),
        );
        let folders = Folders::new(frame.clone(), connections.clone(), uploads.plans());
        let picking = Picking::new(frame.clone(), connections.clone(), uploads.clone());
        let recipes = Recipes::new(
            frame.clone(),
            connections.clone(),
            (albums.clone(), items.clone()),
            (uploads.clone(), downloads.clone()),
            folders.clone(),
        );
        let safekeeping = Safekeeping::new(frame.clone(), connections.clone());
        uploads.start().await?;
        safekeeping.take_up().await?;
        folders.start().await?;
        picking.start().await?;
        downloads.start_again().await?;
        if frame.policy.recipes.by_itself {
            recipes.start();
        }
        let painted = Arc::new(tokio::sync::Notify::new());
        let later = Later {
            sync: sync.clone(),
            search: search.clone(),
            pictures: pictures.clone(),
            sharing: sharing.clone(),
        };
        later.start_after(&frame, Arc::clone(&painted));
        let rooms = Rooms {
            frame,
            quota,
            connections,
            console,
            doctor,
            sync,
            albums,
            items,
            search,
            uploads,
            downloads,
            folders,
            sharing,
            picking,
            recipes,
            safekeeping,
            pictures,
            painted,
            lock,
        };
        Ok(Self {
            rooms: Arc::new(rooms),
        })
    }

    /// Stops what runs, writes down what waits, folds the index's log in and lets go of the home. Work that was not
    /// finished goes on at the next start.
    pub async fn close(&self) {
        let rooms = &self.rooms;
        // Order: who writes stops before the index closes.
        rooms.frame.tasks.stop().await;
        if let Err(error) = rooms.quota.write_down().await {
            tracing::debug!(%error, "requests were not counted");
        }
        rooms.frame.index.close().await;
        rooms.lock.let_go();
    }

    /// The window has drawn what it shows: what waited for that begins. Saying it again changes nothing.
    pub fn painted(&self) {
        self.rooms.painted.notify_one();
    }

    /// To hear what changes. Who is too slow misses events and reads everything again.
    #[must_use]
    pub fn events(&self) -> broadcast::Receiver<CoreEvent> {
        self.rooms.frame.events.listen()
    }

    /// What the window needs before it draws anything.
    pub async fn state(&self) -> Result<AppState, CoreError> {
        let connections = &self.rooms.connections;
        let current = connections.current().await?;
        let counts = match current {
            Some(key) => {
                self.rooms
                    .frame
                    .index
                    .read(move |db| counts::of(db, key))
                    .await?
            }
            None => Counts::default(),
        };
        Ok(AppState {
            connections: connections.list().await?,
            current,
            queues: self.rooms.frame.index.read(counts::queues).await?,
            secret_store: connections.secret_store().await,
            counts,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            web_redirect: connections.web_redirect(),
        })
    }

    /// Forgets items that Google does not show any more, with their pictures; what it does show stays. Gives how many went.
    ///
    /// Errors: what the index says; what went by then is gone.
    pub async fn forget_missing(&self, chosen: &Chosen) -> Result<u32, CoreError> {
        let Some(mut pieces) = self.rooms.items.pieces(chosen).await? else {
            return Ok(0);
        };
        let mut forgotten = 0_u32;
        loop {
            let piece = pieces.next().await?;
            if piece.is_empty() {
                return Ok(forgotten);
            }
            let keys = piece.into_iter().map(|item| item.key).collect();
            let gone = self.rooms.items.forget_missing(keys).await?;
            forgotten = forgotten.saturating_add(u32::try_from(gone.len()).unwrap_or(u32::MAX));
            self.rooms.pictures.forget(gone).await?;
        }
    }

    /// Google accounts.
    #[must_use]
    pub fn connections(&self) -> Connections {
        self.rooms.connections.clone()
    }

    /// Calls made by hand.
    #[must_use]
    pub fn console(&self) -> Console {
        self.rooms.console.clone()
    }

    /// Checks of connections.
    #[must_use]
    pub fn doctor(&self) -> Doctor {
        self.rooms.doctor.clone()
    }

    /// Looking for what is new.
    #[must_use]
    pub fn sync(&self) -> Sync {
        self.rooms.sync.clone()
    }

    /// What comes into the libraries by itself.
    #[must_use]
    pub fn watching(&self) -> Watching {
        let rooms = &self.rooms;
        Watching::new(
            rooms.frame.clone(),
            rooms.connections.clone(),
            rooms.sync.clone(),
        )
    }

    /// Albums.
    #[must_use]
    pub fn albums(&self) -> Albums {
        self.rooms.albums.clone()
    }

    /// Media items and the grid.
    #[must_use]
    pub fn items(&self) -> Items {
        self.rooms.items.clone()
    }

    /// Searching the library.
    #[must_use]
    pub fn search(&self) -> Search {
        self.rooms.search.clone()
    }

    /// The upload queue.
    #[must_use]
    pub fn uploads(&self) -> Uploads {
        self.rooms.uploads.clone()
    }

    /// Plans of uploads.
    #[must_use]
    pub fn plans(&self) -> Plans {
        self.rooms.uploads.plans()
    }

    /// Copies of items in folders of the person's.
    #[must_use]
    pub fn downloads(&self) -> Downloads {
        self.rooms.downloads.clone()
    }

    /// Folders that are uploaded by themselves.
    #[must_use]
    pub fn folders(&self) -> Folders {
        self.rooms.folders.clone()
    }

    /// Share links.
    #[must_use]
    pub fn sharing(&self) -> Sharing {
        self.rooms.sharing.clone()
    }

    /// Picking from the whole library.
    #[must_use]
    pub fn picking(&self) -> Picking {
        self.rooms.picking.clone()
    }

    /// What is done by itself.
    #[must_use]
    pub fn recipes(&self) -> Recipes {
        self.rooms.recipes.clone()
    }

    /// What of folders on this computer is in Google Photos.
    #[must_use]
    pub fn safekeeping(&self) -> Safekeeping {
        self.rooms.safekeeping.clone()
    }

    /// Thumbnails, previews, portraits.
    #[must_use]
    pub fn pictures(&self) -> Pictures {
        self.rooms.pictures.clone()
    }

    /// Long work.
    #[must_use]
    pub fn jobs(&self) -> Jobs {
        self.rooms.frame.jobs.clone()
    }
}

async fn open_home(
    home: crate::paths::Paths,
    events: Events,
) -> Result<(HomeLock, Index), CoreError> {
    let opened = tokio::task::spawn_blocking(move || {
        home.create()?;
        let lock = HomeLock::take(&home)?;
        let index = Index::open(&home.index(), events)?;
        Ok((lock, index))
    });
    opened.await.map_err(|_| CoreError::Closed)?
}
