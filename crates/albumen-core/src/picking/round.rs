//! One round of fetching: everything that is left is tried once, a few at a time.

use std::sync::atomic::{AtomicBool, Ordering};

use futures::{StreamExt as _, future, stream};

use super::Inner;
use super::fetch::Came;
use super::run::Memory;
use super::store::{self, Pick, ToFetch};
use crate::error::CoreError;
use crate::jobs::JobHandle;
use crate::view::PickKey;

/// How often Google may have trouble with one item before it is left out.
const TRIES: u32 = 4;
/// How often all addresses may be stale without a single item coming.
const STALE_TRIES: u32 = 3;

const PROCESSING: &str = "Google was still preparing this video. Choose it again later.";
const TROUBLE: &str = "Google did not send it. Choose it again later.";

/// What became of the items of a round.
#[derive(Default)]
struct Round {
    /// Items that have their end, those of earlier rounds too.
    done: u64,
    total: u64,
    /// Those that had it in this round.
    brought: u32,
    stale: u32,
    later: Vec<ToFetch>,
}

impl Inner {
    /// Fetches what is left, a few at a time.
    pub(super) async fn fetch(
        &self,
        key: PickKey,
        pick: &Pick,
        job: &JobHandle,
        memory: &mut Memory,
    ) -> Result<(), CoreError> {
        let read = move |db: &rusqlite::Connection| store::to_fetch(db, key);
        let left = self.frame.index.read(read).await?;
        if left.is_empty() {
            return self.finish(key, pick).await;
        }
        let addresses = match memory.addresses.take() {
            Some(addresses) => addresses,
            None => self.ask(key, pick).await?,
        };
        let view = self.view(key).await?;
        let mut round = Round {
            done: u64::from(view.picked) - left.len() as u64,
            total: u64::from(view.picked),
            ..Round::default()
        };
        job.note("Fetching copies from Google.");
        job.progress(round.done, Some(round.total));
        let addresses_of_all = &addresses;
        let is_halted = AtomicBool::new(false);
        let mut halted = None;
        let mut coming = stream::iter(left)
            .take_while(|_| future::ready(!is_halted.load(Ordering::Relaxed)))
            .map(|item| async move {
                let came = self.bring(key, pick, &item, addresses_of_all).await?;
                Ok::<(ToFetch, Came), CoreError>((item, came))
            })
            .buffer_unordered(self.frame.policy.picking.at_once.max(1));
        while let Some(outcome) = coming.next().await {
            match outcome {
                Ok((item, came)) => {
                    self.count(key, (item, came), &mut round, memory).await?;
                    job.progress(round.done, Some(round.total));
                }
                Err(error) if lets_others_end(&error) => {
                    // Nothing new is begun, and what is on its way is not fetched a second time later.
                    is_halted.store(true, Ordering::Relaxed);
                    job.waiting(&error.to_string());
                    self.say(key, Some(error.to_string())).await?;
                    halted.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
        }
        drop(coming);
        if round.stale == 0 && round.later.is_empty() || halted.is_some() {
            memory.addresses = (round.stale == 0).then_some(addresses);
            return halted.map_or(Ok(()), Err);
        }
        self.before_the_next_round(key, job, memory, round).await
    }

    async fn count(
        &self,
        key: PickKey,
        (item, came): (ToFetch, Came),
        round: &mut Round,
        memory: &mut Memory,
    ) -> Result<(), CoreError> {
        match came {
            Came::Fetched | Came::There | Came::LeftOut => {
                round.brought += 1;
                round.done += 1;
            }
            Came::Stale => round.stale += 1,
            Came::Later => round.later.push(item),
            Came::Trouble => {
                let tries = memory.troubles.entry(item.google_id.clone()).or_default();
                *tries += 1;
                if *tries >= TRIES {
                    self.leave_out(key, &item, TROUBLE).await?;
                    round.done += 1;
                }
            }
        }
        Ok(())
    }

    async fn before_the_next_round(
        &self,
        key: PickKey,
        job: &JobHandle,
        memory: &mut Memory,
        round: Round,
    ) -> Result<(), CoreError> {
        memory.stale = if round.brought == 0 && round.stale > 0 {
            memory.stale + 1
        } else {
            0
        };
        if memory.stale > STALE_TRIES {
            return Err(CoreError::PickOver);
        }
        if round.later.is_empty() || round.stale > 0 {
            return Ok(());
        }
        memory.video_tries += 1;
        let policy = &self.frame.policy;
        if memory.video_tries > policy.picking.video_tries {
            for item in &round.later {
                self.leave_out(key, item, PROCESSING).await?;
            }
            return Ok(());
        }
        job.waiting("Google still prepares a video. It is asked for again in a moment.");
        let doubled = policy
            .video_poll_first
            .saturating_mul(1 << (memory.video_tries - 1).min(10));
        tokio::time::sleep(doubled.min(policy.video_poll_longest)).await;
        job.running();
        Ok(())
    }
}

/// Whether what is being fetched meanwhile can come to its end: Google refuses the next request, and the network is there.
fn lets_others_end(error: &CoreError) -> bool {
    matches!(
        error,
        CoreError::SignInNeeded
            | CoreError::ConsentMissing
            | CoreError::SlowDown { .. }
            | CoreError::QuotaSpent { .. }
    )
}
