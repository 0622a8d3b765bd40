//! Google's JSON as it comes. Nothing of it leaves this folder.
//!
//! Absent and `null` mean empty, `int64` comes as text or number, and unknown fields and words are let pass.

use serde::Deserialize;
use url::Url;

use super::page::Page;
use super::wire_numbers::{decimal, whole};
use super::{album, media_item as item};
use crate::ids::{AlbumId, BaseUrl, MediaItemId, ShareLink, ShareToken};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListAlbums {
    #[serde(alias = "sharedAlbums")]
    albums: Option<Vec<Album>>,
    next_page_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListMediaItems {
    media_items: Option<Vec<MediaItem>>,
    next_page_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Album {
    id: Option<String>,
    title: Option<String>,
    product_url: Option<String>,
    is_writeable: Option<bool>,
    #[serde(default, deserialize_with = "whole")]
    media_items_count: Option<u64>,
    cover_photo_base_url: Option<String>,
    cover_photo_media_item_id: Option<String>,
    share_info: Option<ShareInfo>,
}

#[derive(Deserialize)]
pub struct JoinedAlbum {
    pub album: Option<Album>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SharedAlbum {
    pub share_info: Option<ShareInfo>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ShareInfo {
    shared_album_options: Option<ShareOptions>,
    shareable_url: Option<String>,
    share_token: Option<String>,
    is_joined: Option<bool>,
    is_owned: Option<bool>,
    is_joinable: Option<bool>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct ShareOptions {
    is_collaborative: Option<bool>,
    is_commentable: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MediaItem {
    id: Option<String>,
    description: Option<String>,
    product_url: Option<String>,
    base_url: Option<String>,
    mime_type: Option<String>,
    filename: Option<String>,
    media_metadata: Option<Metadata>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    creation_time: Option<String>,
    #[serde(default, deserialize_with = "whole")]
    width: Option<u64>,
    #[serde(default, deserialize_with = "whole")]
    height: Option<u64>,
    photo: Option<Photo>,
    video: Option<Video>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Photo {
    camera_make: Option<String>,
    camera_model: Option<String>,
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
    camera_make: Option<String>,
    camera_model: Option<String>,
    #[serde(default, deserialize_with = "decimal")]
    fps: Option<f64>,
    status: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchGet {
    pub media_item_results: Option<Vec<ItemResult>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchCreate {
    pub new_media_item_results: Option<Vec<ItemResult>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ItemResult {
    pub upload_token: Option<String>,
    pub status: Option<Status>,
    pub media_item: Option<MediaItem>,
}

#[derive(Deserialize, Default)]
pub struct Status {
    #[serde(default, deserialize_with = "whole")]
    pub code: Option<u64>,
    pub message: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Enriched {
    pub enrichment_item: Option<Enrichment>,
}

#[derive(Deserialize)]
pub struct Enrichment {
    pub id: Option<String>,
}

/// An answer whose content does not matter.
#[derive(Deserialize)]
pub struct Nothing {}

impl From<ListAlbums> for Page<album::Album> {
    fn from(wire: ListAlbums) -> Self {
        let albums = wire.albums.unwrap_or_default();
        Self::new(
            albums.into_iter().filter_map(Album::into_album).collect(),
            wire.next_page_token,
        )
    }
}

impl From<ListMediaItems> for Page<item::MediaItem> {
    fn from(wire: ListMediaItems) -> Self {
        let items = wire.media_items.unwrap_or_default();
        Self::new(
            items.into_iter().filter_map(MediaItem::into_item).collect(),
            wire.next_page_token,
        )
    }
}

impl Album {
    /// Nothing without an id, because nothing could be done with it.
    pub fn into_album(self) -> Option<album::Album> {
        Some(album::Album {
            id: AlbumId::from(filled(self.id)?),
            title: self.title.unwrap_or_default(),
            product_url: address(self.product_url),
            writeable: self.is_writeable.unwrap_or_default(),
            items_count: self.media_items_count.unwrap_or_default(),
            cover_base_url: filled(self.cover_photo_base_url).map(BaseUrl::from),
            cover_item: filled(self.cover_photo_media_item_id).map(MediaItemId::from),
            share: self.share_info.map(ShareInfo::into_info),
        })
    }
}

impl ShareInfo {
    pub fn into_info(self) -> album::ShareInfo {
        let options = self.shared_album_options.unwrap_or_default();
        album::ShareInfo {
            link: filled(self.shareable_url).map(ShareLink::from),
            token: filled(self.share_token).map(ShareToken::from),
            options: album::ShareOptions {
                collaborative: options.is_collaborative.unwrap_or_default(),
                commentable: options.is_commentable.unwrap_or_default(),
            },
            joined: self.is_joined.unwrap_or_default(),
            owned: self.is_owned.unwrap_or_default(),
            joinable: self.is_joinable.unwrap_or_default(),
        }
    }
}

impl MediaItem {
    /// Nothing without an id, because nothing could be done with it.
    pub fn into_item(self) -> Option<item::MediaItem> {
        let mime_type = self.mime_type.unwrap_or_default();
        let about = self.media_metadata.unwrap_or_default();
        let pixels = |count: Option<u64>| count.and_then(|count| u32::try_from(count).ok());
        let (camera_make, camera_model) = about.camera();
        Some(item::MediaItem {
            id: MediaItemId::from(filled(self.id)?),
            description: self.description.unwrap_or_default(),
            product_url: address(self.product_url),
            base_url: filled(self.base_url).map(BaseUrl::from),
            file_name: self.filename.unwrap_or_default(),
            created: about
                .creation_time
                .as_deref()
                .and_then(|time| time.parse().ok()),
            width_px: pixels(about.width),
            height_px: pixels(about.height),
            camera_make,
            camera_model,
            kind: about.kind(&mime_type),
            mime_type,
        })
    }
}

impl Metadata {
    fn camera(&self) -> (Option<String>, Option<String>) {
        let photo = self
            .photo
            .as_ref()
            .map(|photo| (photo.camera_make.clone(), photo.camera_model.clone()));
        let video = self
            .video
            .as_ref()
            .map(|video| (video.camera_make.clone(), video.camera_model.clone()));
        let (make, model) = photo.or(video).unwrap_or_default();
        (filled(make), filled(model))
    }

    fn kind(self, mime_type: &str) -> item::MediaKind {
        if let Some(video) = self.video {
            return item::MediaKind::Video(video.into_details());
        }
        if let Some(photo) = self.photo {
            return item::MediaKind::Photo(photo.into_details());
        }
        match mime_type.split('/').next() {
            Some("image") => item::MediaKind::Photo(item::PhotoDetails::default()),
            Some("video") => item::MediaKind::Video(item::VideoDetails::default()),
            _ => item::MediaKind::Unknown,
        }
    }
}

impl Photo {
    fn into_details(self) -> item::PhotoDetails {
        item::PhotoDetails {
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
    fn into_details(self) -> item::VideoDetails {
        let status = match self.status.as_deref() {
            Some("PROCESSING") => item::VideoStatus::Processing,
            Some("READY") => item::VideoStatus::Ready,
            Some("FAILED") => item::VideoStatus::Failed,
            _ => item::VideoStatus::Unspecified,
        };
        item::VideoDetails {
            frames_per_s: self.fps,
            status,
        }
    }
}

/// Empty text is absent text.
pub fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

fn address(text: Option<String>) -> Option<Url> {
    text.and_then(|text| Url::parse(&text).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use item::MediaKind;
    use rstest::rstest;
    use serde_json::{Value, json};

    fn item(metadata: &Value) -> item::MediaItem {
        let value =
            json!({ "id": "1", "mimeType": "image/jpeg", "mediaMetadata": metadata, "new": [1] });
        serde_json::from_value::<MediaItem>(value)
            .unwrap()
            .into_item()
            .unwrap()
    }

    #[rstest]
    #[case(json!("4032"), Some(4032))]
    #[case(json!(4032), Some(4032))]
    #[case(json!(null), None)]
    #[case(json!("99999999999"), None)]
    fn a_width_is_read_as_text_or_as_number(#[case] width: Value, #[case] expected: Option<u32>) {
        assert_eq!(item(&json!({ "width": width })).width_px, expected);
    }

    #[test]
    fn a_photo_keeps_its_camera() {
        let found = item(&json!({
            "creationTime": "2021-06-01T10:20:30.5Z",
            "photo": { "cameraMake": "A", "cameraModel": "", "isoEquivalent": 100, "exposureTime": "0.033s", "focalLength": 35 }
        }));
        assert_eq!(
            found.created,
            Some("2021-06-01T10:20:30.5Z".parse().unwrap())
        );
        assert_eq!(
            (found.camera_make.as_deref(), found.camera_model.as_deref()),
            (Some("A"), None)
        );
        let MediaKind::Photo(photo) = found.kind else {
            panic!("not a photo")
        };
        assert_eq!(
            (photo.iso, photo.exposure_s, photo.focal_length_mm),
            (Some(100), Some(0.033), Some(35.0))
        );
    }

    #[rstest]
    #[case("PROCESSING", item::VideoStatus::Processing)]
    #[case("READY", item::VideoStatus::Ready)]
    #[case("FAILED", item::VideoStatus::Failed)]
    #[case("SOMETHING_NEW", item::VideoStatus::Unspecified)]
    fn a_video_has_a_status_even_a_new_one(#[case] word: &str, #[case] status: item::VideoStatus) {
        let found = item(&json!({ "video": { "status": word, "fps": "29.97" } }));
        assert_eq!(
            found.kind,
            MediaKind::Video(item::VideoDetails {
                frames_per_s: Some(29.97),
                status
            })
        );
    }

    #[test]
    fn an_empty_album_has_no_count_and_no_cover() {
        let album = serde_json::from_value::<Album>(json!({ "id": "1" }))
            .unwrap()
            .into_album()
            .unwrap();
        assert_eq!(
            (album.items_count, album.writeable, album.cover_base_url),
            (0, false, None)
        );
    }

    #[test]
    fn a_thing_without_an_id_is_left_out() {
        let page: Page<_> = serde_json::from_value::<ListAlbums>(
            json!({ "albums": [{ "title": "a" }, { "id": "1" }] }),
        )
        .unwrap()
        .into();
        assert_eq!(page.items.len(), 1);
    }

    #[rstest]
    #[case(json!({}))]
    #[case(json!({ "mediaItems": null, "nextPageToken": "" }))]
    #[case(json!({ "mediaItems": [] }))]
    fn absent_lists_are_empty_lists(#[case] body: Value) {
        let page: Page<item::MediaItem> = serde_json::from_value::<ListMediaItems>(body)
            .unwrap()
            .into();
        assert_eq!(
            page,
            Page {
                items: Vec::new(),
                next: None
            }
        );
    }

    #[rstest]
    #[case(json!({ "mediaItems": "none" }))]
    #[case(json!({ "mediaItems": [{ "id": 7 }] }))]
    #[case(json!({ "mediaItems": [{ "id": "1", "mediaMetadata": { "width": "wide" } }] }))]
    fn wrong_types_are_errors(#[case] body: Value) {
        assert!(serde_json::from_value::<ListMediaItems>(body).is_err());
    }
}
