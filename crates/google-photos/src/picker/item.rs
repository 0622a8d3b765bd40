//! Picked items, and the listing of them.

use futures::Stream;
use jiff::Timestamp;
use reqwest::Method;

use super::wire;
use crate::client::GooglePhotos;
use crate::error::ApiError;
use crate::http::Call;
use crate::ids::{BaseUrl, MediaItemId, PageToken, PickingSessionId};
use crate::library::page::{Listed, pages};
use crate::library::{MAX_ITEMS_PER_PAGE, MediaKind, Page};

const LIST: &str = "picker.mediaItems.list";

/// A photo or video that the person picked, whoever put it into the library.
///
/// Google tells no size in bytes, no description, no place, no album and no page of it.
#[derive(Debug, Clone, PartialEq)]
pub struct PickedItem {
    /// Lasting, and the same in every session.
    pub id: MediaItemId,
    /// When it was taken.
    pub created: Option<Timestamp>,
    /// Where the pixels are, for 60 minutes and as long as the session. A video has none to read until it is ready.
    pub base_url: Option<BaseUrl>,
    /// The type of the original, such as `image/heic`.
    pub mime_type: String,
    /// Empty where Google tells none. Not unique.
    pub file_name: String,
    /// Absent while a video is processed.
    pub width_px: Option<u32>,
    /// Absent while a video is processed.
    pub height_px: Option<u32>,
    /// The maker of the camera.
    pub camera_make: Option<String>,
    /// The model of the camera.
    pub camera_model: Option<String>,
    /// What it is, and what is known only of that.
    pub kind: MediaKind,
}

impl Listed for PickedItem {
    fn key(&self) -> &str {
        self.id.as_str()
    }
}

impl GooglePhotos {
    /// One page of what was picked in a session, at most 100 items.
    ///
    /// A page may be short or empty and still not be the last: only a missing page token ends the list.
    /// Errors: `NotYet` before the person is done, `SessionOver`, `SignInRequired`, `ConsentRequired`, `SlowDown`,
    /// `NoAnswer`.
    /// Source: <https://developers.google.com/photos/picker/reference/rest/v1/mediaItems/list>
    pub async fn picked_items_page(
        &self,
        session: &PickingSessionId,
        after: Option<&PageToken>,
    ) -> Result<Page<PickedItem>, ApiError> {
        let call = Call::picker(LIST, Method::GET, &["v1", "mediaItems"])
            .query("sessionId", session)
            .query("pageSize", MAX_ITEMS_PER_PAGE)
            .page(after);
        Ok(self.http.send::<wire::ListItems>(call).await?.into())
    }

    /// All that was picked in a session, page by page, as the stream is polled; no page is empty. Errors: as
    /// [`GooglePhotos::picked_items_page`], `Malformed` for an endless list.
    pub fn picked_items_pages(
        &self,
        session: &PickingSessionId,
    ) -> impl Stream<Item = Result<Vec<PickedItem>, ApiError>> + Send + use<'_> {
        let session = session.clone();
        pages(LIST, move |after| {
            let session = session.clone();
            async move { self.picked_items_page(&session, after.as_ref()).await }
        })
    }
}
