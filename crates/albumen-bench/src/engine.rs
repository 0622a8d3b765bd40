//! The product's engine by itself, in a process of its own: it opens a home, brings it up to date, and ends.
//!
//! It is what the window and the command line run, but for one limit: a day of Google's quota is not enough for a million
//! items, and no bench can wait until the next one.

use albumen_core::view::{
    DownloadRequest, DownloadRows, DownloadState, DownloadWhat, JobId, JobState,
};
use albumen_core::{Core, CoreConfig, CoreEvent};

/// The word that makes this program be the engine.
pub(crate) const WORD: &str = "--engine";
/// Behind it: bring the home up to date.
pub(crate) const LOOK: &str = "look";
/// Behind it: download everything into a folder.
pub(crate) const DOWNLOAD: &str = "download";
/// Behind it: ask the questions of `cargo xtask bench search`, for a library of so many items.
pub(crate) const SEARCH: &str = "search";

/// Does in the home of `ALBUMEN_HOME` what the words say.
pub(crate) async fn run(words: &[String]) -> Result<(), String> {
    match words {
        [what] if what == LOOK => bring_up_to_date().await,
        [what, items] if what == SEARCH => {
            let items = items.parse::<u64>();
            crate::search::ask(items.map_err(|error| error.to_string())?).await
        }
        [what, folder] if what == DOWNLOAD => download_everything(folder).await,
        other => Err(format!("the engine does not understand {other:?}")),
    }
}

async fn bring_up_to_date() -> Result<(), String> {
    let core = open().await?;
    let done = look(&core).await;
    core.close().await;
    done
}

async fn download_everything(folder: &str) -> Result<(), String> {
    let core = open().await?;
    let request = DownloadRequest {
        what: DownloadWhat::Everything {
            since_ms: None,
            added_since_ms: None,
        },
        template: "{filename}".to_owned(),
        ..DownloadRequest::of_items(Vec::new(), folder.to_owned())
    };
    let ended = async {
        let id = core.downloads().start(request).await?;
        core.downloads().ended(id).await
    };
    let view = ended.await.map_err(|error| error.to_string())?;
    let downloads = core.downloads();
    let left = downloads.rows(view.id, DownloadRows::NotCome, None);
    let left = left.await.map_err(|error| error.to_string())?;
    core.close().await;
    match view.state {
        DownloadState::Done if view.copies == view.items => Ok(()),
        state => Err(format!("it ended as {state:?}: {:?}", left.first())),
    }
}

/// Opens the home of `ALBUMEN_HOME`. It looks for nothing by itself.
pub(crate) async fn open() -> Result<Core, String> {
    let mut config = CoreConfig::from_env().map_err(|error| error.to_string())?;
    config.policy.sync_by_itself = false;
    config.policy.sync_stops_at_requests = u32::MAX;
    Core::open(config).await.map_err(|error| error.to_string())
}

async fn look(core: &Core) -> Result<(), String> {
    let mut events = core.events();
    let job = core.sync().now().await.map_err(|error| error.to_string())?;
    loop {
        let jobs = core.jobs().list().await;
        let view = jobs.into_iter().find(|view| view.id == job);
        match view.map(|view| (view.state, view.note)) {
            Some((JobState::Running, _)) => {}
            Some((JobState::Done, _)) | None => return Ok(()),
            Some((state, why)) => return Err(format!("the look ended as {state:?}: {why:?}")),
        }
        wait_for(&mut events, job).await;
    }
}

async fn wait_for(events: &mut tokio::sync::broadcast::Receiver<CoreEvent>, job: JobId) {
    while let Ok(event) = events.recv().await {
        if matches!(event, CoreEvent::Job(event) if event.job.id == job) {
            return;
        }
    }
}
