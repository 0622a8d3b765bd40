//! `uploads …`

use albumen_core::Core;
use albumen_core::view::{ListFormat, UploadSectionKind};
use serde_json::json;

use super::progress;
use super::report::{self, Before, Extent};
use crate::args::UploadsCommand;
use crate::failure::Failure;
use crate::output::{self, Output};

/// A list of how things stand.
const LIST: Extent = Extent {
    all: true,
    stayed: false,
};
/// What is left after staying.
const STAYED: Extent = Extent {
    all: true,
    stayed: true,
};

/// Runs one `uploads` command.
pub async fn run(core: &Core, command: UploadsCommand, out: Output) -> Result<(), Failure> {
    let uploads = core.uploads();
    match command {
        UploadsCommand::List => {
            let view = uploads.view().await?;
            report::print(core, &view, &Before::nothing(), LIST, out).await?;
            Ok(())
        }
        UploadsCommand::Failures { csv } => failures(core, csv, out).await,
        UploadsCommand::Retry => {
            uploads.retry_all(None).await?;
            finish(core, out).await
        }
        UploadsCommand::Pause => {
            uploads.pause(true).await?;
            say(out, "Paused. The queue is kept.");
            Ok(())
        }
        UploadsCommand::Resume => {
            uploads.pause(false).await?;
            finish(core, out).await
        }
        UploadsCommand::Cancel => {
            uploads.cancel_all().await?;
            say(out, "Cancelled. What is in Google Photos stays there.");
            Ok(())
        }
        UploadsCommand::ContinueAlbum { album } => {
            continue_albums(core, album.as_deref()).await?;
            finish(core, out).await
        }
    }
}

/// The files that wait for full albums, or for this one, go on in others.
async fn continue_albums(core: &Core, which: Option<&str>) -> Result<(), Failure> {
    let full = core.uploads().view().await?.full_albums;
    let meant: Vec<_> = full
        .into_iter()
        .filter(|album| {
            which.is_none_or(|which| album.title == which || which.parse() == Ok(album.album.0))
        })
        .collect();
    if meant.is_empty() {
        return Err(Failure::Asked(match which {
            Some(which) => {
                format!("No file waits for a full album “{which}”. Nothing was changed.")
            }
            None => "No file waits for a full album. Nothing was changed.".into(),
        }));
    }
    for album in meant {
        let next = core.uploads().continue_album(album.album).await?;
        output::note(&format!("“{}” goes on in “{}”.", album.title, next.title));
    }
    Ok(())
}

fn say(out: Output, sentence: &str) {
    out.print(&json!({ "message": sentence }), |_| {
        vec![sentence.to_owned()]
    });
}

/// Stays until nothing can go on by itself, then lists what failed.
async fn finish(core: &Core, out: Output) -> Result<(), Failure> {
    let view = progress::until_idle(core).await?;
    let mut shown = view;
    shown
        .sections
        .retain(|section| section.kind == UploadSectionKind::Failed);
    let left = report::print(core, &shown, &Before::nothing(), STAYED, out).await?;
    left.map_or(Ok(()), Err)
}

/// The list of failures, as the window writes it into a file.
async fn failures(core: &Core, csv: bool, out: Output) -> Result<(), Failure> {
    let format = match (csv, out.is_json()) {
        (true, _) => ListFormat::Csv,
        (false, true) => ListFormat::Json,
        (false, false) => {
            let mut view = core.uploads().view().await?;
            view.sections
                .retain(|section| section.kind == UploadSectionKind::Failed);
            report::print(core, &view, &Before::nothing(), LIST, out).await?;
            return Ok(());
        }
    };
    let unwritten = |_| {
        Failure::Asked("The list could not be written. Make room on the disk and try again.".into())
    };
    // A folder of our own: nobody else can put anything in its place.
    let folder = tempfile::tempdir().map_err(unwritten)?;
    let path = folder.path().join("failures");
    core.uploads()
        .write_list(UploadSectionKind::Failed, format, &path)
        .await?;
    let mut list = std::fs::File::open(&path).map_err(unwritten)?;
    if let Err(error) = std::io::copy(&mut list, &mut std::io::stdout()) {
        output::ended(&error);
    }
    Ok(())
}
