//! The sample library: starts the Google Photos emulator in this process and connects to it as to Google.
//!
//! The window and the command line both open it through here, on the same data folder, so that an album shared in one
//! is shared in the other. Nothing here stands in for the engine: sign-in, sync and uploads go over HTTP.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use albumen_core::view::ConnectionView;
use albumen_core::{Core, CoreError, SampleSignIn};
use google_photos::{EndpointError, Endpoints};
use photos_emulator::{
    Config, Emulator, LibrarySource, Rules, SAMPLE_CLIENT_ID, SAMPLE_CLIENT_SECRET, StartError,
};

/// The folder below the program's data folder in which the sample service keeps what it holds.
const FOLDER: &str = "sample";

/// Names a folder for the drawings, so that several homes need them drawn only once: tests have many homes.
const PICTURES: &str = "ALBUMEN_SAMPLE_PICTURES";

/// Hears how far the drawing of the sample library is: done, total.
pub type DrawingProgress = Arc<dyn Fn(usize, usize) + Send + Sync>;

/// Which account of the sample library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SampleAccount {
    /// The first: sharing works from inside the program, as Google allowed until March 2025.
    Legacy,
    /// The second: Google's rules of today.
    Today,
}

impl SampleAccount {
    /// The account of that address; none where the sample library has no such one.
    #[must_use]
    pub fn of(email: &str) -> Option<Self> {
        let account = photos_emulator::SampleAccount::usual()
            .into_iter()
            .find(|account| account.email == email)?;
        Some(match account.rules {
            Rules::Legacy => Self::Legacy,
            Rules::Today => Self::Today,
        })
    }
}

/// Why the sample library did not open.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SampleError {
    /// The service did not start.
    #[error("The sample library did not start. {0}")]
    Start(#[from] StartError),
    /// Its address is not on this computer, which cannot be.
    #[error("The sample library did not start. {0}")]
    Address(#[from] EndpointError),
    /// It has no such account.
    #[error("The sample library has no such account.")]
    NoAccount,
    /// The sign-in failed.
    #[error(transparent)]
    Core(#[from] CoreError),
}

/// The running sample service. Dropping it stops it.
pub struct SampleService {
    emulator: Emulator,
    endpoints: Endpoints,
}

impl SampleService {
    /// Starts the service on a free port of this computer; draws its pictures the first time.
    ///
    /// Errors: [`SampleError::Start`].
    pub async fn start(data: &Path, progress: DrawingProgress) -> Result<Self, SampleError> {
        let emulator = photos_emulator::start(Config {
            library: LibrarySource::Sample,
            data_dir: Some(data.join(FOLDER)),
            pictures_dir: std::env::var_os(PICTURES).map(PathBuf::from),
            persist: true,
            progress: Some(Arc::new(move |drawn| progress(drawn.done, drawn.total))),
            ..Config::default()
        })
        .await?;
        let endpoints = Endpoints::loopback(emulator.url().as_str())?;
        Ok(Self {
            emulator,
            endpoints,
        })
    }

    /// Signs in to one of its accounts and gives the connection; the one there is, where there is one already.
    ///
    /// Errors: [`SampleError::Core`] where the sign-in fails.
    pub async fn connect(
        &self,
        core: &Core,
        which: SampleAccount,
    ) -> Result<ConnectionView, SampleError> {
        let place = match which {
            SampleAccount::Legacy => 0,
            SampleAccount::Today => 1,
        };
        let account = self
            .emulator
            .accounts()
            .into_iter()
            .nth(place)
            .ok_or(SampleError::NoAccount)?;
        let sign_in = SampleSignIn {
            endpoints: self.endpoints.clone(),
            client_id: SAMPLE_CLIENT_ID.to_owned(),
            client_secret: SAMPLE_CLIENT_SECRET.to_owned(),
            email: account.email,
            name: account.name,
        };
        Ok(core.connections().add_sample(sign_in).await?)
    }

    /// Tells the engine where the connections of the sample library find it now.
    ///
    /// Errors: [`SampleError::Core`].
    pub async fn reopen(&self, core: &Core) -> Result<(), SampleError> {
        Ok(core
            .connections()
            .reopen_sample(self.endpoints.clone())
            .await?)
    }

    /// Stops the service.
    pub async fn stop(self) {
        self.emulator.stop().await;
    }
}

#[cfg(test)]
mod tests {
    use super::SampleAccount;

    #[test]
    fn the_rules_of_an_account_are_known_by_its_address() {
        assert_eq!(
            SampleAccount::of("mara.lindqvist@example.com"),
            Some(SampleAccount::Legacy)
        );
        assert_eq!(
            SampleAccount::of("tomas.okafor@example.com"),
            Some(SampleAccount::Today)
        );
        assert_eq!(
            SampleAccount::of("somebody@example.com"),
            None,
            "an account of Google's is none of ours"
        );
    }
}
