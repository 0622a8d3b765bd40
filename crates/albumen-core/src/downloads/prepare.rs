//! Decides how each item comes, and asks Google for the addresses of those that it sends: fifty at a time, one request ahead
//! of the transfers. Addresses live for an hour and are never stored.

use std::path::PathBuf;

use google_photos::{
    BaseUrl, ItemError, MediaItem, MediaItemId, MediaKind, MediaSize, VideoStatus,
};
use jiff::Timestamp;
use rusqlite::Connection;
use tokio_util::sync::CancellationToken;

use super::Inner;
use super::list::{Naming, Root};
use super::look::{Have, Look, look};
use super::store::{Download, Registered, ToBring};
use crate::error::CoreError;
use crate::quota::rules::{REQUESTS_A_DAY, RESERVE, next_pacific_midnight_ms};
use crate::view::ConnectionKey;
use crate::whole_file::places as files;

/// Google's codes for an item that is gone or was never this client's.
const GONE_CODES: [u64; 2] = [3, 5];

pub(super) const GONE: &str = "Google does not have it any more.";
pub(super) const FAILED: &str = "Google could not process this video.";
const NOT_HERE: &str = "It is not in the library any more.";
const COPY_GONE: &str =
    "It was chosen in Google Photos, and its copy on this computer is gone. Choose it there again.";

/// What a download works with.
pub(super) struct Order {
    pub download: Download,
    pub naming: Naming,
    pub root: Root,
    /// The person paused or cancelled it. What is getting its place gets it: dropped in the middle, its file would lie there
    /// and be on no list. Waiting for Google and copying stop.
    pub stopped: CancellationToken,
}

/// How an item comes.
#[derive(Clone, Debug)]
pub(super) enum Way {
    /// Its file is where it belongs.
    There(Registered),
    /// Its file only gets its new name.
    Move(Registered),
    /// From a file of this computer.
    File {
        path: PathBuf,
        /// BLAKE3 of what is to be in it, where that is known.
        hash: Option<Vec<u8>>,
        origin: &'static str,
    },
    /// From Google.
    Google {
        base: BaseUrl,
        size: MediaSize,
        asked_ms: i64,
    },
    /// Google still prepares it.
    Later,
    /// Google had trouble with it.
    Trouble,
    /// It cannot be had.
    Lost(&'static str),
}

/// An item and how it comes.
pub(super) struct Ready {
    pub row: ToBring,
    pub look: Option<Look>,
    pub way: Way,
}

impl Inner {
    /// Decides how items come. Those that Google sends cost one request for all of them.
    pub(super) async fn prepare(
        &self,
        order: &Order,
        rows: Vec<ToBring>,
    ) -> Result<Vec<Ready>, CoreError> {
        let items: Vec<_> = rows.iter().map(|row| row.item).collect();
        let read = move |db: &Connection| {
            let looks = items.iter().map(|item| look(db, *item));
            looks.collect::<Result<Vec<_>, _>>()
        };
        let looks = self.frame.index.read(read).await?;
        let folder_id = order.root.folder_id;
        let decide = move || {
            let each = rows.into_iter().zip(looks);
            each.map(|(row, look)| decided(row, look, folder_id))
                .collect::<Vec<(Ready, bool)>>()
        };
        let decided = tokio::task::spawn_blocking(decide).await;
        let mut decided = decided.map_err(|_| CoreError::Closed)?;
        self.ask(order.download.connection, &mut decided).await?;
        Ok(decided.into_iter().map(|(ready, _)| ready).collect())
    }

    async fn ask(&self, of: ConnectionKey, decided: &mut [(Ready, bool)]) -> Result<(), CoreError> {
        let asks = decided.iter_mut().filter(|(_, ask)| *ask);
        let (mut ids, mut asked) = (Vec::new(), Vec::new());
        for (ready, _) in asks {
            if let Some(look) = &ready.look {
                ids.push(MediaItemId::from(look.known.google_id.as_str()));
                asked.push(ready);
            }
        }
        if ids.is_empty() {
            return Ok(());
        }
        self.may_load(of).await?;
        let client = self.connections.client(of).await?;
        let answer = client.media_items_get(&ids).await;
        let answers = self.connections.outcome(of, answer).await?;
        let asked_ms = self.frame.clock.now_ms();
        for (ready, answer) in asked.into_iter().zip(answers) {
            ready.way = match answer {
                Ok(item) => way_of(item, asked_ms),
                Err(error) => way_not(&error),
            };
        }
        Ok(())
    }

    /// Whether the day has loads of bytes and requests left that are not kept for looking at the library.
    ///
    /// Errors: `QuotaSpent`.
    pub(super) async fn may_load(&self, of: ConnectionKey) -> Result<(), CoreError> {
        let counted = self.connections.counted_of_project(of).await?;
        let has_loads = super::rules::loads_left(counted.media_requests) > 0;
        if has_loads && counted.requests < REQUESTS_A_DAY - RESERVE {
            return Ok(());
        }
        let now_ms = self.frame.clock.now_ms();
        let until_ms = next_pacific_midnight_ms(now_ms);
        Err(CoreError::QuotaSpent {
            until: Timestamp::from_millisecond(until_ms).unwrap_or(Timestamp::MAX),
            retry_after_s: u32::try_from((until_ms - now_ms) / 1000).unwrap_or(u32::MAX),
        })
    }
}

/// How an item comes, and whether Google is to be asked for it. Blocks.
fn decided(row: ToBring, look: Option<Look>, folder_id: Option<i64>) -> (Ready, bool) {
    let Some(mut look) = look else {
        let way = Way::Lost(NOT_HERE);
        let ready = Ready {
            row,
            look: None,
            way,
        };
        return (ready, false);
    };
    look.drop_what_is_gone();
    let have = match folder_id {
        Some(folder_id) => look.have(folder_id, row.album_id),
        None => look.registered.first().cloned().map(Have::Elsewhere),
    };
    let (way, ask) = match (have, look.original()) {
        (Some(Have::Here(file)), _) if file.path == row.path => (Way::There(file), false),
        (Some(Have::Here(file) | Have::Stray(file)), _) => (Way::Move(file), false),
        (_, Some(path)) => {
            let origin = if look.known.picked {
                "copy"
            } else {
                "original"
            };
            let hash = look.known.content_hash.clone();
            (Way::File { path, hash, origin }, false)
        }
        (Some(Have::Elsewhere(file)), None) => {
            let path = file.folder.join(&file.path);
            let origin = if file.origin == "original" {
                "original"
            } else {
                "copy"
            };
            let hash = None;
            (Way::File { path, hash, origin }, false)
        }
        (None, None) if look.known.picked => (Way::Lost(COPY_GONE), false),
        (None, None) => (Way::Trouble, true),
    };
    let look = Some(look);
    (Ready { row, look, way }, ask)
}

/// What is left of an item that Google did not name.
pub(super) fn way_not(error: &ItemError) -> Way {
    match GONE_CODES.contains(&error.code) {
        true => Way::Lost(GONE),
        false => Way::Trouble,
    }
}

/// How an item comes that Google named.
pub(super) fn way_of(item: MediaItem, asked_ms: i64) -> Way {
    let size = match &item.kind {
        MediaKind::Video(video) => match video.status {
            VideoStatus::Processing => return Way::Later,
            VideoStatus::Failed => return Way::Lost(FAILED),
            _ => MediaSize::Video,
        },
        MediaKind::Unknown if item.mime_type.starts_with("video/") => MediaSize::Video,
        _ => MediaSize::Download,
    };
    match item.base_url {
        Some(base) => Way::Google {
            base,
            size,
            asked_ms,
        },
        None => Way::Later,
    }
}

/// Whether a part is as long as the whole is known to be.
pub(super) fn is_whole(part: &std::path::Path, row: &ToBring) -> bool {
    let length = files::length(part);
    length.is_some_and(|length| length > 0) && length == row.size_bytes
}
