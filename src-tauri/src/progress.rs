//! How far the uploads are, for those who do not look at the window: the icon among the system's, the notice at the end.

use std::time::Duration;

use albumen_core::view::{ConnectionKey, QueueState, UploadTotals, UploadsView};
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
                Ok((of, queue)) => {
                    let shown = shown(&queue);
                    if last.as_ref() != Some(&shown) {
                        tray::show(&app, &shown);
                        last = Some(shown);
                    }
                    if let Some(end) = run.step(of, &queue.totals) {
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

async fn look(core: &Core) -> Result<(Option<ConnectionKey>, UploadsView), CoreError> {
    Ok((
        core.connections().current().await?,
        core.uploads().view().await?,
    ))
}

fn shown(queue: &UploadsView) -> Shown {
    let totals = &queue.totals;
    let settled = totals.done + totals.failed;
    let all = settled + totals.left;
    let line = match &queue.state {
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
        paused: queue.state == QueueState::Paused,
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
    of: Option<ConnectionKey>,
    begun: Option<(u32, u32)>,
}

impl Run {
    /// Looks at the sums again; gives what came of it when the stretch is over.
    fn step(&mut self, of: Option<ConnectionKey>, totals: &UploadTotals) -> Option<End> {
        if self.of != of {
            // Another account is shown: its sums say nothing about those before.
            *self = Self { of, begun: None };
        }
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
    use super::*;

    fn totals(done: u32, failed: u32, left: u32) -> UploadTotals {
        UploadTotals {
            done,
            failed,
            left,
            ..UploadTotals::default()
        }
    }

    #[test]
    fn the_line_says_how_far_it_is_and_how_long_it_takes() {
        let running = UploadsView {
            totals: UploadTotals {
                left_ms: Some(170_000),
                ..totals(118, 2, 292)
            },
            state: QueueState::Running,
            ..UploadsView::default()
        };
        assert_eq!(shown(&running).line, "Uploading 120 of 412, 3 min left");
        let unknown = UploadsView {
            totals: totals(0, 0, 5),
            ..running.clone()
        };
        assert_eq!(
            shown(&unknown).line,
            "Uploading 0 of 5",
            "no speed, no promise"
        );
        let paused = UploadsView {
            state: QueueState::Paused,
            ..running
        };
        assert_eq!(shown(&paused).line, "Paused, 292 of 412 to go");
    }

    #[test]
    fn a_stretch_of_uploading_counts_only_what_went_up_in_it() {
        let of = Some(ConnectionKey(1));
        let mut run = Run::default();
        assert_eq!(
            run.step(of, &totals(7, 1, 0)),
            None,
            "nothing was to be done"
        );
        assert_eq!(run.step(of, &totals(7, 1, 3)), None, "it begins");
        assert_eq!(run.step(of, &totals(9, 1, 1)), None, "it goes on");
        assert_eq!(
            run.step(of, &totals(9, 2, 0)),
            Some(End { done: 2, failed: 1 })
        );
        assert_eq!(run.step(of, &totals(9, 2, 0)), None, "it is told once");
    }

    #[test]
    fn another_account_ends_no_stretch() {
        let mut run = Run::default();
        run.step(Some(ConnectionKey(1)), &totals(0, 0, 3));
        assert_eq!(
            run.step(Some(ConnectionKey(2)), &totals(8, 0, 0)),
            None,
            "these files are of the account shown now"
        );
    }
}
