//! The sample library: an emulator of Google Photos inside this process, signed in to over the same OAuth, HTTP and
//! upload code that talks to Google.

use std::path::PathBuf;
use std::sync::Arc;

use albumen_core::view::{ConnectionView, JobKind};
use albumen_core::{Core, CoreError, Endpoints, JobHandle, Paths, SampleSignIn};
use photos_emulator::{Rules, Config, Emulator, LibrarySource, SAMPLE_CLIENT_ID, SAMPLE_CLIENT_SECRET};
use serde::Deserialize;
use tokio::sync::Mutex;

use crate::ipc_error::{IpcError, IpcResult};

/// Which account of the sample library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum SampleAccount {
    /// Follows the rules of before 31 March 2025: a click shares an album.
    Legacy,
    /// Follows today's rules.
    Today,
}

impl SampleAccount {
    fn rules(self) -> Rules {
        match self {
            Self::Legacy => Rules::Legacy,
            Self::Today => Rules::Today,
        }
    }
}

/// The emulator of this process, once it runs.
#[derive(Clone)]
pub struct Sample {
    core: Core,
    data: PathBuf,
    running: Arc<Mutex<Option<Emulator>>>,
}

impl Sample {
    /// A sample library that keeps its drawings and its state in this home.
    #[must_use]
    pub fn new(core: Core, home: &Paths) -> Self {
        Self { core, data: home.data.join("sample"), running: Arc::default() }
    }

    /// Starts the emulator again in the background where somebody has used it before. What the window shows meanwhile
    /// comes from the index. `ALBUMEN_SAMPLE=off` leaves it off, as if the network were gone.
    pub fn resume(&self) {
        if std::env::var_os("ALBUMEN_SAMPLE").is_some_and(|value| value == "off") {
            return;
        }
        let sample = self.clone();
        tauri::async_runtime::spawn(async move {
            if let Err(error) = sample.resume_if_used().await {
                tracing::warn!(message = error.message, "the sample library did not start again");
            }
        });
    }

    async fn resume_if_used(&self) -> IpcResult<()> {
        if self.core.connections().has_sample().await? {
            let endpoints = self.endpoints().await?;
            self.core.connections().reopen_sample(endpoints).await?;
        }
        Ok(())
    }

    /// Signs in to an account of the sample library.
    ///
    /// # Errors
    /// When the emulator cannot be started, and those of a sign-in.
    pub async fn open(&self, account: SampleAccount) -> IpcResult<ConnectionView> {
        let endpoints = self.endpoints().await?;
        let who = {
            let running = self.running.lock().await;
            let emulator = running.as_ref().ok_or_else(|| IpcError::from(CoreError::ServiceNotRunning))?;
            let rules = account.rules();
            let found = emulator.accounts().into_iter().find(|who| who.rules == rules);
            found.ok_or_else(|| IpcError::other("The sample library has no such account."))?
        };
        let sign_in = SampleSignIn {
            endpoints,
            client_id: SAMPLE_CLIENT_ID.to_owned(),
            client_secret: SAMPLE_CLIENT_SECRET.to_owned(),
            email: who.email,
            name: who.name,
        };
        Ok(self.core.connections().add_sample(sign_in).await?)
    }

    /// Where the emulator listens. Starts it at first, with a job that tells how far the drawing is.
    async fn endpoints(&self) -> IpcResult<Endpoints> {
        let mut running = self.running.lock().await;
        let emulator = match running.take() {
            Some(emulator) => emulator,
            None => self.start().await?,
        };
        let endpoints = Endpoints::loopback(emulator.url().as_str()).map_err(CoreError::from);
        *running = Some(emulator);
        Ok(endpoints?)
    }

    async fn start(&self) -> IpcResult<Emulator> {
        let job = Arc::new(self.core.jobs().begin(JobKind::Sample));
        let shown = Arc::clone(&job);
        let config = Config {
            library: LibrarySource::Sample,
            data_dir: Some(self.data.clone()),
            persist: true,
            progress: Some(Arc::new(move |progress| {
                shown.progress(progress.done as u64, Some(progress.total as u64));
            })),
            ..Config::default()
        };
        let started = photos_emulator::start(config).await;
        match (started, Arc::into_inner(job)) {
            (Ok(emulator), job) => {
                job.map(JobHandle::finish);
                Ok(emulator)
            }
            (Err(error), job) => {
                let sentence = format!("The sample library could not be started: {error}. Nothing else is touched. Try again.");
                if let Some(job) = job {
                    job.fail(&sentence);
                }
                Err(IpcError::other(sentence))
            }
        }
    }
}
