//! What happened since the last look, made into runs.

use jiff::civil::DateTime;
use rusqlite::{Connection, Transaction};

use super::Inner;
use super::store::{self, Recipe, events, runs};
use crate::error::CoreError;
use crate::view::RecipeWhen;

/// Minutes after midnight.
pub fn minute_of(now: DateTime) -> u16 {
    u16::try_from(i32::from(now.hour()) * 60 + i32::from(now.minute())).unwrap_or(0)
}

impl Inner {
    /// Makes runs of everything that happened and is to start a recipe now.
    pub(super) async fn notice(&self) -> Result<(), CoreError> {
        let read = |db: &Connection| store::starting(db, &["item", "album", "import"]);
        for recipe in self.frame.index.read(read).await? {
            self.take_events(&recipe).await?;
        }
        let read = |db: &Connection| store::starting(db, &["day_each", "day_once"]);
        for recipe in self.frame.index.read(read).await? {
            self.begin_day(&recipe).await?;
        }
        Ok(())
    }

    async fn take_events(&self, recipe: &Recipe) -> Result<(), CoreError> {
        let key = recipe.key;
        let last = self.frame.index.read(move |db| events::last(db, key));
        let Some(last) = last.await? else {
            return Ok(());
        };
        loop {
            let (recipe, now) = (recipe.clone(), self.frame.clock.now_ms());
            let take = move |tx: &Transaction<'_>| events::take(tx, &recipe, last, now);
            if !self.frame.index.write(take).await? {
                return Ok(());
            }
        }
    }

    /// Begins a daily recipe whose time of today has come, once a day whatever the clock does.
    async fn begin_day(&self, recipe: &Recipe) -> Result<(), CoreError> {
        let RecipeWhen::EveryDay { minute, each } = recipe.spec.when else {
            return Ok(());
        };
        let now = self.frame.clock.local();
        let today = now.date().to_string();
        let is_over = recipe.last_day.as_ref().is_some_and(|last| *last >= today);
        if is_over || minute_of(now) < minute {
            return Ok(());
        }
        if each {
            self.take_events(recipe).await?;
        }
        let (key, now_ms) = (recipe.key, self.frame.clock.now_ms());
        let begin = move |tx: &Transaction<'_>| {
            if !each {
                let run = runs::NewRun {
                    subject: format!("day:{today}"),
                    name: today.clone(),
                    item: None,
                    path: None,
                };
                runs::insert(tx, key, &run, now_ms)?;
            }
            store::began_on(tx, key, &today)
        };
        Ok(self.frame.index.write(begin).await?)
    }
}
