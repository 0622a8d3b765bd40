//! Where in an album something new goes.

use serde::Deserialize;

use super::album::{Album, Entry};
use crate::error::ApiError;

/// `albumPosition` of a request.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AlbumPosition {
    position: Option<String>,
    #[serde(alias = "relativeMediaItemId")]
    relative_media_item_id: Option<String>,
    #[serde(alias = "relativeEnrichmentItemId")]
    relative_enrichment_item_id: Option<String>,
}

impl AlbumPosition {
    /// The index at which the next entry goes.
    pub(super) fn index(&self, album: &Album) -> Result<usize, ApiError> {
        let end = album.entries.len();
        let behind = |wanted: &dyn Fn(&Entry) -> bool| {
            album.entries.iter().position(wanted).map(|index| index + 1)
        };
        match self.position.as_deref() {
            None | Some("POSITION_TYPE_UNSPECIFIED" | "LAST_IN_ALBUM") => Ok(end),
            Some("FIRST_IN_ALBUM") => Ok(0),
            Some("AFTER_MEDIA_ITEM") => {
                let id = self.relative_media_item_id.as_deref().unwrap_or_default();
                behind(&|entry| matches!(entry, Entry::Item(held) if held == id))
                    .ok_or_else(|| ApiError::invalid("Invalid relative media item id."))
            }
            Some("AFTER_ENRICHMENT_ITEM") => {
                let id = self
                    .relative_enrichment_item_id
                    .as_deref()
                    .unwrap_or_default();
                behind(&|entry| matches!(entry, Entry::Enrichment(held) if held.id == id))
                    .ok_or_else(|| ApiError::invalid("Invalid relative enrichment item id."))
            }
            Some(other) => Err(ApiError::invalid(format!(
                "Invalid value at 'album_position.position', \"{other}\""
            ))),
        }
    }
}
