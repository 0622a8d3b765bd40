//! Plans that are made and started as a person would.

use std::path::PathBuf;

use albumen_core::Core;
use albumen_core::view::{AlbumLayout, MissingDates, PlanKey, PlanOptions, PlanState};

/// Plans what is dropped, waits until all of it was read, and starts.
pub async fn start_plan(core: &Core, drop: Vec<PathBuf>, albums: AlbumLayout) {
    let plans = core.plans();
    let plan = plan_of(core, drop).await;
    let options = PlanOptions {
        albums,
        dates: MissingDates::Leave,
        captions: false,
    };
    plans.set_options(plan, options).await.unwrap();
    plans.start(plan).await.unwrap();
}

/// Plans what is dropped and waits until all of it was read.
pub async fn plan_of(core: &Core, drop: Vec<PathBuf>) -> PlanKey {
    let mut events = core.events();
    let plan = core.plans().make(drop, None).await.unwrap();
    while core.plans().view(plan).await.unwrap().state != PlanState::Ready {
        // Being too slow for events is as good a reason to look again as an event.
        let _ = events.recv().await;
    }
    plan
}
