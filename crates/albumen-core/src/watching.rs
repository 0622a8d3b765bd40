//! What comes into a library by itself: from another device, from another computer with the same client.
//!
//! Watching looks at nothing: a look of the sync sees an item for the first time, and the row that says so is written with the
//! item itself. So each is noticed once, whatever happens in between. What this computer uploads is not news; while it cannot
//! be told whose an item is, it waits in `noticed_later`.

mod rules;
mod store;

use rusqlite::{Connection, Transaction};

use crate::clock::Clock;
use crate::connections::Connections;
use crate::engine::Frame;
use crate::error::CoreError;
use crate::index::{Index, IndexError};
use crate::sync::Sync;
use crate::uploads;
use crate::view::{
    ConnectionHealth, ConnectionKey, ItemKey, NoticedItem, NoticedNews, WatchHold, WatchSettings,
    WatchingView,
};

/// The most that is given out at once.
const MOST_AT_ONCE: u32 = 1_000;

/// Watching. Clones share it.
#[derive(Clone)]
pub struct Watching {
    frame: Frame,
    connections: Connections,
    sync: Sync,
}

/// When something is noticed.
#[derive(Clone, Debug)]
pub(crate) struct Moment {
    /// Unix milliseconds.
    pub(crate) now_ms: i64,
    /// Of the person's calendar, `YYYY-MM-DD`.
    day: String,
}

impl Moment {
    /// By this clock.
    pub(crate) fn now(clock: &Clock) -> Self {
        Self {
            now_ms: clock.now_ms(),
            day: clock.today().to_string(),
        }
    }
}

impl Watching {
    pub(crate) fn new(frame: Frame, connections: Connections, sync: Sync) -> Self {
        Self {
            frame,
            connections,
            sync,
        }
    }

    /// How a connection is watched and what of it is new.
    ///
    /// Errors: `NotFound`.
    pub async fn view(&self, key: ConnectionKey) -> Result<WatchingView, CoreError> {
        let connection = self.connections.get(key).await?;
        let read = move |db: &Connection| Ok((store::settings(db, key)?, store::counts(db, key)?));
        let (settings, (items, unseen, newest)) = self.frame.index.read(read).await?;
        let held = match connection.health {
            ConnectionHealth::Offline => Some(WatchHold::Offline),
            ConnectionHealth::Connected | ConnectionHealth::ApiOff => self
                .sync
                .is_out_of_requests(key)
                .await?
                .then_some(WatchHold::QuotaSpent),
            _ => Some(WatchHold::SignInNeeded),
        };
        let next_ms = self.sync.next_look_ms(key, settings.every_s);
        Ok(WatchingView {
            connection: key,
            settings,
            looked_ms: connection.synced_ms,
            next_ms: next_ms.filter(|_| held.is_none()),
            held,
            items,
            unseen,
            newest,
        })
    }

    /// Keeps how a connection is to be watched. What counts as new by another choice is noticed on return; what does not
    /// any more is seen.
    ///
    /// Errors: `BadSetting` where a value is outside its bounds, `NotFound`; nothing is changed then.
    pub async fn set(&self, key: ConnectionKey, settings: WatchSettings) -> Result<(), CoreError> {
        rules::check(&settings)?;
        self.connections.get(key).await?;
        let now_ms = self.frame.clock.now_ms();
        let keep = move |tx: &Transaction<'_>| store::set(tx, key, &settings, now_ms);
        self.frame.index.write(keep).await?;
        self.sync.set_off();
        if fill(&self.frame.index, key, &self.frame.clock).await? {
            self.frame.events.noticed();
        }
        Ok(())
    }

    /// What was noticed after a cursor, in all connections, in the order in which it was noticed; 0 is before the first. Who
    /// remembers the last cursor misses nothing and is told nothing twice. At most 1,000.
    pub async fn noticed_since(
        &self,
        cursor: i64,
        limit: u32,
    ) -> Result<Vec<NoticedItem>, CoreError> {
        let limit = limit.min(MOST_AT_ONCE);
        let read = move |db: &Connection| store::since(db, cursor, limit);
        Ok(self.frame.index.read(read).await?)
    }

    /// The cursor of the last item that was noticed; 0 before the first.
    pub async fn cursor(&self) -> Result<i64, CoreError> {
        Ok(self.frame.index.read(store::last).await?)
    }

    /// The person has seen what came up to a cursor. Gives when that was, to take it back by; none where nothing changed.
    ///
    /// Errors: `NotFound`.
    pub async fn mark_seen(
        &self,
        key: ConnectionKey,
        up_to: i64,
    ) -> Result<Option<i64>, CoreError> {
        self.connections.get(key).await?;
        let now_ms = self.frame.clock.now_ms();
        let mark = move |tx: &Transaction<'_>| store::mark_seen(tx, key, up_to, now_ms);
        let marked = self.frame.index.write(mark).await?;
        Ok((marked > 0).then_some(now_ms))
    }

    /// Takes back what [`Watching::mark_seen`] did at that moment.
    ///
    /// Errors: `NotFound`, `CannotUndo`.
    pub async fn mark_unseen(&self, key: ConnectionKey, seen_ms: i64) -> Result<(), CoreError> {
        self.connections.get(key).await?;
        let unmark = move |tx: &Transaction<'_>| store::unmark_seen(tx, key, seen_ms);
        match self.frame.index.write(unmark).await? {
            0 => Err(CoreError::CannotUndo),
            _ => Ok(()),
        }
    }

    /// What a notice of the system is to tell, each item once, also over restarts: asking counts as having told.
    pub async fn news(&self) -> Result<Vec<NoticedNews>, CoreError> {
        let untold = |tx: &Transaction<'_>| store::untold(tx);
        Ok(self.frame.index.write_quietly(untold).await?)
    }
}

/// An item came into the index from Google. Within the transaction that put it there.
pub(crate) fn came(
    tx: &Connection,
    connection: ConnectionKey,
    item: ItemKey,
    file_name: &str,
    at: &Moment,
) -> Result<(), IndexError> {
    if !store::is_looked_through(tx, connection)? {
        return Ok(());
    }
    if uploads::is_on_its_way(tx, connection, file_name)? {
        return store::notice_later(tx, item);
    }
    store::notice(tx, connection, item, at).map(|_| ())
}

/// An item is what this computer just uploaded; `new` says whether the index did not know it. Within the transaction that
/// says so. Gives whether it was noticed.
pub(crate) fn uploaded(
    tx: &Connection,
    connection: ConnectionKey,
    item: ItemKey,
    new: bool,
    at: &Moment,
) -> Result<bool, IndexError> {
    let waited = store::no_longer_later(tx, item)?;
    let counts = (new || waited) && store::settings(tx, connection)?.own;
    Ok(counts && store::notice(tx, connection, item, at)?)
}

/// Settles what could not be settled before: items of which it was not known whose they are, and what of the library counts
/// as new.
pub(crate) async fn settle(
    index: &Index,
    connection: ConnectionKey,
    clock: &Clock,
) -> Result<(), IndexError> {
    let later = index.read(move |db| store::later(db, connection)).await?;
    if !later.is_empty() {
        let at = Moment::now(clock);
        let settle = move |tx: &Transaction<'_>| {
            for (item, file_name) in &later {
                if !uploads::is_on_its_way(tx, connection, file_name)?
                    && store::no_longer_later(tx, *item)?
                {
                    store::notice(tx, connection, *item, &at)?;
                }
            }
            Ok(())
        };
        index.write(settle).await?;
    }
    fill(index, connection, clock).await.map(|_| ())
}

async fn fill(index: &Index, connection: ConnectionKey, clock: &Clock) -> Result<bool, IndexError> {
    let mut any = false;
    loop {
        let at = Moment::now(clock);
        let piece = move |tx: &Transaction<'_>| {
            let (more, noticed) = store::fill(tx, connection, &at)?;
            Ok(((more, noticed), noticed))
        };
        let (more, noticed) = index.write_telling(piece).await?;
        any |= noticed;
        if !more {
            return Ok(any);
        }
    }
}

/// The number of the last item that was noticed, in all connections.
pub(crate) async fn last(index: &Index) -> Result<i64, IndexError> {
    index.read(store::last).await
}

/// Seconds between two looks at a connection, at most.
pub(crate) fn every_s(db: &Connection, connection: ConnectionKey) -> Result<u32, IndexError> {
    Ok(store::settings(db, connection)?.every_s)
}

/// How many items of a connection the person has not seen.
pub(crate) fn unseen(db: &Connection, connection: ConnectionKey) -> Result<u32, IndexError> {
    Ok(store::counts(db, connection)?.1)
}
