//! How far the uploads are, for those who do not look at the window: the icon among the system's, the notice at the end.

use std::time::Duration;

use albumen_core::view::{QueueState, UploadTotals};
use albumen_core::{Core, CoreError};
use tauri::AppHandle;
use tokio::sync::broadcast::error::RecvError;

use crate::{closing, notice, tray};

/// How often the icon changes at most: it is a glance, not a meter.
const AT_MOST_EVERY: Duration = Duration::from_secs(1);

/// What is shown of the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// How far it is, in one line.
    pub line: String,
    /// Whether the person paused it.
    pub paused: bool,
    /// Files still to go.
    pub left: u32,
}

/// Follows the queue until the engine closes.
pub fn follow(app: &AppHandle, core: &Core) {
    let (app, core) = (app.clone(), core.clone());
    let mut events = core.events();
    tauri::async_runtime::spawn(async move {
        let mut run = Run::default();
        let mut last = None;
        loop {
            match look(&core).await {
                Ok((totals, state)) => {
                    let shown = shown(&totals, &state);
                    if last.as_ref() != Some(&shown) {
                        tray::show(&app, &shown);
                        last = Some(shown);
                    }
                    if let Some(end) = run.step(&totals) {
                        notice::at_end(&app, &core, end).await;
                        closing::nothing_left(&app, &core).await;
                    }
                }
                Err(CoreError::Closed) => return,
                Err(error) => tracing::debug!(%error, "the queue could not be read"),
            }
            if let Err(RecvError::Closed) = events.recv().await {
                return;
            }
            tokio::time::sleep(AT_MOST_EVERY).await;
            // What was called out meanwhile is in what is read next.
            events = events.resubscribe();
        }
    });
}

async fn look(core: &Core) -> Result<(UploadTotals, QueueState), CoreError> {
    Ok(together(core.uploads().of_all().await?))
}

/// The queues of all accounts as one: it runs if one does, and takes as long as the slowest.
fn together(all: Vec<(UploadTotals, QueueState)>) -> (UploadTotals, QueueState) {
    let mut sum = UploadTotals::default();
    let mut state = QueueState::Idle;
    for (totals, its) in all {
        sum.done += totals.done;
        sum.failed += totals.failed;
        sum.left += totals.left;
        sum.left_ms = sum.left_ms.max(totals.left_ms);
        if rank(&its) > rank(&state) {
            state = its;
        }
    }
    (sum, state)
}

fn rank(state: &QueueState) -> u8 {
    match state {
        QueueState::Idle => 0,
        QueueState::Waiting { .. } => 1,
        QueueState::Paused => 2,
        QueueState::Running => 3,
    }
}

fn shown(totals: &UploadTotals, state: &QueueState) -> Shown {
    let settled = totals.done + totals.failed;
    let all = settled + totals.left;
    let line = match state {
        QueueState::Idle if totals.failed > 0 => format!("{} failed", files(totals.failed)),
        QueueState::Idle => "Nothing to upload".to_owned(),
        QueueState::Paused => format!("Paused, {} of {all} to go", totals.left),
        QueueState::Waiting { .. } => format!("Waiting, {} of {all} to go", totals.left),
        QueueState::Running => {
            let left = time_left(totals).map(|left| format!(", {left}"));
            format!("Uploading {settled} of {all}{}", left.unwrap_or_default())
        }
    };
    Shown {
        line,
        paused: *state == QueueState::Paused,
        left: totals.left,
    }
}

/// None while the speed is not known.
fn time_left(totals: &UploadTotals) -> Option<String> {
    let left_ms = u64::try_from(totals.left_ms?).ok()?;
    Some(match left_ms.div_ceil(60_000) {
        0 | 1 => "less than a minute left".to_owned(),
        minutes @ 2..=90 => format!("{minutes} min left"),
        minutes => format!("{} h left", minutes.div_ceil(60)),
    })
}

/// What came of the files that went up since the queue last had nothing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// Files that are in the library now.
    pub done: u32,
    /// Files that failed.
    pub failed: u32,
}

/// One stretch of uploading, from something to do until there is nothing.
#[derive(Default)]
struct Run {
    begun: Option<(u32, u32)>,
}

impl Run {
    /// Looks at the sums again; gives what came of it when the stretch is over.
    fn step(&mut self, totals: &UploadTotals) -> Option<End> {
        if totals.left > 0 {
            self.begun.get_or_insert((totals.done, totals.failed));
            return None;
        }
        let (done, failed) = self.begun.take()?;
        let end = End {
            done: totals.done.saturating_sub(done),
            failed: totals.failed.saturating_sub(failed),
        };
        (end.done > 0 || end.failed > 0).then_some(end)
    }
}

/// A number of files in words.
pub fn files(number: u32) -> String {
    match number {
        1 => "1 file".to_owned(),
        many => format!("{many} files"),
    }
}

#[cfg(test)]
mod tests {
    use albumen_core::view::WaitCause;

    use super::*;

    fn totals(done: u32, failed: u32, left: u32) -> UploadTotals {
        UploadTotals {
            done,
            failed,
            left,
            ..UploadTotals::default()
        }
    }

    fn to_go(left: u32, state: QueueState) -> (UploadTotals, QueueState) {
        (totals(0, 0, left), state)
    }

    #[test]
    fn the_line_says_how_far_it_is_and_how_long_it_takes() {
        let known = UploadTotals {
            left_ms: Some(170_000),
            ..totals(118, 2, 292)
        };
        let running = shown(&known, &QueueState::Running);
        assert_eq!(running.line, "Uploading 120 of 412, 3 min left");
        let unknown = shown(&totals(0, 0, 5), &QueueState::Running);
        assert_eq!(unknown.line, "Uploading 0 of 5", "no speed, no promise");
        let paused = shown(&known, &QueueState::Paused);
        assert_eq!(paused.line, "Paused, 292 of 412 to go");
    }

    #[test]
    fn the_queues_of_all_accounts_are_one_line() {
        let waiting = QueueState::Waiting {
            cause: WaitCause::SignInNeeded,
            message: String::new(),
            until_ms: None,
        };
        let (totals, state) = together(vec![
            to_go(3, waiting.clone()),
            to_go(4, QueueState::Running),
            to_go(0, QueueState::Idle),
        ]);
        assert_eq!((totals.left, state), (7, QueueState::Running));
        let (_, state) = together(vec![to_go(0, QueueState::Idle), to_go(3, waiting.clone())]);
        assert_eq!(state, waiting, "another account's is not hidden");
        assert_eq!(together(Vec::new()).1, QueueState::Idle);
    }

    #[test]
    fn a_stretch_of_uploading_counts_only_what_went_up_in_it() {
        let mut run = Run::default();
        assert_eq!(run.step(&totals(7, 1, 0)), None, "nothing was to be done");
        assert_eq!(run.step(&totals(7, 1, 3)), None, "it begins");
        assert_eq!(run.step(&totals(9, 1, 1)), None, "it goes on");
        assert_eq!(run.step(&totals(9, 2, 0)), Some(End { done: 2, failed: 1 }));
        assert_eq!(run.step(&totals(9, 2, 0)), None, "it is told once");
    }
}
