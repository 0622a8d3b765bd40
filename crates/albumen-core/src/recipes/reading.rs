//! How a recipe reads, and what stands in its way: by itself, by the index, by the disk.

use std::path::Path;

use rusqlite::Connection;

use super::rules::{check, sentence};
use super::store::Recipe;
use super::{Inner, facts, rules, steps, store};
use crate::error::CoreError;
use crate::view::{
    ConnectionKey, RecipeAsk, RecipePlace, RecipeProblem, RecipeReading, RecipeSpec, RecipeStep,
    RecipeView, RecipeWhen,
};

impl Inner {
    pub(super) async fn view(&self, recipe: Recipe) -> Result<RecipeView, CoreError> {
        let key = recipe.key;
        let read = move |db: &Connection| {
            let last = store::history::runs(db, key, (0, 1))?.pop();
            Ok((store::history::sums(db, key)?, last))
        };
        let (sums, last) = self.frame.index.read(read).await?;
        Ok(RecipeView {
            key,
            connection: recipe.connection,
            reading: self.reading(recipe.connection, &recipe.spec).await?,
            version: recipe.version,
            on: recipe.on,
            spec: recipe.spec,
            open: sums.open,
            failed: sums.failed,
            done: sums.done,
            last,
        })
    }

    pub(super) async fn reading(
        &self,
        of: ConnectionKey,
        spec: &RecipeSpec,
    ) -> Result<RecipeReading, CoreError> {
        let hashes = rules::approvals(spec);
        let read =
            move |db: &Connection| Ok((store::titles(db, of)?, store::allowed(db, &hashes)?));
        let ((all, writable), allowed) = self.frame.index.read(read).await?;
        let like = facts::of_today(self.frame.clock.now_ms());
        let mut problems = check::problems(spec, &all, &writable);
        for problem in on_disk(spec.clone()).await? {
            let is_first = !problems
                .iter()
                .any(|other| (other.place, other.step) == (problem.place, problem.step));
            if is_first {
                problems.push(problem);
            }
        }
        let asking = spec
            .then
            .iter()
            .filter(|step| rules::approval(step).is_some());
        let asks = asking
            .zip(allowed)
            .filter_map(|(step, allowed)| ask(step, allowed));
        Ok(RecipeReading {
            sentence: sentence::of(spec, &all, &like),
            problems,
            asks: asks.collect(),
        })
    }
}

fn ask(step: &RecipeStep, allowed: bool) -> Option<RecipeAsk> {
    match step {
        RecipeStep::Run { program, args, .. } => Some(RecipeAsk::Command {
            program: program.clone(),
            args: args.clone(),
            allowed,
        }),
        RecipeStep::Call { url } => Some(RecipeAsk::Address {
            url: url.clone(),
            allowed,
        }),
        _ => None,
    }
}

/// Why a recipe that reads like this is not switched on; none where it can be.
pub(super) fn refusal(reading: &RecipeReading) -> Option<CoreError> {
    if let Some(problem) = reading.problems.first() {
        let why = problem.text.clone();
        return Some(CoreError::RecipeNotReady { why });
    }
    let all_allowed = reading.asks.iter().all(RecipeAsk::is_allowed);
    (!all_allowed).then_some(CoreError::NeedsLeave)
}

/// What has to be mended as far as the disk tells: folders and programs that are not there.
async fn on_disk(spec: RecipeSpec) -> Result<Vec<RecipeProblem>, CoreError> {
    let looking = tokio::task::spawn_blocking(move || {
        let mut problems = Vec::new();
        let mut add = |place, step: Option<usize>, text: &str| {
            problems.push(RecipeProblem {
                place,
                step: step.and_then(|step| u32::try_from(step).ok()),
                text: text.to_owned(),
            });
        };
        if let RecipeWhen::FileAppears { folder, .. } = &spec.when
            && !Path::new(folder).is_dir()
        {
            add(
                RecipePlace::When,
                None,
                "There is no such folder on this computer.",
            );
        }
        for (number, step) in spec.then.iter().enumerate() {
            let why = match step {
                RecipeStep::Download { folder, .. } if !Path::new(folder).is_dir() => {
                    "There is no such folder on this computer."
                }
                RecipeStep::Run { program, .. } if !steps::command::can_run(Path::new(program)) => {
                    "There is no program at this place that may be run."
                }
                _ => continue,
            };
            add(RecipePlace::Then, Some(number), why);
        }
        problems
    });
    looking.await.map_err(|_| CoreError::Closed)
}
