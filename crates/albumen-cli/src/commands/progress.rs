//! Waiting, with a line on a terminal that says how far it is.

use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

use albumen_core::Core;
use albumen_core::view::{PlanKey, PlanState, PlanView, UploadsView};

use crate::failure::Failure;

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
                    PlanState::Looking { files } => say(&format!("{files} files found")),
                    PlanState::Reading { read, files, .. } => say(&format!("{read} of {files} files read")),
                    PlanState::Ready => {}
                }
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
                    "{} of {} files, {} of {} bytes, {} bytes a second",
                    totals.done, totals.files, totals.sent_bytes, totals.bytes, totals.bytes_per_s
                ));
            }
        }
    }
}

fn is_watched() -> bool {
    std::io::stderr().is_terminal()
}

fn say(line: &str) {
    eprint!("\r\x1b[K{line}");
    // A terminal that cannot be flushed still gets the line later.
    drop(std::io::stderr().flush());
}

fn wipe() {
    if is_watched() {
        say("");
    }
}
