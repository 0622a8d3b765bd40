//! What the emulator was asked, by call and by account.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde::Serialize;

use crate::account::{Pair, Who};

/// Counts of one account, or of all.
#[derive(Debug, Default, Clone, Serialize)]
pub(crate) struct Tally {
    /// Requests by the name of the call, such as `albums.list` or `uploads.raw`.
    pub(crate) requests: BTreeMap<&'static str, u64>,
    /// All of them.
    pub(crate) total: u64,
    /// Those that count against the daily quota of the Library API.
    pub(crate) library_total: u64,
    /// Most writes of one account that ran at the same time.
    pub(crate) concurrent_write_peak: u64,
    /// Bytes of request bodies.
    pub(crate) bytes_received: u64,
    /// Bytes of pictures and videos that went out, by the name of the call. What a refusal shows does not count.
    pub(crate) media_bytes_sent: BTreeMap<&'static str, u64>,
    /// Media items that were created, duplicates not counted.
    pub(crate) items_created: u64,
    #[serde(skip)]
    writing: u64,
}

#[derive(Default)]
struct Tallies {
    all: Tally,
    accounts: Pair<Tally>,
    sessions: u64,
}

/// Counts of one emulator.
#[derive(Default, Clone)]
pub(crate) struct Stats(Arc<Mutex<Tallies>>);

/// A write that is running. Dropped when it is over.
pub(crate) struct Writing {
    stats: Stats,
    who: Who,
    /// Whether it is the only one of its account.
    pub(crate) is_alone: bool,
}

impl Drop for Writing {
    fn drop(&mut self) {
        self.stats.lock().accounts.of_mut(self.who).writing -= 1;
    }
}

impl Stats {
    fn lock(&self) -> MutexGuard<'_, Tallies> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn both(&self, who: Option<Who>, mut count: impl FnMut(&mut Tally)) {
        let mut tallies = self.lock();
        count(&mut tallies.all);
        if let Some(who) = who {
            count(tallies.accounts.of_mut(who));
        }
    }

    /// Counts a request.
    pub(crate) fn request(&self, name: &'static str, who: Option<Who>) {
        let library = u64::from(crate::route::is_library(name));
        self.both(who, |tally| {
            *tally.requests.entry(name).or_default() += 1;
            tally.total += 1;
            tally.library_total += library;
        });
    }

    /// Counts bytes of a request body.
    pub(crate) fn received(&self, who: Option<Who>, bytes: u64) {
        self.both(who, |tally| tally.bytes_received += bytes);
    }

    /// Counts bytes of a picture or video that went out.
    pub(crate) fn sent(&self, name: &'static str, who: Option<Who>, bytes: u64) {
        self.both(who, |tally| {
            *tally.media_bytes_sent.entry(name).or_default() += bytes;
        });
    }

    /// Counts new media items.
    pub(crate) fn created(&self, who: Who, items: u64) {
        self.both(Some(who), |tally| tally.items_created += items);
    }

    /// A write of an account begins.
    pub(crate) fn write(&self, who: Who) -> Writing {
        let mut tallies = self.lock();
        let tally = tallies.accounts.of_mut(who);
        tally.writing += 1;
        tally.concurrent_write_peak = tally.concurrent_write_peak.max(tally.writing);
        let (running, peak) = (tally.writing, tally.concurrent_write_peak);
        tallies.all.concurrent_write_peak = tallies.all.concurrent_write_peak.max(peak);
        drop(tallies);
        Writing {
            stats: self.clone(),
            who,
            is_alone: running == 1,
        }
    }

    /// A number for the next upload session.
    pub(crate) fn next_session(&self) -> u64 {
        let mut tallies = self.lock();
        tallies.sessions += 1;
        tallies.sessions
    }

    /// Everything so far: all together, and each account.
    pub(crate) fn snapshot(&self) -> (Tally, Pair<Tally>) {
        let tallies = self.lock();
        (tallies.all.clone(), tallies.accounts.clone())
    }

    /// Begins at zero. Writes that run are not forgotten.
    pub(crate) fn reset(&self) {
        let mut tallies = self.lock();
        tallies.all = Tally::default();
        for who in Who::BOTH {
            let writing = tallies.accounts.of(who).writing;
            *tallies.accounts.of_mut(who) = Tally {
                writing,
                ..Tally::default()
            };
        }
    }
}
