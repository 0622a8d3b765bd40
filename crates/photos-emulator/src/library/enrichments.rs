//! `albums.addEnrichment`: texts and places between the pictures. They can be written and never read.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Ask,
    album::{Enrichment, Entry, Spot, What},
    albums::own_album,
    payload,
    position::AlbumPosition,
};
use crate::{error::ApiError, random};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AddRequest {
    #[serde(alias = "newEnrichmentItem")]
    new_enrichment_item: Option<NewEnrichment>,
    #[serde(alias = "albumPosition")]
    album_position: Option<AlbumPosition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewEnrichment {
    #[serde(alias = "textEnrichment")]
    text_enrichment: Option<Text>,
    #[serde(alias = "locationEnrichment")]
    location_enrichment: Option<Location>,
    #[serde(alias = "mapEnrichment")]
    map_enrichment: Option<Map>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    #[serde(default, deserialize_with = "payload::text")]
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Location {
    location: Option<Place>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Map {
    origin: Option<Place>,
    destination: Option<Place>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    #[serde(default, alias = "locationName", deserialize_with = "payload::text")]
    location_name: String,
    latlng: Option<LatLng>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LatLng {
    #[serde(default)]
    latitude: f64,
    #[serde(default)]
    longitude: f64,
}

impl Place {
    /// The place, where its name is there and its point is on the globe.
    fn complete(self) -> Option<Spot> {
        let at = self.latlng?;
        let on_earth = at.latitude.abs() <= 90.0 && at.longitude.abs() <= 180.0;
        (!self.location_name.is_empty() && on_earth).then_some(Spot {
            name: self.location_name,
            latitude: at.latitude,
            longitude: at.longitude,
        })
    }
}

impl NewEnrichment {
    /// What it says, where that is exactly one thing and the whole of it.
    fn complete(self) -> Option<What> {
        match (
            self.text_enrichment,
            self.location_enrichment,
            self.map_enrichment,
        ) {
            (Some(text), None, None) => (!text.text.is_empty()).then_some(What::Text(text.text)),
            (None, Some(location), None) => location.location?.complete().map(What::Place),
            (None, None, Some(map)) => Some(What::Map {
                origin: map.origin?.complete()?,
                destination: map.destination?.complete()?,
            }),
            _ => None,
        }
    }
}

/// `albums.addEnrichment`.
pub(super) fn add(ask: &Ask) -> Result<Value, ApiError> {
    let request: AddRequest = payload::parse(&ask.body)?;
    let what = request
        .new_enrichment_item
        .and_then(NewEnrichment::complete)
        .ok_or_else(|| ApiError::invalid("Request must have exactly one complete enrichment."))?;
    let position = request
        .album_position
        .ok_or_else(|| ApiError::invalid("Request must have an album position."))?;
    let mut world = ask.app.world();
    let album = own_album(
        world.shelves.of_mut(ask.caller.who).album_mut(&ask.id),
        &ask.caller.client_id,
    )?;
    let index = position.index(album)?;
    let id = random::id();
    album.entries.insert(
        index,
        Entry::Enrichment(Enrichment {
            id: id.clone(),
            what: Some(what),
        }),
    );
    world.touch();
    Ok(json!({ "enrichmentItem": { "id": id } }))
}
