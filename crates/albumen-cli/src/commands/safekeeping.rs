//! `safekeeping DIR`

use std::io::{self, Write};

use albumen_core::view::{
    ConnectionView, FileKeeping, JobId, JobState, ListFormat, SafekeepingFilter, SafekeepingFolder,
    SafekeepingHead,
};
use albumen_core::{Core, Safekeeping};

use super::progress;
use crate::args::SafekeepingArgs;
use crate::failure::Failure;
use crate::output::{self, Output, note, table};
use crate::session::end_of;
use crate::words;

/// Checks a folder, asks Google where that is wanted, and prints what came of it.
pub async fn run(
    core: &Core,
    connection: &ConnectionView,
    args: SafekeepingArgs,
    out: Output,
) -> Result<(), Failure> {
    let of = connection.key;
    let folder = args.folder.to_string_lossy();
    let folder = match args.folder.to_str() {
        Some(text) => text,
        None => {
            return Err(Failure::Asked(format!(
                "The name “{folder}” is no text. Check the folder above it."
            )));
        }
    };
    let safekeeping = core.safekeeping();
    ended(core, safekeeping.check(of, folder).await?).await?;
    if args.ask {
        ended(core, safekeeping.ask(of, folder).await?).await?;
    }
    let filter = SafekeepingFilter {
        states: args.state,
        words: args.words,
    };
    for limit in Safekeeping::LIMITS {
        note(&format!("albumen-cli: {limit}"));
    }
    if connection.is_sample {
        note(&format!("albumen-cli: {}", Safekeeping::SAMPLE_LIMIT));
    }
    let form = match (args.csv, out.is_json()) {
        (true, _) => Some(ListFormat::Csv),
        (false, true) => Some(ListFormat::Json),
        (false, false) => None,
    };
    if let Some(form) = form {
        safekeeping
            .write_to(of, folder, filter, form, Stdout)
            .await?;
        return Ok(());
    }
    let head = safekeeping.report(of, folder).await?;
    let folders = safekeeping.folders(of, folder, filter).await?;
    out.print(&(), |()| text(&head, &connection.name, &folders));
    Ok(())
}

/// Waits for a job; one that failed says why.
async fn ended(core: &Core, job: JobId) -> Result<(), Failure> {
    let mut events = core.events();
    let waiting = progress::of_job(core, job, end_of(core, &mut events, job));
    match waiting.await {
        Some((JobState::Failed | JobState::Cancelled, why)) => {
            Err(Failure::Asked(why.unwrap_or_else(|| {
                "It did not come to its end. Run it again.".into()
            })))
        }
        _ => Ok(()),
    }
}

/// Stdout, where a reader that is gone ends nothing.
struct Stdout;

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        output::bytes(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How many of the files are kept how, then folder by folder.
fn text(head: &SafekeepingHead, name: &str, folders: &[SafekeepingFolder]) -> Vec<String> {
    let mut lines = vec![format!(
        "{}: {}, {}, compared with {name}",
        head.shown_folder,
        words::files(head.files),
        words::size(head.bytes)
    )];
    let sums = FileKeeping::ALL.iter().rev().filter_map(|state| {
        let sum = head.by_state.of(*state);
        (sum.files > 0).then(|| {
            vec![
                format!("  {}", state.name()),
                words::thousands(sum.files.into()),
                words::size(sum.bytes),
                meaning(*state).to_owned(),
            ]
        })
    });
    lines.extend(table(&sums.collect::<Vec<_>>()));
    if head.deletable_files > 0 {
        lines.push(format!(
            "Could be deleted here: {}, {}. Albumen deletes nothing on this computer.",
            words::files(head.deletable_files),
            words::size(head.deletable_bytes)
        ));
    }
    let not_seen = head.by_state.unseen.files + head.by_state.not_found.files;
    if not_seen > 0 {
        lines.push(format!(
            "--ask asks Google about all of them: {}.",
            words::counted(head.requests_to_ask, "request")
        ));
    }
    if folders.is_empty() {
        return lines;
    }
    lines.push(String::new());
    let heading = ["folder", "files", "seen", "could be freed", "look first"];
    let mut rows = vec![heading.map(str::to_owned).to_vec()];
    rows.extend(folders.iter().map(|folder| {
        vec![
            match folder.path.is_empty() {
                true => ".".to_owned(),
                false => folder.path.clone(),
            },
            words::thousands(folder.files.into()),
            words::thousands(folder.kept.into()),
            words::size(folder.deletable_bytes),
            folder.worst.name().to_owned(),
        ]
    }));
    lines.extend(table(&rows));
    lines
}

fn meaning(state: FileKeeping) -> &'static str {
    match state {
        FileKeeping::Seen => "went up, and Google showed it afterwards",
        FileKeeping::Unseen => "went up, but Google has not shown it since",
        FileKeeping::NotFound => "went up, but Google does not find it any more",
        FileKeeping::Waiting => "in the upload queue",
        FileKeeping::Changed => "another version of it went up, this one did not",
        FileKeeping::Absent => "not uploaded with this connection",
        FileKeeping::Other => "nothing that Google Photos takes",
        FileKeeping::Unreadable => "could not be read",
    }
}
