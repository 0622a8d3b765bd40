//! What an engine is opened with.

use std::time::Duration;

use google_photos::{Endpoints, RetryPolicy};

use crate::clock::Clock;
use crate::connections::SecretStore;
use crate::error::CoreError;
use crate::paths::Paths;

/// What an engine is opened with.
pub struct CoreConfig {
    /// Where everything lies.
    pub home: Paths,
    /// Where Google is.
    pub endpoints: Endpoints,
    /// Where secrets are kept.
    pub secrets: SecretStore,
    /// Waiting times and limits.
    pub policy: Policy,
    /// What time it is.
    pub clock: Clock,
    /// For tests that kill the process: the upload stage in which it ends itself.
    pub die_at: Option<String>,
}

impl CoreConfig {
    /// As a person runs it: folders by `ALBUMEN_HOME` or the system, Google by `ALBUMEN_GOOGLE` or itself, secrets in the
    /// keychain where there is one. `ALBUMEN_KEYCHAIN=off` keeps them in an owner-only file.
    ///
    /// Errors: [`CoreError::NoHome`], and [`CoreError::NotLoopback`] where `ALBUMEN_GOOGLE` leads off this computer.
    pub fn from_env() -> Result<Self, CoreError> {
        let home = Paths::from_env()?;
        let endpoints = Endpoints::from_env()?;
        let secrets = SecretStore::from_env(&home);
        Ok(Self {
            home,
            endpoints,
            secrets,
            policy: Policy::default(),
            clock: Clock::system(),
            die_at: None,
        })
    }
}

/// Waiting times and limits. Tests shorten them.
#[derive(Clone, Debug)]
pub struct Policy {
    /// How long, at most, looking for what is new and sweeping wait after the start for the window to have drawn itself.
    pub quiet_at_start: Duration,
    /// Whether the engine looks for what is new by itself: at the start, after sign-in, and again and again.
    pub sync_by_itself: bool,
    /// How long between two looks at albums, at most. How often the list of media items is looked at is the person's choice.
    pub sync_every: Duration,
    /// How long until it is looked again whether a look is due, at most.
    pub sync_tick: Duration,
    /// How long between two tries whether a service that fell silent is there again.
    pub probe_every: Duration,
    /// How long a comparison of the whole library with Google is good for.
    pub compare_every: Duration,
    /// Requests a day that comparing by itself may cost: a tenth of what Google allows.
    pub compare_requests_a_day: u32,
    /// Requests that comparing by itself may cost at one look.
    pub compare_requests_at_once: u32,
    /// How young an album or media item must be not to be called missing when a list leaves it out.
    pub settles_within: Duration,
    /// How long until a video that is being processed is asked for again, at first; doubles.
    pub video_poll_first: Duration,
    /// The longest wait between two questions about a video.
    pub video_poll_longest: Duration,
    /// Requests a day after which a sync stops by itself and leaves the rest to the person.
    pub sync_stops_at_requests: u32,
    /// How long a sign-in waits for the person.
    pub sign_in_within: Duration,
    /// How long to wait before looking whether Google acted on a request whose answer was lost.
    pub lost_answer_wait: Duration,
    /// How the client repeats what failed.
    pub retry: RetryPolicy,
    /// Waiting times of the upload queue.
    pub uploads: crate::uploads::UploadPolicy,
    /// Limits of the picture cache.
    pub pictures: crate::thumbs::PicturePolicy,
    /// Waiting times of watched folders.
    pub folders: crate::folders::FolderPolicy,
    /// Waiting times of the search.
    pub search: crate::search::SearchPolicy,
    /// Waiting times of the looks at share links.
    pub links: crate::sharing::LinkPolicy,
    /// Waiting times of downloads.
    pub downloads: crate::downloads::DownloadPolicy,
    /// Waiting times of picking.
    pub picking: crate::picking::PickingPolicy,
    /// Waiting times of recipes.
    pub recipes: crate::recipes::RecipePolicy,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            quiet_at_start: Duration::ZERO,
            sync_by_itself: true,
            sync_every: Duration::from_secs(15 * 60),
            sync_tick: Duration::from_secs(30),
            probe_every: Duration::from_secs(60),
            compare_every: Duration::from_secs(7 * 24 * 60 * 60),
            compare_requests_a_day: 1_000,
            compare_requests_at_once: 50,
            settles_within: Duration::from_secs(10 * 60),
            video_poll_first: Duration::from_secs(30),
            video_poll_longest: Duration::from_secs(5 * 60),
            sync_stops_at_requests: 8_000,
            sign_in_within: Duration::from_secs(5 * 60),
            lost_answer_wait: Duration::from_secs(2),
            retry: RetryPolicy::default(),
            uploads: crate::uploads::UploadPolicy::default(),
            pictures: crate::thumbs::PicturePolicy::default(),
            folders: crate::folders::FolderPolicy::default(),
            search: crate::search::SearchPolicy::default(),
            links: crate::sharing::LinkPolicy::default(),
            downloads: crate::downloads::DownloadPolicy::default(),
            picking: crate::picking::PickingPolicy::default(),
            recipes: crate::recipes::RecipePolicy::default(),
        }
    }
}
