//! `albums.addEnrichment`: texts and places between the pictures. They can be written and never read.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Ask, album::Entry, albums::own_album, payload, position::AlbumPosition};
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
    fn is_complete(&self) -> bool {
        let on_earth = |at: &LatLng| at.latitude.abs() <= 90.0 && at.longitude.abs() <= 180.0;
        !self.location_name.is_empty() && self.latlng.as_ref().is_some_and(on_earth)
    }
}

impl NewEnrichment {
    fn is_complete(&self) -> bool {
        let complete = |place: &Option<Place>| place.as_ref().is_some_and(Place::is_complete);
        match (
            &self.text_enrichment,
            &self.location_enrichment,
            &self.map_enrichment,
        ) {
            (Some(text), None, None) => !text.text.is_empty(),
            (None, Some(location), None) => complete(&location.location),
            (None, None, Some(map)) => complete(&map.origin) && complete(&map.destination),
            _ => false,
        }
    }
}

/// `albums.addEnrichment`.
pub(super) fn add(ask: &Ask) -> Result<Value, ApiError> {
    let request: AddRequest = payload::parse(&ask.body)?;
    if !request
        .new_enrichment_item
        .is_some_and(|item| item.is_complete())
    {
        return Err(ApiError::invalid(
            "Request must have exactly one complete enrichment.",
        ));
    }
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
    album.entries.insert(index, Entry::Enrichment(id.clone()));
    world.touch();
    Ok(json!({ "enrichmentItem": { "id": id } }))
}
