//! What each command does: asks the engine, prints the answer.

pub mod album;
pub mod call;
pub mod connection;
pub mod doctor;
pub mod download;
pub mod import;
pub mod joined;
pub mod links;
pub mod media;
pub mod plan;
pub mod progress;
pub mod recipe;
pub mod report;
pub mod safekeeping;
pub mod share;
pub mod sign_in;
pub mod sync;
pub mod upload;
pub mod uploads;
pub mod watch;

use albumen_core::Core;
use albumen_core::view::{AlbumKey, AlbumView};

use crate::failure::Failure;

/// Albums whose title is exactly this; an album's number finds that one.
pub async fn albums_named(core: &Core, which: &str) -> Result<Vec<AlbumView>, Failure> {
    let albums = core.albums().list().await?;
    let named: Vec<AlbumView> = albums
        .iter()
        .filter(|album| album.title == which)
        .cloned()
        .collect();
    if !named.is_empty() {
        return Ok(named);
    }
    let key = which.parse().ok().map(AlbumKey);
    Ok(albums
        .into_iter()
        .filter(|album| Some(album.key) == key)
        .collect())
}

/// The one album meant.
pub async fn find_album(core: &Core, which: &str) -> Result<AlbumView, Failure> {
    let mut found = albums_named(core, which).await?;
    match (found.pop(), found.is_empty()) {
        (Some(album), true) => Ok(album),
        (None, _) => Err(Failure::Asked(format!(
            "There is no album “{which}”. `album list` shows those Albumen can see: the ones it made."
        ))),
        (Some(last), false) => {
            let keys: Vec<String> = found
                .iter()
                .chain([&last])
                .map(|album| album.key.0.to_string())
                .collect();
            Err(Failure::Asked(format!(
                "There are {} albums called “{which}”. Name one by its number: {}",
                keys.len(),
                keys.join(", ")
            )))
        }
    }
}
