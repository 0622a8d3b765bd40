//! What is known of an item, and what of it lies on this computer already.

use std::path::PathBuf;

use rusqlite::Connection;

use super::sidecar::Facts;
use super::store::{self, Registered};
use super::template::About;
use crate::albums;
use crate::index::IndexError;
use crate::items::{self, Known};
use crate::uploads::text_to_path;
use crate::view::{AlbumKey, ItemKey};
use crate::whole_file::places as files;

/// An item, its albums and its files.
#[derive(Clone, Debug)]
pub struct Look {
    /// The item.
    pub known: Known,
    /// Its albums, by their age.
    pub albums: Vec<(AlbumKey, String)>,
    /// Its files of earlier downloads; after [`Look::drop_what_is_gone`], those that are there.
    pub registered: Vec<Registered>,
}

/// Everything of an item; none where it left the library.
pub fn look(db: &Connection, key: ItemKey) -> Result<Option<Look>, IndexError> {
    let Some(known) = items::known(db, key)? else {
        return Ok(None);
    };
    Ok(Some(Look {
        albums: albums::titles_of_item(db, key)?,
        registered: store::of_item(db, known.connection, &known.google_id)?,
        known,
    }))
}

/// A file of an item that need not be fetched.
#[derive(Clone, Debug)]
pub enum Have {
    /// It lies in this folder and belongs there.
    Here(Registered),
    /// It lies in this folder under an album that it left, or under none.
    Stray(Registered),
    /// It lies in another folder, or in this one for another album as well.
    Elsewhere(Registered),
}

impl Look {
    /// Forgets files that are not there as they came. Blocks.
    pub fn drop_what_is_gone(&mut self) {
        self.registered.retain(|file| {
            let place = file.folder.join(&file.path);
            files::length(&place) == Some(file.size_bytes)
        });
    }

    /// The file of it that serves best for a folder and an album.
    pub fn have(&self, folder_id: i64, album_id: i64) -> Option<Have> {
        let here = |file: &&Registered| file.folder_id == folder_id;
        let find = |wanted: &dyn Fn(&&Registered) -> bool| {
            self.registered.iter().find(|file| wanted(file)).cloned()
        };
        let left = |id: i64| id == 0 || self.albums.iter().all(|(album, _)| album.0 != id);
        find(&|file| here(file) && file.album_id == album_id)
            .map(Have::Here)
            .or_else(|| {
                let stray = |file: &&Registered| here(file) && left(file.album_id);
                let found = if album_id == 0 { None } else { find(&stray) };
                found.map(Have::Stray)
            })
            .or_else(|| self.registered.first().cloned().map(Have::Elsewhere))
    }

    /// The file on this computer from which it was uploaded, or the only copy of one that was picked. Blocks.
    pub fn original(&self) -> Option<PathBuf> {
        let path = text_to_path(self.known.local_path.as_deref()?);
        let length = files::length(&path)?;
        let is_it = self.known.size_bytes.is_none_or(|size| size == length);
        is_it.then_some(path)
    }

    /// The album with which it is named: the one that is downloaded; otherwise the one under which it lies there already,
    /// or its oldest.
    pub fn album(
        &self,
        asked: Option<AlbumKey>,
        folder_id: Option<i64>,
    ) -> Option<&(AlbumKey, String)> {
        if let Some(asked) = asked {
            return self.albums.iter().find(|(album, _)| *album == asked);
        }
        let lies_under = |album: &AlbumKey| {
            let mut files = self.registered.iter();
            files.any(|file| Some(file.folder_id) == folder_id && file.album_id == album.0)
        };
        let there = self.albums.iter().find(|(album, _)| lies_under(album));
        there.or_else(|| self.albums.first())
    }

    /// What its name is made of.
    pub fn about<'a>(&'a self, album: Option<&'a str>) -> About<'a> {
        let known = &self.known;
        About {
            file_name: &known.file_name,
            album,
            taken_ms: known.taken_ms,
            kind: known.kind,
            camera: known.camera.as_deref(),
            google_id: &known.google_id,
            ending: ending_of(&known.mime_type),
        }
    }

    /// What is written beside it.
    pub fn facts(&self) -> Facts {
        let known = &self.known;
        Facts {
            id: known.google_id.clone(),
            file_name: known.file_name.clone(),
            mime_type: known.mime_type.clone(),
            taken_ms: known.taken_ms,
            description: known.description.clone(),
            albums: self.albums.iter().map(|(_, title)| title.clone()).collect(),
            camera: known.camera.clone(),
            page: known.product_url.clone(),
        }
    }
}

fn ending_of(mime_type: &str) -> &'static str {
    match mime_type {
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        "image/gif" => ".gif",
        "image/webp" => ".webp",
        "image/heic" | "image/heif" => ".heic",
        "image/avif" => ".avif",
        mime if mime.starts_with("video/") => ".mp4",
        _ => "",
    }
}
