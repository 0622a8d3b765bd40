//! A media item: a photo or a video.

use jiff::Timestamp;
use url::Url;

use super::page::Listed;
use crate::ids::{BaseUrl, MediaItemId};

/// A photo or video that this client uploaded.
///
/// Google tells no size in bytes, no hash, no place, no upload time and no album.
#[derive(Debug, Clone, PartialEq)]
pub struct MediaItem {
    /// Lasting.
    pub id: MediaItemId,
    /// What the person wrote, at most 1,000 characters.
    pub description: String,
    /// Its page on the web; found through an album, the page inside that album.
    pub product_url: Option<Url>,
    /// Where the pixels are, for 60 minutes. A video has none to read until it is ready.
    pub base_url: Option<BaseUrl>,
    /// The type of the original, such as `image/heic`.
    pub mime_type: String,
    /// Not unique, and it may hold a `/`.
    pub file_name: String,
    /// When it was taken, not when it was uploaded.
    pub created: Option<Timestamp>,
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

impl Listed for MediaItem {
    fn key(&self) -> &str {
        self.id.as_str()
    }
}

/// What a media item is.
#[derive(Debug, Clone, PartialEq)]
pub enum MediaKind {
    /// A still picture.
    Photo(PhotoDetails),
    /// A moving one.
    Video(VideoDetails),
    /// Google did not say.
    Unknown,
}

/// What is known of a photo.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PhotoDetails {
    /// In millimetres.
    pub focal_length_mm: Option<f64>,
    /// The f-number.
    pub aperture: Option<f64>,
    /// The ISO number.
    pub iso: Option<u32>,
    /// In seconds.
    pub exposure_s: Option<f64>,
}

/// What is known of a video.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct VideoDetails {
    /// Frames a second.
    pub frames_per_s: Option<f64>,
    /// Whether it can be watched.
    pub status: VideoStatus,
}

/// How far Google is with a video.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum VideoStatus {
    /// Google did not say, or said something new.
    #[default]
    Unspecified,
    /// Not to be watched yet.
    Processing,
    /// Ready.
    Ready,
    /// Never to be watched.
    Failed,
}
