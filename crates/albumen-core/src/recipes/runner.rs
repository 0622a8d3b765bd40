//! Works on runs. The row is the truth; a task is only somebody working on it.

use std::sync::atomic::Ordering;
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, Transaction};
use serde_json::Value;
use tokio::sync::broadcast::error::RecvError;

use super::rules::again::{Trouble, wait_after};
use super::rules::{Facts, chain, matching};
use super::steps::{Doing, Outcome};
use super::store::runs::{self, Left, Run};
use super::store::{self, events, history, marks};
use super::{AT_ONCE, Inner};
use crate::error::CoreError;
use crate::events::CoreEvent;
use crate::view::{RecipeKey, RecipeStep, RunKey};

/// How long after a failure of the engine's own it is tried again.
const AFTER_TROUBLE: Duration = Duration::from_secs(60);

impl Inner {
    pub(super) fn start(inner: &Arc<Self>) {
        if inner.started.swap(true, Ordering::SeqCst) {
            return;
        }
        let inner = Arc::clone(inner);
        let tasks = inner.frame.tasks.clone();
        tasks.spawn_until_stopped(async move { inner.keep_running().await });
    }

    async fn keep_running(self: Arc<Self>) {
        let now = self.frame.clock.now_ms();
        let tidy = move |tx: &Transaction<'_>| {
            history::forget_old(tx)?;
            marks::forget_old(tx, now)
        };
        if let Err(error) = self.frame.index.write_quietly(tidy).await {
            tracing::debug!(%error, "old runs of recipes were not forgotten");
        }
        let mut events = self.frame.events.listen();
        loop {
            let rest = match self.turn().await {
                Ok(rest) => rest,
                Err(CoreError::Closed) => return,
                Err(error) => {
                    tracing::warn!(%error, "recipes could not be looked at");
                    AFTER_TROUBLE
                }
            };
            tokio::select! {
                () = self.wake.notified() => {}
                () = changed(&mut events) => {
                    tokio::time::sleep(self.frame.policy.recipes.gather).await;
                }
                () = tokio::time::sleep(rest) => {}
            }
            // What was called out meanwhile is in what is read next.
            events = events.resubscribe();
        }
    }

    /// Begins what can go on now; gives how long to rest unless something happens.
    async fn turn(self: &Arc<Self>) -> Result<Duration, CoreError> {
        self.notice().await?;
        let index = &self.frame.index;
        let released = index.read(runs::released).await?;
        let now = self.frame.clock.now_ms();
        if !released.is_empty() {
            let release = move |tx: &Transaction<'_>| runs::release(tx, &released, now);
            index.write(release).await?;
        }
        // Those that somebody works on are among the first, so one more than these is enough.
        let most = u32::try_from(AT_ONCE * 2).unwrap_or(u32::MAX);
        for key in index.read(move |db| runs::due(db, now, most)).await? {
            self.begin(key);
        }
        let next = index.read(runs::next_due).await?;
        let look_every = self.frame.policy.recipes.look_every;
        Ok(match next {
            Some(due) if due > now => {
                let wait = u64::try_from(due - now).unwrap_or(0);
                look_every.min(Duration::from_millis(wait))
            }
            _ => look_every,
        })
    }

    /// Whether nothing can go on now. What is held by an upload counts as waiting once the queue has come to rest.
    pub(super) async fn is_settled(&self) -> Result<bool, CoreError> {
        let now = self.frame.clock.now_ms();
        let read = move |db: &Connection| {
            let released = runs::released(db)?;
            Ok(released.is_empty() && runs::due(db, now, 1)?.is_empty() && !events::is_any(db)?)
        };
        Ok(self.frame.index.read(read).await? && self.running().is_empty())
    }

    fn begin(self: &Arc<Self>, key: RunKey) {
        let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else {
            return;
        };
        if !self.running().insert(key) {
            return;
        }
        let inner = Arc::clone(self);
        self.frame.tasks.spawn_until_stopped(async move {
            let outcome = inner.run(key).await;
            if let Err(error) = outcome {
                inner.note_trouble(key, &error).await;
            }
            inner.running().remove(&key);
            drop(place);
            inner.wake.notify_one();
        });
    }

    /// The index failed, or something like it: the run stays where it is and is looked at later.
    async fn note_trouble(&self, key: RunKey, error: &CoreError) {
        tracing::warn!(%error, "a run of a recipe could not go on");
        let due = self.frame.clock.now_ms() + millis(AFTER_TROUBLE);
        let put_off = move |tx: &Transaction<'_>| {
            tx.execute(
                "UPDATE recipe_runs SET due_ms = ?2 WHERE id = ?1 AND state IN ('new', 'waiting')",
                [key.0, due],
            )?;
            Ok(())
        };
        // Where even that fails, the next turn finds it as it was.
        drop(self.frame.index.write_quietly(put_off).await);
    }

    fn running(&self) -> MutexGuard<'_, std::collections::HashSet<RunKey>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Goes on with a run as far as it goes.
    async fn run(self: &Arc<Self>, key: RunKey) -> Result<(), CoreError> {
        loop {
            let read = move |db: &Connection| runs::open(db, key);
            let Some(run) = self.frame.index.read(read).await? else {
                return Ok(());
            };
            if run.new {
                if !self.look_at(&run).await? {
                    return Ok(());
                }
                continue;
            }
            let number = usize::try_from(run.step).unwrap_or(usize::MAX);
            let Some(step) = run.spec.then.get(number).cloned() else {
                let now = self.frame.clock.now_ms();
                let finish = move |tx: &Transaction<'_>| runs::finish(tx, key, now);
                return Ok(self.frame.index.write(finish).await?);
            };
            if !self.step(run, &step).await? {
                return Ok(());
            }
        }
    }

    /// Looks whether the recipe applies. Gives whether it is to be done.
    async fn look_at(&self, run: &Run) -> Result<bool, CoreError> {
        let (key, now) = (run.key, self.frame.clock.now_ms());
        let facts = self.facts(run).await?;
        let applies = facts.as_ref().is_some_and(|facts| {
            let uploads = |step: &RecipeStep| matches!(step, RecipeStep::Upload { .. });
            let can = facts.kind.is_some() || !run.spec.then.iter().any(uploads);
            can && facts.size_bytes != Some(0)
                && matching::left_alone(&run.spec.only_if, facts).is_none()
        });
        let Some(facts) = facts.filter(|_| applies) else {
            let drop = move |tx: &Transaction<'_>| runs::drop_new(tx, key);
            self.frame.index.write(drop).await?;
            return Ok(false);
        };
        let chain = self.what_led_to(run, &facts).await?;
        if let Some(why) = chain::stops(&chain, run.recipe) {
            let stop = move |tx: &Transaction<'_>| runs::stop(tx, key, &chain, why, now);
            self.frame.index.write(stop).await?;
            return Ok(false);
        }
        let accept = move |tx: &Transaction<'_>| runs::accept(tx, key, &chain);
        Ok(self.frame.index.write(accept).await?)
    }

    /// The recipes that led to the thing of a run.
    async fn what_led_to(&self, run: &Run, facts: &Facts) -> Result<Vec<RecipeKey>, CoreError> {
        use crate::view::RecipeWhen;
        let what = match (&run.spec.when, run.item, &facts.google_id) {
            (RecipeWhen::EntersAlbum { album }, _, Some(id)) => Some(marks::put(*album, id)),
            (RecipeWhen::NewItem | RecipeWhen::EveryDay { .. }, Some(item), _) => {
                // The file from which it was uploaded, whether it is still there or not.
                let found = self.items.find(item).await?;
                found.local_path.as_deref().map(marks::sent)
            }
            _ => run.path.as_deref().map(marks::saved),
        };
        let Some(what) = what else {
            return Ok(Vec::new());
        };
        let now = self.frame.clock.now_ms();
        let read = move |db: &Connection| marks::find(db, &what, now);
        Ok(self.frame.index.read(read).await?)
    }

    /// Does the next step of a run. Gives whether the run goes on.
    async fn step(self: &Arc<Self>, run: Run, step: &RecipeStep) -> Result<bool, CoreError> {
        if let Some(why) = self.lacks_leave(step).await? {
            return self.put_off(&run, &why).await.map(|()| false);
        }
        let (key, number, now) = (run.key, run.step, self.frame.clock.now_ms());
        let begin = move |tx: &Transaction<'_>| runs::begin(tx, key, number, now);
        let Some(begun) = self.frame.index.write(begin).await? else {
            return Ok(false);
        };
        let tries = begun.tries;
        let is_last = usize::try_from(number + 1).is_ok_and(|next| next >= run.spec.then.len());
        let mut doing = Doing {
            inner: self,
            run: &run,
            begun,
        };
        match doing.take(step).await {
            Ok(Outcome::Done(left)) => self.done(key, number, is_last, left).await,
            Ok(Outcome::Held(upload)) => {
                let hold = move |tx: &Transaction<'_>| runs::hold(tx, key, upload);
                self.frame.index.write(hold).await?;
                // It may have been settled before the run was held.
                self.wake.notify_one();
                Ok(false)
            }
            Err(Trouble::Closing) => Err(CoreError::Closed),
            Err(Trouble::Never(why)) => self.failed(&run, why, true, None).await,
            Err(Trouble::Again(why)) => {
                let due = wait_after(tries + 1).map(|wait| self.after(wait));
                self.failed(&run, why, true, due).await
            }
            Err(Trouble::Later { why, wait }) => {
                let due = Some(self.after(wait));
                self.failed(&run, why, false, due).await
            }
        }
    }

    async fn done(
        &self,
        key: RunKey,
        number: u32,
        is_last: bool,
        left: Left,
    ) -> Result<bool, CoreError> {
        let now = self.frame.clock.now_ms();
        let write =
            move |tx: &Transaction<'_>| runs::step_done(tx, key, number, is_last, &left, now);
        self.frame.index.write(write).await?;
        Ok(!is_last)
    }

    async fn failed(
        &self,
        run: &Run,
        why: String,
        counts: bool,
        due: Option<i64>,
    ) -> Result<bool, CoreError> {
        let (key, number, now) = (run.key, run.step, self.frame.clock.now_ms());
        let write = move |tx: &Transaction<'_>| {
            runs::step_failed(tx, key, number, (&why, counts), due, now)
        };
        self.frame.index.write(write).await?;
        Ok(false)
    }

    /// Why a step may not be done: its command or address was not allowed, or not as it is.
    async fn lacks_leave(&self, step: &RecipeStep) -> Result<Option<String>, CoreError> {
        let Some(hash) = super::rules::approval(step) else {
            return Ok(None);
        };
        let read = move |db: &Connection| store::allowed(db, &[hash]);
        let allowed = self.frame.index.read(read).await?;
        Ok((allowed != [true]).then(|| {
            "You have not allowed this yet. Open the recipe, look at what is run or called, and allow it.".to_owned()
        }))
    }

    async fn put_off(&self, run: &Run, why: &str) -> Result<(), CoreError> {
        let (key, why, due) = (run.key, why.to_owned(), self.after(AFTER_TROUBLE));
        let write = move |tx: &Transaction<'_>| {
            tx.execute(
                "UPDATE recipe_runs SET message = ?2, due_ms = ?3 WHERE id = ?1 AND state = 'waiting'",
                rusqlite::params![key.0, why, due],
            )?;
            Ok(())
        };
        Ok(self.frame.index.write(write).await?)
    }

    fn after(&self, wait: Duration) -> i64 {
        self.frame.clock.now_ms().saturating_add(millis(wait))
    }

    /// Keeps what a step needs to go on after a restart.
    pub(super) async fn keep(&self, run: &Run, data: Value) -> Result<(), CoreError> {
        let (key, number) = (run.key, run.step);
        let keep = move |tx: &Transaction<'_>| runs::keep(tx, key, number, &data);
        Ok(self.frame.index.write_quietly(keep).await?)
    }
}

fn millis(wait: Duration) -> i64 {
    i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)
}

/// Until the index changes; being too slow for events is as good a reason to look.
async fn changed(events: &mut tokio::sync::broadcast::Receiver<CoreEvent>) {
    loop {
        match events.recv().await {
            Ok(CoreEvent::IndexChanged(_)) | Err(RecvError::Lagged(_)) => return,
            Ok(_) => {}
            // Nothing is told any more: the clock is what is left.
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}
