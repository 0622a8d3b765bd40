//! What the catalogue says about an item.

/// The sort of file an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SampleKind {
    /// A JPEG with EXIF.
    Photo,
    /// A looping GIF.
    Animation,
    /// An MP4 (H.264).
    Video,
}

/// One item of the sample library.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleItem {
    /// Stable name inside this crate, safe in a file name.
    pub id: &'static str,
    /// The name a camera would have given; unique in the library.
    pub file_name: String,
    /// Photo, animation or video.
    pub kind: SampleKind,
    /// `image/jpeg`, `image/gif` or `video/mp4`.
    pub mime_type: &'static str,
    /// Width as displayed, after the orientation is applied.
    pub width_px: u32,
    /// Height as displayed, after the orientation is applied.
    pub height_px: u32,
    /// EXIF orientation, 1 to 8; 1 where there is no EXIF.
    pub orientation: u8,
    /// When it was taken, RFC 3339 in UTC, to the second.
    pub taken_at: String,
    /// Maker of the camera.
    pub camera_make: Option<String>,
    /// Model of the camera.
    pub camera_model: Option<String>,
    /// Focal length in millimetres.
    pub focal_length_mm: Option<f32>,
    /// F-number.
    pub aperture: Option<f32>,
    /// ISO speed.
    pub iso: Option<u32>,
    /// Exposure time in seconds.
    pub exposure_s: Option<f32>,
    /// Length of a video in milliseconds.
    pub duration_ms: Option<u32>,
    /// What the person wrote about it.
    pub description: Option<String>,
    /// Whether the person marked it.
    pub favourite: bool,
    /// Google's content categories that fit, such as `LANDSCAPES`.
    /// Source: https://developers.google.com/photos/library/reference/rest/v1/mediaItems/search#contentcategory
    pub categories: Vec<&'static str>,
}

/// One album of the sample library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleAlbum {
    /// Its title.
    pub title: &'static str,
    /// Ids of its items, oldest first; never empty.
    pub items: Vec<&'static str>,
    /// Id of the item on its cover; one of `items`.
    pub cover: &'static str,
}
