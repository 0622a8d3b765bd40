//! Asks Google about the items of a report.

use google_photos::{MediaItem, MediaItemId};
use rusqlite::Transaction;

use super::store::{self, ReportKey};
use super::work::End;
use super::{AT_ONCE, Safekeeping};
use crate::error::CoreError;
use crate::index::IndexError;
use crate::jobs::JobHandle;
use crate::view::ConnectionKey;
use crate::{items, ledger};

/// Google's codes for an item that is gone: INVALID_ARGUMENT and NOT_FOUND.
/// Source: <https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchGet>
const GONE: [u64; 2] = [3, 5];

/// What came of the questions so far.
#[derive(Clone, Copy, Default)]
struct Told {
    there: u32,
    gone: u32,
    unclear: u32,
}

impl Safekeeping {
    /// Asks about all items of a report. What was told until its end is kept.
    pub(super) async fn ask_about(
        &self,
        of: ConnectionKey,
        report: ReportKey,
        job: &JobHandle,
    ) -> End {
        let outcome = self.ask_all(of, report, job).await;
        self.frame.events.index_changed();
        match outcome {
            Ok(_) if job.cancelled() => {
                End::Stopped("Stopped. What Google said until then is kept.")
            }
            Ok(told) => End::Done(words(told)),
            Err(error) => error.into(),
        }
    }

    async fn ask_all(
        &self,
        of: ConnectionKey,
        report: ReportKey,
        job: &JobHandle,
    ) -> Result<Told, CoreError> {
        let index = &self.frame.index;
        let ids = index
            .read(move |db| store::item_ids(db, of, report))
            .await?;
        let total = u64::try_from(ids.len()).unwrap_or(u64::MAX);
        let (mut told, mut done) = (Told::default(), 0);
        job.progress(0, Some(total));
        let cancelled = job.cancellation();
        for some in ids.chunks(AT_ONCE) {
            let asked = cancelled.run_until_cancelled(self.ask_some(of, some)).await;
            let Some(heard) = asked else { break };
            let heard = heard?;
            told.there += heard.there;
            told.gone += heard.gone;
            told.unclear += heard.unclear;
            done += u64::try_from(some.len()).unwrap_or(u64::MAX);
            job.progress(done, Some(total));
        }
        Ok(told)
    }

    /// Asks once, and keeps the answer.
    async fn ask_some(&self, of: ConnectionKey, ids: &[String]) -> Result<Told, CoreError> {
        let ids: Vec<MediaItemId> = ids
            .iter()
            .map(|id| MediaItemId::from(id.as_str()))
            .collect();
        let client = self.connections.client(of).await?;
        let answer = client.media_items_get(&ids).await;
        let answer = self.connections.outcome(of, answer).await?;
        let now = self.frame.clock.now_ms();
        let keep = move |tx: &Transaction<'_>| {
            let mut told = Told::default();
            for outcome in &answer {
                match outcome {
                    Ok(item) => {
                        there(tx, of, item, now)?;
                        told.there += 1;
                    }
                    Err(error) if GONE.contains(&error.code) => {
                        gone(tx, of, error.id.as_str(), now)?;
                        told.gone += 1;
                    }
                    // It says nothing about the item.
                    Err(_) => told.unclear += 1,
                }
            }
            Ok(told)
        };
        Ok(self.frame.index.write_quietly(keep).await?)
    }
}

/// Google showed an item. One that the index did not know went up from here once, so it is no news.
fn there(
    tx: &Transaction<'_>,
    of: ConnectionKey,
    item: &MediaItem,
    now_ms: i64,
) -> Result<(), IndexError> {
    items::seen(tx, of, item, now_ms)?;
    ledger::found_again(tx, of, item.id.as_str())
}

/// Google knows no such item.
fn gone(tx: &Transaction<'_>, of: ConnectionKey, id: &str, now_ms: i64) -> Result<(), IndexError> {
    match items::by_google_id(tx, of, id)? {
        Some(key) => items::mark_missing(tx, &[key], now_ms),
        None => ledger::refused(tx, of, id, now_ms),
    }
}

fn words(told: Told) -> String {
    let items = |count: u32| match count {
        1 => "1 item".to_owned(),
        many => format!("{many} items"),
    };
    let mut words = format!(
        "Google showed {}, {} not found.",
        items(told.there),
        told.gone
    );
    if told.unclear > 0 {
        words.push_str(&format!(
            " About {} it gave no clear answer.",
            items(told.unclear)
        ));
    }
    words
}
