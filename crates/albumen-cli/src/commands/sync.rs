//! `sync`

use std::time::Instant;

use albumen_core::Core;
use albumen_core::view::JobState;
use serde_json::json;

use crate::failure::Failure;
use crate::output::Output;
use crate::session::end_of;

/// Looks for what is new, or compares everything, and prints how the library stands and what that cost.
pub async fn run(core: &Core, compare: bool, out: Output) -> Result<(), Failure> {
    let before = requests(core).await?;
    let began = Instant::now();
    let mut events = core.events();
    let job = if compare {
        core.sync().compare().await?
    } else {
        core.sync().now().await?
    };
    let note = match end_of(core, &mut events, job).await {
        Some((JobState::Failed, why)) => {
            let why = why.unwrap_or_else(|| "Google did not answer.".into());
            return Err(Failure::Asked(why));
        }
        Some((_, note)) => note,
        None => None,
    };
    let seconds = began.elapsed().as_secs_f64();
    let facts = core.sync().facts().await?;
    let albums = core.state().await?.counts.albums;
    let requests = requests(core).await?.saturating_sub(before);
    let value = json!({
        "items": facts.items, "missing": facts.missing, "albums": albums, "requests": requests, "seconds": seconds,
        "index_bytes": facts.index_bytes, "compared_ms": facts.compared_ms, "note": note,
    });
    out.print(&value, |_| {
        let mut lines = vec![format!(
            "{} items and {albums} albums; {requests} requests, {seconds:.1} s",
            facts.items
        )];
        if facts.missing > 0 {
            lines.push(format!("Not at Google any more: {}", facts.missing));
        }
        lines.extend(note.clone());
        lines
    });
    Ok(())
}

/// Requests sent today for the current connection.
async fn requests(core: &Core) -> Result<u32, Failure> {
    let connections = core.connections();
    Ok(match connections.current().await? {
        Some(key) => connections.get(key).await?.quota.requests,
        None => 0,
    })
}
