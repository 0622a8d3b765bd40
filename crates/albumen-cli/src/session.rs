//! The engine for the length of one command: opened, pointed at a connection, brought up to date, closed.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use albumen_core::view::{ConnectionHealth, ConnectionView, JobId, JobState};
use albumen_core::{Core, CoreConfig, CoreEvent};
use albumen_sample::{SampleAccount, SampleError, SampleService};

use crate::args::Common;
use crate::commands::connection::{NONE_YET, find};
use crate::failure::Failure;
use crate::output::note;

/// An open engine, and the sample service where it was asked for.
pub struct Session {
    /// The engine.
    pub core: Core,
    sample: Option<SampleService>,
}

impl Session {
    /// Opens the engine on the data folder of this computer's Albumen; `by_itself` says whether it looks for what is new
    /// again and again.
    pub async fn open(common: &Common, by_itself: bool) -> Result<Self, Failure> {
        let mut config = from_env().await?;
        // Other commands look for what is new once, in `choose`, where they are to look at all.
        config.policy.sync_by_itself = by_itself;
        // Links are looked at by the window, which stays; a command looks where it is asked to.
        config.policy.links.by_itself = false;
        // Recipes are done by who stays: the window, `watch`, `recipe run`. What happens meanwhile is written down for them.
        config.policy.recipes.by_itself = false;
        let data = config.home.data.clone();
        let core = Core::open(config).await?;
        let mut session = Self { core, sample: None };
        if common.sample
            && let Err(error) = session.open_sample(&data).await
        {
            session.close().await;
            return Err(match error {
                SampleError::Core(error) => Failure::Core(error),
                other => Failure::Asked(other.to_string()),
            });
        }
        Ok(session)
    }

    async fn open_sample(&mut self, data: &std::path::Path) -> Result<(), SampleError> {
        let service = SampleService::start(data, Arc::new(show_drawing)).await?;
        let sample = self.sample.insert(service);
        sample.connect(&self.core, SampleAccount::Legacy).await?;
        Ok(())
    }

    /// Makes the connection that was meant the current one, and looks for what is new there unless told not to.
    pub async fn choose(&self, common: &Common) -> Result<(), Failure> {
        let chosen = self.point_at(common).await?;
        if chosen.is_sample && self.sample.is_none() {
            note(
                "albumen-cli: the sample library is not running, so this shows what was last seen. Add --sample to start it.",
            );
            return Ok(());
        }
        let asks = !matches!(
            chosen.health,
            ConnectionHealth::SignInNeeded | ConnectionHealth::SignedOut
        );
        if !common.offline && asks {
            self.look_for_news().await?;
        }
        Ok(())
    }

    /// Makes the connection that was meant the current one.
    pub async fn point_at(&self, common: &Common) -> Result<ConnectionView, Failure> {
        let chosen = self.find(common).await?;
        self.core.connections().select(chosen.key).await?;
        Ok(chosen)
    }

    /// The connection that was meant.
    async fn find(&self, common: &Common) -> Result<ConnectionView, Failure> {
        let connections = self.core.connections().list().await?;
        let chosen = match &common.connection {
            Some(which) => Some(find(&self.core, which).await?),
            None if common.sample => connections
                .into_iter()
                .find(|connection| connection.is_sample),
            None => {
                let current = self.core.connections().current().await?;
                connections
                    .into_iter()
                    .find(|connection| Some(connection.key) == current)
            }
        };
        chosen.ok_or_else(|| Failure::Asked(NONE_YET.into()))
    }

    /// Syncs and waits for it. Without an answer from Google the local index serves.
    async fn look_for_news(&self) -> Result<(), Failure> {
        let mut events = self.core.events();
        let job = self.core.sync().now().await?;
        let ended = end_of(&self.core, &mut events, job).await;
        if let Some((JobState::Failed, why)) = ended {
            note(&format!(
                "albumen-cli: {} This shows what was last seen.",
                why.unwrap_or_else(|| "Google did not answer.".into())
            ));
        }
        Ok(())
    }

    /// Closes the engine, then the sample service.
    pub async fn close(self) {
        self.core.close().await;
        if let Some(sample) = self.sample {
            sample.stop().await;
        }
    }
}

/// Waits until a job ends; gives how, with its sentence. None where the list has it no more.
pub async fn end_of(
    core: &Core,
    events: &mut tokio::sync::broadcast::Receiver<CoreEvent>,
    job: JobId,
) -> Option<(JobState, Option<String>)> {
    loop {
        let jobs = core.jobs().list().await;
        let view = jobs.into_iter().find(|view| view.id == job)?;
        if !matches!(view.state, JobState::Running | JobState::Waiting) {
            return Some((view.state, view.note));
        }
        wait_for(events, job).await;
    }
}

/// Until something is said of this job, or events were missed, so that the list is worth asking again.
async fn wait_for(events: &mut tokio::sync::broadcast::Receiver<CoreEvent>, job: JobId) {
    while let Ok(event) = events.recv().await {
        if matches!(event, CoreEvent::Job(event) if event.job.id == job) {
            return;
        }
    }
}

/// The keychain may make it wait, so it is asked off the runtime.
async fn from_env() -> Result<CoreConfig, Failure> {
    match tokio::task::spawn_blocking(CoreConfig::from_env).await {
        Ok(config) => Ok(config?),
        Err(_) => Err(Failure::Asked("The settings could not be read.".into())),
    }
}

/// On a terminal only, and only while something is being drawn.
fn show_drawing(done: usize, total: usize) {
    static DRAWING: AtomicBool = AtomicBool::new(false);
    let begun = DRAWING.load(Ordering::Relaxed);
    if !std::io::stderr().is_terminal() || (done == total && !begun) {
        return;
    }
    DRAWING.store(true, Ordering::Relaxed);
    let end = if done == total { "\n" } else { "" };
    eprint!("\rDrawing the sample library: {done} of {total}{end}");
    // A terminal that cannot be flushed still gets the line later.
    drop(std::io::stderr().flush());
}
