//! What a person does with a download: pause, go on, cancel, try again, take it out of the list.

use std::sync::Arc;

use rusqlite::Transaction;

use super::{Downloads, Inner, NO_DOWNLOAD, store};
use crate::error::CoreError;
use crate::view::{DownloadId, DownloadState};

impl Downloads {
    /// Stops a download until it is told to go on. What came is kept, and so is what is half there.
    ///
    /// Errors: `NotFound`.
    pub async fn pause(&self, id: DownloadId) -> Result<(), CoreError> {
        loop {
            let view = self.inner.view(id).await?;
            if !view.state.runs() {
                return Ok(());
            }
            // It may have gone on to its next step since it was looked at.
            let to = DownloadState::Paused;
            if self.inner.step(id, view.state, to, None).await? {
                if let Some(run) = self.inner.runs().get(&id) {
                    run.stopped.cancel();
                }
                return Ok(());
            }
        }
    }

    /// Goes on with a download that was paused.
    ///
    /// Errors: `NotFound`.
    pub async fn resume(&self, id: DownloadId) -> Result<(), CoreError> {
        self.inner.go_on(id, DownloadState::Paused).await
    }

    /// Ends a download. What came is kept; no archive is made. One that is over stays as it is.
    ///
    /// Errors: `NotFound`.
    pub async fn cancel(&self, id: DownloadId) -> Result<(), CoreError> {
        let view = self.inner.view(id).await?;
        if view.state.is_over() {
            return Ok(());
        }
        if let Some(run) = self.inner.runs().get(&id) {
            run.stopped.cancel();
            return Ok(());
        }
        let (said, to) = ("Cancelled.".to_owned(), DownloadState::Cancelled);
        self.inner.step(id, view.state, to, Some(said)).await?;
        let download = self.inner.download(id).await?;
        self.inner.tidy(&download).await;
        Ok(())
    }

    /// Tries again what did not come.
    ///
    /// Errors: `NotFound`.
    pub async fn retry(&self, id: DownloadId) -> Result<(), CoreError> {
        let view = self.inner.view(id).await?;
        if matches!(view.state, DownloadState::Done | DownloadState::Failed) {
            let again = move |tx: &Transaction<'_>| store::taken_up_again(tx, id);
            self.inner.frame.index.write(again).await?;
            self.inner.go_on(id, view.state).await?;
        }
        Ok(())
    }

    /// Takes a download that is over out of the list. Its files stay, and are still known.
    ///
    /// Errors: `NotFound`, `DownloadRuns`.
    pub async fn forget(&self, id: DownloadId) -> Result<(), CoreError> {
        let view = self.inner.view(id).await?;
        if !view.state.is_over() || view.job.is_some() {
            return Err(CoreError::DownloadRuns);
        }
        let forget = move |tx: &Transaction<'_>| store::forget(tx, id);
        let gone = self.inner.frame.index.write(forget).await?;
        gone.then_some(()).ok_or(NO_DOWNLOAD)
    }
}

impl Inner {
    /// Goes on with a download that stands like this.
    async fn go_on(self: &Arc<Self>, id: DownloadId, from: DownloadState) -> Result<(), CoreError> {
        // Order: who worked on it before must have gone, or two would.
        while self.runs().contains_key(&id) {
            tokio::task::yield_now().await;
        }
        let to = match self.download(id).await?.listed {
            true => DownloadState::Fetching,
            false => DownloadState::Listing,
        };
        if self.step(id, from, to, None).await? {
            self.spawn(id);
        }
        Ok(())
    }
}
