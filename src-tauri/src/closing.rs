//! What closing the window does: it closes, unless the program is to stay or files are going up. Of the latter the person says
//! whether that goes on.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use albumen_core::view::{QueueState, WaitCause};
use albumen_core::{Clock, Core};
use serde::Deserialize;
use tauri::{AppHandle, CloseRequestApi, Manager};

use crate::events::{self, CloseAsked};
use crate::window_settings::{Closing, SettingsFile};
use crate::{tray, window};

/// What the person wants with the files that are still going up when the window closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum CloseAnswer {
    /// Hide the window and go on.
    Background,
    /// Stop; the queue goes on at the next start.
    Quit,
    /// Leave the window open.
    Stay,
}

/// How the window is on its way to be closed.
#[derive(Default)]
pub struct Leaving {
    quitting: AtomicBool,
    asked_ms: AtomicI64,
    hidden: AtomicBool,
}

impl Leaving {
    /// A program whose window is there, or that began without one.
    #[must_use]
    pub fn new(hidden: bool) -> Self {
        Self {
            hidden: AtomicBool::new(hidden),
            ..Self::default()
        }
    }
}

/// A question that stood unanswered for this long is not seen: closing again quits.
const UNSEEN_AFTER_MS: i64 = 10_000;

/// The person, or the system, asks to close the window.
pub fn requested(app: &AppHandle, request: &CloseRequestApi) {
    let (Some(core), Some(leaving)) = (app.try_state::<Core>(), app.try_state::<Leaving>()) else {
        return;
    };
    if leaving.quitting.load(Ordering::SeqCst) {
        return;
    }
    request.prevent_close();
    let (app, core) = (app.clone(), core.inner().clone());
    tauri::async_runtime::spawn(async move { decide(&app, &core).await });
}

async fn decide(app: &AppHandle, core: &Core) {
    let settings = app.state::<SettingsFile>().read(app);
    if settings.stays {
        return to_background(app);
    }
    let left = match core.uploads().of_all().await {
        Ok(queues) => queues
            .iter()
            .filter_map(|(totals, state)| goes_on_by_itself(totals.left, state))
            .sum(),
        Err(error) => {
            tracing::warn!(%error, "the queues could not be read");
            0
        }
    };
    if left == 0 {
        return quit(app);
    }
    match settings.closing {
        Closing::Background => to_background(app),
        Closing::Quit => quit(app),
        Closing::Ask => ask(app, left).await,
    }
}

/// How many files go up without the person if the program stays; none where it would only sit there.
fn goes_on_by_itself(left: u32, state: &QueueState) -> Option<u32> {
    let goes_on = match state {
        QueueState::Running => true,
        QueueState::Idle | QueueState::Paused => false,
        QueueState::Waiting { cause, .. } => !matches!(
            cause,
            WaitCause::StorageFull
                | WaitCause::SignInNeeded
                | WaitCause::ConsentMissing
                | WaitCause::AlbumFull
        ),
    };
    (goes_on && left > 0).then_some(left)
}

async fn ask(app: &AppHandle, left: u32) {
    let leaving = app.state::<Leaving>();
    let now_ms = Clock::system().now_ms();
    let asked_ms = leaving.asked_ms.swap(now_ms, Ordering::SeqCst);
    if asked_ms != 0 && now_ms - asked_ms > UNSEEN_AFTER_MS {
        return quit(app);
    }
    if asked_ms != 0 {
        // Order: the question stands since it was first asked.
        leaving.asked_ms.store(asked_ms, Ordering::SeqCst);
    }
    window::to_front(app);
    let tray = tray::can_be_seen(app).await;
    events::tell(app, events::CLOSE_ASKED, &CloseAsked { left, tray });
}

/// Does what the person said.
pub fn answer(app: &AppHandle, answer: CloseAnswer) {
    if let Some(leaving) = app.try_state::<Leaving>() {
        leaving.asked_ms.store(0, Ordering::SeqCst);
    }
    match answer {
        CloseAnswer::Background => to_background(app),
        CloseAnswer::Quit => quit(app),
        CloseAnswer::Stay => {}
    }
}

/// Ends the program. What is in the queue goes on at the next start.
pub fn quit(app: &AppHandle) {
    if let Some(leaving) = app.try_state::<Leaving>() {
        leaving.quitting.store(true, Ordering::SeqCst);
    }
    app.exit(0);
}

/// Whether the program runs without its window.
pub fn is_hidden(app: &AppHandle) -> bool {
    app.try_state::<Leaving>()
        .is_some_and(|leaving| leaving.hidden.load(Ordering::SeqCst))
}

fn to_background(app: &AppHandle) {
    if let Some(leaving) = app.try_state::<Leaving>() {
        leaving.hidden.store(true, Ordering::SeqCst);
    }
    window::hide(app);
}

/// The window is there again.
pub fn came_back(app: &AppHandle) {
    if let Some(leaving) = app.try_state::<Leaving>() {
        leaving.hidden.store(false, Ordering::SeqCst);
    }
}

/// The queue came to its end. Who went to the background for it, and cannot be seen there, has nothing left to stay for.
pub async fn nothing_left(app: &AppHandle, core: &Core) {
    if !is_hidden(app)
        || app.state::<SettingsFile>().read(app).stays
        || tray::can_be_seen(app).await
    {
        return;
    }
    if core.folders().list().await.is_ok_and(|all| all.is_empty()) {
        quit(app);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(cause: WaitCause) -> QueueState {
        QueueState::Waiting {
            cause,
            message: String::new(),
            until_ms: None,
        }
    }

    #[test]
    fn closing_asks_only_where_staying_would_send_something() {
        assert_eq!(goes_on_by_itself(3, &QueueState::Running), Some(3));
        assert_eq!(
            goes_on_by_itself(3, &waiting(WaitCause::QuotaSpent)),
            Some(3)
        );
        assert_eq!(goes_on_by_itself(0, &QueueState::Idle), None);
        assert_eq!(
            goes_on_by_itself(3, &QueueState::Paused),
            None,
            "the person stopped it"
        );
        assert_eq!(
            goes_on_by_itself(3, &waiting(WaitCause::StorageFull)),
            None,
            "it waits for the person, who leaves"
        );
    }
}
