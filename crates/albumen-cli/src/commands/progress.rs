//! Waiting, with a line on a terminal that says how far it is.

use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

use albumen_core::Core;
use albumen_core::view::{
    DownloadId, DownloadState, DownloadView, JobId, PickKey, PickState, PickView, PlanKey,
    PlanState, PlanView, UploadsView,
};

use crate::failure::Failure;
use crate::words;

const PACE: Duration = Duration::from_millis(500);

/// Waits until a plan can be started, or with `whole` until all of it is known.
pub async fn until_ready(core: &Core, plan: PlanKey, whole: bool) -> Result<PlanView, Failure> {
    let plans = core.plans();
    let waiting = async {
        match whole {
            true => plans.ready(plan).await,
            false => plans.looked(plan).await,
        }
    };
    tokio::pin!(waiting);
    loop {
        tokio::select! {
            ready = &mut waiting => {
                wipe();
                return Ok(ready?);
            }
            () = tokio::time::sleep(PACE), if is_watched() => {
                match plans.view(plan).await?.state {
                    PlanState::Looking { files } => say(&format!("{} found", words::files(files))),
                    PlanState::Reading { read, files, .. } => say(&format!("{read} of {} read", words::files(files))),
                    PlanState::Ready => {}
                }
            }
        }
    }
}

/// Waits until a pick is over.
pub async fn until_picked(core: &Core, key: PickKey) -> Result<PickView, Failure> {
    let picking = core.picking();
    let waiting = picking.ended(key);
    tokio::pin!(waiting);
    loop {
        tokio::select! {
            ended = &mut waiting => {
                wipe();
                return Ok(ended?);
            }
            () = tokio::time::sleep(PACE), if is_watched() => {
                let view = picking.get(key).await?;
                let done = view.fetched + view.there + view.left_out;
                let line = match (view.message, view.state) {
                    (Some(message), _) => message,
                    (None, PickState::Fetching) => {
                        format!("{} of {} fetched", words::thousands(done.into()), words::files(view.picked))
                    }
                    (None, PickState::Listing) => "asking what was chosen".to_owned(),
                    (None, _) => "waiting until you press Done in Google Photos".to_owned(),
                };
                say(&line);
            }
        }
    }
}

/// Waits until nobody works on a download any more.
pub async fn until_downloaded(core: &Core, id: DownloadId) -> Result<DownloadView, Failure> {
    let downloads = core.downloads();
    let waiting = downloads.ended(id);
    tokio::pin!(waiting);
    loop {
        tokio::select! {
            ended = &mut waiting => {
                wipe();
                return Ok(ended?);
            }
            () = tokio::time::sleep(PACE), if is_watched() => {
                let view = downloads.get(id).await?;
                let line = match (view.message, view.state) {
                    (Some(message), _) => message,
                    (None, DownloadState::Listing) => format!("{} found", words::files(view.items)),
                    (None, DownloadState::Packing) => "putting the files into the archive".to_owned(),
                    (None, _) => format!(
                        "{} of {}, {}",
                        words::thousands((view.items - view.left).into()),
                        words::files(view.items),
                        words::size(view.bytes)
                    ),
                };
                say(&line);
            }
        }
    }
}

/// Waits until nothing can go on by itself.
pub async fn until_idle(core: &Core) -> Result<UploadsView, Failure> {
    let uploads = core.uploads();
    let waiting = uploads.wait_idle();
    tokio::pin!(waiting);
    loop {
        tokio::select! {
            idle = &mut waiting => {
                wipe();
                return Ok(idle?);
            }
            () = tokio::time::sleep(PACE), if is_watched() => {
                let totals = uploads.view().await?.totals;
                say(&format!(
                    "{} of {}, {} of {}, {} a second",
                    words::thousands(totals.done.into()),
                    words::files(totals.files),
                    words::size(totals.sent_bytes),
                    words::size(totals.bytes),
                    words::size(totals.bytes_per_s)
                ));
            }
        }
    }
}

/// Waits for the end of a job.
pub async fn of_job<T>(core: &Core, job: JobId, ending: impl Future<Output = T>) -> T {
    tokio::pin!(ending);
    loop {
        tokio::select! {
            ended = &mut ending => {
                wipe();
                return ended;
            }
            () = tokio::time::sleep(PACE), if is_watched() => {
                let jobs = core.jobs().list().await;
                let Some(view) = jobs.into_iter().find(|view| view.id == job) else { continue };
                match (view.total, view.note) {
                    (Some(total), _) => say(&format!("{} of {}", words::thousands(view.done), words::thousands(total))),
                    (None, Some(note)) => say(&note),
                    (None, None) => {}
                }
            }
        }
    }
}

fn is_watched() -> bool {
    std::io::stderr().is_terminal()
}

fn say(line: &str) {
    let mut terminal = std::io::stderr().lock();
    // A terminal that is gone or cannot be flushed ends nothing.
    drop(write!(terminal, "\r\x1b[K{line}").and_then(|()| terminal.flush()));
}

fn wipe() {
    if is_watched() {
        say("");
    }
}
