//! The JSON of the Picker API as it comes. Its widths and heights are numbers, unlike those of the Library API; both are
//! taken.

use std::time::Duration;

use serde::Deserialize;
use url::Url;

use super::{item, session};
use crate::ids::{BaseUrl, MediaItemId, PickingSessionId};
use crate::library::wire_numbers::{decimal, whole};
use crate::library::{MediaKind, Page, PhotoDetails, VideoDetails, VideoStatus};

/// An answer whose content does not matter.
#[derive(Deserialize)]
pub struct Nothing {}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    id: Option<String>,
    picker_uri: Option<String>,
    polling_config: Option<PollingConfig>,
    expire_time: Option<String>,
    media_items_set: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PollingConfig {
    poll_interval: Option<String>,
    timeout_in: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListItems {
    media_items: Option<Vec<Item>>,
    next_page_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    id: Option<String>,
    create_time: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    media_file: Option<File>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct File {
    base_url: Option<String>,
    mime_type: Option<String>,
    filename: Option<String>,
    media_file_metadata: Option<Metadata>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    #[serde(default, deserialize_with = "whole")]
    width: Option<u64>,
    #[serde(default, deserialize_with = "whole")]
    height: Option<u64>,
    camera_make: Option<String>,
    camera_model: Option<String>,
    photo_metadata: Option<Photo>,
    video_metadata: Option<Video>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Photo {
    #[serde(default, deserialize_with = "decimal")]
    focal_length: Option<f64>,
    #[serde(default, deserialize_with = "decimal")]
    aperture_f_number: Option<f64>,
    #[serde(default, deserialize_with = "whole")]
    iso_equivalent: Option<u64>,
    exposure_time: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Video {
    #[serde(default, deserialize_with = "decimal")]
    fps: Option<f64>,
    processing_status: Option<String>,
}

impl Session {
    /// Nothing without an id and a page, because nothing could be done with it.
    pub fn into_session(self) -> Option<session::PickingSession> {
        let polling = self.polling_config.map(|config| session::Polling {
            interval: config
                .poll_interval
                .as_deref()
                .and_then(duration)
                .unwrap_or(USUAL_INTERVAL),
            time_out: config
                .timeout_in
                .as_deref()
                .and_then(duration)
                .unwrap_or(USUAL_TIME_OUT),
        });
        Some(session::PickingSession {
            id: PickingSessionId::from(filled(self.id)?),
            page: Url::parse(&self.picker_uri?).ok()?,
            is_done: self.media_items_set.unwrap_or_default(),
            polling,
            expires: self.expire_time.and_then(|time| time.parse().ok()),
        })
    }
}

/// Where Google does not say how often to ask.
const USUAL_INTERVAL: Duration = Duration::from_secs(5);
/// Where Google does not say how long to ask.
const USUAL_TIME_OUT: Duration = Duration::from_secs(30 * 60);

/// A duration of proto3 JSON, such as `5s` or `0.25s`.
fn duration(text: &str) -> Option<Duration> {
    let seconds: f64 = text.strip_suffix('s')?.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}

impl From<ListItems> for Page<item::PickedItem> {
    fn from(wire: ListItems) -> Self {
        let items = wire.media_items.unwrap_or_default();
        Self::new(
            items.into_iter().filter_map(Item::into_item).collect(),
            wire.next_page_token,
        )
    }
}

impl Item {
    /// Nothing without an id, because nothing could be done with it.
    fn into_item(self) -> Option<item::PickedItem> {
        let file = self.media_file.unwrap_or_default();
        let about = file.media_file_metadata.unwrap_or_default();
        let pixels = |count: Option<u64>| count.and_then(|count| u32::try_from(count).ok());
        let mime_type = file.mime_type.unwrap_or_default();
        let is_video = self.kind.as_deref() == Some("VIDEO") || mime_type.starts_with("video/");
        let is_photo = self.kind.as_deref() == Some("PHOTO") || mime_type.starts_with("image/");
        let kind = match (about.video_metadata, about.photo_metadata) {
            (Some(video), _) => MediaKind::Video(video.into_details()),
            (None, Some(photo)) => MediaKind::Photo(photo.into_details()),
            (None, None) if is_video => MediaKind::Video(VideoDetails::default()),
            (None, None) if is_photo => MediaKind::Photo(PhotoDetails::default()),
            (None, None) => MediaKind::Unknown,
        };
        Some(item::PickedItem {
            id: MediaItemId::from(filled(self.id)?),
            created: self.create_time.and_then(|time| time.parse().ok()),
            base_url: filled(file.base_url).map(BaseUrl::from),
            mime_type,
            file_name: file.filename.unwrap_or_default(),
            width_px: pixels(about.width),
            height_px: pixels(about.height),
            camera_make: filled(about.camera_make),
            camera_model: filled(about.camera_model),
            kind,
        })
    }
}

impl Photo {
    fn into_details(self) -> PhotoDetails {
        PhotoDetails {
            focal_length_mm: self.focal_length,
            aperture: self.aperture_f_number,
            iso: self.iso_equivalent.and_then(|iso| u32::try_from(iso).ok()),
            exposure_s: self
                .exposure_time
                .and_then(|time| time.strip_suffix('s')?.parse().ok()),
        }
    }
}

impl Video {
    fn into_details(self) -> VideoDetails {
        let status = match self.processing_status.as_deref() {
            Some("PROCESSING") => VideoStatus::Processing,
            Some("READY") => VideoStatus::Ready,
            Some("FAILED") => VideoStatus::Failed,
            _ => VideoStatus::Unspecified,
        };
        VideoDetails {
            frames_per_s: self.fps,
            status,
        }
    }
}

/// Empty text is absent text.
fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::{Value, json};

    #[rstest]
    #[case("5s", Some(Duration::from_secs(5)))]
    #[case("0.25s", Some(Duration::from_millis(250)))]
    #[case("0s", Some(Duration::ZERO))]
    #[case("-1s", None)]
    #[case("5", None)]
    #[case("NaNs", None)]
    fn a_duration_is_read(#[case] text: &str, #[case] expected: Option<Duration>) {
        assert_eq!(duration(text), expected);
    }

    #[rstest]
    #[case(json!({ "id": "1", "type": "VIDEO", "new": 1 }), "video")]
    #[case(json!({ "id": "1", "mediaFile": { "mimeType": "video/mp4" } }), "video")]
    #[case(json!({ "id": "1", "type": "SOMETHING_NEW", "mediaFile": { "mimeType": "image/gif" } }), "photo")]
    #[case(json!({ "id": "1", "type": "TYPE_UNSPECIFIED" }), "unknown")]
    fn the_kind_is_known_from_what_there_is(#[case] wire: Value, #[case] expected: &str) {
        let item = serde_json::from_value::<Item>(wire).unwrap();
        let found = match item.into_item().unwrap().kind {
            MediaKind::Photo(_) => "photo",
            MediaKind::Video(_) => "video",
            MediaKind::Unknown => "unknown",
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn a_width_is_read_as_number_or_as_text() {
        for width in [json!(64), json!("64")] {
            let wire =
                json!({ "id": "1", "mediaFile": { "mediaFileMetadata": { "width": width } } });
            let item = serde_json::from_value::<Item>(wire).unwrap();
            assert_eq!(item.into_item().unwrap().width_px, Some(64));
        }
    }

    #[test]
    fn a_session_without_its_page_is_of_no_use() {
        let session = serde_json::from_value::<Session>(json!({ "id": "1" })).unwrap();
        assert!(session.into_session().is_none());
    }
}
