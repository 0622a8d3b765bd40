//! The sample library in the window: when it starts, and the job that tells how far the drawing is.

use std::path::PathBuf;
use std::sync::Arc;

use albumen_core::view::{ConnectionView, JobKind};
use albumen_core::{Core, Paths};
use albumen_sample::{SampleError, SampleService};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use crate::ipc_error::{IpcError, IpcResult};

/// Which account of the sample library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum SampleAccount {
    /// Follows the rules of before 31 March 2025: a click shares an album.
    Legacy,
    /// Follows today's rules.
    Today,
}

impl From<SampleAccount> for albumen_sample::SampleAccount {
    fn from(account: SampleAccount) -> Self {
        match account {
            SampleAccount::Legacy => Self::Legacy,
            SampleAccount::Today => Self::Today,
        }
    }
}

impl From<albumen_sample::SampleAccount> for SampleAccount {
    fn from(account: albumen_sample::SampleAccount) -> Self {
        match account {
            albumen_sample::SampleAccount::Legacy => Self::Legacy,
            albumen_sample::SampleAccount::Today => Self::Today,
        }
    }
}

/// The account of the sample library that a connection shows; none where it shows one of Google's.
#[must_use]
pub fn account_of(connection: &ConnectionView) -> Option<SampleAccount> {
    let account = albumen_sample::SampleAccount::of(&connection.email).map(Into::into);
    account.filter(|_| connection.is_sample)
}

impl From<SampleError> for IpcError {
    fn from(error: SampleError) -> Self {
        match error {
            SampleError::Core(error) => error.into(),
            other => Self::other(other.to_string()),
        }
    }
}

/// The sample service of this process, once it runs.
#[derive(Clone)]
pub struct Sample {
    core: Core,
    data: PathBuf,
    running: Arc<Mutex<Option<SampleService>>>,
}

impl Sample {
    /// A sample library that keeps its drawings and its state in this home.
    #[must_use]
    pub fn new(core: Core, home: &Paths) -> Self {
        Self {
            core,
            data: home.data.clone(),
            running: Arc::default(),
        }
    }

    /// Starts the service again in the background where somebody has used it before. What the window shows meanwhile
    /// comes from the index. `ALBUMEN_SAMPLE=off` leaves it off, as if the network were gone.
    pub fn resume(&self) {
        if std::env::var_os("ALBUMEN_SAMPLE").is_some_and(|value| value == "off") {
            return;
        }
        let sample = self.clone();
        tauri::async_runtime::spawn(async move {
            if let Err(error) = sample.resume_if_used().await {
                tracing::warn!(
                    message = error.message,
                    "the sample library did not start again"
                );
            }
        });
    }

    async fn resume_if_used(&self) -> IpcResult<()> {
        if self.core.connections().has_sample().await? {
            let mut running = self.running.lock().await;
            let service = self.service(&mut running).await?;
            service.reopen(&self.core).await?;
        }
        Ok(())
    }

    /// Signs in to an account of the sample library.
    ///
    /// # Errors
    /// When the service cannot be started, and those of a sign-in.
    pub async fn open(&self, account: SampleAccount) -> IpcResult<ConnectionView> {
        let mut running = self.running.lock().await;
        let service = self.service(&mut running).await?;
        Ok(service.connect(&self.core, account.into()).await?)
    }

    async fn service<'a>(
        &self,
        running: &'a mut Option<SampleService>,
    ) -> IpcResult<&'a SampleService> {
        let service = match running.take() {
            Some(service) => service,
            None => self.start().await?,
        };
        Ok(running.insert(service))
    }

    async fn start(&self) -> IpcResult<SampleService> {
        let job = Arc::new(self.core.jobs().begin(JobKind::Sample));
        // The service may keep the closure for as long as it runs; the job ends before.
        let shown = Arc::downgrade(&job);
        let progress = move |done, total| {
            if let Some(job) = shown.upgrade() {
                job.progress(done as u64, Some(total as u64));
            }
        };
        let started = SampleService::start(&self.data, Arc::new(progress)).await;
        let job = Arc::into_inner(job);
        match started {
            Ok(service) => {
                if let Some(job) = job {
                    job.finish();
                }
                Ok(service)
            }
            Err(error) => {
                let error = IpcError::from(error);
                if let Some(job) = job {
                    job.fail(&error.message);
                }
                Err(error)
            }
        }
    }
}
