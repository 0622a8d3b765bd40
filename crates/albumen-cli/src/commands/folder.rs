//! `folder …`

use std::path::Path;

use albumen_core::Core;
use albumen_core::view::{AlbumLayout, FolderRule, FolderState, MissingDates, WatchedFolder};
use serde_json::json;

use super::upload::layout;
use crate::args::{AlbumArgs, FolderCommand, WatchFolderArgs};
use crate::failure::Failure;
use crate::output::{Output, note, table};
use crate::words;

/// Runs one `folder` command.
pub async fn run(core: &Core, command: FolderCommand, out: Output) -> Result<(), Failure> {
    let folders = core.folders();
    match command {
        FolderCommand::List => {
            let all = folders.list().await?;
            if all.is_empty() {
                note("albumen-cli: No folder is watched. `folder add` watches one.");
            }
            out.print(&all, |all| table(&all.iter().map(row).collect::<Vec<_>>()));
        }
        FolderCommand::Add(args) => {
            let rule = rule(core, &args).await?;
            let path = std::path::absolute(&args.path).unwrap_or(args.path);
            let added = folders.add(path, rule).await?;
            out.print(&added, |added| {
                vec![format!(
                    "“{}” is watched. Its files go up while the window or `albumen-cli watch` runs.",
                    added.path
                )]
            });
        }
        FolderCommand::Pause { folder } => pause(core, &folder, true, out).await?,
        FolderCommand::Resume { folder } => pause(core, &folder, false, out).await?,
        FolderCommand::Remove { folder } => {
            let found = find(core, &folder).await?;
            folders.remove(found.key).await?;
            out.print(&json!({ "removed": found.key }), |_| {
                vec![format!(
                    "“{}” is watched no more. What went up stays in Google Photos.",
                    found.path
                )]
            });
        }
    }
    Ok(())
}

async fn rule(core: &Core, args: &WatchFolderArgs) -> Result<FolderRule, Failure> {
    let albums = AlbumArgs {
        album: args.album.clone(),
        per_folder: args.per_folder,
        depth: 8,
        join_names: false,
        no_album: args.no_album,
        new_albums: false,
        use_existing: true,
    };
    let own_name = || AlbumLayout::One {
        title: name_of(&args.path),
    };
    Ok(FolderRule {
        albums: layout(core, &albums).await?.unwrap_or_else(own_name),
        subfolders: !args.no_subfolders,
        existing: !args.only_new,
        dates: MissingDates::Leave,
        captions: true,
    })
}

/// The name of a folder, also where it was given as `.`.
fn name_of(path: &Path) -> String {
    let whole = path.canonicalize();
    let whole = whole.as_deref().unwrap_or(path);
    let name = whole.file_name().unwrap_or(whole.as_os_str());
    name.to_string_lossy().into_owned()
}

async fn pause(core: &Core, which: &str, paused: bool, out: Output) -> Result<(), Failure> {
    let key = find(core, which).await?.key;
    core.folders().pause(key, paused).await?;
    let now = find(core, which).await?;
    out.print(&now, |now| vec![row(now).join("  ")]);
    Ok(())
}

/// The one folder meant.
async fn find(core: &Core, which: &str) -> Result<WatchedFolder, Failure> {
    let path = Path::new(which).canonicalize().ok();
    let all = core.folders().list().await?;
    let is_meant = |folder: &&WatchedFolder| {
        folder.path == which
            || which.parse() == Ok(folder.key.0)
            || path.as_deref() == Some(Path::new(&folder.path))
    };
    all.iter().find(is_meant).cloned().ok_or_else(|| {
        Failure::Asked(format!(
            "“{which}” is not watched. `folder list` shows the folders that are, with their numbers."
        ))
    })
}

fn row(folder: &WatchedFolder) -> Vec<String> {
    let state = match &folder.state {
        FolderState::Watching => "watched".to_owned(),
        FolderState::Looking => "being looked through".to_owned(),
        FolderState::Settling { files } => format!("{} still being written", words::files(*files)),
        FolderState::Paused => "paused".to_owned(),
        FolderState::Gone => "not there; goes on when it is back".to_owned(),
        FolderState::Trouble { message } => message.clone(),
    };
    vec![
        folder.key.0.to_string(),
        folder.path.clone(),
        words::files(folder.files),
        state,
    ]
}
