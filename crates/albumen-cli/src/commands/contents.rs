//! `album add`, `album remove`

use std::collections::HashSet;

use albumen_core::view::{AddOrder, Chosen, GridScope, ItemKey, JobId, JobState};
use albumen_core::{Core, CoreEvent};
use serde_json::json;

use super::find_album;
use crate::args::ContentsArgs;
use crate::failure::Failure;
use crate::output::Output;
use crate::session::end_of;

/// Puts items in an album.
pub async fn add(
    core: &Core,
    args: &ContentsArgs,
    order: AddOrder,
    out: Output,
) -> Result<(), Failure> {
    let album = find_album(core, &args.album).await?.key;
    let chosen = chosen(core, &args.items).await?;
    let mut events = core.events();
    let job = core.albums().add(album, chosen.clone(), order).await?;
    let said = end(core, &mut events, job).await?;
    // Some may be refused, or not fit: a script is to notice.
    for item in &chosen.keys {
        let holds = core.items().details(*item).await?.albums;
        if !holds.iter().any(|held| held.key == album) {
            return Err(Failure::Asked(said));
        }
    }
    told(core, args, &said, out).await
}

/// Takes items out of an album.
pub async fn remove(core: &Core, args: &ContentsArgs, out: Output) -> Result<(), Failure> {
    let album = find_album(core, &args.album).await?.key;
    let chosen = chosen(core, &args.items).await?;
    let mut events = core.events();
    let job = core.albums().remove(album, chosen.clone()).await?;
    let said = end(core, &mut events, job).await?;
    for item in &chosen.keys {
        let holds = core.items().details(*item).await?.albums;
        if holds.iter().any(|held| held.key == album) {
            return Err(Failure::Asked(said));
        }
    }
    told(core, args, &said, out).await
}

/// The items that were named, once each. One that is not there stops it before anything is changed.
async fn chosen(core: &Core, items: &[i64]) -> Result<Chosen, Failure> {
    let mut seen = HashSet::new();
    let mut keys = Vec::with_capacity(items.len());
    for key in items.iter().copied().map(ItemKey) {
        if !seen.insert(key) {
            continue;
        }
        if core.items().count(&these(vec![key])).await? == 0 {
            return Err(Failure::Asked(format!(
                "There is no item {} in this library. `media list` shows all with their numbers. Nothing was changed.",
                key.0
            )));
        }
        keys.push(key);
    }
    Ok(these(keys))
}

fn these(keys: Vec<ItemKey>) -> Chosen {
    Chosen {
        scope: GridScope::All,
        spans: Vec::new(),
        keys,
        without: Vec::new(),
    }
}

/// Waits until the job ends. Gives what it says then.
async fn end(
    core: &Core,
    events: &mut tokio::sync::broadcast::Receiver<CoreEvent>,
    job: JobId,
) -> Result<String, Failure> {
    match end_of(core, events, job).await {
        Some((JobState::Done, said)) => Ok(said.unwrap_or_default()),
        Some((_, said)) => Err(Failure::Asked(said.unwrap_or_default())),
        None => Ok(String::new()),
    }
}

async fn told(core: &Core, args: &ContentsArgs, said: &str, out: Output) -> Result<(), Failure> {
    let album = find_album(core, &args.album).await?;
    out.print(&json!({ "album": album, "said": said }), |_| {
        vec![said.to_owned()]
    });
    Ok(())
}
