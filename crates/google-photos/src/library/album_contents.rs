//! What is in an album: items, texts and places.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{AlbumPosition, MAX_ITEMS_PER_BATCH, Place, wire};
use crate::client::GooglePhotos;
use crate::error::ApiError;
use crate::http::Call;
use crate::ids::{AlbumId, EnrichmentId, MediaItemId};
use crate::oauth::Scopes;

impl GooglePhotos {
    /// Puts items at the end of an album, in this order: all of them or, if one of them cannot be, none.
    ///
    /// Album and items must be of this client. Errors: `Invalid` for none or over 50, `NotFound`, `NotAllowed`,
    /// `Refused` if one of the ids is no good, and as [`GooglePhotos::albums_page`].
    /// Source: <https://developers.google.com/photos/library/reference/rest/v1/albums/batchAddMediaItems>
    pub async fn album_add_items(
        &self,
        id: &AlbumId,
        items: &[MediaItemId],
    ) -> Result<(), ApiError> {
        // Adding what is there already changes nothing, so this may be repeated.
        self.change_contents(
            "albums.batchAddMediaItems",
            id,
            "batchAddMediaItems",
            items,
            Scopes::ADD | Scopes::EDIT,
        )
        .await
    }

    /// Takes items out of an album, all or none. They stay in the library.
    ///
    /// Errors: as [`GooglePhotos::album_add_items`].
    /// Source: <https://developers.google.com/photos/library/reference/rest/v1/albums/batchRemoveMediaItems>
    pub async fn album_remove_items(
        &self,
        id: &AlbumId,
        items: &[MediaItemId],
    ) -> Result<(), ApiError> {
        self.change_contents(
            "albums.batchRemoveMediaItems",
            id,
            "batchRemoveMediaItems",
            items,
            Scopes::EDIT,
        )
        .await
    }

    async fn change_contents(
        &self,
        name: &'static str,
        id: &AlbumId,
        verb: &str,
        items: &[MediaItemId],
        needs: Scopes,
    ) -> Result<(), ApiError> {
        let mut seen = HashSet::new();
        // Google: refuses an id that comes twice.
        let items: Vec<&MediaItemId> = items.iter().filter(|item| seen.insert(*item)).collect();
        if items.is_empty() || items.len() > MAX_ITEMS_PER_BATCH {
            return Err(ApiError::Invalid {
                call: name,
                reason: "1 to 50 items can be named at once",
            });
        }
        let call = Call::post(name, &["v1", "albums", &with_verb(id, verb)], needs)
            .json(&json!({ "mediaItemIds": items }))?;
        let call = if verb == "batchAddMediaItems" {
            call.repeatable()
        } else {
            call
        };
        self.http.send::<wire::Nothing>(call).await.map(drop)
    }

    /// Puts a text in an album. It cannot be listed, changed or removed through the API later.
    ///
    /// Errors: `Invalid` for an empty text, `NotFound`, `NotAllowed`, and as [`GooglePhotos::albums_page`].
    /// Source: <https://developers.google.com/photos/library/reference/rest/v1/albums/addEnrichment>
    pub async fn album_add_text(
        &self,
        id: &AlbumId,
        text: &str,
        position: &AlbumPosition,
    ) -> Result<EnrichmentId, ApiError> {
        if text.trim().is_empty() {
            return Err(ApiError::Invalid {
                call: "albums.addEnrichment",
                reason: "the text is empty",
            });
        }
        self.enrich(id, &json!({ "textEnrichment": { "text": text } }), position)
            .await
    }

    /// Puts a place in an album. It cannot be listed, changed or removed through the API later.
    ///
    /// Errors: `Invalid` for a place without a name or off the globe, and as [`GooglePhotos::album_add_text`].
    /// Source: <https://developers.google.com/photos/library/reference/rest/v1/albums/addEnrichment>
    pub async fn album_add_location(
        &self,
        id: &AlbumId,
        place: &Place,
        position: &AlbumPosition,
    ) -> Result<EnrichmentId, ApiError> {
        let Place {
            name,
            latitude,
            longitude,
        } = place;
        let on_globe = (-90.0..=90.0).contains(latitude) && (-180.0..=180.0).contains(longitude);
        if name.trim().is_empty() || !on_globe {
            return Err(ApiError::Invalid {
                call: "albums.addEnrichment",
                reason: "the place needs a name and a point on the globe",
            });
        }
        let location = json!({ "locationName": name, "latlng": { "latitude": latitude, "longitude": longitude } });
        self.enrich(
            id,
            &json!({ "locationEnrichment": { "location": location } }),
            position,
        )
        .await
    }

    async fn enrich(
        &self,
        id: &AlbumId,
        item: &Value,
        position: &AlbumPosition,
    ) -> Result<EnrichmentId, ApiError> {
        const CALL: &str = "albums.addEnrichment";
        let body = json!({ "newEnrichmentItem": item, "albumPosition": position.to_json() });
        let path = ["v1", "albums", &with_verb(id, "addEnrichment")];
        let call = Call::post(CALL, &path, Scopes::ADD | Scopes::EDIT).json(&body)?;
        let answer = self.http.send::<wire::Enriched>(call).await?;
        let made = answer
            .enrichment_item
            .and_then(|made| wire::filled(made.id));
        made.map(EnrichmentId::from)
            .ok_or_else(|| ApiError::malformed(CALL, "the enrichment has no id"))
    }
}

impl AlbumPosition {
    pub(super) fn to_json(&self) -> Value {
        match self {
            Self::First => json!({ "position": "FIRST_IN_ALBUM" }),
            Self::Last => json!({ "position": "LAST_IN_ALBUM" }),
            Self::AfterItem(id) => {
                json!({ "position": "AFTER_MEDIA_ITEM", "relativeMediaItemId": id })
            }
            Self::AfterEnrichment(id) => {
                json!({ "position": "AFTER_ENRICHMENT_ITEM", "relativeEnrichmentItemId": id })
            }
        }
    }
}

/// The path segment of a custom method. An empty id stays without its verb, so that it is refused.
pub(super) fn with_verb(id: &AlbumId, verb: &str) -> String {
    format!("{id}:{verb}")
}
