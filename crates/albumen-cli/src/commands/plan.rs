//! A plan in lines.

use albumen_core::view::{PlanAlbum, PlanView};

/// Albums that are named one by one.
const ALBUMS_NAMED: usize = 40;

/// A plan as lines for people.
pub fn lines(view: &PlanView) -> Vec<String> {
    let mut lines = vec![format!(
        "{} new, {} already there, {} doubled, {} stay out",
        view.new_files, view.already_there, view.doubled, view.stays_out
    )];
    if view.pairs > 0 {
        lines.push(format!("{} pairs of two files", view.pairs));
    }
    lines.push(format!(
        "{} bytes to send, {} requests of {} left today, {} of quota",
        view.bytes,
        view.requests,
        view.requests_left_today,
        if view.days == 1 {
            "1 day".to_owned()
        } else {
            format!("{} days", view.days)
        }
    ));
    lines.extend(view.storage.clone());
    if view.undated > 0 {
        lines.push(format!(
            "{} photos do not say when they were taken; {} get a date",
            view.undated, view.dated
        ));
    }
    lines.extend(view.albums.iter().take(ALBUMS_NAMED).flat_map(album));
    if view.albums.len() > ALBUMS_NAMED {
        lines.push(format!(
            "… and {} more albums",
            view.albums.len() - ALBUMS_NAMED
        ));
    }
    for reason in &view.reasons {
        lines.push(format!(
            "Stays out: {} files, such as {}. {}",
            reason.files,
            reason.examples.join(", "),
            reason.words
        ));
    }
    lines
}

fn album(album: &PlanAlbum) -> Vec<String> {
    let how = if album.uses.is_some() { "there" } else { "new" };
    let mut lines = vec![format!(
        "Album ({how}): {}, {} files",
        album.title, album.files
    )];
    if album.existing.is_some() {
        lines.push(format!(
            "  “{}” exists already; --use-existing uses that one",
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
