//! A plan in lines.

use albumen_core::view::{PlanAlbum, PlanState, PlanView};

use crate::words::{counted, files, size, thousands};

/// Albums that are named one by one.
const ALBUMS_NAMED: usize = 40;

/// A plan as lines for people.
pub fn lines(view: &PlanView) -> Vec<String> {
    let mut lines = Vec::new();
    if let PlanState::Reading {
        read, files: all, ..
    } = view.state
    {
        lines.push(format!(
            "So far, with {} of {} read; the rest is read while uploading:",
            thousands(read.into()),
            files(all)
        ));
    }
    lines.push(format!(
        "{} new, {} already there, {} doubled, {} stay out",
        view.new_files, view.already_there, view.doubled, view.stays_out
    ));
    if view.pairs > 0 {
        lines.push(format!("{} of two files", counted(view.pairs, "pair")));
    }
    lines.push(format!(
        "{} to send, {} of {} left today, {} of quota",
        size(view.bytes),
        counted(view.requests, "request"),
        thousands(view.requests_left_today.into()),
        counted(view.days, "day")
    ));
    lines.extend(view.storage.clone());
    if view.undated > 0 {
        lines.push(format!(
            "Photos that do not say when they were taken: {}; of these get a date: {}",
            view.undated, view.dated
        ));
    }
    lines.extend(view.albums.iter().take(ALBUMS_NAMED).flat_map(album));
    if view.albums.len() > ALBUMS_NAMED {
        lines.push(format!(
            "… and {}",
            counted((view.albums.len() - ALBUMS_NAMED) as u64, "more album")
        ));
    }
    for reason in &view.reasons {
        lines.push(format!(
            "Stays out: {}, such as {}. {}",
            files(reason.files),
            reason.examples.join(", "),
            reason.words
        ));
    }
    lines
}

fn album(album: &PlanAlbum) -> Vec<String> {
    let how = if album.uses.is_some() { "there" } else { "new" };
    let mut lines = vec![format!(
        "Album ({how}): {}, {}",
        album.title,
        files(album.files)
    )];
    if album.existing.is_some() {
        lines.push(format!(
            "  “{}” exists already; without --new-albums that one is used",
            album.title
        ));
    }
    if !album.goes_on_in.is_empty() {
        lines.push(format!(
            "  goes on in {}: Google takes 20,000 items in one album",
            album.goes_on_in.join(", ")
        ));
    }
    lines
}
