//! Writing what is said about items, at Google and here: one request for each, so many take a part of the day's.

use std::sync::Arc;

use google_photos::MediaItemId;
use rusqlite::Connection;

use super::chosen::{ChosenItem, Pieces};
use super::{Items, store};
use crate::error::CoreError;
use crate::jobs::JobHandle;
use crate::view::{Chosen, ConnectionKey, ItemKey, JobId, JobKind};

/// Google: the longest description, in characters.
/// Source: <https://developers.google.com/photos/library/guides/upload-media>
const MOST_CHARS: usize = 1_000;
/// How many old texts are kept to be written back.
const MOST_UNDONE: usize = 20_000;
/// From how many on the person is told what it costs of the day's requests.
const MANY: u32 = 500;

/// What is written.
enum Text {
    /// The same about all that is chosen.
    Same(Chosen, String),
    /// What was there before.
    Old(ConnectionKey, Vec<(ItemKey, String)>),
}

/// How far it is.
#[derive(Clone, Copy, Default)]
struct Tally {
    total: u32,
    written: u32,
    same: u32,
    refused: u32,
}

impl Items {
    /// Writes a text about everything chosen, at most 1,000 characters; an empty one takes away what was written. Gives the
    /// job at once, which can be undone up to 20,000 items.
    ///
    /// Errors: `DescriptionTooLong`; all others end the job.
    pub async fn describe(&self, chosen: Chosen, text: &str) -> Result<JobId, CoreError> {
        let text = text.trim();
        if text.chars().count() > MOST_CHARS {
            return Err(CoreError::DescriptionTooLong);
        }
        self.begin_describing(Text::Same(chosen, text.to_owned()))
            .ok_or(CoreError::Closed)
    }

    /// Writes a text about one item, without a job.
    ///
    /// Errors: `NotFound`, `DescriptionTooLong`, and what Google refuses.
    pub(crate) async fn describe_one(
        &self,
        connection: ConnectionKey,
        item: ItemKey,
        text: &str,
    ) -> Result<(), CoreError> {
        if text.chars().count() > MOST_CHARS {
            return Err(CoreError::DescriptionTooLong);
        }
        let mut work = Work {
            items: self,
            tally: Tally::default(),
            old: Vec::new(),
        };
        let piece = self.pieces_of(connection, vec![item]).next().await?;
        let item = piece.into_iter().next().ok_or(super::NOT_FOUND)?;
        let quiet = self.inner.frame.jobs.begin_quietly();
        work.one(connection, item, text, &quiet).await?;
        match work.tally.refused {
            0 => Ok(()),
            _ => Err(CoreError::NotAllowed),
        }
    }

    fn begin_describing(&self, text: Text) -> Option<JobId> {
        let job = self.inner.frame.jobs.begin(JobKind::Describe);
        let (id, items) = (job.id(), self.clone());
        self.inner.frame.tasks.spawn_until_stopped(async move {
            items.run_describing(text, job).await;
        });
        id
    }

    async fn run_describing(&self, text: Text, job: JobHandle) {
        let mut work = Work {
            items: self,
            tally: Tally::default(),
            old: Vec::new(),
        };
        let (outcome, connection) = match text {
            Text::Same(chosen, text) => work.all(&chosen, &text, &job).await,
            Text::Old(connection, old) => (work.back(connection, old, &job).await, None),
        };
        let tally = work.tally;
        if let Some(connection) =
            connection.filter(|_| !work.old.is_empty() && work.old.len() <= MOST_UNDONE)
        {
            let (items, old) = (self.clone(), work.old);
            job.can_be_undone(Box::new(move || {
                items.begin_describing(Text::Old(connection, old))
            }));
        }
        match outcome {
            Ok(()) => job.finish_with(&sentence(&tally)),
            Err(CoreError::Cancelled) => job.stop_with(&format!(
                "Stopped. {} of {} described; the others are as they were.",
                photos(tally.written),
                tally.total
            )),
            Err(error) if tally.written > 0 => job.fail(&format!(
                "{error} {} described before that.",
                photos(tally.written)
            )),
            Err(error) => job.fail(&error.to_string()),
        }
    }
}

struct Work<'a> {
    items: &'a Items,
    tally: Tally,
    /// What stood there before, of those that were written.
    old: Vec<(ItemKey, String)>,
}

impl Work<'_> {
    async fn all(
        &mut self,
        chosen: &Chosen,
        text: &str,
        job: &JobHandle,
    ) -> (Result<(), CoreError>, Option<ConnectionKey>) {
        match self.items.pieces(chosen).await {
            Ok(Some(mut pieces)) => {
                let connection = pieces.connection();
                (self.pieces(&mut pieces, text, job).await, Some(connection))
            }
            Ok(None) => (Err(CoreError::NoConnection), None),
            Err(error) => (Err(error), None),
        }
    }

    async fn pieces(
        &mut self,
        pieces: &mut Pieces,
        text: &str,
        job: &JobHandle,
    ) -> Result<(), CoreError> {
        self.begin(pieces.count().await?, job);
        loop {
            let piece = pieces.next().await?;
            if piece.is_empty() {
                return Ok(());
            }
            for item in piece {
                self.one(pieces.connection(), item, text, job).await?;
            }
        }
    }

    async fn back(
        &mut self,
        connection: ConnectionKey,
        old: Vec<(ItemKey, String)>,
        job: &JobHandle,
    ) -> Result<(), CoreError> {
        self.begin(u32::try_from(old.len()).unwrap_or(u32::MAX), job);
        for (key, text) in old {
            let mut pieces = self.items.pieces_of(connection, vec![key]);
            for item in pieces.next().await? {
                self.one(connection, item, &text, job).await?;
            }
        }
        Ok(())
    }

    fn begin(&mut self, total: u32, job: &JobHandle) {
        self.tally.total = total;
        job.progress(0, Some(u64::from(total)));
        if total >= MANY {
            job.note(&format!(
                "Each takes one of the day's 10,000 requests to Google, {total} in all."
            ));
        }
    }

    async fn one(
        &mut self,
        connection: ConnectionKey,
        item: ChosenItem,
        text: &str,
        job: &JobHandle,
    ) -> Result<(), CoreError> {
        if job.cancelled() {
            return Err(CoreError::Cancelled);
        }
        let inner = &self.items.inner;
        let key = item.key;
        let read = move |db: &Connection| store::described(db, key);
        let before = inner.frame.index.read(read).await?.unwrap_or_default();
        if before == text {
            self.tally.same += 1;
        } else {
            match self.write(connection, item, text).await {
                Ok(()) => {
                    self.tally.written += 1;
                    if self.old.len() <= MOST_UNDONE {
                        self.old.push((key, before));
                    }
                }
                Err(
                    CoreError::Refused { .. } | CoreError::NotAllowed | CoreError::NotFound { .. },
                ) => self.tally.refused += 1,
                Err(error) => return Err(error),
            }
        }
        let done = self.tally.written + self.tally.same + self.tally.refused;
        job.progress(u64::from(done), Some(u64::from(self.tally.total)));
        Ok(())
    }

    async fn write(
        &self,
        connection: ConnectionKey,
        item: ChosenItem,
        text: &str,
    ) -> Result<(), CoreError> {
        let inner = Arc::clone(&self.items.inner);
        let client = inner.connections.client(connection).await?;
        let lane = inner.frame.lanes.of(connection);
        let _one_at_a_time = lane.lock().await;
        let id = MediaItemId::from(item.google_id.as_str());
        let answer = client.media_item_describe(&id, text).await;
        inner.connections.outcome(connection, answer).await?;
        // Not what the answer says: Google may still show the old text in it for a moment.
        let (key, text) = (item.key, text.to_owned());
        let write = move |tx: &rusqlite::Transaction<'_>| store::describe(tx, key, &text);
        Ok(inner.frame.index.write(write).await?)
    }
}

fn photos(count: u32) -> String {
    if count == 1 {
        "1 photo was".to_owned()
    } else {
        format!("{count} photos were")
    }
}

fn sentence(tally: &Tally) -> String {
    let mut said = format!("{} described.", photos(tally.written));
    if tally.written == 0 && tally.refused == 0 {
        return "The description is as it was.".to_owned();
    }
    if tally.written >= MANY {
        said.push_str(&format!(
            " That took {} of the day's 10,000 requests to Google.",
            tally.written
        ));
    }
    if tally.refused > 0 {
        said.push_str(&format!(
            " Google refused {}: it only lets Albumen describe photos that it added itself.",
            tally.refused
        ));
    }
    said
}
