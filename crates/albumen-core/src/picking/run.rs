//! Works on one pick until it is over: waits for the person, lists, fetches, tidies up. Each step can be begun anew.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt as _;
use tokio::sync::broadcast;

use super::addresses::Addresses;
use super::store::{self, Pick};
use super::{Inner, NO_PICK, rules};
use crate::connections::Signal;
use crate::error::CoreError;
use crate::jobs::JobHandle;
use crate::view::{ConnectionKey, PickKey, PickState};

const PICK_NOW: &str = "Choose in Google Photos in your browser, then press Done there.";
const NOT_CHOSEN: &str =
    "Nothing was chosen in time, and the page is closed now. Choose in Google Photos again.";
const UNFINISHED: &str = "Google closed this choice before everything was fetched. What was fetched is kept. Choose the rest again.";

/// What a run remembers between two steps.
#[derive(Default)]
pub(super) struct Memory {
    pub(super) addresses: Option<Addresses>,
    pub(super) troubles: HashMap<String, u32>,
    pub(super) stale: u32,
    pub(super) video_tries: u32,
}

impl Inner {
    /// Runs until the pick is over, or the person cancels it.
    pub(super) async fn run(self: Arc<Self>, key: PickKey, job: JobHandle) {
        let cancelled = job.cancellation();
        let outcome = tokio::select! {
            biased;
            () = cancelled.cancelled() => self.cancelled(key).await,
            outcome = self.go(key, &job) => outcome,
        };
        let ended = match outcome {
            Ok(()) => self.view(key).await,
            Err(error) => Err(error),
        };
        match ended {
            Ok(view) => {
                let said = view.message.unwrap_or_default();
                match view.state {
                    PickState::Done => job.finish_with(&said),
                    PickState::Cancelled => job.stop_with(&said),
                    _ => job.fail(&said),
                }
            }
            // The connection was removed, and the pick with it.
            Err(CoreError::NotFound { .. }) => drop(job),
            Err(error) => job.fail(&error.to_string()),
        }
        // Order: who waits for the end finds the row and the job as they ended.
        self.runs().remove(&key);
        self.frame.events.index_changed();
    }

    async fn go(&self, key: PickKey, job: &JobHandle) -> Result<(), CoreError> {
        let mut memory = Memory::default();
        let mut lane = None;
        loop {
            let pick = self.pick(key).await?;
            let mut signals = self.connections.signals();
            if matches!(pick.state, PickState::Listing | PickState::Fetching) && lane.is_none() {
                lane = Some(self.fetching.lock().await);
            }
            let step = match pick.state {
                PickState::Waiting => self.wait(key, &pick, job).await,
                PickState::Listing => self.list(key, &pick, job, &mut memory).await,
                PickState::Fetching => self.fetch(key, &pick, job, &mut memory).await,
                _ => {
                    drop(lane);
                    self.delete_session(key, &pick).await;
                    return Ok(());
                }
            };
            match step {
                Ok(()) => {}
                Err(CoreError::PickOver) => self.expire(key, &pick).await?,
                Err(error) if waits(&error) => {
                    self.hold(key, pick.connection, &error, job, &mut signals)
                        .await?;
                }
                Err(error @ (CoreError::Closed | CoreError::NotFound { .. })) => return Err(error),
                Err(error) => {
                    self.step(key, pick.state, PickState::Failed, Some(error.to_string()))
                        .await?;
                    return Ok(());
                }
            }
        }
    }

    async fn pick(&self, key: PickKey) -> Result<Pick, CoreError> {
        let read = move |db: &rusqlite::Connection| store::get(db, key);
        self.frame.index.read(read).await?.ok_or(NO_PICK)
    }

    /// Says what is waited for, and comes back when it is worth trying again.
    async fn hold(
        &self,
        key: PickKey,
        of: ConnectionKey,
        error: &CoreError,
        job: &JobHandle,
        signals: &mut broadcast::Receiver<Signal>,
    ) -> Result<(), CoreError> {
        let sentence = error.to_string();
        job.waiting(&sentence);
        self.say(key, Some(sentence)).await?;
        let for_the_person = matches!(error, CoreError::SignInNeeded | CoreError::ConsentMissing);
        let again = match error {
            CoreError::SlowDown {
                retry_after: Some(wait),
            } => *wait,
            _ => self.frame.policy.picking.again_after,
        };
        let signalled = async {
            loop {
                match signals.recv().await {
                    Ok(Signal::SignedIn(who)) if who == of => return,
                    Ok(Signal::Reachable(who)) if who == of && !for_the_person => return,
                    // Being too slow is as good a reason to look again.
                    Err(broadcast::error::RecvError::Lagged(_)) => return,
                    Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
                    Ok(_) => {}
                }
            }
        };
        tokio::select! {
            () = signalled => {}
            () = tokio::time::sleep(again), if !for_the_person => {}
        }
        job.running();
        self.say(key, None).await
    }

    pub(super) async fn say(
        &self,
        key: PickKey,
        sentence: Option<String>,
    ) -> Result<(), CoreError> {
        let say = move |tx: &rusqlite::Transaction<'_>| store::say(tx, key, sentence.as_deref());
        Ok(self.frame.index.write(say).await?)
    }

    /// Asks at Google's pace whether the person is done.
    async fn wait(&self, key: PickKey, pick: &Pick, job: &JobHandle) -> Result<(), CoreError> {
        let session = pick.session.as_ref().ok_or(CoreError::PickOver)?;
        job.waiting(PICK_NOW);
        loop {
            let client = self.connections.client(pick.connection).await?;
            let answer = client.picking_session(session).await;
            let found = self
                .connections
                .outcome_elsewhere(pick.connection, answer)
                .await?;
            if found.is_done {
                job.running();
                self.step(key, PickState::Waiting, PickState::Listing, None)
                    .await?;
                return Ok(());
            }
            let in_vain = found
                .polling
                .is_some_and(|polling| polling.time_out.is_zero());
            let now_ms = self.frame.clock.now_ms();
            if in_vain || pick.until_ms.is_some_and(|until| now_ms >= until) {
                return Err(CoreError::PickOver);
            }
            let wait = rules::poll_after(found.polling, &self.frame.policy.picking);
            tokio::time::sleep(wait).await;
        }
    }

    /// Asks what was picked, and keeps it page by page.
    async fn list(
        &self,
        key: PickKey,
        pick: &Pick,
        job: &JobHandle,
        memory: &mut Memory,
    ) -> Result<(), CoreError> {
        job.note("Asking Google what was chosen.");
        memory.addresses = Some(self.ask(key, pick).await?);
        self.step(key, PickState::Listing, PickState::Fetching, None)
            .await?;
        Ok(())
    }

    pub(super) async fn ask(&self, key: PickKey, pick: &Pick) -> Result<Addresses, CoreError> {
        let session = pick.session.as_ref().ok_or(CoreError::PickOver)?;
        let client = self.connections.client(pick.connection).await?;
        let mut addresses = Addresses::new();
        let mut pages = std::pin::pin!(client.picked_items_pages(session));
        while let Some(page) = pages.next().await {
            let page = self
                .connections
                .outcome_elsewhere(pick.connection, page)
                .await?;
            let kept = page.clone();
            let keep = move |tx: &rusqlite::Transaction<'_>| store::picked(tx, key, &kept);
            self.frame.index.write(keep).await?;
            addresses.take(page);
        }
        Ok(addresses)
    }

    /// All that can be there is there: it goes into the album, where one was asked for.
    pub(super) async fn finish(&self, key: PickKey, pick: &Pick) -> Result<(), CoreError> {
        let view = self.view(key).await?;
        let mut said = rules::told(view.fetched, view.there, view.left_out);
        if let Some(album) = pick.album {
            let read = move |db: &rusqlite::Connection| store::files(db, key);
            let files = self.frame.index.read(read).await?;
            let title = view.album_title.unwrap_or_default();
            // Again after a kill is no harm: the queue knows files by their bytes.
            match self.uploads.enqueue(files, Some(album)).await {
                Ok(_) => said.push_str(&format!(" They are on their way into “{title}”.")),
                Err(CoreError::NotFound { .. }) => {
                    said.push_str(" The album is gone, so they were not uploaded.");
                }
                Err(error) => return Err(error),
            }
        }
        self.step(key, PickState::Fetching, PickState::Done, Some(said))
            .await?;
        Ok(())
    }

    async fn expire(&self, key: PickKey, pick: &Pick) -> Result<(), CoreError> {
        let sentence = match pick.state {
            PickState::Waiting => NOT_CHOSEN,
            _ => UNFINISHED,
        };
        self.tidy_files(key, pick).await?;
        self.step(
            key,
            pick.state,
            PickState::Expired,
            Some(sentence.to_owned()),
        )
        .await?;
        Ok(())
    }

    async fn cancelled(&self, key: PickKey) -> Result<(), CoreError> {
        let pick = self.pick(key).await?;
        if pick.state.is_over() {
            return Ok(());
        }
        self.tidy_files(key, &pick).await?;
        let fetched = self.view(key).await?.fetched;
        let said = match fetched {
            0 => "Cancelled. Nothing was fetched.".to_owned(),
            some => format!("Cancelled. {} kept.", rules::counted(some)),
        };
        self.step(key, pick.state, PickState::Cancelled, Some(said))
            .await?;
        self.delete_session(key, &pick).await;
        Ok(())
    }

    /// Deletes the session at Google. Where that cannot be done now it is done at the next start, or when there are too many.
    async fn delete_session(&self, key: PickKey, pick: &Pick) {
        let Some(session) = &pick.session else {
            return;
        };
        let deleted = async {
            let client = self.connections.client(pick.connection).await?;
            let answer = client.picking_session_delete(session).await;
            self.connections
                .outcome_elsewhere(pick.connection, answer)
                .await?;
            let forget = move |tx: &rusqlite::Transaction<'_>| store::forget_session(tx, key);
            self.frame.index.write(forget).await?;
            Ok::<(), CoreError>(())
        };
        match tokio::time::timeout(DELETE_WITHIN, deleted).await {
            Ok(Ok(())) => {}
            _ => tracing::debug!("a picking session stays open at Google for now"),
        }
    }
}

/// How long Google may take to delete a session.
const DELETE_WITHIN: Duration = Duration::from_secs(10);

/// Whether it is worth waiting for this to pass.
fn waits(error: &CoreError) -> bool {
    matches!(
        error,
        CoreError::SignInNeeded
            | CoreError::ConsentMissing
            | CoreError::Offline { .. }
            | CoreError::ServiceNotRunning
            | CoreError::SlowDown { .. }
            | CoreError::QuotaSpent { .. }
            | CoreError::GoogleTrouble { .. }
    )
}
