//! `upload …`

use std::collections::HashSet;

use albumen_core::Core;
use albumen_core::view::{
    AlbumKey, QueueState, UploadKey, UploadRow, UploadStage, UploadTotals, UploadsView,
};
use serde_json::json;

use super::albums_named;
use crate::args::UploadArgs;
use crate::failure::Failure;
use crate::output::Output;

/// Puts the files in the queue and stays until nothing can go on by itself.
pub async fn run(core: &Core, args: UploadArgs, out: Output) -> Result<(), Failure> {
    let missing: Vec<String> = args
        .paths
        .iter()
        .filter(|path| !path.exists())
        .map(|path| path.display().to_string())
        .collect();
    if !missing.is_empty() {
        return Err(Failure::Asked(format!(
            "Not found: {}. Nothing was uploaded. Check the path and try again.",
            missing.join(", ")
        )));
    }
    let album = match &args.album {
        Some(name) => Some(album_to_fill(core, name).await?),
        None => None,
    };
    let before = core.uploads().view().await?;
    let over = settled(core, &before).await?;
    core.uploads().enqueue(args.paths, album).await?;
    let mut view = core.uploads().wait_idle().await?;
    let rows: Vec<UploadRow> = rows(core, &view)
        .await?
        .into_iter()
        .filter(|row| !over.contains(&row.key))
        .collect();
    only_since(&mut view.totals, &before.totals);
    report(&view.totals, &rows, out);
    match view.state {
        QueueState::Waiting { message, .. } => Err(Failure::Waiting(message)),
        _ if rows
            .iter()
            .any(|row| matches!(row.stage, UploadStage::Failed | UploadStage::LeftOut)) =>
        {
            Err(Failure::SomeLeft)
        }
        _ => Ok(()),
    }
}

/// What had ended before this command: it was reported then.
async fn settled(core: &Core, before: &UploadsView) -> Result<HashSet<UploadKey>, Failure> {
    let is_over = |row: &UploadRow| {
        !matches!(
            row.stage,
            UploadStage::Waiting
                | UploadStage::Hashing
                | UploadStage::Sending
                | UploadStage::Creating
        )
    };
    let rows = rows(core, before).await?;
    Ok(rows
        .iter()
        .filter(|row| is_over(row))
        .map(|row| row.key)
        .collect())
}

async fn rows(core: &Core, view: &UploadsView) -> Result<Vec<UploadRow>, Failure> {
    const PIECE: u32 = 500;
    let mut all = Vec::new();
    for section in &view.sections {
        for offset in (0..section.files).step_by(PIECE as usize) {
            let reason = section.reason.clone();
            let uploads = core.uploads();
            all.extend(uploads.rows(section.kind, reason, offset, PIECE).await?);
        }
    }
    Ok(all)
}

fn only_since(now: &mut UploadTotals, then: &UploadTotals) {
    now.files = now
        .files
        .saturating_sub(then.files.saturating_sub(then.left));
    now.done = now.done.saturating_sub(then.done);
    now.already_there = now.already_there.saturating_sub(then.already_there);
    now.failed = now.failed.saturating_sub(then.failed);
    now.left_out = now.left_out.saturating_sub(then.left_out);
    now.cancelled = now.cancelled.saturating_sub(then.cancelled);
}

/// The album of that name, made if there is none.
async fn album_to_fill(core: &Core, name: &str) -> Result<AlbumKey, Failure> {
    let found = albums_named(core, name).await?;
    match found.as_slice() {
        [] => Ok(core.albums().create(name).await?.key),
        [album] => Ok(album.key),
        several => {
            let keys: Vec<String> = several
                .iter()
                .map(|album| album.key.0.to_string())
                .collect();
            Err(Failure::Asked(format!(
                "There are {} albums called “{name}”. Nothing was uploaded. Name one by its number: {}",
                several.len(),
                keys.join(", ")
            )))
        }
    }
}

fn report(totals: &UploadTotals, rows: &[UploadRow], out: Output) {
    let value = json!({ "totals": totals, "files": rows });
    out.print(&value, |_| {
        let mut lines: Vec<String> = rows.iter().map(line).collect();
        lines.push(format!(
            "{} of {} files are in Google Photos.",
            totals.done, totals.files
        ));
        lines
    });
}

fn line(row: &UploadRow) -> String {
    let stage = match row.stage {
        UploadStage::Done => "uploaded",
        UploadStage::AlreadyThere => "already there",
        UploadStage::LeftOut => "left out",
        UploadStage::Failed => "failed",
        UploadStage::Cancelled => "cancelled",
        UploadStage::Waiting
        | UploadStage::Hashing
        | UploadStage::Sending
        | UploadStage::Creating => "waiting",
    };
    match &row.reason {
        Some(reason) => format!("{stage:13}  {}  {reason}", row.file_name),
        None => format!("{stage:13}  {}", row.file_name),
    }
}
