//! Texts and places between the pictures of an album. They can be written through the API and never be read, changed or taken
//! out, so nothing of them is kept here, and one whose answer was lost is not sent again.

use google_photos::{AlbumPosition, ApiError, EnrichmentId, Place};

use super::{Albums, album_not_found, rules};
use crate::error::CoreError;
use crate::view::{AlbumEnd, AlbumKey, AlbumPlace};

impl Albums {
    /// Puts a text in an album. Nothing takes it out again but its page at Google.
    ///
    /// Errors: `NotPutIn` for a text of no or more than 1,000 characters, `NotFound`, `NotAllowed`, `MayBePutIn` where the
    /// answer was lost, and what Google refuses.
    pub async fn add_text(
        &self,
        key: AlbumKey,
        text: &str,
        end: AlbumEnd,
    ) -> Result<(), CoreError> {
        let text = rules::enrichment_text(text)?;
        let (found, id) = self.inner.settled(key).await?;
        let client = self.inner.connections.client(found.connection).await?;
        let lane = self.inner.frame.lanes.of(found.connection);
        let _one_at_a_time = lane.lock().await;
        let answer = client.album_add_text(&id, text, &position(end)).await;
        self.put_in(found.connection, answer).await
    }

    /// Puts a place in an album. Google shows it on a small map.
    ///
    /// Errors: `NotPutIn` for a place without a name or off the globe, and as [`Albums::add_text`].
    pub async fn add_place(
        &self,
        key: AlbumKey,
        place: AlbumPlace,
        end: AlbumEnd,
    ) -> Result<(), CoreError> {
        let place = rules::enrichment_place(place)?;
        let place = Place {
            name: place.name,
            latitude: place.latitude,
            longitude: place.longitude,
        };
        let (found, id) = self.inner.settled(key).await?;
        let client = self.inner.connections.client(found.connection).await?;
        let lane = self.inner.frame.lanes.of(found.connection);
        let _one_at_a_time = lane.lock().await;
        let answer = client.album_add_location(&id, &place, &position(end)).await;
        self.put_in(found.connection, answer).await
    }

    async fn put_in(
        &self,
        connection: crate::view::ConnectionKey,
        answer: Result<EnrichmentId, ApiError>,
    ) -> Result<(), CoreError> {
        match self.inner.connections.outcome(connection, answer).await {
            Ok(_) => Ok(()),
            // Google may have acted on both.
            Err(CoreError::Offline { sent: true } | CoreError::GoogleTrouble { .. }) => {
                Err(CoreError::MayBePutIn)
            }
            Err(error) => Err(album_not_found(error)),
        }
    }
}

fn position(end: AlbumEnd) -> AlbumPosition {
    match end {
        AlbumEnd::First => AlbumPosition::First,
        AlbumEnd::Last => AlbumPosition::Last,
    }
}
