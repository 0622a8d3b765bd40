//! `media …`

use albumen_core::Core;
use albumen_core::view::{CopyKind, GridItem, GridScope, ItemDetails, ItemKey};
use serde_json::json;

use super::find_album;
use crate::args::MediaCommand;
use crate::failure::Failure;
use crate::output::{Output, note, table};
use crate::words;

/// Runs one `media` command.
pub async fn run(core: &Core, command: MediaCommand, out: Output) -> Result<(), Failure> {
    match command {
        MediaCommand::List { album, limit } => {
            let scope = match album {
                Some(which) => GridScope::Album {
                    album: find_album(core, &which).await?.key,
                },
                None => GridScope::All,
            };
            let items = first_items(core, scope, limit as usize).await?;
            out.print(&items, |items| {
                table(&items.iter().map(row).collect::<Vec<_>>())
            });
        }
        MediaCommand::Search { text, limit } => {
            let text = text.join(" ");
            core.search().read_all().await?;
            let view = core.search().view(&text).await?;
            if let Some(what) = view.note {
                note(&what);
            }
            let items = first_items(core, GridScope::Search { text }, limit as usize).await?;
            out.print(&items, |items| {
                table(&items.iter().map(row).collect::<Vec<_>>())
            });
        }
        MediaCommand::Get { item, to } => {
            let details = core.items().details(ItemKey(item)).await?;
            let saved = match to {
                Some(folder) => Some(core.downloads().one(ItemKey(item), &folder).await?),
                None => None,
            };
            let value = json!({ "item": details, "saved": saved });
            out.print(&value, |_| {
                let mut lines = facts(&details);
                lines.extend(
                    saved
                        .iter()
                        .map(|path| format!("{}: {}", CopyKind::Reduced.words(), path.display())),
                );
                lines
            });
        }
    }
    Ok(())
}

/// The first items of a grid, segment by segment, as far as the limit asks.
async fn first_items(
    core: &Core,
    scope: GridScope,
    limit: usize,
) -> Result<Vec<GridItem>, Failure> {
    let mut items = Vec::new();
    for segment in core.items().segments(scope.clone()).await? {
        if items.len() >= limit {
            break;
        }
        let runs = core.items().grid(scope.clone(), &[segment.key]).await?;
        items.extend(runs.into_iter().flatten());
    }
    items.truncate(limit);
    Ok(items)
}

fn row(item: &GridItem) -> Vec<String> {
    vec![
        item.key.0.to_string(),
        words::taken(item.taken_ms),
        format!("{}x{}", item.width_px, item.height_px),
        item.file_name.clone(),
    ]
}

fn facts(details: &ItemDetails) -> Vec<String> {
    let mut lines = vec![
        row(&details.item).join("  "),
        format!("Type: {}", details.mime_type),
    ];
    let named = [
        ("Camera", &details.camera),
        ("Focal length", &details.focal_length),
        ("Aperture", &details.aperture),
        ("Exposure", &details.exposure),
        ("Sensitivity", &details.iso),
        ("Description", &details.description),
        (details.copy().words(), &details.local_path),
    ];
    lines.extend(
        named
            .iter()
            .filter_map(|(name, value)| value.as_ref().map(|value| format!("{name}: {value}"))),
    );
    lines.extend(
        details
            .albums
            .iter()
            .map(|album| format!("In album: {}", album.title)),
    );
    lines
}
