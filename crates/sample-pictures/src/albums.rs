//! Albums out of the diary: one for each title, and a few that cut across the years.

use crate::item::{SampleAlbum, SampleItem, SampleKind};
use crate::trips::TRIPS;

/// Builds the albums; `trip_of` names the trip of every item, in the order of `items` (newest first).
pub(crate) fn build(items: &[SampleItem], trip_of: &[usize]) -> Vec<SampleAlbum> {
    let mut titles: Vec<&'static str> = Vec::new();
    for trip in &TRIPS {
        if !trip.album.is_empty() && !titles.contains(&trip.album) {
            titles.push(trip.album);
        }
    }
    let mut out: Vec<SampleAlbum> = titles
        .into_iter()
        .filter_map(|title| {
            let belongs = |trip: usize| TRIPS.get(trip).is_some_and(|t| t.album == title);
            let mut members: Vec<&SampleItem> = items
                .iter()
                .zip(trip_of)
                .filter(|(_, trip)| belongs(**trip))
                .map(|(item, _)| item)
                .collect();
            members.reverse();
            album(title, &members)
        })
        .collect();
    let mut best: Vec<&SampleItem> = items.iter().filter(|item| item.favourite).collect();
    best.reverse();
    out.extend(album("Frames for the hallway", &best));
    let mut wide: Vec<&SampleItem> = items
        .iter()
        .filter(|item| item.width_px >= item.height_px * 2)
        .collect();
    wide.reverse();
    out.extend(album("Wide views", &wide));
    out
}

fn album(title: &'static str, members: &[&SampleItem]) -> Option<SampleAlbum> {
    let photos = || members.iter().filter(|m| m.kind == SampleKind::Photo);
    let shape = |m: &&&SampleItem| m.width_px > m.height_px && m.width_px < m.height_px * 2;
    let cover = photos()
        .filter(|m| m.favourite)
        .find(shape)
        .or_else(|| photos().find(shape))
        .or_else(|| photos().next())?;
    Some(SampleAlbum {
        title,
        items: members.iter().map(|m| m.id).collect(),
        cover: cover.id,
    })
}
