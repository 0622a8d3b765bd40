//! Waiting for what passes by itself, or for the person.

use rusqlite::Transaction;
use tokio::sync::broadcast;

use super::{Inner, store};
use crate::connections::Signal;
use crate::error::CoreError;
use crate::jobs::JobHandle;
use crate::view::{ConnectionKey, DownloadId};

impl Inner {
    /// Says what is waited for, and comes back when it is worth trying again.
    pub(super) async fn hold(
        &self,
        id: DownloadId,
        of: ConnectionKey,
        error: &CoreError,
        job: &JobHandle,
        signals: &mut broadcast::Receiver<Signal>,
    ) -> Result<(), CoreError> {
        let sentence = error.to_string();
        job.waiting(&sentence);
        self.say(id, Some(sentence)).await?;
        let for_the_person = matches!(
            error,
            CoreError::SignInNeeded | CoreError::SignedOut | CoreError::ConsentMissing
        );
        let again = match error {
            CoreError::SlowDown {
                retry_after: Some(wait),
            } => *wait,
            _ => self.frame.policy.downloads.again_after,
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
        self.say(id, None).await
    }

    async fn say(&self, id: DownloadId, sentence: Option<String>) -> Result<(), CoreError> {
        let say = move |tx: &Transaction<'_>| store::say(tx, id, sentence.as_deref());
        Ok(self.frame.index.write(say).await?)
    }
}

/// Whether it is worth waiting for this to pass.
pub(super) fn waits(error: &CoreError) -> bool {
    matches!(
        error,
        CoreError::SignInNeeded
            | CoreError::SignedOut
            | CoreError::ConsentMissing
            | CoreError::Offline { .. }
            | CoreError::ServiceNotRunning
            | CoreError::SlowDown { .. }
            | CoreError::QuotaSpent { .. }
            | CoreError::GoogleTrouble { .. }
    )
}
