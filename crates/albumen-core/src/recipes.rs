//! Recipes: when something happens, only if it is so, then this is done by itself.
//!
//! What happens is written down by triggers of the index, in the transaction in which it happens; each becomes a run, a row per
//! recipe and thing. A run's step is a row before it begins, so a killed process goes on where it was: what can be found out is
//! looked up, and a command that may have come to its end is not run a second time. What recipes make carries a mark, by which
//! none goes round in circles. Programs are started without a shell, and only after the person saw exactly what is started.

mod facts;
mod noticing;
mod payload;
mod reading;
pub(crate) mod rules;
mod runner;
mod steps;
mod store;
mod switching;
mod trying;

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rusqlite::{Connection, Transaction};
use tokio::sync::{Notify, Semaphore};

use crate::albums::Albums;
use crate::connections::Connections;
use crate::downloads::Downloads;
use crate::engine::Frame;
use crate::error::CoreError;
use crate::folders::Folders;
use crate::index::IndexError;
use crate::items::Items;
use crate::uploads::Uploads;
use crate::view::{
    ConnectionKey, RecipeKey, RecipeReading, RecipeSpec, RecipeStep, RecipeTry, RecipeView, RunKey,
    RunView,
};
use reading::refusal;
use store::Recipe;
use store::runs::NewRun;

const NO_RECIPE: CoreError = CoreError::NotFound { what: "recipe" };
const NO_RUN: CoreError = CoreError::NotFound { what: "run" };

/// So many runs go on at once.
const AT_ONCE: usize = 4;
/// Runs in one piece of a history at most.
const MOST_SHOWN: u32 = 200;

/// Waiting times of recipes. Tests shorten them.
#[derive(Clone, Debug)]
pub struct RecipePolicy {
    /// Whether recipes run as soon as the engine is open. A command that ends soon does not want that; what happens meanwhile
    /// is written down all the same and done later.
    pub by_itself: bool,
    /// How long to wait for more changes before looking at what happened.
    pub gather: Duration,
    /// How often to look at the clock.
    pub look_every: Duration,
}

impl Default for RecipePolicy {
    fn default() -> Self {
        Self {
            by_itself: true,
            gather: Duration::from_millis(300),
            look_every: Duration::from_secs(20),
        }
    }
}

/// Recipes. Clones share them.
#[derive(Clone)]
pub struct Recipes {
    inner: Arc<Inner>,
}

struct Inner {
    frame: Frame,
    connections: Connections,
    albums: Albums,
    items: Items,
    uploads: Uploads,
    downloads: Downloads,
    folders: Folders,
    /// Rung when a run may go on.
    wake: Notify,
    places: Arc<Semaphore>,
    running: Mutex<HashSet<RunKey>>,
    started: std::sync::atomic::AtomicBool,
    /// Held while an album is looked for by its title and made, so that it is made once.
    naming: tokio::sync::Mutex<()>,
    /// Held while a recipe is switched, so that its folder is watched once.
    switching: tokio::sync::Mutex<()>,
}

impl Recipes {
    pub(crate) fn new(
        frame: Frame,
        connections: Connections,
        (albums, items): (Albums, Items),
        (uploads, downloads): (Uploads, Downloads),
        folders: Folders,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                frame,
                connections,
                albums,
                items,
                uploads,
                downloads,
                folders,
                wake: Notify::new(),
                places: Arc::new(Semaphore::new(AT_ONCE)),
                running: Mutex::default(),
                started: false.into(),
                naming: tokio::sync::Mutex::default(),
                switching: tokio::sync::Mutex::default(),
            }),
        }
    }

    /// Runs recipes from now on until the engine closes, and takes up what was not finished. Saying it again changes nothing.
    pub fn start(&self) {
        Inner::start(&self.inner);
    }

    /// Waits until nothing can go on now: what is left waits for a time, for the person, or for an upload that waits itself.
    /// For a command that does what there is to do and ends.
    ///
    /// Errors: what the index says.
    pub async fn settled(&self) -> Result<(), CoreError> {
        let mut events = self.inner.frame.events.listen();
        loop {
            self.inner.uploads.wait_idle().await?;
            if self.inner.is_settled().await? {
                return Ok(());
            }
            // A step may end without an event; being too slow for events is as good a reason to look.
            let wait = self.inner.frame.policy.recipes.gather;
            drop(tokio::time::timeout(wait, events.recv()).await);
        }
    }

    /// The recipes of the connection that is shown, in the order in which they were made.
    pub async fn list(&self) -> Result<Vec<RecipeView>, CoreError> {
        let Some(of) = self.inner.connections.current().await? else {
            return Ok(Vec::new());
        };
        let read = move |db: &Connection| store::list(db, of);
        let mut views = Vec::new();
        for recipe in self.inner.frame.index.read(read).await? {
            views.push(self.inner.view(recipe).await?);
        }
        Ok(views)
    }

    /// One recipe.
    ///
    /// Errors: `NotFound`.
    pub async fn get(&self, key: RecipeKey) -> Result<RecipeView, CoreError> {
        self.inner.view(self.inner.recipe(key).await?).await
    }

    /// How a recipe reads that is being written, and what stands in its way.
    ///
    /// Errors: `NoConnection`.
    pub async fn read_back(&self, spec: &RecipeSpec) -> Result<RecipeReading, CoreError> {
        let of = self.inner.current().await?;
        self.inner.reading(of, spec).await
    }

    /// What a recipe would do for the last things it could be done for. Does nothing of it.
    ///
    /// Errors: `NoConnection`.
    pub async fn try_on(&self, spec: &RecipeSpec) -> Result<Vec<RecipeTry>, CoreError> {
        let of = self.inner.current().await?;
        self.inner.try_on(of, spec).await
    }

    /// Keeps a recipe: a new one for the connection that is shown, off at first, or the next version of one. One that is on
    /// stays on, unless something has to be mended or the person has to allow a command or an address first.
    ///
    /// Errors: `NotFound`, `NoConnection`, `FolderRefused`.
    pub async fn save(
        &self,
        key: Option<RecipeKey>,
        spec: RecipeSpec,
    ) -> Result<RecipeView, CoreError> {
        let inner = &self.inner;
        let spec = tidy(spec);
        let _switching = inner.switching.lock().await;
        let Some(key) = key else {
            let (of, now) = (inner.current().await?, inner.frame.clock.now_ms());
            let insert = move |tx: &Transaction<'_>| store::insert(tx, of, &spec, now);
            let key = inner.frame.index.write(insert).await?;
            return self.get(key).await;
        };
        let before = inner.recipe(key).await?;
        let reading = inner.reading(before.connection, &spec).await?;
        let stays_on = before.on && refusal(&reading).is_none();
        let other_start = before.spec.when != spec.when;
        if before.on && (!stays_on || other_start) {
            inner.switch_off(key).await?;
        }
        let change = move |tx: &Transaction<'_>| store::change(tx, key, &spec);
        if !inner.frame.index.write(change).await? {
            return Err(NO_RECIPE);
        }
        if stays_on && other_start {
            inner.switch_on(&inner.recipe(key).await?).await?;
        }
        inner.wake.notify_one();
        self.get(key).await
    }

    /// Deletes a recipe and its history. What it did stays.
    ///
    /// Errors: `NotFound`.
    pub async fn remove(&self, key: RecipeKey) -> Result<(), CoreError> {
        let inner = &self.inner;
        let _switching = inner.switching.lock().await;
        inner.folders.unwatch_for(key).await?;
        let remove = move |tx: &Transaction<'_>| store::remove(tx, key);
        let gone = inner.frame.index.write(remove).await?;
        gone.then_some(()).ok_or(NO_RECIPE)
    }

    /// Switches a recipe on or off. From then on new things count; what is there does not. Off, what has begun waits.
    ///
    /// Errors: `NotFound`, `RecipeNotReady` with what has to be mended, `NeedsLeave` where a command or an address was not
    /// allowed yet, `FolderRefused`.
    pub async fn set_on(&self, key: RecipeKey, on: bool) -> Result<RecipeView, CoreError> {
        let inner = &self.inner;
        let _switching = inner.switching.lock().await;
        let recipe = inner.recipe(key).await?;
        if on && !recipe.on {
            let reading = inner.reading(recipe.connection, &recipe.spec).await?;
            if let Some(refused) = refusal(&reading) {
                return Err(refused);
            }
            inner.switch_on(&recipe).await?;
        }
        if !on && recipe.on {
            inner.switch_off(key).await?;
        }
        self.get(key).await
    }

    /// The person saw the commands and addresses of this version of a recipe in full, and allows exactly these.
    ///
    /// Errors: `NotFound`, `RecipeChanged` where it is another version by now.
    pub async fn allow(&self, key: RecipeKey, version: u32) -> Result<RecipeView, CoreError> {
        let inner = &self.inner;
        let recipe = inner.recipe(key).await?;
        if recipe.version != version {
            return Err(CoreError::RecipeChanged);
        }
        let (hashes, now) = (rules::approvals(&recipe.spec), inner.frame.clock.now_ms());
        let allow = move |tx: &Transaction<'_>| store::allow(tx, &hashes, now);
        inner.frame.index.write(allow).await?;
        inner.wake.notify_one();
        self.get(key).await
    }

    /// What a recipe did, the newest first; at most 200 at once.
    pub async fn history(
        &self,
        key: RecipeKey,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<RunView>, CoreError> {
        let piece = (offset, limit.min(MOST_SHOWN));
        let read = move |db: &Connection| store::history::runs(db, key, piece);
        Ok(self.inner.frame.index.read(read).await?)
    }

    /// Tries a run again from the step that failed.
    ///
    /// Errors: `NotFound` for one that is not there or did not fail.
    pub async fn retry(&self, key: RunKey) -> Result<RunView, CoreError> {
        let now = self.inner.frame.clock.now_ms();
        let retry = move |tx: &Transaction<'_>| store::runs::retry(tx, key, now);
        self.moved(key, self.inner.frame.index.write(retry).await?)
            .await
    }

    /// Gives a run up. What it did stays.
    ///
    /// Errors: `NotFound` for one that is not there or is over.
    pub async fn give_up(&self, key: RunKey) -> Result<RunView, CoreError> {
        let now = self.inner.frame.clock.now_ms();
        let cancel = move |tx: &Transaction<'_>| store::runs::cancel(tx, key, now);
        self.moved(key, self.inner.frame.index.write(cancel).await?)
            .await
    }

    async fn moved(&self, key: RunKey, moved: bool) -> Result<RunView, CoreError> {
        if !moved {
            return Err(NO_RUN);
        }
        self.inner.wake.notify_one();
        let read = move |db: &Connection| store::history::run(db, key);
        self.inner.frame.index.read(read).await?.ok_or(NO_RUN)
    }
}

impl Inner {
    async fn current(&self) -> Result<ConnectionKey, CoreError> {
        let current = self.connections.current().await?;
        current.ok_or(CoreError::NoConnection)
    }

    async fn recipe(&self, key: RecipeKey) -> Result<Recipe, CoreError> {
        let read = move |db: &Connection| store::get(db, key);
        self.frame.index.read(read).await?.ok_or(NO_RECIPE)
    }
}

/// Without blanks at the ends of what was typed.
fn tidy(mut spec: RecipeSpec) -> RecipeSpec {
    spec.name = spec.name.trim().to_owned();
    for step in &mut spec.then {
        match step {
            RecipeStep::Call { url } => *url = url.trim().to_owned(),
            RecipeStep::Run { program, .. } => *program = program.trim().to_owned(),
            _ => {}
        }
    }
    spec
}

/// A file that appeared in a folder that is watched for a recipe.
#[derive(Clone, Debug)]
pub(crate) struct Appeared {
    /// Where it lies, as the index writes paths.
    pub(crate) path: String,
    /// Its name as it is shown.
    pub(crate) name: String,
    /// How it looks: another look is another file.
    pub(crate) look: (i64, i64),
}

/// Writes down that files appeared; gives how many are new. Within a transaction.
pub(crate) fn appeared(
    tx: &Transaction<'_>,
    recipe: RecipeKey,
    files: &[Appeared],
    now_ms: i64,
) -> Result<u32, IndexError> {
    let mut new = 0;
    for file in files {
        let (bytes, modified) = file.look;
        let run = NewRun {
            subject: format!("file:{bytes}:{modified}:{}", file.path),
            name: file.name.clone(),
            item: None,
            path: Some(file.path.clone()),
        };
        new += u32::from(store::runs::insert(tx, recipe, &run, now_ms)?);
    }
    Ok(new)
}
