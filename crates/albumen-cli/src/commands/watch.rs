//! `watch`: prints what comes into the libraries by itself, for as long as it runs.

use std::collections::HashMap;

use albumen_core::view::{
    ConnectionHealth, ConnectionKey, ItemKind, JobState, NoticedItem, WatchHold, WatchSince,
};
use albumen_core::{Core, CoreEvent};
use tokio::sync::broadcast::{Receiver, error::RecvError};

use crate::args::WatchArgs;
use crate::failure::Failure;
use crate::output::{Output, harmless, is_over, line, note};
use crate::session::end_of;
use crate::words;

/// So many are read at once.
const AT_ONCE: u32 = 500;

/// Prints each new item, and keeps the engine at work, until it is stopped. `only` is the connection that was asked for.
pub async fn run(
    core: &Core,
    args: &WatchArgs,
    only: Option<ConnectionKey>,
    out: Output,
) -> Result<(), Failure> {
    if core.connections().list().await?.is_empty() {
        return Err(Failure::Asked(super::connection::NONE_YET.into()));
    }
    let mut events = core.events();
    let watching = core.watching();
    let mut printed = Printed {
        core,
        cursor: match args.after {
            Some(cursor) => cursor,
            None => watching.cursor().await?,
        },
        names: HashMap::new(),
        only,
        out,
    };
    set(core, args, only).await?;
    if args.once {
        look(core, &mut events, only).await?;
        return printed.catch_up().await;
    }
    // What recipes wait for is done as it happens, as long as this stays.
    core.recipes().start();
    let mut held = HashMap::new();
    note("albumen-cli: watching. Ctrl-C ends it; what is in the queue is kept.");
    loop {
        printed.catch_up().await?;
        if is_over() {
            return Ok(());
        }
        say_what_holds(core, only, &mut held).await?;
        loop {
            match events.recv().await {
                // Whether a connection is held changes with the index, which changes often: it is not worth each look.
                Ok(CoreEvent::Noticed) | Err(RecvError::Lagged(_)) => break,
                Ok(CoreEvent::IndexChanged(_)) => {
                    say_what_holds(core, only, &mut held).await?;
                }
                Ok(CoreEvent::RecipeSays { recipe, text }) => note(&format!("{recipe}: {text}")),
                Ok(CoreEvent::Job(_)) => {}
                Err(RecvError::Closed) => return Ok(()),
            }
        }
    }
}

/// Keeps what the options say for the connection: also for the window, and for the next time.
async fn set(core: &Core, args: &WatchArgs, only: Option<ConnectionKey>) -> Result<(), Failure> {
    if args.every.is_none() && args.since.is_none() && args.own.is_none() {
        return Ok(());
    }
    let key = match only {
        Some(key) => key,
        None => current(core).await?,
    };
    let watching = core.watching();
    let mut settings = watching.view(key).await?.settings;
    if let Some(minutes) = args.every {
        settings.every_s = minutes.saturating_mul(60);
    }
    if let Some(since) = &args.since {
        settings.since = match since.as_str() {
            "now" => WatchSince::Now,
            "all" => WatchSince::All,
            day => WatchSince::Taken {
                day: day.to_owned(),
            },
        };
    }
    if let Some(own) = args.own {
        settings.own = own;
    }
    Ok(watching.set(key, settings).await?)
}

async fn current(core: &Core) -> Result<ConnectionKey, Failure> {
    let current = core.connections().current().await?;
    current.ok_or_else(|| Failure::Asked(super::connection::NONE_YET.into()))
}

/// Looks once at each connection that is meant.
async fn look(
    core: &Core,
    events: &mut Receiver<CoreEvent>,
    only: Option<ConnectionKey>,
) -> Result<(), Failure> {
    for connection in core.connections().list().await? {
        let asks = !matches!(
            connection.health,
            ConnectionHealth::SignInNeeded | ConnectionHealth::SignedOut
        );
        if only.is_some_and(|key| key != connection.key) || (only.is_none() && !asks) {
            continue;
        }
        let job = core.sync().for_connection(connection.key).await?;
        if let Some((JobState::Failed, why)) = end_of(core, events, job).await {
            let why = why.unwrap_or_else(|| "Google did not answer.".into());
            if only.is_some() {
                return Err(Failure::Asked(why));
            }
            note(&format!("albumen-cli: {}: {why}", connection.name));
        }
    }
    Ok(())
}

/// Says when a connection is not looked at, and when it is again.
async fn say_what_holds(
    core: &Core,
    only: Option<ConnectionKey>,
    said: &mut HashMap<ConnectionKey, Option<WatchHold>>,
) -> Result<(), Failure> {
    for connection in core.connections().list().await? {
        let key = connection.key;
        if only.is_some_and(|only| only != key) {
            continue;
        }
        let held = core.watching().view(key).await?.held;
        let before = said.insert(key, held);
        if before.flatten() == held {
            continue;
        }
        let what = match held {
            None => "looked at again.",
            Some(WatchHold::Offline) => {
                "cannot be reached. Nothing is lost; it is looked at when it answers."
            }
            Some(WatchHold::QuotaSpent) => {
                "no more looks today: the requests for looking are used up. It goes on after midnight in California."
            }
            Some(WatchHold::SignInNeeded) => {
                "not looked at: sign in again with `albumen-cli connection renew`."
            }
        };
        note(&format!("albumen-cli: {}: {what}", connection.name));
    }
    Ok(())
}

/// What was printed so far.
struct Printed<'a> {
    core: &'a Core,
    cursor: i64,
    names: HashMap<ConnectionKey, String>,
    only: Option<ConnectionKey>,
    out: Output,
}

impl Printed<'_> {
    /// Prints what was noticed since.
    async fn catch_up(&mut self) -> Result<(), Failure> {
        loop {
            let watching = self.core.watching();
            let some = watching.noticed_since(self.cursor, AT_ONCE).await?;
            let Some(last) = some.last() else {
                return Ok(());
            };
            self.cursor = last.cursor;
            for item in some {
                if self.only.is_none_or(|key| key == item.connection) {
                    self.print(&item).await?;
                }
            }
        }
    }

    async fn print(&mut self, item: &NoticedItem) -> Result<(), Failure> {
        if self.out.is_json() {
            // One line for each, so that a program can read them as they come.
            line(&serde_json::to_string(item).unwrap_or_default());
            return Ok(());
        }
        if !self.names.contains_key(&item.connection) {
            let all = self.core.connections().list().await?;
            self.names
                .extend(all.into_iter().map(|one| (one.key, one.name)));
        }
        let name = self.names.get(&item.connection);
        line(&harmless(&text(item, name.map_or("", String::as_str))));
        Ok(())
    }
}

fn text(item: &NoticedItem, connection: &str) -> String {
    let kind = match item.kind {
        ItemKind::Photo => "photo",
        ItemKind::Animation => "animation",
        ItemKind::Video => "video",
    };
    format!(
        "{}  {}  {kind}, taken {}  {connection}",
        words::moment(item.noticed_ms),
        item.file_name,
        words::taken(item.taken_ms),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use albumen_core::view::ItemKey;

    #[test]
    fn a_line_names_the_item_and_when_it_was_taken() {
        let item = NoticedItem {
            cursor: 7,
            connection: ConnectionKey(1),
            item: ItemKey(3),
            google_id: "abc".to_owned(),
            file_name: "IMG_1.jpg".to_owned(),
            mime_type: "image/jpeg".to_owned(),
            kind: ItemKind::Photo,
            taken_ms: 1_790_000_000_000,
            noticed_ms: 1_790_000_000_000,
            uploaded_here: false,
        };
        let shown = text(&item, "Mara");
        assert!(
            shown.ends_with("IMG_1.jpg  photo, taken 2026-09-21 14:13  Mara"),
            "{shown}"
        );
    }
}
