//! `import …`

use albumen_core::Core;
use albumen_core::view::{PickOrder, PickState, PickView};

use super::{find_album, progress};
use crate::args::{ImportCommand, PickArgs};
use crate::failure::Failure;
use crate::output::{self, Output};
use crate::words;

/// Does what was asked.
pub async fn run(core: &Core, command: ImportCommand, out: Output) -> Result<(), Failure> {
    match command {
        ImportCommand::Pick(args) => pick(core, args, out).await,
        ImportCommand::List => {
            let all = core.picking().list().await?;
            out.print(&all, |all| {
                output::table(&all.iter().map(row).collect::<Vec<_>>())
            });
            Ok(())
        }
    }
}

/// Prints the address, waits for the person and for the copies, and says what came.
async fn pick(core: &Core, args: PickArgs, out: Output) -> Result<(), Failure> {
    let album = match &args.album {
        Some(which) => Some(find_album(core, which).await?.key),
        None => None,
    };
    let order = PickOrder {
        folder: args.into.to_string_lossy().into_owned(),
        most: args.most,
        album,
    };
    let picking = core.picking();
    let begun = picking.begin(order).await?;
    if let Some(page) = &begun.page {
        output::note(
            "Open this address in a browser that is signed in to the same account, choose, and press Done there:",
        );
        output::note(page);
    }
    if album.is_some() {
        output::note(
            "The copies are uploaded again into the album: there they are Albumen's own, without location.",
        );
    }
    let ended = progress::until_picked(core, begun.key).await?;
    if ended.state != PickState::Done {
        let sentence = ended.message;
        return Err(Failure::Asked(
            sentence.unwrap_or_else(|| "It was stopped.".to_owned()),
        ));
    }
    out.print(&ended, lines);
    let left_out = picking.left_out(begun.key).await?;
    for one in &left_out {
        output::note(&format!("{}: {}", one.file_name, one.reason));
    }
    if album.is_some() {
        progress::until_idle(core).await?;
    }
    if left_out.is_empty() {
        Ok(())
    } else {
        Err(Failure::SomeNotFetched)
    }
}

fn lines(view: &PickView) -> Vec<String> {
    let mut lines = vec![format!(
        "{} fetched ({}) into {}",
        copies(view.fetched),
        words::size(view.bytes),
        view.folder
    )];
    if view.there > 0 {
        lines.push(format!("{} there already", words::files(view.there)));
    }
    if view.left_out > 0 {
        lines.push(format!(
            "{} could not be fetched",
            words::files(view.left_out)
        ));
    }
    lines
}

fn copies(count: u32) -> String {
    match count {
        1 => "1 copy".to_owned(),
        many => format!("{} copies", words::thousands(many.into())),
    }
}

fn row(view: &PickView) -> Vec<String> {
    let state = match view.state {
        PickState::Waiting => "waiting",
        PickState::Listing => "listing",
        PickState::Fetching => "fetching",
        PickState::Done => "done",
        PickState::Cancelled => "cancelled",
        PickState::Expired => "expired",
        PickState::Failed => "failed",
    };
    let made = jiff::Timestamp::from_millisecond(view.made_ms);
    vec![
        view.key.0.to_string(),
        made.map(|made| made.strftime("%Y-%m-%d %H:%M").to_string())
            .unwrap_or_default(),
        state.to_owned(),
        words::files(view.fetched),
        view.folder.clone(),
    ]
}
