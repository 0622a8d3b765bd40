//! `uploads …`

use albumen_core::Core;
use albumen_core::view::{ListFormat, QueueState, UploadSectionKind};
use serde_json::json;

use super::progress;
use super::report::{self, Before};
use crate::args::UploadsCommand;
use crate::failure::Failure;
use crate::output::Output;

/// Runs one `uploads` command.
pub async fn run(core: &Core, command: UploadsCommand, out: Output) -> Result<(), Failure> {
    let uploads = core.uploads();
    match command {
        UploadsCommand::List => {
            let view = uploads.view().await?;
            report::print(core, &view, &Before::nothing(), true, out).await?;
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
    }
}

fn say(out: Output, sentence: &str) {
    out.print(&json!({ "message": sentence }), |_| {
        vec![sentence.to_owned()]
    });
}

/// Stays until nothing can go on by itself, then lists what failed.
async fn finish(core: &Core, out: Output) -> Result<(), Failure> {
    let view = progress::until_idle(core).await?;
    let failed = view.totals.failed;
    let mut shown = view;
    shown
        .sections
        .retain(|section| section.kind == UploadSectionKind::Failed);
    report::print(core, &shown, &Before::nothing(), true, out).await?;
    match shown.state {
        QueueState::Waiting { message, .. } => Err(Failure::Waiting(message)),
        _ if failed > 0 => Err(Failure::SomeLeft),
        _ => Ok(()),
    }
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
            report::print(core, &view, &Before::nothing(), true, out).await?;
            return Ok(());
        }
    };
    let unreadable = |_| {
        Failure::Asked("The list could not be written. Make room on the disk and try again.".into())
    };
    let file = std::env::temp_dir().join(format!("albumen-failures-{}", std::process::id()));
    core.uploads()
        .write_list(UploadSectionKind::Failed, format, &file)
        .await?;
    let written = std::fs::File::open(&file)
        .and_then(|mut list| std::io::copy(&mut list, &mut std::io::stdout()));
    // What is left in the folder for temporary files, the system clears away.
    drop(std::fs::remove_file(&file));
    written.map(|_| ()).map_err(unreadable)
}
